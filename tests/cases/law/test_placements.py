"""Titipan (R44): somebody is placed here by a letter until an hour; a new letter follows it, and
the head is told a day before it ends."""

import datetime
import uuid

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import DatabaseError, IntegrityError, transaction
from django.urls import reverse
from pytest_django.asserts import assertContains, assertNotContains, assertRedirects

from cases.law.placements.models import Placement, PlacementLimit, PlacementScan
from rptc import days
from rptc.accounts.permissions import Role
from rptc.waiting import about, count_for
from tests import factories as f
from tests import pictures

pytestmark = pytest.mark.django_db
LIST = reverse("cases:placement_list")


def clock(moment):
    return moment.astimezone(days.WITA).strftime("%Y-%m-%dT%H:%M")


def register(stay):
    return reverse("cases:placement_register", args=[stay.pk])


def page(name, row):
    return reverse(f"cases:placement_{name}", args=[row.pk])


def typed(**changes):
    return {
        "send_key": str(uuid.uuid4()),
        "ordered_by": "police",
        "office": "Polsek Ma'rang",
        "letter_number": "B/12/XI/2026",
        "letter_on": f"{days.today()}",
        "begins_at": clock(days.now()),
        "ends_at": clock(days.now() + 2 * days.ONE_DAY),
        "limit": "",
    } | changes


def waits(user):
    return {
        kind.key: number for kind, number in count_for(user) if kind.key.startswith("placement")
    }


def test_a_letter_is_written_down_and_counts_down(client, login):
    login(Role.SOCIAL_WORKER)
    stay = f.StayFactory()
    response = client.post(register(stay), typed())
    row = Placement.objects.get()
    assertRedirects(response, page("detail", row))
    shown = client.get(page("detail", row))
    assertContains(shown, "Sisa 47 jam")
    assertContains(shown, "Polsek Ma&#x27;rang")


def test_the_same_form_twice_is_one_letter_and_a_second_of_a_stay_is_refused(client, login):
    login(Role.SOCIAL_WORKER)
    stay, data = f.StayFactory(), typed()
    for _ in range(2):
        assert client.post(register(stay), data).status_code == 302
    assert Placement.objects.count() == 1
    assertContains(client.post(register(stay), typed()), "Klien ini sudah dititipkan")


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        ({"ordered_by": ""}, "Pilih siapa yang menitipkan."),
        ({"office": ""}, "Tulis kantornya."),
        ({"letter_number": ""}, "Tulis nomor suratnya."),
        ({"ends_at": ""}, "Tulis sampai kapan."),
        ({"ends_at": "2020-01-01T08:00"}, "Berakhir sesudah mulai."),
        ({"letter_on": "2031-01-01"}, "Tanggal ini belum terjadi."),
    ],
)
def test_a_mistake_is_said(client, login, changes, said):
    login(Role.SOCIAL_WORKER)
    assertContains(client.post(register(f.StayFactory()), typed(**changes)), said)
    assert not Placement.objects.exists()


def test_who_has_left_is_placed_no_more(client, login):
    login(Role.SOCIAL_WORKER)
    left = f.StayFactory(ended=True, days_ago=3)
    assertContains(client.post(register(left), typed()), "Klien ini sudah keluar.")
    row = f.PlacementFactory(stay=left, over=True)
    data = typed(ends_at=clock(days.now() + 9 * days.ONE_DAY))
    assertContains(client.post(page("renew", row), data), "Klien ini sudah keluar.")
    assert not Placement.objects.standing().exists()


def test_longer_than_the_limit_is_a_warning_and_is_saved(client, login):
    login(Role.SOCIAL_WORKER)
    limit = PlacementLimit.objects.get(hours=24)
    response = client.post(register(f.StayFactory()), typed(limit=limit.pk), follow=True)
    assertContains(response, "Lebih lama dari 24 jam (Penangkapan)")
    assertContains(response, "belum dikonfirmasi")
    assert Placement.objects.exists()


def test_a_new_letter_follows_the_old_one_once(client, login):
    worker = login(Role.SOCIAL_WORKER)
    old = f.PlacementFactory(over=True)
    assert waits(worker)["placement-over"] == 1
    early = typed(begins_at=clock(old.begins_at), ends_at=clock(old.ends_at - days.ONE_HOUR))
    assertContains(client.post(page("renew", old), early), "Surat baru berakhir sesudah yang lama")
    data = typed(letter_number="B/13/XI/2026", ordered_by="prosecutor")
    response = client.post(page("renew", old), data)
    new = Placement.objects.get(follows=old)
    assertRedirects(response, page("detail", new))
    assert waits(worker)["placement-over"] == 0
    again = typed(ends_at=clock(days.now() + 9 * days.ONE_DAY))
    assertContains(client.post(page("renew", old), again), "sudah dilanjutkan dengan surat baru")
    assertContains(client.get(page("detail", old)), "B/13/XI/2026")


def test_a_slip_is_put_right_and_stays_in_the_history(client, login):
    login(Role.SOCIAL_WORKER)
    row = f.PlacementFactory()
    data = typed(letter_number="B/99/XI/2026", shown_version=row.version)
    assertRedirects(client.post(page("edit", row), data), page("detail", row))
    row.refresh_from_db()
    assert (row.letter_number, row.history.count()) == ("B/99/XI/2026", 2)
    late = typed(letter_number="B/1/XI/2026", shown_version=row.version - 1)
    assertContains(client.post(page("edit", row), late), "diubah orang lain")


def test_longer_is_a_new_letter_and_a_slip_within_the_day_is_none(client, login):
    login(Role.SOCIAL_WORKER)
    noon = days.at(days.today() + 5 * days.ONE_DAY, datetime.time(12))
    row = f.PlacementFactory(ends_at=noon)
    longer = typed(ends_at=clock(noon + days.ONE_DAY), shown_version=row.version)
    assertContains(client.post(page("edit", row), longer), "Catat surat baru.")
    slip = longer | {"ends_at": clock(noon + days.ONE_HOUR)}
    assertRedirects(client.post(page("edit", row), slip), page("detail", row))
    row.refresh_from_db()
    assert row.ends_at == noon + days.ONE_HOUR


def test_a_letter_cannot_be_mended_past_the_next_one(client, login):
    login(Role.SOCIAL_WORKER)
    noon = days.at(days.today() + 5 * days.ONE_DAY, datetime.time(12))
    old = f.PlacementFactory(ends_at=noon)
    f.PlacementFactory(stay=old.stay, follows=old, ends_at=noon + days.ONE_HOUR)
    data = typed(ends_at=clock(noon + 2 * days.ONE_HOUR), shown_version=old.version)
    assertContains(client.post(page("edit", old), data), "Surat sesudahnya berakhir lebih dahulu")


@pytest.mark.parametrize(
    ("hours", "worker", "head"),
    [(23, (1, 0), (1, 0)), (25, (0, 1), (0, 0)), (71, (0, 1), (0, 0)), (73, (0, 0), (0, 0))],
)
def test_the_head_is_told_a_day_before_and_social_workers_three(hours, worker, head):
    f.PlacementFactory(ends_at=days.now() + datetime.timedelta(hours=hours))
    for role, (at_once, soon) in ((Role.SOCIAL_WORKER, worker), (Role.HEAD, head)):
        assert waits(f.UserFactory(roles=[role])) == {
            "placement-over": 0,
            "placement-ends-at-once": at_once,
            "placement-ends": soon,
        }


def test_what_ends_within_a_day_stands_on_hari_ini_of_the_head(client, login):
    row = f.PlacementFactory(ends_at=days.now() + 23 * days.ONE_HOUR)
    login(Role.HEAD)
    assertContains(client.get("/"), page("detail", row))
    shown = client.get(LIST + "?show=day")
    assert [each.pk for each in shown.context["page_obj"]] == [row.pk]


def test_what_has_ended_is_told_to_both_and_each_number_opens_its_rows(client, login):
    row = f.PlacementFactory(over=True)
    for role in (Role.SOCIAL_WORKER, Role.HEAD):
        user = login(role)
        assert waits(user)["placement-over"] == 1
        shown = client.get(LIST + "?show=over")
        assert [each.pk for each in shown.context["page_obj"]] == [row.pk]
        acts = about([row.stay.person_id], user)[row.stay.person_id]
        assert any("harus keluar" in each.text for each in acts)


def test_house_staff_know_by_whom_and_until_when_and_no_more(client, login):
    login(Role.CARETAKER)
    row = f.PlacementFactory(office="Kenarikantor", letter_number="Kenarisurat")
    for address in (
        reverse("cases:person_detail", args=[row.stay.person_id]),
        reverse("cases:stay_detail", args=[row.stay_id]),
        reverse("cases:person_family", args=[row.stay.person_id]),
    ):
        shown = client.get(address)
        assertContains(shown, "Titipan polisi")
        assertNotContains(shown, "Kenari")
        assertNotContains(shown, page("detail", row))
    login(Role.SOCIAL_WORKER)
    assertContains(client.get(address), page("detail", row))


def test_the_exit_says_it(client, login):
    worker = login(Role.SOCIAL_WORKER)
    row = f.PlacementFactory(over=True, stay__social_worker=worker)
    shown = client.get(reverse("cases:stay_end", args=[row.stay_id]))
    assertContains(shown, "tanpa surat baru: harus keluar")
    exit = f.ExitFactory(stay=row.stay, recorded_by=worker)
    shown = client.get(reverse("cases:exit_detail", args=[exit.pk]))
    assertContains(shown, "tanpa surat baru: harus keluar")


def test_of_a_closed_file_no_letter_is_found(client, login):
    worker = login(Role.SOCIAL_WORKER)
    row = f.PlacementFactory(over=True, stay__intake__person__is_sealed=True)
    for name in ("detail", "renew", "edit"):
        assert client.get(page(name, row)).status_code == 404
    assert waits(worker)["placement-over"] == 0
    assert client.get(register(row.stay)).status_code == 404


def test_a_list_asks_no_more_for_more_rows(login, count_queries):
    login(Role.SOCIAL_WORKER)
    f.PlacementFactory()
    few = count_queries(LIST)
    f.PlacementFactory.create_batch(6)
    assert count_queries(LIST) == few


@pytest.mark.parametrize("columns", [{"letter_number": ""}, {"office": ""}])
def test_the_database_refuses_a_placement_without_its_letter(columns):
    with pytest.raises(IntegrityError), transaction.atomic():
        f.PlacementFactory(**columns)


def test_the_database_holds_the_chain():
    row = f.PlacementFactory()
    other = f.PlacementFactory()
    refused = [
        lambda: f.PlacementFactory(stay=row.stay),
        lambda: f.PlacementFactory(follows=row, stay=other.stay),
        lambda: Placement.objects.filter(pk=row.pk).update(stay=f.StayFactory()),
        lambda: Placement.objects.filter(pk=row.pk).update(ends_at=row.begins_at),
        lambda: row.delete(),
        lambda: PlacementLimit.objects.update(hours=0),
        lambda: PlacementLimit.objects.filter(hours=24).update(name=""),
    ]
    for attempt in refused:
        with pytest.raises(DatabaseError), transaction.atomic():
            attempt()


def test_the_head_confirms_a_limit(client, login):
    login(Role.HEAD)
    assertContains(client.get(reverse("cases:placement_limit_list")), "belum dikonfirmasi")
    limit = PlacementLimit.objects.get(hours=24)
    data = {"name": limit.name, "hours": 24, "source": "UU 11/2012 Pasal 30", "order": 1}
    data |= {"is_confirmed": "on", "is_active": "on"}
    client.post(reverse("cases:placement_limit_edit", args=[limit.pk]), data)
    limit.refresh_from_db()
    assert limit.is_confirmed


# -- The letter itself --------------------------------------------------------------------------


def upload(seed=1):
    return SimpleUploadedFile("surat.jpg", pictures.jpeg(seed=seed), "image/jpeg")


def test_the_letter_is_kept_as_a_picture_and_the_last_counts(client, login):
    login(Role.SOCIAL_WORKER)
    row = f.PlacementFactory()
    assert client.get(page("scan", row)).status_code == 404
    assertNotContains(client.get(page("detail", row)), page("scan", row) + '"')
    for seed in (1, 2):
        data = {"send_key": str(uuid.uuid4()), "paper": upload(seed)}
        assertRedirects(client.post(page("scan_add", row), data), page("detail", row))
    assertContains(client.get(page("detail", row)), page("scan", row) + '"')
    answer = client.get(page("scan", row))
    assert (answer.status_code, answer["Content-Type"]) == (200, "image/jpeg")
    assert answer["Cache-Control"] == "no-store"
    assert answer.content == PlacementScan.objects.latest("pk").scan


def test_what_is_no_paper_is_refused_at_its_field(client, login):
    login(Role.SOCIAL_WORKER)
    row = f.PlacementFactory()
    torn = SimpleUploadedFile("a.jpg", b"GIF89a", "image/jpeg")
    for paper in (torn, ""):
        data = {"send_key": str(uuid.uuid4()), "paper": paper}
        assert client.post(page("scan_add", row), data).status_code == 200
    assert not PlacementScan.objects.exists()


def test_the_same_paper_twice_is_one_scan(client, login):
    login(Role.SOCIAL_WORKER)
    row, key = f.PlacementFactory(), str(uuid.uuid4())
    for _ in range(2):
        client.post(page("scan_add", row), {"send_key": key, "paper": upload()})
    assert PlacementScan.objects.count() == 1


def test_a_scan_is_never_changed_and_of_a_closed_file_is_nowhere(client, login):
    scan = f.PlacementScanFactory(placement__stay__intake__person__is_sealed=True)
    for attempt in (
        lambda: PlacementScan.objects.update(sha256="0" * 64),
        scan.delete,
        lambda: f.PlacementScanFactory(sha256="x"),
    ):
        with pytest.raises(DatabaseError), transaction.atomic():
            attempt()
    login(Role.SOCIAL_WORKER)
    for name in ("scan", "scan_add"):
        assert client.get(page(name, scan.placement)).status_code == 404
