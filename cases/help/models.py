"""Help for a klien: asked by the social worker, approved by the head, paid by the office (R41)."""

import pghistory
from django.db import models
from django.db.models import Exists, F, OuterRef, Q

from cases.exits.destinations import is_closed
from cases.exits.given import GivenQuerySet
from cases.exits.models import Exit
from cases.gate.closed_places import NamesClosedPartner
from cases.people import access
from cases.stays.models import Stay
from cases.stays.spm import Spm
from rptc.accounts.own import not_own
from rptc.accounts.permissions import Role
from rptc.columns import by, holds, may_point_to, once, one_of, protected, state_of
from rptc.decisions import Decided, DecidedQuerySet, state_moves
from rptc.editing import Versioned
from rptc.guards import never_changed, never_deleted
from rptc.letters.models import LetterFile
from rptc.letters.signatures.models import Signature
from rptc.letters.signatures.sides import Side
from rptc.words import angka

MOST_RUPIAH = 1_000_000_000


class OfList(models.Model):
    """A row that the unit keeps; retired, never deleted."""

    name = models.CharField(
        "nama", max_length=80, unique=True, error_messages={"unique": "Sudah ada dalam daftar."}
    )
    order = models.PositiveSmallIntegerField("urutan", default=10)
    is_active = models.BooleanField("masih dipakai", default=True)

    class Meta:
        abstract = True
        ordering = ["order", "name", "pk"]

    def __str__(self):
        return self.name


@pghistory.track()
class HelpReason(OfList):
    """What help is given for: once each in a stay; and what it counts as (SPM), where it does."""

    spm = one_of(Spm, "dihitung sebagai", max_length=10, blank=True)

    class Meta(OfList.Meta):
        verbose_name = "alasan bantuan"


@pghistory.track()
class BudgetLine(OfList):
    """Out of which line of the budget the office pays."""

    class Meta(OfList.Meta):
        verbose_name = "mata anggaran"


class HelpState(models.TextChoices):
    PROPOSED = "proposed", "Menunggu Kepala UPT"
    APPROVED = "approved", "Disetujui, belum dibayar"
    PAID = "paid", "Sudah diberikan"
    REFUSED = "refused", "Ditolak"
    CANCELLED = "cancelled", "Dibatalkan"


# What was written down as paid by mistake is approved again.
HELP_MOVES = {
    HelpState.PROPOSED: {HelpState.APPROVED, HelpState.REFUSED, HelpState.CANCELLED},
    HelpState.APPROVED: {HelpState.PAID, HelpState.CANCELLED},
    HelpState.PAID: {HelpState.APPROVED},
}
CAME_TO_NOTHING = ["refused", "cancelled"]


class HelpQuerySet(GivenQuerySet, DecidedQuerySet):
    writer = "paid_by"

    def visible_to(self, user):
        """Who reads the whole file; and the office, which pays: all but their own family's,
        without a name, and of a closed file without its number (`told_to`)."""
        if not user.has_perm("cases.view_help"):
            return self.none()
        rows = access.whole_to(user, "stay__person")
        if user.has_role(Role.OFFICE):
            rows |= not_own(user, "stay__person")
        return self.filter(rows)

    def told_to(self, user):
        """Those of which this user reads whose file it is."""
        visible = self.visible_to(user)
        whole = access.whole_to(user, "stay__person")
        return visible.filter(whole | Q(stay__person__is_sealed=False))

    def telling_receipt_to(self, user):
        """Those of which this user reads the receipt, and its number: it bears the file and who
        received it."""
        return self.told_to(user).telling_place_to(user)

    def of_file(self, user):
        """Those that this user finds on the file itself."""
        return self.visible_to(user).filter(access.whole_to(user, "stay__person"))

    def of_closed_place(self):
        """What somebody received for a klien whose destination is closed (Exits), or for a closed
        partner, as it says itself."""
        left = Exit.objects.filter(is_closed(), stay=OuterRef("stay"))
        received = self.exclude(received_by="")
        return received.filter(Exists(left) | Q(NamesClosedPartner(F("received_by"))))

    def approved(self):
        return self.filter(state=HelpState.APPROVED)

    def paid(self):
        return self.filter(state=HelpState.PAID)

    def nothing_of(self):
        return self.filter(state__in=CAME_TO_NOTHING)

    def unsigned(self):
        """Given, and no receipt in force bears the hand of who received it: signed here, or the
        paper scanned."""
        valid = {"letter": OuterRef("letter"), "letter__withdrawn_at": None}
        scanned = LetterFile.objects.filter(kind="scan", **valid)
        received = Signature.objects.valid().filter(side__in=RECEIVE, **valid)
        return self.paid().filter(~Exists(scanned), ~Exists(received))


RECEIVE = [Side.KLIEN.value, Side.RECEIVES.value]


@pghistory.track()
class Help(Decided, Versioned):
    """Bantuan for a klien: money, or goods with what they are worth, for a reason, once in a stay.

    What was asked stays as it was: who wants something else cancels it and asks again. The receipt
    has a number (`letter`); it is made when the office pays, of a closed file by who reads it.
    """

    State, MOVES = HelpState, HELP_MOVES
    PERMISSION = "cases.approve_help"
    LISTED_WITH = ("stay__person", "recorded_by", "reason")

    stay = protected(Stay, related_name="helps", editable=False)
    reason = protected(HelpReason, "untuk apa", related_name="helps")
    is_goods = models.BooleanField("berupa barang", default=False)
    what = models.CharField("barang apa", max_length=200, blank=True)
    amount = models.PositiveBigIntegerField("jumlah, rupiah")
    why = models.CharField("mengapa perlu", max_length=500)
    state = state_of(HelpState, HelpState.PROPOSED)
    cancel_reason = models.CharField(
        "mengapa dibatalkan", max_length=300, blank=True, editable=False
    )
    budget_line = may_point_to(BudgetLine, "mata anggaran", editable=False, related_name="helps")
    paid_on = models.DateField("diberikan pada", null=True, editable=False)
    paid_by = by("dibayar oleh")
    received_by = models.CharField("diterima oleh", max_length=120, blank=True, editable=False)
    letter = may_point_to("letters.Letter", "kuitansi", editable=False, related_name="+")

    objects = HelpQuerySet.as_manager()

    class Meta(Decided.Meta):
        verbose_name = "bantuan"
        indexes = [
            models.Index(
                fields=["recorded_at"], condition=Q(state="approved"), name="help_to_pay"
            ),
            models.Index(fields=["-paid_on", "-id"], name="help_newest"),
        ]
        constraints = [
            *Decided.Meta.constraints,
            once(
                "help_for_a_reason_once_in_a_stay",
                ["stay", "reason"],
                "Bantuan untuk alasan ini sudah ada pada masa pembinaan ini.",
                condition=~Q(state__in=CAME_TO_NOTHING),
            ),
            holds(
                "help_is_of_some_rupiah",
                Q(amount__range=(1, MOST_RUPIAH)),
                "Tulis jumlahnya dalam rupiah.",
            ),
            holds(
                "help_in_goods_says_which",
                Q(is_goods=False, what="") | (Q(is_goods=True) & ~Q(what="")),
                "Tulis barang apa, dan hanya bila berupa barang.",
            ),
            holds(
                "help_state_fits_its_decision",
                Q(state="proposed", decided_by=None, decided_at=None)
                | Q(state="cancelled")
                | Q(
                    state__in=["approved", "refused", "paid"],
                    decided_by__isnull=False,
                    decided_at__isnull=False,
                ),
            ),
            holds(
                "help_refusal_says_why",
                ~Q(state="refused", decision_note=""),
                "Tulis mengapa ditolak.",
            ),
            holds(
                "help_that_is_cancelled_says_why",
                (Q(state="cancelled") & ~Q(cancel_reason=""))
                | (~Q(state="cancelled") & Q(cancel_reason="")),
                "Tulis mengapa dibatalkan.",
            ),
            holds(
                "help_is_paid_out_of_a_line_on_a_day",
                Q(
                    state="paid",
                    paid_on__isnull=False,
                    paid_by__isnull=False,
                    budget_line__isnull=False,
                )
                | (
                    ~Q(state="paid")
                    & Q(paid_on=None, paid_by=None, budget_line=None, received_by="")
                ),
            ),
            holds(
                "help_is_paid_by_another",
                Q(paid_by=None) | ~Q(paid_by=F("decided_by")) & ~Q(paid_by=F("recorded_by")),
                "Yang mengajukan atau memutuskan tidak membayar: minta petugas lain.",
            ),
        ]
        triggers = [
            state_moves("help_moves", HELP_MOVES),
            never_deleted("help_stays_written"),
            never_changed(
                "help_keeps_what_was_asked",
                ["stay", "reason", "is_goods", "what", "amount", "why", "recorded_by"],
            ),
        ]

    def __str__(self):
        return f"{self.reason}, Rp {angka(self.amount)}"

    @property
    def detail(self):
        return f"{self.reason}: {self.told}"

    @property
    def told(self):
        """What is given: the money, or the goods and what they are worth."""
        rupiah = f"Rp {angka(self.amount)}"
        return f"{self.what} ({rupiah})" if self.is_goods else rupiah

    @property
    def is_waiting(self):
        return self.state == HelpState.PROPOSED

    @property
    def is_to_pay(self):
        return self.state == HelpState.APPROVED

    @property
    def is_open(self):
        """It can still be cancelled."""
        return self.can_become(HelpState.CANCELLED)

    @property
    def is_paid(self):
        return self.state == HelpState.PAID

    @property
    def receiver(self):
        """Whose hand the receipt asks for."""
        return self.received_by or str(self.stay.person)

    @property
    def has_receipt(self):
        return self.letter is not None and self.letter.is_current


def help_of(stay, reason):
    """The help for this reason that stands in this stay, if there is one."""
    rows = Help.objects.filter(stay=stay, reason=reason).exclude(state__in=CAME_TO_NOTHING)
    return rows.first()


__all__ = ["BudgetLine", "Help", "HelpReason"]
