"""Those who are received at once are received together."""

import uuid

from django.db import transaction

from cases.people.models import Person
from cases.stays.belongings.models import Bag
from cases.stays.receptions.models import Reception
from rptc.audit.record import record
from rptc.letters.actions import issue_letter
from rptc.sending import row_key
from rptc.words import inisial


@transaction.atomic
def receive(stays, *, at, patrols, page_key, by):
    """The stays that one page of arrivals began or went on with; sent again after a correction,
    the others join them. `patrols` are the ids of those who brought them."""
    patrol = patrols.pop() if len(patrols) == 1 else None
    while Reception.objects.filter(
        send_key=page_key, recorded_by=by, letter__isnull=False
    ).exists():
        # Its berita acara is frozen: whoever comes later stands in another one.
        page_key = row_key(page_key, "next")
    reception, _ = Reception.objects.get_or_create(
        send_key=page_key, recorded_by=by, defaults={"at": at, "patrol_id": patrol}
    )
    reception.stays.add(*stays)
    record(by, "received", reception, people=len(stays))
    return reception


@transaction.atomic
def issue_reception_letter(reception, *, by):
    """The berita acara penerimaan of the group, frozen. Once, unless withdrawn."""
    receptions = Reception.objects.select_for_update(of=("self",))
    receptions = receptions.select_related("letter", "patrol__team", "recorded_by")
    reception = receptions.get(pk=reception.pk)
    if reception.letter and not reception.letter.withdrawn_at:
        return reception.letter
    rows = _rows(reception)
    reception.letter = issue_letter(
        "berita-acara-penerimaan",
        template="cases/reception_letter.html",
        context={
            "reception": reception,
            "team": list(reception.patrol.members.all()) if reception.patrol else [],
            "rows": rows,
        },
        about=f"Penerimaan {len(rows)} orang",
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
