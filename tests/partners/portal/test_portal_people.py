"""A partner's own people: who may come in, whom they propose, and who has left."""

import pytest
from django.urls import reverse
from pytest_django.asserts import assertContains, assertNotContains, assertRedirects

from partners.members.actions import MOST_WAITING
from partners.members.models import MemberLeft, ProposedMember
from rptc.accounts.models import RoleGrant
from rptc.accounts.permissions import Role
from rptc.audit.models import Entry
from tests import factories as f

pytestmark = pytest.mark.django_db
URL = reverse("partners:portal_people")
PROPOSE = reverse("partners:portal_people_propose")


@pytest.fixture
def member(client):
    member = f.MemberFactory()
    client.force_login(member.user)
    return member


def left(member):
    return reverse("partners:portal_people_left", args=[getattr(member, "pk", member)])


def propose(client, **typed):
    key = client.get(PROPOSE).context["form"]["send_key"].value()
    typed = {
        "name": "Ibu Contoh",
        "phone": "0811 000 701",
        "position": "",
        "send_key": key,
    } | typed
    return client.post(PROPOSE, typed), typed


def say(client, member):
    key = client.get(left(member)).context["form"]["send_key"].value()
    return client.post(left(member), {"send_key": key})


def test_tells_who_of_theirs_may_come_in_and_in_which_way(client, member):
    partner = member.partner
    new = f.MemberFactory(partner=partner)
    RoleGrant.objects.filter(user=new.user).update(confirmed_at=None, confirmed_by=None)
    f.MemberFactory(partner=partner, user__is_active=False)
    f.ProposedMemberFactory(partner=partner, name="Diusulkan Satu")
    f.ProposedMemberFactory(partner=partner, why_not="Cukup dua orang.")
    page = client.get(URL)
    words = [each.access[0] for each in page.context["page_obj"]]
    assert sorted(words) == ["Dapat masuk", "Menunggu pengesahan", "Tidak dapat masuk"]
    assertContains(page, "Diusulkan Satu")
    assertContains(page, "Cukup dua orang.")
    assertContains(client.get(reverse("partners:portal")), URL)


def test_nothing_of_another_partner(client, member):
    other = f.MemberFactory(user__full_name="Orang Mitra Lain")
    f.ProposedMemberFactory(partner=other.partner, name="Usulan Mitra Lain")
    f.ProposedMemberFactory(partner=other.partner, name="Ditolak Mitra Lain", why_not="Cukup.")
    assertNotContains(client.get(URL), "Mitra Lain")
    never = client.get(left(10**9))
    for method in (client.get, client.post):
        answer = method(left(other))
        assert (answer.status_code, answer.content) == (404, never.content)
    other.user.refresh_from_db()
    assert other.user.is_active


def test_proposes_somebody_once(client, member):
    answer, typed = propose(client)
    assertRedirects(answer, URL)
    client.post(PROPOSE, typed)
    proposed = ProposedMember.objects.get()
    assert (proposed.partner, proposed.recorded_by) == (member.partner, member.user)
    assert Entry.objects.filter(verb="proposed", object_id=proposed.pk).exists()
    assertContains(propose(client)[0], "sudah diusulkan dan menunggu")


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        ({"name": ""}, "Tulis nama lengkapnya."),
        ({"phone": ""}, "Tulis nomor teleponnya."),
        ({"phone": "tanya Ibu"}, "Tulis satu nomor telepon"),
        ({"phone": "0811 000 701 atau 0811 000 702"}, "20"),
    ],
)
def test_says_what_is_wrong(client, member, typed, said):
    assertContains(propose(client, **typed)[0], said)
    assert not ProposedMember.objects.exists()


def test_the_form_moves_nobody_to_another_partner(client, member):
    other = f.PartnerFactory()
    propose(client, partner=other.pk, answered_at="2026-01-01", why_not="x", member=member.pk)
    proposed = ProposedMember.objects.get()
    assert (proposed.partner, proposed.member, proposed.answered_at) == (
        member.partner,
        None,
        None,
    )


def test_a_partner_sends_no_list_of_names(client, member):
    f.ProposedMemberFactory.create_batch(MOST_WAITING, partner=member.partner)
    assertContains(propose(client)[0], f"Sudah {MOST_WAITING} orang menunggu RPTC.")


def test_whoever_left_is_out_at_once_on_every_device(client, member):
    gone = f.MemberFactory(partner=member.partner)
    theirs, second = client.__class__(), client.__class__()
    for each in (theirs, second):
        each.force_login(gone.user)
        assert each.get(URL).status_code == 200
    assertRedirects(say(client, gone), URL)
    for each in (theirs, second):
        assert each.get(URL).url.startswith("/login/")
        assert each.post(PROPOSE, {"name": "x"}).url.startswith("/login/")
    gone.user.refresh_from_db()
    assert not gone.user.is_active
    assert gone.user.logged_out_at
    row = MemberLeft.objects.get()
    assert (row.member, row.recorded_by, row.known_at) == (gone, member.user, None)
    assert Entry.objects.filter(verb="said_left", actor=member.user, object_id=row.pk).exists()
    assertContains(client.get(URL), "Tidak dapat masuk")


def test_a_second_tap_says_it_once(client, member):
    gone = f.MemberFactory(partner=member.partner)
    key = client.get(left(gone)).context["form"]["send_key"].value()
    for _ in range(2):
        assertRedirects(client.post(left(gone), {"send_key": key}), URL)
    assert MemberLeft.objects.count() == 1
    # With another key: somebody else was quicker.
    again = client.post(left(gone), {"send_key": "0d2f6a0e-7a55-4b54-8c11-6a3c6b0b1c11"})
    assertContains(again, "sudah tidak dapat masuk")


def test_nobody_says_it_of_themselves(client, member):
    assert client.get(left(member)).status_code == client.post(left(member)).status_code == 404
    assertNotContains(client.get(URL), left(member))


def test_of_a_partner_that_is_one_no_more_nobody_is_proposed(client, member):
    member.partner.__class__.objects.filter(pk=member.partner_id).update(is_active=False)
    assert client.get(PROPOSE).status_code == 404


def test_a_user_of_no_partner_has_no_people(client, login):
    login(Role.PARTNER)
    f.MemberFactory(user__full_name="Orang Lain")
    assertNotContains(client.get(URL), "Orang Lain")
    assert client.get(PROPOSE).status_code == 404


def test_queries_do_not_grow_with_the_people(member, count_queries):
    f.MemberFactory(partner=member.partner)
    f.ProposedMemberFactory(partner=member.partner)
    few = count_queries(URL)
    f.MemberFactory.create_batch(5, partner=member.partner)
    f.ProposedMemberFactory.create_batch(3, partner=member.partner)
    f.ProposedMemberFactory.create_batch(3, partner=member.partner, why_not="Cukup.")
    assert count_queries(URL) <= few
