from rptc.classes import DECIDED, SENT, Emptied, Keeps, Until

CLASSES = {
    "cases.Assignment": Keeps(
        Until.FILE,
        Emptied.DELETED,
        k1=f"{DECIDED} from_worker to_worker state known_by known_at former_read_at new_read_at",
        k2="stay",
        k3="reason decision_note",
    ),
    "cases.ServiceKind": Keeps(Until.USE, Emptied.STAYS, k1="id code name order is_active"),
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
    "cases.Note": Keeps(
        Until.FILE,
        Emptied.DELETED,
        k1=f"{SENT} level corrects",
        k2="stay on",
        k3="about text reason sealed_text sealed_reason",
    ),
    "cases.ProgressReport": Keeps(
        Until.FILE, Emptied.DELETED, k1=SENT, k2="stay on", k3="conclusion"
    ),
    "cases.ProgressRow": Keeps(
        Until.FILE,
        Emptied.DELETED,
        k1="id report",
        k3="component discipline diligence creativity remark",
    ),
}
