from rptc.classes import SENT, deleted_with_file

CLASSES = {
    # What happened may be health by itself.
    "partners.PartnerIncident": deleted_with_file(
        k1=f"{SENT} referral at channel",
        k2="stay",
        k3="kind said_by",
    ),
    "partners.IncidentNote": deleted_with_file(
        k1=f"{SENT} incident channel takes_back",
        k3="name relation telephone said_by",
        k4="sealed_words",
    ),
    "partners.IncidentReply": deleted_with_file(
        k1=f"{SENT} incident says flags bans read_at read_by",
        k3="to_name to_relation to_identity to_telephone message",
        k4="sealed_reason",
    ),
}
