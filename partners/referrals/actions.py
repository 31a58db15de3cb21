from django.core.exceptions import ValidationError
from django.db import transaction

from cases.exits.destinations import is_keeper_of
from cases.file.consents.models import Consent, Purpose
from partners.agreements.models import Agreement
from partners.directory.hours import answers_due
from partners.referrals.following import follow_step
from partners.referrals.locks import lock_referral
from partners.referrals.models import (
    NEEDS_REASON,
    OPEN_STATES,
    PARTNER_MOVES,
    PARTNER_SEES,
    UNANSWERED_DAYS,
    Referral,
    ReferralStep,
)
from partners.referrals.models import ReferralState as S
from partners.referrals.packet import packet_of
from partners.referrals.packing.actions import check_items, freeze, pack
from partners.referrals.safety import digest_of_words, fill_read, has_unread, words_of
from rptc import days
from rptc.audit.record import enter, record
from rptc.decisions import decide
from rptc.saving import sentence_of
from rptc.words import pukul, tanggal

CHANGED_MEANWHILE = "Yang wajib diketahui baru saja berubah. Baca lagi."
READ_FIRST = "Baca dahulu yang wajib diketahui, lalu tekan Sudah kami baca."
NO_BASIS = sentence_of(Referral, "referral_names_its_basis_or_says_why_not")


@transaction.atomic
def propose_referral(referral, *, by, ticks=None):
    """Write a referral and lay it before the head, with what was ticked to travel: {key of an
    offer: why it is shared}. The view holds the stay's lock."""
    stay, partner = referral.stay, referral.partner
    if not stay.is_open:
        raise ValidationError("Masa pembinaan ini sudah berakhir.")
    if not may_refer_to(partner, stay, by):
        raise ValidationError("Hanya pekerja sosial utama klien ini yang merujuk ke mitra itu.")
    if partner.closes_destination and stay.person.referrals.open_and_untold_to(by).exists():
        # Whichever closed partner that is: to refuse one alone would tell which.
        raise ValidationError(
            "Klien ini mempunyai rujukan terbuka yang tujuannya tertutup bagi Anda. Hubungi"
            " Kepala UPT."
        )
    if stay.person.referrals.filter(partner=partner, state__in=OPEN_STATES).exists():
        raise ValidationError("Klien ini sudah mempunyai rujukan terbuka ke mitra itu.")
    check_consent(referral)
    check_basis(referral)
    referral.person = stay.person
    referral.recorded_by = by
    referral.save()
    pack(referral, ticks or {}, by=by)
    _move(referral, S.PROPOSED, by=by, verb="proposed")
    return referral


def may_refer_to(partner, stay, user):
    """A referral whose destination is closed is written by the stay's own social worker alone:
    others would learn from a refusal that one exists."""
    return partner.is_active and (not partner.closes_destination or is_keeper_of(user, stay))


def check_consent(referral):
    """A no is respected, and so is a yes that was taken back. A partner that reveals health is
    told nothing without a yes to that; of others whoever did not answer may be referred, and who
    decides reads that nobody asked (docs/rules.md, Consent)."""
    consent = referral.consent
    if consent and not referral.has_consent:
        raise ValidationError("Persetujuan klien sudah ditarik, atau klien menolak sesudahnya.")
    if referral.partner.reveals_health and not (consent and consent.purpose == Purpose.HEALTH):
        raise ValidationError("Persetujuan klien belum dicatat.")
    if consent is None:
        last = Consent.objects.last_answer(referral.stay, Purpose.REFERRAL)
        if last and last.is_refused:
            raise ValidationError(f"Klien menolak dirujuk ({tanggal(last.asked_at)}).")


def check_basis(referral):
    """A referral names the agreement on which it rests, in force today; or it says why it rests on
    none, and the partner reads so (R53)."""
    if referral.basis is None:
        if not referral.without_basis:
            raise ValidationError(NO_BASIS)
        return
    in_force = Agreement.objects.in_force(days.today()).filter(partner=referral.partner)
    if not in_force.filter(pk=referral.basis_id).exists():
        raise ValidationError("Perjanjian yang menjadi dasarnya tidak berlaku hari ini.")


@transaction.atomic
def propose_again(referral, *, by, ticks=None):
    """What was sent back is changed and proposed by the one who wrote it."""
    stored = lock_referral(referral)
    if not stored.can_become(S.PROPOSED):
        raise ValidationError(_as_it_is_now(stored))
    check_consent(referral)
    check_basis(referral)
    referral.save()
    pack(referral, ticks or {}, by=by)
    return _move(referral, S.PROPOSED, by=by, verb="proposed")


def decide_referral(referral, **decision):
    """Send it, with the packet frozen now, or send it back."""
    return decide(
        referral, lock=lock_referral, check=check_decision, then=_write_decision, **decision
    )


def check_decision(referral, by):
    if referral.state != S.SENT:
        return
    if not referral.partner.is_active:
        raise ValidationError("Mitra ini tidak lagi bermitra. Kembalikan rujukan.")
    try:
        check_consent(referral)
        check_basis(referral)
    except ValidationError as error:
        raise ValidationError(f"{error.messages[0]} Kembalikan rujukan.") from error
    check_items(referral)
    referral.packet, referral.sent_at = packet_of(referral), referral.decided_at
    due = answers_due([referral.partner], referral.sent_at)
    referral.answer_due_at = due[referral.partner_id]


def _write_decision(referral, by):
    if referral.state == S.SENT:
        freeze(referral)
    _write_step(referral, S.PROPOSED, at=referral.decided_at, by=by, reason=referral.decision_note)


@transaction.atomic
def answer_referral(referral, state, *, by, reason=""):
    """What the partner itself says in its portal."""
    referral = lock_referral(referral)
    if state not in PARTNER_MOVES:
        raise ValidationError(_as_it_is_now(referral))
    if state == S.ACCEPTED and has_unread(referral):
        raise ValidationError(READ_FIRST)
    return _move(
        referral,
        state,
        by=by,
        reason=reason,
        verb=state.value,
        channel=ReferralStep.Channel.PORTAL,
    )


@transaction.atomic
def read_safety(read, seen, *, by):
    """The partner has read what must be known, or was told it by us: the very words that stood on
    the page. Where one came or went meanwhile, nobody has read it yet."""
    referral = lock_referral(read.referral)
    if referral.state not in PARTNER_SEES:
        raise ValidationError(_as_it_is_now(referral))
    words = words_of(referral)
    if seen != digest_of_words(words):
        raise ValidationError(CHANGED_MEANWHILE)
    if not has_unread(referral):
        # Pressed twice, or by two who work there.
        return referral.safety_reads.order_by("-pk").first()
    fill_read(read, words)
    return enter(read, "read_safety", by=by, person=referral.person_id)


@transaction.atomic
def record_answer(referral, state, *, by, said_by, channel, said_at, reason="", seen_steps):
    """What the partner said by telephone, message or letter, written down by staff."""
    referral = _as_seen(referral, seen_steps)
    if state not in PARTNER_MOVES:
        raise ValidationError(_as_it_is_now(referral))
    last = referral.steps.last()
    if said_at < last.at.replace(second=0, microsecond=0):
        raise ValidationError(f"Langkah sebelumnya baru {tanggal(last.at)} {pukul(last.at)}.")
    return _move(
        referral,
        state,
        by=by,
        # A form knows minutes: within the same one, the answer comes after what it answers.
        at=max(said_at, last.at),
        reason=reason,
        verb=state.value,
        said_by=said_by,
        channel=channel,
    )


@transaction.atomic
def revoke_referral(referral, *, reason, by, seen_steps):
    """From any open state. From now on the partner has no packet."""
    return _move(_as_seen(referral, seen_steps), S.REVOKED, by=by, reason=reason, verb="revoked")


@transaction.atomic
def end_unanswered(referral, *, reason, by):
    """Who decides waits no longer (partners/silence). From now on the partner has no packet."""
    referral = lock_referral(referral)
    if referral.state != S.SENT:
        raise ValidationError(_as_it_is_now(referral))
    return _move(referral, S.EXPIRED, by=by, reason=reason, verb="expired")


def expire_referrals(*, by):
    """End what was sent and not answered for 14 days, and what is still open at an organisation
    that is a partner no longer. From now on they have no packet (docs/rules.md, Referral).

    Returns those that were ended.
    """
    found = Referral.objects.unanswered().order_by("person_id", "pk")
    return [ended for referral in found if (ended := expire_referral(referral, by=by))]


@transaction.atomic
def expire_referral(referral, *, by):
    """One of them; None where it was answered while others were looked through."""
    referral = lock_referral(referral)
    if not Referral.objects.unanswered().filter(pk=referral.pk).exists():
        return None
    reason = (
        f"Tidak dijawab {UNANSWERED_DAYS} hari."
        if referral.partner.is_active
        else "Tidak lagi bermitra."
    )
    return _move(referral, S.EXPIRED, by=by, reason=reason, verb="expired")


def _move(referral, state, *, by, verb, reason="", at=None, **step):
    """One step of a locked referral, and what follows from it; refused with what it is now."""
    if not referral.can_become(state):
        raise ValidationError(_as_it_is_now(referral))
    if state in NEEDS_REASON and not reason:
        raise ValidationError({"reason": "Tulis alasannya."})
    at, before = at or days.now(), referral.state
    referral.state = state
    if state == S.PROPOSED:
        referral.decided_by = referral.decided_at = None
    if not referral.is_open:
        referral.ended_at = at
    referral.save()
    _write_step(referral, before, at=at, by=by, reason=reason, **step)
    record(by, verb, referral, person=referral.person_id)
    follow_step(referral)
    return referral


def _write_step(referral, before, **step):
    ReferralStep.objects.create(
        referral=referral, from_state=before, to_state=referral.state, **step
    )


def _as_seen(referral, seen_steps):
    """Nobody decides on what has moved since they opened the page."""
    referral = lock_referral(referral)
    if referral.steps.count() != seen_steps:
        raise ValidationError(_as_it_is_now(referral))
    return referral


def _as_it_is_now(referral):
    # A partner reads its own steps alone, and is told of the end by whomever it came.
    last = referral.steps.last()
    at = referral.ended_at or (last and last.at)
    since = f", {tanggal(at)} {pukul(at)}" if at else ""
    return (
        f"Rujukan ini sudah berubah: {referral.get_state_display()}{since}. Baca lagi halamannya."
    )
