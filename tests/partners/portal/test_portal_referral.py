import pytest
from django.urls import reverse
from pytest_django.asserts import assertContains, assertNotContains

from partners.referrals.models import MOVES, PARTNER_SEES, ReferralState
from rptc.accounts.permissions import Role
from rptc.audit.models import Entry
from tests.factories import MemberFactory, ReferralFactory
from tests.partners.referrals.test_referral_states import columns
from tests.partners.referrals.way import referral_at

PAGES = ["partners:portal_referral", "partners:portal_answer"]
NEVER = 999_999


def url(name, referral_id):
    return reverse(name, args=[referral_id])


@pytest.fixture
def member(login, db):
    member = MemberFactory()
    login(member.user)
    return member


def test_shows_the_packet_and_writes_down_the_opening(client, member):
    referral = referral_at("sent", partner=member.partner)
    page = client.get(url(PAGES[0], referral.pk))
    assertContains(page, "Pelatihan menjahit")
    assertContains(page, "Terima rujukan")
    assertNotContains(page, referral.person.name)
    assert page["Cache-Control"] == "no-store"
    entry = Entry.objects.get(verb="opened")
    assert (entry.actor, entry.object_id) == (member.user, referral.pk)
    assert entry.person_id == referral.person_id


@pytest.mark.parametrize("name", PAGES)
@pytest.mark.parametrize("method", ["get", "head", "post", "put", "delete"])
def test_another_partners_is_byte_for_byte_like_one_that_never_was(client, member, name, method):
    other = referral_at("sent")
    answers = [getattr(client, method)(url(name, pk)) for pk in (other.pk, NEVER)]
    assert {answer.status_code for answer in answers} <= {404, 405}
    assert answers[0].status_code == answers[1].status_code
    assert answers[0].content == answers[1].content
    assert dict(answers[0].headers) == dict(answers[1].headers)


@pytest.mark.parametrize("name", PAGES)
@pytest.mark.parametrize("state", [s for s in ReferralState if s not in PARTNER_SEES])
def test_before_sending_and_after_any_end_there_is_nothing(client, member, name, state):
    referral = ReferralFactory(partner=member.partner, state=state, **columns(state))
    answers = [client.get(url(name, pk)) for pk in (referral.pk, NEVER)]
    assert [answer.status_code for answer in answers] == [404, 404]
    assert answers[0].content == answers[1].content


@pytest.mark.parametrize(
    "name",
    [
        "partners:referral_detail",
        "partners:referral_decide",
        "partners:referral_answer",
        "partners:referral_revoke",
        "partners:referral_edit",
        "partners:partner_detail",
    ],
)
def test_all_other_pages_are_refused_whatever_the_id(client, member, name):
    own = referral_at("sent", partner=member.partner)
    answers = [client.get(url(name, pk)) for pk in (own.pk, own.partner_id, NEVER)]
    assert {answer.status_code for answer in answers} == {403}
    assert len({answer.content for answer in answers}) == 1


def test_staff_have_no_portal(client, login, db):
    referral = referral_at("sent")
    for role in set(Role) - {Role.PARTNER}:
        login(role)
        assert client.get(url(PAGES[0], referral.pk)).status_code == 403


def test_every_open_state_that_the_partner_sees_has_an_end():
    assert set(PARTNER_SEES) < set(MOVES)
