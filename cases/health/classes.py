from rptc.classes import SENT, Emptied, Keeps, Until, blanked_with_file, deleted_with_file

CLASSES = {
    "cases.Finding": deleted_with_file(
        k1=f"{SENT} corrects",
        k2="stay seen_at told_by_name",
        k3="told_by temperature systolic diastolic pulse breathing saturation weight height"
        " sealed_complaint sealed_finding sealed_treatment sealed_reason",
    ),
    "cases.Allergy": deleted_with_file(
        k1=f"{SENT} version ended_at ended_by",
        k2="person told_by_name",
        k3="substance reaction is_severe told_by end_reason",
    ),
    "cases.Hospital": Keeps(Until.USE, Emptied.STAYS, k1="id name sort order is_active"),
    "cases.HospitalStay": deleted_with_file(
        k1=f"{SENT} version needs_guard outcome_by",
        k2="stay leave went_at expected_on outcome_at",
        k3="hospital payer payer_note needs_guarantee guarantee_asked_on guarantee_on"
        " guarantee_number outcome",
    ),
    "cases.HospitalGuard": deleted_with_file(k1=f"{SENT} since until", k2="hospital_stay who"),
    "cases.HospitalNews": deleted_with_file(k1=SENT, k2="hospital_stay heard_at heard_from"),
    # What was paid is kept as the office keeps what it pays; the name is gone with the file.
    "cases.HospitalBill": blanked_with_file(
        k1=f"{SENT} version amount payer paid_on paid_by",
        k2="hospital_stay on receipt",
        stays="hospital_stay on",
    ),
    # In which days the hours of all are others.
    "cases.FastingPeriod": Keeps(Until.USE, Emptied.STAYS, k1="id first_on last_on sahur buka"),
    "cases.Medicine": deleted_with_file(
        k1=f"{SENT} version as_needed hours hours_since meal moves_in_fast ended_at ended_by",
        k2="stay first_on last_on",
        k3="sealed_name name_is_secret label dose note prescribed_by end_reason",
    ),
    "cases.Dose": deleted_with_file(
        k1=f"{SENT} version slot times",
        k2="medicine due_on",
        k3="amount outcome said",
    ),
}
