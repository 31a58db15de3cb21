"""Titik rawan: chosen on a patrol, never typed; each in its kelurahan; retired, not deleted."""

from django.urls import reverse
from pytest_django.asserts import assertContains, assertRedirects

from cases.places.models import HotSpot, Region
from rptc.accounts.permissions import Role
from tests.factories import HotSpotFactory

LIST = reverse("cases:hot_spot_list")


def test_a_hot_spot_is_added_in_its_kelurahan(client, login):
    login(Role.OFFICE)
    village = Region.objects.of_makassar().filter(level=Region.Level.VILLAGE).first()
    page = client.post(LIST, {"name": "Fly Over", "village": village.pk}, follow=True)
    assertContains(page, "Fly Over ditambahkan.")
    spot = HotSpot.objects.get()
    assert spot.village == village
    assert spot.history.filter(pgh_label="insert").exists()


def test_without_its_kelurahan_it_is_refused(client, login):
    login(Role.HEAD)
    outside = Region.objects.of_makassar().exclude(level=Region.Level.VILLAGE).first()
    for village, words in [("", "Pilih salah satu."), (outside.pk, "Pilihan ini tidak ad")]:
        assertContains(client.post(LIST, {"name": "Fly Over", "village": village}), words)
    assert not HotSpot.objects.exists()


def test_one_that_is_retired_keeps_its_row(client, login):
    login(Role.OFFICE)
    spot = HotSpotFactory(name="Fly Over")
    edit = reverse("cases:hot_spot_edit", args=[spot.pk])
    assertContains(client.get(LIST), edit)
    sent = {"name": "Fly Over lama", "village": spot.village_id, "note": "Pindah ke Pettarani"}
    assertRedirects(client.post(edit, sent), LIST)
    spot.refresh_from_db()
    assert (spot.name, spot.note) == ("Fly Over lama", "Pindah ke Pettarani")
    assert not spot.is_active


def test_query_count_does_not_grow(login, count_queries):
    login(Role.OFFICE)
    HotSpotFactory()
    few = count_queries(LIST)
    HotSpotFactory.create_batch(5)
    assert count_queries(LIST) == few
