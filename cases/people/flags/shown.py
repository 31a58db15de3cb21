"""The warnings that a page about one person shows."""

from cases.people.access import with_reading
from cases.people.flags.models import Flag
from rptc.admission import found_once
from rptc.kept import THIS, kept_rows
from rptc.parts import once


def flags_on(context, person) -> list[Flag]:
    """Those in force that this reader may see; asked once for all parts of a page."""
    return once(context, _visible_on, person)


def warnings_of(person, user) -> list[Flag]:
    """All that ever forbade a release of this person, each with `is_in_force`: what stops one, and
    what whoever decides reads. Limited to no reader: one that is not theirs to read
    (`may_be_read`) stops too."""
    rows = Flag.objects.filter(person=person).against_release().with_force()
    rows = with_reading(rows, user).select_related("recorded_by").order_by("pk")
    return found_once(user, ("warnings", person.pk), lambda: list(rows))


def _visible_on(context, person):
    return kept_rows(_visible, context["user"], this=person.pk)


def _visible(user):
    flags = Flag.objects.visible_to(user).filter(person=THIS).with_telling(user)
    return flags.in_force().select_related("recorded_by")
