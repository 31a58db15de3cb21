"""Whose sealed files a social worker sees: what they recorded, and who is or was theirs."""

import pytest

from cases.exits.models import Exit
from cases.intakes.models import Intake
from cases.people import access
from cases.people.models import Person
from cases.stays.models import Stay
from partners.referrals.models import Referral
from rptc import days
from rptc.accounts.permissions import Role
from tests.factories import ExitFactory, PersonFactory, ReferralFactory, StayFactory, UserFactory


def named(name, of, **given):
    """Somebody with a stay, an exit and a referral."""
    person = PersonFactory(name=name, **given)
    stay = StayFactory(intake__person=person, social_worker=of)
    ExitFactory(stay=stay)
    ReferralFactory(stay=stay)
    return stay


@pytest.mark.django_db
def test_a_sealed_file_is_only_for_its_own_social_workers():
    worker, other = UserFactory.create_batch(2, roles=[Role.SOCIAL_WORKER])
    named("Terbuka", of=other)
    named("Terbuka, saya", of=worker)
    named("Tertutup", of=other, is_sealed=True)
    named("Tertutup, belum ada pekerja sosial", of=None, is_sealed=True)
    named("Tertutup, saya catat", of=other, is_sealed=True, recorded_by=worker)
    named("Tertutup, saya", of=worker, is_sealed=True)
    yesterday = days.now() - days.ONE_DAY
    earlier = StayFactory(days_ago=5, ended_at=yesterday, social_worker=worker)
    Person.objects.filter(pk=earlier.person_id).update(name="Tertutup, dulu saya", is_sealed=True)
    StayFactory(intake__person=earlier.person, social_worker=other)

    open_to_worker = {
        "Terbuka",
        "Terbuka, saya",
        "Tertutup, saya catat",
        "Tertutup, saya",
        "Tertutup, dulu saya",
    }
    for rows, name in [
        (Person.objects, "name"),
        (Intake.objects, "person__name"),
        (Stay.objects, "person__name"),
    ]:
        assert set(rows.visible_to(worker).values_list(name, flat=True)) == open_to_worker
    for rows, name in [
        (Exit.objects.visible_to(worker), "stay__person__name"),
        (Referral.objects.listed_for(worker), "person__name"),
    ]:
        of_them = set(rows.values_list(name, flat=True))
        assert of_them == open_to_worker - {"Tertutup, dulu saya"}


@pytest.mark.django_db
def test_what_is_left_out_is_what_is_sealed():
    """Also asked the other way round: a stay without a social worker makes nothing unknown."""
    worker = UserFactory(roles=[Role.SOCIAL_WORKER])
    sealed = named("Tertutup, belum ada pekerja sosial", of=None, is_sealed=True)
    named("Terbuka, belum ada pekerja sosial", of=None)
    hidden = Person.objects.filter(~access.open_to(worker, "pk"))
    assert list(hidden) == [sealed.person]
