"""What a new unit fills in before the first patrol can go out, and what may come after it:
accounts without which nobody stands in for the head, and what the program brought for the unit to
confirm. Each one tap away.

Shown on Hari Ini to whoever may do a step: the first steps until all of theirs are done, by
whomever; the later ones as long as they are open.
"""

from collections.abc import Callable
from dataclasses import dataclass

from django.db.models import Q, QuerySet, TextChoices
from django.urls import reverse

from cases.house.beds.models import Bed
from cases.intakes.models import Intake
from cases.law.placements.models import PlacementLimit
from cases.law.reports.models import ReportRule
from cases.papers.models import PaperOffice
from cases.patrols.devices.models import Device
from cases.patrols.models import Team, Vehicle
from cases.places.models import HotSpot
from cases.stays.models import StayRule
from cases.voice.complaints.models import ComplaintChannel
from partners.directory.models import Partner
from reports.calendar.models import OfficialReport
from reports.figures.seasons.models import SpecialPeriod
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
    """Done once there is a row, or, where it says what is left, once none is left.

    Meanwhile one may wait for another's decision, or somebody's account may have no password yet.
    """

    label: str
    page: str
    permission: str
    rows: Callable[[], QuerySet] = nothing
    waits: Callable[[], QuerySet] = nothing
    without_password: Callable[[], QuerySet] = nothing
    left: Callable[[], QuerySet] | None = None
    # What the page is told beforehand.
    query: str = ""
    # What completes it, where its label does not say so.
    until: str = ""

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
        until="Selesai bila seorang sudah disahkan dan kata sandinya dibuat.",
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
        "Penanda tangan surat: nama Kepala UPT",
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
        "Satu mitra: telepon atau narahubung",
        "partners:partner_list",
        "partners.change_partner",
        _known_partners,
    ),
]


def _reports_to_confirm():
    ended = Q(valid_until__lt=days.today())
    return OfficialReport.objects.filter(is_confirmed=False).exclude(ended)


def _estimates_begun():
    """Nobody can confirm one that lies ahead: its days are not set yet."""
    began = SpecialPeriod.objects.filter(first_on__lte=days.today())
    return began.filter(is_estimate=True, is_active=True)


def _clocks_to_confirm():
    """Nobody has said where the clock comes from, or that it is the unit's own."""
    nobodys = Q(source="") | Q(source__contains="belum dikonfirmasi")
    return ComplaintChannel.objects.filter(nobodys, is_active=True)


CONFIRMED = "dicentang bahwa sudah dikonfirmasi"
LAW, CALENDAR = "cases.change_law_rule", "reports.change_report_calendar"
LATER = [
    # Not every house has one: it keeps no first step open, and the house that began has passed it.
    Step(
        "Register lama dari Excel, bila ada",
        "cases:register_import_list",
        "cases.import_register",
        Intake.objects.all,
        until="Tampil sampai orang pertama dicatat, di sini atau dari register itu.",
    ),
    # Two of these decide together when the head is away, or has forgotten the password.
    _account("Kepala TU", Role.OFFICE),
    _account("Dinas", Role.AGENCY),
    _account("pejabat PDP", Role.PRIVACY),
    Step(
        "Ponsel patroli: menyimpan baris selama tidak ada sinyal",
        "cases:device_list",
        "cases.register_device",
        lambda: Device.objects.filter(locked_at=None).exclude(seen_at=None),
        until="Selesai bila satu ponsel didaftarkan dan sudah dipakai.",
    ),
    Step(
        "Kalender laporan: penerima, tanggal, mulai kapan",
        "reports:report_calendar",
        CALENDAR,
        left=_reports_to_confirm,
        until=f"Selesai bila pada setiap laporan {CONFIRMED}.",
    ),
    Step(
        "Masa khusus: tanggal yang sudah lewat, masih perkiraan",
        "reports:special_period_list",
        CALENDAR,
        left=_estimates_begun,
        until="Selesai bila tidak ada lagi yang bertanda tanggal masih perkiraan.",
    ),
    Step(
        "Saluran pengaduan: batas hari dan dasarnya",
        "cases:complaint_channel_list",
        "cases.change_complaint_channel",
        left=_clocks_to_confirm,
        until="Selesai bila setiap saluran menyebut dasar batas waktunya.",
    ),
    Step(
        "Wajib lapor: dasar hukum dan jamnya",
        "cases:report_rule_list",
        LAW,
        left=lambda: ReportRule.objects.in_force(days.today()).filter(is_confirmed=False),
        until=f"Selesai bila pada setiap aturan {CONFIRMED}.",
    ),
    Step(
        "Batas titipan: dasar hukum dan jamnya",
        "cases:placement_limit_list",
        LAW,
        left=lambda: PlacementLimit.objects.filter(is_active=True, is_confirmed=False),
        until=f"Selesai bila pada setiap batas {CONFIRMED}.",
    ),
    Step(
        "Kantor dokumen: biasanya berapa hari",
        "cases:paper_office_list",
        "cases.change_paper_office",
        left=lambda: PaperOffice.objects.filter(is_active=True, is_confirmed=False),
        until=f"Selesai bila pada setiap kantor {CONFIRMED}.",
    ),
]


def steps_for(user) -> tuple[list[Told], list[Told]]:
    """(first, later) that this user may do; nothing of the first when all of them are done, and of
    the later those alone that are not."""
    steps = _of(user)
    if not steps:
        return [], []
    [found] = answers(kept_for(_asked, user))
    facts = zip(found[::3], found[1::3], found[2::3], strict=True)
    told = [_told(step, *each) for step, each in zip(steps, facts, strict=True)]
    first = [each for each in told if each.step in STEPS]
    later = [each for each in told if each.step in LATER and each.state != State.DONE]
    return [] if {each.state for each in first} <= {State.DONE} else first, later


def _told(step, is_done, waits, account):
    if is_done:
        return Told(step, State.DONE, step.url)
    if account:
        page = reverse("accounts:user_detail", args=[account])
        return Told(step, State.NO_PASSWORD, page)
    return Told(step, State.WAITS if waits else State.OPEN, step.url)


def _of(user):
    return [step for step in [*STEPS, *LATER] if user.has_perm(step.permission)]


def _asked(user) -> Sql:
    """Is there a row, and one that waits, and whose account has no password, of each step of this
    user? One statement for all."""
    asked = [
        sql
        for step in _of(user)
        for sql in (
            _whether_done(step),
            _whether_any(step.waits()),
            _first_key(step.without_password()),
        )
    ]
    sql = joined(", ", asked)
    return Sql(f"SELECT {sql.text}", sql.values)


def _whether_done(step):
    if step.left is None:
        return _whether_any(step.rows())
    left = _whether_any(step.left())
    return Sql(f"NOT {left.text}", left.values)


def _whether_any(rows):
    sql = sql_of(rows.values("pk"))
    return Sql(f"EXISTS ({sql.text})", sql.values) if sql else Sql("FALSE", [])


def _first_key(rows):
    sql = sql_of(rows.values("pk"))
    if not sql:
        return Sql("NULL::bigint", [])
    return Sql(f"(SELECT min(each.pk) FROM ({sql.text}) AS each)", sql.values)  # noqa: S608
