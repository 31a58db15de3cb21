"""Money of klien: a ledger that only grows, counted by two."""

import pghistory
import pgtrigger
from django.db import models
from django.db.models import Case, Exists, F, OuterRef, Q, Subquery, Sum, When
from django.db.models.functions import Coalesce

from cases.exits.destinations import is_closed
from cases.exits.given import GivenQuerySet
from cases.exits.models import Exit
from cases.gate.closed_places import NamesClosedPartner
from cases.house.belongings.models import Belonging, BelongingEnd
from cases.people import access
from cases.stays.models import Stay, open_with_stay
from rptc.accounts.own import not_own
from rptc.accounts.permissions import Role
from rptc.columns import by, holds, may_point_to, one_of, protected
from rptc.guards import never_changed, never_deleted, refuses
from rptc.sending import Sent
from rptc.words import angka

MOST_RUPIAH = 1_000_000_000


class Way(models.TextChoices):
    TAKEN = "taken", "Dititipkan"
    DRAWN = "drawn", "Diambil klien"
    RETURNED = "returned", "Dikembalikan saat keluar"
    SEIZED = "seized", "Disita polisi"
    CORRECTED = "corrected", "Koreksi"


# What a user writes: a correction has a page of its own.
IN, OUT = [Way.TAKEN], [Way.DRAWN, Way.RETURNED, Way.SEIZED]
SIGNED = Case(When(is_in=True, then=F("amount")), default=-F("amount"))


class MoneyMovementQuerySet(GivenQuerySet):
    def visible_to(self, user):
        """With the stay. The house staff go on seeing the money of whoever has left until it is
        gone and counted: somebody has to come for it."""
        if not user.has_perm("cases.view_money"):
            return self.none()
        rows = open_with_stay(user, "stay__")
        if user.has_role(Role.CARETAKER) and access.asks_as_house(user):
            left = Q(stay__in=unclaimed().values("pk")) | _uncounted()
            rows |= left & access.hinted_to(user, "stay__person")
        return self.filter(rows, not_own(user, "stay__person"))

    def uncounted(self):
        return self.filter(_uncounted())

    def miscounted(self):
        """The second counted another sum, and nothing has been set right since."""
        return self.uncounted().filter(miscount__isnull=False)

    def to_count_by(self, user):
        """Those whose sum this user does not read, who is to count it; of a correction, neither
        that of what it takes back. Who wrote it reads it, and the head."""
        if user.has_role(Role.HEAD) or not user.has_perm("cases.take_money"):
            return self.none()
        counting = MoneyMovement.objects.filter(corrects=OuterRef("pk"), counted_at=None)
        counting = Exists(counting.exclude(recorded_by=user))
        return self.exclude(recorded_by=user).filter(_uncounted() | counting)

    def of_closed_place(self):
        """What was given out where whither the klien goes is closed (Exits)."""
        left = Exit.objects.filter(is_closed(), stay=OuterRef("stay"))
        named = MoneyMovement.objects.naming_closed()
        return self.filter(Exists(left) | Q(pk__in=named.values("pk")), is_in=False)

    def naming_closed(self):
        """What was given to a closed partner, as it says itself."""
        return self.filter(Q(NamesClosedPartner(F("to_whom"), F("note"))), is_in=False)

    def balance(self):
        return self.aggregate(balance=Coalesce(Sum(SIGNED), 0))["balance"]


@pghistory.track()
class MoneyMovement(Sent):
    """Uang titipan of a stay: taken, drawn, given back; each counted by two and signed (R41).

    Rows are never changed: a mistake is set right by a row that takes all of it back, and says
    why. Below zero it never goes. Who counted as the second, and the receipt, are written once.
    """

    Way = Way
    refused_by_triggers = {
        "money_is_never_below_zero": "Uang titipannya tidak sebanyak itu.",
        "money_correction_takes_all_back": "Baris ini tidak dapat dikoreksi.",
    }

    stay = protected(Stay, related_name="money", editable=False)
    way = one_of(Way, "apa", max_length=10)
    is_in = models.BooleanField("masuk", editable=False)
    amount = models.PositiveBigIntegerField("jumlah, rupiah")
    at = models.DateTimeField("pada")
    to_whom = models.CharField("diterima oleh", max_length=120, blank=True)
    witness = models.CharField("saksi", max_length=120, blank=True)
    note = models.CharField("keterangan", max_length=300, blank=True)
    corrects = models.OneToOneField(
        "self", models.PROTECT, null=True, editable=False, related_name="corrected_by"
    )
    from_bag = models.OneToOneField(
        BelongingEnd, models.PROTECT, null=True, editable=False, related_name="money"
    )
    counted_by = by("dihitung juga oleh")
    counted_at = models.DateTimeField("dihitung pada", null=True, editable=False)
    # What the second counted last, where it was another sum; the history has each.
    miscount = models.PositiveBigIntegerField("hitungan lain", null=True, editable=False)
    miscounted_by = by("dihitung lain oleh")
    miscounted_at = models.DateTimeField("dihitung lain pada", null=True, editable=False)
    letter = may_point_to("letters.Letter", "tanda terima", editable=False, related_name="+")

    objects = MoneyMovementQuerySet.as_manager()

    class Meta(Sent.Meta):
        verbose_name = "uang titipan"
        indexes = [
            models.Index(fields=["stay", "at"], name="money_of_stay"),
            models.Index(fields=["at"], condition=Q(counted_at=None), name="money_uncounted"),
        ]
        constraints = [
            *Sent.Meta.constraints,
            holds(
                "money_is_of_some_rupiah",
                Q(amount__range=(1, MOST_RUPIAH)),
                "Tulis jumlahnya dalam rupiah.",
            ),
            holds(
                "money_goes_the_way_it_says",
                Q(way__in=IN, is_in=True, corrects=None)
                | Q(way__in=OUT, is_in=False, corrects=None)
                | Q(way=Way.CORRECTED, corrects__isnull=False),
            ),
            holds(
                "money_that_is_corrected_or_seized_says_why",
                ~Q(way__in=[Way.CORRECTED, Way.SEIZED], note=""),
                "Tulis alasannya.",
            ),
            holds(
                "money_that_is_seized_says_to_whom",
                ~Q(way=Way.SEIZED, to_whom=""),
                "Tulis siapa yang menerima.",
            ),
            holds(
                "money_is_counted_by_two",
                Q(counted_by=None, counted_at=None)
                | Q(counted_by__isnull=False, counted_at__isnull=False)
                & ~Q(counted_by=F("recorded_by")),
                "Yang mencatat tidak dapat menghitung sebagai orang kedua.",
            ),
            holds(
                "money_that_was_miscounted_says_by_whom",
                Q(miscount=None, miscounted_by=None, miscounted_at=None)
                | Q(miscounted_by__isnull=False, miscounted_at__isnull=False)
                & ~Q(miscount=F("amount"))
                & ~Q(miscounted_by=F("recorded_by")),
            ),
            holds("money_comes_from_a_bag_when_taken", Q(from_bag=None) | Q(way=Way.TAKEN)),
        ]
        triggers = [
            never_deleted("money_stays_written"),
            never_changed(
                "money_keeps_what_was_written",
                [
                    *"stay way is_in amount at to_whom witness note corrects from_bag".split(),
                    "recorded_by",
                ],
            ),
            refuses(
                "money_is_counted_once",
                "It was counted by two.",
                on=pgtrigger.UpdateOf("counted_by_id", "counted_at"),
                condition=pgtrigger.Q(old__counted_by_id__isnull=False),
            ),
            pgtrigger.Trigger(
                name="money_adds_up",
                when=pgtrigger.Before,
                operation=pgtrigger.Insert,
                func="""
                    -- One row of a stay at a time: of two who draw at once the second waits.
                    PERFORM FROM cases_stay WHERE id = NEW.stay_id FOR NO KEY UPDATE;
                    IF NEW.corrects_id IS NOT NULL AND NOT EXISTS (
                        SELECT FROM cases_moneymovement AS wrong
                         WHERE wrong.id = NEW.corrects_id AND wrong.stay_id = NEW.stay_id
                           AND wrong.amount = NEW.amount AND wrong.is_in <> NEW.is_in
                           AND wrong.corrects_id IS NULL
                    ) THEN
                        RAISE EXCEPTION 'A correction takes all of a row back.'
                            USING ERRCODE = 'check_violation',
                                  CONSTRAINT = 'money_correction_takes_all_back';
                    END IF;
                    IF NOT NEW.is_in AND NEW.amount > (
                        SELECT coalesce(sum(CASE WHEN is_in THEN amount ELSE -amount END), 0)
                          FROM cases_moneymovement WHERE stay_id = NEW.stay_id
                    ) THEN
                        RAISE EXCEPTION 'There is not so much money.'
                            USING ERRCODE = 'check_violation',
                                  CONSTRAINT = 'money_is_never_below_zero';
                    END IF;
                    RETURN NEW;
                """,
            ),
        ]

    def __str__(self):
        return f"{self.get_way_display()}, Rp {angka(self.amount)}"

    @property
    def is_correction(self):
        return self.corrects_id is not None

    @property
    def is_corrected(self):
        return hasattr(self, "corrected_by")

    @property
    def is_counted(self):
        return self.counted_at is not None

    @property
    def has_receipt(self):
        return self.letter is not None and self.letter.is_current

    @property
    def other(self):
        """Who stands at the other side of it: by name, where it is not the klien."""
        return self.to_whom or str(self.stay.person)


# In the house's own text no table of this room can be named: this stands beside its trigger there.
pgtrigger.register(
    refuses(
        "money_goes_back_into_its_bag_once_corrected",
        "The ledger still has this money.",
        """NOT EXISTS (SELECT FROM cases_moneymovement AS wrong
                         JOIN cases_moneymovement AS mended ON mended.corrects_id = wrong.id
                        WHERE wrong.from_bag_id = OLD.end_id)""",
        on=pgtrigger.UpdateOf("end_id"),
        condition=pgtrigger.Q(old__end__isnull=False, new__end__isnull=True),
    )
)(Belonging)


def _uncounted():
    """Nobody but who wrote it has counted it, and it was not set right by another row."""
    corrected = MoneyMovement.objects.filter(corrects=OuterRef("pk"))
    return Q(~Exists(corrected), counted_at=None)


@pghistory.track()
class UnclaimedMonth(Sent):
    """The head has read which money nobody has come for: once a month."""

    month = models.DateField("bulan", unique=True, editable=False)
    people = models.PositiveIntegerField("klien", editable=False)
    rupiah = models.PositiveBigIntegerField("rupiah", editable=False)

    class Meta(Sent.Meta):
        verbose_name = "uang belum diambil, dibaca"
        constraints = [
            *Sent.Meta.constraints,
            holds("unclaimed_month_is_a_month", Q(month__day=1)),
        ]

    def __str__(self):
        return f"{self.month:%m/%Y}"


def with_balance(stays):
    """`balance`: the money that the house keeps for each."""
    own = MoneyMovement.objects.filter(stay=OuterRef("pk")).order_by().values("stay")
    return stays.annotate(
        balance=Coalesce(Subquery(own.annotate(sum=Sum(SIGNED)).values("sum")), 0)
    )


def telling_balance(stays, user):
    """`is_told`: of none of it this user has still to count the sum."""
    own = MoneyMovement.objects.to_count_by(user).filter(stay=OuterRef("pk"))
    return stays.annotate(is_told=~Exists(own))


def balance_for(user, stay):
    """None for who has still to count some of it."""
    own = stay.money.all()
    return None if own.to_count_by(user).exists() else own.balance()


def holding():
    """Stays for which the house keeps money."""
    return with_balance(Stay.objects.all()).filter(balance__gt=0)


def unclaimed():
    """Of whoever has left."""
    return holding().filter(ended_at__isnull=False)


def unclaimed_for(user):
    """Those whose money this user may read."""
    rows = MoneyMovement.objects.visible_to(user)
    return unclaimed().filter(pk__in=rows.values("stay"))


def money_in_bags(user):
    """Money of who is in the house that lies in a bag, and stands in no ledger."""
    rows = Belonging.objects.visible_to(user).filter(bag__stay__ended_at=None)
    return rows.here().filter(kind=Belonging.Kind.MONEY)


__all__ = ["MoneyMovement", "UnclaimedMonth"]
