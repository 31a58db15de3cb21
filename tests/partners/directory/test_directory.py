import pytest
from django.urls import reverse
from pytest_django.asserts import assertContains, assertNotContains

from cases.exits.destinations import is_closed
from cases.exits.models import Exit
from partners.directory.models import Member, Partner
from rptc.accounts.permissions import Role
from tests.factories import (
    LeftFactory,
    LetterFactory,
    MemberFactory,
    PartnerFactory,
    ReferralFactory,
    RoleGrantFactory,
    UserFactory,
)


def url(name, *args):
    return reverse(f"partners:{name}", args=[getattr(arg, "pk", arg) for arg in args])


def test_list_names_partners_with_and_without_login(client, login, count_queries):
    login(Role.OFFICE)
    PartnerFactory(name="Yayasan Cahaya")
    MemberFactory(partner__name="Yayasan Bakti")
    few = count_queries(url("partner_list"))
    page = client.get(url("partner_list"))
    assertContains(page, "Yayasan Cahaya")
    assertContains(page, "1 dapat masuk")
    MemberFactory.create_batch(5)
    assert count_queries(url("partner_list")) <= few


def test_detail_counts_what_the_reader_may_know(client, login):
    closed = ReferralFactory(partner=PartnerFactory(closes_destination=True))
    page = url("partner_detail", closed.partner)
    login(Role.SOCIAL_WORKER)
    assertContains(client.get(page), "0 rujukan, 0 masih terbuka")
    login(Role.HEAD)
    assertContains(client.get(page), "1 rujukan, 1 masih terbuka")
    login(Role.OFFICE)
    assertNotContains(client.get(page), "masih terbuka")


def test_add_and_the_same_name_twice(client, login, db):
    login(Role.OFFICE)
    data = {"name": "Yayasan Baru", "short_name": "Baru", "kind": "foundation", "is_active": "on"}
    client.post(url("partner_add"), data)
    assertContains(client.post(url("partner_add"), data), "Mitra dengan nama ini sudah ada.")
    assert Partner.objects.filter(name="Yayasan Baru").count() == 1


@pytest.mark.parametrize(("role", "stays_closed"), [(Role.OFFICE, True), (Role.HEAD, False)])
def test_only_the_head_opens_what_was_closed(client, login, db, role, stays_closed):
    partner = PartnerFactory(reveals_health=True)
    login(role)
    typed = {"name": partner.name, "short_name": "X", "kind": "foundation"}
    client.post(url("partner_edit", partner), typed | {"shown_version": "1"})
    partner.refresh_from_db()
    assert (partner.short_name, partner.reveals_health) == ("X", stays_closed)
    assert partner.closes_destination == stays_closed


def test_one_that_reveals_health_is_closed(client, login, db):
    login(Role.OFFICE)
    data = {
        "name": "Yayasan Baru",
        "short_name": "Baru",
        "kind": "foundation",
        "reveals_health": "on",
    }
    page = client.post(url("partner_add"), data)
    assertContains(page, "Yang mengungkap kesehatan juga ditutup tujuannya.")
    client.post(url("partner_add"), data | {"closes_destination": "on"})
    assert Partner.objects.get(name="Yayasan Baru").reveals_health


def test_closing_a_partner_closes_the_letters_that_name_it(client, login, db):
    partner = PartnerFactory(name="Yayasan Teduh", short_name="Teduh")
    named, other = (
        LeftFactory(code="daerah-asal", receiver=receiver, handover_letter=LetterFactory())
        for receiver in ("Ibu Ratna, Yayasan Teduh", "Yayasan Lain")
    )
    login(Role.HEAD)
    typed = {"name": partner.name, "short_name": "Teduh", "kind": "foundation", "is_active": "on"}
    typed |= {"closes_destination": "on", "shown_version": "1"}
    client.post(url("partner_edit", partner), typed)
    for exit in (named, other):
        exit.handover_letter.refresh_from_db()
    assert (named.handover_letter.is_sealed, other.handover_letter.is_sealed) == (True, False)


def test_a_new_name_opens_nothing_that_was_closed_under_the_old_one(client, login, db):
    partner = PartnerFactory(name="Yayasan Teduh", short_name="Teduh", closes_destination=True)
    left = LeftFactory(code="daerah-asal", receiver="Ibu Ratna, Yayasan Teduh")
    closed = Exit.objects.filter(is_closed())
    assert left in closed
    login(Role.OFFICE)
    typed = {"name": "Yayasan Rindang", "short_name": "Rindang", "is_active": "on"}
    typed |= {"kind": "foundation"}
    client.post(url("partner_edit", partner), typed | {"shown_version": "1"})
    partner.refresh_from_db()
    assert (partner.name, partner.closes_destination) == ("Yayasan Rindang", True)
    newer = LeftFactory(code="daerah-asal", receiver="Yayasan Rindang")
    assert set(closed.all()) == {left, newer}
    # The head opens it, and what was closed by its name alone is open again.
    login(Role.HEAD)
    client.post(url("partner_edit", partner), typed | {"shown_version": "2"})
    assert not closed.all().exists()


def test_a_member_has_the_role_of_partner_and_no_other(client, login, db):
    login(Role.OFFICE)
    partner = PartnerFactory()
    fitting = UserFactory(roles=[Role.PARTNER])
    staff = UserFactory(roles=[Role.SOCIAL_WORKER])
    both = UserFactory(roles=[Role.PARTNER])
    RoleGrantFactory(user=both, role=Role.FIELD, starts_on="2019-01-01", ends_on="2019-12-31")
    taken = MemberFactory().user
    page = client.get(url("member_add", partner))
    assertContains(page, fitting.full_name)
    for user in [staff, both, taken]:
        assertNotContains(page, user.full_name)
        client.post(url("member_add", partner), {"user": user.pk})
    assert not partner.members.exists()
    client.post(url("member_add", partner), {"user": fitting.pk})
    assert Member.objects.get(partner=partner).user == fitting
