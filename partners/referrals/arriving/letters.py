"""The berita acara of an arrival at a partner: what came along and what did not. It says of the
klien what the packet says, and is in both files at once (R50)."""

from django.urls import reverse

from cases.exits.letters import register_letters
from cases.people.letters import briefly
from partners.referrals.arriving.models import Arrival
from partners.referrals.letters import goes_to_closed
from partners.referrals.models import Referral
from rptc.letters.prints import AGE, SEX
from rptc.letters.signatures.sides import Hand, Side, Signing
from rptc.letters.texts.sorts import Name, Rows, Subject, Way, register
from rptc.letters.ties import tied_to
from rptc.words import pukul, tanggal_panjang

BAST = "bast-rujukan"
LONG = "Radio kecil merek lama dengan kabel dan dua baterai, masih dapat dipakai sebagian. " * 4


def facts(arrival: Arrival) -> dict:
    referral = arrival.referral
    packet = referral.packet
    return {
        "mitra.nama": str(referral.partner),
        "mitra.alamat": referral.partner.address,
        "rujukan.nomor": str(referral.pk),
        "rujukan.nama": packet.get("name", ""),
        "rujukan.jenis_kelamin": packet.get("sex", ""),
        "rujukan.umur": packet.get("age", ""),
        "tiba.hari": tanggal_panjang(arrival.came_at),
        "tiba.pukul": pukul(arrival.came_at),
        "tiba.keterangan": arrival.note,
        "penerima.nama": arrival.received_by,
        "penerima.jabatan": arrival.received_as,
        "pengantar.nama": arrival.brought_by,
        "ikut": [
            {
                "nomor": str(number),
                "jenis": thing.get_sort_display(),
                "apa": thing.what,
                "keadaan": "diterima" if thing.is_here else "tidak ada",
                "keterangan": thing.word,
            }
            for number, thing in enumerate(arrival.things.order_by("pk"), 1)
        ],
    }


def subject(arrival: Arrival) -> Subject:
    """As closed as the file, and as the destination."""
    referral = arrival.referral
    is_sealed = referral.person.is_sealed or goes_to_closed(referral)
    about = f"Berkas {referral.person.file_number}"
    return Subject(about, referral.person_id, is_sealed=is_sealed)


def _hands(arrival, letter):
    return [
        Hand(Side.RECEIVES, arrival.received_by, arrival.received_as),
        Hand(Side.GIVES, arrival.brought_by, "petugas RPTC", is_staff=True),
    ]


def _acts(user):
    if not user.has_perm("partners.view_referral"):
        return Arrival.objects.none()
    return Arrival.objects.visible_to(user).select_related("referral__person", "referral__partner")


register(
    Way(
        BAST,
        "partners.Arrival",
        {
            "mitra.nama": Name("Nama mitra", LONG[:120], "YPKDS"),
            "mitra.alamat": Name("Alamat mitra", LONG[:200]),
            "rujukan.nomor": Name("Nomor rujukan", "0000012345", "1"),
            "rujukan.nama": Name.of_a_person("Nama samaran atau inisial klien"),
            "rujukan.jenis_kelamin": Name("Jenis kelamin", "Perempuan", "Perempuan", SEX),
            "rujukan.umur": Name("Umur saat dikirim", "sekitar 45 tahun", "anak", AGE),
            "tiba.hari": Name("Hari tiba", "Selasa, 24 November 2026", "Rabu, 1 Mei 2026"),
            "tiba.pukul": Name("Pukul tiba", "pukul 14.30", "pukul 08.00"),
            "tiba.keterangan": Name("Keterangan", LONG[:300]),
            "penerima.nama": Name("Yang menerima", LONG[:120], "Ani"),
            "penerima.jabatan": Name("Jabatan yang menerima", LONG[:120]),
            "pengantar.nama": Name("Yang mengantar", LONG[:120], "Ani"),
            "ikut": Rows(
                "Yang ikut",
                {
                    "nomor": Name("Nomor urut", "60", "1"),
                    "jenis": Name("Jenis", "Dokumen", "Obat"),
                    "apa": Name("Apa", LONG[:300], "Radio"),
                    "keadaan": Name("Diterima atau tidak ada", "tidak ada", "diterima"),
                    "keterangan": Name("Keterangan tentang itu", LONG[:200]),
                },
            ),
        },
        facts,
        subject,
        signing=Signing(
            _hands,
            _acts,
            lambda arrival: reverse("partners:referral_detail", args=[arrival.referral_id]),
            lambda arrival: briefly(arrival.referral.person),
        ),
    )
)


def _of_closed(closed):
    """Those of a stay that ended on a closed way."""
    return tied_to(Arrival.objects.filter(referral__stay__in=closed.values("stay")))


def _naming():
    """Those that say whither somebody went: to a closed partner."""
    closed = Referral.objects.filter(partner__closes_destination=True)
    return tied_to(Arrival.objects.filter(referral__in=closed))


register_letters(_of_closed, _naming)
