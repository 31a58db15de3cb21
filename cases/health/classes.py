from rptc.classes import SENT, Emptied, Keeps, Until

CLASSES = {
    "cases.Finding": Keeps(
        Until.FILE,
        Emptied.DELETED,
        k1=f"{SENT} corrects",
        k2="stay seen_at told_by_name",
        k3="told_by temperature systolic diastolic pulse breathing saturation weight height"
        " sealed_complaint sealed_finding sealed_treatment sealed_reason",
    ),
    "cases.Allergy": Keeps(
        Until.FILE,
        Emptied.DELETED,
        k1=f"{SENT} version ended_at ended_by",
        k2="person told_by_name",
        k3="substance reaction is_severe told_by end_reason",
    ),
    # In which days the hours of all are others.
    "cases.FastingPeriod": Keeps(Until.USE, Emptied.STAYS, k1="id first_on last_on sahur buka"),
    "cases.Medicine": Keeps(
        Until.FILE,
        Emptied.DELETED,
        k1=f"{SENT} version as_needed hours hours_since meal moves_in_fast ended_at ended_by",
        k2="stay first_on last_on",
        k3="sealed_name name_is_secret label dose note prescribed_by end_reason",
    ),
    "cases.Dose": Keeps(
        Until.FILE,
        Emptied.DELETED,
        k1=f"{SENT} version slot times",
        k2="medicine due_on",
        k3="outcome said",
    ),
}
