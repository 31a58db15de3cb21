import django_filters
from django import forms
from django.db.models.functions import Lower

from cases.places.forms import VillageChoice
from cases.places.models import Region
from partners.sources.models import Offer, Source, SourceKind
from rptc import days
from rptc.editing import VersionForm
from rptc.forms import PastDayField, RowForm
from rptc.sending import SendKeyForm


class SourceFields(RowForm):
    # The one that stands for this name already.
    existing = None

    village = VillageChoice(
        label="Kelurahan",
        empty_label="Pilih kelurahan",
        error_messages={"required": "Pilih kelurahannya."},
    )
    offers = forms.MultipleChoiceField(
        label="Yang ditawarkan",
        choices=Offer.choices,
        widget=forms.CheckboxSelectMultiple,
        error_messages={"required": "Pilih apa yang ditawarkan."},
    )
    checked_on = PastDayField(
        label="Diperiksa pada",
        initial=days.today,
        help_text="Hari terakhir isi ini ditanyakan kepada mereka.",
    )

    class Meta:
        model = Source
        fields = [
            "kind",
            "name",
            "village",
            "offers",
            "about",
            "contact",
            "phone",
            "checked_on",
        ]
        widgets = {"about": forms.Textarea({"rows": 3}), "phone": forms.TextInput({"type": "tel"})}
        help_texts = {
            "about": "Misalnya hari buka, syarat, atau untuk siapa. Tanpa nama klien.",
            "phone": "Satu nomor, misalnya 0411 555 100.",
        }
        error_messages = {
            "kind": {"required": "Pilih jenisnya."},
            "name": {"required": "Tulis namanya."},
        }

    unchosen = {"kind": "Pilih jenis"}  # noqa: RUF012 (as the other forms)

    def find_existing(self):
        """After it was refused: the one that is there, for the page to point to."""
        said = self.cleaned_data
        if {"kind", "name", "village"} <= said.keys():
            rows = Source.objects.exclude(pk=self.instance.pk).annotate(said=Lower("name"))
            self.existing = rows.filter(
                kind=said["kind"], village=said["village"], said=said["name"].lower()
            ).first()


class SourceForm(SendKeyForm, SourceFields):
    def _get_validation_exclusions(self):
        """Whether it stands there already, the database says, after the key of the form was
        looked for: what arrives twice is the row that it made, and no second one of its name."""
        return super()._get_validation_exclusions() | {"village"}


class SourceEditForm(SourceFields, VersionForm):
    class Meta(SourceFields.Meta):
        fields = [*SourceFields.Meta.fields, "is_active"]


class SourceFilter(django_filters.FilterSet):
    """By name, place, sort and what is offered. `show` is the list that is cut (source_list)."""

    q = django_filters.CharFilter(label="Nama", field_name="name", lookup_expr="icontains")
    show = django_filters.ChoiceFilter(
        label="Keadaan",
        choices=[("check", "Perlu diperiksa"), ("retired", "Tidak dipakai lagi")],
        empty_label="Dipakai",
        method="as_listed",
    )
    kind = django_filters.ChoiceFilter(
        label="Jenis", choices=SourceKind.choices, empty_label="Semua"
    )
    offer = django_filters.ChoiceFilter(
        label="Menawarkan", choices=Offer.choices, empty_label="Semua", method="that_offer"
    )
    district = django_filters.ModelChoiceFilter(
        label="Kecamatan",
        field_name="village__parent",
        queryset=lambda request: (
            Region.objects.of_makassar().filter(level=Region.Level.DISTRICT).order_by("name", "pk")
        ),
        empty_label="Semua",
    )
    village = django_filters.ModelChoiceFilter(
        label="Kelurahan",
        queryset=lambda request: (
            Region.objects.of_makassar().filter(level=Region.Level.VILLAGE).order_by("name", "pk")
        ),
        empty_label="Semua",
    )

    class Meta:
        model = Source
        fields = []

    def as_listed(self, sources, name, chosen):
        return sources

    def that_offer(self, sources, name, chosen):
        return sources.filter(offers__contains=[chosen])
