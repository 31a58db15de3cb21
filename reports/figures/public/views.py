"""What the city reads without a login, and the page on which the head opens it."""

import hashlib
from functools import wraps

from allauth.core.internal import ratelimit
from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.template.loader import render_to_string
from django.utils.cache import get_conditional_response
from django.utils.http import content_disposition_header
from django.views.decorators.http import require_safe
from django.views.defaults import page_not_found

from reports.figures.closing.freezing import fingerprint_of
from reports.figures.closing.models import RecapEdition
from reports.figures.periods import Period
from reports.figures.public import actions, files, shown
from reports.figures.public.forms import PublishForm, WithdrawYearForm
from reports.figures.public.models import PublishedYear
from reports.figures.recap.views import year_or_404
from rptc.acting import go_on, sent
from rptc.admission import may_fill, may_open
from rptc.letters.models import Unit

PAGE = "reports:publication_year"

# --- Without a login -----------------------------------------------------------------------

# One address may be a whole office.
RATES = {"open_years": "300/5m/ip"}
CACHED = "max-age=300"


def _open(view):
    """Read by anybody and changed by nobody: no cookie, no session, no query. A copy may be kept
    for five minutes, and is asked for again by what it says. Who is logged in reads the same, but
    their answer is their own."""

    @login_not_required
    @require_safe
    @wraps(view)
    def shown_to_all(request, **kwargs):
        config = {"app": "reports", "action": "open_years", "config": RATES, "limit_get": True}
        if ratelimit.consume(request, **config) is None:
            return HttpResponse(render_to_string("reports/figures/open_later.html"), status=429)
        try:
            answer = view(**kwargs)
        except Http404:
            return page_not_found(request, None)
        answer["ETag"] = f'"{hashlib.sha256(answer.content).hexdigest()}"'
        answer["Cache-Control"] = f"{'private' if request.COOKIES else 'public'}, {CACHED}"
        return get_conditional_response(request, etag=answer["ETag"], response=answer)

    return shown_to_all


def _page(template, context, status=200):
    """Without the request: nothing of whoever reads is in it."""
    content = render_to_string(template, context | {"unit": Unit.current()})
    return HttpResponse(content, status=status)


def _newest_or_404(year):
    row = PublishedYear.objects.of_year(year).first()
    if row is None:
        raise Http404
    return row


def _taken_back(row):
    context = {"row": row, "title": row.period.title}
    return _page("reports/figures/open_year_withdrawn.html", context, status=410)


@_open
def open_years():
    rows = PublishedYear.objects.newest()
    return _page("reports/figures/open_years.html", {"rows": [row for row in rows if row.is_open]})


@_open
def open_years_file():
    rows = [row for row in PublishedYear.objects.newest() if row.is_open]
    return _file(files.years_file(rows, Unit.current()), "application/json", "rptc-tahun.json")


@_open
def open_year(year):
    row = _newest_or_404(year)
    if not row.is_open:
        return _taken_back(row)
    context = {"row": row, "files": [*files.FILES]} | _read(row)
    return _page("reports/figures/open_year.html", context)


@_open
def open_year_file(year, extension):
    row = _newest_or_404(year)
    if not row.is_open:
        return _taken_back(row)
    content_type, make = files.FILES[extension]
    return _file(make(row, Unit.current()), content_type, f"rptc-{year}.{extension}")


def _file(content, content_type, name):
    answer = HttpResponse(content, content_type=content_type)
    answer["Content-Disposition"] = content_disposition_header(as_attachment=False, filename=name)
    # A page of another office may read it in a browser.
    answer["Access-Control-Allow-Origin"] = "*"
    return answer


def _read(row):
    """What a page shows of a row with figures, and what is other than in the one before."""
    before = PublishedYear.objects.of_year(row.year).served().filter(number__lt=row.number).first()
    return {
        "title": row.period.title,
        "tables": shown.tables_of(row.figures),
        "indicators": shown.indicators_of(row.figures),
        "closed_on": shown.day(row.figures["closed_on"]),
        "updated": before is not None,
        "changes": shown.changes(before.figures, row.figures) if before else [],
        "hidden_note": shown.HIDDEN_NOTE,
        "licence": files.LICENCE,
    }


# --- Within --------------------------------------------------------------------------------


@may_open("reports.publish_figures")
def publication_list(request):
    """The closed years, and which of them the city reads."""
    closed = RecapEdition.objects.newest().defer("content", "pdf")
    editions = [each for each in closed if each.period.is_year][::-1]
    standing = {row.year: row for row in PublishedYear.objects.newest().select_related("edition")}
    lines = [(each, standing.get(each.period.first.year)) for each in editions]
    return render(request, "reports/figures/publication_list.html", {"lines": lines})


@may_fill("reports.publish_figures")
def publication_year(request, year):
    """What the city would read, before it does; and what it reads now."""
    edition = _closed_or_404(year)
    figures = actions.what_would_be_read(edition)
    fingerprint = fingerprint_of(figures)
    form = PublishForm(
        request.POST or None, instance=PublishedYear(year=year), initial={"seen": fingerprint}
    )
    if request.method == "POST":
        # Refused, the page is read anew: its figures may be others.
        if row := sent(form, actions.publish_year, by=request.user, typed=["seen"]):
            messages.success(request, f"{row.period.title} terbuka untuk kota.")
        for reason in form.non_field_errors():
            messages.error(request, reason)
        return redirect(PAGE, year)
    rows = PublishedYear.objects.of_year(year).select_related("recorded_by", "edition")
    history = list(rows)
    standing = history[0] if history else None
    would = PublishedYear(
        year=year, number=len(history) + 1, edition=edition, figures=figures, sha256=fingerprint
    )
    context = {
        "period": Period.year(year),
        "edition": edition,
        "form": form,
        "history": history,
        "standing": standing,
        "is_new": not (standing and standing.sha256 == fingerprint),
        "address": files.address_of(year),
    }
    return render(request, "reports/figures/publication_year.html", context | _read(would))


def _closed_or_404(year):
    period = Period.year(year) if 2000 <= year <= 9000 else None
    editions = RecapEdition.objects.defer("pdf")
    return get_object_or_404(
        editions.filter(pk__in=editions.of_period(period).values("pk")[:1] if period else [])
    )


@may_open("reports.view_report_calendar")
def data_set(request, year):
    """The year as Satu Data asks for it: the open data and what describes them; or that the head
    has not opened them yet."""
    year_or_404(year)
    row = (
        PublishedYear.objects.of_year(year).select_related("edition").defer("edition__pdf").first()
    )
    context = {"year": str(year), "row": row if row and row.is_open else None}
    if context["row"]:
        context["files"] = {name: files.address_of(year, name) for name in files.FILES}
        context["files"]["page"] = files.address_of(year)
        context["text"] = files.text_file(row, Unit.current()).decode()
    return render(request, "reports/figures/data_set.html", context)


@may_fill("reports.publish_figures")
def publication_withdraw(request, year):
    standing = PublishedYear.objects.of_year(year).first()
    if standing is None or not standing.is_open:
        raise Http404
    form = WithdrawYearForm(request.POST or None, instance=PublishedYear(year=year))
    if sent(form, actions.withdraw_year, by=request.user):
        return go_on(request, f"{standing.period.title} ditarik dari umum.", PAGE, year)
    context = {"form": form, "period": standing.period}
    return render(request, "reports/figures/publication_withdraw.html", context)
