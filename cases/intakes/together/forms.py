from django import forms

from cases.intakes.models import Intake
from cases.people.relations.actions import QUICK_TIES
from rptc.forms import ChoiceButtons
from rptc.sending import SendKeyForm

TIES = [(tie.value, tie.label) for tie in QUICK_TIES]


class RowChoice(forms.ModelChoiceField):
    """A row of the patrol, by the name that this reader may know."""

    user = None

    def label_from_instance(self, intake):
        return f"{intake.name_for(self.user)}, {intake.sex}, {intake.age_text}"


class TogetherForm(SendKeyForm):
    other = RowChoice(
        Intake.objects.none(),
        label="Dijangkau bersama",
        empty_label="Pilih orang",
        error_messages={"required": "Pilih orang yang lain."},
    )
    tie = forms.ChoiceField(
        label="Orang ini adalah",
        choices=TIES,
        widget=ChoiceButtons,
        error_messages={"required": "Pilih hubungannya."},
    )
    note = forms.CharField(
        label="Tanda eksploitasi yang terlihat",
        required=False,
        max_length=300,
        help_text="Kosongkan bila tidak ada. Tanda melekat pada orang dewasanya, tidak pada anak.",
    )

    def __init__(self, *args, rows, user, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["other"].user = user
        self.fields["other"].queryset = rows
        self.initial.setdefault("other", rows.first())
