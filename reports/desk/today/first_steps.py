"""What a new unit fills in before the first patrol can go out, one tap away.

Shown on Hari Ini to whoever may do a step, until all of theirs are done, by whomever.
"""

from collections.abc import Callable
from dataclasses import dataclass

from django.db.models import QuerySet, TextChoices
from django.urls import reverse

from cases.house.beds.models import Bed
from cases.intakes.models import Intake
from cases.patrols.models import Team, Vehicle
from cases.places.models import HotSpot
from cases.stays.models import StayRule
from partners.directory.models import Partner
from rptc import days
from rptc.accounts.models import RoleGrant, User
from rptc.accounts.permissions import Role
from rptc.kept import Sql, answers, joined, kept_for, sql_of
from rptc.letters.models import Emblem, Signatory, Unit


class State(TextChoices):
    DONE = "done", "Selesai"
    # What this user could do is done; the rest is another's.
    WAITS = "waits", "Menunggu pengesahan Kepala UPT"
    # The account is there, and nobody can come in with it.
    NO_PASSWORD = "no_password", "Kata sandi belum dibuat"
    OPEN = "open", "Belum"


def nothing():
    return User.objects.none()


@dataclass(frozen=True)
class Step:
    """Done once there is a row; meanwhile there may be one that waits for another's decision, or
    somebody's account that has no password yet."""

    label: str
    page: str
    permission: str
    rows: Callable[[], QuerySet]
    waits: Callable[[], QuerySet] = nothing
    without_password: Callable[[], QuerySet] = nothing
    # What the page is told beforehand.
    query: str = ""

    @property
    def url(self):
        return reverse(self.page) + self.query


@dataclass(frozen=True)
class Told:
    """A step as it stands, and where it is done."""

    step: Step
    state: State
    url: str


def _account(name, role):
    def claims():
        return RoleGrant.objects.claims().filter(role=role, user__is_active=True)

    locked = User.objects.without_password().values("pk")
    return Step(
        f"Akun {name}",
        "accounts:user_prepare",
        USERS,
        lambda: claims().in_force(days.today()).exclude(user__in=locked),
        lambda: claims().waiting(),
        lambda: User.objects.filter(pk__in=claims().filter(user__in=locked).values("user")),
        query=f"?role={role}",
    )


def _known_partners():
    """Five names are there from the beginning; how one reaches them, only the unit knows."""
    return Partner.objects.exclude(phone="", contacts=None, members=None)


SETTINGS, PLACES, USERS = "letters.change_unit", "cases.change_hot_spot", "accounts.prepare_user"
STEPS = [
    # The row is there from the beginning; nobody knows the unit's telephone but the unit.
    Step(
        "Kop surat dan daya tampung",
        "letters:unit_settings",
        SETTINGS,
        lambda: Unit.objects.exclude(phone=""),
    ),
    Step("Lambang di kop", "letters:emblem_change", SETTINGS, Emblem.objects.all),
    Step(
        "Penanda tangan surat",
        "letters:unit_settings",
        SETTINGS,
        lambda: Signatory.objects.on(days.today()),
    ),
    Step("Kamar dan tempat tidur", "cases:room_list", "cases.change_room", Bed.objects.all),
    Step("Titik rawan", "cases:hot_spot_list", PLACES, HotSpot.objects.all),
    Step("Regu patroli", "cases:team_list", PLACES, Team.objects.all),
    Step("Kendaraan patroli", "cases:vehicle_list", PLACES, Vehicle.objects.all),
    Step(
        "Dasar hukum masa pembinaan",
        "cases:stay_rule_list",
        "cases.change_stay_rule",
        lambda: StayRule.objects.exclude(legal_basis=""),
    ),
    _account("petugas TRC", Role.FIELD),
    _account("petugas piket", Role.CARETAKER),
    _account("pekerja sosial", Role.SOCIAL_WORKER),
    Step(
        "Mitra: telepon atau narahubung",
        "partners:partner_list",
        "partners.change_partner",
        _known_partners,
    ),
    Step(
        "Register lama dari Excel, bila ada",
        "cases:register_import_list",
        "cases.import_register",
        Intake.objects.all,
    ),
]


def first_steps(user) -> list[Told]:
    """Those that this user may do; nothing when all are done."""
    steps = _of(user)
    if not steps:
        return []
    [found] = answers(kept_for(_asked, user))
    facts = zip(found[::3], found[1::3], found[2::3], strict=True)
    told = [_told(step, *each) for step, each in zip(steps, facts, strict=True)]
    return [] if {each.state for each in told} == {State.DONE} else told


def _told(step, is_done, waits, account):
    if is_done:
        return Told(step, State.DONE, step.url)
    if account:
        page = reverse("accounts:user_detail", args=[account])
        return Told(step, State.NO_PASSWORD, page)
    return Told(step, State.WAITS if waits else State.OPEN, step.url)


def _of(user):
    return [step for step in STEPS if user.has_perm(step.permission)]


def _asked(user) -> Sql:
    """Is there a row, and one that waits, and whose account has no password, of each step of this
    user? One statement for all."""
    asked = [
        sql
        for step in _of(user)
        for sql in (
            _whether_any(step.rows()),
            _whether_any(step.waits()),
            _first_key(step.without_password()),
        )
    ]
    sql = joined(", ", asked)
    return Sql(f"SELECT {sql.text}", sql.values)


def _whether_any(rows):
    sql = sql_of(rows.values("pk"))
    return Sql(f"EXISTS ({sql.text})", sql.values) if sql else Sql("FALSE", [])


def _first_key(rows):
    sql = sql_of(rows.values("pk"))
    if not sql:
        return Sql("NULL::bigint", [])
    return Sql(f"(SELECT min(each.pk) FROM ({sql.text}) AS each)", sql.values)  # noqa: S608
