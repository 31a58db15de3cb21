import uuid

import pytest
from django.urls import reverse
from pytest_django.asserts import assertContains, assertNotContains, assertRedirects

from partners.referrals.models import Referral
from rptc import days
from rptc.accounts.permissions import Role
from rptc.audit.models import Entry
from tests.factories import (
    ConsentFactory,
    ConsentWithdrawalFactory,
    PartnerFactory,
    PersonFactory,
    ReferralFactory,
    RelationFactory,
    StayFactory,
    UserFactory,
)
from tests.partners.referrals.way import referral_at


def url(stay):
    return reverse("partners:referral_propose", args=[stay.pk])


def typed(partner, **more):
    data = {"send_key": str(uuid.uuid4()), "partner": partner.pk, "need": "Pelatihan menjahit"}
    data |= {"basis": "", "without_basis": "Belum ada perjanjian."}
    return data | {"message": "Rajin dan sopan.", "consent": ""} | more


def test_lays_it_before_the_head(client, login):
    user = login(Role.SOCIAL_WORKER)
    stay, partner = StayFactory(), PartnerFactory()
    client.post(url(stay), typed(partner))
    referral = Referral.objects.get()
    assert (referral.person, referral.state, referral.packet) == (stay.person, "proposed", None)
    assert [(s.from_state, s.to_state, s.by) for s in referral.steps.all()] == [
        ("draft", "proposed", user)
    ]
    assert Entry.objects.get(verb="proposed").person_id == stay.person_id


def test_shows_what_the_partner_will_see(client, login):
    login(Role.SOCIAL_WORKER)
    child = StayFactory(child=True, intake__person__name="Nurul Hikmah")
    page = client.get(url(child))
    assertContains(page, "Yang akan dilihat mitra")
    assertContains(page, "N.\N{NO-BREAK SPACE}H.")


@pytest.mark.parametrize("name", ["need", "message"])
def test_no_nik_travels(client, login, name):
    login(Role.SOCIAL_WORKER)
    words = {name: "NIK 7371 0441 0586 0001"}
    response = client.post(url(StayFactory()), typed(PartnerFactory(), **words))
    assertContains(response, "NIK tidak dikirim kepada mitra.")


def test_no_childs_name_travels(client, login):
    login(Role.SOCIAL_WORKER)
    stay = StayFactory(child=True, intake__person__name="Nurul Hikmah")
    response = client.post(url(stay), typed(PartnerFactory(), message="nurul hikmah suka baca"))
    assertContains(response, "Pakai inisial.")
    assert not Referral.objects.exists()


@pytest.mark.parametrize("name", ["need", "message", "without_basis"])
def test_no_illness_travels_before_the_klien_agreed(client, login, name):
    user = login(Role.SOCIAL_WORKER)
    stay, partner = StayFactory(social_worker=user), PartnerFactory()
    words = {name: "TB paru, dalam pengobatan."}
    asked = ConsentFactory(stay=stay, purpose="referral", recipient=partner.name)
    for consent in ("", asked.pk):
        response = client.post(url(stay), typed(partner, **words, consent=consent))
        assertContains(response, "Jangan tulis penyakit sebelum klien setuju")
    assert not Referral.objects.exists()
    yes = ConsentFactory(stay=stay, purpose="health", recipient=partner.name)
    client.post(url(stay), typed(partner, **words, consent=yes.pk))
    assert Referral.objects.get().consent == yes


def test_who_would_be_parted_from_whom_is_said_before(client, login):
    user = login(Role.SOCIAL_WORKER)
    child = StayFactory(child=True, social_worker=user)
    mother = StayFactory(intake__person__name="Daeng Puji", intake__person__sex="P").person
    RelationFactory(person=mother, other=child.person, kind="mother")
    RelationFactory(person=child.person, other=StayFactory().person, kind="together")
    RelationFactory(person=PersonFactory(), other=child.person, kind="father")
    asked = referral_at("proposed", stay=child)
    pages = [url(child), reverse("cases:stay_end", args=[child.pk])]
    for page in pages:
        assertContains(client.get(page), "Daeng Puji (ibu).", count=1)
    login(Role.HEAD)
    decide = reverse("partners:referral_decide", args=[asked.pk])
    assertContains(client.get(decide), "Daeng Puji (ibu).")


def test_from_who_is_marked_one_is_parted_on_purpose(client, login):
    user = login(Role.SOCIAL_WORKER)
    child = StayFactory(child=True, social_worker=user)
    uncle = StayFactory(intake__person__name="Daeng Ngalle").person
    RelationFactory(person=uncle, other=child.person, kind="relative", marked=True)
    assertNotContains(client.get(url(child)), "Keluarganya ada di rumah ini")


def test_one_that_reveals_health_needs_consent(client, login, today):
    user = login(Role.SOCIAL_WORKER)
    stay, partner = StayFactory(social_worker=user), PartnerFactory(reveals_health=True)
    assertContains(client.post(url(stay), typed(partner)), "memerlukan persetujuan klien")
    plain = ConsentFactory(stay=stay, recipient=partner.name)
    assertContains(client.post(url(stay), typed(partner, consent=plain.pk)), "kesehatannya dibuka")
    others = ConsentFactory(purpose="health")
    assertContains(client.post(url(stay), typed(partner, consent=others.pk)), "tidak ada")
    elsewhere = ConsentFactory(stay=stay, purpose="health", recipient="Klinik Lain")
    shown = client.post(url(stay), typed(partner, consent=elsewhere.pk))
    assertContains(shown, "untuk tempat lain")
    yes = ConsentFactory(stay=stay, purpose="health", recipient=f"Ke {partner.name} saja")
    no = ConsentFactory(stay=stay, purpose="health", answer="no", recipient=partner.name)
    shown = client.post(url(stay), typed(partner, consent=yes.pk))
    assert no.answer == "no"
    assertContains(shown, "tidak ada")
    yes = ConsentFactory(stay=stay, purpose="health", recipient=partner.name)
    client.post(url(stay), typed(partner, consent=yes.pk))
    assert Referral.objects.get().has_consent


def test_what_was_typed_is_there_again_after_the_klien_was_asked(client, login):
    user = login(Role.SOCIAL_WORKER)
    stay = StayFactory(social_worker=user)
    partner, other = PartnerFactory(reveals_health=True), StayFactory(social_worker=user)
    data = typed(partner, message="Pesan Ma'ruf.", need="Pelatihan las")
    page = client.post(url(stay), data | {"ask_consent": "1"})
    ask = reverse("cases:consent_ask", args=[stay.pk])
    assertRedirects(page, f"{ask}?purpose=health&next={url(stay).replace('/', '%2F')}")
    assert not Referral.objects.exists()
    yes = ConsentFactory(stay=stay, purpose="health", recipient=partner.name, recorded_by=user)
    ConsentFactory(stay=stay, purpose="health", answer="yes", recipient="Klinik Lain")
    page = client.get(url(stay))
    assertContains(page, "Pesan Ma&#x27;ruf.")
    assertContains(page, "Pelatihan las")
    form = page.context["form"]
    assert (form["partner"].value(), form["consent"].value()) == (str(partner.pk), yes.pk)
    assertContains(page, f'<option value="{yes.pk}" selected')
    assertNotContains(client.get(url(other)), "Pelatihan las")
    client.post(url(stay), data | {"consent": yes.pk})
    assert Referral.objects.get().consent == yes
    assertNotContains(client.get(url(stay)), "Pelatihan las")


def test_a_yes_of_another_day_or_of_somebody_else_is_not_chosen(client, login):
    user = login(Role.SOCIAL_WORKER)
    stay = StayFactory(social_worker=user, days_ago=3)
    ConsentFactory(stay=stay)
    old = ConsentFactory(stay=stay, recorded_by=user, recorded_at=days.now() - 2 * days.ONE_DAY)
    assert client.get(url(stay)).context["form"]["consent"].value() is None
    assert old.answer == "yes"


def test_a_no_after_the_sending_waits_for_those_of_the_case(db):
    asked = ReferralFactory(sent=True, agreed=True)
    unasked = ReferralFactory(sent=True)
    assert not Referral.objects.without_their_consent().exists()
    ConsentFactory(stay=asked.stay, purpose="health", answer="no")
    ConsentFactory(stay=unasked.stay, answer="no")
    assert set(Referral.objects.without_their_consent()) == {asked, unasked}


def test_who_refused_is_not_referred_until_they_say_yes(client, login):
    user = login(Role.SOCIAL_WORKER)
    stay, partner = StayFactory(social_worker=user), PartnerFactory()
    asked = days.now()
    ConsentFactory(stay=stay, answer="no", asked_at=asked - days.ONE_HOUR)
    assertContains(client.post(url(stay), typed(partner)), "Klien menolak dirujuk")
    yes = ConsentFactory(stay=stay, asked_at=asked)
    ConsentWithdrawalFactory(consent=yes)
    assertContains(client.post(url(stay), typed(partner)), "Klien menolak dirujuk")
    assert not Referral.objects.exists()
    assertContains(client.get(url(stay)), "Tanyakan persetujuan dahulu")
    again = ConsentFactory(stay=stay, asked_at=asked, recipient=partner.name)
    client.post(url(stay), typed(partner, consent=again.pk))
    assert Referral.objects.get().consent == again


def test_only_the_main_social_worker_reaches_a_partner_that_is_closed(client, login, today):
    login(Role.SOCIAL_WORKER)
    partner = PartnerFactory(closes_destination=True)
    stay = StayFactory()
    assertNotContains(client.get(url(stay)), partner.name)
    sent = typed(partner, consent=ConsentFactory(stay=stay, purpose="health").pk)
    assert client.post(url(stay), sent).status_code == 200
    assert not Referral.objects.exists()


def test_a_second_open_one_to_the_same_partner_is_refused(client, login):
    login(Role.SOCIAL_WORKER)
    referral = ReferralFactory(sent=True)
    response = client.post(url(referral.stay), typed(referral.partner))
    assertContains(response, "sudah mempunyai rujukan terbuka ke mitra itu")


@pytest.mark.parametrize("is_same", [True, False])
def test_whose_case_it_is_now_is_not_told_by_a_refusal_whither_another_referred(
    client, login, is_same
):
    user = login(Role.SOCIAL_WORKER)
    ended_at = days.now() - 3 * days.ONE_DAY
    earlier = StayFactory(days_ago=9, ended_at=ended_at, social_worker=UserFactory())
    closed = PartnerFactory(closes_destination=True)
    ReferralFactory(stay=earlier, partner=closed)
    stay = StayFactory(intake__person=earlier.person, days_ago=1, social_worker=user)
    partner = closed if is_same else PartnerFactory(closes_destination=True)
    response = client.post(url(stay), typed(partner))
    assertContains(response, "tujuannya tertutup bagi Anda")
    assert Referral.objects.count() == 1


def test_sent_twice_is_one_referral(client, login):
    login(Role.SOCIAL_WORKER)
    stay, data = StayFactory(), typed(PartnerFactory())
    first, second = client.post(url(stay), data), client.post(url(stay), data)
    assert first["Location"] == second["Location"]
    assert client.post(url(stay), data | {"need": "Lain"}).status_code == 409
    assert Referral.objects.count() == 1


def test_an_ended_stay_and_a_sealed_file(client, login):
    login(Role.SOCIAL_WORKER)
    ended = StayFactory(ended=True, days_ago=2)
    assertContains(client.post(url(ended), typed(PartnerFactory())), "sudah berakhir")
    sealed = StayFactory(intake__person__is_sealed=True)
    assert client.get(url(sealed)).status_code == 404


def test_a_partner_that_is_none_any_more_is_not_offered(client, login):
    login(Role.SOCIAL_WORKER)
    gone = PartnerFactory(is_active=False)
    assertNotContains(client.get(url(StayFactory())), gone.name)
