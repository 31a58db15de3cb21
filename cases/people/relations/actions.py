"""Who belongs to whom, and the mark for suspected exploitation."""

from django.core.exceptions import ValidationError
from django.db import models, transaction

from cases.people.locks import lock_people
from cases.people.models import Sex
from cases.people.relations.models import Relation
from rptc.audit.record import record
from rptc.saving import locked, save, sentence_of

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


def relation_of(one, tie, other):
    """ "`one` is `other`'s <tie>" as a row: whoever is mother or father stands first."""
    if tie == Tie.CHILD:
        kind = Kind.MOTHER if other.sex == Sex.FEMALE else Kind.FATHER
        return Relation(person=other, other=one, kind=kind)
    return Relation(person=one, other=other, kind=tie)


@transaction.atomic
def link_people(relation, *, by):
    """Record how two people belong together. Raises ValidationError in words."""
    _check(relation)
    lock_people([relation.person_id, relation.other_id])
    relation.recorded_by = by
    save(relation)
    record(by, "linked", relation, other=relation.other_id)
    return relation


def _check(relation):
    if relation.person == relation.other:
        raise ValidationError("Pilih orang lain.")
    if relation.kind == Kind.MOTHER and relation.person.sex != Sex.FEMALE:
        raise ValidationError(f"{relation.person} tercatat laki-laki, tidak dapat menjadi ibu.")
    if relation.kind == Kind.FATHER and relation.person.sex != Sex.MALE:
        raise ValidationError(f"{relation.person} tercatat perempuan, tidak dapat menjadi ayah.")
    said_other_way = Relation.objects.filter(
        person=relation.other, other=relation.person, kind=relation.kind
    )
    if said_other_way.exists():
        raise ValidationError(sentence_of(Relation, "relation_is_said_once"))


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
    relation.save()
    record(by, "marked" if note else "unmarked", relation, other=relation.other_id)
    return relation


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
