from partners.silence.models import Reminder
from rptc.forms import RowForm
from rptc.sending import SendKeyForm


class ReminderForm(SendKeyForm, RowForm):
    """What came of it is the button that is pressed."""

    class Meta:
        model = Reminder
        fields = ["says", "said_by", "words"]
        error_messages = {"says": {"required": "Tekan hasilnya."}}
