from rptc.classes import DECIDED, SENT, Emptied, Keeps, Until, blanked_with_file, deleted_with_file

CLASSES = {
    "cases.ExitKind": Keeps(
        Until.USE,
        Emptied.STAYS,
        k1="id code name order closes_destination approval needs_receiver needs_address"
        " needs_proof needs_identity"
        " needs_home_check needs_promise needs_items needs_next_contact to_family for_adults"
        " is_active",
    ),
    # Where somebody went says of some why they were here.
    "cases.Exit": blanked_with_file(
        k1=f"{DECIDED} state must_be_known done_by known_by known_at items_handed promise_letter"
        " handover_letter travel_letter decided_despite",
        k2="stay left_at receiver_phone identity_kind identity_number identity_photo"
        " home_checked_on home_checked_by promise promise_signed_on next_contact_on"
        " next_contact_way",
        k3="kind receiver relation address reason decision_note home_result home_unchecked_reason",
        stays="stay kind left_at",
    ),
    "cases.PromiseText": Keeps(Until.USE, Emptied.STAYS, k1="id text valid_from"),
    "cases.ExitProof": deleted_with_file(k1=f"{SENT} exit kind", k2="number note photo"),
    "cases.ExitWitness": blanked_with_file(k1=f"{SENT} exit", k2="name address phone nik"),
    "cases.Death": blanked_with_file(
        k1=f"{SENT} exit",
        k2="died_at place found_by family family_told_at family_untold_reason buried_on"
        " burial_place burial_by",
        k3="doctor examined_at examined_where cause police police_told_at",
        stays="died_at",
    ),
}
