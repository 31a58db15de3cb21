from dataclasses import dataclass
from datetime import datetime

from django.contrib.auth.context_processors import PermWrapper
from django.http import Http404
from django.shortcuts import get_object_or_404, render
from django.urls import reverse

from cases.exits.models import Exit
from cases.people.models import Person
from cases.places.models import Region
from partners.questions.models import AskedPartner
from partners.referrals.models import Referral
from reports.figures.partnership.counted import named_for
from reports.figures.periods import Period
from reports.figures.pictures import counts
from reports.figures.pictures.counts import CROSSED, OUTSIDE, RUNNING, UNKNOWN
from reports.figures.pictures.panel import ACROSS, Scope
from reports.figures.pictures.panels import panels_of
from reports.figures.pictures.when_and_where import WEEKDAYS
from reports.figures.recap import figures
from reports.figures.recap.figures import Measure
from reports.figures.recap.views import (
    in_order,
    page_of_open,
    span_of,
    tell_all,
    year_or_404,
)
from reports.figures.returns.ledger import NAMES, WINDOWS, Cut
from rptc import days
from rptc.admission import may_open
from rptc.letters.models import Unit
from rptc.pages import counted_page_of, is_key, key_in
from rptc.printing import pdf, pdf_answer

PAGE = 25


# --- What is asked for ---------------------------------------------------------------------


def year_of(request) -> int:
    """?year=, else this one."""
    typed = request.GET.get("year", str(days.today().year))
    if not (is_key(typed) and len(typed) == 4):
        raise Http404
    return year_or_404(int(typed)).first.year


def cuts_of(request) -> tuple[Cut, Cut]:
    """?rows= and ?columns=: two cuts that are not the same."""
    typed = request.GET.get("rows", Cut.CLASS), request.GET.get("columns", Cut.DISTRICT)
    if typed[0] == typed[1] or not set(typed) <= set(CROSSED):
        raise Http404
    return Cut(typed[0]), Cut(typed[1])


def within_of(request, default: int | None = ACROSS) -> int | None:
    typed = request.GET.get("within", "")
    if not typed:
        return default
    if typed not in map(str, WINDOWS):
        raise Http404
    return int(typed)


def one_of(request, name: str, allowed) -> str | None:
    """What the address says of `name`, or nothing; what it cannot say is no page."""
    typed = request.GET.get(name, "")
    if typed and typed not in set(map(str, allowed)):
        raise Http404
    return typed or None


# --- Pages ---------------------------------------------------------------------------------


@may_open("reports.open_cell")
def pictures(request):
    """The year in pictures: each part opens its rows."""
    scope = Scope.of(
        year_of(request), request.user, cuts=cuts_of(request), within=within_of(request)
    )
    context = {
        "year": scope.year,
        "years": scope.years,
        "span": span_of(scope.period.as_far_as(scope.today)),
        "is_running": scope.is_running,
        "panels": panels_of(scope),
        "is_cut": bool({"rows", "columns", "within"} & request.GET.keys()),
        "print": scope.link(
            "reports:pictures_print",
            year=scope.year,
            rows=scope.cuts[0].value,
            columns=scope.cuts[1].value,
            within=scope.within,
        ),
    }
    return render(request, "reports/figures/pictures.html", context)


@may_open("reports.open_cell")
def pictures_print(request):
    """The same on paper, as exact; without partners whose destination is closed."""
    scope = Scope.of(
        year_of(request),
        request.user,
        is_paper=True,
        cuts=cuts_of(request),
        within=within_of(request),
    )
    context = {
        "year": scope.year,
        "span": span_of(scope.period.as_far_as(scope.today)),
        "is_running": scope.is_running,
        "panels": panels_of(scope),
        "unit": Unit.current(),
        "printed_by": request.user,
        "now": scope.now,
        "perms": PermWrapper(request.user),
    }
    content = pdf("reports/figures/pictures_print.html", context)
    return pdf_answer(content, f"gambar-angka-{scope.year}")


# --- The rows behind a part ----------------------------------------------------------------


@may_open("reports.open_cell")
def pictures_rows(request):
    """As many rows as the picture says; ?what= says of which."""
    lists = {
        "jam": _met_at_hour,
        "kecamatan": _met_in,
        "lama": _stays,
        "silang": _crossed,
        "keluarga": _households,
        "mitra": _asked,
    }
    what = request.GET.get("what")
    if what not in lists:
        raise Http404
    year = year_of(request)
    context = {
        "kind": what,
        "year": year,
        "period": Period.year(year),
        "text": "Daftar di balik gambar",
        "is_stays": False,
        "closed": 0,
    }
    context |= lists[what](request, Period.year(year))
    context["back"] = f"{reverse('reports:pictures')}?year={year}#{what}"
    return render(request, "reports/figures/pictures_rows.html", context)


def _met_at_hour(request, period):
    weekday = one_of(request, "weekday", counts.WEEK)
    hour = one_of(request, "hour", [*counts.DAY, UNKNOWN])
    rows = counts.met_at_hour(
        period,
        int(weekday) if weekday else None,
        hour if hour in (None, UNKNOWN) else int(hour),
    )
    told = [WEEKDAYS[int(weekday) - 1]] if weekday else ["Semua hari"]
    if hour:
        told.append("jam tidak diketahui" if hour == UNKNOWN else f"pukul {int(hour):02}")
    return _met(request, rows, ", ".join(told))


def _met_in(request, period):
    code = request.GET.get("district", "")
    named = {OUTSIDE: "Di luar kota", UNKNOWN: "Kecamatan tidak diketahui"}
    if code in named:
        title = named[code]
    else:
        districts = Region.objects.of_makassar().filter(level=Region.Level.DISTRICT)
        title = f"Kecamatan {get_object_or_404(districts, code=code)}"
    return _met(request, counts.met_in(period, code), title)


def _met(request, rows, title):
    page, closed = page_of_open(request, rows, in_order(rows, is_stays=False))
    tell_all(row.person for row in page)
    rows = [(row, row) for row in page]
    return {"title": title, "page_obj": page, "rows": rows, "closed": closed}


def _stays(request, period):
    one = one_of(request, "length", [*map(counts.bin_key, counts.BINS), RUNNING])
    over = one_of(request, "over", ["yes", "no"])
    found = [
        each.stay
        for each in counts.lengths(period)
        if one in (None, each.bin)
        and (over is None or (each.days is not None and each.is_over == (over == "yes")))
    ]
    rows = figures.rows_behind(period, Measure.STAYS).filter(pk__in=found)
    page, closed = page_of_open(request, rows, in_order(rows, is_stays=True))
    rows = [(row, row.intake) for row in page]
    tell_all(intake.person for _, intake in rows)
    title = "Masih berjalan" if one == RUNNING else f"{(one or '').replace('-', '–')} hari"
    if one and one.endswith("-"):
        title = f"{one[:-1]} hari ke atas"
    if one is None:
        title = "Lama masa pembinaan"
    if over:
        title += ", lewat batas" if over == "yes" else ", sampai batas"
    context = {"title": title, "page_obj": page, "rows": rows, "closed": closed}
    return context | {"is_stays": True}


def _crossed(request, period):
    (cut, other), within = cuts_of(request), within_of(request)
    key, beside = _key(request, "key", cut), _key(request, "other", other)
    exits = counts.exits_crossed(
        period,
        days.today(),
        cut,
        key,
        other,
        beside,
        within,
        returned="returned" in request.GET,
    )
    page, closed = page_of_open(request, exits, _with_people(exits), "stay__person")
    tell_all(exit.stay.person for exit in page)
    return {
        "title": f"{_name(cut, key)}, {_name(other, beside)}",
        "text": _in_words(within, "returned" in request.GET),
        "page_obj": page,
        "closed": closed,
    }


def _with_people(exits):
    related = ["kind", "stay__person", "stay__intake__classification"]
    return exits.select_related(*related).order_by("-stay__ended_at", "-pk")


def _key(request, name, cut):
    """None is the row of those that have none."""
    if not request.GET.get(name):
        return None
    key = key_in(request, name)
    if key is None or not NAMES[cut][0].objects.filter(pk=key).exists():
        raise Http404
    return key


def _name(cut, key):
    model, column, none = NAMES[cut]
    return getattr(model.objects.get(pk=key), column) if key else none


def _in_words(within, returned):
    if returned:
        return f"Kembali ke jalan dalam {within} hari"
    return f"Keluar lebih dari {within} hari yang lalu" if within else "Keluar"


def _households(request, period):
    """A family is shown where each of its people may be known to the reader: of another one the
    list would tell whose family is in a closed file."""
    kind = one_of(request, "kind", ["keluarga", "sendiri"])
    within, returned = within_of(request, None), "returned" in request.GET
    if kind is None or (returned and not within):
        raise Http404
    found = [
        one
        for one in counts.households(counts.exits_left(period, days.today()))
        if one.is_family == (kind == "keluarga")
        and (within is None or (one.is_back if returned else one.is_judged)(within))
    ]
    people = {person for one in found for person in one.people}
    told = Person.objects.visible_to(request.user).filter(pk__in=people)
    told = set(told.values_list("pk", flat=True))
    shown = [one for one in found if one.people <= told]
    page = counted_page_of(shown, request, PAGE)
    keys = [left.exit for one in page for left in one.exits]
    exits = _with_people(Exit.objects.filter(pk__in=keys)).in_bulk()
    after = {left.exit: left.after for one in page for left in one.exits}
    for key, exit in exits.items():
        exit.after = after[key]
    return {
        "title": "Keluarga" if kind == "keluarga" else "Tanpa keluarga tercatat",
        "text": _in_words(within, returned),
        "page_obj": page,
        "families": [[exits[left.exit] for left in one.exits] for one in page],
        "closed": len(found) - len(shown),
    }


@dataclass(frozen=True)
class AskedRow:
    """A question or a referral in the list behind a partner's answers."""

    what: str
    href: str
    at: datetime
    heard_at: datetime | None
    due: datetime | None


def _asked(request, period):
    """What of it this reader may open; the others are a number below."""
    if not request.user.has_perm("partners.view_referral"):
        raise Http404
    key = key_in(request, "partner")
    partner = get_object_or_404(named_for(request.user), pk=key)
    which = one_of(request, "which", ["kept", "answered"])
    found = [
        one
        for one in counts.asked_of(period.first.year, named_for(request.user).filter(pk=key))
        if which is None or (one.heard_at is not None and (which == "answered" or one.is_kept))
    ]
    referrals, asked = ([one.key for one in found if one.is_question == is_q] for is_q in (0, 1))
    people = Referral.objects.visible_to(request.user).filter(pk__in=referrals)
    people = {row.pk: row for row in people.select_related("person")}
    questions = AskedPartner.objects.visible_to(request.user).filter(pk__in=asked)
    questions = {row.pk: row for row in questions.select_related("question__stay__person")}
    rows = []
    for one in sorted(found, key=lambda each: (each.at, each.key)):
        row = (questions if one.is_question else people).get(one.key)
        if row is None:
            continue
        if one.is_question:
            href = reverse("partners:question_detail", args=[row.question_id])
            what = f"Tanya tempat: {row.question.stay.person}"
        else:
            href = reverse("partners:referral_detail", args=[row.pk])
            what = f"Rujukan: {row.person}"
        rows.append(AskedRow(what, href, one.at, one.heard_at, one.due))
    words = {None: "Ditanya", "answered": "Sudah menjawab", "kept": "Menjawab tepat waktu"}
    return {
        "title": str(partner),
        "text": words[which],
        "page_obj": counted_page_of(rows, request, PAGE),
        "closed": len(found) - len(rows),
    }
