from django import forms

from cases.people.substitutes.models import Substitution
from rptc.accounts.models import staff_with
from rptc.accounts.permissions import Role
from rptc.forms import DayInput
from rptc.sending import SendKeyForm


class SubstitutionForm(SendKeyForm, forms.ModelForm):
    """By a social worker of themselves; by the head of anybody."""

    class Meta:
        model = Substitution
        fields = ["worker", "substitute", "first_on", "last_on", "reason"]
        widgets = {"first_on": DayInput, "last_on": DayInput}
        help_texts = {"last_on": "Sampai hari ini selesai, semua kliennya dipegang pengganti."}
        error_messages = {
            "substitute": {"required": "Pilih penggantinya."},
            "reason": {"required": "Tulis alasannya."},
        }

    def __init__(self, *args, by, **kwargs):
        super().__init__(*args, **kwargs)
        workers = staff_with(Role.SOCIAL_WORKER)
        self.fields["worker"].queryset = workers
        self.fields["substitute"].queryset = workers.exclude(pk=by.pk)
        if not by.has_role(Role.HEAD):
            self.instance.worker = by
            del self.fields["worker"]
            self.fields["substitute"].label = "Yang menggantikan Anda"
