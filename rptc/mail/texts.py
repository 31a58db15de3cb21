"""What mails say: numbers and one address. Nobody's name, no class, no partner, and no word of
what it is about: a mail is read by servers of others, and on screens that are not locked."""

from django.conf import settings
from django.shortcuts import resolve_url

from rptc.words import angka

OFF = (
    "Pos-el ini sengaja tidak memuat nama atau isi apa pun. Anda dapat mematikannya di aplikasi:"
    " Akun, Pos-el."
)


def digest(waits) -> tuple[str, str]:
    """(subject, text)"""
    number = f"{'Lebih dari ' if waits.is_more else ''}{angka(waits.number)}"
    return f"RPTC: {number} hal menunggu Anda", _text(f"{number} hal menunggu Anda hari ini.")


def alert(number: int) -> tuple[str, str]:
    said = f"{angka(number)} hal mendesak menunggu Anda"
    return f"RPTC: {said}", _text(f"{said}.")


def _text(said):
    # From there a partner's user is led on to the portal.
    address = settings.PUBLIC_ADDRESS + resolve_url(settings.LOGIN_REDIRECT_URL)
    return f"{said}\n\nBuka: {address}\n\n{OFF}\n"
