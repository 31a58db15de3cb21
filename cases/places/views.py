from cases.places.forms import HotSpotForm
from cases.places.models import HotSpot
from rptc.admission import may_fill
from rptc.setup_pages import edit_row, list_rows


@may_fill("cases.change_hot_spot")
def hot_spot_list(request):
    rows = HotSpot.objects.select_related("village__parent").order_by("name", "pk")
    return list_rows(request, HotSpotForm, rows, "cases/places")


@may_fill("cases.change_hot_spot")
def hot_spot_edit(request, hot_spot_id):
    return edit_row(request, HotSpotForm, hot_spot_id, "cases/places")
