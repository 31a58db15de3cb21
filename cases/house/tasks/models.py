import pghistory
import pgtrigger
from django.db import models
from django.db.models import F, Q

from cases.house.presence.models import Absence
from cases.stays.models import Stay
from rptc import days
from rptc.accounts.own import not_own
from rptc.accounts.permissions import Role
from rptc.columns import by, holds, may_point_to, protected
from rptc.guards import refuses
from rptc.sending import Sent

OPEN = Q(done_at=None, cancelled_at=None)
IN_SEARCH = Q(absence__isnull=False, absence__ended_at=None)


class TaskQuerySet(models.QuerySet):
    def visible_to(self, user):
        """The head sees all; others those that they gave or have to do, and of the house what
        the shift has to do and what is asked of anybody in a search; about a klien only where
        they may see that stay. Whoever has left is out of the house staff's reach, and what was
        to be done for them is not: until it is closed, and for a day after. About nobody's own
        file, whoever gave it."""
        others = self.filter(not_own(user, "stay__person"))
        if user.has_role(Role.HEAD):
            return others
        seen = Q(owner=user) | Q(recorded_by=user)
        if user.has_role(Role.CARETAKER, Role.SOCIAL_WORKER):
            seen |= Q(owner=None) | Q(absence__isnull=False)
        about = Q(stay=None) | Q(stay__in=Stay.objects.visible_to(user))
        if user.has_role(Role.CARETAKER):
            about |= Q(stay__ended_at__isnull=False, stay__person__is_sealed=False) & lately()
        return others.filter(seen, about)

    def of_who_has_left(self):
        """About a klien whose stay has ended: to be closed, or done all the same."""
        return self.filter(stay__ended_at__isnull=False)

    def open(self):
        return self.filter(OPEN)

    def closed(self):
        return self.exclude(done_at=None, cancelled_at=None)

    def to_be_done_by(self, user):
        """Open, and this user's to do: their own, and the shift's for whoever may be on duty."""
        mine = Q(owner=user)
        if user.has_role(Role.CARETAKER):
            mine |= Q(owner=None)
        return self.visible_to(user).open().filter(mine)

    def of_open_searches(self):
        """For who is not seen still."""
        return self.filter(IN_SEARCH)

    def outside_searches(self):
        return self.exclude(IN_SEARCH)

    def late(self, at):
        return self.open().filter(due_at__lte=at)

    def due_later_on(self, at):
        """Not late, and to be done before the day is over."""
        ends_at = days.starts_at(days.day_of(at) + days.ONE_DAY)
        return self.open().filter(due_at__gt=at, due_at__lt=ends_at)

    def lists_of(self, user):
        """{?show=: (title, rows)} of everything that this user can look at."""
        now, visible, mine = days.now(), self.visible_to(user), self.to_be_done_by(user)
        others = mine.outside_searches()
        given = visible.open().filter(recorded_by=user).exclude(owner=user)
        return {
            "mine": ("Tugas saya", mine),
            "shift": ("Tugas piket", visible.open().filter(owner=None)),
            "given": ("Saya berikan", given),
            "all": ("Semua yang belum selesai", visible.open()),
            "search": ("Tugas pencarian", mine.of_open_searches()),
            "late": ("Tugas lewat waktu", others.late(now)),
            "today": ("Tugas hari ini", others.due_later_on(now)),
            "left": ("Klien sudah keluar", visible.open().of_who_has_left()),
            "done": ("Sudah selesai atau dibatalkan", visible.closed()),
        }


def lately():
    """Open, or closed less than a day ago."""
    since = days.now() - days.ONE_DAY
    return OPEN | Q(done_at__gt=since) | Q(cancelled_at__gt=since)


@pghistory.track()
class Task(Sent):
    """What somebody was asked to do, until when, and how it was done.

    Only what no record asks for by itself is written here; what follows from a fact (an act of
    triage, a limit that is over) is read from that fact on Hari Ini and never stored.
    """

    what = models.CharField("yang harus dikerjakan", max_length=200)
    owner = may_point_to(
        "accounts.User", "untuk", related_name="+", help_text="Kosong: piket yang bertugas."
    )
    stay = protected(Stay, "tentang klien", null=True, editable=False, related_name="tasks")
    # Of the search for them, where it was given there.
    absence = may_point_to(Absence, "dari pencarian", editable=False, related_name="tasks")
    due_at = models.DateTimeField("paling lambat")
    done_at = models.DateTimeField("diselesaikan pada", null=True, editable=False)
    done_by = by("diselesaikan oleh")
    proof = models.CharField("cara diselesaikan", max_length=200, blank=True, editable=False)
    cancelled_at = models.DateTimeField("dibatalkan pada", null=True, editable=False)
    cancelled_by = by("dibatalkan oleh")
    cancel_reason = models.CharField(
        "alasan dibatalkan", max_length=200, blank=True, editable=False
    )

    objects = TaskQuerySet.as_manager()

    class Meta(Sent.Meta):
        verbose_name = "tugas"
        indexes = [
            models.Index(fields=["due_at", "id"], condition=OPEN, name="task_open"),
            models.Index(fields=["-due_at", "-id"], name="task_newest_first"),
        ]
        constraints = [
            *Sent.Meta.constraints,
            holds(
                "task_is_due_after_it_was_given",
                Q(due_at__gt=F("recorded_at")),
                "Batas waktu harus sesudah sekarang.",
            ),
            holds(
                "task_done_says_by_whom_and_how",
                Q(done_at=None, done_by=None, proof="")
                | Q(Q(done_at__isnull=False, done_by__isnull=False), ~Q(proof="")),
            ),
            holds(
                "task_cancelled_says_by_whom_and_why",
                Q(cancelled_at=None, cancelled_by=None, cancel_reason="")
                | Q(
                    Q(cancelled_at__isnull=False, cancelled_by__isnull=False),
                    ~Q(cancel_reason=""),
                ),
            ),
            holds("task_is_done_or_cancelled", Q(done_at=None) | Q(cancelled_at=None)),
        ]
        triggers = [
            pgtrigger.Protect(
                name="closed_task_stays_as_it_is",
                operation=pgtrigger.Update,
                condition=pgtrigger.Q(old__done_at__isnull=False)
                | pgtrigger.Q(old__cancelled_at__isnull=False),
            ),
            refuses(
                "task_is_about_whom_is_searched_for",
                "A task of a search is about whom is searched for.",
                """NOT EXISTS (
                    SELECT FROM cases_absence
                     WHERE id = NEW.absence_id AND stay_id = NEW.stay_id
                )""",
                on=pgtrigger.Insert | pgtrigger.UpdateOf("stay_id", "absence_id"),
                condition=pgtrigger.Q(new__absence__isnull=False),
            ),
        ]

    def __str__(self):
        return self.what

    @property
    def is_open(self):
        return self.done_at is None and self.cancelled_at is None

    @property
    def for_whom(self):
        return str(self.owner) if self.owner_id else "Piket yang bertugas"

    @property
    def is_late(self):
        return self.is_open and self.due_at <= days.now()

    @property
    def is_due_today(self):
        return self.is_open and days.day_of(self.due_at) == days.today()

    def is_to_be_done_by(self, user):
        """The owner does it; the shift's, whoever may be on duty; the head may do all."""
        if user.has_role(Role.HEAD) or self.owner_id == user.pk:
            return True
        return self.owner_id is None and user.has_role(Role.CARETAKER, Role.SOCIAL_WORKER)

    def is_cancelled_by(self, user):
        """Whoever gave it takes it back, and the head; once the klien has left, whoever had to do
        it, too."""
        if self.is_of_who_has_left and self.is_to_be_done_by(user):
            return True
        return user.has_role(Role.HEAD) or self.recorded_by_id == user.pk

    @property
    def is_of_who_has_left(self):
        return self.stay is not None and not self.stay.is_open

    def names_klien_to(self, user):
        """House staff know whoever has left by initials."""
        return not self.is_of_who_has_left or user.has_role(Role.SOCIAL_WORKER, Role.HEAD)
