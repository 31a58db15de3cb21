"""Who works here: accounts for every role, confirmed, and a delegation of the past."""

import secrets
from datetime import time, timedelta

from django.contrib.auth.hashers import make_password

from partners.directory.models import Member, Partner
from reports.demonstration import members
from rptc import days
from rptc.accounts.models import Delegation, RoleGrant, User
from rptc.accounts.permissions import Role
from rptc.resets.models import Reset

UPT = "UPT Rumah Perlindungan dan Trauma Center"
REHABILITATION = "Kepala Bidang Rehabilitasi Sosial"
PRIVACY_OFFICER = "Pejabat Pelindungan Data Pribadi"
# account, name, position, roles
ACCOUNTS = [
    ("kepala", "Drs. Syamsul Bahri, M.Si.", f"Kepala {UPT}", [Role.HEAD]),
    ("dinas", "Hj. Nurjannah Saleh, S.Sos., M.Si.", REHABILITATION, [Role.AGENCY]),
    ("admin", "Arfandi Tahir, S.Kom.", "Pengelola sistem", [Role.ADMIN]),
    ("tu", "Hasnawati Lantara, S.E.", "Kepala Subbagian Tata Usaha", [Role.OFFICE]),
    ("pdp", "Yusran Makkulau, S.H.", PRIVACY_OFFICER, [Role.PRIVACY]),
    ("peksos", "Rahmawati Basir, S.Sos.", "Pekerja sosial", [Role.SOCIAL_WORKER]),
    ("peksos2", "Fadli Mappaseng, S.Tr.Sos.", "Pekerja sosial", [Role.SOCIAL_WORKER]),
    ("piket", "Mirwan Dg. Sila", "Petugas piket", [Role.CARETAKER]),
    ("malam", "Suardi Dg. Nompo", "TRC dan piket malam", [Role.FIELD, Role.CARETAKER]),
    ("trc", "Ilham Syarif", "Ketua Regu 2, TRC Saribattang", [Role.FIELD]),
    ("trc.rusdi", "Rusdi Hamid", "Anggota Regu 2, TRC Saribattang", [Role.FIELD]),
    ("trc.ansar", "Ansar Wijaya", "Ketua Regu 1, TRC Saribattang", [Role.FIELD]),
    ("trc.mirna", "Mirna Handayani", "Anggota Regu 1, TRC Saribattang", [Role.FIELD]),
    ("trc.takdir", "Takdir Alamsyah", "Ketua Regu 3, TRC Saribattang", [Role.FIELD]),
    ("mitra.sahabatyatim", "Nur Azizah Rasyid", "Pengurus asrama", [Role.PARTNER]),
    ("mitra.ypkds", "Andi Wahab Gunawan", "Koordinator pendamping", [Role.PARTNER]),
    ("mitra.wirajaya", "Suriani Halim, S.Sos.", "Pekerja sosial", [Role.PARTNER]),
]
# Serial 999: nobody's.
PHONES = {"kepala": "0411 555 100", "peksos": "0411 555 101", "peksos2": "0411 555 102"}
NIPS = {"kepala": "197001011995031999", "tu": "197808172005022999", "peksos": "198504122010012999"}
PARTNER_OF = {
    "mitra.sahabatyatim": "Yayasan Sahabat Yatim",
    "mitra.ypkds": "YPKDS",
    "mitra.wirajaya": "Sentra Wirajaya",
}


def add(story, password):
    """All accounts. Without a password for all, each gets a random one, shown once."""
    passwords = [(row[0], password or secrets.token_urlsafe(9)) for row in ACCOUNTS]
    shared = make_password(password) if password else None
    begin = days.at(story.BEGINS, time(8))
    for (username, full_name, position, _), (_, secret) in zip(ACCOUNTS, passwords, strict=True):
        story.staff[username] = story.add(
            User(
                username=username,
                password=shared or make_password(secret),
                full_name=full_name,
                position=position,
                nip=NIPS.get(username, ""),
                phone=PHONES.get(username, ""),
                created_at=begin,
            )
        )
    for username, _, _, roles in ACCOUNTS:
        for role in roles:
            _grant(story, username, role, begin)
    for username, name in PARTNER_OF.items():
        partner = Partner.objects.get(name=name)
        story.add(Member(user=story.staff[username], partner=partner))
    members.add(story)
    _delegate(story)
    _reset(story)
    return passwords


def _grant(story, username, role, begin):
    """Prepared by admin, confirmed by the head; the first two accounts confirm each other's."""
    staff = story.staff
    by_head = username != "kepala"
    story.add(
        RoleGrant(
            user=staff[username],
            role=role,
            starts_on=story.BEGINS,
            prepared_by=staff["admin"] if username not in {"admin", "kepala"} else None,
            prepared_at=begin,
            confirmed_by=staff["kepala"] if by_head else staff["dinas"],
            confirmed_at=begin + timedelta(hours=1),
        )
    )


def _reset(story):
    """The privacy officer forgot the password; the admin asked for another, the head confirmed."""
    at = story.ago(6, 9, 10)
    story.add(
        Reset(
            user=story.staff["pdp"],
            reason="Lupa kata sandi, meminta sendiri lewat telepon.",
            state="approved",
            recorded_by=story.staff["admin"],
            recorded_at=at,
            decided_by=story.staff["kepala"],
            decided_at=at + timedelta(minutes=25),
            given_at=at + timedelta(minutes=40),
        )
    )


def _delegate(story):
    """The head was away for four days; the head of the office decided in his place."""
    story.delegation = story.add(
        Delegation(
            delegate=story.staff["tu"],
            kind=Delegation.Kind.DAILY,
            order_number=f"800.1.11.1/021/Dinsos/{(story.today - timedelta(days=29)):%m/%Y}",
            starts_on=story.today - timedelta(days=28),
            last_on=story.today - timedelta(days=25),
            approvals=["plan", "exit", "referral"],
            recorded_by=story.staff["kepala"],
            recorded_at=story.ago(29, 14, 20),
            confirmed_by=story.staff["dinas"],
            confirmed_at=story.ago(29, 15, 5),
        )
    )
