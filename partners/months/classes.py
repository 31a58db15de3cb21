from rptc.classes import SENT, Emptied, Keeps, Until

CLASSES = {
    "partners.MonthReport": Keeps(
        Until.FILE,
        Emptied.DELETED,
        k1=f"{SENT} referral month answer sha256 channel corrects read_at read_by",
        # Who is on it, as of every photo.
        k2="content",
        k3="said_by",
        k4="sealed_health sealed_school sealed_home",
    ),
}
