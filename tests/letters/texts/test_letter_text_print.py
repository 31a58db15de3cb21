"""A version of a text as an example on paper."""

import pytest
from django.urls import reverse

from rptc.accounts.permissions import Role
from rptc.letters.models import LetterKind

pytestmark = pytest.mark.django_db


def test_prints_its_longest_case_as_an_example(client, login, read_pdf):
    login(Role.HEAD)
    text = LetterKind.objects.get(code="surat-jalan").texts.get()
    words = read_pdf(
        client.get(reverse("letters:letter_text_print", args=[text.pk]), {"case": "panjang"})
    )
    assert "CONTOH, BUKAN SURAT" in words
    assert "Muhammad Nurhidayatullah" in words
