from django import forms

from cases.stays.extensions.models import Extension
from rptc import days
from rptc.decisions import DecisionForm
from rptc.forms import DayInput, line
from rptc.sending import SendKeyForm, SentForm, row_key
from rptc.words import tanggal


def suggested_day(stay):
    """The shortest span of the stay's own rule once more, from tomorrow or the last day on."""
    day_after = max(stay.last_on, days.today()) + days.ONE_DAY
    shortest = days.last_day(day_after, stay.rule.min_length, stay.rule.unit)
    return min(shortest, stay.longest_extension)


class ExtensionForm(SendKeyForm, forms.ModelForm):
    class Meta:
        model = Extension
        fields = ["new_last_on", "reason"]
        widgets = {"new_last_on": DayInput, "reason": forms.Textarea(attrs={"rows": 3})}
        help_texts = {"reason": "Mengapa belum dapat keluar, dan apa yang dikerjakan."}
        error_messages = {
            "new_last_on": {"required": "Pilih sampai kapan."},
            "reason": {"required": "Tulis alasannya."},
        }

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        # The row has none yet: an empty value of its own would hide this one.
        self.initial["new_last_on"] = suggested_day(self.instance.stay)
        longest = self.instance.stay.longest_extension
        self.fields["new_last_on"].help_text = f"Paling lama sampai {tanggal(longest)}."


class ExtensionsForm(SendKeyForm):
    """What several have in common: until when, and why."""

    new_last_on = forms.DateField(
        label="Hari terakhir yang baru",
        widget=DayInput,
        error_messages={"required": "Pilih sampai kapan."},
    )
    reason = line("Alasan", "Tulis alasannya.", 1000, widget=forms.Textarea(attrs={"rows": 3}))
    field_order = ["new_last_on", "reason"]


class ExtensionRowForm(SentForm):
    """One of several: ticked or not, with a day or a reason of its own where it differs."""

    chosen = forms.BooleanField(required=False)
    new_last_on = forms.DateField(label="Hari terakhir lain", required=False, widget=DayInput)
    reason = forms.CharField(label="Alasan lain", required=False, max_length=1000)

    def __init__(self, *args, stay, **kwargs):
        super().__init__(*args, prefix=str(stay.pk), **kwargs)
        self.stay = stay
        self.fields["chosen"].label = str(stay.person)

    def adopt(self, common):
        """What the row leaves open, it has in common with the others; the key is its own."""
        for name in ("new_last_on", "reason"):
            self.cleaned_data[name] = self.cleaned_data[name] or common[name]
        self.cleaned_data["send_key"] = row_key(common["send_key"], self.stay.pk)

    def extension(self):
        answer = self.cleaned_data
        return Extension(
            stay=self.stay, new_last_on=answer["new_last_on"], reason=answer["reason"]
        )


class DecisionRowForm(DecisionForm):
    """One of several that wait: decided now, or left for later."""

    def __init__(self, *args, row, **kwargs):
        super().__init__(*args, row=row, seen=row.seen, prefix=str(row.pk), **kwargs)
        self.stay = row.stay
        self.fields["decision"].required = False
