from rptc.classes import Emptied, Keeps, Until

CLASSES = {
    "cases.Region": Keeps(
        Until.USE, Emptied.STAYS, k1="id code name level parent postal_code aliases"
    ),
    "cases.HotSpot": Keeps(Until.USE, Emptied.STAYS, k1="id name village note is_active"),
}
