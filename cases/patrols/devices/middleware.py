"""Which registered phone asks, and whether its screen is locked."""

from datetime import timedelta

from django.contrib.auth import logout
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils.deprecation import MiddlewareMixin
from django.utils.http import urlencode

from cases.patrols.devices.away import sent_later
from cases.patrols.devices.models import Device, DeviceUser
from cases.patrols.devices.whose import is_theirs
from rptc import days
from rptc.accounts.middleware import ON_THE_WAY_IN, is_background

COOKIE = "rptc_device"
SALT = "cases.patrols.devices"
# Browsers keep no cookie for longer.
COOKIE_LASTS = timedelta(days=400)
NOTED_EVERY = timedelta(hours=1)
# Of the session: the screen is locked; this officer has a code on this device; they came in by it.
LOCKED, HAS_CODE, CAME_BY_CODE = "screen_locked", "has_screen_code", "came_by_code"
# The registered phone on which it began, or became one.
BEGAN_ON = "device"


def remember_device(response, token, *, secure):
    response.set_signed_cookie(
        COOKIE,
        token,
        salt=SALT,
        max_age=COOKIE_LASTS,
        secure=secure,
        httponly=True,
        samesite="Lax",
    )


def belong_to(session, device):
    """From now on this phone's alone. What it knew of the screen of another one is void."""
    for known in (HAS_CODE, LOCKED):
        session.pop(known, None)
    session[BEGAN_ON] = device.pk


class PatrolDevice:
    """`request.device`: the registered phone, or None. A locked one is logged out at once, and on
    a partner's whoever is not of that partner.

    A session begun on a phone belongs to it: without its cookie, with a void one and on another
    phone it is over. Its screen lock would be asked no more.
    """

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        device = self._device(request)
        request.device = None if device is None or device.is_locked else device
        if self._is_shut(request, device):
            logout(request)
        elif device is not None:
            self._note(request, device)
        response = self.get_response(request)
        if COOKIE in request.COOKIES and request.device is None and COOKIE not in response.cookies:
            response.delete_cookie(COOKIE, samesite="Lax")
        return response

    def _device(self, request):
        token = request.get_signed_cookie(COOKIE, None, salt=SALT)
        return None if token is None else Device.objects.with_token(token).first()

    def _is_shut(self, request, device):
        began_on = request.session.get(BEGAN_ON)
        if device is None:
            return began_on is not None
        is_another = began_on not in (None, device.pk)
        return device.is_locked or is_another or self._is_a_strangers(request, device)

    def _is_a_strangers(self, request, device):
        is_in = device.is_of_partner and request.user.is_authenticated
        return is_in and not is_theirs(device, request.user)

    def _note(self, request, device):
        if request.user.is_authenticated and BEGAN_ON not in request.session:
            belong_to(request.session, device)
        if device.seen_at is None or days.now() - device.seen_at > NOTED_EVERY:
            Device.objects.filter(pk=device.pk, locked_at=None).update(seen_at=days.now())


# Open while the screen is locked, and before there is a code.
ALWAYS = {"account_logout", "login_alive", "screen_unlock"}
BEFORE_THE_CODE = ON_THE_WAY_IN | {"screen_code", "device_key", "device_register"}

# What waits on the phone: a row, its picture, a row that is discarded; and the forms of away.py.
SENT_LATER = {"patrol_intakes", "patrol_photo_add", "unsent_row_drop"}


class ScreenLock(MiddlewareMixin):
    """On a registered phone an officer has a code; while the screen is locked, no page opens.

    Rows that wait on the phone are still sent: the answer shows nothing to whoever holds it.
    """

    def process_view(self, request, view_func, view_args, view_kwargs):
        name = request.resolver_match.url_name
        if request.device is None or not getattr(view_func, "login_required", True):
            return None
        if name in ALWAYS or not is_theirs(request.device, request.user):
            return None
        if request.session.get(LOCKED):
            return None if self._sends_a_row(request, name) else self._ask(request, "unlock")
        if name not in BEFORE_THE_CODE and not self._has_code(request):
            return self._ask(request, "code")
        return None

    def _sends_a_row(self, request, name):
        is_row = name in SENT_LATER or name in sent_later()
        return is_row and request.method == "POST" and is_background(request)

    def _has_code(self, request):
        if HAS_CODE not in request.session:
            mine = DeviceUser.objects.filter(device=request.device, user=request.user)
            if request.device.is_of_partner:
                has_code = any(row.lets_in for row in mine.let_in().select_related("user"))
            else:
                has_code = mine.with_a_code().exists()
            if not has_code:
                return False
            request.session[HAS_CODE] = True
        return True

    def _ask(self, request, what):
        if is_background(request):
            return HttpResponse("Layar terkunci.", status=423, content_type="text/plain")
        there = urlencode({"next": request.get_full_path()}) if request.method == "GET" else ""
        response = redirect(f"cases:screen_{what}")
        response["Location"] += f"?{there}" if there else ""
        return response
