"""How often somebody was met: each catch with its day, its patrol and how sure it is."""

from dataclasses import dataclass

from django.db.models import Exists, OuterRef

from cases.intakes.contests.models import Contest
from cases.intakes.models import Certainty, Intake
from rptc.kept import THIS, kept_rows

State = Contest.State

WORDS = {
    Certainty.CONFIRMED: ("Pasti", "ok"),
    Certainty.PROBABLE: ("Mungkin", "wait"),
    Certainty.CLAIMED: ("Pengakuan", "idle"),
}


@dataclass(frozen=True)
class Catches:
    """The catches of one person, the newest first; in full for whoever may open files."""

    intakes: list[Intake]

    @property
    def times(self):
        return len(self.intakes)

    @property
    def certain(self):
        """How many may be printed for police or court."""
        return sum(
            intake.certainty == Certainty.CONFIRMED and not intake.is_contested
            for intake in self.intakes
        )

    @property
    def contested(self):
        return sum(intake.is_contested for intake in self.intakes)

    @property
    def last_on(self):
        return self.intakes[0].met_on if self.intakes else None


def catches_of(person, user) -> Catches:
    return Catches(kept_rows(_catches, user, this=person.pk))


def _catches(user):
    contests = Contest.objects.filter(intake=OuterRef("pk"))
    return (
        Intake.objects.filter(person=THIS)
        .select_related("classification", "hot_spot", "patrol__team")
        .annotate(
            is_contested=Exists(contests.filter(state=State.OPEN)),
            is_upheld=Exists(contests.to_be_corrected()),
        )
        .order_by("-met_on", "-pk")
    )


def certainty_of(intake):
    """(word, shape): how sure this catch is; what is being examined, or was contested with
    success, is not sure at all. Of an intake that `catches_of` fetched."""
    if intake.is_contested:
        return "Sedang diperiksa", "due"
    if intake.is_upheld:
        return "Keberatan dibenarkan", "late"
    return WORDS[intake.certainty]
