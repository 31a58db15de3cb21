from rptc.classes import SENT, Emptied, Keeps, Until, blanked_with_file

CLASSES = {
    "cases.FollowUpRule": Keeps(
        Until.USE,
        Emptied.STAYS,
        k1="id classification child exit_kind repeater out_of_town days way valid_from"
        " valid_until",
    ),
    "cases.FollowUp": blanked_with_file(
        k1=f"{SENT} version exit day done_on way",
        k2="met",
        k3="result reason note next_act next_text helped helped_says",
        stays="result next_act helped",
    ),
}
