from rptc.classes import SENT, Emptied, Keeps, Until

CLASSES = {
    "partners.Partner": Keeps(
        Until.OFFICE,
        Emptied.STAYS,
        k1="id version name short_name kind about address phone closes_destination reveals_health"
        " is_active services takes_classes takes_sex min_age max_age takes_from takes_not capacity"
        " answer_hours service_days opens_at closes_at data_clause_on",
    ),
    "partners.Member": Keeps(Until.ACCOUNT, Emptied.STAYS, k1="id user partner"),
    "partners.PartnerContact": Keeps(
        Until.OFFICE, Emptied.STAYS, k1=f"{SENT} version partner name position phone is_active"
    ),
    "partners.PartnerPaper": Keeps(
        Until.OFFICE, Emptied.STAYS, k1=f"{SENT} version partner kind number valid_until"
    ),
    "partners.FreePlaces": Keeps(
        Until.OFFICE, Emptied.STAYS, k1=f"{SENT} partner male female said_by said_at"
    ),
}
