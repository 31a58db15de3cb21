"""A code of a second factor that is right for another clock: of a telephone whose clock is wrong,
or of a server whose clock is."""

import base64
import time
from contextlib import suppress

from allauth.mfa.models import Authenticator
from cryptography.hazmat.primitives.hashes import SHA1
from cryptography.hazmat.primitives.twofactor import InvalidToken
from cryptography.hazmat.primitives.twofactor.totp import TOTP
from django.core.exceptions import ValidationError

from rptc.keys import decrypt

STEP, DIGITS = 30, 6
# Nearer, it is a code that was typed slowly, or twice.
NEAREST, FARTHEST = 2 * 60, 15 * 60


def minutes_apart(secret: str, code: str, *, ahead: bool) -> int:
    """By how many minutes, at least two, the clock that made this code is away from ours; 0 where
    no clock within a quarter of an hour made it.

    A code of a moment to come (`ahead`) is told to nobody but who was just shown the secret: who
    guesses would keep it and send it then.
    """
    code, now = code.replace(" ", ""), int(time.time())
    totp = TOTP(base64.b32decode(secret, casefold=True), DIGITS, SHA1(), STEP)  # noqa: S303
    for away in range(NEAREST, FARTHEST + 1, STEP):
        for moment in [now - away, now + away][: 1 + ahead]:
            with suppress(InvalidToken):
                totp.verify(code.encode(), moment)
                return round(away / 60)
    return 0


def explained(error, minutes):
    """What is said of a code that was refused."""
    if error.code != "incorrect_code" or not minutes:
        return error
    return ValidationError(
        f"Kode ini dari jam lain: jam ponsel dan jam server berbeda sekitar {minutes} menit. Setel"
        " jam ponsel ke otomatis. Bila sudah, beri tahu admin sistem bahwa jam server salah.",
        code="other_clock",
    )


def past_minutes_apart(user, code: str) -> int:
    """The same of the second factor that a user has."""
    totp = Authenticator.objects.filter(user=user, type=Authenticator.Type.TOTP).first()
    return minutes_apart(decrypt(totp.data["secret"]), code, ahead=False) if totp else 0
