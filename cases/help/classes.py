from rptc.classes import DECIDED, Emptied, Keeps, Until

CLASSES = {
    "cases.HelpReason": Keeps(Until.USE, Emptied.STAYS, k1="id name order is_active"),
    "cases.BudgetLine": Keeps(Until.USE, Emptied.STAYS, k1="id name order is_active"),
    # What was paid is kept as the office keeps what it pays; who got it is gone with the file.
    "cases.Help": Keeps(
        Until.FILE,
        Emptied.BLANKED,
        k1=f"{DECIDED} version is_goods amount state budget_line paid_by letter",
        k2="stay paid_on received_by",
        k3="reason what why cancel_reason decision_note",
        stays="stay reason paid_on",
    ),
}
