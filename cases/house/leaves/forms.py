from django import forms

from cases.house.leaves.models import Leave
from cases.house.presence.models import Absence
from rptc import days
from rptc.forms import MomentInput, PastMomentField, RowForm
from rptc.sending import SendKeyForm


class LeaveForm(SendKeyForm, RowForm):
    unchosen = {"reason": "Pilih keperluan"}
    begins_now = ["left_at"]
    # Only of who is searched for: nobody ends a search without saying so.
    ends_search = forms.BooleanField(
        label="Klien ini sedang dicari: pencarian berakhir dengan ini",
        error_messages={
            "required": "Klien ini sedang dicari. Centang hanya bila sudah jelas di mana; bila"
            " sudah kembali, catat dulu bahwa terlihat lagi."
        },
    )

    class Meta:
        model = Leave
        fields = ["reason", "place", "escort", "left_at", "expected_at", "note"]
        field_classes = {"left_at": PastMomentField}
        widgets = {"expected_at": MomentInput}
        help_texts = {
            "place": "Nama tempatnya, misalnya RSUD Daya.",
            "escort": "Siapa yang ikut. Kosong berarti pergi sendiri.",
            "expected_at": "Lewat waktu ini dan belum kembali, piket diingatkan.",
        }
        error_messages = {
            "reason": {"required": "Pilih keperluannya."},
            "place": {"required": "Tulis ke mana."},
            "left_at": {"future": "Waktu keluar belum terjadi."},
            "expected_at": {"required": "Tulis kapan harus kembali."},
        }

    def __init__(self, *args, absence=None, **kwargs):
        super().__init__(*args, **kwargs)
        if absence is None:
            del self.fields["ends_search"]
        else:
            self.initial["left_at"] = None

    def clean(self):
        cleaned = super().clean()
        person = self.instance.stay.person
        # Whoever may be a child counts as one.
        is_child = person.age.is_child_on(days.today()) is not False
        if is_child and not cleaned.get("escort"):
            self.add_error("escort", "Anak tidak pergi sendiri. Tulis siapa yang mendampingi.")
        left_at, expected_at = cleaned.get("left_at"), cleaned.get("expected_at")
        if left_at and expected_at and expected_at <= left_at:
            self.add_error("expected_at", "Harus kembali sesudah keluar.")
        return cleaned


class ReturnForm(forms.Form):
    """Empty means now: the one tap of the list."""

    returned_at = PastMomentField(
        label="Kembali pada",
        required=False,
        help_text="Kosong berarti sekarang.",
        error_messages={"future": "Waktu kembali belum terjadi."},
    )

    def clean_returned_at(self):
        return self.cleaned_data["returned_at"] or days.now()


class MissingForm(SendKeyForm, RowForm):
    """Not back from leave: since when nobody has seen them, and what is known."""

    field_order = ["last_seen_at", "note"]

    last_seen_at = PastMomentField(
        label="Terakhir terlihat pada",
        help_text="Oleh pendamping atau siapa pun yang ditanya. Tidak ada yang tahu: saat keluar.",
        error_messages={"required": "Tulis kapan terakhir terlihat."},
    )

    class Meta:
        model = Absence
        fields = ["note"]
        labels = {"note": "Siapa yang ditanya, dan apa katanya"}
