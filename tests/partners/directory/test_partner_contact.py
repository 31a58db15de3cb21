"""People of a partner."""

import pytest
from django.urls import reverse
from pytest_django.asserts import assertContains

from partners.directory.models import PartnerContact
from rptc.accounts.permissions import Role
from tests.factories import (
    PartnerFactory,
)

pytestmark = pytest.mark.django_db


def url(name, *args):
    return reverse(f"partners:{name}", args=[getattr(arg, "pk", arg) for arg in args])


def test_people_of_a_partner_are_added_once_and_change(client, login):
    login(Role.OFFICE)
    partner = PartnerFactory()
    key = client.get(url("partner_contact_add", partner)).context["form"]["send_key"].value()
    typed = {"name": "H. Anwar La'u", "phone": "0411 000 208", "send_key": key}
    for _ in range(2):
        page = client.post(url("partner_contact_add", partner), typed, follow=True)
    contact = PartnerContact.objects.get()
    assertContains(page, 'href="tel:0411000208"')
    typed = {"name": contact.name, "phone": "tanya Ibu Ani", "shown_version": "1"}
    page = client.post(url("partner_contact_edit", contact), typed)
    assertContains(page, "Tulis satu nomor telepon")
    client.post(url("partner_contact_edit", contact), typed | {"phone": ""})
    assertContains(client.get(url("partner_detail", partner)), "Tidak lagi")
