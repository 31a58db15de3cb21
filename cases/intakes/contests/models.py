import pghistory
from django.db import models
from django.db.models import Q

from cases.intakes.models import Intake
from cases.people import access
from rptc.columns import holds, once, protected, state_of
from rptc.decisions import Answer, Decided, DecidedQuerySet, state_moves
from rptc.words import tanggal


class ContestState(models.TextChoices):
    OPEN = "open", "Belum diputuskan"
    UPHELD = "upheld", "Dibenarkan"
    REJECTED = "rejected", "Tidak terbukti"


CONTEST_MOVES = {ContestState.OPEN: {ContestState.UPHELD, ContestState.REJECTED}}


class ContestQuerySet(DecidedQuerySet):
    def visible_to(self, user):
        """The law's side of a file: nothing for TRC, not even on their own intakes, and for the
        house what they wrote down themselves."""
        own = access.house_to(user, "intake__person") & Q(recorded_by=user)
        return self.filter(access.whole_to(user, "intake__person") | own)

    def to_be_corrected(self):
        """Upheld, and no social worker has moved or settled the intake since."""
        return self.filter(state=ContestState.UPHELD, corrected_at=None)


@pghistory.track()
class Contest(Decided):
    """ "Itu bukan saya": a person contests that an intake was of them (docs/rules.md, Identity).

    The count of catches has legal weight; while it is open the intake is printed for nobody.
    """

    State, MOVES = ContestState, CONTEST_MOVES
    PERMISSION = "cases.decide_contest"
    WAITING = ContestState.OPEN
    APPROVES = Answer(
        ContestState.UPHELD, "Benarkan", "dibenarkan", "upheld", "Tulis alasan keputusan."
    )
    REFUSES = Answer(
        ContestState.REJECTED, "Tolak", "ditolak", "rejected", "Tulis alasan keputusan."
    )
    LISTED_WITH = ("intake__person", "recorded_by")
    ABOUT = ("intake__person",)

    intake = protected(Intake, related_name="contests")
    said_by = models.CharField("disampaikan oleh", max_length=120)
    reason = models.TextField("keberatan", max_length=1000)
    state = state_of(ContestState, ContestState.OPEN)
    corrected_at = models.DateTimeField("diperbaiki pada", null=True, editable=False)

    objects = ContestQuerySet.as_manager()

    class Meta(Decided.Meta):
        verbose_name = "keberatan"
        constraints = [
            *Decided.Meta.constraints,
            once(
                "intake_is_contested_once",
                ["intake"],
                "Keberatan atas catatan ini sudah dicatat.",
                condition=Q(state="open"),
            ),
            holds(
                "contest_decision_says_why",
                Q(state="open", decided_at=None)
                | Q(~Q(state="open"), ~Q(decision_note=""), decided_at__isnull=False),
            ),
            holds("contest_is_corrected_when_upheld", Q(corrected_at=None) | Q(state="upheld")),
        ]
        triggers = [state_moves("contest_moves", CONTEST_MOVES)]

    def __str__(self):
        return f"Keberatan, {self.intake}"

    @property
    def person(self):
        return self.intake.person

    @property
    def detail(self):
        return f"terjaring {tanggal(self.intake.met_on)}"
