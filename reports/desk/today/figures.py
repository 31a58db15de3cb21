"""How Hari Ini shows what waits: the most pressing on top."""

from dataclasses import dataclass

from rptc.waiting import Urgency, Waits, count_for
from rptc.words import angka

# What a phone shows before somebody scrolls.
AT_ONCE = 7


@dataclass(frozen=True)
class Figure:
    """A number, what it counts, and the address that opens exactly its rows."""

    waits: Waits
    number: int

    @property
    def label(self):
        return self.waits.label

    @property
    def url(self):
        return self.waits.url

    @property
    def state(self):
        return self.waits.urgency

    @property
    def shown(self):
        most = self.waits.most
        if most is not None and self.number > most:
            return f"lebih dari {angka(most)}"
        return angka(self.number)


def figures_for(user):
    """Everything that may press, whether there is any of it now or not."""
    return [Figure(waits, number) for waits, number in count_for(user)]


@dataclass(frozen=True)
class Board:
    """The figures in the order in which they press: seven at once, the others folded; and what
    is done, in words."""

    at_once: list[Figure]
    folded: list[Figure]
    done: list[str]


def board_of(figures):
    urgency = Urgency.values.index
    open_ones = sorted((f for f in figures if f.number), key=lambda f: urgency(f.state))
    # Of what only runs nothing is to be said when there is none of it.
    done = [f.label for f in figures if not f.number and f.state != Urgency.RUN]
    return Board(open_ones[:AT_ONCE], open_ones[AT_ONCE:], done)
