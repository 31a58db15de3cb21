"""Own files: nobody reads the file of themselves or of their family, and nobody decides about it
(docs/access.md, The own file). It goes by the human being, above all roles and grants."""

from django.db.models import Q

from rptc.accounts.models import OwnFile, staff_with
from rptc.accounts.permissions import Role

# Not Q(), which counts for nothing where it is joined with another by "or".
EVERY_ROW = ~Q(pk__in=[])
CLOSED = "Berkas ini tertutup bagi Anda."


def own_to_one_of(users, person) -> Q:
    """A condition on rows: the person to whom the path leads is one of these users, or of their
    family."""
    own = OwnFile.objects.filter(user__in=users)
    return Q(**{f"{person}__in": own.values("person_id")})


def not_own(user, person) -> Q:
    """The contrary, of one user; also of a row that leads to nobody. Their files come with the
    user, so that the many who have none pay nothing in any of the many conditions."""
    return ~Q(**{f"{person}__in": user.own_files}) if user.own_files else EVERY_ROW


def not_of_family(users, person_id):
    """Of these users all but this klien themselves and their family."""
    own = OwnFile.objects.filter(person_id=person_id)
    return users.exclude(pk__in=own.values("user"))


def workers_for(person_id):
    """The social workers from whom one is chosen for this klien."""
    return not_of_family(staff_with(Role.SOCIAL_WORKER), person_id)
