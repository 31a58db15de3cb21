"""How far a letter is signed: who is asked, who has signed, and who is next."""

from collections.abc import Iterable
from dataclasses import dataclass
from functools import cached_property

from django.db.models import Model

from rptc.letters.models import Letter, LetterFile
from rptc.letters.signatures.models import Signature, SignatureSheet, fingerprint
from rptc.letters.signatures.sides import Hand, Signing
from rptc.letters.texts import sorts
from rptc.letters.ties import act_of


@dataclass(frozen=True)
class Signed:
    """How many of those who are asked have signed."""

    done: int
    of: int

    @property
    def is_whole(self):
        return self.done == self.of

    def __str__(self):
        return f"{self.done} dari {self.of}"


def signed_of(asked: Iterable[str], signatures: Iterable[Signature]) -> Signed:
    asked = set(asked)
    return Signed(len(asked & {row.side for row in signatures}), len(asked))


def signed_so_far(letter: Letter) -> Signed | None:
    """What the signatures say by themselves, for whoever does not see the act; None where nobody
    has signed here."""
    rows = list(letter.signatures.valid().order_by("pk").only("letter", "side", "asked"))
    return signed_of(rows[-1].asked, rows) if rows else None


def add_signed(acts: Iterable[tuple[Model, str, Letter | None]]) -> None:
    """Each letter that can be signed here gets `signed`: (act, code of the kind, its letter). One
    query, however many they are."""
    found = []
    for act, code, letter in acts:
        way = sorts.way_of(act, code) if letter else None
        if way and way.signing and letter.is_current:
            found.append((letter, asked_of(way.signing.hands(act, letter))))
    rows = Signature.objects.valid().filter(letter__in=[letter for letter, _ in found])
    rows = list(rows.only("letter", "side")) if found else []
    for letter, asked in found:
        letter.signed = signed_of(asked, [row for row in rows if row.letter_id == letter.pk])


def asked_of(hands: list[Hand]) -> list[str]:
    return [hand.side.value for hand in hands if hand.is_asked]


@dataclass(frozen=True)
class ToSign:
    """A letter that can be signed, and the act that it belongs to."""

    letter: Letter
    act: Model
    signing: Signing

    @cached_property
    def hands(self) -> list[Hand]:
        return self.signing.hands(self.act, self.letter)

    @cached_property
    def asked(self):
        return asked_of(self.hands)

    @cached_property
    def signatures(self) -> list[Signature]:
        return list(signatures_of(self.letter))

    @cached_property
    def done(self) -> set[str]:
        """The places that have signed."""
        return {row.side for row in self.signatures}

    @cached_property
    def file(self) -> LetterFile:
        return self.letter.files.defer("content").order_by("-kind").first()

    @property
    def fingerprint(self):
        return fingerprint(self.file.sha256)

    @property
    def signed(self):
        return signed_of(self.asked, self.signatures)

    @property
    def is_of_money(self):
        return self.signing.is_of_money(self.act)

    @property
    def about(self):
        return self.signing.about(self.act)

    @property
    def page(self):
        return self.signing.page(self.act)

    def hand(self, side: str) -> Hand | None:
        """The one of this place; else the first who is asked and has not signed, or None."""
        named = next((hand for hand in self.hands if hand.side == side), None)
        waiting = [hand for hand in self.hands if hand.is_asked and hand.side not in self.done]
        return named or next(iter(waiting), None)

    def steps(self, now: Hand | None = None) -> list[tuple[Hand, bool, bool]]:
        """(who, has signed, signs now) of those who are asked."""
        return [
            (hand, hand.side in self.done and hand != now, hand == now)
            for hand in self.hands
            if hand.is_asked or hand == now
        ]

    def others(self, now: Hand | None) -> list[Hand]:
        """Who else can sign on this page: not yet signed, and not the one of now."""
        return [hand for hand in self.hands if hand.side not in self.done and hand != now]


def signatures_of(letter: Letter):
    rows = letter.signatures.valid().select_related("recorded_by")
    return rows.order_by("signed_at", "pk")


def to_sign(user, letter_id: int) -> ToSign | None:
    """The letter, where this user may open the act that it belongs to, and it is signed here."""
    letter = Letter.objects.select_related("kind", "signatory").filter(pk=letter_id).first()
    for way in sorts.ways_to_sign(letter.kind.code) if letter else []:
        if act := act_of(letter, way, way.signing.acts(user)):
            return ToSign(letter, act, way.signing)
    return None


def to_withdraw(user, letter_id: int) -> tuple[Letter, str] | None:
    """The letter, and the page of the act that it belongs to, where this user may open that, also
    where the act had it once: one from before a correction is still valid."""
    letter = Letter.objects.select_related("kind", "signatory").filter(pk=letter_id).first()
    for way in sorts.ways_of(letter.kind.code) if letter else []:
        acts = way.acts_to_withdraw(user, letter)
        if acts is None:
            continue
        act = act_of(letter, way, acts)
        if act is None and way.column:
            act = acts.filter(**{f"history__{way.column}": letter.pk}).first()
        if act:
            return letter, way.page_of(act)
    return None


def sheet_of(letter: Letter) -> SignatureSheet | None:
    """The sheet that shows who has signed by now, all of them and nobody else."""
    rows = sorted(letter.signatures.valid().values_list("pk", flat=True))
    return letter.signature_sheets.filter(signatures=rows).first()
