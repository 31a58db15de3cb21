"""What other pages show of referrals."""

from django.db.models import Count, Q

from cases.file.acts import Act, register_acts
from partners.referrals.models import OPEN_STATES, Referral
from rptc.kept import THIS, kept_first, kept_rows
from rptc.parts import Part, register

SHOWN = 5


def _referrals(context, stay):
    """The referrals of a stay that this user may know of, newest first, and the way to a new one.
    One whose destination is not theirs is left out: on a person's page a closed entry would say
    as much as the name."""
    return {"stay": stay, "referrals": kept_rows(_of_stay, context["user"], this=stay.pk)}


def _of_stay(user):
    referrals = Referral.objects.visible_to(user).filter(stay=THIS)
    return referrals.select_related("partner").order_by("-recorded_at", "-pk")


def _to_partner(context, partner):
    """The open referrals to a partner of which this user may know, and how many there are."""
    user, key = context["user"], partner.pk
    return {
        "partner": partner,
        "referrals": kept_rows(_first_open, user, this=key),
        "numbers": kept_first(_numbers, user, this=key) or dict.fromkeys(NUMBERS, 0),
    }


NUMBERS = ["all", "open", "bare"]


def _of_partner(user):
    return Referral.objects.visible_to(user).filter(partner=THIS)


def _open(user):
    return _of_partner(user).filter(state__in=OPEN_STATES)


def _first_open(user):
    return _open(user).select_related("person").order_by("-recorded_at", "-pk")[:SHOWN]


def _numbers(user):
    is_open = Q(state__in=OPEN_STATES)
    bare = Q(pk__in=Referral.objects.without_basis().values("pk"))
    of_partner = _of_partner(user).order_by().values("partner")
    numbers = of_partner.annotate(
        all=Count("pk"), open=Count("pk", filter=is_open), bare=Count("pk", filter=bare)
    )
    return numbers.values(*NUMBERS)


register("referrals.main", Part(10, "partners/referrals/_referral_part.html", _referrals))
register(
    "partner.main",
    Part(50, "partners/referrals/_partner_part.html", _to_partner, "partners.view_referral"),
)
register_acts(
    Act(80, "Rujuk ke mitra", "partners:referral_propose", "partners.propose_referral", "refer"),
)
