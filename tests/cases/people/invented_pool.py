"""A large pool of invented registrations, for measure_matching:

    python -m tests.cases.people.invented_pool DIR [HOW_MANY]

writes pool.csv and truth.csv into DIR. The names are drawn from the lists that rules and tests
know, the usual ones more often, so that namesakes are as many as in a town. One in ten registers
again, as the maker of pairs has it (invented_pairs.py): another spelling, a slip, a nickname.
"""

import csv
import sys
from dataclasses import replace
from pathlib import Path

from cases.people import name_words as words
from cases.people.matching import Known
from tests.cases.people.invented_pairs import DAENG, MEN, WOMEN, Maker

AGAIN = 0.1
WAYS = "slip okkots old_letters spoken_letters front_word initial second_left_out capitals".split()
COLUMNS = "id full_name alias sex age origin_kecamatan mother_name".split()


class Pool(Maker):
    def __init__(self, seed):
        super().__init__(seed)
        self.names = {
            "L": self._by_use(words.MEN.split(), MEN),
            "P": self._by_use(words.WOMEN.split(), WOMEN),
        }

    def _by_use(self, *lists):
        """The names, and how often each is given: few of them often, most of them seldom."""
        names = sorted({name.capitalize() for each in lists for name in each})
        self.random.shuffle(names)
        return names, [1 / (place + 10) for place in range(len(names))]

    def drawn(self, sex):
        names, weights = self.names[sex]
        return self.random.choices(names, weights)[0]

    def person(self, sex=None, age=None):
        sex = sex or self.one("LP")
        made = super().person(sex, age)
        first = next(word for word in made.name.split() if word in {*MEN, *WOMEN})
        name = made.name.replace(first, self.drawn(sex), 1)
        nick = self.drawn(sex)[-4:].capitalize() if self.chance(0.2) else ""
        mother = self.drawn("P") if self.chance(0.8) else f"Dg. {self.one(DAENG)}"
        return replace(
            made,
            name=name,
            alias=made.alias or nick,
            origin=made.origin if self.chance(0.7) else "",
            mother_name=mother if self.chance(0.6) else "",
        )

    def mother(self, name):
        return name and super().mother(name)

    def again(self, person):
        """The same human being, met another night; as it was said the first time where the way
        does not apply to this name."""
        changed = getattr(self, self.one(WAYS))(person)
        if person.alias and self.chance(0.15):
            changed = replace(person, name=person.alias, alias="")
        if not changed or not changed.name:
            changed = person
        return super().again(changed, 0.6, 0.7)


def registrations(how_many, seed=7):
    """([Known], [(place of the one, place of the other)])."""
    pool, people, truth = Pool(seed), [], []
    while len(people) < how_many:
        person = pool.person()
        people.append(person)
        if pool.chance(AGAIN):
            truth.append((len(people) - 1, len(people)))
            people.append(pool.again(person))
    return people, truth


def write(folder: Path, how_many):
    people, truth = registrations(how_many)
    with (folder / "pool.csv").open("w", encoding="utf-8", newline="") as file:
        csv.writer(file).writerows([COLUMNS, *(_row(*each) for each in enumerate(people))])
    with (folder / "truth.csv").open("w", encoding="utf-8", newline="") as file:
        pairs = [[_number(one), _number(other)] for one, other in truth]
        csv.writer(file).writerows([["id_a", "id_b"], *pairs])


def _row(place, one: Known):
    return [_number(place), one.name, one.alias, one.sex, one.age, one.origin, one.mother_name]


def _number(place):
    return f"P{place:06}"


if __name__ == "__main__":
    write(Path(sys.argv[1]), int(sys.argv[2]) if len(sys.argv) > 2 else 50_000)
