from rptc.classes import DECIDED, Emptied, Keeps, Until

CLASSES = {
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
}
