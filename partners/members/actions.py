"""A partner proposes who logs in, or says who has left; we prepare the account, or say no."""

from django.core.exceptions import ValidationError
from django.db import transaction

from partners.directory.actions import add_member
from partners.directory.models import Member
from partners.members.models import ProposedMember, colleagues_of
from rptc import days
from rptc.accounts.actions import deactivate_user, log_out_everywhere, prepare_user
from rptc.accounts.models import User
from rptc.accounts.permissions import Role
from rptc.audit.record import enter, keep
from rptc.decisions import acknowledge
from rptc.saving import locked

# So many of one partner wait at the most: a partner is two people, and no list of names.
MOST_WAITING = 5
TAKEN = "Nama pengguna ini sudah dipakai."


@transaction.atomic
def propose_member(proposed: ProposedMember, *, by: User) -> ProposedMember:
    waiting = ProposedMember.objects.waiting().filter(partner=proposed.partner_id)
    if waiting.count() >= MOST_WAITING:
        raise ValidationError(
            f"Sudah {MOST_WAITING} orang menunggu RPTC. Tunggu jawabannya, atau telepon."
        )
    return enter(proposed, "proposed", by=by)


@transaction.atomic
def prepare_member(proposed: ProposedMember, *, username: str, by: User) -> Member:
    """An account of this partner, whose role the head confirms."""
    proposed = _waiting(proposed)
    if not proposed.partner.is_active:
        raise ValidationError("Mitra ini tidak bermitra lagi.")
    user = User(
        username=username,
        full_name=proposed.name,
        position=proposed.position,
        phone=proposed.phone,
    )
    span = {"starts_on": days.today(), "ends_on": None}
    # Whoever has that name already is somebody else, though they may be called the same.
    if prepare_user(user, [Role.PARTNER], by=by, **span) is not user:
        raise ValidationError({"username": TAKEN})
    member = add_member(Member(user=user, partner=proposed.partner), by=by)
    _answer(proposed, "prepared_member", by, member=member)
    return member


@transaction.atomic
def refuse_member(proposed: ProposedMember, *, why_not: str, by: User) -> ProposedMember:
    proposed = _waiting(proposed)
    return _answer(proposed, "refused", by, why_not=why_not)


def _waiting(proposed):
    proposed = locked(proposed, "partner")
    if proposed.answered_at:
        raise ValidationError(f"Usulan {proposed} sudah dijawab.")
    return proposed


def _answer(proposed, verb, by, *, member=None, why_not=""):
    proposed.member, proposed.why_not = member, why_not
    proposed.answered_by, proposed.answered_at = by, days.now()
    return keep(proposed, verb, by=by)


@transaction.atomic
def say_left(left, *, by: User):
    """From this moment they cannot come in, and every login of theirs is over. We are told, and
    the head lets them in again where it was not so."""
    user = User.objects.select_for_update(of=("self",)).get(pk=left.member.user_id)
    if not colleagues_of(by).filter(pk=left.member_id).exists():
        raise ValidationError("Orang ini sudah tidak dapat masuk.")
    deactivate_user(user, by=by)
    log_out_everywhere(user, by=by)
    return enter(left, "said_left", by=by)


@transaction.atomic
def acknowledge_left(left, *, by: User):
    left = locked(left)
    return acknowledge(left, "Ini", is_known=left.known_at is not None, by=by)
