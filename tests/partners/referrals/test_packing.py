"""What travels, item by item: ticked by who reads it, frozen at the sending, gone with the end."""

import json

import pgtrigger
import pytest
from django.core.exceptions import ValidationError
from django.db import DatabaseError, IntegrityError, connection, transaction
from django.urls import reverse
from pytest_django.asserts import assertContains, assertNotContains

from cases.people.photos.actions import hide_photo
from partners.referrals import actions
from partners.referrals.models import Referral
from partners.referrals.packing.actions import (
    NO_HEALTH,
    NO_PHOTO,
    NO_YES,
    names_partner,
    why_not,
)
from partners.referrals.packing.models import SECRETS, ItemKind, ReferralItem
from partners.referrals.packing.offers import NO_NUMBER, may_travel, offers_of
from partners.referrals.packing.pieces import TAKEN_BACK, UNTOLD, pieces_of, pieces_sent
from rptc import days, keys
from rptc.accounts.permissions import Role
from tests.asked import MOST, asked_by
from tests.database_roles import as_owner
from tests.factories import (
    AllergyFactory,
    AssessmentFactory,
    BelongingFactory,
    ConsentFactory,
    ConsentWithdrawalFactory,
    FlagFactory,
    MedicineFactory,
    MemberFactory,
    NoteFactory,
    PartnerFactory,
    PersonFactory,
    PhotoFactory,
    RelationFactory,
    StayFactory,
    UserFactory,
    ViolenceReportFactory,
)
from tests.partners.referrals.packed import WHY, agreed, all_ticks, packed_at, stay_with_all
from tests.partners.referrals.test_referral_propose import typed
from tests.partners.referrals.way import referral_at

pytestmark = pytest.mark.django_db
K = ItemKind


def worker():
    return UserFactory(roles=[Role.SOCIAL_WORKER])


def propose(stay):
    return reverse("partners:referral_propose", args=[stay.pk])


def ticked(stay, user, *kinds, why=WHY):
    """What a browser sends where only these are ticked."""
    data = {}
    for key, offer in offers_of(stay, user).items():
        if offer.kind in kinds:
            data[f"item-{key}"] = "on"
            if offer.is_secret:
                data[f"why-{key}"] = why
    return data


def texts(pieces):
    return "\n".join(f"{piece.label}: {piece.text}" for piece in pieces)


def test_the_page_asks_no_more_than_any_other_whatever_can_travel(client, login):
    user = login(Role.SOCIAL_WORKER)
    stay = stay_with_all(user)
    FlagFactory(person=stay.person)
    AllergyFactory(person=stay.person)
    MedicineFactory(stay=stay)
    ViolenceReportFactory(stay=stay)
    relative = StayFactory().person
    RelationFactory(other=stay.person, person=relative)
    earlier = days.now() - 2 * days.ONE_DAY
    AssessmentFactory(stay=stay, done=True, risk="high", done_at=earlier, finished_at=earlier)
    ConsentFactory(stay=stay, recorded_by=user)
    asked, answer = asked_by(client, propose(stay))
    assertContains(answer, str(relative))
    assert asked <= MOST, asked


# What can be ticked


def test_everything_that_its_own_worker_reads_can_travel():
    user = worker()
    offers = offers_of(stay_with_all(user), user).values()
    assert {offer.kind for offer in offers} == set(K)
    usual = {offer.kind for offer in offers if offer.is_usual}
    assert usual == {K.SUMMARY, K.WISH, K.PLAN}
    assert not usual & set(SECRETS)


def test_who_does_not_read_it_cannot_tick_it():
    user, other = worker(), worker()
    stay = stay_with_all(user)
    kinds = {offer.kind for offer in offers_of(stay, other).values()}
    assert not kinds & {K.SECRET, K.NOTE}
    key = next(key for key, offer in offers_of(stay, user).items() if offer.kind == K.SECRET)
    partner = PartnerFactory()
    consent = ConsentFactory(stay=stay, recipient=partner.name)
    row = Referral(stay=stay, partner=partner, need="Asrama", without_basis="-", consent=consent)
    with pytest.raises(ValidationError, match="baru saja berubah"):
        actions.propose_referral(row, by=other, ticks={key: WHY})


def test_what_was_written_to_the_head_goes_nowhere():
    user = worker()
    stay = StayFactory(social_worker=user)
    NoteFactory(stay=stay, level="head", words="Untuk Kepala.", recorded_by=user)
    kinds = {offer.kind for offer in offers_of(stay, None).values()}
    assert kinds == {K.NAME}


def test_the_name_of_a_child_does_not_travel_nor_any_nik():
    user = worker()
    child = PersonFactory(name="Nurul Hikmah", child=True)
    stay = StayFactory(social_worker=user, intake__person=child)
    assert K.NAME not in {offer.kind for offer in offers_of(stay, user).values()}
    said = may_travel("nurul hikmah, NIK 7371 0441 0586 0001", stay.person)
    assert said == f"N.\N{NO-BREAK SPACE}H., NIK {NO_NUMBER}"
    assert may_travel("Nurul bermain, hikmahnya besar", stay.person) == (
        "N. bermain, hikmahnya besar"
    )


def test_of_an_adult_the_words_say_the_name_only_where_it_is_ticked():
    person = PersonFactory(name="Baharuddin Dg. Ma'ruf", alias="Bahar")
    said = may_travel("Baharuddin dan Ma'ruf, dipanggil Bahar", person)
    assert said == "B. dan M., dipanggil Bahar"


# The page


def test_usual_things_are_ticked_and_secret_ones_never(client, login):
    user = login(Role.SOCIAL_WORKER)
    stay = stay_with_all(user)
    form = client.get(propose(stay)).context["form"]
    assert {offer.kind for offer in form.ticked} == {K.SUMMARY, K.WISH, K.PLAN}


def test_looking_shows_what_the_partner_will_read_and_saves_nothing(client, login):
    user = login(Role.SOCIAL_WORKER)
    stay, partner = stay_with_all(user), PartnerFactory()
    data = typed(partner) | ticked(stay, user, K.WISH, K.FINDING) | {"look": "1"}
    page = client.post(propose(stay), data)
    assertContains(page, "Mau jadi penjahit.")
    shown = texts(page.context["pieces"])
    assert "Keluhan" in shown
    assert "Mandiri." not in shown
    assert not Referral.objects.exists()


def test_who_asks_for_the_consent_first_finds_every_tick_again(client, login):
    user = login(Role.SOCIAL_WORKER)
    stay, partner = stay_with_all(user), PartnerFactory()
    data = typed(partner) | ticked(stay, user, K.WISH, K.FINDING) | {"ask_consent": "1"}
    assert client.post(propose(stay), data | {"without_basis": "Belum ada."}).status_code == 302
    form = client.get(propose(stay)).context["form"]
    # The plan was ticked by itself, and somebody unticked it.
    assert {offer.kind for offer in form.ticked} == {K.WISH, K.FINDING}
    [finding] = [offer for offer in form.ticked if offer.kind == K.FINDING]
    assert form[f"why-{finding.key}"].value() == WHY
    assert form["without_basis"].value() == "Belum ada."


@pytest.mark.parametrize(
    ("said", "name", "short", "is_named"),
    [
        ("Yayasan Sahabat Yatim", "Yayasan Sahabat Yatim", "Sahabat Yatim", True),
        ("sahabat yatim", "Yayasan Sahabat Yatim", "Sahabat Yatim", True),
        ("RSUD Daya dan keluarganya", "RSUD Kota Makassar (RSUD Daya)", "RSUD Daya", True),
        ("LKSA Harapan", "Lembaga Contoh Mulia", "LKSA", False),
        ("Yayasan", "Yayasan Sahabat Yatim", "Sahabat Yatim", False),
        ("RS", "RSKD Dadi", "RSKD Dadi", False),
        ("Daya", "Budaya Contoh", "Budaya", False),
        ("", "Yayasan Sahabat Yatim", "Sahabat Yatim", False),
    ],
)
def test_a_yes_counts_for_the_place_that_was_named(said, name, short, is_named):
    assert names_partner(said, PartnerFactory.build(name=name, short_name=short)) is is_named


def test_what_lies_in_a_bag_travels_without_its_nik_and_a_child_without_its_alias(login):
    user = login(Role.SOCIAL_WORKER)
    stay = stay_with_all(user, name="", alias="Becce", age_years=9)
    BelongingFactory(bag=stay.bags.first(), what="KTP a.n. Becce, NIK 7371010101010001")
    [bag] = [offer for offer in offers_of(stay, user).values() if offer.kind == K.BAG]
    assert "7371" not in bag.text
    assert "Becce" not in bag.text


def test_what_was_ticked_is_kept_and_why(client, login):
    user = login(Role.SOCIAL_WORKER)
    stay, partner = stay_with_all(user), PartnerFactory()
    agreed(stay, partner)
    data = typed(partner) | ticked(stay, user, K.WISH, K.FINDING)
    client.post(propose(stay), data)
    referral = Referral.objects.get()
    items = {item.kind: item for item in referral.items.all()}
    assert items.keys() == {K.WISH, K.FINDING}
    assert keys.opened(items[K.FINDING].sealed_reason) == WHY
    assert WHY not in items[K.FINDING].sealed_reason
    # The same form again makes nothing new.
    client.post(propose(stay), data)
    assert ReferralItem.objects.count() == 2


def test_a_secret_thing_without_a_reason_is_refused_at_its_field(client, login):
    user = login(Role.SOCIAL_WORKER)
    stay, partner = stay_with_all(user), PartnerFactory()
    agreed(stay, partner)
    page = client.post(propose(stay), typed(partner) | ticked(stay, user, K.FINDING, why=""))
    assertContains(page, "Tulis mengapa ini dibagikan.")
    assert not Referral.objects.exists()


NEEDS = [
    (K.PHOTO, (), NO_PHOTO),
    (K.PHOTO, ("health", "referral"), NO_PHOTO),
    (K.PHOTO, ("photo",), ""),
    (K.FINDING, ("photo", "referral"), NO_HEALTH),
    (K.FINDING, ("health",), ""),
    (K.HEALTH, ("referral",), NO_HEALTH),
    (K.HEALTH, ("health",), ""),
    (K.SECRET, ("health", "photo"), NO_YES),
    (K.SECRET, ("referral",), ""),
    (K.NOTE, (), NO_YES),
    (K.NOTE, ("referral",), ""),
    *((kind, (), "") for kind in (K.NAME, K.SUMMARY, K.WISH, K.PLAN, K.ANSWERS, K.PAPER, K.BAG)),
    (K.SCAN, (), ""),
]


@pytest.mark.parametrize(("kind", "purposes", "refused"), NEEDS)
@pytest.mark.parametrize("whose", ["theirs", "elsewhere", "withdrawn"])
def test_each_kind_with_each_consent(kind, purposes, refused, whose):
    stay, partner = StayFactory(), PartnerFactory(name="Yayasan Pelangi Timur")
    recipient = "Klinik Lain" if whose == "elsewhere" else partner.name
    consents = [
        ConsentFactory(stay=stay, purpose=purpose, recipient=recipient) for purpose in purposes
    ]
    if whose == "withdrawn":
        for consent in consents:
            ConsentWithdrawalFactory(consent=consent)
    own = next((each for each in consents if each.purpose == "referral"), None)
    referral = Referral(stay=stay, person=stay.person, partner=partner, consent=own)
    needs = {K.PHOTO: NO_PHOTO, K.HEALTH: NO_HEALTH, K.FINDING: NO_HEALTH}
    needs |= {K.SECRET: NO_YES, K.NOTE: NO_YES}
    # For whom the referral's own yes is, its form asks (test_referral_propose.py).
    is_lost = whose == "withdrawn" or (whose == "elsewhere" and kind not in {K.SECRET, K.NOTE})
    assert why_not(kind, referral) == (needs.get(kind, "") if is_lost else refused)


def test_a_photo_without_a_yes_is_refused_at_its_box(client, login):
    user = login(Role.SOCIAL_WORKER)
    stay, partner = stay_with_all(user), PartnerFactory()
    page = client.post(propose(stay), typed(partner) | ticked(stay, user, K.PHOTO))
    assertContains(page, NO_PHOTO)
    assert not Referral.objects.exists()


def test_what_was_sent_back_is_ticked_anew(client, login):
    user = login(Role.SOCIAL_WORKER)
    referral = packed_at("proposed", by=user)
    head = UserFactory(roles=[Role.HEAD])
    actions.decide_referral(referral, approve=False, by=head, note="Kurangi.", seen=referral.seen)
    url = reverse("partners:referral_edit", args=[referral.pk])
    form = client.get(url).context["form"]
    assert {offer.kind for offer in form.ticked} == set(K)
    data = typed(referral.partner) | ticked(referral.stay, user, K.WISH, K.FINDING, why="Lain.")
    data |= {"consent": referral.consent_id}
    client.post(url, data)
    kept = referral.items.ticked()
    assert {item.kind for item in kept} == {K.WISH, K.FINDING}
    assert keys.opened(kept.get(kind=K.FINDING).sealed_reason) == "Lain."
    # What is not sent stays as a row, with who took it out.
    dropped = referral.items.exclude(dropped_at=None)
    assert {row.dropped_by for row in dropped} == {user}
    assert Referral.objects.get(pk=referral.pk).state == "proposed"


# Sending


def test_exactly_what_was_ticked_is_frozen():
    user = worker()
    stay = stay_with_all(user)
    keys_of_two = {
        key: "" for key, offer in offers_of(stay, user).items() if offer.kind in {K.WISH, K.PLAN}
    }
    referral = packed_at("sent", by=user, stay=stay, ticks=keys_of_two)
    assert texts(pieces_sent(referral)).count(":") >= 2
    assert {item.kind for item in referral.items.frozen()} == {K.WISH, K.PLAN}
    with as_owner(), pgtrigger.ignore():
        stay.plans.update(wishes="Lain.")
    assert "Mau jadi penjahit." in texts(pieces_sent(referral))


def test_no_word_of_it_lies_in_the_clear():
    referral = packed_at("sent")
    with connection.cursor() as cursor:
        cursor.execute("SELECT to_jsonb(item)::text FROM partners_referralitem AS item")
        rows = "".join(row for (row,) in cursor.fetchall())
        cursor.execute("SELECT to_jsonb(item)::text FROM partners_referralitemevent AS item")
        rows += "".join(row for (row,) in cursor.fetchall())
    assert referral.items.frozen().count() == len(K)
    for word in ["Kata rahasia.", "Kata catatan.", "Mau jadi penjahit.", WHY]:
        assert word not in rows


def decide(referral, by=None):
    head = by or UserFactory(roles=[Role.HEAD])
    return actions.decide_referral(referral, approve=True, by=head, seen=referral.seen)


def test_a_photo_that_was_thrown_away_stops_the_sending_by_name():
    referral = packed_at("proposed")
    hide_photo(referral.items.get(kind=K.PHOTO).photo, reason="Salah orang.", by=worker())
    with pytest.raises(ValidationError, match="Foto tidak dapat ikut lagi. Kembalikan rujukan."):
        decide(referral)
    assert Referral.objects.get(pk=referral.pk).state == "proposed"


def test_a_yes_that_was_taken_back_stops_the_sending_by_name(client, login):
    referral = packed_at("proposed")
    consent = referral.stay.consents.get(purpose="health")
    ConsentWithdrawalFactory(consent=consent)
    with pytest.raises(ValidationError, match="kesehatan dibuka, untuk mitra ini"):
        decide(referral)
    login(Role.HEAD)
    page = client.get(reverse("partners:referral_decide", args=[referral.pk]))
    assertContains(page, "kesehatan dibuka, untuk mitra ini")


def test_the_head_sees_what_travels_but_no_secret_answer(client, login):
    referral = packed_at("proposed")
    head = login(Role.HEAD)
    page = client.get(reverse("partners:referral_decide", args=[referral.pk]))
    assertContains(page, "Mau jadi penjahit.")
    assertContains(page, UNTOLD)
    assertNotContains(page, "Kata rahasia.")
    assert "Kata rahasia." not in texts(pieces_of(referral, head))
    assert "Kata rahasia." in texts(pieces_sent(decide(referral, head)))


def test_an_old_packet_without_ticks_still_shows(client, login):
    referral = referral_at("sent")
    login(Role.HEAD)
    page = client.get(reverse("partners:referral_detail", args=[referral.pk]))
    assertContains(page, "Pelatihan menjahit")


# The partner


@pytest.fixture
def member(login, db):
    member = MemberFactory()
    login(member.user)
    return member


def addresses(referral):
    scan = referral.items.get(kind=K.SCAN)
    return [
        reverse("partners:portal_referral", args=[referral.pk]),
        reverse("partners:portal_photo", args=[referral.pk]),
        reverse("partners:portal_scan", args=[referral.pk, scan.pk]),
        reverse("partners:portal_answer", args=[referral.pk]),
    ]


def test_the_partner_opens_what_travelled(client, member):
    referral = packed_at("sent", partner=member.partner)
    packet, photo, scan, _ = addresses(referral)
    page = client.get(packet)
    for word in ["Mau jadi penjahit.", "Kata rahasia.", "Kata catatan.", "Radio", "Belajar"]:
        assertContains(page, word)
    # Why it is shared is ours to know.
    assertNotContains(page, WHY)
    assertContains(page, photo)
    assertContains(page, scan)
    for address in (photo, scan):
        answer = client.get(address)
        assert (answer.status_code, answer["Content-Type"]) == (200, "image/jpeg")
        assert answer["Cache-Control"] == "no-store"


@pytest.mark.parametrize("state", ["declined", "revoked", "expired", "returned", "finished"])
def test_on_any_end_it_is_gone_in_an_open_session(client, member, state):
    before = {"declined": "sent", "finished": "in_service", "returned": "in_service"}
    referral = packed_at(before.get(state, "accepted"), partner=member.partner)
    urls = addresses(referral)
    assert [client.get(url).status_code for url in urls] == [200] * len(urls)
    actions._move(referral, state, by=member.user, reason="Selesai.", verb=state)
    assert [client.get(url).status_code for url in urls] == [404] * len(urls)


def test_a_picture_of_anothers_referral_is_not_there(client, member):
    own, other = packed_at("sent", partner=member.partner), packed_at("sent")
    theirs = addresses(other)
    assert [client.get(url).status_code for url in theirs] == [404] * len(theirs)
    mixed = reverse("partners:portal_scan", args=[own.pk, other.items.get(kind=K.SCAN).pk])
    assert client.get(mixed).status_code == 404
    no_scan = reverse("partners:portal_scan", args=[own.pk, own.items.get(kind=K.NOTE).pk])
    assert client.get(no_scan).status_code == 404


def test_a_photo_that_was_thrown_away_later_is_gone_there_too(client, member):
    referral = packed_at("sent", partner=member.partner)
    hide_photo(referral.items.get(kind=K.PHOTO).photo, reason="Salah orang.", by=worker())
    _, photo, *_ = addresses(referral)
    assert client.get(photo).status_code == 404
    assertNotContains(client.get(addresses(referral)[0]), photo)


def test_looks_of_the_partner_are_shown_to_who_sent_it(client, login):
    user = worker()
    member = MemberFactory()
    referral = packed_at("sent", partner=member.partner, by=user)
    detail = reverse("partners:referral_detail", args=[referral.pk])
    client.force_login(user)
    assertContains(client.get(detail), "Belum dibuka mitra")
    client.force_login(member.user)
    packet, photo, scan, _ = addresses(referral)
    shown = client.get(packet).content.decode()
    # The picture that comes with the page is no look of its own; opened by itself it is.
    client.get(shown.split(f'src="{photo}')[1].split('"')[0].join([photo, ""]))
    client.get(scan)
    client.force_login(user)
    page = client.get(detail)
    assertContains(page, "2 kali")
    assertContains(page, "pindaian")
    assertContains(page, member.user.full_name)
    # Ours are not counted.
    assertContains(client.get(detail), "2 kali")


@pytest.mark.parametrize(
    ("purpose", "gone", "stays"),
    [
        ("photo", [K.PHOTO], [K.FINDING, K.SECRET]),
        ("health", [K.FINDING, K.HEALTH], [K.PHOTO, K.SECRET]),
        ("referral", [K.SECRET, K.NOTE], [K.WISH, K.PAPER]),
    ],
)
def test_a_yes_that_is_taken_back_later_takes_its_words_along(
    client, member, purpose, gone, stays
):
    referral = packed_at("sent", partner=member.partner)
    ConsentWithdrawalFactory(consent=referral.stay.consents.get(purpose=purpose))
    referral = Referral.objects.get(pk=referral.pk)
    told = {piece.label for piece in pieces_sent(referral) if piece.text == TAKEN_BACK}
    assert {kind.label for kind in gone} <= told
    assert not {kind.label for kind in stays} & told
    _, photo, *_ = addresses(referral)
    assert client.get(photo).status_code == (404 if K.PHOTO in gone else 200)


# The database


def test_the_database_refuses_what_no_form_offers():
    referral = packed_at("sent")
    item = referral.items.frozen().first()
    other = PhotoFactory()

    def refused(act, kind=(DatabaseError, IntegrityError)):
        with pytest.raises(kind), transaction.atomic():
            act()

    rows = ReferralItem.objects.filter(pk=item.pk)
    refused(lambda: rows.update(frozen_at=None, sealed_words="", sha256=""))
    refused(lambda: rows.update(sealed_words=keys.encrypt(json.dumps(["a", "b"]))))
    refused(lambda: rows.update(kind="plan"))
    # The run-time role has no right to any row.
    rows.delete()
    assert rows.exists()
    new = {"referral": referral, "recorded_by": referral.recorded_by}
    # After the sending nothing is added.
    refused(lambda: ReferralItem.objects.create(kind="name", **new))
    draft = packed_at("proposed")
    new["referral"] = draft
    refused(lambda: ReferralItem.objects.create(kind="photo", photo=other, source=other.pk, **new))
    stranger = stay_with_all(worker())
    plan = stranger.plans.get()
    refused(lambda: ReferralItem.objects.create(kind="plan", source=plan.pk, **new))
    refused(lambda: ReferralItem.objects.create(kind="finding", source=1, **new))
    refused(lambda: ReferralItem.objects.create(kind="name", **new))  # ticked already


def test_pages_do_not_cost_more_with_more_to_tick(client, login, count_queries):
    user = login(Role.SOCIAL_WORKER)
    stay = stay_with_all(user)
    few = count_queries(propose(stay))
    for _ in range(4):
        NoteFactory(stay=stay, recorded_by=user)
    assert count_queries(propose(stay)) == few
    referral = packed_at("sent", by=user)
    assert count_queries(reverse("partners:referral_detail", args=[referral.pk])) <= 30


def test_ticks_of_all_are_what_the_worker_may_read():
    user = worker()
    stay = stay_with_all(user)
    assert all_ticks(stay, user).keys() == offers_of(stay, None).keys()
