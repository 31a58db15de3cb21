from django import forms

from cases.file.consents.actions import may_be_child
from cases.file.consents.models import (
    ASKED,
    MOST_LETTERS,
    MOST_REASON,
    TO_SOMEBODY,
    TOLD,
    Answer,
    Consent,
    ConsentWithdrawal,
    Explained,
    GivenBy,
    LegalBasis,
    Purpose,
    StandIn,
)
from rptc import days
from rptc.forms import ChoiceButtons, DayInput, PastMomentField, RowForm
from rptc.sending import SealedForm, SendKeyForm

NO_NAME = "Tulis siapa juru bahasanya."


class ExplainedFields(RowForm):
    """In which language, and how: asked of whatever is asked or told."""

    begins_now = ["asked_at"]
    unchosen = {"explained": "Pilih cara menjelaskan"}

    class Meta:
        model = Consent
        fields = ["language", "explained", "interpreter", "asked_at"]
        field_classes = {"asked_at": PastMomentField}
        help_texts = {
            "language": "Misalnya Indonesia, Makassar, Bugis.",
            "interpreter": "Hanya bila lewat juru bahasa.",
        }
        error_messages = {"explained": {"required": "Pilih cara menjelaskan."}}

    def clean(self):
        cleaned = super().clean()
        if cleaned.get("explained") != Explained.INTERPRETER:
            cleaned["interpreter"] = ""
        elif not cleaned.get("interpreter"):
            self.add_error("interpreter", NO_NAME)
        return cleaned


class ConsentForm(SealedForm, ExplainedFields):
    """To whom, and the words, are no columns: they are put away under the key."""

    sealed_as = "cases.consent"

    recipient = forms.CharField(
        label="Kepada siapa",
        required=False,
        max_length=MOST_LETTERS,
        help_text="Nama mitra, atau di mana fotonya dipakai.",
    )
    said = forms.CharField(
        label="Kata-kata klien",
        required=False,
        max_length=MOST_LETTERS,
        widget=forms.Textarea({"rows": 2}),
        help_text="Terutama bila menolak, atau tidak dapat menyatakan.",
    )

    field_order = ["purpose", "recipient", "answer", "given_by", "guardian", "relation"]

    class Meta(ExplainedFields.Meta):
        fields = [
            "purpose",
            "answer",
            "given_by",
            "guardian",
            "relation",
            "child_says",
            *ExplainedFields.Meta.fields,
        ]
        widgets = {"answer": ChoiceButtons, "given_by": ChoiceButtons}
        error_messages = ExplainedFields.Meta.error_messages | {
            "purpose": {"required": "Pilih untuk apa."},
            "answer": {"required": "Pilih jawabannya."},
            "given_by": {"required": "Pilih siapa yang menjawab."},
        }
        help_texts = ExplainedFields.Meta.help_texts | {
            "guardian": "Hanya bila orang tua atau wali yang menjawab.",
            "relation": "Misalnya ibu, kakek, wali dengan penetapan.",
        }

    unchosen = ExplainedFields.unchosen | {"purpose": "Pilih untuk apa"}

    def __init__(self, *args, stay, purposes, has_stand_in, **kwargs):
        super().__init__(*args, **kwargs)
        self.is_child = may_be_child(stay.person, days.today())
        purposes = [each for each in purposes if not (self.is_child and each == Purpose.FAMILY)]
        choices = [(each.value, each.label) for each in purposes]
        self.fields["purpose"].choices = [("", "Pilih untuk apa"), *choices]
        answers = [Answer.YES, Answer.NO] if self.is_child else [*Answer][:3]
        self.fields["answer"].choices = [(each.value, each.label) for each in answers]
        self._offer_givers(has_stand_in)
        if not self.is_child:
            del self.fields["child_says"]
        else:
            self.fields["child_says"].choices = [
                ("", "Pilih kata anaknya"),
                *self.fields["child_says"].choices[1:],
            ]

    def _offer_givers(self, has_stand_in):
        """An adult answers alone: nothing is asked."""
        if not self.is_child:
            for name in ("given_by", "guardian", "relation"):
                del self.fields[name]
            self.instance.given_by = GivenBy.SELF
            return
        givers = [each for each in GivenBy if has_stand_in or each != GivenBy.STAND_IN]
        self.fields["given_by"].choices = [(each.value, each.label) for each in givers]

    def clean(self):
        cleaned = super().clean()
        if cleaned.get("given_by") in (GivenBy.SELF, GivenBy.STAND_IN):
            cleaned["guardian"] = cleaned["relation"] = ""
        elif cleaned.get("given_by") == GivenBy.GUARDIAN:
            self._ask_for("guardian", "Tulis namanya.", cleaned)
            self._ask_for("relation", "Tulis hubungannya.", cleaned)
        purpose = cleaned.get("purpose")
        if purpose in TO_SOMEBODY and not cleaned.get("recipient"):
            self.add_error("recipient", "Tulis kepada siapa.")
        elif purpose and purpose not in TO_SOMEBODY:
            cleaned["recipient"] = ""
        if cleaned.get("answer") == Answer.CANNOT and not cleaned.get("said"):
            self.add_error("said", "Tulis mengapa tidak dapat menyatakan.")
        return cleaned

    def _ask_for(self, name, missing, cleaned):
        if not cleaned.get(name) and name not in self.errors:
            self.add_error(name, missing)


class StandInForm(SealedForm, RowForm):
    """The reason is no column: it is put away under the key."""

    sealed_as = "cases.consent"
    unchosen = {"ground": "Pilih dasarnya"}

    reason = forms.CharField(
        label="Alasan, dan apa yang sudah dicari",
        max_length=MOST_REASON,
        widget=forms.Textarea({"rows": 3}),
        help_text="Siapa yang sudah dicari, di mana, dan apa hasilnya.",
        error_messages={"required": "Tulis alasannya."},
    )

    class Meta:
        model = StandIn
        fields = ["ground"]
        error_messages = {"ground": {"required": "Pilih dasarnya."}}


class ToldForm(SendKeyForm, ExplainedFields):
    class Meta(ExplainedFields.Meta):
        pass


class WithdrawForm(SendKeyForm, RowForm):
    begins_now = ["withdrawn_at"]

    class Meta:
        model = ConsentWithdrawal
        fields = ["said_by", "withdrawn_at"]
        field_classes = {"withdrawn_at": PastMomentField}
        help_texts = {"said_by": "Klien sendiri, atau nama walinya. Alasannya tidak ditanyakan."}
        error_messages = {"said_by": {"required": "Tulis siapa yang menariknya."}}


class LegalBasisForm(RowForm):
    """What was told before is of its own day."""

    unchosen = {"purpose": "Pilih tentang apa"}

    class Meta:
        model = LegalBasis
        fields = ["purpose", "text", "basis", "valid_from"]
        widgets = {"valid_from": DayInput, "text": forms.Textarea({"rows": 4})}
        help_texts = {
            "text": "Dengan kata-kata yang dimengerti klien. Dicetak pada lembar pemberitahuan.",
            "basis": "Pasal dan undang-undangnya. Pastikan dahulu.",
        }

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        choices = [(each.value, each.label) for each in TOLD]
        self.fields["purpose"].choices = [("", "Pilih tentang apa"), *choices]

    def clean_valid_from(self):
        day = self.cleaned_data["valid_from"]
        if day < days.today():
            raise forms.ValidationError("Tidak dapat mulai mundur.")
        return day


# House staff ask at the door what concerns the house; a referral is the social workers' to ask.
OF_HOUSE = [Purpose.PHOTO, Purpose.FAMILY]


def purposes_for(user):
    return ASKED if user.has_perm("cases.view_plan") else OF_HOUSE
