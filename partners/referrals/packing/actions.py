import json
import re

from django.core.exceptions import ValidationError

from cases.file.consents.models import Consent, Purpose
from partners.referrals.packing.models import ItemKind, ReferralItem
from partners.referrals.packing.offers import offers_of
from rptc import days, keys
from rptc.audit.record import record

K = ItemKind
CHANGED = "Yang dapat dikirim baru saja berubah. Periksa lagi centangnya."
NO_PHOTO = "Belum ada persetujuan yang berlaku bahwa foto dipakai di luar rumah, untuk mitra ini."
NO_HEALTH = "Belum ada persetujuan yang berlaku bahwa kesehatan dibuka, untuk mitra ini."
NO_YES = "Yang rahasia hanya ikut dengan persetujuan klien. Pilih persetujuannya di atas."


# What many places are called says of none which it is.
OF_MANY = set(
    "yayasan lksa lks panti asuhan rumah sakit singgah rs rsud rskd rsia sentra upt uptd balai"
    " dinas sosial pusat kota provinsi".split()
)


def names_partner(said, partner):
    """The one was named when the klien said yes: by its name or short name as whole words, or by
    the words of it that no other place is called by."""
    said = _words(said)
    names = [_words(name) for name in (partner.name, partner.short_name) if name]
    # A name of common words alone is no name by itself.
    names = [name for name in names if set(name) - OF_MANY] or names[:1]
    own = [word for word in said if word not in OF_MANY]
    return any(_holds(said, name) or (own and _holds(name, said)) for name in names)


def _words(text):
    return re.findall(r"\w+", text.casefold())


def _holds(words, part):
    """These words stand in a row among the others."""
    starts = range(len(words) - len(part) + 1)
    return bool(part) and any(words[start : start + len(part)] == part for start in starts)


def why_not(kind, referral):
    """Which yes is missing for one of this kind; "" where none is."""
    if kind == K.PHOTO and not _agreed(referral, Purpose.PHOTO):
        return NO_PHOTO
    if kind in {K.HEALTH, K.FINDING} and not _agreed(referral, Purpose.HEALTH):
        return NO_HEALTH
    if kind in {K.SECRET, K.NOTE} and not referral.has_consent:
        return NO_YES
    return ""


def _agreed(referral, purpose):
    """A yes to just that, which names this partner and which nobody took back."""
    rows = Consent.objects.in_force().filter(stay=referral.stay_id, purpose=purpose)
    return any(names_partner(keys.opened(row.sealed_recipient), referral.partner) for row in rows)


def pack(referral, ticks, *, by):
    """Exactly these are ticked from now on: {key of an offer: why it is shared}. Whoever ticks
    reads it themselves. The caller has locked the referral, which was not sent."""
    offers = offers_of(referral.stay, by) if ticks else {}
    if ticks.keys() - offers.keys():
        raise ValidationError(CHANGED)
    refused = {f"item-{key}": why_not(offers[key].kind, referral) for key in ticks}
    if refused := {name: why for name, why in refused.items() if why}:
        raise ValidationError(refused)
    standing, changed = {}, False
    for item in referral.items.ticked().select_for_update().order_by("pk"):
        if ticks.get(item.key) == keys.opened(item.sealed_reason):
            standing[item.key] = item
        else:
            item.dropped_by, item.dropped_at = by, days.now()
            item.save()
            changed = True
    for key in (key for key in ticks if key not in standing):
        _item(referral, offers[key], ticks[key], by)
        changed = True
    if changed:
        record(by, "packed", referral, person=referral.person_id, rows=len(ticks))


def _item(referral, offer, why, by):
    return ReferralItem.objects.create(
        referral=referral,
        kind=offer.kind,
        source=offer.source,
        part=offer.part,
        photo=offer.photo,
        recorded_by=by,
        sealed_reason=keys.encrypt(why) if offer.is_secret else "",
    )


def check_items(referral):
    """What cannot travel any more is not left out in silence: whoever wrote it ticks anew."""
    items = list(referral.items.ticked().order_by("pk"))
    offers = offers_of(referral.stay, None) if items else {}
    for item in items:
        offer = offers.get(item.key)
        if offer is None or (offer.photo and offer.photo.pk != item.photo_id):
            raise ValidationError(f"{item} tidak dapat ikut lagi. Kembalikan rujukan.")
        if why := why_not(item.kind, referral):
            raise ValidationError(f"{item}: {why} Kembalikan rujukan.")


def freeze(referral):
    """What was ticked, as it stands in this hour: later changes of the file never flow in. The
    caller has locked the referral and asked `check_items`."""
    items = list(referral.items.ticked().select_for_update().order_by("pk"))
    offers = offers_of(referral.stay, None) if items else {}
    for item in items:
        offer = offers[item.key]
        item.sealed_words = keys.encrypt(json.dumps([offer.label, offer.text]))
        item.sha256 = offer.photo.sha256 if offer.photo else ""
        item.frozen_at = referral.sent_at
        item.save()
