import hashlib
from datetime import timedelta

import pghistory
from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.crypto import constant_time_compare

from rptc import days
from rptc.columns import all_or_none, by, holds, once, one_of, protected


def fingerprint(kind, secret):
    """What is stored of a device's one-time code ("code") or of its cookie ("token")."""
    return hashlib.sha256(f"{kind} {secret}".encode()).hexdigest()


class DeviceKind(models.TextChoices):
    """Whose people share it (whose.py)."""

    PATROL = "patrol", "Ponsel patroli"
    PARTNER = "partner", "Ponsel mitra"


class DeviceQuerySet(models.QuerySet):
    def of_patrols(self):
        return self.filter(kind=DeviceKind.PATROL)

    def waiting_for(self, code, *, since):
        """Registered since then, and no phone has used the code yet."""
        waiting = self.filter(seen_at=None, locked_at=None, registered_at__gte=since)
        return waiting.filter(token_hash=fingerprint("code", code))

    def with_token(self, token):
        return self.filter(token_hash=fingerprint("token", token))


@pghistory.track(exclude=["token_hash"])
class Device(models.Model):
    """A phone that several people share, each with a code of their own. On a patrol's, registered
    by the head, rows are kept without signal; on a partner's (partners/phones) name and code are
    the login. A lost one is locked at once: its next request is logged out."""

    Kind = DeviceKind

    kind = one_of(DeviceKind, "jenis", max_length=7, default=DeviceKind.PATROL, editable=False)
    name = models.CharField("nama ponsel", max_length=60, unique=True)
    token_hash = models.CharField("sidik ponsel", max_length=64, unique=True, editable=False)
    registered_by = by(null=False)
    registered_at = models.DateTimeField(default=days.now, editable=False)
    seen_at = models.DateTimeField("terakhir dipakai", null=True, editable=False)
    locked_by = by()
    locked_at = models.DateTimeField("dikunci pada", null=True, editable=False)

    objects = DeviceQuerySet.as_manager()

    class Meta:
        verbose_name = "ponsel"
        constraints = [
            holds("device_is_locked_by_somebody", all_or_none("locked_at", "locked_by"))
        ]

    def __str__(self):
        return self.name

    @property
    def is_of_partner(self):
        return self.kind == DeviceKind.PARTNER

    @property
    def is_locked(self):
        return self.locked_at is not None

    @property
    def is_waiting(self):
        """No phone has used the one-time code yet."""
        return self.seen_at is None and not self.is_locked

    @property
    def state(self):
        """(word, shape)"""
        if self.is_locked:
            return "Dikunci", "lock"
        return ("Menunggu ponsel", "wait") if self.is_waiting else ("Terdaftar", "ok")


# For so long name and code are a login; then the password is asked for once more.
CODE_LETS_IN = timedelta(days=30)


def fingerprint_of_password(user):
    """Whoever gets another password gets another one of these."""
    return fingerprint("password", user.get_session_auth_hash())


class DeviceUserQuerySet(models.QuerySet):
    def with_a_code(self):
        return self.exclude(code_hash="")

    def let_in(self):
        """By name and code: those who chose it not long ago, after the last time that they were
        logged out everywhere. For which password, `let_in_by_code` asks."""
        chosen = self.with_a_code().filter(chosen_at__gt=days.now() - CODE_LETS_IN)
        since = Q(user__logged_out_at=None) | Q(chosen_at__gt=F("user__logged_out_at"))
        return chosen.filter(
            since,
            device__kind=DeviceKind.PARTNER,
            device__locked_at=None,
            user__is_active=True,
            user__must_change_password=False,
        )


@pghistory.track(exclude=["key", "code_hash", "chosen_for"])
class DeviceUser(models.Model):
    """One officer on one device: the key of their unsent rows, and their six-digit code.

    The key encrypts what waits on the phone. The page gets it after login and keeps it in memory
    alone. Without signal the screen code opens the same, for three days after a login and until
    five wrong ones (js/batch/officers.js): whoever takes the profile out of the phone, past its
    own lock, can try out six digits. That is the price of reading a row where there is no signal.
    """

    device = models.ForeignKey(Device, on_delete=models.CASCADE, related_name="users")
    user = protected(settings.AUTH_USER_MODEL, related_name="devices")
    key = models.BinaryField(editable=False)
    code_hash = models.CharField(max_length=128, blank=True, editable=False)
    wrong_codes = models.PositiveSmallIntegerField(default=0, editable=False)
    chosen_at = models.DateTimeField("kode dipilih pada", null=True, editable=False)
    # The code goes with the password under which it was chosen.
    chosen_for = models.CharField(max_length=64, blank=True, editable=False)

    objects = DeviceUserQuerySet.as_manager()

    class Meta:
        verbose_name = "pengguna ponsel"
        constraints = [once("device_user_once", ["device", "user"])]

    def __str__(self):
        return f"{self.user}, {self.device}"

    @property
    def lets_in(self):
        """Is it still the password of then? Of those of `let_in`."""
        return constant_time_compare(self.chosen_for, fingerprint_of_password(self.user))
