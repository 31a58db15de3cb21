"""What a file shows of all that happened to somebody, and Hari Ini of whose case is whose."""

from cases.aftercare.parts import follow_ups_of
from cases.casework.assessments.parts import assessments_of
from cases.casework.plans.parts import plans_of
from cases.exits.parts import exits_of_person
from cases.intakes.parts import catches
from cases.people.access import Data
from cases.people.parts import merges_of
from reports.desk.approvals import read_of
from reports.desk.timeline import timeline
from reports.desk.today.own import own_people
from rptc.parts import Part, once, register


def _days(context, person, merges=()):
    """(day, its events), the newest first."""
    return timeline(
        person,
        intakes=once(context, catches, person).intakes,
        stays=context["file"].stays,
        exits=once(context, exits_of_person, person),
        merges=merges,
        follow_ups=once(context, follow_ups_of, person),
        assessments=_if_may(context, "cases.view_assessment", assessments_of, person),
        plans=_if_may(context, "cases.view_plan", plans_of, person),
        user=context["user"],
    )


def _if_may(context, permission, read, person):
    return once(context, read, person) if permission in context["perms"] else ()


def _timeline(context, person):
    return {"days": _days(context, person, once(context, merges_of, person))}


# So many events stand on the first page of a file.
LAST = 3


def _last(context, person):
    """The last few events of their life, to who may know what happened when."""
    if Data.TIMELINE not in context["data"]:
        return None
    days, left = [], LAST
    for day, events in _days(context, person):
        days.append((day, events[:left]))
        left -= len(days[-1][1])
        if left <= 0:
            break
    return {"days": days, "person": person} if days else None


register("history.main", Part(20, "reports/desk/_timeline.html", _timeline))
register("summary.main", Part(20, "reports/desk/_last_events.html", _last))
register("today.own", Part(10, "reports/desk/_own_people.html", own_people, "cases.write_plan"))


def _to_know(context, page):
    decision = read_of(context["request"])
    return {"decision": decision} if decision else None


register("page.to_know", Part(10, "reports/desk/_to_know.html", _to_know))
