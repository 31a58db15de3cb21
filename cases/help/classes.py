from rptc.classes import DECIDED, SENT, Emptied, Keeps, Until, blanked_with_file

CLASSES = {
    "cases.HelpReason": Keeps(Until.USE, Emptied.STAYS, k1="id name spm order is_active"),
    "cases.BudgetLine": Keeps(Until.USE, Emptied.STAYS, k1="id name order is_active"),
    # What was paid is kept as the office keeps what it pays; who got it is gone with the file.
    "cases.Help": blanked_with_file(
        k1=f"{DECIDED} version is_goods amount state budget_line paid_by letter",
        k2="stay paid_on received_by",
        k3="reason what why cancel_reason decision_note",
        stays="stay reason paid_on",
    ),
    # What came and went must add up for ever; to whom is gone with the file.
    "cases.MoneyMovement": blanked_with_file(
        k1=f"{SENT} way is_in amount corrects from_bag counted_by counted_at letter"
        " miscount miscounted_by miscounted_at",
        k2="stay at to_whom witness note",
        stays="stay at",
    ),
    "cases.UnclaimedMonth": Keeps(Until.OFFICE, Emptied.STAYS, k1=f"{SENT} month people rupiah"),
}
