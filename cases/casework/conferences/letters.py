"""Invitation and minutes as numbered letters. They name the file and not the klien, and are of
casework: the office reads neither (docs/access.md)."""

from cases.casework.conferences.models import Conference
from rptc.letters.texts.sorts import Name, Rows, Subject, Way, register
from rptc.words import pukul, tanggal_panjang, tanggal_surat

INVITATION, MINUTES = "undangan-konferensi", "notula-konferensi"
DAY, HOUR = "Rabu, 30 September 2026", "pukul 22.45 WITA"


def facts(conference: Conference) -> dict:
    at = conference.held_at or conference.planned_at
    attendees = conference.attendees.order_by("pk")
    decisions = conference.decisions.select_related("owner").order_by("due_on", "pk")
    return {
        "klien.berkas": conference.stay.person.file_number,
        "konferensi.hari": tanggal_panjang(at),
        "konferensi.pukul": pukul(at),
        "konferensi.tempat": conference.place,
        "konferensi.tentang": conference.about,
        "konferensi.pimpinan": str(conference.chaired_by or ""),
        "konferensi.pembahasan": conference.minutes,
        "peserta": [
            {
                "jabatan": attendee.office,
                "nama": attendee.name,
                "hadir": {True: "hadir", False: "tidak hadir"}.get(attendee.attended, ""),
            }
            for attendee in attendees
        ],
        "keputusan": [
            {
                "apa": str(decision),
                "siapa": decision.whose,
                "batas": tanggal_surat(decision.due_on),
            }
            for decision in decisions
        ],
    }


def subject(conference: Conference) -> Subject:
    person = conference.stay.person
    about = f"Konferensi kasus, berkas {person.file_number}"
    return Subject(about, person.pk, is_sealed=person.is_sealed)


def fitting(conference: Conference) -> str:
    """The kind that can be written now: who is to come is invited, what was held has minutes."""
    return {"planned": INVITATION, "held": MINUTES}.get(conference.state, "")


OF_BOTH = {
    "klien.berkas": Name("Nomor berkas", "00000000012345", "00001"),
    "konferensi.hari": Name("Hari", DAY, "Jumat, 1 Mei 2026"),
    "konferensi.pukul": Name("Jam", HOUR, HOUR),
    "konferensi.tempat": Name("Tempat", "Ruang rapat Dinas Sosial Kota Makassar " * 2),
    "konferensi.tentang": Name("Yang dibahas", "Kembali ke keluarga atau ke asrama. " * 8, "Wali"),
    "peserta": Rows(
        "Peserta",
        {
            "jabatan": Name("Jabatan atau instansi", "Kepala Sekolah Dasar Inpres " * 4, "Lurah"),
            "nama": Name.of_a_person("Nama", length=120),
            "hadir": Name("Hadir atau tidak", "tidak hadir"),
        },
        20,
    ),
}
OF_MINUTES = OF_BOTH | {
    "konferensi.pimpinan": Name.of_a_person("Dipimpin oleh", ""),
    "konferensi.pembahasan": Name("Isi pembahasan", "Ibunya siap menerima. " * 136, "Sepakat."),
    "keputusan": Rows(
        "Keputusan",
        {
            "apa": Name("Keputusan", "Menghubungi sekolah dan orang tua " * 4, "Pulang"),
            "siapa": Name.of_a_person("Oleh", length=120),
            "batas": Name("Paling lambat", "30 September 2026", "1 Mei 2026"),
        },
        20,
    ),
}

register(
    Way(INVITATION, "cases.Conference", OF_BOTH, facts, subject),
    Way(MINUTES, "cases.Conference", OF_MINUTES, facts, subject),
)
