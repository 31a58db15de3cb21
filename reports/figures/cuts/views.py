import hashlib
from dataclasses import dataclass
from itertools import zip_longest

from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.http import content_disposition_header

from cases.people.models import Sex
from reports.figures.cuts import files
from reports.figures.cuts.keys import ADMITTED, HANDED_OVER, Cut, cuts_of
from reports.figures.cuts.table import (
    CutTable,
    Line,
    beside,
    cut_table,
    query_of,
    rows_of,
)
from reports.figures.cuts.told import Reader
from reports.figures.periods import Period
from reports.figures.recap import charts, figures
from reports.figures.recap.figures import Counting, Measure
from reports.figures.recap.files import FILES, NOTES
from reports.figures.recap.forms import PeriodForm
from reports.figures.recap.views import (
    called_before,
    change,
    choice_or_404,
    choose_period,
    comparable,
    earlier_periods,
    in_order,
    measure_or_404,
    months_of,
    page_of_open,
    parts_of_year,
    span_of,
    tell_all,
)
from reports.figures.seasons.held import seasons_beside
from rptc import days
from rptc.admission import may_open
from rptc.audit.record import record

# --- What is asked for ---------------------------------------------------------------------


@dataclass(frozen=True)
class Asked:
    period: Period
    measure: Measure
    cut: Cut

    @property
    def query(self) -> str:
        return query_of(self.period, self.measure, self.cut)

    @property
    def title(self) -> str:
        return f"Rekap menurut {self.cut.label.lower()}"


def form_of(request) -> PeriodForm:
    """?from=&to=, else this year."""
    if request.GET.keys() & {"from", "to"}:
        return PeriodForm(request.GET)
    year = Period.year(days.today().year)
    return PeriodForm({"from": year.first, "to": year.last})


def asked_or_404(request, form: PeriodForm) -> Asked:
    measure = measure_or_404(request)
    cut = choice_or_404(Cut, request.GET.get("cut", "")) or cuts_of(measure)[0]
    if not cut.divides(measure):
        raise Http404
    return Asked(form.period, measure, cut)


def choose(request, form: PeriodForm, status: int = 200):
    cut = choice_or_404(Cut, request.GET.get("cut", ""))
    return choose_period(request, form, status, "reports:recap_cuts", cut)


# --- The page ------------------------------------------------------------------------------


@may_open("reports.open_cell")
def recap_cuts(request):
    """The counted rows of a period, divided by one cut. For the house alone: what is finer than
    classes could be held against what is hidden outside (recap/published.py)."""
    form = form_of(request)
    if not form.is_valid():
        return choose(request, form)
    asked = asked_or_404(request, form)
    period, measure = asked.period, asked.measure
    reader, counting = Reader(request.user), Counting()
    recap = figures.recap(period, measure, counting)
    earlier = earlier_periods(period.as_far_as(days.today()))[:1]
    earlier = [cut_table(each, measure, asked.cut, reader, counting) for each in earlier]
    [before], not_compared = comparable_one(recap, earlier)
    table = cut_table(period, measure, asked.cut, reader, counting, before)
    unsettled = figures.unsettled_rows(period, measure, counting).count()
    seasons, of_months = seasons_beside(period, before.period if before else None)
    bars = charts.row_bars(table)
    context = {
        "asked": asked,
        "period": period,
        "measure": measure,
        "cut": asked.cut,
        "table": table,
        "recap": recap,
        "lines": list(zip_longest(beside(table, before, reader), bars)),
        "before": before,
        "seasons": seasons,
        "of_months": of_months if before else [],
        "called_before": called_before(before.period) if before else "",
        "change": change(table, [before] if before else []),
        "not_compared": not_compared,
        "span": span_of(period.as_far_as(days.today())),
        "points": figures.open_points(recap, unsettled, figures.balance(period)),
        "unsettled": unsettled,
        "reached": reached(asked, table, reader, counting),
        "measures": [(each, measure_address(asked, each)) for each in Measure],
        "cuts": [(each, query_of(period, measure, each)) for each in cuts_of(measure)],
        "by_month": by_month(asked, counting),
        "years": [Period.year(year) for year in figures.years()],
        "parts": parts_of_year(period.first.year),
        "months": months_of(period.first.year),
        "form": PeriodForm({"from": period.first, "to": period.last}),
        "note": NOTES[measure],
        "files": [(name, file_address(asked, name)) for name in FILES],
        "knows_partners": reader.knows_partners,
    }
    return render(request, "reports/figures/recap_cuts.html", context)


def comparable_one(recap, earlier: list[CutTable]):
    """The table of the period before, or None, and why it does not stand there."""
    there, not_compared = comparable(recap, earlier)
    return there or [None], not_compared


def measure_address(asked: Asked, measure: Measure) -> str:
    """The same cut of another measure; where that has none, its first one."""
    cut = asked.cut if asked.cut.divides(measure) else cuts_of(measure)[0]
    return query_of(asked.period, measure, cut)


def reached(asked: Asked, table: CutTable, reader: Reader, counting: Counting):
    """Reached = admitted + handed over + the rest: (table, the two, what else there is)."""
    if not Cut.REACHED.divides(asked.measure):
        return None
    if asked.cut != Cut.REACHED:
        table = cut_table(asked.period, asked.measure, Cut.REACHED, reader, counting)
    told = [table.line(ADMITTED), table.line(HANDED_OVER)]
    return table, told, [line for line in table.rows if line not in told and line.total]


def by_month(asked: Asked, counting: Counting) -> list[tuple[Period, int | None, str]]:
    """(month, how many, its cut) of a year. People do not add up, so theirs have no number here;
    and none has a month that has not begun."""
    if not asked.period.is_year:
        return []
    numbers = {}
    if asked.measure != Measure.PEOPLE:
        found = figures.by_month(asked.period, asked.measure, counting)
        numbers = {month: sum(of.values()) for month, of in found.items()}
    begun = [month for month in months_of(asked.period.first.year) if month.first <= days.today()]
    return [
        (
            month,
            None
            if asked.measure == Measure.PEOPLE
            else numbers.get((month.first.year, month.first.month), 0),
            query_of(month, asked.measure, asked.cut),
        )
        for month in begun
    ]


# --- Files ---------------------------------------------------------------------------------


def file_address(asked: Asked, extension: str) -> str:
    return f"{reverse('reports:recap_cuts_file', args=[extension])}?{asked.query}"


@may_open("reports.open_cell")
def recap_cuts_file(request, extension):
    form = form_of(request)
    if not form.is_valid():
        return choose(request, form, 400)
    asked = asked_or_404(request, form)
    counting = Counting()
    reader = Reader(request.user, on_paper=True)
    table = cut_table(asked.period, asked.measure, asked.cut, reader, counting)
    recap = figures.recap(asked.period, asked.measure, counting)
    content_type, _, verb = FILES[extension]
    content = files.MAKERS[extension](table, recap)
    record(
        request.user,
        verb,
        page=f"rekap {asked.period.title}",
        measure=asked.measure.value,
        cut=asked.cut.value,
        format=extension,
        rows=len(table.rows),
        sha256=hashlib.sha256(content).hexdigest(),
    )
    disposition = content_disposition_header(
        as_attachment=extension != "pdf", filename=files.file_name(table, extension)
    )
    return HttpResponse(
        content, content_type=content_type, headers={"Content-Disposition": disposition}
    )


# --- The rows behind a number --------------------------------------------------------------


@may_open("reports.open_cell")
def recap_cuts_cell(request):
    """As many rows as the number says; those of closed files are counted below the list."""
    form = form_of(request)
    if not form.is_valid():
        return choose(request, form, 400)
    asked = asked_or_404(request, form)
    reader = Reader(request.user)
    sex = choice_or_404(Sex, request.GET.get("sex", ""))
    table = cut_table(asked.period, asked.measure, asked.cut, reader)
    line = line_or_404(request, table, reader)
    rows = rows_of(table, line, sex, reader)
    is_stays = asked.measure == Measure.STAYS
    page_obj, closed = page_of_open(request, rows, in_order(rows, is_stays))
    rows = [(row, row.intake if is_stays else row) for row in page_obj]
    tell_all(intake.person for _, intake in rows)
    name = line.name if line else "Semua"
    context = {
        "asked": asked,
        "title": f"{name}, {sex.label.lower()}" if sex else name,
        "is_stays": is_stays,
        "page_obj": page_obj,
        "rows": rows,
        "number": page_obj.paginator.count + closed,
        "closed": closed,
        "back": f"{reverse('reports:recap_cuts')}?{asked.query}",
    }
    return render(request, "reports/figures/recap_cuts_cell.html", context)


def line_or_404(request, table: CutTable, reader: Reader) -> Line | None:
    """?row=; without it JUMLAH. A row that has nobody is known by the cut."""
    if "row" not in request.GET:
        return None
    key = request.GET["row"]
    line = table.line(key)
    if line is None or not reader.opens(table.cut, key):
        raise Http404
    return line
