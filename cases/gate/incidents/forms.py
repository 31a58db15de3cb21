import hashlib

import django_filters
from django import forms

from cases.gate.incidents.models import Incident, IncidentPerson, Mediation, Severity
from cases.stays.naming import choices_of, stays_to_name
from rptc import days
from rptc.editing import VersionForm
from rptc.forms import ChoiceButtons, MonthInput, PastMomentField, RowForm, rows_of
from rptc.sending import SendKeyForm

MOST_PEOPLE = 20


class IncidentForm(SendKeyForm, RowForm):
    """What happened; `people` are the rows of who was in it (people_rows)."""

    unchosen = {"kind": "Pilih jenis"}
    begins_now = ["happened_at"]

    # Shown only when it is asked: a child is the victim, and the incident is called light.
    light_anyway = forms.BooleanField(
        label="Tetap ringan", required=False, widget=forms.HiddenInput
    )

    class Meta:
        model = Incident
        fields = [
            "happened_at",
            "kind",
            "severity",
            "light_anyway",
            "place",
            "what",
            "done_at_once",
            "police_called_at",
            "doctor_called_at",
            "no_people",
        ]
        field_classes = {
            "happened_at": PastMomentField,
            "police_called_at": PastMomentField,
            "doctor_called_at": PastMomentField,
        }
        widgets = {
            "severity": ChoiceButtons,
            "what": forms.Textarea(attrs={"rows": 4}),
            "done_at_once": forms.Textarea(attrs={"rows": 3}),
        }
        help_texts = {
            "severity": "Berat harus diketahui Kepala UPT dalam 24 jam; sedang diberitahukan.",
            "place": "Misalnya Kamar Mawar, dapur, gerbang.",
            "what": "Tulis urutannya. Nama tidak perlu ditulis: orangnya dipilih di bawah.",
            "police_called_at": "Kosong bila tidak dihubungi.",
            "doctor_called_at": "Kosong bila tidak dihubungi.",
            "no_people": "Hanya bila tidak ada orang di bawah, misalnya kaca pecah karena angin.",
        }

    def __init__(self, *args, people, **kwargs):
        super().__init__(*args, **kwargs)
        self.people = people

    def clean(self):
        cleaned = super().clean()
        if not self.people.is_valid():
            return cleaned
        if not self.people.filled and not cleaned.get("no_people"):
            self.add_error("no_people", "Catat orangnya di bawah, atau tulis mengapa tidak ada.")
        if cleaned.get("severity") == Severity.LIGHT and self.people.has_child_victim:
            # Suggested, and whoever writes it down decides.
            self.fields["light_anyway"].widget = forms.CheckboxInput()
            if not cleaned.get("light_anyway"):
                self.add_error(
                    "severity",
                    "Korbannya anak: disarankan paling ringan sedang. Pilih sedang, atau centang"
                    " tetap ringan.",
                )
        return cleaned

    def digest(self):
        """The fingerprint of the incident and everybody in it."""
        lines = [str(sorted(form.cleaned_data.items(), key=str)) for form in self.people.filled]
        return hashlib.sha256("\n".join([super().digest(), *lines]).encode()).hexdigest()


class IncidentPersonForm(RowForm):
    """The choices are read once for all rows; each row's answer is checked by itself."""

    unchosen = {"who": "Pilih", "side": "Pilih"}

    class Meta:
        model = IncidentPerson
        fields = ["stay", "name", "who", "side"]

    def __init__(self, *args, stays, choices, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["stay"].queryset = stays
        self.fields["stay"].choices = choices

    def clean(self):
        cleaned = super().clean()
        stay, name, who = (cleaned.get(field) for field in ("stay", "name", "who"))
        if stay and (name or who):
            self.add_error("stay", "Pilih klien, atau tulis nama orang lain; satu orang sebaris.")
        elif not stay and not name and "stay" not in self.errors:
            self.add_error("stay", "Pilih klien, atau tulis nama orang lain.")
        elif name and not who and not stay:
            self.add_error("who", "Pilih ia siapa.")
        return cleaned


class IncidentPersonRows(forms.BaseFormSet):
    @property
    def filled(self):
        return [form for form in self.forms if form.has_changed()]

    @property
    def rows(self):
        return [form.instance for form in self.filled]

    @property
    def has_child_victim(self):
        victims = [row for row in self.rows if row.side == IncidentPerson.Side.VICTIM]
        return any(row.stay and row.stay.person.is_child_today for row in victims)

    def clean(self):
        super().clean()
        stays = [row.stay_id for row in self.rows if row.stay_id]
        if len(set(stays)) < len(stays):
            raise forms.ValidationError("Satu klien tertulis dua kali.")


def people_rows(data, *, user, stay=None):
    """The formset of who was in it; `stay` stands in the first row."""
    stays = stays_to_name(user)
    choices = choices_of(stays, "Bukan klien")
    rows = rows_of(IncidentPersonForm, IncidentPersonRows, most=MOST_PEOPLE, extra=2)
    return rows(
        data,
        prefix="people",
        # A posted row is compared with an empty one: what was filled in before counts as typed.
        initial=[{"stay": stay.pk}] if stay and not data else None,
        form_kwargs={"stays": stays, "choices": choices},
    )


class IncidentFollowUpForm(VersionForm):
    needed = ["follow_up"]
    is_done = forms.BooleanField(label="Sudah selesai", required=False)

    class Meta:
        model = Incident
        fields = ["follow_up"]
        widgets = {"follow_up": forms.Textarea(attrs={"rows": 5})}
        help_texts = {"follow_up": "Misalnya mediasi, pindah kamar, surat ke keluarga."}

    def clean(self):
        """Of an incident that is done nothing is saved, under whichever version."""
        if self.instance.done_at:
            self.is_behind = True
            raise forms.ValidationError("Insiden ini sudah selesai.")
        return super().clean()


class MediationForm(SendKeyForm, RowForm):
    begins_now = ["held_at"]

    class Meta:
        model = Mediation
        fields = ["held_at", "attended", "result", "text"]
        field_classes = {"held_at": PastMomentField}
        widgets = {
            "result": ChoiceButtons,
            "text": forms.Textarea(attrs={"rows": 4}),
        }
        help_texts = {"attended": "Misalnya ibu dan paman klien, pekerja sosial, Babinsa."}


class IncidentFilter(django_filters.FilterSet):
    month = django_filters.DateFilter(
        label="Bulan", input_formats=["%Y-%m"], widget=MonthInput, method="in_month"
    )
    severity = django_filters.ChoiceFilter(
        label="Tingkat", choices=Severity.choices, empty_label="Semua"
    )
    state = django_filters.ChoiceFilter(
        label="Keadaan",
        choices=[("open", "Belum selesai"), ("unknown", "Belum diketahui Kepala UPT")],
        empty_label="Semua",
        method="in_state",
    )

    class Meta:
        model = Incident
        fields = []

    def in_month(self, incidents, name, value):
        return incidents.happened_between(value, days.add_months(value, 1))

    def in_state(self, incidents, name, value):
        return incidents.open() if value == "open" else incidents.to_be_known()
