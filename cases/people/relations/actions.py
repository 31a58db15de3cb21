"""Who belongs to whom, and the mark for suspected exploitation."""

from django.core.exceptions import ValidationError
from django.db import models, transaction

from cases.people import access
from cases.people.access import Manner
from cases.people.locks import lock_people
from cases.people.models import Sex
from cases.people.relations.models import Relation
from rptc import days
from rptc.audit.record import enter, keep, record
from rptc.saving import locked, sentence_of
from rptc.words import inisial

Kind = Relation.Kind


class Tie(models.TextChoices):
    """How people say it: the one is the other's ..."""

    CHILD = "child", "anaknya"
    MOTHER = "mother", "ibunya"
    FATHER = "father", "ayahnya"
    SIBLING = "sibling", "saudaranya"
    TOGETHER = "together", "bersama"
    GUARDIAN = "guardian", "walinya"
    SPOUSE = "spouse", "suami atau istrinya"
    RELATIVE = "relative", "keluarga lainnya"


# Those of one tap, on the road at night.
QUICK_TIES = [Tie.CHILD, Tie.MOTHER, Tie.FATHER, Tie.SIBLING, Tie.TOGETHER]
# Said in either order, these are the same.
MUTUAL = {Kind.SIBLING, Kind.SPOUSE, Kind.RELATIVE, Kind.TOGETHER}
PARENTS = {Kind.MOTHER, Kind.FATHER}
# Of two people one of these alone is true.
NEAREST = {Kind.MOTHER, Kind.FATHER, Kind.SIBLING, Kind.SPOUSE}
# Ages are estimates of years; closer than this no estimate is so wrong.
PARENT_IS_OLDER_BY = 10


def relation_of(one, tie, other):
    """ "`one` is `other`'s <tie>" as a row: whoever is mother or father stands first."""
    if tie == Tie.CHILD:
        kind = Kind.MOTHER if other.sex == Sex.FEMALE else Kind.FATHER
        return Relation(person=other, other=one, kind=kind)
    return Relation(person=one, other=other, kind=tie)


@transaction.atomic
def link_people(relation, *, by):
    """Record how two people belong together. Raises ValidationError in words."""
    _check(relation, by)
    lock_people([relation.person_id, relation.other_id])
    enter(relation, "linked", by=by, other=relation.other_id)
    if relation.kind != Kind.TOGETHER:
        _replace_together(relation)
    return relation


def _replace_together(relation):
    """Whoever is known to be a mother is no mere companion any more. A mark stays where it is."""
    pair = [relation.person, relation.other]
    together = Relation.objects.filter(person__in=pair, other__in=pair, kind=Kind.TOGETHER)
    together.filter(suspected_exploitation=False).delete()


def _check(relation, by):
    if relation.person == relation.other:
        raise ValidationError("Pilih orang lain.")
    if relation.kind == Kind.MOTHER and relation.person.sex != Sex.FEMALE:
        who = _called(relation.person, by)
        raise ValidationError(f"{who} tercatat laki-laki, tidak dapat menjadi ibu.")
    if relation.kind == Kind.FATHER and relation.person.sex != Sex.MALE:
        who = _called(relation.person, by)
        raise ValidationError(f"{who} tercatat perempuan, tidak dapat menjadi ayah.")
    if relation.kind in PARENTS:
        _check_ages(relation, by)
    _check_beside_others(relation, by)


def _called(person, by):
    """As this reader may know them: who links two rows of the road reads initials of whoever was
    known before, and what is refused must not name them."""
    manner = access.known(by, person).manner
    if manner == Manner.INITIALS:
        return inisial(person.name or person.alias)
    return "Orang ini" if manner == Manner.CLOSED else str(person)


def _check_ages(relation, by):
    """Nobody is the parent of who is older, or nearly as old."""
    today = days.today()
    oldest, youngest = relation.person.age.most_on(today), relation.other.age.least_on(today)
    if None not in (oldest, youngest) and oldest - youngest < PARENT_IS_OLDER_BY:
        parent, child = _called(relation.person, by), _called(relation.other, by)
        raise ValidationError(
            f"Umur tidak cocok: {parent} {relation.person.age_today},"
            f" {child} {relation.other.age_today}. Periksa umur atau hubungannya."
        )


def _check_beside_others(relation, by):
    """Of two people one such tie alone is true: a child's mother is not its father, its child or
    its sister as well."""
    pair = [relation.person, relation.other]
    between = Relation.objects.filter(person__in=pair, other__in=pair)
    if between.filter(person=relation.other, kind=relation.kind).exists():
        raise ValidationError(sentence_of(Relation, "relation_is_said_once"))
    nearest = between.filter(kind__in=NEAREST).select_related("person", "other")
    said = nearest.exclude(person=relation.person, kind=relation.kind).first()
    if said and relation.kind in NEAREST:
        one, other = _called(said.person, by), _called(said.other, by)
        raise ValidationError(
            f"Sudah dicatat: {one} {said.get_kind_display()} {other}. Keduanya tidak dapat menjadi"
            " dua-duanya. Hapus dahulu yang keliru."
        )


@transaction.atomic
def mark_exploitation(relation, note, *, by):
    """Suspected exploitation: on the pair and on its adult, with what was seen.

    An empty note takes the mark away; the history keeps it.
    """
    lock_people([relation.person_id, relation.other_id])
    relation = locked(relation, "person", "other")
    if note:
        _put_adult_first(relation)
    relation.suspected_exploitation, relation.exploitation_note = bool(note), note
    return keep(relation, "marked" if note else "unmarked", by=by, other=relation.other_id)


@transaction.atomic
def remove_relation(relation, reason, *, by):
    """Wrongly recorded: the row goes, its history stays. Raises ValidationError in words.

    A relation with the mark stays: taking off the mark is an act of its own, so that it never
    leaves with the row unseen.
    """
    relation = (
        Relation.objects.select_for_update(of=("self",))
        .select_related("person", "other")
        .filter(pk=relation.pk)
        .first()
    )
    if relation is None:
        raise ValidationError("Hubungan ini sudah dihapus.")
    if relation.suspected_exploitation:
        raise ValidationError(
            "Hubungan ini bertanda dugaan eksploitasi. Cabut tandanya dahulu, lalu hapus."
        )
    record(by, "removed", relation, other=relation.other_id, reason=reason)
    relation.delete()


def _put_adult_first(relation):
    """The mark never sits on a child."""
    if not relation.person.is_child_today:
        return
    if relation.other.is_child_today or relation.kind not in MUTUAL:
        raise ValidationError("Tanda ini untuk orang dewasa. Keduanya tercatat anak.")
    relation.person, relation.other = relation.other, relation.person
