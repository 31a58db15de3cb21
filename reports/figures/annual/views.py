import hashlib

from django.core.exceptions import ValidationError
from django.http import HttpResponse
from django.shortcuts import render
from django.utils.http import content_disposition_header

from reports.figures.annual import sentences
from reports.figures.annual.contents import SECTIONS, annual
from reports.figures.closing.freezing import look
from reports.figures.closing.standing import standing_of
from reports.figures.recap import charts, figures
from reports.figures.recap.figures import Measure
from reports.figures.recap.files import NOTES
from reports.figures.recap.published import NotPublished, sees_all
from reports.figures.recap.views import not_published, year_or_404
from rptc import days
from rptc.admission import may_open
from rptc.audit.record import record
from rptc.letters.models import Signatory, Unit
from rptc.printing import pdf

PRINTED = "reports/figures/annual_report_print.html"


def _year_for(user, year):
    """A year that has ended is exact for whoever signs the report and whoever prepares it. Of a
    running one the office reads elsewhere only the months that are over."""
    period = year_or_404(year)
    if not period.is_over(days.today()) and not sees_all(user):
        raise NotPublished(f"Laporan tahunan {year} dapat dibaca sesudah tahunnya berakhir.")
    return period


@may_open("reports.view_annual_report")
def annual_report(request, year):
    """How the year stands, and what the report will hold; each part leads to its own page."""
    try:
        period = _year_for(request.user, year)
    except NotPublished as why:
        return not_published(request, why, 200)
    standing = standing_of(period, look(period))
    context = {
        "period": period,
        "year": year,
        "years": [
            each for each in figures.years() if each < days.today().year or sees_all(request.user)
        ],
        "standing": standing,
        "year_text": str(year),
        "parts": [
            (part, part.page(period) if request.user.has_perm(part.permission) else "")
            for part in SECTIONS
        ],
    }
    return render(request, "reports/figures/annual_report.html", context)


@may_open("reports.view_annual_report")
def annual_report_file(request, year):
    """The report itself, ready to be signed."""
    try:
        _year_for(request.user, year)
        found = annual(year)
    except NotPublished as why:
        return not_published(request, why, 400)
    except ValidationError as busy:
        return not_published(request, busy.messages[0], 503)
    content = pdf(PRINTED, printed(found))
    record(
        request.user,
        "printed",
        page=f"laporan tahunan {year}",
        sha256=hashlib.sha256(content).hexdigest(),
    )
    return HttpResponse(
        content,
        content_type="application/pdf",
        headers={
            "Content-Disposition": content_disposition_header(
                as_attachment=False, filename=f"laporan-tahunan-{year}.pdf"
            )
        },
    )


def printed(found) -> dict:
    """What the printed report shows."""
    today = days.today()
    return {
        "annual": found,
        "say": {
            section.key: getattr(sentences, f"of_{section.key}")(found)
            for section in found.sections
            if section.key != "standing"
        },
        "bars": charts.lying_bars(found.recap),
        "note": NOTES[Measure.INTAKES],
        "unit": Unit.current(),
        "signatory": Signatory.objects.on(today).first(),
        "today": today,
    }
