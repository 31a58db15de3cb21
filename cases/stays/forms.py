import django_filters
from django import forms
from django.db.models import Max, Q
from django.db.models.functions import Upper

from cases.intakes.models import Classification
from cases.stays.beds.actions import without_bed
from cases.stays.models import Stay, StayRule
from rptc import days, words
from rptc.accounts.models import RoleGrant, User
from rptc.accounts.permissions import Role
from rptc.forms import ChoiceButtons, DayInput, MomentInput, PlainHelper
from rptc.sending import SendKeyForm


def social_workers():
    holders = RoleGrant.objects.in_force(days.today()).filter(role=Role.SOCIAL_WORKER)
    users = User.objects.filter(pk__in=holders.values("user"), is_active=True)
    return users.order_by("full_name", "pk")


class ArrivalForm(forms.Form):
    """One person on the way: arrived or not; still on the books, and what then."""

    AGAIN = [
        ("came_back", "Kembali, masa pembinaan diteruskan"),
        ("ran_away", "Dahulu melarikan diri, mulai baru"),
    ]

    arrived = forms.BooleanField(label="Tiba", required=False, initial=True)
    bag = forms.BooleanField(label="Ada barang titipan", required=False)
    again = forms.ChoiceField(
        label="Masih tercatat", choices=AGAIN, required=False, widget=ChoiceButtons
    )
    not_seen_since = forms.DateTimeField(
        label="Terakhir terlihat", required=False, widget=MomentInput
    )

    def __init__(self, *args, intake, open_stay, **kwargs):
        super().__init__(*args, prefix=str(intake.pk), **kwargs)
        self.intake, self.open_stay = intake, open_stay
        self.fields["arrived"].label = str(intake.person)
        whose = f"Ada barang titipan, {intake.person}"
        self.fields["bag"].widget.attrs["aria-label"] = whose
        if open_stay is None:
            del self.fields["again"], self.fields["not_seen_since"]
        else:
            self.fields["arrived"].initial = False

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

    helper = PlainHelper()
    at = forms.DateTimeField(label="Tiba pada", widget=MomentInput)
    social_worker = forms.ModelChoiceField(
        User.objects.none(),
        label="Pekerja sosial utama",
        required=False,
        empty_label="Ditetapkan nanti",
    )
    field_order = ["at", "social_worker"]

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["social_worker"].queryset = social_workers()
        self.initial.setdefault("at", days.now())

    def clean_at(self):
        if self.cleaned_data["at"] > days.now():
            raise forms.ValidationError("Waktu tiba belum terjadi.")
        return self.cleaned_data["at"]


class SocialWorkerForm(forms.ModelForm):
    helper = PlainHelper()

    class Meta:
        model = Stay
        fields = ["social_worker"]

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["social_worker"].queryset = social_workers()
        self.fields["social_worker"].required = True


class StayRuleForm(forms.ModelForm):
    """A new rule. Rules that a stay began under are never changed: a new one begins later."""

    helper = PlainHelper()

    class Meta:
        model = StayRule
        fields = [
            "classification",
            "min_length",
            "max_length",
            "unit",
            "legal_basis",
            "valid_from",
            "valid_until",
        ]
        widgets = {"valid_from": DayInput, "valid_until": DayInput, "unit": ChoiceButtons}

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["classification"].empty_label = "Semua klasifikasi"


class StayRuleEndForm(forms.ModelForm):
    """What may still change on a rule: its legal basis, and the day on which it ends."""

    helper = PlainHelper()

    class Meta:
        model = StayRule
        fields = ["legal_basis", "valid_until"]
        widgets = {"valid_until": DayInput}

    def clean_valid_until(self):
        day = self.cleaned_data["valid_until"]
        if day and day < days.today() and day != self.initial.get("valid_until"):
            raise forms.ValidationError("Aturan tidak dapat diakhiri mundur.")
        last = self.instance.stays.aggregate(last=Max("began_at"))["last"]
        if day and last and days.day_of(last) >= day:
            raise forms.ValidationError(
                f"Pada {words.tanggal(last)} ada yang masuk dengan aturan ini. Pilih sesudahnya."
            )
        return day


class StayFilter(django_filters.FilterSet):
    """The board: who is in the house, by deadline."""

    q = django_filters.CharFilter(label="Nama", method="named")
    limit = django_filters.ChoiceFilter(
        label="Batas",
        choices=[
            ("over", "Lewat batas"),
            ("today", "Habis hari ini"),
            ("tomorrow", "Habis besok"),
            ("later", "Masih berjalan"),
        ],
        empty_label="Semua",
        method="by_limit",
    )
    classification = django_filters.ModelChoiceFilter(
        label="Klasifikasi",
        field_name="intake__classification",
        queryset=Classification.objects.all(),
        empty_label="Semua",
    )
    bed = django_filters.ChoiceFilter(
        label="Tempat tidur",
        choices=[("none", "Belum ada tempat tidur")],
        empty_label="Semua",
        method="by_bed",
    )
    mine = django_filters.ChoiceFilter(
        label="Pekerja sosial",
        choices=[("yes", "Berkas saya"), ("none", "Belum ada pekerja sosial")],
        empty_label="Semua",
        method="by_owner",
    )

    class Meta:
        model = Stay
        fields = []

    def named(self, stays, name, value):
        for word in value.upper().split():
            stays = stays.alias(
                upper_name=Upper("person__name"), upper_alias=Upper("person__alias")
            ).filter(Q(upper_name__contains=word) | Q(upper_alias__contains=word))
        return stays

    def by_limit(self, stays, name, value):
        return stays.at_limit(value, days.today())

    def by_bed(self, stays, name, value):
        return without_bed(stays)

    def by_owner(self, stays, name, value):
        return stays.filter(social_worker=self.request.user if value == "yes" else None)
