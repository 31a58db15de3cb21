import uuid
from datetime import timedelta

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.urls import reverse
from pytest_django.asserts import assertContains, assertNotContains

from cases.patrols.actions import register_patrol
from cases.patrols.models import Patrol
from cases.patrols.public_reports import actions
from cases.patrols.public_reports.models import PublicReport
from rptc import days
from rptc.accounts.permissions import Role
from tests.factories import (
    HotSpotFactory,
    OrderLetterFactory,
    PatrolFactory,
    PublicReportFactory,
    TeamFactory,
    UserFactory,
)

LIST = reverse("cases:public_report_list")
REGISTER = reverse("cases:public_report_register")


def page_of(report, name="detail"):
    return reverse(f"cases:public_report_{name}", args=[report.pk])


def typed(moment):
    return moment.astimezone(days.WITA).strftime("%Y-%m-%dT%H:%M")


def posted(**changes):
    return {
        "send_key": str(uuid.uuid4()),
        "channel": "telephone",
        "received_at": typed(days.now()),
        "place": "Jl. Pettarani",
        "what": "Anak meminta-minta.",
        **changes,
    }


def call(minutes, **where):
    report = PublicReportFactory.build(
        received_at=days.now() - timedelta(minutes=minutes), recorded_by=None, **where
    )
    return actions.register_public_report(report, by=UserFactory())


# -- Writing it down ----------------------------------------------------------------------------


def test_a_call_gets_a_number(client, login):
    login(Role.CARETAKER)
    response = client.post(REGISTER, posted(), follow=True)
    report = PublicReport.objects.get()
    assertContains(response, f"LM-{report.pk:05d} tercatat.")


@pytest.mark.parametrize(
    ("change", "said"),
    [
        ({"place": ""}, "Pilih titik rawan, atau tulis tempatnya."),
        ({"received_at": "2099-01-01T10:00"}, "Waktu ini belum terjadi."),
        ({"what": ""}, "Wajib diisi."),
        ({"channel": ""}, "Pilih salah satu."),
    ],
)
def test_mistakes_are_said(client, login, change, said):
    login(Role.OFFICE)
    assertContains(client.post(REGISTER, posted(**change)), said)
    assert not PublicReport.objects.exists()


def test_sent_twice_is_one_report(client, login):
    login(Role.FIELD)
    twice = posted()
    client.post(REGISTER, twice)
    client.post(REGISTER, twice)
    assert PublicReport.objects.count() == 1
    assert client.post(REGISTER, twice | {"what": "Lain."}).status_code == 409


# -- The reporter -------------------------------------------------------------------------------

SECRET = {"reporter": "KENARI", "reporter_contact": "0800-KENARI"}


def test_the_reporter_is_shown_to_who_wrote_it_down_and_the_head(client, login):
    author = UserFactory(roles=[Role.CARETAKER])
    report = PublicReportFactory(recorded_by=author, **SECRET)
    for who in (author, UserFactory(roles=[Role.HEAD])):
        login(who)
        assertContains(client.get(page_of(report)), "KENARI")
    for role in (Role.FIELD, Role.CARETAKER, Role.SOCIAL_WORKER, Role.OFFICE):
        login(role)
        assertNotContains(client.get(page_of(report)), "KENARI")


def test_and_stands_nowhere_else(client, login, read_pdf):
    letter = OrderLetterFactory()
    patrol = PatrolFactory(order_letter=letter)
    report = PublicReportFactory(patrol=patrol, given_at=days.now(), **SECRET)
    actions.answer_public_report(report, days.today(), "", by=UserFactory())
    report.refresh_from_db()
    assert "KENARI" not in report.answer
    login(Role.HEAD)
    for page in (
        f"{LIST}?show=all",
        reverse("cases:patrol_detail", args=[patrol.pk]),
        reverse("reports:record_history", args=["public-report", report.pk]),
    ):
        assertNotContains(client.get(page), "KENARI")
    for name, pk in [("patrol_report", patrol.pk), ("order_letter_print", letter.pk)]:
        text = read_pdf(client.get(reverse(f"cases:{name}", args=[pk])))
        assert report.number in text
        assert "KENARI" not in text


# -- Same place and hour ------------------------------------------------------------------------


def test_same_place_within_the_hour_is_joined_and_can_be_separated(client, login):
    spot = HotSpotFactory()
    first = call(50, hot_spot=spot, place="")
    second = call(10, hot_spot=spot, place="")
    assert second.joined_to == first
    login(Role.CARETAKER)
    assertContains(client.get(page_of(second)), "Tempat dan jamnya sama")
    assertContains(client.get(page_of(first)), second.number)
    client.post(page_of(second, "separate"))
    second.refresh_from_db()
    assert second.joined_to is None


@pytest.mark.parametrize(
    ("minutes", "place", "is_joined"),
    [(90, "Jl. Veteran", True), (30, "jl. veteran", True), (95, "Jl. Lain", False)],
)
def test_what_is_the_same(db, minutes, place, is_joined):
    first = call(60, place="Jl. Veteran")
    assert (call(minutes, place=place).joined_to == first) == is_joined


def test_two_hours_later_is_another_event(db):
    call(180, place="Jl. Veteran")
    assert call(10, place="Jl. Veteran").joined_to is None


# -- A patrol and an answer ---------------------------------------------------------------------


def test_a_new_patrol_rides_for_it(client, login):
    user = login(Role.FIELD)
    first = call(50, place="Jl. Veteran")
    second = call(40, place="Jl. Veteran")
    register = f"{reverse('cases:patrol_register')}?report={first.pk}"
    assertContains(client.get(page_of(first)), register)
    form = client.get(register).context["form"]
    assert [str(pk) for pk in form["public_reports"].value()] == [str(first.pk)]
    client.post(
        register,
        {
            "send_key": str(uuid.uuid4()),
            "team": TeamFactory().pk,
            "route": "Veteran",
            "officers": [user.pk],
            "started_at": typed(days.now() - timedelta(minutes=1)),
            "public_reports": [first.pk],
        },
    )
    patrol = Patrol.objects.get()
    first.refresh_from_db()
    assert first.patrol == patrol
    detail = client.get(reverse("cases:patrol_detail", args=[patrol.pk]))
    assertContains(detail, f"{first.number}, {second.number}")
    assert PublicReport.objects.get(pk=second.pk).lead.patrol == patrol


def test_or_one_that_is_under_way(client, login):
    user = login(Role.FIELD)
    report, patrol = PublicReportFactory(), PatrolFactory(recorded_by=user)
    client.post(page_of(report, "give"), {"patrol": patrol.pk})
    report.refresh_from_db()
    assert report.patrol == patrol
    again = client.post(page_of(report, "give"), {"patrol": patrol.pk})
    assertContains(again, "sudah diberikan ke patroli")


def test_not_one_of_others_nor_one_that_has_ended(client, login):
    user = login(Role.FIELD)
    report = PublicReportFactory()
    for patrol in (PatrolFactory(), PatrolFactory(recorded_by=user, ended_at=days.now())):
        assertContains(
            client.post(page_of(report, "give"), {"patrol": patrol.pk}),
            "Pilihan ini tidak ada. Pilih dari daftar.",
        )
    with pytest.raises(ValidationError, match="sudah selesai"):
        actions.give_public_report(report, patrol, by=user)


def test_a_patrol_is_not_begun_for_a_report_that_another_took(db):
    report = PublicReportFactory(patrol=PatrolFactory(), given_at=days.now())
    late = PatrolFactory.build(
        team=TeamFactory(), recorded_by=None, started_at=days.now() - timedelta(minutes=1)
    )
    with pytest.raises(ValidationError, match="sudah diberikan"):
        register_patrol(late, [], by=UserFactory(), public_reports=[report])
    assert Patrol.objects.count() == 1


def test_the_answer_holds_a_number_and_a_day(client, login):
    login(Role.CARETAKER)
    report = PublicReportFactory()
    asked = {"handled_on": days.today().isoformat(), "note": "Tiga anak dibawa."}
    response = client.post(page_of(report, "answer"), asked, follow=True)
    report.refresh_from_db()
    said = f"Laporan {report.number} ditangani tanggal {days.today():%d/%m/%Y}."
    assert report.answer == said
    assertContains(response, said)
    early = {"handled_on": "2020-01-01"}
    assertContains(client.post(page_of(report, "answer"), early), "sebelum laporan diterima")


def test_the_time_to_the_patrol_and_its_median(client, login):
    login(Role.HEAD)
    patrol = PatrolFactory(started_at=days.now() - timedelta(minutes=5))
    for minutes in (15, 45, 185):
        PublicReportFactory(
            received_at=patrol.started_at - timedelta(minutes=minutes),
            patrol=patrol,
            given_at=days.now(),
        )
    response = client.get(f"{LIST}?show=all")
    assertContains(response, "3 jam 5 menit")
    assertContains(response, "nilai tengah 45 menit")


def test_each_count_opens_its_rows(client, login):
    login(Role.FIELD)
    PublicReportFactory.create_batch(2)
    PublicReportFactory(patrol=PatrolFactory(), given_at=days.now())
    for number, _, query in client.get(LIST).context["counts"]:
        assert client.get(LIST + query).context["page_obj"].paginator.count == number


def test_the_list_does_not_ask_more_for_more_rows(login, count_queries):
    login(Role.HEAD)
    PublicReportFactory()
    few = count_queries(f"{LIST}?show=all")
    for report in PublicReportFactory.create_batch(4):
        PublicReportFactory(joined_to=report)
    assert count_queries(f"{LIST}?show=all") == few


def test_the_database_holds_it(db):
    for wrong in [
        {"place": ""},
        {"given_at": days.now()},
        {"patrol": PatrolFactory()},
    ]:
        with pytest.raises(IntegrityError), transaction.atomic():
            PublicReportFactory(**wrong)


def test_a_reporter_who_wants_no_name_is_marked_for_who_rides(client, login):
    report = PublicReportFactory(wants_no_name=True)
    login(Role.FIELD)
    assertContains(
        client.get(reverse("cases:public_report_detail", args=[report.pk])), "Minta tidak"
    )
