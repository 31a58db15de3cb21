"""A signature is kept as it was, taken back with a reason, read by who reads its letter."""

import pytest
from django.db import DatabaseError, IntegrityError, connection, transaction
from django.urls import reverse
from pytest_django.asserts import assertContains, assertRedirects

from rptc import days
from rptc.accounts.permissions import Role
from rptc.audit.models import Entry
from rptc.letters.models import Letter
from rptc.letters.signatures.models import Signature
from tests import factories as f
from tests.letters.signatures.signing import handed_over, page, photo, signed

pytestmark = pytest.mark.django_db


@pytest.fixture
def piket(login):
    return login(Role.CARETAKER)


@pytest.fixture
def letter(piket):
    return handed_over(piket).handover_letter


def check_page(letter):
    return reverse("letters:letter_check", args=[letter.check_code])


def test_a_mistake_is_taken_back_with_a_reason_and_signed_anew(client, letter):
    client.post(page(letter), signed(letter, "gives"))
    client.post(page(letter), signed(letter, "receives"))
    wrong = Signature.objects.get(side="receives")
    address = reverse("letters:signature_withdraw", args=[wrong.pk])
    assertContains(client.post(address, {"reason": ""}), "Tulis apa yang keliru")
    assertRedirects(client.post(address, {"reason": "Ditulis petugas."}), page(letter))
    assertContains(client.get(check_page(letter)), "Ditandatangani 1 dari 2")
    assert client.get(page(letter, "signature_sheet_print")).status_code == 404
    assert client.post(address, {"reason": "Lagi."}).status_code == 404
    client.post(page(letter), signed(letter, "receives"))
    assertContains(client.get(check_page(letter)), "Ditandatangani 2 dari 2")
    assert client.get(page(letter, "signature_sheet_print")).status_code == 200
    wrong.refresh_from_db()
    assert wrong.withdrawn_reason == "Ditulis petugas."
    assert Entry.objects.filter(verb="took_back", person_id=letter.person_id).exists()


# --- Whose letter it is -----------------------------------------------------------------------


PAGES = ["letter_sign", "letter_sign_file", "signature_sheet_print"]


def test_a_letter_of_an_act_out_of_reach_is_not_there(client, login, letter):
    client.post(page(letter), signed(letter, "gives"))
    client.post(page(letter), signed(letter, "receives", thumb=photo()))
    row = Signature.objects.get(way="thumb")
    own = [
        *(page(letter, name) for name in PAGES),
        reverse("letters:signature_picture", args=[row.pk]),
        reverse("letters:signature_withdraw", args=[row.pk]),
    ]
    assert [client.get(address).status_code for address in own] == [200] * 5
    # The stay is over: other house staff do not see it any more.
    login(Role.CARETAKER)
    assert [client.get(address).status_code for address in own] == [404] * 5
    # TRC, TU and the Dinas sign nothing; the office reads what is in its register.
    for role, status in [(Role.FIELD, 403), (Role.OFFICE, 403), (Role.AGENCY, 403)]:
        login(role)
        assert client.get(page(letter)).status_code == status
    login(Role.OFFICE)
    assert client.get(page(letter, "signature_sheet_print")).status_code == 200


def test_the_office_reads_no_sheet_of_a_sealed_file(client, login, piket):
    letter = handed_over(piket).handover_letter
    for side in ("gives", "receives"):
        client.post(page(letter), signed(letter, side))
    Letter.objects.filter(pk=letter.pk).update(is_sealed=True)
    login(Role.OFFICE)
    assert client.get(page(letter, "signature_sheet_print")).status_code == 404


# --- What the database refuses ----------------------------------------------------------------


@pytest.mark.parametrize(
    "column",
    [
        {"signed_sha256": "0" * 64},
        {"name": ""},
        {"sha256": "x"},
        {"strokes": "M1 1C"},
        {"strokes": ""},
        {"content": b"gambar"},
        {"read_to_them": True},
        {"language": "mak"},
        {"withdrawn_reason": "Keliru."},
    ],
    ids=str,
)
def test_the_database_refuses(column):
    with pytest.raises(IntegrityError), transaction.atomic():
        f.SignatureFactory(**column)


def test_the_database_refuses_a_second_of_the_same_and_keeps_what_there_is():
    row = f.SignatureFactory()
    with pytest.raises(IntegrityError), transaction.atomic():
        f.SignatureFactory(letter=row.letter)
    for column in [{"name": "Lain"}, {"strokes": "M1 1"}, {"signed_at": days.now()}]:
        with pytest.raises(DatabaseError), transaction.atomic():
            Signature.objects.filter(pk=row.pk).update(**column)
    with pytest.raises(DatabaseError), transaction.atomic():
        Signature.objects.filter(pk=row.pk).delete()
    taken = {"withdrawn_at": days.now(), "withdrawn_by": row.recorded_by}
    Signature.objects.filter(pk=row.pk).update(**taken, withdrawn_reason="Keliru.")
    with pytest.raises(DatabaseError), transaction.atomic():
        Signature.objects.filter(pk=row.pk).update(withdrawn_reason="Lain.")
    f.SignatureFactory(letter=row.letter)


def test_the_database_lets_nobody_sign_a_withdrawn_letter():
    letter = f.LetterFileFactory().letter
    f.withdraw(letter)
    with pytest.raises(IntegrityError), transaction.atomic():
        f.SignatureFactory(letter=letter)


def test_a_sheet_is_only_added():
    with connection.cursor() as cursor:
        for right, has in [("INSERT", True), ("UPDATE", False), ("DELETE", False)]:
            cursor.execute("SELECT has_table_privilege('letters_signaturesheet', %s)", [right])
            assert cursor.fetchone()[0] is has


def test_a_merge_leaves_signatures_where_they_are():
    """They hang on a letter, which names a person by number alone."""
    columns = {
        field.related_model.__name__ for field in Signature._meta.fields if field.is_relation
    }
    assert columns == {"User", "Letter"}
