from cases.papers.siks.models import SiksEntry
from rptc.forms import RowForm
from rptc.sending import SendKeyForm


class SiksEntryForm(SendKeyForm, RowForm):
    class Meta:
        model = SiksEntry
        fields = []
