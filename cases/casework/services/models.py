import pghistory
import pgtrigger
from django.conf import settings
from django.db import models
from django.db.models import Count, Q

from cases.casework.plans.models import PlanItem, ServiceKind
from cases.people import access
from cases.people.photos.models import StoredPicture
from cases.stays.models import Stay, open_with_stay, within_its_stay
from cases.stays.spm import Spm
from rptc import days
from rptc.columns import by, holds, may_point_to, once, one_of, protected, seen_with, state_of
from rptc.decisions import state_moves
from rptc.editing import Versioned
from rptc.guards import refuses
from rptc.sending import Sent


class ForWhom(models.TextChoices):
    """Whose names stand on the list. Whoever is not on it was not asked, and is not absent."""

    ALL = "all", "Semua"
    CHILDREN = "children", "Anak"
    ADULTS = "adults", "Dewasa"


class GroupSessionQuerySet(models.QuerySet):
    def visible_to(self, user):
        """What the house did together is read by whoever works with those who live in it; who was
        there, only of the files that they may open (lists.py)."""
        return self if user.has_perm("cases.view_session") else self.none()

    def held_between(self, first, until):
        """On the days [first, until)."""
        since, before = days.period(first, until)
        return self.filter(held_at__gte=since, held_at__lt=before)

    def same_as(self, session):
        """Others of what, when, where and by whom this one is."""
        same = self.filter(kind=session.kind_id, held_at=session.held_at, led_by=session.led_by_id)
        same = same.filter(place__iexact=session.place, led_by_name__iexact=session.led_by_name)
        return same.exclude(pk=session.pk)

    def with_numbers(self):
        """How many were there, and how many not."""
        return self.annotate(
            present=Count("services", filter=Q(services__state=State.DONE)),
            absent=Count("services", filter=Q(services__state=State.ABSENT)),
        )


@pghistory.track()
class GroupSession(Sent, Versioned):
    """Kegiatan kelompok: what a group did together, and when (R37).

    Who was there are the services of the session, a row each. How long it takes follows from the
    kind. It is written down when it has begun, never before; a correction keeps what stood there
    (docs/rules.md, Services).
    """

    kind = protected(ServiceKind, "kegiatan", related_name="sessions")
    topic = models.CharField("tentang apa", max_length=120, blank=True)
    held_at = models.DateTimeField("mulai pada")
    minutes = models.PositiveSmallIntegerField("lamanya, menit", editable=False)
    place = models.CharField("tempat", max_length=80)
    for_whom = one_of(ForWhom, "untuk", max_length=8, default=ForWhom.ALL)
    led_by = may_point_to(settings.AUTH_USER_MODEL, "dipimpin oleh", related_name="+")
    led_by_name = models.CharField("atau nama orang luar", max_length=120, blank=True)

    objects = GroupSessionQuerySet.as_manager()

    class Meta(Sent.Meta):
        verbose_name = "kegiatan kelompok"
        indexes = [
            models.Index(fields=["-held_at", "-id"], name="session_newest"),
            models.Index(fields=["kind", "-held_at"], name="session_of_kind"),
        ]
        constraints = [
            *Sent.Meta.constraints,
            holds(
                "session_is_led_by_one",
                Q(led_by__isnull=False, led_by_name="") | (Q(led_by=None) & ~Q(led_by_name="")),
                "Pilih petugas, atau tulis nama orang luar.",
            ),
            holds("session_takes_some_minutes", Q(minutes__range=(1, 720))),
        ]

    def __str__(self):
        return f"{self.kind}, {days.day_of(self.held_at):%d/%m/%Y}"

    @property
    def leader(self):
        return str(self.led_by or self.led_by_name)

    @property
    def ends_at(self):
        return self.held_at + days.ONE_HOUR * self.minutes / 60


@pghistory.track()
class SessionPhoto(StoredPicture, Sent):
    """One picture of a session, as evidence; re-encoded like every picture."""

    session = protected(GroupSession, related_name="photos")

    objects = seen_with("session").as_manager()

    class Meta(Sent.Meta):
        verbose_name = "foto kegiatan"
        constraints = [
            *Sent.Meta.constraints,
            once("session_has_one_photo", ["session"]),
            holds("session_photo_has_content", Q(size__gt=0, sha256__regex=r"^[0-9a-f]{64}$")),
        ]

    def __str__(self):
        return f"Foto {self.session}"


class State(models.TextChoices):
    PLANNED = "planned", "Direncanakan"
    DONE = "done", "Dilakukan"
    ABSENT = "absent", "Tidak hadir"
    CALLED_OFF = "off", "Tidak jadi"


# Who was said to be at a session, and was not; and the other way round.
MOVES = {
    State.PLANNED: {State.DONE, State.CALLED_OFF},
    State.DONE: {State.ABSENT},
    State.ABSENT: {State.DONE},
}


class Absence(models.TextChoices):
    """Why somebody in the house was not at a session."""

    SICK = "sick", "Sakit"
    REFUSED = "refused", "Tidak mau"
    OUT = "out", "Tidak di RPTC"
    OTHER = "other", "Lainnya"


class ServiceQuerySet(models.QuerySet):
    def visible_to(self, user):
        return self.filter(open_with_stay(user, "stay__"))

    def done(self):
        return self.filter(state=State.DONE)

    def planned(self):
        """Of those who are still here."""
        return self.filter(state=State.PLANNED, stay__ended_at=None)

    def due(self, on):
        """Planned, and the day has come."""
        return self.planned().filter(planned_on__lte=on)

    def of_worker(self, user):
        """Of whose case it is, or who stands in; nobody's, whoever planned it."""
        own = access.of_case(user, "stay__social_worker")
        return self.filter(own | Q(recorded_by=user, stay__social_worker=None))

    def done_between(self, first, until):
        """On the days [first, until)."""
        since, before = days.period(first, until)
        return self.done().filter(done_at__gte=since, done_at__lt=before)


@pghistory.track()
class Service(Sent):
    """Layanan: what was really done for one klien, or is planned for a day (R35, R36).

    Alone, or as one of a session. Minutes and SPM follow from the kind; both stand in the row, so
    that a later change of the kind moves no figure. A row is planned, done, absent from its
    session, or called off with a reason.
    """

    State, Absence = State, Absence

    stay = protected(Stay, related_name="services")
    kind = protected(ServiceKind, "layanan", related_name="services")
    item = may_point_to(PlanItem, "untuk kegiatan rencana", related_name="services")
    session = may_point_to(GroupSession, related_name="services", editable=False)
    state = state_of(State, State.DONE, max_length=7)
    planned_on = models.DateField("direncanakan untuk", null=True, blank=True)
    done_at = models.DateTimeField("dilakukan pada", null=True, blank=True)
    done_by = by("dilakukan oleh")
    done_by_name = models.CharField("dilakukan orang luar", max_length=120, blank=True)
    minutes = models.PositiveSmallIntegerField("lamanya, menit", null=True, editable=False)
    spm = one_of(Spm, "layanan SPM", max_length=8, blank=True, editable=False)
    result = models.CharField("hasil", max_length=200, blank=True)
    absence = one_of(Absence, "mengapa tidak hadir", max_length=7, blank=True, editable=False)
    absence_note = models.CharField("keterangan", max_length=120, blank=True, editable=False)
    off_reason = models.CharField("mengapa tidak jadi", max_length=200, blank=True, editable=False)
    off_at = models.DateTimeField("tidak jadi pada", null=True, editable=False)
    off_by = by("tidak jadi menurut")

    objects = ServiceQuerySet.as_manager()

    class Meta(Sent.Meta):
        verbose_name = "layanan"
        indexes = [
            models.Index(fields=["stay", "-done_at"], name="service_of_stay"),
            models.Index(fields=["done_at"], condition=Q(state="done"), name="service_done"),
            models.Index(
                fields=["planned_on"], condition=Q(state="planned"), name="service_planned"
            ),
        ]
        constraints = [
            *Sent.Meta.constraints,
            once("service_of_a_session_once", ["session", "stay"]),
            holds(
                "service_state_fits_its_columns",
                Q(state="planned", planned_on__isnull=False, done_at=None, session=None)
                | Q(state="done", done_at__isnull=False, minutes__isnull=False)
                | Q(state="absent", session__isnull=False, done_at=None)
                | Q(state="off", planned_on__isnull=False, done_at=None, session=None),
            ),
            holds(
                "service_done_says_by_whom",
                Q(state="done", done_by__isnull=False, done_by_name="")
                | (Q(state="done", done_by=None) & ~Q(done_by_name=""))
                | (~Q(state="done") & Q(done_by=None, done_by_name="")),
            ),
            holds(
                "service_absent_says_why",
                (Q(state="absent") & ~Q(absence=""))
                | (~Q(state="absent") & Q(absence="", absence_note="")),
            ),
            holds(
                "service_other_absence_is_written",
                ~Q(absence="other", absence_note=""),
                "Tulis keterangannya.",
            ),
            holds(
                "service_called_off_says_why",
                (Q(state="off", off_at__isnull=False, off_by__isnull=False) & ~Q(off_reason=""))
                | (~Q(state="off") & Q(off_reason="", off_at=None, off_by=None)),
                "Tulis mengapa tidak jadi.",
            ),
        ]
        triggers = [
            state_moves("service_moves", MOVES),
            within_its_stay("done_at", pgtrigger.Q(new__done_at__isnull=False)),
            # A plan is of a stay: what serves another's line would count there.
            refuses(
                "serves_a_plan_of_its_stay",
                "The line of the plan is of another stay.",
                """NOT EXISTS (
                    SELECT FROM cases_planitem AS item
                      JOIN cases_plan AS plan ON plan.id = item.plan_id
                     WHERE item.id = NEW.item_id AND plan.stay_id = NEW.stay_id
                )""",
                on=pgtrigger.Insert | pgtrigger.UpdateOf("stay_id", "item_id"),
                condition=pgtrigger.Q(new__item_id__isnull=False),
            ),
        ]

    def __str__(self):
        return f"{self.kind}, {self.stay.person}"

    @property
    def is_planned(self):
        return self.state == State.PLANNED

    @property
    def is_due(self):
        return self.is_planned and self.planned_on <= days.today()

    @property
    def is_late(self):
        return self.is_planned and self.planned_on < days.today()

    @property
    def who(self):
        return str(self.done_by or self.done_by_name)

    @property
    def on(self):
        """The day to which it belongs."""
        if self.done_at:
            return days.day_of(self.done_at)
        return days.day_of(self.session.held_at) if self.session_id else self.planned_on

    @property
    def absence_words(self):
        return ": ".join(
            words for words in (self.get_absence_display(), self.absence_note) if words
        )

    @property
    def said(self):
        """What came of it, or why it was not."""
        return self.result or self.absence_words or self.off_reason
