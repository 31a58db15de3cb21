"""The letters of an exit: the family's promise, the record of the handover, the travel letter."""

import uuid
from dataclasses import dataclass

from django.core.exceptions import ValidationError

from cases.exits.destinations import is_closed
from cases.exits.models import Exit, ExitState, PromiseText
from cases.house.belongings.models import Belonging, EndKind
from cases.stays.ways_out import WayOut
from rptc import days
from rptc.accounts.models import User
from rptc.letters.actions import issue_letter
from rptc.letters.models import Letter


@dataclass(frozen=True)
class Sort:
    """`kind` is the code of the letter's kind, `column` where the exit keeps its letter."""

    code: str
    kind: str
    column: str
    label: str

    @property
    def template(self):
        return f"cases/exits/exit_{self.code}_letter.html"


PROMISE = Sort("promise", "pernyataan-keluarga", "promise_letter", "Surat pernyataan keluarga")
HANDOVER = Sort("handover", "serah-terima", "handover_letter", "Berita acara serah terima")
TRAVEL = Sort("travel", "surat-jalan", "travel_letter", "Surat jalan")
# How "nothing" is written down, where something must be.
SAYS_NOTHING = [["tidak ada"], ["tdk ada"], ["nihil"], ["kosong"], [""]]
SORTS = {sort.code: sort for sort in (PROMISE, HANDOVER, TRAVEL)}


def letters_of(exit: Exit) -> list[tuple[Sort, Letter | None]]:
    """The letters that this exit has or can have, in the order in which they are needed."""
    return [(sort, getattr(exit, sort.column)) for sort in SORTS.values() if _fits(exit, sort)]


def _fits(exit, sort):
    if exit.state in {ExitState.REFUSED, ExitState.CANCELLED}:
        return getattr(exit, sort.column) is not None
    if sort == PROMISE:
        return exit.is_to_family and bool(exit.receiver)
    if sort == TRAVEL:
        return exit.kind.code == WayOut.HOME_DISTRICT
    return exit.state == ExitState.DONE and bool(exit.receiver)


def handed(exit):
    """Papers and things that went along, a line each: what was written down, and what of the bags
    was given back, which whoever writes "tidak ada" has not thought of."""
    back = Belonging.objects.filter(
        bag__stay=exit.stay, end__kind__in=[EndKind.RETURNED, EndKind.FAMILY]
    )
    lines = [
        f"{item.told} ({item.bag})" for item in back.select_related("bag").order_by("bag", "pk")
    ]
    written = [line.strip() for line in exit.items_handed.splitlines() if line.strip()]
    if lines and [line.strip(" .-").casefold() for line in written] in SAYS_NOTHING:
        written = []
    return written + lines


def _is_closed(exit):
    return Exit.objects.filter(is_closed(), pk=exit.pk).exists()


def seal_closed_letters() -> None:
    """A partner or a way of leaving was closed: letters that were written before are out of reach,
    too."""
    for sort in SORTS.values():
        named = Exit.objects.filter(is_closed()).values(sort.column)
        Letter.objects.filter(pk__in=named, is_sealed=False).update(is_sealed=True)


def issue(exit: Exit, sort: Sort, *, by: User) -> Letter:
    """The letter of a locked exit: the one that stands, or a new one after a withdrawal or
    a correction."""
    before = getattr(exit, sort.column)
    if before and before.is_current:
        return before
    if not _fits(exit, sort):
        raise ValidationError(f"{sort.label} belum dapat dibuat untuk terminasi ini.")
    person = exit.stay.person
    letter = issue_letter(
        sort.kind,
        template=sort.template,
        context={
            "exit": exit,
            "stay": exit.stay,
            "person": person,
            "witnesses": list(exit.witnesses.order_by("pk")),
            "handed": handed(exit),
            "promise": exit.promise or PromiseText.objects.in_force(days.today()),
        },
        about=f"Berkas {person.file_number}",
        person_id=person.pk,
        is_sealed=person.is_sealed or _is_closed(exit),
        before=before,
        by=by,
        send_key=uuid.uuid5(exit.send_key, f"{sort.code} {before.pk if before else 0}"),
    )
    setattr(exit, sort.column, letter)
    exit.save(update_fields=[sort.column])
    return letter
