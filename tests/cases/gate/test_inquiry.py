"""Ada yang mencari: written down whether somebody is here or not, told to nobody unseen."""

import datetime
import uuid

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.urls import reverse
from pytest_django.asserts import assertContains, assertNotContains, assertRedirects

from cases.gate.visits import actions
from cases.gate.visits.models import Inquiry
from rptc import days
from rptc.accounts.permissions import Role
from tests.factories import (
    ConsentFactory,
    ConsentWithdrawalFactory,
    InquiryFactory,
    PersonFactory,
    StayFactory,
    UnwelcomeFactory,
    UserFactory,
)

pytestmark = pytest.mark.django_db

LIST = reverse("cases:inquiry_list")
REGISTER = reverse("cases:inquiry_register")
MAY_BE_SAID = "“Belum dapat kami sampaikan. Tinggalkan nama dan nomor; petugas menghubungi.”"


def detail(inquiry):
    return reverse("cases:inquiry_detail", args=[inquiry.pk])


def link(inquiry):
    return reverse("cases:inquiry_link", args=[inquiry.pk])


def close(inquiry):
    return reverse("cases:inquiry_close", args=[inquiry.pk])


def written(moment):
    return moment.astimezone(days.WITA).strftime("%Y-%m-%dT%H:%M")


def posted(**changes):
    return {
        "send_key": str(uuid.uuid4()),
        "channel": "telephone",
        "asked_at": written(days.now() - days.ONE_HOUR),
        "sought": "Kamaruddin Tompo",
        "sought_age": 41,
        "asker": "Hasna",
        "relation": "istri",
        "phone": "081234567890",
        "answer": "call_back",
    } | changes


def closed(**changes):
    return {
        "outcome": "found",
        "asker": "Hasna",
        "identity_shown": "on",
        "outcome_note": "Istrinya datang besok.",
    } | changes


@pytest.fixture
def here(db):
    """Somebody in the house, whom the usual inquiry is about."""
    # A number that no other row can show by chance.
    return StayFactory(
        days_ago=2, intake__person__pk=98_765, intake__person__name="Kamaruddin Tompo"
    )


# Written down


def test_whether_somebody_is_here_or_not_the_answer_is_the_same(client, login, time_machine_at):
    time_machine_at(days.now(), stands_still=True)
    login(Role.CARETAKER)
    assertContains(client.get(REGISTER), MAY_BE_SAID)

    def told():
        """What the page says of it, without its number and its key."""
        inquiry = Inquiry.objects.latest("pk")
        page = client.get(detail(inquiry))
        body = page.text.split("<main", 1)[1].split("</main>")[0]
        return body.replace(inquiry.number, "").replace(detail(inquiry), "")

    asked = posted()
    client.post(REGISTER, asked)
    client.get(detail(Inquiry.objects.get()))
    nobody_here = told()
    StayFactory(days_ago=2, intake__person__name="Kamaruddin Tompo")
    client.post(REGISTER, posted(asked_at=asked["asked_at"]))
    client.get(detail(Inquiry.objects.latest("pk")))
    assert told() == nobody_here
    assert MAY_BE_SAID in nobody_here
    assert Inquiry.objects.count() == 2


def test_the_one_at_the_door_is_not_told_whom_it_may_be_about(client, login, here):
    login(Role.CARETAKER)
    client.post(REGISTER, posted(sought="Kamarudin"))
    page = client.get(detail(Inquiry.objects.get()))
    for hidden in ("Kamaruddin Tompo", here.person.file_number, "Siapa yang dimaksud"):
        assertNotContains(page, hidden)
    assert client.post(link(Inquiry.objects.get()), {"person": here.person_id}).status_code == 403


def test_sent_twice_is_one(client, login):
    login(Role.CARETAKER)
    twice = posted()
    client.post(REGISTER, twice)
    assertRedirects(client.post(REGISTER, twice), detail(Inquiry.objects.get()))


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        ({"sought": ""}, "Wajib diisi."),
        ({"phone": ""}, "Tulis nomornya supaya dapat dihubungi."),
        ({"sought_age": 130}, "Umur paling tinggi 120 tahun."),
        ({"answer": ""}, "Pilih salah satu."),
        ({"asked_at": written(days.now() + days.ONE_DAY)}, "Waktu ini belum terjadi."),
    ],
)
def test_a_mistake_is_said_beside_its_field(client, login, changes, said):
    login(Role.CARETAKER)
    response = client.post(REGISTER, posted(**changes))
    assertContains(response, said)
    assert not response.context["form"].non_field_errors()
    assert not Inquiry.objects.exists()


def test_who_does_not_want_to_be_named_is_written_down_too(client, login):
    login(Role.CARETAKER)
    client.post(REGISTER, posted(asker="", relation="", phone="", answer="nothing"))
    assertContains(client.get(detail(Inquiry.objects.get())), "tidak menyebut nama")


# Answered by a social worker


def test_a_social_worker_sees_who_it_may_be_and_finds_the_family(client, login, here):
    worker = login(Role.SOCIAL_WORKER)
    inquiry = InquiryFactory(sought="Kamarudin Tompo")
    assertContains(client.get(detail(inquiry)), "Kamaruddin Tompo")
    family = reverse("cases:person_family", args=[here.person_id])
    assertContains(client.get(family), "Mungkin dia")
    assertContains(client.post(close(inquiry), closed()), "Hubungkan dahulu dengan berkas")

    assertRedirects(
        client.post(link(inquiry), {"person": here.person.file_number}), detail(inquiry)
    )
    page = client.get(family)
    assertContains(page, "Dihubungkan")
    assertContains(page, detail(inquiry))
    assertContains(
        client.post(close(inquiry), closed(identity_shown="")), "Lihat dahulu identitas"
    )
    assertContains(client.post(close(inquiry), closed(asker="")), "Tulis siapa yang mencari.")
    assertContains(client.post(close(inquiry), closed(outcome_note="")), "Wajib diisi.")
    _says_yes(here)
    assertRedirects(client.post(close(inquiry), closed()), detail(inquiry))
    inquiry.refresh_from_db()
    assert (inquiry.outcome, inquiry.closed_by, inquiry.person) == ("found", worker, here.person)
    assertNotContains(client.get(family), detail(inquiry))
    assertContains(client.post(link(inquiry), {}, follow=True), "sudah ditutup")
    assertContains(client.post(close(inquiry), closed()), "sudah ditutup")


def _says_yes(stay):
    ConsentFactory(stay=stay, purpose="family")


def test_an_adults_family_is_told_when_the_adult_agrees(client, login, here):
    login(Role.SOCIAL_WORKER)
    inquiry = InquiryFactory(person=here.person)
    page = client.get(close(inquiry))
    assertContains(page, "belum ditanya")
    assertContains(page, f"{reverse('cases:consent_ask', args=[here.pk])}?purpose=family")
    assertContains(client.post(close(inquiry), closed()), "Tanyakan dahulu kepada klien")
    now = days.now()
    ConsentFactory(stay=here, purpose="family", answer="no", asked_at=now - days.ONE_HOUR)
    assertContains(client.post(close(inquiry), closed()), "tidak mau keluarganya diberi tahu")
    yes = ConsentFactory(stay=here, purpose="family", asked_at=now)
    ConsentWithdrawalFactory(consent=yes)
    assertContains(client.post(close(inquiry), closed()), "tidak mau keluarganya diberi tahu")
    assertContains(client.get(close(inquiry)), "ditarik")
    assert Inquiry.objects.open().exists()
    cannot = {"answer": "cannot", "said": "Tidak menjawab."}
    ConsentFactory(stay=here, purpose="family", asked_at=now, **cannot)
    assertRedirects(client.post(close(inquiry), closed()), detail(inquiry))


def test_a_childs_family_is_sought_by_duty(client, login):
    login(Role.SOCIAL_WORKER)
    inquiry = InquiryFactory(person=StayFactory(child=True).person)
    assertRedirects(client.post(close(inquiry), closed()), detail(inquiry))


def test_not_this_one_after_all(client, login, here):
    login(Role.SOCIAL_WORKER)
    inquiry = InquiryFactory(person=here.person)
    client.post(link(inquiry), {"person": ""})
    inquiry.refresh_from_db()
    assert inquiry.person is None
    wrong = client.post(link(inquiry), {"person": "99999999"}, follow=True)
    assertContains(wrong, "Tidak ada berkas dengan nomor itu.")


def test_whoever_must_not_be_received_is_not_told(client, login, here):
    login(Role.SOCIAL_WORKER)
    UnwelcomeFactory(name="Hasna", person=here.person)
    inquiry = InquiryFactory(person=here.person, asker="Hasnah")
    assertContains(client.get(detail(inquiry)), "Ada dalam daftar jangan terima")
    response = client.post(close(inquiry), closed(asker="Hasnah"))
    assertContains(response, "Jangan beri tahu.")
    assert Inquiry.objects.open().exists()
    client.post(close(inquiry), closed(asker="Hasnah", outcome="refused"))
    assert not Inquiry.objects.open().exists()


def test_not_here_needs_no_identity(client, login):
    login(Role.SOCIAL_WORKER)
    inquiry = InquiryFactory()
    client.post(close(inquiry), closed(outcome="not_here", identity_shown="", asker=""))
    assertContains(client.get(detail(inquiry)), "Tidak ditemukan")


def test_the_database_holds_it(here):
    by = UserFactory()
    done = {"closed_by": by, "closed_at": days.now(), "outcome_note": "Datang besok."}
    for wrong in [
        {"outcome": "not_here"},
        {"outcome": "not_here", **done, "outcome_note": ""},
        {**done},
        {"outcome": "found", **done, "identity_shown": True},
        {"outcome": "found", **done, "person": here.person},
        {"outcome": "found", **done, "person": here.person, "identity_shown": True, "asker": ""},
        {"sought_age": 121},
    ]:
        with pytest.raises(IntegrityError), transaction.atomic():
            InquiryFactory(**wrong)


def test_a_closed_one_is_not_closed_again():
    by = UserFactory()
    inquiry = InquiryFactory()
    inquiry.outcome, inquiry.outcome_note = Inquiry.Outcome.NOT_HERE, "Tidak ada."
    actions.close_inquiry(inquiry, by=by)
    with pytest.raises(ValidationError, match="sudah ditutup"):
        actions.close_inquiry(inquiry, by=by)


# Who sees what


def test_house_staff_see_those_that_wait_and_their_own(client, login, here):
    user = login(Role.CARETAKER)
    waits = InquiryFactory()
    mine = InquiryFactory(recorded_by=user, closed=True)
    other = InquiryFactory(closed=True)
    page = client.get(f"{LIST}?show=all")
    assert {row.pk for row in page.context["page_obj"]} == {waits.pk, mine.pk}
    assert client.get(detail(other)).status_code == 404
    assertNotContains(client.get(detail(mine)), "Istrinya datang besok.")


def test_how_it_ended_is_the_same_for_the_door_whether_somebody_is_here_or_not(
    client, login, here, time_machine_at
):
    time_machine_at(days.now(), stands_still=True)
    user, worker = login(Role.CARETAKER), UserFactory(roles=[Role.SOCIAL_WORKER])
    pages, lists = set(), set()
    for outcome in Inquiry.Outcome:
        inquiry = InquiryFactory(recorded_by=user, sought="Kamaruddin", asker="")
        if outcome == "found":
            actions.link_inquiry(inquiry, here.person, by=worker)
            inquiry.refresh_from_db()
            inquiry.asker, inquiry.identity_shown = "Hasna", True
            _says_yes(here)
        inquiry.outcome, inquiry.outcome_note = outcome, "Istrinya datang besok."
        actions.close_inquiry(inquiry, by=worker)
        for address, texts in [(detail(inquiry), pages), (f"{LIST}?show=all", lists)]:
            body = client.get(address).text.split("<main", 1)[1].split("</main>")[0]
            texts.add(body.replace(inquiry.number, "").replace(detail(inquiry), ""))
        Inquiry.objects.filter(pk=inquiry.pk).update(recorded_by=worker)
    assert len(pages) == len(lists) == 1
    assert "Sudah dijawab" in pages.pop()


def test_a_sealed_file_is_not_found_by_whom_it_is_closed_to(client, login):
    login(Role.SOCIAL_WORKER)
    sealed = PersonFactory(name="Rahasia Tompo", is_sealed=True)
    StayFactory(intake__person=sealed)
    free = InquiryFactory(sought="Rahasia Tompo")
    linked = InquiryFactory(sought="Yang Lain", person=sealed)
    assertNotContains(client.get(detail(free)), sealed.file_number)
    client.post(link(free), {"person": sealed.pk})
    free.refresh_from_db()
    assert free.person is None
    assertNotContains(client.get(LIST), "Yang Lain")
    assert client.get(detail(linked)).status_code == 404


def test_who_wrote_it_down_keeps_it_when_it_is_about_a_sealed_file(client, login):
    """As whoever is at the door reads it: nothing of whom it is about, and nothing to be done."""
    worker = login(Role.SOCIAL_WORKER)
    sealed = PersonFactory(name="Rahasia Tompo", is_sealed=True)
    mine = InquiryFactory(sought="Yang Saya Catat", recorded_by=worker, person=sealed)
    done = InquiryFactory(recorded_by=worker, closed=True, person=sealed)
    other = InquiryFactory(person=sealed)
    found = client.get(f"{LIST}?show=all").context["page_obj"]
    assert {row.pk for row in found} == {mine.pk, done.pk}
    for inquiry in (mine, done):
        page = client.get(detail(inquiry))
        for hidden in ("Rahasia", sealed.file_number, "Siapa yang dimaksud", link(inquiry)):
            assertNotContains(page, hidden)
    assertContains(client.get(detail(mine)), "Yang Saya Catat")
    assertContains(client.get(detail(done)), "Sudah dijawab pekerja sosial")
    history = reverse("reports:record_history", args=["inquiry", mine.pk])
    assert client.get(history).status_code == 404
    for act in (link(mine), close(mine)):
        assert client.post(act, {"person": ""} | closed()).status_code == 404
    assert client.get(detail(other)).status_code == 404


def test_the_lists_and_the_number_of_hari_ini(client, login, time_machine_at):
    time_machine_at(datetime.datetime(2026, 11, 25, 9, tzinfo=days.WITA))
    login(Role.SOCIAL_WORKER)
    now, old = InquiryFactory(), InquiryFactory(asked_at=days.now() - 30 * days.ONE_DAY)
    done = InquiryFactory(closed=True, asked_at=days.now() - days.ONE_DAY)
    for query, rows in [
        ("", [now, old]),
        ("?show=month", [now, done]),
        ("?show=all", [now, done, old]),
    ]:
        found = client.get(LIST + query).context["page_obj"]
        assert [row.pk for row in found] == [row.pk for row in rows], query
    figures = client.get("/").context["figures"]
    (figure,) = [each for each in figures if each.label == "Ada yang mencari, belum dijawab"]
    assert figure.number == client.get(figure.url).context["page_obj"].paginator.count == 2


def test_the_list_and_the_page_of_a_stay_do_not_ask_more_for_more(login, count_queries, here):
    login(Role.SOCIAL_WORKER)
    stay = reverse("cases:stay_detail", args=[here.pk])
    InquiryFactory(sought="Kamaruddin")
    few = count_queries(LIST), count_queries(stay)
    InquiryFactory.create_batch(5, sought="Kamaruddin")
    assert (count_queries(LIST), count_queries(stay)) == few
