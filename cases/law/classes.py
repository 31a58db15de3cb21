from rptc.classes import SENT, Emptied, Keeps, Until, blanked_with_file, deleted_with_file

CLASSES = {
    "cases.LegalMatter": deleted_with_file(
        k1=f"{SENT} version",
        k2="person stay begun_on ended_on",
        k3="side about police_unit police_number investigator bapas_officer lawyer court_number"
        " outcome",
    ),
    "cases.LegalNote": deleted_with_file(k1=SENT, k2="matter", k3="sealed_text"),
    "cases.Hearing": deleted_with_file(
        k1=f"{SENT} version escort task cancelled_at cancelled_by",
        k2="matter at",
        k3="place purpose result cancel_reason",
    ),
    "cases.PlacementLimit": Keeps(
        Until.USE, Emptied.STAYS, k1="id name hours source is_confirmed order is_active"
    ),
    "cases.Placement": deleted_with_file(
        k1=f"{SENT} version follows",
        k2="stay letter_on begins_at ends_at",
        k3="ordered_by office letter_number limit",
    ),
    "cases.PlacementScan": deleted_with_file(k1=f"{SENT} sha256", k2="placement", k3="content"),
    "cases.ReportRule": Keeps(
        Until.USE,
        Emptied.STAYS,
        k1="id name hours asks_police asks_ppa source is_confirmed from_on until_on order",
    ),
    "cases.ReportOffice": Keeps(Until.USE, Emptied.STAYS, k1="id side name phone order is_active"),
    # That somebody told of violence is itself of the third class.
    "cases.ViolenceReport": blanked_with_file(
        k1=f"{SENT} version heard_by due_at known_at known_by",
        k2="person stay told_at",
        k3="rule asks_police asks_ppa",
        stays="person stay told_at rule asks_police asks_ppa",
    ),
    "cases.ViolenceWords": deleted_with_file(
        k1=f"{SENT} is_first",
        k2="report",
        k3="sealed_said sealed_whom sealed_reason",
    ),
    "cases.ReportToOffice": blanked_with_file(
        k1=f"{SENT} version side office at way",
        k2="report receiver",
        k3="number",
        stays="report",
    ),
}
