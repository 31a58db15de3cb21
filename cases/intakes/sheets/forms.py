from django import forms

from cases.intakes.sheets.models import (
    MOST_SHEETS,
    PaperSheet,
    SheetBatch,
    read_number,
    write_number,
)
from rptc import days
from rptc.forms import line
from rptc.sending import SendKeyForm


class SheetField(forms.CharField):
    """ "Nomor lembar kertas": the sheet that a row is typed from, or None. That nobody has typed
    it meanwhile is for the action to say, which locks it."""

    def __init__(self, **kwargs):
        super().__init__(
            label="Nomor lembar kertas",
            required=False,
            max_length=20,
            widget=forms.TextInput(attrs={"autocomplete": "off", "placeholder": "LK-"}),
            **kwargs,
        )

    def clean(self, value):
        text = super().clean(value)
        if not text:
            return None
        number = read_number(text, days.today().year)
        if number is None:
            raise forms.ValidationError("Tulis seperti yang tercetak, misalnya LK-2026-0007.")
        sheet = PaperSheet.objects.filter(year=number[0], sequence=number[1]).first()
        if sheet is None:
            raise forms.ValidationError(f"{write_number(*number)} belum pernah dicetak.")
        return sheet


class SheetBatchForm(SendKeyForm, forms.ModelForm):
    copies = forms.IntegerField(
        label="Jumlah lembar", min_value=1, max_value=MOST_SHEETS, initial=20
    )

    class Meta:
        model = SheetBatch
        fields = ["copies", "for_whom"]
        help_texts = {"for_whom": "Siapa yang membawanya, misalnya Regu 2 atau piket malam."}


class SheetVoidForm(forms.Form):
    reason = line(
        "Mengapa batal",
        "Tulis mengapa lembar ini batal.",
        200,
        help_text="Misalnya basah, hilang, atau salah tulis.",
    )
