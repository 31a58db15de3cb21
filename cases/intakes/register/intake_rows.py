"""An intake as a line of the register: what the writer writes and the reader reads back."""

from cases.intakes.models import Outcome
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
        self.remarks = with_outcome(intake.outcome, intake.remarks)
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


def with_outcome(outcome, remarks):
    """The remarks of a register begin with what became of somebody ("Menolak atau lari. ...")."""
    label = Outcome(outcome).label
    return f"{label}. {remarks}".strip() if label in KEPT_OUTCOMES else remarks


def outcome_in(remarks):
    """(the outcome that the remarks begin with, the rest of them)."""
    label, _, rest = remarks.partition(".")
    if outcome := KEPT_OUTCOMES.get(label.strip()):
        return outcome, rest.strip()
    return Outcome.UNRECORDED, remarks


class NamelessRow(RegisterRow):
    """The same by initials: without number and remarks, in which a name may stand."""

    def __init__(self, intake):
        super().__init__(intake)
        self.name = inisial(self.name)
        self.nik = self.remarks = ""
