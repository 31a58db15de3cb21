"""What the pages of a file offer to whom it is not open whole: in an emergency alone, to read and
no act; to who reads it as the house does, what the house does."""

from django.contrib.auth.context_processors import PermWrapper

from cases.people.access import is_open_without_emergency
from cases.people.sealing.models import EmergencyAccess
from rptc.accounts.permissions import GRANTS, Role


class SomeRights:
    """What templates ask as `perms`: of all rights those that `is_given`, and no other."""

    def __init__(self, user, app=""):
        self.user, self.app = user, app

    def __getitem__(self, name):
        if not self.app:
            return type(self)(self.user, name)
        permission = f"{self.app}.{name}"
        return self.is_given(permission) and self.user.has_perm(permission)

    def __contains__(self, permission):
        app, name = permission.split(".")
        return self[app][name]

    @staticmethod
    def is_given(permission) -> bool:
        raise NotImplementedError


class OnlyReading(SomeRights):
    """To look at something of the file. What was changed in it, and by whom, no emergency asks."""

    @staticmethod
    def is_given(permission):
        return permission.startswith("cases.view_")


class OfHouse(SomeRights):
    """Of who reads no more than the house must know: what house staff have, whatever else the
    reader is. The other pages would say that there is no such file."""

    @staticmethod
    def is_given(permission):
        return Role.CARETAKER in GRANTS.get(permission, ())


def rights_on(person, user):
    """The `perms` of a page about this person: while an emergency alone opens the file to its
    reader, no button is offered."""
    if not person.is_sealed:
        return PermWrapper(user)
    opened = EmergencyAccess.objects.open_for(user).filter(person=person)
    if opened.exists() and not is_open_without_emergency(user, person):
        return OnlyReading(user)
    return PermWrapper(user)
