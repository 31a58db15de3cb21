import datetime

import pghistory
from django.db import models
from django.db.models import F, Q

from reports.figures.periods import FIRST_YEAR
from rptc.columns import holds, once, one_of
from rptc.guards import never_deleted
from rptc.words import tanggal

FIRST_DAY = datetime.date(FIRST_YEAR, 1, 1)
# A slip of the hand would else lie in every period.
LONGEST = datetime.timedelta(days=200)


class SeasonKind(models.TextChoices):
    RAMADAN = "ramadan", "Ramadan"
    LEBARAN = "lebaran", "Lebaran"
    SCHOOL = "school", "Libur sekolah"
    CAMPAIGN = "campaign", "Kampanye"
    OTHER = "other", "Lainnya"


@pghistory.track()
class SpecialPeriod(models.Model):
    """Days on which more or fewer are met than on others: when one of two compared periods held
    them, the comparison says so (R72; docs/rules.md, Special periods).

    Of Ramadan the days are those by which medicines are given (`FastingPeriod`), where the unit
    has written them down; a row of here has its name.
    """

    name = models.CharField("nama", max_length=80)
    kind = one_of(SeasonKind, "jenis", max_length=10)
    first_on = models.DateField("hari pertama")
    last_on = models.DateField("hari terakhir")
    is_estimate = models.BooleanField("tanggal masih perkiraan", default=False)
    is_active = models.BooleanField("masih dipakai", default=True)

    class Meta:
        verbose_name = "masa khusus"
        ordering = ["-first_on", "name"]
        constraints = [
            once("special_period_has_its_own_name", ["name"], "Sudah ada masa dengan nama ini."),
            holds("special_period_has_a_name", ~Q(name="")),
            holds("special_period_is_of_a_kind", Q(kind__in=SeasonKind.values)),
            holds(
                "special_period_ends_after_it_begins",
                Q(last_on__gte=F("first_on")),
                "Hari terakhir sebelum hari pertama.",
            ),
            holds(
                "special_period_is_no_longer_than_half_a_year",
                Q(last_on__lt=F("first_on") + LONGEST),
                f"Paling lama {LONGEST.days} hari.",
            ),
            holds(
                "special_period_begins_in_our_time",
                Q(first_on__gte=FIRST_DAY),
                f"Paling awal {tanggal(FIRST_DAY)}.",
            ),
        ]
        triggers = [never_deleted("special_period_stays")]

    def __str__(self):
        return self.name


__all__ = ["SpecialPeriod"]
