"""The letter of an extension."""

from cases.people.letters import KLIEN, of_klien
from cases.stays.extensions.models import Extension
from rptc.letters.prints import CLASS
from rptc.letters.texts.sorts import Name, Subject, Way, register
from rptc.words import angka, tanggal_panjang, tanggal_surat

EXTENSION = "perpanjangan"
LONG_DAY = "Rabu, 30 September 2026"


def facts(extension: Extension) -> dict:
    stay = extension.stay
    return of_klien(stay.person) | {
        "klien.klasifikasi": str(stay.intake.classification),
        "masa.mulai": tanggal_surat(stay.entered_on),
        "masa.aturan": str(stay.rule),
        "masa.dasar_hukum": stay.rule.legal_basis,
        "perpanjangan.semula": tanggal_panjang(extension.from_last_on),
        "perpanjangan.sampai": tanggal_panjang(extension.new_last_on),
        "perpanjangan.lama": angka(extension.whole_length),
        "perpanjangan.tambahan": angka(extension.more_days),
        "perpanjangan.alasan": extension.reason,
        "perpanjangan.catatan": extension.decision_note,
        "perpanjangan.pengaju": str(extension.recorded_by),
        "perpanjangan.diajukan": tanggal_surat(extension.recorded_at),
        "perpanjangan.penyetuju": str(extension.decided_by),
        "perpanjangan.disetujui": tanggal_surat(extension.decided_at),
    }


def subject(extension: Extension) -> Subject:
    person = extension.stay.person
    return Subject(f"Berkas {person.file_number}", person.pk, is_sealed=person.is_sealed)


register(
    Way(
        code=EXTENSION,
        act="cases.Extension",
        column="letter",
        facts=facts,
        subject=subject,
        names=KLIEN
        | {
            "klien.klasifikasi": Name("Klasifikasi", "Gelandangan " * 6, "Anak", CLASS),
            "masa.mulai": Name("Tiba di RPTC", "30 September 2026", "1 Mei 2026"),
            "masa.aturan": Name("Aturan saat masuk", "Anak jalanan: 3 sampai 7 hari", "7 hari"),
            "masa.dasar_hukum": Name("Dasar hukum aturan", "Peraturan Wali Kota Makassar " * 6),
            "perpanjangan.semula": Name("Hari terakhir semula", LONG_DAY, "Senin, 1 Mei 2026"),
            "perpanjangan.sampai": Name("Hari terakhir yang baru", LONG_DAY, "Senin, 1 Mei 2026"),
            "perpanjangan.lama": Name("Lama seluruhnya, hari", "1.024", "8"),
            "perpanjangan.tambahan": Name("Tambahan, hari", "1.017", "1"),
            "perpanjangan.alasan": Name("Alasan", "Keluarga belum ditemukan. " * 38, "Sakit."),
            "perpanjangan.catatan": Name("Catatan keputusan", "Dipantau tiap hari. " * 15),
            "perpanjangan.pengaju": Name.of_a_person("Diajukan oleh", ""),
            "perpanjangan.diajukan": Name("Diajukan pada", "30 September 2026", "1 Mei 2026"),
            "perpanjangan.penyetuju": Name.of_a_person("Disetujui oleh", ""),
            "perpanjangan.disetujui": Name("Disetujui pada", "30 September 2026", "1 Mei 2026"),
        },
    )
)
