from rptc.classes import DECIDED, SENT, Emptied, Keeps, Until

CLASSES = {
    # That somebody was sent there may be health data by itself.
    "partners.Referral": Keeps(
        Until.FILE,
        Emptied.BLANKED,
        k1=f"{DECIDED} state sent_at answer_due_at ended_at",
        k2="person stay consent",
        k3="partner need message packet decision_note basis without_basis",
        stays="person stay partner basis",
    ),
    "partners.ReferralStep": Keeps(
        Until.FILE,
        Emptied.BLANKED,
        k1="id referral from_state to_state at by channel",
        k3="reason said_by",
    ),
    "partners.SafetyRead": Keeps(
        Until.FILE,
        Emptied.BLANKED,
        k1=f"{SENT} referral channel flags allergies medicines",
        k3="said_to",
        k4="sealed_words",
    ),
}
