from itertools import combinations

from django.db import transaction
from django.db.models import Q

from cases.people.locks import lock_people
from cases.people.relations.actions import NEAREST, PARENTS, Tie, link_people, relation_of
from cases.people.relations.models import Relation
from rptc.sending import row_key


@transaction.atomic
def record_family(person, ties, *, source, send_key, by):
    """Companions are told to be family: `ties` are pairs of somebody and what they are to
    `person`. The children of one parent are brothers and sisters. All of it, or none; raises
    ValidationError in words."""
    before = Relation.objects.filter(person=person, kind__in=PARENTS).values_list(
        "other", flat=True
    )
    lock_people([person.pk, *(other.pk for other, _ in ties), *before])
    relations = [relation_of(other, tie, person) for other, tie in ties]
    sent = [row_key(send_key, number) for number in range(len(relations))]
    if Relation.objects.filter(send_key__in=sent, recorded_by=by).exists():
        return
    for key, relation in zip(sent, relations, strict=True):
        relation.source, relation.send_key = source, key
        link_people(relation, by=by)
    if any(tie == Tie.CHILD for _, tie in ties):
        _link_children(person, source, by)


def _link_children(parent, source, by):
    """Of those whom the reader may see: nobody writes into a file that is closed to them."""
    of_parent = Relation.objects.visible_to(by).filter(person=parent, kind__in=PARENTS)
    of_parent = of_parent.select_related("other")
    children = sorted({relation.other for relation in of_parent}, key=lambda child: child.pk)
    between = Relation.objects.filter(
        Q(person__in=children), Q(other__in=children), kind__in=NEAREST
    )
    said = {frozenset(pair) for pair in between.values_list("person", "other")}
    for one, other in combinations(children, 2):
        if frozenset((one.pk, other.pk)) not in said:
            relation = relation_of(one, Tie.SIBLING, other)
            relation.source = source
            link_people(relation, by=by)
