from django.http import Http404
from django.shortcuts import get_object_or_404, render

from cases.intakes.models import Classification
from cases.stays.models import open_with_stay
from reports.figures.casework import answers as of_answers
from reports.figures.casework import course as of_course
from reports.figures.casework.answers import Topic
from reports.figures.casework.course import End, Step, Which
from reports.figures.periods import Period
from reports.figures.recap import figures
from reports.figures.recap.files import HIDDEN_NOTE
from reports.figures.recap.forms import PeriodForm
from reports.figures.recap.views import choice_or_404, months_of, parts_of_year, year_or_404
from rptc import days
from rptc.admission import may_open
from rptc.letters.models import Unit
from rptc.pages import counted_page_of
from rptc.printing import pdf, pdf_answer

PAGE = 25


# --- The period ----------------------------------------------------------------------------


def period_of(request) -> Period:
    """?from=&to=, else this year. The pages offer years, semesters and months."""
    if not request.GET.keys() & {"from", "to"}:
        return year_or_404(days.today().year)
    form = PeriodForm(request.GET)
    if not form.is_valid():
        raise Http404
    return form.period


def chosen(period: Period) -> dict:
    """The years, semesters and months among which a period is chosen."""
    year, today = period.first.year, days.today()
    parts = [part for part in parts_of_year(year) if part[1].months == 6]
    return {
        "period": period,
        "years": [Period.year(each) for each in figures.years()],
        "parts": [(name, part) for name, part in parts if part.first <= today],
        "months": [month for month in months_of(year) if month.first <= today],
    }


# --- Pages ---------------------------------------------------------------------------------


@may_open("cases.view_service")
def casework_figures(request):
    """How long until the first assessment, plan and service, and what came of the plans."""
    period = period_of(request)
    context = chosen(period) | {"course": of_course.course(period)}
    return render(request, "reports/figures/casework_figures.html", context)


@may_open("cases.view_service")
def casework_figures_print(request):
    """The same on paper; small classes without numbers."""
    period = period_of(request)
    context = {
        "course": of_course.course(period).without_small_numbers(),
        "period": period,
        "is_over": period.is_over(days.today()),
        "unit": Unit.current(),
        "printed_by": request.user,
        "now": days.now(),
        "hidden_note": HIDDEN_NOTE,
    }
    content = pdf("reports/figures/casework_figures_print.html", context)
    return pdf_answer(content, f"pendampingan-{period.slug}")


@may_open("cases.view_assessment")
def answer_figures(request):
    """What the klien said of causes, rights and talents; only what the reader may open."""
    period = period_of(request)
    context = chosen(period) | {"answers": of_answers.answers(request.user, period)}
    return render(request, "reports/figures/answer_figures.html", context)


# --- The rows behind a number --------------------------------------------------------------


@may_open("reports.open_cell")
def casework_stays(request):
    """As many stays as the number says; those of closed files are counted below the list."""
    period, classification = period_of(request), class_or_404(request)
    step = choice_or_404(Step, request.GET.get("step", ""))
    which = choice_or_404(Which, request.GET.get("which", ""))
    if step and which not in of_course.CONDITIONS[step]:
        raise Http404
    if not step and which and which.is_of_step:
        raise Http404
    stays = of_course.stays_of(period, classification)
    rows = of_course.stays_behind(stays, step, which)
    told = [step.label if step else "", which.label.lower() if which else "Masa pembinaan"]
    title = ", ".join(filter(None, told))
    title = title[:1].upper() + title[1:]
    context = stays_listed(request, period, rows, title, name_of(classification))
    return render(request, "reports/figures/casework_stays.html", context)


@may_open("reports.open_cell")
def casework_items(request):
    """The lines of plans behind a number."""
    period, classification = period_of(request), class_or_404(request)
    end = choice_or_404(End, request.GET.get("end", ""))
    rows = of_course.items_behind(of_course.stays_of(period, classification), end)
    order = ["plan__stay__began_at", "plan", "due_on"]
    context = listed(request, rows, "plan__stay__", order, "kind")
    context |= {"period": period, "text": name_of(classification)}
    context["title"] = f"Kegiatan rencana, {end.label.lower()}" if end else "Kegiatan rencana"
    return render(request, "reports/figures/casework_items.html", context)


@may_open(["reports.open_cell", "cases.view_assessment"])
def answer_stays(request):
    """Whose answer it was."""
    period = period_of(request)
    topic = choice_or_404(Topic, request.GET.get("topic", ""))
    choice = request.GET.get("choice")
    if topic is None:
        raise Http404
    rows = of_answers.stays_behind(request.user, period, topic, choice)
    said = "dengan kata-kata saja" if choice == "" else choice
    title = f"{topic.label}: {said}" if choice is not None else topic.label
    context = stays_listed(request, period, rows, title, "Jawaban yang terakhir")
    return render(request, "reports/figures/answer_stays.html", context)


def class_or_404(request):
    code = request.GET.get("classification", "")
    return get_object_or_404(Classification, code=code) if code else None


def name_of(classification) -> str:
    return classification.name if classification else "Semua klasifikasi"


def stays_listed(request, period, rows, title, text):
    context = listed(request, of_course.with_steps(rows), "", ["began_at"])
    return context | {"period": period, "title": title, "text": text}


def listed(request, rows, stay, order, *related):
    """The rows that the reader may open, and how many there are in all; `stay` leads to it."""
    seen = rows.filter(open_with_stay(request.user, stay))
    related = [f"{stay}person", f"{stay}intake__classification", *related]
    page = counted_page_of(seen.select_related(*related).order_by(*order, "pk"), request, PAGE)
    number = rows.count()
    return {"page_obj": page, "number": number, "closed": number - page.paginator.count}
