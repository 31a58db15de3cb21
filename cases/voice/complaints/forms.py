import django_filters
from django import forms

from cases.voice.complaints.models import (
    MOST_NAME,
    MOST_PHONE,
    MOST_WORDS,
    Complaint,
    ComplaintChannel,
)
from rptc.accounts.models import User, heads, staff_with
from rptc.accounts.permissions import Role
from rptc.editing import VersionForm
from rptc.forms import PastMomentField, RowForm, line
from rptc.phones import IS_NUMBER, ONE_NUMBER
from rptc.sending import SealedForm

# Those who may look into one, or be complained about.
OF_THE_HOUSE = [Role.FIELD, Role.CARETAKER, Role.SOCIAL_WORKER, Role.OFFICE, Role.HEAD]
SAY_WHO = "Tulis namanya, atau centang tanpa nama."


def words_field(label="Isi pengaduan", missing="Tulis apa yang diadukan.", **options):
    return forms.CharField(
        label=label,
        max_length=MOST_WORDS,
        widget=forms.Textarea({"rows": 5}),
        error_messages={"required": missing},
        **options,
    )


class WhoFields(SealedForm):
    """Who complains: by name and telephone, or nobody, with one tick."""

    sealed_as = "cases.complaint"

    no_name = forms.BooleanField(label="Tanpa nama", required=False)
    name = forms.CharField(label="Nama", max_length=MOST_NAME, required=False)
    phone = forms.RegexField(
        ONE_NUMBER,
        label="Telepon",
        max_length=MOST_PHONE,
        required=False,
        error_messages={"invalid": IS_NUMBER},
    )

    def clean(self):
        cleaned = super().clean()
        name, phone = cleaned.get("name"), cleaned.get("phone")
        if cleaned.get("no_name") and (name or phone):
            self.add_error("no_name", "Kosongkan nama dan telepon, atau hapus centang ini.")
        elif not cleaned.get("no_name") and not name and "name" not in self.errors:
            self.add_error("name", SAY_WHO)
        return cleaned


class FactsForm(RowForm):
    """What a complaint is, beside its words."""

    unchosen = {"about": "Pilih", "channel": "Pilih"}
    begins_now = ["received_at"]

    class Meta:
        model = Complaint
        fields = ["channel", "channel_number", "received_at", "about", "about_user"]
        field_classes = {"received_at": PastMomentField}
        help_texts = {
            "channel_number": "Nomor dari Lontara+ atau LAPOR!, bila ada.",
            "about_user": "Bila tentang seorang petugas. Ia tidak membacanya; yang tentang Kepala"
            " UPT dijawab Dinas.",
        }

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        channels = ComplaintChannel.objects.filter(is_active=True)
        if self.instance.channel_id:
            channels = channels | ComplaintChannel.objects.filter(pk=self.instance.channel_id)
        self.fields["channel"].queryset = channels
        people = staff_with(*OF_THE_HOUSE)
        if self.instance.about_user_id:
            people = people | type(self.instance.about_user).objects.filter(
                pk=self.instance.about_user_id
            )
        self.fields["about_user"].queryset = people
        self.fields["about_user"].empty_label = "Bukan tentang seorang petugas"


class ComplaintForm(WhoFields, FactsForm):
    words = words_field()
    field_order = [
        "channel",
        "channel_number",
        "received_at",
        "about",
        "about_user",
        "words",
        "no_name",
        "name",
        "phone",
    ]

    def __init__(self, *args, by, **kwargs):
        super().__init__(*args, **kwargs)
        self.by = by

    def clean_about_user(self):
        user = self.cleaned_data["about_user"]
        if user == self.by and user is not None:
            raise forms.ValidationError("Pengaduan tentang diri sendiri dicatat petugas lain.")
        return user


class ComplaintEditForm(FactsForm, VersionForm):
    more = words_field("Tambahan pada isi pengaduan", required=False)

    class Meta(FactsForm.Meta):
        pass

    def clean_about_user(self):
        user = self.cleaned_data["about_user"]
        if user and user.pk == self.instance.recorded_by_id:
            raise forms.ValidationError("Pengaduan tentang diri sendiri dicatat petugas lain.")
        if user and user.pk == self.instance.owner_id:
            raise forms.ValidationError("Ia sedang menanganinya. Pilih dahulu petugas lain.")
        return user


class PublicComplaintForm(WhoFields, RowForm):
    """By whoever stands in the house or at its door: nobody is named but by their own will."""

    unchosen = {"about": "Pilih"}
    words = words_field("Apa yang ingin Anda sampaikan?")
    about_head = forms.BooleanField(
        label="Ini tentang Kepala UPT",
        required=False,
        help_text="Kepala UPT tidak membacanya; yang menjawab Dinas.",
    )
    field_order = ["about", "about_head", "words", "no_name", "name", "phone"]

    class Meta:
        model = Complaint
        fields = ["about"]

    def clean(self):
        """Of several heads it is one of them: what is about any, none of them reads. Where there
        is none, nobody has to be passed by, and it is taken all the same."""
        cleaned = super().clean()
        if cleaned.get("about_head"):
            found = User.objects.filter(pk__in=heads()).order_by("-is_active", "pk")
            self.instance.about_user = found.first()
        return cleaned


class CodeForm(forms.Form):
    code = line(
        "Kode pengaduan",
        "Tulis kode yang Anda terima.",
        40,
        help_text="Dua belas huruf dan angka, misalnya ABCD-EFGH-JKMN.",
    )


class TakeForm(forms.Form):
    owner = forms.ModelChoiceField(
        None,
        label="Ditangani oleh",
        empty_label="Pilih petugas",
        error_messages={"required": "Pilih siapa yang menangani."},
    )

    def __init__(self, *args, complaint, **kwargs):
        super().__init__(*args, **kwargs)
        # Of others the right to read them is missing.
        may_own = [Role.CARETAKER, Role.SOCIAL_WORKER, Role.OFFICE, Role.HEAD]
        staff = staff_with(*may_own).exclude(pk=complaint.about_user_id)
        self.fields["owner"].queryset = staff
        self.fields["owner"].initial = complaint.owner_id


class FindingForm(forms.Form):
    finding = words_field("Yang ditemukan", "Tulis apa yang ditemukan.")


class AnswerForm(forms.Form):
    answer = words_field("Jawaban", "Tulis jawabannya.")
    told = forms.ChoiceField(
        label="Disampaikan",
        choices=[("", "Pilih"), *Complaint.Told.choices],
        error_messages={"required": "Pilih bagaimana jawaban disampaikan."},
        help_text="Tanpa nama dan telepon, jawaban dibaca dengan kode pengaduan.",
    )


class RejectForm(AnswerForm):
    answer = words_field("Alasan", "Tulis mengapa tidak dapat diterima.")


class ComplaintChannelForm(RowForm):
    class Meta:
        model = ComplaintChannel
        fields = ["name", "take_days", "answer_days", "source", "is_active"]
        help_texts = {"source": "Peraturan atau kesepakatan yang menyebut batas waktunya."}


SHOWN = [
    ("open", "Belum dijawab"),
    ("late", "Terlambat"),
    ("received", "Belum ditangani"),
    ("mine", "Saya tangani"),
    ("ready", "Siap dijawab"),
    ("closed", "Selesai"),
]


class ComplaintFilter(django_filters.FilterSet):
    """Which list it is, the view says (`list_shown`)."""

    show = django_filters.ChoiceFilter(
        label="Keadaan", choices=SHOWN, empty_label=None, method="as_it_is"
    )
    channel = django_filters.ModelChoiceFilter(
        label="Saluran", queryset=ComplaintChannel.objects.all(), empty_label="Semua"
    )
    about = django_filters.ChoiceFilter(
        label="Tentang", choices=Complaint.About.choices, empty_label="Semua"
    )

    class Meta:
        model = Complaint
        fields = []

    def as_it_is(self, complaints, name, value):
        return complaints
