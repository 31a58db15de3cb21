from rptc.classes import DECIDED, SENT, Emptied, Keeps, Until, blanked_with_file, deleted_with_file

CLASSES = {
    "cases.Person": blanked_with_file(
        k1=f"{SENT} version is_sealed for_named_only merged_into age_said_otherwise",
        k2="age_kind age_years age_months age_stated_on born_on name alias sex found mother_name"
        " search_keys birthplace nik nik_status kk origin origin_text religion education schooling"
        " school address marks",
        k3="remarks",
        stays="sex age_kind nik_status",
    ),
    "cases.Statement": deleted_with_file(
        k1=f"{SENT} kind source",
        k2="age_kind age_years age_months age_stated_on born_on person text stated_on",
    ),
    "cases.Reach": deleted_with_file(
        k1="id user role level since until ended_at source_id",
        k2="person why",
        # A packet for a partner says where somebody was sent.
        k3="partner_id",
    ),
    "cases.Photo": deleted_with_file(
        k1=f"{SENT} sha256 size kind patrol waits_for_row hidden_at hidden_reason is_proof",
        k2="file person note",
    ),
    "cases.Double": deleted_with_file(
        k1="id score facts state found_at claimed_by decided_by decided_at",
        k2="person other reasons reason",
    ),
    "cases.Merge": blanked_with_file(
        k1=f"{DECIDED} state done_at undone_by undone_at",
        k2="kept lost reason decision_note",
        stays="kept lost",
    ),
    "cases.MergedRow": deleted_with_file(k1="id merge table field row", k2="from_person"),
    "cases.Flag": deleted_with_file(
        k1=f"{SENT} audience starts_on ends_on ended_at ended_by stopped_at stopped_by",
        k2="person whom whom_identity_number whom_telephone",
        k3="kind what_to_do reason end_reason",
    ),
    "cases.Seal": deleted_with_file(
        k1=f"{SENT} was_sealed known_by known_at ended_at ended_by",
        k2="person",
        k3="reason explanation end_reason",
    ),
    "cases.SealReader": deleted_with_file(
        k1="id seal user since added_by known_by known_at ended_at ended_by",
        k2="person",
    ),
    "cases.EmergencyAccess": deleted_with_file(
        k1=f"{DECIDED} since until state told_to told_at decision_note",
        k2="person",
        k3="reason what",
    ),
    "cases.Conflict": deleted_with_file(
        k1=f"{SENT} user ended_at ended_by",
        k2="person tie explanation end_reason",
    ),
    "cases.Substitution": Keeps(
        Until.OFFICE,
        Emptied.STAYS,
        k1=f"{DECIDED} worker substitute first_on last_on reason state decision_note",
    ),
    "cases.Relation": deleted_with_file(
        k1=f"{SENT} source",
        k2="person other kind",
        k3="suspected_exploitation exploitation_note",
    ),
}
