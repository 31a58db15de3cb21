from django import forms

from cases.casework.assignments.models import Assignment
from rptc.accounts.own import workers_for
from rptc.sending import SendKeyForm


class AssignmentForm(SendKeyForm, forms.ModelForm):
    class Meta:
        model = Assignment
        fields = ["to_worker", "reason"]
        error_messages = {"to_worker": {"required": "Pilih pekerja sosialnya."}}
        help_texts = {"reason": "Wajib diisi bila sudah ada pekerja sosialnya."}

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        # Whoever has the case stays among them: a form that arrives again finds its own row.
        self.fields["to_worker"].queryset = workers_for(self.instance.stay.person_id)


class TakeOverForm(SendKeyForm, forms.ModelForm):
    class Meta:
        model = Assignment
        fields = ["reason"]
        labels = {"reason": "Mengapa Anda yang memegang"}
        error_messages = {"reason": {"required": "Tulis alasannya."}}

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["reason"].required = True
