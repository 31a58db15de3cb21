"""`page`: what base.html shows around every page. Nothing is asked before a template uses it."""

from datetime import datetime
from functools import lru_cache

from django.conf import settings
from django.http import HttpRequest
from django.template.loader import render_to_string
from django.utils.functional import cached_property
from django.utils.safestring import SafeString

from rptc import days
from rptc.accounts.middleware import seconds_left
from rptc.letters.models import Unit
from rptc.menu import Menu


def unit_of(request: HttpRequest) -> Unit:
    """Read anew for each page, and once for all that a page asks of it."""
    if not hasattr(request, "unit"):
        request.unit = Unit.current()
    return request.unit


class Page:
    def __init__(self, request: HttpRequest):
        self.request = request

    @cached_property
    def is_demo(self) -> bool:
        """Read anew for each page: what is shown as CONTOH must never be in doubt."""
        return unit_of(self.request).is_demo

    @cached_property
    def menu(self) -> Menu:
        return Menu.of(self.request.user, self.request.path)

    @property
    def rail(self) -> SafeString:
        return drawn("components/rail_menu.html", self.menu)

    @property
    def tabs(self) -> SafeString:
        return drawn("components/tabs.html", self.menu)

    @cached_property
    def roles(self) -> str:
        return ", ".join(sorted(role.label for role in self.request.user.roles_today))

    @property
    def device(self):
        """The registered phone on which an officer looks at this page, or None."""
        device = getattr(self.request, "device", None)
        return device if device and self.request.user.has_perm("cases.use_device") else None

    @cached_property
    def shared_phone(self):
        """The registered phone on which this reader has a code of their own, or None."""
        device = getattr(self.request, "device", None)
        if device is None or not self.request.user.has_perm("cases.share_phone"):
            return None
        return device if device.is_of_partner else self.device

    @property
    def login_by_code(self):
        """Where a login is a name and a code: on a partner's phone."""
        device = getattr(self.request, "device", None)
        return device if device and device.is_of_partner else None

    @property
    def emergency(self) -> dict | None:
        """The closed file that this reader has opened for an hour: {person, number, until}."""
        opened = self.request.session.get("emergency")
        until = opened and datetime.fromisoformat(opened["until"])
        return opened | {"until": until} if until and until > days.now() else None

    def seconds_left(self) -> int | str:
        """Until this login ends by itself; nothing to be said to who has none."""
        return seconds_left(self.request) if self.request.user.is_authenticated else ""

    @property
    def screen_lock_minutes(self) -> int:
        return settings.SCREEN_LOCK_MINUTES

    @property
    def theme(self) -> str:
        return "dark" if getattr(self.request.user, "night_colours", False) else "light"

    @property
    def today(self):
        return days.today()


@lru_cache(maxsize=1000)
def draw(template: str, menu: Menu) -> SafeString:
    return render_to_string(template, {"menu": menu})


# Each page shows one of a few menus: they are drawn once, but where templates are being written.
drawn = draw.__wrapped__ if settings.DEBUG else draw


def page(request: HttpRequest) -> dict:
    return {"page": Page(request)}
