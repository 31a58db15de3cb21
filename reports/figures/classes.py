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
    "reports.Closing": Keeps(
        Until.OFFICE,
        Emptied.STAYS,
        k1=f"{SENT} first until state decided_by decided_at decision_note",
    ),
    # Numbers, and keys and codes of rows: they lead nowhere once these are emptied.
    "reports.RecapEdition": Keeps(
        Until.OFFICE,
        Emptied.STAYS,
        k1="id closing first until number content fingerprint pdf closed_at closed_by"
        " intake_events stay_events person_events double_events",
    ),
    "reports.SpecialPeriod": Keeps(
        Until.USE, Emptied.STAYS, k1="id name kind first_on last_on is_estimate is_active"
    ),
    "reports.SpmTarget": Keeps(Until.OFFICE, Emptied.STAYS, k1=f"{SENT} year line number ground"),
    # Of the unit, and of no klien.
    "reports.CityPartWord": Keeps(
        Until.OFFICE, Emptied.STAYS, k1=f"{SENT} year problems follow_up"
    ),
    # As the city reads them; why it was taken back.
    "reports.PublishedYear": Keeps(
        Until.OFFICE,
        Emptied.STAYS,
        k1=f"{SENT} year number edition figures sha256 reason",
    ),
    # Of organisations, and of no klien.
    "reports.PartnershipWord": Keeps(
        Until.OFFICE,
        Emptied.STAYS,
        k1=f"{SENT} year number partner text score approved_at approved_by",
    ),
}
