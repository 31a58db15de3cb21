"""From what was read to people and intakes, and back: saved as one file, undone as one file."""

from datetime import timedelta

from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction

from cases.intakes.models import Classification, Door, Intake, RegisterImport, found_at
from cases.intakes.register.comparing import place_in_file
from cases.intakes.register.intake_rows import outcome_in
from cases.intakes.register.reader import read_register
from cases.people.access import known_of
from cases.people.actions import first_statements
from cases.people.ages import Age, AgeKind
from cases.people.doubles.finding import find_doubles
from cases.people.locks import lock_people
from cases.people.models import Person, Source, Statement
from cases.people.reach import Level
from cases.places.lookup import region_finder
from rptc import days
from rptc.audit.record import keep, record
from rptc.policies import whoever_acts
from rptc.saving import constraint_of

DRAFT_STAYS = timedelta(days=14)
# The doubles of so many imported people are found while the page waits.
SEARCHED_AT_ONCE = 1000


class AlreadyRead(ValidationError):
    """The same file was saved before, and not undone."""

    def __init__(self, before):
        when = f"{before.committed_at.astimezone(days.WITA):%d/%m/%Y}"
        super().__init__(
            f"Berkas ini sudah diimpor pada {when}, {before.accepted} baris."
            " Tidak ada yang ditambah."
        )
        self.before = before


def read(source, *, sheet=None):
    """Read a file with the classes that are known here. Raises UnusableFile."""
    return read_register(source, sheet=sheet or None, nicknames=Classification.objects.nicknames())


def saved_before(sha256, sheet=""):
    return RegisterImport.objects.in_force().filter(sha256=sha256, sheet=sheet).first()


@transaction.atomic
def save_register(register, rows, *, refused, also_there=(), by):
    """Save the good rows of a register (`candidates`), of which others were `refused`: one person
    a row, no patrol and no stay, the outcome with which the remarks begin, or none. Rows that are
    there already, that correct one or that stand twice in the file are passed over unless named.

    Never matches people by itself. Raises AlreadyRead for a file that was saved before.
    """
    if before := saved_before(register.sha256, register.sheet):
        raise AlreadyRead(before)
    taken = [one for one in rows if one.is_new or one.key in also_there]
    register.recorded_by = by
    register.committed_at = days.now()
    register.accepted = len(taken)
    register.skipped = len(rows) - len(taken)
    register.refused = refused
    register.content = None
    try:
        with transaction.atomic():
            register.save()
    except IntegrityError as error:
        if constraint_of(error) != "register_file_is_read_once":
            raise
        raise AlreadyRead(saved_before(register.sha256, register.sheet)) from error
    people = _save_rows(register, taken, by)
    # More than this waits for the night's search (find_doubles).
    if len(people) <= SEARCHED_AT_ONCE:
        find_doubles(people)
    record(by, "imported", register, rows=register.accepted)
    return register


def _save_rows(register, taken, by):
    find_region = region_finder()
    people = Person.objects.bulk_create(
        [_person_of(one.row, find_region, by) for one in taken], batch_size=500
    )
    Statement.objects.bulk_create(
        [
            statement
            for person, one in zip(people, taken, strict=True)
            for statement in first_statements(
                person, source=Source.REGISTER, on=one.row.met_on, by=by
            )
        ],
        batch_size=500,
    )
    Intake.objects.bulk_create(
        [
            Intake(
                person=person,
                sex=person.sex,
                met_on=one.row.met_on,
                door=Door.REGISTER,
                outcome=outcome_in(one.row.remarks)[0],
                handed_to=outcome_in(one.row.remarks)[1],
                place=one.row.place,
                provisional=one.classification,
                classification=one.classification,
                remarks=outcome_in(one.row.remarks)[2],
                register_import=register,
                register_row=place_in_file(one.row),
                recorded_by=by,
            )
            for person, one in zip(people, taken, strict=True)
        ],
        batch_size=500,
    )
    return people


def _person_of(row, find_region, by):
    person = Person(
        name=row.name,
        sex=row.sex,
        birthplace=row.age.birthplace,
        nik=row.nik,
        nik_status=Person.NikStatus.CLAIMED if row.nik else Person.NikStatus.UNKNOWN,
        origin=find_region(row.origin),
        origin_text=row.origin,
        recorded_by=by,
    )
    if not row.name:
        person.found = found_at(row.place, row.met_on)[:140]
    person.age = Age(
        row.age.kind,
        row.age.years,
        row.age.born_on,
        row.met_on if row.age.kind != AgeKind.UNKNOWN else None,
    )
    return person


def forget_drafts(*, by) -> int:
    """A register that was looked at and not saved holds names of whom nobody decided to keep:
    after a fortnight it goes, whole."""
    old = RegisterImport.objects.drafts().filter(recorded_at__lt=days.now() - DRAFT_STAYS)
    return sum(_forget(number, by) for number in old.values_list("pk", flat=True))


@transaction.atomic
def _forget(number, by):
    """Unless somebody has saved it while others were looked through."""
    rows = RegisterImport.objects.drafts().select_for_update(of=("self",)).filter(pk=number)
    register = rows.first()
    if register is None:
        return False
    record(by, "removed", register)
    register.delete()
    return True


@transaction.atomic
def undo_register(register, *, by):
    """Take a whole file back: its intakes and the people that only it knew. `left` of the register
    then says how many rows stay: those of files that are closed to whoever undoes it.

    Raises ValidationError when something later was built on one of its people.
    """
    register = RegisterImport.objects.select_for_update().get(pk=register.pk)
    if register.is_draft or register.undone_at:
        raise ValidationError("Impor ini tidak sedang berlaku.")
    intakes = Intake.objects.filter(register_import=register)
    people = lock_people(intakes.values_list("person", flat=True)).values()
    known = known_of(people, by)
    ids = [person.pk for person in people if known[person.pk].level >= Level.FILE]
    used = _used_elsewhere(ids, register)
    if used:
        names = ", ".join(f"{person} (berkas {person.file_number})" for person in used[:3])
        raise ValidationError(
            f"{len(used)} orang sudah mempunyai catatan lain: {names}."
            " Impor ini tidak dapat dibatalkan seluruhnya."
        )
    taken_back = intakes.filter(person__in=ids)
    deleted = taken_back.count()
    taken_back.delete()
    Person.objects.filter(pk__in=ids).delete()
    register.undone_by, register.undone_at = by, days.now()
    keep(register, "undone", by=by, rows=deleted)
    register.left = intakes.count()
    return register


@whoever_acts()
def _used_elsewhere(ids, register):
    """People of the file with any row besides its own intake and statements. That they are
    likely doubles of somebody goes with them."""
    own = {"intakes", "statements", "history", "doubles", "doubles_of"}
    used = set(
        Intake.objects.filter(person__in=ids)
        .exclude(register_import=register)
        .values_list("person", flat=True)
    )
    for relation in Person._meta.related_objects:
        if relation.get_accessor_name() in own or relation.related_model is Intake:
            continue
        if hasattr(relation.related_model, "pgh_tracked_model"):
            continue
        rows = relation.related_model.objects.filter(**{f"{relation.field.name}__in": ids})
        used |= set(rows.values_list(relation.field.attname, flat=True))
    return list(Person.objects.filter(pk__in=used).order_by("pk"))
