from django.core.exceptions import ValidationError
from django.db import transaction

from rptc import days
from rptc.accounts.models import User
from rptc.audit.record import keep
from rptc.decisions import decide
from rptc.letters.models import LetterKind, Unit
from rptc.letters.printing import look_at
from rptc.letters.texts import sorts
from rptc.letters.texts.drawing import Sheet, check_length, of_the_day
from rptc.letters.texts.models import WRITTEN, LetterText, TextProposal
from rptc.saving import locked, save

SAME = "Belum ada yang berubah dari teks yang berlaku."


@transaction.atomic
def propose_text(proposal: TextProposal, *, text: LetterText, by: User) -> TextProposal:
    """The office asks the head for another text of a kind: its next version. Refused while one
    waits, where nothing is new, and where the longest case is longer than sixty pages."""
    # One after the other: two would take the same version.
    kind = LetterKind.objects.select_for_update().get(pk=text.kind_id)
    now = LetterText.objects.of_kind(kind)
    if now and all(getattr(text, name) == getattr(now, name) for name in [*WRITTEN, "form"]):
        raise ValidationError(SAME)
    text.check_language()
    _, pages = look_at(text, sheet_of(text, sorts.longest(kind.code)), on=days.today())
    check_length(pages)
    text.version = kind.texts.count() + 1
    save(text)
    proposal.text, proposal.kind, proposal.recorded_by = text, kind, by
    return keep(proposal, "proposed", by=by)


def decide_text(proposal: TextProposal, **decision) -> TextProposal:
    """The head lets letters of this kind say so from now on, or not."""
    return decide(proposal, lock=lambda row: locked(row, "text__kind"), **decision)


def sheet_of(text: LetterText, facts: dict, before: LetterText | None = None) -> Sheet:
    """A letter that is only looked at, of today."""
    common = of_the_day(Unit.current(), days.today(), text)
    return Sheet(text, facts | common, before=before)
