import datetime
import re

from django import forms
from django.core.exceptions import ValidationError

from cases.health.medicines.actions import Answer
from cases.health.medicines.models import (
    LABEL_MISSING,
    MOST_HOURS,
    MOST_NAME,
    SAY_WHY_REFUSED,
    Dose,
    FastingPeriod,
    Medicine,
    Outcome,
    clock,
)
from rptc import days
from rptc.editing import VersionForm
from rptc.forms import (
    ChoiceButtons,
    ClockInput,
    DayInput,
    PastMomentField,
    ReasonForm,
    RowForm,
    line,
)
from rptc.sending import SealedForm, SendKeyForm

SAID = Dose._meta.get_field("said").max_length
CLOCK = re.compile(r"(\d{1,2})(?:[.:](\d{2}))?")
GONE = (
    "Ada yang sudah keluar, atau obatnya dihentikan, sejak halaman ini dibuka. Isian yang lain"
    " masih ada di bawah: periksa, lalu simpan lagi."
)


class HoursField(forms.CharField):
    """ "07.00, 19.00", "7 dan 19" """

    default_error_messages = {
        "unread": "“%(typed)s” bukan jam. Tulis seperti 07.00, 13.00, 19.00.",
        "many": f"Paling banyak {MOST_HOURS} jam sehari.",
    }

    def prepare_value(self, value):
        return value if isinstance(value, str) else ", ".join(map(clock, value or ()))

    def to_python(self, value):
        found = set()
        for typed in re.split(r"[,;\s]+", value or ""):
            if not typed or typed in {"dan", "pukul"}:
                continue
            read = CLOCK.fullmatch(typed)
            hour, minute = (int(part or 0) for part in read.groups()) if read else (24, 0)
            if hour > 23 or minute > 59:
                raise ValidationError(
                    self.error_messages["unread"], code="unread", params={"typed": typed[:20]}
                )
            found.add(datetime.time(hour, minute))
        if len(found) > MOST_HOURS:
            raise ValidationError(self.error_messages["many"], code="many")
        return sorted(found)

    def has_changed(self, initial, data):
        try:
            return sorted(initial or ()) != self.to_python(data)
        except ValidationError:
            return True


class MedicineFields(forms.ModelForm):
    hours = HoursField(
        label="Jam minum", required=False, help_text="Misalnya 07.00, 19.00. Waktu WITA."
    )

    class Meta:
        model = Medicine
        fields = [
            "name_is_secret",
            "label",
            "dose",
            "hours",
            "as_needed",
            "meal",
            "note",
            "moves_in_fast",
            "prescribed_by",
            "first_on",
            "last_on",
        ]
        widgets = {"first_on": DayInput, "last_on": DayInput}
        help_texts = {
            "label": (
                "Hanya ini yang dibaca petugas piket, di layar dan di kertas. Misalnya: amplop"
                " biru."
            ),
            "dose": "Misalnya 1 tablet, atau 5 ml.",
            "note": "Misalnya diminum di depan petugas. Petugas piket membacanya.",
            "moves_in_fast": "Dokter yang menentukan. Hapus bila jamnya harus tetap.",
            "last_on": "Kosong berarti terus.",
        }
        error_messages = {
            "dose": {"required": "Tulis dosisnya, misalnya 1 tablet."},
            "prescribed_by": {"required": "Tulis resep dari siapa."},
        }

    def clean(self):
        cleaned = super().clean()
        if cleaned.get("name_is_secret") and not cleaned.get("label"):
            self.add_error("label", LABEL_MISSING)
        if not cleaned.get("name_is_secret"):
            cleaned["label"] = ""
        if "hours" in cleaned:
            if cleaned.get("as_needed"):
                cleaned["hours"], cleaned["moves_in_fast"] = [], False
            elif not cleaned["hours"]:
                self.add_error("hours", "Tulis jam minumnya, atau pilih bila perlu.")
        first, last = cleaned.get("first_on"), cleaned.get("last_on")
        if first and last and last < first:
            self.add_error("last_on", "Hari terakhir sesudah hari pertama.")
        return cleaned


class MedicineForm(SealedForm, RowForm, MedicineFields):
    """The name is no column: it is put away under the key."""

    sealed_as = "cases.medicine"

    unchosen = {"meal": "Tidak ditentukan"}
    name = line("Nama obat", "Tulis nama obatnya.", MOST_NAME)
    field_order = ["name"]

    class Meta(MedicineFields.Meta):
        pass

    def __init__(self, *args, warnings=(), **kwargs):
        super().__init__(*args, **kwargs)
        self.initial["first_on"] = self.initial.get("first_on") or days.today()
        if warnings:
            # Nobody here compares names of medicines: who prescribes has to know.
            self.fields["prescriber_knows"] = forms.BooleanField(
                label=f"Yang memberi resep tahu: {'; '.join(warnings)}",
                error_messages={"required": "Tanyakan dahulu kepada yang memberi resep."},
            )


class MedicineEditForm(VersionForm, MedicineFields):
    """Another medicine is another row: the name stays."""

    unchosen = {"meal": "Tidak ditentukan"}

    class Meta(MedicineFields.Meta):
        fields = [name for name in MedicineFields.Meta.fields if name != "first_on"]


class MedicineEndForm(ReasonForm):
    def __init__(self, *args):
        super().__init__(*args, label="Mengapa dihentikan", missing="Tulis mengapa dihentikan.")


class MedicineRoundForm(SendKeyForm):
    """Read by hand, as it is drawn by hand: thirty forms of two fields would be slow on a phone.
    Only what was answered is saved; the others stay open."""

    def __init__(self, *args, lines, **kwargs):
        super().__init__(*args, **kwargs)
        self.lines = lines
        if self.is_bound:
            for each in lines:
                each.outcome = self.data.get(f"{each.key}-outcome", "")
                each.said = self.data.get(f"{each.key}-said", "").strip()

    def clean(self):
        cleaned = super().clean()
        for each in self.lines:
            each.error = _mistake(each)
        if self.row_links:
            self.add_error(None, "Isian yang belum benar ditandai di barisnya.")
        if self._gone():
            self.add_error(None, GONE)
        cleaned["answers"] = [
            Answer(
                each.due.medicine_id,
                each.stay.pk,
                each.due.day,
                each.due.slot,
                each.due.times,
                each.medicine.dose,
                each.outcome,
                each.said,
            )
            for each in self.lines
            if each.outcome and not each.error
        ]
        return cleaned

    @property
    def row_links(self):
        """Each row that is wrong, at its words, or its first answer where no word helps."""
        return [
            {"label": f"{each.stay.person}, {each.hour}", "target": f"{each.key}-answer"}
            for each in self.lines
            if each.error
        ]

    def _gone(self):
        known = {each.key for each in self.lines}
        typed = (name.removesuffix("-outcome") for name in self.data if name.endswith("-outcome"))
        return [key for key in typed if key not in known]


def _mistake(each):
    if each.outcome and each.outcome not in Outcome.values:
        return "Pilihan ini tidak ada. Pilih lagi."
    if each.outcome and each.not_yet and not each.dose:
        return each.not_yet
    if each.outcome and each.outcome != Outcome.ABSENT and each.is_out and not each.dose:
        return each.away.why
    if each.outcome == Outcome.REFUSED and not each.said:
        return SAY_WHY_REFUSED
    if len(each.said) > SAID:
        return f"Keterangan paling panjang {SAID} huruf."
    return ""


class DoseForm(SendKeyForm, RowForm):
    """One that has no hours."""

    given_at = PastMomentField(
        label="Diberi pada", error_messages={"future": "Waktu ini belum terjadi."}
    )

    class Meta:
        model = Dose
        fields = ["given_at", "said"]
        labels = {"said": "Untuk apa"}
        help_texts = {"said": "Misalnya sakit kepala. Boleh kosong."}

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.initial["given_at"] = days.now()


class DoseEditForm(VersionForm):
    class Meta:
        model = Dose
        fields = ["outcome", "said"]
        widgets = {"outcome": ChoiceButtons}

    def clean(self):
        cleaned = super().clean()
        if cleaned.get("outcome") == Outcome.REFUSED and not cleaned.get("said"):
            self.add_error("said", SAY_WHY_REFUSED)
        return cleaned


class FastingPeriodForm(RowForm):
    """Of days that have not come: what was given today was given by the hours of today."""

    class Meta:
        model = FastingPeriod
        fields = ["first_on", "last_on", "sahur", "buka"]
        widgets = {
            "first_on": DayInput,
            "last_on": DayInput,
            "sahur": ClockInput,
            "buka": ClockInput,
        }
        help_texts = {
            "sahur": "Sesaat sebelum imsak, misalnya 04.15.",
            "buka": "Sesaat sesudah magrib, misalnya 18.10.",
        }

    def clean(self):
        cleaned = super().clean()
        today = days.today()
        is_new = self.instance.pk is None
        first, last = cleaned.get("first_on"), cleaned.get("last_on")
        if first and first <= today and (is_new or "first_on" in self.changed_data):
            self.add_error("first_on", "Mulai paling cepat besok: obat hari ini sudah berjalan.")
        if last and last < today and "last_on" in self.changed_data:
            self.add_error("last_on", "Hari ini sudah lewat.")
        if not is_new and self.initial["last_on"] < today and self.changed_data:
            self.add_error(None, "Bulan puasa ini sudah berakhir: tidak diubah lagi.")
        has_begun = not is_new and self.initial["first_on"] <= today
        if has_begun and self.changed_data and set(self.changed_data) - {"last_on"}:
            self.add_error(None, "Bulan puasa ini sudah mulai: hanya hari terakhirnya berubah.")
        return cleaned
