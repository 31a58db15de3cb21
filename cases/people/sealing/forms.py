from django import forms

from cases.people.sealing.models import SAID_AT_LEAST, EmergencyAccess, Seal
from rptc.accounts.models import staff_with
from rptc.accounts.own import workers_for
from rptc.accounts.permissions import Role
from rptc.forms import ChoiceButtons
from rptc.sending import SendKeyForm


class Readers(forms.ModelMultipleChoiceField):
    widget = forms.CheckboxSelectMultiple


class SealForm(SendKeyForm, forms.ModelForm):
    named = Readers(
        staff_with(Role.SOCIAL_WORKER),
        label="Siapa yang tetap dapat membaca",
        required=False,
        help_text="Pekerja sosialnya dan Kepala UPT selalu. Pengganti yang tidak dicentang tidak"
        " dapat menggantikan untuk berkas ini.",
    )

    class Meta:
        model = Seal
        fields = ["reason", "explanation"]
        widgets = {"reason": ChoiceButtons, "explanation": forms.Textarea(attrs={"rows": 3})}
        error_messages = {
            "reason": {"required": "Pilih alasannya."},
            "explanation": {"required": "Tulis penjelasannya."},
        }

    def __init__(self, *args, by, worker=None, **kwargs):
        super().__init__(*args, **kwargs)
        named = self.fields["named"]
        named.queryset = workers_for(self.instance.person_id).exclude(pk=by.pk)
        if worker and worker != by:
            named.initial = [worker]


class ReaderForm(forms.Form):
    user = forms.ModelChoiceField(
        staff_with(Role.SOCIAL_WORKER),
        label="Siapa yang ikut membaca",
        empty_label="Pilih pekerja sosial",
        error_messages={"required": "Pilih orangnya."},
    )

    def __init__(self, *args, seal, **kwargs):
        super().__init__(*args, **kwargs)
        # Asked anew: roles are those of this day.
        self.fields["user"].queryset = workers_for(seal.person_id)


class EmergencyForm(SendKeyForm, forms.ModelForm):
    class Meta:
        model = EmergencyAccess
        fields = ["reason", "what"]
        widgets = {"reason": ChoiceButtons, "what": forms.Textarea(attrs={"rows": 3})}
        error_messages = {
            "reason": {"required": "Pilih mengapa sekarang juga."},
            "what": {"required": "Tulis apa yang terjadi."},
        }

    def clean_what(self):
        what = self.cleaned_data["what"]
        if len(what) < SAID_AT_LEAST:
            raise forms.ValidationError(
                f"Tulis apa yang terjadi, paling sedikit {SAID_AT_LEAST} huruf."
            )
        return what
