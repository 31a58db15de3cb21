"""Papers of a partner, and those that end."""

import pytest
from django.urls import reverse
from pytest_django.asserts import assertContains

from partners.directory.models import PartnerPaper
from rptc import days
from rptc.accounts.permissions import Role
from rptc.waiting import registered
from tests.factories import (
    PartnerPaperFactory,
)

pytestmark = pytest.mark.django_db


def url(name, *args):
    return reverse(f"partners:{name}", args=[getattr(arg, "pk", arg) for arg in args])


def test_a_paper_that_ends_is_said_to_the_office(client, login):
    login(Role.OFFICE)
    today = days.today()
    ends = {"Berlaku": 31, "30 hari lagi": 30, "hari terakhir": 0, "Habis": -1}
    found = {}
    for said, ahead in ends.items():
        until = today + ahead * days.ONE_DAY
        paper = PartnerPaperFactory(partner__name=f"Yayasan {said}", valid_until=until)
        assertContains(client.get(url("partner_detail", paper.partner)), said)
        found[said] = paper.partner
    gone = PartnerPaperFactory(valid_until=today, partner__is_active=False).partner
    page = client.get(url("partner_list") + "?show=papers")
    assert {*page.context["page_obj"]} == {*found.values()} - {found["Berlaku"]}
    assert gone in client.get(url("partner_list") + "?show=past").context["page_obj"]
    [waits] = [each for each in registered() if each.key == "partner-papers-to-renew"]
    assert waits.rows(page.wsgi_request.user).count() == 3


def test_a_paper_stands_once_and_another_one_is_named(client, login):
    login(Role.OFFICE)
    partner = PartnerPaperFactory().partner

    def add(**typed):
        form = client.get(url("partner_paper_add", partner)).context["form"]
        sends = {"send_key": form["send_key"].value(), "number": "", "valid_until": ""}
        return client.post(url("partner_paper_add", partner), sends | typed, follow=True)

    assertContains(add(kind="registered"), "Kertas ini sudah ada.")
    assertContains(add(kind="other"), "Tulis kertas apa ini.")
    assertContains(add(kind="other", number="Izin damkar"), "Izin damkar")
    assert PartnerPaper.objects.filter(partner=partner).count() == 2


def test_a_paper_that_came_anew_is_written_over_the_old_day(client, login):
    login(Role.OFFICE)
    paper = PartnerPaperFactory(valid_until=days.today())
    typed = {"kind": "registered", "number": "", "valid_until": "", "shown_version": "1"}
    page = client.post(url("partner_paper_edit", paper), typed, follow=True)
    assertContains(page, "tanpa batas")
    page = client.post(url("partner_paper_edit", paper), typed | {"number": "2"})
    assertContains(page, "Data ini diubah orang lain")
