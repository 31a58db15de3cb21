"""Accounts, roles, delegations. Row history (rptc/accounts/models.py) says who did each of these;
what leaves no change in a row is written there by name."""

import hashlib
import secrets

import pghistory
from allauth.mfa.models import Authenticator
from allauth.mfa.utils import is_mfa_enabled
from allauth.usersessions.models import UserSession
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction

from rptc import days
from rptc.accounts.filters.models import SavedFilter
from rptc.accounts.models import (
    CONFIRMED_BY,
    PASSWORD_CHANGED,
    PASSWORD_RESET,
    SECOND_FACTOR_REMOVED,
    Delegation,
    PaperCode,
    RoleGrant,
    User,
    holders_of,
    staff_with,
)
from rptc.accounts.permissions import DECIDES, Role, can_hand_over
from rptc.policies import whoever_acts
from rptc.saving import locked, save, sentence_of

# Without letters and digits that are taken for each other when read out or written down.
LETTERS = "abcdefghjkmnpqrstuvwxyz23456789"


# So many codes on a paper that lies in a drawer for years, each of so many groups of four.
CODES, CODE_GROUPS = 6, 4


def one_time_password(groups: int = 3) -> str:
    return "-".join("".join(secrets.choice(LETTERS) for _ in range(4)) for _ in range(groups))


@transaction.atomic
def prepare_user(user: User, roles, *, starts_on, ends_on, by: User) -> User:
    """A new account without a password; its roles give nothing until another confirms them.

    Sent twice, the second finds the first. Raises ValidationError when the name is taken.
    """
    user.prepared_by = by
    user.set_unusable_password()
    try:
        with transaction.atomic():
            user.save()
    except IntegrityError as error:
        existing = User.objects.filter(username=user.username, prepared_by=by).first()
        if existing is None or existing.full_name != user.full_name:
            raise ValidationError({"username": "Nama pengguna ini sudah dipakai."}) from error
        return existing
    for role in roles:
        grant = RoleGrant(user=user, role=role, starts_on=starts_on, ends_on=ends_on)
        prepare_grant(grant, by=by)
    return user


@transaction.atomic
def prepare_grant(grant: RoleGrant, *, by: User) -> RoleGrant:
    """Raises ValidationError when the role would overlap with one that excludes it."""
    _lock(grant.user)
    again = grant.user.grants.waiting().filter(
        role=grant.role, starts_on=grant.starts_on, ends_on=grant.ends_on, prepared_by=by
    )
    if existing := again.first():
        return existing
    refuse_clash(grant)
    grant.prepared_by = by
    grant.save()
    return grant


def refuse_clash(grant: RoleGrant):
    """A role once at a time, and a partner's user holds no other role (docs/roles.md)."""
    others = grant.user.grants.overlapping(grant.starts_on, grant.ends_on).exclude(pk=grant.pk)
    held = set(others.values_list("role", flat=True))
    if grant.role in held:
        raise ValidationError("Peran ini sudah ada pada rentang tanggal itu.")
    if held and (grant.role == Role.PARTNER or Role.PARTNER in held):
        raise ValidationError(sentence_of(RoleGrant, "partner_user_holds_no_other_role"))


@transaction.atomic
def confirm_grant(grant: RoleGrant, *, by: User) -> RoleGrant:
    grant = _undecided(grant, by)
    refuse_clash(grant)
    becomes_one_of_three = grant.role in DECIDES and not _is_one_of_three(grant.user)
    grant.confirmed_by, grant.confirmed_at = by, days.now()
    grant.save()
    if becomes_one_of_three:
        # Who made the account could have come in before its owner did, and set up their own.
        remove_second_factor(grant.user)
        log_out_everywhere(grant.user, by=by)
    return grant


def _is_one_of_three(user):
    return User.objects.filter(pk=user.pk, pk__in=holders_of(*DECIDES)).exists()


@transaction.atomic
def refuse_grant(grant: RoleGrant, *, by: User) -> RoleGrant:
    grant = _undecided(grant, by)
    grant.refused_by, grant.refused_at = by, days.now()
    grant.save()
    return grant


def _undecided(grant, by):
    """The grant, locked, while this human being may still decide on it."""
    _lock(grant.user)
    waiting = RoleGrant.objects.waiting_for(by).select_for_update(of=("self",))
    grant = waiting.filter(pk=grant.pk).first()
    if grant is None:
        raise ValidationError("Peran ini sudah diputuskan, atau bukan Anda yang memutuskan.")
    return grant


@transaction.atomic
def end_grant(grant: RoleGrant, *, by: User) -> RoleGrant:
    """From this moment the role gives nothing; one that has not begun never will."""
    _closable(grant.user, by)
    grant = locked(grant)
    if not grant.can_end:
        raise ValidationError("Peran ini sudah berakhir atau belum disahkan.")
    grant.ends_on = max(days.today(), grant.starts_on)
    grant.save()
    return grant


@transaction.atomic
def deactivate_user(user: User, *, by: User) -> User:
    """Logged out at their next request, on every device; nothing they did is lost. The filters
    that they kept, which may hold names, go with the account."""
    user = _set_active(_closable(user, by), False)
    with whoever_acts():
        SavedFilter.objects.of(user).delete()
    return user


@transaction.atomic
def activate_user(user: User, *, by: User) -> User:
    return _set_active(_closable(user, by), True)


def _set_active(user, is_active):
    user.is_active = is_active
    user.save(update_fields=["is_active"])
    return user


def _closable(user, by):
    user = User.objects.closable_by(by).select_for_update(of=("self",)).filter(pk=user.pk).first()
    if user is None:
        raise ValidationError("Akun ini bukan Anda yang mengakhirinya.")
    return user


@transaction.atomic
def reset_password(user: User, *, by: User) -> str:
    """Return a password for one login, after which the owner must choose another.

    Every session of the account ends. The password is shown once and stored nowhere.
    """
    rows = User.objects.whose_password_may_be_reset_by(by).select_for_update(of=("self",))
    user = rows.filter(pk=user.pk).first()
    if user is None:
        raise ValidationError("Kata sandi akun ini bukan Anda yang mengaturnya.")
    return give_password(user)


def give_password(user: User) -> str:
    password = one_time_password()
    user.set_password(password)
    user.must_change_password = True
    user.save(update_fields=["password", "must_change_password"])
    pghistory.create_event(user, label=PASSWORD_RESET)
    return password


@transaction.atomic
def make_paper_codes(user: User, *, by: User | None) -> list[str]:
    """New codes for the paper, shown once and kept nowhere; those of before are void. `by` is
    empty for a command at the machine itself."""
    _lock(user)
    own = by is not None and by.pk == user.pk and is_mfa_enabled(by)
    others = User.objects.none() if by is None else User.objects.who_may_get_codes_of(by)
    if not (by is None or own or others.filter(pk=user.pk).exists()):
        raise ValidationError("Kode kertas akun ini bukan Anda yang membuatnya.")
    user.paper_codes.valid().update(voided_at=days.now())
    codes = [one_time_password(CODE_GROUPS) for _ in range(CODES)]
    user.paper_codes.bulk_create(
        PaperCode(user=user, digest=digest_of_code(code), made_by=by) for code in codes
    )
    return codes


def use_paper_code(user: User, code: str, *, by: User) -> PaperCode:
    """Once. Nobody helps themselves with a code that they made for somebody else.

    Raises ValidationError where it is none of this user's valid codes.
    """
    rows = user.paper_codes.valid().select_for_update(of=("self",))
    found = rows.filter(digest=digest_of_code(code)).first()
    if found is None or (by.pk != user.pk and found.made_by_id == by.pk):
        raise ValidationError("Kode kertas ini tidak berlaku, atau sudah dipakai.")
    found.used_at = days.now()
    found.save(update_fields=["used_at"])
    return found


def digest_of_code(code: str) -> str:
    """However it was typed: capitals, blanks, without the lines between the groups."""
    typed = "".join(sign for sign in code.lower() if sign.isalnum())
    return hashlib.sha256(typed.encode()).hexdigest()


@transaction.atomic
def changed_own_password(user: User):
    """The owner chose a password: one that somebody else gave is no longer in force."""
    user.must_change_password = False
    user.save(update_fields=["must_change_password"])
    pghistory.create_event(user, label=PASSWORD_CHANGED)


@transaction.atomic
def remove_second_factor(user: User) -> int:
    """For a lost telephone, by command alone: whoever resets passwords in the browser must not be
    able to take the second factor away as well, and log in as that person. And of who becomes one
    of the three."""
    count, _ = Authenticator.objects.filter(user=user).delete()
    if count:
        pghistory.create_event(user, label=SECOND_FACTOR_REMOVED)
    return count


@transaction.atomic
def end_sessions(sessions):
    """These devices are logged out at their next request."""
    for session in sessions:
        session.end()


@transaction.atomic
def log_out_everywhere(user: User, *, by: User) -> User:
    """A telephone was lost: every login of the account is over at once, and no device of it is
    remembered any more. The row history says who did it."""
    user = locked(user)
    user.logged_out_at = days.now()
    user.save(update_fields=["logged_out_at"])
    end_sessions(UserSession.objects.filter(user=user))
    return user


@transaction.atomic
def enter_delegation(delegation: Delegation, *, by: User) -> Delegation:
    """The head or the Dinas hands over what is theirs to decide, from a day to a day; it ends by
    itself. It waits for the other to confirm it, or is in force at once where there is no other.

    Raises ValidationError in words.
    """
    if set(delegation.approvals) - set(can_hand_over(by.roles_today)):
        raise ValidationError("Yang dilimpahkan hanya keputusan Anda sendiri.")
    if not User.objects.standing_in(days.today()).filter(pk=delegation.delegate_id).exists():
        raise ValidationError("Wewenang ini tidak dapat dilimpahkan kepada orang itu.")
    delegation.recorded_by = by
    if not _may_be_confirmed(delegation):
        delegation.confirmed_at = days.now()
    save(delegation)
    return delegation


def _may_be_confirmed(delegation):
    """Whether somebody is there who confirms it."""
    others = [CONFIRMED_BY[role] for role in CONFIRMED_BY if delegation.recorded_by.has_role(role)]
    return staff_with(*others).exclude(pk=delegation.delegate_id).exists()


@transaction.atomic
def confirm_delegation(delegation: Delegation, *, by: User) -> Delegation:
    delegation = _unconfirmed(delegation, by)
    delegation.confirmed_by, delegation.confirmed_at = by, days.now()
    save(delegation)
    return delegation


@transaction.atomic
def refuse_delegation(delegation: Delegation, *, by: User) -> Delegation:
    delegation = _unconfirmed(delegation, by)
    delegation.refused_by, delegation.refused_at = by, days.now()
    save(delegation)
    return delegation


def _unconfirmed(delegation, by):
    """The delegation, locked, while this human being may still decide on it."""
    locked(delegation)
    waiting = Delegation.objects.waiting_for(by).filter(pk=delegation.pk).first()
    if waiting is None:
        raise ValidationError("Pelimpahan ini sudah diputuskan, atau bukan Anda yang memutuskan.")
    return waiting


@transaction.atomic
def end_delegation(delegation: Delegation, *, by: User) -> Delegation:
    """Ended early: from this moment it gives nothing."""
    delegation = locked(delegation)
    if not Delegation.objects.endable_by(by).filter(pk=delegation.pk).exists():
        raise ValidationError("Pelimpahan ini bukan Anda yang mengakhirinya.")
    if not delegation.can_end:
        raise ValidationError("Pelimpahan ini sudah berakhir.")
    delegation.ended_at = days.now()
    delegation.save()
    return delegation


def _lock(user):
    """One decision at a time on the roles of a user."""
    User.objects.select_for_update(of=("self",)).get(pk=user.pk)
