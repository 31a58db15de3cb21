from django import forms

from cases.patrols.devices.models import Device


class DeviceForm(forms.ModelForm):
    class Meta:
        model = Device
        fields = ["name"]
        error_messages = {"name": {"unique": "Nama ponsel ini sudah dipakai."}}
        help_texts = {"name": "Misalnya Ponsel Regu 2. Tempel nama ini pada ponselnya."}


class CodeField(forms.RegexField):
    def __init__(self, **kwargs):
        digits = {"inputmode": "numeric", "autocomplete": "off", "maxlength": 6}
        super().__init__(
            r"^[0-9]{6}$",
            widget=forms.PasswordInput(attrs=digits),
            error_messages={"invalid": "Kode layar terdiri dari 6 angka."},
            **kwargs,
        )


class ScreenCodeForm(forms.Form):
    code = CodeField(label="Kode layar", help_text="6 angka yang mudah Anda ingat.")
    again = CodeField(label="Kode layar, sekali lagi")

    RUNS = ("0123456789", "9876543210")

    def clean_code(self):
        code = self.cleaned_data["code"]
        if len(set(code)) == 1 or any(code in run for run in self.RUNS):
            raise forms.ValidationError("Kode ini terlalu mudah ditebak. Pilih 6 angka lain.")
        return code

    def clean(self):
        cleaned = super().clean()
        if "code" in cleaned and "again" in cleaned and cleaned["code"] != cleaned["again"]:
            self.add_error("again", "Kedua kode tidak sama.")
        return cleaned


class UnlockForm(forms.Form):
    code = CodeField(label="Kode layar")


class PhoneLoginForm(forms.Form):
    """Who of those who have a code here, and their code."""

    who = forms.ChoiceField(
        label="Siapa Anda?",
        widget=forms.RadioSelect,
        error_messages={"required": "Pilih nama Anda.", "invalid_choice": "Pilih nama Anda."},
    )
    code = CodeField(label="Kode layar Anda")

    def __init__(self, *args, people, **kwargs):
        super().__init__(*args, **kwargs)
        self._people = {str(row.user_id): row.user for row in people}
        self.fields["who"].choices = [(key, user.full_name) for key, user in self._people.items()]

    @property
    def person(self):
        return self._people[self.cleaned_data["who"]]
