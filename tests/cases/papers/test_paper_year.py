"""Keluar dengan dokumen yang dulu tidak dimiliki: by kind, and each number opens its people."""

import datetime
import random
from collections import defaultdict

import pytest
from django.urls import reverse
from pytest_django.asserts import assertContains

from cases.papers.figures import people_of, years_of
from cases.papers.models import PaperKind
from rptc import days
from rptc.accounts.permissions import Role
from tests import factories as f
from tests.sizes import size

pytestmark = pytest.mark.django_db
YEAR = reverse("cases:paper_year")


@pytest.fixture(autouse=True)
def _at_ten(time_machine_at):
    time_machine_at(days.at(datetime.date(2026, 12, 31), datetime.time(23, 30)))


def gone(left_on, *, began_on=None, code="keluarga", person=None):
    at = days.at(left_on, datetime.time(23, 30))
    began = days.at(began_on or left_on - 6 * days.ONE_DAY, datetime.time(9))
    more = {"stay__intake__person": person} if person else {}
    exit = f.LeftFactory(
        left_at=at, stay__began_at=began, stay__ended_at=at, code=code, recorded_at=at, **more
    )
    return exit.stay


def got(stay, got_on, *, code="ktp", state="lost"):
    paper = f.PaperFactory(stay=stay, code=code, state=state, said_on=stay.entered_on)
    f.PaperRequestFactory(
        paper=paper, asked_on=stay.entered_on, got=True, got_on=got_on, stay=stay
    )
    return paper


def test_who_left_with_what_they_had_not_is_counted_once_a_kind(client, login):
    login(Role.HEAD)
    last = datetime.date(2026, 12, 31)
    stay = gone(last)
    got(stay, last)
    got(stay, last, code="akta", state="never")
    late = gone(datetime.date(2026, 5, 6))
    got(late, datetime.date(2026, 5, 7))
    before = gone(datetime.date(2025, 12, 31))
    got(before, datetime.date(2025, 12, 31))
    dead = gone(datetime.date(2026, 3, 3), code="meninggal")
    got(dead, datetime.date(2026, 3, 2))
    numbers = {row.kind.code if row.kind else "all": row.people for row in years_of(2026)}
    assert numbers == {"ktp": 1, "kk": 0, "akta": 1, "kia": 0, "bpjs": 0, "nikah": 0, "all": 1}
    page = client.get(YEAR, {"year": "2026"})
    assertContains(page, str(stay.person))
    assertContains(page, "KTP-el, Akta kelahiran")
    assert len(client.get(YEAR, {"year": "2025"}).context["page_obj"]) == 1
    assert client.get(YEAR, {"year": "12"}).context["year"] == 2026


def test_a_number_counts_closed_files_and_opens_no_name_of_them(client, login):
    day = datetime.date(2026, 12, 1)
    stay = gone(day)
    got(stay, day)
    stay.person.is_sealed = True
    stay.person.save()
    worker = login(Role.SOCIAL_WORKER)
    assert years_of(2026)[-1].people == 1
    assert not people_of(2026, None, worker)
    assert client.get(YEAR).status_code == 200


@pytest.mark.gate
def test_the_numbers_of_a_thousand_cases_are_those_of_plain_python():
    """Counted a second time, row by row."""
    dice = random.Random(40)
    codes = list(PaperKind.objects.values_list("code", flat=True))
    head = f.UserFactory(roles=[Role.HEAD])
    expected = defaultdict(set)
    people = []
    for _ in range(size(1_000)):
        left = datetime.date(2024, 1, 1) + dice.randrange(1095) * days.ONE_DAY
        began = left - dice.randrange(1, 9) * days.ONE_DAY
        code = dice.choice(["keluarga", "keluarga", "meninggal"])
        stay = gone(left, began_on=began, code=code)
        people.append(stay.person)
        for kind in dice.sample(codes, dice.randrange(3)):
            state = dice.choice(["lost", "never", "has"])
            when = began + dice.randrange(14) * days.ONE_DAY
            got(stay, when, code=kind, state=state)
            if code != "meninggal" and state != "has" and began <= when <= left:
                expected[left.year, kind].add(stay.person_id)
                expected[left.year, None].add(stay.person_id)
    for year in (2024, 2025, 2026):
        for row in years_of(year):
            code = row.kind and row.kind.code
            told = expected[year, code]
            assert row.people == len(told)
            kind = row.kind and row.kind.pk
            assert {each.pk for each in people_of(year, kind, head)} == told
