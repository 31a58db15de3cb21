from django import forms

from cases.people.conflicts.models import Conflict
from cases.people.models import Person
from rptc.accounts.models import User
from rptc.sending import SendKeyForm


class OwnFileForm(SendKeyForm, forms.ModelForm):
    """Of oneself, by the number on the file: nobody searches for their family here."""

    number = forms.RegexField(
        r"^\d{1,9}$",
        label="Nomor berkas",
        error_messages={
            "required": "Tulis nomor berkasnya.",
            "invalid": "Tulis angkanya saja, misalnya 00123.",
        },
    )

    class Meta:
        model = Conflict
        fields = ["tie", "explanation"]
        error_messages = {"tie": {"required": "Pilih hubungannya."}}
        help_texts = {"explanation": "Dibaca Kepala UPT dan Pejabat PDP. Boleh kosong."}

    field_order = ["number", "tie", "explanation"]

    def __init__(self, *args, by, **kwargs):
        super().__init__(*args, **kwargs)
        self.instance.user = by

    def clean_number(self):
        person = Person.objects.filter(pk=int(self.cleaned_data["number"])).first()
        if person is None:
            raise forms.ValidationError("Tidak ada berkas dengan nomor itu.")
        self.instance.person = person
        return self.cleaned_data["number"]


class ConflictForm(OwnFileForm):
    """Of another, by the head."""

    class Meta(OwnFileForm.Meta):
        fields = ["user", "tie", "explanation"]
        error_messages = OwnFileForm.Meta.error_messages | {
            "user": {"required": "Pilih petugasnya."}
        }

    field_order = ["user", "number", "tie", "explanation"]

    def __init__(self, *args, by, **kwargs):
        super().__init__(*args, by=by, **kwargs)
        others = User.objects.filter(is_active=True).exclude(pk=by.pk)
        self.fields["user"].queryset = others.order_by("full_name", "pk")
        self.initial.pop("user", None)
