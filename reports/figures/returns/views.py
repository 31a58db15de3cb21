import hashlib
from urllib.parse import urlencode

from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.urls import reverse

from cases.exits.models import Exit
from cases.people.access import class_known_to, mark_told
from cases.people.models import Person
from reports.figures.periods import Period
from reports.figures.recap import figures
from reports.figures.recap.files import HIDDEN_NOTE, as_number
from reports.figures.recap.forms import PeriodForm
from reports.figures.recap.published import NotPublished, ended_part, sees_all
from reports.figures.recap.views import not_published, year_or_404
from reports.figures.returns.ledger import (
    NAMES,
    OUTSIDE,
    WINDOWS,
    Cut,
    exits_behind,
    ledger,
    left_out,
)
from rptc import days
from rptc.admission import may_open
from rptc.audit.record import record
from rptc.decisions import decides_by_office
from rptc.pages import counted_page_of, key_in
from rptc.sheets import plain_csv

# Everybody who was met again.
ALL_BACK = urlencode({"within": WINDOWS[-1], "returned": 1})


def form_of(request):
    """The period asked for: ?from=&to=, or ?year=, or this year."""
    if request.GET.keys() & {"from", "to"}:
        return PeriodForm(request.GET)
    year = request.GET.get("year", str(days.today().year))
    if not (year.isascii() and year.isdecimal() and len(year) == 4):
        raise Http404
    period = year_or_404(int(year))
    return PeriodForm({"from": period.first, "to": period.last})


def cut_of(request):
    cut = request.GET.get("cut", Cut.CLASS)
    if cut not in Cut.values:
        raise Http404
    return Cut(cut)


def ledger_for(user, period, cut, counting=None):
    """As this reader may see it. Outside the house: years that are over, and of the running one
    the sum; counted as of the first of the month, for from one day to the next the exits of a
    single day would show. Raises NotPublished."""
    if sees_all(user):
        return ledger(period, cut, days.today(), counting)
    if not period.is_year:
        raise NotPublished("Di luar UPT kembali ke jalan dibaca per tahun.")
    if cut not in OUTSIDE:
        raise NotPublished(f"Menurut {cut.label.lower()} hanya dibaca di UPT.")
    part = ended_part(period)
    found = ledger(part, cut, days.today().replace(day=1), counting).without_small_numbers()
    return found if part == period else found.only_sums()


def choose(request, form, status=200):
    context = {"form": form, "cut": request.GET.get("cut", Cut.CLASS)}
    return render(request, "reports/figures/returns_choose.html", context, status=status)


def opens_lines(user, cut) -> bool:
    """What is left of the lists of open partners would say who went to a closed one: those of a
    partner are for who reads every destination (docs/rules.md, Exits)."""
    return cut != Cut.PARTNER or decides_by_office(user, Exit.PERMISSION)


@may_open("reports.view_returns")
def returns(request):
    """Who left and was met on the street again, by one cut at a time."""
    form, cut = form_of(request), cut_of(request)
    if not form.is_valid():
        return choose(request, form)
    period, opens = form.period, sees_all(request.user)
    try:
        found = ledger_for(request.user, period, cut)
    except NotPublished as why:
        return not_published(request, why, 400)
    out = left_out(found.period)
    context = {
        "ledger": found,
        "period": period,
        "cut": cut,
        "cuts": list(Cut) if opens else OUTSIDE,
        "opens_lines": opens and opens_lines(request.user, cut),
        "windows": WINDOWS,
        "years": figures.years(),
        "form": PeriodForm({"from": period.first, "to": period.last}) if opens else None,
        # Of the dead and of victims even a small number tells.
        "left_out": {
            why: n if opens or not 0 < n < figures.SMALL else None for why, n in out.items()
        },
        "hidden_note": HIDDEN_NOTE,
        "people": f"{reverse('reports:returns_people')}?{query(period, cut)}&{ALL_BACK}",
        "csv": f"{reverse('reports:returns_file')}?{query(period, cut)}",
    }
    return render(request, "reports/figures/returns.html", context)


def query(period: Period, cut: Cut) -> str:
    return f"{period.query}&{urlencode({'cut': cut.value})}"


@may_open("reports.view_returns")
def returns_file(request):
    """The same table as CSV."""
    form, cut = form_of(request), cut_of(request)
    if not form.is_valid():
        return choose(request, form, status=400)
    try:
        found = ledger_for(request.user, form.period, cut)
    except NotPublished as why:
        return not_published(request, why, 400)
    content = csv_file(found, cut)
    sha256 = hashlib.sha256(content).hexdigest()
    page = f"kembali ke jalan {form.period.title}"
    record(
        request.user, "exported", page=page, cut=cut.value, rows=len(found.lines), sha256=sha256
    )
    name = f"kembali-ke-jalan-{form.period.slug}-{cut.value}.csv"
    return HttpResponse(
        content,
        content_type="text/csv; charset=utf-8",
        headers={"Content-Disposition": f'attachment; filename="{name}"'},
    )


def csv_file(found, cut: Cut) -> bytes:
    columns = [f"{name} {window} hari" for window in WINDOWS for name in ("Kembali", "Dinilai")]
    lines = []
    for line in (*found.lines, found.sums):
        numbers = [n for cell in line.cells for n in (cell.back, cell.judged)]
        lines.append([line.name, *map(as_number, [line.exits, *numbers])])
    return plain_csv([cut.label, "Keluar", *columns], lines)


# --- The people behind a figure ------------------------------------------------------------


@may_open("reports.open_cell")
def returns_people(request):
    """As many exits as the figure says, with those that are counted below."""
    form = form_of(request)
    if not form.is_valid():
        return choose(request, form, status=400)
    period, cut = form.period, cut_of(request)
    key = key_or_404(request, cut)
    if "key" in request.GET and not opens_lines(request.user, cut):
        raise Http404
    within, returned = window_or_404(request), "returned" in request.GET
    exits = exits_behind(
        period, days.today(), cut if "key" in request.GET else None, key, within, returned=returned
    )
    told = exits.filter(class_known_to(request.user, "stay__person"))
    related = ["kind", "stay__person", "stay__intake__classification"]
    told = told.select_related(*related).order_by("-stay__ended_at", "-pk")
    page, number = counted_page_of(told, request, 25), exits.count()
    # The name only of those whose file this user may open.
    mark_told([exit.stay.person for exit in page], Person.objects.visible_to(request.user))
    context = {
        "title": title_of(request, cut, key),
        "text": figure_in_words(within, returned),
        "period": period,
        "page_obj": page,
        "number": number,
        "closed": number - page.paginator.count,
        "back": f"{reverse('reports:returns')}?{query(period, cut)}",
    }
    return render(request, "reports/figures/returns_people.html", context)


def key_or_404(request, cut):
    """None is the row of those that have none."""
    if not request.GET.get("key"):
        return None
    key = key_in(request, "key")
    if not NAMES[cut][0].objects.filter(pk=key).exists():
        raise Http404
    return key


def window_or_404(request):
    within = request.GET.get("within", "")
    if within and within not in map(str, WINDOWS):
        raise Http404
    if not within and "returned" in request.GET:
        raise Http404
    return int(within) if within else None


def title_of(request, cut, key):
    model, column, none = NAMES[cut]
    if "key" not in request.GET:
        return "Semua yang keluar"
    return getattr(model.objects.get(pk=key), column) if key else none


def figure_in_words(within, returned):
    if returned:
        return f"Kembali ke jalan dalam {within} hari"
    return f"Keluar lebih dari {within} hari yang lalu" if within else "Keluar"
