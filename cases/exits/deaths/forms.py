from django import forms

from cases.exits.deaths.models import Death
from rptc import days
from rptc.editing import PartForm
from rptc.forms import PastDayField, PastMomentField
from rptc.sending import SendKeyForm


class DeathForm(SendKeyForm, forms.ModelForm):
    """The first hour: when, where, found by whom. All the rest may follow."""

    class Meta:
        model = Death
        fields = ["died_at", "place", "found_by"]
        field_classes = {"died_at": PastMomentField}

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.initial.update(died_at=days.now(), place="RPTC Makassar")


class DeathCompleteForm(PartForm):
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
        field_classes = {
            "examined_at": PastMomentField,
            "police_told_at": PastMomentField,
            "family_told_at": PastMomentField,
            "buried_on": PastDayField,
        }
        help_texts = {
            "cause": "Seperti dikatakan dokter.",
            "police": "Kesatuan dan nama petugasnya.",
            "family": "Nama dan hubungannya.",
            "family_untold_reason": "Misalnya tidak diketahui keluarganya.",
        }
