"""A text looked at before letters are made with it: on a case that there is, on the shortest and
on the longest one; and what changed since the version before."""

import difflib
from dataclasses import dataclass

from django.db.models import Model, TextChoices
from django.utils.html import escape
from django.utils.safestring import SafeString

from rptc import days
from rptc.accounts.models import User
from rptc.letters.models import Letter, Unit
from rptc.letters.printing import look_at, signs_on
from rptc.letters.texts import sorts
from rptc.letters.texts.actions import sheet_of
from rptc.letters.texts.drawing import Sheet
from rptc.letters.texts.models import WORD, LetterText
from rptc.letters.ties import act_of


class Case(TextChoices):
    SHORTEST = "pendek", "Paling pendek"
    LONGEST = "panjang", "Paling panjang"
    REAL = "nyata", "Surat terakhir"


@dataclass(frozen=True)
class Look:
    """`letter` is the one whose case is looked at, where it is one that there is."""

    case: Case
    cases: list[Case]
    sheet: Sheet
    pages: int
    content: bytes
    letter: Letter | None

    @property
    def unit(self):
        return Unit.current()

    @property
    def today(self):
        return days.today()

    @property
    def signatory(self):
        return signs_on(days.today())


def look(text: LetterText, case: str, user: User, before: LetterText | None = None) -> Look:
    """The paper of this text as this user may see it. Raises ValidationError where the language
    or the length is wrong."""
    latest = _latest(text.kind, user)
    cases = [each for each in Case if each != Case.REAL or latest]
    case = Case(case) if case in [each.value for each in cases] else Case.SHORTEST
    if case == Case.REAL:
        letter, facts = latest.letter, latest.facts
    else:
        make = sorts.shortest if case == Case.SHORTEST else sorts.longest
        letter, facts = None, make(text.kind.code)
    sheet = sheet_of(text, facts, before)
    content, pages = look_at(text, sheet, on=days.today())
    return Look(case, cases, sheet, pages, content, letter)


@dataclass(frozen=True)
class Latest:
    """The newest letter of a kind that somebody may open, with its act."""

    letter: Letter
    way: sorts.Way
    act: Model

    @property
    def facts(self):
        """What the act says now: as far as that letter prints it. What a draft asks for besides
        stands there as a sample; else one would read any field of a klien by writing its name."""
        printed = self.letter.text.printed
        told = {name: said for name, said in self.way.facts(self.act).items() if name in printed}
        return sorts.shortest(self.way.code) | told


def _latest(kind, user) -> Latest | None:
    letters = Letter.objects.visible_to(user).valid().filter(kind=kind)
    letter = letters.exclude(text=None).select_related("text__kind").order_by("-pk").first()
    for way in sorts.ways_of(kind.code) if letter else []:
        if act := act_of(letter, way):
            return Latest(letter, way, act)
    return None


def changes(text: LetterText, before: LetterText | None) -> list[tuple[str, SafeString]]:
    """What is said otherwise, part by part: what goes and what comes, word for word."""
    if before is None:
        return []
    pairs = [(label, getattr(before, name), new) for name, (label, new) in text.written.items()]
    return [(label, _compared(old, new)) for label, old, new in pairs if old != new]


def _compared(old, new):
    old, new = WORD.findall(old), WORD.findall(new)
    found = []
    for tag, a, b, c, d in difflib.SequenceMatcher(None, old, new, autojunk=False).get_opcodes():
        if tag == "equal":
            found.append(escape("".join(old[a:b])))
            continue
        gone, come = escape("".join(old[a:b])), escape("".join(new[c:d]))
        found += [f"<del>{gone}</del>" if gone else "", f"<ins>{come}</ins>" if come else ""]
    return SafeString("".join(found))
