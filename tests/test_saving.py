"""What the database refuses, in the words of the constraint (rptc/saving.py)."""

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError

from cases.exits.models import Exit
from rptc.saving import save, sentence_of
from tests.factories import BedUseFactory, LeaveFactory, UserFactory

pytestmark = pytest.mark.django_db


def test_a_constraint_says_its_own_sentence():
    leave = LeaveFactory()
    with pytest.raises(ValidationError, match="Klien ini sedang izin keluar|Bertumpuk"):
        save(LeaveFactory.build(stay=leave.stay, recorded_by=leave.recorded_by))


def test_one_of_a_range_as_well():
    use = BedUseFactory()
    with pytest.raises(ValidationError, match="Pilih yang lain"):
        save(BedUseFactory.build(out=True, bed=use.bed, recorded_by=use.recorded_by))


def test_one_without_a_sentence_is_a_mistake_of_ours():
    user = UserFactory()
    with pytest.raises(IntegrityError):
        save(UserFactory.build(username=user.username))


def test_every_name_under_which_a_trigger_refuses_an_exit_has_a_sentence():
    raised = "".join(getattr(trigger, "func", None) or "" for trigger in Exit._meta.triggers)
    names = {part.split("'")[0] for part in raised.split("CONSTRAINT = '")[1:]}
    assert names == Exit.refused_by_triggers.keys()
    assert sentence_of(Exit, "release_is_whole") == Exit.refused_by_triggers["release_is_whole"]
