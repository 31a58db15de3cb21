from django.contrib import messages
from django.core.exceptions import BadRequest, ValidationError
from django.db.models import Max
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render

from cases.casework.assessments import actions, due
from cases.casework.assessments.asking import asked_in, draft_of, last_done, told_in
from cases.casework.assessments.filling import REVIEW, Filling
from cases.casework.assessments.listed import ASSESSMENTS
from cases.casework.assessments.models import Assessment, Stage, secrets_told
from cases.casework.assessments.red import red_of, red_of_nobodys
from cases.casework.certificates.lacking import Doing, add_lacking, warning
from cases.casework.certificates.models import Act
from cases.file.head import file_context, file_or_404
from cases.file.pages import show_of_stay
from cases.people.photos.faces import add_faces
from cases.stays.models import Stay
from rptc import days
from rptc.acting import done, go_on
from rptc.admission import before_acting, may_fill, may_open, may_press
from rptc.audit.record import record
from rptc.kept import THIS, kept_first
from rptc.letters.models import Unit
from rptc.lists import may_list, render_list
from rptc.pages import counted_page_of, is_key, list_shown
from rptc.printing import pdf, pdf_answer
from rptc.refusals import write_refusal
from rptc.waiting import Part

WRITE = "cases.write_assessment"


@may_open("cases.view_assessment")
def stay_assessments(request, stay_id):
    """The part Asesmen of a file: the three stages side by side."""
    return show_of_stay(request, stay_id, Part.ASSESSMENTS, room="casework")


@may_list("cases.view_assessment", ASSESSMENTS)
def assessment_list(request):
    """?show= whose assessments are owed, late or in time, or are drafts: of one's own cases and
    those of nobody; for the head of ?worker=, else of all."""
    user, visible = request.user, Stay.objects.visible_to(request.user)
    stays = visible.of_worker_or_nobody(user)
    worker = request.GET.get("worker", "") if user.has_perm("cases.view_caseload") else ""
    if user.has_perm("cases.view_caseload"):
        stays = visible.of_worker(worker) if worker else visible
    drafts = Assessment.objects.visible_to(user).drafts()
    lists = {
        f"{stage}-{name}": (f"{label} {words}", rows(owes(stays)))
        for stage, label, owes in [
            ("initial", "Awal", due.owes_initial),
            ("comprehensive", "Komprehensif", due.owes_comprehensive),
        ]
        for name, words, rows in [
            ("late", "terlambat", due.late),
            ("due", "harus diisi", due.in_time),
        ]
    }
    lists["final"] = ("Akhir sebelum keluar", due.owes_final(stays))
    lists["drafts"] = ("Draf", visible.filter(pk__in=drafts.values("stay")))
    if user.has_perm(WRITE):
        lists["red"] = ("Jawaban merah", red_of(user))
    if user.has_perm("cases.view_caseload"):
        lists["red-nobodys"] = ("Jawaban merah, tanpa pekerja sosial", red_of_nobodys(user))
    rows, context = list_shown(request, lists, if_empty="initial-due")
    rows = rows.select_related("person", "intake__classification", "rule", "social_worker")
    context["page_obj"] = counted_page_of(rows.order_by("began_at", "pk"), request, 25)
    add_faces([stay.person for stay in context["page_obj"]], user)
    context["worker"] = worker
    return render_list(request, "cases/casework/assessment_list.html", context)


@may_fill(WRITE)
def assessment_initial(request, stay_id):
    return _write(request, stay_id, Stage.INITIAL)


@may_fill(WRITE)
def assessment_comprehensive(request, stay_id):
    """Section by section; ?section= says which, in any order."""
    return _write(request, stay_id, Stage.COMPREHENSIVE)


@may_fill(WRITE)
def assessment_final(request, stay_id):
    return _write(request, stay_id, Stage.FINAL)


def _write(request, stay_id, stage):
    stay = _stay(request, stay_id)
    draft = draft_of(stay, stage)
    last = last_done(stay, stage)
    if request.method == "GET" and last and not draft and "again" not in request.GET:
        messages.info(request, f"{last.get_stage_display()} ini sudah selesai.")
        return redirect("cases:assessment_detail", last.pk)
    sections = asked_in(draft, stage, stay, request.user)
    owes_full = due.owes_full(stay)
    data = request.POST or None
    section = request.GET.get("section")
    page = Filling(stay, stage, sections, section, data, owes_full=owes_full)
    if page.is_valid():
        if answer := _saved(request, stay, page, last):
            return answer
        draft = draft_of(stay, stage)
    context = {"stay": stay, "page_of": page, "draft": draft, "last": last}
    context |= {"owes_full": owes_full, "stages": _stages(stay)}
    context["after"] = last.pk if last else ""
    if stage == Stage.COMPREHENSIVE:
        context["lacks"] = warning(Act.COMPREHENSIVE, request.user)
    return render(request, "cases/casework/assessment.html", context)


def _saved(request, stay, page, last):
    """On to the next section, or it is done; None where the page has to be looked at again."""
    after = _after(request, last)
    if after != last and "finish" in request.POST and actions.is_done_so(last, page.typed):
        return redirect("cases:assessment_detail", last.pk)
    try:
        draft, others = actions.save_answers(
            stay, page.stage, page.typed, after=after, by=request.user
        )
    except ValidationError as error:
        write_refusal(error)
        page.finish.add_error(None, error)
        return None
    if others:
        page.shows(others, request.user)
        return None
    if page.refused:
        messages.warning(request, page.refused_words)
    if "finish" not in request.POST:
        sections = asked_in(draft, page.stage, stay, request.user)
        is_whole = page.is_in_sections and not any(section.owed for section in sections)
        query = f"?section={REVIEW}" if is_whole else page.next_query
        return go_on(request, "Draf tersimpan.", f"{request.path}{query}")
    if draft is None:
        page.finish.add_error(None, "Belum ada yang dijawab.")
        return None
    finished = done(page.finish, actions.finish_assessment, draft, by=request.user)
    if not finished:
        return None
    told = f"{finished.get_stage_display()} selesai. Risiko {finished.get_risk_display().lower()}."
    return go_on(request, told, "cases:assessment_detail", finished.pk)


def _after(request, last):
    """The done one that the page was shown beside, which it says; None where it says another."""
    return last if last and request.POST.get("after") == str(last.pk) else None


@may_press(WRITE)
def assessment_answer(request, stay_id):
    """One answer, as it is typed: the page says since when the draft is kept. What another typed
    meanwhile is never overwritten by this; the section says so when it is saved."""
    only = request.POST.get("question")
    asked = int(only) if only and is_key(only) else 0
    with before_acting(request.user):
        stay = _stay(request, stay_id)
        stage = _stage_in(request.POST)
        request.person_shown = stay.person_id
        draft = draft_of(stay, stage)
        sections = asked_in(draft, stage, stay, request.user, only=asked if only else None)
    page = Filling(stay, stage, sections, None, request.POST, only=only, owes_full=True)
    kept, others, refused = None, [], page.refused_words
    if page.is_valid() and not refused:
        after = _after(request, last_done(stay, stage))
        try:
            kept, others = actions.save_answers(
                stay, stage, page.typed, after=after, by=request.user
            )
        except ValidationError as error:
            write_refusal(error)
            refused = error.message
    context = {"draft": kept or draft, "others": others, "at": days.now(), "page_of": page}
    context["refused"] = refused
    return render(request, "cases/casework/_assessment_kept.html", context)


@may_open("cases.view_assessment")
def assessment_detail(request, assessment_id):
    """As it was asked and answered, for ever."""
    assessment = _assessment(request, assessment_id)
    person = file_or_404(request.user, assessment.stay.person_id)
    context = file_context(request, person, Part.ASSESSMENTS, assessment.stay_id)
    context |= {"assessment": assessment, "sections": told_in(assessment, request.user)}
    return render(request, "cases/casework/assessment_detail.html", context)


@may_open("cases.view_assessment")
def assessment_print(request, assessment_id):
    assessment = _assessment(request, assessment_id)
    stay = assessment.stay
    record(request.user, "printed", assessment, person=stay.person_id)
    context = {
        "assessment": assessment,
        "stay": stay,
        "printed_by": request.user,
        "unit": Unit.current(),
    }
    context |= {"sections": told_in(assessment, request.user), "now": days.now()}
    content = pdf("cases/casework/assessment_print.html", context)
    return pdf_answer(content, f"asesmen-{assessment.pk}")


def _stage_in(data):
    try:
        return Stage(data.get("stage"))
    except ValueError as unknown:
        raise BadRequest from unknown


def _stay(request, stay_id):
    stay = kept_first(_asked_of, request.user, this=stay_id)
    if stay is None:
        raise Http404
    return stay


def _asked_of(user):
    stays = Stay.objects.visible_to(user).filter(pk=THIS)
    return stays.select_related("person", "intake__classification", "rule")


def _assessment(request, assessment_id):
    """One that is done: a draft is a form."""
    rows = Assessment.objects.visible_to(request.user).done()
    named = ["stay__person", "stay__intake__classification", "rule", "done_by", "recorded_by"]
    assessment = get_object_or_404(rows.select_related(*named), pk=assessment_id)
    assessment.tells_points = secrets_told(request.user, assessment.stay)
    add_lacking([assessment], _done_by)
    return assessment


def _done_by(assessment):
    if assessment.stage != Stage.COMPREHENSIVE:
        return None
    on = days.day_of(assessment.done_at)
    return Doing(Act.COMPREHENSIVE, assessment.done_by_id, on)


def _stages(stay):
    """[(stage, when it was done or None)]"""
    rows = Assessment.objects.done().filter(stay=stay).values("stage").annotate(at=Max("done_at"))
    at = dict(rows.values_list("stage", "at"))
    return [(stage, at.get(stage)) for stage in Stage]
