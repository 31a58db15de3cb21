from django import forms

from cases.people.models import SOURCES_TODAY, Source
from cases.people.relations.actions import Tie
from rptc.sending import SendKeyForm


class RelationForm(SendKeyForm):
    tie = forms.ChoiceField(
        label="Orang ini",
        choices=[("", "Pilih hubungan"), *Tie.choices],
        error_messages={"required": "Pilih hubungannya."},
    )
    source = forms.ChoiceField(label="Menurut", choices=SOURCES_TODAY, initial=Source.SELF)


class ExploitationForm(forms.Form):
    """What was seen; emptied, the mark is taken away."""

    note = forms.CharField(
        label="Tanda yang terlihat",
        required=False,
        max_length=300,
        help_text="Misalnya menyuruh anak mengemis, mengambil uangnya, menunggu dari jauh."
        " Kosongkan untuk mencabut tanda.",
    )

    def __init__(self, *args, relation, **kwargs):
        super().__init__(*args, initial={"note": relation.exploitation_note}, **kwargs)
        self.relation = relation

    def clean_note(self):
        note = self.cleaned_data["note"]
        if not note and not self.relation.suspected_exploitation:
            raise forms.ValidationError("Tulis tanda yang terlihat.")
        return note
