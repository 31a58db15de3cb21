"""What people decide about two files: not the same, merged, and merged no longer."""

from django.core.exceptions import ValidationError
from django.db import transaction

from cases.people.actions import seal_file, seal_letters_of
from cases.people.doubles import moving
from cases.people.doubles.finding import compare, facts_of
from cases.people.doubles.models import (
    UNDO_DAYS,
    Double,
    DoubleState,
    Merge,
    MergedRow,
    MergeState,
)
from cases.people.locks import lock_people
from cases.people.models import Person
from rptc import days
from rptc.audit.record import record
from rptc.decisions import decide
from rptc.saving import locked, save


@transaction.atomic
def say_not_same(one, other, *, reason="", by):
    """ "Bukan orang yang sama", until a fact of either changes. The pair may be a new one."""
    lock_people([one.pk, other.pk])
    double = decide_pair(one, other, DoubleState.NOT_SAME, reason=reason, by=by)
    record(by, "told_apart", double, person=one)
    return double


@transaction.atomic
def tell_apart(doubles, *, reason="", by):
    """The same of several pairs at once: each is remembered by itself, unless somebody has decided
    on it meanwhile. Returns how many; raises ValidationError where none is left."""
    lock_people({pk for double in doubles for pk in (double.person_id, double.other_id)})
    keys = [double.pk for double in doubles]
    still = Double.objects.filter(pk__in=keys, state=DoubleState.OPEN).order_by("pk")
    doubles = list(still.select_related("person", "other"))
    if not doubles:
        raise ValidationError("Sudah diputuskan orang lain. Muat ulang halaman.")
    for double in doubles:
        say_not_same(double.person, double.other, reason=reason, by=by)
    return len(doubles)


@transaction.atomic
def claim_same(one, other, *, by):
    """ "Orang yang sama", by who may not open the one: a social worker decides."""
    lock_people([one.pk, other.pk])
    one, other = sorted([one, other], key=lambda person: person.pk)
    match = compare(one, other)
    said = {
        "score": match.score,
        "reasons": list(match.reasons),
        "facts": facts_of(one, other),
        "state": DoubleState.OPEN,
        "claimed_by": by,
    }
    double, _ = Double.objects.update_or_create(person=one, other=other, defaults=said)
    record(by, "claimed_same", double, person=one)
    return double


def decide_pair(one, other, state, *, reason="", by):
    one, other = sorted([one, other], key=lambda person: person.pk)
    match = compare(one, other)
    double, _ = Double.objects.update_or_create(
        person=one,
        other=other,
        defaults={
            "score": match.score,
            "reasons": list(match.reasons),
            "facts": facts_of(one, other),
            "state": state,
            "reason": reason,
            "decided_by": by,
            "decided_at": days.now(),
        },
    )
    return double


def needs_head(kept, lost):
    """A child on either side, or who may be one."""
    return any(person.is_child_today is not False for person in (kept, lost))


@transaction.atomic
def merge_files(merge, *, by):
    """Two adults are merged at once; with a child it waits for the head.

    Raises ValidationError with all that speaks against it.
    """
    kept, lost = _lock(merge)
    if sent := Merge.objects.filter(send_key=merge.send_key, recorded_by=by).first():
        return sent
    _refuse(moving.refusals(kept, lost, by=by))
    merge.kept, merge.lost, merge.recorded_by = kept, lost, by
    save(merge)
    if needs_head(kept, lost):
        record(by, "proposed", merge, person=kept)
        return merge
    merge.state, merge.done_at = MergeState.DONE, days.now()
    merge.save()
    _carry_out(merge, by)
    return merge


def decide_merge(merge, **decision):
    """What has changed since it was proposed can still refuse it."""
    return decide(merge, lock=_lock_merge, check=_check_merge, then=_carry_out, **decision)


def check_page(merge, by):
    """What a page that asks knows against it; the database is asked when it is decided."""
    if merge.state == MergeState.DONE:
        _refuse(moving.what_is_known_against(merge.kept, merge.lost, by=by))


def _check_merge(merge, by):
    if merge.state == MergeState.DONE:
        _refuse(moving.refusals(merge.kept, merge.lost, by=by))
        merge.done_at = merge.decided_at


def _carry_out(merge, by):
    """Of a merge that is done."""
    if merge.state != MergeState.DONE:
        return
    kept, lost = merge.kept, merge.lost
    rows = moving.rows_of(lost, kept)
    moving.move(rows, to=kept)
    MergedRow.objects.bulk_create(
        MergedRow(
            merge=merge,
            table=group.table,
            field=group.field.name,
            row=row,
            from_person=lost,
        )
        for group in rows
        for row in group.ids
    )
    Person.objects.filter(pk=lost.pk).update(merged_into=kept)
    if kept.is_sealed:
        # What was merged into `lost` before points at `kept` by now.
        seal_letters_of(kept)
    decide_pair(kept, lost, DoubleState.MERGED, by=by)
    record(by, "merged", merge, person=kept, rows=sum(len(group.ids) for group in rows))
    record(by, "merged", merge, person=lost)


@transaction.atomic
def undo_merge(merge, *, by):
    """Exactly the listed rows go back, and the two are known not to be the same.

    What was added since stays with the file that was kept.
    """
    merge = _lock_merge(merge)
    kept, lost = merge.kept, merge.lost
    if not merge.can_become(MergeState.UNDONE):
        raise ValidationError(f"Penggabungan ini sudah berubah: {merge.get_state_display()}.")
    if not merge.can_be_undone:
        raise ValidationError(f"Penggabungan hanya dapat dibatalkan selama {UNDO_DAYS} hari.")
    rows = moving.listed_rows(merge)
    _refuse(moving.what_holds(rows, kept))
    moving.move_back(rows, lost)
    if kept.is_sealed:
        # What closed the one may have come from the other.
        seal_file(lost, by=by)
    merge.state, merge.undone_by, merge.undone_at = MergeState.UNDONE, by, days.now()
    merge.save()
    decide_pair(kept, lost, DoubleState.NOT_SAME, reason="Penggabungan dibatalkan.", by=by)
    for person in (kept, lost):
        record(by, "unmerged", merge, person=person)
    return merge


def _lock(merge):
    found = lock_people([merge.kept_id, merge.lost_id])
    return found[merge.kept_id], found[merge.lost_id]


def _lock_merge(merge):
    kept, lost = _lock(merge)
    merge = locked(merge)
    merge.kept, merge.lost = kept, lost
    return merge


def _refuse(reasons):
    if reasons:
        raise ValidationError(reasons)
