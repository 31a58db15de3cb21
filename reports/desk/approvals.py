"""Menunggu keputusan saya: all that one human being may decide, whoever entered it."""

from collections import Counter, defaultdict
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db import models
from django.db.models import DateTimeField, F, Model, QuerySet, Value, When
from django.db.models.functions import Cast
from django.shortcuts import render
from django.urls import reverse
from django.utils.text import capfirst

from cases.casework.assignments.models import Assignment
from cases.casework.plans.models import Plan
from cases.exits.models import Exit, ExitKind
from cases.file.consents.models import StandIn
from cases.gate.incidents.models import Incident, Severity
from cases.gate.refusals.columns import COMPARED_WITH
from cases.gate.somebody_else.models import SomebodyElse
from cases.help.models import Help
from cases.house.belongings.models import BelongingEnd
from cases.intakes.contests.models import Contest
from cases.people.doubles.models import Merge
from cases.people.models import Person
from cases.people.photos.faces import add_faces
from cases.people.sealing.models import EmergencyAccess, Seal, SealReader
from cases.people.substitutes.models import Substitution
from cases.stays.extensions.models import Extension
from cases.stays.models import Stay
from partners.agreements.models import Agreement
from partners.contributions.models import Contribution
from partners.referrals.models import Referral
from reports.figures.closing.models import Closing
from reports.figures.closing.views import JUST_CLOSED
from rptc import days
from rptc.accounts.models import Delegation, RoleGrant, User, staff_with
from rptc.accounts.own import not_own
from rptc.accounts.permissions import AGENCY_DECIDES, APPROVALS, GRANTS, Role
from rptc.admission import may_open
from rptc.decisions import JUST_DECIDED, Decided
from rptc.kept import AmongThese, Sql, answers, joined, kept_for, kept_rows, sql_of
from rptc.letters.models import Letter, Withdrawal
from rptc.letters.texts.models import TextProposal
from rptc.pages import is_key
from rptc.resets.models import Reset
from rptc.together import read_together
from rptc.waiting import DayEnds
from rptc.words import tanggal_pendek, tenggat

# Of each group so many stand open, about three screens of a telephone; the others fold.
UNFOLDED = 10


@dataclass(frozen=True)
class Decision:
    """One act that waits; `runs_out` where it has a limit, `read_at` where it is told."""

    matter: "Matter"
    about: str
    detail: str
    asked_by: User | None
    since: datetime
    url: str
    runs_out: datetime | None = None
    read_at: str = ""
    key: int | None = None
    # Whom it is about, where the reader reads the name; their face stands beside it.
    person: Person | None = None

    @property
    def read_url(self):
        """The page of the case, which says at its end what is to be known of it."""
        if not self.read_at or self.matter.is_known_there:
            return self.read_at
        return f"{self.read_at}?know={self.matter.key}-{self.key}"

    @property
    def apart(self):
        """Two of one name are usual in the house."""
        return self.person.told_apart if self.person else ""

    @property
    def pressing(self):
        return self.runs_out is None, self.runs_out or self.since

    @property
    def is_late(self):
        return self.runs_out is not None and self.runs_out <= days.now()

    @property
    def when(self):
        return tenggat(self.runs_out, days.now())

    @property
    def shape(self):
        """Late, until today, or later."""
        if self.is_late:
            return "late"
        return "due" if self.runs_out <= days.starts_at(days.today() + days.ONE_DAY) else "wait"


@dataclass(frozen=True)
class Group:
    """What stands under one head; the most pressing stand open."""

    title: str
    decisions: list[Decision]

    @property
    def first(self):
        return self.decisions[:UNFOLDED]

    @property
    def rest(self):
        return self.decisions[UNFOLDED:]

    @property
    def late(self):
        """How many of those that are folded are late."""
        return sum(each.is_late for each in self.rest)


@dataclass(frozen=True)
class Case:
    """The page of the case that a row is about: of the row itself, or of what `of` names; or a
    list that has it. Without a model, whoever is told of the row may open it: nothing is asked."""

    page: str
    permission: str
    model: type[Model] | None = None
    of: str = "pk"

    def numbers(self, rows) -> dict[int, Any]:
        """{key of the row: the number in the address}"""
        return {row.pk: getattr(row, self.of) if self.of else None for row in rows}

    def visible(self, user, rows) -> Sql | None:
        """The numbers among these that this user may open; None where nothing is to be asked."""
        if self.model is None or not (rows and user.has_perm(self.permission)):
            return None
        numbers = set(self.numbers(rows).values())
        return sql_of(self.model.objects.visible_to(user).filter(pk__in=numbers).values("pk"))

    def open_to(self, user, rows, visible) -> dict[int, str]:
        """{key of the row: address} of those that this user may open: no link leads to a 404."""
        if not user.has_perm(self.permission):
            return {}
        return {
            key: reverse(self.page, args=[number] if self.of else [])
            for key, number in self.numbers(rows).items()
            if self.model is None or number in visible
        }


def open_cases(user, asked) -> list[dict[int, str]]:
    """For each (case or None, rows) where its rows are read before: one statement for all."""
    texts = []
    for index, (case, rows) in enumerate(asked):
        if sql := case and case.visible(user, rows):
            text = f"SELECT {index:d}, each.* FROM ({sql.text}) AS each"  # noqa: S608
            texts.append(Sql(text, sql.values))
    visible = defaultdict(set)
    for index, number in answers(joined(" UNION ALL ", texts)):
        visible[index].add(number)
    return [
        case.open_to(user, rows, visible[index]) if case else {}
        for index, (case, rows) in enumerate(asked)
    ]


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
    # Until when, where there is a limit: a moment of the row.
    runs_out: Any = Value(None)
    asked_by: str = "recorded_by"
    # The page on which each is decided asks once more; what is only to be known is read at its
    # case, and known there: by a button of that page, or by what stands below it (`key`).
    is_told: bool = False
    key: str = ""
    is_known_there: bool = False
    # A page on which all of them can be decided, each by itself.
    together: str = ""
    # Where it is read before.
    case: Case | None = None

    def told_of(self, rows):
        """With what a list needs, and until when each waits."""
        runs_out = Cast(self.runs_out, DateTimeField())
        return self.read(rows).annotate(runs_out=runs_out)

    def decisions(self, user, keys) -> list[Decision]:
        """Those on these rows, in no order. Hari Ini asks for no more than it shows: what is only
        to be known is read on its page, and its title alone is told."""
        rows = kept_rows(_told_of_these, user, self, these=keys)
        has_case = self.case and (self.case.model is None or self.is_told)
        [cases] = open_cases(user, [(self.case if has_case else None, rows)])
        return self.as_decisions(rows, user, cases, is_brief=self.is_told)

    def one_to_know(self, user, number) -> Decision | None:
        """What waits for this reader of this row, with its case."""
        rows = list(self.told_of(self.rows(user)).filter(pk=number))
        [cases] = open_cases(user, [(self.case, rows)])
        return next(iter(self.as_decisions(rows, user, cases)), None)

    def as_decisions(self, rows, user, cases, is_brief=False) -> list[Decision]:
        return [
            Decision(
                matter=self,
                key=row.pk,
                person=_named_person(row, about),
                about=about,
                detail="" if is_brief else self.detail(row),
                asked_by=getattr(row, self.asked_by),
                since=getattr(row, self.since),
                url=self.url(row),
                runs_out=row.runs_out,
                read_at=cases.get(row.pk, ""),
            )
            for row, about in [(row, self.about(row, user)) for row in rows]
        ]


def _named_person(row, about):
    """None where it is about nobody, or is told by a number or by initials."""
    person = getattr(row, "person", None) or getattr(getattr(row, "stay", None), "person", None)
    return person if isinstance(person, Person) and about == str(person) else None


def _told_of_these(user, matter):
    rows = matter.told_of(matter.rows(user)).filter(AmongThese(F("pk")))
    return rows.prefetch_related(None) if matter.is_told else rows


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
        runs_out=DayEnds(kind.RUNS_OUT_ON) if kind.RUNS_OUT_ON else Value(None),
        together=together,
    )


@may_open("reports.view_approvals")
def approvals(request):
    """What runs out first on top: what is to be decided, and what is only to be known."""
    waiting = waiting_for(request.user)
    add_faces([each.person for each in waiting if each.person], request.user)
    is_just_decided = JUST_DECIDED in request.session
    to_decide = [each for each in waiting if not each.matter.is_told]
    to_know = [each for each in waiting if each.matter.is_told]
    together = Counter(each.matter for each in to_decide if each.matter.together)
    context = {
        "groups": [Group("Putuskan", to_decide), Group("Nyatakan diketahui", to_know)],
        "together": [(matter, number) for matter, number in together.items() if number > 1],
        "total": len(waiting),
        "own": own_ones(request.user),
        "is_just_decided": is_just_decided,
        "next": to_decide[0] if to_decide else None,
        "letter": _letter_of(request) if is_just_decided else None,
        "edition": request.session.pop(JUST_CLOSED, None),
    }
    return render(request, "reports/desk/approvals.html", context)


def _letter_of(request):
    """The letter of what was decided a moment ago, once: of two tabs one shows it."""
    number = request.session.pop(JUST_DECIDED)
    return number and Letter.objects.visible_to(request.user).filter(pk=number).first()


def read_of(request) -> Decision | None:
    """?know= says what the reader came to this case for, from the list of decisions; None where
    it is of another page, or no longer theirs to know."""
    key, _, number = request.GET.get("know", "").rpartition("-")
    matter = next((each for each in MATTERS if each.key and each.key == key), None)
    if matter is None or not is_key(number):
        return None
    decision = matter.one_to_know(request.user, int(number))
    return decision if decision and decision.read_at == request.path else None


@dataclass(frozen=True)
class Own:
    """What one entered oneself, and who decides it."""

    name: str
    number: int
    by: list[str]


def own_ones(user) -> list[Own]:
    found = answers(kept_for(_own, user))
    kinds = [(KINDS[index], number) for index, number in found if number]
    return [
        Own(kind._meta.verbose_name, number, who_decides(kind.PERMISSION, entered_by=user))
        for kind, number in kinds
    ]


def _own(user) -> Sql:
    """The place of the kind, and how many of it wait that this user entered."""
    counts = []
    for index, kind in enumerate(KINDS):
        rows = kind.objects.waiting().filter(kind.entered_by([user.pk])).values("pk")
        if sql := sql_of(rows):
            text = f"SELECT {index:d}, count(*) FROM ({sql.text}) AS each"  # noqa: S608
            counts.append(Sql(text, sql.values))
    return joined(" UNION ALL ", counts)


def who_decides(permission, *, entered_by) -> list[str]:
    """By name who may decide what this user entered: another head, who stands in for the head,
    and of a head's the Dinas (`DecidedQuerySet.brought_before`, asked the other way round)."""
    by_role = [role for role in GRANTS[permission] if role != Role.AGENCY]
    names = [str(user) for user in staff_with(*by_role).exclude(pk=entered_by.pk)]
    of_head = entered_by.has_role(Role.HEAD) and permission in AGENCY_DECIDES
    for row in Delegation.objects.in_force(days.today()).select_related("delegate"):
        gives = any(permission in APPROVALS[key][1] for key in row.approvals)
        is_other = row.delegate_id != entered_by.pk and row.delegate.is_active
        if gives and is_other and row.delegate.has_perm(permission):
            until = tanggal_pendek(row.last_on)
            names.append(f"{row.delegate} ({row.kind.capitalize()}. sampai {until})")
    if of_head and staff_with(Role.AGENCY).exists():
        names.append("Dinas")
    return names


def waiting_for(user) -> list[Decision]:
    """What this user may decide now. Of which matters something waits is asked at once for all,
    then their rows, then which of their cases this user may open."""
    filled = sorted({index for index, *_ in answers(kept_for(_first, user))})
    matters = [MATTERS[index] for index in filled]
    tables = read_together([matter.told_of(matter.rows(user)) for matter in matters])
    rows_of = list(zip(matters, tables, strict=True))
    cases = open_cases(user, [(matter.case, rows) for matter, rows in rows_of])
    waiting = [
        decision
        for (matter, rows), open_ones in zip(rows_of, cases, strict=True)
        for decision in matter.as_decisions(rows, user, open_ones)
    ]
    return sorted(waiting, key=lambda decision: decision.pressing)


def rows_waiting_for(user) -> list[QuerySet]:
    """What Hari Ini counts: as many rows as the page lists."""
    return [matter.rows(user) for matter in MATTERS]


# So many are named on Hari Ini.
FIRST = 3


def first_decisions(user) -> list[Decision]:
    """Those on top of the page."""
    found = answers(kept_for(_first, user))
    found.sort(key=lambda row: (row[3] is None, row[3] or row[2]))
    keys = defaultdict(list)
    for matter, key, *_ in found[:FIRST]:
        keys[matter].append(key)
    first = [each for index in keys for each in MATTERS[index].decisions(user, keys[index])]
    return sorted(first, key=lambda decision: decision.pressing)


def _first(user) -> Sql:
    """The place of the matter, the key, since when and until when, of the first of each."""
    first = []
    for index, matter in enumerate(MATTERS):
        rows = matter.told_of(matter.rows(user)).values_list("pk", matter.since, "runs_out")
        if sql := sql_of(rows):
            text = f"SELECT {index:d}, each.* FROM ({sql.text}) AS each ORDER BY 4, 3"  # noqa: S608
            first.append(Sql(f"({text} LIMIT {FIRST:d})", sql.values))
    return joined(" UNION ALL ", first)


def _exits_to_be_told(user):
    if not user.has_perm("cases.acknowledge_exit"):
        return Exit.objects.none()
    return Exit.objects.filter(Exit.not_about(user)).to_be_known().exclude(done_by=user)


def _losses_to_be_told(user):
    if not user.has_perm("cases.acknowledge_loss"):
        return BelongingEnd.objects.none()
    others = BelongingEnd.objects.filter(not_own(user, "stay__person"))
    return others.to_be_known().exclude(recorded_by=user)


KINDS = [
    EmergencyAccess,
    Exit,
    Extension,
    Help,
    Referral,
    Agreement,
    Contribution,
    Plan,
    Merge,
    Contest,
    Withdrawal,
    TextProposal,
    Closing,
    Assignment,
    StandIn,
    Substitution,
    Reset,
]
TOGETHER = {Extension: "cases:extension_decide_several"}
A_DAY_LATER = F("recorded_at") + days.ONE_DAY
MATTERS = [
    Matter(
        "Terminasi segera, untuk diketahui",
        "Nyatakan diketahui",
        rows=_exits_to_be_told,
        read=lambda rows: rows.select_related("stay__person", "kind", "done_by").prefetch_related(
            *(f"stay__person__said_somebody_else__{than}" for than in COMPARED_WITH)
        ),
        about=lambda exit, user: exit.name_for(user),
        detail=lambda exit: exit.told,
        case=Case("cases:exit_detail", "cases.view_stay", Exit),
        url=lambda exit: reverse("cases:exit_acknowledge", args=[exit.pk]),
        since="left_at",
        runs_out=models.Case(When(kind__approval=ExitKind.Approval.EMERGENCY, then=A_DAY_LATER)),
        asked_by="done_by",
        is_told=True,
        key="exit",
    ),
    Matter(
        "Insiden, untuk diketahui",
        "Nyatakan diketahui",
        rows=Incident.objects.to_be_known_by,
        read=lambda rows: rows.select_related("recorded_by"),
        about=lambda incident, user: str(incident),
        detail=lambda incident: f"{incident.get_severity_display()}, {incident.place}",
        url=lambda incident: reverse("cases:incident_acknowledge", args=[incident.pk]),
        runs_out=models.Case(When(severity=Severity.SERIOUS, then=A_DAY_LATER)),
        is_told=True,
        is_known_there=True,
        case=Case("cases:incident_detail", "cases.view_incident"),
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
        case=Case("cases:belonging_list", "cases.view_belonging", Stay, of="stay_id"),
        url=lambda end: reverse("cases:loss_acknowledge", args=[end.pk]),
        is_told=True,
        key="loss",
    ),
    Matter(
        "Penugasan, untuk diketahui",
        "Nyatakan diketahui",
        rows=Assignment.objects.to_be_known_by,
        read=lambda rows: rows.select_related(*Assignment.LISTED_WITH),
        about=lambda row, user: row.name_for(user),
        detail=lambda row: row.detail,
        case=Case("cases:stay_detail", "cases.view_stay", Stay, of="stay_id"),
        url=lambda row: reverse("cases:assignment_acknowledge", args=[row.pk]),
        is_told=True,
        key="assignment",
    ),
    Matter(
        "Berkas ditutup, untuk diketahui",
        "Nyatakan diketahui",
        rows=Seal.objects.to_be_known_by,
        read=lambda rows: rows.select_related("person", "recorded_by"),
        about=lambda seal, user: f"Berkas {seal.person.file_number}",
        detail=lambda seal: f"{seal.recorded_by}: {seal.get_reason_display()}",
        case=Case("cases:seal_list", "cases.unseal", of=""),
        url=lambda seal: reverse("cases:seal_acknowledge", args=[seal.pk]),
        is_told=True,
        key="seal",
    ),
    Matter(
        "Pembaca berkas tertutup, untuk diketahui",
        "Nyatakan diketahui",
        rows=SealReader.objects.to_be_known_by,
        read=lambda rows: rows.select_related("person", "user", "added_by"),
        about=lambda reader, user: f"Berkas {reader.person.file_number}",
        detail=lambda reader: f"{reader.user} ikut membaca",
        case=Case("cases:seal_list", "cases.unseal", of=""),
        url=lambda reader: reverse("cases:sealreader_acknowledge", args=[reader.pk]),
        since="since",
        asked_by="added_by",
        is_told=True,
        key="seal-reader",
    ),
    Matter(
        "Penerima yang mirip orang terlarang, untuk dibaca",
        "Nyatakan dibaca",
        rows=SomebodyElse.objects.to_be_read_by,
        read=lambda rows: rows.select_related("person", "recorded_by", *COMPARED_WITH),
        about=lambda said, user: said.person.name_for(user),
        detail=lambda said: said.sentence,
        case=Case("cases:person_detail", "cases.view_person", Person, of="person_id"),
        url=lambda said: reverse("cases:somebody_else_acknowledge", args=[said.pk]),
        is_told=True,
        key="somebody-else",
    ),
    *(decided(kind, TOGETHER.get(kind, "")) for kind in KINDS),
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
