import json

import django_filters
from django import forms
from django.db.models import Q

from cases.intakes.models import (
    HANDED_TO,
    ON_THE_SPOT,
    Certainty,
    Classification,
    Door,
    Intake,
    Outcome,
)
from cases.intakes.sheets.forms import SheetField
from cases.intakes.together.forms import TIES
from cases.intakes.victims.forms import ChildFields
from cases.people import access
from cases.people.ages import Age, AgeKind
from cases.people.doubles.forms import LikelyAnswers
from cases.people.forms import AgeFields, with_words
from cases.people.models import SOURCES_TODAY, Person, Sex, Source
from cases.people.photos.forms import PhotoIdsField
from cases.places.models import HotSpot
from rptc import days
from rptc.accounts.permissions import Role
from rptc.forms import ChoiceButtons, ClockInput, DayInput, PastDayField, line
from rptc.sending import SendKeyForm, SentForm

ONLY_OF_CHILD = "Ini hanya untuk anak."
OUTCOMES = [(outcome.value, outcome.label) for outcome in ON_THE_SPOT]


class HandedTo(forms.Form):
    """To whom somebody was handed, where the outcome asks for it; shown with it (theme.css)."""

    handed_to = forms.CharField(
        label="Rumah sakit, kantor polisi atau instansi", required=False, max_length=120
    )

    def clean(self):
        cleaned = super().clean()
        sentence = HANDED_TO.get(cleaned.get("outcome"))
        cleaned["handed_to"] = (cleaned.get("handed_to") or "").strip() if sentence else ""
        if sentence and not cleaned["handed_to"] and not self.has_error("handed_to"):
            self.add_error("handed_to", sentence)
        return cleaned


class MarksVictims:
    """Says with each class whether a child in it may be a victim, for js/child.js."""

    def create_option(self, name, value, *args, **kwargs):
        option = super().create_option(name, value, *args, **kwargs)
        if getattr(getattr(value, "instance", None), "victim_if_child", False):
            option["attrs"]["data-victim"] = True
        return option


class ClassSelect(MarksVictims, forms.Select):
    pass


class ClassButtons(MarksVictims, ChoiceButtons):
    pass


class ClassificationChoice(forms.ModelChoiceField):
    widget = ClassSelect

    def __init__(self, *, on=None, **kwargs):
        usable = Classification.objects.usable_on(on or days.today())
        super().__init__(usable, **kwargs)


class ClassificationButtons(ClassificationChoice):
    """Short names on large buttons, for the thumb at night."""

    def __init__(self, **kwargs):
        super().__init__(widget=ClassButtons, empty_label=None, **kwargs)
        self.queryset = self.queryset.filter(in_table=True)

    def label_from_instance(self, classification):
        return classification.short_name


class PersonFields(LikelyAnswers, AgeFields):
    """Who was met, as far as it is known. Only the sex is needed."""

    name = forms.CharField(
        label="Nama",
        required=False,
        max_length=120,
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
    )
    sex = forms.ChoiceField(
        label="Jenis kelamin",
        choices=Sex.choices,
        widget=ChoiceButtons,
        error_messages={"required": "Pilih laki-laki atau perempuan."},
    )
    alias = forms.CharField(
        label="Panggilan",
        required=False,
        max_length=80,
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
    )
    source = forms.ChoiceField(label="Diketahui dari", choices=SOURCES_TODAY, initial=Source.GUESS)

    def person(self, met_on):
        person = Person(
            name=self.cleaned_data["name"].strip(),
            alias=self.cleaned_data.get("alias", "").strip(),
            sex=self.cleaned_data["sex"],
        )
        person.age = self.clean_age(met_on)
        return person

    def certainty(self):
        """A social worker's choice of a known person weighs more than an officer's."""
        if self.same_as and self.user.has_role(Role.SOCIAL_WORKER):
            return Certainty.PROBABLE
        return Certainty.CLAIMED


class MeetingFields(HandedTo, ChildFields, PersonFields):
    """Who was met, when and how: by a patrol, or at another door. Each asks for the class and the
    outcome in its own way; after `clean`, `met_at` is the moment or None."""

    met_time = forms.TimeField(
        label="Pukul",
        required=False,
        widget=ClockInput,
    )
    activity = forms.CharField(label="Kegiatan di jalan", required=False, max_length=80)
    remarks = forms.CharField(
        label="Keterangan",
        required=False,
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 2}),
    )

    def clean(self):
        cleaned = super().clean()
        clock = cleaned.get("met_time")
        self.met_at = self.moment_of(clock) if clock else None
        if self.met_at and self.met_at > days.now():
            self.add_error("met_time", "Waktu ini belum terjadi.")
        if self.noted().says_something and not self._may_be_child():
            self.add_error("said", f"{ONLY_OF_CHILD} Tulis di Keterangan.")
        return cleaned

    def _may_be_child(self):
        """Whose age nobody knows may be one."""
        on, born_on = days.today(), self.cleaned_data.get("born_on")
        if self.known or born_on:
            age = self.known.age if self.known else Age(AgeKind.BIRTH, born_on=born_on)
        else:
            age = self.clean_age(on)
        return age.is_child_on(on) is not False

    def meeting(self, **where):
        said = ("place", "provisional", "outcome", "handed_to", "activity", "remarks")
        return Intake(
            met_at=self.met_at,
            certainty=self.certainty(),
            **{name: self.cleaned_data[name] for name in said},
            **where,
        )


def on_patrol(patrol, clock):
    """The moment of a clock time during a patrol: after midnight it is the next day's."""
    moment = days.at(patrol.started_on, clock)
    if moment < patrol.started_at.replace(second=0, microsecond=0):
        moment = days.at(days.day_of(patrol.started_at + days.ONE_DAY), clock)
    return moment


def moment_of(intake, clock):
    """The moment of a clock time at which somebody was met, on the patrol or at the door."""
    return on_patrol(intake.patrol, clock) if intake.patrol else days.at(intake.met_on, clock)


class IntakeRowForm(SentForm, MeetingFields):
    """One row of a patrol's batch: a person met on the road. Its own form, key and transaction."""

    provisional = ClassificationButtons(
        label="Klasifikasi", error_messages={"required": "Pilih satu klasifikasi."}
    )
    outcome = forms.ChoiceField(
        label="Hasil di tempat",
        choices=OUTCOMES,
        initial=Outcome.BROUGHT,
        widget=ChoiceButtons,
        error_messages={"required": "Pilih satu hasil."},
    )
    hot_spot = forms.ModelChoiceField(
        HotSpot.objects.none(), label="Titik rawan", required=False, empty_label="Tempat lain"
    )
    place = forms.CharField(label="Tempat lain", required=False, max_length=160)
    sheet = SheetField()
    # Who was met with the person of the row above; `previous` is the key of that row.
    together = forms.ChoiceField(
        label="Dari orang sebelumnya, ini",
        choices=[("", "sendiri"), *TIES],
        required=False,
        widget=ChoiceButtons,
    )
    previous = forms.UUIDField(required=False, widget=forms.HiddenInput)
    photos = PhotoIdsField(label="Foto", required=False)

    # What says that somebody was met at all: a row with none of these filled is an empty row.
    TELLING = ("name", "alias", "sex", "age_years", "provisional", "activity", "remarks")
    # Of a row filled from a spreadsheet: what could not be read, in sentences.
    unread = ()

    def __init__(self, *args, patrol, **kwargs):
        super().__init__(*args, **kwargs)
        self.patrol = patrol
        self.fields["hot_spot"].queryset = self.points()
        if not self.is_bound:
            self.initial.setdefault("met_time", days.now().astimezone(days.WITA))

    def sent_otherwise(self):
        name = self.sent_before.name_for(self.user)
        return (
            f"Baris ini sudah tersimpan sebagai {name}. Ubah baris itu, atau kosongkan baris ini."
        )

    def missing(self):
        """{field: what to do}, for a script that asks before the row is sent."""
        wanted = ("sex", "provisional", "outcome")
        return json.dumps(
            {name: str(self.fields[name].error_messages["required"]) for name in wanted}
        )

    def missing_with(self):
        """{outcome: what to do where nobody says to whom}, for the same script."""
        return json.dumps({str(outcome): sentence for outcome, sentence in HANDED_TO.items()})

    @property
    def is_empty(self):
        return not any(self[name].value() for name in self.TELLING)

    @staticmethod
    def points(used=None):
        """What can be chosen; `used` is chosen already."""
        still = Q(is_active=True) | Q(pk=used.pk if used else None)
        return HotSpot.objects.filter(still).order_by("name")

    def moment_of(self, clock):
        return on_patrol(self.patrol, clock)

    def intake(self):
        return self.meeting(
            met_on=days.day_of(self.met_at) if self.met_at else self.patrol.started_on,
            door=Door.PATROL,
            patrol=self.patrol,
            hot_spot=self.cleaned_data["hot_spot"],
        )


class DoorIntakeForm(SendKeyForm, MeetingFields):
    """Somebody who came, or was brought, by another door than the patrol."""

    door = forms.ChoiceField(
        label="Pintu masuk",
        choices=[c for c in Door.choices if c[0] not in {Door.PATROL, Door.REGISTER}],
    )
    met_on = PastDayField(label="Tanggal")
    provisional = ClassificationChoice(
        label="Klasifikasi",
        empty_label="Pilih klasifikasi",
        error_messages={"required": "Pilih satu klasifikasi."},
    )
    born_on = forms.DateField(label="Tanggal lahir", required=False, widget=DayInput)
    outcome = forms.ChoiceField(label="Hasil", choices=OUTCOMES, initial=Outcome.BROUGHT)
    place = forms.CharField(label="Ditemukan di", required=False, max_length=160)
    sheet = SheetField(help_text="Hanya bila diketik dari lembar kertas.")
    field_order = [
        "door",
        "met_on",
        "met_time",
        "name",
        "alias",
        "sex",
        "age_years",
        "age_unit",
        "age_kind",
        "born_on",
        "source",
        "provisional",
        "outcome",
        "handed_to",
        "place",
    ]
    OUTSIDE_DOORS = {Door.UPTD_PPA, Door.POLICE}
    ASKS_FIRST = True

    def __init__(self, *args, known=None, **kwargs):
        super().__init__(*args, **kwargs)
        self.known = known
        if known:
            for name in PersonFields.base_fields:
                del self.fields[name]
            del self.fields["born_on"]
        remarks, now = self.fields["remarks"], days.now().astimezone(days.WITA)
        remarks.widget.attrs["rows"] = 3
        remarks.help_text = "Siapa yang mengantar, nomor surat, keadaan saat datang."
        self.initial.setdefault("met_on", now.date())
        self.initial.setdefault("met_time", now)

    def clean(self):
        cleaned = super().clean()
        classification = cleaned.get("provisional")
        if classification and not classification.in_table:
            if cleaned.get("door") not in self.OUTSIDE_DOORS:
                self.add_error(
                    "provisional", "Klasifikasi ini hanya untuk yang diantar UPTD PPA atau polisi."
                )
        if not self.known and cleaned.get("met_on"):
            self.clean_age(cleaned["met_on"])
        return cleaned

    def moment_of(self, clock):
        met_on = self.cleaned_data.get("met_on")
        return days.at(met_on, clock) if met_on else None

    def asks_first(self):
        """Has this person a file already? Asked once, before a new one is made."""
        if self.known or self.likely_was_shown or self._was_sent():
            return False
        return bool(self.likely and self.likely.hints)

    def _was_sent(self):
        return Intake.objects.filter(
            send_key=self.cleaned_data["send_key"], recorded_by=self.user
        ).exists()

    def intake(self):
        return self.meeting(met_on=self.cleaned_data["met_on"], door=self.cleaned_data["door"])


class OutcomeForm(HandedTo):
    outcome = forms.ChoiceField(label="Hasil yang benar", choices=OUTCOMES)
    field_order = ["outcome", "handed_to", "reason"]
    reason = line("Alasan", "Tulis mengapa hasilnya berubah.", 200)


class SettleForm(forms.Form):
    classification = ClassificationChoice(
        label="Klasifikasi tetap", empty_label="Pilih klasifikasi"
    )
    certainty = forms.ChoiceField(
        label="Kepastian identitas",
        choices=Certainty.choices,
        widget=ChoiceButtons,
        help_text="Pasti hanya bila kartu atau NIK dilihat, atau kedua pihak sudah diperiksa.",
    )

    def __init__(self, *args, intake, **kwargs):
        super().__init__(
            *args,
            initial={"classification": intake.classification_id, "certainty": intake.certainty},
            **kwargs,
        )
        usable = Classification.objects.usable_on(intake.met_on)
        self.fields["classification"].queryset = usable.filter(
            in_table=intake.classification.in_table
        )


class ByClass:
    """Mixed into a filter of rows with a class."""

    @property
    def leaves_out(self):
        """Rows are there whose class is not this reader's to know: by a class none is found."""
        if not (self.form.is_valid() and self.form.cleaned_data.get("classification")):
            return False
        known = access.class_known_to(self.request.user)
        return self.queryset.exclude(known).exists()


class IntakeFilter(ByClass, django_filters.FilterSet):
    q = django_filters.CharFilter(label="Nama", method="named")
    since = django_filters.DateFilter(
        label="Sejak", field_name="met_on", lookup_expr="gte", widget=DayInput
    )
    until = django_filters.DateFilter(
        label="Sampai", field_name="met_on", lookup_expr="lte", widget=DayInput
    )
    classification = django_filters.ModelChoiceFilter(
        label="Klasifikasi",
        queryset=Classification.objects.only("name", "order"),
        method="of_class",
    )
    sex = django_filters.ChoiceFilter(label="Jenis kelamin", choices=Sex.choices)
    outcome = django_filters.ChoiceFilter(label="Hasil", choices=Outcome.choices)
    door = django_filters.ChoiceFilter(label="Pintu", choices=Door.choices)
    settled = django_filters.ChoiceFilter(
        label="Klasifikasi tetap",
        choices=[("no", "Belum ditetapkan"), ("yes", "Sudah ditetapkan")],
        method="by_settled",
    )

    night = django_filters.DateFilter(
        label="Malam menuju tanggal", widget=DayInput, method="in_the_night"
    )

    class Meta:
        model = Intake
        fields = []

    def of_class(self, intakes, name, value):
        return intakes.filter(access.class_known_to(self.request.user), classification=value)

    def in_the_night(self, intakes, name, day):
        return intakes.met_in_the_night_to(day)

    def named(self, intakes, name, value):
        """A TRC officer finds rows by what he may read of them; so does one who is also a social
        worker, of the files that are not open whole."""
        user = self.request.user
        if not user.has_role(Role.FIELD) or user.has_role(Role.HEAD):
            return with_words(intakes, value, "person__")
        whole = access.whole_to(user)
        named = with_words(intakes.filter(whole), value, "person__")
        said = intakes.exclude(whole).with_said_name(user)
        for word in value.split():
            shown = Q(person__name__icontains=word) | Q(person__alias__icontains=word)
            said = said.filter(Q(shown, is_first=True) | Q(said_name__icontains=word))
        return intakes.filter(Q(pk__in=named.values("pk")) | Q(pk__in=said.values("pk")))

    def by_settled(self, intakes, name, value):
        if value == "no":
            return intakes.unsettled()
        return intakes.filter(settled__isnull=False)


class ClassificationForm(forms.ModelForm):
    class Meta:
        model = Classification
        fields = [
            "code",
            "name",
            "short_name",
            "order",
            "first_year",
            "last_year",
            "national_types",
            "min_age",
            "max_age",
            "usual_sex",
            "in_table",
            "is_dependent",
            "victim_if_child",
        ]

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["usual_sex"].choices = [("", "Laki-laki atau perempuan"), *Sex.choices]

    def clean_in_table(self):
        """What is outside the table is sealed, and what is in it was counted in past years: a
        class that was used stays on its side."""
        in_table = self.cleaned_data["in_table"]
        is_used = self.instance.pk and self.instance.intakes.exists()
        if is_used and "in_table" in self.changed_data:
            raise forms.ValidationError(
                "Klasifikasi ini sudah dipakai. Tambahkan klasifikasi baru untuk yang berikutnya."
            )
        return in_table
