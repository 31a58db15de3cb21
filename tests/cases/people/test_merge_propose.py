import datetime
import uuid

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from pytest_django.asserts import assertContains, assertNotContains, assertRedirects

from cases.people.doubles.models import Double, Merge
from cases.people.doubles.moving import keys_to_person, rows_of
from cases.people.doubles.preview import DAYS
from cases.people.models import Person
from cases.people.relations.models import Relation
from partners.directory.models import Partner
from partners.referrals.models import Referral
from rptc import days
from rptc.accounts.permissions import Role
from tests import factories as f

pytestmark = pytest.mark.django_db


def url(kept, lost=None):
    page = reverse("cases:merge_propose", args=[kept.pk])
    return f"{page}?with={lost.pk}" if lost else page


def posted(**changes):
    return {
        "send_key": str(uuid.uuid4()),
        "reason": "Kartunya sama.",
        "is_certain": "on",
        **changes,
    }


@pytest.fixture
def worker(login):
    return login(Role.SOCIAL_WORKER)


@pytest.fixture
def two(worker):
    return f.PersonFactory(name="Baharuddin"), f.PersonFactory(name="Bahar", alias="Aco")


def test_shows_both_sides_and_every_row_that_moves(client, two):
    kept, lost = two
    f.IntakeFactory(person=kept, place="Pantai Losari")
    f.IntakeFactory(person=lost, place="Fly Over", met_on=datetime.date(2024, 3, 12))
    page = client.get(url(kept, lost))
    assertContains(page, "Pantai Losari")
    assertContains(page, "12/03/2024, Fly Over")
    assertContains(page, f"Yang pindah dari berkas {lost.file_number} ke {kept.file_number}")
    assertContains(page, f'href="{url(lost, kept)}"')
    assertNotContains(page, "Kepala UPT menyetujui")


def test_the_preview_changes_nothing(client, two):
    kept, lost = two
    intake = f.IntakeFactory(person=lost)
    client.get(url(kept, lost))
    intake.refresh_from_db()
    assert intake.person == lost
    assert not Merge.objects.exists()


def test_some_thirty_tables_are_asked_at_once(two):
    kept, lost = two
    f.StayFactory(intake__person=lost)
    f.PhotoFactory(person=lost)
    with CaptureQueriesContext(connection) as queries:
        groups = rows_of(lost, kept)
    assert {group.table for group in groups} >= {"cases_stay", "cases_intake", "cases_photo"}
    assert sum(" FROM " in query["sql"] for query in queries) == 1


def test_two_adults_are_merged_at_once(client, two, worker):
    kept, lost = two
    intake = f.IntakeFactory(person=lost)
    answer = client.post(url(kept, lost), posted())
    assertRedirects(
        answer, reverse("cases:person_detail", args=[kept.pk]), fetch_redirect_response=False
    )
    intake.refresh_from_db()
    lost.refresh_from_db()
    assert (intake.person, lost.merged_into) == (kept, kept)
    merge = Merge.objects.get()
    assert (merge.state, merge.recorded_by, merge.decided_by) == ("done", worker, None)
    assert Double.objects.of(kept, lost).get().state == "merged"


def test_the_same_form_twice_merges_once(client, two):
    kept, lost = two
    data = posted()
    first, second = (client.post(url(kept, lost), data) for _ in range(2))
    assert first.status_code == 302
    assert second.status_code == 200  # the other file has gone: its number leads to the kept one
    assert Merge.objects.count() == 1


@pytest.mark.parametrize("facts", [{"child": True}, {"age_kind": "unknown", "age_years": None}])
def test_a_child_or_who_may_be_one_waits_for_the_head(client, worker, facts):
    if "age_kind" in facts:
        facts["age_stated_on"] = None
    kept, lost = f.PersonFactory(), f.PersonFactory(**facts)
    assertContains(client.get(url(kept, lost)), "Kepala UPT menyetujui lebih dahulu")
    client.post(url(kept, lost), posted())
    lost.refresh_from_db()
    assert lost.merged_into is None
    assert Merge.objects.get().state == "proposed"
    again = client.post(url(kept, lost), posted())
    assertContains(again, "Berkas ini sudah digabung atau sedang diajukan.")


def refusal(client, kept, lost, words):
    """Said before, and when the form is sent all the same; nothing moves."""
    assertContains(client.get(url(kept, lost)), words)
    assertContains(client.post(url(kept, lost), posted()), words)
    assert not Merge.objects.exists()
    assert not Person.objects.exclude(merged_into=None).exists()


def test_another_sex_refuses(client, worker):
    refusal(client, f.PersonFactory(), f.PersonFactory(sex="P"), "Jenis kelamin kedua berkas")


def test_two_niks_whose_cards_were_seen_refuse(client, worker):
    one, other = (
        f.PersonFactory(nik=f"737101010180900{n}", nik_status="confirmed") for n in range(2)
    )
    refusal(client, one, other, "NIK itu berbeda")


def test_overlapping_stays_refuse(client, two):
    for person, ago in zip(two, (10, 11), strict=True):
        began_at = days.now() - datetime.timedelta(days=ago)
        intake = f.IntakeFactory(person=person, met_on=days.day_of(began_at))
        f.StayFactory(
            intake=intake, began_at=began_at, ended_at=began_at + datetime.timedelta(days=5)
        )
    refusal(client, *two, "Masa pembinaan keduanya bertumpuk")


def test_two_open_stays_refuse(client, two):
    for person in two:
        f.StayFactory(intake=f.IntakeFactory(person=person))
    refusal(client, *two, "Keduanya sedang dalam masa pembinaan")


def test_two_open_referrals_to_one_partner_refuse(client, two):
    partner = f.PartnerFactory()
    for ago, person in enumerate(two, start=1):
        began_at = days.now() - datetime.timedelta(days=9 * ago)
        intake = f.IntakeFactory(person=person, met_on=days.day_of(began_at))
        stay = f.StayFactory(
            intake=intake, began_at=began_at, ended_at=began_at + datetime.timedelta(days=2)
        )
        f.ReferralFactory(stay=stay, partner=partner)
    refusal(client, *two, "rujukan terbuka ke mitra yang sama")
    assert Referral.objects.filter(person=two[1]).exists()


@pytest.mark.parametrize("is_same", [True, False])
def test_a_closed_destination_is_not_told_by_what_collides(client, two, worker, is_same):
    """Two open referrals, one of them closed to the reader: one answer, whatever the partners."""
    closed = f.PartnerFactory(closes_destination=True)
    partners = [closed, closed if is_same else f.PartnerFactory(closes_destination=True)]
    others = f.UserFactory(roles=[Role.SOCIAL_WORKER])
    for ago, (person, partner) in enumerate(zip(two, partners, strict=True), start=1):
        began_at = days.now() - datetime.timedelta(days=9 * ago)
        stay = f.StayFactory(
            intake=f.IntakeFactory(person=person, met_on=days.day_of(began_at)),
            began_at=began_at,
            ended_at=began_at + datetime.timedelta(days=2),
            social_worker=worker if ago == 1 else others,
        )
        f.ReferralFactory(stay=stay, partner=partner, recorded_by=stay.social_worker)
    page = client.get(url(*two))
    assertNotContains(page, "mitra yang sama")
    refusal(client, *two, "tujuannya tidak semua Anda ketahui")


def relate(person, other, worker, **more):
    return Relation.objects.create(
        person=person, other=other, **({"kind": "together", "recorded_by": worker} | more)
    )


def test_people_who_are_related_are_two(client, two, worker):
    relate(*two, worker)
    refusal(client, *two, "jadi dua orang")


def test_a_mark_for_exploitation_is_not_lost_from_sight(client, two, worker):
    kept, lost = two
    child = f.PersonFactory(child=True)
    relate(kept, child, worker)
    relate(
        lost, child, worker, suspected_exploitation=True, exploitation_note="Mengambil uang anak."
    )
    refusal(client, kept, lost, "Dugaan eksploitasi hanya ditandai pada satu berkas")


def test_a_sealed_file_is_the_one_that_is_kept(client, worker):
    kept = f.PersonFactory()
    lost = f.PersonFactory(is_sealed=True, recorded_by=worker)
    refusal(client, kept, lost, "tertutup, jadi berkas itu yang dipertahankan")
    assert client.post(url(lost, kept), posted()).status_code == 302


def test_a_destination_that_reveals_health_is_not_told(client, two):
    kept, lost = two
    partner = Partner.objects.get(name="YPKDS")
    assert partner.reveals_health
    stay = f.StayFactory(intake=f.IntakeFactory(person=lost))
    f.ReferralFactory(stay=stay, partner=partner, need="Dukungan sebaya")
    page = client.get(url(kept, lost))
    assertContains(page, "Rujukan")
    assertNotContains(page, "YPKDS")
    assertNotContains(page, "Dukungan sebaya")


def test_the_other_file_is_asked_for_by_its_number(client, two):
    kept, lost = two
    assertContains(client.get(url(kept)), "Nomor berkas lain")
    assertContains(client.get(f"{url(kept)}?with={lost.file_number}"), lost.name)


@pytest.mark.parametrize("other", ["987654321", "abc", "", "99999999999999999999"])
def test_a_number_without_a_file_is_told_in_words(client, two, other):
    page = client.get(f"{url(two[0])}?with={other}")
    assert page.status_code == 200
    assertContains(page, "Bandingkan berkas")


def test_a_sealed_file_of_another_worker_does_not_exist(client, two):
    sealed = f.PersonFactory(is_sealed=True)
    assertContains(client.get(url(two[0], sealed)), "Berkas dengan nomor itu tidak ada.")
    assert client.get(url(sealed, two[0])).status_code == 404


def test_every_row_that_may_move_has_a_day():
    """Otherwise the page of a merge ends when it says which rows those are."""
    tables = {model for model, _ in keys_to_person()} - {Person}
    assert len(tables) > 10
    without = [model.__name__ for model in tables if not any(hasattr(model, day) for day in DAYS)]
    assert without == []


def test_who_is_not_certain_does_not_merge(client, two):
    kept, lost = two
    page = client.post(url(kept, lost), posted(is_certain=""))
    assertContains(page, "Bila belum yakin")
    assert not Merge.objects.exists()


def test_the_older_file_is_kept_unless_somebody_says_otherwise(client, two):
    older, newer = two
    chosen = client.get(url(newer), {"with": older.pk, "older": "1"})
    assertRedirects(chosen, url(older, newer))
    assertContains(client.get(url(older), {"with": newer.pk, "older": "1"}), "dipertahankan")
    assertContains(client.get(url(newer, older)), f"Berkas {newer.file_number} dipertahankan")


def test_likely_pairs_stand_where_the_other_file_is_chosen(client, two):
    one, other = two
    f.DoubleFactory(person=one, other=other)
    hidden = f.PersonFactory(name="Tertutup", is_sealed=True)
    f.DoubleFactory(person=one, other=hidden)
    page = client.get(url(one))
    assertContains(page, f"older=1&amp;with={other.pk}")
    assertNotContains(page, "Tertutup")
