import pghistory
import pgtrigger
from django.conf import settings
from django.db import models
from django.db.models import Count, Exists, OuterRef, Q, Subquery
from django.db.models.functions import Coalesce

from cases.exits.models import Exit
from cases.house.tasks.models import Task
from cases.intakes.models import Intake
from cases.people.ages import is_child_today
from cases.people.photos.models import StoredPicture
from cases.stays.extensions.models import Extension
from cases.stays.models import Stay, open_with_stay
from cases.stays.ways_out import WayOut
from rptc import days
from rptc.columns import holds, may_point_to, once, protected, seen_with, state_of
from rptc.editing import Versioned
from rptc.sending import Sent

MANY_CATCHES = 3


class ConferenceState(models.TextChoices):
    PLANNED = "planned", "Direncanakan"
    HELD = "held", "Selesai"
    CANCELLED = "cancelled", "Dibatalkan"
    # Looked at, and not needed: it is not proposed again in this stay.
    DECLINED = "declined", "Tidak diperlukan"


class ConferenceQuerySet(models.QuerySet):
    def visible_to(self, user):
        return self.filter(open_with_stay(user, "stay__"))

    def to_be_held(self, at):
        """Its hour has come, and what was decided is not written down."""
        return self.filter(state=ConferenceState.PLANNED, planned_at__lte=at)


@pghistory.track()
class Conference(Sent, Versioned):
    """Konferensi kasus (R32): who sat together about a klien, and what they decided. Each decision
    becomes a task; what another office has to do, the social worker reminds them of."""

    State = ConferenceState

    stay = protected(Stay, related_name="conferences", editable=False)
    state = state_of(ConferenceState, ConferenceState.PLANNED)
    planned_at = models.DateTimeField("hari dan jam", null=True)
    place = models.CharField("tempat", max_length=80, blank=True, default="Ruang rapat RPTC")
    about = models.CharField("yang dibahas", max_length=300)
    held_at = models.DateTimeField("dilaksanakan pada", null=True, blank=True)
    chaired_by = may_point_to(settings.AUTH_USER_MODEL, "dipimpin oleh", related_name="+")
    minutes = models.TextField("isi pembahasan", max_length=3000, blank=True)
    end_reason = models.CharField("alasan", max_length=300, blank=True, editable=False)

    objects = ConferenceQuerySet.as_manager()

    class Meta(Sent.Meta):
        verbose_name = "konferensi kasus"
        constraints = [
            *Sent.Meta.constraints,
            holds(
                "conference_state_fits_its_columns",
                Q(
                    Q(state="planned", held_at=None, minutes="", end_reason="", chaired_by=None),
                    planned_at__isnull=False,
                )
                | Q(Q(state="held", held_at__isnull=False, end_reason="") & ~Q(minutes=""))
                | Q(
                    Q(state__in=["cancelled", "declined"], held_at=None, chaired_by=None)
                    & ~Q(end_reason="")
                ),
            ),
        ]
        triggers = [
            pgtrigger.Protect(
                name="conference_ended_stays_as_it_is",
                operation=pgtrigger.Update | pgtrigger.Delete,
                condition=~pgtrigger.Q(old__state="planned"),
            )
        ]

    def __str__(self):
        return f"Konferensi kasus, {self.stay.person}"

    @property
    def is_planned(self):
        return self.state == ConferenceState.PLANNED


@pghistory.track()
class ConferencePhoto(StoredPicture, Sent):
    """One picture of who sat together, as evidence; re-encoded like every picture."""

    conference = protected(Conference, related_name="photos", editable=False)

    objects = seen_with("conference").as_manager()

    class Meta(Sent.Meta):
        verbose_name = "foto konferensi kasus"
        constraints = [
            *Sent.Meta.constraints,
            once("conference_has_one_photo", ["conference"]),
            holds("conference_photo_has_content", Q(size__gt=0, sha256__regex=r"^[0-9a-f]{64}$")),
        ]

    def __str__(self):
        return f"Foto {self.conference}"


@pghistory.track()
class Attendee(models.Model):
    """Who is asked to come, by office; and whether they came."""

    conference = models.ForeignKey(Conference, models.PROTECT, related_name="attendees")
    office = models.CharField("jabatan atau instansi", max_length=120)
    name = models.CharField("nama", max_length=120, blank=True)
    attended = models.BooleanField("hadir", null=True)

    class Meta:
        verbose_name = "peserta konferensi kasus"
        ordering = ["pk"]

    def __str__(self):
        return f"{self.name}, {self.office}" if self.name else self.office


@pghistory.track()
class ConferenceDecision(models.Model):
    """What was decided, whose it is, until when; `task` is what became of it."""

    conference = models.ForeignKey(Conference, models.PROTECT, related_name="decisions")
    text = models.CharField("keputusan", max_length=160)
    owner = may_point_to(settings.AUTH_USER_MODEL, "petugas", related_name="+")
    office = models.CharField("instansi lain", max_length=80, blank=True)
    due_on = models.DateField("paling lambat")
    task = models.OneToOneField(Task, models.PROTECT, related_name="+", editable=False)

    class Meta:
        verbose_name = "keputusan konferensi kasus"
        ordering = ["due_on", "pk"]
        constraints = [
            holds(
                "conference_decision_is_somebodys",
                Q(owner__isnull=False, office="") | Q(Q(owner=None) & ~Q(office="")),
                "Pilih petugas, atau tulis instansinya.",
            )
        ]

    def __str__(self):
        return self.text

    @property
    def whose(self):
        return str(self.owner) if self.owner_id else self.office


def needing_conference(stays):
    """Before a second extension, before a child goes to an institution, at the third catch (R32):
    in the house, and nobody has planned one or said that it is not needed."""
    asked = Conference.objects.filter(stay=OuterRef("pk")).exclude(state="cancelled")
    of_stay = {"stay": OuterRef("pk")}
    longer = Extension.objects.filter(**of_stay, state="approved")
    again = Extension.objects.filter(**of_stay, state="proposed")
    leaving = Exit.objects.filter(
        **of_stay, state__in=["proposed", "approved"], kind__code=WayOut.PARTNER
    )
    tomorrow = days.today() + days.ONE_DAY
    ends_soon = Q(Exists(again)) | Q(last_on__lte=tomorrow)
    is_child = Q(Coalesce(is_child_today("person__"), True))
    caught = Intake.objects.filter(person=OuterRef("person")).order_by().values("person")
    caught = caught.annotate(number=Count("pk")).values("number")
    stays = stays.open().alias(times_caught=Subquery(caught))
    return stays.filter(
        Q(Exists(longer)) & ends_soon
        | Q(Exists(leaving)) & is_child
        | Q(times_caught__gte=MANY_CATCHES),
        ~Exists(asked),
    )
