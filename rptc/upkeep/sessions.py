from django.contrib.sessions.models import Session

from rptc import days
from rptc.upkeep.nightly import Work, register
from rptc.words import angka


def forget_sessions():
    """Logins that have ended by their time are nobody's, and their rows hold what was typed."""
    number, _ = Session.objects.filter(expire_date__lt=days.now()).delete()
    return f"{angka(number)} sesi lama dihapus."


register(Work("Sesi", forget_sessions))
