"""The partners, with and without a login: whom they take, who works there, their papers, and what
they said is free. All people and numbers are invented."""

import uuid
from datetime import time, timedelta

from partners.directory.models import FreePlaces, Partner, PartnerContact, PartnerPaper
from partners.directory.models import PartnerKind as Kind
from rptc import days

# Beside those that every unit begins with: name, short name, kind, does it reveal health.
OTHERS = [
    ("Rumah Singgah Mattiro Baji", "Mattiro Baji", Kind.FOUNDATION, False),
    ("RSKD Dadi Provinsi Sulawesi Selatan", "RSKD Dadi", Kind.HOSPITAL, True),
    ("BNN Provinsi, YKP2N", "YKP2N", Kind.AGENCY, True),
    ("PT Contoh Bahari", "Contoh Bahari", Kind.COMPANY, False),
]
# short name: what it offers, classes, from which age to which, how many places, hours to answer
TERMS = {
    "Sahabat Yatim": ("boarding schooling", "anjal anak-terlantar", 6, 17, 20, 24),
    "YPKDS": ("companionship", "", 18, None, None, 16),
    "Sentra Wirajaya": ("boarding skills nursing", "", 15, None, 60, 40),
    "UPTD PPA": ("companionship legal", "korban", None, None, 8, 8),
    "RSUD Daya": ("treatment", "", None, None, None, None),
    "Mattiro Baji": ("boarding", "gepeng orang-terlantar", 18, 59, 12, 24),
    "RSKD Dadi": ("treatment boarding", "odgj", None, None, 10, 24),
    "YKP2N": ("treatment companionship", "napza", 18, None, 6, None),
    "Contoh Bahari": ("work giving", "", 18, 45, None, None),
}
ABOUT = {
    "Sahabat Yatim": "Asrama dan pendidikan anak",
    "YPKDS": "Pendampingan sebaya",
    "Sentra Wirajaya": "Rehabilitasi sosial oleh pemerintah pusat",
    "Contoh Bahari": "Magang dan bantuan barang",
}
# short name, name, what they do there
CONTACTS = [
    ("Sahabat Yatim", "Marwah Syamsuddin", "Kepala asrama"),
    ("Sahabat Yatim", "H. Anwar Lau", "Ketua yayasan"),
    ("YPKDS", "Andi Wahab Gunawan", "Koordinator pendamping"),
    ("Sentra Wirajaya", "Suriani Halim, S.Sos.", "Pekerja sosial"),
    ("Mattiro Baji", "Ibu Hartati", "Pengurus"),
    ("RSKD Dadi", "Rosdiana Tahir", "Perawat jaga"),
    ("YKP2N", "Faisal Umar", "Konselor"),
    ("Contoh Bahari", "Dewi Sartika Natsir", "CSR"),
]
# short name, which paper, number, days until it ends (None: never)
PAPERS = [
    ("Sahabat Yatim", "registered", "460/118/LKS/2023", 21),
    ("Sahabat Yatim", "accredited", "B", 520),
    ("Sahabat Yatim", "deed", "12, 2009", None),
    ("Mattiro Baji", "registered", "460/77/LKS/2021", -35),
    ("YPKDS", "registered", "460/91/LKS/2024", 300),
]
# short name, days ago, for men, for women, who said it
FREE = [
    ("Sahabat Yatim", 40, 7, 5, "Marwah Syamsuddin"),
    ("Sahabat Yatim", 3, 4, 2, "Marwah Syamsuddin"),
    ("Sentra Wirajaya", 41, 10, 10, "Suriani Halim, S.Sos."),
    ("Mattiro Baji", 6, 0, 0, "Ibu Hartati"),
    ("RSKD Dadi", 12, 1, 2, "Rosdiana Tahir"),
]


def add(story):
    _add_partners(story)
    _add_contacts(story)
    _add_papers(story)
    _add_free_places(story)


def _add_partners(story):
    story.partners = {partner.short_name: partner for partner in Partner.objects.all()}
    for name, short_name, kind, reveals_health in OTHERS:
        partner = Partner(
            name=name,
            short_name=short_name,
            kind=kind,
            reveals_health=reveals_health,
            closes_destination=reveals_health,
        )
        story.partners[short_name] = partner
    for number, (short_name, partner) in enumerate(story.partners.items(), 1):
        services, classes, youngest, oldest, capacity, hours = TERMS[short_name]
        partner.about = ABOUT.get(short_name, "")
        partner.phone = f"0411 000 {200 + number}"
        partner.services, partner.takes_classes = services.split(), classes.split()
        partner.min_age, partner.max_age = youngest, oldest
        partner.capacity, partner.answer_hours = capacity, hours
        if short_name == "Sahabat Yatim":
            partner.data_clause_on = story.today - timedelta(days=330)
        if partner.pk:
            partner.save()
        else:
            story.add(partner)


def _add_contacts(story):
    for number, (short_name, name, position) in enumerate(CONTACTS, 1):
        contact = PartnerContact(
            partner=story.partners[short_name],
            name=name,
            position=position,
            # Numbers that nobody has.
            phone=f"0812 0000 {number:04}",
            **_written(story, name),
        )
        story.add(contact)


def _add_papers(story):
    for short_name, kind, number, left in PAPERS:
        paper = PartnerPaper(
            partner=story.partners[short_name],
            kind=kind,
            number=number,
            valid_until=None if left is None else story.today + timedelta(days=left),
            **_written(story, number),
        )
        story.add(paper)


def _add_free_places(story):
    for short_name, ago, male, female, said_by in FREE:
        at = max(story.ago(ago, 9, 5), _begins(story))
        places = FreePlaces(
            partner=story.partners[short_name],
            male=male,
            female=female,
            said_by=said_by,
            said_at=at,
            recorded_by=story.staff["peksos"],
            recorded_at=at,
            send_key=uuid.uuid5(uuid.NAMESPACE_OID, f"{short_name} {ago}"),
        )
        story.add(places)


def _written(story, key):
    """Typed by the office on its first day. Not of the dice of the story."""
    return {
        "recorded_by": story.staff["tu"],
        "recorded_at": _begins(story),
        "send_key": uuid.uuid5(uuid.NAMESPACE_OID, key),
    }


def _begins(story):
    return days.at(story.BEGINS, time(10, 30))
