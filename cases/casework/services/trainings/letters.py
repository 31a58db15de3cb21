"""The receipt of a tool kit: signed by who got it, and kept as SPJ."""

from django.urls import reverse

from cases.casework.services.trainings.models import Training
from cases.people.letters import KLIEN, briefly, of_klien
from rptc.letters.signatures.sides import Hand, Side, Signing
from rptc.letters.texts.sorts import Name, Subject, Way, register
from rptc.words import tanggal_panjang

RECEIPT = "tanda-terima-perlengkapan"


def facts(training: Training) -> dict:
    return of_klien(training.stay.person) | {
        "pelatihan.apa": training.subject,
        "pelatihan.penyelenggara": training.organiser,
        "perlengkapan.apa": training.kit,
        "perlengkapan.hari": tanggal_panjang(training.kit_on),
        "perlengkapan.petugas": str(training.recorded_by),
    }


def subject(training: Training) -> Subject:
    person = training.stay.person
    about = f"Perlengkapan, berkas {person.file_number}"
    return Subject(about, person.pk, is_sealed=person.is_sealed)


def _hands(training, letter):
    worker = training.recorded_by
    return [
        Hand(Side.KLIEN, str(training.stay.person), "yang menerima"),
        Hand(Side.GIVES, str(worker), worker.position or "petugas", is_staff=True),
    ]


def _signable(user):
    """Whoever works with services reads the file as well."""
    rows = Training.objects.visible_to(user) if user.has_perm("cases.write_service") else None
    rows = Training.objects.none() if rows is None else rows
    return rows.select_related("stay__person", "recorded_by")


register(
    Way(
        code=RECEIPT,
        act="cases.Training",
        facts=facts,
        subject=subject,
        signing=Signing(
            _hands,
            _signable,
            lambda training: reverse("cases:training_detail", args=[training.pk]),
            lambda training: briefly(training.stay.person),
        ),
        names=KLIEN
        | {
            "pelatihan.apa": Name(
                "Pelatihan", "Menjahit pakaian anak tingkat dasar " * 3, "Jahit"
            ),
            "pelatihan.penyelenggara": Name("Penyelenggara", "Balai latihan kerja " * 6, "BLK"),
            "perlengkapan.apa": Name(
                "Perlengkapan", "Mesin jahit, gunting, benang " * 10, "Wajan"
            ),
            "perlengkapan.hari": Name(
                "Hari diberikan", "Rabu, 30 September 2026", "Jumat, 1 Mei 2026"
            ),
            "perlengkapan.petugas": Name.of_a_person("Petugas", ""),
        },
    )
)
