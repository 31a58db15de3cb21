"""What partners and private givers carry (R54, R94): what was received, and what an agreement
promises of a year. No klien is named."""

import pghistory
import pgtrigger
from django.db import models
from django.db.models import Exists, F, OuterRef, Q, Subquery, Sum
from django.db.models.functions import Coalesce

from partners.agreements.models import Agreement
from partners.directory.models import Partner
from rptc import days
from rptc.columns import by, holds, may_point_to, one_of, protected, seen_with, state_of
from rptc.decisions import BY_ANOTHER, Answer, Decided, DecidedQuerySet, state_moves
from rptc.editing import Versioned
from rptc.guards import never_changed, never_deleted, refuses, written_once
from rptc.letters.kept_scans import SHA256, KeptScan
from rptc.letters.ties import tied_acts
from rptc.policies import RowPolicy, may
from rptc.sending import Sent
from rptc.words import angka, tanggal

RECEIPT = "tanda-terima-sumbangan"
MOST_RUPIAH = 1_000_000_000_000
MOST_PIECES = 1_000_000
FIRST_YEAR, LAST_YEAR = 2000, 2100

ONE_GIVER = "Pilih mitra, atau tulis nama pemberinya: salah satu."
AMOUNT_OR_NUMBER = "Uang ditulis dalam rupiah; barang dan layanan dalam jumlah dan satuan."
WRITTEN_AS_DRAFT = "Janji ditulis selama perjanjiannya masih draf. Sesudah itu lewat adendum."
OF_ITS_PLEDGE = "Janji yang dipilih: dari mitra ini, disahkan, sejenis, dengan satuan yang sama."


class GiftKind(models.TextChoices):
    MONEY = "money", "Uang"
    GOODS = "goods", "Barang"
    SERVICE = "service", "Layanan"


class Source(models.TextChoices):
    """Out of whose pocket."""

    CITY = "city", "APBD"
    PARTNER = "partner", "Mitra"
    PRIVATE = "private", "Swasta atau CSR"


class ContributionState(models.TextChoices):
    DRAFT = "draft", "Dikembalikan"
    PROPOSED = "proposed", "Menunggu Kepala UPT"
    CONFIRMED = "confirmed", "Disahkan"
    DROPPED = "dropped", "Tidak jadi"
    WITHDRAWN = "withdrawn", "Ditarik"


C = ContributionState
CONTRIBUTION_MOVES = {
    C.PROPOSED: {C.CONFIRMED, C.DRAFT, C.DROPPED},
    C.DRAFT: {C.PROPOSED, C.DROPPED},
    # It was confirmed by mistake.
    C.CONFIRMED: {C.WITHDRAWN},
}

SEES = ("partners.view_contribution", "partners.confirm_contribution")
READS = may(*SEES)
WRITES = may("partners.change_contribution")
DECIDES = may("partners.change_contribution", "partners.confirm_contribution")
# Whoever confirms an agreement reads what it promises.
READS_PLEDGES = may(*SEES, "partners.view_agreement", "partners.confirm_agreement")


def measured(kind, amount, number, unit):
    """Money has an amount; goods and services a number with its unit."""
    return Q(Q(**{kind: GiftKind.MONEY, f"{amount}__isnull": False, number: None, unit: ""})) | (
        ~Q(**{kind: GiftKind.MONEY}) & Q(**{f"{number}__isnull": False}) & ~Q(**{unit: ""})
    )


def in_words(kind, amount, number, unit):
    if kind == GiftKind.MONEY:
        return f"Rp {angka(amount)}"
    return f"{angka(number)} {unit}"


class PledgeQuerySet(models.QuerySet):
    def visible_to(self, user):
        return self if user.has_perm("partners.view_contribution") else self.none()

    def standing(self):
        """Of an agreement that the head has confirmed; an addendum that counts no more takes its
        own along."""
        over = Q(agreement__addendum_to__isnull=False, agreement__ended_on__isnull=False)
        return self.filter(agreement__state="confirmed", is_dropped=False).exclude(over)

    def of_year(self, year):
        """Not of an agreement that was ended before that year began."""
        ended = Q(agreement__ended_on__year__lt=year)
        return self.standing().filter(year=year).exclude(ended)

    def with_received(self):
        """Each with `received`: rupiah, or pieces of its unit."""
        given = Contribution.objects.confirmed().filter(pledge=OuterRef("pk")).order_by()
        given = given.values("pledge")
        money = given.annotate(sum=Sum("amount")).values("sum")
        pieces = given.annotate(sum=Sum("quantity")).values("sum")
        return self.annotate(
            received=models.Case(
                models.When(kind=GiftKind.MONEY, then=Coalesce(Subquery(money), 0)),
                default=Coalesce(Subquery(pieces), 0),
                output_field=models.BigIntegerField(),
            )
        )


@pghistory.track()
class Pledge(Sent, Versioned):
    """What an agreement promises of one year. It is written while the agreement is a draft, is
    confirmed with it, and stays as written: what is to be otherwise is an addendum."""

    Kind = GiftKind

    agreement = protected(Agreement, related_name="pledges", editable=False)
    year = models.PositiveSmallIntegerField("tahun")
    kind = one_of(GiftKind, "berupa", max_length=7)
    what = models.CharField("apa yang dijanjikan", max_length=200)
    amount = models.PositiveBigIntegerField("jumlah, rupiah", null=True, blank=True)
    quantity = models.PositiveIntegerField("jumlah", null=True, blank=True)
    unit = models.CharField("satuan", max_length=40, blank=True)
    is_dropped = models.BooleanField("tidak jadi dijanjikan", default=False)

    objects = PledgeQuerySet.as_manager()

    refused_by_triggers = {"pledge_is_written_with_its_agreement": WRITTEN_AS_DRAFT}
    row_policy = RowPolicy(reads=READS_PLEDGES, adds=WRITES, changes=WRITES, history=READS_PLEDGES)

    class Meta(Sent.Meta):
        verbose_name = "janji mitra"
        constraints = [
            *Sent.Meta.constraints,
            holds("pledge_says_what", ~Q(what=""), "Tulis apa yang dijanjikan."),
            holds(
                "pledge_is_of_a_year",
                Q(year__range=(FIRST_YEAR, LAST_YEAR)),
                "Tulis tahunnya, misalnya 2026.",
            ),
            holds(
                "pledge_is_measured",
                measured("kind", "amount", "quantity", "unit")
                & (Q(kind=GiftKind.MONEY) | Q(amount=None)),
                AMOUNT_OR_NUMBER,
            ),
            holds(
                "pledge_is_of_something",
                (Q(amount=None) | Q(amount__range=(1, MOST_RUPIAH)))
                & (Q(quantity=None) | Q(quantity__range=(1, MOST_PIECES))),
                "Tulis jumlahnya, lebih dari nol.",
            ),
        ]
        triggers = [
            never_deleted("pledge_stays"),
            never_changed("pledge_keeps_who_wrote_it", ["recorded_by", "recorded_at"]),
            refuses(
                "pledge_is_written_with_its_agreement",
                "A pledge is written while its agreement is a draft.",
                # Whoever may not read the agreement writes none.
                """(TG_OP = 'UPDATE' AND NEW.agreement_id <> OLD.agreement_id)
                   OR NOT EXISTS (SELECT FROM partners_agreement
                                   WHERE id = NEW.agreement_id AND state = 'draft')""",
                on=pgtrigger.Insert | pgtrigger.Update,
            ),
        ]

    def __str__(self):
        return f"{self.what}: {self.measure}"

    @property
    def measure(self):
        return in_words(self.kind, self.amount, self.quantity, self.unit)

    @property
    def promised(self):
        return self.amount if self.kind == GiftKind.MONEY else self.quantity

    @property
    def gap(self):
        """What is still to come (with_received)."""
        return max(self.promised - self.received, 0)

    def told(self, number):
        return in_words(self.kind, number, number, self.unit)

    @property
    def received_words(self):
        return self.told(self.received)

    @property
    def gap_words(self):
        return self.told(self.gap)


class ContributionQuerySet(DecidedQuerySet):
    def visible_to(self, user):
        return self if user.has_perm("partners.view_contribution") else self.none()

    def drafts(self):
        return self.filter(state=C.DRAFT)

    def confirmed(self):
        return self.filter(state=C.CONFIRMED)

    def of_year(self, year):
        return self.confirmed().filter(on__year=year)

    def nothing_of(self):
        return self.filter(state__in=[C.DROPPED, C.WITHDRAWN])

    def _papers(self):
        scans = ContributionScan.objects.filter(contribution=OuterRef("pk"))
        receipts = tied_acts(Contribution, RECEIPT)
        return ~Q(paper_number="") | Exists(scans) | Q(pk__in=receipts)

    def with_paper(self):
        """With the giver's number or a scan of it, or with our receipt in force."""
        return self.filter(self._papers())

    def without_paper(self):
        return self.confirmed().exclude(pk__in=self.with_paper().values("pk"))


@pghistory.track()
class Contribution(Decided, Versioned):
    """Sumbangan: money, goods or a service that somebody gave to the house.

    The office writes it and the head confirms it; from then on it counts, and stays as written.
    One that was confirmed by mistake is withdrawn with the reason, and written anew.
    """

    Kind, State, MOVES = GiftKind, ContributionState, CONTRIBUTION_MOVES
    PERMISSION = "partners.confirm_contribution"
    DRAFT = C.DRAFT
    APPROVES = Answer(C.CONFIRMED, "Sahkan", "disahkan", "confirmed")
    REFUSES = Answer(C.DRAFT, "Kembalikan", "dikembalikan", "sent_back", "Tulis alasannya.")
    LISTED_WITH = ("partner", "recorded_by")
    ABOUT = ()
    person = None

    partner = may_point_to(Partner, "mitra pemberi", related_name="contributions")
    giver_name = models.CharField("pemberi lain", max_length=120, blank=True)
    source = one_of(Source, "sumber", max_length=7)
    kind = one_of(GiftKind, "berupa", max_length=7)
    what = models.CharField("untuk apa atau barang apa", max_length=200)
    # Of goods and services what they are worth, where somebody knows it.
    amount = models.PositiveBigIntegerField("jumlah atau nilai, rupiah", null=True, blank=True)
    quantity = models.PositiveIntegerField("jumlah", null=True, blank=True)
    unit = models.CharField("satuan", max_length=40, blank=True)
    on = models.DateField("diterima pada")
    pledge = may_point_to(Pledge, "memenuhi janji", related_name="contributions")
    paper_number = models.CharField("nomor surat pemberi", max_length=60, blank=True)
    state = state_of(ContributionState, C.PROPOSED)
    last_by = by("terakhir diisi oleh")
    ended_by = by("ditarik oleh")
    end_reason = models.CharField("alasan", max_length=300, blank=True, editable=False)

    objects = ContributionQuerySet.as_manager()

    refused_by_triggers = {"contribution_is_of_its_pledge": OF_ITS_PLEDGE}
    row_policy = RowPolicy(reads=READS, adds=WRITES, changes=DECIDES, history=READS)

    class Meta(Decided.Meta):
        verbose_name = "sumbangan"
        indexes = [models.Index(fields=["state", "on"], name="contribution_by_state")]
        constraints = [
            *Decided.Meta.constraints,
            holds(
                "contribution_is_confirmed_by_another",
                Q(decided_by=None) | Q(last_by=None) | ~Q(decided_by=F("last_by")),
                BY_ANOTHER,
            ),
            holds(
                "contribution_has_one_giver",
                Q(partner__isnull=False, giver_name="") | (Q(partner=None) & ~Q(giver_name="")),
                ONE_GIVER,
            ),
            holds("contribution_says_what", ~Q(what=""), "Tulis untuk apa, atau barang apa."),
            holds(
                "contribution_is_measured",
                measured("kind", "amount", "quantity", "unit"),
                AMOUNT_OR_NUMBER,
            ),
            holds(
                "contribution_is_of_something",
                (Q(amount=None) | Q(amount__range=(1, MOST_RUPIAH)))
                & (Q(quantity=None) | Q(quantity__range=(1, MOST_PIECES))),
                "Tulis jumlahnya, lebih dari nol.",
            ),
            holds(
                "contribution_state_fits_its_decision",
                Q(state__in=["draft", "dropped"])
                | Q(state="proposed", decided_by=None, decided_at=None)
                | Q(
                    state__in=["confirmed", "withdrawn"],
                    decided_by__isnull=False,
                    decided_at__isnull=False,
                ),
            ),
            holds(
                "contribution_end_says_by_whom_and_why",
                Q(state__in=["draft", "proposed", "confirmed"], ended_by=None, end_reason="")
                | (
                    Q(state__in=["dropped", "withdrawn"], ended_by__isnull=False)
                    & ~Q(end_reason="")
                ),
                "Tulis alasannya.",
            ),
        ]
        triggers = [
            state_moves("contribution_moves", CONTRIBUTION_MOVES),
            never_deleted("contribution_stays"),
            refuses(
                "contribution_confirmed_stays_as_written",
                "What was confirmed stays as it was written.",
                """to_jsonb(NEW) - ARRAY['state', 'ended_by_id', 'end_reason', 'version']
                   IS DISTINCT FROM
                   to_jsonb(OLD) - ARRAY['state', 'ended_by_id', 'end_reason', 'version']
                   OR (OLD.state <> 'confirmed' AND NEW IS DISTINCT FROM OLD)""",
                on=pgtrigger.Update,
                condition=~pgtrigger.Q(old__state__in=["draft", "proposed"]),
            ),
            refuses(
                "contribution_is_of_its_pledge",
                "The pledge is not one of this partner, kind and unit.",
                """EXISTS (
                    SELECT FROM partners_pledge AS pledge
                      JOIN partners_agreement AS agreement ON agreement.id = agreement_id
                     WHERE pledge.id = NEW.pledge_id
                       AND (pledge.is_dropped OR agreement.state <> 'confirmed'
                            OR (agreement.partner_id, pledge.kind, pledge.unit)
                            IS DISTINCT FROM (NEW.partner_id, NEW.kind, NEW.unit))
                )""",
                on=pgtrigger.Insert
                | pgtrigger.UpdateOf("pledge_id", "partner_id", "kind", "unit"),
                condition=pgtrigger.Q(new__pledge__isnull=False),
            ),
        ]

    def __str__(self):
        return f"{self.what}, {self.measure}"

    @classmethod
    def entered_by(cls, users):
        return Q(recorded_by__in=users) | Q(last_by__in=users)

    def name_for(self, user):
        return f"{self.giver}: {self.what}"

    @property
    def giver(self):
        return str(self.partner) if self.partner else self.giver_name

    @property
    def measure(self):
        return in_words(self.kind, self.amount, self.quantity, self.unit)

    @property
    def detail(self):
        worth = f", senilai Rp {angka(self.amount)}" if self.is_worth_something else ""
        return f"{self.measure}{worth}, {tanggal(self.on)}"

    @property
    def is_worth_something(self):
        """Goods or a service with a value."""
        return self.kind != GiftKind.MONEY and self.amount is not None

    @property
    def seen(self):
        return str(self.version)

    @property
    def is_open(self):
        """It can still be changed, or come to nothing."""
        return self.can_become(C.DROPPED)

    @property
    def is_confirmed(self):
        return self.state == C.CONFIRMED

    @property
    def status(self):
        shapes = {C.DRAFT: "due", C.PROPOSED: "wait", C.CONFIRMED: "ok"}
        return self.get_state_display(), shapes.get(self.state, "idle")


@pghistory.track(exclude=["content"])
class ContributionScan(KeptScan):
    """The giver's paper: a letter, a bill, a list of what was handed over. The last counts."""

    contribution = protected(Contribution, related_name="scans", editable=False)

    objects = seen_with("contribution").as_manager()

    row_policy = RowPolicy(reads=READS, adds=WRITES, changes="", history=READS)

    class Meta(KeptScan.Meta):
        verbose_name = "pindaian sumbangan"
        constraints = [
            *KeptScan.Meta.constraints,
            holds("contribution_scan_has_its_hash", Q(sha256__regex=SHA256)),
        ]
        triggers = [written_once("contribution_scan_is_kept")]

    def __str__(self):
        return f"Pindaian {self.contribution}"


def this_year():
    return days.today().year


__all__ = ["Contribution", "ContributionScan", "Pledge"]
