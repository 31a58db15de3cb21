from rptc.classes import DECIDED, SENT, Emptied, Keeps, Until

CLASSES = {
    "partners.Contribution": Keeps(
        Until.OFFICE,
        Emptied.STAYS,
        k1=f"{DECIDED} decision_note version partner giver_name source kind what amount quantity"
        " unit on pledge paper_number state last_by ended_by end_reason",
    ),
    "partners.ContributionScan": Keeps(
        Until.OFFICE, Emptied.STAYS, k1=f"{SENT} contribution content sha256"
    ),
    "partners.Pledge": Keeps(
        Until.OFFICE,
        Emptied.STAYS,
        k1=f"{SENT} version agreement year kind what amount quantity unit is_dropped",
    ),
}
