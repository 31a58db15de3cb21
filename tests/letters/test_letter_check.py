"""The public page says kind, number, date, valid or withdrawn, and nothing else."""

import uuid

import pytest
from django.urls import reverse
from pytest_django.asserts import assertContains, assertRedirects

from rptc import days
from rptc.accounts.permissions import Role
from rptc.letters import actions
from rptc.letters.actions import decide_withdrawal
from tests import factories as f
from tests.letters.test_issuing import issue

pytestmark = pytest.mark.django_db


def page(letter):
    return reverse("letters:letter_check", args=[letter.check_code])


def test_a_stranger_reads_four_facts_and_no_name(client):
    person = f.PersonFactory(name="Rahasia Binti Rahasia")
    writer = f.UserFactory(roles=[Role.OFFICE], full_name="Pegawai Penulis")
    letter = actions.issue_letter(
        "perpanjangan",
        facts={},
        about=f"Berkas {person.file_number}",
        by=writer,
        person_id=person.pk,
        send_key=uuid.uuid4(),
    )
    answer = client.get(page(letter))
    assertContains(answer, letter.number)
    assertContains(answer, "Surat ini berlaku")
    text = answer.content.decode()
    for secret in ("Rahasia", person.file_number, "Pegawai Penulis", "csrf"):
        assert secret not in text


def test_a_withdrawn_letter_says_so(client):
    letter = issue(f.UserFactory(roles=[Role.OFFICE]))
    f.WithdrawalFactory(letter=letter, reason="Salah.")
    assertContains(client.get(page(letter)), "Surat ini berlaku")
    decide_withdrawal(letter.withdrawal, approve=True, by=f.UserFactory(roles=[Role.HEAD]))
    answer = client.get(page(letter))
    assertContains(answer, "Surat ini sudah ditarik")
    assert "Salah." not in answer.content.decode()


def test_an_unknown_code_is_not_found_and_may_be_typed_again(client):
    answer = client.get(reverse("letters:letter_check", args=["AAAABBBBCCCC"]))
    assertContains(answer, "Kode tidak dikenal", status_code=404)


def test_a_code_is_typed_as_it_is_printed(client):
    letter = issue(f.UserFactory(roles=[Role.OFFICE]), on=days.today())
    typed = client.get(reverse("letters:letter_check_code"), {"code": letter.shown_code.lower()})
    assertRedirects(typed, page(letter))
    assertContains(client.get(reverse("letters:letter_check_code"), {"code": ""}), "Ketik kode")


def test_nobody_posts_here(client):
    letter = f.LetterFactory()
    assert client.post(page(letter)).status_code == 405


@pytest.mark.parametrize("code", ["ABCD/EFGH", " - ", "..", "ÀBCD"])
def test_what_is_no_code_is_said_beside_the_field(client, code):
    answer = client.get(reverse("letters:letter_check_code"), {"code": code})
    assert answer.status_code == 200
    assert answer.context["form"].errors["code"]


def test_an_address_with_signs_in_it_is_not_found(client):
    known = reverse("letters:letter_check", args=["AAAA"])
    for code in ("A%00B", "A%E2%80%AEB", "A.B"):
        assert client.get(known.replace("AAAA", code)).status_code == 404
