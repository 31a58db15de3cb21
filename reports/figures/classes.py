from rptc.classes import SENT, Emptied, Keeps, Until

CLASSES = {
    "reports.CountingRule": Keeps(
        Until.USE, Emptied.STAYS, k1="id valid_from doors outcomes reason"
    ),
    "reports.OfficialFigure": Keeps(
        Until.OFFICE, Emptied.STAYS, k1=f"{SENT} year classification male female"
    ),
}
