import hashlib
from dataclasses import dataclass, replace
from itertools import zip_longest
from urllib.parse import urlencode

from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.http import content_disposition_header

from cases.intakes.models import Classification
from cases.people.access import class_known_to, mark_told, whole_to
from cases.people.models import Person, Sex
from reports.figures.cuts.keys import cuts_of
from reports.figures.models import CountingRule, OfficialFigure
from reports.figures.periods import FIRST_YEAR, ROMAN, Period
from reports.figures.recap import actions, charts, figures, files
from reports.figures.recap.figures import Counting, Measure, Reason, Recap
from reports.figures.recap.forms import CountingRuleForm, OfficialFiguresForm, PeriodForm
from reports.figures.recap.links import (
    cuts_beside,
    months_beside,
    most_asked,
    parts_beside,
    years_beside,
)
from reports.figures.recap.published import NotPublished, months_for, recap_for, sees_all
from reports.figures.seasons.held import seasons_beside
from rptc import days, words
from rptc.acting import go_on
from rptc.admission import may_fill, may_open
from rptc.audit.record import record
from rptc.kept import kept_number
from rptc.pages import counted_page_of
from rptc.setup_pages import list_rows

EARLIER = 2
AT_ONCE = 5_000
# Five screens of a telephone.
PAGE = 15


# --- What is asked for ---------------------------------------------------------------------


def year_or_404(year: int) -> Period:
    if not FIRST_YEAR <= year <= days.today().year:
        raise Http404
    return Period.year(year)


def month_or_404(year: int, month: int) -> Period:
    year_or_404(year)
    if not 1 <= month <= 12:
        raise Http404
    return Period.month(year, month)


def choose_period(request, form: PeriodForm, status: int = 200, page="reports:recap", cut=None):
    """What is wrong with a period that was typed, and the fields to mend it."""
    context = {"form": form, "measure": measure_or_404(request), "page_url": reverse(page)}
    context["cut"] = cut
    return render(request, "reports/figures/recap_choose.html", context, status=status)


def measure_or_404(request) -> Measure:
    return choice_or_404(Measure, request.GET.get("measure") or Measure.INTAKES)


def choice_or_404(choices, value: str):
    """One of the choices, or None where nothing was asked."""
    if value not in ("", *choices.values):
        raise Http404
    return choices(value) if value else None


def not_published(request, why: NotPublished, status: int):
    """What readers outside the house do not see, and where they read on."""
    context = {"why": str(why), "this_year": days.today().year, "years": figures.years()}
    return render(request, "reports/figures/recap_refused.html", context, status=status)


def cells_for(user) -> str:
    """Where the numbers of a table open their rows; nowhere for those who see figures only."""
    return reverse("reports:recap_cell") if user.has_perm("reports.open_cell") else ""


# --- Pages ---------------------------------------------------------------------------------


@may_open("reports.view_recap")
def recap(request):
    """This year; with ?from=&to= any period."""
    measure = measure_or_404(request)
    if not request.GET.keys() & {"from", "to"}:
        this_year = reverse("reports:recap_year", args=[days.today().year])
        return redirect(f"{this_year}?{urlencode({'measure': measure})}")
    form = PeriodForm(request.GET)
    if not form.is_valid():
        return choose_period(request, form)
    return recap_page(request, form.period, refused=400)


@may_open("reports.view_recap")
def recap_year(request, year):
    return recap_page(request, year_or_404(year))


@may_open("reports.view_recap")
def recap_month(request, year, month):
    return recap_page(request, month_or_404(year, month))


def has_official_figures(period: Period) -> bool:
    """Was a table published for that year? Then ours can be held against it."""
    return period.is_year and bool(kept_number(_official, None, period.first.year))


def _official(user, year):
    return OfficialFigure.objects.filter(year=year)


def newest_official(period: Period) -> int | None:
    """The newest year whose table was published, where another period is shown: who comes for that
    paper finds it on the page of today."""
    years = OfficialFigure.objects.order_by("-year").values_list("year", flat=True)
    newest = years.first()
    return newest if newest and not (period.is_year and period.first.year == newest) else None


def recap_page(request, period: Period, refused: int = 200):
    measure = measure_or_404(request)
    counting = Counting()
    years = figures.years()
    try:
        recap = recap_for(request.user, period, measure, counting)
    except NotPublished as why:
        return not_published(request, why, refused)
    everything = sees_all(request.user)
    # What stands beside a table of very many rows takes longer than the table: it follows.
    at_once = "beside" in request.GET or (recap.total or 0) <= AT_ONCE
    before, not_compared = [], ""
    # What a part of a year adds up to is shown of the running year alone.
    if at_once and not recap.running:
        # Of a running period the same days: eleven months say nothing beside twelve.
        earlier = earlier_periods(period.as_far_as(days.today()))
        before, not_compared = comparable(
            recap, [recap_for(request.user, each, measure, counting) for each in earlier]
        )
    same = same_last_year(request.user, period)
    unsettled = figures.unsettled_number(recap.period, measure, counting)
    sums = sums_of(request.user, recap, counting) if at_once else []
    # Who came began a stay: where that number is hidden, so is this one.
    tells_who_came = (Measure.STAYS, None) in sums
    sheet = figures.balance(recap.period) if at_once and not tells_who_came else None
    points = figures.open_points(recap, unsettled, sheet)
    compared = figures.compare(recap, before)
    beside = before[0].period if before else None
    seasons, of_months = seasons_beside(recap.period, beside) if at_once else ([], [])
    bars = charts.row_bars(recap)
    year = period.first.year
    months = [month for month in months_of(year) if everything or has_begun(month)]
    parts = [part for part in parts_of_year(year) if everything or has_begun(part[1])]
    context = {
        "recap": recap,
        "cells": cells_for(request.user),
        "cuts": cuts_beside(cuts_of(measure), recap) if everything else [],
        "period": period,
        "measure": measure,
        "title": heading(period),
        "span": span_of(recap.period.as_far_as(days.today())),
        "tabs": most_asked(period, measure),
        "other_periods": [
            years_beside(years, period, measure),
            months_beside(months, period, measure),
            parts_beside(parts, period, measure),
        ],
        "lines": list(zip_longest(compared, bars)),
        "compared": compared,
        "earlier": [each.period for each in before],
        "at_once": at_once,
        "recaps": [*reversed(before), as_compared(recap)],
        "months_chart": months_of_two_years(request.user, period, measure, counting, at_once),
        "before": before[0] if before else None,
        "seasons": seasons,
        "of_months": of_months if before else [],
        "called_before": called_before(before[0].period) if before else "",
        "change": change(recap, before),
        # Where it is compared with that one, the number leads there.
        "called_same": called_before(same) if same else "",
        "same": same if not before or before[0].period != same else None,
        "not_compared": not_compared,
        "sums": sums,
        "balance": sheet,
        "unsettled": unsettled,
        "points": points,
        "is_over": period.is_over(days.today()),
        "is_official": has_official_figures(period),
        "newest_official": newest_official(period),
        "note": files.NOTES[measure],
        "hidden_note": files.HIDDEN_NOTE,
        "pdf": file_address(recap, "pdf"),
        "files": [(name, file_address(recap, name)) for name in files.FILES if name != "pdf"],
        "text": files.whatsapp_text(recap, points),
        "form": PeriodForm({"from": period.first, "to": period.last}) if everything else None,
    }
    return render(request, "reports/figures/recap.html", context)


def same_last_year(user, period: Period) -> Period | None:
    """One tap away from every period; of a running one the same days. Outside the house periods
    have no days of their own choice."""
    part = period.as_far_as(days.today()) if sees_all(user) else period
    before = part.previous_year
    return before if before.first.year >= FIRST_YEAR else None


def called_before(period: Period) -> str:
    """ "tahun 2023", "Maret 2023", "masa yang sama 2025"."""
    if period.is_year:
        return f"tahun {period.first.year}"
    return period.title if period.months else f"masa yang sama {period.first.year}"


def months_of_two_years(user, period: Period, measure: Measure, counting: Counting, at_once):
    """The twelve months of a year, beside those of the year before. Not for a month or a span: it
    would cost them far more than their own table."""
    if not (at_once and period.is_year):
        return None
    year = period.first.year
    return charts.months_chart(year, months_for(user, year, measure, counting))


def span_of(period: Period) -> str:
    """ "1 Januari sampai 28 November 2026"."""
    if period.first.year == period.last.year:
        first = words.write_date(period.first, "j F")
        return f"{first} sampai {words.tanggal_surat(period.last)}"
    return f"{words.tanggal_surat(period.first)} sampai {words.tanggal_surat(period.last)}"


def has_begun(period: Period) -> bool:
    """Is there a month of it that is over?"""
    return period.first < days.today().replace(day=1)


def months_of(year: int) -> list[Period]:
    return [Period.month(year, month) for month in range(1, 13)]


def heading(period: Period) -> str:
    return f"Rekap tahunan {period.first.year}" if period.is_year else f"Rekap {period.title}"


def earlier_periods(period: Period) -> list[Period]:
    """The same period of the years before."""
    earlier = []
    while len(earlier) < EARLIER and period.previous_year.first.year >= FIRST_YEAR:
        period = period.previous_year
        earlier.append(period)
    return earlier


def comparable(recap: Recap, earlier: list[Recap]) -> tuple[list[Recap], str]:
    """The earlier ones beside which this one stands, and why the others do not: what nobody wrote
    down is no 0."""
    if not figures.is_recorded(recap):
        return [], f"{recap.period.short_title} belum berisi catatan, jadi tidak dibandingkan."
    there = [each for each in earlier if figures.is_recorded(each)]
    missing = [each.period.short_title for each in earlier if each not in there]
    said = f"{' dan '.join(missing)} tidak tercatat, jadi tidak dibandingkan." if missing else ""
    return there, said


def parts_of_year(year: int) -> list[tuple[str, Period]]:
    quarters = [(f"Triwulan {ROMAN[n - 1]}", Period.quarter(year, n)) for n in range(1, 5)]
    return quarters + [(f"Semester {ROMAN[n - 1]}", Period.semester(year, n)) for n in (1, 2)]


def sums_of(user, recap: Recap, counting: Counting) -> list[tuple[Measure, int | None]]:
    """The three measures side by side, each as this reader may see it."""
    others = [measure for measure in Measure if measure != recap.measure]
    sums = {recap.measure: recap.total}
    if sees_all(user) or not recap.is_cut:
        sums |= {each: figures.total_of(recap.period, each, counting) for each in others}
    else:
        sums |= {each: recap_for(user, recap.asked, each, counting).total for each in others}
    return [(measure, sums[measure]) for measure in Measure]


def as_compared(recap: Recap) -> Recap:
    """Among those of earlier years it says up to which day it counts."""
    return replace(recap, period=recap.period.as_far_as(days.today()))


def change(recap: Recap, before: list[Recap]) -> str:
    """ "turun 178 (23,4%)", from the period just before."""
    if not before or not before[0].total or recap.total is None:
        return ""
    difference = recap.total - before[0].total
    if not difference:
        return "sama banyak"
    verb = "naik" if difference > 0 else "turun"
    share = words.angka(100 * abs(difference) / before[0].total, 1)
    return f"{verb} {words.angka(abs(difference))} ({share}%)"


# --- Files ---------------------------------------------------------------------------------


def file_address(recap: Recap, extension: str) -> str:
    """/recap/2024.pdf, /recap/2024/3.pdf, or /recap/period.pdf?from=&to=."""
    period, query = recap.asked, urlencode({"measure": recap.measure})
    if period.is_year:
        return f"{reverse('reports:recap_file', args=[period.first.year, extension])}?{query}"
    if period.months == 1:
        args = [period.first.year, period.first.month, extension]
        return f"{reverse('reports:recap_month_file', args=args)}?{query}"
    return f"{reverse('reports:recap_period_file', args=[extension])}?{recap.query}"


@may_open("reports.view_recap")
def recap_file(request, year, extension):
    return file_response(request, year_or_404(year), extension)


@may_open("reports.view_recap")
def recap_month_file(request, year, month, extension):
    return file_response(request, month_or_404(year, month), extension)


@may_open("reports.view_recap")
def recap_period_file(request, extension):
    form = PeriodForm(request.GET)
    if not form.is_valid():
        return choose_period(request, form, status=400)
    return file_response(request, form.period, extension)


def file_response(request, period: Period, extension: str):
    measure = measure_or_404(request)
    try:
        recap = recap_for(request.user, period, measure)
    except NotPublished as why:
        return not_published(request, why, 400)
    content_type, make, verb = files.FILES[extension]
    content = make(recap)
    record(
        request.user,
        verb,
        page=f"rekap {recap.period.title}",
        measure=measure.value,
        format=extension,
        rows=len(recap.rows),
        sha256=hashlib.sha256(content).hexdigest(),
    )
    # A PDF opens in the browser, ready to print; a spreadsheet is saved.
    disposition = content_disposition_header(
        as_attachment=extension != "pdf", filename=files.file_name(recap, extension)
    )
    return HttpResponse(
        content, content_type=content_type, headers={"Content-Disposition": disposition}
    )


# --- The rows behind a number --------------------------------------------------------------


@dataclass(frozen=True)
class Cell:
    """A number of a recap, and the rows behind it."""

    period: Period
    measure: Measure
    classification: Classification | None
    sex: Sex | None
    reason: Reason | None
    only_unsettled: bool

    @property
    def is_stays(self) -> bool:
        return self.measure == Measure.STAYS

    @property
    def title(self) -> str:
        return cell_title(self.classification, self.sex, self.reason, self.only_unsettled)

    @property
    def query(self) -> str:
        asked = {
            "classification": self.classification.code if self.classification else "",
            "sex": self.sex.value if self.sex else "",
            "reason": self.reason.value if self.reason else "",
            "unsettled": "1" if self.only_unsettled else "",
        }
        said = urlencode({name: value for name, value in asked.items() if value})
        begins = f"{self.period.query}&{urlencode({'measure': self.measure.value})}"
        return f"{begins}&{said}" if said else begins

    def rows(self):
        if self.only_unsettled:
            return figures.unsettled_rows(self.period, self.measure)
        return figures.rows_behind(
            self.period, self.measure, self.classification, self.sex, self.reason
        )

    def listed_to(self, user):
        """The rows of which this user may know the class, and so all that the list says; the
        others are counted."""
        person = "intake__person" if self.is_stays else "person"
        return in_order(self.rows().filter(class_known_to(user, person)), self.is_stays)

    def told_to(self, user, rows):
        """(row, its intake) of these, the name only of those whose file this user may open."""
        rows = [(row, row.intake if self.is_stays else row) for row in rows]
        mark_told([intake.person for _, intake in rows], Person.objects.visible_to(user))
        return rows


def cell_or_404(request, period: Period) -> Cell:
    code = request.GET.get("classification", "")
    return Cell(
        period,
        measure_or_404(request),
        get_object_or_404(Classification, code=code) if code else None,
        choice_or_404(Sex, request.GET.get("sex", "")),
        choice_or_404(Reason, request.GET.get("reason", "")),
        "unsettled" in request.GET,
    )


@may_open("reports.open_cell")
def recap_cell(request):
    """The rows behind a number; as many as it says, with those that are counted below."""
    form = PeriodForm(request.GET)
    if not form.is_valid():
        return choose_period(request, form, status=400)
    cell = cell_or_404(request, form.period)
    page_obj = counted_page_of(cell.listed_to(request.user), request, PAGE)
    number = cell.rows().count()
    context = {
        "cell": cell,
        "period": cell.period,
        "measure": cell.measure,
        "title": cell.title,
        "back": f"{reverse('reports:recap')}?{cell.period.query}&measure={cell.measure.value}",
        "is_stays": cell.is_stays,
        "page_obj": page_obj,
        "rows": cell.told_to(request.user, page_obj),
        "number": number,
        "closed": number - page_obj.paginator.count,
    }
    return render(request, "reports/figures/recap_cell.html", context)


def page_of_open(request, rows, shown, person="person"):
    """Those of `shown` whose file is open to the reader, and how many of `rows` are of others: of
    a closed one each column would tell. The path leads from a row to its person."""
    page = counted_page_of(shown.filter(whole_to(request.user, person)), request, PAGE)
    return page, rows.count() - page.paginator.count


def tell_all(people) -> None:
    """Of a list in which only rows of open files stand."""
    for person in people:
        person.is_told = True


def in_order(rows, is_stays: bool):
    if is_stays:
        related = ["intake__person", "intake__classification", "intake__hot_spot"]
        return rows.select_related(*related).order_by("began_at", "pk")
    return rows.select_related("person", "classification", "hot_spot").order_by("met_on", "pk")


def cell_title(classification, sex, reason, only_unsettled) -> str:
    if only_unsettled:
        return "Klasifikasi masih sementara"
    if reason:
        return reason.label
    parts = [classification.name if classification else "Semua klasifikasi"]
    return ", ".join([*parts, sex.label.lower()] if sex else parts)


# --- Cocokkan dengan rekap resmi -----------------------------------------------------------


@may_fill("reports.reconcile_recap")
def recap_reconcile(request, year):
    period = year_or_404(year)
    if not sees_all(request.user) and not period.is_over(days.today()):
        why = NotPublished(f"{period.title} belum berakhir. Cocokkan sesudah tahun itu selesai.")
        return not_published(request, why, 200)
    counting = Counting()
    published = {f.classification_id: f for f in OfficialFigure.objects.filter(year=year)}
    form = OfficialFiguresForm(
        request.POST or None, classes=counting.classes_of(period), published=published
    )
    if form.is_valid():
        actions.type_official_figures(year, form.figures(year), by=request.user)
        told = f"Angka resmi tahun {year} tersimpan."
        return go_on(request, told, "reports:recap_reconcile", year)
    recap = figures.recap(period, Measure.INTAKES, counting)
    context = {
        "period": period,
        "year": year,
        "recap": recap,
        "cells": cells_for(request.user),
        "form": form,
        "years": figures.years(),
        "differences": differences(recap, published) if published else [],
    }
    return render(request, "reports/figures/recap_reconcile.html", context)


@dataclass(frozen=True)
class Difference:
    """A line of the published table beside ours."""

    row: figures.Row
    official: figures.Row

    @property
    def cells(self) -> list[tuple[str, int, int, int]]:
        """(sex, published, ours, ours - published) of L, P and total."""
        pairs = zip(("L", "P", ""), self.official.numbers, self.row.numbers, strict=True)
        return [(sex, theirs, ours, ours - theirs) for sex, theirs, ours in pairs]

    @property
    def is_equal(self) -> bool:
        return self.official.numbers == self.row.numbers


def differences(recap: Recap, published: dict[int, OfficialFigure]) -> list[Difference]:
    """Each class and JUMLAH; a class that was left empty was published with nothing."""
    official = [official_row(row, published.get(row.classification.pk)) for row in recap.rows]
    sums = figures.make_row(None, sum(r.male for r in official), sum(r.female for r in official))
    pairs = zip((*recap.rows, recap.sums), (*official, sums), strict=True)
    return [Difference(row, theirs) for row, theirs in pairs]


def official_row(row: figures.Row, figure: OfficialFigure | None) -> figures.Row:
    male, female = (figure.male, figure.female) if figure else (0, 0)
    return figures.make_row(row.classification, male, female)


# --- Settings ------------------------------------------------------------------------------


@may_fill("reports.change_counting_rule")
def counting_rule_list(request):
    """A rule is never changed: a new one begins on a later day."""
    return list_rows(
        request, CountingRuleForm, CountingRule.objects.order_by("-valid_from"), "reports/figures"
    )
