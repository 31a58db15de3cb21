from django import forms
from django.db.models import Max

from cases.stays.models import StayRule
from rptc import days, words
from rptc.forms import ChoiceButtons, DayInput


class StayRuleForm(forms.ModelForm):
    """A new rule. Rules that a stay began under are never changed: a new one begins later."""

    class Meta:
        model = StayRule
        fields = [
            "classification",
            "min_length",
            "max_length",
            "unit",
            "extension_days",
            "legal_basis",
            "valid_from",
            "valid_until",
        ]
        widgets = {"valid_from": DayInput, "valid_until": DayInput, "unit": ChoiceButtons}

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["classification"].empty_label = "Semua klasifikasi"


class StayRuleEndForm(forms.ModelForm):
    """What may still change on a rule: its legal basis, and the day on which it ends."""

    class Meta:
        model = StayRule
        fields = ["legal_basis", "valid_until"]
        widgets = {"valid_until": DayInput}

    def clean_valid_until(self):
        day = self.cleaned_data["valid_until"]
        if day and day < days.today() and day != self.initial.get("valid_until"):
            raise forms.ValidationError("Aturan tidak dapat diakhiri mundur.")
        last = self.instance.stays.aggregate(last=Max("began_at"))["last"]
        if day and last and days.day_of(last) >= day:
            raise forms.ValidationError(
                f"Pada {words.tanggal(last)} ada yang masuk dengan aturan ini. Pilih sesudahnya."
            )
        return day
