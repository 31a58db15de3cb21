"""Who had a part in an incident, as far as the reader may know who it is."""

from collections import defaultdict
from dataclasses import dataclass

from cases.gate.incidents.models import IncidentPerson
from cases.people.access import is_closed_to, whether
from cases.stays.models import Stay, open_with_stay
from rptc.words import inisial

SEALED = "Berkas tertutup"


@dataclass(frozen=True)
class Part:
    """`stay` is given where the reader may open it."""

    name: str
    who: str
    side: str
    stay: Stay | None = None


def add_parts(incidents, user, *, initials=False):
    """Give each incident `parts`, and `is_told`: may this reader read what happened?

    Where a sealed file has a part that is not the reader's, its name is left out, and with it the
    words in which the name may stand. `initials` names nobody, for paper.
    """
    incidents = list(incidents)
    people = IncidentPerson.objects.filter(incident__in=incidents).select_related("stay__person")
    people = people.annotate(is_seen=whether(open_with_stay(user, "stay__")))
    parts, closed = defaultdict(list), set()
    for each in people.order_by("pk"):
        is_closed = bool(each.stay) and not each.is_seen and is_closed_to(user, each.stay.person)
        parts[each.incident_id].append(_part(each, initials, is_closed))
        if is_closed:
            closed.add(each.incident_id)
    for incident in incidents:
        incident.parts = parts[incident.pk]
        incident.is_told = incident.pk not in closed or incident.recorded_by_id == user.pk
    return incidents


def _part(each, initials, is_closed):
    side = each.get_side_display()
    if not each.stay:
        name = inisial(each.name) if initials else each.name
        return Part(name, each.get_who_display(), side)
    person = each.stay.person
    if each.is_seen and not initials:
        return Part(str(person), "Klien", side, each.stay)
    is_closed = is_closed or person.is_sealed
    name = SEALED if is_closed else inisial(person.name or person.alias, person.age_today)
    return Part(name, "Klien", side)
