import datetime

import pghistory
from django.db import models
from django.db.models import F, Q

from cases.house.tasks.models import Task
from cases.people import access
from cases.people.models import Person
from cases.stays.models import Stay
from rptc import days
from rptc.columns import all_or_none, by, holds, may_point_to, one_of, protected, seen_with
from rptc.editing import Versioned
from rptc.guards import kept_as_written, never_changed, never_deleted
from rptc.sending import Sent

# So much is written at once; and as much as it can take under a key (four bytes a letter).
MOST_LETTERS, MOST_SEALED = 2_000, 11_000
# So long before a hearing somebody has to be found who goes along.
ESCORT_WITHIN = datetime.timedelta(days=3)


class Side(models.TextChoices):
    """Nobody is called "pelaku": a matter is no verdict."""

    SUSPECT = "suspect", "Berkonflik dengan hukum (tersangka)"
    VICTIM = "victim", "Korban"
    WITNESS = "witness", "Saksi"


OF_CHILD = {
    Side.SUSPECT: "Anak berkonflik dengan hukum",
    Side.VICTIM: "Anak korban",
    Side.WITNESS: "Anak saksi",
}
OF_ADULT = {Side.SUSPECT: "Tersangka", Side.VICTIM: "Korban", Side.WITNESS: "Saksi"}


class LegalMatterQuerySet(models.QuerySet):
    def visible_to(self, user):
        """Who works with files, where the file is open to them beyond what the house must know."""
        if not user.has_perm("cases.view_law"):
            return self.none()
        return self.filter(access.whole_to(user, "person"))


@pghistory.track()
class LegalMatter(Sent, Versioned):
    """Perkara (R44): in which matter somebody stands, as what, and who has to do with it. It is of
    the human being: it goes on when a stay has ended."""

    person = protected(Person, "klien", related_name="legal_matters", editable=False)
    stay = may_point_to(Stay, "masa pembinaan", related_name="legal_matters", editable=False)
    side = one_of(Side, "sebagai", max_length=7)
    about = models.CharField("perkara", max_length=120)
    begun_on = models.DateField("mulai")
    police_unit = models.CharField("kantor polisi", max_length=120, blank=True)
    police_number = models.CharField("nomor laporan polisi", max_length=80, blank=True)
    investigator = models.CharField("penyidik", max_length=120, blank=True)
    bapas_officer = models.CharField("petugas Bapas", max_length=120, blank=True)
    lawyer = models.CharField("pengacara atau LBH", max_length=120, blank=True)
    court_number = models.CharField("nomor perkara di pengadilan", max_length=80, blank=True)
    ended_on = models.DateField("selesai", null=True, blank=True)
    outcome = models.CharField("hasilnya", max_length=300, blank=True)

    objects = LegalMatterQuerySet.as_manager()

    class Meta(Sent.Meta):
        verbose_name = "perkara"
        indexes = [models.Index(fields=["person"], name="legal_matter_of_person")]
        constraints = [
            *Sent.Meta.constraints,
            holds("legal_matter_says_what_it_is_about", ~Q(about="")),
            holds(
                "legal_matter_end_says_how",
                all_or_none("ended_on", words="outcome"),
                "Perkara yang selesai menyebut tanggal dan hasilnya.",
            ),
            holds(
                "legal_matter_ends_after_it_begins",
                Q(ended_on=None) | Q(ended_on__gte=F("begun_on")),
                "Selesai sesudah mulai.",
            ),
        ]
        triggers = [never_deleted("legal_matter_stays")]

    def __str__(self):
        """Never what it is about: this stands in messages and histories."""
        return f"Perkara sejak {self.begun_on:%d/%m/%Y}"

    @property
    def is_open(self):
        return self.ended_on is None

    @property
    def side_name(self):
        """As the law calls a child, who was one when it began."""
        is_child = self.person.age.is_child_on(self.begun_on) is not False
        return (OF_CHILD if is_child else OF_ADULT)[self.side]


# What `rotate_keys` puts under the newest key (rptc/keys.py).
SEALED = ("sealed_text",)


class LegalNote(Sent):
    """What is to be remembered of a matter: under the application's key alone, never changed; what
    was wrong is said in the next note. Only words.py opens it."""

    sealed_columns = SEALED

    matter = protected(LegalMatter, related_name="notes", editable=False)
    sealed_text = models.TextField(max_length=MOST_SEALED, editable=False)

    class Meta(Sent.Meta):
        verbose_name = "catatan perkara"
        indexes = [models.Index(fields=["matter", "-id"], name="legal_note_of_matter")]
        constraints = [
            *Sent.Meta.constraints,
            holds("legal_note_says_something", ~Q(sealed_text="")),
        ]
        # The web process has no right to try at all (rptc/database.py).
        triggers = [kept_as_written("legal_note_is_kept_as_written", SEALED)]

    def __str__(self):
        return f"Catatan dalam {self.matter}"


class HearingQuerySet(seen_with("matter")):
    def standing(self):
        return self.filter(cancelled_at=None)

    def coming(self, now):
        return self.standing().filter(at__gt=now)

    def without_escort(self, now):
        """Within three days, of who is in the house: nobody goes along yet, or no more, for their
        account was closed or the task called off."""
        nobody = Q(escort=None) | Q(escort__is_active=False) | Q(task__cancelled_at__isnull=False)
        soon = self.coming(now).filter(nobody, at__lte=now + ESCORT_WITHIN)
        return soon.filter(matter__person__in=Stay.objects.open().values("person"))

    def without_result(self, today):
        """Of a day that is over."""
        return self.standing().filter(result="", at__lt=days.starts_at(today))


@pghistory.track()
class Hearing(Sent, Versioned):
    """A day on which somebody has to be somewhere for a matter. Who goes along gets a task, which
    says where and when, and not what for."""

    matter = protected(LegalMatter, "perkara", related_name="hearings", editable=False)
    at = models.DateTimeField("pada")
    place = models.CharField("tempat", max_length=120)
    purpose = models.CharField("untuk", max_length=200)
    escort = may_point_to("accounts.User", "pendamping", related_name="+")
    task = models.OneToOneField(
        Task,
        models.PROTECT,
        verbose_name="tugas pendamping",
        null=True,
        editable=False,
        related_name="hearing",
    )
    result = models.CharField("hasilnya", max_length=300, blank=True, editable=False)
    cancelled_at = models.DateTimeField("dibatalkan pada", null=True, editable=False)
    cancelled_by = by("dibatalkan oleh")
    cancel_reason = models.CharField(
        "alasan dibatalkan", max_length=200, blank=True, editable=False
    )

    objects = HearingQuerySet.as_manager()

    class Meta(Sent.Meta):
        verbose_name = "jadwal perkara"
        indexes = [models.Index(fields=["at"], name="hearing_at")]
        constraints = [
            *Sent.Meta.constraints,
            holds("hearing_says_where_and_what_for", ~Q(place="") & ~Q(purpose="")),
            holds(
                "hearing_cancelled_says_by_whom_and_why",
                all_or_none("cancelled_at", "cancelled_by", words="cancel_reason"),
                "Tulis mengapa dibatalkan.",
            ),
            holds("hearing_is_cancelled_or_has_a_result", Q(cancelled_at=None) | Q(result="")),
        ]
        triggers = [
            never_deleted("hearing_stays"),
            never_changed("hearing_stays_in_its_matter", ["matter"]),
        ]

    def __str__(self):
        return f"Jadwal {days.day_of(self.at):%d/%m/%Y}"

    @property
    def is_coming(self):
        return self.cancelled_at is None and self.at > days.now()

    @property
    def has_escort(self):
        is_off = self.task is not None and self.task.cancelled_at is not None
        return self.escort is not None and self.escort.is_active and not is_off

    @property
    def waits_for_result(self):
        is_over = self.at <= days.now()
        return self.cancelled_at is None and not self.result and is_over


__all__ = ["Hearing", "LegalMatter", "LegalNote"]
