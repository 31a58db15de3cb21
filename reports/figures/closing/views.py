from dataclasses import dataclass

from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.http import content_disposition_header

from reports.figures.closing import actions, files, printing
from reports.figures.closing.changes import changes
from reports.figures.closing.freezing import look
from reports.figures.closing.models import Closing, RecapEdition
from reports.figures.closing.waiting import changed_since
from reports.figures.periods import FIRST_YEAR, Period
from reports.figures.recap import figures
from reports.figures.recap.figures import Measure
from rptc import days
from rptc.acting import press
from rptc.admission import may_fill, may_open, may_press
from rptc.audit.record import record
from rptc.decisions import decision_page
from rptc.letters.models import Unit

# The edition that the head closed a moment ago, in their session.
JUST_CLOSED = "just_closed"


class ClosablePeriod:
    """In an address: a year, or a month of one."""

    regex = r"\d{4}(?:-\d{2})?"

    def to_python(self, value):
        year, _, month = value.partition("-")
        if not FIRST_YEAR <= int(year) <= days.today().year:
            raise ValueError(value)
        return Period.month(int(year), int(month)) if month else Period.year(int(year))

    def to_url(self, period):
        return period.slug


@dataclass(frozen=True)
class Line:
    """A period of the list, the closing that waits for the head, its last edition, and whether
    rows have changed since that was closed."""

    period: Period
    waiting: Closing | None
    edition: RecapEdition | None
    is_changed: bool


@may_open("reports.view_closing")
def closing_list(request):
    """?year=: its months and itself, the latest first. ?show=changed: of all years what has
    changed since it was closed."""
    changed = changed_since()
    if request.GET.get("show") == "changed":
        return _changed_list(request, changed)
    today = days.today()
    asked = request.GET.get("year", "")
    year = int(asked) if asked.isascii() and asked.isdigit() else today.year
    years = [each for each in figures.years() if each <= today.year]
    if year not in years:
        raise Http404
    months = [Period.month(year, month) for month in range(12, 0, -1)]
    over = [each for each in [Period.year(year), *months] if each.is_over(today)]
    within = {"first__gte": Period.year(year).first, "until__lte": Period.year(year).until}
    waiting = {row.period: row for row in Closing.objects.waiting().filter(**within)}
    newest = RecapEdition.objects.filter(**within).defer("content", "pdf").newest()
    editions = {row.period: row for row in newest.select_related("closed_by")}
    context = {
        "year": year,
        "years": years[::-1],
        "lines": _lines(over, waiting, editions, changed),
        "number": len(changed),
        "only_changed": False,
    }
    return render(request, "reports/figures/closing_list.html", context)


def _changed_list(request, changed):
    newest = RecapEdition.objects.filter(pk__in=changed).defer("content", "pdf")
    editions = {row.period: row for row in newest.select_related("closed_by").order_by("-until")}
    waiting = {row.period: row for row in Closing.objects.waiting()}
    lines = _lines(editions, waiting, editions, changed)
    context = {"lines": lines, "total": len(lines), "only_changed": True}
    return render(request, "reports/figures/closing_list.html", context)


def _lines(periods, waiting, editions, changed):
    return [
        Line(each, waiting.get(each), edition, edition is not None and edition.pk in changed)
        for each in periods
        for edition in [editions.get(each)]
    ]


@may_open("reports.view_closing")
def closing_period(request, period):
    """What stops the closing, what is open, and the editions beside each other. Of a period that
    runs the office reads no classes (docs/rules.md, Counting)."""
    if not period.is_over(days.today()):
        raise Http404
    rows = RecapEdition.objects.of_period(period).defer("pdf").select_related("closed_by")
    editions = list(rows)
    now = look(period)
    stops = actions.what_stops(period, now.content)
    asked = Closing.objects.of_period(period).select_related("decided_by").order_by("-pk").first()
    waiting = asked if asked and asked.state == asked.WAITING else None
    last = editions[0] if editions else None
    is_new = last is None or last.fingerprint != now.fingerprint
    context = {
        "period": period,
        "stops": [(stop, _way_to(stop, request.user)) for stop in stops],
        "waiting": waiting,
        "may_decide": waiting and _waits_for(request.user, waiting),
        "sent_back": asked if asked and asked.state == asked.REFUSES.state else None,
        "open": printing.open_points(now.content),
        "balance": now.content["balance"],
        "table": printing.table(now.content, Measure.INTAKES),
        "editions": editions,
        "compared": _compared(editions, now if is_new else None),
        "is_new": is_new,
        "changes_since": changes(last, now.content) if last and is_new else [],
        "told": _told(editions),
        "back": f"{reverse('reports:closing_list')}?year={period.first.year}",
        "recap": f"{reverse('reports:recap')}?{period.query}&measure={Measure.INTAKES.value}",
    }
    return render(request, "reports/figures/closing_period.html", context)


def _way_to(stop, user):
    may = stop.page and user.has_perm(stop.permission)
    return reverse(stop.page) if may else ""


def _waits_for(user, row):
    return Closing.objects.filter(pk=row.pk).waiting_for(user).exists()


def _compared(editions, now):
    """Rows of (name, [number of each edition, the oldest first], difference of the last two)."""
    shown = [(f"Edisi {each.number}", each.content) for each in reversed(editions[:3])]
    if now:
        shown.append(("Sekarang", now.content))
    tables = [printing.table(content, Measure.INTAKES) for _, content in shown]
    names = list(dict.fromkeys(row.name for table in tables for row in table["rows"]))
    rows = []
    for name in names:
        numbers = [{row.name: row.total for row in table["rows"]}.get(name) for table in tables]
        rows.append((name, numbers, _difference(numbers)))
    sums = [table["sums"].total for table in tables]
    return {
        "heads": [head for head, _ in shown],
        "rows": rows,
        "sums": (sums, _difference(sums)),
    }


def _difference(numbers):
    if len(numbers) < 2 or None in numbers[-2:]:
        return None
    return numbers[-1] - numbers[-2]


def _told(editions):
    """[(edition, what changed since the one before)], the newest first."""
    pairs = zip(editions, [*editions, None][1:], strict=True)
    return [
        (
            each,
            printing.in_groups(each.fingerprint, 2),
            changes(before, each.content, each) if before else [],
        )
        for each, before in pairs
    ]


@may_press("reports.prepare_closing")
def closing_prepare(request, period):
    return press(
        request,
        actions.prepare_closing,
        Closing.of(period),
        told=f"Rekap {period.title} menunggu Kepala UPT.",
        then=reverse("reports:closing_period", args=[period]),
    )


@may_fill("reports.decide")
def closing_decide(request, closing_id):
    """Closed, its paper is offered at once beside the other decisions."""
    answer = decision_page(
        request,
        Closing.objects.select_related("recorded_by"),
        closing_id,
        actions.decide_closing,
        "reports/figures/closing_decide.html",
        more=_asked,
        check=actions.check,
    )
    if answer.status_code == 302:
        edition = RecapEdition.objects.filter(closing=closing_id).values_list("pk", flat=True)
        request.session[JUST_CLOSED] = edition.first()
    return answer


def _asked(row):
    last = RecapEdition.objects.of_period(row.period).defer("pdf").first()
    content = row.frozen.content
    return {
        "table": printing.table(content, Measure.INTAKES),
        "sums": printing.sums(content),
        "balance": content["balance"],
        "open": printing.open_points(content),
        "last": last,
        "changes": changes(last, content) if last else [],
    }


@may_open("reports.view_closing")
def recap_edition_file(request, recap_edition_id):
    """The paper as it was printed when it was closed, byte for byte."""
    edition = get_object_or_404(RecapEdition, pk=recap_edition_id)
    record(request.user, "printed", page=f"rekap {edition}", sha256=edition.fingerprint)
    name = f"rekap-{edition.period.slug}-edisi-{edition.number}.pdf"
    disposition = content_disposition_header(as_attachment=False, filename=name)
    return HttpResponse(
        bytes(edition.pdf),
        content_type="application/pdf",
        headers={"Content-Disposition": disposition},
    )


@may_open("reports.view_closing")
def recap_edition_index(request):
    """Of each closed period the edition that counts, for another application of the office."""
    editions = RecapEdition.objects.defer("content", "pdf").newest()
    return _data(files.editions_file(editions, Unit.current()), "edisi-rekap")


@may_open("reports.view_closing")
def recap_edition_data(request, recap_edition_id):
    """The figures of an edition, exact; its rows are on no file."""
    edition = get_object_or_404(RecapEdition.objects.defer("pdf"), pk=recap_edition_id)
    newest = RecapEdition.objects.of_period(edition.period).values_list("number", flat=True)
    content = files.edition_file(edition, newest.first() == edition.number, Unit.current())
    record(request.user, "exported", page=f"rekap {edition}", sha256=edition.fingerprint)
    return _data(content, f"rekap-{edition.period.slug}-edisi-{edition.number}")


def _data(content, name):
    answer = HttpResponse(content, content_type="application/json")
    answer["Content-Disposition"] = content_disposition_header(
        as_attachment=False, filename=f"{name}.json"
    )
    return answer
