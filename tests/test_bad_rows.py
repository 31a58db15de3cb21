"""Rows that no page writes, and that SQL could: the database refuses each, from the run-time role
and from the ORM; where a form can reach it, the form says it in words."""

from datetime import timedelta

import pytest
from django.core.exceptions import ValidationError
from django.db import DatabaseError, connection, transaction
from django.urls import reverse
from pytest_django.asserts import assertContains

from cases.exits.models import Exit
from cases.house.beds import actions as beds
from cases.house.beds.models import BedUse
from partners.directory.models import Member
from partners.referrals.models import Referral
from rptc import days
from rptc.accounts.actions import refuse_clash
from rptc.accounts.models import RoleGrant
from rptc.accounts.permissions import Role
from rptc.database import long_texts
from rptc.saving import sentence_of
from tests import factories as f
from tests.cases.exits.test_stay_end import posted, typed, url

pytestmark = pytest.mark.django_db


def sql(text, *values):
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(text, values)


def refused(constraint, *ways):
    """Each way is tried, and each is refused by this constraint."""
    for way in ways:
        with pytest.raises(DatabaseError) as error, transaction.atomic():
            way()
        named = error.value.__cause__.diag.constraint_name
        assert named == constraint


def test_all_of_it_is_asked_as_the_run_time_role():
    with connection.cursor() as cursor:
        cursor.execute("SELECT current_user")
        assert cursor.fetchone()[0] == "rptc_web"


def test_a_use_of_a_bed_has_a_length():
    use = f.BedUseFactory()
    refused(
        "bed_use_ends_after_it_begins",
        lambda: sql("UPDATE cases_beduse SET ended_at = began_at WHERE id = %s", use.pk),
        lambda: BedUse.objects.filter(pk=use.pk).update(ended_at=use.began_at),
        lambda: f.BedUseFactory(bed=use.bed, ended_at=use.began_at, began_at=use.began_at),
    )


def test_a_bed_that_was_given_to_who_had_left_was_not_used():
    use = f.BedUseFactory()
    kept, number = use.history.model.objects, use.pk
    beds.end_use(use, at=use.began_at - timedelta(minutes=5))
    assert not BedUse.objects.filter(pk=number).exists()
    labels = kept.filter(pgh_obj_id=number).order_by("pgh_id").values_list("pgh_label", flat=True)
    assert list(labels) == ["insert", "delete"]


def test_an_exit_is_after_the_entry(client, login):
    exit = f.LeftFactory()
    refused(
        "exit_is_after_entry",
        lambda: sql(
            "UPDATE cases_exit SET left_at = (SELECT began_at FROM cases_stay"
            " WHERE id = cases_exit.stay_id) WHERE id = %s",
            exit.pk,
        ),
        lambda: Exit.objects.filter(pk=exit.pk).update(
            left_at=exit.stay.began_at - timedelta(hours=1)
        ),
    )
    login(Role.SOCIAL_WORKER)
    stay = f.StayFactory(days_ago=3)
    form = posted(left_at=typed(stay.began_at - timedelta(hours=2)))
    assertContains(client.post(url(stay), form), sentence_of(Exit, "exit_is_after_entry"))


SEND = "UPDATE partners_referral SET state = 'sent', sent_at = now(), packet = '{}', "


def test_a_referral_is_sent_by_who_decided_and_not_by_its_writer():
    referral = f.ReferralFactory(state="proposed")
    sent = {"state": "sent", "sent_at": days.now(), "packet": {}}
    rows = Referral.objects.filter(pk=referral.pk)
    refused(
        "referral_is_decided_by_another",
        lambda: sql(SEND + "decided_by_id = recorded_by_id WHERE id = %s", referral.pk),
        lambda: rows.update(**sent, decided_by=referral.recorded_by),
    )
    refused(
        "referral_is_sent_by_who_decided",
        lambda: sql(SEND + "decided_by_id = NULL WHERE id = %s", referral.pk),
        lambda: rows.update(**sent),
    )


GRANT = (
    "INSERT INTO accounts_rolegrant (user_id, role, starts_on, prepared_at, confirmed_at)"
    " VALUES (%s, %s, '2026-01-01', now(), now())"
)


@pytest.mark.parametrize(("first", "second"), [("partner", "head"), ("head", "partner")])
def test_a_partners_user_holds_no_role_of_the_house(first, second):
    user = f.UserFactory(roles=[first])
    other = f.RoleGrantFactory(user=f.UserFactory(), role=second)
    refused(
        "partner_user_holds_no_other_role",
        lambda: sql(GRANT, user.pk, second),
        lambda: f.RoleGrantFactory(user=user, role=second),
        lambda: RoleGrant.objects.filter(pk=other.pk).update(user=user),
    )
    with pytest.raises(ValidationError) as said:
        refuse_clash(RoleGrant(user=user, role=second, starts_on=days.today()))
    assert said.value.messages == [sentence_of(RoleGrant, "partner_user_holds_no_other_role")]


def test_roles_of_the_house_stand_together_and_a_partner_may_become_staff_later():
    user = f.UserFactory(roles=[Role.FIELD, Role.CARETAKER])
    assert user.grants.count() == 2
    today = days.today()
    was = f.UserFactory()
    f.RoleGrantFactory(user=was, role=Role.PARTNER, ends_on=today)
    f.RoleGrantFactory(user=was, role=Role.FIELD, starts_on=today)


@pytest.mark.parametrize("roles", [[Role.HEAD], []])
def test_staff_are_no_members_of_a_partner(client, login, roles):
    user, partner = f.UserFactory(roles=roles), f.PartnerFactory()
    member = f.MemberFactory()
    refused(
        "member_has_the_role_of_a_partner",
        lambda: sql(
            "INSERT INTO partners_member (user_id, partner_id) VALUES (%s, %s)",
            user.pk,
            partner.pk,
        ),
        lambda: f.MemberFactory(user=user),
        lambda: Member.objects.filter(pk=member.pk).update(user=user),
    )
    login(Role.HEAD)
    page = reverse("partners:member_add", args=[partner.pk])
    assertContains(client.post(page, {"user": user.pk}), "Pilihan ini tidak ada")


def test_nobody_confirms_a_role_that_is_their_own_or_that_they_prepared():
    grant = f.RoleGrantFactory(
        user=f.UserFactory(), confirmed_at=None, prepared_by=f.UserFactory()
    )
    confirm = (
        "UPDATE accounts_rolegrant SET confirmed_at = now(), confirmed_by_id = {} WHERE id = %s"
    )
    rows = RoleGrant.objects.filter(pk=grant.pk)
    refused(
        "grant_is_not_confirmed_by_its_holder",
        lambda: sql(confirm.format("user_id"), grant.pk),
        lambda: rows.update(confirmed_at=days.now(), confirmed_by=grant.user),
    )
    refused(
        "grant_is_confirmed_by_another",
        lambda: sql(confirm.format("prepared_by_id"), grant.pk),
        lambda: rows.update(confirmed_at=days.now(), confirmed_by=grant.prepared_by),
    )


# --- Texts ---------------------------------------------------------------------------------


def test_every_text_has_a_length():
    assert len(long_texts()) > 20
    with connection.cursor() as cursor:
        cursor.execute("SELECT conname FROM pg_constraint WHERE contype = 'c'")
        there = {name for (name,) in cursor.fetchall()}
    expected = {
        f"{table}_{column}_at_most_{most}" for (table, column), most in long_texts().items()
    }
    assert expected <= there


def test_a_text_over_its_length_is_refused():
    person = f.PersonFactory()
    refused(
        "cases_person_remarks_at_most_2000",
        lambda: sql(
            "UPDATE cases_person SET remarks = repeat('x', 2001) WHERE id = %s", person.pk
        ),
        lambda: type(person).objects.filter(pk=person.pk).update(remarks="x" * 2_001),
    )
    type(person).objects.filter(pk=person.pk).update(remarks="x" * 2_000)
