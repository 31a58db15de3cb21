import pghistory
import pgtrigger
from django.db import models
from django.db.models import Exists, F, Max, OuterRef, Q
from django.db.models.functions import Coalesce, Greatest

from cases.exits.models import Exit
from cases.house.leaves.models import Leave
from cases.people import access
from cases.stays.models import Stay
from cases.stays.ways_out import WayOut
from rptc import days
from rptc.accounts.own import not_own
from rptc.accounts.permissions import Role
from rptc.columns import by, holds, once, one_of, protected
from rptc.editing import Versioned
from rptc.guards import refuses
from rptc.sending import Sent

# After so long without a word somebody asks; who left to a hospital is looked for that long.
WORD_EVERY = 2 * days.ONE_DAY
LOOKED_BACK = 30 * days.ONE_DAY
MOST_RUPIAH = 10_000_000_000


class Sort(models.TextChoices):
    HOSPITAL = "hospital", "Rumah sakit"
    CLINIC = "clinic", "Puskesmas atau klinik"


@pghistory.track()
class Hospital(models.Model):
    """Where somebody is cared for. Rows that the unit keeps; retired, never deleted."""

    name = models.CharField(
        "nama",
        max_length=80,
        unique=True,
        error_messages={"unique": "Rumah sakit ini sudah ada dalam daftar."},
    )
    sort = one_of(Sort, "jenis", max_length=8, default=Sort.HOSPITAL)
    order = models.PositiveSmallIntegerField("urutan", default=10)
    is_active = models.BooleanField("masih dipakai", default=True)

    class Meta:
        verbose_name = "rumah sakit"
        ordering = ["order", "name", "pk"]

    def __str__(self):
        return self.name


class Payer(models.TextChoices):
    BPJS = "bpjs", "BPJS"
    DINKES = "dinkes", "Dinas Kesehatan"
    DINSOS = "dinsos", "Dinas Sosial"
    REGION = "region", "Daerah asal"
    FAMILY = "family", "Keluarga"


class Outcome(models.TextChoices):
    BACK = "back", "Kembali ke RPTC"
    FAMILY = "family", "Pulang ke keluarga"
    REFERRED = "referred", "Dirujuk ke rumah sakit lain"
    DIED = "died", "Meninggal"
    RAN_AWAY = "ran_away", "Melarikan diri"


# Of these the stay has ended as well: the exit is written first, and says so.
ENDS_STAY = {Outcome.FAMILY, Outcome.DIED, Outcome.RAN_AWAY}


class HospitalStayQuerySet(models.QuerySet):
    def visible_to(self, user):
        """Who reads the file. Whither somebody left us is closed: once the stay is over, to the
        head, those of the case, and who wrote it down (cases/exits/destinations.py)."""
        if not user.has_perm("cases.view_health"):
            return self.none()
        rows = self.filter(access.whole_to(user, "stay__person"))
        if user.has_role(Role.HEAD):
            return rows
        theirs = access.of_case(user, "stay__social_worker") | Q(recorded_by=user)
        return rows.filter(Q(stay__ended_at=None) | theirs)

    def open(self):
        """The story has not ended: also of who has left us."""
        return self.filter(outcome="")

    def with_last_word(self):
        """`last_word_at`: when somebody heard of them last."""
        return self.annotate(
            last_word_at=Greatest("went_at", Coalesce(Max("news__heard_at"), "went_at"))
        )

    def without_word(self, now):
        """Nobody has heard of them for two days."""
        return self.open().with_last_word().filter(last_word_at__lte=now - WORD_EVERY)

    def without_letter(self):
        """A guarantee is needed and has not come."""
        return self.open().filter(needs_guarantee=True, guarantee_on=None)


@pghistory.track()
class HospitalStay(Sent, Versioned):
    """Di rumah sakit (R43): where somebody is cared for, who guards them and who pays, until it is
    known what became of them. Also of who left us for the hospital.

    Which illness it is stands nowhere here: it is a finding (cases/health/findings). While the
    stay runs, they are out of the house by a leave (cases/house/leaves), which this row names:
    there is no second truth of where they are.
    """

    stay = protected(Stay, related_name="hospital_stays", editable=False)
    leave = models.OneToOneField(
        Leave, models.PROTECT, null=True, editable=False, related_name="hospital_stay"
    )
    hospital = protected(Hospital, "rumah sakit", related_name="stays")
    went_at = models.DateTimeField("masuk pada")
    expected_on = models.DateField("mungkin pulang", null=True, blank=True)
    needs_guard = models.BooleanField("perlu dijaga orang kita", default=True)
    payer = one_of(Payer, "yang menanggung", max_length=6, blank=True)
    payer_note = models.CharField("keterangan penanggung", max_length=120, blank=True)
    needs_guarantee = models.BooleanField("perlu surat jaminan", default=False)
    guarantee_asked_on = models.DateField("surat jaminan diminta", null=True, blank=True)
    guarantee_on = models.DateField("surat jaminan diterima", null=True, blank=True)
    guarantee_number = models.CharField("nomor surat jaminan", max_length=60, blank=True)
    outcome = one_of(Outcome, "sesudahnya", max_length=8, blank=True, editable=False)
    outcome_at = models.DateTimeField("selesai pada", null=True, editable=False)
    outcome_by = by("selesainya dicatat oleh")

    objects = HospitalStayQuerySet.as_manager()

    class Meta(Sent.Meta):
        verbose_name = "perawatan di rumah sakit"
        indexes = [
            models.Index(fields=["went_at"], condition=Q(outcome=""), name="hospital_open"),
            models.Index(fields=["stay", "-went_at"], name="hospital_of_stay"),
        ]
        constraints = [
            *Sent.Meta.constraints,
            once(
                "stay_is_in_one_hospital",
                ["stay"],
                "Klien ini sudah tercatat di rumah sakit.",
                condition=Q(outcome=""),
            ),
            holds(
                "hospital_outcome_says_when_and_who",
                Q(outcome="", outcome_at=None, outcome_by=None)
                | ~Q(outcome="") & Q(outcome_at__isnull=False, outcome_by__isnull=False),
            ),
            holds(
                "hospital_ends_after_it_begins",
                Q(outcome_at=None) | Q(outcome_at__gte=F("went_at")),
                "Selesai sesudah masuk.",
            ),
            holds(
                "guarantee_comes_after_it_was_asked",
                Q(guarantee_on=None)
                | Q(guarantee_asked_on=None)
                | Q(guarantee_on__gte=F("guarantee_asked_on")),
                "Surat jaminan diterima sesudah diminta.",
            ),
        ]
        triggers = [
            refuses(
                "hospital_leave_is_of_its_stay",
                "The leave is of another stay.",
                """NOT EXISTS (SELECT FROM cases_leave
                                WHERE id = NEW.leave_id AND stay_id = NEW.stay_id)""",
                on=pgtrigger.Insert | pgtrigger.UpdateOf("stay_id", "leave_id"),
                condition=pgtrigger.Q(new__leave_id__isnull=False),
            )
        ]

    def __str__(self):
        return f"{self.hospital}, sejak {days.day_of(self.went_at):%d/%m/%Y}"

    @property
    def is_open(self):
        return not self.outcome

    @property
    def day(self):
        """Day n, counted as a stay is."""
        until = days.day_of(self.outcome_at) if self.outcome_at else days.today()
        return days.day_number(days.day_of(self.went_at), until)

    @property
    def is_back_by_leave(self):
        """The house has written that they came back; what became of it is not written here yet."""
        return bool(self.is_open and self.leave and self.leave.returned_at and self.stay.is_open)


@pghistory.track()
class HospitalGuard(Sent):
    """Who sits beside them, and until when."""

    hospital_stay = protected(HospitalStay, related_name="guards", editable=False)
    who = models.CharField("siapa yang menjaga", max_length=120)
    since = models.DateTimeField("mulai")
    until = models.DateTimeField("sampai", null=True, blank=True)

    class Meta(Sent.Meta):
        verbose_name = "penjaga di rumah sakit"
        constraints = [
            *Sent.Meta.constraints,
            holds(
                "guard_ends_after_beginning",
                Q(until=None) | Q(until__gt=F("since")),
                "Sampai sesudah mulai.",
            ),
        ]

    def __str__(self):
        return self.who


@pghistory.track()
class HospitalNews(Sent):
    """That somebody heard of them, from whom, and when they may come back. What doctors said of
    the illness is a finding."""

    hospital_stay = protected(HospitalStay, related_name="news", editable=False)
    heard_at = models.DateTimeField("kabar pada")
    heard_from = models.CharField("dari siapa", max_length=120)

    class Meta(Sent.Meta):
        verbose_name = "kabar dari rumah sakit"

    def __str__(self):
        return f"Kabar {days.day_of(self.heard_at):%d/%m/%Y}"


class HospitalBillQuerySet(models.QuerySet):
    def visible_to(self, user):
        """Amounts, no names: for who pays. None of a closed file that is not theirs, and none of
        their own family's."""
        if not user.has_perm("cases.view_hospital_bills"):
            return self.none()
        person = "hospital_stay__stay__person"
        open_files = Q(**{f"{person}__is_sealed": False}) | access.whole_to(user, person)
        return self.filter(open_files, not_own(user, person))

    def owed(self):
        return self.filter(paid_on=None)

    def of_year(self, year):
        return self.filter(on__year=year)


@pghistory.track()
class HospitalBill(Sent, Versioned):
    """What a hospital asks, and whether it was paid: only with a receipt."""

    hospital_stay = protected(HospitalStay, related_name="bills", editable=False)
    on = models.DateField("tanggal tagihan")
    amount = models.PositiveBigIntegerField("jumlah, rupiah")
    payer = one_of(Payer, "yang membayar", max_length=6)
    paid_on = models.DateField("lunas pada", null=True, editable=False)
    receipt = models.CharField("nomor kuitansi", max_length=60, blank=True, editable=False)
    paid_by = by("lunasnya dicatat oleh")

    objects = HospitalBillQuerySet.as_manager()

    class Meta(Sent.Meta):
        verbose_name = "tagihan rumah sakit"
        indexes = [
            models.Index(fields=["-on", "-id"], name="hospital_bill_newest"),
            models.Index(fields=["on"], condition=Q(paid_on=None), name="hospital_bill_owed"),
        ]
        constraints = [
            *Sent.Meta.constraints,
            holds(
                "hospital_bill_is_of_some_rupiah",
                Q(amount__range=(1, MOST_RUPIAH)),
                "Tulis jumlahnya dalam rupiah.",
            ),
            holds(
                "hospital_bill_is_paid_with_a_receipt",
                Q(paid_on=None, receipt="", paid_by=None)
                | Q(paid_on__isnull=False, paid_by__isnull=False) & ~Q(receipt=""),
                "Lunas hanya dengan kuitansi.",
            ),
            holds(
                "hospital_bill_is_paid_after_it_came",
                Q(paid_on=None) | Q(paid_on__gte=F("on")),
                "Lunas sesudah tanggal tagihan.",
            ),
        ]

    def __str__(self):
        return f"Tagihan {self.on:%d/%m/%Y}"

    @property
    def is_owed(self):
        return self.paid_on is None

    @property
    def days_owed(self):
        return (days.today() - self.on).days


def only_taken(leaves):
    """Those to a hospital of which nothing is written here yet: the house let them go."""
    return leaves.filter(reason=Leave.Reason.HOSPITAL, hospital_stay=None)


def taken_to_hospital(user, now):
    """The same, over night (Leave.overnight)."""
    leaves = only_taken(Leave.objects.overnight(now)).filter(stay__ended_at=None)
    return leaves.filter(access.whole_to(user, "stay__person"))


def left_for_hospital(user, now):
    """Exits to a hospital of the last month of which nothing is written here yet, and whose
    destination this user may know."""
    told = HospitalStay.objects.filter(stay=OuterRef("stay"))
    exits = Exit.objects.visible_to(user).telling_destination_to(user)
    lately = exits.filter(kind__code=WayOut.HOSPITAL, state="done", left_at__gt=now - LOOKED_BACK)
    return lately.filter(~Exists(told))


__all__ = [
    "Hospital",
    "HospitalBill",
    "HospitalGuard",
    "HospitalNews",
    "HospitalStay",
]
