"""SKM: nine unsur, from paper and by the link, and nothing of fewer than five."""

import uuid
from decimal import Decimal

import pytest
from django.core.cache import cache
from django.db import DatabaseError, transaction
from django.urls import reverse
from pytest_django.asserts import assertContains, assertNotContains

from cases.voice.skm.index import index_of, result_of
from cases.voice.skm.models import CODES, SkmAnswer, SkmRound
from rptc import days
from rptc.accounts.permissions import Role
from rptc.audit.models import Entry
from tests import factories as f

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _fresh_limits():
    cache.clear()
    yield
    cache.clear()


def url(name, *args):
    return reverse(f"cases:skm_{name}", args=[getattr(arg, "pk", arg) for arg in args])


def sheets(*scores, **columns):
    return [dict.fromkeys(CODES, score) | columns for score in scores]


def typed(score="4", **more):
    return dict.fromkeys(CODES, score) | {"kind": "family", "send_key": uuid.uuid4()} | more


def closed(**columns):
    user = f.UserFactory(roles=[Role.OFFICE])
    return f.SkmRoundFactory(closed_at=days.now(), closed_by=user, **columns)


# The index


def test_nine_times_the_best_is_exactly_a_hundred():
    index = index_of(sheets(4, 4, 4, 4, 4))
    assert (index.ikm, index.skm, index.grade) == (Decimal("100.00"), Decimal("4.000"), "A")


@pytest.mark.parametrize(
    ("scores", "ikm", "grade"),
    [
        ([4] * 17 + [3] * 15, "88.28", "B"),
        ([4] * 8 + [3] * 7, "88.33", "A"),
        ([3] * 46 + [4] * 3, "76.53", "C"),
        ([3] * 14 + [4], "76.67", "B"),
        ([3] * 3 + [2] * 2, "65.00", "C"),
        ([3] * 29 + [2] * 20, "64.80", "D"),
        ([1] * 5, "25.00", "D"),
    ],
)
def test_the_grade_follows_the_bounds_of_the_regulation(scores, ikm, grade):
    index = index_of(sheets(*scores))
    assert (index.ikm, index.grade) == (Decimal(ikm), grade)


def test_what_was_not_answered_is_no_zero():
    rows = sheets(4, 4, 4, 4, 4) + sheets(4, u1=None)
    index = index_of(rows)
    assert index.unsur[0].number == 5
    assert index.ikm == Decimal("100.00")


def test_an_unsur_of_fewer_than_five_is_left_out():
    rows = sheets(4, 4, 4, 4, u9=1) + sheets(4, 4, u9=None)
    index = index_of(rows)
    assert index.unsur[8].nrr is None
    assert index.ikm == Decimal("100.00")


def test_fewer_than_five_sheets_say_nothing():
    assert index_of(sheets(4, 4, 4, 4)).ikm is None


def test_no_kind_is_told_where_one_of_fewer_than_five_could_be_taken_from_it():
    round = closed()
    f.SkmAnswerFactory.create_batch(6, round=round, kind="family")
    f.SkmAnswerFactory.create_batch(5, round=round, kind="partner", score=3)
    kinds = result_of(round).kinds
    assert [(label, index.ikm) for label, index in kinds] == [
        ("Keluarga", Decimal("100.00")),
        ("Mitra", Decimal("75.00")),
    ]
    f.SkmAnswerFactory(round=round, kind="reporter", score=1)
    assert result_of(round).kinds is None


def test_an_unsur_that_few_of_a_kind_answered_is_in_the_index_of_none():
    """Families at 100 said 4 throughout: what is left of the unsur would be the one partner's."""
    round = closed()
    f.SkmAnswerFactory.create_batch(6, round=round, kind="family")
    f.SkmAnswerFactory.create_batch(4, round=round, kind="partner", score=3, u1=None)
    f.SkmAnswerFactory(round=round, kind="partner", score=3, u1=1)
    f.SkmAnswerFactory.create_batch(5, round=round, kind="reporter", u1=None, u2=None)
    kinds = dict(result_of(round).kinds)
    assert {label: index.unsur[0].mean for label, index in kinds.items()} == {
        "Keluarga": None, "Mitra": None, "Pelapor": None,
    }  # fmt: skip
    # Of whom nobody answered, nothing is left to be taken away.
    assert [index.unsur[1].mean for index in kinds.values()] == [4, None, 3]
    assert kinds["Keluarga"].ikm == Decimal("100.00")
    assert kinds["Mitra"].ikm == Decimal("75.00")


def test_no_kind_is_told_where_each_unsur_has_few_of_one():
    round = closed()
    f.SkmAnswerFactory.create_batch(6, round=round, kind="family")
    few = dict.fromkeys(CODES[1:])
    f.SkmAnswerFactory.create_batch(5, round=round, kind="partner", **few)
    f.SkmAnswerFactory.create_batch(4, round=round, kind="reporter", **dict.fromkeys(CODES[:1]))
    f.SkmAnswerFactory(round=round, kind="reporter", **dict.fromkeys(CODES[1:]))
    assert result_of(round).kinds is None


# Typed and sent


def test_the_office_types_sheets_from_paper_once(client, login):
    login(Role.OFFICE)
    round = f.SkmRoundFactory()
    data = typed(u3="")
    for _ in range(2):
        client.post(url("type", round), data)
    sheet = SkmAnswer.objects.get()
    assert (sheet.u1, sheet.u3, sheet.is_paper) == (4, None, True)


def test_an_empty_sheet_is_refused(client, login):
    login(Role.OFFICE)
    page = client.post(url("type", f.SkmRoundFactory()), typed(score=""))
    assertContains(page, "Jawab paling sedikit satu pertanyaan.")


def test_by_the_link_nobody_logs_in_and_a_second_tap_is_one_sheet(client):
    round = f.SkmRoundFactory()
    link, data = reverse("cases:skm_public", args=[round.token]), typed(kind="reporter")
    for _ in range(2):
        assertContains(client.post(link, data), "Terima kasih")
    assert SkmAnswer.objects.get().recorded_by is None
    assert Entry.objects.get(verb="registered").address is None
    assertNotContains(client.get(link), round.recorded_by.full_name)


def test_very_many_sheets_make_no_complaint_wait(client):
    link = reverse("cases:skm_public", args=[f.SkmRoundFactory().token])
    for _ in range(30):
        client.post(link, typed())
    assert client.get(link).status_code == 429
    assert client.get(reverse("cases:complaint_public")).status_code == 200


def test_a_closed_round_and_an_unknown_one_are_the_same_page(client):
    pages = [
        client.get(reverse("cases:skm_public", args=[token]))
        for token in (closed().token, "none-at-all")
    ]
    assert [page.status_code for page in pages] == [404, 404]
    assert pages[0].content == pages[1].content


def test_a_sheet_that_was_typed_wrongly_counts_no_longer(client, login):
    login(Role.OFFICE)
    round = f.SkmRoundFactory()
    sheet = f.SkmAnswerFactory(round=round)
    client.post(url("void", sheet), {"reason": "Terketik dua kali."})
    assert not round.answers.valid().exists()
    assertContains(client.get(url("detail", round)), "Terketik dua kali.")
    page = client.post(url("void", sheet), {"reason": "Lagi."})
    assertContains(page, "sudah dibatalkan")


def test_results_are_read_when_it_is_closed(client, login, read_pdf):
    login(Role.OFFICE)
    round = f.SkmRoundFactory()
    f.SkmAnswerFactory.create_batch(14, round=round)
    assertNotContains(client.get(url("detail", round)), "Indeks")
    assert client.get(url("print", round)).status_code == 404
    for _ in range(2):
        page = client.post(url("close", round), follow=True)
    assertContains(page, "Indeks 100,00, mutu A")
    assertContains(client.post(url("type", round), typed()), "sudah ditutup")
    assert "100,00" in read_pdf(client.get(url("print", round)))


def test_a_round_of_a_semester_comes_once(client, login):
    login(Role.OFFICE)
    data = {"year": 2026, "part": "1"}
    client.post(url("begin"), data | {"send_key": uuid.uuid4()})
    page = client.post(url("begin"), data | {"send_key": uuid.uuid4()})
    assertContains(page, "Putaran ini sudah ada.")
    assert SkmRound.objects.count() == 1


@pytest.mark.parametrize("columns", [{"u1": 5}, {"u2": 0}, {"void_reason": "x"}])
def test_the_database_refuses(columns):
    f.SkmAnswerFactory()
    with pytest.raises(DatabaseError), transaction.atomic():
        SkmAnswer.objects.update(**columns)


def test_the_pages_ask_as_often_for_many(client, login, count_queries):
    login(Role.OFFICE)
    round = f.SkmRoundFactory()
    f.SkmAnswerFactory(round=round)
    few = count_queries(url("detail", round)), count_queries(url("list"))
    f.SkmAnswerFactory.create_batch(5, round=round)
    f.SkmRoundFactory.create_batch(3)
    assert (count_queries(url("detail", round)), count_queries(url("list"))) == few
