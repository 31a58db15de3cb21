from datetime import timedelta

from allauth.account import forms as allauth
from allauth.account.authentication import get_authentication_records
from allauth.core import context
from allauth.mfa.base import forms as mfa
from allauth.mfa.totp import forms as totp
from django import forms
from django.core.exceptions import ValidationError

from rptc import days
from rptc.accounts import actions
from rptc.accounts.clocks import explained, minutes_apart, past_minutes_apart
from rptc.accounts.models import Delegation, RoleGrant, User, who_resets_passwords
from rptc.accounts.permissions import APPROVALS, Role, can_hand_over
from rptc.forms import ChoiceButtons, DayInput, line
from rptc.sending import SendKeyForm


class LoginForm(allauth.LoginForm):
    """One word for one thing: "kata sandi", not the translation's "sandi"."""

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        _name(self.fields, {"login": "Nama pengguna", "password": "Kata sandi"})
        # A phone begins with a capital letter, and "Trc" is nobody.
        self.fields["login"].widget.attrs |= {"autocapitalize": "none", "spellcheck": "false"}

    who_resets_passwords = staticmethod(who_resets_passwords)


class ReauthenticateForm(allauth.ReauthenticateForm):
    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        _name(self.fields, {"password": "Kata sandi"})


def _name(fields, labels):
    for name, label in labels.items():
        fields[name].label = label
        fields[name].widget.attrs.pop("placeholder", None)


class ChangePasswordForm(allauth.ChangePasswordForm):
    """A password that somebody else gave is free again once its owner chose another."""

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        _name(
            self.fields,
            {
                "oldpassword": "Kata sandi sekarang",
                "password1": "Kata sandi baru",
                "password2": "Kata sandi baru, sekali lagi",
            },
        )

    def clean_password1(self):
        password = self.cleaned_data["password1"]
        if self.user.check_password(password):
            raise ValidationError("Kata sandi baru harus berbeda dari yang sekarang.")
        return password

    def save(self):
        super().save()
        actions.changed_own_password(self.user)


class ActivateTOTPForm(totp.ActivateTOTPForm):
    """With a password alone nobody becomes head, Dinas or privacy officer: they show a code on
    paper, or came in by the second factor that they had (docs/roles.md, Codes on paper)."""

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        _name(self.fields, {"code": "Kode dari aplikasi"})
        if self._must_show_paper():
            self.fields["paper_code"] = line(
                "Kode kertas",
                "Ketik satu kode dari kertas Anda.",
                60,
                help_text="Dari lembar yang Anda terima saat peran Anda disahkan. Berlaku sekali."
                " Belum punya? Minta kepada yang mengesahkan peran Anda.",
            )

    def clean_code(self):
        try:
            return super().clean_code()
        except ValidationError as error:
            code = self.cleaned_data["code"]
            raise explained(error, minutes_apart(self.secret, code, ahead=True)) from None

    def _must_show_paper(self):
        records = get_authentication_records(context.request, self.user)
        came_in_by_it = any(record.get("method") == "mfa" for record in records)
        of_three = User.objects.of_the_three().filter(pk=self.user.pk)
        return not came_in_by_it and of_three.exists()

    def clean(self):
        cleaned = super().clean()
        if "paper_code" in self.fields and not self.errors:
            try:
                actions.use_paper_code(self.user, cleaned["paper_code"], by=self.user)
            except ValidationError as error:
                self.add_error("paper_code", error)
        return cleaned


class AuthenticateForm(mfa.AuthenticateForm):
    def clean_code(self):
        try:
            return super().clean_code()
        except ValidationError as error:
            code = self.cleaned_data["code"]
            raise explained(error, past_minutes_apart(self.user, code)) from None


class ColoursForm(forms.ModelForm):
    class Meta:
        model = User
        fields = ["night_colours"]


class UserForm(forms.ModelForm):
    nip = forms.CharField(label="NIP (kosongkan bila bukan ASN)", required=False)

    class Meta:
        model = User
        fields = ["full_name", "nip", "position", "phone"]

    def clean_nip(self):
        """Officials write it in groups: 19850101 201001 1 001."""
        nip = "".join(self.cleaned_data["nip"].split())
        if nip and not (len(nip) == 18 and nip.isascii() and nip.isdigit()):
            raise ValidationError(f"NIP terdiri dari 18 angka, baru terisi {len(nip)}.")
        return nip


class SpanFields(forms.Form):
    """From a day to a day that is still included; stored half-open."""

    starts_on = forms.DateField(label="Berlaku mulai", widget=DayInput, initial=days.today)
    last_on = forms.DateField(
        label="Hari terakhir",
        widget=DayInput,
        required=False,
        help_text="Kosongkan bila belum ditentukan.",
    )

    def clean(self):
        cleaned = super().clean()
        first, last = cleaned.get("starts_on"), cleaned.get("last_on")
        if first and last and last < first:
            self.add_error("last_on", "Hari terakhir tidak boleh sebelum hari mulai.")
        elif last and last < days.today():
            self.add_error("last_on", "Hari terakhir sudah lewat.")
        return cleaned

    @property
    def ends_on(self):
        last = self.cleaned_data["last_on"]
        return last + timedelta(days=1) if last else None


class UserPrepareForm(SpanFields, UserForm):
    """The account and the roles that the head is asked to confirm."""

    roles = forms.MultipleChoiceField(
        label="Peran yang diusulkan", choices=Role.choices, widget=forms.CheckboxSelectMultiple
    )

    class Meta(UserForm.Meta):
        fields = ["username", *UserForm.Meta.fields]
        help_texts = {
            "username": "Untuk masuk: huruf kecil, angka dan titik, misalnya siti.aminah."
        }
        error_messages = {
            "username": {"invalid": "Nama pengguna hanya berisi huruf, angka dan titik."}
        }

    field_order = [*Meta.fields, "roles", "starts_on", "last_on"]

    def clean_username(self):
        return self.cleaned_data["username"].lower()

    def clean_roles(self):
        roles = self.cleaned_data["roles"]
        if Role.PARTNER in roles and len(roles) > 1:
            raise ValidationError("Pengguna mitra tidak boleh memegang peran lain.")
        return roles

    def validate_unique(self):
        """A name that is taken is found when saving, where the same form sent twice is known."""


class GrantForm(SpanFields, forms.ModelForm):
    class Meta:
        model = RoleGrant
        fields = ["role", "starts_on"]

    def save(self, commit=False):
        self.instance.ends_on = self.ends_on
        return super().save(commit)


class DelegationForm(SendKeyForm, forms.ModelForm):
    approvals = forms.MultipleChoiceField(
        label="Keputusan yang dilimpahkan",
        widget=forms.CheckboxSelectMultiple,
    )

    class Meta:
        model = Delegation
        fields = ["delegate", "kind", "order_number", "starts_on", "last_on", "approvals"]
        widgets = {"kind": ChoiceButtons, "starts_on": DayInput, "last_on": DayInput}
        help_texts = {"last_on": "Kedua hari termasuk. Sesudahnya berakhir sendiri."}

    def __init__(self, *args, by, **kwargs):
        super().__init__(*args, **kwargs)
        others = User.objects.standing_in(days.today()).exclude(pk=by.pk)
        self.fields["delegate"].empty_label = "Pilih orang"
        self.fields["delegate"].queryset = others.order_by("full_name", "pk")
        own = can_hand_over(by.roles_today)
        self.fields["approvals"].choices = [(key, APPROVALS[key][0]) for key in own]
        self.fields["approvals"].initial = own

    def clean_last_on(self):
        last_on = self.cleaned_data["last_on"]
        if last_on < days.today():
            raise ValidationError("Hari terakhir sudah lewat.")
        return last_on

    def sent_otherwise(self):
        saved = self.sent_before
        return (
            f"Formulir ini sudah tersimpan dengan isi lain: {saved}, surat perintah"
            f" {saved.order_number}, sampai {saved.last_on:%d/%m/%Y}. Isian di bawah belum"
            " tersimpan. Bila memang pelimpahan lain, buka formulir baru."
        )
