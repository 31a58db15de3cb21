from django import forms

from cases.intakes.sheets.models import MOST_SHEETS, SheetBatch
from rptc.sending import SendKeyForm


class SheetBatchForm(SendKeyForm, forms.ModelForm):
    copies = forms.IntegerField(
        label="Jumlah lembar", min_value=1, max_value=MOST_SHEETS, initial=20
    )

    class Meta:
        model = SheetBatch
        fields = ["copies", "for_whom"]
        help_texts = {"for_whom": "Siapa yang membawanya, misalnya Regu 2 atau piket malam."}


class SheetVoidForm(forms.Form):
    reason = forms.CharField(
        label="Mengapa batal",
        max_length=200,
        help_text="Misalnya basah, hilang, atau salah tulis.",
        error_messages={"required": "Tulis mengapa lembar ini batal."},
    )
