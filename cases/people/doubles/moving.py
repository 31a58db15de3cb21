"""Which rows belong to a person, moved to another file and back.

What to move is read from the models: every key that points to a person. So a new table is moved
from its first day, and `people` imports nothing to its right.
"""

from collections import defaultdict
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field

from django.core.exceptions import ValidationError
from django.db import IntegrityError, models, transaction
from django.db.models import Exists, OuterRef, Q

from cases.people.doubles.models import Double, Merge, MergedRow
from cases.people.locks import lock_people
from cases.people.models import Person
from cases.people.reach import Reach
from cases.people.relations.models import Relation
from rptc.accounts.models import User
from rptc.kept import Sql, answers, joined, sql_of
from rptc.policies import whoever_acts
from rptc.saving import constraint_of

# About the two files, not about the human being: these stay where they are. Who may know whom
# goes with the rows that gave it.
STAY_BEHIND = {Double, Merge, MergedRow, Reach}

REASONS = {
    "person_has_one_open_stay": (
        "Keduanya sedang dalam masa pembinaan. Satu orang hanya punya satu yang berjalan."
    ),
    "stays_of_a_person_do_not_overlap": (
        "Masa pembinaan keduanya bertumpuk. Satu orang tidak mungkin tinggal dua kali sekaligus."
    ),
    "referral_to_a_partner_is_open_once": (
        "Keduanya mempunyai rujukan terbuka ke mitra yang sama. Tarik salah satunya dahulu."
    ),
    "relation_is_said_once": (
        "Dugaan eksploitasi hanya ditandai pada satu berkas. Tandai juga pada berkas yang"
        " dipertahankan."
    ),
    "relation_is_between_two": (
        "Keduanya tercatat saling berhubungan atau terjaring bersama, jadi dua orang."
    ),
    "person_confirmed_nik_is_one_person": (
        "NIK berkas itu sekarang sudah dipastikan milik klien lain."
    ),
}


@dataclass(frozen=True)
class Group:
    """Rows of one table that point to a person by one key."""

    model: type[models.Model]
    field: models.ForeignKey
    ids: list[int] = field(default_factory=list)

    @property
    def table(self):
        return self.model._meta.db_table

    @property
    def rows(self):
        return self.model._base_manager.filter(pk__in=self.ids)


def keys_to_person():
    """Every key that points to a person and goes where the person goes."""
    return [
        (relation.related_model, relation.field)
        for relation in Person._meta.get_fields(include_hidden=True)
        if relation.auto_created
        and relation.is_relation
        and not relation.many_to_many
        and relation.related_model not in STAY_BEHIND
        and not hasattr(relation.related_model, "pgh_tracked_model")
    ]


@whoever_acts()
def rows_of(lost, kept) -> list[Group]:
    """What goes from the one file to the other. A relation that the kept file has as well would
    be said twice: it stays with the lost one."""
    keys, selects = keys_to_person(), []
    said_twice = _relations_said_twice(lost, kept)
    for place, (model, key) in enumerate(keys):
        pointing = model._base_manager.filter(**{key.attname: lost.pk})
        if model is Relation:
            pointing = pointing.exclude(pk__in=said_twice)
        sql = sql_of(pointing.values_list("pk"))
        selects.append(Sql(f"SELECT {place:d}, each.* FROM ({sql.text}) AS each", sql.values))  # noqa: S608
    # Asked at once: there are some thirty keys, and rows of a few.
    ids = defaultdict(list)
    for place, pk in answers(joined(" UNION ALL ", selects)):
        ids[place].append(pk)
    return [Group(*keys[place], sorted(ids[place])) for place in sorted(ids)]


def _relations_said_twice(lost, kept):
    """Unless only the lost file's has the mark for suspected exploitation: that must not be lost
    from sight, so it stops the merge."""
    there = Relation.objects.filter(kind=OuterRef("kind")).filter(
        Q(suspected_exploitation=True)
        | Q(suspected_exploitation=OuterRef("suspected_exploitation"))
    )
    return Relation.objects.filter(
        Q(Exists(there.filter(person=kept, other=OuterRef("other"))), person=lost)
        | Q(Exists(there.filter(person=OuterRef("person"), other=kept)), other=lost)
    ).values("pk")


def listed_rows(merge) -> list[Group]:
    """The rows that a merge moved."""
    ids = defaultdict(list)
    for table, name, row in merge.rows.values_list("table", "field", "row"):
        ids[table, name].append(row)
    return [
        Group(model, key, ids[model._meta.db_table, key.name])
        for model, key in keys_to_person()
        if (model._meta.db_table, key.name) in ids
    ]


@whoever_acts()
def move(groups, *, to):
    for group in groups:
        group.rows.update(**{group.field.attname: to.pk})


# -- What speaks against a merge ---------------------------------------------------------------


# Who reads the one need not read the other.
OPEN_FIRST = "Berkas {} ditutup untuk orang bernama. Kepala UPT membukanya dahulu."


# (kept, lost, user) -> why this user may not even be told whether the two collide.
Objection = Callable[[Person, Person, User], Iterable[str]]
_objections: list[Objection] = []


def register_objection(objection: Objection):
    """By a room on the right whose rows say, by the fact that two collide, what is closed."""
    _objections.append(objection)


def refusals(kept, lost, *, by) -> list[str]:
    """In words; empty when the two can be merged. The caller holds the lock of both."""
    return what_is_known_against(kept, lost, by=by) or _what_the_database_refuses(kept, lost)


def what_is_known_against(kept, lost, *, by) -> list[str]:
    """The same as far as it can be said without moving a row: no lock is needed."""
    found = list(_facts_against(kept, lost))
    return found or [said for objection in _objections for said in objection(kept, lost, by)]


@transaction.atomic
def look(kept, lost, *, by) -> list[str]:
    """The same for a page that only asks."""
    lock_people([kept.pk, lost.pk])
    return refusals(kept, lost, by=by)


def _facts_against(kept, lost):
    if kept.merged_into_id or lost.merged_into_id:
        yield "Salah satu berkas ini sudah digabung. Buka berkasnya lagi."
        return
    for person in (kept, lost):
        if person.for_named_only:
            yield OPEN_FIRST.format(person.file_number)
    if kept.sex != lost.sex:
        yield "Jenis kelamin kedua berkas berbeda. Perbaiki dahulu bila salah satunya keliru."
    confirmed = Person.NikStatus.CONFIRMED
    if kept.nik_status == lost.nik_status == confirmed and kept.nik != lost.nik:
        yield "Kedua berkas punya NIK yang kartunya sudah dilihat, dan NIK itu berbeda."
    if lost.is_sealed and not kept.is_sealed:
        yield f"Berkas {lost.file_number} tertutup, jadi berkas itu yang dipertahankan."


def _what_the_database_refuses(kept, lost):
    """Asked of the database itself: each table is moved, and all of it is taken back."""
    found = []
    with transaction.atomic():
        for group in rows_of(lost, kept):
            try:
                with transaction.atomic():
                    move([group], to=kept)
            except IntegrityError as error:
                found.append(_words(error, group.model))
        transaction.set_rollback(True)
    return list(dict.fromkeys(found))


def _words(error, model):
    return REASONS.get(
        constraint_of(error), f"Baris {model._meta.verbose_name} keduanya bertabrakan."
    )


# -- What holds a merge together -----------------------------------------------------------------


@whoever_acts()
def what_holds(groups, kept) -> list[str]:
    """Why exactly these rows cannot go back, in words; empty when they can."""
    if kept.merged_into_id:
        return [
            f"Berkas ini sudah digabung lagi ke berkas {kept.merged_into_id:05d}. Batalkan"
            " penggabungan itu dahulu."
        ]
    if kept.for_named_only:
        return [OPEN_FIRST.format(kept.file_number)]
    return [*_gone(groups, kept), *_built_on(groups)]


def _gone(groups, kept):
    for group in groups:
        gone = len(group.ids) - group.rows.filter(**{group.field.attname: kept.pk}).count()
        if gone:
            yield (
                f"{gone} baris {group.model._meta.verbose_name} yang dipindahkan sudah dihapus"
                " atau dipindahkan lagi."
            )


def _built_on(groups):
    """Rows added since, that hang on a listed row and on the kept file as well.

    A stay of the kept file that began with an intake which would go back, for example.
    """
    listed = {(group.model, group.field.name): set(group.ids) for group in groups}
    owners = {model for model, _ in keys_to_person()} - {Person}
    for model, keys in _tables_with_two_owners(owners):
        torn = 0
        names = [key.attname for key in keys]
        touching = models.Q()
        for key in keys:
            if key.related_model is not Person:
                touching |= models.Q(**{f"{key.attname}__in": _ids(listed, key.related_model)})
        for pk, *values in model._base_manager.filter(touching).values_list("pk", *names):
            goes = {
                _goes_back(key, value, pk, model, listed)
                for key, value in zip(keys, values, strict=True)
                if value is not None
            }
            torn += len(goes) > 1
        if torn:
            yield (
                f"{torn} {model._meta.verbose_name} dicatat sesudah digabung dan memakai baris"
                " dari kedua berkas."
            )


def _tables_with_two_owners(owners):
    """(model, keys): tables whose rows point to a person or to a person's row by several keys."""
    tables = defaultdict(list)
    for owner in owners | {Person}:
        for relation in owner._meta.get_fields(include_hidden=True):
            if not (relation.auto_created and relation.is_relation) or relation.many_to_many:
                continue
            model = relation.related_model
            if model in STAY_BEHIND or hasattr(model, "pgh_tracked_model"):
                continue
            tables[model].append(relation.field)
    for model, keys in tables.items():
        if len(keys) > 1 and any(key.related_model is not Person for key in keys):
            yield model, keys


def _ids(listed, model):
    return {pk for (owner, _), ids in listed.items() if owner is model for pk in ids}


def _goes_back(key, value, pk, model, listed):
    if key.related_model is Person:
        return pk in listed.get((model, key.name), ())
    return value in _ids(listed, key.related_model)


def move_back(groups, lost):
    """Raises ValidationError with the reason where the database refuses."""
    try:
        with transaction.atomic():
            move(groups, to=lost)
            Person.objects.filter(pk=lost.pk).update(merged_into=None)
    except IntegrityError as error:
        raise ValidationError(_words(error, Person)) from error
