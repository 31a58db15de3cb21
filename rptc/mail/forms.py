from django import forms

from rptc.mail.models import MailChoice


class MailChoiceForm(forms.ModelForm):
    class Meta:
        model = MailChoice
        fields = ["address", "morning_digest", "urgent_alerts"]
        help_texts = {
            "address": "Kosongkan bila tidak ingin menerima pos-el.",
            "morning_digest": "Pukul enam pagi: berapa hal menunggu Anda hari itu.",
            "urgent_alerts": "Beberapa menit sesudah ada hal mendesak, juga malam hari.",
        }
        widgets = {"address": forms.EmailInput({"autocomplete": "email"})}

    def clean_address(self):
        """The queue keeps several with commas between them: a quoted one would be several."""
        address = self.cleaned_data["address"]
        if set(address) & set('",'):
            raise forms.ValidationError("Tulis satu alamat, tanpa tanda kutip dan koma.")
        return address
