"""Dokumen (R40): what is said of a paper, what an office is asked for, and what comes of it."""

import datetime
import uuid

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import DatabaseError, IntegrityError, transaction
from django.urls import reverse
from pytest_django.asserts import assertContains, assertNotContains, assertRedirects

from cases.papers import actions
from cases.papers.lists import children_without_birth, could_be_asked, lines_of
from cases.papers.models import (
    Paper,
    PaperKind,
    PaperRefusalEnd,
    PaperRequest,
    PaperWord,
)
from cases.people.doubles import actions as doubles
from rptc import days
from rptc.accounts.permissions import Role
from rptc.waiting import count_for
from tests import factories as f
from tests import pictures
from tests.database_roles import as_owner

pytestmark = pytest.mark.django_db
LIST = reverse("cases:paper_list")
MANY = reverse("cases:paper_got_many")
DAY = datetime.date(2026, 11, 24)


def picture():
    return SimpleUploadedFile("akta.jpg", pictures.jpeg(), "image/jpeg")


@pytest.fixture(autouse=True)
def _at_ten(time_machine_at):
    time_machine_at(days.at(DAY, datetime.time(10)))


@pytest.fixture
def worker(login):
    return login(Role.SOCIAL_WORKER)


def of(name, row):
    return reverse(f"cases:paper_{name}", args=[row.pk])


def identity(person):
    return reverse("cases:person_identity", args=[person.pk])


def key():
    return {"send_key": str(uuid.uuid4())}


def typed(code="ktp", **changes):
    said = {"kind": f.paper_kind(code).pk, "state": "lost", "said_on": "2026-11-24"}
    return key() | said | {"number": "", "note": ""} | changes


def asked(**changes):
    said = {"office": f.paper_office().pk, "asked_on": "2026-11-24", "receipt": ""}
    return key() | said | changes


def line(person, user, code="ktp"):
    return next(each for each in lines_of(person, user) if each.kind.code == code)


def waiting(user):
    found = {waits.key: number for waits, number in count_for(user)}
    return {name: number for name, number in found.items() if "paper-" in name and number}


def test_a_paper_is_said_on_the_part_identity_and_asked_for(client, worker):
    stay = f.StayFactory(days_ago=2)
    write = of("write", stay.person)
    page = client.get(write, {"kind": f.paper_kind().pk})
    assert page.context["form"].initial["kind"] == f.paper_kind().pk
    data = typed(note="hilang di pasar Ma'ruf")
    assertRedirects(client.post(write, data), identity(stay.person))
    assertRedirects(client.post(write, data), identity(stay.person))
    paper = Paper.objects.get()
    assert (paper.stay, paper.state) == (stay, "lost")
    page = client.get(identity(stay.person))
    assertContains(page, "Hilang")
    assertContains(page, "hilang di pasar Ma&#x27;ruf")
    assertRedirects(client.post(of("ask", paper), asked()), of("detail", paper))
    assertContains(client.get(identity(stay.person)), "Dalam pengurusan, 0 hari")
    assertContains(client.post(of("ask", paper), asked()), "sedang diurus")
    assertContains(client.get(LIST), str(stay.person))
    assertContains(client.post(write, typed()), "sudah dicatat")


def test_kinds_are_asked_of_those_whom_they_are_for(client, worker):
    child = f.StayFactory(child=True).person
    grown = f.StayFactory(intake__person__age_kind="exact", intake__person__age_years=40).person
    unknown = f.PersonFactory(age_kind="unknown", age_years=None, age_stated_on=None)
    kinds = {
        person.pk: {
            each.code for each in PaperKind.objects.all() if each.is_for(person, days.today())
        }
        for person in (child, grown, unknown)
    }
    assert kinds[child.pk] == {"kk", "akta", "kia", "bpjs"}
    assert kinds[grown.pk] == {"ktp", "kk", "akta", "bpjs", "nikah"}
    assert kinds[unknown.pk] == {"ktp", "kk", "akta", "kia", "bpjs", "nikah"}
    assertNotContains(client.get(identity(grown)), "KIA<")


def test_a_nik_is_never_kept_a_second_time(client, worker):
    stay = f.StayFactory()
    page = client.post(of("write", stay.person), typed(number="7371014101740001"))
    assertContains(page, "NIK dan nomor KK ditulis pada Identitas")
    with pytest.raises(IntegrityError), transaction.atomic():
        f.PaperFactory(number="7371014101740001")
    assert f.PaperFactory(code="akta", number="AL-12").number == "AL-12"


def test_what_came_is_compared_with_the_nik_of_the_file(client, worker):
    row = f.PaperRequestFactory(paper__stay__intake__person__nik="7371014101740001")
    got = of("got", row)
    page = client.post(got, {"got_on": "2026-11-24", "nik": "7371014101740002"})
    assertContains(page, "Tidak sama dengan NIK di berkas")
    data = {"got_on": "2026-11-24", "nik": "7371014101740001"}
    assertRedirects(client.post(got, data), of("detail", row.paper))
    row.refresh_from_db()
    assert (row.got_on, row.closed_by) == (DAY, worker)
    assert line(row.paper.person, worker).is_there
    assertContains(client.post(got, data), "sudah selesai")
    assertContains(client.get(identity(row.paper.person)), "dulu hilang")


def test_the_number_and_the_picture_of_a_certificate_are_kept(client, worker):
    row = f.PaperRequestFactory(paper__code="akta")
    data = {"got_on": "2026-11-24", "number": "7371-LT-01", "picture": picture()}
    assertRedirects(client.post(of("got", row), data), of("detail", row.paper))
    paper = Paper.objects.get()
    assert (paper.number, paper.scan.kind, paper.scan.person) == (
        "7371-LT-01",
        "card",
        paper.person,
    )
    assertContains(client.get(of("detail", paper)), reverse("cases:photo", args=[paper.scan_id]))


@pytest.mark.parametrize(
    ("page", "data", "said"),
    [
        ("got", {"got_on": ""}, "Isi tanggalnya."),
        ("got", {"got_on": "2026-11-20"}, "Hari diterima tidak boleh sebelum hari diminta."),
        ("got", {"got_on": "2026-11-25"}, "belum terjadi"),
        ("word", {"words": "", "on": "2026-11-24"}, "Tulis apa kata kantor."),
        (
            "word",
            {"words": "Ya", "on": "2026-11-20"},
            "Hari jawaban tidak boleh sebelum hari diminta.",
        ),
        ("end", {}, "Pilih ditolak kantor atau dibatalkan."),
    ],
)
def test_what_is_typed_wrong_is_said(client, worker, page, data, said):
    row = f.PaperRequestFactory()
    assertContains(client.post(of(page, row), key() | data), said)


def test_an_office_says_something_and_its_word_stays(client, worker):
    row = f.PaperRequestFactory()
    data = key() | {"words": "Blangko habis sampai 27/11.", "on": "2026-11-24"}
    for _ in range(2):
        assertRedirects(client.post(of("word", row), data), of("detail", row.paper))
    word = PaperWord.objects.get()
    assertContains(client.get(of("detail", row.paper)), "Blangko habis")
    for role in (transaction.atomic, lambda: as_owner()):
        with pytest.raises(DatabaseError), transaction.atomic(), role():
            PaperWord.objects.filter(pk=word.pk).update(words="Lain")


def test_refused_by_the_office_it_can_be_asked_for_again(client, worker):
    row = f.PaperRequestFactory()
    data = {"end_reason": "refused", "end_words": "belum rekam biometrik"}
    assertRedirects(client.post(of("end", row), data), of("detail", row.paper))
    assertContains(client.get(of("detail", row.paper)), "belum rekam biometrik")
    assert client.get(of("request_edit", row)).status_code == 404
    assertRedirects(client.post(of("ask", row.paper), asked()), of("detail", row.paper))
    assert PaperRequest.objects.running().count() == 1


def test_a_paper_that_is_there_is_not_asked_for(client, worker):
    paper = f.PaperFactory(state="has")
    assertContains(client.post(of("ask", paper), asked()), "Dokumen ini ada.")
    got = f.PaperRequestFactory(got=True)
    assertContains(client.post(of("ask", got.paper), asked()), "Dokumen ini ada.")


def test_what_was_ticked_by_mistake_runs_again(client, worker):
    row = f.PaperRequestFactory(got=True)
    form = client.get(of("request_edit", row)).context["form"]
    data = {"shown_version": form["shown_version"].value(), "office": row.office_id}
    data |= {"asked_on": row.asked_on.isoformat(), "receipt": "471/2260", "got_on": ""}
    assertRedirects(client.post(of("request_edit", row), data), of("detail", row.paper))
    row.refresh_from_db()
    assert (row.is_running, row.closed_by, row.receipt) == (True, None, "471/2260")
    older = data | {"receipt": "472"}
    assertContains(client.post(of("request_edit", row), older), "diubah orang lain")


def test_what_was_said_wrong_is_corrected_with_its_version(client, worker):
    paper = f.PaperFactory()
    form = client.get(of("edit", paper)).context["form"]
    data = {"shown_version": form["shown_version"].value(), "state": "never"}
    data |= {"said_on": paper.said_on.isoformat(), "note": ""}
    assertRedirects(client.post(of("edit", paper), data), of("detail", paper))
    paper.refresh_from_db()
    assert paper.state == "never"
    older = data | {"state": "has"}
    assertContains(client.post(of("edit", paper), older), "diubah orang lain")
    f.PaperRequestFactory(paper=paper)
    form = client.get(of("edit", paper)).context["form"]
    said = older | {"shown_version": form["shown_version"].value()}
    assert client.post(of("edit", paper), said).status_code == 200


def test_longer_than_usual_waits_and_names_the_office_without_a_name(client, login):
    office = f.paper_office()
    late = f.PaperRequestFactory(days_ago=office.usual_days + 1, paper__stay__days_ago=40)
    f.PaperRequestFactory(days_ago=office.usual_days, paper__stay__days_ago=40)
    worker = login(Role.SOCIAL_WORKER)
    assert waiting(worker) == {"paper-overdue": 1, "paper-office-late": 1}
    page = client.get(LIST, {"show": "overdue"})
    assert [row.pk for row in page.context["page_obj"]] == [late.pk]
    tu = login(Role.OFFICE)
    assert waiting(tu) == {"paper-office-late": 1}
    page = client.get(reverse("cases:paper_letter_list"), {"show": "late"})
    assertContains(page, "1 lewat, paling lama 11 hari")
    assertNotContains(page, str(late.paper.person))
    assert client.get(LIST).status_code == 403


def test_a_list_of_one_office_alone(client, worker):
    here, there = f.PaperRequestFactory(), f.PaperRequestFactory(office=f.paper_office("KUA"))
    page = client.get(LIST, {"office": there.office_id})
    assert [row.pk for row in page.context["page_obj"]] == [there.pk]
    page = client.get(LIST, {"office": "²"})
    assert {row.pk for row in page.context["page_obj"]} == {here.pk, there.pk}


def test_a_child_without_an_akta_is_hinted_at_from_day_three(client, worker):
    stays = {
        name: f.StayFactory(child=True, days_ago=2, social_worker=worker)
        for name in ("none", "has", "asked", "refused", "never")
    }
    f.StayFactory(child=True, days_ago=1, social_worker=worker)
    f.StayFactory(days_ago=2, social_worker=worker)
    f.StayFactory(child=True, days_ago=2, social_worker=f.UserFactory())
    f.PaperFactory(stay=stays["has"], code="akta", state="has")
    f.PaperRequestFactory(paper__stay=stays["asked"], paper__code="akta")
    f.PaperRefusalFactory(paper__stay=stays["refused"], paper__code="akta")
    f.PaperFactory(stay=stays["never"], code="akta", state="never")
    hinted = set(children_without_birth(worker))
    assert hinted == {stays["none"], stays["never"]}
    page = client.get(LIST, {"show": "child"})
    assert set(page.context["page_obj"]) == hinted
    assert waiting(worker) == {"paper-birth": 2}


def test_a_child_whose_akta_was_lost_since_or_refused_before_is_hinted_at(worker):
    lost, before, again = (
        f.StayFactory(child=True, days_ago=5, social_worker=worker) for _ in range(3)
    )
    for stay, state in ((lost, "has"), (before, "never"), (again, "lost")):
        old = f.LeftFactory(days_ago=200, person=stay.person).stay
        said_on = days.today() - 199 * days.ONE_DAY
        paper = f.PaperFactory(
            stay=old, person=stay.person, code="akta", state=state, said_on=said_on
        )
        if stay == before:
            f.PaperRefusalFactory(paper=paper, on=said_on)
        if stay == again:
            f.PaperRefusalFactory(paper=paper)
    assert set(children_without_birth(worker)) == {before}
    f.PaperFactory(stay=lost, code="akta", state="lost")
    assert set(children_without_birth(worker)) == {lost, before}
    f.PaperRequestFactory(paper__stay=before, paper__code="akta")
    assert set(children_without_birth(worker)) == {lost}


def test_a_request_goes_on_when_they_have_left(client, worker):
    exit = f.LeftFactory(days_ago=1)
    row = f.PaperRequestFactory(
        paper__stay=exit.stay, paper__said_on=days.today() - 9 * days.ONE_DAY, days_ago=4
    )
    assertContains(client.get(LIST), "sudah keluar")
    assertContains(client.get(identity(exit.stay.person)), "klien sudah keluar")
    data = {"got_on": "2026-11-24", "nik": ""}
    assertRedirects(client.post(of("got", row), data), of("detail", row.paper))


def test_several_that_came_are_ticked_on_one_day(client, worker):
    rows = [f.PaperRequestFactory() for _ in range(3)]
    data = {"got_on": "2026-11-24", "rows": [rows[0].pk, rows[1].pk]}
    for _ in range(2):
        assertRedirects(client.post(MANY, data), LIST)
    assert PaperRequest.objects.exclude(got_on=None).count() == 2
    page = client.post(MANY, {"got_on": "2026-11-24"})
    assertContains(page, "Centang yang sudah diterima.")
    for words in ('<a href="#id_rows">Yang diterima</a>', 'id="id_rows"'):
        assertContains(page, words)
    early = {"got_on": "2026-11-20", "rows": [rows[2].pk]}
    page = client.post(MANY, early)
    assertContains(page, "Hari diterima tidak boleh sebelum hari diminta.")
    assertContains(page, '<a href="#id_got_on">Diterima pada</a>')
    closed = f.PaperRequestFactory(paper__stay__intake__person__is_sealed=True)
    assert client.post(MANY, {"got_on": "2026-11-24", "rows": [closed.pk]}).status_code == 200
    closed.refresh_from_db()
    assert closed.is_running


def test_of_two_files_that_are_one_person_the_page_shows_one_a_kind(client, login):
    worker = login(Role.SOCIAL_WORKER)
    old = f.StayFactory(days_ago=40, ended_at=days.now() - 30 * days.ONE_DAY)
    new = f.StayFactory(days_ago=3)
    f.PaperFactory(stay=old, state="has")
    row = f.PaperRequestFactory(paper__stay=new)
    head = f.UserFactory(roles=[Role.HEAD])
    merge = f.MergeFactory(kept=new.person, lost=old.person, recorded_by=worker)
    doubles.decide_merge(merge, approve=True, note="", seen=merge.seen, by=head)
    assert set(Paper.objects.values_list("person", flat=True)) == {new.person_id}
    assert line(new.person, worker).request == row
    assertContains(client.get(of("detail", row.paper)), "Juga")
    merge.refresh_from_db()
    doubles.undo_merge(merge, by=worker)
    assert Paper.objects.get(stay=old, kind__code="ktp").person == old.person


def test_of_two_stays_one_request_runs_for_each_kind(client, worker):
    old = f.StayFactory(days_ago=40, ended_at=days.now() - 30 * days.ONE_DAY)
    before = f.PaperFactory(stay=old)
    now = f.PaperFactory(stay=f.StayFactory(days_ago=3, intake__person=old.person))
    assert list(could_be_asked(worker)) == [now]
    ended = f.PaperRequestFactory(paper=now, got=True)
    client.post(of("ask", before), asked())
    form = client.get(of("request_edit", ended)).context["form"]
    data = {"shown_version": form["shown_version"].value(), "office": ended.office_id}
    data |= {"asked_on": ended.asked_on.isoformat(), "receipt": "", "got_on": ""}
    assertContains(client.post(of("request_edit", ended), data), "sedang diurus")


def test_rows_of_a_sealed_file_are_nobodys(client, worker):
    row = f.PaperRequestFactory(paper__stay__intake__person__is_sealed=True)
    for url in (of("detail", row.paper), of("edit", row.paper), of("got", row), of("word", row)):
        assert client.get(url).status_code == 404
    assert client.get(of("write", row.paper.person)).status_code == 404
    assertNotContains(client.get(LIST), str(row.paper.person))
    assert row.paper not in could_be_asked(worker)


def test_the_list_asks_no_more_for_more_rows(worker, count_queries):
    f.PaperRequestFactory()
    few = count_queries(LIST)
    for _ in range(5):
        f.PaperRequestFactory()
    assert count_queries(LIST) == few <= 25


def test_the_file_asks_no_more_for_more_papers(worker, count_queries):
    stay = f.StayFactory(days_ago=3)
    f.PaperRequestFactory(paper__stay=stay)
    few = count_queries(identity(stay.person))
    for code in ("kk", "akta", "bpjs"):
        f.PaperRequestFactory(paper__stay=stay, paper__code=code)
    assert count_queries(identity(stay.person)) == few


def test_two_that_ask_at_once_make_one_request(worker):
    paper = f.PaperFactory()
    actions.ask_paper(PaperRequest(paper=paper, office=f.paper_office(), asked_on=DAY), by=worker)
    with pytest.raises(IntegrityError), transaction.atomic():
        f.PaperRequestFactory(paper=paper)


@pytest.mark.parametrize(
    "columns",
    [
        {"got_on": DAY},
        {"ended_on": DAY},
        {"got_on": DAY - 30 * days.ONE_DAY, "closed": True},
        {"ended_on": DAY, "end_reason": "refused", "got_on": DAY, "closed": True},
        {"ended_on": DAY - 30 * days.ONE_DAY, "end_reason": "refused", "closed": True},
    ],
)
def test_the_database_refuses_a_request_that_ends_two_ways(worker, columns):
    closed = {"closed_by": worker} if columns.pop("closed", False) else {}
    with pytest.raises(IntegrityError), transaction.atomic():
        f.PaperRequestFactory(**columns, **closed)


# -- A refusal that is taken back ----------------------------------------------------------------


def back(row):
    return reverse("cases:paper_refusal_end", args=[row.pk])


def taken(**changes):
    said = {"send_key": uuid.uuid4(), "words": "Mau difoto asal ditemani."}
    return said | {"on": f"{days.today()}"} | changes


def test_who_changes_their_mind_stands_in_letters_again_and_the_old_word_stays(client, login):
    worker = login(Role.SOCIAL_WORKER)
    row = f.PaperRefusalFactory(reason="Takut difoto.")
    page = reverse("cases:paper_detail", args=[row.paper_id])
    request = reverse("cases:paper_request")
    ask = f'name="paper-{row.paper_id}-ask"'
    assertContains(client.get(page), back(row))
    assertNotContains(client.get(request), ask)
    data = taken()
    for _ in range(2):
        assertRedirects(client.post(back(row), data), page)
    assert PaperRefusalEnd.objects.get().recorded_by == worker
    shown = client.get(page)
    for words in ("Takut difoto.", "Mau difoto asal ditemani.", str(worker)):
        assertContains(shown, words)
    assertNotContains(shown, back(row))
    assertContains(client.get(request), ask)
    assertNotContains(client.get(request), "Takut difoto.")
    identity = reverse("cases:person_identity", args=[row.paper.person_id])
    assertNotContains(client.get(identity), "Takut difoto.")
    assertContains(client.post(back(row), taken()), "sudah ditarik")
    f.PaperRefusalFactory(paper=row.paper, reason="Tidak jadi.")
    assertNotContains(client.get(request), ask)


def test_it_says_when_and_why_and_is_not_before_the_refusal(client, login):
    login(Role.SOCIAL_WORKER)
    row = f.PaperRefusalFactory()
    assertContains(client.post(back(row), taken(words="")), "Tulis mengapa ditarik.")
    early = taken(on=f"{days.today() - days.ONE_DAY}")
    assertContains(client.post(back(row), early), "Ini sebelum penolakannya.")
    closed = f.PaperRefusalFactory(paper__stay__intake__person__is_sealed=True)
    assert client.get(back(closed)).status_code == 404
    assert not PaperRefusalEnd.objects.exists()


def test_the_akta_of_a_child_who_wants_it_after_all_is_hinted_at_again(login):
    worker = login(Role.SOCIAL_WORKER)
    stay = f.StayFactory(child=True, days_ago=5, social_worker=worker)
    row = f.PaperRefusalFactory(paper__stay=stay, paper__code="akta")
    assert not children_without_birth(worker).filter(pk=stay.pk).exists()
    f.PaperRefusalEndFactory(refusal=row)
    assert children_without_birth(worker).filter(pk=stay.pk).exists()


def test_what_was_taken_back_stays_so():
    row = f.PaperRefusalEndFactory()
    for act in (row.delete, lambda: PaperRefusalEnd.objects.update(words="Lain.")):
        with pytest.raises(DatabaseError), transaction.atomic():
            act()
    with pytest.raises(IntegrityError, match="says_why"), transaction.atomic():
        f.PaperRefusalEndFactory(words="")
