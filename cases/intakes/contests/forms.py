from django import forms

from cases.intakes.contests.models import Contest
from rptc.forms import ChoiceButtons, PlainHelper
from rptc.sending import SendKeyForm


class ContestForm(SendKeyForm, forms.ModelForm):
    helper = PlainHelper()

    class Meta:
        model = Contest
        fields = ["said_by", "reason"]
        widgets = {"reason": forms.Textarea(attrs={"rows": 3})}
        help_texts = {"said_by": "Klien sendiri, atau siapa yang mewakilinya."}


class ContestDecisionForm(forms.Form):
    helper = PlainHelper()
    decision = forms.ChoiceField(
        label="Keputusan",
        choices=[("uphold", "Benarkan keberatan"), ("reject", "Tolak keberatan")],
        widget=ChoiceButtons,
        error_messages={"required": "Pilih benarkan atau tolak."},
    )
    note = forms.CharField(
        label="Alasan",
        max_length=300,
        error_messages={"required": "Tulis alasan keputusan."},
    )
