from django import forms

from cases.aftercare.models import LONGEST, FollowUp, FollowUpRule
from cases.exits.models import ExitKind
from cases.people import access
from cases.places.models import Region
from rptc import days
from rptc.editing import VersionForm
from rptc.forms import ChoiceButtons, DayInput, PastDayField, RowForm
from rptc.sending import SendKeyForm, digest_of

OUTSIDE, UNKNOWN = "luar", "kosong"


class FollowUpFields(RowForm):
    """Made for a phone: what was found first, then the words."""

    unchosen = {"result": "Pilih hasil"}

    # Sent by a page that asks whether they were helped: what waited on a phone may be older.
    asks_helped = forms.CharField(required=False, initial="yes", widget=forms.HiddenInput)

    class Meta:
        model = FollowUp
        fields = ["result", "done_on", "way", "met", "helped", "helped_says", "reason"]
        fields += ["next_act", "next_text", "note"]
        field_classes = {"done_on": PastDayField}
        widgets = {
            "way": ChoiceButtons,
            "helped": ChoiceButtons,
            "helped_says": ChoiceButtons,
            "note": forms.Textarea(attrs={"rows": 3}),
        }
        help_texts = {
            "met": "Klien sendiri, atau siapa yang memberi keterangan.",
            "helped": "Tanyakan bila bertemu: apakah RPTC membantu? Sukarela.",
            "helped_says": "Bila ditanya.",
            "reason": "Wajib bila tidak dilakukan.",
        }
        error_messages = {"done_on": {"future": "Tanggal itu belum terjadi."}}

    def __init__(self, *args, left_on, **kwargs):
        super().__init__(*args, **kwargs)
        self.left_on = left_on
        self._had_answer = bool(self.instance.helped)

    def clean_done_on(self):
        day = self.cleaned_data["done_on"]
        if day < self.left_on:
            raise forms.ValidationError(f"Klien baru keluar {self.left_on:%d/%m/%Y}.")
        return day

    def clean(self):
        cleaned = super().clean()
        result = cleaned.get("result")
        if result == FollowUp.Result.NOT_DONE and not cleaned.get("reason"):
            self.add_error("reason", "Tulis mengapa tidak dilakukan.")
        if result == FollowUp.Result.FOUND and not cleaned.get("met"):
            self.add_error("met", "Tulis siapa yang ditemui.")
        self._check_helped(cleaned, result)
        if cleaned.get("next_act") == FollowUp.NextAct.OTHER and not cleaned.get("next_text"):
            self.add_error("next_text", "Tulis tindak lanjutnya.")
        return cleaned

    def _check_helped(self, cleaned, result):
        """Of whoever was met. A form that waited on a phone from before this was asked, and a row
        from before it, say nothing of it."""
        helped, says = cleaned.get("helped"), cleaned.get("helped_says")
        is_answer = helped in {FollowUp.Helped.YES, FollowUp.Helped.NO}
        is_asked_for = cleaned.get("asks_helped") and (not self.instance.pk or self._had_answer)
        if not helped and result == FollowUp.Result.FOUND and is_asked_for:
            self.add_error("helped", "Pilih terbantu, tidak, atau tidak ditanya.")
        if is_answer and not says:
            self.add_error("helped_says", "Pilih menurut siapa.")
        if says and not is_answer and "helped" not in self.errors:
            self.add_error("helped_says", "Kosongkan, atau pilih terbantu atau tidak.")


class FollowUpForm(SendKeyForm, FollowUpFields):
    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.initial["done_on"] = days.today()


class FollowUpEditForm(FollowUpFields, VersionForm):
    """A wrong tap must not end the contacts of somebody for ever; the history keeps both."""


class FollowUpFilterForm(forms.Form):
    when = forms.ChoiceField(
        label="Kapan",
        required=False,
        choices=[
            ("", "Sampai tujuh hari lagi"),
            ("now", "Hari ini dan terlambat"),
            ("late", "Terlambat"),
            ("today", "Hari ini"),
            ("week", "Tujuh hari ke depan"),
            ("old", "Lewat lebih dari 180 hari"),
            ("done", "Sudah dicatat"),
        ],
    )
    area = forms.ChoiceField(label="Kecamatan", required=False)
    mine = forms.ChoiceField(
        label="Pekerja sosial", required=False, choices=[("", "Semua"), ("yes", "Berkas saya")]
    )
    result = forms.ChoiceField(
        label="Hasil", required=False, choices=[("", "Semua"), *FollowUp.Result.choices]
    )

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        districts = Region.objects.of_makassar().filter(level=Region.Level.DISTRICT)
        self.fields["area"].choices = [
            ("", "Semua"),
            *districts.order_by("name").values_list("code", "name"),
            (OUTSIDE, "Luar Makassar"),
            (UNKNOWN, "Asal belum diketahui"),
        ]

    def value(self, name):
        """What was chosen; nothing where the address holds what is no choice."""
        self.is_valid()
        return self.cleaned_data.get(name, "")

    def stays(self, stays, user):
        """The stays of the chosen area and worker."""
        area = self.value("area")
        if self.value("mine"):
            stays = stays.filter(access.of_case(user, "social_worker"))
        if area == UNKNOWN:
            return stays.filter(person__origin=None)
        if area == OUTSIDE:
            outside = stays.filter(person__origin__isnull=False)
            return outside.exclude(person__origin__code__startswith=Region.MAKASSAR)
        return stays.filter(person__origin__code__startswith=area) if area else stays


class DaysField(forms.CharField):
    """ "7, 30, 90": days after the exit, in order, each once; empty is nobody contacted."""

    def prepare_value(self, value):
        return ", ".join(map(str, value)) if isinstance(value, list) else value

    def to_python(self, value):
        words = (super().to_python(value) or "").replace(",", " ").split()
        if not all(word.isascii() and word.isdecimal() for word in words):
            raise forms.ValidationError("Tulis angka hari dengan koma, misalnya 7, 30, 90.")
        # Python reads no number of thousands of digits; none that long is a day.
        numbers = sorted({int(word) if len(word) < 10 else LONGEST + 1 for word in words})
        if numbers and not 1 <= numbers[0] <= numbers[-1] <= LONGEST:
            raise forms.ValidationError(f"Hari sesudah keluar: 1 sampai {LONGEST}.")
        return numbers

    def validate(self, value):
        """An empty list is an answer."""


class ForecastForm(RowForm):
    """Saved in two steps: what was shown in the forecast is what is saved."""

    seen = forms.CharField(required=False, widget=forms.HiddenInput)

    @property
    def fingerprint(self):
        return digest_of({name: v for name, v in self.cleaned_data.items() if name != "seen"})

    @property
    def was_forecast(self):
        """This very rule has been looked at in numbers."""
        return self.cleaned_data["seen"] == self.fingerprint

    def remember(self):
        """The next sending of the same fields saves."""
        self.data = self.data.copy()
        self.data[self.add_prefix("seen")] = self.fingerprint


class FollowUpRuleForm(ForecastForm):
    days = DaysField(
        label="Hari sesudah keluar",
        required=False,
        help_text="Dipisah koma, misalnya 7, 30, 90, 180. Kosong berarti tidak dihubungi.",
    )

    class Meta:
        model = FollowUpRule
        fields = [
            "exit_kind",
            "classification",
            "child",
            "repeater",
            "out_of_town",
            "days",
            "way",
            "valid_from",
        ]
        widgets = {"valid_from": DayInput, "way": ChoiceButtons}

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["exit_kind"].queryset = ExitKind.objects.filter(is_active=True)
        self.fields["exit_kind"].empty_label = "Semua cara keluar"
        self.fields["classification"].empty_label = "Semua klasifikasi"
        for name, yes, no in [
            ("child", "Anak", "Dewasa"),
            ("repeater", "Pernah", "Belum pernah"),
            ("out_of_town", "Luar Makassar", "Makassar"),
        ]:
            self.fields[name].widget.choices = [
                ("unknown", "Semua"),
                ("true", yes),
                ("false", no),
            ]

    def clean_valid_from(self):
        day = self.cleaned_data["valid_from"]
        if day < days.today():
            raise forms.ValidationError("Aturan tidak dapat mulai mundur.")
        return day


class FollowUpRuleEndForm(ForecastForm):
    """All that may change on a rule: the day on which it ends."""

    needed = ["valid_until"]

    class Meta:
        model = FollowUpRule
        fields = ["valid_until"]
        widgets = {"valid_until": DayInput}

    def clean_valid_until(self):
        day = self.cleaned_data["valid_until"]
        if day < days.today():
            raise forms.ValidationError("Aturan tidak dapat diakhiri mundur.")
        return day
