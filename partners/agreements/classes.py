from rptc.classes import DECIDED, SENT, Emptied, Keeps, Until

CLASSES = {
    "partners.Agreement": Keeps(
        Until.OFFICE,
        Emptied.STAYS,
        k1=f"{DECIDED} decision_note version partner addendum_to renews kind our_number"
        " their_number subject scope duties funding shape meetings_a_year starts_on valid_until"
        " state last_by proposed_at ended_on ended_by end_reason",
    ),
    "partners.AgreementScan": Keeps(
        Until.OFFICE, Emptied.STAYS, k1=f"{SENT} agreement content sha256"
    ),
}
