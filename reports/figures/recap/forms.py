import datetime

from django import forms

from cases.intakes.models import Door, Outcome
from reports.figures.models import CountingRule, OfficialFigure
from reports.figures.periods import FIRST_YEAR, Period
from rptc import days
from rptc.forms import DayInput


class PeriodForm(forms.Form):
    """Any from-to, both days included, as it stands in the address (?from=&to=)."""

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        # "from" is a word of Python: these two cannot be attributes of the class.
        self.fields["from"] = forms.DateField(label="Dari", widget=DayInput)
        self.fields["to"] = forms.DateField(label="Sampai", widget=DayInput)

    def clean(self):
        cleaned = super().clean()
        first, last = cleaned.get("from"), cleaned.get("to")
        if first and first.year < FIRST_YEAR:
            self.add_error("from", f"Data dimulai tahun {FIRST_YEAR}.")
        if last and last.year > days.today().year:
            self.add_error("to", f"Paling akhir 31/12/{days.today().year}.")
        if first and last and last < first:
            self.add_error("to", "Tanggal akhir tidak boleh sebelum tanggal awal.")
        return cleaned

    @property
    def period(self):
        return Period.of_days(self.cleaned_data["from"], self.cleaned_data["to"])


class CountingRuleForm(forms.ModelForm):
    """A rule for coming periods: what was counted stays counted as it was."""

    doors = forms.MultipleChoiceField(
        label="Pintu masuk yang dihitung",
        choices=Door.choices,
        initial=Door.values,
        widget=forms.CheckboxSelectMultiple,
    )
    outcomes = forms.MultipleChoiceField(
        label="Hasil yang dihitung",
        choices=Outcome.choices,
        initial=[outcome for outcome in Outcome.values if outcome != Outcome.REFUSED],
        widget=forms.CheckboxSelectMultiple,
    )

    class Meta:
        model = CountingRule
        fields = ["valid_from", "doors", "outcomes", "reason"]
        widgets = {"valid_from": DayInput}

    def clean_valid_from(self):
        day = self.cleaned_data["valid_from"]
        if day <= days.today():
            tomorrow = days.today() + datetime.timedelta(days=1)
            raise forms.ValidationError(
                f"Aturan hanya untuk masa mendatang, paling awal {tomorrow:%d/%m/%Y}."
                " Yang sudah dihitung tidak berubah."
            )
        return day


class OfficialFiguresForm(forms.Form):
    """The published table of a year: L and P of each class that it had."""

    def __init__(self, *args, classes, published, **kwargs):
        super().__init__(*args, **kwargs)
        self.classes = classes
        for classification in classes:
            figure = published.get(classification.pk)
            for column, label in (("male", "laki-laki"), ("female", "perempuan")):
                self.fields[f"{column}_{classification.pk}"] = forms.IntegerField(
                    label=f"{classification}, {label}",
                    min_value=0,
                    max_value=100_000,
                    required=False,
                    error_messages={
                        "invalid": "Isi dengan angka.",
                        "min_value": "Paling sedikit 0.",
                    },
                    initial=getattr(figure, column) if figure else None,
                )

    def clean(self):
        cleaned = super().clean()
        for classification in self.classes:
            male, female = f"male_{classification.pk}", f"female_{classification.pk}"
            if self.errors.keys() & {male, female}:
                continue
            for here, other in ((male, female), (female, male)):
                if cleaned.get(here) is None and cleaned.get(other) is not None:
                    self.add_error(here, "Isi juga kolom ini, atau kosongkan keduanya.")
        return cleaned

    @property
    def lines(self):
        """(class, field L, field P) in the printed order."""
        return [(c, self[f"male_{c.pk}"], self[f"female_{c.pk}"]) for c in self.classes]

    def figures(self, year):
        """The figures as they were typed; a class without numbers has none."""
        return [
            OfficialFigure(
                year=year,
                classification=c,
                male=self.cleaned_data[f"male_{c.pk}"],
                female=self.cleaned_data[f"female_{c.pk}"],
            )
            for c in self.classes
            if self.cleaned_data[f"male_{c.pk}"] is not None
        ]
