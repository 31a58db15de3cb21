"""Does the exit of somebody say the same place as their homecoming? Both are typed, by two people
and on two days. A street alone may lie in either, so that nobody is told that they differ: both
are said, on both pages and to who decides. It blocks nothing."""

import re

from cases.papers.homecoming.models import GOES_HOME, Homecoming

# What an address may leave out of the name of a region.
SORTS_OF_REGION = re.compile(r"^(kabupaten|kab\.?|kota|provinsi)\s+", re.IGNORECASE)


def difference(exit, homecoming: Homecoming) -> str:
    """The sentence, or nothing: nobody goes home by this exit, or its address names neither the
    region nor any part of the place. One without an address says nothing else."""
    if exit.kind.code in GOES_HOME and (not exit.address or _names(exit.address, homecoming)):
        return ""
    said = ", ".join(filter(None, [str(exit.kind), exit.receiver, exit.address]))
    return f"Terminasi menyebut {said}; pemulangan menyebut {homecoming.destination}."


def _names(address, homecoming):
    region = SORTS_OF_REGION.sub("", str(homecoming.region))
    names = [region, *homecoming.place.split(",")]
    words = _plain(address)
    return any(name and f" {name} " in f" {words} " for name in map(_plain, names))


def _plain(text):
    return " ".join(re.findall(r"\w+", text.casefold()))
