"""Whom a partner takes, what it offers and when it answers."""

import pytest
from django.urls import reverse
from pytest_django.asserts import assertContains

from partners.directory.models import Partner
from rptc.accounts.permissions import Role
from tests.factories import (
    PartnerFactory,
)

pytestmark = pytest.mark.django_db

TERMS = {
    "services": ["boarding", "schooling"],
    "takes_classes": ["lansia"],
    "takes_sex": "",
    "min_age": "6",
    "max_age": "17",
    "takes_from": "",
    "takes_not": "perlu rawat inap",
    "capacity": "20",
    "answer_hours": "24",
    "service_days": ["1", "2", "3", "4", "5", "6"],
    "opens_at": "08:00",
    "closes_at": "16:00",
    "data_clause_on": "",
    "shown_version": "1",
}


def url(name, *args):
    return reverse(f"partners:{name}", args=[getattr(arg, "pk", arg) for arg in args])


def test_what_they_take_stands_on_their_page(client, login):
    login(Role.OFFICE)
    partner = PartnerFactory()
    page = client.post(url("partner_terms", partner), TERMS, follow=True)
    for said in ["Asrama, Sekolah", "6 sampai 17 tahun", "perlu rawat inap", "20 tempat"]:
        assertContains(page, said)
    assertContains(page, "dalam 24 jam layanan")
    assertContains(page, "Pasalnya belum ditandatangani")
    assertContains(page, "Lansia")


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        ({"min_age": "18"}, "Usia terendah tidak boleh di atas yang tertinggi."),
        ({"max_age": "900"}, "Tulis usia dalam tahun."),
        ({"service_days": []}, "Pilih hari layanannya."),
        ({"closes_at": "07:00"}, "Jam tutup harus sesudah jam buka."),
        ({"answer_hours": "0"}, "Tulis jumlah jamnya."),
        ({"services": ["casino"]}, 'id="error_1_id_services"'),
    ],
)
def test_what_cannot_be_is_said(client, login, typed, said):
    login(Role.OFFICE)
    partner = PartnerFactory()
    assertContains(client.post(url("partner_terms", partner), TERMS | typed), said)
    partner.refresh_from_db()
    assert partner.capacity is None


def test_who_saves_over_another_reads_both(client, login):
    login(Role.OFFICE)
    partner = PartnerFactory()
    client.post(url("partner_terms", partner), TERMS)
    page = client.post(url("partner_terms", partner), TERMS | {"capacity": "30"})
    assertContains(page, "Data ini diubah orang lain")
    partner.refresh_from_db()
    assert partner.capacity == 20


def test_of_a_new_partner_the_kind_is_asked(client, login):
    login(Role.OFFICE)
    typed = {"name": "Yayasan Baru", "short_name": "Baru", "is_active": "on"}
    assertContains(client.post(url("partner_add"), typed), "Pilih jenisnya.")
    client.post(url("partner_add"), typed | {"kind": "company"})
    assert Partner.objects.get(name="Yayasan Baru").kind == "company"
