from django import forms

from cases.stays.models import Exit, ExitKind
from rptc import days
from rptc.forms import ChoiceButtons, MomentInput, PlainHelper
from rptc.sending import SendKeyForm


class ExitForm(SendKeyForm, forms.ModelForm):
    """How a stay ends. `left_at` is asked for when it ends at once."""

    helper = PlainHelper()
    left_at = forms.DateTimeField(
        label="Keluar pada",
        required=False,
        widget=MomentInput,
        help_text="Untuk yang melalui Kepala UPT diisi saat serah terima.",
    )

    class Meta:
        model = Exit
        fields = ["kind", "left_at", "receiver", "relation", "address", "reason"]
        widgets = {"reason": forms.Textarea(attrs={"rows": 3})}

    def __init__(self, *args, by, kind="", **kwargs):
        """`kind`: the code of the one that is chosen already, where a page leads to it."""
        super().__init__(*args, **kwargs)
        kinds = ExitKind.objects.filter(is_active=True)
        if not by.has_perm("cases.end_stay"):
            kinds = kinds.filter(approval=ExitKind.Approval.EMERGENCY)
        self.fields["kind"].queryset = kinds
        self.fields["kind"].empty_label = "Pilih cara keluar"
        self.initial["kind"] = kinds.filter(code=kind).first()
        # The row has none yet: an empty value of its own would hide this one.
        self.initial["left_at"] = days.now()

    def clean(self):
        cleaned = super().clean()
        kind = cleaned.get("kind")
        if kind and kind.needs_receiver and not cleaned.get("receiver"):
            self.add_error("receiver", "Tulis siapa yang menerima.")
        if kind and kind.needs_receiver and not kind.is_emergency and not cleaned.get("relation"):
            self.add_error("relation", "Tulis hubungan penerima dengan klien.")
        if kind and kind.code in {"melarikan-diri", "meninggal", "tidak-diketahui"}:
            if not cleaned.get("reason"):
                self.add_error("reason", "Tulis apa yang diketahui.")
        return cleaned

    def _post_clean(self):
        """`left_at` belongs to the row only once the handover took place."""
        left_at = self.cleaned_data.pop("left_at", None)
        super()._post_clean()
        self.instance.left_at = None
        self.cleaned_data["left_at"] = left_at


class DecisionForm(forms.Form):
    helper = PlainHelper()
    decision = forms.ChoiceField(
        label="Keputusan",
        choices=[("approve", "Setujui"), ("refuse", "Tolak")],
        widget=ChoiceButtons,
        error_messages={"required": "Pilih setujui atau tolak."},
    )
    note = forms.CharField(label="Catatan", required=False, max_length=300)

    def clean(self):
        cleaned = super().clean()
        if cleaned.get("decision") == "refuse" and not cleaned.get("note"):
            self.add_error("note", "Tulis mengapa ditolak.")
        return cleaned


class HandOverForm(forms.Form):
    helper = PlainHelper()
    left_at = forms.DateTimeField(label="Diserahkan pada", widget=MomentInput)
    receiver = forms.CharField(
        label="Diterima oleh",
        max_length=120,
        error_messages={"required": "Tulis siapa yang menerima."},
    )

    def __init__(self, *args, exit, **kwargs):
        initial = {"left_at": days.now(), "receiver": exit.receiver}
        super().__init__(*args, initial=initial, **kwargs)


class CancelForm(forms.Form):
    helper = PlainHelper()
    reason = forms.CharField(
        label="Alasan", max_length=300, error_messages={"required": "Tulis alasannya."}
    )
