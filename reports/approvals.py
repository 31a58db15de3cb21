"""Menunggu keputusan saya: all that one human being may decide, whoever entered it."""

from dataclasses import dataclass
from datetime import datetime

from django.contrib.auth.decorators import permission_required
from django.db.models import F, Max, Q, QuerySet
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_safe

from cases.casework.models import Plan
from cases.intakes.contests.models import Contest
from cases.people.doubles.models import Merge
from cases.stays.belongings.models import BelongingEnd
from cases.stays.extensions.models import Extension
from cases.stays.incidents.models import Incident
from cases.stays.models import Exit
from partners.models import Referral
from partners.models import ReferralState as S
from rptc.accounts.models import RoleGrant, User
from rptc.letters.models import Letter
from rptc.words import inisial, tanggal


@dataclass(frozen=True)
class Decision:
    """One act that waits; `is_late` where a time limit has passed, `read_at` where it is told."""

    about: str
    detail: str
    asked_by: User | None
    since: datetime
    url: str
    verb: str
    is_late: bool = False
    read_at: str = ""


@dataclass(frozen=True)
class Group:
    title: str
    decisions: list[Decision]
    # The page on which each is decided asks once more; what is only to be known is told here.
    is_told: bool = False
    # A page on which all of them can be decided, each by itself.
    together: str = ""


@permission_required("reports.view_approvals", raise_exception=True)
@require_safe
def approvals(request):
    groups = waiting_for(request.user)
    context = {"groups": groups, "total": sum(len(group.decisions) for group in groups)}
    return render(request, "reports/approvals.html", context)


def waiting_for(user) -> list[Group]:
    """What this user may decide now, oldest first in each group; empty groups are left out."""
    groups = [
        # The only ones with a limit of hours stand on top.
        Group("Terminasi segera, untuk diketahui", _told(user), is_told=True),
        Group("Insiden, untuk diketahui", _incidents(user), is_told=True),
        Group("Barang titipan hilang, untuk diketahui", _lost(user), is_told=True),
        Group("Terminasi", _exits(user)),
        Group(
            "Perpanjangan",
            _extensions(user),
            together=reverse("cases:extension_decide_several"),
        ),
        Group("Rujukan", _referrals(user)),
        Group("Rencana intervensi", _plans(user)),
        Group("Penggabungan berkas", _merges(user)),
        Group("Keberatan", _contests(user)),
        Group("Penarikan surat", _withdrawals(user)),
        Group("Peran pengguna", _grants(user)),
    ]
    return [group for group in groups if group.decisions]


def count_waiting_for(user) -> int:
    return sum(rows.count() for rows in rows_waiting_for(user))


def rows_waiting_for(user) -> list[QuerySet]:
    """What Hari Ini counts: as many rows as the page lists."""
    return [
        Exit.objects.waiting_for(user),
        _to_be_told(user),
        Incident.objects.to_be_known_by(user),
        Extension.objects.waiting_for(user),
        _losses(user),
        Referral.objects.waiting_for(user),
        Plan.objects.waiting_for(user),
        Merge.objects.waiting_for(user),
        Contest.objects.waiting_for(user),
        Letter.objects.waiting_for(user),
        RoleGrant.objects.waiting_for(user),
    ]


def _name(person, user):
    """The Dinas decides for the head without learning who it is about."""
    if user.has_role("agency") and not user.has_perm("cases.view_person"):
        return inisial(person.name or person.alias, person.age_today)
    return str(person)


def _exits(user):
    exits = Exit.objects.waiting_for(user).select_related("stay__person", "kind", "recorded_by")
    return [
        Decision(
            about=_name(exit.stay.person, user),
            detail=str(exit.kind),
            asked_by=exit.recorded_by,
            since=exit.recorded_at,
            url=reverse("cases:exit_decide", args=[exit.pk]),
            verb="Putuskan terminasi",
        )
        for exit in exits.order_by("recorded_at", "pk")
    ]


def _to_be_told(user):
    if not user.has_perm("cases.acknowledge_exit"):
        return Exit.objects.none()
    return Exit.objects.to_be_known().exclude(done_by=user)


def _told(user):
    exits = _to_be_told(user).select_related("stay__person", "kind", "recorded_by", "done_by")
    return [
        Decision(
            about=_name(exit.stay.person, user),
            detail=str(exit.kind),
            asked_by=exit.done_by,
            since=exit.left_at,
            url=reverse("cases:exit_acknowledge", args=[exit.pk]),
            verb="Nyatakan diketahui",
            is_late=exit.known_late,
        )
        for exit in exits.order_by("left_at", "pk")
    ]


def _incidents(user):
    incidents = Incident.objects.to_be_known_by(user).select_related("recorded_by")
    return [
        Decision(
            about=str(incident),
            detail=f"{incident.get_severity_display()}, {incident.place}",
            asked_by=incident.recorded_by,
            since=incident.recorded_at,
            url=reverse("cases:incident_acknowledge", args=[incident.pk]),
            verb="Nyatakan diketahui",
            is_late=incident.known_late,
            read_at=reverse("cases:incident_detail", args=[incident.pk]),
        )
        for incident in incidents.order_by("recorded_at", "pk")
    ]


def _extensions(user):
    extensions = Extension.objects.waiting_for(user).select_related("stay__person", "recorded_by")
    return [
        Decision(
            about=_name(extension.stay.person, user),
            detail=f"{extension.more_days} hari, sampai {tanggal(extension.new_last_on)}",
            asked_by=extension.recorded_by,
            since=extension.recorded_at,
            url=reverse("cases:extension_decide", args=[extension.pk]),
            verb="Putuskan perpanjangan",
        )
        for extension in extensions.order_by("recorded_at", "pk")
    ]


def _losses(user):
    if not user.has_perm("cases.acknowledge_loss"):
        return BelongingEnd.objects.none()
    return BelongingEnd.objects.to_be_known().exclude(recorded_by=user)


def _lost(user):
    ends = _losses(user).select_related("stay__person", "recorded_by").prefetch_related("items")
    return [
        Decision(
            about=_name(end.stay.person, user),
            detail=f"{', '.join(item.told for item in end.items.all())}: {end.reason}",
            asked_by=end.recorded_by,
            since=end.recorded_at,
            url=reverse("cases:loss_acknowledge", args=[end.pk]),
            verb="Nyatakan diketahui",
        )
        for end in ends.order_by("recorded_at", "pk")
    ]


def _referrals(user):
    proposed = Max("steps__at", filter=Q(steps__to_state=S.PROPOSED), default=F("recorded_at"))
    referrals = (
        Referral.objects.waiting_for(user)
        .select_related("person", "partner", "recorded_by")
        .annotate(proposed_at=proposed)
        .order_by("proposed_at", "pk")
    )
    return [
        Decision(
            about=_name(referral.person, user),
            detail=f"ke {referral.partner}",
            asked_by=referral.recorded_by,
            since=referral.proposed_at,
            url=reverse("partners:referral_decide", args=[referral.pk]),
            verb="Putuskan rujukan",
        )
        for referral in referrals
    ]


def _plans(user):
    plans = Plan.objects.waiting_for(user).select_related("stay__person", "recorded_by")
    return [
        Decision(
            about=_name(plan.stay.person, user),
            detail=f"rencana ke-{plan.number}",
            asked_by=plan.recorded_by,
            since=plan.submitted_at,
            url=reverse("cases:plan_decide", args=[plan.pk]),
            verb="Putuskan rencana",
        )
        for plan in plans.order_by("submitted_at", "pk")
    ]


def _merges(user):
    merges = Merge.objects.waiting_for(user).select_related("kept", "lost", "recorded_by")
    return [
        Decision(
            about=_name(merge.kept, user),
            detail=f"berkas {merge.lost.file_number} ke {merge.kept.file_number}",
            asked_by=merge.recorded_by,
            since=merge.recorded_at,
            url=reverse("cases:merge_decide", args=[merge.pk]),
            verb="Putuskan penggabungan",
        )
        for merge in merges.order_by("recorded_at", "pk")
    ]


def _contests(user):
    contests = Contest.objects.waiting_for(user).select_related("intake__person", "recorded_by")
    return [
        Decision(
            about=_name(contest.intake.person, user),
            detail=f"terjaring {tanggal(contest.intake.met_on)}",
            asked_by=contest.recorded_by,
            since=contest.recorded_at,
            url=reverse("cases:contest_decide", args=[contest.pk]),
            verb="Putuskan keberatan",
        )
        for contest in contests.order_by("recorded_at", "pk")
    ]


def _withdrawals(user):
    letters = Letter.objects.waiting_for(user).select_related("kind", "withdrawal_asked_by")
    return [
        Decision(
            about=str(letter),
            detail=letter.withdrawal_reason,
            asked_by=letter.withdrawal_asked_by,
            since=letter.withdrawal_asked_at,
            url=reverse("letters:withdrawal_decide", args=[letter.pk]),
            verb="Putuskan penarikan",
        )
        for letter in letters.order_by("withdrawal_asked_at", "pk")
    ]


def _grants(user):
    grants = RoleGrant.objects.waiting_for(user).select_related("user", "prepared_by")
    return [
        Decision(
            about=str(grant.user),
            detail=grant.get_role_display(),
            asked_by=grant.prepared_by,
            since=grant.prepared_at,
            url=reverse("accounts:grant_confirm", args=[grant.user_id, grant.pk]),
            verb="Putuskan peran",
        )
        for grant in grants.order_by("prepared_at", "pk")
    ]
