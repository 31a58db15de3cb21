"""The prevention register: written, put right, taken out of the count, added up and printed."""

import datetime

import pytest
from django.db import DatabaseError, connection, transaction
from django.urls import reverse
from pytest_django.asserts import assertContains, assertNotContains

from cases.patrols.prevention.figures import Done, prevention_of
from cases.patrols.prevention.models import Prevention
from cases.places.models import Region
from rptc import days
from rptc.accounts.permissions import Role
from rptc.audit.models import Entry
from tests.factories import HotSpotFactory, PatrolFactory, PreventionFactory, UserFactory

pytestmark = pytest.mark.django_db
FIGURES, LIST = reverse("cases:prevention_figures"), reverse("cases:prevention_list")
REGISTER = reverse("cases:prevention_register")


def typed(client, url=REGISTER, **changes):
    form = client.get(url).context["form"]
    data = {name: form[name].value() or "" for name in form.fields}
    data |= {
        "kind": "appeal",
        "subject": "Larangan memberi uang, di Jl. A.P. Pa'bettean",
        "on": f"{days.today():%Y-%m-%d}",
        "place": "Pasar Pa'baeng-baeng",
        "done_by": "Regu A TRC",
        "reached": "40",
        "material": "Brosur 40 lembar",
    }
    return client.post(url, data | changes, follow=True)


def at(month, day, hour=10, year=2025):
    return days.at(datetime.date(year, month, day), datetime.time(hour, 30))


def test_an_occasion_is_written_once_put_right_and_tells_who_did(client, login):
    user = login(Role.FIELD)
    key = {"send_key": "9b0f7d2e-53a6-4b8a-9c63-14f0b1c8a001"}
    assertContains(typed(client, **key), "Kegiatan tercatat.")
    typed(client, **key)
    row = Prevention.objects.get()
    assert (row.recorded_by, row.reached, row.district) == (user, 40, None)
    assertContains(typed(client, **key, reached="41"), "isi lain", status_code=409)

    edit = reverse("cases:prevention_edit", args=[row.pk])
    spot = HotSpotFactory()
    answer = typed(client, edit, hot_spot=spot.pk, reached="")
    assertContains(answer, "Tersimpan.")
    row.refresh_from_db()
    assert (row.reached, row.district, row.version) == (None, spot.village.parent, 2)
    assertContains(answer, "jumlahnya tidak diketahui")
    assertContains(answer, f"Kec. {row.district}")
    assert row.district.level == Region.Level.DISTRICT

    stale = typed(client, edit, shown_version="1", subject="Lain")
    assertContains(stale, "diubah orang lain")
    verbs = Entry.objects.filter(object_id=row.pk, verb__in=["registered", "changed"])
    assert list(verbs.order_by("pk").values_list("verb", flat=True)) == ["registered", "changed"]
    assert row.history.count() == 2


@pytest.mark.parametrize(
    ("wrong", "said"),
    [
        ({"place": ""}, "Pilih titik rawan, atau tulis tempatnya."),
        ({"reached": "0"}, "Paling sedikit 1."),
        ({"reached": "1000001"}, "Tulis jumlahnya"),
        ({"kind": ""}, "Pilih jenisnya."),
        ({"on": "2090-01-01"}, "Tanggal ini belum terjadi."),
        ({"done_by": ""}, "Tulis regu atau unitnya."),
        ({"subject": ""}, "Tulis tentang apa."),
    ],
)
def test_a_mistake_is_said_and_nothing_is_kept(client, login, wrong, said):
    login(Role.OFFICE)
    assertContains(typed(client, **wrong), said)
    assert not Prevention.objects.exists()


def test_what_was_written_by_mistake_counts_no_more_until_it_does_again(client, login):
    login(Role.OFFICE)
    row = PreventionFactory(reached=30)
    drop = reverse("cases:prevention_drop", args=[row.pk])
    assertContains(client.post(drop, {"reason": ""}), "Tulis alasannya.")
    answer = client.post(drop, {"reason": "Tercatat dua kali."}, follow=True)
    assertContains(answer, "Tidak dihitung: Tercatat dua kali.")
    assertContains(client.post(drop, {"reason": "Lagi."}), "sudah tidak dihitung")
    assert prevention_of(days.today().year).done == Done()
    assertNotContains(client.get(LIST), row.subject)
    assertContains(client.get(f"{LIST}?show=dropped"), row.subject)
    edit = reverse("cases:prevention_edit", args=[row.pk])
    assertContains(typed(client, edit), "Hitung lagi dahulu.")

    count = reverse("cases:prevention_count", args=[row.pk])
    assertContains(client.post(count, follow=True), "dihitung lagi")
    assertContains(client.post(count, follow=True), "sudah dihitung")
    assert prevention_of(days.today().year).done == Done(1, 30, 0)


def test_the_database_keeps_rows_their_writer_and_what_counts_no_more():
    row, dropped = PreventionFactory(), PreventionFactory(dropped=True)
    other = UserFactory()
    rows = Prevention.objects.filter(pk=row.pk)
    tries = [
        lambda: rows.update(recorded_by=other),
        lambda: rows.update(place="", hot_spot=None),
        lambda: rows.update(subject=""),
        lambda: rows.update(done_by=""),
        lambda: rows.update(reached=0),
        lambda: rows.update(on=datetime.date(1999, 12, 31)),
        lambda: rows.update(dropped_at=days.now()),
        lambda: Prevention.objects.filter(pk=dropped.pk).update(reached=5),
    ]
    assert rows.delete()[0] == 0
    for attempt in tries:
        with pytest.raises(DatabaseError), transaction.atomic():
            attempt()
    with connection.cursor() as cursor:
        cursor.execute("SELECT reached FROM cases_prevention ORDER BY id")
        assert cursor.fetchall() == [(20,), (20,)]


def test_months_add_up_and_say_on_which_days_nobody_rode(time_machine_at):
    """The night of 31 December belongs to December; before the first patrol nobody could say."""
    time_machine_at(at(3, 5, 12, 2026))
    PatrolFactory(started_at=at(11, 29))
    for hour in (8, 20):
        PatrolFactory(started_at=at(12, 1, hour))
    PatrolFactory(started_at=at(12, 31, 23))
    PatrolFactory(started_at=at(1, 1, 0, 2026))
    PatrolFactory(started_at=at(3, 5, 8, 2026))
    PreventionFactory(on=datetime.date(2025, 12, 31), reached=10)
    PreventionFactory(on=datetime.date(2025, 12, 1), kind="campaign", reached=None)
    PreventionFactory(on=datetime.date(2026, 1, 1), reached=7)
    PreventionFactory(on=datetime.date(2025, 12, 2), dropped=True)

    found = prevention_of(2025)
    rides = [(m.rides.patrols, m.rides.with_days, m.rides.without) for m in found.months[-3:]]
    assert rides == [(0, 0, None), (1, 1, 1), (3, 2, 29)]
    assert found.done == Done(2, 10, 1)
    assert dict(found.kinds)[Prevention.Kind.CAMPAIGN] == Done(1, 0, 1)
    assert (found.rides.patrols, found.rides.without) == (4, 30)
    running = prevention_of(2026)
    # Today is not over: who rode today is counted, and the day is not.
    assert [(m.rides.patrols, m.rides.without) for m in running.months] == [
        (1, 30),
        (0, 28),
        (1, 4),
    ]
    assert prevention_of(2019).is_empty


def test_the_dinas_reads_numbers_and_no_row(client, login):
    row = PreventionFactory(reached=1234)
    login(Role.AGENCY)
    page = client.get(FIGURES)
    assertContains(page, "1 kegiatan, 1.234 orang dijangkau")
    assertNotContains(page, row.subject)
    assertNotContains(page, LIST)
    detail = reverse("cases:prevention_detail", args=[row.pk])
    assert {client.get(url).status_code for url in (LIST, detail)} == {403}
    assert client.get(f"{FIGURES}?year=2090").status_code == 404


def test_the_list_is_cut_with_its_sums_and_asks_no_more_for_more(client, login, count_queries):
    login(Role.OFFICE)
    PatrolFactory()
    PreventionFactory(kind="campaign", reached=None, hot_spot=HotSpotFactory(), place="")
    few = count_queries(LIST), count_queries(FIGURES)
    PreventionFactory.create_batch(30, reached=3)
    assert (count_queries(LIST), count_queries(FIGURES)) == few
    assertContains(client.get(LIST), "31 kegiatan, 90 orang dijangkau")
    cut = client.get(f"{LIST}?kind=campaign&month={days.today():%Y-%m}")
    assertContains(cut, "1 kegiatan, 0 orang dijangkau")
    assertContains(client.get(f"{LIST}?year=2001"), "Tidak ada yang cocok")


def test_the_register_of_a_year_is_printed_without_notes(client, login, read_pdf):
    login(Role.HEAD)
    PreventionFactory(
        subject="Larangan & <b>himbauan</b> " + "panjang " * 15,
        place="Jalan" * 32,
        done_by="ReguTanpaSpasi" * 8,
        material="Brosur" * 33,
        note="Rahasia",
    )
    url = reverse("cases:prevention_print")
    text = read_pdf(client.get(url))
    assert "SEMENTARA" in text
    assert "<b>himbauan</b>" in text
    assert "Rahasia" not in text
    empty = read_pdf(client.get(f"{url}?year=2011"))
    assert "Tidak ada kegiatan pencegahan" in empty
    assert "SEMENTARA" not in empty
    assert Entry.objects.filter(verb="printed").count() == 2
