from django import forms

from cases.intakes.models import Outcome
from rptc import days
from rptc.accounts.models import User, staff_with
from rptc.accounts.permissions import Role
from rptc.forms import ChoiceButtons, MomentInput, PastMomentField
from rptc.sending import SendKeyForm


class ArrivalForm(forms.Form):
    """One person on the way: arrived or not; still on the books, and what then."""

    AGAIN = [
        ("came_back", "Kembali, masa pembinaan diteruskan"),
        ("ran_away", "Dahulu melarikan diri, mulai baru"),
    ]

    # Why somebody did not get off the truck; who only comes later stays on the way.
    INSTEAD = [
        ("", "Menyusul"),
        (Outcome.HOSPITAL, "Rumah sakit"),
        (Outcome.FAMILY, "Diantar pulang"),
        (Outcome.REFUSED, "Lari"),
    ]

    arrived = forms.BooleanField(label="Tiba", required=False)
    instead = forms.ChoiceField(label="Tidak turun", choices=INSTEAD, required=False)
    bag = forms.BooleanField(label="Ada barang titipan", required=False)
    again = forms.ChoiceField(
        label="Masih tercatat", choices=AGAIN, required=False, widget=ChoiceButtons
    )
    not_seen_since = forms.DateTimeField(
        label="Terakhir terlihat", required=False, widget=MomentInput
    )

    def __init__(self, *args, intake, open_stay, is_here, **kwargs):
        super().__init__(*args, prefix=str(intake.pk), **kwargs)
        self.intake, self.open_stay = intake, open_stay
        # Still on the books: that is asked before anybody is ticked.
        self.fields["arrived"].initial = is_here and open_stay is None
        if open_stay is None:
            del self.fields["again"], self.fields["not_seen_since"]

    def clean(self):
        cleaned = super().clean()
        if cleaned.get("bag") and not cleaned.get("arrived"):
            self.add_error("bag", "Centang juga bahwa orangnya sudah tiba.")
        if cleaned.get("arrived") and self.open_stay:
            if not cleaned.get("again"):
                self.add_error("again", "Pilih salah satu.")
            if not cleaned.get("not_seen_since") and "not_seen_since" not in self.errors:
                self.add_error("not_seen_since", "Tulis kapan terakhir terlihat di RPTC.")
        return cleaned


class ArrivalsForm(SendKeyForm):
    """What the rows have in common."""

    at = PastMomentField(label="Tiba pada", error_messages={"future": "Waktu tiba belum terjadi."})
    social_worker = forms.ModelChoiceField(
        User.objects.none(),
        label="Pekerja sosial utama",
        required=False,
        empty_label="Ditetapkan nanti",
        help_text="Untuk berkas tertutup ditetapkan Kepala UPT.",
    )
    field_order = ["at", "social_worker"]

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        # It stands beside the button, where there is no room for a label.
        self.fields["at"].widget.attrs |= {"class": "form-control", "aria-label": "Tiba pada"}
        self.fields["social_worker"].queryset = staff_with(Role.SOCIAL_WORKER)
        self.initial.setdefault("at", days.now())
