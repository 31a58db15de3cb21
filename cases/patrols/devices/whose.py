"""Whose a registered phone is: who may use it, with a code of their own.

A patrol's is of who keeps rows without signal. Of another kind the room on the right that has it
knows its people, and says so here when it starts.
"""

from collections.abc import Callable

from cases.patrols.devices.models import Device, DeviceKind, DeviceUser

# {kind: whose it is, as keys of users}
_people: dict[str, Callable[[Device], set[int]]] = {}


def register(kind: str, people_of: Callable[[Device], set[int]]):
    _people[kind] = people_of


def is_theirs(device, user) -> bool:
    if device.kind == DeviceKind.PATROL:
        return user.has_perm("cases.use_device")
    return user.pk in _people[device.kind](device)


def who_comes_in(device) -> list[DeviceUser]:
    """By name and code, on a phone of which these are a login."""
    rows = DeviceUser.objects.let_in().filter(device=device, user__in=_people[device.kind](device))
    rows = rows.select_related("user").order_by("user__full_name", "pk")
    return [row for row in rows if row.lets_in]
