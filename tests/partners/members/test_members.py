"""Our side of a partner's people: the admin prepares the account, the head confirms its role."""

import pytest
from django.db import DatabaseError, transaction
from django.urls import reverse
from pytest_django.asserts import assertContains, assertNotContains, assertRedirects

from partners.directory.models import Member
from partners.members.models import MemberLeft, ProposedMember
from rptc import days
from rptc.accounts.models import RoleGrant, User
from rptc.accounts.permissions import Role
from rptc.audit.models import Entry
from tests import factories as f
from tests.test_policies import reading

pytestmark = pytest.mark.django_db
URL = reverse("partners:partner_user_list")
PORTAL = reverse("partners:portal_people")


def page(name, row):
    return reverse(f"partners:{name}", args=[row.pk])


@pytest.fixture
def proposed():
    by = f.MemberFactory()
    return f.ProposedMemberFactory(partner=by.partner, recorded_by=by.user, name="Siti Contoh")


def test_the_way_from_a_proposal_to_the_portal(client, login, proposed):
    admin = login(Role.ADMIN)
    assertContains(client.get("/"), "Petugas mitra diusulkan")
    assertContains(client.get(URL), "Siti Contoh")
    assertContains(client.get(page("member_prepare", proposed)), "Telepon dahulu")
    answer = client.post(page("member_prepare", proposed), {"username": "Siti.Contoh"})
    user = User.objects.get(username="siti.contoh")
    assertRedirects(answer, reverse("accounts:password_reset", args=[user.pk]))
    assert (user.full_name, user.phone) == (proposed.name, proposed.phone)
    assert user.membership.partner == proposed.partner
    grant = user.grants.get()
    assert (grant.role, grant.prepared_by, grant.confirmed_at) == (Role.PARTNER, admin, None)
    proposed.refresh_from_db()
    assert Entry.objects.filter(verb="prepared_member", object_id=proposed.pk).exists()

    new = client.__class__()
    new.force_login(user)
    assert new.get(PORTAL).status_code == 403

    login(Role.HEAD)
    confirm = reverse("accounts:grant_confirm", args=[user.pk, grant.pk])
    assertContains(client.get(confirm), proposed.partner.name)
    assertContains(client.get(confirm), proposed.recorded_by.full_name)
    client.post(confirm)
    assertContains(new.get(PORTAL), proposed.recorded_by.full_name)


def test_the_admin_confirms_nothing(client, login, proposed):
    login(Role.ADMIN)
    client.post(page("member_prepare", proposed), {"username": "siti"})
    grant = RoleGrant.objects.get(user__username="siti")
    confirm = reverse("accounts:grant_confirm", args=[grant.user_id, grant.pk])
    assert client.post(confirm).status_code == 403


def test_an_account_that_is_there_becomes_nobodys_else(client, login, proposed):
    """One of the same name, prepared by the same hand, is of another partner all the same."""
    admin = login(Role.ADMIN)
    other = f.MemberFactory(
        user__username="siti", user__full_name=proposed.name, user__prepared_by=admin
    )
    answer = client.post(page("member_prepare", proposed), {"username": "siti"})
    assertContains(answer, "Nama pengguna ini sudah dipakai.")
    assert Member.objects.filter(user=other.user).get().partner == other.partner
    assert not Member.objects.filter(proposed=proposed).exists()


def test_a_proposal_is_answered_once(client, login, proposed):
    login(Role.ADMIN)
    client.post(page("member_prepare", proposed), {"username": "siti"})
    again = client.post(page("member_prepare", proposed), {"username": "siti2"})
    assert again.status_code == 404
    refuse = client.post(page("member_refuse", proposed), {"why_not": "Tidak kami kenal."})
    assert refuse.status_code == 404
    assert User.objects.filter(username__startswith="siti").count() == 1
    for change in ({"member": None}, {"answered_at": None}, {"name": "Lain"}):
        with pytest.raises(DatabaseError), transaction.atomic():
            ProposedMember.objects.filter(pk=proposed.pk).update(**change)


def test_of_a_partner_that_is_one_no_more_no_account_is_prepared(client, login, proposed):
    login(Role.ADMIN)
    proposed.partner.is_active = False
    proposed.partner.save()
    answer = client.post(page("member_prepare", proposed), {"username": "siti"})
    assertContains(answer, "tidak bermitra lagi")
    assert not User.objects.filter(username="siti").exists()


def test_the_office_says_no_and_the_partner_reads_why(client, login, proposed):
    login(Role.OFFICE)
    assertNotContains(client.get(URL), page("member_prepare", proposed))
    assertContains(
        client.post(page("member_refuse", proposed), {"why_not": ""}), "Tulis mengapa tidak."
    )
    answer = client.post(page("member_refuse", proposed), {"why_not": "Tidak kami kenal."})
    assertRedirects(answer, URL)
    assertContains(client.get(f"{URL}?show=answered"), "Tidak kami kenal.")
    client.force_login(proposed.recorded_by)
    assertContains(client.get(PORTAL), "Tidak kami kenal.")


def test_who_left_is_read_of_and_let_in_again_by_the_head(client, login):
    left = f.MemberLeftFactory()
    office = login(Role.OFFICE)
    assertContains(client.get("/"), "Petugas mitra keluar")
    assertContains(client.get(f"{URL}?show=left"), str(left))
    assertRedirects(client.post(page("member_left_acknowledge", left)), f"{URL}?show=left")
    left.refresh_from_db()
    assert left.known_by == office
    client.post(page("member_left_acknowledge", left))
    assert Entry.objects.filter(verb="acknowledged", object_id=left.pk).count() == 1
    login(Role.HEAD)
    client.post(reverse("accounts:user_activate", args=[left.member.user_id]))
    left.member.user.refresh_from_db()
    assert left.member.user.is_active


@pytest.mark.parametrize("show", ["proposed", "left", "answered"])
def test_query_count_does_not_grow(login, count_queries, show):
    login(Role.HEAD)

    def more(number):
        f.ProposedMemberFactory.create_batch(number)
        f.ProposedMemberFactory.create_batch(number, why_not="Cukup.")
        f.MemberLeftFactory.create_batch(number)

    more(1)
    few = count_queries(f"{URL}?show={show}")
    more(4)
    assert count_queries(f"{URL}?show={show}") == few


def test_the_database_keeps_partners_apart():
    own, other = f.MemberFactory(), f.MemberFactory()
    colleague = f.MemberFactory(partner=own.partner)
    f.ProposedMemberFactory(partner=other.partner)
    mine = f.ProposedMemberFactory(partner=own.partner)
    f.MemberLeftFactory(member=other)

    def refused(act):
        with pytest.raises(DatabaseError), transaction.atomic():
            act()

    with reading(own.user):
        assert set(Member.objects.all()) == {own, colleague}
        assert list(ProposedMember.objects.all()) == [mine]
        assert not MemberLeft.objects.exists()
        said = {"name": "Ibu", "phone": "0811 000 709"}
        for wrong in (
            {"partner": other.partner, "recorded_by": own.user},
            {"partner": own.partner, "recorded_by": other.user},
        ):
            refused(lambda wrong=wrong: ProposedMember.objects.create(**said, **wrong))
        refused(lambda: MemberLeft.objects.create(member=other, recorded_by=own.user))
        refused(
            lambda: MemberLeft.objects.create(
                member=colleague, recorded_by=own.user, known_by=own.user, known_at=days.now()
            )
        )
        refused(lambda: Member.objects.create(user=f.UserFactory(), partner=own.partner))
        assert ProposedMember.objects.update(why_not="x") == 0
