"""People met together are one set at once, on the road (docs/rules.md, On the road).

Whoever is linked to one of them stands beside all of them: a mother, her baby and two boys are
four rows of one set, whichever row each was linked to.
"""

import uuid

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import Q

from cases.intakes.models import Intake
from cases.people.locks import lock_people
from cases.people.relations.actions import link_people, mark_exploitation, relation_of
from cases.people.relations.models import Relation
from rptc.sending import row_key


@transaction.atomic
def link_to_previous(person, tie, previous, *, patrol, by):
    """Link whoever is being written down to the row above: `previous` is the key of that row.

    Raises ValidationError when that row is not saved yet: a guess would link a child to a
    stranger.
    """
    keys = [previous, row_key(previous, 0)] if previous else []
    above = Intake.objects.filter(patrol=patrol, recorded_by=by, send_key__in=keys)
    above = above.select_related("person").first()
    if above is None:
        raise ValidationError(
            "Orang sebelumnya belum tersimpan. Simpan dahulu orang itu, atau kosongkan"
            " hubungannya."
        )
    relation = relation_of(person, tie, above.person)
    said = {"person": relation.person, "other": relation.other, "kind": relation.kind}
    if not Relation.objects.filter(**said).exists():
        link_people(relation, by=by)
    join(above, patrol.intakes.filter(person=person).latest("pk"))


@transaction.atomic
def link_with_signs(relation, *, rows, note, by):
    """Link the people of two rows, and mark the adult when signs of exploitation were seen."""
    link_people(relation, by=by)
    join(*rows)
    return mark_exploitation(relation, note, by=by) if note else relation


@transaction.atomic
def join(one, other):
    """The sets of two rows become one."""
    lock_people([one.person_id, other.person_id])
    rows = Intake.objects.select_for_update(of=("self",))
    joined = {row.party for row in rows.filter(pk__in=[one.pk, other.pk]).order_by("pk")} - {None}
    party = min(joined, default=None) or uuid.uuid4()
    both = Intake.objects.filter(Q(pk__in=[one.pk, other.pk]) | Q(party__in=joined))
    both.exclude(party=party).update(party=party)
