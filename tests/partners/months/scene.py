"""Klien at a partner since September, and a month that is typed."""

import uuid
from datetime import UTC, date, datetime

from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from tests import pictures
from tests.factories import ReferralFactory

# 3 November in Makassar: the month that is asked about is October.
IN_TIME = datetime(2026, 11, 3, 2, 0, tzinfo=UTC)
LATE = datetime(2026, 11, 8, 2, 0, tzinfo=UTC)
OCTOBER = date(2026, 10, 1)


def url(name, row):
    return reverse(f"partners:{name}", args=[row.pk])


def there(partner, **more):
    more = {"arrived_at": datetime(2026, 9, 2, 2, 0, tzinfo=UTC)} | more
    return ReferralFactory(there=True, partner=partner, **more)


def same(*referrals, **more):
    return typed({referral: {"answer": "same"} for referral in referrals}, **more)


def typed(rows, **more):
    data = {
        f"r{row.pk}-{name}": value for row, said in rows.items() for name, value in said.items()
    }
    return {"send_key": uuid.uuid4(), "month": OCTOBER.isoformat()} | data | more


def photo(content=None):
    return SimpleUploadedFile("foto.jpg", content or pictures.jpeg(), "image/jpeg")
