"""Perpanjangan asked for: one stay, or several in one form; nothing moves yet."""

import pytest
from django.db import IntegrityError, transaction
from django.urls import reverse
from pytest_django.asserts import assertContains, assertNotContains, assertRedirects

from cases.stays.extensions.models import Extension
from cases.stays.models import StayRule
from rptc import days
from rptc.accounts.permissions import Role
from rptc.words import tanggal
from tests.cases.stays.extension_forms import (
    LIST,
    SEVERAL,
    later,
    posted,
    url,
)
from tests.factories import (
    ExtensionFactory,
    PersonFactory,
    StayFactory,
)

pytestmark = pytest.mark.django_db


# -- Asked --------------------------------------------------------------------------------------


def test_a_social_worker_asks_and_nothing_moves_yet(client, login):
    worker = login(Role.SOCIAL_WORKER)
    stay = StayFactory(days_ago=8)
    response = client.post(url(stay), posted(), follow=True)
    assertContains(response, "Menunggu keputusan Kepala UPT.")
    extension = Extension.objects.get()
    assert extension.recorded_by == worker
    assert (extension.from_last_on, extension.new_last_on) == (stay.last_on, later(5))
    stay.refresh_from_db()
    assert stay.last_on == extension.from_last_on
    assertContains(client.get(reverse("cases:stay_list")), "Lewat 2 hari")
    assertContains(client.get(reverse("cases:stay_list")), "perpanjangan diajukan")


def test_the_form_shows_the_rule_and_suggests_its_shortest_span(client, login):
    login(Role.SOCIAL_WORKER)
    page = client.get(url(StayFactory(days_ago=6)))
    assertContains(page, "3 sampai 7 hari")
    assertContains(page, "dasar hukum belum diisi")
    assertContains(page, f'value="{later(3).isoformat()}"')


def test_mistakes_are_said_beside_their_fields(client, login):
    login(Role.SOCIAL_WORKER)
    over, running = StayFactory(days_ago=8), StayFactory(days_ago=1)
    assertContains(client.post(url(over), posted(reason="")), "Tulis alasannya.")
    assertContains(client.post(url(over), posted(new_last_on="")), "Pilih sampai kapan.")
    assertContains(
        client.post(url(over), posted(new_last_on=later(-1).isoformat())), "Hari itu sudah lewat."
    )
    same = posted(new_last_on=running.last_on.isoformat())
    assertContains(client.post(url(running), same), "Pilih hari sesudahnya.")
    assert not Extension.objects.exists()


@pytest.mark.parametrize(("days_ago", "longest"), [(0, 36), (8, 30)])
def test_no_longer_than_the_rule_of_the_day_of_entry_allows_at_once(
    client, login, days_ago, longest
):
    """Thirty days from the last day on, and of who is past it from today on."""
    login(Role.SOCIAL_WORKER)
    stay = StayFactory(days_ago=days_ago)
    page = client.post(url(stay), posted(new_last_on=later(371).isoformat()))
    assertContains(page, "Satu perpanjangan paling lama 30 hari")
    assertContains(page, f"sampai {tanggal(later(longest))}")
    if days_ago:
        form = {**posted(new_last_on=later(31).isoformat()), f"{stay.pk}-chosen": "on"}
        assertContains(client.post(SEVERAL, form), "Satu perpanjangan paling lama 30 hari")
    client.post(url(stay), posted(new_last_on=later(longest + 1).isoformat()))
    assert not Extension.objects.exists()
    with pytest.raises(IntegrityError, match="no longer than the rule"), transaction.atomic():
        ExtensionFactory(stay=stay, new_last_on=later(longest + 1))
    client.post(url(stay), posted(new_last_on=later(longest).isoformat()))
    assert Extension.objects.get().new_last_on == later(longest)


def test_a_rule_says_how_long_one_extension_may_be(client, login):
    login(Role.SOCIAL_WORKER)
    StayRule.objects.create(min_length=1, max_length=3, extension_days=10, valid_from=days.today())
    page = client.post(url(StayFactory()), posted(new_last_on=later(20).isoformat()))
    assertContains(page, "Satu perpanjangan paling lama 10 hari")


def test_one_question_at_a_time(client, login):
    login(Role.SOCIAL_WORKER)
    stay = ExtensionFactory().stay
    again = posted(new_last_on=later(20).isoformat())
    assertContains(client.post(url(stay), again), "sudah diajukan")
    assertNotContains(client.get(reverse("cases:stay_detail", args=[stay.pk])), url(stay))


def test_the_same_form_twice_is_one_extension(client, login):
    login(Role.SOCIAL_WORKER)
    stay, form = StayFactory(), posted(new_last_on=later(9).isoformat())
    for _ in range(2):
        assert client.post(url(stay), form).status_code == 302
    assert Extension.objects.count() == 1


def test_a_stay_that_ended_does_not_last_longer(client, login):
    login(Role.SOCIAL_WORKER)
    stay = StayFactory(ended=True, days_ago=3)
    assertContains(client.post(url(stay), posted()), "sudah berakhir")


def test_a_sealed_file_is_out_of_reach(client, login):
    login(Role.SOCIAL_WORKER)
    stay = StayFactory(intake__person=PersonFactory(is_sealed=True), days_ago=8)
    extension = ExtensionFactory(stay=stay)
    assert client.get(url(stay)).status_code == 404
    cancel = reverse("cases:extension_cancel", args=[extension.pk])
    assert client.get(cancel).status_code == 404
    assertNotContains(client.get(f"{LIST}?show=all"), stay.person.name)


# -- Several at once ----------------------------------------------------------------------------


def test_several_in_one_form_each_with_a_row_of_its_own(client, login):
    login(Role.SOCIAL_WORKER)
    one, two, three = StayFactory(days_ago=9), StayFactory(days_ago=8), StayFactory(days_ago=6)
    far = StayFactory(days_ago=1)
    page = client.get(SEVERAL)
    assertContains(page, one.person.name)
    assertNotContains(page, far.person.name)
    form = posted(
        **{
            f"{one.pk}-chosen": "on",
            f"{two.pk}-chosen": "on",
            f"{two.pk}-new_last_on": later(2).isoformat(),
            f"{two.pk}-reason": "Dijemput lusa.",
        }
    )
    assertRedirects(client.post(SEVERAL, form), LIST)
    first, second = Extension.objects.order_by("pk")
    assert (first.stay, first.new_last_on) == (one, later(5))
    assert (second.stay, second.new_last_on, second.reason) == (two, later(2), "Dijemput lusa.")
    assertContains(client.post(SEVERAL, form, follow=True), "sudah diajukan")
    assert Extension.objects.count() == 2
    rows = client.get(SEVERAL).context["rows"]
    assert [row.stay for row in rows] == [three]


def test_one_refused_row_holds_nobody_back(client, login):
    login(Role.SOCIAL_WORKER)
    good, bad = StayFactory(days_ago=9), StayFactory(days_ago=8)
    page = client.post(
        SEVERAL,
        posted(
            **{
                f"{good.pk}-chosen": "on",
                f"{bad.pk}-chosen": "on",
                f"{bad.pk}-new_last_on": later(-1).isoformat(),
            }
        ),
    )
    assertContains(page, "Hari itu sudah lewat.")
    assert [row.stay for row in page.context["rows"]] == [bad]
    assert Extension.objects.get().stay == good


def test_nobody_ticked_is_said(client, login):
    login(Role.SOCIAL_WORKER)
    StayFactory(days_ago=9)
    assertContains(client.post(SEVERAL, posted()), "Centang siapa yang diperpanjang.")
    assertContains(client.post(SEVERAL, posted(reason="")), "Tulis alasannya.")


def test_the_limit_of_the_board_narrows_the_rows(client, login):
    login(Role.SOCIAL_WORKER)
    over, today = StayFactory(days_ago=9), StayFactory(days_ago=6)
    for query, stays in [("over", [over]), ("today", [today]), ("x", [over, today])]:
        rows = client.get(SEVERAL, {"limit": query}).context["rows"]
        assert [row.stay for row in rows] == stays
