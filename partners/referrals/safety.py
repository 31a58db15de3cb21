"""What always travels with a referral: to whom the klien must not be handed over, that they may
run away, allergies, and the medicines in use (docs/rules.md, Referral).

The packet is frozen; this is not. It is read from the file whenever the partner opens the
referral, so that a ban of this hour is known there in this hour. What the partner has read is
written down with its words; what differs from that is unread, and both sides see it.
"""

import hashlib
import json
from dataclasses import dataclass

from django.contrib.postgres.expressions import ArraySubquery
from django.contrib.postgres.fields import ArrayField
from django.db.models import BigIntegerField, CharField, F, OuterRef, Q, Subquery, Value
from django.db.models.functions import Cast, Coalesce, Collate, Concat

from cases.health.findings.models import Allergy
from cases.health.medicines.models import Medicine
from cases.health.medicines.names import add_labels
from cases.people.flags.models import Flag
from partners.referrals.models import PARTNER_SEES, SafetyRead
from partners.referrals.models import ReferralState as S
from rptc import days, keys
from rptc.together import read_together

NUMBERS, NAMES = ArrayField(BigIntegerField()), ArrayField(CharField(max_length=40))


@dataclass(frozen=True)
class Word:
    """One thing the partner must know: `key` names the row and its version."""

    key: str
    text: str
    what_to_do: str = ""


def travelling(user):
    """The flags, allergies and medicines in force that travel: of all people, to be narrowed.
    Whoever reads for the partner reads all; one of ours reads those that are theirs to read."""
    flags = Flag.objects.in_force()
    flags = flags.against_release() | flags.filter(kind=Flag.Kind.ESCAPE)
    allergies = Allergy.objects.in_force()
    medicines = Medicine.objects.filter(ended_at=None)
    medicines = medicines.filter(Q(last_on=None) | Q(last_on__gte=days.today()))
    if user is not None:
        flags = flags.filter(pk__in=Flag.objects.visible_to(user))
        allergies = allergies.filter(pk__in=Allergy.objects.visible_to(user))
        medicines = medicines.filter(pk__in=Medicine.objects.visible_to(user))
    return flags, allergies, medicines


def words_of(referral, user=None) -> list[Word]:
    """What the partner must know today, bans first; to `user` of ours, as far as they read it."""
    flags, allergies, medicines = travelling(user)
    flags, allergies, medicines = read_together(
        [
            flags.filter(person=referral.person_id).order_by("pk"),
            allergies.filter(person=referral.person_id).order_by("-is_severe", "pk"),
            medicines.filter(stay=referral.stay_id).order_by("pk"),
        ]
    )
    flags.sort(key=lambda flag: flag.severity)
    medicines = add_labels(medicines)
    return [
        *(Word(f"flag:{flag.pk}", _of_flag(flag), flag.what_to_do) for flag in flags),
        *(Word(f"allergy:{row.pk}:{row.version}", row.warning, row.reaction) for row in allergies),
        *(
            Word(f"medicine:{row.pk}:{row.version}", f"Obat: {row.shown}, {row.dose}, {row.when}")
            for row in medicines
        ),
    ]


def _of_flag(flag):
    """Why, the partner is not told: whom to keep away is enough."""
    if flag.kind == Flag.Kind.ESCAPE:
        return flag.get_kind_display()
    return f"Jangan serahkan kepada {flag.whom}"


@dataclass(frozen=True)
class Telling:
    """What the partner must know now, beside what it read last."""

    words: list[Word]
    # Not among those that were read; and texts of those that hold no more.
    new: set[str]
    gone: list[str]
    read: SafetyRead | None
    # Something came, changed or ended since, also what this reader of ours may not know.
    is_unread: bool
    # One that is known at the partner, and not to this reader of ours.
    is_partial: bool


def telling_of(referral, user=None) -> Telling:
    """For the partner; for `user` of ours, as far as they read it."""
    words = everything = words_of(referral)
    if user is not None:
        words = words_of(referral, user)
    read = referral.safety_reads.select_related("recorded_by").order_by("-pk").first()
    before = dict(json.loads(keys.opened(read.sealed_words))) if read else {}
    now = {word.key for word in everything}
    # Before it is sent nobody there could have read it.
    new = {word.key for word in words} - before.keys() if referral.sent_at else set()
    return Telling(
        words,
        new,
        # What is over may have been known to few.
        [text for key, text in before.items() if key not in now] if user is None else [],
        read,
        is_unread=referral.state in PARTNER_SEES and now != before.keys(),
        is_partial=len(words) < len(everything),
    )


def digest_of_words(words) -> str:
    """Of exactly these words, for the form that says they were read."""
    return hashlib.sha256(_written(words).encode()).hexdigest()


def fill_read(read, words):
    """Let the row say that exactly these words were read."""
    read.flags = sorted(int(word.key.split(":")[1]) for word in words if word.key[0] == "f")
    read.allergies, read.medicines = _keys(words, "allergy"), _keys(words, "medicine")
    read.sealed_words = keys.encrypt(_written(words))


def _written(words):
    return json.dumps([[word.key, word.text] for word in words])


def _keys(words, kind):
    start = f"{kind}:"
    return sorted(word.key.removeprefix(start) for word in words if word.key.startswith(start))


def with_unread(referrals):
    """Of these referrals, those whose partner holds the packet and has not read what holds now, or
    has read what holds no more."""
    flags, allergies, medicines = travelling(None)
    last = SafetyRead.objects.filter(referral=OuterRef("pk")).order_by("-pk")
    of_person = {"person": OuterRef("person")}
    rows = referrals.annotate(
        flags_now=ArraySubquery(flags.filter(**of_person).order_by("pk").values("pk")),
        flags_read=_read(last, "flags", NUMBERS),
        allergies_now=_versions(allergies.filter(**of_person)),
        allergies_read=_read(last, "allergies", NAMES),
        medicines_now=_versions(medicines.filter(stay=OuterRef("stay"))),
        medicines_read=_read(last, "medicines", NAMES),
    )
    differs = (
        ~Q(flags_now=F("flags_read"))
        | ~Q(allergies_now=F("allergies_read"))
        | ~Q(medicines_now=F("medicines_read"))
    )
    return rows.filter(differs, state__in=PARTNER_SEES)


def unread_by_who_took_over(referrals):
    """The same of those whom the partner has said yes to: until then it answers first."""
    return with_unread(referrals).exclude(state=S.SENT)


def has_unread(referral):
    return with_unread(type(referral).objects.filter(pk=referral.pk)).exists()


def _read(last, column, field):
    return Coalesce(Subquery(last.values(column)[:1]), Value([], output_field=field))


def _versions(rows):
    """Their "number:version", in the order of Python's sort of texts."""
    key = Concat(Cast("pk", CharField()), Value(":"), Cast("version", CharField()))
    rows = rows.annotate(key=key).order_by(Collate("key", "C"))
    return Cast(ArraySubquery(rows.values("key")), NAMES)
