import re

from django import forms
from django.db.models import Exists, OuterRef

from cases.file.consents.models import Consent, Purpose
from cases.file.consents.words import add_words
from partners.agreements.models import Agreement
from partners.directory.models import Partner
from partners.referrals.actions import may_refer_to
from partners.referrals.illnesses import says_illness
from partners.referrals.models import (
    MOVES,
    PARTNER_MOVES,
    Referral,
    ReferralStep,
    SafetyRead,
)
from partners.referrals.models import ReferralState as S
from partners.referrals.packing.actions import names_partner
from partners.referrals.packing.forms import PackingFields
from rptc import days
from rptc.forms import ChoiceButtons, PastMomentField, RowForm
from rptc.sending import SealedForm, SendKeyForm
from rptc.words import tanggal_pendek

# What the partner says, as a button: (label of the act, the state it leads to).
ANSWERS = {
    S.ACCEPTED: "Terima rujukan",
    S.DECLINED: "Tolak rujukan",
    S.ARRIVED: "Klien sudah tiba",
    S.IN_SERVICE: "Layanan dimulai",
    S.FINISHED: "Layanan selesai",
    S.RETURNED: "Kembalikan klien",
}

NOT_IN_PORTAL = [
    choice for choice in ReferralStep.Channel.choices if choice[0] != ReferralStep.Channel.PORTAL
]


def answers_of(referral):
    """(state, words) of each answer that the partner may give now, in the order of the way."""
    possible = MOVES.get(referral.state, set()) & PARTNER_MOVES
    return [(state, words) for state, words in ANSWERS.items() if state in possible]


NOT_OF_HEALTH = "Pilih persetujuan yang membolehkan kesehatannya dibuka."
NO_ILLNESS = "Jangan tulis penyakit sebelum klien setuju kesehatannya dibuka."
NOT_FOR_THEM = "Persetujuan itu untuk tempat lain. Tanyakan untuk mitra ini."
NO_AGREEMENT = "Tidak ada perjanjian dengan mitra ini yang berlaku. Tulis mengapa tetap dirujuk."
FOR_REFERRALS = [Purpose.REFERRAL, Purpose.HEALTH]


def _is_for(consent, partner, user):
    """The one was named when the klien said yes: by its name or short name, or a part of it."""
    (consent,) = add_words([consent], user)
    return names_partner(consent.recipient, partner)


class ConsentField(forms.ModelChoiceField):
    """Each by what it is for, to whom, who gave it and when."""

    reader = None

    def label_from_instance(self, consent):
        (consent,) = add_words([consent], self.reader)
        to = f", {consent.recipient}" if consent.recipient else ""
        given = f"{consent.by_whom}, {tanggal_pendek(consent.asked_at)}"
        return f"{consent.get_purpose_display()}{to} ({given})"


def choices_of(field, rows):
    """Of what is known already: the field would ask for the same rows again."""
    known = [(field.prepare_value(row), field.label_from_instance(row)) for row in rows]
    return [("", field.empty_label), *known]


class BasisField(forms.ModelChoiceField):
    def label_from_instance(self, agreement):
        return agreement.told


class ReferralFields(PackingFields, forms.ModelForm):
    """What travels is typed here: no NIK, and of a child no full name."""

    class Meta:
        model = Referral
        fields = ["need", "message", "basis", "without_basis", "consent"]
        field_classes = {"consent": ConsentField, "basis": BasisField}
        widgets = {"message": forms.Textarea({"rows": 4})}
        help_texts = {
            "need": "Dibaca mitra. Misalnya pelatihan menjahit, atau asrama dan sekolah.",
            "message": "Dibaca mitra. Tanpa NIK, diagnosis atau perkara hukum.",
            "basis": "Dibaca mitra. Bila hanya satu yang berlaku, itu yang dipakai.",
            "without_basis": "Hanya bila tidak ada perjanjian yang berlaku atau cocok. Dibaca"
            " mitra, tertulis pada rujukannya.",
            "consent": "Wajib bila rujukan ke mitra itu mengungkap kesehatan.",
        }

    def __init__(self, *args, stay, user, **kwargs):
        super().__init__(*args, **kwargs)
        self.stay, self.user = stay, user
        self.begin_packing(stay, user, self.before())
        consent = self.fields["consent"]
        known = Consent.objects.visible_to(user).in_force()
        consent.queryset = known.filter(stay=stay, purpose__in=FOR_REFERRALS).order_by("-pk")
        consent.reader, consent.empty_label = user, "Belum ada"
        rests = Exists(Referral.objects.filter(consent=OuterRef("pk")))
        yeses = list(consent.queryset.annotate(is_used=rests))
        consent.choices = choices_of(consent, yeses)
        if self.initial.get("consent") is None:
            self.initial["consent"] = self._newest_of(yeses)
        basis = self.fields["basis"]
        basis.queryset = (
            self.agreements()
            .select_related("partner")
            .order_by("partner__name", "starts_on", "pk")
        )
        basis.empty_label = "Yang berlaku untuk mitra itu"

    def before(self):
        """What was ticked before it was sent back."""
        return self.instance.items.ticked()

    def _newest_of(self, yeses):
        """The one that was just written down: of today, by this user, on which nothing rests yet.
        That it is for this partner is asked when the form is sent."""
        today = days.starts_at(days.today())
        own = (each for each in yeses if each.recorded_by_id == self.user.pk)
        return next((each for each in own if not each.is_used and each.recorded_at >= today), None)

    def clean_need(self):
        return self._may_travel(self.cleaned_data["need"])

    def clean_message(self):
        return self._may_travel(self.cleaned_data["message"])

    def clean_without_basis(self):
        return self._may_travel(self.cleaned_data["without_basis"])

    def agreements(self):
        """Those on which it may rest."""
        in_force = Agreement.objects.visible_to(self.user).in_force(days.today())
        return in_force.filter(partner=self.instance.partner)

    def _may_travel(self, text):
        person = self.stay.person
        if re.search(r"\d([ .-]?\d){15}", text):
            raise forms.ValidationError("NIK tidak dikirim kepada mitra. Hapus angkanya.")
        named = person.name and re.search(rf"\b{re.escape(person.name)}\b", text, re.IGNORECASE)
        if named and person.is_child_today is not False:
            raise forms.ValidationError("Nama anak tidak dikirim kepada mitra. Pakai inisial.")
        return text

    def clean(self):
        cleaned = super().clean()
        partner = self.partner(cleaned)
        consent = cleaned.get("consent")
        if partner and consent and not _is_for(consent, partner, self.user):
            self.add_error("consent", NOT_FOR_THEM)
        if partner and partner.reveals_health and "consent" not in self.errors:
            if consent is None:
                self.add_error("consent", "Rujukan ke mitra ini memerlukan persetujuan klien.")
            elif consent.purpose != Purpose.HEALTH:
                self.add_error("consent", NOT_OF_HEALTH)
        if not (consent and consent.purpose == Purpose.HEALTH):
            for column in ("need", "message", "without_basis"):
                if says_illness(cleaned.get(column) or ""):
                    self.add_error(column, NO_ILLNESS)
        if partner and not {"basis", "without_basis"} & self.errors.keys():
            self._settle_basis(partner, cleaned)
        self.clean_ticks(cleaned)
        return cleaned

    def _settle_basis(self, partner, cleaned):
        """The one agreement that is in force is taken by itself; of several one is chosen; where
        there is none, or none that fits, a reason stands for it."""
        basis, reason = cleaned.get("basis"), cleaned.get("without_basis")
        if basis and reason:
            self.add_error("without_basis", "Kosongkan bila ada dasarnya.")
        elif basis and basis.partner_id != partner.pk:
            self.add_error("basis", "Perjanjian itu dengan mitra lain.")
        elif not basis and not reason:
            own = [each for each in self.fields["basis"].queryset if each.partner_id == partner.pk]
            if len(own) == 1:
                cleaned["basis"] = own[0]
            elif own:
                self.add_error("basis", f"Mitra ini mempunyai {len(own)} perjanjian. Pilih satu.")
            else:
                self.add_error("without_basis", NO_AGREEMENT)

    def partner(self, cleaned):
        return self.instance.partner


class ReferralForm(SealedForm, ReferralFields):
    # Why a secret thing is shared is part of what was typed.
    sealed_as = "partners.referral"

    class Meta(ReferralFields.Meta):
        fields = ["partner", *ReferralFields.Meta.fields]

    field_order = Meta.fields

    def __init__(self, *args, stay, user, **kwargs):
        allowed = [each for each in Partner.objects.all() if may_refer_to(each, stay, user)]
        self.allowed = [partner.pk for partner in allowed]
        super().__init__(*args, stay=stay, user=user, **kwargs)
        partner = self.fields["partner"]
        partner.queryset = Partner.objects.filter(pk__in=self.allowed)
        partner.empty_label = "Pilih mitra"
        partner.choices = choices_of(partner, allowed)
        self.fields["basis"].label_from_instance = lambda row: f"{row.partner}: {row.told}"

    def agreements(self):
        """Of all to whom this one may be referred."""
        in_force = Agreement.objects.visible_to(self.user).in_force(days.today())
        return in_force.filter(partner__in=self.allowed)

    def before(self):
        return None

    def partner(self, cleaned):
        return cleaned.get("partner")


class OnReferral(forms.Form):
    def __init__(self, *args, referral, **kwargs):
        self.referral = referral
        super().__init__(*args, **kwargs)


class SeenForm(OnReferral):
    """An act on a referral as it was when the page was shown."""

    seen_steps = forms.IntegerField(widget=forms.HiddenInput)
    reason = forms.CharField(
        label="Alasan atau keterangan",
        max_length=300,
        required=False,
        widget=forms.Textarea({"rows": 2}),
    )

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["seen_steps"].initial = self.referral.steps.count()


class RevokeForm(SeenForm):
    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["reason"].required = True
        self.fields["reason"].label = "Alasan"


class AnswerForm(OnReferral):
    """An answer of the partner, from its portal."""

    state = forms.TypedChoiceField(label="Jawaban", coerce=S, widget=ChoiceButtons)
    reason = forms.CharField(
        label="Laporan atau alasan",
        max_length=300,
        required=False,
        widget=forms.Textarea({"rows": 3}),
        help_text="Wajib bila menolak, mengembalikan, atau layanan selesai.",
    )

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        # All answers, so that one that came too late is refused with the reason.
        choices = list(ANSWERS.items()) if self.is_bound else answers_of(self.referral)
        self.fields["state"].choices = choices
        # What is shown with a fault is what can still be said.
        if self.is_bound:
            self.fields["state"].widget.choices = answers_of(self.referral) or choices

    def clean(self):
        cleaned = super().clean()
        needs_words = {S.DECLINED, S.RETURNED, S.FINISHED}
        if cleaned.get("state") in needs_words and not cleaned.get("reason"):
            self.add_error("reason", "Tulis alasan atau laporannya.")
        return cleaned


class PortalAnswerForm(AnswerForm):
    """Who arrived, and with what, has a page of its own."""

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        if not self.is_bound:
            choices = self.fields["state"].choices
            self.fields["state"].choices = [each for each in choices if each[0] != S.ARRIVED]

    def clean_state(self):
        state = self.cleaned_data["state"]
        if state == S.ARRIVED and self.referral.can_become(S.ARRIVED):
            raise forms.ValidationError("Kedatangan dicatat pada halamannya sendiri.")
        return state


class RecordAnswerForm(SeenForm, AnswerForm):
    """An answer that reached us otherwise: who said it, when and how."""

    said_by = forms.CharField(label="Disampaikan oleh", max_length=120)
    said_at = PastMomentField(label="Disampaikan pada")
    channel = forms.ChoiceField(
        label="Melalui",
        choices=NOT_IN_PORTAL,
        widget=ChoiceButtons,
    )
    field_order = ["state", "said_by", "said_at", "channel", "reason", "seen_steps"]

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["said_at"].initial = days.now()


class SafetyToldForm(SendKeyForm, RowForm):
    """What must be known was told to somebody there."""

    channel = forms.ChoiceField(label="Melalui", choices=NOT_IN_PORTAL, widget=ChoiceButtons)

    needed = ("said_to",)

    class Meta:
        model = SafetyRead
        fields = ["said_to", "channel"]
        error_messages = {"said_to": {"required": "Tulis kepada siapa disampaikan."}}
