import datetime
import uuid

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.urls import reverse
from pytest_django.asserts import assertContains, assertNotContains, assertRedirects

from cases.intakes.catches import catches_of
from cases.intakes.contests import actions
from cases.intakes.contests.models import Contest
from cases.intakes.models import Intake
from rptc import days
from rptc.accounts.permissions import Role
from tests.factories import (
    ContestFactory,
    IntakeFactory,
    PersonFactory,
    StayFactory,
    UserFactory,
    classification,
)

LIST = reverse("cases:contest_list")


def url(intake):
    return reverse("cases:contest_raise", args=[intake.pk])


def detail(intake):
    return reverse("cases:intake_detail", args=[intake.pk])


def posted(**changes):
    return {
        "send_key": str(uuid.uuid4()),
        "said_by": "Klien sendiri",
        "reason": "Hari itu saya di Gowa.",
        **changes,
    }


@pytest.fixture
def intake(db):
    return IntakeFactory(by_patrol=True, certainty="confirmed")


def test_a_contest_takes_the_intake_out_of_what_is_printed(client, login, intake):
    login(Role.SOCIAL_WORKER)
    assert Intake.objects.certain().get() == intake
    client.post(url(intake), posted())
    assert not Intake.objects.certain().exists()
    page = client.get(detail(intake))
    assertContains(page, "Sedang diperiksa")
    assertContains(page, "0 pasti, 1 sedang diperiksa.")
    assertContains(client.post(url(intake), posted()), "sudah dicatat dan sedang diperiksa")


@pytest.mark.parametrize("field", ["said_by", "reason"])
def test_who_said_what_is_needed(client, login, intake, field):
    login(Role.SOCIAL_WORKER)
    assertContains(client.post(url(intake), posted(**{field: ""})), "Wajib diisi.")
    assert not Contest.objects.exists()


def test_sent_twice_is_one_contest(client, login, intake):
    login(Role.SOCIAL_WORKER)
    twice = posted()
    client.post(url(intake), twice)
    client.post(url(intake), twice)
    assert Contest.objects.count() == 1


def test_the_head_upholds_and_a_social_worker_moves_the_intake(client, login, intake):
    contest, person = ContestFactory(intake=intake), intake.person
    login(Role.HEAD)
    page = reverse("cases:contest_decide", args=[contest.pk])
    assertContains(client.get(reverse("reports:approvals")), page)
    assertContains(
        client.post(page, {"decision": "approve", "note": ""}), "Tulis alasan keputusan."
    )
    client.post(page, {"decision": "approve", "note": "Surat dari RS Gowa."})
    intake.refresh_from_db()
    assert intake.certainty == "claimed"
    assertContains(client.get(detail(intake)), "Keberatan dibenarkan")

    login(Role.SOCIAL_WORKER)
    figures = client.get(reverse("reports:today")).context["figures"]
    waiting = next(f for f in figures if f.label.startswith("Keberatan"))
    assert waiting.number == client.get(waiting.url).context["page_obj"].paginator.count == 1
    move = reverse("cases:contest_move", args=[contest.pk])
    assertRedirects(client.post(move), LIST)
    intake.refresh_from_db()
    assert intake.person != person
    assert (intake.person.name, intake.person.sex) == ("", person.sex)
    assert catches_of(person, UserFactory()).times == 0
    assertContains(client.post(move, follow=True), "sudah diperbaiki")


def test_settling_anew_corrects_as_well(client, login, intake):
    contest = ContestFactory(intake=intake, upheld=True)
    login(Role.SOCIAL_WORKER)
    settle = reverse("cases:intake_settle", args=[intake.pk])
    client.post(settle, {"classification": classification().pk, "certainty": "probable"})
    contest.refresh_from_db()
    assert contest.corrected_at
    assert not Contest.objects.to_be_corrected().exists()


def test_an_intake_that_carries_a_stay_is_not_moved(db):
    contest = ContestFactory(intake=StayFactory().intake, upheld=True)
    with pytest.raises(ValidationError, match="membawa masa pembinaan"):
        actions.move_to_nobody(contest, by=UserFactory())


def test_a_rejected_contest_changes_nothing_and_another_may_follow(intake):
    first = ContestFactory(intake=intake)
    actions.decide_contest(first, approve=False, note="Ada foto.", by=UserFactory())
    assert Intake.objects.certain().get() == intake
    with pytest.raises(ValidationError, match="tidak terbukti"):
        actions.decide_contest(first, approve=True, note="Lagi", by=UserFactory())
    ContestFactory(intake=intake)


def test_the_database_holds_it(intake):
    by = UserFactory()
    for wrong in [
        {"recorded_by": by, "decided_by": by},
        {"state": "upheld"},
        {"corrected_at": days.now()},
    ]:
        with pytest.raises(IntegrityError), transaction.atomic():
            ContestFactory(intake=intake, **wrong)


# -- How often ----------------------------------------------------------------------------------


def test_every_catch_has_its_day_its_patrol_and_its_certainty(client, login):
    login(Role.SOCIAL_WORKER)
    person = PersonFactory()
    for month in (2, 5, 8):
        IntakeFactory(
            by_patrol=True, person=person, met_on=datetime.date(2026, month, 1), place="Fly Over"
        )
    for page in (
        reverse("cases:person_timeline", args=[person.pk]),
        detail(person.intakes.first()),
        f"{reverse('cases:intake_register')}?person={person.pk}",
    ):
        response = client.get(page)
        assertContains(response, "3 kali")
        for intake in person.intakes.all():
            assertContains(response, f"{intake.met_on:%d/%m/%Y}")
            assertContains(response, str(intake.patrol))


def test_trc_reads_how_often_and_when_last_only(client, login):
    user = login(Role.FIELD)
    person = PersonFactory()
    now = IntakeFactory(by_patrol=True, person=person, recorded_by=user)
    IntakeFactory(person=person, met_on=datetime.date(2026, 2, 1), place="KENARI")
    ContestFactory(intake=now)
    response = client.get(detail(now))
    assertContains(response, "2 kali")
    assertContains(response, f"Terakhir {now.met_on:%d/%m/%Y}.")
    for hidden in ("KENARI", "01/02/2026", "Sedang diperiksa", "menyangkal"):
        assertNotContains(response, hidden)


def test_the_list_does_not_ask_more_for_more_rows(client, login, count_queries):
    login(Role.HEAD)
    ContestFactory()
    few = count_queries(LIST)
    ContestFactory.create_batch(5)
    assert count_queries(LIST) == few
