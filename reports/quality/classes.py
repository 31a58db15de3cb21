from rptc.classes import SENT, deleted_with_file

CLASSES = {
    # Why somebody is so indeed may say anything of them.
    "reports.FalseAlarm": deleted_with_file(
        k1=f"{SENT} rule ended_at ended_by",
        k2="intake statement",
        k3="reason",
    ),
}
