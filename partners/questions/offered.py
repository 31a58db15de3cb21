"""Whom a question can go to: who fits first, then by name. Nothing is hidden, and nobody stands
lower for returning people: who takes the hard ones returns more."""

from django.db.models import Count, Q
from django.db.models.functions import Least

from cases.exits.destinations import is_keeper_of
from partners.agreements.models import Agreement
from partners.directory.models import Partner
from partners.questions.fit import Wanted, fit_of
from partners.referrals.models import Referral
from partners.referrals.models import ReferralState as S
from rptc import days

TAKEN = [S.ACCEPTED, S.ARRIVED, S.IN_SERVICE, S.FINISHED, S.RETURNED]


def offered_for(stay, user, needs=(), but=()):
    """Each with its `fit`, and with how many of the referrals that this reader may know of it
    took and gave back (`taken`, `returned`)."""
    wanted, today = Wanted.of(stay, needs), days.today()
    partners = Partner.objects.filter(is_active=True).exclude(pk__in=but)
    if not is_keeper_of(user, stay):
        partners = partners.filter(closes_destination=False)
    partners = list(partners.with_free_places())
    numbers, agreed, lapsed = _numbers(partners, user), *_agreements(partners, today)
    for partner in partners:
        partner.has_agreement = partner.pk in agreed
        partner.lapsed_on = lapsed.get(partner.pk)
        partner.fit = fit_of(partner, wanted, today)
        partner.taken, partner.returned = numbers.get(partner.pk, (0, 0))
    return sorted(partners, key=lambda each: (not each.fit.is_fit, each.name.casefold(), each.pk))


def _numbers(partners, user):
    referrals = Referral.objects.visible_to(user).filter(partner__in=partners, state__in=TAKEN)
    counted = referrals.order_by().values("partner")
    counted = counted.annotate(taken=Count("pk"), back=Count("pk", filter=Q(state=S.RETURNED)))
    return {row["partner"]: (row["taken"], row["back"]) for row in counted}


def _agreements(partners, today):
    """Who has one in force, and {partner: the last day of the latest that is over}."""
    rows = Agreement.objects.filter(partner__in=partners)
    agreed = set(rows.in_force(today).values_list("partner", flat=True))
    over = rows.over(today).annotate(last=Least("until", "ended_on"))
    return agreed, dict(over.order_by("last", "pk").values_list("partner", "last"))
