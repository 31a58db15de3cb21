"""What the page of a person shows of all that happened to them; what Hari Ini shows of whose case
is whose."""

from django.db.models import prefetch_related_objects

from cases.aftercare.parts import follow_ups_of
from cases.exits.parts import exits_of_person
from cases.intakes.parts import catches
from cases.people.access import Data
from cases.stays.parts import stays_of
from reports.desk.timeline import timeline
from reports.desk.today.own import own_people
from rptc.parts import Part, once, register


def _timeline(context, person):
    """Of what the page has read of them, and what it reads besides."""
    if Data.TIMELINE not in context["data"]:
        return None
    stays = once(context, stays_of, person)
    prefetch_related_objects(stays, "returns", "leaves", "absences", "extensions")
    days = timeline(
        person,
        intakes=once(context, catches, person).intakes,
        stays=stays,
        exits=once(context, exits_of_person, person),
        merges=context["merges"],
        follow_ups=once(context, follow_ups_of, person),
        user=context["user"],
    )
    return {"days": days}


register("person.main", Part(40, "reports/desk/_timeline.html", _timeline))
register("today.own", Part(10, "reports/desk/_own_people.html", own_people, "cases.write_plan"))
