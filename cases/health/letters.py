"""The letter that recommends somebody to a hospital and says who is asked to pay. It says no
illness: what the hospital must know is printed beside it, and kept nowhere
(cases/health/hospital/summary.py)."""

from cases.health.hospital.models import HospitalStay
from cases.people.letters import KLIEN, of_klien
from rptc.letters.texts.sorts import Name, Subject, Way, register
from rptc.words import tanggal_surat

GUARANTEE = "jaminan-rumah-sakit"
DAY = "30 September 2026"


def facts(row: HospitalStay) -> dict:
    return of_klien(row.stay.person) | {
        "rawat.rumah_sakit": str(row.hospital),
        "rawat.mulai": tanggal_surat(row.went_at),
        "rawat.penanggung": row.get_payer_display(),
    }


def subject(row: HospitalStay) -> Subject:
    """Closed from the first day: a hospital can say what somebody has, and once the stay is over
    it is a destination that only those of the case know (docs/access.md)."""
    person = row.stay.person
    return Subject(f"Berkas {person.file_number}", person.pk, is_sealed=True)


register(
    Way(
        code=GUARANTEE,
        act="cases.HospitalStay",
        facts=facts,
        subject=subject,
        names=KLIEN
        | {
            "rawat.rumah_sakit": Name("Rumah sakit", "RSUP Dr. Wahidin Sudirohusodo", "RSUD"),
            "rawat.mulai": Name("Dirawat sejak", DAY, "1 Mei 2026"),
            "rawat.penanggung": Name("Yang menanggung", "Dinas Kesehatan"),
        },
    )
)
