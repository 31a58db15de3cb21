from django import forms

from cases.gate.somebody_else.models import SomebodyElse
from rptc.sending import SendKeyForm


class SomebodyElseForm(SendKeyForm, forms.ModelForm):
    class Meta:
        model = SomebodyElse
        fields = ["why"]
        widgets = {"why": forms.Textarea(attrs={"rows": 3})}
        help_texts = {
            "why": "Satu kalimat: apa yang Anda lihat atau tanyakan, misalnya KTP dan wajahnya."
        }
        error_messages = {"why": {"required": "Tulis mengapa ia orang lain."}}
