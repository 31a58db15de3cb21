import datetime
import uuid

import pytest
from django.urls import reverse
from pytest_django.asserts import assertContains, assertNotContains

from cases.arrivals.actions import confirm_arrival
from cases.exits.models import Exit
from cases.stays.models import Stay, StayReturn
from rptc import days
from rptc.accounts.permissions import Role
from tests.factories import (
    IntakeFactory,
    PatrolFactory,
    PersonFactory,
    StayFactory,
    UserFactory,
)

URL = reverse("cases:stay_arrivals")
HOUR = datetime.timedelta(hours=1)


def typed(moment):
    return moment.astimezone(days.WITA).strftime("%Y-%m-%dT%H:%M")


def posted(*arrived, at=None, **changes):
    fields = {"send_key": str(uuid.uuid4()), "at": typed(at or days.now())}
    return fields | {f"{intake.pk}-arrived": "on" for intake in arrived} | changes


def test_all_but_one_arrive(client, login):
    login(Role.CARETAKER)
    came, also, stayed_away = IntakeFactory.create_batch(3)
    response = client.post(URL, posted(came, also), follow=True)
    assertContains(response, "2 orang diterima.")
    assert {stay.intake for stay in Stay.objects.all()} == {came, also}
    assert stayed_away in client.get(URL).context["rows"][0].intake.__class__.objects.on_the_way()


def test_the_rule_of_the_day_gives_the_last_day(client, login):
    worker = UserFactory(roles=[Role.SOCIAL_WORKER])
    login(Role.CARETAKER)
    client.post(URL, posted(IntakeFactory(), social_worker=str(worker.pk)))
    stay = Stay.objects.get()
    assert stay.last_on == days.today() + datetime.timedelta(days=6)
    assert (stay.day(), stay.length, stay.social_worker) == (1, 7, worker)


def test_at_the_door_nobody_is_given_a_closed_file_that_they_do_not_read(client, login):
    """Whoever confirms an arrival chooses whose case it is: that opens nothing that was closed."""
    me, writer = login(Role.SOCIAL_WORKER), UserFactory(roles=[Role.SOCIAL_WORKER])
    closed = IntakeFactory(person__is_sealed=True, person__recorded_by=writer)
    confirm_arrival(closed, at=days.now(), by=me, social_worker=me, send_key=uuid.uuid4())
    stay = Stay.objects.get()
    assert stay.social_worker is None
    assert not Stay.objects.visible_to(me).exists()
    of_theirs = IntakeFactory(person__is_sealed=True, person__recorded_by=writer)
    confirm_arrival(of_theirs, at=days.now(), by=me, social_worker=writer, send_key=uuid.uuid4())
    assert Stay.objects.get(intake=of_theirs).social_worker == writer


def test_half_past_one_at_night_is_the_new_day(client, login, time_machine_at):
    time_machine_at(days.at(datetime.date(2026, 3, 1), datetime.time(1, 45)))
    login(Role.CARETAKER)
    intake = IntakeFactory(met_on=datetime.date(2026, 2, 28))
    at = days.at(datetime.date(2026, 3, 1), datetime.time(1, 30))
    client.post(URL, posted(intake, at=at))
    assert Stay.objects.get().entered_on == datetime.date(2026, 3, 1)


def test_nobody_ticked_is_said(client, login):
    login(Role.CARETAKER)
    IntakeFactory()
    assertContains(client.post(URL, posted()), "Centang siapa yang sudah tiba.")


def test_the_future_and_before_the_catch_are_refused(client, login):
    login(Role.CARETAKER)
    intake = IntakeFactory(met_at=days.now() - HOUR, met_on=days.day_of(days.now() - HOUR))
    assertContains(client.post(URL, posted(intake, at=days.now() + HOUR)), "belum terjadi")
    response = client.post(URL, posted(intake, at=days.now() - 3 * HOUR))
    assertContains(response, "sebelum terjaring")
    assert not Stay.objects.exists()


def test_the_same_form_twice_is_one_stay_and_says_so(client, login):
    login(Role.CARETAKER)
    form = posted(IntakeFactory())
    client.post(URL, form)
    assertContains(client.post(URL, form, follow=True), "Kedatangan ini sudah tersimpan.")
    assert Stay.objects.count() == 1


def test_somebody_still_on_the_books_is_asked_about(client, login):
    login(Role.CARETAKER)
    old = StayFactory(days_ago=3)
    again = IntakeFactory(person=old.person)
    response = client.post(URL, posted(again))
    assertContains(response, "Pilih salah satu.")
    # Said where the page opens: the row may be far below.
    assertContains(response, f'<a href="#id_{again.pk}-arrived">{old.person}</a>')
    assert Stay.objects.count() == 1


def test_came_back_goes_on_with_the_same_stay(client, login):
    login(Role.CARETAKER)
    old = StayFactory(days_ago=3)
    again = IntakeFactory(person=old.person)
    seen = typed(days.now() - datetime.timedelta(days=1))
    answers = {f"{again.pk}-again": "came_back", f"{again.pk}-not_seen_since": seen}
    client.post(URL, posted(again, **answers))
    assert StayReturn.objects.get().stay == old
    assert Stay.objects.get().is_open
    assertNotContains(client.get(URL), f'name="{again.pk}-arrived"')


def test_ran_away_closes_the_old_stay_and_begins_a_new_one(client, login):
    login(Role.CARETAKER)
    old = StayFactory(days_ago=3)
    again = IntakeFactory(person=old.person)
    seen = days.now() - datetime.timedelta(days=1)
    answers = {f"{again.pk}-again": "ran_away", f"{again.pk}-not_seen_since": typed(seen)}
    client.post(URL, posted(again, **answers))
    old.refresh_from_db()
    assert typed(old.ended_at) == typed(seen)
    left = Exit.objects.get()
    assert left.kind.code == "melarikan-diri"
    assert left.must_be_known
    assert Stay.objects.open().get().intake == again


def test_who_cannot_be_true_about_when_they_were_last_seen_is_refused(client, login):
    login(Role.CARETAKER)
    old = StayFactory(days_ago=1)
    again = IntakeFactory(person=old.person)
    seen = typed(days.now() - datetime.timedelta(days=5))
    answers = {f"{again.pk}-again": "ran_away", f"{again.pk}-not_seen_since": seen}
    assertContains(client.post(URL, posted(again, **answers)), "Terakhir terlihat harus sesudah")
    assert Stay.objects.open().get() == old


def test_the_advised_are_not_on_the_way(client, login):
    login(Role.CARETAKER)
    IntakeFactory(outcome="advised", person=PersonFactory(name="Hamzah"))
    assertNotContains(client.get(URL), "Hamzah")


def test_query_count_does_not_grow(login, count_queries):
    login(Role.CARETAKER)
    IntakeFactory(by_patrol=True)
    few = count_queries(URL)
    IntakeFactory.create_batch(8, by_patrol=True)
    assert count_queries(URL) == few


# Who stands at the door


def tonight(hours=1, **patrol):
    return PatrolFactory(started_at=days.now() - hours * HOUR, **patrol)


def brought_by(patrol, number=1):
    return IntakeFactory.create_batch(number, by_patrol=True, patrol=patrol)


def ticked(page):
    return {row.intake for row in page.context["rows"] if row["arrived"].value()}


@pytest.fixture
def at_one(login, time_machine_at):
    """01.10 at night; the night began at noon."""
    time_machine_at(days.at(datetime.date(2026, 11, 27), datetime.time(1, 10)))
    return login(Role.CARETAKER)


def test_only_the_patrol_that_stands_at_the_door_is_ticked(client, at_one):
    came = brought_by(tonight(3, ended_at=days.now()), 2)
    brought_by(tonight(2))
    brought_by(PatrolFactory(started_at=days.now() - 26 * HOUR, ended_at=days.now()))
    page = client.get(URL)
    assert ticked(page) == set(came)
    for name in ("here", "on_the_road", "of_other_nights"):
        assert len(page.context[name]) == 1


def test_the_only_patrol_of_the_night_is_at_the_door_before_it_has_ended(client, at_one):
    came = brought_by(tonight(2), 2)
    assert ticked(client.get(URL)) == set(came)


def test_of_two_that_are_out_nobody_is_ticked_until_one_is_named(client, at_one):
    one, other = tonight(2), tonight(1)
    came, _ = brought_by(one, 2), brought_by(other)
    assert ticked(client.get(URL)) == set()
    assertContains(client.get(URL), f"{one.team} sudah di pintu")
    assert ticked(client.get(f"{URL}?patrol={one.pk}")) == set(came)


def test_a_patrol_of_a_month_ago_is_asked_about_and_never_ticked(client, at_one):
    patrol = PatrolFactory(started_at=days.now() - datetime.timedelta(days=28))
    (lost,) = brought_by(patrol)
    for address in (URL, f"{URL}?patrol={patrol.pk}"):
        page = client.get(address)
        assert ticked(page) == set()
        assertContains(page, "masih di jalan?")
        assertContains(page, "1 orang, 28 hari")
        assertContains(page, reverse("cases:intake_outcome", args=[lost.pk]))


def test_a_patrol_of_the_morning_is_none_of_another_night(client, login, time_machine_at):
    time_machine_at(days.at(datetime.date(2026, 11, 27), datetime.time(12, 40)))
    login(Role.CARETAKER)
    came = brought_by(tonight(2, ended_at=days.now()))
    page = client.get(URL)
    assert ticked(page) == set(came)
    assertContains(page, "hari ini")


def test_by_another_door_whom_the_reader_has_typed_is_ticked(client, at_one):
    mine = IntakeFactory(recorded_by=at_one)
    other = IntakeFactory()
    assert ticked(client.get(URL)) == {mine}
    assert ticked(client.get(f"{URL}?intake={other.pk}")) == {mine, other}


def test_somebody_still_on_the_books_is_not_ticked(client, at_one):
    patrol = tonight()
    came, again = brought_by(patrol)[0], StayFactory(days_ago=3)
    IntakeFactory(by_patrol=True, patrol=patrol, person=again.person)
    assert ticked(client.get(URL)) == {came}


def test_who_did_not_get_off_says_where_to(client, at_one):
    came, ill, later = brought_by(tonight(), 3)
    page = client.post(URL, posted(came, **{f"{ill.pk}-instead": "hospital"}), follow=True)
    assertContains(page, "1 orang diterima. 1 orang dicatat tidak tiba.")
    for intake in (ill, later):
        intake.refresh_from_db()
    assert (ill.outcome, later.outcome) == ("hospital", "brought")
    assert ill.outcome_reason == "Tidak turun di RPTC: rumah sakit."
    assert ticked(client.get(URL)) == {later}


def test_who_is_ticked_has_come_whatever_was_said_before(client, at_one):
    (came,) = brought_by(tonight())
    client.post(URL, posted(came, **{f"{came.pk}-instead": "refused"}))
    assert Stay.objects.get().intake == came


def test_nobody_came_and_one_ran_away_is_a_save(client, at_one):
    (fled,) = brought_by(tonight())
    page = client.post(URL, posted(**{f"{fled.pk}-instead": "refused"}), follow=True)
    assertContains(page, "1 orang dicatat tidak tiba.")
    assert not Stay.objects.exists()


def test_a_row_that_was_refused_keeps_its_place_and_its_reason(client, at_one):
    came, other = brought_by(tonight(), 2)
    early = {f"{other.pk}-bag": "on"}
    page = client.post(URL, posted(came, **early))
    assertContains(page, "Centang juga bahwa orangnya sudah tiba.")
    assert ticked(page) == {came}
