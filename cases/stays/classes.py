from rptc.classes import DECIDED, SENT, Emptied, Keeps, Until, blanked_with_file

CLASSES = {
    "cases.StayRule": Keeps(
        Until.USE,
        Emptied.STAYS,
        k1="id classification min_length max_length unit extension_days legal_basis valid_from"
        " valid_until",
    ),
    "cases.FreeDay": Keeps(Until.USE, Emptied.STAYS, k1="id on name is_yearly"),
    "cases.Stay": blanked_with_file(
        k1=f"{SENT} rule social_worker",
        k2="person intake began_at ended_at last_on not_seen_since",
        stays="person intake began_at ended_at last_on",
    ),
    "cases.StayReturn": blanked_with_file(
        k1=SENT,
        k2="stay intake not_seen_since returned_at",
        stays="stay intake not_seen_since returned_at",
    ),
    "cases.Extension": blanked_with_file(
        k1=f"{DECIDED} state letter",
        k2="stay from_last_on new_last_on",
        k3="reason decision_note",
        stays="stay from_last_on new_last_on",
    ),
}
