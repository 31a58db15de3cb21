"""New passwords of those who decide, which another confirms (docs/roles.md, A new password)."""

from datetime import timedelta

import pghistory
from django.db import models
from django.db.models import F, Q

from rptc import days
from rptc.accounts.models import User
from rptc.columns import holds, once, protected, state_of
from rptc.decisions import Answer, Decided, DecidedQuerySet, state_moves

# After this the owner has another paper in hand, or asks again.
CONFIRMED_FOR = timedelta(days=3)
# So long everybody concerned reads of it, and nobody can make it go away.
TOLD_FOR = timedelta(days=14)


class ResetState(models.TextChoices):
    PROPOSED = "proposed", "Menunggu konfirmasi"
    APPROVED = "approved", "Dikonfirmasi"
    REFUSED = "refused", "Ditolak"


RESET_MOVES = {ResetState.PROPOSED: {ResetState.APPROVED, ResetState.REFUSED}}


class ResetQuerySet(DecidedQuerySet):
    def visible_to(self, user):
        """One's own; those that one asked for; all of them, to who confirms them."""
        if user.has_perm("accounts.confirm_reset"):
            return self
        return self.filter(Q(user=user) | Q(recorded_by=user))

    def lately(self):
        return self.filter(recorded_at__gt=days.now() - TOLD_FOR)

    def told_lately_to(self, user):
        """Without those that this user has to decide: these stand among the decisions."""
        lately = self.visible_to(user).lately()
        return lately.exclude(pk__in=self.model.objects.waiting_for(user).values("pk"))

    def unused(self):
        """Confirmed not long ago, and the password was not given yet."""
        since = days.now() - CONFIRMED_FOR
        return self.filter(state=ResetState.APPROVED, given_at=None, decided_at__gt=since)


@pghistory.track()
class Reset(Decided):
    """The admin asks for a new password of who decides; another of the three confirms it, or the
    owner's code on paper does. Neither asker nor owner confirms."""

    MOVES = RESET_MOVES
    PERMISSION = "accounts.confirm_reset"
    APPROVES = Answer(ResetState.APPROVED, "Konfirmasi", "dikonfirmasi", "approved")
    REFUSES = Answer(ResetState.REFUSED, "Tolak", "ditolak", "refused")
    LISTED_WITH = ("user", "recorded_by")
    ABOUT = ()
    person = None

    user = protected(User, "pemilik akun", editable=False, related_name="resets")
    reason = models.CharField("mengapa perlu", max_length=300)
    state = state_of(ResetState, ResetState.PROPOSED)
    by_code = models.BooleanField("dengan kode kertas", default=False, editable=False)
    given_at = models.DateTimeField("kata sandi dibuat pada", null=True, editable=False)

    objects = ResetQuerySet.as_manager()

    class Meta(Decided.Meta):
        verbose_name = "kata sandi baru"
        constraints = [
            *Decided.Meta.constraints,
            once(
                "reset_waits_once",
                ["user"],
                "Kata sandi baru untuk akun ini sudah diminta dan menunggu konfirmasi.",
                condition=Q(state="proposed"),
            ),
            holds("reset_says_why", ~Q(reason="")),
            holds("reset_is_asked_by_another", ~Q(recorded_by=F("user"))),
            holds(
                "reset_is_not_confirmed_by_its_owner",
                Q(decided_by=None) | ~Q(decided_by=F("user")),
            ),
            holds(
                "reset_state_fits_its_columns",
                Q(state="proposed", decided_by=None, decided_at=None, by_code=False)
                | Q(state="approved", decided_by=None, decided_at__isnull=False, by_code=True)
                | Q(
                    state__in=["approved", "refused"],
                    decided_by__isnull=False,
                    decided_at__isnull=False,
                    by_code=False,
                ),
            ),
            holds("reset_gives_what_was_confirmed", Q(given_at=None) | Q(state="approved")),
        ]
        triggers = [state_moves("reset_moves", RESET_MOVES)]

    def __str__(self):
        return f"Kata sandi baru {self.user}"

    @classmethod
    def entered_by(cls, users):
        return Q(recorded_by__in=users) | Q(user__in=users)

    @property
    def detail(self):
        return self.reason

    def name_for(self, user):
        return str(self.user)

    @property
    def state_now(self):
        """(word, shape) as of now."""
        if self.state == ResetState.PROPOSED:
            return "Menunggu", "wait"
        if self.state == ResetState.REFUSED:
            return "Ditolak", "idle"
        if self.given_at:
            return "Sudah dibuat", "ok"
        if self.decided_at <= days.now() - CONFIRMED_FOR:
            return "Lewat waktu", "idle"
        return "Boleh dibuat", "run"
