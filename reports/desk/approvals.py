"""Menunggu keputusan saya: all that one human being may decide, whoever entered it."""

from collections import defaultdict
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db import connection
from django.db.models import QuerySet
from django.shortcuts import render
from django.urls import reverse
from django.utils.text import capfirst

from cases.casework.assignments.models import Assignment
from cases.casework.plans.models import Plan
from cases.exits.models import Exit
from cases.gate.incidents.models import Incident
from cases.gate.refusals.columns import COMPARED_WITH
from cases.gate.somebody_else.models import SomebodyElse
from cases.house.belongings.models import BelongingEnd
from cases.intakes.contests.models import Contest
from cases.people.doubles.models import Merge
from cases.people.sealing.models import EmergencyAccess, Seal, SealReader
from cases.people.substitutes.models import Substitution
from cases.stays.extensions.models import Extension
from partners.referrals.models import Referral
from rptc.accounts.models import Delegation, RoleGrant, User
from rptc.accounts.own import not_own
from rptc.admission import may_open
from rptc.decisions import Decided
from rptc.kept import Sql, kept_for, sql_of
from rptc.letters.models import Withdrawal
from rptc.resets.models import Reset


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
    verb: str
    rows: Callable[[User], QuerySet]
    read: Callable[[QuerySet], QuerySet]
    about: Callable[[Any, User], str]
    detail: Callable[[Any], str]
    url: Callable[[Any], str]
    since: str = "recorded_at"
    asked_by: str = "recorded_by"
    # The page on which each is decided asks once more; what is only to be known is told here.
    is_told: bool = False
    # A page on which all of them can be decided, each by itself.
    together: str = ""
    # Where it can be read before.
    detail_page: str = ""

    def decisions(self, user) -> list[Decision]:
        """The oldest first."""
        return self._as_decisions(self.rows(user), user)

    def decisions_on(self, keys, user) -> list[Decision]:
        """Those of these rows."""
        return self._as_decisions(self.rows(user).filter(pk__in=keys), user)

    def _as_decisions(self, rows, user):
        return [
            Decision(
                about=self.about(row, user),
                detail=self.detail(row),
                asked_by=getattr(row, self.asked_by),
                since=getattr(row, self.since),
                url=self.url(row),
                is_late=self.is_told and getattr(row, "known_late", False),
                read_at=reverse(self.detail_page, args=[row.pk]) if self.detail_page else "",
            )
            for row in self.read(rows).order_by(self.since, "pk")
        ]


def decided(kind: type[Decided], together: str = "") -> Matter:
    """A kind says itself whom it asks, what it is about, and where it is decided."""
    name = kind._meta.verbose_name
    return Matter(
        title=capfirst(name),
        verb=f"Putuskan {name}",
        rows=kind.objects.waiting_for,
        read=lambda rows: rows.to_list(),
        about=lambda row, user: row.name_for(user),
        detail=lambda row: row.detail,
        url=lambda row: row.decide_url,
        since=kind.ASKED_AT,
        together=together,
    )


@dataclass(frozen=True)
class Group:
    matter: Matter
    decisions: list[Decision]


@may_open("reports.view_approvals")
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


# So many are named on Hari Ini.
FIRST = 3


def first_decisions(user) -> list[tuple[Matter, Decision]]:
    """The first of them: what has a limit of hours, then the oldest."""
    sql = kept_for(_oldest, user)
    if sql is None:
        return []
    with connection.cursor() as cursor:
        cursor.execute(sql.text, sql.values)
        found = sorted(cursor.fetchall(), key=lambda row: (not MATTERS[row[0]].is_told, row[2]))
    keys = defaultdict(list)
    for matter, key, _ in found[:FIRST]:
        keys[MATTERS[matter]].append(key)
    return [(matter, each) for matter in keys for each in matter.decisions_on(keys[matter], user)]


def _oldest(user) -> Sql:
    """The matter, the key and since when, of the oldest of each."""
    oldest = []
    for index, matter in enumerate(MATTERS):
        if sql := sql_of(matter.read(matter.rows(user)).values_list("pk", matter.since)):
            text = f"SELECT {index:d}, each.* FROM ({sql.text}) AS each ORDER BY 3, 2"  # noqa: S608
            oldest.append(Sql(f"({text} LIMIT {FIRST:d})", sql.values))
    text = " UNION ALL ".join(sql.text for sql in oldest)
    return Sql(text, [value for sql in oldest for value in sql.values])


def _exits_to_be_told(user):
    if not user.has_perm("cases.acknowledge_exit"):
        return Exit.objects.none()
    return Exit.objects.filter(Exit.not_about(user)).to_be_known().exclude(done_by=user)


def _losses_to_be_told(user):
    if not user.has_perm("cases.acknowledge_loss"):
        return BelongingEnd.objects.none()
    others = BelongingEnd.objects.filter(not_own(user, "stay__person"))
    return others.to_be_known().exclude(recorded_by=user)


MATTERS = [
    # The only ones with a limit of hours stand on top.
    Matter(
        "Terminasi segera, untuk diketahui",
        "Nyatakan diketahui",
        rows=_exits_to_be_told,
        read=lambda rows: rows.select_related("stay__person", "kind", "done_by").prefetch_related(
            *(f"stay__person__said_somebody_else__{than}" for than in COMPARED_WITH)
        ),
        about=lambda exit, user: exit.name_for(user),
        detail=lambda exit: exit.told,
        url=lambda exit: reverse("cases:exit_acknowledge", args=[exit.pk]),
        since="left_at",
        asked_by="done_by",
        is_told=True,
    ),
    Matter(
        "Insiden, untuk diketahui",
        "Nyatakan diketahui",
        rows=Incident.objects.to_be_known_by,
        read=lambda rows: rows.select_related("recorded_by"),
        about=lambda incident, user: str(incident),
        detail=lambda incident: f"{incident.get_severity_display()}, {incident.place}",
        url=lambda incident: reverse("cases:incident_acknowledge", args=[incident.pk]),
        is_told=True,
        detail_page="cases:incident_detail",
    ),
    Matter(
        "Barang titipan hilang, untuk diketahui",
        "Nyatakan diketahui",
        rows=_losses_to_be_told,
        read=lambda rows: rows.select_related("stay__person", "recorded_by").prefetch_related(
            "items"
        ),
        about=lambda end, user: end.stay.person.name_for(user),
        detail=lambda end: f"{', '.join(item.told for item in end.items.all())}: {end.reason}",
        url=lambda end: reverse("cases:loss_acknowledge", args=[end.pk]),
        is_told=True,
    ),
    Matter(
        "Penugasan, untuk diketahui",
        "Nyatakan diketahui",
        rows=Assignment.objects.to_be_known_by,
        read=lambda rows: rows.select_related(*Assignment.LISTED_WITH),
        about=lambda row, user: row.name_for(user),
        detail=lambda row: row.detail,
        url=lambda row: reverse("cases:assignment_acknowledge", args=[row.pk]),
        is_told=True,
    ),
    Matter(
        "Berkas ditutup, untuk diketahui",
        "Nyatakan diketahui",
        rows=Seal.objects.to_be_known_by,
        read=lambda rows: rows.select_related("person", "recorded_by"),
        about=lambda seal, user: f"Berkas {seal.person.file_number}",
        detail=lambda seal: f"{seal.recorded_by}: {seal.get_reason_display()}",
        url=lambda seal: reverse("cases:seal_acknowledge", args=[seal.pk]),
        is_told=True,
    ),
    Matter(
        "Pembaca berkas tertutup, untuk diketahui",
        "Nyatakan diketahui",
        rows=SealReader.objects.to_be_known_by,
        read=lambda rows: rows.select_related("person", "user", "added_by"),
        about=lambda reader, user: f"Berkas {reader.person.file_number}",
        detail=lambda reader: f"{reader.user} ikut membaca",
        url=lambda reader: reverse("cases:sealreader_acknowledge", args=[reader.pk]),
        since="since",
        asked_by="added_by",
        is_told=True,
    ),
    Matter(
        "Penerima yang mirip orang terlarang, untuk dibaca",
        "Nyatakan dibaca",
        rows=SomebodyElse.objects.to_be_read_by,
        read=lambda rows: rows.select_related("person", "recorded_by", *COMPARED_WITH),
        about=lambda said, user: said.person.name_for(user),
        detail=lambda said: said.sentence,
        url=lambda said: reverse("cases:somebody_else_acknowledge", args=[said.pk]),
        is_told=True,
    ),
    decided(EmergencyAccess),
    decided(Exit),
    decided(Extension, together="cases:extension_decide_several"),
    decided(Referral),
    decided(Plan),
    decided(Merge),
    decided(Contest),
    decided(Withdrawal),
    decided(Assignment),
    decided(Substitution),
    decided(Reset),
    Matter(
        "Peran pengguna",
        "Putuskan peran",
        rows=RoleGrant.objects.waiting_for,
        read=lambda rows: rows.select_related("user", "prepared_by"),
        about=lambda grant, user: str(grant.user),
        detail=lambda grant: grant.get_role_display(),
        url=lambda grant: reverse("accounts:grant_confirm", args=[grant.user_id, grant.pk]),
        since="prepared_at",
        asked_by="prepared_by",
    ),
    Matter(
        "Pelimpahan wewenang",
        "Putuskan pelimpahan",
        rows=Delegation.objects.waiting_for,
        read=lambda rows: rows.select_related("delegate", "recorded_by"),
        about=lambda delegation, user: str(delegation),
        detail=lambda delegation: ", ".join(delegation.approval_names),
        url=lambda delegation: reverse("accounts:delegation_confirm", args=[delegation.pk]),
    ),
]
