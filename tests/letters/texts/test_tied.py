"""A row ties an act to a letter of it (rptc/letters/ties.py); the other kinds of an exit."""

import pytest
from django.core.exceptions import ValidationError
from django.db import InternalError, transaction
from django.urls import reverse
from pytest_django.asserts import assertContains, assertNotContains

from cases.exits import actions
from cases.exits.letters import CARED_FOR, DEATH, ENDING, TO_POLICE, letter_of_exit
from rptc import days
from rptc.accounts.permissions import Role
from rptc.letters.files import frozen_file
from rptc.letters.models import ActLetter, Letter
from rptc.letters.ties import tied_letters
from tests import factories as f
from tests.letters.texts.test_texts import said

pytestmark = pytest.mark.django_db


def left(way="keluarga", **columns):
    return f.ExitFactory(
        kind=f.exit_kind(way),
        stay__ended=True,
        stay__days_ago=1,
        state="done",
        left_at=days.now(),
        done_by=f.UserFactory(roles=[Role.SOCIAL_WORKER], nip="198501012010011001"),
        decided_by=f.UserFactory(),
        decided_at=days.now(),
        **columns,
    )


def words(letter):
    return said(bytes(frozen_file(letter).content))


def test_a_letter_is_tied_once_and_again_after_a_withdrawal():
    exit = left(whole=True)
    by = exit.done_by
    first = actions.write_letter(exit, CARED_FOR, by=by)
    assert actions.write_letter(exit, CARED_FOR, by=by) == first
    assert letter_of_exit(exit, CARED_FOR) == first
    f.withdraw(first)
    second = actions.write_letter(exit, CARED_FOR, by=by)
    assert (second.sequence, tied_letters(exit)) == (2, {"surat-keterangan": second})
    assert ActLetter.objects.count() == 2


def test_a_tie_is_never_changed():
    exit = left(whole=True)
    actions.write_letter(exit, CARED_FOR, by=exit.done_by)
    for change in (lambda rows: rows.update(act_id=0), lambda rows: rows.delete()):
        with pytest.raises(InternalError), transaction.atomic():
            change(ActLetter.objects.all())


def test_the_record_of_the_ending_has_both_parties_and_fits_a_sheet():
    exit = left(whole=True)
    text = words(actions.write_letter(exit, ENDING, by=exit.done_by))
    for each in (
        "BERITA ACARA TERMINASI",
        "PIHAK KESATU",
        exit.receiver,
        exit.identity_number,
        "198501012010011001",
        "Halaman 1 dari 1",
    ):
        assert each in text
    assert "Mengetahui" not in text


def test_to_the_police_it_is_an_addressed_letter_and_only_then():
    exit = left("penegak-hukum", receiver="Kapolsek Panakkukang")
    text = words(actions.write_letter(exit, TO_POLICE, by=exit.done_by))
    assert "Yth. Kapolsek Panakkukang" in text
    assert "Hal : Pelimpahan klien" in text
    for sort in (ENDING, CARED_FOR, DEATH):
        with pytest.raises(ValidationError, match="belum dapat dibuat"):
            actions.write_letter(exit, sort, by=exit.done_by)


def test_house_staff_hand_out_what_is_for_the_door_and_nothing_else(client, login):
    """The others print NIK, which the house never reads."""
    exit = f.ExitFactory(kind=f.exit_kind("penegak-hukum"), receiver="Kapolsek Panakkukang")
    write = [
        reverse("cases:exit_letter_write", args=[exit.pk, sort.code])
        for sort in (ENDING, CARED_FOR, DEATH, TO_POLICE)
    ]
    login(Role.CARETAKER)
    assert {client.post(address).status_code for address in write} == {404}
    read = [address.removesuffix("write/") for address in write]
    assert {client.get(address).status_code for address in read} == {404}
    # Not before the head has decided.
    with pytest.raises(ValidationError, match="belum dapat dibuat"):
        actions.write_letter(exit, TO_POLICE, by=exit.recorded_by)


def test_of_a_death_it_says_when_and_where_but_not_of_what():
    exit = left("meninggal")
    f.DeathFactory(
        exit=exit,
        died_at=exit.left_at,
        place="RPTC",
        doctor="dr. Contoh",
        examined_at=days.now(),
        examined_where="RSUD",
        cause="Sakit paru-paru",
    )
    text = words(actions.write_letter(exit, DEATH, by=exit.done_by))
    assert "telah meninggal dunia" in text
    assert "dr. Contoh" in text
    assert "paru" not in text


def test_a_sealed_file_seals_the_letters_that_are_tied_too():
    exit = left(whole=True)
    f.SealFactory(person=exit.stay.person)
    letter = actions.write_letter(exit, CARED_FOR, by=exit.done_by)
    assert letter.is_sealed


def test_the_page_of_the_exit_lists_them_and_prints_them(client, login):
    worker = login(Role.SOCIAL_WORKER)
    exit = left(whole=True)
    page = reverse("cases:exit_detail", args=[exit.pk])
    assertContains(client.get(page), "Surat keterangan telah dibina")
    assertNotContains(client.get(page), "Pelimpahan ke penegak hukum")
    for name in ("exit_letter_write", "exit_letter"):
        address = reverse(f"cases:{name}", args=[exit.pk, CARED_FOR.code])
        answer = client.post(address) if name.endswith("write") else client.get(address)
    assert answer["Content-Type"] == "application/pdf"
    assert Letter.objects.get().recorded_by == worker
