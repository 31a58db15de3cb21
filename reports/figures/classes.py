from rptc.classes import SENT, Emptied, Keeps, Until

CLASSES = {
    "reports.CountingRule": Keeps(
        Until.USE, Emptied.STAYS, k1="id valid_from doors outcomes reason"
    ),
    "reports.OfficialFigure": Keeps(
        Until.OFFICE, Emptied.STAYS, k1=f"{SENT} year classification male female"
    ),
    "reports.IndicatorDefinition": Keeps(
        Until.USE, Emptied.STAYS, k1="id number valid_from measure how days"
    ),
    # Of organisations, and of no klien.
    "reports.PartnershipWord": Keeps(
        Until.OFFICE,
        Emptied.STAYS,
        k1=f"{SENT} year number partner text score approved_at approved_by",
    ),
}
