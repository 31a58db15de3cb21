from django import forms

from cases.house.presence.absences import WHO_RECEIVED
from cases.house.presence.actions import Answer
from cases.house.presence.models import (
    AbsenceAct,
    AbsentReason,
    Brought,
    RollCallRow,
    was_there,
)
from rptc import days
from rptc.forms import PastMomentField, RowForm
from rptc.sending import SendKeyForm

LONGEST = RollCallRow._meta.get_field("note").max_length
# Of whom it must be known who brought them.
NAMED = {
    Brought.POLICE: "Tulis kantor polisinya, misalnya Polsek Panakkukang.",
    Brought.FAMILY: "Tulis nama keluarga yang membawa.",
    Brought.OTHER: "Tulis siapa atau instansi mana.",
}


NOT_OF_THE_HOUSE = (
    "Daftar ini memuat orang yang tidak tinggal di RPTC saat itu. Buang, lalu ambil absen lagi."
)


class RollCallForm(SendKeyForm):
    """One form for the whole house: `lines` (lines.py) hold what is ticked for each.

    Drawn by hand and read by hand: a hundred forms of three fields would be slow on a phone.
    """

    shown_version = forms.IntegerField(widget=forms.HiddenInput)
    # A page that stayed open says who was seen then, and nothing of now.
    half_day = forms.CharField(
        widget=forms.HiddenInput, error_messages={"required": "Muat ulang halaman ini."}
    )

    def __init__(self, *args, lines, version, half_day, waited_since=None, **kwargs):
        super().__init__(*args, **kwargs)
        self.lines, self.now, self.waited_since = lines, half_day, waited_since
        self.fields["shown_version"].initial = version
        self.fields["half_day"].initial = half_day
        if self.is_bound:
            self._read()

    def _read(self):
        """What was typed. Whoever left since the page was shown has no line, and is said."""
        absent = set(self.data.getlist("absent"))
        shown = set(self.data.getlist("shown"))
        for line in self.lines:
            key = str(line.stay.pk)
            if key not in shown:
                continue
            line.is_absent = key in absent
            line.reason = self.data.get(f"{key}-reason", "") if line.is_absent else ""
            line.note = self.data.get(f"{key}-note", "").strip() if line.is_absent else ""
        self.shown = sorted({int(key) for key in shown if key.isdecimal() and len(key) < 19})

    def clean(self):
        cleaned = super().clean()
        if self.waited_since:
            self._clean_waited(cleaned)
        elif self.is_of_another_half_day:
            self.add_error(
                None,
                "Halaman ini dibuka untuk absen sebelumnya, dan waktunya sudah lewat. Yang Anda"
                " tandai masih ada di bawah. Lihat lagi siapa yang ada sekarang, lalu simpan.",
            )
            self.data = self.data.copy()
            self.data["half_day"] = self.now
        for line in self.lines:
            if line.is_absent and not line.leave:
                line.error = lacks_in(line, line.reason, AbsentReason, LONGEST)
        if wrong := [line for line in self.lines if line.error]:
            names = ", ".join(line.name for line in wrong)
            self.add_error(None, f"Alasan belum lengkap: {names}.")
        cleaned["answers"] = self._answers()
        return cleaned

    def _clean_waited(self, cleaned):
        """Of the half day in which it was typed: of that one the phone knew no roll call where its
        list is of another. Whoever was not in the house then is no answer, whoever it is."""
        if cleaned.get("half_day") != self.now:
            cleaned["shown_version"] = 0
        called = {line.stay.pk for line in self.lines}
        left = was_there(self.shown, self.waited_since).values_list("pk", flat=True)
        if set(self.shown) - called - set(left):
            self.add_error(None, NOT_OF_THE_HOUSE)

    @property
    def is_of_another_half_day(self):
        if self.waited_since:
            return False
        return self.is_bound and self.cleaned_data.get("half_day") not in (None, self.now)

    def _answers(self):
        """Of everybody who was shown, those who have left meanwhile too."""
        lines = {line.stay.pk: line for line in self.lines}
        absent = set(self.data.getlist("absent"))
        return [
            Answer(pk, lines[pk].is_absent, lines[pk].reason, lines[pk].kept_note)
            if pk in lines
            else Answer(pk, str(pk) in absent)
            for pk in self.shown
        ]

    def shows(self, stored, lines):
        """Somebody else was quicker: what they saved stands beside what was ticked here, and
        saving again overwrites knowingly. `stored` is None while nobody has saved anything."""
        theirs = {line.stay.pk: line for line in lines} if stored else {}
        for line in self.lines:
            other = theirs.get(line.stay.pk)
            if other and (other.is_absent, other.reason) != (line.is_absent, line.reason):
                reason = AbsentReason(other.reason).label if other.reason else ""
                line.stored = f"Tidak hadir, {reason.lower()}" if other.is_absent else "Hadir"
        self.data = self.data.copy()
        self.data["shown_version"] = stored.version if stored else 0

    def beside(self):
        """{stay: words} that stand in the lines of what waited, and the version they are of."""
        lines = {line.stay.pk: line.error or line.stored for line in self.lines}
        lines = {pk: words for pk, words in lines.items() if words}
        return {"lines": lines, "version": self.data.get("shown_version")}


def lacks_in(line, reason, reasons, longest):
    """What a line does not say of why somebody was not there: `reason` is one of the `reasons`,
    and another one is written out."""
    if not reason:
        return "Pilih alasannya."
    if reason not in reasons.values:
        return "Alasan ini tidak dikenal. Pilih lagi."
    if reason == reasons.OTHER and not line.kept_note:
        return "Tulis keterangannya."
    if len(line.note) > longest:
        return f"Keterangan paling panjang {longest} huruf."
    return ""


# What needs no more than a tap; of the police there is more to say (ToldPoliceForm).
OF_ONE_TAP = [
    kind for kind in AbsenceAct.Kind if kind not in (AbsenceAct.Kind.POLICE, AbsenceAct.Kind.OTHER)
]
NO_NUMBER_YET = "belum ada"


class AbsenceActForm(SendKeyForm, forms.ModelForm):
    class Meta:
        model = AbsenceAct
        fields = ["kind", "note"]
        labels = {"note": "Apa yang dilakukan"}
        error_messages = {"kind": {"required": "Pilih tindakannya."}}

    def clean(self):
        cleaned = super().clean()
        if cleaned.get("kind") == AbsenceAct.Kind.POLICE:
            self.add_error(None, "Tulis dahulu kantor polisi mana dan siapa yang menerima.")
        return cleaned


class ToldPoliceForm(SendKeyForm, RowForm):
    """Which post, who received it, when, and its number: who takes over can ask there."""

    needed = ("received_by", "report_number")
    told_at = PastMomentField(
        label="Diberi tahu pada", error_messages={"required": "Tulis pukul berapa."}
    )

    class Meta:
        model = AbsenceAct
        fields = ["received_by", "told_at", "report_number", "note"]
        help_texts = {
            "received_by": "Misalnya Polsek Panakkukang, Bripka Andi.",
            "report_number": f"Tulis “{NO_NUMBER_YET}” bila polisi belum memberinya.",
        }
        error_messages = {
            "received_by": {"required": WHO_RECEIVED},
            "report_number": {"required": f"Tulis nomornya, atau: {NO_NUMBER_YET}."},
        }

    begins_now = ("told_at",)

    def clean_report_number(self):
        number = self.cleaned_data["report_number"]
        return "" if number.casefold().strip(" .") == NO_NUMBER_YET else number


class AbsenceEndForm(forms.Form):
    """When somebody came back, by whom brought, and where they had been."""

    at = PastMomentField(
        label="Kembali pada",
        initial=days.now,
        error_messages={
            "required": "Tulis kapan kembali.",
            "future": "Waktu kembali belum terjadi.",
        },
    )
    brought_by = forms.ChoiceField(
        label="Dibawa oleh",
        choices=[("", "Pilih siapa yang membawa"), *Brought.choices],
        error_messages={"required": "Pilih siapa yang membawa."},
    )
    brought_by_name = forms.CharField(
        label="Nama dan asal yang membawa",
        max_length=150,
        required=False,
        help_text="Misalnya Polsek Panakkukang, Bripka Andi.",
    )
    found_place = forms.CharField(
        label="Berada di mana selama itu",
        max_length=200,
        required=False,
        help_text="Tempat ia ditemukan, atau katanya sendiri. Boleh: tidak diketahui.",
    )

    def clean(self):
        cleaned = super().clean()
        brought_by = cleaned.get("brought_by")
        if brought_by in NAMED and not cleaned.get("brought_by_name"):
            self.add_error("brought_by_name", NAMED[brought_by])
        if brought_by == Brought.NEVER_LEFT:
            cleaned["brought_by_name"] = ""
        elif brought_by and not cleaned.get("found_place"):
            self.add_error("found_place", "Tulis di mana, atau: tidak diketahui.")
        return cleaned
