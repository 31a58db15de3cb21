from rptc.classes import SENT, Emptied, Keeps, Until

CLASSES = {
    "cases.Reception": Keeps(Until.OFFICE, Emptied.STAYS, k1=f"{SENT} at patrol letter"),
    "cases.Reception_stays": Keeps(Until.OFFICE, Emptied.DELETED, k1="id reception", k2="stay"),
}
