"""Who signs a letter, in which place, and of which acts a user may have it signed. The act's own
room says so beside its way of writing the letter (`letters.py`, rptc/letters/texts/sorts.py)."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.db import models
from django.db.models import QuerySet


class Side(models.TextChoices):
    """A place in the letter."""

    GIVES = "gives", "Yang menyerahkan"
    RECEIVES = "receives", "Yang menerima"
    DECLARES = "declares", "Yang menyatakan"
    KLIEN = "klien", "Klien / wali"
    WITNESS_1 = "witness_1", "Saksi 1"
    WITNESS_2 = "witness_2", "Saksi 2"
    KNOWS = "knows", "Mengetahui"


@dataclass(frozen=True)
class Hand:
    """One who signs: the place, the name that the letter has there (empty where it leaves room),
    and as whom. `is_asked`: without this one the letter is not wholly signed. `has_duty`: stamp
    duty is paid beside this name."""

    side: Side
    name: str = ""
    as_whom: str = ""
    is_asked: bool = True
    has_duty: bool = False
    is_staff: bool = False


@dataclass(frozen=True)
class Opened:
    """Of a letter that nobody signs here, and that the office may not see: who opens its act asks
    for its withdrawal. The acts that a user may reach (of the user and the letter), and the page
    of the act."""

    acts: Callable[[Any, Any], QuerySet]
    page: Callable[[Any], str]


@dataclass(frozen=True)
class Signing:
    """How the letter of an act is signed: who signs it (of the act and its letter), the acts that
    a user may reach, the page of the act, and what the klien is called there. Papers of money are
    signed on paper alone."""

    hands: Callable[[Any, Any], list[Hand]]
    acts: Callable[[Any], QuerySet]
    page: Callable[[Any], str]
    about: Callable[[Any], str]
    is_of_money: Callable[[Any], bool] = lambda act: False
