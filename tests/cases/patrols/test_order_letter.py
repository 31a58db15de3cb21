"""The order letter of patrols: its copy, and what its patrols met."""

import datetime
import uuid

import pytest
from django.urls import reverse
from pytest_django.asserts import assertContains

from cases.patrols.models import OrderLetter
from rptc import days
from rptc.accounts.permissions import Role
from tests.factories import (
    IntakeFactory,
    OrderLetterFactory,
    PatrolFactory,
    UserFactory,
)


def test_a_letter_prints_its_patrols_and_what_they_met(client, login, read_pdf):
    user = UserFactory(roles=[Role.FIELD])
    letter = OrderLetterFactory(number="094/77/Rehsos")
    own = PatrolFactory(order_letter=letter, recorded_by=user, route="Adhyaksa")
    IntakeFactory(by_patrol=True, patrol=own, person__name="KENARI")
    IntakeFactory(by_patrol=True, patrol=own, outcome="advised")
    quiet = PatrolFactory(order_letter=letter, route="Abdesir", ended_at=days.now())
    page = reverse("cases:order_letter_print", args=[letter.pk])
    login(Role.OFFICE)
    text = " ".join(read_pdf(client.get(page)).split())
    assert "094/77/Rehsos" in text
    assert "2 orang: Dibina di tempat 1, Dibawa ke RPTC 1" in text
    assert quiet.route in text
    assert "Nihil" in text
    assert "KENARI" not in text
    login(user)
    assert quiet.route not in read_pdf(client.get(page))


ADD = reverse("cases:order_letter_add")


def sent(**changes):
    return {
        "send_key": str(uuid.uuid4()),
        "number": "094/78/Rehsos",
        "issued_on": days.today().isoformat(),
        "valid_from": days.today().isoformat(),
        "valid_until": days.today().isoformat(),
        **changes,
    }


def test_a_letter_is_typed_once_and_covers_its_days(client, login):
    login(Role.OFFICE)
    form = sent()
    for _twice in range(2):
        assertContains(client.post(ADD, form, follow=True), "094/78/Rehsos")
    letter = OrderLetter.objects.get()
    assert list(OrderLetter.objects.valid_on(days.today())) == [letter]
    assert not OrderLetter.objects.valid_on(days.today() + days.ONE_DAY).exists()


def test_a_letter_says_what_is_wrong(client, login):
    login(Role.FIELD)
    OrderLetterFactory(number="094/77/Rehsos")
    assertContains(client.post(ADD, sent(number="094/77/Rehsos")), "sudah dicatat.")
    yesterday = (days.today() - days.ONE_DAY).isoformat()
    page = client.post(ADD, sent(valid_until=yesterday))
    assertContains(page, "Hari terakhir tidak boleh sebelum hari mulai.")


@pytest.mark.parametrize(("until", "is_kept"), [("2027-11-27", True), ("2030-12-31", False)])
def test_a_letter_runs_a_year_at_most(client, login, time_machine_at, until, is_kept):
    time_machine_at(days.at(datetime.date(2026, 11, 28), datetime.time(9)))
    login(Role.OFFICE)
    page = client.post(ADD, sent(valid_until=until), follow=True)
    assert ("Paling lama setahun: sampai 27/11/2027." not in page.content.decode()) is is_kept
    assert OrderLetter.objects.exists() is is_kept


def test_a_letter_does_not_begin_in_another_age(client, login):
    login(Role.OFFICE)
    page = client.post(ADD, sent(valid_from="2090-01-01", valid_until="2090-02-01"))
    assertContains(page, "masih terlalu jauh")
    assert not OrderLetter.objects.exists()
