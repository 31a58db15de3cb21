"""A klien is asked, or told; and takes a yes back."""

from copy import copy

from django.core.exceptions import ValidationError
from django.db import transaction

from cases.file.consents.closed import look_at
from cases.file.consents.letters import CONSENT
from cases.file.consents.models import (
    TOLD,
    Answer,
    Consent,
    ConsentWithdrawal,
    GivenBy,
    LegalBasis,
    Purpose,
    StandIn,
    StandInState,
)
from cases.file.consents.words import put_away, put_reason_away
from cases.people.flags.whom import Named
from cases.people.relations.suspects import suspects_of
from cases.stays.locks import lock_stay, lock_with_stay
from rptc import days
from rptc.audit.record import enter, keep
from rptc.decisions import decide
from rptc.letters.actions import issue_for
from rptc.sending import row_key

NOT_THEY = (
    "Orang ini tidak dapat menyetujui untuk anak ini. Hubungi pekerja sosial atau Kepala UPT."
)
ONLY_GUARDIAN = "Setuju untuk anak diberikan orang tua atau walinya."
CHILD_SAYS = "Tanyakan juga kepada anaknya, lalu pilih jawabannya."
FOR_NO_ADULT = "Orang dewasa menjawab sendiri. Bila tidak dapat, pilih itu dan tulis mengapa."
NO_STAND_IN = "Belum ada pengganti wali yang disetujui Kepala UPT untuk anak ini."
OF_ADULTS = "Keluarga anak dicari karena kewajiban, tidak ditanyakan di sini."


def may_be_child(person, day) -> bool:
    """Whoever may be a child is asked as one."""
    return person.age.is_child_on(day) is not False


@transaction.atomic
def ask(consent, /, *, recipient="", said="", by):
    """What was answered. A no is written down as a yes is: what it is about is not done."""
    stay = lock_stay(consent.stay)
    _check(consent, stay, by)
    put_away(consent, recipient=recipient, said=said)
    consent.stay = stay
    enter(consent, "registered", by=by, person=stay.person_id)
    look_at([consent])
    return consent


def _check(consent, stay, by):
    # What is typed has no seconds.
    if consent.asked_at < stay.began_at.replace(second=0, microsecond=0):
        raise ValidationError({"asked_at": "Waktu ini sebelum klien tiba."})
    day = days.day_of(consent.asked_at)
    is_child = may_be_child(stay.person, day)
    if is_child and consent.purpose == Purpose.FAMILY:
        raise ValidationError({"purpose": OF_ADULTS})
    if is_child and not consent.child_says:
        raise ValidationError({"child_says": CHILD_SAYS})
    if not is_child:
        consent.child_says = ""
        if consent.given_by != GivenBy.SELF:
            raise ValidationError({"given_by": FOR_NO_ADULT})
    if is_child and consent.answer == Answer.YES and consent.given_by == GivenBy.SELF:
        raise ValidationError({"given_by": ONLY_GUARDIAN})
    if consent.given_by == GivenBy.GUARDIAN:
        _check_guardian(consent, stay.person)
    if consent.given_by == GivenBy.STAND_IN:
        consent.stand_in = StandIn.objects.in_force().filter(stay=stay).first()
        if consent.stand_in is None or not by.has_perm("cases.propose_stand_in"):
            raise ValidationError({"given_by": NO_STAND_IN})


def _check_guardian(consent, person):
    """A suspected exploiter answers nothing, neither yes nor no (docs/rules.md, Consent). Who is
    only like one is stopped as well, in the same words."""
    asked = Named(consent.guardian)
    if not asked.can_be_compared:
        raise ValidationError({"guardian": "Tulis nama lengkapnya dengan huruf Latin."})
    if suspects_of(person, asked):
        raise ValidationError({"guardian": NOT_THEY})


@transaction.atomic
def tell(consent, /, *, by) -> list[Consent]:
    """What is not asked is told, each with the law on which it rests that day: `consent` says in
    which language and how."""
    stay = lock_stay(consent.stay)
    day = days.day_of(consent.asked_at)
    known = LegalBasis.objects.on(day)
    if missing := [purpose.label for purpose in TOLD if purpose not in known]:
        raise ValidationError(f"Dasar hukumnya belum ditulis: {', '.join(missing)}.")
    first, *others = TOLD
    consent.stay, consent.purpose, consent.legal_basis = stay, first, known[first]
    consent.answer, consent.given_by = Answer.TOLD, GivenBy.SELF
    rows = [consent]
    for purpose in others:
        row = copy(consent)
        row.purpose, row.legal_basis = purpose, known[purpose]
        row.send_key = row_key(consent.send_key, purpose)
        rows.append(row)
    return [enter(row, "noted", by=by, person=stay.person_id) for row in rows]


@transaction.atomic
def propose_stand_in(stand_in, /, *, reason, by):
    """For a child without a guardian; the head decides, and it holds for this stay."""
    put_reason_away(stand_in, reason=reason)
    stay = stand_in.stay = lock_stay(stand_in.stay)
    if not stay.is_open:
        raise ValidationError("Masa pembinaan ini sudah berakhir.")
    if not may_be_child(stay.person, days.today()):
        raise ValidationError("Orang dewasa menjawab sendiri.")
    return enter(stand_in, "proposed", by=by, person=stay.person_id)


def decide_stand_in(stand_in, **decision):
    return decide(stand_in, lock=_lock_stand_in, **decision)


@transaction.atomic
def end_stand_in(stand_in, /, *, reason, by):
    """The family is found: from now on they answer. What was answered before stays."""
    stand_in = _lock_stand_in(stand_in)
    if not stand_in.can_become(StandInState.ENDED):
        raise ValidationError(f"Ini sudah {stand_in.get_state_display().lower()}.")
    stand_in.state = StandInState.ENDED
    stand_in.ended_at, stand_in.ended_by = days.now(), by
    put_reason_away(stand_in, end_reason=reason)
    return keep(stand_in, "ended", by=by, person=stand_in.stay.person_id)


def _lock_stand_in(stand_in):
    return lock_with_stay(stand_in, "recorded_by")


@transaction.atomic
def write_letter(consent, /, *, by):
    """A yes on paper, to be signed; the one that stands, where there is one."""
    consent.stay = lock_stay(consent.stay)
    if not Consent.objects.in_force().filter(pk=consent.pk).exists():
        raise ValidationError("Surat hanya untuk persetujuan yang berlaku.")
    return issue_for(consent, CONSENT, by=by)


@transaction.atomic
def withdraw(withdrawal, /, *, by):
    """From now on nothing rests on it. What was done before stays done, and is looked at."""
    consent = withdrawal.consent
    consent.stay = lock_stay(consent.stay)
    if consent.answer != Answer.YES:
        raise ValidationError("Hanya persetujuan yang dapat ditarik.")
    if ConsentWithdrawal.objects.filter(consent=consent).exists():
        raise ValidationError("Persetujuan ini sudah ditarik.")
    if may_be_child(consent.stay.person, days.today()):
        if suspects_of(consent.stay.person, Named(withdrawal.said_by)):
            raise ValidationError({"said_by": NOT_THEY})
    if withdrawal.withdrawn_at < consent.asked_at.replace(second=0, microsecond=0):
        raise ValidationError({"withdrawn_at": "Ini sebelum persetujuannya."})
    return enter(withdrawal, "registered", by=by, person=consent.stay.person_id)
