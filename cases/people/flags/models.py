import pghistory
from django.db import models
from django.db.models import F, Q

from cases.people import access
from cases.people.flags.whom import Named
from cases.people.models import Person
from rptc import days
from rptc.accounts.permissions import Role
from rptc.columns import by, holds, one_of, protected
from rptc.sending import Sent


def _in_force(on):
    return (Q(ends_on=None) | Q(ends_on__gt=on)) & Q(ended_at=None)


class FlagQuerySet(models.QuerySet):
    def against_release(self):
        """What forbids a handover to somebody: also to whom a child was seen with, where
        exploitation is suspected."""
        suspects = Q(kind=Flag.Kind.EXPLOITED) & ~Q(whom="")
        return self.filter(Q(kind=Flag.Kind.DO_NOT_RELEASE) | suspects)

    def in_force(self, on=None):
        return self.filter(_in_force(on or days.today()))

    def with_force(self):
        """Each with `is_in_force`, now."""
        return self.annotate(is_in_force=access.whether(_in_force(days.today())))

    def visible_to(self, user):
        """By who may see it: the whole house, social workers and the head, or the head alone.
        What is not for the whole house is read where the file is open whole."""
        open_so_far = Q(audience=Flag.Audience.HOUSE) | access.whole_to(user)
        return self.filter(
            open_so_far,
            audience__in=Flag.audiences_of(user),
            person__in=Person.objects.visible_to(user),
        )

    def with_telling(self, user):
        """Each with `is_told`: house staff read what to do and not why (docs/roles.md); who raised
        it knows."""
        is_told = access.whole_to(user) | Q(recorded_by=user)
        return self.annotate(is_told=access.whether(is_told))


@pghistory.track()
class Flag(Sent):
    """A warning on a person's file: what to do, who may see it, until when."""

    class Kind(models.TextChoices):
        DO_NOT_RELEASE = "do_not_release", "Jangan serahkan kepada"
        DANGER = "danger", "Berbahaya"
        HEALTH = "health", "Kesehatan"
        ESCAPE = "escape", "Mungkin melarikan diri"
        EXPLOITED = "exploited", "Diduga dieksploitasi"
        OTHER = "other", "Lainnya"

    class Audience(models.TextChoices):
        HOUSE = "house", "Semua petugas RPTC"
        WORKERS = "workers", "Pekerja sosial dan Kepala UPT"
        HEAD = "head", "Kepala UPT"

    person = protected(Person, related_name="flags")
    kind = one_of(Kind, "peringatan", max_length=16)
    whom = models.CharField(
        "kepada siapa", max_length=120, blank=True, help_text="Nama dan hubungannya."
    )
    whom_identity_number = models.CharField("NIK atau nomor kartunya", max_length=30, blank=True)
    whom_telephone = models.CharField("teleponnya", max_length=40, blank=True)
    what_to_do = models.CharField("yang harus dilakukan", max_length=200)
    reason = models.TextField("alasan", max_length=1000)
    audience = one_of(Audience, "boleh dilihat", max_length=8, default=Audience.HOUSE)
    starts_on = models.DateField(default=days.today, editable=False)
    ends_on = models.DateField("sampai sebelum", null=True, blank=True)
    ended_at = models.DateTimeField(null=True, editable=False)
    ended_by = by()
    end_reason = models.CharField("alasan berakhir", max_length=300, blank=True)
    # The last handover that it stopped, and who wanted it. Written by gate/receivers.py.
    stopped_at = models.DateTimeField("terakhir menolak pada", null=True, editable=False)
    stopped_by = by("terakhir menolak")

    objects = FlagQuerySet.as_manager()

    class Meta(Sent.Meta):
        verbose_name = "peringatan"
        constraints = [
            *Sent.Meta.constraints,
            holds(
                "flag_ends_after_start",
                Q(ends_on=None) | Q(ends_on__gt=F("starts_on")),
                "Tanggal berakhir harus sesudah hari ini.",
            ),
            holds(
                "flag_do_not_release_says_to_whom",
                ~Q(kind="do_not_release", whom=""),
                "Tulis kepada siapa klien tidak boleh diserahkan.",
            ),
            holds("flag_ended_says_why", Q(ended_at=None) | ~Q(end_reason="")),
        ]

    def __str__(self):
        return f"{self.get_kind_display()} {self.whom}".strip()

    @property
    def last_on(self):
        """The last day on which it holds; None while nobody has said."""
        return self.ends_on - days.ONE_DAY if self.ends_on else None

    @property
    def named(self):
        """Who is meant, as the gate compares it."""
        return Named(self.whom, self.whom_identity_number, self.whom_telephone)

    @property
    def severity(self):
        """Its place among the flags of a person: the worst first."""
        return list(self.Kind).index(self.kind)

    @property
    def is_worst(self):
        return self.kind in {self.Kind.DO_NOT_RELEASE, self.Kind.DANGER}

    @classmethod
    def audiences_of(cls, user):
        """Which warnings these roles may see, and so may raise. TRC none."""
        if user.has_role(Role.HEAD):
            return list(cls.Audience)
        if user.has_role(Role.SOCIAL_WORKER):
            return [cls.Audience.HOUSE, cls.Audience.WORKERS]
        return [cls.Audience.HOUSE] if user.has_role(Role.CARETAKER) else []
