from django import forms

from partners.silence.models import Reminder
from rptc.forms import RowForm
from rptc.sending import SendKeyForm


class ReminderForm(SendKeyForm, RowForm):
    """What came of it is the button that is pressed."""

    class Meta:
        model = Reminder
        fields = ["says", "said_by", "words"]
        error_messages = {"says": {"required": "Tekan hasilnya."}}


class AskBackForm(SendKeyForm, RowForm):
    """What the partner wants to know first."""

    needed = ("words",)

    class Meta:
        model = Reminder
        fields = ["words"]
        labels = {"words": "Pertanyaan untuk RPTC"}
        widgets = {"words": forms.Textarea({"rows": 3})}
        error_messages = {"words": {"required": "Tulis pertanyaannya."}}
