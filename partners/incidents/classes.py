from rptc.classes import SENT, Emptied, Keeps, Until

CLASSES = {
    # What happened may be health by itself.
    "partners.PartnerIncident": Keeps(
        Until.FILE,
        Emptied.DELETED,
        k1=f"{SENT} referral at channel",
        k2="stay",
        k3="kind said_by",
    ),
    "partners.IncidentNote": Keeps(
        Until.FILE,
        Emptied.DELETED,
        k1=f"{SENT} incident channel takes_back",
        k3="name relation telephone said_by",
        k4="sealed_words",
    ),
    "partners.IncidentReply": Keeps(
        Until.FILE,
        Emptied.DELETED,
        k1=f"{SENT} incident says flags bans read_at read_by",
        k3="to_name to_relation to_identity to_telephone message",
        k4="sealed_reason",
    ),
}
