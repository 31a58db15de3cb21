"""A form that is in use never changes: it is copied, the copy is written on, and put in use."""

from django.core.exceptions import ValidationError
from django.db import transaction

from cases.casework.assessments.questions.models import (
    QuestionClass,
    QuestionSet,
    Section,
)
from rptc import days
from rptc.audit.record import keep, record
from rptc.saving import locked, save


@transaction.atomic
def begin_version(*, by):
    """A copy of the form in use, to write on; the one that is being written, where there is."""
    if draft := QuestionSet.objects.draft():
        return draft
    old = QuestionSet.objects.in_force()
    draft = QuestionSet(number=old.number + 1)
    save(draft)
    sections = {}
    for section in old.sections.all():
        sections[section.pk] = Section.objects.create(
            questions=draft, order=section.order, name=section.name
        )
    for question in old.asked.prefetch_related("classes"):
        classes = list(question.classes.all())
        question.pk, question.questions = None, draft
        question.section = sections[question.section_id]
        question._state.adding = True
        question.save()
        QuestionClass.objects.bulk_create(
            QuestionClass(question=question, classification=each) for each in classes
        )
    record(by, "began", draft)
    return draft


@transaction.atomic
def save_question(question, classes, *, by):
    is_new = question.pk is None
    save(question)
    question.questionclass_set.all().delete()
    QuestionClass.objects.bulk_create(
        QuestionClass(question=question, classification=each) for each in classes
    )
    record(by, "added" if is_new else "changed", question)
    return question


@transaction.atomic
def remove_question(question, *, by):
    """Out of the version that is being written; earlier versions keep it."""
    record(by, "removed", question.questions, code=question.code)
    question.questionclass_set.all().delete()
    question.delete()


@transaction.atomic
def publish(questions, *, why, by):
    """From now on this is what is asked. Drafts go on with the form under which they began."""
    questions = locked(questions)
    if questions.published_at:
        raise ValidationError("Versi ini sudah dipakai.")
    if not questions.asked.filter(in_initial=True).exists():
        raise ValidationError("Asesmen awal tidak punya pertanyaan.")
    questions.why, questions.published_at, questions.published_by = why, days.now(), by
    return keep(questions, "published", by=by)
