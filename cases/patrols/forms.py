from django import forms

from cases.patrols.models import OrderLetter, Patrol, Team, Vehicle
from cases.patrols.public_reports.models import PublicReport
from cases.places.models import HotSpot
from rptc import days, words
from rptc.accounts.models import User, staff_with
from rptc.accounts.permissions import Role
from rptc.editing import VersionForm
from rptc.forms import DayInput, PastMomentField
from rptc.sending import SendKeyForm


class PatrolFields(forms.ModelForm):
    """The header that every intake of the patrol inherits."""

    officers = forms.ModelMultipleChoiceField(
        User.objects.none(),
        label="Anggota TRC",
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )

    class Meta:
        model = Patrol
        fields = [
            "team",
            "route",
            "order_letter",
            "vehicle",
            "companions",
            "started_at",
        ]
        field_classes = {"started_at": PastMomentField}

    field_order = ["team", "route", "order_letter", "vehicle", "officers", "companions"]

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["officers"].queryset = staff_with(Role.FIELD)
        self.fields["team"].queryset = Team.objects.filter(is_active=True).order_by("name")
        self.fields["vehicle"].queryset = Vehicle.objects.filter(is_active=True).order_by("plate")
        self.fields["order_letter"].queryset = self.letters()
        self.fields["team"].empty_label = "Pilih regu"
        self.fields["order_letter"].empty_label = "Belum ada surat tugas"
        self.fields["vehicle"].empty_label = "Tanpa kendaraan"

    def letters(self):
        return OrderLetter.objects.order_by("-issued_on", "-pk")


class ReportChoice(forms.ModelMultipleChoiceField):
    def label_from_instance(self, report):
        when = f"{words.tanggal_pendek(report.received_at)} {words.jam(report.received_at)}"
        return f"{report.number}, {report.where}, {when}"


class PatrolForm(SendKeyForm, PatrolFields):
    """A new patrol: filled with the last one's team, vehicle and route, and today's letter."""

    public_reports = ReportChoice(
        PublicReport.objects.none(),
        label="Laporan masyarakat yang dijawab patroli ini",
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )

    def __init__(self, *args, last=None, by=None, report="", **kwargs):
        initial = {"started_at": days.now(), "officers": [by.pk] if by else []}
        initial["public_reports"] = [report]
        letter = OrderLetter.objects.valid_on(days.today()).first()
        if letter:
            initial["order_letter"] = letter.pk
        if last:
            initial |= {
                "team": last.team_id,
                "vehicle": last.vehicle_id,
                "route": last.route,
                "companions": last.companions,
                "officers": [member.user_id for member in last.members.all()],
            }
        super().__init__(*args, initial=initial, **kwargs)
        reports = PublicReport.objects.visible_to(by).open() if by else PublicReport.objects.none()
        self.fields["public_reports"].queryset = reports.select_related("hot_spot").order_by(
            "received_at", "pk"
        )
        if not reports.exists():
            del self.fields["public_reports"]

    def letters(self):
        return OrderLetter.objects.valid_on(days.today())


class PatrolEditForm(VersionForm, PatrolFields):
    class Meta(PatrolFields.Meta):
        fields = [*PatrolFields.Meta.fields, "ended_at", "note"]
        field_classes = {"started_at": PastMomentField, "ended_at": PastMomentField}

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["officers"].initial = [m.user_id for m in self.instance.members.all()]


class OrderLetterForm(SendKeyForm, forms.ModelForm):
    class Meta:
        model = OrderLetter
        fields = ["number", "issued_on", "valid_from", "valid_until"]
        widgets = {"issued_on": DayInput, "valid_from": DayInput, "valid_until": DayInput}
        error_messages = {"number": {"unique": "Nomor surat tugas ini sudah dicatat."}}


class PointsForm(forms.Form):
    """The hot spots that the patrol looked at."""

    hot_spots = forms.ModelMultipleChoiceField(
        HotSpot.objects.none(),
        label="Titik yang dilewati",
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )

    def __init__(self, *args, patrol, **kwargs):
        chosen = [point.hot_spot_id for point in patrol.points.all()]
        super().__init__(*args, initial={"hot_spots": chosen}, **kwargs)
        self.fields["hot_spots"].queryset = HotSpot.objects.filter(is_active=True).order_by("name")


class TeamForm(forms.ModelForm):
    class Meta:
        model = Team
        fields = ["name", "is_active"]


class VehicleForm(forms.ModelForm):
    class Meta:
        model = Vehicle
        fields = ["plate", "name", "is_active"]
