from django.core.exceptions import ValidationError
from django.db import transaction

from cases.stays.models import Stay
from rptc import days
from rptc.audit.record import enter, keep
from rptc.saving import locked

NOT_THEIRS = "Petugas ini tidak boleh membuka berkas klien itu."


@transaction.atomic
def give_task(task, *, by):
    """For one colleague, or for whoever is on duty. Never about a klien whose file the colleague
    may not see: the task would name them."""
    stay = task.stay
    if task.owner and stay and not Stay.objects.visible_to(task.owner).filter(pk=stay.pk).exists():
        raise ValidationError({"owner": NOT_THEIRS})
    task.recorded_at = days.now()
    if task.due_at <= task.recorded_at:
        raise ValidationError({"due_at": "Batas waktu harus sesudah sekarang."})
    return enter(task, "gave", by=by, person=stay and stay.person_id)


@transaction.atomic
def finish_task(task, proof, *, by):
    """Done, with a few words that tell how: never by a tick alone."""
    task = _lock(task)
    if not task.is_to_be_done_by(by):
        raise ValidationError(f"Tugas ini diselesaikan oleh {task.for_whom}.")
    task.done_at, task.done_by, task.proof = days.now(), by, proof
    return keep(task, "finished", by=by, person=task.stay and task.stay.person_id)


@transaction.atomic
def cancel_task(task, reason, *, by):
    task = _lock(task)
    if not task.is_cancelled_by(by):
        raise ValidationError(f"Tugas ini dibatalkan oleh {task.recorded_by} atau Kepala UPT.")
    task.cancelled_at, task.cancelled_by, task.cancel_reason = days.now(), by, reason
    return keep(task, "cancelled", by=by, person=task.stay and task.stay.person_id)


def _lock(task):
    task = locked(task, "stay", "owner")
    if task.done_at:
        raise ValidationError(f"Tugas ini sudah diselesaikan {task.done_by}: {task.proof}")
    if task.cancelled_at:
        raise ValidationError(f"Tugas ini sudah dibatalkan: {task.cancel_reason}")
    return task
