from django import forms

from cases.help.models import BudgetLine, Help, HelpReason, help_of
from rptc import days
from rptc.forms import ChoiceButtons, PastDayField, RowForm, RupiahField
from rptc.sending import SendKeyForm

FORMS = [(False, "Uang"), (True, "Barang")]


class HelpReasonForm(RowForm):
    """A row of a list that the unit keeps."""

    class Meta:
        model = HelpReason
        fields = ["name", "spm", "order", "is_active"]
        help_texts = {"spm": "Untuk angka layanan SPM; kosong bila tidak dihitung."}

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        if self.instance.pk is None:
            del self.fields["is_active"]


class BudgetLineForm(HelpReasonForm):
    class Meta:
        model = BudgetLine
        fields = ["name", "order", "is_active"]


class HelpForm(SendKeyForm, RowForm):
    # The help that stands for the reason that was chosen.
    existing = None

    is_goods = forms.TypedChoiceField(
        label="Berupa",
        choices=FORMS,
        coerce=lambda value: value == "True",
        widget=ChoiceButtons,
        error_messages={"required": "Pilih uang atau barang."},
    )

    class Meta:
        model = Help
        fields = ["reason", "is_goods", "what", "amount", "why"]
        field_classes = {"amount": RupiahField}
        widgets = {"why": forms.Textarea({"rows": 3})}
        help_texts = {
            "what": "Hanya bila berupa barang.",
            "amount": "Misalnya 250.000. Untuk barang: perkiraan harganya.",
            "why": "Jangan menulis penyakitnya di sini: itu pada pemeriksaan.",
        }
        error_messages = {
            "reason": {"required": "Pilih untuk apa."},
            "amount": {"required": "Tulis jumlahnya dalam rupiah."},
            "why": {"required": "Tulis mengapa perlu."},
        }

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        reason = self.fields["reason"]
        reason.empty_label = "Pilih untuk apa"
        reason.queryset = HelpReason.objects.filter(is_active=True)
        self.initial["is_goods"] = None

    def clean(self):
        cleaned = super().clean()
        self.chosen_reason = cleaned.get("reason")
        if cleaned.get("is_goods") and not cleaned.get("what"):
            self.add_error("what", "Tulis barang apa.")
        if cleaned.get("is_goods") is False and cleaned.get("what"):
            self.add_error("what", "Kosongkan bila berupa uang.")
        return cleaned

    def find_existing(self):
        """After it was refused: the one that is there, for the page to point to."""
        if self.chosen_reason:
            self.existing = help_of(self.instance.stay, self.chosen_reason)


class HelpPayForm(forms.Form):
    paid_on = PastDayField(label="Diberikan pada", initial=days.today)
    budget_line = forms.ModelChoiceField(
        BudgetLine.objects.none(),
        label="Mata anggaran",
        empty_label="Pilih mata anggaran",
        error_messages={"required": "Pilih mata anggarannya."},
    )
    received_by = forms.CharField(
        label="Diterima oleh",
        max_length=120,
        required=False,
        help_text="Kosong bila klien sendiri. Nama dan hubungannya.",
    )

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["budget_line"].queryset = BudgetLine.objects.filter(is_active=True)
