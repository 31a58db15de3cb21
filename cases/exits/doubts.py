"""Who was said to be a child, or stood in a class of dependent people, and does so no longer.

Nobody approves what they entered (docs/rules.md, Approval): whoever states another age or settles
another class does not let the klien go on the strength of it. The head decides, and reads here
what was said before.
"""

from django.db.models import Q

from cases.intakes.models import Classification, Intake
from cases.people.models import Statement
from rptc import words


def doubts_about(stay, on, *, by=None):
    """Sentences for the head, of a klien who counts as an adult that depends on nobody.

    `by` is who wants to end the stay: an age that nobody but they have stated is a doubt too.
    """
    return [*_of_age(stay.person, on, by), *_of_class(stay)]


def _of_age(person, on, by):
    ages = Statement.objects.filter(person=person, kind=Statement.Kind.AGE)
    ages = list(ages.select_related("recorded_by").order_by("stated_on", "pk"))
    for said in ages:
        if said.age.is_child_on(on):
            yield (
                f"Pernah disebut {said.age.text_on(said.stated_on)} pada"
                f" {words.tanggal(said.stated_on)}, menurut {said.get_source_display().lower()}"
                f" (dicatat {said.recorded_by}). Sekarang {person.age.text_on(on)}."
            )
    adult = {said.recorded_by_id for said in ages if said.age.is_child_on(on) is False}
    if by and adult == {by.pk}:
        yield f"Hanya {by} yang mencatat bahwa klien dewasa."


def _of_class(stay):
    """From the history of the intakes: a class that was settled over is nowhere else."""
    met = Intake.objects.filter(Q(stay=stay) | Q(stay_return__stay=stay))
    classes = met.values("history__classification")
    for before in Classification.objects.filter(pk__in=classes, is_dependent=True):
        yield f"Pernah dicatat sebagai {before}, sekarang {stay.intake.classification}."
