import hashlib

from django import forms
from django.utils.crypto import salted_hmac

from partners.links.forms import WhoAnswersForm
from partners.months.models import MOST_WORDS, WORDS, MonthAnswer, MonthReport
from partners.referrals.forms import NOT_IN_PORTAL
from rptc.forms import ChoiceButtons, RowForm
from rptc.letters.papers import PICTURES
from rptc.pictures import encode
from rptc.sending import SealedForm, SendKeyForm, digest_of, row_key

LABELS = {
    "health": "Kesehatan",
    "school": "Sekolah atau kegiatan",
    "home": "Perilaku atau keluarga",
}
SAME_AND_WRITTEN = "Ada yang ditulis. Pilih “Ada perubahan”, atau hapus tulisan dan fotonya."
TAKE_IT_AGAIN = "Pilih lagi fotonya."


def said_of(label):
    return forms.CharField(label=label, max_length=MOST_WORDS, required=False)


class MonthFields(SealedForm, RowForm):
    """All as it was, or what has changed: at least one of three lines, and a picture if they
    like."""

    sealed_as = "partners.monthreport"
    health, school, home = (said_of(LABELS[name]) for name in WORDS)
    picture = forms.FileField(
        label="Foto, boleh tidak",
        required=False,
        widget=forms.FileInput(attrs={"accept": PICTURES}),
    )

    class Meta:
        model = MonthReport
        fields = ["answer"]
        widgets = {"answer": ChoiceButtons}

    field_order = ["answer", *WORDS, "picture"]

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["answer"].error_messages["required"] = "Pilih salah satu."

    def clean_picture(self):
        sent = self.cleaned_data["picture"]
        return encode(sent).content if sent else b""

    def clean(self):
        cleaned = super().clean()
        if cleaned.get("answer") == MonthAnswer.SAME:
            if any(cleaned.get(name) for name in (*WORDS, "picture")):
                # Nothing that was written is dropped in silence.
                self.add_error("answer", SAME_AND_WRITTEN)
        elif cleaned.get("answer") and not any(cleaned.get(name) for name in WORDS):
            if not set(WORDS) & self.errors.keys():
                self.add_error("health", "Tulis apa yang berubah, paling sedikit satu baris.")
        if self.errors and self.files.get(self.add_prefix("picture")):
            if "picture" not in self.errors:
                # A browser does not send the same file again by itself.
                self.add_error("picture", TAKE_IT_AGAIN)
        return cleaned

    @property
    def opened(self):
        """The fields that a change opens."""
        return [self[name] for name in (*WORDS, "picture")]

    @property
    def words(self):
        return {name: self.cleaned_data[name] for name in WORDS}

    def digest(self):
        picture = hashlib.sha256(self.cleaned_data["picture"]).hexdigest()
        typed = digest_of(self.cleaned_data | {"picture": picture})
        return salted_hmac(self.sealed_as, typed, algorithm="sha256").hexdigest()


class MonthRowForm(MonthFields):
    """One klien of the page of all: a row that nobody has touched is not sent, and asked about
    still. Its key follows from that of the page."""

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        del self.fields["send_key"]
        self.fields["answer"].required = False

    @property
    def is_touched(self):
        names = ["answer", *WORDS]
        return any(self.data.get(self.add_prefix(name)) for name in names) or bool(
            self.files.get(self.add_prefix("picture"))
        )

    def clean(self):
        if self.is_touched and not self.cleaned_data.get("answer"):
            self.add_error("answer", "Pilih “Ada perubahan” bila ada yang ditulis.")
        return super().clean()

    def sent_under(self, page_key):
        self.cleaned_data["send_key"] = row_key(page_key, self.instance.referral_id)


class PageKeyForm(forms.Form):
    send_key = forms.UUIDField(widget=forms.HiddenInput)


class RecordMonthForm(MonthFields):
    """What the partner told us otherwise."""

    needed = ("said_by",)
    channel = forms.ChoiceField(
        label="Melalui",
        choices=NOT_IN_PORTAL,
        widget=ChoiceButtons,
        error_messages={"required": "Pilih melalui apa."},
    )

    class Meta(MonthFields.Meta):
        fields = ["answer", "said_by", "channel"]
        error_messages = {"said_by": {"required": "Tulis siapa yang menyampaikan."}}

    field_order = [*MonthFields.field_order, "said_by", "channel"]


class MonthReplyForm(SendKeyForm, WhoAnswersForm):
    """The answer by a link: of all, or of those that were ticked, all is as it was. The button
    says which (`say`)."""

    say = forms.ChoiceField(
        choices=[("all", "Semua"), ("ticked", "Yang dicentang")],
        error_messages={"required": "Pilih salah satu tombol."},
    )
    same = forms.MultipleChoiceField(required=False)

    def __init__(self, *args, referrals, **kwargs):
        super().__init__(*args, **kwargs)
        # What has left the list meanwhile is passed over by the act, and told.
        self.fields["same"].choices = [(number, number) for number in referrals]

    @property
    def ticked(self):
        return set(self.data.getlist("same")) if self.is_bound else set()

    def clean(self):
        cleaned = super().clean()
        cleaned["said_by"] = self.name_of(cleaned)
        if (
            cleaned.get("say") == "ticked"
            and not cleaned.get("same")
            and "same" not in self.errors
        ):
            self.add_error("same", "Centang dahulu siapa yang tidak berubah.")
        return cleaned

    @property
    def told_of(self):
        """The numbers of the referrals; None stands for all."""
        if self.cleaned_data["say"] == "all":
            return None
        return {int(number) for number in self.cleaned_data["same"]}
