"""Those who are received at once are received together."""

import uuid

from django.db import transaction

from cases.arrivals.receptions.models import Reception
from cases.house.belongings.models import Bag
from cases.intakes.models import Intake
from cases.people.models import Person
from rptc.audit.record import record
from rptc.letters.actions import issue_letter
from rptc.saving import locked
from rptc.sending import row_key
from rptc.words import inisial


@transaction.atomic
def receive(stays, *, at, page_key, by):
    """The stays that one page of arrivals began or went on with, a reception for each patrol that
    handed them over. `stays`: pairs of a stay and the intake by which the person came. Sent again
    after a correction, the others join those of the same patrol."""
    groups = {}
    for stay, intake in stays:
        groups.setdefault(intake.patrol_id, []).append(stay)
    for patrol_id, group in groups.items():
        reception = _reception(row_key(page_key, patrol_id), at, patrol_id, by)
        reception.stays.add(*group)
        record(by, "received", reception, people=len(group))


def _reception(key, at, patrol_id, by):
    """Once its berita acara is frozen, whoever comes later stands in another one."""
    frozen = Reception.objects.filter(recorded_by=by, letter__isnull=False)
    while frozen.filter(send_key=key).exists():
        key = row_key(key, "next")
    reception, _ = Reception.objects.get_or_create(
        send_key=key, recorded_by=by, defaults={"at": at, "patrol_id": patrol_id}
    )
    return reception


@transaction.atomic
def issue_reception_letter(reception, *, by):
    """The berita acara penerimaan of the group, frozen. Once, unless it was withdrawn or what it
    says was corrected since."""
    # Its letter is read afterwards: joined, it would be the one of before the wait for the lock.
    reception = locked(reception, "patrol__team", "recorded_by")
    if reception.letter and reception.letter.is_current:
        return reception.letter
    rows = _rows(reception)
    reception.letter = issue_letter(
        "berita-acara-penerimaan",
        template="cases/arrivals/reception_letter.html",
        context={
            "reception": reception,
            "team": list(reception.patrol.members.all()) if reception.patrol else [],
            "rows": rows,
            "doors": _doors(reception),
        },
        about=f"Penerimaan {len(rows)} orang",
        people=reception.stays.values_list("person", flat=True),
        before=reception.letter,
        by=by,
        send_key=uuid.uuid4(),
    )
    reception.save()
    return reception.letter


def _rows(reception):
    """Each with the tags that hang for them. The sheet goes through many hands: of children and
    of sealed files it has initials; the number of the file says who it is to whoever may open it.
    """
    stays = reception.stays.select_related("person", "intake__classification")
    tags = {}
    for bag in Bag.objects.filter(stay__receptions=reception, void_reason="").order_by("pk"):
        tags.setdefault(bag.stay_id, []).append(bag.number)
    return [
        {
            "name": _name(stay.person, stay.entered_on),
            "file_number": stay.person.file_number,
            "sex": stay.person.sex,
            "age": stay.person.age.text_on(stay.entered_on),
            "classification": stay.intake.classification.name,
            "bags": ", ".join(tags.get(stay.pk, [])),
        }
        for stay in stays.order_by("began_at", "pk")
    ]


def _name(person: Person, day):
    if person.is_sealed or person.age.is_child_on(day):
        return inisial(person.name or person.alias)
    return person.name or person.alias or "Tanpa nama"


def _doors(reception):
    """Whoever did not come with a patrol: by which doors, and from where."""
    intakes = Intake.objects.filter(stay__receptions=reception).order_by("door", "place")
    return sorted({f"{i.get_door_display()}, {i.where}".rstrip(", ") for i in intakes})
