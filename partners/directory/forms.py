from django import forms
from django.contrib.auth import get_user_model
from django.db.models import Exists, OuterRef
from django.utils.dates import WEEKDAYS

from cases.intakes.models import Classification
from partners.directory.models import (
    FreePlaces,
    Member,
    Partner,
    PartnerContact,
    PartnerPaper,
    PartnerService,
)
from rptc import days
from rptc.accounts.models import RoleGrant
from rptc.accounts.permissions import Role
from rptc.decisions import decides_by_office
from rptc.editing import VersionForm
from rptc.forms import ClockInput, DayInput, PastDayField, PastMomentField, RowForm
from rptc.sending import SendKeyForm

MOST_PLACES = 999


class PartnerForm(RowForm):
    needed = ("kind",)
    unchosen = {"kind": "Pilih jenis"}  # noqa: RUF012 (as the other forms)

    class Meta:
        model = Partner
        fields = [
            "name",
            "short_name",
            "kind",
            "about",
            "phone",
            "address",
            "closes_destination",
            "reveals_health",
            "is_active",
        ]
        widgets = {"phone": forms.TextInput({"type": "tel"})}
        help_texts = {
            "about": "Misalnya: asrama dan pendidikan anak.",
            "phone": "Telepon kantornya. Orang yang bekerja di sana ditulis di halaman mitra.",
        }
        error_messages = {
            "name": {"unique": "Mitra dengan nama ini sudah ada."},
            "kind": {"required": "Pilih jenisnya."},
        }

    def __init__(self, *args, user, **kwargs):
        super().__init__(*args, **kwargs)
        # To open what was closed is the head's decision, as the referral itself is.
        if not decides_by_office(user, "partners.approve_referral"):
            for name in ("closes_destination", "reveals_health"):
                self.fields[name].disabled = getattr(self.instance, name)


class PartnerEditForm(PartnerForm, VersionForm):
    pass


class PartnerTermsForm(VersionForm):
    """What they offer, whom they take and when they answer. What is empty excludes nobody."""

    unchosen = {"takes_sex": "Keduanya", "takes_from": "Dari mana saja"}  # noqa: RUF012

    services = forms.MultipleChoiceField(
        label="Layanan",
        choices=PartnerService.choices,
        widget=forms.CheckboxSelectMultiple,
        required=False,
    )
    takes_classes = forms.MultipleChoiceField(
        label="Klasifikasi yang diterima",
        widget=forms.CheckboxSelectMultiple,
        required=False,
        help_text="Tidak dipilih berarti semua.",
    )
    service_days = forms.TypedMultipleChoiceField(
        label="Hari layanan",
        coerce=int,
        choices=[(number + 1, name) for number, name in WEEKDAYS.items()],
        widget=forms.CheckboxSelectMultiple,
        error_messages={"required": "Pilih hari layanannya."},
    )
    data_clause_on = PastDayField(
        label="Pasal pelindungan data ditandatangani",
        required=False,
        help_text="Kosong bila belum ada.",
    )

    class Meta:
        model = Partner
        fields = [
            "services",
            "takes_classes",
            "takes_sex",
            "min_age",
            "max_age",
            "takes_from",
            "takes_not",
            "capacity",
            "answer_hours",
            "service_days",
            "opens_at",
            "closes_at",
            "data_clause_on",
        ]
        widgets = {"opens_at": ClockInput, "closes_at": ClockInput}
        help_texts = {
            "takes_not": "Misalnya: perlu rawat inap. Tanpa nama klien.",
            "capacity": "Semua tempat, yang terisi juga.",
            "answer_hours": "Jam layanan mereka sendiri, bukan jam dinding.",
        }

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        classes = Classification.objects.usable_on(days.today())
        self.fields["takes_classes"].choices = classes.values_list("code", "name")


class PartnerContactFields(RowForm):
    class Meta:
        model = PartnerContact
        fields = ["name", "position", "phone"]
        widgets = {"phone": forms.TextInput({"type": "tel"})}
        help_texts = {"phone": "Satu nomor, misalnya 0411 555 100."}
        error_messages = {"name": {"required": "Tulis namanya."}}


class PartnerContactForm(SendKeyForm, PartnerContactFields):
    pass


class PartnerContactEditForm(PartnerContactFields, VersionForm):
    class Meta(PartnerContactFields.Meta):
        fields = [*PartnerContactFields.Meta.fields, "is_active"]


class PartnerPaperFields(RowForm):
    unchosen = {"kind": "Pilih kertas"}  # noqa: RUF012 (as the other forms)

    class Meta:
        model = PartnerPaper
        fields = ["kind", "number", "valid_until"]
        widgets = {"valid_until": DayInput}
        help_texts = {"valid_until": "Kosong bila tanpa batas."}
        error_messages = {"kind": {"required": "Pilih kertasnya."}}


class PartnerPaperForm(SendKeyForm, PartnerPaperFields):
    def _get_validation_exclusions(self):
        """Whether it stands there already, the database says, after the key of the form."""
        return super()._get_validation_exclusions() | {"kind"}


class PartnerPaperEditForm(PartnerPaperFields, VersionForm):
    pass


class FreePlacesForm(SendKeyForm, RowForm):
    """What the partner says itself, in the portal: it holds as of now."""

    male = forms.IntegerField(
        label="Tempat untuk laki-laki",
        min_value=0,
        max_value=MOST_PLACES,
        error_messages={"required": "Tulis jumlahnya; 0 bila penuh."},
    )
    female = forms.IntegerField(
        label="Tempat untuk perempuan",
        min_value=0,
        max_value=MOST_PLACES,
        error_messages={"required": "Tulis jumlahnya; 0 bila penuh."},
    )

    class Meta:
        model = FreePlaces
        fields = ["male", "female"]


class FreePlacesSaidForm(FreePlacesForm):
    """What somebody there said to us."""

    needed = ("said_by",)
    begins_now = ("said_at",)

    said_at = PastMomentField(label="Dikatakan pada")

    class Meta(FreePlacesForm.Meta):
        fields = [*FreePlacesForm.Meta.fields, "said_by", "said_at"]
        error_messages = {"said_by": {"required": "Tulis siapa yang mengatakannya."}}


class MemberForm(forms.ModelForm):
    """A user whose only role, ever given, is that of a partner, and who is in no other one."""

    class Meta:
        model = Member
        fields = ["user"]
        labels = {"user": "Pengguna"}
        error_messages = {"user": {"unique": "Pengguna ini sudah menjadi petugas mitra."}}

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        grants = RoleGrant.objects.filter(user=OuterRef("pk"), refused_at=None)
        self.fields["user"].queryset = (
            get_user_model()
            .objects.filter(
                Exists(grants.filter(role=Role.PARTNER)),
                ~Exists(grants.exclude(role=Role.PARTNER)),
                is_active=True,
                membership=None,
            )
            .order_by("full_name", "pk")
        )
