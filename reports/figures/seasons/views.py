from reports.figures.seasons.forms import SpecialPeriodForm
from reports.figures.seasons.models import SpecialPeriod
from rptc.admission import may_fill
from rptc.setup_pages import edit_row, list_rows


@may_fill("reports.change_report_calendar")
def special_period_list(request):
    """Ramadan, Lebaran, school holidays, campaigns: what a comparison of periods says."""
    return list_rows(request, SpecialPeriodForm, SpecialPeriod.objects.all(), "reports/figures")


@may_fill("reports.change_report_calendar")
def special_period_edit(request, special_period_id):
    return edit_row(request, SpecialPeriodForm, special_period_id, "reports/figures")
