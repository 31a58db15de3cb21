from cases.intakes.models import Classification
from partners.earlier.models import EarlierReferral, partners_for
from rptc.editing import VersionForm
from rptc.forms import PastDayField, RowForm
from rptc.sending import SendKeyForm, SentForm

NOT_NOTED = "Tidak dicatat"
FIELDS = [
    *("number", "dated_on", "partner", "nth", "sex", "age_years", "classification"),
    *("basis", "answer", "arrived", "word", "word_on", "stayed"),
]


class EarlierReferralFields(RowForm):
    """One line of the book. What it does not say stays "tidak dicatat": that is not "no"."""

    unchosen = dict.fromkeys(("sex", "basis", "answer", "arrived", "word", "stayed"), NOT_NOTED)

    dated_on = PastDayField(label="Tanggal surat")
    word_on = PastDayField(label="Kabar kembali pada", required=False)

    class Meta:
        model = EarlierReferral
        fields = FIELDS
        labels = {
            "basis": "Perjanjian atau SK berlaku pada hari itu",
            "stayed": "Sesudah 30 hari masih di sana, atau layanannya selesai",
        }
        help_texts = {
            "nth": "Satu baris untuk setiap orang dalam surat itu.",
            "word_on": "Bila ada kabar dan harinya tercatat.",
        }
        error_messages = {
            "number": {"required": "Tulis nomor suratnya."},
            "partner": {"required": "Pilih mitranya."},
        }

    def clean(self):
        cleaned = super().clean()
        group, day = cleaned.get("classification"), cleaned.get("dated_on")
        if (
            group
            and day
            and not Classification.objects.usable_on(day).filter(pk=group.pk).exists()
        ):
            self.add_error("classification", f"Klasifikasi ini tidak dipakai tahun {day.year}.")
        return cleaned


class NewEarlierReferralFields(EarlierReferralFields):
    class Meta(EarlierReferralFields.Meta):
        pass

    def __init__(self, *args, user, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["partner"].queryset = partners_for(user).order_by("name", "pk")
        self.fields["partner"].empty_label = "Pilih mitra"
        self.fields["classification"].empty_label = NOT_NOTED

    def _get_validation_exclusions(self):
        """Whether it stands there already, the database says, after the key of the form was looked
        for: what arrives twice is the row that it made."""
        return super()._get_validation_exclusions() | {"number"}


class EarlierReferralForm(NewEarlierReferralFields, SendKeyForm):
    class Meta(EarlierReferralFields.Meta):
        pass


class EarlierReferralRowForm(SentForm, NewEarlierReferralFields):
    """One of several lines of a page; each is saved alone. `offered` are the choices of partners
    and classes that all of them share."""

    # Of a line filled from a spreadsheet: what could not be read, in sentences.
    unread = ()

    class Meta(EarlierReferralFields.Meta):
        pass

    def __init__(self, *args, offered, **kwargs):
        super().__init__(*args, **kwargs)
        for name, choices in offered.items():
            self.fields[name].choices = choices


class EarlierReferralEditForm(EarlierReferralFields, VersionForm):
    """The partner stays: a line that named another is struck out, and typed anew."""

    class Meta(EarlierReferralFields.Meta):
        fields = [*(name for name in FIELDS if name != "partner"), "is_struck"]

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["classification"].empty_label = NOT_NOTED
