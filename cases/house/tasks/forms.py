from datetime import time

from django import forms

from cases.house.tasks.models import Task
from rptc import days
from rptc.accounts.models import RoleGrant, User
from rptc.accounts.permissions import GRANTS, Role
from rptc.forms import MomentInput, line
from rptc.sending import SendKeyForm

NOON = time(12)


def colleagues():
    """Whoever can be given a task: they must be able to open it."""
    holders = RoleGrant.objects.in_force(days.today()).filter(role__in=GRANTS["cases.view_task"])
    users = User.objects.filter(pk__in=holders.values("user"), is_active=True)
    return users.order_by("full_name", "pk")


def next_noon(moment):
    """12.00 of this day, or of the next: what Hari Ini asks to be done before noon."""
    noon = days.at(days.day_of(moment), NOON)
    return noon if moment < noon - days.ONE_HOUR else noon + days.ONE_DAY


# What is asked of somebody while a klien is missing.
SEARCH_WITHIN = days.ONE_HOUR


class TaskForm(SendKeyForm, forms.ModelForm):
    class Meta:
        model = Task
        fields = ["what", "owner", "due_at"]
        widgets = {"what": forms.TextInput(attrs={"autocomplete": "off"}), "due_at": MomentInput}
        help_texts = {"what": "Satu pekerjaan, misalnya: jemput obat di puskesmas."}

    def __init__(self, *args, by, is_search=False, **kwargs):
        """Who searches for somebody does so at once, and is in the house."""
        super().__init__(*args, **kwargs)
        owner = self.fields["owner"]
        owner.queryset, owner.empty_label = colleagues(), "Piket yang bertugas"
        owner.help_text = ""
        self.initial["due_at"] = days.now() + SEARCH_WITHIN if is_search else next_noon(days.now())
        if not (is_search or by.has_role(Role.CARETAKER)):
            self.initial["owner"] = by.pk

    def clean_due_at(self):
        if self.cleaned_data["due_at"] <= days.now():
            raise forms.ValidationError("Batas waktu harus sesudah sekarang.")
        return self.cleaned_data["due_at"]


class TaskDoneForm(forms.Form):
    proof = line(
        "Cara diselesaikan",
        "Tulis bagaimana tugas ini diselesaikan.",
        200,
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
        help_text="Misalnya: obat diambil Ibu Sitti, disimpan di lemari piket.",
    )
