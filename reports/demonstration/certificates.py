"""What those who work here are certified for, and which work asks for it: one that ends soon, one
that is over, and one that is missing."""

from datetime import timedelta

from cases.casework.certificates.actions import add_certificate
from cases.casework.certificates.models import (
    Act,
    Certificate,
    CertificateKind,
    CertificateRule,
)

COMPETENCE, ASSESSMENT, CHILDREN, FIRST_AID = (
    "Sertifikat kompetensi pekerja sosial",
    "Pelatihan asesmen",
    "Pelatihan perlindungan anak",
    "Dukungan psikologis awal (PFA)",
)
# who, kind, number, issuer, issued so many days ago, holds for so many days from today
HELD = [
    ("peksos", COMPETENCE, "0214/LSPS/2024", "LSPS Kementerian Sosial", 700, 395),
    ("peksos", ASSESSMENT, "31/BBPPKS/2023", "BBPPKS Makassar", 1100, None),
    ("peksos", CHILDREN, "", "Kementerian Sosial", 900, 24),
    ("peksos2", COMPETENCE, "0377/LSPS/2023", "LSPS Kementerian Sosial", 1100, -6),
    ("piket", FIRST_AID, "112/PMI/2025", "PMI Kota Makassar", 300, 80),
]
ASKED = [
    (Act.COMPREHENSIVE, COMPETENCE),
    (Act.COMPREHENSIVE, ASSESSMENT),
    (Act.PROFESSIONAL_NOTE, COMPETENCE),
]


def add(story, patrols):
    story.tell(_kept(story))


def _kept(story):
    yield story.ago(16, 10, 20)
    kinds = {kind.name: kind for kind in CertificateKind.objects.all()}
    for who, name, number, issuer, ago, ahead in HELD:
        row = Certificate(
            user=story.staff[who],
            kind=kinds[name],
            number=number,
            issuer=issuer,
            issued_on=story.today - timedelta(days=ago),
            expires_on=None if ahead is None else story.today + timedelta(days=ahead),
            send_key=story.key(),
        )
        add_certificate(row, by=story.staff["tu"])
    for act, name in ASKED:
        begins = story.today - timedelta(days=15)
        CertificateRule.objects.create(act=act, kind=kinds[name], valid_from=begins)
