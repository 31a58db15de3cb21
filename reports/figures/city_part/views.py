import hashlib

from django.shortcuts import render

from reports.figures.city_part.contents import city_part as part_for
from reports.figures.city_part.forms import CityPartWordForm
from reports.figures.city_part.models import CityPartWord
from reports.figures.city_part.told import text_of, title_of
from reports.figures.periods import FIRST_YEAR
from reports.figures.recap.files import HIDDEN_NOTE
from reports.figures.recap.published import NotPublished
from reports.figures.recap.views import not_published, year_or_404
from rptc import days
from rptc.acting import go_on, sent
from rptc.admission import may_fill, may_open
from rptc.audit.record import enter, record
from rptc.context import unit_of
from rptc.letters.models import Signatory, Unit
from rptc.pages import counted_page_of
from rptc.printing import pdf, pdf_answer

PRINTED = "reports/figures/city_part_print.html"


@may_open("reports.view_city_part")
def city_part(request, year):
    """What the city's own reports hold of this house in a year."""
    year_or_404(year)
    try:
        part = part_for(request.user, year)
    except NotPublished as why:
        return not_published(request, why, 200)
    context = {"part": part, "title": title_of(part), "hidden_note": HIDDEN_NOTE}
    context["years"] = [each for each in (year - 1, year + 1) if _is_a_year(each)]
    return render(request, "reports/figures/city_part.html", context)


def _is_a_year(year):
    return FIRST_YEAR <= year <= days.today().year


@may_open("reports.view_city_part")
def city_part_text(request, year):
    """The same as plain lines, to be pasted into the city's document."""
    year_or_404(year)
    try:
        part = part_for(request.user, year, to_send=True)
    except NotPublished as why:
        return not_published(request, why, 200)
    text = text_of(part, unit_of(request))
    context = {"part": part, "title": title_of(part), "text": text}
    return render(request, "reports/figures/city_part_text.html", context)


@may_open("reports.view_city_part")
def city_part_file(request, year):
    year_or_404(year)
    try:
        part = part_for(request.user, year, to_send=True)
    except NotPublished as why:
        return not_published(request, why, 400)
    today = days.today()
    context = {
        "part": part,
        "title": title_of(part),
        "hidden_note": HIDDEN_NOTE,
        "unit": Unit.current(),
        "signatory": Signatory.objects.on(today).first(),
        "today": today,
    }
    content = pdf(PRINTED, context)
    sha256 = hashlib.sha256(content).hexdigest()
    record(request.user, "printed", page=title_of(part), sha256=sha256)
    return pdf_answer(content, f"bagian-rptc-{year}")


@may_fill("reports.write_city_part")
def city_part_write(request, year):
    """Permasalahan and tindak lanjut; below, what was written before."""
    year_or_404(year)
    rows = CityPartWord.objects.of_year(year).select_related("recorded_by")
    page = counted_page_of(rows, request, 25)
    standing = rows.first()
    initial = {"problems": standing.problems, "follow_up": standing.follow_up} if standing else {}
    form = CityPartWordForm(
        request.POST or None, instance=CityPartWord(year=year), initial=initial
    )
    if sent(form, _write, by=request.user):
        return go_on(request, "Kalimat tersimpan.", "reports:city_part", year)
    context = {"form": form, "year": year, "page_obj": page}
    return render(request, "reports/figures/city_part_write.html", context)


def _write(row, *, by):
    return enter(row, "wrote", by=by)
