from django.contrib import messages
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse

from cases.casework.assessments.questions import actions
from cases.casework.assessments.questions.forms import QuestionForm
from cases.casework.assessments.questions.models import Question, QuestionSet, Stage
from cases.casework.assessments.risks.measuring import unmatched
from cases.casework.assessments.risks.models import RiskRule
from rptc.acting import go_on, press
from rptc.admission import may_fill, may_open, may_press
from rptc.forms import ReasonForm
from rptc.pages import is_key

CHANGE = "cases.change_assessment_form"
FORM = "cases:question_set"


@may_open(CHANGE)
def question_set(request):
    """The form in use and the version that is being written; ?version= an earlier one."""
    draft, in_use = QuestionSet.objects.draft(), QuestionSet.objects.in_force()
    shown = draft or in_use
    if version := request.GET.get("version"):
        shown = get_object_or_404(QuestionSet, number=version if is_key(version) else 0)
    context = {
        "shown": shown,
        "draft": draft,
        "in_use": in_use,
        "versions": QuestionSet.objects.exclude(published_at=None),
        "sections": _by_section(shown),
        "unmatched": unmatched(RiskRule.objects.in_force(), shown.asked.all()),
        "form": ReasonForm(label="Apa yang berubah", missing="Tulis apa yang berubah."),
    }
    return render(request, "cases/casework/question_set.html", context)


@may_press(CHANGE)
def question_set_begin(request):
    actions.begin_version(by=request.user)
    return go_on(request, "Versi baru disalin. Yang dipakai tetap seperti semula.", FORM)


NO_VERSION = "Tidak ada versi yang sedang ditulis. Tekan “Ubah formulir”."


@may_press(CHANGE)
def question_set_publish(request):
    draft = QuestionSet.objects.draft()
    if draft is None:
        messages.error(request, NO_VERSION)
        return redirect(FORM)
    form = ReasonForm(request.POST, missing="Tulis apa yang berubah.")
    if not form.is_valid():
        messages.error(request, form.errors["reason"][0])
        return redirect(FORM)
    return press(
        request,
        lambda row, by: actions.publish(row, why=form.cleaned_data["reason"], by=by),
        draft,
        told="Formulir baru dipakai mulai sekarang.",
        then=reverse(FORM),
    )


@may_fill(CHANGE)
def question_add(request):
    draft = QuestionSet.objects.draft()
    if draft is None:
        messages.error(request, NO_VERSION)
        return redirect(FORM)
    return _fill(request, QuestionForm(request.POST or None, questions=draft))


@may_fill(CHANGE)
def question_edit(request, question_id):
    question = _question(question_id)
    form = QuestionForm(request.POST or None, instance=question, questions=question.questions)
    return _fill(request, form)


@may_press(CHANGE)
def question_remove(request, question_id):
    question = _question(question_id)
    return press(
        request,
        actions.remove_question,
        question,
        told=f"“{question}” tidak ditanyakan lagi dalam versi ini.",
        then=reverse(FORM),
    )


@may_open(CHANGE)
def question_set_preview(request):
    """As it is asked: of everybody, at each stage, without saving anything."""
    shown = QuestionSet.objects.draft() or QuestionSet.objects.in_force()
    stages = [
        (
            stage,
            [(each, [q for q in asked if q.is_in(stage)]) for each, asked in _by_section(shown)],
        )
        for stage in Stage
    ]
    context = {"shown": shown, "stages": stages}
    return render(request, "cases/casework/question_set_preview.html", context)


def _fill(request, form):
    if form.is_valid():
        question = form.save(commit=False)
        classes = form.cleaned_data["only_classes"]
        if actions.save_question(question, classes, by=request.user):
            return go_on(request, f"“{question}” tersimpan.", FORM)
    context = {"form": form, "question": form.instance if form.instance.pk else None}
    return render(request, "cases/casework/question.html", context)


def _question(question_id):
    """Of the version that is being written: one in use is only read."""
    rows = Question.objects.select_related("questions")
    return get_object_or_404(rows, pk=question_id, questions__published_at=None)


def _by_section(questions):
    asked = list(questions.asked.select_related("section").prefetch_related("classes"))
    return [
        (section, [question for question in asked if question.section_id == section.pk])
        for section in questions.sections.all()
    ]
