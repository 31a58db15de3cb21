from django.core.exceptions import ValidationError
from django.db import transaction

from rptc import days
from rptc.accounts.actions import give_password, use_paper_code
from rptc.accounts.models import User
from rptc.audit.record import enter, record
from rptc.decisions import decide
from rptc.resets.models import Reset, ResetState
from rptc.saving import locked


@transaction.atomic
def ask_reset(reset: Reset, *, by: User, paper_code: str = "") -> Reset:
    """Asked of another of the three; the owner's code on paper confirms it at once."""
    _lock_owner(reset, by)
    if paper_code:
        try:
            use_paper_code(reset.user, paper_code, by=by)
        except ValidationError as error:
            raise ValidationError({"paper_code": error.messages}) from error
        reset.state, reset.by_code, reset.decided_at = ResetState.APPROVED, True, days.now()
    return enter(reset, "proposed", by=by)


def decide_reset(reset: Reset, **decision) -> Reset:
    return decide(reset, lock=lambda row: locked(row, "user", "recorded_by"), **decision)


@transaction.atomic
def give_reset(reset: Reset, *, by: User) -> str:
    """The password, for one login, to whoever asked for it; every session of the account ends."""
    user = _lock_owner(reset, by)
    reset = locked(reset)
    if not Reset.objects.unused().filter(pk=reset.pk, recorded_by=by).exists():
        raise ValidationError("Kata sandi ini sudah dibuat, atau belum dikonfirmasi.")
    reset.given_at = days.now()
    reset.save()
    password = give_password(user)
    record(by, "gave", reset)
    return password


def _lock_owner(reset, by):
    rows = User.objects.filter(pk__in=User.objects.whose_reset_may_be_asked_by(by).values("pk"))
    user = rows.select_for_update(of=("self",)).filter(pk=reset.user_id).first()
    if user is None:
        raise ValidationError("Kata sandi akun ini bukan Anda yang mengaturnya.")
    return user
