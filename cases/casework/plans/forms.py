import hashlib

from django import forms

from cases.casework.plans.models import BriefGuidance, Plan, PlanItem, ServiceKind
from rptc.accounts.models import staff_with
from rptc.accounts.permissions import Role
from rptc.editing import VersionForm
from rptc.forms import DayInput, rows_of
from rptc.sending import SendKeyForm


def owners():
    """Staff of the house who can be answerable for a line of a plan."""
    return staff_with(Role.SOCIAL_WORKER, Role.CARETAKER, Role.OFFICE, Role.HEAD)


class PlanFields(forms.ModelForm):
    class Meta:
        model = Plan
        fields = ["wishes", "aim", "why"]
        widgets = {"aim": forms.Textarea({"rows": 3}), "wishes": forms.Textarea({"rows": 3})}

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        # A first plan changes nothing.
        if self.instance.number == 1:
            del self.fields["why"]


class PlanForm(SendKeyForm, PlanFields):
    def __init__(self, *args, items, **kwargs):
        super().__init__(*args, **kwargs)
        self.items = items

    def digest(self):
        """The fingerprint of the plan and its lines."""
        lines = [str(sorted(form.cleaned_data.items(), key=str)) for form in self.items.filled]
        return hashlib.sha256("\n".join([super().digest(), *lines]).encode()).hexdigest()


class PlanEditForm(VersionForm, PlanFields):
    pass


class PlanItemForm(forms.ModelForm):
    """The choices are read once for all rows; each row's answer is checked by itself. `owner` is
    one of the staff by their key, or the code of who else it is."""

    owner = forms.ChoiceField(label="Penanggung jawab", required=False)

    class Meta:
        model = PlanItem
        fields = ["goal", "kind", "owner_name", "due_on", "expected", "times"]
        widgets = {"due_on": DayInput}

    def __init__(self, *args, choices, entered_on, **kwargs):
        super().__init__(*args, **kwargs)
        self.entered_on = entered_on
        self.fields["kind"].queryset = ServiceKind.objects.filter(is_active=True)
        for name, rows in choices.items():
            self.fields[name].choices = rows

    def clean_due_on(self):
        due_on = self.cleaned_data["due_on"]
        if due_on and due_on < self.entered_on:
            raise forms.ValidationError("Tanggal ini sebelum klien tiba.")
        return due_on

    def clean(self):
        cleaned = super().clean()
        owner, item = cleaned.get("owner") or "", self.instance
        is_staff = owner.isdigit()
        item.owner_kind = PlanItem.OwnerKind.STAFF if is_staff else owner
        item.owner_id = int(owner) if is_staff else None
        if owner not in NAMED:
            cleaned["owner_name"] = ""
        return cleaned


class PlanItemRows(forms.BaseFormSet):
    """All lines of a plan. What was typed replaces what was stored."""

    @property
    def filled(self):
        """Rows with something in them that are not ticked away."""
        return [
            form
            for form in self.forms
            if form.has_changed() and not self._should_delete_form(form)
        ]

    @property
    def is_wrong(self):
        """Said above the form: the line itself may stand some screens below."""
        return self.is_bound and not self.is_valid()

    @property
    def rows(self):
        return [form.instance for form in self.filled]

    def add_fields(self, form, index):
        super().add_fields(form, index)
        form.fields["DELETE"].label = "Hapus kegiatan ini"


# Of whom a name can be written.
NAMED = {PlanItem.OwnerKind.FAMILY, PlanItem.OwnerKind.PARTNER}


def item_rows(data, *, stay, items=()):
    """The formset of a plan's lines: those given, and empty ones to write on."""
    choices = {
        "owner": [
            ("", "Pilih"),
            *(choice for choice in PlanItem.OwnerKind.choices if choice[0] != "staff"),
            *((str(user.pk), str(user)) for user in owners()),
        ],
        "kind": [
            ("", "Pilih layanan"),
            *((kind.pk, str(kind)) for kind in ServiceKind.objects.filter(is_active=True)),
        ],
    }
    initial = [
        {
            "goal": item.goal,
            "kind": item.kind_id,
            "owner": str(item.owner_id or item.owner_kind),
            "owner_name": item.owner_name,
            "due_on": item.due_on,
            "expected": item.expected,
            "times": item.times,
        }
        for item in items
    ]
    extra = 1 if initial else 2
    rows = rows_of(PlanItemForm, PlanItemRows, most=40, extra=extra, can_delete=True)
    return rows(
        data,
        prefix="items",
        # A posted row is compared with an empty one: what was copied counts as typed.
        initial=None if data else initial,
        form_kwargs={"choices": choices, "entered_on": stay.entered_on},
    )


class BriefGuidanceForm(SendKeyForm, forms.ModelForm):
    class Meta:
        model = BriefGuidance
        fields = ["text"]
        widgets = {"text": forms.Textarea({"rows": 3})}


class PlanItemCloseForm(forms.Form):
    result = forms.ChoiceField(
        label="Hasil",
        choices=[choice for choice in PlanItem.Result.choices if choice[0]],
        widget=forms.RadioSelect,
    )
    reason = forms.CharField(
        label="Alasan atau keterangan",
        max_length=300,
        required=False,
        help_text="Wajib diisi bila tidak selesai.",
    )

    def clean(self):
        cleaned = super().clean()
        if cleaned.get("result") not in {None, PlanItem.Result.DONE} and not cleaned.get("reason"):
            self.add_error("reason", "Tulis alasan mengapa tidak dilakukan.")
        return cleaned
