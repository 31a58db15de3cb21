from rptc.classes import SENT, Emptied, Keeps, Until, blanked_with_file, deleted_with_file

CLASSES = {
    "cases.Room": Keeps(
        Until.USE, Emptied.STAYS, k1="id name sex age_group purpose order is_active"
    ),
    "cases.Bed": Keeps(Until.USE, Emptied.STAYS, k1="id room label is_active"),
    "cases.BedUse": blanked_with_file(
        k1=f"{SENT} bed began_at ended_at in_cot",
        k2="stay",
        # Why somebody lies alone, or a bed is out of use.
        k3="reason override set_aside",
        stays="stay",
    ),
    "cases.Bag": blanked_with_file(
        k1=f"{SENT} number year serial witness listed_at listed_by void_reason letter",
        k2="stay",
        stays="stay",
    ),
    "cases.Belonging": blanked_with_file(
        k1=f"{SENT} version bag quantity kind end",
        k2="what amount note",
    ),
    "cases.BelongingEnd": blanked_with_file(
        k1=f"{SENT} kind at kept_until known_by known_at letter",
        k2="stay to_whom reason",
        stays="stay",
    ),
    "cases.BelongingPhoto": deleted_with_file(k1=f"{SENT} sha256 size belonging", k2="file"),
    "cases.ImportantNumber": Keeps(Until.USE, Emptied.STAYS, k1="id name number order is_active"),
    "cases.Leave": blanked_with_file(
        k1=f"{SENT} left_at expected_at returned_at returned_by ended_with_stay absence",
        k2="stay escort",
        # Where somebody is taken: a hospital, a court.
        k3="reason place note",
        stays="stay reason",
    ),
    "cases.RollCall": Keeps(
        Until.OFFICE, Emptied.STAYS, k1=f"{SENT} version on part taken_at taken_by"
    ),
    "cases.RollCallRow": blanked_with_file(
        k1="id roll_call status",
        k2="stay",
        k3="reason note",
        stays="stay",
    ),
    "cases.Absence": blanked_with_file(
        k1=f"{SENT} noticed_at ended_at ended_by ended_how",
        k2="stay last_seen_at brought_by brought_by_name found_place",
        k3="reason note",
        stays="stay last_seen_at reason",
    ),
    "cases.AbsenceAct": blanked_with_file(
        k1=f"{SENT} absence kind told_at taken_back_at taken_back_by",
        k2="received_by",
        k3="note report_number take_back_reason",
    ),
    "cases.ShiftNote": Keeps(
        Until.OFFICE,
        Emptied.BLANKED,
        k1=f"{SENT} shift_on shift number_in_house number_late number_out number_absent"
        " acknowledged_at acknowledged_by",
        k2="things",
        k3="state_of_house to_watch to_do",
    ),
    "cases.ShiftNote_watched": Keeps(Until.OFFICE, Emptied.DELETED, k1="id shiftnote", k2="stay"),
    "cases.Task": Keeps(
        Until.OFFICE,
        Emptied.BLANKED,
        k1=f"{SENT} owner absence due_at done_at done_by cancelled_at cancelled_by",
        k2="stay",
        k3="what proof cancel_reason",
    ),
}
