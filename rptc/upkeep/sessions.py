from allauth.usersessions.models import UserSession
from django.contrib.sessions.models import Session

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


register(Work("Sesi", forget_sessions))
