from cases.stays.free_days.models import FreeDay
from rptc.forms import DayInput, RowForm


class FreeDayForm(RowForm):
    class Meta:
        model = FreeDay
        fields = ["on", "name", "is_yearly"]
        widgets = {"on": DayInput}
