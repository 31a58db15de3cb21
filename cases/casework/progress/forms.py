import hashlib

from django import forms

from cases.casework.progress.models import ASPECTS, Component, ProgressReport, ProgressRow
from rptc import days
from rptc.forms import PastDayField, RowForm
from rptc.sending import SendKeyForm


class ProgressReportForm(SendKeyForm, RowForm):
    class Meta:
        model = ProgressReport
        fields = ["on", "conclusion"]
        field_classes = {"on": PastDayField}
        widgets = {"conclusion": forms.Textarea({"rows": 4})}

    def __init__(self, *args, rows, **kwargs):
        super().__init__(*args, **kwargs)
        self.rows = rows
        self.initial["on"] = self.initial.get("on") or days.today()

    @property
    def filled(self):
        return [row.instance for row in self.rows if row.has_changed()]

    def clean(self):
        cleaned = super().clean()
        # Each row, whatever is wrong with another.
        if not all([row.is_valid() for row in self.rows]):
            self.add_error(None, "Periksa komponen yang bertanda merah.")
        elif not self.filled:
            self.add_error(None, "Nilai sedikitnya satu komponen.")
        return cleaned

    def digest(self):
        """The fingerprint of the report and its rows."""
        rows = [f"{row.prefix}{sorted(row.cleaned_data.items())}" for row in self.rows]
        return hashlib.sha256("\n".join([super().digest(), *rows]).encode()).hexdigest()


class ProgressRowForm(RowForm):
    """One component: nothing is chosen until somebody chooses it."""

    unchosen = dict.fromkeys(ASPECTS, "Belum dinilai")

    class Meta:
        model = ProgressRow
        fields = [*ASPECTS, "remark"]

    @property
    def name(self):
        return self.instance.get_component_display()

    @property
    def aspects(self):
        return [self[name] for name in ASPECTS]


def component_rows(data):
    """A form for each component, in the order of the paper."""
    return [
        ProgressRowForm(
            data,
            prefix=component,
            instance=ProgressRow(component=component),
            empty_permitted=True,
            use_required_attribute=False,
        )
        for component in Component
    ]
