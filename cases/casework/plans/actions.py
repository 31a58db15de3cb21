from django.core.exceptions import ValidationError
from django.db import transaction

from cases.casework.plans.letters import PLAN
from cases.casework.plans.models import BriefGuidance, Plan, PlanItem
from cases.stays.locks import lock_stay
from rptc import days
from rptc.audit.record import enter, keep, record
from rptc.decisions import decide
from rptc.letters.actions import issue_for
from rptc.saving import locked


@transaction.atomic
def write_plan(plan, items, *, by):
    """A first plan, or the next number after the approved one. The view holds the stay's lock."""
    stay = plan.stay
    if not stay.is_open:
        raise ValidationError("Masa pembinaan ini sudah berakhir.")
    if stay.plans.exclude(state=Plan.State.APPROVED).exists():
        raise ValidationError("Masih ada rencana yang belum disetujui.")
    plan.number = stay.plans.count() + 1
    plan.recorded_by = by
    plan.save()
    _replace_items(plan, items)
    record(by, "registered", plan, person=stay.person_id, number=plan.number)
    return plan


@transaction.atomic
def change_plan(plan, items, *, by):
    """A submitted or approved plan is frozen. The view holds the plan's lock."""
    if plan.is_frozen:
        raise ValidationError("Rencana ini sudah diajukan, jadi tidak dapat diubah.")
    plan.save()
    _replace_items(plan, items)
    record(by, "changed", plan, person=plan.stay.person_id)
    return plan


@transaction.atomic
def submit_plan(plan, *, by):
    plan = _locked(plan)
    if not plan.can_become(Plan.State.SUBMITTED):
        raise ValidationError("Rencana ini sudah diajukan.")
    if lacks := what_lacks(plan):
        raise ValidationError(lacks)
    plan.state = Plan.State.SUBMITTED
    plan.submitted_at = days.now()
    plan.decided_by = plan.decided_at = None
    return keep(plan, "submitted", by=by, person=plan.stay.person_id)


def what_lacks(plan) -> list[str]:
    """What the plan still needs before it goes to the head, in words; each line by its name."""
    items = list(plan.items.select_related("owner"))
    lacks = [] if items else ["Tulis sedikitnya satu kegiatan sebelum mengajukan rencana."]
    if not plan.wishes:
        lacks.append("Tulis keinginan klien dengan kata-katanya sendiri.")
    if plan.number > 1 and not plan.why:
        lacks.append("Tulis mengapa rencana berubah.")
    return lacks + [
        f"“{item}” belum punya {' dan '.join(item.lacks)}." for item in items if item.lacks
    ]


@transaction.atomic
def guide_briefly(guidance, *, by):
    """One line instead of a plan, for who stays three days at the most."""
    stay = lock_stay(guidance.stay)
    if stay.day() > BriefGuidance.LONGEST:
        raise ValidationError("Pembinaan singkat hanya untuk tiga hari pertama. Tulis rencana.")
    if stay.plans.exists():
        raise ValidationError("Untuk masa pembinaan ini sudah ada rencana.")
    if BriefGuidance.objects.filter(stay=stay).exists():
        raise ValidationError("Pembinaan singkat sudah dicatat.")
    return enter(guidance, "registered", by=by, person=stay.person_id)


@transaction.atomic
def write_letter(plan, *, by):
    """The approved plan on paper; the one that stands, where there is one."""
    plan = locked(plan, "stay__person", "recorded_by", "decided_by")
    if plan.state != Plan.State.APPROVED:
        raise ValidationError("Hanya rencana yang disetujui yang dicetak untuk ditandatangani.")
    if plan.replaced_by:
        raise ValidationError(f"Rencana ini digantikan rencana ke-{plan.replaced_by}.")
    return issue_for(plan, PLAN, by=by)


def decide_plan(plan, **decision):
    return decide(plan, lock=_locked, **decision)


@transaction.atomic
def close_item(item, *, result, reason, by):
    """Done, or not and why. Only in the plan that is in force, and once."""
    _locked(item.plan)
    item = locked(item)
    if not PlanItem.objects.in_force().filter(pk=item.pk).exists():
        raise ValidationError("Rencana ini tidak berlaku, jadi hasilnya tidak dapat dicatat.")
    if item.result:
        raise ValidationError(f"Hasilnya sudah dicatat: {item.get_result_display()}.")
    item.result = result
    item.result_reason = reason
    item.result_on = days.today()
    item.result_by = by
    item.save()
    record(by, "closed", item.plan, person=item.plan.stay.person_id, item=item.pk, result=result)
    return item


def _locked(plan):
    return locked(plan, "stay")


def _replace_items(plan, items):
    """Rows that stay as they are keep their place in the history."""
    wanted = {_words(item): item for item in items}
    for old in plan.items.all():
        if wanted.pop(_words(old), None) is None:
            old.delete()
    for item in wanted.values():
        item.pk, item.plan = None, plan
        item.save()


def _words(item):
    return (
        item.goal,
        item.kind_id,
        item.owner_kind,
        item.owner_id,
        item.owner_name,
        item.due_on,
        item.expected,
        item.times,
    )
