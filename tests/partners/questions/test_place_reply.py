"""The page that opens by a link, without a login (docs/rules.md, Questions for a place)."""

import datetime
import gzip
import re
import uuid
from pathlib import Path

import bootstrap_wrapper
import pytest
from django.conf import settings
from django.test import Client
from django.urls import reverse
from pytest_django.asserts import assertContains, assertNotContains

from partners.directory.models import FreePlaces
from partners.questions import actions
from partners.questions.models import AskedPartner, PlaceAnswer, PlaceQuestion
from rptc import days
from rptc.accounts.permissions import Role
from rptc.audit.models import Entry
from tests import factories as f
from tests.factories.partners import PartnerContactFactory, PartnerFactory

pytestmark = pytest.mark.django_db


def page_of(token):
    return reverse("partners:place_reply", args=[token])


def asked_by_link(contact=None, **partner):
    """(who is asked, the link) of somebody with a name that must not be said."""
    worker = f.UserFactory(roles=[Role.SOCIAL_WORKER], full_name="Rahmawati Basir")
    stay = f.StayFactory(social_worker=worker, intake__person__name="Zulkarnain Ma'rang")
    partner = contact.partner if contact else PartnerFactory(**partner)
    question = PlaceQuestion(stay=stay, needs=["boarding"], from_on=days.today())
    asked = actions.ask_places(question, partners=[partner], by=worker).asked.get()
    return asked, actions.send_link(asked, contact=contact, by=worker)


def said(say="yes:", **more):
    say = f"yes:{days.today().isoformat()}" if say == "yes:" else say
    return {"say": say, "who": "", "said_by": "Ibu Marwah", "send_key": uuid.uuid4()} | more


def test_it_shows_the_question_and_nobody(client):
    asked, token = asked_by_link(PartnerContactFactory(name="H. Anwar"))
    page = client.get(page_of(token))
    assertContains(page, asked.question.sentence)
    for words in [asked.partner.name, "Rahmawati Basir", "H. Anwar"]:
        assertContains(page, words)
    text = page.content.decode()
    for secret in ["Zulkarnain", asked.question.stay.person.file_number]:
        assert secret not in text
    assert page["X-Robots-Tag"] == "noindex, nofollow"
    assert page["Referrer-Policy"] == "same-origin"
    assert "no-store" in page["Cache-Control"]


def test_a_closed_partner_is_named_nowhere(client):
    contact = PartnerContactFactory(
        name="H. Anwar", partner__name="Rumah Tertutup", partner__closes_destination=True
    )
    asked, token = asked_by_link(contact)
    page = client.get(page_of(token))
    for secret in ["Rumah Tertutup", "H. Anwar"]:
        assertNotContains(page, secret)
    page = client.post(page_of(token), said())
    assertNotContains(page, "Rumah Tertutup")
    assert asked.answers.get().said_by == "Ibu Marwah"


@pytest.mark.parametrize(
    ("sent", "state", "columns"),
    [
        (said(), "yes", {"from_on": "today"}),
        (said("yes:lain", other_day="tomorrow"), "yes", {"from_on": "tomorrow"}),
        (said("no:Penuh"), "no", {"reason": "Penuh"}),
        (said("no:lain", other_reason="Renovasi"), "no", {"reason": "Renovasi"}),
        (said("call_first"), "call_first", {}),
    ],
)
def test_each_answer_is_kept_with_who_gave_it(client, sent, state, columns):
    asked, token = asked_by_link()
    day = {"today": days.today(), "tomorrow": days.today() + days.ONE_DAY}
    if "other_day" in sent:
        sent = sent | {"other_day": day[sent["other_day"]].isoformat()}
    assertContains(client.post(page_of(token), sent), "Terima kasih, Ibu Marwah")
    asked.refresh_from_db()
    answer = asked.answers.get()
    assert (asked.state, answer.says, asked.read_at) == (state, state, None)
    assert (answer.recorded_by, answer.channel, answer.said_by) == (None, "link", "Ibu Marwah")
    for column, value in columns.items():
        assert getattr(answer, column) == day.get(value, value)
    entry = Entry.objects.get(verb="answered_place")
    assert (entry.actor, entry.person_id) == (None, asked.question.stay.person_id)


@pytest.mark.parametrize(
    ("mistake", "told"),
    [
        ({"say": ""}, "Pilih salah satu jawaban."),
        ({"say": "mungkin"}, "Pilih salah satu jawaban."),
        ({"said_by": " "}, "Tulis nama Anda"),
        ({"say": "no:lain"}, "Tulis sebabnya."),
        ({"say": "yes:lain"}, "Pilih tanggalnya."),
        ({"say": "yes:kapan"}, "Pilih tanggalnya."),
        ({"say": "yes:2020-01-01"}, "Pilih hari ini atau sesudahnya."),
        ({"say": "yes:lain", "other_day": "2090-01-01"}, "Paling jauh setengah tahun"),
        ({"who": "99999999", "said_by": ""}, "Tulis nama Anda"),
    ],
)
def test_a_mistake_is_said_and_the_link_lives_on(client, mistake, told):
    asked, token = asked_by_link()
    page = client.post(page_of(token), said() | mistake)
    assertContains(page, told)
    assert not PlaceAnswer.objects.exists()
    assertContains(client.post(page_of(token), said()), "Terima kasih")


def test_one_of_those_who_work_there_answers(client):
    contact = PartnerContactFactory(name="H. Anwar")
    other = PartnerContactFactory(name="Orang mitra lain")
    asked, token = asked_by_link(contact)
    assertNotContains(client.get(page_of(token)), other.name)
    client.post(page_of(token), said(who=contact.pk, said_by=""))
    assert asked.answers.get().said_by == "H. Anwar"


def test_a_second_tap_reads_that_it_has_arrived(client):
    asked, token = asked_by_link()
    data = said()
    for _ in range(2):
        assertContains(client.post(page_of(token), data), "Terima kasih, Ibu Marwah")
    assert asked.answers.count() == 1


def test_places_come_along_once(client):
    asked, token = asked_by_link()
    data = said()
    client.post(page_of(token), data)
    places = {"send_key": data["send_key"], "male": 3, "female": ""}
    assertContains(client.post(page_of(token), places), "id_female")
    assert not FreePlaces.objects.exists()
    for _ in range(2):
        page = client.post(page_of(token), places | {"female": 2})
        assertContains(page, "3 laki-laki, 2 perempuan")
    told = FreePlaces.objects.get()
    assert (told.partner, told.said_by) == (asked.partner, "Ibu Marwah")


# Unknown, spent, withdrawn, too old: one and the same


def ended(how, asked, time_machine_at):
    worker = asked.question.recorded_by
    if how == "spent":
        answer = PlaceAnswer(asked=asked, says="call_first", said_by="Ibu", channel="telephone")
        actions.give_answer(answer, by=worker)
    elif how == "undone":
        ended("spent", asked, time_machine_at)
        actions.undo_answer(asked, reason="Salah orang", by=worker)
    elif how == "withdrawn":
        actions.close_question(asked.question, reason="Dapat", by=worker)
    elif how == "too old":
        AskedPartner.objects.filter(pk=asked.pk).update(expires_at=days.now())
    elif how == "no partner any more":
        asked.partner.is_active = False
        asked.partner.save()


@pytest.mark.parametrize("method", ["get", "post"])
@pytest.mark.parametrize("how", ["spent", "undone", "withdrawn", "too old", "no partner any more"])
def test_a_link_that_is_over_answers_as_an_unknown_one(client, method, how, time_machine_at):
    unknown = getattr(client, method)(page_of("no-such-link"), said())
    asked, token = asked_by_link()
    ended(how, asked, time_machine_at)
    before = asked.answers.count()
    over = getattr(client, method)(page_of(token), said())
    assert (over.status_code, over.content) == (unknown.status_code, unknown.content)
    assert unknown.status_code == 404
    assertContains(over, "telepon RPTC Makassar", status_code=404)
    assert asked.answers.count() == before


def test_of_who_has_left_the_link_is_over(client):
    asked, token = asked_by_link()
    asked.question.stay.ended_at = days.now()
    asked.question.stay.save()
    assert client.get(page_of(token)).status_code == 404


def test_an_hour_later_the_same_page_says_nothing_any_more(client, time_machine_at):
    _, token = asked_by_link()
    data = said()
    client.post(page_of(token), data)
    time_machine_at(days.now() + datetime.timedelta(hours=1, minutes=1))
    assert client.post(page_of(token), data).status_code == 404


def test_whoever_guesses_is_slowed_down(client):
    _, token = asked_by_link()
    answers = [client.get(page_of(f"guess-{number}")).status_code for number in range(21)]
    assert answers == [404] * 20 + [429]
    assert client.get(page_of(token)).status_code == 429
    elsewhere = client.get(page_of(token), REMOTE_ADDR="192.0.2.7")
    assert elsewhere.status_code == 200


def test_a_form_from_elsewhere_is_refused():
    _, token = asked_by_link()
    strict = Client(enforce_csrf_checks=True)
    assert strict.post(page_of(token), said()).status_code == 403
    strict.get(page_of(token))
    data = said(csrfmiddlewaretoken=strict.cookies["csrftoken"].value)
    assert strict.post(page_of(token), data).status_code == 200


def test_the_page_with_its_styles_is_small_enough_for_a_phone(client):
    _, token = asked_by_link()
    page = client.get(page_of(token)).content
    sheets = set(re.findall(rb'href="[^"]+/([\w.-]+?)(?:\.[0-9a-f]{12})?\.css"', page))
    assert sheets == {b"bootstrap.min", b"theme"}
    theme = Path(settings.BASE_DIR, "static/css/theme.css").read_bytes()
    bootstrap = next(Path(bootstrap_wrapper.get_bootstrap_dir()).rglob("bootstrap.min.css"))
    sent = [page, theme, bootstrap.read_bytes()]
    assert sum(len(gzip.compress(each)) for each in sent) <= 60_000
    # No script, and not the font of the headings.
    assert b"<script" not in page
    assert b'class="rp-link"' in page
