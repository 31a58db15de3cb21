from rptc.classes import SENT, Emptied, Keeps, Until

CLASSES = {
    "partners.EarlierReferral": Keeps(
        Until.OFFICE,
        Emptied.BLANKED,
        k1=f"{SENT} version number dated_on nth basis answer arrived word word_on stayed"
        " is_struck",
        k2="sex age_years",
        k3="classification partner strike_reason",
        # It is counted.
        stays="partner",
    ),
}
