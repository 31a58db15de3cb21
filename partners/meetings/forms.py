import django_filters
from django import forms

from partners.directory.models import Partner
from partners.meetings.agenda import answers_in, headings_of
from partners.meetings.models import (
    ONE_OWNER,
    DecisionState,
    Meeting,
    MeetingDecision,
    MeetingScan,
)
from rptc import days
from rptc.accounts.models import staff_with
from rptc.accounts.permissions import Role
from rptc.editing import VersionForm
from rptc.forms import (
    ChoiceButtons,
    DayInput,
    MomentInput,
    PastDayField,
    PastMomentField,
    RowForm,
)
from rptc.letters.kept_scans import ScanForm
from rptc.sending import SendKeyForm

NO_KLIEN = (
    "Tanpa nama, nomor berkas atau cerita klien: notula dibaca semua mitra. Boleh menyusul paling"
    " lama tiga hari."
)
YES_NO = [("True", "Hadir"), ("False", "Tidak hadir")]


class LeaderField(forms.TypedChoiceField):
    widget = ChoiceButtons

    def __init__(self, label, **options):
        super().__init__(
            label=label,
            choices=YES_NO,
            coerce=lambda typed: typed == "True",
            empty_value=None,
            error_messages={"required": "Pilih hadir atau tidak hadir."},
            **options,
        )


class MeetingFields(forms.ModelForm):
    unchosen = {"kind": "Pilih jenisnya"}

    partners = forms.ModelMultipleChoiceField(
        label="Mitra yang diundang",
        queryset=Partner.objects.none(),
        widget=forms.CheckboxSelectMultiple,
        error_messages={"required": "Pilih sedikitnya satu mitra."},
    )

    class Meta:
        model = Meeting
        fields = ["kind", "subject", "at", "place"]
        widgets = {"at": MomentInput}
        help_texts = {"subject": "Misalnya evaluasi PKS pengasuhan. Tanpa nama klien."}
        error_messages = {
            "kind": {"required": "Pilih jenisnya."},
            "subject": {"required": "Tulis tentang apa."},
            "at": {"required": "Tulis hari dan jamnya."},
            "place": {"required": "Tulis di mana."},
        }

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        invited = []
        if self.instance.pk:
            invited = list(self.instance.invited.invited().values_list("partner", flat=True))
            self.initial["partners"] = invited
        rows = Partner.objects.filter(is_active=True) | Partner.objects.filter(pk__in=invited)
        self.fields["partners"].queryset = rows.order_by("name", "pk")


class MeetingForm(MeetingFields, SendKeyForm, RowForm):
    class Meta(MeetingFields.Meta):
        pass


class MeetingEditForm(MeetingFields, VersionForm):
    class Meta(MeetingFields.Meta):
        pass

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        if self.instance.is_held:
            # When it was held stands with who came.
            del self.fields["at"]


class HoldForm(VersionForm):
    """Who came and what was said; the partners that are invited, two fields each."""

    held_at = PastMomentField(
        label="Dilaksanakan pada", error_messages={"required": "Tulis kapan dilaksanakan."}
    )
    our_leader_present = LeaderField("Pimpinan kami")

    class Meta:
        model = Meeting
        fields = ["held_at", "our_leader_present", "ours", "minutes"]
        widgets = {"minutes": forms.Textarea({"rows": 12})}
        help_texts = {"ours": "Nama dan jabatan, dipisah koma.", "minutes": NO_KLIEN}

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        row = self.instance
        if not row.is_held:
            self.initial["held_at"] = min(row.at, days.now())
        if not row.minutes:
            self.initial["minutes"] = headings_of(row)
        self.invited = list(row.invited.invited().select_related("partner").order_by("pk"))
        for each in self.invited:
            self.fields[f"leader_{each.pk}"] = LeaderField(
                f"Pimpinan {each.partner}", initial=each.leader_present
            )
            self.fields[f"came_{each.pk}"] = forms.CharField(
                label=f"Yang datang dari {each.partner}",
                max_length=120,
                required=False,
                initial=each.came,
                help_text="Kosong bila tidak ada yang datang.",
            )
        # The minutes are the longest, and stand last.
        self.order_fields([name for name in self.fields if name != "minutes"])

    def clean_minutes(self):
        return answers_in(self.cleaned_data["minutes"], self.instance)

    def clean(self):
        cleaned = super().clean()
        for each in self.invited:
            if cleaned.get(f"leader_{each.pk}") and not cleaned.get(f"came_{each.pk}"):
                self.add_error(f"came_{each.pk}", "Tulis siapa yang datang.")
        return cleaned

    @property
    def came(self):
        return {
            each.pk: (
                self.cleaned_data[f"leader_{each.pk}"],
                self.cleaned_data[f"came_{each.pk}"],
            )
            for each in self.invited
        }


class DecisionFields(forms.ModelForm):
    class Meta:
        model = MeetingDecision
        fields = ["what", "partner", "owner", "owner_name", "due_on"]
        widgets = {"due_on": DayInput}
        help_texts = {
            "what": "Tanpa nama klien.",
            "owner_name": "Bila bukan mitra yang diundang dan bukan petugas.",
        }
        error_messages = {
            "what": {"required": "Tulis keputusannya."},
            "due_on": {"required": "Tulis paling lambat kapan."},
        }

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        row = self.instance
        partners = Partner.objects.filter(meetings__meeting=row.meeting, meetings__is_invited=True)
        partners |= Partner.objects.filter(pk=row.partner_id)
        self.fields["partner"].queryset = partners.distinct().order_by("name", "pk")
        self.fields["partner"].empty_label = "Bukan mitra"
        owners = staff_with(Role.SOCIAL_WORKER, Role.OFFICE, Role.HEAD)
        if row.owner_id:
            owners |= type(row).owner.field.related_model.objects.filter(pk=row.owner_id)
        self.fields["owner"].queryset = owners
        self.fields["owner"].empty_label = "Bukan petugas"

    def clean(self):
        cleaned = super().clean()
        owners = [cleaned.get(name) for name in ("partner", "owner", "owner_name")]
        if sum(map(bool, owners)) != 1:
            self.add_error("owner_name", ONE_OWNER)
        return cleaned

    def _get_validation_exclusions(self):
        """The form says of the three what the constraint says, at their place."""
        return super()._get_validation_exclusions() | {"partner", "owner", "owner_name"}


class DecisionForm(DecisionFields, SendKeyForm, RowForm):
    class Meta(DecisionFields.Meta):
        pass


class DecisionEditForm(DecisionFields, VersionForm):
    class Meta(DecisionFields.Meta):
        pass


class DecisionEndForm(forms.Form):
    state = forms.ChoiceField(
        label="Apa jadinya",
        choices=[
            (DecisionState.DONE.value, "Sudah dilaksanakan"),
            (DecisionState.UNDONE.value, "Tidak dilaksanakan"),
        ],
        widget=ChoiceButtons,
        error_messages={"required": "Pilih apa jadinya."},
    )
    ended_on = PastDayField(
        label="Pada", initial=days.today, error_messages={"required": "Tulis harinya."}
    )
    note = forms.CharField(
        label="Keterangan",
        max_length=300,
        required=False,
        help_text="Bila tidak dilaksanakan: mengapa.",
    )

    def clean(self):
        cleaned = super().clean()
        if cleaned.get("state") == DecisionState.UNDONE and not cleaned.get("note"):
            self.add_error("note", "Tulis mengapa tidak dilaksanakan.")
        return cleaned


class MeetingScanForm(ScanForm):
    of = "notula yang ditandatangani"

    class Meta:
        model = MeetingScan
        fields = ["paper"]


class MeetingFilter(django_filters.FilterSet):
    """By partner and year. `show` is the list that is cut (meeting_list)."""

    partner = django_filters.ModelChoiceFilter(
        label="Mitra",
        queryset=Partner.objects.order_by("name", "pk"),
        empty_label="Semua mitra",
        method="of_partner",
    )
    year = django_filters.NumberFilter(
        label="Tahun", method="of_year", min_value=2000, max_value=2100
    )

    class Meta:
        model = Meeting
        fields = ["partner", "year"]
        form = forms.Form

    def of_partner(self, rows, name, partner):
        return rows.filter(invited__partner=partner, invited__is_invited=True)

    def of_year(self, rows, name, year):
        return rows.of_year(int(year))
