from django.db import transaction

from cases.exits.letters import seal_closed_letters
from cases.file.consents.closed import look_again
from rptc.audit.record import enter, keep
from rptc.letters.closing import wait_for_writers


@transaction.atomic
def register_partner(partner, *, by):
    return _save_partner(partner, "registered", by)


@transaction.atomic
def change_partner(partner, *, by):
    return _save_partner(partner, "changed", by)


def _save_partner(partner, verb, by):
    """One that is closed closes the letters that name it, those before as well."""
    if partner.closes_destination:
        wait_for_writers()
    keep(partner, verb, by=by)
    if partner.closes_destination:
        look_again()
        seal_closed_letters()
    return partner


@transaction.atomic
def change_terms(partner, *, by):
    """What they offer, whom they take and when they answer: it closes nothing."""
    return _changed(partner, by)


@transaction.atomic
def add_member(member, *, by):
    return keep(member, "registered", by=by)


@transaction.atomic
def add_contact(contact, *, by):
    return enter(contact, "added", by=by)


@transaction.atomic
def change_contact(contact, *, by):
    return _changed(contact, by)


@transaction.atomic
def add_paper(paper, *, by):
    return enter(paper, "added", by=by)


@transaction.atomic
def change_paper(paper, *, by):
    return _changed(paper, by)


@transaction.atomic
def write_free_places(places, *, by):
    """What was said, and when: the row of before stays, and is the last word no more."""
    return enter(places, "wrote_free_places", by=by)


def _changed(row, by):
    return keep(row, "changed", by=by)
