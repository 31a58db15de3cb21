"""The letter of a referral: what the packet says, on what it rests, nothing else of the file."""

from django.core.exceptions import ValidationError
from django.db import transaction
from django.urls import reverse

from cases.exits.letters import register_letters
from cases.people.letters import briefly
from cases.people.locks import lock_person
from partners.referrals.models import PARTNER_SEES, Referral
from rptc.letters.actions import issue_for
from rptc.letters.prints import AGE, SEX
from rptc.letters.signatures.sides import Hand, Side, Signing
from rptc.letters.texts.sorts import Name, Subject, Way, register
from rptc.letters.ties import tied_to
from rptc.saving import locked

LETTER = "surat-rujukan"
NOT_SENT = "Surat rujukan dibuat selama rujukan terkirim dan belum berakhir."
LONG = "Pelatihan menjahit dan pendampingan belajar sesuai kesepakatan bersama. " * 6


def facts(referral: Referral) -> dict:
    packet = referral.packet
    return {
        "mitra.nama": str(referral.partner),
        "mitra.alamat": referral.partner.address,
        "rujukan.nomor": str(referral.pk),
        "rujukan.dasar": packet.get("basis", ""),
        "rujukan.nama": packet.get("name", ""),
        "rujukan.jenis_kelamin": packet.get("sex", ""),
        "rujukan.umur": packet.get("age", ""),
        "rujukan.kebutuhan": packet.get("need", ""),
        "rujukan.pesan": packet.get("message", ""),
        "rujukan.pekerja_sosial": packet.get("contact", ""),
        "rujukan.telepon": packet.get("phone", ""),
    }


def goes_to_closed(referral):
    """As it is now: the partner may have been closed since the referral was read."""
    return Referral.objects.filter(pk=referral.pk, partner__closes_destination=True).exists()


def subject(referral: Referral) -> Subject:
    """As closed as the file, and as the destination."""
    is_sealed = referral.person.is_sealed or goes_to_closed(referral)
    about = f"Berkas {referral.person.file_number}"
    return Subject(about, referral.person_id, is_sealed=is_sealed)


def _hands(referral, letter):
    """The partner signs that it has the letter, where somebody carries it there."""
    return [Hand(Side.RECEIVES, "", str(referral.partner))]


def _acts(user):
    """Of who reads referrals: house staff sign at the door, and learn of none."""
    if not user.has_perm("partners.view_referral"):
        return Referral.objects.none()
    return Referral.objects.visible_to(user).select_related("person", "partner")


register(
    Way(
        LETTER,
        "partners.Referral",
        {
            "mitra.nama": Name("Nama mitra", LONG[:120], "YPKDS"),
            "mitra.alamat": Name("Alamat mitra", LONG[:200]),
            "rujukan.nomor": Name("Nomor rujukan", "0000012345", "1"),
            "rujukan.dasar": Name("Dasar, atau mengapa tanpa perjanjian", LONG[:330]),
            "rujukan.nama": Name.of_a_person("Nama samaran atau inisial klien"),
            "rujukan.jenis_kelamin": Name("Jenis kelamin", "Perempuan", "Perempuan", SEX),
            "rujukan.umur": Name("Umur saat dikirim", "sekitar 45 tahun", "anak", AGE),
            "rujukan.kebutuhan": Name("Kebutuhan", LONG[:200], "Asrama"),
            "rujukan.pesan": Name("Pesan untuk mitra", LONG * 4),
            "rujukan.pekerja_sosial": Name("Pekerja sosial", LONG[:120], "Ani"),
            "rujukan.telepon": Name("Telepon pekerja sosial", "0812 0000 0000 000"),
        },
        facts,
        subject,
        signing=Signing(
            _hands,
            _acts,
            lambda referral: reverse("partners:referral_detail", args=[referral.pk]),
            lambda referral: briefly(referral.person),
        ),
    )
)


@transaction.atomic
def write_letter(referral, *, by):
    """The one that stands, or a new one where it was withdrawn."""
    lock_person(referral.person_id)
    referral = locked(referral, "person", "partner")
    if referral.state not in PARTNER_SEES:
        raise ValidationError(NOT_SENT)
    return issue_for(referral, LETTER, by=by)


def _of_closed(closed):
    """Those of a stay that ended on a closed way."""
    return tied_to(Referral.objects.filter(stay__in=closed.values("stay")))


def _naming():
    """Those that say whither somebody goes: to a closed partner."""
    return tied_to(Referral.objects.filter(partner__closes_destination=True))


register_letters(_of_closed, _naming)
