"""Partners are asked for a place, the link is made, and what they say is written down."""

import datetime
import re
import uuid

import pytest
from django.core.exceptions import ValidationError
from django.db import DatabaseError, IntegrityError, transaction
from django.urls import reverse
from pytest_django.asserts import assertContains, assertNotContains, assertRedirects

from partners.directory.models import FreePlaces
from partners.questions import actions
from partners.questions.models import AskedPartner, PlaceAnswer, PlaceQuestion
from rptc import days
from rptc.accounts.permissions import Role
from rptc.audit.models import Entry
from tests import factories as f
from tests.at_once import at_once
from tests.factories.partners import (
    AskedPartnerFactory,
    MemberFactory,
    PartnerContactFactory,
    PartnerFactory,
    PlaceAnswerFactory,
    PlaceQuestionFactory,
)

pytestmark = pytest.mark.django_db


def url(name, *args):
    return reverse(f"partners:{name}", args=[getattr(arg, "pk", arg) for arg in args])


@pytest.fixture
def worker(login):
    return login(Role.SOCIAL_WORKER)


@pytest.fixture
def stay(worker):
    child = {"intake__person__name": "Rezki Ma'rang", "intake__person__sex": "L"}
    return f.StayFactory(social_worker=worker, **child)


def typed(*partners, **more):
    return {
        "needs": ["boarding", "schooling"],
        "from_on": days.today().isoformat(),
        "words": "bisa membaca",
        "partners": [partner.pk for partner in partners],
        "send_key": uuid.uuid4(),
    } | more


def ask(stay, *partners, by=None):
    question = PlaceQuestion(stay=stay, needs=["boarding"], from_on=days.today())
    return actions.ask_places(question, partners=list(partners), by=by or stay.social_worker)


# Asking


def test_several_are_asked_at_once_and_twice_it_is_one_question(client, worker, stay):
    partners, data = PartnerFactory.create_batch(3), typed()
    data["partners"] = [partner.pk for partner in partners]
    for _ in range(2):
        page = client.post(url("question_add", stay), data, follow=True)
    question = PlaceQuestion.objects.get()
    assertRedirects(page, url("question_detail", question))
    assert question.sentence.startswith("L, ")
    assert "butuh asrama dan sekolah, mulai " in question.sentence
    assert question.sentence.endswith(" Bisa membaca.")
    assert set(question.asked.values_list("partner", flat=True)) == {p.pk for p in partners}
    assert Entry.objects.filter(verb="asked_place", object_id=question.pk).count() == 1
    # The file does not flow in later.
    stay.person.sex = "P"
    stay.person.save()
    assertContains(client.get(url("question_detail", question)), question.sentence)


def test_the_same_form_with_other_content_shows_both(client, worker, stay):
    data = typed(PartnerFactory())
    client.post(url("question_add", stay), data)
    page = client.post(url("question_add", stay), data | {"words": "suka menggambar"})
    assert page.status_code == 409
    assert PlaceQuestion.objects.count() == 1


def test_two_copies_at_once_make_one_question(transactional_db):
    worker = f.UserFactory(roles=[Role.SOCIAL_WORKER])
    stay, data = f.StayFactory(social_worker=worker), typed(PartnerFactory())
    answers = at_once(*[(worker, url("question_add", stay), data)] * 2)
    assert [answer.status_code for answer in answers] == [302, 302]
    assert AskedPartner.objects.count() == 1


@pytest.mark.parametrize(
    ("mistake", "said"),
    [
        ({"needs": []}, "Pilih yang dibutuhkan."),
        ({"partners": []}, "Pilih paling sedikit satu mitra."),
        ({"words": "Rezki rajin"}, "Jangan tulis nama klien."),
        ({"words": "minum ARV"}, "Jangan tulis penyakit."),
        ({"from_on": "2020-01-01"}, "Pilih hari ini atau sesudahnya."),
        ({"from_on": "2090-01-01"}, "Paling jauh setengah tahun dari sekarang."),
    ],
)
def test_a_mistake_is_said_and_what_was_typed_is_kept(client, worker, stay, mistake, said):
    partner = PartnerFactory()
    page = client.post(url("question_add", stay), typed(partner) | mistake)
    assertContains(page, said)
    assertContains(page, "isian perlu diperbaiki")
    assertContains(page, 'value="boarding"')
    if "partners" not in mistake:
        assert re.search(rf'value="{partner.pk}"[^>]*checked', page.content.decode())
    assert not PlaceQuestion.objects.exists()


def test_the_boxes_draw_the_partners_anew_and_keep_the_ticks(client, worker, stay):
    partner = PartnerFactory(services=["work"])
    page = client.get(url("question_add", stay), {"needs": "boarding", "partners": partner.pk})
    assertContains(page, "tanpa asrama")
    assert re.search(rf'value="{partner.pk}"[^>]*checked', page.content.decode())


def test_of_a_stay_that_ended_or_is_out_of_reach_nothing_is_asked(client, worker):
    ended, sealed = f.StayFactory(ended=True, days_ago=4), f.StayFactory()
    sealed.person.is_sealed = True
    sealed.person.save()
    page = client.post(url("question_add", ended), typed(PartnerFactory()))
    assertContains(page, "Masa pembinaan ini sudah berakhir.")
    assert client.post(url("question_add", sealed), typed()).status_code == 404
    assert not PlaceQuestion.objects.exists()


def test_a_closed_partner_is_asked_by_those_of_the_case_alone(client, worker, stay):
    closed, other = PartnerFactory(closes_destination=True), f.StayFactory()
    page = client.post(url("question_add", other), typed(closed))
    assert page.status_code == 200
    with pytest.raises(ValidationError):
        ask(other, closed, by=worker)
    assert ask(stay, closed).asked.count() == 1


def test_who_has_a_login_is_asked_at_once_and_the_others_by_their_link(stay):
    here, there = MemberFactory().partner, PartnerFactory()
    asked = {each.partner: each for each in ask(stay, here, there).asked.all()}
    assert asked[here].sent_at
    assert asked[here].answer_due_at == asked[here].sent_at + days.ONE_DAY
    assert asked[there].sent_at is None


def test_the_list_of_partners_asks_no_more_for_more_of_them(client, worker, stay, count_queries):
    PartnerFactory()
    others = f.StayFactory()
    for page in (url("question_add", stay), url("question_add", others)):
        few = count_queries(page)
        PartnerFactory.create_batch(4)
        PartnerFactory.create_batch(4, closes_destination=True)
        assert count_queries(page) == few <= 25


def test_more_partners_are_asked_the_same(client, worker, stay):
    first, second = PartnerFactory.create_batch(2)
    question = ask(stay, first)
    page = client.get(url("question_others", question))
    assertContains(page, second.name)
    assertNotContains(page, f'value="{first.pk}"')
    data = {"partners": [second.pk], "send_key": uuid.uuid4()}
    for _ in range(2):
        page = client.post(url("question_others", question), data, follow=True)
        assertContains(page, "Mitra lain ditambahkan.")
    assert question.asked.count() == 2


# The link


def link_on(page):
    return re.search(r"/tempat/([\w-]+)/", page.content.decode())[1]


def test_the_link_stands_on_the_page_once_and_in_no_table(client, worker, stay):
    contact = PartnerContactFactory(name="Ibu Marwah")
    question = ask(stay, contact.partner)
    asked = question.asked.get()
    page = client.post(url("asked_link", asked), {"contact": contact.pk})
    token = link_on(page)
    assertContains(page, "https://wa.me/?text=Assalamualaikum%20Ibu%20Marwah")
    assertContains(page, question.sentence)
    assertNotContains(page, "Rezki")
    asked.refresh_from_db()
    assert (asked.sent_to, asked.token_hash == token) == (contact, False)
    week = datetime.timedelta(days=7)
    assert asked.expires_at - asked.sent_at == pytest.approx(
        week, abs=datetime.timedelta(minutes=1)
    )
    assertNotContains(client.get(url("question_detail", question)), token)
    assert not Entry.objects.filter(details__icontains=token).exists()


def test_a_new_link_ends_the_one_before(client, worker, stay):
    asked = ask(stay, PartnerFactory()).asked.get()
    old, new = (link_on(client.post(url("asked_link", asked))) for _ in range(2))
    client.logout()
    assert client.get(url("place_reply", old)).status_code == 404
    assert client.get(url("place_reply", new)).status_code == 200


def test_the_text_for_a_closed_partner_names_neither_it_nor_who_works_there(client, worker, stay):
    partner = PartnerFactory(name="Rumah Tertutup", closes_destination=True)
    contact = PartnerContactFactory(partner=partner, name="Ibu Marwah")
    asked = ask(stay, partner).asked.get()
    page = client.post(url("asked_link", asked), {"contact": contact.pk})
    text = page.context["text"]
    assert "Marwah" not in text
    assert "Rumah Tertutup" not in text


def test_of_who_has_answered_no_link_is_made(client, worker, stay):
    asked = PlaceAnswerFactory(asked__question__stay=stay, recorded_by=worker).asked
    AskedPartner.objects.filter(pk=asked.pk).update(recorded_by=worker)
    page = client.post(url("asked_link", asked), follow=True)
    assertContains(page, "Mitra ini sudah menjawab.")
    assert AskedPartner.objects.get(pk=asked.pk).token_hash is None


def test_read_is_what_was_answered_and_nothing_else(client, worker, stay):
    question = PlaceQuestionFactory(stay=stay)
    yes, waiting = (AskedPartnerFactory(question=question, state=s) for s in ("yes", "asked"))
    for asked in (yes, waiting, yes):
        client.post(url("asked_read", asked))
        asked.refresh_from_db()
    assert (yes.read_by, waiting.read_by) == (worker, None)
    assert Entry.objects.filter(verb="read_place_answer").count() == 1


# What was said on the telephone


def said(**more):
    return {
        "says": "yes",
        "from_on": days.today().isoformat(),
        "reason": "",
        "said_by": "Pak Nurdin",
        "said_at": f"{days.now().astimezone(days.WITA):%Y-%m-%dT%H:%M}",
        "channel": "telephone",
        "send_key": uuid.uuid4(),
    } | more


@pytest.fixture
def asked(stay):
    return ask(stay, PartnerFactory()).asked.get()


def local(moment):
    return moment.astimezone(days.WITA).strftime("%Y-%m-%dT%H:%M")


def test_staff_write_down_what_was_said_and_the_places_along(client, worker, asked):
    data = said(said_at=local(days.now()), male=3, female=0)
    for _ in range(2):
        client.post(url("asked_answer", asked), data)
    asked.refresh_from_db()
    assert (asked.state, asked.read_by) == ("yes", worker)
    answer = asked.answers.get()
    assert (answer.recorded_by, answer.said_by) == (worker, "Pak Nurdin")
    places = FreePlaces.objects.get()
    assert (places.partner, places.male, places.female) == (asked.partner, 3, 0)
    page = client.get(url("question_detail", asked.question))
    assertContains(page, "Pak Nurdin, telepon")
    propose = reverse("partners:referral_propose", args=[asked.question.stay_id])
    assertContains(page, f"{propose}?partner={asked.partner_id}")
    form = client.get(f"{propose}?partner={asked.partner_id}").content.decode()
    assert re.search(rf'<option value="{asked.partner_id}" selected', form)


@pytest.mark.parametrize(
    ("mistake", "field"),
    [
        ({"from_on": ""}, "from_on"),
        ({"says": "no"}, "from_on"),
        ({"says": "no", "from_on": ""}, "reason"),
        ({"reason": "Penuh"}, "reason"),
        ({"said_by": ""}, "said_by"),
        ({"male": 3}, "female"),
        ({"male": -1, "female": 1}, "male"),
        ({"channel": "link"}, "channel"),
        ({"from_on": "2020-01-01"}, "from_on"),
    ],
)
def test_a_mistake_stands_at_its_field(client, worker, asked, mistake, field):
    page = client.post(url("asked_answer", asked), said(said_at=local(days.now())) | mistake)
    assert field in page.context["form"].errors
    assert not PlaceAnswer.objects.exists()


def test_what_was_said_later_counts_and_undone_what_was_said_before(client, worker, asked):
    client.post(url("asked_answer", asked), said(said_at=local(days.now())))
    no = said(says="no", from_on="", reason="Penuh sejak pagi", said_at=local(days.now()))
    client.post(url("asked_answer", asked), no)
    asked.refresh_from_db()
    assert asked.state == "no"
    page = client.post(url("asked_undo", asked), {"reason": ""})
    assertContains(page, "Tulis alasannya.")
    client.post(url("asked_undo", asked), {"reason": "Salah orang"})
    asked.refresh_from_db()
    assert asked.state == "yes"
    client.post(url("asked_undo", asked), {"reason": "Salah mitra"})
    asked.refresh_from_db()
    assert (asked.state, asked.read_at) == ("asked", None)
    page = client.post(url("asked_undo", asked), {"reason": "Sekali lagi"})
    assertContains(page, "Tidak ada jawaban yang dapat diurungkan.")
    page = client.get(url("question_detail", asked.question))
    assertContains(page, "Diurungkan")
    assertContains(page, "Penuh sejak pagi")


def test_closed_it_asks_nobody_any_more_and_answers_stay(client, worker, stay):
    question = ask(stay, *PartnerFactory.create_batch(2))
    first, second = question.asked.order_by("pk")
    client.post(url("asked_answer", first), said(said_at=local(days.now())))
    assertContains(
        client.post(url("question_close", question), {"reason": ""}), "Tulis alasannya."
    )
    client.post(url("question_close", question), {"reason": "Sudah dapat"})
    states = question.asked.order_by("pk").values_list("state", flat=True)
    assert list(states) == ["yes", "withdrawn"]
    page = client.post(url("question_close", question), {"reason": "Lagi"})
    assertContains(page, "Pertanyaan ini sudah ditutup.")
    page = client.post(url("asked_answer", second), said(said_at=local(days.now())))
    assertContains(page, "Pertanyaan ini sudah ditutup.")


def test_answer_and_close_at_once_end_in_one_truth(transactional_db):
    worker = f.UserFactory(roles=[Role.SOCIAL_WORKER])
    question = ask(f.StayFactory(social_worker=worker), PartnerFactory())
    asked = question.asked.get()
    at_once(
        (worker, url("asked_answer", asked), said(said_at=local(days.now()))),
        (worker, url("question_close", question), {"reason": "Sudah dapat"}),
    )
    asked.refresh_from_db()
    assert (asked.state, asked.answers.count()) in [("yes", 1), ("withdrawn", 0)]


# Who reads it


@pytest.mark.parametrize(
    ("who", "reads"),
    [("worker", True), ("head", True), ("other", False), ("office", None), ("caretaker", None)],
)
def test_those_of_the_case_and_the_head_read_it(client, login, who, reads):
    worker = f.UserFactory(roles=[Role.SOCIAL_WORKER])
    question = ask(f.StayFactory(social_worker=worker), PartnerFactory())
    roles = {"head": Role.HEAD, "office": Role.OFFICE, "caretaker": Role.CARETAKER}
    login(worker if who == "worker" else f.UserFactory(roles=[roles.get(who, Role.SOCIAL_WORKER)]))
    status = client.get(url("question_detail", question)).status_code
    assert status == {True: 200, False: 404, None: 403}[reads]
    if reads is not None:
        rows = client.get(url("question_list")).context["page_obj"].object_list
        assert len(rows) == reads


def test_who_only_asked_is_not_told_of_a_closed_partner(client, login):
    asker = login(Role.SOCIAL_WORKER)
    keeper = f.UserFactory(roles=[Role.SOCIAL_WORKER])
    stay = f.StayFactory(social_worker=keeper)
    question = ask(stay, PartnerFactory(), by=asker)
    closed = PartnerFactory(name="Rumah Tertutup", closes_destination=True)
    actions.ask_others(question, partners=[closed], send_key=uuid.uuid4(), by=keeper)
    page = client.get(url("question_detail", question))
    assertNotContains(page, "Rumah Tertutup")
    assertContains(page, "0 dari 1")
    part = client.get(reverse("cases:stay_referrals", args=[stay.pk]))
    assertContains(part, "1 mitra ditanya")
    row = question.asked.get(partner=closed)
    for name in ["asked_answer", "asked_undo"]:
        assert client.get(url(name, row)).status_code == 404
    assert client.post(url("asked_link", row)).status_code == 404


def test_the_pages_ask_no_more_for_more_rows(client, worker, stay, count_queries):
    question = ask(stay, PartnerContactFactory().partner)
    pages = [url("question_detail", question), url("question_list")]
    few = [count_queries(page) for page in pages]
    for contact in PartnerContactFactory.create_batch(3):
        row = AskedPartnerFactory(question=question, partner=contact.partner, state="yes")
        PlaceAnswerFactory(asked=row)
    assert [count_queries(page) for page in pages] == few
    assert max(few) <= 25


# What the database holds


def test_what_was_asked_and_said_stays_as_it_was():
    answer = PlaceAnswerFactory()
    question, asked = answer.asked.question, answer.asked
    for row, column, value in [
        (question, "sentence", "Lain"),
        (question, "needs", ["work"]),
        (asked, "partner", PartnerFactory()),
        (answer, "said_by", "Orang lain"),
        (answer, "from_on", days.today() + days.ONE_DAY),
    ]:
        with pytest.raises(IntegrityError), transaction.atomic():
            type(row).objects.filter(pk=row.pk).update(**{column: value})
    for row in (answer, asked, question):
        rows = type(row).objects.filter(pk=row.pk)
        rows._raw_delete(rows.db)
        assert rows.exists()


@pytest.mark.parametrize(
    "columns",
    [
        {"from_on": None},
        {"says": "no", "from_on": None, "reason": ""},
        {"reason": "Penuh"},
        {"said_by": ""},
        {"channel": "link"},
        {"recorded_by": None},
        {"undone_at": days.now()},
    ],
)
def test_an_answer_that_says_half_is_refused(columns):
    asked = AskedPartnerFactory(state="yes")
    with pytest.raises(IntegrityError), transaction.atomic():
        PlaceAnswerFactory(asked=asked, **columns)


def test_a_partner_is_asked_once_and_never_comes_back_from_withdrawn():
    asked = AskedPartnerFactory(state="withdrawn")
    with pytest.raises(IntegrityError), transaction.atomic():
        AskedPartnerFactory(question=asked.question, partner=asked.partner)
    with pytest.raises(DatabaseError), transaction.atomic():
        AskedPartner.objects.filter(pk=asked.pk).update(state="yes")


def test_a_question_is_closed_once_with_who_and_why():
    question = PlaceQuestionFactory()
    rows = PlaceQuestion.objects.filter(pk=question.pk)
    with pytest.raises(IntegrityError), transaction.atomic():
        rows.update(closed_at=days.now())
    rows.update(closed_at=days.now(), closed_by=question.recorded_by, closed_why="Dapat")
    with pytest.raises(IntegrityError), transaction.atomic():
        rows.update(closed_at=None, closed_by=None, closed_why="")


def test_whether_a_partner_suits_is_kept_as_it_was_when_it_was_asked(stay):
    old, young = PartnerFactory(min_age=100), PartnerFactory()
    asked = {each.partner: each.was_fit for each in ask(stay, old, young).asked.all()}
    assert asked[old] is False
    assert asked[young] is not None
