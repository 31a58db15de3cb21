from rptc.classes import SENT, Emptied, Keeps, Until

CLASSES = {
    "cases.Team": Keeps(Until.USE, Emptied.STAYS, k1="id name is_active"),
    "cases.Vehicle": Keeps(Until.USE, Emptied.STAYS, k1="id plate name is_active"),
    "cases.OrderLetter": Keeps(
        Until.OFFICE, Emptied.STAYS, k1=f"{SENT} number issued_on valid_from valid_until"
    ),
    "cases.Patrol": Keeps(
        Until.OFFICE,
        Emptied.BLANKED,
        k1=f"{SENT} version team order_letter vehicle route companions started_at ended_at",
        k2="note",
    ),
    "cases.PatrolMember": Keeps(Until.OFFICE, Emptied.STAYS, k1="id patrol user"),
    "cases.PatrolPoint": Keeps(Until.OFFICE, Emptied.STAYS, k1="id patrol hot_spot"),
    "cases.Device": Keeps(
        Until.USE,
        Emptied.DELETED,
        k1="id kind name registered_by registered_at seen_at locked_by locked_at",
        k4="token_hash",
    ),
    "cases.DeviceUser": Keeps(
        Until.USE,
        Emptied.DELETED,
        k1="id device user wrong_codes chosen_at",
        k4="key code_hash chosen_for",
    ),
    "cases.Prevention": Keeps(
        Until.OFFICE,
        Emptied.BLANKED,
        k1=f"{SENT} version kind subject on hot_spot district place done_by reached material"
        " dropped_at dropped_by drop_reason",
        k2="note",
    ),
    # Who called is told to the few who answer; where somebody lies may say who it is.
    "cases.PublicReport": Keeps(
        Until.OFFICE,
        Emptied.BLANKED,
        k1=f"{SENT} received_at channel ticket hot_spot how_many joined_to patrol given_at"
        " handled_on wants_no_name",
        k2="place reporter reporter_contact handled_note",
        k3="what",
    ),
}
