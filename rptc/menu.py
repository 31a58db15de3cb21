"""The menu: one table for the rail, the tabs of a phone and the page `menu`."""

from dataclasses import dataclass
from itertools import groupby
from operator import attrgetter

from django.urls import NoReverseMatch, reverse
from django.utils.functional import cached_property

OUTSIDE, HOUSE = "Penjangkauan", "Rumah"
CASEWORK, SETTINGS = "Pendampingan", "Pengaturan"
ICONS = {OUTSIDE: "intake", HOUSE: "room", CASEWORK: "plan", SETTINGS: "settings"}
TABS = 4
NO_TAB_OF_WHO_DECIDES = {"cases:person_list", "letters:letter_list"}
# Whoever opens hardly anything else has the settings beside the page: they are their work.
FEW = 4
# So many fit beside the page on a low screen; who has more opens the groups one by one.
FIT = 12


@dataclass(frozen=True, eq=False)
class Entry:
    label: str
    url_name: str
    icon: str
    permission: str
    group: str
    subject: str = ""

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
        ("Patroli", "cases:patrol_list", "patrol", "cases.register_patrol"),
        ("Kedatangan", "cases:stay_arrivals", "arrive", "cases.confirm_arrival"),
        ("Klien", "cases:person_list", "people", "cases.view_person"),
        ("Absen klien", "cases:roll_call_take", "decide", "cases.take_roll_call"),
        ("Masa pembinaan", "cases:stay_list", "stay", "cases.view_stay"),
        ("Surat", "letters:letter_list", "letter", "letters.view_letter"),
        ("Surat", "letters:agency_letter_list", "letter", "letters.view_agency_letter"),
        ("Rekap", "reports:recap", "chart", "reports.view_closing"),
        ("Kegiatan kelompok", "cases:session_list", "people", "cases.take_session"),
    ],
    OUTSIDE: [
        # Whoever rides along has it above.
        ("Patroli", "cases:patrol_list", "patrol", "cases.view_patrol"),
        ("Laporan", "cases:public_report_list", "call", "cases.view_public_report"),
        ("Terjaring", "cases:intake_list", "intake", "cases.view_intake"),
        ("Pencegahan", "cases:prevention_figures", "people", "cases.view_prevention_figures"),
        ("Lembar kertas", "cases:paper_sheet_list", "print", "cases.print_sheet"),
        ("Berkas ganda", "cases:duplicate_list", "people", "cases.view_double"),
    ],
    HOUSE: [
        ("Daftar absen", "cases:roll_call_list", "list", "cases.view_presence"),
        ("Tempat tidur", "cases:bed_list", "room", "cases.view_stay"),
        ("Triase", "cases:triage_list", "pulse", "cases.triage"),
        ("Anak mungkin korban", "cases:child_victim_list", "alert", "cases.tell_of_child"),
        ("Obat", "cases:medicine_round", "pulse", "cases.give_medicine"),
        ("Di rumah sakit", "cases:hospital_list", "alert", "cases.view_health"),
        ("Tagihan rumah sakit", "cases:hospital_bills", "letter", "cases.view_hospital_bills"),
        ("Bantuan", "cases:help_list", "hands", "cases.view_help"),
        ("Titipan", "cases:bag_list", "bag", "cases.view_belonging"),
        ("Uang titipan", "cases:money_house", "bag", "cases.view_money"),
        ("Izin keluar", "cases:leave_list", "out", "cases.view_presence"),
        ("Tugas", "cases:task_list", "list", "cases.view_task"),
        ("Serah terima piket", "cases:shift_note_list", "clock", "cases.view_shift_note"),
        ("Insiden", "cases:incident_list", "alert", "cases.view_incident"),
        ("Lapor kekerasan", "cases:violence_report_list", "alert", "cases.view_incident"),
        # House staff alone: who works with plans has it there.
        ("Kegiatan kelompok", "cases:session_list", "people", "cases.acknowledge_shift_note"),
        ("Kunjungan", "cases:visit_list", "visit", "cases.view_visit"),
        ("Ada yang mencari", "cases:inquiry_list", "search", "cases.view_inquiry"),
        ("Pengaduan", "cases:complaint_list", "call", "cases.view_complaint"),
        ("Minta pendapat", "cases:voice_list", "call", "cases.hand_survey"),
        ("Gambar angka", "reports:pictures", "chart", "reports.open_cell"),
        ("Tutup rekap", "reports:closing_list", "lock", "reports.view_closing"),
        ("Data terbuka", "reports:publication_list", "out", "reports.publish_figures"),
        ("Lembar tamu", "reports:guest_sheet", "chart", "reports.view_recap"),
    ],
    CASEWORK: [
        ("Beban kerja", "cases:caseload_list", "people", "cases.view_caseload"),
        ("Asesmen", "cases:assessment_list", "edit", "cases.view_assessment"),
        ("Rencana", "cases:plan_list", "plan", "cases.view_plan"),
        ("Kegiatan kelompok", "cases:session_list", "people", "cases.view_service"),
        ("Layanan", "reports:service_figures", "chart", "reports.view_spm"),
        ("SPM", "reports:spm", "chart", "reports.view_spm_report"),
        ("Rekap", "reports:recap", "chart", "reports.view_recap"),
        ("Pendampingan dalam angka", "reports:casework_figures", "chart", "cases.view_service"),
        ("Konferensi kasus", "cases:conference_list", "people", "cases.view_conference"),
        ("Perpanjangan", "cases:extension_list", "clock", "cases.view_stay"),
        ("Jadwal perkara", "cases:hearing_list", "clock", "cases.view_law"),
        ("Titipan penegak hukum", "cases:placement_list", "lock", "cases.view_law"),
        ("Akses darurat", "cases:emergencyaccess_list", "lock", "cases.view_break_glass"),
        ("Pengganti", "cases:substitution_list", "people", "cases.propose_assignment"),
        ("Berkas sendiri atau keluarga", "cases:conflict_list", "lock", "cases.view_conflict"),
        ("Dokumen", "cases:paper_list", "letter", "cases.view_paper"),
        ("Surat permohonan dokumen", "cases:paper_letter_list", "letter", "cases.request_papers"),
        ("Entri SIKS-NG", "cases:siks_list", "edit", "cases.enter_siks"),
        ("Pemulangan", "cases:homecoming_list", "out", "cases.view_homecoming"),
        ("Tanya tempat", "partners:question_list", "call", "partners.view_referral"),
        ("Rujukan", "partners:referral_list", "refer", "partners.view_referral"),
        (
            "Kejadian di mitra",
            "partners:partner_incident_list",
            "alert",
            "partners.view_referral",
        ),
        ("Laporan mitra", "partners:month_report_list", "list", "partners.view_referral"),
        ("Mitra", "partners:partner_list", "hands", "partners.view_partner"),
        ("Perjanjian", "partners:agreement_list", "letter", "partners.view_agreement"),
        ("Kemitraan", "reports:partnership", "chart", "reports.view_indicators"),
        ("Rapat dengan mitra", "partners:meeting_list", "people", "partners.view_meeting"),
        (
            "Yang ditanggung mitra",
            "partners:contribution_figures",
            "hands",
            "partners.view_contribution",
        ),
        ("Sumber (PSKS)", "partners:source_list", "place", "partners.view_source"),
        ("Bimbingan lanjut", "cases:follow_up_list", "visit", "cases.view_follow_up"),
        ("Pendapat saat keluar", "cases:voice_figures", "chart", "cases.view_voice"),
        ("Kalender laporan", "reports:report_calendar", "list", "reports.view_report_calendar"),
        ("SKM", "cases:skm_list", "chart", "cases.view_skm"),
        ("Kembali ke jalan", "reports:returns", "patrol", "reports.view_returns"),
        ("Mutu data", "reports:quality", "decide", "reports.mend_quality"),
    ],
}
# subject -> the pages that are changed seldom.
SETTINGS_PAGES = {
    "Orang dan wewenang": [
        ("Pengguna", "accounts:user_list", "people", "accounts.view_user"),
        ("Kata sandi diatur ulang", "resets:reset_list", "lock", "accounts.confirm_reset"),
        ("Sertifikat petugas", "cases:certificate_list", "list", "cases.change_certificate"),
        ("Jenis sertifikat", "cases:certificate_kind_list", "list", "cases.change_certificate"),
        (
            "Aturan sertifikat",
            "cases:certificate_rule_list",
            "list",
            "cases.change_certificate_rule",
        ),
        (
            "Petugas mitra",
            "partners:partner_user_list",
            "hands",
            "partners.view_proposed_member",
        ),
        ("Pelimpahan wewenang", "accounts:delegation_list", "hands", "accounts.view_delegation"),
    ],
    "Pengawasan": [
        ("Catatan akses", "audit:access_log", "list", "audit.view_access_log"),
        ("Akses tidak biasa", "reports:unusual_list", "alert", "audit.view_unusual"),
        ("Unduhan", "audit:export_list", "down", "audit.view_exports"),
        ("Server", "upkeep:server", "settings", "upkeep.view_health_page"),
    ],
    "Masa pembinaan": [
        ("Aturan masa pembinaan", "cases:stay_rule_list", "stay", "cases.change_stay_rule"),
        ("Jenis layanan", "cases:service_kind_list", "plan", "cases.change_service_kind"),
        ("Cara keluar", "cases:exit_kind_list", "list", "cases.change_exit_kind"),
        ("Isi pernyataan", "cases:promise_text_list", "letter", "cases.change_promise_text"),
        ("Dasar pemberitahuan", "cases:legal_basis_list", "letter", "cases.change_legal_basis"),
        ("Formulir asesmen", "cases:question_set", "edit", "cases.change_assessment_form"),
        ("Contoh rencana", "cases:plan_template_list", "plan", "cases.change_plan_template"),
        ("Aturan risiko", "cases:risk_rule", "alert", "cases.change_risk_rule"),
        ("Hari libur", "cases:free_day_list", "clock", "cases.change_free_day"),
        ("Bulan puasa", "cases:fasting_period_list", "clock", "cases.change_fasting_period"),
        ("Alasan bantuan", "cases:help_reason_list", "hands", "cases.change_help_reason"),
        ("Mata anggaran", "cases:budget_line_list", "list", "cases.change_budget_line"),
        ("Kantor dokumen", "cases:paper_office_list", "place", "cases.change_paper_office"),
        ("Daerah dekat", "cases:near_region_list", "place", "cases.change_near_region"),
        (
            "Aturan bimbingan lanjut",
            "cases:follow_up_rule_list",
            "visit",
            "cases.change_follow_up_rule",
        ),
    ],
    "Rumah": [
        ("Kamar", "cases:room_list", "room", "cases.change_room"),
        ("Rumah sakit", "cases:hospital_place_list", "place", "cases.change_hospital"),
        ("Aturan wajib lapor", "cases:report_rule_list", "alert", "cases.change_law_rule"),
        ("Batas titipan", "cases:placement_limit_list", "lock", "cases.change_law_rule"),
        ("Kantor tujuan laporan", "cases:report_office_list", "place", "cases.change_law_rule"),
        (
            "Pertanyaan triase",
            "cases:triage_question_list",
            "pulse",
            "cases.change_triage_question",
        ),
        (
            "Saluran pengaduan",
            "cases:complaint_channel_list",
            "call",
            "cases.change_complaint_channel",
        ),
        ("Nomor penting", "cases:important_number_list", "call", "cases.change_important_number"),
    ],
    "Penjangkauan": [
        ("Titik rawan", "cases:hot_spot_list", "place", "cases.change_hot_spot"),
        ("Regu", "cases:team_list", "patrol", "cases.change_hot_spot"),
        ("Kendaraan", "cases:vehicle_list", "patrol", "cases.change_hot_spot"),
        ("Ponsel patroli", "cases:device_list", "lock", "cases.register_device"),
    ],
    "Angka": [
        ("Klasifikasi", "cases:classification_list", "list", "cases.change_classification"),
        ("Masa khusus", "reports:special_period_list", "clock", "reports.change_report_calendar"),
        ("Aturan hitung", "reports:counting_rule_list", "chart", "reports.change_counting_rule"),
    ],
    "Surat": [
        ("Kop dan daya tampung", "letters:unit_settings", "letter", "letters.change_unit"),
        ("Jenis surat", "letters:letter_kind_list", "letter", "letters.change_unit"),
        ("Dasar hukum dan SOP", "letters:procedure_list", "letter", "letters.view_procedure"),
    ],
}
ENTRIES = [Entry(*page, group) for group, pages in PAGES.items() for page in pages] + [
    Entry(*page, SETTINGS, subject) for subject, pages in SETTINGS_PAGES.items() for page in pages
]


# {roles and delegated rights of a user: their entries}: of few kinds, and asked for by each page.
_found: dict[tuple, tuple[Entry, ...]] = {}


def _entries_of(user) -> tuple[Entry, ...]:
    """A page stands once, where it comes first."""
    first = {}
    for entry in ENTRIES:
        if entry.url and user.has_perm(entry.permission):
            first.setdefault(entry.url, entry)
    return tuple(first.values())


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
        rights = user.roles_today, user.delegated_today
        if rights not in _found:
            _found[rights] = _entries_of(user)
        entries = _found[rights]
        around = [e for e in entries if e.url == path or (e.url != "/" and path.startswith(e.url))]
        current = max(around, key=lambda entry: len(entry.url), default=None)
        return cls(entries, current, path == reverse("menu"))

    @property
    def home(self) -> str:
        """Where the name of the house leads: a partner has no Hari Ini."""
        return self.entries[0].url if self.entries else reverse("menu")

    @property
    def groups(self) -> list[Group]:
        """[the rooms without a name, Rumah, ...], without empty ones; the settings stand on a page
        of their own.

        The group of this page is open; for who has few entries all are.
        """
        rows = groupby(self._beside, attrgetter("group"))
        named = [(name, tuple(entries)) for name, entries in rows]
        here = self.current.group if self.current else None
        is_short = len(self._beside) <= FIT
        return [Group(name, entries, is_short or name == here) for name, entries in named]

    @property
    def settings(self) -> list[Group]:
        """By subject; nothing where they stand beside the page."""
        entries = self.entries[len(self._beside) :]
        rows = groupby(entries, attrgetter("subject"))
        return [Group(subject, tuple(each), is_open=True) for subject, each in rows]

    @property
    def has_settings(self) -> bool:
        return len(self._beside) < len(self.entries)

    @property
    def is_in_settings(self) -> bool:
        """Does this page stand among them?"""
        return self.has_settings and self.current is not None and self.current.group == SETTINGS

    @cached_property
    def _beside(self) -> tuple[Entry, ...]:
        """The settings come last."""
        others = tuple(entry for entry in self.entries if entry.group != SETTINGS)
        return self.entries if len(others) <= FEW else others

    @property
    def tabs(self) -> list[Entry]:
        """The first four of a phone's five tabs; the fifth, "Lainnya", is the page `menu`. Whoever
        decides has the figures at hand, and finds klien and letters by the search on top."""
        entries = sorted(self._beside, key=lambda entry: entry.group != "")
        if any(entry.url_name == "reports:approvals" for entry in entries):
            entries = [entry for entry in entries if entry.url_name not in NO_TAB_OF_WHO_DECIDES]
        return entries[:TABS]
