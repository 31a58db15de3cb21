from datetime import date

from django import forms
from django.core.exceptions import ValidationError

from partners.directory.models import Partner, PartnerService
from partners.links.forms import WhoAnswersForm
from partners.questions.models import FURTHEST, PlaceAnswer, PlaceQuestion
from partners.questions.sentence import may_travel
from rptc import days
from rptc.forms import ChoiceButtons, DayInput, PastMomentField, line
from rptc.sending import SendKeyForm
from rptc.words import tanggal_pendek

Says, Channel = PlaceAnswer.Says, PlaceAnswer.Channel
MOST_PLACES = 500
WHY_NOT = ["Penuh", "Usia tidak sesuai", "Tidak ada pengasuh"]


def check_day(on, *, first):
    if on < first:
        raise ValidationError("Pilih hari ini atau sesudahnya.")
    if on > days.today() + FURTHEST:
        raise ValidationError("Paling jauh setengah tahun dari sekarang.")
    return on


class PartnersField(forms.ModelMultipleChoiceField):
    """Its page draws the boxes, each with why it fits or not."""

    def __init__(self):
        missing = {"required": "Pilih paling sedikit satu mitra."}
        super().__init__(
            Partner.objects.none(), label="Siapa yang ditanya", error_messages=missing
        )

    def offer(self, partners):
        self.queryset = Partner.objects.filter(pk__in=[partner.pk for partner in partners])


class PlaceQuestionForm(SendKeyForm, forms.ModelForm):
    needs = forms.MultipleChoiceField(
        label="Butuh",
        choices=PartnerService.choices,
        widget=forms.CheckboxSelectMultiple,
        error_messages={"required": "Pilih yang dibutuhkan."},
    )
    partners = PartnersField()

    class Meta:
        model = PlaceQuestion
        fields = ["needs", "from_on", "words"]
        widgets = {"from_on": DayInput}
        help_texts = {"words": "Misalnya: bisa membaca, belum lancar."}

    def __init__(self, *args, partners, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["partners"].offer(partners)
        self.initial["from_on"] = self.initial.get("from_on") or days.today()

    def clean_from_on(self):
        return check_day(self.cleaned_data["from_on"], first=days.today())

    def clean_words(self):
        return may_travel(self.cleaned_data["words"].strip(), self.instance.stay.person)


class OtherPartnersForm(SendKeyForm):
    partners = PartnersField()

    def __init__(self, *args, partners, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["partners"].offer(partners)


class PlacesFields(forms.Form):
    """How many places are free besides: both numbers, or none."""

    male = forms.IntegerField(
        label="Laki-laki", min_value=0, max_value=MOST_PLACES, required=False
    )
    female = forms.IntegerField(
        label="Perempuan", min_value=0, max_value=MOST_PLACES, required=False
    )

    def clean(self):
        cleaned = super().clean()
        male, female = cleaned.get("male"), cleaned.get("female")
        if (male is None) != (female is None) and not self.errors:
            self.add_error("female" if female is None else "male", "Tulis keduanya.")
        return cleaned


class FreePlacesForm(PlacesFields):
    """On the page after an answer by a link."""

    send_key = forms.UUIDField(widget=forms.HiddenInput)

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["male"].required = self.fields["female"].required = True


class ReplyForm(SendKeyForm, WhoAnswersForm, PlacesFields, forms.ModelForm):
    """The partner's own answer. The second tap sends: each button says all of it (`say`), as
    "yes:2026-11-30", "no:Penuh" or "call_first"; after "lain" follows what was typed."""

    say = forms.CharField(error_messages={"required": "Pilih salah satu jawaban."})
    other_day = forms.DateField(label="Tanggal lain", widget=DayInput, required=False)
    other_reason = forms.CharField(label="Sebab lain", max_length=200, required=False)

    class Meta:
        model = PlaceAnswer
        fields = []

    def days_offered(self):
        """(value, words): today, tomorrow, and the day that was asked for."""
        today = days.today()
        asked_for = self.instance.asked.question.from_on
        offered = {today: "Hari ini"}
        offered[today + days.ONE_DAY] = f"Besok, {tanggal_pendek(today + days.ONE_DAY)}"
        if asked_for > today:
            offered.setdefault(asked_for, tanggal_pendek(asked_for))
        return [(f"yes:{day.isoformat()}", words) for day, words in offered.items()]

    def reasons_offered(self):
        return [(f"no:{reason}", reason) for reason in WHY_NOT]

    def clean(self):
        cleaned = super().clean()
        self.instance.said_by = self.name_of(cleaned)
        says, _, more = cleaned.get("say", "").partition(":")
        answer = self.instance
        answer.says, answer.from_on, answer.reason = says, None, ""
        if says == Says.YES:
            answer.from_on = self._day(cleaned, more)
        elif says == Says.NO:
            answer.reason = cleaned.get("other_reason", "") if more == "lain" else more[:200]
            if not answer.reason:
                self.add_error("other_reason", "Tulis sebabnya.")
        elif says != Says.CALL_FIRST and "say" not in self.errors:
            self.add_error("say", "Pilih salah satu jawaban.")
        return cleaned

    def _day(self, cleaned, typed):
        day = cleaned.get("other_day") if typed == "lain" else _read_day(typed)
        if day is None and "other_day" not in self.errors:
            self.add_error("other_day", "Pilih tanggalnya.")
        try:
            # A page that lay open over midnight still says the day that it showed.
            first = days.today() if typed == "lain" else days.today() - days.ONE_DAY
            return day and check_day(day, first=first)
        except ValidationError as error:
            self.add_error("other_day", error)
        return None

    def _post_clean(self):
        # All of it is read above; the database holds the rest.
        pass


def _read_day(typed):
    try:
        return date.fromisoformat(typed)
    except ValueError:
        return None


class RecordReplyForm(SendKeyForm, PlacesFields, forms.ModelForm):
    """What was said on the telephone, in a message or at a meeting."""

    said_by = line("Disampaikan oleh", "Tulis siapa yang menjawab.", 120)
    said_at = PastMomentField(label="Disampaikan pada")
    channel = forms.ChoiceField(
        label="Melalui",
        choices=[
            choice for choice in Channel.choices if choice[0] not in {Channel.LINK, Channel.PORTAL}
        ],
        widget=ChoiceButtons,
    )
    says = forms.ChoiceField(label="Jawaban", choices=Says.choices, widget=ChoiceButtons)
    field_order = ["says", "from_on", "reason", "said_by", "said_at", "channel", "male", "female"]

    class Meta:
        model = PlaceAnswer
        fields = ["says", "from_on", "reason", "said_by", "said_at", "channel"]
        widgets = {"from_on": DayInput}
        help_texts = {"from_on": "Bila ada tempat.", "reason": "Bila belum bisa."}

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["said_at"].initial = days.now()
        self.fields["male"].label = "Tempat kosong, laki-laki"
        self.fields["female"].label = "Tempat kosong, perempuan"

    def clean(self):
        cleaned = super().clean()
        says = cleaned.get("says")
        if says == Says.YES and "from_on" not in self.errors:
            if cleaned.get("from_on") is None:
                self.add_error("from_on", "Tulis mulai kapan.")
            else:
                self._check_day(cleaned)
        if says == Says.NO and not cleaned.get("reason"):
            self.add_error("reason", "Tulis sebabnya.")
        # What belongs to another answer is not dropped in silence.
        if says and says != Says.YES and cleaned.get("from_on"):
            self.add_error("from_on", "Kosongkan, atau pilih Ada.")
        if says and says != Says.NO and cleaned.get("reason"):
            self.add_error("reason", "Kosongkan, atau pilih Belum bisa.")
        return cleaned

    def _check_day(self, cleaned):
        said_at = cleaned.get("said_at")
        first = days.day_of(said_at) if said_at else days.today()
        try:
            check_day(cleaned["from_on"], first=first)
        except ValidationError as error:
            self.add_error("from_on", error)
