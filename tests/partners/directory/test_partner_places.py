"""What a partner said is free, and when."""

import datetime

import pytest
from django.db import DatabaseError, transaction
from django.urls import reverse
from pytest_django.asserts import assertContains

from partners.directory.models import FreePlaces
from rptc import days
from rptc.accounts.permissions import Role
from tests.factories import (
    FreePlacesFactory,
    PartnerContactFactory,
    PartnerFactory,
    PartnerPaperFactory,
)

pytestmark = pytest.mark.django_db


def url(name, *args):
    return reverse(f"partners:{name}", args=[getattr(arg, "pk", arg) for arg in args])


def said(client, partner, **typed):
    form = client.get(url("partner_places", partner)).context["form"]
    sends = {
        "send_key": form["send_key"].value(),
        "male": "4",
        "female": "2",
        "said_by": "Ibu Contoh",
        "said_at": f"{days.now().astimezone(days.WITA):%Y-%m-%dT%H:%M}",
    }
    return client.post(url("partner_places", partner), sends | typed, follow=True)


def test_what_was_said_last_stands_with_its_day(client, login, time_machine_at):
    login(Role.SOCIAL_WORKER)
    partner = PartnerFactory()
    assertContains(client.get(url("partner_detail", partner)), "belum dikatakan")
    assertContains(said(client, partner), "4 L, 2 P")
    time_machine_at(days.now() + 41 * days.ONE_DAY)
    login(Role.SOCIAL_WORKER)
    assertContains(client.get(url("partner_list")), "41 hari lalu")
    assertContains(said(client, partner, male="0"), "0 L, 2 P")
    assert FreePlaces.objects.count() == 2


@pytest.mark.parametrize(
    ("typed", "told"),
    [
        ({"male": ""}, "Tulis jumlahnya; 0 bila penuh."),
        ({"male": "-1"}, "Paling sedikit 0."),
        ({"said_by": ""}, "Tulis siapa yang mengatakannya."),
        ({"said_at": "2999-01-01T08:00"}, "Waktu ini belum terjadi."),
    ],
)
def test_what_nobody_can_have_said_is_refused(client, login, typed, told):
    login(Role.SOCIAL_WORKER)
    assertContains(said(client, PartnerFactory(), **typed), told)
    assert not FreePlaces.objects.exists()


def test_the_last_minute_of_a_year_is_of_that_year(client, login, time_machine_at):
    time_machine_at(days.at(datetime.date(2026, 12, 31), datetime.time(23, 30)))
    login(Role.SOCIAL_WORKER)
    partner = PartnerFactory()
    said(client, partner)
    assert days.day_of(FreePlaces.objects.get().said_at) == datetime.date(2026, 12, 31)
    assertContains(client.get(url("partner_detail", partner)), "hari ini")


def test_what_was_said_is_never_changed():
    places = FreePlacesFactory()
    with pytest.raises(DatabaseError), transaction.atomic():
        FreePlaces.objects.filter(pk=places.pk).update(male=9)


def test_the_page_asks_as_often_for_many_as_for_one(client, login, count_queries):
    login(Role.HEAD)
    partner = FreePlacesFactory().partner
    PartnerContactFactory(partner=partner)
    PartnerPaperFactory(partner=partner)
    few = count_queries(url("partner_detail", partner))
    for _ in range(3):
        FreePlacesFactory(partner=partner)
        PartnerContactFactory(partner=partner)
        PartnerPaperFactory(partner=partner, kind="other")
    assert count_queries(url("partner_detail", partner)) <= few <= 25
