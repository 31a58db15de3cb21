import re

import django_filters
from django import forms
from django.db.models import Case, Q, Value, When

from cases.patrols.models import OrderLetter, Patrol, Team, Vehicle
from cases.patrols.public_reports.models import PublicReport
from cases.places.models import HotSpot
from rptc import days, words
from rptc.accounts.models import User, staff_with
from rptc.accounts.permissions import Role
from rptc.editing import VersionForm
from rptc.forms import DayInput, MonthInput, PastMomentField
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
    """A new patrol: filled with the last one's team, vehicle and route, and today's letter. A
    letter or a vehicle that nobody has written down yet is added here."""

    new_letter = forms.CharField(
        label="Nomor surat tugas lain",
        required=False,
        max_length=80,
        help_text="Kosongkan bila sudah dipilih di atas.",
    )
    letter_from = forms.DateField(label="Berlaku mulai", required=False, widget=DayInput)
    letter_until = forms.DateField(label="Berlaku sampai", required=False, widget=DayInput)
    new_plate = forms.CharField(
        label="Nomor polisi kendaraan lain",
        required=False,
        max_length=20,
        help_text="Kosongkan bila sudah dipilih di atas.",
    )
    spots = forms.ModelMultipleChoiceField(
        HotSpot.objects.none(),
        label="Titik di rute",
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )
    public_reports = ReportChoice(
        PublicReport.objects.none(),
        label="Laporan masyarakat yang dijawab patroli ini",
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )

    field_order = [
        "team",
        "order_letter",
        "new_letter",
        "letter_from",
        "letter_until",
        "vehicle",
        "new_plate",
        "officers",
        "companions",
        "spots",
        "route",
        "public_reports",
        "started_at",
    ]
    # What the form adds, and who may add it.
    ADDS = {
        "cases.change_order_letter": ["new_letter", "letter_from", "letter_until"],
        "cases.change_vehicle": ["new_plate"],
    }

    def __init__(self, *args, last=None, by=None, report="", **kwargs):
        initial = {"started_at": days.now(), "officers": [by.pk] if by else []}
        initial["public_reports"] = [report]
        month = days.today().replace(day=1)
        initial["letter_from"] = month
        initial["letter_until"] = days.add_months(month, 1) - days.ONE_DAY
        spots = HotSpot.objects.filter(is_active=True).order_by("name")
        letter = OrderLetter.objects.valid_on(days.today()).first()
        if letter:
            initial["order_letter"] = letter.pk
        if last:
            initial |= {
                "team": last.team_id,
                "vehicle": last.vehicle_id,
                **_route_of(last, spots),
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
        self.fields["spots"].queryset = spots
        self.fields["route"].label = "Titik atau jalan lain"
        self.fields["route"].required = False
        for permission, names in self.ADDS.items():
            if by and not by.has_perm(permission):
                for name in names:
                    del self.fields[name]

    def letters(self):
        return OrderLetter.objects.valid_on(days.today())

    def clean_new_plate(self):
        """As it stands on plates: `dd1207xr` is DD 1207 XR."""
        typed = re.sub(r"[^A-Z0-9]", "", self.cleaned_data["new_plate"].upper())
        plate = " ".join(re.findall(r"[A-Z]+|[0-9]+", typed))
        longest = Vehicle._meta.get_field("plate").max_length
        if len(plate) > longest or (self.cleaned_data["new_plate"] and not plate):
            raise forms.ValidationError("Tulis seperti pada pelatnya, misalnya DD 1207 XR.")
        # One that was written down without its spaces is the same.
        same = [car for car in Vehicle.objects.all() if car.plate.replace(" ", "") == typed]
        if any(not car.is_active for car in same):
            raise forms.ValidationError("Kendaraan ini tidak dipakai lagi.")
        return same[0].plate if same else plate

    def clean(self):
        cleaned = super().clean()
        route = [spot.name for spot in cleaned.get("spots") or ()]
        route = ", ".join(filter(None, [*route, cleaned.get("route")]))
        if not route:
            self.add_error("spots", "Pilih titiknya, atau tulis jalannya.")
        elif len(route) > Patrol._meta.get_field("route").max_length:
            self.add_error("spots", "Terlalu banyak titik. Pilih yang terpenting.")
        cleaned["route"] = route
        if number := cleaned.get("new_letter"):
            self._check_new_letter(number, cleaned)
        return cleaned

    def _check_new_letter(self, number, cleaned):
        first, last = cleaned.get("letter_from"), cleaned.get("letter_until")
        known = OrderLetter.objects.filter(number=number).first()
        if known:
            first, last = known.valid_from, known.valid_until
        if first and last and not first <= days.today() <= last:
            error = f"Surat ini berlaku {words.tanggal(first)} sampai {words.tanggal(last)}."
            self.add_error("new_letter", error)
        elif first and last and not known and (error := too_long(first, last)):
            self.add_error("letter_until", error)
        for name, day in (("letter_from", first), ("letter_until", last)):
            if not day and not self.has_error(name):
                self.add_error(name, "Tulis tanggalnya.")

    @property
    def chosen_spots(self):
        """The names of the points that are ticked, for the line that hides the others."""
        return [spot.data["label"] for spot in self["spots"] if spot.data["selected"]]

    @property
    def has_no_route(self):
        """Nothing of it stands there yet: the first patrol of all has no last one."""
        return not (self.chosen_spots or self["route"].value())

    @property
    def letter_to_add(self):
        """The letter whose number was typed, not yet saved; None where one was chosen."""
        cleaned = self.cleaned_data
        if not cleaned.get("new_letter"):
            return None
        return OrderLetter(
            number=cleaned["new_letter"],
            issued_on=min(days.today(), cleaned["letter_from"]),
            valid_from=cleaned["letter_from"],
            valid_until=cleaned["letter_until"],
        )


def _route_of(last, spots):
    """The route of a patrol as the form asks for it: points that are chosen, and what was typed
    beside them."""
    named = [name.strip() for name in last.route.split(",")]
    known = {spot.name: spot.pk for spot in spots}
    return {
        "spots": [known[name] for name in named if name in known],
        "route": ", ".join(name for name in named if name not in known),
    }


class PatrolFilter(django_filters.FilterSet):
    month = django_filters.DateFilter(
        label="Bulan", input_formats=["%Y-%m"], widget=MonthInput, method="in_month"
    )
    team = django_filters.ModelChoiceFilter(
        label="Regu", queryset=Team.objects.order_by("name"), empty_label="Semua"
    )

    class Meta:
        model = Patrol
        fields = []

    def in_month(self, patrols, name, value):
        since, before = days.period(value, days.add_months(value, 1))
        return patrols.filter(started_at__gte=since, started_at__lt=before)


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

    def clean(self):
        cleaned = super().clean()
        first, last = cleaned.get("valid_from"), cleaned.get("valid_until")
        if first and last and (error := too_long(first, last)):
            self.add_error("valid_until", error)
        return cleaned


def too_long(first, last):
    """What is wrong with the days of an order letter, or nothing."""
    if first.year > days.today().year + 1:
        return f"Tahun {first.year} masih terlalu jauh. Periksa tanggal mulainya."
    longest = OrderLetter.longest_until(first)
    if last > longest:
        return f"Paling lama setahun: sampai {words.tanggal(longest)}."
    return ""


class PointsForm(forms.Form):
    """The hot spots that the patrol looked at. Those where it met people are ticked, and those of
    its route stand before the others."""

    hot_spots = forms.ModelMultipleChoiceField(
        HotSpot.objects.none(),
        label="Titik yang dilewati",
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )

    def __init__(self, *args, patrol, **kwargs):
        spots = HotSpot.objects.filter(is_active=True)
        chosen = Q(patrol_points__patrol=patrol) | Q(intakes__patrol=patrol)
        on_route = _route_of(patrol, spots)["spots"]
        here = set(spots.filter(chosen).values_list("pk", flat=True))
        super().__init__(*args, initial={"hot_spots": sorted(here)}, **kwargs)
        near = Case(When(pk__in=here, then=Value(0)), When(pk__in=on_route, then=1), default=2)
        self.fields["hot_spots"].queryset = spots.order_by(near, "name")


class TeamForm(forms.ModelForm):
    class Meta:
        model = Team
        fields = ["name", "is_active"]


class VehicleForm(forms.ModelForm):
    class Meta:
        model = Vehicle
        fields = ["plate", "name", "is_active"]
