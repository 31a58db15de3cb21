"""The approved plan on paper, for the klien or a guardian to sign (R30). What stands in it is of
casework: the office has its number in no list, and reads none of it (docs/access.md)."""

from django.urls import reverse

from cases.casework.plans.models import Plan
from cases.people.letters import KLIEN, briefly, of_klien
from rptc.letters.signatures.sides import Hand, Side, Signing
from rptc.letters.texts.sorts import Name, Rows, Subject, Way, register
from rptc.words import tanggal_surat

PLAN = "rencana-intervensi"
DAY = "30 September 2026"


def facts(plan: Plan) -> dict:
    items = plan.items.select_related("kind", "owner").order_by("due_on", "pk")
    return of_klien(plan.stay.person) | {
        "masa.mulai": tanggal_surat(plan.stay.entered_on),
        "rencana.nomor": str(plan.number),
        "rencana.keinginan": plan.wishes,
        "rencana.tujuan": plan.aim,
        "rencana.mengapa": plan.why,
        "rencana.pengaju": str(plan.recorded_by),
        "rencana.diajukan": tanggal_surat(plan.submitted_at),
        "rencana.penyetuju": str(plan.decided_by),
        "rencana.disetujui": tanggal_surat(plan.decided_at),
        "rencana.catatan": plan.decision_note,
        "kegiatan": [
            {
                "nomor": str(number),
                "apa": item.goal if not item.times else f"{item.goal} ({item.times} kali)",
                "jenis": str(item.kind),
                "siapa": item.whose,
                "batas": tanggal_surat(item.due_on),
                "hasil": item.expected,
            }
            for number, item in enumerate(items, 1)
        ],
    }


def subject(plan: Plan) -> Subject:
    person = plan.stay.person
    return Subject(f"Berkas {person.file_number}", person.pk, is_sealed=person.is_sealed)


def _hands(plan, letter):
    """The klien or who stands for them, and the social worker; the head if they like."""
    head = letter.signatory
    worker = plan.recorded_by
    return [
        Hand(Side.KLIEN, str(plan.stay.person), "klien"),
        Hand(Side.GIVES, str(worker), worker.position or "pekerja sosial", is_staff=True),
        Hand(Side.KNOWS, head.name if head else "", "Kepala UPT", is_asked=False, is_staff=True),
    ]


def _signable(user):
    """Whoever reads the file, and not who only decides in the head's place."""
    plans = Plan.objects.visible_to(user) if user.has_perm("cases.write_plan") else None
    plans = Plan.objects.none() if plans is None else plans
    return plans.select_related("stay__person", "recorded_by")


register(
    Way(
        code=PLAN,
        act="cases.Plan",
        facts=facts,
        subject=subject,
        signing=Signing(
            _hands,
            _signable,
            lambda plan: reverse("cases:plan_detail", args=[plan.pk]),
            lambda plan: briefly(plan.stay.person),
        ),
        names=KLIEN
        | {
            "masa.mulai": Name("Tiba di RPTC", DAY, "1 Mei 2026"),
            "rencana.nomor": Name("Rencana ke", "12", "1"),
            "rencana.keinginan": Name("Keinginan klien", "Mau sekolah lagi dan pulang. " * 60),
            "rencana.tujuan": Name("Tujuan akhir", "Kembali ke keluarga dan sekolah. " * 60),
            "rencana.mengapa": Name("Mengapa berubah", "Ibunya ditemukan di Talle. " * 11),
            "rencana.pengaju": Name.of_a_person("Diajukan oleh", ""),
            "rencana.diajukan": Name("Diajukan pada", DAY, "1 Mei 2026"),
            "rencana.penyetuju": Name.of_a_person("Disetujui oleh", ""),
            "rencana.disetujui": Name("Disetujui pada", DAY, "1 Mei 2026"),
            "rencana.catatan": Name("Catatan keputusan", "Dipantau tiap hari. " * 15),
            "kegiatan": Rows(
                "Kegiatan",
                {
                    "nomor": Name("Nomor", "40", "1"),
                    "apa": Name("Kegiatan", "Menghubungi sekolah dan orang tua " * 6, "Sekolah"),
                    "jenis": Name("Jenis layanan", "Bimbingan mental spiritual", "Sosial"),
                    "siapa": Name.of_a_person("Penanggung jawab", length=80),
                    "batas": Name("Paling lambat", DAY, "1 Mei 2026"),
                    "hasil": Name("Hasil yang diharapkan", "Diterima kembali di kelas empat " * 6),
                },
                40,
            ),
        },
    )
)
