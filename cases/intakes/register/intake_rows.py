"""An intake as a line of the register: what the writer writes and the reader reads back."""

import re
from dataclasses import replace

from cases.intakes.models import HANDED_TO, Outcome
from cases.intakes.register.words import StatedAge
from cases.people.ages import AgeKind
from rptc.words import inisial


class RegisterRow:
    """An intake as the register has it: what the writer writes and the reader reads back."""

    def __init__(self, intake):
        self.intake = intake
        person = intake.person
        self.name = person.name or person.alias
        self.sex = intake.sex
        self.class_code = intake.classification.code
        self.class_text = intake.classification.name
        self.met_on = intake.met_on
        self.place = intake.where
        self.remarks = with_outcome(intake.outcome, intake.remarks, intake.handed_to)
        self.nik = person.nik

    @property
    def origin(self):
        person = self.intake.person
        return person.origin_text or (str(person.origin) if person.origin_id else "")

    @property
    def age(self):
        """The age on the day of the event, in the register's notation."""
        age, birthplace = self.intake.person.age, self.intake.person.birthplace
        if age.kind in {AgeKind.EXACT, AgeKind.ABOUT}:
            return StatedAge(str(age.kind), age.on(self.met_on), None, birthplace)
        return StatedAge(str(age.kind), None, age.born_on, birthplace)


# What became of somebody else than coming to RPTC: without it a row would count that does not.
KEPT_OUTCOMES = {
    outcome.label: outcome
    for outcome in Outcome
    if outcome not in {Outcome.BROUGHT, Outcome.UNRECORDED}
}


# "Rumah sakit (RS. Ibnu Sina). Dibawa keluarganya."
BEGINS = re.compile(rf"({'|'.join(KEPT_OUTCOMES)})(?: \((.+?)\))?\.(.*)", re.DOTALL)


def with_outcome(outcome, remarks, handed_to=""):
    """The remarks of a register begin with what became of somebody ("Menolak atau lari. ..."),
    and to whom they were handed."""
    label = Outcome(outcome).label
    told = f"{label} ({handed_to})" if handed_to else label
    return f"{told}. {remarks}".strip() if label in KEPT_OUTCOMES else remarks


def outcome_in(remarks):
    """(the outcome that the remarks begin with, to whom, the rest of them)."""
    begins = BEGINS.match(remarks)
    if begins is None:
        return Outcome.UNRECORDED, "", remarks
    outcome, handed_to = KEPT_OUTCOMES[begins[1]], begins[2] or ""
    if handed_to and outcome not in HANDED_TO:
        return Outcome.UNRECORDED, "", remarks
    return outcome, handed_to, begins[3].strip()


class NamelessRow(RegisterRow):
    """The same by initials: without number, and without what was typed freely, in which a name
    may stand (remarks, a place that is no point of ours, an origin in words). The age is in years:
    who knows the day of a birth knows whose it is."""

    def __init__(self, intake):
        super().__init__(intake)
        self.name = inisial(self.name)
        self.place = str(intake.hot_spot) if intake.hot_spot_id else ""
        self.nik = self.remarks = ""

    @property
    def origin(self):
        person = self.intake.person
        return str(person.origin) if person.origin_id else ""

    @property
    def age(self):
        told, birthplace = super().age, ""
        if told.born_on is None:
            return replace(told, birthplace=birthplace)
        years = self.intake.person.age.on(self.met_on)
        return StatedAge(str(AgeKind.EXACT), years, None, birthplace)
