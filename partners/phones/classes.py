from rptc.classes import Emptied, Keeps, Until

CLASSES = {
    "partners.PartnerPhone": Keeps(Until.USE, Emptied.DELETED, k1="id device partner"),
}
