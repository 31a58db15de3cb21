"""What other rooms do once a referral has taken a step. They stand to the right of this one, which
knows none of them: each registers what it does."""

from collections.abc import Callable

from partners.referrals.models import Referral

# Of the locked referral, which is at its new step.
Follow = Callable[[Referral], None]
_follows: list[Follow] = []


def register_follow(follow: Follow) -> None:
    _follows.append(follow)


def follow_step(referral: Referral) -> None:
    for follow in _follows:
        follow(referral)
