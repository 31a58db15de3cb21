import pghistory
from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import RangeOperators
from django.db import models
from django.db.models import F, Q
from django.db.models.functions import TruncDate

from cases.house.presence.models import Absence
from cases.people.access import EVERY_ROW, of_case, whether
from cases.stays.models import Stay, TsTzRange, open_with_stay, within_its_stay
from rptc import days
from rptc.accounts.permissions import Role
from rptc.columns import by, holds, may_point_to, once, one_of, protected
from rptc.sending import Sent


def place_told_to(user) -> Q:
    """A condition: where a hospital cared for somebody is, once the stay is over, for the head,
    those of the case and who wrote it down, as the hospital itself (docs/rules.md, Health)."""
    if user.has_role(Role.HEAD):
        return EVERY_ROW
    theirs = of_case(user, "stay__social_worker") | Q(recorded_by=user)
    return ~Q(reason=Leave.Reason.HOSPITAL) | Q(stay__ended_at=None) | theirs


class LeaveQuerySet(models.QuerySet):
    def visible_to(self, user):
        return self.filter(open_with_stay(user, "stay__"))

    def telling_place_to(self, user):
        """Whose place this reader may know."""
        return self.filter(place_told_to(user))

    def with_telling(self, user):
        """Each with `is_told`: may this reader know its place, escort and note?"""
        return self.annotate(is_told=whether(place_told_to(user)))

    def open(self):
        return self.filter(returned_at=None)

    def out_at(self, moment):
        """Who is out of the house at a moment, and is not absent."""
        return self.filter(Q(returned_at=None) | Q(returned_at__gt=moment), left_at__lte=moment)

    def overnight(self, moment):
        """In a hospital for the night: expected back on a later day than they left, or late."""
        hospital = self.open().filter(reason=Leave.Reason.HOSPITAL)
        later = Q(expected_at__date__gt=TruncDate("left_at"))
        return hospital.filter(later | Q(expected_at__lt=moment))

    def late(self, moment):
        """Expected back by now, and not back: somebody has to ask."""
        return self.open().filter(expected_at__lt=moment)

    def late_at(self, moment, stays):
        """Of these stays, who was out at a moment and should have been back before it."""
        return self.out_at(moment).filter(expected_at__lt=moment, stay__in=stays)


@pghistory.track()
class Leave(Sent):
    """Izin keluar sementara: out of the house, with a return that is expected.

    It is not absence: no meal meanwhile, and the stay clock runs on. One at a time; an exit of
    the stay closes it.
    """

    class Reason(models.TextChoices):
        HOSPITAL = "hospital", "Rumah sakit"
        COURT = "court", "Pengadilan"
        CIVIL = "civil", "Dukcapil"
        SCHOOL = "school", "Sekolah"
        OTHER = "other", "Lainnya"

    stay = protected(Stay, related_name="leaves")
    reason = one_of(Reason, "keperluan", max_length=10)
    place = models.CharField("tempat tujuan", max_length=120)
    escort = models.CharField("didampingi", max_length=120, blank=True)
    left_at = models.DateTimeField("keluar pada")
    expected_at = models.DateTimeField("harus kembali pada")
    note = models.CharField("keterangan", max_length=300, blank=True)
    returned_at = models.DateTimeField("kembali pada", null=True, editable=False)
    returned_by = by("kembalinya dicatat oleh")
    ended_with_stay = models.BooleanField("tidak kembali", default=False, editable=False)
    # Not back, and searched for: out without leave from then on.
    absence = may_point_to(
        Absence, "dicatat tidak terlihat", editable=False, related_name="after_leaves"
    )

    objects = LeaveQuerySet.as_manager()

    class Meta(Sent.Meta):
        verbose_name = "izin keluar"
        constraints = [
            *Sent.Meta.constraints,
            holds(
                "leave_is_expected_back_after_leaving",
                Q(expected_at__gt=F("left_at")),
                "Harus kembali sesudah keluar.",
            ),
            holds(
                "leave_returns_after_leaving",
                Q(returned_at=None) | Q(returned_at__gte=F("left_at")),
                "Kembali sesudah keluar.",
            ),
            holds(
                "leave_return_says_who_wrote_it",
                Q(returned_at=None, returned_by=None, ended_with_stay=False, absence=None)
                | Q(returned_at__isnull=False, returned_by__isnull=False),
            ),
            holds("leave_ended_in_one_way", Q(absence=None) | Q(ended_with_stay=False)),
            once(
                "stay_has_one_open_leave",
                ["stay"],
                "Klien ini sedang izin keluar.",
                condition=Q(returned_at=None),
            ),
            ExclusionConstraint(
                name="leaves_of_a_stay_do_not_overlap",
                expressions=[
                    ("stay", RangeOperators.EQUAL),
                    (TsTzRange("left_at", "returned_at"), RangeOperators.OVERLAPS),
                ],
                violation_error_message="Bertumpuk dengan izin keluar lain dari klien ini.",
            ),
        ]
        triggers = [within_its_stay("left_at")]

    def __str__(self):
        return (
            f"{self.stay.person}, {self.get_reason_display()} {days.day_of(self.left_at):%d/%m/%Y}"
        )

    @property
    def is_open(self):
        return self.returned_at is None

    @property
    def came_back(self):
        """Not with the end of the stay, and not searched for since."""
        return not (self.is_open or self.ended_with_stay or self.absence_id)

    @property
    def words(self):
        """Where they are, in the words of a state."""
        return "Di rumah sakit" if self.reason == self.Reason.HOSPITAL else "Izin keluar"

    @property
    def is_late(self):
        return self.is_open and self.expected_at < days.now()
