"""The answers at the door, and the act that follows from them."""

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.text import Truncator

from cases.intakes.models import Intake
from cases.intakes.triage.models import Colour, Triage
from rptc import days
from rptc.audit.record import enter, keep
from rptc.saving import locked

WORST_FIRST = [Colour.RED, Colour.YELLOW, Colour.GREEN]
LONGEST = Triage._meta.get_field("act").max_length


def from_answers(answers, questions):
    """What the answers say: the worst colour of a yes (green without any), the acts, the beds."""
    yes = [question for question in questions if answers[question.code]]
    colours = {question.colour for question in yes} | {Colour.GREEN}
    return Triage(
        answers=answers,
        colour=next(colour for colour in WORST_FIRST if colour in colours),
        act=_joined(question.act for question in yes),
        bed_hint=_joined(question.bed_hint for question in yes),
    )


def _joined(texts):
    """Each once, in the order of the questions."""
    return Truncator("; ".join(dict.fromkeys(filter(None, texts)))).chars(LONGEST)


def not_possible(reason):
    """Says why, and comes back at 07.00."""
    return Triage(impossible_reason=reason, impossible_until=Triage.next_morning(days.now()))


@transaction.atomic
def fill_triage(triage, *, replaces, by):
    """Write down the answers. A later correction takes the place of the earlier ones, which stay
    visible in the history; an act that was done stays done while it is the same act.

    `replaces` is the key of the answers that the page showed, or None. Raises ValidationError
    when somebody else has filled the triage meanwhile.
    """
    intake = Intake.objects.select_for_update(of=("self",)).get(pk=triage.intake_id)
    stored = Triage.objects.filter(intake=intake).first()
    if (stored.send_key if stored else None) != replaces:
        raise ValidationError(
            "Triase ini sudah diisi orang lain sementara itu. Periksa jawabannya, lalu simpan"
            " lagi bila perlu."
        )
    if stored:
        triage.pk = stored.pk
        if stored.act == triage.act:
            triage.act_done_at, triage.act_done_by = stored.act_done_at, stored.act_done_by
            triage.act_result = stored.act_result
    verb = "triaged" if triage.colour else "postponed"
    return enter(triage, verb, by=by, person=intake.person_id)


@transaction.atomic
def finish_act(triage, result, *, by):
    """The doctor came, the midwife was called: with what result."""
    triage = locked(triage)
    if not triage.is_due:
        raise ValidationError("Tindakan ini sudah dicatat selesai.")
    triage.act_done_at, triage.act_done_by, triage.act_result = days.now(), by, result
    return keep(triage, "finished", by=by, person=triage.intake.person_id)
