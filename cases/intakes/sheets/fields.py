from django import forms

from cases.intakes.sheets.models import PaperSheet, read_number, write_number
from rptc import days


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
