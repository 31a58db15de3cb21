"""Who stands in for a social worker, from one day to another."""

import pghistory
from django.conf import settings
from django.db import models
from django.db.models import F, Q

from rptc import days
from rptc.columns import holds, protected, state_of
from rptc.decisions import Decided, DecidedQuerySet, state_moves
from rptc.guards import never_changed
from rptc.words import tanggal


class SubstitutionState(models.TextChoices):
    PROPOSED = "proposed", "Menunggu Kepala UPT"
    # By the head, who has nobody to ask.
    MADE = "made", "Ditetapkan Kepala UPT"
    APPROVED = "approved", "Disetujui"
    REFUSED = "refused", "Ditolak"
    ENDED = "ended", "Diakhiri"


S = SubstitutionState
SUBSTITUTION_MOVES = {
    S.PROPOSED: {S.APPROVED, S.REFUSED, S.ENDED},
    S.MADE: {S.ENDED},
    S.APPROVED: {S.ENDED},
}
IN_FORCE = [S.MADE, S.APPROVED]


class SubstitutionQuerySet(DecidedQuerySet):
    def visible_to(self, user):
        """The head's are all of them; everybody else's own, on either side."""
        if user.has_perm("cases.decide_assignment"):
            return self
        return self.filter(Q(worker=user) | Q(substitute=user) | Q(recorded_by=user))

    def in_force(self, on):
        return self.filter(state__in=IN_FORCE, first_on__lte=on, last_on__gte=on)

    def to_come(self, on):
        """In force on that day or later, or asked for and not decided."""
        states = [SubstitutionState.PROPOSED, *IN_FORCE]
        return self.filter(state__in=states, last_on__gte=on)

    def of(self, user):
        """Whose cases this user has today beside their own."""
        return self.in_force(days.today()).filter(substitute=user)


@pghistory.track()
class Substitution(Decided):
    """Pengganti: both days included, this user has the cases of another, with all their rights
    but those of files that were sealed for named people (docs/access.md).

    It is of a worker and not of a person: cases that they get meanwhile belong to it as well, so
    access asks it at each question instead of writing a row of Reach for every file.
    """

    State, MOVES = SubstitutionState, SUBSTITUTION_MOVES
    PERMISSION = "cases.decide_assignment"
    RUNS_OUT_ON = "first_on"
    LISTED_WITH = ("worker", "substitute", "recorded_by")
    ABOUT = ()

    worker = protected(settings.AUTH_USER_MODEL, "digantikan", related_name="substitutions")
    substitute = protected(settings.AUTH_USER_MODEL, "pengganti", related_name="+")
    first_on = models.DateField("mulai")
    last_on = models.DateField("hari terakhir")
    reason = models.CharField("alasan", max_length=300)
    state = state_of(SubstitutionState, SubstitutionState.PROPOSED)

    objects = SubstitutionQuerySet.as_manager()

    class Meta(Decided.Meta):
        verbose_name = "penggantian pekerja sosial"
        indexes = [
            models.Index(
                fields=["substitute", "last_on"],
                condition=Q(state__in=["made", "approved"]),
                name="substitution_in_force",
            )
        ]
        constraints = [
            *Decided.Meta.constraints,
            holds(
                "substitution_ends_after_start",
                Q(last_on__gte=F("first_on")),
                "Hari terakhir tidak boleh sebelum hari mulai.",
            ),
            holds(
                "substitution_is_by_another",
                ~Q(worker=F("substitute")),
                "Pilih orang lain sebagai pengganti.",
            ),
        ]
        triggers = [
            state_moves("substitution_moves", SUBSTITUTION_MOVES),
            never_changed(
                "substitution_keeps_what_was_asked",
                ["worker", "substitute", "first_on", "last_on", "reason"],
            ),
        ]

    def __str__(self):
        return f"{self.substitute} menggantikan {self.worker}"

    @property
    def person(self):
        """About no klien."""
        return None

    def name_for(self, user):
        return str(self.worker)

    @property
    def detail(self):
        return f"oleh {self.substitute}, {tanggal(self.first_on)} sampai {tanggal(self.last_on)}"

    @property
    def can_end(self):
        return self.can_become(S.ENDED) and self.last_on >= days.today()
