from django import forms

from cases.intakes.contests.models import Contest
from rptc.sending import SendKeyForm


class ContestForm(SendKeyForm, forms.ModelForm):
    class Meta:
        model = Contest
        fields = ["said_by", "reason"]
        widgets = {"reason": forms.Textarea(attrs={"rows": 3})}
        help_texts = {"said_by": "Klien sendiri, atau siapa yang mewakilinya."}
