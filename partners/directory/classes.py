from rptc.classes import Emptied, Keeps, Until

CLASSES = {
    "partners.Partner": Keeps(
        Until.OFFICE,
        Emptied.STAYS,
        k1="id name short_name address phone contact closes_destination reveals_health is_active",
    ),
    "partners.Member": Keeps(Until.ACCOUNT, Emptied.STAYS, k1="id user partner"),
}
