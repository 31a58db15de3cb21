"""A banned name, misspelt: how many pass as clear, and how many others are stopped.

The whole size asks the measure alone and is in the gate group; a small size asks as a page does.
`pytest -s` prints the answers by the way of misspelling.
"""

import csv
import random
import sys
from collections import Counter, defaultdict
from pathlib import Path

import pytest
from django.conf import settings

from cases.gate.receivers import Answer, look_up
from cases.people.flags.whom import Likeness, Named, likeness
from rptc.accounts.permissions import Role
from tests.cases.gate.misspelling import Speller
from tests.factories import FlagFactory, StayFactory, UnwelcomeFactory, UserFactory

pytestmark = pytest.mark.django_db

OF_THE_KLIEN = ["Syamsuddin Dg. Rewa", "Rosdiana Dg. Kebo", "Muh. Rizal Hamid"]
OF_THE_HOUSE = [
    *["Baharuddin Tompo", "Hasnawati", "Andi Mappanyukki", "H. Abd. Rahman Sewang", "Nurlaela"],
    *["Sangkala Dg. Ngalle", "Yusran bin Makkulau", "Irfan Fauzan", "Zulkifli Hasan", "Kartini"],
    *["Dg. Sikki", "Muh. Aswar Pratama", "Faisal Tanri", "Sitti Khadijah Sau", "Jumriani Lestari"],
    *["Firman Syukur", "Basri Lallo", "Marwah Dg. Caya", "Ridwan Palallo", "Herlina Binti Cora"],
]
POOL = Path(settings.BASE_DIR, "tests/data/name_pool.csv")


@pytest.fixture
def answer():
    """The answer for a name, as the page of a release gives it."""
    child = StayFactory(child=True, days_ago=1).person
    for name in OF_THE_KLIEN[:2]:
        FlagFactory(person=child, whom=name)
    UnwelcomeFactory(person=child, name=OF_THE_KLIEN[2])
    for name in OF_THE_HOUSE:
        UnwelcomeFactory(person=None, name=name)
    worker = UserFactory(roles=[Role.SOCIAL_WORKER])
    return lambda name: look_up(child, Named(name), by=worker).answer


def measured(name):
    """The same answer from the measure alone."""
    asked = Named(name)
    found = max(likeness(Named(banned), asked) for banned in OF_THE_KLIEN + OF_THE_HOUSE)
    if found:
        return Answer.STOPPED if found == Likeness.SAME else Answer.LIKELY
    return Answer.CLEAR if asked.can_be_compared else Answer.UNCHECKED


def others(count, seed):
    """Names of other people, as often as a register has them."""
    with POOL.open() as file:
        names = sorted({row["full_name"] for row in csv.DictReader(file)})
    banned = {name.casefold() for name in OF_THE_KLIEN + OF_THE_HOUSE}
    return random.Random(seed).sample(
        [name for name in names if name.casefold() not in banned], count
    )


def measure(answer, count, seed):
    speller, by_way, clear = Speller(seed), defaultdict(Counter), []
    for _ in range(count):
        name = speller.dice.choice(OF_THE_KLIEN + OF_THE_HOUSE)
        wrong, how = speller.misspell(name)
        by_way[how][found := answer(wrong)] += 1
        if found == Answer.CLEAR:
            clear.append((name, wrong, how))
    of_others = Counter(answer(name) for name in others(count, seed))
    for how, answers in sorted(by_way.items()):
        sys.stdout.write(f"{how:24}{_told(answers)}\n")
    sys.stdout.write(f"{'other names':24}{_told(of_others)}\nclear: {clear}\n")
    return clear, of_others


def _told(answers):
    return "  ".join(f"{answers[each]:4} {each.value}" for each in Answer)


def test_misspellings_of_a_banned_name_are_not_clear(answer):
    """A small size."""
    clear, of_others = measure(answer, 50, seed=1)
    assert clear == []
    assert (clear, of_others) == measure(measured, 50, seed=1)
    assert of_others[Answer.STOPPED] <= 4


@pytest.mark.gate
@pytest.mark.parametrize("seed", [12])
def test_of_1000_misspellings_one_passes_and_of_1000_others_30_are_stopped(seed):
    clear, of_others = measure(measured, 1_000, seed)
    assert len(clear) <= 1, clear
    assert of_others[Answer.STOPPED] <= 30
