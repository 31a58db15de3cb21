"""What the pages of a file offer while it is open in an emergency alone: to read, and no act."""

from django.contrib.auth.context_processors import PermWrapper

from cases.people.sealing.models import EmergencyAccess
from rptc.accounts.permissions import GRANTS, Role


class OnlyReading:
    """What templates ask as `perms`: of all rights those to look at something of the file, and no
    other. What was changed in it, and by whom, no emergency asks."""

    def __init__(self, user, app=""):
        self.user, self.app = user, app

    def __getitem__(self, name):
        if not self.app:
            return OnlyReading(self.user, name)
        is_to_look = self.app == "cases" and name.startswith("view_")
        return is_to_look and self.user.has_perm(f"{self.app}.{name}")

    def __contains__(self, permission):
        app, name = permission.split(".")
        return self[app][name]


class OfHouse:
    """The same of who reads no more than the house must know: what house staff have, whatever
    else the reader is. The other pages would say that there is no such file."""

    def __init__(self, user, app=""):
        self.user, self.app = user, app

    def __getitem__(self, name):
        if not self.app:
            return OfHouse(self.user, name)
        permission = f"{self.app}.{name}"
        return Role.CARETAKER in GRANTS.get(permission, ()) and self.user.has_perm(permission)

    def __contains__(self, permission):
        app, name = permission.split(".")
        return self[app][name]


def rights_on(person, user):
    """The `perms` of a page about this person: while an emergency alone opens the file to its
    reader, no button is offered."""
    opened = EmergencyAccess.objects.open_for(user).filter(person=person)
    return OnlyReading(user) if person.is_sealed and opened.exists() else PermWrapper(user)
