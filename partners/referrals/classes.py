from rptc.classes import DECIDED, SENT, blanked_with_file

CLASSES = {
    # That somebody was sent there may be health data by itself.
    "partners.Referral": blanked_with_file(
        k1=f"{DECIDED} state sent_at answer_due_at ended_at",
        k2="person stay consent",
        k3="partner need message packet decision_note basis without_basis",
        stays="person stay partner basis",
    ),
    "partners.ReferralStep": blanked_with_file(
        k1="id referral from_state to_state at by channel",
        k3="reason said_by",
    ),
    # Which rows, that there is a secret one, and what travelled of it.
    "partners.ReferralItem": blanked_with_file(
        k1="id referral source part recorded_by recorded_at dropped_by dropped_at frozen_at",
        k2="photo sha256",
        k3="kind",
        k4="sealed_reason sealed_words",
        stays="photo kind",
    ),
    # What came along can be a medicine.
    "partners.Arrival": blanked_with_file(
        k1=f"{SENT} referral came_at channel undone_at undone_by",
        k3="received_by received_as brought_by note undone_why",
    ),
    "partners.ArrivalThing": blanked_with_file(
        k1="id arrival sort is_here closed_at closed_by",
        k3="what word closed_why",
    ),
    "partners.SafetyRead": blanked_with_file(
        k1=f"{SENT} referral channel flags allergies medicines",
        k3="said_to",
        k4="sealed_words",
    ),
}
