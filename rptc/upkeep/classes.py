from rptc.classes import Emptied, Keeps, Until

CLASSES = {
    "upkeep.Job": Keeps(Until.OFFICE, Emptied.STAYS, k1="id kind began_at ended_at said failed"),
}
