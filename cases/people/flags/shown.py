"""The warnings that a page about one person shows."""

from cases.people.flags.models import Flag
from rptc.kept import THIS, kept_rows
from rptc.parts import once


def flags_on(context, person) -> list[Flag]:
    """Those in force that this reader may see; asked once for all parts of a page."""
    return once(context, _visible_on, person)


def _visible_on(context, person):
    return kept_rows(_visible, context["user"], this=person.pk)


def _visible(user):
    flags = Flag.objects.visible_to(user).filter(person=THIS).with_telling(user)
    return flags.in_force().select_related("recorded_by")
