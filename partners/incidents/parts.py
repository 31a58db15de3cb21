"""What other pages show of what happened at a partner."""

from cases.people import access
from partners.incidents.models import PartnerIncident
from partners.referrals.models import AT_PARTNER, NEVER_THERE
from rptc.accounts.permissions import Role
from rptc.kept import THIS, kept_rows
from rptc.parts import Part, register

SHOWN = 5


def _of_stay(context, stay):
    """Those of a stay, the newest first; nothing where there was none."""
    rows = kept_rows(_in_stay, context["user"], this=stay.pk)
    return {"incidents": rows, "referral": None} if rows else None


def _in_stay(user):
    rows = PartnerIncident.objects.visible_to(user).filter(stay=THIS)
    return rows.with_last().order_by("-recorded_at", "-pk")[:SHOWN]


def _of_referral(context, referral):
    """Those of a referral, and the way to another one while somebody is there."""
    if referral.state in NEVER_THERE:
        return None
    rows = PartnerIncident.objects.visible_to(context["user"]).filter(referral=referral)
    rows = list(rows.with_last().order_by("-recorded_at", "-pk")[:SHOWN])
    is_there = referral.state in AT_PARTNER
    if not rows and not is_there:
        return None
    user, worker = context["user"], referral.stay.social_worker_id
    # Who may not know of any is not told that there was none.
    reads_all = user.has_role(Role.HEAD) or access.has_case(user, worker)
    return {"incidents": rows, "referral": referral, "reads_all": reads_all}


def _number(context, *keys):
    """What Hari Ini has counted already: where there is none, nothing is asked."""
    return sum(each.number for each in context["figures"] if each.waits.key in keys)


def _today(context, user):
    """What nobody has answered stands above all else: what is late soonest first."""
    if not _number(context, "pickups-to-decide", "partner-incidents-open"):
        return None
    rows = kept_rows(_open, user)
    decides = user.has_perm("partners.decide_pickup")
    for row in rows:
        row.is_mine_to_decide = decides and row.is_pickup
        row.whom = row.stay.person.name_for(user)
        row.is_named = row.whom == str(row.stay.person)
    return {"incidents": rows[:SHOWN], "more": rows[SHOWN:]}


def _open(user):
    rows = PartnerIncident.objects.visible_to(user).open().with_last()
    rows = rows.select_related("stay__person", "referral__partner")
    return rows.order_by("due", "recorded_at", "pk")[: SHOWN + 1]


def _heard(context, user):
    """To who is on duty: how many, and the page that says whom to call."""
    if user.has_perm("partners.view_referral"):
        return None
    number = _number(context, "partner-incidents-heard")
    return {"number": number} if number else None


TEMPLATE = "partners/incidents/_incident_part.html"
register("referrals.main", Part(2, TEMPLATE, _of_stay, "partners.view_referral"))
register("referral.main", Part(10, TEMPLATE, _of_referral, "partners.view_referral"))
# Below whoever is not seen in the house.
register(
    "today.top",
    Part(6, "partners/incidents/_today_part.html", _today, "partners.view_referral"),
    Part(7, "partners/incidents/_heard_part.html", _heard, "partners.hear_of_incident"),
)
