"""One version of a text, as it prints and with what changed."""

import pytest
from django.urls import reverse
from pytest_django.asserts import assertContains, assertNotContains

from rptc.accounts.permissions import Role
from tests import factories as f
from tests.letters.test_issuing import issue

pytestmark = pytest.mark.django_db


def page(text):
    return reverse("letters:letter_text_detail", args=[text.pk])


def test_shows_the_paper_what_changed_and_how_many_letters(client, login):
    office = login(Role.OFFICE)
    issue(office)
    text = f.TextProposalFactory(text=f.LetterTextFactory(), recorded_by=office).text
    answer = client.get(page(text))
    assertContains(answer, "<ins>")
    assertContains(answer, "<del>")
    assertContains(answer, "Disingkat.")
    assertContains(answer, "1 surat dibuat dengannya")
    assertContains(answer, "Menunggu Kepala UPT")
    assertNotContains(answer, "Surat terakhir")


def test_queries_do_not_grow_with_versions(login, count_queries):
    login(Role.HEAD)
    text = f.TextProposalFactory(text=f.LetterTextFactory()).text
    few = count_queries(page(text))
    f.LetterTextFactory.create_batch(8)
    assert count_queries(page(text)) == few
