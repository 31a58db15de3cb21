import django_filters
from django import forms
from django.db.models import Q
from django.db.models.functions import Upper
from django_filters.fields import ModelChoiceField, ModelChoiceIterator

from cases.people import access
from cases.people.ages import GROUPS, Age, AgeKind
from cases.people.models import SOURCES_TODAY, Person, Sex, Statement
from cases.people.nik import digits, wrong_length
from cases.places.models import Region
from rptc.editing import VersionForm
from rptc.forms import ChoiceButtons, DayInput, PastDayField
from rptc.kept import kept_rows
from rptc.sending import SendKeyForm

# Of a baby, whose years would say nothing.
MONTHS = "months"


class AgeFields(forms.Form):
    """An age as it is said: a number, "sekitar", a group, a birth date, or nothing.

    `clean_age(on)` turns the fields into one Age, stated on that day.
    """

    age_years = forms.IntegerField(
        label="Umur",
        required=False,
        min_value=0,
        max_value=120,
        widget=forms.NumberInput(attrs={"inputmode": "numeric"}),
        error_messages={
            "invalid": "Tulis umur dengan angka.",
            "max_value": "Umur paling tinggi 120 tahun.",
            "min_value": "Umur tidak boleh di bawah 0.",
        },
    )
    age_unit = forms.ChoiceField(
        label="Dihitung dalam",
        choices=[("", "Tahun"), (MONTHS, "Bulan")],
        required=False,
        widget=ChoiceButtons,
    )
    age_kind = forms.ChoiceField(
        label="Umur itu",
        choices=[
            (AgeKind.ABOUT, "Sekitar"),
            (AgeKind.EXACT, "Pasti"),
            (AgeKind.CHILD, "Anak"),
            (AgeKind.ADULT, "Dewasa"),
            (AgeKind.ELDER, "Lansia"),
            (AgeKind.UNKNOWN, "Tidak tahu"),
        ],
        initial=AgeKind.ABOUT,
        required=False,
        widget=ChoiceButtons,
    )

    def clean_age(self, on):
        years, kind = self.cleaned_data.get("age_years"), self.cleaned_data.get("age_kind")
        if born_on := self.cleaned_data.get("born_on"):
            if born_on > on:
                self.add_error("born_on", "Tanggal lahir sesudah tanggal terjaring.")
            return Age(AgeKind.BIRTH, born_on=born_on, stated_on=on)
        if years is not None:
            kind = kind if kind in {AgeKind.EXACT, AgeKind.ABOUT} else AgeKind.ABOUT
            if self.cleaned_data.get("age_unit") == MONTHS:
                return Age.in_months(kind, years, on)
            return Age(kind, years=years, stated_on=on)
        if kind in GROUPS:
            return Age(kind, stated_on=on)
        return Age()


class OriginChoice(forms.ModelChoiceField):
    """Makassar's kecamatan and kelurahan, Sulsel's kabupaten and kecamatan, other provinces."""

    def __init__(self, **kwargs):
        regions = Region.objects.select_related("parent").order_by("level", "code")
        super().__init__(regions, **kwargs)

    def label_from_instance(self, region):
        return f"{region.name}, {region.parent.name}" if region.parent else region.name


class NumberField(forms.CharField):
    """A number of 16 digits, typed as people type it."""

    def __init__(self, **kwargs):
        super().__init__(
            required=False,
            max_length=40,
            widget=forms.TextInput(attrs={"inputmode": "numeric", "autocomplete": "off"}),
            **kwargs,
        )

    def clean(self, value):
        number = digits(super().clean(value))
        if number and (error := wrong_length(self.label, number)):
            raise forms.ValidationError(error)
        return number


class PersonForm(VersionForm):
    """Facts that are not dated statements."""

    nik = NumberField(label="NIK")
    kk = NumberField(label="Nomor KK")
    origin = OriginChoice(label="Asal", required=False, empty_label="Tidak diketahui")

    class Meta:
        model = Person
        fields = [
            "sex",
            "birthplace",
            "nik",
            "nik_status",
            "kk",
            "origin",
            "origin_text",
            "religion",
            "education",
            "schooling",
            "school",
            "remarks",
        ]
        widgets = {"sex": ChoiceButtons, "remarks": forms.Textarea(attrs={"rows": 3})}

    def clean(self):
        cleaned = super().clean()
        confirmed = cleaned.get("nik_status") == Person.NikStatus.CONFIRMED
        if confirmed and not cleaned.get("nik") and "nik" not in self.errors:
            self.add_error("nik", "Isi NIK yang kartunya dilihat.")
        if cleaned.get("nik") and cleaned.get("nik_status") in {
            Person.NikStatus.UNKNOWN,
            Person.NikStatus.NONE,
        }:
            self.add_error("nik_status", "NIK terisi. Pilih dari mana NIK ini diketahui.")
        if confirmed and cleaned.get("nik") and not self.instance.is_sealed:
            self.other = (
                Person.objects.filter(
                    nik=cleaned["nik"],
                    nik_status=Person.NikStatus.CONFIRMED,
                    merged_into=None,
                    is_sealed=False,
                )
                .exclude(pk=self.instance.pk)
                .first()
            )
        return cleaned

    # The other person whose confirmed NIK is the same: the page offers to open that file.
    other = None


class StatementForm(SendKeyForm, forms.ModelForm, AgeFields):
    born_on = forms.DateField(label="Tanggal lahir", required=False, widget=DayInput)
    shown = forms.BooleanField(
        label="Pakai sebagai yang ditampilkan", required=False, initial=True
    )
    field_order = [
        "kind",
        "text",
        "age_years",
        "age_unit",
        "age_kind",
        "born_on",
        "source",
        "stated_on",
    ]

    class Meta:
        model = Statement
        fields = ["kind", "text", "source", "stated_on"]
        field_classes = {"stated_on": PastDayField}
        help_texts = {"text": "Untuk umur, isi di bawah."}

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["text"].label = "Yang dikatakan"
        self.fields["kind"].choices = Statement.Kind.choices
        self.fields["source"].choices = SOURCES_TODAY

    def clean(self):
        cleaned = super().clean()
        if "stated_on" not in cleaned or "kind" not in cleaned:
            return cleaned
        if cleaned["kind"] == Statement.Kind.AGE:
            self.instance.age = self.clean_age(cleaned["stated_on"])
            self.instance.text = cleaned["text"] = ""
            if self.instance.age_kind == AgeKind.UNKNOWN:
                self.add_error("age_years", "Isi umur, kelompok umur, atau tanggal lahir.")
        else:
            self._check_text(cleaned["kind"], cleaned.get("text", ""))
        return cleaned

    def _check_text(self, kind, text):
        """As long as the file can show it."""
        longest = Person._meta.get_field(kind).max_length
        if not text and "text" not in self.errors:
            self.add_error("text", f"Isi {Statement.Kind(kind).label.lower()}.")
        elif len(text) > longest:
            self.add_error("text", f"Paling panjang {longest} huruf, sekarang {len(text)}.")


def with_words(rows, text, person=""):
    """Each word somewhere in the name or the alias of the person that the path leads to (trigram
    indexes on the upper-cased text)."""
    rows = rows.alias(upper_name=Upper(f"{person}name"), upper_alias=Upper(f"{person}alias"))
    for word in text.upper().split():
        rows = rows.filter(Q(upper_name__contains=word) | Q(upper_alias__contains=word))
    return rows


def _districts(_=None):
    return Region.objects.of_makassar().filter(level=Region.Level.DISTRICT)


class DistrictChoices(ModelChoiceIterator):
    """The kecamatan of Makassar, the same for whoever asks."""

    def __iter__(self):
        yield ("", self.field.empty_label)
        for district in kept_rows(_districts, None):
            yield self.choice(district)


class DistrictField(ModelChoiceField):
    iterator = DistrictChoices


class DistrictFilter(django_filters.ModelChoiceFilter):
    field_class = DistrictField


class PersonFilter(django_filters.FilterSet):
    q = django_filters.CharFilter(label="Nama, panggilan atau NIK", method="named")
    sex = django_filters.ChoiceFilter(label="Jenis kelamin", choices=Sex.choices)
    origin = DistrictFilter(label="Kecamatan asal", queryset=_districts(), method="from_district")

    class Meta:
        model = Person
        fields = []

    def named(self, people, name, value):
        """16 digits are a NIK, a short number is the number of a file."""
        number = digits(value)
        if number.isascii() and number.isdigit():
            if len(number) == 16:
                return people.filter(access.whole_to(self.request.user, "pk"), nik=number)
            return people.filter(pk=int(number[:9]))
        return with_words(people, value)

    def from_district(self, people, name, district):
        theirs = access.whole_to(self.request.user, "pk")
        return people.filter(Q(origin=district) | Q(origin__parent=district), theirs)
