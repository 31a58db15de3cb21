"""What other rooms ask of consents: may the family of this klien be told, and who refused a photo
outside the house? The newest answer counts, in whichever stay it was given."""

from cases.file.consents.actions import may_be_child
from cases.file.consents.models import Consent, Purpose
from cases.stays.models import Stay
from rptc import days


def is_asked_about_family(person) -> bool:
    """Of an adult whom we had in the house; whoever was only met was never asked anything."""
    is_known = Stay.objects.filter(person=person).exists()
    return is_known and not may_be_child(person, days.today())


def family_answer(person) -> Consent | None:
    """What they said last about telling their family; a child's family is looked for by duty."""
    if may_be_child(person, days.today()):
        return None
    return _last([person.pk], Purpose.FAMILY).get(person.pk)


def family_refused(person) -> Consent | None:
    """The no of who does not want their family told, where that is what they said last."""
    answer = family_answer(person)
    return answer if answer and answer.is_refused else None


def photo_refused(person) -> Consent | None:
    """The same of a photo outside the house; of a child, of whoever answers for it."""
    answer = _last([person.pk], Purpose.PHOTO).get(person.pk)
    return answer if answer and answer.is_refused else None


def who_refused_family(people) -> list:
    """Those among these whose family is not told, in the order given. One query."""
    grown = [person for person in people if not may_be_child(person, days.today())]
    return _refused(grown, Purpose.FAMILY)


def who_refused_photo(people) -> list:
    return _refused(people, Purpose.PHOTO)


def _refused(people, purpose):
    answers = _last([person.pk for person in people], purpose)
    return [person for person in people if person.pk in answers and answers[person.pk].is_refused]


def _last(people, purpose):
    """{number of a person: the answer that they gave last}."""
    rows = Consent.objects.filter(stay__person__in=people, purpose=purpose)
    rows = rows.select_related("stay", "withdrawal")
    rows = rows.order_by("stay__person", "-asked_at", "-pk").distinct("stay__person")
    return {row.stay.person_id: row for row in rows}
