from django import forms
from django.core.exceptions import ValidationError
from django.db.models import Q

from cases.casework.certificates.models import Certificate, CertificateKind, CertificateRule
from rptc import days
from rptc.accounts.models import RoleGrant, User
from rptc.accounts.permissions import INSIDE
from rptc.editing import VersionForm
from rptc.forms import DayInput, PastDayField, RowForm, line
from rptc.letters.papers import PAPERS, read_paper
from rptc.sending import SendKeyForm, digest_of


def staff():
    """Who works here today, by name."""
    held = RoleGrant.objects.in_force(days.today()).filter(role__in=INSIDE)
    users = User.objects.filter(pk__in=held.values("user"), is_active=True)
    return users.order_by("full_name", "pk")


class PaperField(forms.FileField):
    """A picture of a paper, or its scan; the bytes that are kept, or None."""

    widget = forms.FileInput(attrs={"accept": PAPERS})

    def clean(self, data, initial=None):
        upload = super().clean(data, initial)
        return read_paper(upload) if upload else None


class CertificateFields(forms.ModelForm):
    paper = PaperField(
        label="Foto atau pindaian sertifikat",
        required=False,
        help_text="Foto paling besar 8 MB, atau PDF paling besar 5 MB.",
    )

    class Meta:
        model = Certificate
        fields = ["kind", "number", "issuer", "issued_on", "expires_on"]
        field_classes = {"issued_on": PastDayField}
        widgets = {"expires_on": DayInput}
        help_texts = {"expires_on": "Kosong: tanpa batas waktu."}

    def keep_kinds(self):
        """What is not used any more stays where it was chosen."""
        kinds = Q(is_active=True) | Q(pk=self.instance.kind_id)
        self.fields["kind"].queryset = CertificateKind.objects.filter(kinds)
        self.fields["kind"].empty_label = "Pilih jenis"


class CertificateForm(SendKeyForm, RowForm, CertificateFields):
    user = forms.ModelChoiceField(
        label="Petugas", queryset=User.objects.none(), empty_label="Pilih petugas"
    )
    field_order = ["user"]

    class Meta(CertificateFields.Meta):
        pass

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["user"].queryset = staff()
        self.keep_kinds()

    def clean(self):
        cleaned = super().clean()
        if user := cleaned.get("user"):
            self.instance.user = user
        return cleaned

    def digest(self):
        return digest_of(self.cleaned_data)


class CertificateEditForm(VersionForm, CertificateFields):
    class Meta(CertificateFields.Meta):
        pass

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.keep_kinds()
        if self.instance.sha256:
            self.fields["paper"].help_text += " Yang baru menggantikan yang lama."


class CertificateEndForm(forms.Form):
    ended_on = PastDayField(
        label="Tidak berlaku mulai",
        help_text="Bila tertulis keliru: tanggal terbitnya, sehingga tidak pernah dihitung.",
    )
    reason = line("Alasan", "Tulis alasannya.", 200)

    def __init__(self, *args, certificate, **kwargs):
        super().__init__(*args, **kwargs)
        self.certificate = certificate
        self.fields["ended_on"].initial = days.today

    def clean_ended_on(self):
        ended_on = self.cleaned_data["ended_on"]
        if ended_on < self.certificate.issued_on:
            raise ValidationError("Ini sebelum sertifikat terbit.")
        return ended_on


class CertificateKindForm(RowForm):
    class Meta:
        model = CertificateKind
        fields = ["name", "order", "is_active"]


class CertificateRuleForm(RowForm):
    """What was done before is judged by the rules of its own day."""

    unchosen = {"act": "Pilih pekerjaan"}

    class Meta:
        model = CertificateRule
        fields = ["act", "kind", "valid_from"]
        widgets = {"valid_from": DayInput}

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["kind"].queryset = CertificateKind.objects.filter(is_active=True)
        self.fields["kind"].empty_label = "Pilih sertifikat"

    def clean_valid_from(self):
        day = self.cleaned_data["valid_from"]
        if day < days.today():
            raise ValidationError("Aturan tidak dapat mulai mundur.")
        return day


class CertificateRuleEndForm(RowForm):
    """All that may change on a rule: the day on which it ends."""

    needed = ["valid_until"]

    class Meta:
        model = CertificateRule
        fields = ["valid_until"]
        widgets = {"valid_until": DayInput}

    def clean_valid_until(self):
        day, ended_on = self.cleaned_data["valid_until"], self.initial["valid_until"]
        if ended_on and ended_on < days.today():
            raise ValidationError("Aturan ini sudah berakhir. Buat aturan baru.")
        if day < days.today():
            raise ValidationError("Aturan tidak dapat diakhiri mundur.")
        return day
