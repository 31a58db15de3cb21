from rptc.classes import SENT, Emptied, Keeps, Until

CLASSES = {
    # Why somebody is so indeed may say anything of them.
    "reports.FalseAlarm": Keeps(
        Until.FILE,
        Emptied.DELETED,
        k1=f"{SENT} rule ended_at ended_by",
        k2="intake statement",
        k3="reason",
    ),
}
