from rptc.classes import DECIDED, SENT, Emptied, Keeps, Until, blanked_with_file

CLASSES = {
    "cases.Classification": Keeps(
        Until.USE,
        Emptied.STAYS,
        k1="id code name short_name order first_year last_year national_types min_age max_age"
        " usual_sex in_table is_dependent victim_if_child",
    ),
    "cases.ClassificationAlias": Keeps(Until.USE, Emptied.STAYS, k1="id alias classification"),
    "cases.RegisterImport": Keeps(
        Until.OFFICE,
        Emptied.STAYS,
        k1=f"{SENT} file_name sha256 sheet accepted refused skipped committed_at undone_at"
        " undone_by",
        # The file itself: emptied as soon as its rows are saved.
        k3="content",
    ),
    # Sex, day, class and outcome are what the recap counts: they stay, and name nobody.
    "cases.Intake": blanked_with_file(
        k1=f"{SENT} door patrol certainty settled_by settled_at register_import register_row",
        k2="person sex met_on met_at hot_spot place whereabouts outcome party",
        k3="provisional settled classification handed_to outcome_reason activity remarks",
        stays="person sex met_on outcome provisional settled classification",
    ),
    "cases.Contest": blanked_with_file(
        k1=f"{DECIDED} state corrected_at",
        k2="intake said_by",
        k3="reason decision_note",
        stays="intake",
    ),
    "cases.Correction": blanked_with_file(
        k1=f"{SENT} judged_at judged_by",
        k2="intake sex reason",
        stays="intake",
    ),
    "cases.ChildVictim": blanked_with_file(
        k1=f"{SENT} due_at told_at told_by",
        k2="intake",
        k3="left_by_adult said told_to",
        stays="intake left_by_adult",
    ),
    "cases.SheetCounter": Keeps(Until.OFFICE, Emptied.STAYS, k1="id year last"),
    "cases.SheetBatch": Keeps(Until.OFFICE, Emptied.STAYS, k1=f"{SENT} copies for_whom"),
    "cases.PaperSheet": Keeps(
        Until.OFFICE,
        Emptied.STAYS,
        k1="id batch year sequence voided_at voided_by void_reason",
        k2="intake",
    ),
    "cases.TriageQuestion": Keeps(
        Until.USE,
        Emptied.STAYS,
        k1="id code text order colour act bed_hint sex from_age is_active",
    ),
    "cases.Triage": blanked_with_file(
        k1=f"{SENT} impossible_until act_done_at act_done_by",
        k2="intake",
        k3="answers colour act bed_hint impossible_reason act_result",
        stays="intake",
    ),
}
