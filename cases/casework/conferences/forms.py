from django import forms
from django.db.models import Q

from cases.casework.conferences.models import Attendee, Conference, ConferenceDecision
from cases.casework.plans.forms import owners
from cases.casework.services.forms import OnePhotoField
from cases.house.tasks.actions import NOT_THEIRS
from cases.people.sealing.models import SealReader
from rptc import days
from rptc.accounts.models import User, holders_of, staff_with
from rptc.accounts.own import not_of_family
from rptc.accounts.permissions import Role
from rptc.forms import DayInput, MomentInput, PastMomentField, RowForm, rows_of
from rptc.sending import SendKeyForm, digest_of

# Who sits at most tables (R32); what is not needed is emptied.
USUAL = ["Kepala UPT", "Pekerja sosial", "Kepala TU"]


class WithRows:
    """A form with rows under it: what is wrong in one of them is told on top."""

    def __init__(self, *args, rows, **kwargs):
        super().__init__(*args, **kwargs)
        self.rows = rows

    def clean(self):
        cleaned = super().clean()
        if not self.rows.is_valid():
            self.add_error(None, "Periksa lagi baris yang ditandai di bawah.")
        return cleaned

    @property
    def row_links(self):
        """Each field that is wrong; of a row that is wrong as a whole, its first."""
        links = []
        for number, row in enumerate(self.rows, 1):
            first, *others = row.visible_fields()
            wrong = [first] if row.non_field_errors() or first.errors else []
            wrong += [field for field in others if field.errors]
            links += [
                {"label": f"{field.label}, baris {number}", "target": field.id_for_label}
                for field in wrong
            ]
        return links


class ConferenceForm(WithRows, SendKeyForm, RowForm):
    needed = ("planned_at",)

    class Meta:
        model = Conference
        fields = ["planned_at", "place", "about"]
        widgets = {"planned_at": MomentInput}


class AttendeeForm(forms.ModelForm):
    class Meta:
        model = Attendee
        fields = ["office", "name"]


class Rows(forms.BaseFormSet):
    @property
    def filled(self):
        """Rows with something in them."""
        return [form.instance for form in self.forms if form.has_changed()]


def attendee_rows(data):
    rows = rows_of(AttendeeForm, Rows, most=20, extra=2)
    initial = None if data else [{"office": office} for office in USUAL]
    return rows(data, prefix="attendees", initial=initial)


def owners_of_decisions(stay):
    """To whom a task about this stay may be given: nobody who may not open its file, whom
    `give_task` refuses."""
    roles = [Role.SOCIAL_WORKER, Role.HEAD]
    if stay.is_open:
        roles.append(Role.CARETAKER)
    users = not_of_family(staff_with(*roles), stay.person_id)
    if not stay.person.is_sealed:
        return users
    named = SealReader.objects.in_force().filter(seal__person_id=stay.person_id).values("user")
    others = holders_of(*(role for role in roles if role != Role.SOCIAL_WORKER))
    holder = Q(pk=stay.social_worker_id)
    return users.filter(holder | Q(pk__in=named) | Q(pk__in=others))


class DecisionForm(forms.ModelForm):
    class Meta:
        model = ConferenceDecision
        fields = ["text", "owner", "office", "due_on"]
        widgets = {"due_on": DayInput}
        error_messages = {"owner": {"invalid_choice": NOT_THEIRS}}

    def __init__(self, *args, owners, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["owner"].queryset = owners
        self.fields["owner"].empty_label = "Instansi lain"

    def clean_due_on(self):
        if self.cleaned_data["due_on"] < days.today():
            raise forms.ValidationError("Tanggal ini sudah lewat.")
        return self.cleaned_data["due_on"]


def decision_rows(data, stay):
    rows = rows_of(DecisionForm, Rows, most=20, extra=3)
    of_all = {"owners": owners_of_decisions(stay)}
    return rows(data, prefix="decisions", form_kwargs=of_all)


class HoldForm(WithRows, forms.Form):
    held_at = PastMomentField(label="Dilaksanakan pada")
    chaired_by = forms.ModelChoiceField(
        label="Dipimpin oleh",
        queryset=User.objects.none(),
        empty_label="Pilih petugas",
        error_messages={"required": "Pilih siapa yang memimpin."},
    )
    present = forms.ModelMultipleChoiceField(
        label="Yang hadir",
        queryset=Attendee.objects.none(),
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )
    minutes = forms.CharField(
        label="Isi pembahasan", max_length=3000, widget=forms.Textarea({"rows": 5})
    )

    def __init__(self, *args, conference, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["chaired_by"].queryset = owners()
        self.fields["present"].queryset = conference.attendees.all()
        self.fields["held_at"].initial = min(conference.planned_at, days.now())


class ConferencePhotoForm(SendKeyForm):
    photo = OnePhotoField(label="Foto konferensi", help_text="Satu foto, tanpa wajah anak.")

    def clean_photo(self):
        if self.cleaned_data["photo"] is None:
            raise forms.ValidationError("Ambil atau pilih foto dulu.")
        return self.cleaned_data["photo"]

    def digest(self):
        return digest_of({"photo": self.cleaned_data["photo"].sha256})
