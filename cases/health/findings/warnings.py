"""What whoever gives something has to know first: allergies in force, and warnings on health that
stand on the file (people/flags), which may be the only place where somebody wrote one."""

from collections import defaultdict

from django.db.models import F

from cases.health.findings.models import Allergy
from cases.people.flags.models import Flag
from rptc.kept import AmongThese, kept_rows


def warnings_of(people, user) -> dict[int, list[str]]:
    """{person: what to mind, the severe first}, as far as this reader may know. Two queries."""
    found = defaultdict(list)
    allergies = Allergy.objects.visible_to(user).in_force().filter(person__in=people)
    for allergy in allergies.order_by("-is_severe", "pk"):
        found[allergy.person_id].append(allergy.warning)
    for person_id, words in health_flags(people, user).items():
        found[person_id] += words
    return found


def health_flags(people, user) -> dict[int, list[str]]:
    """{person: what to do} of their warnings on health. One query."""
    found = defaultdict(list)
    for person_id, words in kept_rows(_flags, user, these=people):
        found[person_id].append(words)
    return found


def _flags(user):
    rows = Flag.objects.visible_to(user).in_force().filter(AmongThese(F("person")))
    return rows.filter(kind=Flag.Kind.HEALTH).order_by("pk").values_list("person", "what_to_do")
