"""A yes on paper, signed by who gave it. Of one that opens health it does not say to whom: a
letter lies in the clear, and the place alone would say what somebody has."""

from django.urls import reverse

from cases.file.consents.closed import may_name_closed
from cases.file.consents.models import Consent, GivenBy, Purpose
from cases.file.consents.words import recipient_on_paper
from cases.people.letters import KLIEN, briefly, of_klien
from rptc.letters.signatures.sides import Hand, Side, Signing
from rptc.letters.texts.sorts import Name, Subject, Way, register
from rptc.words import tanggal_panjang

CONSENT = "persetujuan-klien"


def facts(consent: Consent) -> dict:
    return of_klien(consent.stay.person) | {
        "persetujuan.untuk": consent.get_purpose_display(),
        "persetujuan.kepada": recipient_on_paper(consent),
        "persetujuan.wakil": _guardian(consent),
        "persetujuan.penanda": _signer(consent),
        "persetujuan.hari": tanggal_panjang(consent.asked_at),
        "persetujuan.cara": consent.how,
        "persetujuan.petugas": str(consent.recorded_by),
    }


def _guardian(consent):
    return "" if consent.given_by == GivenBy.SELF else consent.by_whom


def _signer(consent):
    if consent.given_by == GivenBy.STAND_IN:
        return str(consent.stand_in.decided_by)
    return consent.guardian or str(consent.stay.person)


def subject(consent: Consent) -> Subject:
    person = consent.stay.person
    is_closed = person.is_sealed or consent.purpose == Purpose.HEALTH or may_name_closed(consent)
    return Subject(f"Persetujuan, berkas {person.file_number}", person.pk, is_sealed=is_closed)


def _hands(consent, letter):
    worker = consent.recorded_by
    as_whom = {GivenBy.SELF: "klien", GivenBy.STAND_IN: "menggantikan wali"}
    as_whom = as_whom.get(consent.given_by, consent.relation)
    is_staff = consent.given_by == GivenBy.STAND_IN
    return [
        Hand(Side.KLIEN, _signer(consent), as_whom, is_staff=is_staff),
        Hand(Side.GIVES, str(worker), worker.position or "petugas", is_staff=True),
    ]


def _signable(user):
    if not user.has_perm("cases.record_consent"):
        return Consent.objects.none()
    return Consent.objects.told_to(user).select_related(
        "stay__person", "recorded_by", "stand_in__decided_by"
    )


register(
    Way(
        code=CONSENT,
        act="cases.Consent",
        facts=facts,
        subject=subject,
        signing=Signing(
            _hands,
            _signable,
            lambda consent: reverse("cases:stay_consents", args=[consent.stay_id]),
            lambda consent: briefly(consent.stay.person),
        ),
        names=KLIEN
        | {
            "persetujuan.untuk": Name("Untuk apa", "Dirujuk, dan kesehatannya dibuka", "Foto"),
            "persetujuan.kepada": Name("Kepada siapa", "Yayasan Sahabat Yatim " * 6, ""),
            "persetujuan.wakil": Name(
                "Orang tua atau wali", "Hasnah Dg. Bau, bibi, wali " * 3, ""
            ),
            "persetujuan.penanda": Name.of_a_person("Yang menyetujui", ""),
            "persetujuan.hari": Name(
                "Hari ditanyakan", "Rabu, 30 September 2026", "Jumat, 1 Mei 2026"
            ),
            "persetujuan.cara": Name(
                "Bahasa dan cara menjelaskan",
                "bahasa Makassar, lewat juru bahasa Andi Tenri",
                "bahasa Bugis, dibacakan",
            ),
            "persetujuan.petugas": Name.of_a_person("Petugas yang menjelaskan", ""),
        },
    )
)
