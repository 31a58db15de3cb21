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
    OPEN = "open", "Belum"


def nothing():
    return User.objects.none()


@dataclass(frozen=True)
class Step:
    """Done once there is a row; meanwhile there may be one that waits for another's decision."""

    label: str
    page: str
    permission: str
    rows: Callable[[], QuerySet]
    waits: Callable[[], QuerySet] = nothing

    @property
    def url(self):
        return reverse(self.page)


def _account(name, role):
    return Step(
        f"Akun {name}",
        "accounts:user_prepare",
        USERS,
        lambda: RoleGrant.objects.in_force(days.today()).filter(role=role),
        lambda: RoleGrant.objects.waiting().filter(role=role),
    )


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
    Step("Mitra", "partners:partner_list", "partners.change_partner", Partner.objects.all),
    Step(
        "Register lama dari Excel, bila ada",
        "cases:register_import_list",
        "cases.import_register",
        Intake.objects.all,
    ),
]


def first_steps(user) -> list[tuple[Step, State]]:
    """[(step, its state)] of those that this user may do; nothing when all are done."""
    steps = _of(user)
    if not steps:
        return []
    [found] = answers(kept_for(_asked, user))
    states = [_state(*pair) for pair in zip(found[::2], found[1::2], strict=True)]
    return [] if set(states) == {State.DONE} else list(zip(steps, states, strict=True))


def _state(is_done, waits):
    if is_done:
        return State.DONE
    return State.WAITS if waits else State.OPEN


def _of(user):
    return [step for step in STEPS if user.has_perm(step.permission)]


def _asked(user) -> Sql:
    """Is there a row, and one that waits, of each step of this user? One statement for all."""
    asked = [_whether_any(rows()) for step in _of(user) for rows in (step.rows, step.waits)]
    sql = joined(", ", asked)
    return Sql(f"SELECT {sql.text}", sql.values)


def _whether_any(rows):
    sql = sql_of(rows.values("pk"))
    return Sql(f"EXISTS ({sql.text})", sql.values) if sql else Sql("FALSE", [])
