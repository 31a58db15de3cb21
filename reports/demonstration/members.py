"""Partners' own people: one is proposed and waits, one was refused, and one has left; and a
telephone that they share."""

from datetime import time, timedelta

from cases.patrols.devices.models import Device, fingerprint
from partners.directory.models import Member, Partner
from partners.members.models import MemberLeft, ProposedMember
from partners.phones.models import PartnerPhone
from rptc import days
from rptc.accounts.models import RoleGrant, User
from rptc.accounts.permissions import Role


def add(story):
    staff = story.staff
    at = story.ago(1, 10, 20)
    story.add(
        ProposedMember(
            partner=Partner.objects.get(name="Sentra Wirajaya"),
            name="Hasriani Mustari, S.Sos.",
            position="Pekerja sosial",
            phone="0811 000 731",
            recorded_by=staff["mitra.wirajaya"],
            recorded_at=at,
        )
    )
    story.add(
        ProposedMember(
            partner=Partner.objects.get(name="YPKDS"),
            name="Rudi Hartawan",
            position="Sopir",
            phone="0811 000 732",
            recorded_by=staff["mitra.ypkds"],
            recorded_at=at - timedelta(days=12),
            answered_by=staff["tu"],
            answered_at=at - timedelta(days=11),
            why_not="Cukup yang mendampingi klien.",
        )
    )
    _left(story)
    _phone(story)


def _phone(story):
    """The dormitory's telephone, which its people share."""
    at = story.ago(40, 11, 5)
    phone = story.add(
        Device(
            kind=Device.Kind.PARTNER,
            name="Ponsel asrama Sahabat Yatim",
            token_hash=fingerprint("token", "contoh asrama"),
            registered_by=story.staff["tu"],
            registered_at=at,
            seen_at=at + timedelta(minutes=5),
        )
    )
    story.note(story.staff["tu"], "registered", phone, at)
    partner = Partner.objects.get(name="Yayasan Sahabat Yatim")
    story.add(PartnerPhone(device=phone, partner=partner))


def _left(story):
    """Worked at the dormitory for a year; a colleague said that she is gone."""
    staff = story.staff
    begin = days.at(story.BEGINS, time(9))
    user = story.add(
        User(
            username="mitra.megawati",
            full_name="Megawati Salam",
            position="Pengasuh asrama",
            is_active=False,
            created_at=begin,
        )
    )
    user.set_unusable_password()
    story.add(
        RoleGrant(
            user=user,
            role=Role.PARTNER,
            starts_on=story.BEGINS,
            prepared_by=staff["admin"],
            prepared_at=begin,
            confirmed_by=staff["kepala"],
            confirmed_at=begin + timedelta(hours=1),
        )
    )
    partner = Partner.objects.get(name="Yayasan Sahabat Yatim")
    member = story.add(Member(user=user, partner=partner))
    story.add(
        MemberLeft(
            member=member,
            recorded_by=staff["mitra.sahabatyatim"],
            recorded_at=story.ago(2, 15, 40),
        )
    )
