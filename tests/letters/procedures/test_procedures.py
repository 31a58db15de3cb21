"""On what the house stands: written down, confirmed, read, and named by letters and pages."""

import uuid
from datetime import date, timedelta

import pytest
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import IntegrityError, InternalError, transaction
from django.urls import reverse
from pytest_django.asserts import assertContains, assertNotContains, assertRedirects

from rptc import days
from rptc.accounts.permissions import Role
from rptc.audit.models import Entry
from rptc.letters.models import LetterKind, Unit
from rptc.letters.procedures import actions
from rptc.letters.procedures.matters import Matter
from rptc.letters.procedures.models import Procedure, ProcedureReading, ProcedureScan
from rptc.letters.procedures.named import FOLLOWS, citations_on
from rptc.letters.texts.drawing import Sheet, of_the_day
from rptc.letters.texts.models import LetterText
from rptc.waiting import count_for
from tests import factories as f
from tests import pictures
from tests.database_roles import as_owner

pytestmark = pytest.mark.django_db

LIST, ADD = reverse("letters:procedure_list"), reverse("letters:procedure_add")
INSIDE = [each for each in Role if each not in {Role.PARTNER}]
TYPED = {
    "kind": "sop",
    "number": "4/RPTC/2026",
    "title": "penerimaan klien",
    "valid_from": "2026-01-05",
    "matters": ["terima"],
    "must_be_read": "on",
}


def url(name, row):
    return reverse(f"letters:procedure_{name}", args=[row.pk])


def attached(**columns):
    """Confirmed, with its scan."""
    row = f.ProcedureFactory(confirmed=True, **columns)
    f.ProcedureScanFactory(procedure=row)
    return row


def upload(seed=1):
    return SimpleUploadedFile("sop.jpg", pictures.jpeg(seed=seed), "image/jpeg")


WAITS = "procedures-to-read"


def waits(user):
    return [(kind.url, n) for kind, n in count_for(user) if kind.key == WAITS and n]


def test_what_came_with_the_program_is_confirmed_by_nobody_and_named_nowhere():
    rows = Procedure.objects.all()
    assert rows.count() == 4
    assert {row.state for row in rows} == {("Belum dikonfirmasi", "due")}
    assert set(citations_on(days.today()).values()) == {""}


@pytest.mark.parametrize("role", [Role.OFFICE, Role.HEAD])
def test_one_is_written_down_scanned_confirmed_and_read(client, login, role):
    user = login(role)
    client.post(ADD, TYPED)
    row = Procedure.objects.get(number="4/RPTC/2026")
    assert row.matters == ["terima"]
    client.post(url("scan_add", row), {"send_key": uuid.uuid4(), "paper": upload()})
    assertContains(client.get(url("detail", row)), "Sudah cocok, konfirmasi")
    assertRedirects(client.post(url("confirm", row), {"version": row.version}), url("detail", row))
    row.refresh_from_db()
    assert (row.confirmed_by, row.edition) == (user, 1)
    assertContains(client.get(url("detail", row)), "Saya sudah membacanya")
    client.post(url("read", row), {"edition": row.edition})
    client.post(url("read", row), {"edition": row.edition})
    assert ProcedureReading.objects.get().reader == user
    assert Entry.objects.filter(verb="said_read").count() == 1
    page = client.get(url("detail", row))
    assertNotContains(page, "Saya sudah membacanya")
    assertContains(page, "semua sudah")


@pytest.mark.parametrize(
    ("typed", "told"),
    [
        ({"title": ""}, "Tulis tentang apa."),
        ({"kind": ""}, "Pilih jenisnya."),
        ({"year": "1800"}, "Periksa tahunnya."),
        ({"valid_until": "2025-01-01"}, "Berakhirnya sebelum mulainya."),
        ({"matters": ["semua"]}, "semua"),
    ],
)
def test_a_mistake_is_told(client, login, typed, told):
    login(Role.OFFICE)
    assertContains(client.post(ADD, TYPED | typed), told)
    assert not Procedure.objects.filter(number="4/RPTC/2026").exists()


def test_the_same_document_stands_once(client, login):
    login(Role.OFFICE)
    client.post(ADD, TYPED)
    assertContains(client.post(ADD, TYPED), "Dokumen ini sudah ada.")
    assert Procedure.objects.filter(number="4/RPTC/2026").count() == 1


@pytest.mark.parametrize(
    ("columns", "missing"),
    [
        ({"number": ""}, "nomor belum ditulis"),
        ({"valid_from": None}, "tanggal mulai berlaku belum ditulis"),
        ({"number": "", "valid_from": None}, "nomor dan tanggal mulai berlaku belum ditulis"),
    ],
)
def test_what_cannot_be_compared_is_not_offered_to_be_confirmed(client, login, columns, missing):
    login(Role.OFFICE)
    row = f.ProcedureFactory(**columns)
    page = client.get(url("detail", row))
    assertContains(page, missing)
    assertContains(page, url("edit", row), count=2)
    assertNotContains(page, url("confirm", row))
    login(Role.CARETAKER)
    page = client.get(url("detail", row))
    assertContains(page, missing)
    assertNotContains(page, "Tulis sekarang")


def test_how_many_have_not_read_it_is_said_of_what_all_are_to_read_alone(client, login):
    login(Role.OFFICE)
    for must_be_read, is_said in [(True, True), (False, False)]:
        row = f.ProcedureFactory(confirmed=True, must_be_read=must_be_read)
        page = client.get(url("detail", row)).content.decode()
        assert ("akun belum" in page or "semua sudah" in page) == is_said


def test_without_number_or_day_nothing_is_confirmed(client, login):
    login(Role.HEAD)
    row = f.ProcedureFactory(number="", valid_from=None)
    assertContains(
        client.post(url("confirm", row), {"version": row.version}, follow=True), actions.UNFINISHED
    )
    row.refresh_from_db()
    assert not row.is_confirmed
    with as_owner(), pytest.raises(IntegrityError), transaction.atomic():
        Procedure.objects.filter(pk=row.pk).update(
            confirmed_at=days.now(), confirmed_by=f.UserFactory()
        )


def test_with_other_words_it_is_confirmed_and_read_anew(client, login):
    user = login(Role.OFFICE)
    row = attached(number="4", must_be_read=True)
    actions.say_read(row, edition=row.edition, by=user)
    page = client.get(url("edit", row))
    typed = TYPED | {"number": "5", "shown_version": page.context["form"].stored_version}
    assertRedirects(client.post(url("edit", row), typed), url("detail", row))
    row.refresh_from_db()
    assert (row.edition, row.is_confirmed) == (2, False)
    row.refresh_from_db()
    actions.confirm_procedure(row, version=row.version, by=user)
    assert list(Procedure.objects.to_read(user)) == [row]


def test_a_tap_counts_for_what_stood_on_its_page_alone(client, login):
    user = login(Role.OFFICE)
    row = attached()
    Procedure.objects.filter(pk=row.pk).update(edition=2, version=2)
    page = client.post(url("read", row), {"edition": 1}, follow=True)
    assertContains(page, "berubah sejak halaman Anda dibuka")
    assert not ProcedureReading.objects.exists()
    Procedure.objects.filter(pk=row.pk).update(confirmed_at=None, confirmed_by=None)
    for said in ({"version": 1}, {}, {"version": "x"}):
        client.post(url("confirm", row), said)
    row.refresh_from_db()
    assert not row.is_confirmed
    actions.confirm_procedure(row, version=2, by=user)


def test_what_is_not_attached_is_read_by_nobody():
    row = f.ProcedureFactory(confirmed=True, must_be_read=True)
    user = f.UserFactory(roles=[Role.FIELD])
    with pytest.raises(ValidationError, match="belum dilampirkan"):
        actions.say_read(row, edition=1, by=user)


def test_what_is_ours_changes_without_another_edition(client, login):
    login(Role.OFFICE)
    row = f.ProcedureFactory(confirmed=True, matters=["bina"])
    typed = {
        "kind": row.kind,
        "number": row.number,
        "title": row.title,
        "valid_from": row.valid_from,
        "valid_until": row.valid_from + timedelta(days=900),
        "matters": ["bina", "pulang"],
        "shown_version": row.version,
    }
    client.post(url("edit", row), typed)
    row.refresh_from_db()
    assert (row.edition, row.is_confirmed, row.matters) == (1, True, ["bina", "pulang"])


def test_two_who_change_it_at_once_see_both(client, login):
    login(Role.OFFICE)
    row = f.ProcedureFactory()
    client.post(url("edit", row), TYPED | {"number": "1", "shown_version": row.version})
    late = client.post(url("edit", row), TYPED | {"number": "2", "shown_version": row.version})
    assertContains(late, "diubah orang lain")
    row.refresh_from_db()
    assert row.number == "1"


def test_another_scan_is_another_edition_and_the_last_one_opens(client, login):
    login(Role.OFFICE)
    row = f.ProcedureFactory(confirmed=True)
    assert client.get(url("scan", row)).status_code == 404
    key = uuid.uuid4()
    for _ in range(2):
        client.post(url("scan_add", row), {"send_key": key, "paper": upload()})
    row.refresh_from_db()
    assert (row.scans.count(), row.edition, row.is_confirmed) == (1, 1, True)
    client.post(url("scan_add", row), {"send_key": uuid.uuid4(), "paper": upload(2)})
    row.refresh_from_db()
    assert (row.edition, row.is_confirmed) == (2, False)
    login(Role.CARETAKER)
    assert client.get(url("scan", row)).content == ProcedureScan.objects.latest("pk").scan
    with as_owner(), pytest.raises(InternalError), transaction.atomic():
        row.scans.first().delete()


def test_a_file_that_is_no_paper_is_refused_in_words(client, login):
    login(Role.OFFICE)
    row = f.ProcedureFactory()
    paper = SimpleUploadedFile("a.pdf", b"MZ" + bytes(300), "application/pdf")
    page = client.post(url("scan_add", row), {"send_key": uuid.uuid4(), "paper": paper})
    assert page.status_code == 200
    assert page.context["form"].errors
    assert not row.scans.exists()


def test_what_is_not_confirmed_is_read_by_nobody():
    row = f.ProcedureFactory(must_be_read=True)
    user = f.UserFactory(roles=[Role.FIELD])
    with pytest.raises(ValidationError):
        actions.say_read(row, edition=row.edition, by=user)
    assert waits(user) == []


@pytest.mark.parametrize("role", INSIDE)
def test_what_all_are_to_read_waits_on_their_first_page_until_they_have(client, login, role):
    user = login(role)
    row = attached(must_be_read=True)
    attached()
    attached(must_be_read=True, valid_until=days.today())
    f.ProcedureFactory(confirmed=True, must_be_read=True)
    [(page, number)] = waits(user)
    assert number == 1
    assertContains(client.get(page), row.title)
    client.post(url("read", row), {"edition": row.edition})
    assert waits(user) == []


def test_the_lists_say_what_holds_what_is_open_and_what_is_over(client, login):
    login(Role.SOCIAL_WORKER)
    holds = f.ProcedureFactory(confirmed=True, matters=["terima"])
    over = f.ProcedureFactory(confirmed=True, valid_until=days.today())
    open_ = f.ProcedureFactory()
    assert {row.pk for row in client.get(LIST).context["page_obj"]} == {holds.pk}
    shown = {row.pk for row in client.get(LIST, {"show": "over"}).context["page_obj"]}
    assert shown == {over.pk}
    assert open_ in client.get(LIST, {"show": "open"}).context["page_obj"].object_list
    assertContains(client.get(LIST, {"matter": "hukum"}), "Tidak ada yang cocok")


def test_a_long_list_asks_no_more(client, login, count_queries):
    login(Role.HEAD)
    f.ProcedureFactory(confirmed=True)
    few = count_queries(LIST)
    f.ProcedureFactory.create_batch(12, confirmed=True)
    assert count_queries(LIST) == few


def test_who_does_not_keep_them_changes_none(client, login):
    login(Role.SOCIAL_WORKER)
    row = f.ProcedureFactory(confirmed=True)
    page = client.get(url("detail", row))
    assertNotContains(page, url("edit", row))
    assertNotContains(page, "Sudah membaca<")
    assert client.post(url("confirm", row), {"version": row.version}).status_code == 403


def test_letters_name_what_was_in_force_on_their_day_where_their_text_asks():
    f.ProcedureFactory(
        confirmed=True, kind="perwali", number="37", year=2017, title="X", articles="Pasal 5",
        valid_from=date(2017, 6, 1), valid_until=date(2026, 3, 1), matters=["bina"],
    )  # fmt: skip
    f.ProcedureFactory(kind="perda", number="9", matters=["bina"])
    text = LetterText(
        kind=LetterKind.objects.get(code="perpanjangan"), heading="X", body="Isi",
        legal_basis="{dasar.bina}\n{dasar.tamu}",
    )  # fmt: skip

    def named(day):
        sheet = Sheet(text, of_the_day(Unit.current(), day, text))
        return [str(line) for line in sheet.legal_basis]

    told = "Peraturan Wali Kota Makassar Nomor 37 Tahun 2017 tentang X, Pasal 5"
    assert named(date(2026, 2, 28)) == [told]
    assert named(date(2026, 3, 1)) == named(date(2017, 5, 31)) == []


@pytest.mark.parametrize(
    ("number", "name"),
    [
        ("4/RPTC/2026", "SOP Nomor 4/RPTC/2026"),
        ("4", "SOP Nomor 4 Tahun 2026"),
        ("12026", "SOP Nomor 12026 Tahun 2026"),
    ],
)
def test_the_year_is_said_once(number, name):
    assert f.ProcedureFactory.build(kind="sop", number=number, year=2026).name == name


def test_a_text_that_names_none_asks_for_none(django_assert_num_queries):
    text = LetterText(kind=LetterKind.objects.get(code="perpanjangan"), heading="X", body="Isi")
    unit = Unit.current()
    assert text.printed == set()
    with django_assert_num_queries(0):
        of_the_day(unit, days.today(), text)


def test_pages_lead_to_what_they_follow(client, login):
    login(Role.HEAD)
    row = f.ProcedureFactory(confirmed=True, matters=["tamu"])
    assertContains(client.get(reverse("cases:visit_list")), url("detail", row))
    assertNotContains(client.get(reverse("cases:bag_list")), url("detail", row))


def test_each_matter_is_followed_by_a_page_that_there_is():
    assert set(FOLLOWS.values()) == set(Matter)
    assert all(reverse(name) for name in FOLLOWS)
