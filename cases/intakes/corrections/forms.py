from dataclasses import asdict, replace

from django import forms

from cases.intakes.corrections.actions import Said
from cases.intakes.forms import (
    ONLY_OF_CHILD,
    OUTCOMES,
    ClassificationButtons,
    HandedTo,
    IntakeRowForm,
    PersonFields,
    moment_of,
)
from cases.intakes.models import Classification
from cases.intakes.victims.forms import ChildFields
from cases.people.ages import AgeKind
from cases.people.forms import MONTHS, AgeFields
from cases.people.models import Sex
from rptc import days, words
from rptc.forms import ChoiceButtons, line
from rptc.sending import SendKeyForm, digest_of

STAYS_SAID = (
    "Sudah tercatat sebagai kata Anda pada berkas yang ada, dan tidak dapat dikosongkan. Tulis"
    " yang benar; bila tidak ada, minta pekerja sosial memeriksanya."
)
OF_PERSON, OF_ROW = PersonFields.base_fields, IntakeRowForm.base_fields


class CorrectionForm(SendKeyForm, ChildFields, HandedTo, AgeFields):
    """The row of an officer once more, as it stands, to be mended; and why. What is written of a
    child is added to what was noted before."""

    name, alias, sex = OF_PERSON["name"], OF_PERSON["alias"], OF_PERSON["sex"]
    provisional = ClassificationButtons(label="Klasifikasi")
    outcome = forms.ChoiceField(label="Hasil di tempat", choices=OUTCOMES, widget=ChoiceButtons)
    hot_spot, place, met_time = OF_ROW["hot_spot"], OF_ROW["place"], OF_ROW["met_time"]
    reason = line(
        "Mengapa dikoreksi", "Tulis mengapa.", 200, help_text="Misalnya: salah tekan di gelap."
    )
    # What the page showed: whoever mends something that was mended meanwhile sees it first.
    seen = forms.CharField(widget=forms.HiddenInput)

    field_order = ["sex", "age_years", "age_unit", "age_kind", "provisional", "outcome"]
    field_order += ["handed_to", "name", "alias"]

    def __init__(self, *args, intake, said, is_own_file, **kwargs):
        self.intake, self.said, self.shown = intake, said, digest_of(asdict(said))
        self.is_own_file = is_own_file
        super().__init__(*args, initial=self._said() | {"seen": self.shown}, **kwargs)
        self.fields["hot_spot"].queryset = IntakeRowForm.points(said.hot_spot)
        # What is outside the table was brought sealed, and is counted apart: it stays there.
        usable = Classification.objects.usable_on(said.met_on)
        is_in = said.provisional.in_table
        self.fields["provisional"].queryset = usable.filter(in_table=is_in)
        if intake.has_arrived:
            del self.fields["outcome"], self.fields["handed_to"]

    def _said(self):
        said, age = self.said, self.said.age
        is_baby = age.months is not None
        return {
            "name": said.name,
            "alias": said.alias,
            "sex": said.sex,
            "age_years": age.months if is_baby else age.on(said.met_on),
            "age_unit": MONTHS if is_baby else "",
            "age_kind": AgeKind.EXACT if age.kind == AgeKind.BIRTH else age.kind,
            "provisional": said.provisional,
            "outcome": said.outcome,
            "handed_to": said.handed_to,
            "hot_spot": said.hot_spot,
            "place": said.place,
            "met_time": said.met_at and said.met_at.astimezone(days.WITA).time(),
        }

    def clean(self):
        cleaned = super().clean()
        if cleaned.get("seen") not in {None, self.shown}:
            self.data = self.data | {"seen": self.shown}
            raise forms.ValidationError(
                "Baris ini baru saja dikoreksi orang lain. Isian Anda masih ada; periksa lagi,"
                " lalu simpan."
            )
        if not self.is_own_file:
            self._keep_what_was_said(cleaned)
        clock = cleaned.get("met_time")
        self.met_at = moment_of(self.intake, clock) if clock else None
        if self.met_at and self.met_at > days.now():
            self.add_error("met_time", "Waktu ini belum terjadi.")
        stay = getattr(self.intake, "stay", None)
        if self.met_at and stay and self.met_at > stay.began_at:
            self.add_error("met_time", f"Ia tiba di RPTC {words.jam(stay.began_at)}.")
        if self.noted().says_something and not self._may_be_child():
            self.add_error("said", ONLY_OF_CHILD)
        return cleaned

    def _may_be_child(self):
        on = self.said.met_on
        return self._age(on).is_child_on(on) is not False

    def _age(self, on):
        is_other = {"age_years", "age_unit", "age_kind"} & {*self.changed_data}
        return self.clean_age(on) if is_other else self.said.age

    def _keep_what_was_said(self, cleaned):
        """On a file of before a name is a statement, and a statement is never taken back."""
        for name in ("name", "alias"):
            if getattr(self.said, name) and name in cleaned and not cleaned[name].strip():
                self.add_error(name, STAYS_SAID)

    def now(self) -> Said:
        """What the row is to say."""
        typed = self.cleaned_data
        met_on = days.day_of(self.met_at) if self.met_at else self.said.met_on
        age = self._age(met_on)
        if age.stated_on == self.said.met_on:
            age = replace(age, stated_on=met_on)
        return replace(
            self.said,
            name=typed["name"].strip(),
            alias=typed["alias"].strip(),
            sex=typed["sex"],
            age=age,
            provisional=typed["provisional"],
            outcome=typed.get("outcome", self.said.outcome),
            handed_to=typed["handed_to"] if "outcome" in typed else self.said.handed_to,
            hot_spot=typed["hot_spot"],
            place=typed["place"],
            met_on=met_on,
            met_at=self.met_at,
        )


class JudgeForm(forms.Form):
    is_right = forms.ChoiceField(
        label="Jenis kelamin yang benar",
        # Too long to stand side by side on a phone.
        widget=forms.RadioSelect,
        error_messages={"required": "Pilih salah satu."},
    )

    def __init__(self, *args, correction, **kwargs):
        super().__init__(*args, **kwargs)
        person = correction.intake.person
        self.fields["is_right"].choices = [
            ("yes", f"{Sex(correction.sex).label}, seperti kata petugas"),
            ("no", f"{person.get_sex_display()}, seperti pada berkas"),
        ]
