"""Numbers without a gap, frozen files, withdrawal: rptc.letters.actions and its constraints."""

import datetime
import uuid

import pytest
from django.core.exceptions import ValidationError
from django.db import DatabaseError, IntegrityError, connection, transaction

from rptc import days
from rptc.accounts.permissions import Role
from rptc.audit.models import Entry
from rptc.letters import actions
from rptc.letters.files import frozen_file
from rptc.letters.models import LetterCounter, LetterFile, LetterKind, Withdrawal
from tests import factories as f

pytestmark = pytest.mark.django_db
SCAN = f.blank_sheet()


@pytest.fixture
def office():
    return f.UserFactory(roles=[Role.OFFICE])


@pytest.fixture
def head():
    return f.UserFactory(roles=[Role.HEAD])


def issue(by, kind="perpanjangan", **details):
    return actions.issue_letter(
        kind,
        by=by,
        **{
            "facts": {},
            "about": "Berkas 00001",
            "send_key": uuid.uuid4(),
            **details,
        },
    )


def outside_kind(code="perpanjangan"):
    LetterKind.objects.filter(code=code).update(numbering="outside")
    return LetterKind.objects.get(code=code)


def test_numbers_run_on_by_kind_and_year(office):
    day = datetime.date(2026, 11, 24)
    first, second = issue(office, on=day), issue(office, on=day)
    other_kind = issue(office, "surat-jalan", on=day)
    other_year = issue(office, on=datetime.date(2025, 12, 31))
    assert (first.number, second.number) == ("460/1/PMP/RPTC/XI/2026", "460/2/PMP/RPTC/XI/2026")
    assert other_kind.number == "460/1/SJ/RPTC/XI/2026"
    assert other_year.number == "460/1/PMP/RPTC/XII/2025"


def test_the_counter_goes_past_every_number_that_was_typed(office):
    day = datetime.date(2026, 11, 24)
    typed = [issue(office, on=day, number_later=True) for _ in range(2)]
    outside_kind()
    for sequence, letter in enumerate(typed, 1):
        number = f"460/{sequence}/PMP/RPTC/XI/2026"
        actions.number_letter(letter, number=number, source="Buku agenda", by=office)
    LetterKind.objects.filter(code="perpanjangan").update(numbering="own")
    assert [issue(office, on=day).sequence for _ in range(2)] == [3, 4]


def test_a_letter_that_cannot_be_printed_gives_its_number_back(office):
    with pytest.raises(ValidationError, match="60 halaman"), transaction.atomic():
        issue(office, facts={"perpanjangan.alasan": "panjang " * 40_000})
    assert issue(office).sequence == 1


def test_the_same_form_again_gives_the_same_letter(office):
    key = uuid.uuid4()
    assert issue(office, send_key=key) == issue(office, send_key=key)
    assert LetterCounter.objects.get().last == 1


def test_what_was_printed_is_frozen_with_its_hash(office):
    letter = issue(office, person_id=7)
    file = frozen_file(letter)
    assert bytes(file.content).startswith(b"%PDF-")
    assert Entry.objects.get(verb="issued").person_id == 7
    with pytest.raises(DatabaseError), transaction.atomic():
        LetterFile.objects.filter(pk=file.pk).update(content=b"lain")
    with pytest.raises(DatabaseError), transaction.atomic():
        file.delete()


def test_print_now_number_later_scan_back(office):
    letter = issue(office, number_later=True)
    assert (letter.number, letter.waits_for_scan) == ("", True)
    with pytest.raises(ValidationError, match="Beri nomor dahulu"):
        actions.add_scan(letter, SCAN, by=office)
    letter = actions.number_letter(letter, number="", source="", by=office)
    assert letter.sequence == 1
    actions.add_scan(letter, SCAN, by=office)
    letter.refresh_from_db()
    assert bytes(frozen_file(letter).content) == SCAN
    assert letter.state == ("Berlaku", "ok")
    with pytest.raises(ValidationError, match="sudah ada"):
        actions.add_scan(letter, SCAN, by=office)


def test_a_number_from_outside_is_typed_with_its_source_and_comes_once(office):
    outside_kind()
    first, second = issue(office), issue(office)
    with pytest.raises(ValidationError, match="dari mana"):
        actions.number_letter(first, number="800/77", source="", by=office)
    actions.number_letter(first, number="800/77", source="Buku agenda", by=office)
    with pytest.raises(ValidationError, match="sudah dipakai"):
        actions.number_letter(second, number="800/77", source="Srikandi", by=office)
    with pytest.raises(ValidationError, match="sudah bernomor"):
        actions.number_letter(first, number="800/78", source="Srikandi", by=office)


def test_a_number_code_or_date_is_never_changed(office):
    letter = issue(office)
    for change in (
        {"number": "460/9/PMP/RPTC/XI/2026"},
        {"check_code": "AAAABBBBCCCC"},
        {"dated_on": letter.dated_on.replace(day=1), "year": letter.dated_on.year + 1},
    ):
        with pytest.raises(DatabaseError), transaction.atomic():
            type(letter).objects.filter(pk=letter.pk).update(**change)
    with pytest.raises(DatabaseError), transaction.atomic():
        letter.delete()


@pytest.mark.parametrize(
    "columns",
    [
        {"number": "1/X", "number_source": ""},
        {"number": "", "number_source": "Buku agenda"},
        {"year": 2001},
        {"withdrawn_at": datetime.datetime(2026, 1, 1, tzinfo=datetime.UTC)},
    ],
)
def test_the_database_refuses_half_a_letter(columns):
    with pytest.raises(IntegrityError), transaction.atomic():
        f.LetterFactory(**columns)


def ask(letter, by):
    return actions.ask_withdrawal(Withdrawal(letter=letter, reason="Salah nama."), by=by)


def test_what_is_withdrawn_stays_so(office, head):
    letter = issue(office)
    withdrawal = ask(letter, office)
    with pytest.raises(ValidationError, match="sudah diminta"):
        ask(letter, head)
    letter = actions.decide_withdrawal(withdrawal, approve=True, by=head).letter
    assert letter.state == ("Ditarik", "late")
    for act in (
        lambda: ask(letter, office),
        lambda: actions.add_scan(letter, SCAN, by=office),
        lambda: actions.number_letter(letter, number="", source="", by=office),
    ):
        with pytest.raises(ValidationError, match="sudah ditarik"):
            act()
    with pytest.raises(DatabaseError), transaction.atomic():
        type(letter).objects.filter(pk=letter.pk).update(withdrawn_at=None)
    assert issue(office).sequence == 2


def test_the_database_withdraws_by_a_decision_alone(office, head):
    letter = issue(office)
    withdrawal = ask(letter, office)
    for wrong in (
        lambda: type(letter).objects.update(withdrawn_at=days.now()),
        lambda: Withdrawal.objects.update(state="approved"),
        lambda: Withdrawal.objects.update(reason=""),
        lambda: f.WithdrawalFactory(letter=letter),
    ):
        with pytest.raises(IntegrityError), transaction.atomic():
            wrong()
    actions.decide_withdrawal(withdrawal, approve=False, by=head)
    with pytest.raises(DatabaseError, match="Invalid transition"), transaction.atomic():
        Withdrawal.objects.update(state="approved")


def test_the_head_may_let_it_stand_and_be_asked_again(office, head):
    letter = issue(office)
    letter = actions.decide_withdrawal(ask(letter, office), approve=False, by=head).letter
    assert letter.is_valid
    assert letter.state == ("Berlaku", "ok")
    again = ask(letter, office)
    assert list(Withdrawal.objects.waiting_for(head)) == [again]


def test_the_runtime_role_reads_and_adds_files_alone():
    with connection.cursor() as cursor:
        for right in ("UPDATE", "DELETE", "TRUNCATE"):
            cursor.execute("SELECT has_table_privilege('letters_letterfile', %s)", [right])
            assert cursor.fetchone() == (False,)


def test_a_typed_number_does_not_stop_our_own_counter(office):
    """What stands in the agenda book as the next of ours: the counter goes past it."""
    day = datetime.date(2026, 11, 24)
    outside_kind("surat-jalan")
    waiting = issue(office, "surat-jalan", on=day)
    actions.number_letter(waiting, number="460/1/PMP/RPTC/XI/2026", source="Agenda", by=office)
    assert issue(office, on=day).number == "460/2/PMP/RPTC/XI/2026"
