import datetime

import pytest
from django.urls import reverse
from pytest_django.asserts import assertContains, assertNotContains

from rptc import days
from rptc.accounts.permissions import Role
from tests.factories import (
    HotSpotFactory,
    IntakeFactory,
    PatrolFactory,
    PersonFactory,
    TeamFactory,
    VehicleFactory,
)


def url(patrol):
    return reverse("cases:patrol_detail", args=[patrol.pk])


def test_the_text_for_others_has_counts_and_no_names(client, login):
    user = login(Role.FIELD)
    patrol = PatrolFactory(recorded_by=user)
    IntakeFactory(
        by_patrol=True,
        patrol=patrol,
        person=PersonFactory(name="Rezki Ramadani"),
        recorded_by=user,
    )
    text = client.get(url(patrol)).context["whatsapp_text"]
    assert "Terjaring 1 orang" in text
    assert "Gelandangan dan Pengemis: 1 (L 1, P 0)" in text
    assert patrol.number in text
    assert "Dibawa ke RPTC: 1" in text
    assert "Rezki" not in text
    assert "R." not in text


def test_a_quiet_patrol_ends_as_nihil(client, login):
    patrol = PatrolFactory(recorded_by=login(Role.FIELD))
    spot = HotSpotFactory(name="Pantai Losari")
    assertContains(client.get(url(patrol)), "Selesai, nihil")
    end = reverse("cases:patrol_end", args=[patrol.pk])
    response = client.post(end, {"hot_spots": [spot.pk]}, follow=True)
    patrol.refresh_from_db()
    assert patrol.ended_at is not None
    assertContains(response, "Hasil: nihil.")
    assertContains(response, "Pantai Losari")


def test_ending_twice_is_said_and_does_no_harm(client, login):
    patrol = PatrolFactory(recorded_by=login(Role.FIELD))
    end = reverse("cases:patrol_end", args=[patrol.pk])
    client.post(end)
    ended_at = type(patrol).objects.get().ended_at
    assertContains(client.post(end, follow=True), "Patroli ini sudah selesai.")
    assert type(patrol).objects.get().ended_at == ended_at


def test_names_go_after_a_day_and_counts_stay(client, login):
    user = login(Role.FIELD)
    patrol = PatrolFactory(recorded_by=user, started_at=days.now() - datetime.timedelta(days=2))
    IntakeFactory(
        by_patrol=True,
        patrol=patrol,
        person=PersonFactory(name="Rezki Ramadani"),
        outcome="advised",
        recorded_at=days.now() - datetime.timedelta(hours=25),
    )
    response = client.get(url(patrol))
    assertNotContains(response, "Rezki")
    assert response.context["people"] == 1


def test_the_report_prints_without_names(client, login, read_pdf):
    user = login(Role.FIELD)
    patrol = PatrolFactory(recorded_by=user)
    IntakeFactory(by_patrol=True, patrol=patrol, person=PersonFactory(name="Rezki Ramadani"))
    text = read_pdf(client.get(reverse("cases:patrol_report", args=[patrol.pk])))
    assert "Laporan Hasil Patroli" in text
    assert "Dijangkau 1 orang" in text
    assert "Rezki" not in text


def test_a_quiet_report_prints(client, login, read_pdf):
    patrol = PatrolFactory(recorded_by=login(Role.FIELD))
    text = read_pdf(client.get(reverse("cases:patrol_report", args=[patrol.pk])))
    assert "nihil" in text


def test_the_second_saver_sees_what_was_saved(client, login):
    user = login(Role.FIELD)
    patrol = PatrolFactory(recorded_by=user)
    edit = reverse("cases:patrol_edit", args=[patrol.pk])
    form = client.get(edit).context["form"]
    typed = {
        "shown_version": form["shown_version"].value(),
        "team": patrol.team_id,
        "started_at": patrol.started_at.astimezone(days.WITA).strftime("%Y-%m-%dT%H:%M"),
    }
    client.post(edit, {**typed, "route": "Pertama"})
    response = client.post(edit, {**typed, "route": "Kedua"})
    assertContains(response, "diubah orang lain")
    assertContains(response, "Pertama")
    assertContains(response, 'value="Kedua"')
    again = {**typed, "route": "Kedua", "shown_version": response.context["form"].stored_version}
    client.post(edit, again)
    patrol.refresh_from_db()
    assert patrol.route == "Kedua"


def test_query_count_does_not_grow(client, login, count_queries):
    user = login(Role.FIELD)
    patrol = PatrolFactory(recorded_by=user)
    IntakeFactory(by_patrol=True, patrol=patrol)
    few = count_queries(url(patrol))
    IntakeFactory.create_batch(6, by_patrol=True, patrol=patrol)
    assert count_queries(url(patrol)) == few


# -- The list, and what a patrol is chosen from -------------------------------------------------

LIST = reverse("cases:patrol_list")


def test_an_officer_lists_own_patrols_and_the_head_all(client, login):
    own = PatrolFactory(recorded_by=login(Role.FIELD), route="Adhyaksa")
    IntakeFactory.create_batch(2, by_patrol=True, patrol=own)
    PatrolFactory(route="Abdesir", ended_at=days.now())
    page = client.get(LIST)
    assertContains(page, "Adhyaksa")
    assertNotContains(page, "Abdesir")
    assert [patrol.people for patrol in page.context["page_obj"]] == [2]
    login(Role.HEAD)
    assertContains(client.get(LIST), "Selesai, nihil")


def test_queries_of_the_list_do_not_grow(login, count_queries):
    login(Role.HEAD)
    PatrolFactory()
    few = count_queries(LIST)
    PatrolFactory.create_batch(5)
    assert count_queries(LIST) == few


@pytest.mark.parametrize(
    ("pages", "row", "sent"),
    [
        (["cases:team_list", "cases:team_edit"], TeamFactory, {"name": "Regu Melati"}),
        (["cases:vehicle_list", "cases:vehicle_edit"], VehicleFactory, {"plate": "DD 1 XY"}),
    ],
)
def test_teams_and_vehicles_are_added_and_retired(client, login, pages, row, sent):
    login(Role.OFFICE)
    listed, edit = reverse(pages[0]), reverse(pages[1], args=[row().pk])
    assertContains(client.get(listed), edit)
    added = sent | {"is_active": "on"}
    assertContains(client.post(listed, added, follow=True), "ditambahkan.")
    assertContains(client.post(listed, added), "sudah dipakai.")
    assertContains(client.post(edit, added), "sudah dipakai.")
    assertContains(client.post(edit, dict.fromkeys(sent, "Lama"), follow=True), "tersimpan.")
    assert row._meta.model.objects.filter(is_active=False).count() == 1


def test_the_end_offers_the_points_of_its_rows(client, login):
    user = login(Role.FIELD)
    HotSpotFactory(name="Adhyaksa"), HotSpotFactory(name="Boulevard")
    used = HotSpotFactory(name="Pantai Losari")
    patrol = PatrolFactory(recorded_by=user, route="Boulevard")
    IntakeFactory(by_patrol=True, patrol=patrol, hot_spot=used)
    points = client.get(url(patrol)).context["points"]
    assert points.initial["hot_spots"] == [used.pk]
    names = [spot.name for spot in points.fields["hot_spots"].queryset]
    assert names == ["Pantai Losari", "Boulevard", "Adhyaksa"]


def test_a_day_without_a_patrol_is_seen_by_who_sees_them_all(client, login):
    login(Role.HEAD)
    for ago in (6, 3, 2):
        PatrolFactory(started_at=days.now() - datetime.timedelta(days=ago))
    listed = client.get(reverse("cases:patrol_list"))
    without = [patrol.without and patrol.without[2] for patrol in listed.context["page_obj"]]
    assert without == [1, None, 2]
    assertContains(listed, "Tanpa patroli")
    PatrolFactory(recorded_by=login(Role.FIELD))
    assertNotContains(client.get(reverse("cases:patrol_list")), "Tanpa patroli")


def test_a_patrol_that_is_over_takes_no_picture_of_long_before():
    ended = days.now() - datetime.timedelta(days=3)
    patrol = PatrolFactory.build(started_at=ended - datetime.timedelta(hours=4), ended_at=ended)
    assert patrol.was_under_way(ended - datetime.timedelta(hours=6))
    assert not patrol.was_under_way(ended - datetime.timedelta(days=2))
    assert not patrol.was_under_way(days.now())


def test_the_list_is_narrowed_by_month_and_team(client, login):
    login(Role.HEAD)
    start = days.at(datetime.date(2026, 3, 31), datetime.time(23, 30))
    march = PatrolFactory(team=TeamFactory(name="Regu Lama"), started_at=start)
    april = PatrolFactory(started_at=start + days.ONE_HOUR)
    listed = client.get(LIST, {"month": "2026-03"})
    assert [patrol.pk for patrol in listed.context["page_obj"]] == [march.pk]
    assertNotContains(listed, "Tanpa patroli")
    listed = client.get(LIST, {"month": "2026-04"})
    assert [patrol.pk for patrol in listed.context["page_obj"]] == [april.pk]
    listed = client.get(LIST, {"team": march.team_id})
    assert [patrol.pk for patrol in listed.context["page_obj"]] == [march.pk]
    assertContains(client.get(LIST, {"month": "2025-01"}), "Tidak ada yang cocok")


def test_no_last_patrol_is_spoken_of_where_there_was_none(client, login):
    user, as_before = login(Role.FIELD), "Terisi seperti patroli terakhir."
    assertNotContains(client.get(reverse("reports:today")), as_before)
    PatrolFactory(recorded_by=user, ended_at=days.now())
    assertContains(client.get(reverse("reports:today")), as_before)
