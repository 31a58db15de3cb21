from rptc.classes import SENT, Emptied, Keeps, Until, blanked_with_file, deleted_with_file

CLASSES = {
    "cases.Receiver": blanked_with_file(
        k1="id exit_number decided_despite agreed_at",
        # Of other people than klien: who came for a child.
        k2="stay name relation is_family identity_number telephone handed_at came_back_on",
        stays="stay is_family handed_at came_back_on",
    ),
    "cases.PartnerName": Keeps(
        Until.USE, Emptied.DELETED, k1="id partner_number text closes_destination"
    ),
    "cases.ReferredTo": deleted_with_file(k1="id", k2="stay", k3="partner_number"),
    "cases.Refusal": deleted_with_file(
        k1=f"{SENT} act is_likely known_by known_at",
        k2="person name identity_number telephone suspect",
        k3="because flag unwelcome",
    ),
    "cases.SomebodyElse": deleted_with_file(
        k1=f"{SENT} known_by known_at",
        k2="person name identity_number telephone suspect",
        k3="why flag unwelcome",
    ),
    "cases.Visit": blanked_with_file(
        k1=f"{SENT} outcome allowed_by denied_at told_of_ban",
        k2="stay visitor relation id_kind id_number phone came_at left_at things",
        k3="reason flags_of_others bans_of_others",
        stays="stay id_kind came_at left_at",
    ),
    "cases.Unwelcome": deleted_with_file(
        k1=f"{SENT} starts_on ends_on ended_at ended_by stopped_at stopped_by",
        k2="name relation identity_number telephone description person",
        k3="reason end_reason",
    ),
    "cases.Inquiry": blanked_with_file(
        k1=f"{SENT} channel asked_at closed_by closed_at",
        k2="asker relation phone identity_shown sought sought_sex sought_age missing_since answer"
        " person outcome",
        k3="note outcome_note",
        stays="identity_shown answer outcome",
    ),
    "cases.Incident": blanked_with_file(
        k1=f"{SENT} version happened_at severity place no_people known_by known_at done_by"
        " done_at",
        k3="kind what done_at_once police_called_at doctor_called_at follow_up",
        stays="kind",
    ),
    "cases.IncidentPerson": blanked_with_file(
        k1="id incident who",
        k2="stay name",
        k3="side",
        stays="stay side",
    ),
    "cases.Mediation": blanked_with_file(
        k1=f"{SENT} incident held_at",
        k2="attended",
        k3="result text",
        stays="result",
    ),
}
