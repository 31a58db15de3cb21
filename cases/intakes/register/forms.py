import hashlib

from django import forms

from cases.intakes.models import Classification
from cases.intakes.register.saving import read, saved_before
from cases.intakes.register.workbook import MAX_BYTES, UnusableFile
from rptc.forms import ChoiceButtons
from rptc.lists import TakeForm
from rptc.sending import SendKeyForm


class UploadForm(SendKeyForm):
    """A file that is read at once: what cannot be a register is refused here, in words."""

    file = forms.FileField(
        label="Berkas register",
        help_text="Excel (.xlsx, .xls), OpenDocument (.ods) atau CSV, paling besar 2 MB.",
        widget=forms.ClearableFileInput(attrs={"accept": ".xlsx,.xls,.ods,.csv"}),
        error_messages={"required": "Pilih berkasnya.", "empty": "Berkas ini kosong."},
    )
    sheet = forms.CharField(
        label="Hanya lembar",
        required=False,
        max_length=80,
        help_text="Kosongkan untuk membaca semua lembar.",
    )

    def clean_file(self):
        upload = self.cleaned_data["file"]
        if upload.size > MAX_BYTES:
            raise forms.ValidationError(
                "Berkas ini lebih besar dari 2 MB. Bagi menjadi beberapa berkas."
            )
        return upload

    def clean(self):
        cleaned = super().clean()
        if "file" not in cleaned:
            return cleaned
        self.content = cleaned["file"].read()
        self.sha256 = hashlib.sha256(self.content).hexdigest()
        self.before = saved_before(self.sha256, cleaned.get("sheet", ""))
        try:
            self.reading = read(self.content, sheet=cleaned.get("sheet"))
        except UnusableFile as error:
            self.add_error("file", str(error))
        return cleaned


class UnknownClassesForm(forms.Form):
    """One question a word: which class does it mean?"""

    def __init__(self, *args, words, **kwargs):
        super().__init__(*args, **kwargs)
        self.words = list(words)
        for number, word in enumerate(self.words):
            self.fields[f"word_{number}"] = forms.ModelChoiceField(
                Classification.objects.filter(in_table=True),
                label=f"“{word}” berarti",
                required=False,
                empty_label="Tolak barisnya",
            )

    def answers(self):
        """word -> Classification, for the words that were explained."""
        return {
            word: self.cleaned_data[f"word_{number}"]
            for number, word in enumerate(self.words)
            if self.cleaned_data[f"word_{number}"]
        }


class TakeRegisterForm(TakeForm):
    """A month of the register, as one kind of file."""

    kind = forms.ChoiceField(
        label="Jenis berkas",
        choices=[("pdf", "PDF"), ("xlsx", "Excel"), ("csv", "CSV")],
        initial="pdf",
        widget=ChoiceButtons,
    )
    field_order = ["kind", "with_names", "reason"]
