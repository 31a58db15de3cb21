from rptc.classes import SENT, Emptied, Keeps, Until

CLASSES = {
    "partners.Reminder": Keeps(
        Until.FILE,
        Emptied.DELETED,
        k1=f"{SENT} referral says then due_at",
        k3="words said_by",
    ),
}
