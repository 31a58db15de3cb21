from cases.casework.plans.models import BriefGuidance, Plan, PlanItem
from cases.templatetags.plans import item_status, plan_status
from rptc import days
from rptc.lists import Column, Listed, words_of

KINDS = {Plan: "rencana", PlanItem: "kegiatan", BriefGuidance: "pembinaan singkat"}


def stay_of(row):
    return row.plan.stay if isinstance(row, PlanItem) else row.stay


def number_of(row):
    return row.number if isinstance(row, Plan) else None


def whose(row):
    return str((row.owner if isinstance(row, PlanItem) else row.recorded_by) or "")


def day_of(row):
    """Of a plan when it was written; of what is to be done its last day."""
    return row.due_on if isinstance(row, PlanItem) else days.day_of(row.recorded_at)


def state_of(row):
    if isinstance(row, BriefGuidance):
        return ""
    return words_of(item_status(row) if isinstance(row, PlanItem) else plan_status(row))


# Goals and guidance are free words about a klien.
PLANS = Listed(
    "rencana",
    "Rencana",
    asks=["show", "worker"],
    columns=[
        Column("Jenis", lambda row, user: KINDS[type(row)]),
        Column("Klien", lambda row, user: str(stay_of(row).person), names=True),
        Column("Rencana ke", lambda row, user: number_of(row)),
        Column("Tanggal", lambda row, user: day_of(row)),
        Column("Oleh", lambda row, user: whose(row)),
        Column("Kegiatan", lambda row, user: getattr(row, "lines", None)),
        Column("Kegiatan selesai", lambda row, user: getattr(row, "done", None)),
        Column("Keadaan", lambda row, user: state_of(row)),
    ],
)
