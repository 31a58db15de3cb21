"""No save at the door ends in 403 or 404: whoever reads "Halaman tidak ditemukan" types it again,
and makes a second catch."""

import datetime
import uuid

import pytest
from django.urls import reverse
from pytest_django.asserts import assertContains, assertRedirects

from cases.intakes.models import ON_THE_SPOT, Door, Intake, Outcome
from cases.stays.models import Stay, StayReturn
from rptc import days
from rptc.accounts.permissions import GRANTS, Role
from tests.cases.arrivals.test_stay_arrivals import posted, ticked, typed
from tests.factories import (
    BedFactory,
    IntakeFactory,
    StayFactory,
    TriageFactory,
    classification,
)

pytestmark = pytest.mark.django_db
REGISTER = reverse("cases:intake_register")
ARRIVALS = reverse("cases:stay_arrivals")


def roles_that(permission):
    return pytest.mark.parametrize("role", sorted(GRANTS[permission]))


def key():
    return {"send_key": str(uuid.uuid4())}


def at_the_door(**changes):
    facts = {"door": "family", "met_on": days.today().isoformat(), "sex": "P", "age_kind": "exact"}
    facts |= {"age_years": "40", "source": "self", "provisional": classification().pk}
    facts["handed_to"] = "RSUD Daya"
    return key() | facts | {"outcome": "brought", "name": "Rahma", "likely_shown": "1"} | changes


def saved(client, address, form):
    """The page on which a save ends."""
    page = client.post(address, form, follow=True)
    assert page.redirect_chain, page.content.decode()
    assert page.status_code == 200, page.redirect_chain
    return page


@roles_that("cases.register_intake")
def test_the_form_of_the_door_with_each_outcome(client, login, role):
    login(role)
    for number, outcome in enumerate(ON_THE_SPOT):
        page = saved(client, REGISTER, at_the_door(outcome=outcome, name=f"Daeng {number * 'o'}"))
        assertContains(page, "tercatat")
    assert Intake.objects.count() == len(ON_THE_SPOT)


@roles_that("cases.register_intake")
def test_the_form_of_the_door_by_each_door(client, login, role):
    login(role)
    for door in set(Door) - {Door.PATROL, Door.REGISTER}:
        saved(client, REGISTER, at_the_door(door=door, name=f"Tamu {door}"))
    victim = {"provisional": classification("korban").pk, "door": "uptd_ppa", "name": "Melati"}
    for outcome in (Outcome.BROUGHT, Outcome.AGENCY):
        saved(client, REGISTER, at_the_door(outcome=outcome, **victim))


@roles_that("cases.register_intake")
def test_a_form_that_comes_twice_offers_no_page_that_is_closed(client, login, role):
    login(role)
    form = at_the_door(outcome="advised")
    saved(client, REGISTER, form)
    saved(client, REGISTER, form)
    assert Intake.objects.count() == 1
    again = client.post(REGISTER, form | {"name": "Lain"})
    assert again.status_code == 409
    page = reverse("cases:intake_detail", args=[Intake.objects.get().pk])
    assert (page in again.content.decode()) == (client.get(page).status_code == 200)


@roles_that("cases.register_intake")
def test_another_outcome_of_who_is_on_the_way(client, login, role):
    typed = {"reason": "Berubah di jalan.", "handed_to": "RSUD Daya"}
    user = login(role)
    for outcome in ON_THE_SPOT:
        intake = IntakeFactory(recorded_by=user)
        page = reverse("cases:intake_outcome", args=[intake.pk])
        for back in ("", f"?next={ARRIVALS}" if role != Role.FIELD else ""):
            saved(client, page + back, typed | {"outcome": outcome})
            Intake.objects.filter(pk=intake.pk).update(outcome="brought", handed_to="")


@roles_that("cases.confirm_arrival")
def test_an_arrival_however_it_ends(client, login, role):
    login(role)
    came, ill, fled = IntakeFactory.create_batch(3)
    elsewhere = {f"{ill.pk}-instead": "hospital", f"{fled.pk}-instead": "refused"}
    saved(client, ARRIVALS, posted(came, **elsewhere))
    for again, model in (("came_back", StayReturn), ("ran_away", Stay)):
        back = IntakeFactory(person=StayFactory(days_ago=3).person)
        seen = typed(days.now() - datetime.timedelta(days=1))
        answers = {f"{back.pk}-again": again, f"{back.pk}-not_seen_since": seen}
        saved(client, ARRIVALS, posted(back, **answers))
        assert model.objects.filter(intake=back).exists()


@roles_that("cases.confirm_arrival")
def test_an_arrival_typed_afterwards_leads_to_the_person(client, login, role):
    login(role)
    earlier = days.now() - datetime.timedelta(days=3)
    intake = IntakeFactory(met_on=days.day_of(earlier))
    answer = client.post(ARRIVALS, posted(intake, at=earlier))
    assertRedirects(answer, reverse("cases:stay_detail", args=[intake.stay.pk]))
    several = IntakeFactory.create_batch(2, met_on=days.day_of(earlier))
    page = saved(client, ARRIVALS, posted(*several, at=earlier))
    for one in several:
        assertContains(page, str(one.person))


@roles_that("cases.confirm_arrival")
def test_who_was_typed_at_the_door_is_the_one_who_is_ticked(client, login, role):
    login(role)
    other = [IntakeFactory(by_patrol=True, patrol__ended_at=days.now())]
    page = saved(client, REGISTER, at_the_door())
    typed_now = Intake.objects.exclude(pk=other[0].pk).get()
    assert page.redirect_chain[-1][0] == f"{ARRIVALS}?intake={typed_now.pk}"
    assert ticked(client.get(f"{ARRIVALS}?intake={typed_now.pk}")) == {typed_now, *other}


@roles_that("cases.triage")
def test_triage_and_bed(client, login, role):
    login(role)
    stay = StayFactory()
    fill = reverse("cases:triage_fill", args=[stay.intake_id])
    saved(client, fill, key() | {"pressed": "impossible", "impossible_reason": "Tidur."})
    triage = TriageFactory()
    done = reverse("cases:triage_act_done", args=[triage.pk])
    saved(client, done, {"result": "Diperiksa."})
    bed = BedFactory()
    place = reverse("cases:bed_place", args=[triage.intake.stay.pk])
    saved(client, place, key() | {"bed": bed.pk, "reason": "", "override": ""})
    saved(client, reverse("cases:bed_put_back", args=[bed.pk]), {})
    saved(client, reverse("cases:bed_place_all"), key())


@roles_that("cases.contest_intake")
def test_a_contest(client, login, role):
    login(role)
    raised = reverse("cases:contest_raise", args=[StayFactory().intake_id])
    saved(client, raised, key() | {"said_by": "Klien sendiri", "reason": "Bukan saya."})
