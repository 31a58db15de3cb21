"""Letters that the Dinas signs."""

from rptc import days
from rptc.accounts.permissions import Role
from rptc.letters.agency.actions import carry_letter, initial_letter
from rptc.letters.agency.models import LetterStep, Step
from rptc.letters.models import LetterKind
from tests import factories as f
from tests.letters.test_issuing import issue

KIND = "pelimpahan-kepolisian"


def for_agency(by, **details):
    """One that has just been made."""
    LetterKind.objects.filter(code=KIND).update(signed_by="agency")
    return issue(by, KIND, **details)


def initialed(by, *steps, **details):
    """One that these have put their initials on."""
    letter = for_agency(by, **details)
    for step in steps:
        role = Role.OFFICE if step == Step.OFFICE else Role.HEAD
        initial_letter(letter, step, by=f.UserFactory(roles=[role]))
    return letter


def at_agency(by, **details):
    """One that was carried to the Dinas."""
    letter = initialed(by, Step.OFFICE, Step.HEAD, **details)
    step = LetterStep(letter=letter, done_on=days.today(), carried_by="Baharuddin")
    carry_letter(step, by=by)
    return letter
