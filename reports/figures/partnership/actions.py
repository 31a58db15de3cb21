"""What each side says of the seven indicators, and the head's signature under ours."""

from functools import partial

from django.core.exceptions import ValidationError
from django.db import transaction

from reports.figures.models import PartnershipWord
from rptc import days
from rptc.audit.record import enter, keep
from rptc.sending import row_key, send_once


def newest_of(year, partner):
    """{number: the newest word of this side}, signed or not."""
    rows = PartnershipWord.objects.filter(year=year, partner=partner)
    return {row.number: row for row in rows.order_by("pk")}


@transaction.atomic
def write_words(year, partner, said, *, key, by):
    """Those that say something else than before. Returns how many were written."""
    before, written = newest_of(year, partner), 0
    for number, (text, score) in sorted(said.items()):
        last = before.get(number)
        if last and (last.text, last.score) == (text, score):
            continue
        word = PartnershipWord(year=year, number=number, partner=partner, text=text, score=score)
        word.send_key = row_key(key, number)
        make = partial(enter, word, "wrote", by=by)
        send_once(PartnershipWord, key=word.send_key, digest="", by=by, create=make)
        written += 1
    return written


@transaction.atomic
def approve_words(seen, *, by):
    """The head signs exactly the sentences that stood on the page."""
    waiting = list(PartnershipWord.objects.to_approve().order_by("pk"))
    if {word.pk for word in waiting} != set(seen):
        raise ValidationError("Kalimatnya baru saja berubah. Baca lagi.")
    now = days.now()
    for word in waiting:
        word.approved_at, word.approved_by = now, by
        keep(word, "approved", by=by)
    return waiting
