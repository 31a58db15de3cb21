import re

from django import forms
from django.db.models import BooleanField, ExpressionWrapper, Q

from cases.gate.receivers import MAY_ALLOW
from cases.gate.visits.actions import why_not_allowed
from cases.gate.visits.models import Inquiry, Unwelcome, Visit
from cases.people.flags.whom import names_somebody
from cases.people.models import Person
from cases.stays.naming import choices_of, stays_to_name
from rptc import days
from rptc.accounts.models import staff_with
from rptc.forms import ChoiceButtons, DayInput, PastMomentField, RowForm
from rptc.sending import SendKeyForm

LEFT_BEFORE = "Jam keluar lebih awal dari jam datang. Perbaiki salah satunya."
# How many digits the number of a paper has, where the state says so.
DIGITS = {Visit.Identity.KTP: ("NIK", 16), Visit.Identity.KK: ("Nomor KK", 16)}


def _who_may_allow(stay):
    """Whose case it is before the others: they are called first. Of a closed file it is not told
    who that is."""
    staff = staff_with(*MAY_ALLOW)
    if not (stay and stay.social_worker_id) or stay.person.is_sealed:
        return staff
    is_theirs = ExpressionWrapper(Q(pk=stay.social_worker_id), BooleanField())
    return staff.order_by(is_theirs.desc(), "full_name", "pk")


class VisitForm(SendKeyForm, RowForm):
    begins_now = ["came_at"]

    class Meta:
        model = Visit
        fields = [
            "stay",
            "visitor",
            "relation",
            "id_kind",
            "id_number",
            "phone",
            "came_at",
            "outcome",
            "reason",
            "allowed_by",
            "told_of_ban",
            "things",
            "left_at",
        ]
        field_classes = {"came_at": PastMomentField, "left_at": PastMomentField}
        widgets = {
            "id_kind": ChoiceButtons,
            "outcome": ChoiceButtons,
            "told_of_ban": forms.HiddenInput,
        }
        labels = {
            "told_of_ban": "Larangan untuk klien lain sudah saya sebutkan kepada yang mengizinkan"
        }
        help_texts = {
            "visitor": "Seperti pada identitasnya.",
            "relation": "Misalnya ibu, paman, teman.",
            "id_number": "Kosong bila tanpa identitas.",
            "allowed_by": "Wajib untuk anak, untuk klien yang disebut di atas, dan untuk"
            " pengunjung yang dilarang bagi klien lain. Telepon dahulu, lalu pilih namanya.",
            "left_at": "Kosong selama masih di dalam.",
        }

    def __init__(self, *args, user, stay=None, **kwargs):
        super().__init__(*args, **kwargs)
        stays = stays_to_name(user)
        self.fields["stay"].queryset = stays
        self.fields["stay"].choices = choices_of(stays, "Pilih klien")
        self.fields["allowed_by"].queryset = _who_may_allow(stay)
        self.fields["allowed_by"].empty_label = "Pekerja sosial atau Kepala UPT"
        if stay:
            self.initial["stay"] = stay.pk

    def clean_visitor(self):
        if not names_somebody(self.cleaned_data["visitor"]):
            raise forms.ValidationError("Tulis namanya, bukan hanya hubungannya.")
        return self.cleaned_data["visitor"]

    def clean(self):
        cleaned = super().clean()
        self._check_identity(cleaned.get("id_kind"), cleaned.get("id_number", ""))
        outcome, reason = cleaned.get("outcome"), cleaned.get("reason")
        if outcome == Visit.Outcome.REFUSED and not reason:
            self.add_error("reason", "Tulis mengapa ditolak.")
        if outcome == Visit.Outcome.REFUSED and cleaned.get("left_at"):
            self.add_error("left_at", "Yang ditolak tidak masuk.")
        came_at, left_at = cleaned.get("came_at"), cleaned.get("left_at")
        if came_at and left_at and left_at < came_at:
            self.add_error("left_at", LEFT_BEFORE)
        if outcome == Visit.Outcome.REFUSED and cleaned.get("allowed_by"):
            self.add_error("allowed_by", "Hanya diisi bila diterima.")
        if outcome == Visit.Outcome.REFUSED:
            cleaned["told_of_ban"] = False
        if outcome == Visit.Outcome.RECEIVED and reason:
            self.add_error("reason", "Hanya diisi bila ditolak.")
        if outcome == Visit.Outcome.RECEIVED and self.errors:
            self._say_what_is_not_allowed(cleaned)
        return cleaned

    def add_error(self, field, error):
        """What is asked of who is forbidden for another klien alone is asked from now on."""
        super().add_error(field, error)
        if "told_of_ban" in self.errors or self.cleaned_data.get("told_of_ban"):
            self.fields["told_of_ban"].widget = forms.CheckboxInput()

    def _say_what_is_not_allowed(self, cleaned):
        """With what else is wrong: the visitor stands at the door. Where nothing is, the act asks
        first what speaks against them."""
        asked = {name: cleaned.get(name) for name in ("stay", "came_at", "allowed_by")}
        if not (asked["stay"] and asked["came_at"]) or "allowed_by" in self.errors:
            return
        if why_not := why_not_allowed(Visit(**asked)):
            self.add_error("allowed_by", why_not)

    def _check_identity(self, kind, number):
        if kind == Visit.Identity.NONE and number:
            self.add_error("id_number", "Pilih identitasnya, atau kosongkan nomornya.")
        elif kind and kind != Visit.Identity.NONE and not number:
            self.add_error("id_number", "Isi nomor identitasnya.")
        elif kind in DIGITS:
            name, wanted = DIGITS[kind]
            if not re.fullmatch(r"[0-9]+", number):
                self.add_error("id_number", f"{name} hanya berisi angka.")
            elif len(number) != wanted:
                self.add_error(
                    "id_number", f"{name} harus {wanted} angka, baru terisi {len(number)}."
                )


class UnwelcomeForm(SendKeyForm, forms.ModelForm):
    class Meta:
        model = Unwelcome
        fields = [
            "name",
            "relation",
            "identity_number",
            "telephone",
            "description",
            "person",
            "reason",
            "starts_on",
            "ends_on",
        ]
        widgets = {"starts_on": DayInput, "ends_on": DayInput}
        help_texts = {
            "name": "Siapa pun yang namanya mirip tidak dapat diterima.",
            "relation": "Misalnya paman, bos. Boleh kosong.",
            "identity_number": "Bila diketahui. Kartu yang sama ditolak, apa pun namanya.",
            "telephone": "Bila diketahui.",
            "description": "Misalnya tinggi, bertato di leher kiri.",
            "ends_on": "Kosong berarti sampai diakhiri.",
        }

    def __init__(self, *args, user, person=None, **kwargs):
        super().__init__(*args, **kwargs)
        people = Person.objects.visible_to(user).in_the_house().order_by("name", "pk")
        self.fields["person"].queryset = people
        self.fields["person"].empty_label = "Seluruh RPTC"
        if person:
            self.initial["person"] = person.pk

    def clean_name(self):
        if not names_somebody(self.cleaned_data["name"]):
            raise forms.ValidationError("Tulis namanya, bukan hanya hubungannya.")
        return self.cleaned_data["name"]

    def clean_ends_on(self):
        day = self.cleaned_data["ends_on"]
        if day and day <= days.today():
            raise forms.ValidationError("Tanggal berakhir harus sesudah hari ini.")
        return day


class InquiryForm(SendKeyForm, RowForm):
    """What was asked and what was answered. It looks for nobody."""

    unchosen = {"answer": "Pilih jawaban"}
    begins_now = ["asked_at"]
    sought_age = forms.IntegerField(
        label="Umur yang dicari",
        help_text="Kira-kira, bila disebut.",
        required=False,
        min_value=0,
        max_value=120,
        error_messages={"max_value": "Umur paling tinggi 120 tahun."},
    )

    class Meta:
        model = Inquiry
        fields = [
            "channel",
            "asked_at",
            "sought",
            "sought_sex",
            "sought_age",
            "missing_since",
            "asker",
            "relation",
            "phone",
            "identity_shown",
            "answer",
            "note",
        ]
        field_classes = {"asked_at": PastMomentField}
        widgets = {
            "channel": ChoiceButtons,
            "sought_sex": ChoiceButtons,
        }
        help_texts = {
            "sought": "Seperti yang disebut penanya.",
            "missing_since": "Misalnya tiga hari, atau sejak Lebaran.",
            "asker": "Kosong bila tidak mau menyebut.",
        }

    def clean(self):
        cleaned = super().clean()
        if cleaned.get("answer") == Inquiry.Answer.CALL_BACK and not cleaned.get("phone"):
            if "phone" not in self.errors:
                self.add_error("phone", "Tulis nomornya supaya dapat dihubungi.")
        return cleaned


class LinkForm(forms.Form):
    """A file among those whom this user may see; empty takes the link away."""

    person = forms.ModelChoiceField(
        Person.objects.none(),
        label="Nomor berkas",
        required=False,
        widget=forms.NumberInput,
        error_messages={"invalid_choice": "Tidak ada berkas dengan nomor itu."},
    )

    def __init__(self, *args, user, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["person"].queryset = Person.objects.visible_to(user)


class InquiryCloseForm(RowForm):
    needed = ["outcome", "outcome_note"]

    class Meta:
        model = Inquiry
        fields = ["outcome", "asker", "identity_shown", "outcome_note"]
        widgets = {"outcome": ChoiceButtons, "outcome_note": forms.Textarea(attrs={"rows": 3})}
        help_texts = {
            "outcome_note": "Apa yang dikatakan kepada penanya, dan langkah berikutnya.",
        }
