from rptc.classes import SENT, Emptied, Keeps, Until

CLASSES = {
    "partners.Meeting": Keeps(
        Until.OFFICE,
        Emptied.STAYS,
        k1=f"{SENT} version kind subject at first_at place state held_at our_leader_present ours"
        " minutes end_reason",
    ),
    "partners.MeetingPartner": Keeps(
        Until.OFFICE,
        Emptied.STAYS,
        k1=f"{SENT} meeting partner is_invited leader_present came",
    ),
    "partners.MeetingDecision": Keeps(
        Until.OFFICE,
        Emptied.STAYS,
        k1=f"{SENT} version meeting what partner owner owner_name due_on state ended_on ended_by"
        " end_note",
    ),
    "partners.MeetingScan": Keeps(
        Until.OFFICE, Emptied.STAYS, k1=f"{SENT} meeting content sha256"
    ),
}
