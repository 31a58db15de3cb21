"""Two packets: one with a ban, an allergy and a medicine beside its ticks, which the partner has
opened; and one whose klien has arrived, with a berita acara, and one paper missing."""

from datetime import time

from cases.file.consents.actions import ask
from cases.file.consents.models import Answer as Yes
from cases.file.consents.models import Consent, Explained, GivenBy, Purpose
from cases.health.findings.actions import add_allergy
from cases.health.findings.models import Allergy, ToldBy
from cases.health.medicines.actions import write_medicine
from cases.health.medicines.models import Meal, Medicine
from cases.papers.actions import write_paper
from cases.papers.models import Paper, PaperKind
from cases.people.flags.actions import raise_flag
from cases.people.flags.models import Flag
from partners.referrals.actions import (
    answer_referral,
    decide_referral,
    propose_referral,
    read_safety,
)
from partners.referrals.arriving.actions import write_arrival
from partners.referrals.arriving.models import Arrival
from partners.referrals.arriving.things import due_things
from partners.referrals.models import Referral, ReferralStep, SafetyRead
from partners.referrals.models import ReferralState as S
from partners.referrals.packing.models import ItemKind
from partners.referrals.packing.offers import offers_of
from partners.referrals.safety import digest_of_words, words_of
from reports.demonstration.agreements import basis_on
from reports.demonstration.care import MEMBERS
from reports.demonstration.dice import key_of, own_dice, worker_of
from rptc import days
from rptc.audit.record import record

PARTNER = "Sentra Wirajaya"
TICKED = {ItemKind.PHOTO, ItemKind.SUMMARY, ItemKind.WISH, ItemKind.PLAN, ItemKind.PAPER}
MISSING, LEFT = "Kartu keluarga", "Masih di loket, diantar besok."
PORTAL = ReferralStep.Channel.PORTAL


def add(story, patrols):
    dice = own_dice(story, "Isi rujukan")
    story.tell(_opened(story, dice), _arrived(story, dice))


def _opened(story, dice):
    yield story.ago(1, 8, 20)
    stay = story.house["long here"]
    worker = worker_of(story, stay)
    _beside(story, dice, stay, worker)
    _agrees(dice, stay, worker)
    yield story.ago(1, 9, 10)
    referral = _proposed(story, dice, stay, worker, "Pelatihan membuat kue")
    yield story.ago(1, 11, 40)
    referral = _sent(story, referral)
    member = story.staff[MEMBERS[PARTNER]]
    yield story.ago(1, 13, 15)
    _looks(referral, member)
    yield story.ago(1, 13, 30)
    _looks(referral, member)
    _reads(dice, referral, member)
    answer_referral(referral, S.ACCEPTED, by=member)


def _beside(story, dice, stay, worker):
    """What always travels."""
    ban = Flag(
        person=stay.person,
        kind=Flag.Kind.DO_NOT_RELEASE,
        whom="mantan suaminya",
        what_to_do="Telepon RPTC bila ia datang.",
        reason="Pernah dipukul.",
        starts_on=days.today(),
        send_key=key_of(dice),
    )
    raise_flag(ban, by=worker)
    allergy = Allergy(
        person=stay.person,
        substance="kacang tanah",
        reaction="Sesak napas.",
        is_severe=True,
        told_by=ToldBy.SELF,
        send_key=key_of(dice),
    )
    add_allergy(allergy, by=worker)
    medicine = Medicine(
        stay=stay,
        dose="1 tablet",
        hours=[time(7)],
        moves_in_fast=True,
        meal=Meal.AFTER,
        prescribed_by="Puskesmas Barombong",
        first_on=days.today(),
        send_key=key_of(dice),
    )
    write_medicine(medicine, name="Tablet tambah darah", by=worker)


def _agrees(dice, stay, worker):
    """That the photo may be used outside the house, and that they are referred. Of whose age is
    not known somebody else would be asked as well: their photo stays here."""
    if stay.person.is_child_today is not False:
        return
    for purpose in (Purpose.PHOTO, Purpose.REFERRAL):
        row = Consent(
            stay=stay,
            purpose=purpose,
            answer=Yes.YES,
            given_by=GivenBy.SELF,
            explained=Explained.ALOUD,
            asked_at=days.now(),
            send_key=key_of(dice),
        )
        ask(row, recipient=PARTNER, by=worker)


def _proposed(story, dice, stay, worker, need):
    referral = Referral(
        stay=stay,
        partner=story.partners[PARTNER],
        need=need,
        message="Rajin, cepat belajar.",
        send_key=key_of(dice),
        **basis_on(story, PARTNER, days.today()),
    )
    offers = offers_of(stay, worker).values()
    kinds = TICKED if stay.person.is_child_today is False else TICKED - {ItemKind.PHOTO}
    ticks = {offer.key: "" for offer in offers if offer.kind in kinds}
    return propose_referral(referral, by=worker, ticks=ticks)


def _sent(story, referral):
    head = story.who_decides(days.today())
    return decide_referral(referral, approve=True, by=head, seen=referral.seen)


def _looks(referral, member):
    record(member, "opened", referral, person=referral.person_id)


def _reads(dice, referral, member):
    row = SafetyRead(referral=referral, channel=PORTAL, send_key=key_of(dice))
    read_safety(row, digest_of_words(words_of(referral)), by=member)


def _arrived(story, dice):
    """All but the family card, which lies at the office still."""
    yield story.ago(1, 8, 10)
    stay = story.house["beggar"]
    worker = worker_of(story, stay)
    for code in ("kk", "akta"):
        paper = Paper(
            person=stay.person,
            kind=PaperKind.objects.get(code=code),
            state="has",
            said_on=days.today(),
            send_key=key_of(dice),
        )
        write_paper(paper, by=worker)
    _agrees(dice, stay, worker)
    yield story.ago(1, 8, 40)
    referral = _proposed(story, dice, stay, worker, "Pelatihan bengkel")
    yield story.ago(1, 11, 50)
    referral = _sent(story, referral)
    member = story.staff[MEMBERS[PARTNER]]
    yield story.ago(1, 14, 5)
    _looks(referral, member)
    _reads(dice, referral, member)
    referral = answer_referral(referral, S.ACCEPTED, by=member)
    yield story.ago(1, 16, 20)
    arrival = Arrival(
        referral=referral,
        came_at=days.now(),
        received_by=member.full_name,
        received_as=member.position or "petugas",
        brought_by=worker.full_name,
        channel=PORTAL,
        send_key=key_of(dice),
    )
    things = {
        due.key: (due.what != MISSING, LEFT if due.what == MISSING else "")
        for due in due_things(referral)
    }
    write_arrival(arrival, by=member, things=things)
