import hashlib
from dataclasses import dataclass

from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.http import content_disposition_header

from cases.house.presence.views import month_of
from cases.people.models import Person, Sex
from cases.stays.spm import Spm
from reports.figures.periods import Period
from reports.figures.recap.published import NotPublished, sees_all
from reports.figures.recap.views import choice_or_404, not_published, year_or_404
from reports.figures.services import files
from reports.figures.services.forms import SpmTargetForm
from reports.figures.services.models import ROWS, SpmTarget
from reports.figures.services.quarter import Served, number_of, quarter_of, served
from reports.figures.services.spm import Line, services_of
from rptc import days
from rptc.acting import go_on, sent
from rptc.admission import may_fill, may_open
from rptc.audit.record import enter, record
from rptc.lists import Column, Listed, may_list, render_list
from rptc.pages import counted_page_of

# Five screens of a telephone.
PAGE = 20
LENGTHS = {"3": 3, "6": 6, "12": 12}


@may_open("reports.view_spm")
def service_figures(request):
    """?month=2026-11: what was given, by what the city counts; numbers alone. With &months=3, 6 or
    12: of the triwulan, semester or year in which that month lies. The office reads what is
    over."""
    first, months = month_of(request), LENGTHS.get(request.GET.get("months"), 1)
    sees_running, today = sees_all(request.user), days.today()
    if not sees_running and "month" not in request.GET:
        first = days.add_months(first, -1)
    period = Period.of_months(first.year, first.month - (first.month - 1) % months, months)
    if not (sees_running or period.is_over(today)):
        why = NotPublished(f"Layanan {period.title} dapat dibaca sesudah masanya berakhir.")
        return not_published(request, why, 200)
    first, after = period.first, period.until
    next_until = after if sees_running else days.add_months(after, months)
    services = services_of(first, after)
    context = {
        "services": services,
        "lines": Line,
        "rows": [
            (spm, list(zip(Line, cells, strict=True)), given)
            for spm, cells, given in services.rows
        ],
        "period": period,
        "months": months,
        "month": first,
        "before": days.add_months(first, -months) if first.year > 2000 else None,
        "after": after if next_until <= today else None,
    }
    return render(request, "reports/figures/service_figures.html", context)


# --- The return of a triwulan --------------------------------------------------------------


@may_open("reports.view_spm_report")
def spm(request):
    """The last triwulan that is over."""
    today = days.today()
    this = Period.quarter(today.year, (today.month + 2) // 3)
    before = Period(days.add_months(this.first, -3), this.first)
    return redirect("reports:spm_quarter", before.first.year, number_of(before))


def _quarter_for(user, year, number) -> Period:
    """Exact for whoever sends and reads the return, once it is over; of a running triwulan office
    and Dinas read nothing. Raises NotPublished."""
    year_or_404(year)
    if not 1 <= number <= 4:
        raise Http404
    period = Period.quarter(year, number)
    if period.first > days.today():
        raise Http404
    if not period.is_over(days.today()) and not sees_all(user):
        raise NotPublished(f"SPM {period.title} dapat dibaca sesudah triwulannya berakhir.")
    return period


@may_open("reports.view_spm_report")
def spm_quarter(request, year, quarter):
    try:
        period = _quarter_for(request.user, year, quarter)
    except NotPublished as why:
        return not_published(request, why, 200)
    after = Period(period.until, days.add_months(period.until, 3))
    shows_after = after.is_over(days.today()) or (
        sees_all(request.user) and after.first <= days.today()
    )
    before = Period(days.add_months(period.first, -3), period.first)
    context = {
        "found": quarter_of(period),
        "period": period,
        "is_over": period.is_over(days.today()),
        "before": (before.first.year, number_of(before)) if before.first.year >= 2000 else None,
        "after": (after.first.year, number_of(after)) if shows_after else None,
    }
    return render(request, "reports/figures/spm.html", context)


@may_open("reports.view_spm_report")
def spm_file(request, year, quarter, extension):
    try:
        found = quarter_of(_quarter_for(request.user, year, quarter))
    except NotPublished as why:
        return not_published(request, why, 400)
    content_type, make, verb = files.FILES[extension]
    content = make(found, request.user)
    sha256 = hashlib.sha256(content).hexdigest()
    page = files.title_of(found)
    record(request.user, verb, page=page, format=extension, sha256=sha256)
    answer = HttpResponse(content, content_type=content_type)
    answer["Content-Disposition"] = content_disposition_header(
        as_attachment=extension != "pdf", filename=f"spm-{year}-triwulan-{quarter}.{extension}"
    )
    return answer


@may_fill("reports.set_spm_target")
def spm_target_set(request, year):
    """?row=a: the one that was tapped; ?quarter=3: of the triwulan to come back to. Below, what
    was typed before."""
    year_or_404(year - 1)
    row = choice_or_404(Line, request.GET.get("row", ""))
    asked = request.GET.get("quarter", "")
    quarter = int(asked) if asked in {"1", "2", "3", "4"} else 1
    form = SpmTargetForm(
        request.POST or None, instance=SpmTarget(year=year), initial={"line": row or ""}
    )
    if saved := sent(form, _set_target, by=request.user):
        here = reverse("reports:spm_target_set", args=[year])
        return go_on(request, f"{saved}: {saved.words}.", f"{here}?quarter={quarter}")
    history = SpmTarget.objects.of_year(year).select_related("recorded_by")
    context = {"form": form, "year": year, "page_obj": counted_page_of(history, request, 25)}
    context["back"] = reverse("reports:spm_quarter", args=[year, quarter])
    return render(request, "reports/figures/spm_target_set.html", context)


def _set_target(row, *, by):
    return enter(row, "set_target", by=by)


# --- The people behind a number ------------------------------------------------------------

SPM_PEOPLE = Listed(
    "spm-orang",
    "Orang yang dihitung SPM",
    asks=["year", "quarter", "row", "new", "sex", "service", "nik"],
    columns=[
        Column("Nama", lambda each, user: str(each.person), names=True),
        Column("Berkas", lambda each, user: each.person.file_number, names=True),
        Column("NIK", lambda each, user: each.person.nik or "tanpa NIK", names=True),
        Column("L/P", lambda each, user: each.person.sex),
        Column("Baris", lambda each, user: each.served.line.value, about=True),
        Column("Pertama dilayani", lambda each, user: each.served.first_on),
        Column("Layanan", lambda each, user: each.services, about=True),
    ],
)


@may_list("reports.open_cell", SPM_PEOPLE)
def spm_people(request):
    """?year=&quarter=: who was served from the begin of the year to the end of that triwulan, else
    up to now; &row= of one row, &sex=, &service= within the triwulan, &new=1 the first time in the
    year. A person stands once in each row. &nik=ada or tanpa: those with a NIK, or without."""
    asked = request.GET
    period, row = _period_asked(asked), choice_or_404(Line, asked.get("row", ""))
    told = {
        "rows": [row] if row else ROWS,
        "is_new": "new" in asked,
        "spm": choice_or_404(Spm, asked.get("service", "")) or "",
        "sex": choice_or_404(Sex, asked.get("sex", "")) or "",
    }
    found = served(period, **told)
    people = Person.objects.visible_to(request.user)
    people = people.in_bulk({each.person for each in found})
    rows = [(people[each.person], each) for each in found if each.person in people]
    rows.sort(key=lambda pair: (pair[1].line, pair[0].name.casefold(), pair[0].pk))
    shown = {
        "": ("Semua", rows),
        "ada": ("Dengan NIK", [pair for pair in rows if pair[0].nik]),
        "tanpa": ("Tanpa NIK", [pair for pair in rows if not pair[0].nik]),
    }
    nik = asked.get("nik", "")
    if nik not in shown:
        raise Http404
    page = counted_page_of(shown[nik][1], request, PAGE)
    page.object_list = [Shown(*pair) for pair in page.object_list]
    title = " ".join(filter(None, [files.SHORT, row and f"baris {row.value}", period.title]))
    context = {
        "page_obj": page,
        "title": title,
        "text": _figure_in_words(told),
        "period": period,
        "quarter": number_of(period),
        "number": len(found),
        "closed": len(found) - len(rows),
        "counts": [
            (len(chosen), label, _address(asked, nik=name))
            for name, (label, chosen) in shown.items()
        ],
        "here": _address(asked, nik=nik),
    }
    return render_list(request, "reports/figures/spm_people.html", context)


@dataclass(frozen=True)
class Shown:
    """One person in one row, with what the list says of them."""

    person: Person
    served: Served

    @property
    def services(self) -> str:
        return ", ".join(Spm(each).label for each in self.served.services)


def _period_asked(asked) -> Period:
    today = days.today()
    year = asked.get("year", str(today.year))
    quarter = asked.get("quarter", str((today.month + 2) // 3))
    if not (year.isascii() and year.isdecimal() and len(year) == 4 and quarter in set("1234")):
        raise Http404
    period = Period.quarter(year_or_404(int(year)).first.year, int(quarter))
    if period.first > today:
        raise Http404
    return period


def _figure_in_words(told) -> str:
    sex = Sex(told["sex"]).label if told["sex"] else ""
    if told["spm"]:
        what = f"{told['spm'].label}, dalam triwulan ini"
    elif told["is_new"]:
        what = "Pertama kali dilayani tahun ini dalam triwulan ini"
    else:
        what = "Dilayani sejak awal tahun"
    return f"{what}, {sex.lower()}" if sex else what


def _address(asked, **more) -> str:
    query = asked.copy()
    query.pop("page", None)
    for name, value in more.items():
        query[name] = value
    return f"?{query.urlencode()}"
