"""The official reports of the unit as data: which there are, to whom, when they
are due, and which of them were sent. Days and grounds are for the unit to confirm."""

import datetime

import pghistory
import pgtrigger
from django.conf import settings
from django.db import models
from django.db.models import F, Q

from reports.figures.periods import FIRST_YEAR, Period
from rptc import days
from rptc.columns import all_or_none, by, holds, once, one_of, protected
from rptc.editing import Versioned
from rptc.guards import changed_only_in, never_deleted, refuses
from rptc.policies import RowPolicy, may
from rptc.sending import Sent
from rptc.words import tanggal

READS = may("reports.view_report_calendar")
WRITES = may("reports.change_report_calendar")
FIRST_DAY = datetime.date(FIRST_YEAR, 1, 1)
# What is due later than half a year after its period would be due with the next one.
MOST_DAYS, MOST_MONTHS = 180, 6

ONE_WAY = "Isi salah satu: berapa hari sesudahnya, atau tanggal dan bulannya."
NAME_STANDS = "Sudah ada laporan dengan nama ini."
PERIODS_STAY = "Sudah ada yang dicatat terkirim: masa laporan ini tidak diubah lagi."
SENT_ALREADY = "Laporan masa ini sudah dicatat terkirim."
BEFORE_PERIOD = "Ini sebelum masa laporannya dimulai."


class Every(models.IntegerChoices):
    """How many months a report is about."""

    MONTH = 1, "Bulan"
    QUARTER = 3, "Triwulan"
    SEMESTER = 6, "Semester"
    YEAR = 12, "Tahun"


class Ready(models.TextChoices):
    """The page of ours that has its table ready."""

    RECAP = "recap", "Rekap masa itu"
    SPM = "spm", "SPM per triwulan"
    SKM = "skm", "SKM"
    PARTNERSHIP = "partnership", "Indikator kemitraan"
    ANNUAL = "annual", "Laporan tahunan"
    CITY_PART = "city_part", "Bagian RPTC setahun"
    DATA_SET = "data_set", "Satu Data setahun"


class Way(models.TextChoices):
    LETTER = "letter", "Surat diantar"
    EMAIL = "email", "Surel"
    SYSTEM = "system", "Aplikasi instansi"
    MESSAGE = "message", "Pesan"
    OTHER = "other", "Cara lain"


@pghistory.track()
class OfficialReport(Versioned):
    """A report that the unit owes somebody for each month, triwulan, semester or year.

    It is due so many days after the period, or on a date of a month after it; where the office
    does not work on that day, on the next working day. It is asked for each period that ends on
    `valid_from` or later; without that day for none. What nobody of the unit has confirmed says
    so wherever it stands.
    """

    Every, Ready = Every, Ready
    refused_by_triggers = {"official_report_keeps_its_periods": PERIODS_STAY}

    name = models.CharField("laporan", max_length=120)
    recipient = models.CharField("kepada", max_length=120)
    ground = models.CharField("dasar", max_length=200, blank=True)
    every = models.PositiveSmallIntegerField("untuk tiap", choices=Every.choices)
    due_days = models.PositiveSmallIntegerField("hari sesudah masanya", null=True, blank=True)
    due_day = models.PositiveSmallIntegerField("tanggal", null=True, blank=True)
    # 1: the month after the period.
    due_month = models.PositiveSmallIntegerField(
        "bulan ke berapa sesudah masanya", null=True, blank=True
    )
    ready = one_of(Ready, "tabel yang siap", max_length=12, blank=True)
    valid_from = models.DateField("dihitung mulai", null=True, blank=True)
    valid_until = models.DateField("tidak diminta lagi sesudah", null=True, blank=True)
    is_confirmed = models.BooleanField(
        "penerima, tanggal dan dasarnya sudah dikonfirmasi", default=False
    )

    row_policy = RowPolicy(reads=READS, adds=WRITES, changes=WRITES, history=READS)

    class Meta:
        verbose_name = "laporan resmi"
        constraints = [
            once("official_report_has_its_own_name", ["name"], NAME_STANDS),
            holds("official_report_says_what_and_to_whom", ~Q(name="") & ~Q(recipient="")),
            holds("official_report_is_of_a_period", Q(every__in=Every.values)),
            holds(
                "official_report_is_due_in_one_way",
                Q(due_days__isnull=False, due_day=None, due_month=None)
                | Q(due_days=None, due_day__isnull=False, due_month__isnull=False),
                ONE_WAY,
            ),
            holds(
                "official_report_is_due_soon_enough",
                (Q(due_days=None) | Q(due_days__range=(1, MOST_DAYS)))
                & (Q(due_day=None) | Q(due_day__range=(1, 31)))
                & (Q(due_month=None) | Q(due_month__range=(1, MOST_MONTHS))),
                f"Hari 1 sampai {MOST_DAYS}, tanggal 1 sampai 31, bulan 1 sampai {MOST_MONTHS}.",
            ),
            holds(
                "official_report_begins_in_our_time",
                Q(valid_from=None) | Q(valid_from__gte=FIRST_DAY),
                f"Paling awal {tanggal(FIRST_DAY)}.",
            ),
            holds(
                "official_report_ends_after_it_begins",
                Q(valid_until=None) | Q(valid_until__gte=F("valid_from")),
                "Ini sebelum dihitung mulai.",
            ),
            holds(
                "official_report_is_confirmed_with_its_first_day",
                Q(is_confirmed=False) | Q(valid_from__isnull=False),
                "Tulis dihitung mulai kapan.",
            ),
        ]
        triggers = [
            never_deleted("official_report_stays"),
            refuses(
                "official_report_keeps_its_periods",
                "What was sent is of the periods that it was sent for.",
                "EXISTS (SELECT FROM reports_reportsent WHERE report_id = NEW.id)",
                on=pgtrigger.UpdateOf("every"),
                condition=pgtrigger.Q(old__every__df=pgtrigger.F("new__every")),
            ),
        ]

    def __str__(self):
        return self.name

    @property
    def is_over(self):
        return self.valid_until is not None and self.valid_until < days.today()

    @property
    def when(self):
        """tiap bulan, tanggal 5 bulan berikutnya; tiap tahun, 31 Januari."""
        every = f"tiap {self.get_every_display().lower()}"
        if self.due_days is not None:
            return f"{every}, {self.due_days} hari sesudahnya"
        if self.every == Every.YEAR:
            return f"{every}, {self.due_day} {MONTHS[self.due_month - 1]}"
        if self.due_month == 1:
            return f"{every}, tanggal {self.due_day} bulan berikutnya"
        return f"{every}, tanggal {self.due_day}, bulan ke-{self.due_month} sesudahnya"

    def period(self, first_on):
        """The one that begins on this day. Raises ValueError where none does."""
        if first_on.day != 1 or (first_on.month - 1) % self.every:
            raise ValueError(first_on)
        return Period.of_months(first_on.year, first_on.month, self.every)


MONTHS = "Januari Februari Maret April Mei Juni".split()


class ReportSentQuerySet(models.QuerySet):
    def standing(self):
        return self.filter(taken_back_at=None)


@pghistory.track()
class ReportSent(Sent):
    """One report of one period was sent. It stays as it was written, with the day on which it was
    due then: whatever the calendar says later, it was in time or it was not. A mistake is taken
    back with a reason, and the period can be written down once more."""

    Way = Way

    report = protected(OfficialReport, "laporan resmi", related_name="sent", editable=False)
    first_on = models.DateField("masa mulai", editable=False)
    last_on = models.DateField("masa sampai", editable=False)
    due_on = models.DateField("jatuh tempo", editable=False)
    sent_on = models.DateField("dikirim pada")
    sent_by = protected(settings.AUTH_USER_MODEL, "dikirim oleh", related_name="+")
    way = one_of(Way, "cara", max_length=8)
    number = models.CharField("nomor surat", max_length=80, blank=True)
    taken_back_at = models.DateTimeField("dibatalkan pada", null=True, editable=False)
    taken_back_by = by("dibatalkan oleh")
    take_back_reason = models.CharField(
        "mengapa dibatalkan", max_length=300, blank=True, editable=False
    )

    objects = ReportSentQuerySet.as_manager()

    row_policy = RowPolicy(reads=READS, adds=WRITES, changes=WRITES, history=READS)

    class Meta(Sent.Meta):
        verbose_name = "pengiriman laporan"
        constraints = [
            *Sent.Meta.constraints,
            once(
                "report_sent_once_for_a_period",
                ["report", "first_on"],
                SENT_ALREADY,
                condition=Q(taken_back_at=None),
            ),
            holds("report_sent_for_a_period", Q(first_on__lt=F("last_on"), first_on__day=1)),
            holds("report_sent_after_it_began", Q(sent_on__gte=F("first_on")), BEFORE_PERIOD),
            holds(
                "report_sent_taken_back_by_somebody_for_a_reason",
                all_or_none("taken_back_at", "taken_back_by", words="take_back_reason"),
                "Tulis alasannya.",
            ),
        ]
        triggers = [
            changed_only_in(
                "report_sent_stays_as_written",
                ["taken_back_at", "taken_back_by_id", "take_back_reason"],
                "taken_back_at",
            ),
            never_deleted("report_sent_stays"),
        ]

    def __str__(self):
        return f"{self.report} {self.period.title}"

    @property
    def period(self):
        return Period.of_days(self.first_on, self.last_on)

    @property
    def is_in_time(self):
        """Sent by its day, and written down by then: a day that somebody types later proves
        nothing."""
        return self.sent_on <= self.due_on and not self.is_written_late

    @property
    def is_written_late(self):
        """Sent in time, as it was typed after the due day was over."""
        return self.sent_on <= self.due_on < days.day_of(self.recorded_at)


__all__ = ["OfficialReport", "ReportSent"]
