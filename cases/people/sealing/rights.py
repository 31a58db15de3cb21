"""What the page of a file offers while it is open in an emergency alone: to read, and no act."""

from cases.people.sealing.models import EmergencyAccess


class OnlyReading:
    """What templates ask as `perms`: of all rights those to look at something, and no other."""

    def __init__(self, user, app=""):
        self.user, self.app = user, app

    def __getitem__(self, name):
        if not self.app:
            return OnlyReading(self.user, name)
        return name.startswith("view_") and self.user.has_perm(f"{self.app}.{name}")


def rights_on(person, user) -> dict:
    """For the page of a file: while it is open in an emergency alone, no button is offered."""
    opened = EmergencyAccess.objects.open_for(user).filter(person=person)
    return {"perms": OnlyReading(user)} if person.is_sealed and opened.exists() else {}
