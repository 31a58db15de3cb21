from django import forms

from cases.intakes.models import Classification
from partners.earlier.models import WHY_STRUCK, EarlierReferral, partners_for
from partners.earlier.paste import LABELS
from rptc.editing import VersionForm
from rptc.forms import PastDayField, RowForm
from rptc.sending import SendKeyForm, SentForm

NOT_NOTED = "Tidak dicatat"
LEFT_EMPTY = "Biarkan kosong yang tidak terbaca"
UNREAD = f"Tidak terbaca. Isi, atau tandai “{LEFT_EMPTY}” di baris ini."
LONGEST_SENTENCE = 400
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

    is_left_empty = forms.BooleanField(label=LEFT_EMPTY, required=False)
    is_dropped = forms.BooleanField(label="Buang baris ini, tidak disimpan", required=False)

    class Meta(EarlierReferralFields.Meta):
        pass

    def __init__(self, *args, offered, unread=None, **kwargs):
        """`unread` are the sentences of what could not be read of a line of a spreadsheet, by its
        field; once the page is sent, they come back with it."""
        super().__init__(*args, **kwargs)
        for name, choices in offered.items():
            self.fields[name].choices = choices
        self.unread_in = dict(unread or {})
        if self.is_bound:
            sent = {name: self.data.get(self._name_of_unread(name), "") for name in LABELS}
            self.unread_in = {name: said[:LONGEST_SENTENCE] for name, said in sent.items() if said}
        if not self.unread_in:
            del self.fields["is_left_empty"]

    def _name_of_unread(self, name):
        return f"{self.prefix}-unread-{name}"

    @property
    def unread(self):
        """(its name on the page, sentence): they stand there until they are mended."""
        return [(self._name_of_unread(name), said) for name, said in self.unread_in.items()]

    @property
    def columns(self):
        return [self[name] for name in FIELDS]

    @property
    def was_dropped(self):
        """Taken off the page: it is not looked at any more."""
        return bool(self.data.get(self.add_prefix("is_dropped")))

    def clean(self):
        """What stood in the line and could not be read is not saved as if nothing had stood there,
        unless somebody says so."""
        cleaned = super().clean()
        for name in list(self.unread_in):
            if cleaned.get(name) not in (None, ""):
                del self.unread_in[name]
            elif name in cleaned and not cleaned.get("is_left_empty"):
                self.add_error(name, UNREAD)
        return cleaned


class EarlierReferralEditForm(EarlierReferralFields, VersionForm):
    """The partner stays: a line that named another is struck out, and typed anew."""

    class Meta(EarlierReferralFields.Meta):
        fields = [*(name for name in FIELDS if name != "partner"), "is_struck", "strike_reason"]

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["classification"].empty_label = NOT_NOTED

    def clean(self):
        cleaned = super().clean()
        if not cleaned.get("is_struck"):
            cleaned["strike_reason"] = ""
        elif not cleaned.get("strike_reason"):
            self.add_error("strike_reason", WHY_STRUCK)
        return cleaned
