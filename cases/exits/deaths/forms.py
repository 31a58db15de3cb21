from django import forms

from cases.exits.deaths.models import Death
from rptc import days
from rptc.editing import PartForm
from rptc.forms import DayInput, MomentInput, PlainHelper
from rptc.sending import SendKeyForm


class DeathForm(SendKeyForm, forms.ModelForm):
    """The first hour: when, where, found by whom. All the rest may follow."""

    helper = PlainHelper()

    class Meta:
        model = Death
        fields = ["died_at", "place", "found_by"]
        widgets = {"died_at": MomentInput}

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.initial.update(died_at=days.now(), place="RPTC Makassar")

    def clean_died_at(self):
        return not_in_the_future(self.cleaned_data["died_at"])


class DeathCompleteForm(PartForm):
    helper = PlainHelper()

    class Meta:
        model = Death
        fields = [
            "doctor",
            "examined_at",
            "examined_where",
            "cause",
            "police",
            "police_told_at",
            "family",
            "family_told_at",
            "family_untold_reason",
            "buried_on",
            "burial_place",
            "burial_by",
        ]
        widgets = {
            "examined_at": MomentInput,
            "police_told_at": MomentInput,
            "family_told_at": MomentInput,
            "buried_on": DayInput,
        }
        help_texts = {
            "cause": "Seperti dikatakan dokter.",
            "police": "Kesatuan dan nama petugasnya.",
            "family": "Nama dan hubungannya.",
            "family_untold_reason": "Misalnya tidak diketahui keluarganya.",
        }

    def clean_examined_at(self):
        return not_in_the_future(self.cleaned_data["examined_at"])

    def clean_police_told_at(self):
        return not_in_the_future(self.cleaned_data["police_told_at"])

    def clean_family_told_at(self):
        return not_in_the_future(self.cleaned_data["family_told_at"])

    def clean_buried_on(self):
        day = self.cleaned_data["buried_on"]
        if day and day > days.today():
            raise forms.ValidationError("Tanggal ini belum tiba.")
        return day


def not_in_the_future(moment):
    if moment and moment > days.now():
        raise forms.ValidationError("Waktu ini belum terjadi.")
    return moment
