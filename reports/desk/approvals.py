"""Menunggu keputusan saya: all that one human being may decide, whoever entered it."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.contrib.auth.decorators import permission_required
from django.db.models import F, Max, Q, QuerySet
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_safe

from cases.casework.plans.models import Plan
from cases.exits.models import Exit
from cases.gate.incidents.models import Incident
from cases.house.belongings.models import BelongingEnd
from cases.intakes.contests.models import Contest
from cases.people.doubles.models import Merge
from cases.people.models import Person
from cases.stays.extensions.models import Extension
from partners.referrals.models import Referral
from partners.referrals.models import ReferralState as S
from rptc.accounts.models import RoleGrant, User
from rptc.letters.models import Letter
from rptc.words import tanggal


@dataclass(frozen=True)
class Decision:
    """One act that waits; `is_late` where a time limit has passed, `read_at` where it is told."""

    about: str
    detail: str
    asked_by: User | None
    since: datetime
    url: str
    is_late: bool = False
    read_at: str = ""


@dataclass(frozen=True)
class Matter:
    """What waits for somebody: the rows, and how the page tells of one.

    `rows` are counted by Hari Ini and listed here, so that both always agree; `read` adds what
    only the list needs. `about` and `detail` tell of a row, a person by name or initials.
    """

    title: str
    rows: Callable[[User], QuerySet]
    read: Callable[[QuerySet], QuerySet]
    about: Callable[[Any], Person | str]
    detail: Callable[[Any], str]
    page: str
    verb: str
    since: str = "recorded_at"
    asked_by: str = "recorded_by"
    # The page on which each is decided asks once more; what is only to be known is told here.
    is_told: bool = False
    # A page on which all of them can be decided, each by itself.
    together: str = ""
    args: Callable[[Any], list[int]] = lambda row: [row.pk]
    # Where it can be read before.
    detail_page: str = ""

    def decisions(self, user) -> list[Decision]:
        """The oldest first."""
        return [
            Decision(
                about=_named(self.about(row), user),
                detail=self.detail(row),
                asked_by=getattr(row, self.asked_by),
                since=getattr(row, self.since),
                url=reverse(self.page, args=self.args(row)),
                is_late=self.is_told and getattr(row, "known_late", False),
                read_at=reverse(self.detail_page, args=[row.pk]) if self.detail_page else "",
            )
            for row in self.read(self.rows(user)).order_by(self.since, "pk")
        ]


@dataclass(frozen=True)
class Group:
    matter: Matter
    decisions: list[Decision]


@permission_required("reports.view_approvals", raise_exception=True)
@require_safe
def approvals(request):
    groups = waiting_for(request.user)
    context = {"groups": groups, "total": sum(len(group.decisions) for group in groups)}
    return render(request, "reports/desk/approvals.html", context)


def waiting_for(user) -> list[Group]:
    """What this user may decide now; empty groups are left out."""
    groups = [Group(matter, matter.decisions(user)) for matter in MATTERS]
    return [group for group in groups if group.decisions]


def rows_waiting_for(user) -> list[QuerySet]:
    """What Hari Ini counts: as many rows as the page lists."""
    return [matter.rows(user) for matter in MATTERS]


def _named(about, user):
    return about.name_for(user) if isinstance(about, Person) else str(about)


def _exits_to_be_told(user):
    if not user.has_perm("cases.acknowledge_exit"):
        return Exit.objects.none()
    return Exit.objects.to_be_known().exclude(done_by=user)


def _losses_to_be_told(user):
    if not user.has_perm("cases.acknowledge_loss"):
        return BelongingEnd.objects.none()
    return BelongingEnd.objects.to_be_known().exclude(recorded_by=user)


def _with_proposal(referrals):
    proposed = Max("steps__at", filter=Q(steps__to_state=S.PROPOSED), default=F("recorded_at"))
    return referrals.select_related("person", "partner", "recorded_by").annotate(
        proposed_at=proposed
    )


MATTERS = [
    # The only ones with a limit of hours stand on top.
    Matter(
        "Terminasi segera, untuk diketahui",
        rows=_exits_to_be_told,
        read=lambda rows: rows.select_related("stay__person", "kind", "done_by"),
        about=lambda exit: exit.stay.person,
        detail=lambda exit: str(exit.kind),
        page="cases:exit_acknowledge",
        verb="Nyatakan diketahui",
        since="left_at",
        asked_by="done_by",
        is_told=True,
    ),
    Matter(
        "Insiden, untuk diketahui",
        rows=Incident.objects.to_be_known_by,
        read=lambda rows: rows.select_related("recorded_by"),
        about=str,
        detail=lambda incident: f"{incident.get_severity_display()}, {incident.place}",
        page="cases:incident_acknowledge",
        verb="Nyatakan diketahui",
        is_told=True,
        detail_page="cases:incident_detail",
    ),
    Matter(
        "Barang titipan hilang, untuk diketahui",
        rows=_losses_to_be_told,
        read=lambda rows: rows.select_related("stay__person", "recorded_by").prefetch_related(
            "items"
        ),
        about=lambda end: end.stay.person,
        detail=lambda end: f"{', '.join(item.told for item in end.items.all())}: {end.reason}",
        page="cases:loss_acknowledge",
        verb="Nyatakan diketahui",
        is_told=True,
    ),
    Matter(
        "Terminasi",
        rows=Exit.objects.waiting_for,
        read=lambda rows: rows.select_related("stay__person", "kind", "recorded_by"),
        about=lambda exit: exit.stay.person,
        detail=lambda exit: str(exit.kind),
        page="cases:exit_decide",
        verb="Putuskan terminasi",
    ),
    Matter(
        "Perpanjangan",
        rows=Extension.objects.waiting_for,
        read=lambda rows: rows.select_related("stay__person", "recorded_by"),
        about=lambda extension: extension.stay.person,
        detail=lambda extension: (
            f"{extension.more_days} hari, sampai {tanggal(extension.new_last_on)}"
        ),
        page="cases:extension_decide",
        verb="Putuskan perpanjangan",
        together="cases:extension_decide_several",
    ),
    Matter(
        "Rujukan",
        rows=Referral.objects.waiting_for,
        read=_with_proposal,
        about=lambda referral: referral.person,
        detail=lambda referral: f"ke {referral.partner}",
        page="partners:referral_decide",
        verb="Putuskan rujukan",
        since="proposed_at",
    ),
    Matter(
        "Rencana intervensi",
        rows=Plan.objects.waiting_for,
        read=lambda rows: rows.select_related("stay__person", "recorded_by"),
        about=lambda plan: plan.stay.person,
        detail=lambda plan: f"rencana ke-{plan.number}",
        page="cases:plan_decide",
        verb="Putuskan rencana",
        since="submitted_at",
    ),
    Matter(
        "Penggabungan berkas",
        rows=Merge.objects.waiting_for,
        read=lambda rows: rows.select_related("kept", "lost", "recorded_by"),
        about=lambda merge: merge.kept,
        detail=lambda merge: f"berkas {merge.lost.file_number} ke {merge.kept.file_number}",
        page="cases:merge_decide",
        verb="Putuskan penggabungan",
    ),
    Matter(
        "Keberatan",
        rows=Contest.objects.waiting_for,
        read=lambda rows: rows.select_related("intake__person", "recorded_by"),
        about=lambda contest: contest.intake.person,
        detail=lambda contest: f"terjaring {tanggal(contest.intake.met_on)}",
        page="cases:contest_decide",
        verb="Putuskan keberatan",
    ),
    Matter(
        "Penarikan surat",
        rows=Letter.objects.waiting_for,
        read=lambda rows: rows.select_related("kind", "withdrawal_asked_by"),
        about=str,
        detail=lambda letter: letter.withdrawal_reason,
        page="letters:withdrawal_decide",
        verb="Putuskan penarikan",
        since="withdrawal_asked_at",
        asked_by="withdrawal_asked_by",
    ),
    Matter(
        "Peran pengguna",
        rows=RoleGrant.objects.waiting_for,
        read=lambda rows: rows.select_related("user", "prepared_by"),
        about=lambda grant: str(grant.user),
        detail=lambda grant: grant.get_role_display(),
        page="accounts:grant_confirm",
        verb="Putuskan peran",
        since="prepared_at",
        asked_by="prepared_by",
        args=lambda grant: [grant.user_id, grant.pk],
    ),
]
