import datetime

from cases.intakes.models import Door, Outcome
from reports.calendar.models import Every, OfficialReport, Ready
from reports.figures.models import CountingRule, Indicator, IndicatorDefinition
from reports.figures.seasons.models import SeasonKind, SpecialPeriod
from rptc.audit.reference import lay

# The first version (R55). "Looks" are days.
DEFINITIONS = {
    Indicator.LEADERSHIP: (
        "rapat terlaksana",
        "Rapat yang terlaksana, dari yang direncanakan untuk tahun itu dan waktunya sudah lewat"
        " atau dibatalkan. Di sampingnya: pimpinan yang hadir, dan keputusan rapat yang selesai"
        " paling lambat pada harinya, dari yang harinya sudah lewat atau yang sudah selesai.",
        None,
    ),
    Indicator.USERS: (
        "ditemui sesudah keluar dan ditanya",
        "Klien yang keluar dalam tahun itu (tanpa yang meninggal), dan ditemui sesudahnya serta"
        " ditanya apakah terbantu; klien sendiri atau keluarganya. Yang belum ditanya tidak"
        " dihitung sebagai tidak terbantu.",
        None,
    ),
    Indicator.BUDGET: (
        "hari-orang ditanggung mitra",
        "Hari klien berada di mitra, sejak tiba sampai selesai atau kembali, dari semua hari klien"
        " di mitra dan di RPTC. Hari pertama dan hari terakhir dihitung dua-duanya.",
        None,
    ),
    Indicator.FORMAL: (
        "rujukan dengan dasar berlaku",
        "Rujukan yang dikirim dalam tahun itu dan bertumpu pada perjanjian, surat tugas atau SK"
        " yang berlaku pada hari pengiriman. Yang lain menyebut alasannya.",
        None,
    ),
    Indicator.TOGETHER: (
        "masih jalan sesudah 30 hari",
        "Rujukan yang diterima mitra dalam tahun itu: klien tiba, dan 30 hari sesudahnya masih"
        " dilayani atau layanannya selesai. Yang diterima tetapi tidak tiba dihitung 30 hari"
        " sesudah diterima. Yang belum 30 hari belum dihitung.",
        30,
    ),
    Indicator.SILOS: (
        "rujukan dengan kabar kembali",
        "Rujukan yang dikirim dalam tahun itu dan dijawab mitra dalam 30 hari, lewat portal,"
        " telepon, pesan, surat atau bertemu langsung. Yang belum 30 hari dan belum ada kabarnya"
        " belum dihitung.",
        30,
    ),
    Indicator.FLEXIBLE: (
        "yang ditolak dapat tempat lain",
        "Rujukan yang ditolak atau dikembalikan dalam tahun itu, dan klien diterima mitra lain"
        " dalam 7 hari. Yang belum 7 hari belum dihitung.",
        7,
    ),
}

# Examples, until the unit says whom it owes what, and when: the days are invented, and none is
# asked for before somebody wrote since when. Name, recipient, ground, (period,
# day, month after it), table.
REPORTS = {
    "recap": (
        "Rekap bulanan",
        "Dinas Sosial",
        "Perwali 37/2017",
        (Every.MONTH, 5, 1),
        Ready.RECAP,
    ),
    "spm": ("SPM", "Dinas Sosial", "Permensos 9/2018", (Every.QUARTER, 20, 1), Ready.SPM),
    "lppd": ("LPPD, bagian RPTC", "Dinas Sosial", "", (Every.YEAR, 31, 1), Ready.CITY_PART),
    "lkpj": ("LKPJ, bagian RPTC", "Dinas Sosial", "", (Every.YEAR, 28, 2), Ready.CITY_PART),
    "lkjip": ("LKjIP, bagian RPTC", "Dinas Sosial", "", (Every.YEAR, 28, 2), Ready.CITY_PART),
    "skm": (
        "SKM",
        "Bagian Organisasi",
        "PermenPAN-RB 14/2017",
        (Every.SEMESTER, 15, 1),
        Ready.SKM,
    ),
    "annual": ("Laporan tahunan", "Dinas Sosial", "", (Every.YEAR, 31, 1), Ready.ANNUAL),
    "data": ("Satu Data", "Diskominfo", "", (Every.YEAR, 31, 3), Ready.DATA_SET),
}


# Kind, first day, last day, is it an estimate. Lebaran with the days that everybody has free, by
# the joint decrees (SKB) of the three ministers: 855, 3 and 4/2023; 1017, 2 and 2/2024; 1497, 2
# and 5/2025. Ramadan as the ministry of religion set it (sidang isbat). What neither has said yet
# is an estimate, until the unit confirms it.
SEASONS = {
    "ramadan-1445": ("Ramadan 1445 H", SeasonKind.RAMADAN, (2024, 3, 12), (2024, 4, 9), False),
    "lebaran-1445": ("Lebaran 1445 H", SeasonKind.LEBARAN, (2024, 4, 8), (2024, 4, 15), False),
    "ramadan-1446": ("Ramadan 1446 H", SeasonKind.RAMADAN, (2025, 3, 1), (2025, 3, 30), False),
    "lebaran-1446": ("Lebaran 1446 H", SeasonKind.LEBARAN, (2025, 3, 31), (2025, 4, 7), False),
    "ramadan-1447": ("Ramadan 1447 H", SeasonKind.RAMADAN, (2026, 2, 19), (2026, 3, 20), False),
    "lebaran-1447": ("Lebaran 1447 H", SeasonKind.LEBARAN, (2026, 3, 20), (2026, 3, 24), False),
    "ramadan-1448": ("Ramadan 1448 H", SeasonKind.RAMADAN, (2027, 2, 8), (2027, 3, 9), True),
    "lebaran-1448": ("Lebaran 1448 H", SeasonKind.LEBARAN, (2027, 3, 9), (2027, 3, 12), True),
}


def load():
    """Every door, every outcome but menolak/lari; classes outside the table never count."""
    lay(
        CountingRule,
        {
            "first": {
                "valid_from": datetime.date(2000, 1, 1),
                "doors": [door.value for door in Door],
                "outcomes": [o.value for o in Outcome if o != Outcome.REFUSED],
            }
        },
        by=["valid_from"],
    )
    lay(
        IndicatorDefinition,
        {
            f"{number.name.lower()}-1": {
                "number": number,
                "valid_from": datetime.date(2026, 1, 1),
                "measure": measure,
                "how": how,
                "days": looks,
            }
            for number, (measure, how, looks) in DEFINITIONS.items()
        },
        by=["number", "valid_from"],
    )
    lay(
        OfficialReport,
        {
            key: {
                "name": name,
                "recipient": recipient,
                "ground": ground,
                "every": every,
                "due_day": day,
                "due_month": month,
                "ready": ready,
            }
            for key, (name, recipient, ground, (every, day, month), ready) in REPORTS.items()
        },
        by=["name"],
    )
    lay(
        SpecialPeriod,
        {
            key: {
                "name": name,
                "kind": kind,
                "first_on": datetime.date(*first),
                "last_on": datetime.date(*last),
                "is_estimate": is_estimate,
            }
            for key, (name, kind, first, last, is_estimate) in SEASONS.items()
        },
        by=["name"],
    )
