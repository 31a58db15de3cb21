from allauth.usersessions.models import UserSession
from django.conf import settings
from django.contrib.sessions.models import Session
from django.db import connection

from rptc import days
from rptc.upkeep.nightly import Work, register
from rptc.words import angka


def forget_sessions():
    """Logins that have ended by their time are nobody's, and their rows hold what was typed; nor
    is it kept from which address and device somebody was logged in."""
    number, _ = Session.objects.filter(expire_date__lt=days.now()).delete()
    alive = Session.objects.values("session_key")
    UserSession.objects.exclude(session_key__in=alive).delete()
    return f"{angka(number)} sesi lama dihapus."


def forget_counters():
    """Of guesses and look-ups whose hour is over: Django itself deletes none before its table is
    full."""
    table = connection.ops.quote_name(settings.CACHES["default"]["LOCATION"])
    with connection.cursor() as cursor:
        cursor.execute(f"DELETE FROM {table} WHERE expires < %s", [days.now()])  # noqa: S608
        return f"{angka(cursor.rowcount)} penghitung lama dihapus."


register(Work("Sesi", forget_sessions), Work("Penghitung", forget_counters))
