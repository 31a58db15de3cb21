import secrets
from datetime import timedelta

from django.conf import settings
from django.contrib.auth.hashers import PBKDF2PasswordHasher
from django.core.exceptions import ValidationError
from django.db import transaction

from cases.patrols.devices.models import DeviceUser, fingerprint, fingerprint_of_password
from rptc import days
from rptc.accounts.actions import one_time_password
from rptc.audit.record import keep, record
from rptc.saving import locked

CODE_LASTS = timedelta(hours=24)
WRONG_CODES = 5
# Named, not the first of PASSWORD_HASHERS: the page checks the same hash while it has no signal.
# Six digits are soon tried out whatever the rounds; what holds is that five wrong ones log out.
CODE_HASHER = PBKDF2PasswordHasher()


@transaction.atomic
def register_device(device, *, by) -> str:
    """Return the code that makes one phone this device, once, within a day. Stored nowhere."""
    code = _give_code(device, by)
    record(by, "registered", device)
    return code


@transaction.atomic
def renew_device(device, *, by) -> str:
    """A found or another phone takes the place of this device: the old one's cookie is void.

    The keys of its officers stay, so that what waits unsent on a phone that was found is read.
    """
    device = locked(device)
    code = _give_code(device, by)
    record(by, "renewed_device", device)
    return code


def _give_code(device, by):
    code = one_time_password()
    device.token_hash = fingerprint("code", code)
    device.registered_by, device.registered_at = by, days.now()
    device.seen_at = device.locked_by = device.locked_at = None
    device.save()
    return code


@transaction.atomic
def claim_device(device, *, by) -> str:
    """This phone is the device from now on. Return the token for its cookie."""
    device = locked(device)
    if not device.is_waiting:
        raise ValidationError("Kode ini sudah dipakai.")
    token = secrets.token_urlsafe(32)
    device.token_hash = fingerprint("token", token)
    device.seen_at = days.now()
    keep(device, "claimed_device", by=by)
    return token


@transaction.atomic
def lock_device(device, *, by):
    """A lost phone: its next request is logged out and its cookie is void."""
    device = locked(device)
    if device.is_locked:
        raise ValidationError("Ponsel ini sudah dikunci.")
    device.locked_by, device.locked_at = by, days.now()
    keep(device, "locked_device", by=by)


def device_user(device, user) -> DeviceUser:
    """This officer on this device; their key is made when they first use it."""
    return DeviceUser.objects.get_or_create(
        device=device, user=user, defaults={"key": secrets.token_bytes(32)}
    )[0]


@transaction.atomic
def set_code(device, code, *, by):
    """The six digits that open a locked screen."""
    mine = device_user(device, by)
    mine.code_hash = CODE_HASHER.encode(code, secrets.token_hex(8), settings.DEVICE_CODE_ROUNDS)
    mine.wrong_codes = 0
    mine.chosen_at, mine.chosen_for = days.now(), fingerprint_of_password(by)
    mine.save()


def forget_codes(device):
    """Whoever uses it chooses a code anew, after a login with the password."""
    void = {"code_hash": "", "chosen_at": None, "chosen_for": "", "wrong_codes": 0}
    device.users.update(**void)


@transaction.atomic
def try_code(device, code, *, of, by=None) -> int:
    """0 when the code is right; else how many tries were wrong. The fifth asks for a login; where
    name and code are one, the code is void, and only the password makes another.

    `by` is nobody where the code is the login: whose it is has proven nothing.
    """
    mine = DeviceUser.objects.select_for_update(of=("self",)).get(device=device, user=of)
    # Void meanwhile: another fifth try was quicker, or another telephone took the place of this.
    is_right = bool(mine.code_hash) and CODE_HASHER.verify(code, mine.code_hash)
    wrong = 0 if is_right else mine.wrong_codes + 1
    mine.wrong_codes = wrong % WRONG_CODES
    if wrong == WRONG_CODES and device.is_of_partner:
        mine.code_hash, mine.chosen_at, mine.chosen_for = "", None, ""
    mine.save()
    if wrong == WRONG_CODES and by is None:
        record(None, "voided_code", device, user=of.pk)
    elif wrong == WRONG_CODES:
        record(by, "failed_code", device)
    return wrong
