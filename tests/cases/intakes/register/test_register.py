import io
import json
import uuid
import zipfile

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.core.management import call_command
from django.urls import reverse
from pytest_django.asserts import assertContains, assertNotContains
from python_calamine import CalamineWorkbook
from xlsxwriter import Workbook

from cases.intakes.models import ClassificationAlias, Intake, RegisterImport
from cases.intakes.register.saving import DRAFT_STAYS, forget_drafts
from cases.people.models import Person
from rptc import days
from rptc.accounts.models import User
from rptc.accounts.permissions import Role
from rptc.audit.models import Entry
from tests import DATA
from tests.database_roles import as_owner
from tests.factories import (
    EmergencyAccessFactory,
    IntakeFactory,
    PatrolFactory,
    SealReaderFactory,
    StayFactory,
)

URL = reverse("cases:register_import_list")
HEADER = [
    "NO",
    "NAMA",
    "L/P",
    "UMUR / TTL",
    "ALAMAT ASAL",
    "KLASIFIKASI",
    "TGL TERJARING",
    "LOKASI",
    "KET",
]
RAHMA = [
    1,
    "Rahma'",
    "P",
    "9 thn",
    "Kab. Gowa",
    "Anjal",
    "08-01-2023",
    "Pasar Terong",
    "dipulangkan",
]
BASO = [2, "Baso", "L", "± 30", "Tallo", "Gepeng", "", "Terminal Daya", ""]


def register(*rows):
    file = io.BytesIO()
    with Workbook(file) as book:
        sheet = book.add_worksheet("JAN")
        for number, row in enumerate([["DATA PMKS TERJARING BULAN JANUARI 2023"], HEADER, *rows]):
            sheet.write_row(number, 0, row)
    return file.getvalue()


def upload(client, content, name="register.xlsx", **fields):
    file = SimpleUploadedFile(name, content)
    return client.post(URL, {"send_key": str(uuid.uuid4()), "file": file, **fields}, follow=True)


def step(name, register):
    return reverse(f"cases:register_import_{name}", args=[register.pk])


def commit(client, **data):
    return client.post(step("commit", RegisterImport.objects.latest("pk")), data, follow=True)


def test_a_dry_run_shows_every_row_and_saves_none(client, login):
    login(Role.SOCIAL_WORKER)
    response = upload(client, register(RAHMA, BASO))
    assertContains(response, "Rahma&#x27;")
    assertContains(response, "2 baris baru")
    assert not Intake.objects.exists()


def test_saved_rows_are_people_without_patrol_or_stay(client, login):
    login(Role.SOCIAL_WORKER)
    upload(client, register(RAHMA, BASO))
    assertContains(commit(client), "2 baris tersimpan.")
    rahma, baso = Intake.objects.order_by("pk")
    assert (rahma.door, rahma.outcome, rahma.patrol) == ("register", "unrecorded", None)
    assert (rahma.person.origin.name, rahma.person.origin_text) == ("Kabupaten Gowa", "Kab. Gowa")
    assert rahma.remarks == "dipulangkan"
    assert rahma.register_row == "JAN, baris 3"
    assert baso.met_on == rahma.met_on
    assert str(baso.person.age.text_on(baso.met_on)) == "sekitar 30 th"
    assert baso.person.origin.is_in_makassar
    assert RegisterImport.objects.get().content is None


def test_what_cannot_be_read_is_refused_with_its_place(client, login):
    login(Role.SOCIAL_WORKER)
    wrong = [3, "Tanpa kelamin", "", "40", "", "Gepeng", "09-01-2023", "Fly Over", ""]
    response = upload(client, register(RAHMA, wrong))
    assertContains(response, "Ditolak")
    assertContains(response, "JAN, 4")
    commit(client)
    assert Intake.objects.count() == 1
    assert RegisterImport.objects.get().refused == 1


def test_an_unknown_class_is_asked_once_and_understood_everywhere(client, login):
    login(Role.SOCIAL_WORKER)
    row = [*RAHMA]
    row[5] = "Manusia Silver"
    response = upload(client, register(row))
    assertContains(response, "“manusia silver” berarti")
    anjal = ClassificationAlias.objects.get(alias="anjal").classification
    draft = RegisterImport.objects.get()
    response = client.post(step("answer", draft), {"word_0": anjal.pk}, follow=True)
    assertContains(response, "1 baris baru")
    commit(client)
    assert Intake.objects.get().classification == anjal
    row[1] = "Lain"
    assertNotContains(upload(client, register(row)), "berarti")
    patrol = PatrolFactory(recorded_by=login(Role.FIELD))
    page = reverse("cases:patrol_paste", args=[patrol.pk])
    pasted = client.post(page, {"block": "Rendi\tLk\tanak\tmanusia SILVER"}).context["batch"]
    assert [form.initial["provisional"] for form in pasted.forms] == [anjal.pk]


def test_the_same_file_twice_says_so_and_adds_nothing(client, login):
    login(Role.SOCIAL_WORKER)
    content = register(RAHMA)
    upload(client, content)
    commit(client)
    assertContains(upload(client, content), "Berkas ini sudah diimpor.")
    assert RegisterImport.objects.count() == 1


def test_what_is_not_saved_within_a_fortnight_goes_with_its_file(client, login):
    """Names that somebody looked at, and of whom nobody decided that they are kept."""
    login(Role.SOCIAL_WORKER)
    upload(client, register(RAHMA))
    commit(client)
    saved = RegisterImport.objects.get()
    upload(client, register(BASO))
    young = RegisterImport.objects.latest("pk")
    upload(client, register(RAHMA, BASO))
    old = RegisterImport.objects.latest("pk")
    long_ago = days.now() - DRAFT_STAYS - days.ONE_HOUR
    RegisterImport.objects.filter(pk__in=[saved.pk, old.pk]).update(recorded_at=long_ago)
    commands = User.objects.of_commands()
    assert forget_drafts(by=commands) == 1
    assert set(RegisterImport.objects.all()) == {saved, young}
    assert Entry.objects.get(actor=commands).object_id == old.pk
    assert client.get(step("detail", old)).status_code == 404


def test_two_drafts_of_one_file_are_saved_once(client, login):
    login(Role.SOCIAL_WORKER)
    content = register(RAHMA)
    upload(client, content)
    first = RegisterImport.objects.get()
    upload(client, content)
    commit(client)
    assertContains(client.post(step("commit", first), follow=True), "Tidak ada yang ditambah.")
    assert Intake.objects.count() == 1


def test_a_row_that_is_there_is_skipped_unless_ticked(client, login):
    login(Role.SOCIAL_WORKER)
    upload(client, register(RAHMA))
    commit(client)
    response = upload(client, register(RAHMA, BASO))
    assertContains(response, "Sudah ada.")
    commit(client, sure="on")
    assert Intake.objects.count() == 2
    upload(client, register(RAHMA, BASO, [3, *BASO[1:]]))
    commit(client, row=["JAN:3", "JAN:5"])
    assert Intake.objects.filter(person__name="Rahma'").count() == 2
    assert Intake.objects.filter(person__name="Baso").count() == 2


def test_a_year_with_figures_is_shown_and_asked_for(client, login):
    login(Role.SOCIAL_WORKER)
    assertNotContains(upload(client, register(RAHMA)), "sudah berisi angka")
    commit(client)
    page = upload(client, register(RAHMA, BASO))
    assertContains(page, "2023: sekarang 1 baris, sesudah disimpan 2.")
    assertContains(page, "sudah berisi angka")
    assertContains(commit(client), "Centang bahwa Anda yakin.")
    assert Intake.objects.count() == 1
    commit(client, sure="on")
    assert Intake.objects.count() == 2


def test_two_equal_rows_of_a_file_are_asked_about(client, login):
    login(Role.SOCIAL_WORKER)
    nobody = [3, "", *BASO[2:]]
    page = upload(client, register(RAHMA, [2, *RAHMA[1:]], nobody, nobody))
    assertContains(page, "Sama dengan baris lain di berkas ini.", count=2)
    commit(client, row="JAN:6")
    assert Intake.objects.filter(person__name="Rahma'").count() == 1
    assert Intake.objects.filter(person__name="").count() == 2


CORRECTIONS = [
    (1, "Rahmi"),
    (2, "L"),
    (3, "10 thn"),
    (4, "Kab. Maros"),
    (5, "Gepeng"),
    (6, "09-01-2023"),
    (7, "Fly Over"),
    (8, "diserahkan"),
]


def test_corrected_cells_are_named_and_no_row_is_added(client, login):
    login(Role.SOCIAL_WORKER)
    rows = [[n, f"Orang {n}", *RAHMA[2:]] for n in range(1, 11)]
    upload(client, register(*rows))
    commit(client)
    corrected = [[*row] for row in rows]
    for row, (column, text) in zip(corrected, CORRECTIONS, strict=False):
        row[column] = text
    # Two cells in one row, and a row that moved to another line.
    corrected[8][6:8] = ["10-01-2023", "Losari"]
    corrected[9][3] = "11 thn"
    corrected[9], corrected[1] = corrected[1], corrected[9]
    page = upload(client, register(*corrected))
    assert not any(one.is_new for one in page.context["rows"])
    assert [
        [(change.label, change.before, change.now) for change in one.changes]
        for one in page.context["corrected"]
    ] == [
        [("Nama", "Orang 1", "Rahmi")],
        [("Umur", "9", "11")],
        [("Umur", "9", "10")],
        [("Alamat asal", "Kab. Gowa", "Kab. Maros")],
        [("Klasifikasi", "Anak Jalanan", "Gepeng")],
        [("Tanggal", "08/01/2023", "09/01/2023")],
        [("Tempat", "Pasar Terong", "Fly Over")],
        [("Keterangan", "dipulangkan", "diserahkan")],
        [("Tanggal", "08/01/2023", "10/01/2023"), ("Tempat", "Pasar Terong", "Losari")],
        [("L/P", "P", "L")],
    ]
    commit(client)
    assert Intake.objects.count() == 10


def test_what_a_closed_row_says_is_not_shown_beside_a_correction(client, login):
    login(Role.SOCIAL_WORKER)
    upload(client, register(RAHMA))
    commit(client)
    SealReaderFactory(seal__person=Person.objects.get())
    corrected = [*RAHMA[:7], "Fly Over", RAHMA[8]]
    page = upload(client, register(corrected))
    assertNotContains(page, "Pasar Terong")
    assert page.context["corrected"] == []
    # What the page calls new is what is saved.
    assert page.context["new"] == 1
    assertContains(commit(client, sure="on"), "1 baris tersimpan.")


def test_what_does_not_count_comes_back_as_what_does_not_count(client, login):
    """Whoever refused or ran away is no line of the recap, also not by way of a file."""
    login(Role.SOCIAL_WORKER)
    ran = IntakeFactory(outcome="refused", remarks="Lari ke arah pasar.")
    year = ran.met_on.year
    file = export(client, year, with_names="on", reason="Permintaan Dinas.").content
    as_owner_delete(ran)
    upload(client, file)
    commit(client)
    again = Intake.objects.get()
    assert (again.outcome, again.remarks) == ("refused", "Lari ke arah pasar.")


def as_owner_delete(intake):
    with as_owner():
        intake.delete()
        intake.person.delete()


def test_a_whole_file_is_undone_and_can_be_read_again(client, login):
    login(Role.SOCIAL_WORKER)
    content = register(RAHMA, BASO)
    upload(client, content)
    commit(client)
    saved = RegisterImport.objects.get()
    assertContains(client.get(step("undo", saved)), "Batalkan impor")
    client.post(step("undo", saved))
    assert not Intake.objects.exists()
    assert not Person.objects.exists()
    upload(client, content)
    commit(client)
    assert Intake.objects.count() == 2


@pytest.mark.parametrize("later", ["stay", "intake"])
def test_undo_is_refused_when_something_was_built_on_it(client, login, later):
    login(Role.SOCIAL_WORKER)
    upload(client, register(RAHMA, BASO))
    commit(client)
    person = Person.objects.get(name="Baso")
    again = IntakeFactory(person=person)
    if later == "stay":
        StayFactory(intake=again)
    response = client.post(step("undo", RegisterImport.objects.get()), follow=True)
    assertContains(response, "sudah mempunyai catatan lain")
    assert Intake.objects.count() == 3


@pytest.mark.parametrize("later", ["nothing", "stay"])
def test_undo_neither_names_nor_deletes_what_is_closed_to_who_undoes(client, login, later):
    login(Role.SOCIAL_WORKER)
    upload(client, register(RAHMA, BASO))
    commit(client)
    closed = Person.objects.get(name="Baso")
    if later == "stay":
        StayFactory(intake=IntakeFactory(person=closed))
    SealReaderFactory(seal__person=closed)
    kept = Intake.objects.filter(person=closed).count()
    page = client.post(step("undo", RegisterImport.objects.get()), follow=True)
    assertContains(page, "1 baris tidak dapat dibatalkan: sudah dipakai.")
    assertNotContains(page, "Baso")
    assertNotContains(page, closed.file_number)
    assert list(Person.objects.all()) == [closed]
    assert Intake.objects.count() == kept


def test_what_is_open_and_in_use_is_named_and_what_is_closed_is_not(client, login):
    login(Role.SOCIAL_WORKER)
    upload(client, register(RAHMA, BASO))
    commit(client)
    for person in Person.objects.all():
        IntakeFactory(person=person)
    SealReaderFactory(seal__person=Person.objects.get(name="Baso"))
    page = client.post(step("undo", RegisterImport.objects.get()), follow=True)
    assertContains(page, "1 orang sudah mempunyai catatan lain: Rahma")
    assertNotContains(page, "Baso")
    assert Intake.objects.count() == 4


def test_undo_is_refused_for_what_its_actor_may_not_read_as_well(client, login):
    """That somebody else opened the file in an emergency."""
    login(Role.SOCIAL_WORKER)
    upload(client, register(RAHMA, BASO))
    commit(client)
    EmergencyAccessFactory(person=Person.objects.get(name="Baso"))
    response = client.post(step("undo", RegisterImport.objects.get()), follow=True)
    assertContains(response, "1 orang sudah mempunyai catatan lain")


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("foto.xlsx", b"\x89PNG\r\n\x1a\n" + b"x" * 100),
        ("kosong.csv", b" "),
        ("besar.xlsx", b"x" * (2 * 1024 * 1024 + 1)),
        ("teks.csv", b"halo;dunia\n1;2\n"),
    ],
)
def test_what_is_no_register_is_refused_in_words(client, login, name, content):
    login(Role.SOCIAL_WORKER)
    response = upload(client, content, name)
    assert response.status_code == 200
    assert response.context["form"].errors["file"]
    assert not RegisterImport.objects.exists()


def test_no_file_is_said(client, login):
    login(Role.SOCIAL_WORKER)
    response = client.post(URL, {"send_key": str(uuid.uuid4())})
    assertContains(response, "Pilih berkasnya.")


def run(*args):
    out = io.StringIO()
    with pytest.raises(SystemExit) as ended:
        call_command("import_register", *map(str, args), stdout=out, stderr=io.StringIO())
    return ended.value.code, out.getvalue()


@pytest.mark.django_db
class TestCommand:
    def test_a_dry_run_saves_nothing(self):
        code, out = run(DATA / "register_razia_2024.xlsx")
        assert code == 0
        assert "583 baris: 583 terbaca, 0 ditolak" in out
        assert not Intake.objects.exists()

    def test_commit_saves_and_the_same_file_adds_nothing(self):
        run(DATA / "register_razia_2024.xlsx", "--commit")
        code, out = run(DATA / "register_razia_2024.xlsx", "--commit", "--json")
        answer = json.loads(out)
        assert (code, answer["saved"], answer["already_there"]) == (0, 0, 583)
        assert Intake.objects.count() == 583
        assert Intake.objects.first().recorded_by.username == "perintah"

    def test_refused_rows_end_with_one_and_are_named(self, tmp_path):
        file = tmp_path / "register.xlsx"
        file.write_bytes(register(RAHMA, [2, "Baso", "?", "", "", "Gepeng", "", "", ""]))
        code, out = run(file, "--commit", "--json")
        answer = json.loads(out)
        assert (code, answer["rows"], answer["accepted"], answer["refused"]) == (1, 2, 1, 1)
        item = answer["items"][0]
        assert (item["sheet"], item["row"], item["value"]) == ("JAN", 4, "?")
        assert item["expected"]
        assert Intake.objects.count() == 1

    def test_an_unusable_file_ends_with_two(self, tmp_path):
        file = tmp_path / "register.xlsx"
        file.write_bytes(b"not a workbook at all \x00")
        assert run(file)[0] == 2
        assert run(tmp_path / "nowhere.xlsx")[0] == 2

    def test_one_sheet_alone(self):
        code, out = run(DATA / "register_razia_2024.xlsx", "--sheet", "JAN")
        assert code == 0
        assert "16 baris" in out or "baris:" in out


@pytest.mark.django_db
def test_the_export_imports_again_with_no_difference(tmp_path):
    run(DATA / "register_razia_2024.xlsx", "--commit")
    file = tmp_path / "2024.xlsx"
    call_command("export_register", "2024", "--output", str(file), stdout=io.StringIO())
    before = facts()
    _, out = run(file, "--json")
    assert json.loads(out)["already_there"] == 583
    Intake.objects.all().delete()
    Person.objects.all().delete()
    run(file, "--commit")
    assert facts() == before


def facts():
    return sorted(
        Intake.objects.values_list(
            "met_on",
            "person__name",
            "sex",
            "person__age_kind",
            "person__age_years",
            "person__born_on",
            "person__birthplace",
            "person__origin_text",
            "classification__code",
            "place",
            "remarks",
        ),
        key=str,
    )


def test_the_button_writes_what_the_user_may_see(client, login):
    login(Role.SOCIAL_WORKER)
    IntakeFactory()
    sealed = IntakeFactory(person__is_sealed=True)
    response = export(client, sealed.met_on.year, with_names="on", reason="Permintaan Dinas.")
    assert response["Content-Disposition"].startswith("attachment")
    assert response.content[:2] == b"PK"
    with zipfile.ZipFile(io.BytesIO(response.content)) as parts:
        said = "1 baris. 1 baris berkas tertutup tidak termasuk."
        assert said in parts.read("docProps/core.xml").decode()
    page = client.get(reverse("cases:register_export", args=[sealed.met_on.year]))
    assertContains(page, "1 baris yang dihitung rekap tidak termasuk")


def export(client, year, **typed):
    return client.post(reverse("cases:register_export", args=[year]), typed)


HTML = "text/html; charset=utf-8"


def text_in(response):
    book = CalamineWorkbook.from_filelike(io.BytesIO(response.content))
    return str([book.get_sheet_by_name(name).to_python() for name in book.sheet_names])


def test_names_leave_the_house_with_a_reason_alone(client, login):
    login(Role.SOCIAL_WORKER)
    intake = IntakeFactory(person__name="Daeng Naba", remarks="Adik Daeng Tata.")
    year = intake.met_on.year
    assertContains(export(client, year, with_names="on"), "Tulis untuk apa")
    assert export(client, year, with_names="on", reason="Rapat")["Content-Type"] == HTML
    assert not Entry.objects.filter(verb="exported").exists()
    without = text_in(export(client, year))
    assert "Daeng" not in without
    assert intake.classification.name in without
    named = text_in(export(client, year, with_names="on", reason="Permintaan Dinas."))
    assert "Daeng Naba" in named
    assert "Adik Daeng Tata." in named


def test_file_and_log_say_who_took_what_and_when(client, login):
    user = login(Role.HEAD)
    intake = IntakeFactory()
    year = intake.met_on.year
    answer = export(client, year, with_names="on", reason="Permintaan Dinas.")
    line = Entry.objects.get(verb="exported")
    assert line.act == f"mengunduh register {year} dengan nama, 1 baris"
    assert line.details["reason"] == "Permintaan Dinas."
    with zipfile.ZipFile(io.BytesIO(answer.content)) as parts:
        properties = parts.read("docProps/core.xml").decode()
        sheet = parts.read("xl/worksheets/sheet1.xml").decode()
    for said in (str(user), "1 baris", line.details["sha256"]):
        assert said in properties
        assert said in sheet
    again = export(client, year, with_names="on", reason="Permintaan Dinas.")
    assert again.status_code == 200
    assert Entry.objects.latest("pk").details["sha256"] == line.details["sha256"]


def test_query_count_does_not_grow(client, login, count_queries):
    login(Role.SOCIAL_WORKER)
    upload(client, register(RAHMA))
    draft = RegisterImport.objects.get()
    few = count_queries(step("detail", draft))
    upload(client, register(*([n, f"Orang {n}", *RAHMA[2:]] for n in range(1, 30))))
    assert count_queries(step("detail", RegisterImport.objects.latest("pk"))) == few
