from django import forms

from cases.health.findings.models import (
    MEASURED,
    MOST_LETTERS,
    MOST_OF_REASON,
    NAMED,
    SAY_WHO,
    Allergy,
    Finding,
)
from rptc.editing import VersionForm
from rptc.forms import PastMomentField, ReasonForm, RowForm, line
from rptc.sending import SealedForm, SendKeyForm

WHO = "Nama keluarga, dokter atau perawat. Kosong bila klien sendiri atau Anda."


def ask_who(form, cleaned):
    """Said at the field; a constraint holds it."""
    if cleaned.get("told_by") in NAMED and not cleaned.get("told_by_name"):
        form.add_error("told_by_name", SAY_WHO)


def _words(label, example):
    return forms.CharField(
        label=label,
        required=False,
        max_length=MOST_LETTERS,
        widget=forms.Textarea({"rows": 2}),
        help_text=example,
    )


class FindingForm(SealedForm, RowForm):
    """The words are no columns: they are put away under the key."""

    sealed_as = "cases.finding"

    unchosen = {"told_by": "Pilih siapa yang mengatakan"}
    begins_now = ["seen_at"]

    complaint = _words("Keluhan", "Dengan kata-kata klien sendiri.")
    finding = _words("Yang ditemukan", "Apa yang terlihat, atau apa kata dokter.")
    treatment = _words("Tindakan", "Apa yang dikerjakan atau disarankan.")

    class Meta:
        model = Finding
        fields = [
            "seen_at",
            "told_by",
            "told_by_name",
            "complaint",
            "finding",
            "treatment",
            *MEASURED,
        ]
        field_classes = {"seen_at": PastMomentField}
        help_texts = {"told_by_name": WHO}

    def clean(self):
        cleaned = super().clean()
        ask_who(self, cleaned)
        pressure = [cleaned.get("systolic"), cleaned.get("diastolic")]
        is_half = not self.errors.keys() & {"systolic", "diastolic"} and pressure.count(None) == 1
        if is_half:
            empty = "systolic" if pressure[0] is None else "diastolic"
            self.add_error(empty, "Tensi ditulis dengan dua angka, misalnya 120 dan 80.")
        return cleaned


class FindingCorrectForm(FindingForm):
    why = line("Mengapa diperbaiki", "Tulis mengapa diperbaiki.", MOST_OF_REASON)
    begins_now = []


class AllergyFields(forms.ModelForm):
    class Meta:
        model = Allergy
        fields = ["substance", "reaction", "is_severe", "told_by", "told_by_name"]
        help_texts = {
            "substance": (
                "Obat, makanan atau bahan. Petugas piket membacanya: bila nama obatnya membuka"
                " penyakit, tulis golongannya."
            ),
            "reaction": "Misalnya gatal, muntah, sesak.",
            "told_by_name": WHO,
        }
        error_messages = {"substance": {"required": "Tulis alergi terhadap apa."}}

    def clean(self):
        cleaned = super().clean()
        ask_who(self, cleaned)
        return cleaned


class AllergyForm(SendKeyForm, RowForm, AllergyFields):
    unchosen = {"told_by": "Pilih siapa yang mengatakan"}

    class Meta(AllergyFields.Meta):
        pass


class AllergyEditForm(VersionForm, AllergyFields):
    unchosen = {"told_by": "Pilih siapa yang mengatakan"}

    class Meta(AllergyFields.Meta):
        pass


class AllergyEndForm(ReasonForm):
    def __init__(self, *args):
        super().__init__(
            *args, label="Mengapa tidak berlaku", missing="Tulis mengapa tidak berlaku."
        )
