from cases.stays.free_days.forms import FreeDayForm
from cases.stays.free_days.models import FreeDay
from rptc.admission import may_fill
from rptc.setup_pages import edit_row, list_rows


@may_fill("cases.change_free_day")
def free_day_list(request):
    return list_rows(request, FreeDayForm, FreeDay.objects.all(), "cases/stays")


@may_fill("cases.change_free_day")
def free_day_edit(request, free_day_id):
    return edit_row(request, FreeDayForm, free_day_id, "cases/stays")
