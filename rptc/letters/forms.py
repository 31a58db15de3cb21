from django import forms
from django.core.exceptions import ValidationError

from rptc.forms import DayInput, PlainHelper
from rptc.letters.models import Signatory, Unit


class UnitForm(forms.ModelForm):
    helper = PlainHelper()

    class Meta:
        model = Unit
        fields = [
            "government",
            "agency",
            "name",
            "address",
            "postal_code",
            "phone",
            "website",
            "email",
            "city",
            "source",
            "capacity",
        ]


class SignatoryForm(forms.ModelForm):
    helper = PlainHelper()

    class Meta:
        model = Signatory
        fields = ["name", "title", "rank", "nip", "starts_on"]
        widgets = {"starts_on": DayInput}


class SignatoryEndForm(forms.ModelForm):
    helper = PlainHelper()

    class Meta:
        model = Signatory
        fields = ["ends_on"]
        labels = {"ends_on": "Tidak menandatangani lagi mulai"}
        widgets = {"ends_on": DayInput}

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["ends_on"].required = True

    def clean_ends_on(self):
        ends_on = self.cleaned_data["ends_on"]
        if ends_on < self.instance.starts_on:
            raise ValidationError("Tanggal berakhir tidak boleh sebelum tanggal mulai.")
        return ends_on
