"""A draft of an assessment is kept answer by answer, and finished once."""

from dataclasses import dataclass

from django.core.exceptions import ValidationError
from django.db import transaction

from cases.casework.assessments.asking import asked_in, draft_of, last_done, stored_in
from cases.casework.assessments.due import needs_conclusion, owes_full
from cases.casework.assessments.models import Answer, Assessment
from cases.casework.assessments.questions.models import Question, QuestionSet
from cases.casework.assessments.risks.measuring import measure
from cases.casework.assessments.risks.models import RiskRule
from cases.stays.locks import lock_stay
from rptc import days
from rptc.audit.record import enter, keep
from rptc.kept import THIS, kept_first
from rptc.saving import locked

DONE_MEANWHILE = "Asesmen ini sudah selesai sementara itu. Yang berubah ditanyakan lagi."


@dataclass(frozen=True)
class Typed:
    """What a page says of one question; `seen` is the version of the answer that it showed, 0
    where it showed none. Nothing chosen and nothing written takes the answer away."""

    question: Question
    chosen: list[str]
    words: str
    said_by: str
    seen: int
    is_same: bool = False

    @property
    def is_empty(self) -> bool:
        return not self.chosen and not self.words

    def is_stored(self, answer) -> bool:
        if answer is None:
            return self.is_empty
        said = (*answer.says(), answer.said_by, answer.is_same)
        return said == (self.chosen, self.words, self.said_by, self.is_same)


@transaction.atomic
def save_answers(stay, stage, typed, *, after=None, by):
    """(the draft, the answers of others that were not overwritten): each answer by itself, so that
    who types another question meanwhile is in nobody's way. None where nothing was said yet.

    `after` is the done one that the page knew of, if any: what is sent from a page of before the
    last was done, twice or late, begins no other."""
    draft = draft_of(stay, stage)
    if draft is None:
        if all(each.is_empty for each in typed):
            return None, []
        draft = _begin(stay, stage, after, by)
    draft = kept_first(_locked, None, this=draft.pk)
    if draft.is_done:
        raise ValidationError("Asesmen ini sudah selesai, jadi tidak dapat diubah.")
    stored = stored_in(draft, [each.question for each in typed])
    others = []
    for each in typed:
        answer = stored.get(each.question.pk)
        if each.is_stored(answer):
            continue
        if answer and answer.version != each.seen and not answer.is_by(by):
            others.append(answer)
            continue
        _write(draft, answer, each, by)
    return draft, others


def _locked(_):
    return Assessment.objects.select_for_update(of=("self",)).filter(pk=THIS)


def _begin(stay, stage, after, by):
    # Whoever begins or ends the same at this moment is waited for.
    lock_stay(stay)
    if draft := draft_of(stay, stage):
        return draft
    if last_done(stay, stage) != after:
        raise ValidationError(DONE_MEANWHILE)
    draft = Assessment(stay=stay, stage=stage, questions=QuestionSet.objects.in_force())
    return enter(draft, "began", by=by, person=stay.person_id)


def is_done_so(done, typed) -> bool:
    """Does the assessment that is done say just this? The same page was sent twice."""
    stored = {answer.question_id: answer for answer in done.answers.select_related("question")}
    return all(each.is_stored(stored.get(each.question.pk)) for each in typed)


def _write(draft, answer, typed, by):
    if typed.is_empty:
        answer.delete()
        return
    answer = answer or Answer(assessment=draft, question=typed.question, version=0)
    answer.write(typed.chosen, typed.words)
    answer.said_by, answer.is_same = typed.said_by, typed.is_same
    answer.version += 1
    answer.answered_by, answer.answered_at = by, days.now()
    answer.save()


@transaction.atomic
def finish_assessment(assessment, *, done_at, conclusion, by):
    """Done: the risk is measured and kept, and nothing changes any more. Raises ValidationError
    with what is missing."""
    assessment = locked(assessment, "stay__person", "stay__intake__classification", "questions")
    stay = assessment.stay
    if assessment.is_done:
        raise ValidationError("Asesmen ini sudah selesai.")
    if done_at < stay.began_at:
        raise ValidationError({"done_at": "Ini sebelum klien tiba."})
    sections = asked_in(assessment, assessment.stage, stay, by)
    owed = [each.question.text for section in sections for each in section.owed]
    if owed:
        raise ValidationError(f"Belum dijawab: {'; '.join(owed)}.")
    if not conclusion and needs_conclusion(assessment.stage, owes_full(stay)):
        raise ValidationError({"conclusion": "Tulis kesimpulan dalam satu kalimat."})
    rule = RiskRule.objects.in_force()
    years = stay.person.age.on(stay.entered_on)
    answers = assessment.answers.select_related("question")
    measured = measure(answers, rule, years)
    assessment.points, assessment.risk, assessment.has_red = measured
    assessment.rule, assessment.conclusion = rule, conclusion
    assessment.done_at, assessment.done_by, assessment.finished_at = done_at, by, days.now()
    return keep(assessment, "finished", by=by, person=stay.person_id, stage=assessment.stage)
