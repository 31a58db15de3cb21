"""The office writes a text: a tap puts in the name of a field where the cursor stands."""

import pytest
from django.urls import reverse
from playwright.sync_api import expect

from rptc.accounts.permissions import Role
from rptc.letters.models import LetterKind
from tests.browser.conftest import DESK, PHONE, misfits

pytestmark = pytest.mark.browser


@pytest.mark.parametrize("width", [PHONE, DESK])
def test_a_field_is_put_in_with_a_tap_and_looked_at(browse_as, width):
    kind = LetterKind.objects.get(code="surat-jalan")
    address = reverse("letters:letter_text_write", args=[kind.pk])
    page = browse_as(Role.OFFICE, address, width=width)
    body = page.get_by_label("Isi surat")
    body.fill("Surat untuk : ")
    page.get_by_role("button", name="{klien.berkas}").click()
    expect(body).to_have_value("Surat untuk : {klien.berkas}")
    expect(body).to_be_focused()
    page.get_by_label("Tembusan").focus()
    page.get_by_role("button", name="{unit.kota}").click()
    expect(page.get_by_label("Tembusan")).to_have_value("{unit.kota}")
    page.get_by_role("button", name="Lihat dahulu").click()
    expect(page.get_by_role("term").filter(has_text="Surat untuk")).to_be_visible()
    assert misfits(page, widths=[width]) == []
