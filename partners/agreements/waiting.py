"""What waits of agreements: those that end and that nobody renewed, and drafts that lie about.
What the head confirms stands among the decisions (reports/desk/approvals.py)."""

from django.urls import reverse

from partners.agreements.models import SOON, Agreement
from rptc import days
from rptc.waiting import Row, Urgency, Waits, register
from rptc.words import tanggal_pendek

NAMED = 2
# So many are read for the names; all are counted.
MOST = 50


def _ending(limit):
    return lambda user: Agreement.objects.visible_to(user).ending(days.today(), limit)


def _lapsed(user):
    return Agreement.objects.visible_to(user).lapsed(days.today())


def _rows(user, waits):
    """The nearest end first, each with the way to its renewal: the form that is filled in
    beforehand, or what somebody wrote. One query for all four kinds of a page, and none for who
    writes no renewal: the number opens the list."""
    if not user.has_perm("partners.change_agreement"):
        return []
    found = getattr(user, "found_out", None)
    if found is None or "agreements" not in found:
        rows = Agreement.objects.visible_to(user).told_of(days.today()).select_related("partner")
        rows = list(rows.order_by("-until", "pk")[:MOST])
        if found is not None:
            found["agreements"] = rows
    else:
        rows = found["agreements"]
    own = [row for row in reversed(rows) if ENDS[_kind_of(row)] is waits]
    return [_row(waits, row) for row in own[:NAMED]]


def _kind_of(row):
    if row.days_left <= 0:
        return "lapsed"
    return next(limit for limit in SOON if row.days_left <= limit)


def _row(waits, row):
    page, number, verb = "partners:agreement_renew", row.pk, "Perpanjang"
    if row.renewal:
        page, number, verb = "partners:agreement_detail", row.renewal, "Buka draf"
    left = row.days_left
    when = f"{left} hari lagi" if left > 0 else "sudah lewat"
    text = f"{row.called}, sampai {tanggal_pendek(row.until)}, {when}"
    url = reverse(page, args=[number])
    return Row(waits, text=text, due=None, url=url, title=str(row.partner), verb=verb)


def _named(key):
    return lambda user: _rows(user, ENDS[key])


URGENT = {30: Urgency.DUE, 60: Urgency.WAIT, 90: Urgency.WAIT}
ENDS = {
    "lapsed": Waits(
        key="agreement-lapsed",
        label="Perjanjian sudah lewat, belum diperpanjang",
        urgency=Urgency.LATE,
        order=1524,
        permission="partners.change_partner",
        rows=_lapsed,
        page="partners:agreement_list?show=lapsed",
        named=NAMED,
        firsts=_named("lapsed"),
    ),
    **{
        limit: Waits(
            key=f"agreement-ends-{limit}",
            label=f"Perjanjian berakhir dalam {limit} hari",
            urgency=URGENT[limit],
            order=1525 + limit // 30,
            permission="partners.change_partner",
            rows=_ending(limit),
            page=f"partners:agreement_list?show={limit}",
            named=NAMED,
            firsts=_named(limit),
        )
        for limit in SOON
    },
}

register(
    *ENDS.values(),
    Waits(
        key="agreement-drafts",
        label="Draf perjanjian belum diajukan",
        urgency=Urgency.WAIT,
        order=1529,
        permission="partners.change_agreement",
        rows=lambda user: Agreement.objects.visible_to(user).drafts(),
        page="partners:agreement_list?show=drafts",
    ),
)
