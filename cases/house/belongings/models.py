import pghistory
import pgtrigger
from django.core.validators import MinValueValidator
from django.db import models
from django.db.models import Count, Exists, F, OuterRef, Q

from cases.gate.closed_places import NamesClosedPartner, keeps_case
from cases.gate.models import Receiver, ReferredTo
from cases.people import access
from cases.people.photos.models import StoredPicture
from cases.stays.models import Stay, open_with_stay
from rptc import days
from rptc.accounts.own import not_own
from rptc.accounts.permissions import Role
from rptc.columns import all_or_none, by, holds, may_point_to, once, one_of, protected, seen_with
from rptc.decisions import decides_by_office
from rptc.editing import Versioned
from rptc.letters.models import Letter
from rptc.sending import Sent
from rptc.words import angka

# What the counter of the house writes on a tag; nobody types one of these.
COUNTED = r"^T-[0-9]{4,}/[0-9]{2}$"


class BagQuerySet(models.QuerySet):
    def visible_to(self, user):
        """With the stay. The house staff go on seeing the bags of whoever has left as long as
        something is left to do: somebody has to come for it, a berita acara is missing; and for
        a day, to print the receipt. Not of a closed file: those who read it give these back."""
        rows = open_with_stay(user, "stay__")
        if user.has_role(Role.CARETAKER) and access.asks_as_house(user):
            left = Q(pk__in=Bag.objects.here().values("pk"))
            left |= Q(pk__in=Belonging.objects.ended_lately().values("bag"))
            rows |= left & access.hinted_to(user, "stay__person")
        return self.filter(rows, not_own(user, "stay__person"))

    def unlisted(self):
        """ "Daftar menyusul": the tag hangs on it, and nobody has written down what is in it."""
        return self.filter(UNLISTED)

    def here(self):
        """Something of it is in the house: not listed, without an end, or kept until a day."""
        return self.filter(UNLISTED | Q(pk__in=Belonging.objects.here().values("bag")))

    def to_do(self, name, on):
        """ "unlisted", "today", "due" or "left" (what_to_do)."""
        return self.here().filter(what_to_do(on)[name])

    def count_to_do(self, on):
        counts = {name: Count("pk", filter=which) for name, which in what_to_do(on).items()}
        return self.here().order_by().aggregate(**counts)


UNLISTED = Q(listed_at=None, void_reason="")


def what_to_do(on):
    """What is to be done with the bags in the house on a day: each name with its condition.

    A planned exit waits for every bag that is open: not listed, or with something that has no
    end. `today`: whose last day has come, or whose exit is approved. `left`: after an exit that
    could not wait. `due`: kept until a day that has come.
    """
    is_open = UNLISTED | Exists(_items(end=None))
    leaving = Exists(Receiver.objects.agreed().filter(stay=OuterRef("stay")))
    kept = _items(end__kind=EndKind.KEPT, end__kept_until__lte=on)
    return {
        "unlisted": UNLISTED,
        "today": is_open & Q(stay__ended_at=None) & (Q(stay__last_on__lte=on) | leaving),
        "due": Exists(kept),
        "left": is_open & Q(stay__ended_at__isnull=False),
    }


def _items(**conditions):
    return Belonging.objects.filter(bag=OuterRef("pk"), **conditions)


@pghistory.track()
class Bag(Sent):
    """What one person brought, under the number of the tag that hangs on it.

    Received in a moment, at night; listed when there is time, in somebody's presence. The number
    comes from the counter of the house (gap-free each year) or from a tag that was printed before.
    A number that hangs on nothing is void, with a reason, and never given again.
    """

    stay = protected(Stay, related_name="bags")
    number = models.CharField("nomor tas", max_length=20, unique=True)
    year = models.PositiveSmallIntegerField("tahun nomor", null=True, editable=False)
    serial = models.PositiveIntegerField("nomor urut", null=True, editable=False)
    witness = models.CharField("dibuka di hadapan", max_length=120, blank=True)
    listed_at = models.DateTimeField("didaftar pada", null=True, editable=False)
    listed_by = by("didaftar oleh")
    void_reason = models.CharField("mengapa nomor tidak dipakai", max_length=200, blank=True)
    letter = may_point_to(Letter, "tanda terima", editable=False, related_name="+")

    objects = BagQuerySet.as_manager()

    class Meta(Sent.Meta):
        verbose_name = "tas titipan"
        indexes = [models.Index(fields=["stay"], condition=UNLISTED, name="bag_unlisted")]
        constraints = [
            *Sent.Meta.constraints,
            once("bag_number_is_given_once", ["year", "serial"]),
            holds(
                "bag_number_is_counted_or_typed",
                Q(year__isnull=False, serial__isnull=False, number__regex=COUNTED)
                | (Q(year=None, serial=None) & ~Q(number__regex=COUNTED) & ~Q(number="")),
            ),
            holds(
                "bag_is_listed_by_somebody_before_a_witness",
                all_or_none("listed_at", "listed_by", words="witness"),
            ),
            holds("bag_that_is_void_is_not_listed", Q(void_reason="") | Q(listed_at=None)),
        ]

    def __str__(self):
        return f"Tas {self.number}"

    @property
    def is_unlisted(self):
        return self.listed_at is None and not self.void_reason

    @property
    def has_receipt(self):
        """It was issued, and neither withdrawn nor corrected since."""
        return self.letter is not None and self.letter.is_current

    @staticmethod
    def tag(year, serial):
        """What is written on the tag."""
        return f"T-{serial:04}/{year % 100:02}"


class EndKind(models.TextChoices):
    RETURNED = "returned", "Dikembalikan kepada klien"
    FAMILY = "family", "Diserahkan kepada keluarga"
    KEPT = "kept", "Disimpan sampai tanggal"
    SEIZED = "seized", "Disita polisi"
    DESTROYED = "destroyed", "Dimusnahkan"
    LOST = "lost", "Hilang"
    # Of money alone, by the page of the ledger (cases/help/money).
    LEDGER = "ledger", "Dicatat sebagai uang titipan"


# These take something from its owner: a berita acara says how it came.
NEED_MINUTES = [EndKind.SEIZED, EndKind.DESTROYED, EndKind.LOST]


class BelongingEndQuerySet(models.QuerySet):
    def visible_to(self, user):
        bags = Bag.objects.visible_to(user)
        return self.filter(
            Q(stay__in=Stay.objects.visible_to(user)) | Q(stay__in=bags.values("stay"))
        )

    def to_others(self):
        """Given to somebody who took it for the klien; the police take it for themselves."""
        return self.exclude(to_whom="").exclude(kind=EndKind.SEIZED)

    def of_closed_place(self):
        """What was given to others where the klien went to others than family, or is to go (docs/
        rules.md, Exits), or was referred; and to a closed partner, as it says itself."""
        receivers = Receiver.objects.filter(stay=OuterRef("stay"), is_family=False)
        referred = ReferredTo.objects.filter(stay=OuterRef("stay"))
        elsewhere = Exists(receivers.exclude(name="")) | Exists(referred)
        named = NamesClosedPartner(F("to_whom"), F("reason"))
        return self.to_others().filter(elsewhere | Q(named))

    def telling_place_to(self, user):
        """Of which this reader may know to whom it was given."""
        if decides_by_office(user, "cases.approve_exit"):
            return self
        closed = BelongingEnd.objects.of_closed_place().values("pk")
        return self.filter(Q(recorded_by=user) | keeps_case(user) | ~Q(pk__in=closed))

    def to_be_known(self):
        """Something was lost in the house, and the head has not been told."""
        return self.filter(kind=EndKind.LOST, known_at=None)

    def without_minutes(self):
        """Seized, destroyed or lost, and nobody has made the berita acara."""
        withdrawn = Q(letter__withdrawn_at__isnull=False)
        return self.filter(Q(letter=None) | withdrawn, kind__in=NEED_MINUTES)


@pghistory.track()
class BelongingEnd(Sent):
    """How one or several belongings left the care of the house: when, to whom, why.

    "Disimpan sampai" is not the last: on that day it comes back as due.
    """

    Kind = EndKind

    stay = protected(Stay, related_name="belonging_ends")
    kind = one_of(Kind, "akhir titipan", max_length=10)
    at = models.DateTimeField("pada")
    to_whom = models.CharField("diterima oleh", max_length=120, blank=True)
    kept_until = models.DateField("disimpan sampai", null=True, blank=True)
    reason = models.CharField("alasan dan keterangan", max_length=300, blank=True)
    known_by = by()
    known_at = models.DateTimeField(null=True, editable=False)
    letter = may_point_to(Letter, "surat", editable=False, related_name="+")

    objects = BelongingEndQuerySet.as_manager()

    class Meta(Sent.Meta):
        verbose_name = "akhir titipan"
        indexes = [
            models.Index(
                fields=["at"], condition=Q(kind="lost", known_at=None), name="belonging_lost"
            )
        ]
        constraints = [
            *Sent.Meta.constraints,
            holds(
                "belonging_kept_says_until_when",
                Q(kind="kept", kept_until__isnull=False) | (~Q(kind="kept") & Q(kept_until=None)),
                "Tulis sampai tanggal berapa disimpan.",
            ),
            holds(
                "belonging_given_to_another_says_to_whom",
                ~Q(kind__in=["family", "seized"], to_whom=""),
                "Tulis siapa yang menerima.",
            ),
            holds(
                "belonging_not_returned_says_why",
                ~Q(kind__in=["kept", "seized", "destroyed", "lost"], reason=""),
                "Tulis alasannya.",
            ),
            holds(
                "belonging_loss_is_known_by_another",
                Q(known_at=None, known_by=None)
                | (
                    Q(kind="lost", known_at__isnull=False, known_by__isnull=False)
                    & ~Q(known_by=F("recorded_by"))
                ),
            ),
        ]

    def __str__(self):
        return f"{self.get_kind_display()}, {self.stay.person}"

    @property
    def needs_minutes(self):
        return self.kind in NEED_MINUTES

    @property
    def has_paper(self):
        """The ledger has receipts of its own."""
        return self.kind != EndKind.LEDGER

    @property
    def has_letter(self):
        return self.letter is not None and self.letter.is_current

    @property
    def letter_name(self):
        """What is printed of it."""
        return "Berita acara" if self.needs_minutes else "Tanda terima"

    @property
    def is_last(self):
        return self.kind != EndKind.KEPT

    @property
    def is_overdue(self):
        return self.kind == EndKind.KEPT and self.kept_until <= days.today()


class BelongingQuerySet(seen_with("bag")):
    def open(self):
        """Without an end: these stop a planned exit."""
        return self.filter(end=None)

    def here(self):
        """In the house: without an end, or kept until a day."""
        return self.filter(Q(end=None) | Q(end__kind=EndKind.KEPT))

    def ended_lately(self):
        """Within the last day, or still without the berita acara that its end demands."""
        since = days.now() - days.ONE_DAY
        return self.filter(
            Q(end__recorded_at__gt=since)
            | Q(end__in=BelongingEnd.objects.without_minutes().values("pk"))
        )


@pghistory.track()
class Belonging(Sent, Versioned):
    """One thing in a bag, and its end."""

    class Kind(models.TextChoices):
        GOODS = "goods", "Barang biasa"
        MONEY = "money", "Uang"
        PHONE = "phone", "Telepon"
        JEWELLERY = "jewellery", "Perhiasan"

    bag = protected(Bag, related_name="items")
    what = models.CharField("barang", max_length=120)
    quantity = models.PositiveSmallIntegerField(
        "jumlah",
        default=1,
        validators=[MinValueValidator(1, "Jumlah barang paling sedikit 1.")],
    )
    kind = one_of(Kind, "jenis", max_length=10, default=Kind.GOODS)
    amount = models.PositiveIntegerField("rupiah", null=True, blank=True)
    note = models.CharField("keadaan", max_length=200, blank=True)
    end = protected(BelongingEnd, "akhir titipan", null=True, editable=False, related_name="items")

    objects = BelongingQuerySet.as_manager()

    class Meta(Sent.Meta):
        verbose_name = "barang titipan"
        indexes = [
            models.Index(fields=["bag"], condition=Q(end=None), name="belonging_without_end")
        ]
        constraints = [
            *Sent.Meta.constraints,
            holds("belonging_is_at_least_one", Q(quantity__gte=1)),
            holds(
                "belonging_is_money_with_an_amount",
                Q(kind="money", amount__isnull=False, amount__gte=1)
                | (~Q(kind="money") & Q(amount=None)),
                "Jumlah rupiah ditulis untuk uang, dan hanya untuk uang.",
            ),
        ]
        triggers = [
            # A last end is the last, and it is an end of the same stay; but what went into the
            # ledger lies in its bag again where the ledger was corrected (cases/help/money).
            pgtrigger.Trigger(
                name="belonging_ends_once",
                when=pgtrigger.Before,
                operation=pgtrigger.Insert | pgtrigger.UpdateOf("end_id", "bag_id"),
                func="""
                    IF TG_OP = 'UPDATE' AND OLD.end_id IS NOT NULL
                        AND OLD.end_id IS DISTINCT FROM NEW.end_id
                        AND (NEW.end_id IS NULL OR 'kept' <>
                            (SELECT kind FROM cases_belongingend WHERE id = OLD.end_id))
                        AND NOT (NEW.end_id IS NULL AND 'ledger' =
                            (SELECT kind FROM cases_belongingend WHERE id = OLD.end_id))
                    THEN
                        RAISE EXCEPTION 'a belonging that has ended does not end again'
                            USING ERRCODE = 'check_violation';
                    END IF;
                    IF NEW.end_id IS NOT NULL
                        AND (SELECT stay_id FROM cases_belongingend WHERE id = NEW.end_id) <>
                            (SELECT stay_id FROM cases_bag WHERE id = NEW.bag_id)
                    THEN
                        RAISE EXCEPTION 'a belonging ends with the stay of its bag'
                            USING ERRCODE = 'check_violation';
                    END IF;
                    RETURN NEW;
                """,
            )
        ]

    def __str__(self):
        many = f"{self.quantity} " if self.quantity > 1 else ""
        return f"{many}{self.what}"

    @property
    def told(self):
        """With the money's amount: what a receipt says."""
        return f"{self}, Rp {angka(self.amount)}" if self.amount else str(self)

    @property
    def is_valuable(self):
        return self.kind != self.Kind.GOODS

    @property
    def is_here(self):
        return self.end_id is None or not self.end.is_last


@pghistory.track()
class BelongingPhoto(StoredPicture, Sent):
    """What a belonging looked like when it was taken in; re-encoded like every picture."""

    belonging = protected(Belonging, related_name="photos")

    objects = seen_with("belonging").as_manager()

    class Meta(Sent.Meta):
        verbose_name = "foto titipan"
        constraints = [
            *Sent.Meta.constraints,
            holds("belonging_photo_has_content", Q(size__gt=0, sha256__regex=r"^[0-9a-f]{64}$")),
        ]

    def __str__(self):
        return f"Foto {self.belonging}"
