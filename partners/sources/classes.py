from rptc.classes import SENT, Emptied, Keeps, Until

CLASSES = {
    "partners.Source": Keeps(
        Until.OFFICE,
        Emptied.STAYS,
        k1=f"{SENT} version kind name village offers about contact phone checked_on is_active",
    ),
}
