"""What stands between a request and every page: session limits, login, second factor."""

from datetime import datetime, timedelta

from allauth.mfa.utils import is_mfa_enabled
from allauth.usersessions.models import UserSession
from django.conf import settings
from django.contrib.auth import logout
from django.contrib.auth.middleware import LoginRequiredMiddleware, get_user
from django.contrib.sessions.backends.base import UpdateError
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils.deprecation import MiddlewareMixin

from rptc import days
from rptc.accounts.permissions import Role

IDLE = timedelta(minutes=15)
ABSOLUTE = timedelta(hours=10)
# TRC officers and house staff work a whole shift, alone and at night.
SHIFT = timedelta(hours=14)
SHIFT_ROLES = {Role.FIELD, Role.CARETAKER}
# `seen_at` is written at most this often: one UPDATE a minute, not one a request.
NOTED_EVERY = timedelta(minutes=1)


def is_background(request):
    """Asked by a script (htmx or our own), not by a person's click."""
    return bool(
        request.headers.get("HX-Request") or request.headers.get("X-Requested-With") == "fetch"
    )


class SessionLimits:
    """15 minutes idle and 10 hours in all; a whole shift for TRC and piket (docs/roles.md)."""

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        # The row itself: Django's looks again, at each of the hundreds of attributes that a page
        # reads, whether the user was fetched.
        request.user = get_user(request)
        if request.user.is_authenticated:
            now = days.now()
            for key in ("started_at", "seen_at"):
                request.session.setdefault(key, now.isoformat())
            if now > ends_at(request) or self._is_logged_out(request):
                logout(request)
            # A page that only asks whether the login lives (HEAD) does not keep it alive.
            elif request.method != "HEAD" and now - moment(request, "seen_at") >= NOTED_EVERY:
                request.session["seen_at"] = now.isoformat()
                if keep_now(request.session):
                    session = UserSession.objects.filter(session_key=request.session.session_key)
                    session.update(last_seen_at=now)
                else:
                    logout(request)
        return self.get_response(request)

    @staticmethod
    def _is_logged_out(request):
        """On all devices at once, by its owner or for a telephone that was lost."""
        logged_out_at = request.user.logged_out_at
        return logged_out_at is not None and moment(request, "started_at") <= logged_out_at


def keep_now(session) -> bool:
    """Write the session down before the page is made, and not after it: a slow page would undo
    what another request of the same login wrote meanwhile, such as that the screen is locked.
    False where that login has ended meanwhile."""
    try:
        session.save()
    except UpdateError:
        # So Django says it of whatever the database refuses.
        if session.exists(session.session_key):
            raise
        return False
    finally:
        session.modified = False
    return True


def ends_at(request):
    """When this login ends, where nobody does anything."""
    idle, absolute = (IDLE, ABSOLUTE)
    if request.user.roles_today & SHIFT_ROLES:
        idle = absolute = SHIFT
    return min(moment(request, "started_at") + absolute, moment(request, "seen_at") + idle)


def seconds_left(request):
    return int((ends_at(request) - days.now()).total_seconds())


def moment(request, key):
    """One that `SessionLimits` has written down; a login of this very request begins now."""
    value = request.session.get(key)
    return datetime.fromisoformat(value) if value else days.now()


class LoginRequired(LoginRequiredMiddleware):
    """Every page is closed. A background request without a login gets 401, never a redirect."""

    def handle_no_permission(self, request, view_func):
        if is_background(request):
            return _sign_in_again()
        return super().handle_no_permission(request, view_func)


def _sign_in_again():
    return HttpResponse("Masuk lagi.", status=401, content_type="text/plain; charset=utf-8")


# Pages that stay open to somebody who still has to change the password or add a second factor.
ON_THE_WAY_IN = {
    "account_logout",
    "login_alive",
    "account_change_password",
    "account_reauthenticate",
    "mfa_activate_totp",
    "mfa_reauthenticate",
}


# In the session of whoever has to choose a password first.
FIRST_PASSWORD = "first_password"  # noqa: S105


class SecondFactorRequired(MiddlewareMixin):
    """A password given by somebody else is changed first; then, where it is required, the second
    factor is set up. Until then no other page opens."""

    def process_view(self, request, view_func, view_args, view_kwargs):
        user = request.user
        if not getattr(view_func, "login_required", True) or not user.is_authenticated:
            return None
        if request.resolver_match.url_name in ON_THE_WAY_IN:
            return None
        if user.must_change_password:
            request.session[FIRST_PASSWORD] = True
            return _first(request, "account_change_password")
        if settings.REQUIRE_2FA and not is_mfa_enabled(user):
            return _first(request, "mfa_activate_totp")
        return None


def _first(request, page):
    """That page comes first. A script is not led there: it would take the page for its answer."""
    return _sign_in_again() if is_background(request) else redirect(page)
