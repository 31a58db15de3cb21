"""People met together are linked at once, on the road (docs/rules.md, On the road)."""

from django.core.exceptions import ValidationError
from django.db import transaction

from cases.intakes.models import Intake
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


@transaction.atomic
def link_with_signs(relation, *, note, by):
    """Link two people, and mark the adult when signs of exploitation were seen."""
    link_people(relation, by=by)
    return mark_exploitation(relation, note, by=by) if note else relation
