from rptc.classes import SENT, Emptied, Keeps, Until, blanked_with_file, deleted_with_file

CLASSES = {
    "cases.PaperKind": Keeps(
        Until.USE, Emptied.STAYS, k1="id code name from_age under_age number_of order"
    ),
    "cases.PaperOffice": Keeps(
        Until.USE,
        Emptied.STAYS,
        k1="id name addressee usual_days is_confirmed kinds order is_active",
    ),
    # How many left with a paper that they had not is counted when the names are gone.
    "cases.Paper": blanked_with_file(
        k1=f"{SENT} version",
        k2="person stay kind state said_on number scan",
        # Free words about a klien: a divorce, a marriage of others.
        k3="note",
        stays="person stay kind state said_on",
    ),
    # That somebody was here, and was told to the ministry.
    "cases.SiksEntry": deleted_with_file(
        k1=f"{SENT} taken_back_at taken_back_by",
        k2="person",
        k3="take_back_reason",
    ),
    "cases.PaperLetter": Keeps(Until.LETTERS, Emptied.STAYS, k1=f"{SENT} office on letter"),
    "cases.PaperRequest": blanked_with_file(
        k1=f"{SENT} version office together closed_by end_reason",
        k2="paper stay asked_on receipt got_on ended_on",
        k3="end_words",
        stays="paper stay asked_on got_on ended_on",
    ),
    "cases.PaperWord": deleted_with_file(k1=f"{SENT} request", k2="on", k3="words"),
    "cases.NearRegion": Keeps(Until.USE, Emptied.STAYS, k1="id region is_active"),
    "cases.Homecoming": deleted_with_file(
        k1=f"{SENT} version budget_line is_near arrived_by ended_at ended_by",
        k2="stay region place leaves_on arrived_at arrived_told_by arrived_how",
        k3="end_reason",
    ),
    "cases.HomecomingPiece": deleted_with_file(
        k1=f"{SENT} version homecoming code ticket pocket",
        k2="who relation phone number on",
        k3="words finding",
    ),
    "cases.PaperRefusal": deleted_with_file(k1=SENT, k2="paper on", k3="reason"),
    "cases.PaperRefusalEnd": deleted_with_file(k1=f"{SENT} refusal", k2="on", k3="words"),
}
