import django_filters
from django import forms

from cases.patrols.prevention.models import FIRST_YEAR, LAST_YEAR, Prevention, PreventionKind
from cases.places.models import HotSpot, Region
from rptc import days
from rptc.editing import VersionForm
from rptc.forms import MonthInput, PastDayField, RowForm
from rptc.sending import SendKeyForm


class PreventionFields(forms.ModelForm):
    unchosen = {"kind": "Pilih jenisnya"}

    on = PastDayField(label="Tanggal", error_messages={"required": "Tulis tanggalnya."})
    reached = forms.IntegerField(
        label="Orang yang dijangkau",
        required=False,
        min_value=1,
        help_text="Kosong bila tidak dapat dihitung, misalnya spanduk atau radio.",
    )

    class Meta:
        model = Prevention
        fields = [
            "kind",
            "subject",
            "on",
            "hot_spot",
            "place",
            "district",
            "done_by",
            "reached",
            "material",
            "note",
        ]
        widgets = {"note": forms.Textarea({"rows": 3})}
        help_texts = {
            "subject": "Misalnya larangan memberi uang di jalan. Tanpa nama klien.",
            "place": "Sekolah, masjid, pasar atau jalannya, bila bukan titik rawan.",
            "district": "Titik rawan membawa kecamatannya sendiri.",
            "done_by": "Regu atau unit, misalnya Regu A TRC dan Satpol PP. Tanpa nama orang.",
            "material": "Misalnya brosur 200 lembar, spanduk 2 buah.",
            "note": "Tanpa nama klien.",
        }
        error_messages = {
            "kind": {"required": "Pilih jenisnya."},
            "subject": {"required": "Tulis tentang apa."},
            "done_by": {"required": "Tulis regu atau unitnya."},
        }

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        spots = HotSpot.objects.filter(is_active=True)
        spots |= HotSpot.objects.filter(pk=self.instance.hot_spot_id)
        self.fields["hot_spot"].queryset = spots.order_by("name", "pk")
        self.fields["hot_spot"].empty_label = "Tempat lain"
        self.fields["district"].queryset = districts()
        self.fields["district"].empty_label = "Seluruh kota, atau tidak diketahui"

    def clean(self):
        cleaned = super().clean()
        if not cleaned.get("hot_spot") and not cleaned.get("place"):
            if not {"hot_spot", "place"} & self.errors.keys():
                self.add_error("place", "Pilih titik rawan, atau tulis tempatnya.")
        return cleaned

    def _get_validation_exclusions(self):
        """The form says what the constraint says of the place, at its field."""
        return super()._get_validation_exclusions() | {"hot_spot", "place"}


class PreventionForm(PreventionFields, SendKeyForm, RowForm):
    class Meta(PreventionFields.Meta):
        pass

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.initial["on"] = self.initial.get("on") or days.today()


class PreventionEditForm(PreventionFields, VersionForm):
    class Meta(PreventionFields.Meta):
        pass


class PreventionFilter(django_filters.FilterSet):
    """By kind, month, year and kecamatan. `show` is the list that is cut (prevention_list)."""

    kind = django_filters.ChoiceFilter(
        label="Jenis", choices=PreventionKind.choices, empty_label="Semua jenis"
    )
    month = django_filters.DateFilter(
        label="Bulan", input_formats=["%Y-%m"], widget=MonthInput, method="in_month"
    )
    year = django_filters.NumberFilter(
        label="Tahun", field_name="on__year", min_value=FIRST_YEAR, max_value=LAST_YEAR
    )
    district = django_filters.ModelChoiceFilter(
        label="Kecamatan", queryset=lambda request: districts(), empty_label="Semua kecamatan"
    )

    class Meta:
        model = Prevention
        fields = ["kind", "month", "year", "district"]
        form = forms.Form

    def in_month(self, rows, name, value):
        return rows.filter(on__gte=value, on__lt=days.add_months(value, 1))


def districts():
    """The kecamatan of the city."""
    rows = Region.objects.of_makassar().filter(level=Region.Level.DISTRICT)
    return rows.order_by("name", "pk")
