"""Whose month nobody has told of, as each side reads it."""

from django.db.models import Count

from cases.gate.closed_places import keeps_case
from partners.directory.models import Partner
from partners.months.models import MonthLink, MonthReport, asked_of, untold
from partners.referrals.models import Referral
from rptc import days
from rptc.accounts.permissions import Role


def untold_for(user, month):
    """The referrals of the case of this user, and all to the head, of which the month is asked
    and not told."""
    rows = Referral.objects.visible_to(user)
    if not user.has_role(Role.HEAD):
        rows = rows.filter(keeps_case(user))
    return untold(rows, month)


def late_partners(user, month):
    """A row a partner, with how many klien of whom nobody has heard (`missing`)."""
    missing = untold_for(user, month).values("pk")
    rows = Partner.objects.filter(referrals__in=missing)
    return rows.annotate(missing=Count("referrals"))


def left_of(link):
    """Of whom nobody has told of those that a link asks about, while they are with the partner
    that was asked, and of the case of who sent it: with the case, what was asked goes to another.
    In the order of all locks."""
    rows = Referral.objects.filter(pk__in=link.referrals, partner=link.partner_id)
    if not link.recorded_by.has_role(Role.HEAD):
        rows = rows.filter(keeps_case(link.recorded_by))
    return untold(rows, link.month).order_by("person_id", "pk")


def add_links(partners, user, month):
    """Give each the live link that this reader sent it (`month_link`), if they did."""
    links = MonthLink.objects.live().filter(partner__in=partners, month=month, recorded_by=user)
    links = {link.partner_id: link for link in links.order_by("pk")}
    for partner in partners:
        partner.month_link = links.get(partner.pk)
    return partners


def months_of(referral, month):
    """[(month, its report or None)] of one referral, the newest first: those that were told, what
    lies between them, and the one that is asked now. Of what was before the first one nobody
    asked."""
    reports = MonthReport.objects.filter(referral=referral).newest().defer("content")
    told = {report.month: report for report in reports}
    asked = asked_of(Referral.objects.filter(pk=referral.pk), month).exists()
    first, last = min(told, default=month), month if asked else max(told, default=None)
    rows, each = [], last
    while each is not None and each >= first:
        rows.append((each, told.get(each)))
        each = days.add_months(each, -1)
    return rows
