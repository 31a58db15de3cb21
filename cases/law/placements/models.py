import pghistory
import pgtrigger
from django.db import models
from django.db.models import F, Q

from cases.people import access
from cases.stays.models import Stay, open_with_stay
from rptc import days
from rptc.accounts.permissions import Role
from rptc.columns import holds, may_point_to, once, one_of, protected, seen_with
from rptc.editing import Versioned
from rptc.guards import never_deleted, refuses, written_once
from rptc.letters.kept_scans import SHA256, KeptScan
from rptc.sending import Sent

# The head is told a day before the last hour, social workers three days before.
HEAD_KNOWS_BEFORE, WORKERS_KNOW_BEFORE = days.ONE_DAY, 3 * days.ONE_DAY
MOST_HOURS = 24 * 365
CONTINUED = "Surat ini sudah dilanjutkan dengan surat baru."


@pghistory.track()
class PlacementLimit(models.Model):
    """How long somebody may be placed at each step of a case of law: a hint and a warning, never a
    block. Each says its source, and that it is "to confirm" until the head has confirmed it."""

    name = models.CharField(
        "ketentuan",
        max_length=80,
        unique=True,
        error_messages={"unique": "Ketentuan ini sudah ada dalam daftar."},
    )
    hours = models.PositiveSmallIntegerField("paling lama, jam")
    source = models.CharField("dasar hukum", max_length=200, blank=True)
    is_confirmed = models.BooleanField("sudah dikonfirmasi", default=False)
    order = models.PositiveSmallIntegerField("urutan", default=10)
    is_active = models.BooleanField("masih dipakai", default=True)

    class Meta:
        verbose_name = "batas titipan"
        ordering = ["order", "name", "pk"]
        constraints = [
            holds("placement_limit_has_a_name", ~Q(name="")),
            holds(
                "placement_limit_is_of_some_hours",
                Q(hours__range=(1, MOST_HOURS)),
                "Tulis jumlah jamnya.",
            ),
        ]

    def __str__(self):
        return self.name

    @property
    def span(self):
        whole, rest = divmod(self.hours, 24)
        return f"{self.hours} jam" if rest or whole == 1 else f"{whole} hari"


class OrderedBy(models.TextChoices):
    POLICE = "police", "Polisi"
    PROSECUTOR = "prosecutor", "Kejaksaan"
    COURT = "court", "Pengadilan"
    OTHER = "other", "Lainnya"


class PlacementQuerySet(models.QuerySet):
    def visible_to(self, user):
        """Who works with files, where the file is open whole: letters, numbers, the chain."""
        if not user.has_perm("cases.view_law"):
            return self.none()
        return self.filter(access.whole_to(user, "stay__person"))

    def told_to_house(self, user):
        """That somebody is placed here, by whom and until when: it decides who may fetch them, so
        house staff know it of who is in the house."""
        if not user.has_perm("cases.view_stay"):
            return self.none()
        return self.filter(open_with_stay(user, "stay__")).standing()

    def standing(self):
        """The last letter of each stay that runs."""
        return self.filter(next=None, stay__ended_at=None)

    def over(self, now):
        """It has ended without a new letter, and they are still here."""
        return self.standing().filter(ends_at__lte=now)

    def ending(self, now, within):
        return self.standing().filter(ends_at__gt=now, ends_at__lte=now + within)

    def ending_at_once(self, now):
        """Within 24 hours: the head is told, too."""
        return self.ending(now, HEAD_KNOWS_BEFORE)

    def ending_for(self, user, now):
        """After these, within three days: for who has the case."""
        if user.has_role(Role.HEAD) and not user.has_role(Role.SOCIAL_WORKER):
            return self.none()
        return self.ending(now, WORKERS_KNOW_BEFORE).filter(ends_at__gt=now + HEAD_KNOWS_BEFORE)


@pghistory.track()
class Placement(Sent, Versioned):
    """Titipan (R44): somebody is placed here by a letter of the police, the prosecutor or the
    court, until an hour. A new letter follows the old one; where it ends without, they must
    leave."""

    refused_by_triggers = {
        "placement_follows_in_its_stay": "Surat baru tetap pada masa pembinaan yang sama."
    }

    stay = protected(Stay, "masa pembinaan", related_name="placements", editable=False)
    follows = models.OneToOneField(
        "self",
        models.PROTECT,
        verbose_name="melanjutkan",
        null=True,
        editable=False,
        related_name="next",
    )
    ordered_by = one_of(OrderedBy, "dititipkan oleh", max_length=10)
    office = models.CharField("kantor dan pejabatnya", max_length=120)
    letter_number = models.CharField("nomor surat", max_length=80)
    letter_on = models.DateField("tanggal surat")
    begins_at = models.DateTimeField("berlaku mulai")
    ends_at = models.DateTimeField("berlaku sampai")
    limit = may_point_to(PlacementLimit, "ketentuan", related_name="placements")

    objects = PlacementQuerySet.as_manager()

    class Meta(Sent.Meta):
        verbose_name = "titipan penegak hukum"
        indexes = [models.Index(fields=["ends_at"], name="placement_ends")]
        constraints = [
            *Sent.Meta.constraints,
            once(
                "placement_begins_once_in_a_stay",
                ["stay"],
                "Klien ini sudah dititipkan. Catat surat barunya di sana.",
                condition=Q(follows=None),
            ),
            holds(
                "placement_ends_after_it_begins",
                Q(ends_at__gt=F("begins_at")),
                "Berakhir sesudah mulai.",
            ),
            holds("placement_has_a_letter", ~Q(letter_number="") & ~Q(office="")),
        ]
        triggers = [
            never_deleted("placement_stays"),
            refuses(
                "placement_follows_in_its_stay",
                "A letter follows one of the same stay.",
                """TG_OP = 'UPDATE' AND (NEW.stay_id, NEW.follows_id)
                                     IS DISTINCT FROM (OLD.stay_id, OLD.follows_id)
                   OR NEW.follows_id IS NOT NULL AND NOT EXISTS
                        (SELECT FROM cases_placement
                          WHERE id = NEW.follows_id AND stay_id = NEW.stay_id)""",
                on=pgtrigger.Insert | pgtrigger.UpdateOf("stay_id", "follows_id"),
            ),
        ]

    def __str__(self):
        return f"{self.called}, {self.letter_on:%d/%m/%Y}"

    @property
    def called(self):
        """Never "titipan" alone: the house calls a bag so."""
        is_other = self.ordered_by == OrderedBy.OTHER
        return f"Titipan {'penegak hukum' if is_other else self.get_ordered_by_display().lower()}"

    @property
    def is_over(self):
        return self.ends_at <= days.now()

    @property
    def hours_left(self):
        return max(0, (self.ends_at - days.now()) // days.ONE_HOUR)

    @property
    def left(self):
        """In hours up to two days, then in days."""
        if self.is_over:
            return "sudah berakhir"
        hours = self.hours_left
        return f"sisa {hours} jam" if hours < 48 else f"sisa {hours // 24} hari"

    @property
    def is_longer_than_limit(self):
        """A warning beside it; the letter counts."""
        if self.limit is None:
            return False
        return self.ends_at - self.begins_at > self.limit.hours * days.ONE_HOUR


@pghistory.track(exclude=["content"])
class PlacementScan(KeptScan):
    """The letter itself: a picture of our own making, or a PDF that is plain. The last counts."""

    placement = protected(Placement, related_name="scans", editable=False)

    objects = seen_with("placement").as_manager()

    class Meta(Sent.Meta):
        verbose_name = "pindaian surat titipan"
        constraints = [
            *Sent.Meta.constraints,
            holds("placement_scan_has_its_hash", Q(sha256__regex=SHA256)),
        ]
        triggers = [written_once("placement_scan_stays")]

    def __str__(self):
        return f"Pindaian {self.placement}"


__all__ = ["Placement", "PlacementLimit", "PlacementScan"]
