"""The menu: one table for the rail, the tabs of a phone and the page `menu`."""

from dataclasses import dataclass
from itertools import groupby
from operator import attrgetter

from django.urls import NoReverseMatch, reverse
from django.utils.functional import cached_property

OUTSIDE, HOUSE, DOOR = "Penjangkauan", "Rumah", "Penjagaan"
CASEWORK, SETTINGS = "Pendampingan", "Pengaturan"
ICONS = {OUTSIDE: "intake", HOUSE: "room", DOOR: "alert", CASEWORK: "plan", SETTINGS: "settings"}
TABS = 4
# So many fit beside the page on a low screen; who has more opens the groups one by one.
FIT = 12


@dataclass(frozen=True)
class Entry:
    label: str
    url_name: str
    icon: str
    permission: str
    group: str

    @cached_property
    def url(self) -> str:
        """Empty where the page is not part of this installation."""
        try:
            return reverse(self.url_name)
        except NoReverseMatch:
            return ""


PAGES = {
    # What a role opens every day stands first and without a group: these are a phone's tabs.
    "": [
        ("Hari Ini", "reports:today", "today", "reports.view_today"),
        ("Portal", "partners:portal", "today", "partners.use_portal"),
        ("Keputusan", "reports:approvals", "decide", "reports.view_approvals"),
        ("Patroli", "cases:patrol_list", "patrol", "cases.view_patrol"),
        ("Kedatangan", "cases:stay_arrivals", "arrive", "cases.confirm_arrival"),
        ("Klien", "cases:person_list", "people", "cases.view_person"),
        ("Absen klien", "cases:roll_call_take", "decide", "cases.take_roll_call"),
        ("Masa pembinaan", "cases:stay_list", "stay", "cases.view_stay"),
        ("Surat", "letters:letter_list", "letter", "letters.view_letter"),
        ("Rekap", "reports:recap", "chart", "reports.view_recap"),
    ],
    OUTSIDE: [
        ("Laporan", "cases:public_report_list", "call", "cases.view_public_report"),
        ("Terjaring", "cases:intake_list", "intake", "cases.view_intake"),
        ("Lembar kertas", "cases:paper_sheet_list", "print", "cases.print_sheet"),
        ("Berkas ganda", "cases:duplicate_list", "people", "cases.view_double"),
    ],
    HOUSE: [
        ("Daftar absen", "cases:roll_call_list", "list", "cases.view_presence"),
        ("Tempat tidur", "cases:bed_list", "room", "cases.view_stay"),
        ("Triase", "cases:triage_list", "pulse", "cases.triage"),
        ("Titipan", "cases:bag_list", "bag", "cases.view_belonging"),
        ("Izin keluar", "cases:leave_list", "out", "cases.view_presence"),
        ("Tugas", "cases:task_list", "list", "cases.view_task"),
        ("Serah terima piket", "cases:shift_note_list", "clock", "cases.view_shift_note"),
    ],
    DOOR: [
        ("Insiden", "cases:incident_list", "alert", "cases.view_incident"),
        ("Kunjungan", "cases:visit_list", "visit", "cases.view_visit"),
        ("Ada yang mencari", "cases:inquiry_list", "search", "cases.view_inquiry"),
    ],
    CASEWORK: [
        ("Rencana", "cases:plan_list", "plan", "cases.view_plan"),
        ("Perpanjangan", "cases:extension_list", "clock", "cases.view_stay"),
        ("Akses darurat", "cases:emergencyaccess_list", "lock", "cases.view_break_glass"),
        ("Pengganti", "cases:substitution_list", "people", "cases.propose_assignment"),
        ("Berkas sendiri atau keluarga", "cases:conflict_list", "lock", "cases.view_conflict"),
        ("Rujukan", "partners:referral_list", "refer", "partners.view_referral"),
        ("Mitra", "partners:partner_list", "hands", "partners.view_partner"),
        ("Bimbingan lanjut", "cases:follow_up_list", "visit", "cases.view_follow_up"),
        ("Kembali ke jalan", "reports:returns", "patrol", "reports.view_returns"),
    ],
    SETTINGS: [
        ("Kop dan daya tampung", "letters:unit_settings", "letter", "letters.change_unit"),
        ("Jenis surat", "letters:letter_kind_list", "letter", "letters.change_unit"),
        ("Server", "upkeep:server", "settings", "upkeep.view_health_page"),
        ("Klasifikasi", "cases:classification_list", "list", "cases.change_classification"),
        ("Kamar", "cases:room_list", "room", "cases.change_room"),
        ("Nomor penting", "cases:important_number_list", "call", "cases.change_important_number"),
        ("Aturan masa pembinaan", "cases:stay_rule_list", "stay", "cases.change_stay_rule"),
        ("Cara keluar", "cases:exit_kind_list", "list", "cases.change_exit_kind"),
        ("Isi pernyataan", "cases:promise_text_list", "letter", "cases.change_promise_text"),
        (
            "Aturan bimbingan lanjut",
            "cases:follow_up_rule_list",
            "visit",
            "cases.change_follow_up_rule",
        ),
        ("Aturan hitung", "reports:counting_rule_list", "chart", "reports.change_counting_rule"),
        ("Titik rawan", "cases:hot_spot_list", "place", "cases.change_hot_spot"),
        ("Regu", "cases:team_list", "patrol", "cases.change_hot_spot"),
        ("Kendaraan", "cases:vehicle_list", "patrol", "cases.change_hot_spot"),
        (
            "Pertanyaan triase",
            "cases:triage_question_list",
            "pulse",
            "cases.change_triage_question",
        ),
        ("Ponsel patroli", "cases:device_list", "lock", "cases.register_device"),
        ("Pengguna", "accounts:user_list", "people", "accounts.view_user"),
        ("Kata sandi diatur ulang", "resets:reset_list", "lock", "accounts.confirm_reset"),
        ("Pelimpahan wewenang", "accounts:delegation_list", "hands", "accounts.view_delegation"),
        ("Catatan akses", "audit:access_log", "list", "audit.view_access_log"),
        ("Akses tidak biasa", "reports:unusual_list", "alert", "audit.view_unusual"),
        ("Unduhan", "audit:export_list", "down", "audit.view_exports"),
    ],
}
ENTRIES = [Entry(*page, group) for group, pages in PAGES.items() for page in pages]


@dataclass(frozen=True)
class Group:
    name: str
    entries: tuple[Entry, ...]
    is_open: bool

    @property
    def icon(self) -> str:
        return ICONS[self.name]


@dataclass(frozen=True)
class Menu:
    """What one user may open, and the entry under which the page stands that they look at."""

    entries: tuple[Entry, ...]
    current: Entry | None
    is_itself: bool = False

    @classmethod
    def of(cls, user, path: str) -> "Menu":
        """The entry whose address begins the page's address; the longest where several do."""
        entries = tuple(e for e in ENTRIES if e.url and user.has_perm(e.permission))
        around = [e for e in entries if e.url == path or (e.url != "/" and path.startswith(e.url))]
        current = max(around, key=lambda entry: len(entry.url), default=None)
        return cls(entries, current, path == reverse("menu"))

    @property
    def home(self) -> str:
        """Where the name of the house leads: a partner has no Hari Ini."""
        return self.entries[0].url if self.entries else reverse("menu")

    @property
    def groups(self) -> list[Group]:
        """[the rooms without a name, Rumah, ..., Pengaturan], without empty ones.

        The group of this page is open; for who has few entries all are, but the settings.
        """
        named = [(name, tuple(rows)) for name, rows in groupby(self.entries, attrgetter("group"))]
        here = self.current.group if self.current else None
        return [Group(name, rows, name == here or self._may_open(name)) for name, rows in named]

    def _may_open(self, group: str) -> bool:
        return group != SETTINGS and sum(e.group != SETTINGS for e in self.entries) <= FIT

    @property
    def tabs(self) -> list[Entry]:
        """The first four of a phone's five tabs; the fifth, "Lainnya", is the page `menu`."""
        pages = [entry for entry in self.entries if entry.group != SETTINGS]
        return sorted(pages, key=lambda entry: entry.group != "")[:TABS]
