import pghistory
import pgtrigger
from django.db import models
from django.db.models import F, Prefetch, Q

from cases.house.presence.house import count_house
from cases.house.shifts.hours import Shift
from cases.stays.models import Stay
from rptc import days
from rptc.columns import all_or_none, by, holds, one_of
from rptc.sending import Sent


class ShiftNoteQuerySet(models.QuerySet):
    def visible_to(self, user):
        """The house and the head."""
        return self if user.has_perm("cases.view_shift_note") else self.none()

    def unread(self):
        """Nobody of the next shift has taken it over."""
        return self.filter(acknowledged_at=None)

    def waiting_for(self, user):
        """Unread, and not written by this human being."""
        return self.visible_to(user).unread().exclude(recorded_by=user)

    def of_the_last_shifts(self):
        """Of today and yesterday: of whatever shift somebody may write now."""
        return self.filter(shift_on__gte=days.today() - days.ONE_DAY).order_by("recorded_at", "pk")

    def with_watched(self, user):
        """With the klien to watch (`watched_seen`), as far as this reader may know of their
        stay."""
        stays = Stay.objects.visible_to(user).select_related("person").order_by("pk")
        return self.prefetch_related(Prefetch("watched", stays, to_attr="watched_seen"))


@pghistory.track()
class ShiftNote(Sent):
    """What one shift hands over to the next, which must say that it was read.

    The numbers are counted when it is written and stay as they were. Nothing of it changes
    afterwards but who has read it.
    """

    shift_on = models.DateField("tanggal", editable=False)
    shift = one_of(Shift, "piket", max_length=9)
    state_of_house = models.TextField("keadaan rumah", max_length=2000)
    to_watch = models.TextField("yang perlu diawasi", max_length=2000, blank=True)
    watched = models.ManyToManyField(
        Stay, blank=True, related_name="+", verbose_name="klien yang perlu diawasi"
    )
    to_do = models.TextField("yang harus dikerjakan", max_length=2000, blank=True)
    things = models.TextField("barang dan kunci", max_length=1000, blank=True)
    # As they were at that moment; unknown where the house did not count it yet.
    number_in_house = models.PositiveSmallIntegerField("masa pembinaan", editable=False)
    number_late = models.PositiveSmallIntegerField("lewat batas", editable=False)
    number_out = models.PositiveSmallIntegerField("keluar sementara", null=True, editable=False)
    number_absent = models.PositiveSmallIntegerField("tidak terlihat", null=True, editable=False)
    acknowledged_at = models.DateTimeField("dibaca pada", null=True, editable=False)
    acknowledged_by = by("dibaca oleh")

    objects = ShiftNoteQuerySet.as_manager()

    class Meta(Sent.Meta):
        verbose_name = "serah terima piket"
        indexes = [
            models.Index(
                fields=["recorded_at"], condition=Q(acknowledged_at=None), name="shift_note_unread"
            ),
            models.Index(fields=["-recorded_at", "-id"], name="shift_note_newest"),
        ]
        constraints = [
            *Sent.Meta.constraints,
            holds(
                "shift_note_is_read_by_another",
                Q(acknowledged_by=None) | ~Q(acknowledged_by=F("recorded_by")),
                "Yang menulis tidak dapat menerima sendiri.",
            ),
            holds(
                "shift_note_read_says_by_whom", all_or_none("acknowledged_at", "acknowledged_by")
            ),
        ]
        triggers = [
            pgtrigger.Protect(
                name="shift_note_read_stays_as_it_is",
                operation=pgtrigger.Update,
                condition=pgtrigger.Q(old__acknowledged_at__isnull=False),
            ),
            pgtrigger.Protect(
                name="shift_note_is_not_rewritten",
                operation=pgtrigger.Update,
                condition=pgtrigger.AnyChange(exclude=["acknowledged_at", "acknowledged_by"]),
            ),
        ]

    def __str__(self):
        return f"Piket {self.get_shift_display().lower()}, {self.shift_on:%d/%m/%Y}"

    def count_house(self):
        """Everybody in the house now, sealed files too: numbers name nobody."""
        house = count_house()
        self.number_in_house, self.number_out = house.everyone, house.out
        self.number_absent = house.missing
        self.number_late = Stay.objects.at_limit("over", days.today()).count()

    @property
    def numbers(self):
        """(number, label) of what was counted."""
        rows = [
            # Also of who is out or not seen: those stand beside it.
            (self.number_in_house, "Masa pembinaan"),
            (self.number_late, "Lewat batas"),
            (self.number_out, "Keluar sementara"),
            (self.number_absent, "Tidak terlihat"),
        ]
        return [(number, label) for number, label in rows if number is not None]

    @property
    def is_unread(self):
        return self.acknowledged_at is None

    @property
    def waits_long(self):
        """A whole shift has passed and nobody said that it was read."""
        return self.is_unread and days.now() - self.recorded_at > 8 * days.ONE_HOUR
