from django import forms

from partners.members.models import MemberLeft, ProposedMember
from rptc.accounts.models import User
from rptc.forms import RowForm
from rptc.sending import SendKeyForm


class ProposedMemberForm(SendKeyForm, RowForm):
    needed = ("phone",)

    class Meta:
        model = ProposedMember
        fields = ["name", "phone", "position"]
        widgets = {"phone": forms.TextInput({"type": "tel"})}
        help_texts = {
            "name": "Seperti di KTP.",
            "phone": "Nomornya sendiri. RPTC menelepon ke nomor ini.",
        }
        error_messages = {
            "name": {"required": "Tulis nama lengkapnya."},
            "phone": {"required": "Tulis nomor teleponnya."},
        }

    def _get_validation_exclusions(self):
        """Whether somebody of this name waits already, the database says, after the key."""
        return super()._get_validation_exclusions() | {"name"}


class MemberLeftForm(SendKeyForm, forms.ModelForm):
    class Meta:
        model = MemberLeft
        fields = []


class PrepareMemberForm(forms.ModelForm):
    """The rest of the account is what the partner wrote."""

    class Meta:
        model = User
        fields = ["username"]
        help_texts = {
            "username": "Untuk masuk: huruf kecil, angka dan titik, misalnya siti.aminah."
        }
        error_messages = {
            "username": {
                "required": "Tulis nama penggunanya.",
                "invalid": "Nama pengguna hanya berisi huruf, angka dan titik.",
            }
        }

    def clean_username(self):
        return self.cleaned_data["username"].lower()


class RefuseMemberForm(forms.ModelForm):
    why_not = forms.CharField(
        label="Mengapa tidak",
        max_length=200,
        help_text="Dibaca mitra. Misalnya: cukup dua orang, atau tidak kami kenal.",
        error_messages={"required": "Tulis mengapa tidak."},
    )

    class Meta:
        model = ProposedMember
        fields = ["why_not"]
