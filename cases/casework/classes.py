from rptc.classes import DECIDED, SENT, Emptied, Keeps, Until

CLASSES = {
    "cases.Assignment": Keeps(
        Until.FILE,
        Emptied.DELETED,
        k1=f"{DECIDED} from_worker to_worker state known_by known_at former_read_at new_read_at",
        k2="stay",
        k3="reason decision_note",
    ),
    "cases.ServiceKind": Keeps(
        Until.USE,
        Emptied.STAYS,
        k1="id code name component spm minutes is_group order is_active",
    ),
    "cases.Plan": Keeps(
        Until.FILE,
        Emptied.BLANKED,
        k1=f"{DECIDED} version number state submitted_at",
        k2="stay",
        k3="aim wishes decision_note",
        stays="stay",
    ),
    "cases.PlanItem": Keeps(
        Until.FILE,
        Emptied.BLANKED,
        k1="id plan owner due_on result_on result_by",
        k3="goal kind result result_reason",
        stays="kind result",
    ),
    # A session names nobody; who was there are its services.
    "cases.GroupSession": Keeps(
        Until.OFFICE,
        Emptied.STAYS,
        k1=f"{SENT} version kind topic held_at minutes place for_whom led_by led_by_name",
    ),
    "cases.SessionPhoto": Keeps(
        Until.FILE, Emptied.DELETED, k1=f"{SENT} session sha256 size", k2="file"
    ),
    "cases.Service": Keeps(
        Until.FILE,
        Emptied.BLANKED,
        k1=f"{SENT} item session state planned_on done_by done_by_name minutes spm off_at off_by",
        k2="stay done_at",
        k3="kind result absence absence_note off_reason",
        stays="stay done_at kind absence off_reason",
    ),
}
