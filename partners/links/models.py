"""A link that is sent from a social worker's own WhatsApp, and opens without a login until it is
answered, or seven days (docs/rules.md, Links without a login)."""

import hashlib
import secrets
from datetime import timedelta

from django.db import models
from django.db.models import Prefetch, Q

from partners.directory.models import PartnerContact
from rptc import days
from rptc.columns import may_point_to

LINK_LIVES = timedelta(days=7)


def hash_of(token):
    return hashlib.sha256(token.encode()).hexdigest()


def lives(token):
    """A condition: the row of this link, while it may be answered. A room adds when its own is
    spent, so that links that are unknown, spent, withdrawn and too old find the same: nothing."""
    return Q(token_hash=hash_of(token), expires_at__gt=days.now(), partner__is_active=True)


def at_work(contacts):
    """To prefetch: who works at the partner still (`at_work`)."""
    return Prefetch(contacts, PartnerContact.objects.at_work(), to_attr="at_work")


class Linked(models.Model):
    """Mixed into what a `partner` is asked by a link. The link itself is shown once, and kept
    nowhere: what the database keeps of it opens nothing."""

    sent_to = may_point_to(PartnerContact, "dikirim kepada", related_name="+", editable=False)
    token_hash = models.CharField(max_length=64, null=True, unique=True, editable=False)  # noqa: DJ001 (unique)
    expires_at = models.DateTimeField("tautan berlaku sampai", null=True, editable=False)

    class Meta:
        abstract = True

    def make_link(self):
        """A new link; the one before opens nothing any more. Returned once."""
        token = secrets.token_urlsafe(24)
        self.token_hash, self.expires_at = hash_of(token), days.now() + LINK_LIVES
        return token
