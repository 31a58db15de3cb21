from rptc.classes import SENT, Emptied, Keeps, Until

CLASSES = {
    "reports.OfficialReport": Keeps(
        Until.OFFICE,
        Emptied.STAYS,
        k1="id version name recipient ground every due_days due_day due_month ready valid_from"
        " valid_until is_confirmed",
    ),
    "reports.ReportSent": Keeps(
        Until.OFFICE,
        Emptied.STAYS,
        k1=f"{SENT} report first_on last_on due_on sent_on sent_by way number taken_back_at"
        " taken_back_by take_back_reason",
    ),
}
