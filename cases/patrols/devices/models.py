import hashlib

import pghistory
from django.conf import settings
from django.db import models
from django.db.models import Q

from rptc import days
from rptc.columns import by, holds, once, protected


def fingerprint(kind, secret):
    """What is stored of a device's one-time code ("code") or of its cookie ("token")."""
    return hashlib.sha256(f"{kind} {secret}".encode()).hexdigest()


class DeviceQuerySet(models.QuerySet):
    def waiting_for(self, code, *, since):
        """Registered since then, and no phone has used the code yet."""
        waiting = self.filter(seen_at=None, locked_at=None, registered_at__gte=since)
        return waiting.filter(token_hash=fingerprint("code", code))

    def with_token(self, token):
        return self.filter(token_hash=fingerprint("token", token))


@pghistory.track(exclude=["token_hash"])
class Device(models.Model):
    """A patrol's phone, registered by the head. Offline rows are kept only on such a device, and
    a lost one is locked at once: its next request is logged out."""

    name = models.CharField("nama ponsel", max_length=60, unique=True)
    token_hash = models.CharField("sidik ponsel", max_length=64, unique=True, editable=False)
    registered_by = by(null=False)
    registered_at = models.DateTimeField(default=days.now, editable=False)
    seen_at = models.DateTimeField("terakhir dipakai", null=True, editable=False)
    locked_by = by()
    locked_at = models.DateTimeField("dikunci pada", null=True, editable=False)

    objects = DeviceQuerySet.as_manager()

    class Meta:
        verbose_name = "ponsel patroli"
        constraints = [
            holds(
                "device_is_locked_by_somebody",
                Q(locked_at=None, locked_by=None)
                | Q(locked_at__isnull=False, locked_by__isnull=False),
            )
        ]

    def __str__(self):
        return self.name

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


@pghistory.track(exclude=["key", "code_hash"])
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

    class Meta:
        verbose_name = "pengguna ponsel"
        constraints = [once("device_user_once", ["device", "user"])]

    def __str__(self):
        return f"{self.user}, {self.device}"
