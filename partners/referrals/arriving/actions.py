from django.core.exceptions import ValidationError
from django.db import transaction

from partners.referrals.actions import answer_referral, record_answer
from partners.referrals.arriving.letters import BAST
from partners.referrals.arriving.models import WRITTEN_IN, ArrivalThing
from partners.referrals.arriving.things import due_things
from partners.referrals.locks import lock_referral
from partners.referrals.models import ReferralState as S
from partners.referrals.models import ReferralStep
from partners.referrals.packing.offers import may_travel
from rptc import days
from rptc.audit.record import enter, keep
from rptc.letters.actions import issue_for
from rptc.saving import locked, sentence_of

Channel = ReferralStep.Channel
CHANGED = "Yang seharusnya ikut baru saja berubah. Periksa lagi daftarnya."
NOT_NOW = "Kedatangan dicatat sesudah rujukan diterima mitra, selama rujukan berjalan."
TOO_EARLY = "Rujukan ini baru dikirim sesudah waktu itu."


@transaction.atomic
def write_arrival(arrival, *, by, things):
    """Somebody has arrived: {key of a thing: (is it here, a word)} of all that should have come,
    and the berita acara, numbered and in both files at once."""
    referral = lock_referral(arrival.referral)
    if referral.arrivals.standing().exists():
        raise ValidationError(sentence_of(type(arrival), "referral_arrives_once"))
    if referral.state not in WRITTEN_IN:
        raise ValidationError(NOT_NOW)
    if arrival.came_at < referral.sent_at.replace(second=0, microsecond=0):
        raise ValidationError({"came_at": TOO_EARLY})
    due = due_things(referral)
    if {each.key for each in due} != things.keys():
        raise ValidationError(CHANGED)
    if referral.state == S.ACCEPTED:
        referral = _move(referral, arrival, by)
    arrival.referral = referral
    # The partner reads it, and the berita acara prints it.
    arrival.note = may_travel(arrival.note, referral.person)
    enter(arrival, "arrived", by=by, person=referral.person_id)
    ArrivalThing.objects.bulk_create(
        ArrivalThing(
            arrival=arrival,
            sort=each.sort,
            what=each.what,
            is_here=things[each.key][0],
            word=things[each.key][1],
        )
        for each in due
    )
    issue_for(arrival, BAST, by=by)
    return arrival


def _move(referral, arrival, by):
    if arrival.channel == Channel.PORTAL:
        return answer_referral(referral, S.ARRIVED, by=by)
    last = referral.steps.last()
    return record_answer(
        referral,
        S.ARRIVED,
        by=by,
        said_by=arrival.received_by,
        channel=arrival.channel,
        # Whoever writes the yes down late writes the arrival down after it.
        said_at=max(arrival.came_at, last.at),
        seen_steps=referral.steps.count(),
    )


@transaction.atomic
def take_back_arrival(arrival, *, reason, by):
    """A mistake stays where it is, with who said so and why. Its berita acara is withdrawn as
    letters are, and the arrival is written anew."""
    if lock_referral(arrival.referral).state not in WRITTEN_IN:
        raise ValidationError(
            "Rujukan ini sudah berakhir: kedatangannya tidak dapat ditulis lagi."
        )
    arrival = locked(arrival)
    if arrival.undone_at:
        raise ValidationError("Kedatangan ini sudah dinyatakan keliru.")
    arrival.undone_at, arrival.undone_by, arrival.undone_why = days.now(), by, reason
    return keep(arrival, "took_back", by=by, person=arrival.referral.person_id)


@transaction.atomic
def close_thing(thing, *, reason, by):
    """What came of something that was missing."""
    lock_referral(thing.arrival.referral)
    thing = locked(thing, "arrival__referral__person")
    if not thing.is_missing:
        raise ValidationError("Ini sudah selesai.")
    reason = may_travel(reason, thing.arrival.referral.person)
    thing.closed_at, thing.closed_by, thing.closed_why = days.now(), by, reason
    return keep(thing, "closed", by=by, person=thing.arrival.referral.person_id)
