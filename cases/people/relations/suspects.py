"""Adults who carry the mark for suspected exploitation, and whom of them a name resembles."""

from django.db.models import Q

from cases.people.access import whether
from cases.people.flags.whom import Likeness, Named, likeness, likeness_of_whole
from cases.people.relations.models import Relation
from rptc import days


def suspects_near(child):
    """Relations of the adults who belong to this child and are marked, with this child or another.

    Nobody's release to them is a matter of routine: only the head decides it, in writing.
    """
    return (
        Relation.objects.filter(_near(child), suspected_exploitation=True)
        .select_related("person", "other")
        .order_by("person__name", "pk")
    )


def _near(child) -> Q:
    # Two questions by key: joined to one person both ways at once, each relation meets each.
    of_child = Relation.objects.filter(other=child).values("person")
    child_of = Relation.objects.filter(person=child).values("other")
    return Q(person__in=of_child) | Q(person__in=child_of)


def suspects_of(child, asked):
    """[(marked adult, likeness)] of those whom the receiver resembles; of adults nobody asks.

    Of those near the child one name in common is enough; of all others of the town the NIK or
    the whole name.
    """
    if child.age.is_child_on(days.today()) is False:
        return []
    marked = Relation.objects.filter(suspected_exploitation=True).select_related("person")
    marked = list(marked.annotate(is_near=whether(_near(child))))
    near = {relation.person_id for relation in marked if relation.is_near}
    suspects = {relation.person for relation in marked}
    found = [
        (suspect, _likeness(likeness if suspect.pk in near else likeness_of_whole, suspect, asked))
        for suspect in suspects
    ]
    return sorted((each for each in found if each[1]), key=lambda each: (-each[1], each[0].pk))


def _likeness(measure, suspect, asked):
    names = [name for name in (suspect.name, suspect.alias) if name] or [""]
    return max(
        (measure(Named(name, suspect.nik), asked) for name in names), default=Likeness.CLEAR
    )
