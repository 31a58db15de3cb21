from rptc.classes import Emptied, Keeps, Until

CLASSES = {
    "audit.Entry": Keeps(
        Until.LOG,
        Emptied.DELETED,
        k4="id at actor command verb content_type object_id person_id details request_id address",
    ),
    "audit.Laid": Keeps(Until.USE, Emptied.STAYS, k1="id list key row at"),
}
