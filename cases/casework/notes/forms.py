from django import forms

from cases.casework.notes.models import (
    MOST_LETTERS,
    MOST_OF_REASON,
    OF_TRAUMA,
    ONLY_PROFESSIONAL,
    Note,
)
from rptc import days
from rptc.forms import ChoiceButtons, PastDayField, RowForm, line
from rptc.sending import SealedForm


class WordsForm(SealedForm, RowForm):
    """`words` are no column: how they are put away follows from the level."""

    sealed_as = "cases.note"

    unchosen = {"about": "Pilih"}

    words = forms.CharField(
        label="Isi catatan",
        max_length=MOST_LETTERS,
        widget=forms.Textarea({"rows": 6}),
        error_messages={"required": "Tulis apa yang terjadi atau berubah."},
        help_text="Cukup satu kalimat bila hanya satu hal yang berubah.",
    )


class NoteForm(WordsForm):
    class Meta:
        model = Note
        fields = ["level", "on", "about"]
        field_classes = {"on": PastDayField}
        widgets = {"level": ChoiceButtons}
        help_texts = {"about": "Trauma hanya pada catatan profesional."}

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["level"].error_messages["required"] = "Pilih siapa yang boleh membaca."
        self.initial["on"] = self.initial.get("on") or days.today()

    def clean(self):
        cleaned = super().clean()
        level = cleaned.get("level")
        if cleaned.get("about") in OF_TRAUMA and level and level != Note.Level.PROFESSIONAL:
            self.add_error("about", ONLY_PROFESSIONAL)
        return cleaned


class CorrectionForm(WordsForm):
    why = line("Mengapa diperbaiki", "Tulis mengapa diperbaiki.", MOST_OF_REASON)

    class Meta:
        model = Note
        fields = ["on", "about"]
        field_classes = {"on": PastDayField}

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        if self.instance.level != Note.Level.PROFESSIONAL:
            self.fields["about"].choices = [
                choice for choice in self.fields["about"].choices if choice[0] not in OF_TRAUMA
            ]
