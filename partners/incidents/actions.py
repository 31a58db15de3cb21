"""What happened to a klien at a partner is said, added to, answered, and read by the partner. Each
act locks the person and the referral first; what was said itself is never changed."""

from django.core.exceptions import ValidationError
from django.db import transaction

from cases.gate.receivers import Act, check_named, mark_against, suspect_named
from partners.incidents.models import DECISIONS, NOT_THERE, Says, standing_against
from partners.incidents.words import mark_of
from partners.questions.sentence import check_told
from partners.referrals.locks import lock_referral
from partners.referrals.models import AT_PARTNER, PARTNER_SEES
from rptc import days, keys
from rptc.accounts.own import not_own
from rptc.audit.record import record
from rptc.decisions import NOT_ONES_OWN
from rptc.saving import locked, save

CHANGED_MEANWHILE = "Keterangannya baru saja bertambah. Baca lagi, lalu kirim."
ANSWERED_ANEW = "Ada jawaban yang lebih baru. Baca dahulu."
DROPPED_BEFORE = "RPTC sudah mencatat bahwa ini bukan kejadian."
HEAD_DECIDES = "Boleh atau tidaknya dijemput diputuskan Kepala UPT."
SAID_BY_THEM = (
    "Anda sendiri yang mencatat penjemputan ini atau keterangannya. Boleh atau tidaknya diputuskan"
    " orang lain."
)
ADVICE = "Larangan ini tidak diakhiri hanya untuk penyerahan ini."


@transaction.atomic
def report_incident(incident, *, by):
    """Said by the partner in two taps, or written down by us after a call."""
    referral = lock_referral(incident.referral)
    if referral.state not in AT_PARTNER:
        raise ValidationError(NOT_THERE)
    incident.referral, incident.stay, incident.recorded_by = referral, referral.stay, by
    incident.recorded_at = days.now()
    if incident.channel == incident.Channel.PORTAL:
        incident.at = incident.recorded_at
    save(incident)
    _log(by, "reported_partner_incident", referral)
    return incident


@transaction.atomic
def add_note(note, *, words, by):
    """What is known later, as long as the partner holds the packet; we add to it at any time."""
    referral = lock_referral(note.incident.referral)
    is_ours = note.channel != note.Channel.PORTAL
    if not is_ours and referral.state not in PARTNER_SEES:
        raise ValidationError(NOT_THERE)
    if is_ours:
        # It stands in the portal, too.
        check_told(words, referral.person, "words")
    # Not when it was typed: whatever was answered before this moment does not know it.
    note.recorded_by, note.recorded_at = by, days.now()
    keys.seal_words(note, ["words"], {"words": words})
    if not (words or note.name or note.relation or note.telephone):
        raise ValidationError({"words": "Tulis keterangannya."})
    save(note)
    verb = "took_back" if note.takes_back else "added_to"
    _log(by, f"{verb}_partner_incident", referral)
    return note


@transaction.atomic
def take_back_incident(note, *, words, by):
    """The partner says that it was none, or of another klien, and why. It waits for our answer as
    what is added does: that nobody came, who decides says."""
    lock_referral(note.incident.referral)
    last = note.incident.replies.order_by("-pk").first()
    if last is not None and last.says == Says.DROPPED:
        raise ValidationError(DROPPED_BEFORE)
    note.takes_back = True
    return add_note(note, words=words, by=by)


@transaction.atomic
def answer_incident(reply, *, reason, seen, by):
    """What was done about it, or that it was none, and why we say so. That nobody came to fetch a
    klien takes the "Jangan serahkan" away: that too is said by who decides."""
    referral = lock_referral(reply.incident.referral)
    if reply.says in DECISIONS:
        raise ValidationError(HEAD_DECIDES)
    if reply.incident.is_pickup:
        if reply.says != Says.DROPPED or not by.has_perm("partners.decide_pickup"):
            raise ValidationError(HEAD_DECIDES)
        _check_not_own(referral, by)
    _check_seen(reply.incident, seen)
    return _enter(reply, reason, referral, by)


@transaction.atomic
def decide_pickup(reply, *, reason, seen, by):
    """May whoever came take the klien with them? Nobody does whom a warning or the list at the
    door forbids, nor who is marked near this child: the same question as at an exit
    (cases/gate/receivers.py)."""
    referral = lock_referral(reply.incident.referral)
    if reply.says not in DECISIONS:
        raise ValidationError("Pilih boleh atau tidak boleh.")
    _check_not_own(referral, by)
    _check_seen(reply.incident, seen)
    if reply.says == Says.ALLOWED:
        if referral.state not in AT_PARTNER:
            raise ValidationError(NOT_THERE)
        if _said_by(reply.incident, by):
            raise ValidationError(SAID_BY_THEM)
        # Before they are compared: what comes in between is not known.
        reply.flags, reply.bans = map(_keys, standing_against(referral.person))
        _check_receiver(referral.person, reply.named, by)
    return _enter(reply, reason, referral, by)


def _keys(rows):
    return list(rows.order_by("pk").values_list("pk", flat=True))


def _check_not_own(referral, by):
    if not type(referral).objects.filter(not_own(by, "person"), pk=referral.pk).exists():
        raise ValidationError(NOT_ONES_OWN)


def _said_by(incident, user):
    """Was it this user who wrote down that somebody came, or who?"""
    return incident.recorded_by_id == user.pk or incident.notes.filter(recorded_by=user).exists()


def _check_receiver(person, asked, by):
    if not asked.name:
        raise ValidationError({"to_name": "Tulis kepada siapa boleh diserahkan."})
    check_named(person, asked, by=by, act=Act.HANDOVER)
    if suspect := suspect_named(person, asked, by=by):
        mark = mark_against(person, asked, suspect, by=by)
        raise mark.refused(Act.HANDOVER, advice=ADVICE)


def seen_of(incident):
    """What marks it as it stands now."""
    return mark_of(incident.notes.order_by("pk"), incident.replies.order_by("pk"))


def _check_seen(incident, seen):
    """Nobody answers what has been added since they read it."""
    if seen != seen_of(incident):
        raise ValidationError(CHANGED_MEANWHILE)


def _enter(reply, reason, referral, by):
    check_told(reply.message, referral.person, "message")
    keys.seal_words(reply, ["reason"], {"reason": reason})
    reply.recorded_by, reply.recorded_at = by, days.now()
    save(reply)
    _log(by, f"{reply.says}_partner_incident", referral)
    return reply


@transaction.atomic
def read_reply(incident, seen, *, by):
    """By the partner, who pressed it, or by us, who told them: the very answer that stood on the
    page (`seen`). Pressed again it says the same."""
    referral = lock_referral(incident.referral)
    reply = incident.replies.order_by("-pk").first()
    if reply is None:
        raise ValidationError("Belum ada jawaban.")
    if seen != str(reply.pk):
        raise ValidationError(ANSWERED_ANEW)
    reply = locked(reply)
    if reply.read_at is None:
        reply.read_at, reply.read_by = days.now(), by
        reply.save()
        _log(by, "read_partner_incident_reply", referral)
    return reply


def _log(by, verb, referral):
    """In the log it stands with the referral: who may not know whither reads no more of it than of
    any other step (referrals/log.py)."""
    record(by, verb, referral, person=referral.person_id)
