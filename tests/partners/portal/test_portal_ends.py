"""On any end the partner has nothing more, at once and at every address: an open session reads
what it reads of a number that never was (docs/rules.md, Referral)."""

import itertools
import re
import threading
from concurrent.futures import ThreadPoolExecutor

import pgtrigger
import pytest
from django.db import connection
from django.test import Client
from django.urls import get_resolver, reverse

from cases.people.actions import seal_file
from partners.directory.actions import change_partner
from partners.referrals import actions
from partners.referrals.models import PARTNER_SEES, Referral, ReferralStep
from partners.referrals.models import ReferralState as S
from partners.silence.actions import give_up
from rptc import days
from rptc.accounts.actions import deactivate_user, end_grant, log_out_everywhere
from rptc.accounts.models import User
from rptc.accounts.permissions import Role
from tests import factories as f
from tests.database_roles import as_owner
from tests.partners.referrals.arrived import arrival_at, wholly_signed
from tests.partners.referrals.packed import with_pictures
from tests.sizes import IS_FULL

pytestmark = pytest.mark.gate

NEVER = 987_654_321
WORDS = "Kata yang hilang"
LATE = 15 * days.ONE_DAY
# In order of the way: what is there at the partner by then.
THERE = [S.SENT, S.ACCEPTED, S.ARRIVED, S.IN_SERVICE]


def running(state, member):
    """A referral in this state with all that a partner can have of one: packet, face, scan, a
    question; and once somebody is there, the berita acara, an incident and a month's report."""
    before = S.SENT if state == S.SENT else S.ACCEPTED
    referral = with_pictures(before, partner=member.partner)
    f.ReminderFactory(referral=referral, says="asked", then="reply", words=WORDS)
    if state in (S.ARRIVED, S.IN_SERVICE):
        wholly_signed(arrival_at(referral, by=member.user))
        f.IncidentNoteFactory(incident__referral=referral, incident__recorded_by=member.user)
        f.MonthReportFactory(referral=referral, recorded_by=member.user)
        referral = answered(referral, S.IN_SERVICE) if state == S.IN_SERVICE else referral
    referral = Referral.objects.get(pk=referral.pk)
    assert referral.state == state
    return referral


def answered(referral, state):
    return actions.answer_referral(referral, state, by=f.UserFactory(), reason="Baik.")


def addresses(referral):
    """[(name, arguments of this referral's, arguments of what never was)] of all that it has."""
    items = {item.kind: item.pk for item in referral.items.all()}
    own = {
        "portal_referral": [referral.pk],
        "portal_photo": [referral.pk],
        "portal_scan": [referral.pk, items["scan"]],
        "portal_safety": [referral.pk],
        "portal_arrival": [referral.pk],
        "portal_answer": [referral.pk],
        "portal_ask": [referral.pk],
    }
    if incident := referral.incidents.first():
        own |= {f"portal_arrival_{page}": [referral.pk] for page in ("letter", "sign", "sheet")}
        own["portal_incident_report"] = [referral.pk]
        of_incident = ("portal_incident", "portal_incident_read", "portal_incident_correct")
        own |= dict.fromkeys(of_incident, [incident.pk])
        own["portal_month_correct"] = [referral.month_reports.get().pk]
    for name, numbers in own.items():
        never = [NEVER, *numbers[1:]]
        yield name, [reverse(f"partners:{name}", args=each) for each in (numbers, never)]


# Neither about a referral, nor with an answer of it; and those that are (tests below).
LISTS = {
    "portal",
    "portal_list",
    "portal_month",
    "portal_places",
    "portal_indicators",
    "portal_people",
    "portal_people_left",
    "portal_people_propose",
    "portal_place",
}


@pytest.mark.django_db
def test_these_are_all_addresses_of_the_portal():
    known = {name for name in get_resolver().namespace_dict["partners"][1].reverse_dict}
    portal = {name for name in known if isinstance(name, str) and name.startswith("portal")}
    referral = running(S.IN_SERVICE, f.MemberFactory())
    assert {name for name, _ in addresses(referral)} == portal - LISTS


def worker_of(referral):
    return referral.stay.social_worker


def revoked(referral, member):
    said = {"reason": "Batal.", "seen_steps": referral.steps.count()}
    actions.revoke_referral(referral, by=worker_of(referral), **said)


def of_the_night(referral, member):
    with as_owner(), pgtrigger.ignore("partners.Referral:referral_stays_as_it_was_sent"):
        Referral.objects.filter(pk=referral.pk).update(sent_at=days.now() - LATE)
    assert actions.expire_referrals(by=User.objects.of_commands())


def given_up(referral, member):
    f.ReminderFactory(referral=referral, then="head", says="texted")
    give_up(referral, by=f.UserFactory(roles=[Role.HEAD]))


def told_on_the_telephone(referral, member):
    said = {"said_by": "Ibu Contoh", "channel": ReferralStep.Channel.TELEPHONE}
    said |= {"said_at": days.now(), "seen_steps": referral.steps.count()}
    actions.record_answer(referral, S.FINISHED, by=worker_of(referral), reason="Selesai.", **said)


def partner_no_longer(referral, member):
    partner = referral.partner
    partner.is_active = False
    change_partner(partner, by=f.UserFactory(roles=[Role.HEAD]))


def says(state):
    def end(referral, member):
        actions.answer_referral(referral, state, by=member.user, reason="Penuh.")

    return end


# (end, the states from which it comes)
ENDS = {
    "revoked": (revoked, PARTNER_SEES),
    "partner_no_longer": (partner_no_longer, PARTNER_SEES),
    "declined": (says(S.DECLINED), [S.SENT]),
    "expired": (of_the_night, [S.SENT]),
    "given_up": (given_up, [S.SENT]),
    "returned": (says(S.RETURNED), [S.ARRIVED, S.IN_SERVICE]),
    "finished": (says(S.FINISHED), [S.IN_SERVICE]),
    "told_on_the_telephone": (told_on_the_telephone, [S.IN_SERVICE]),
}
WAYS = [(name, state) for name, (_, states) in ENDS.items() for state in states]
# What ends the login itself: all that the session asked for is refused, whatever the number.
OF_THE_USER = {
    "role_ended": lambda user, head: end_grant(user.grants.get(), by=head),
    "account_closed": lambda user, head: deactivate_user(user, by=head),
    "telephone_lost": lambda user, head: log_out_everywhere(user, by=head),
}
METHODS = ["get", "head", "post"]
BUTTONS = {"portal_safety", "portal_incident_read"}


def body(answer):
    return b"".join(answer.streaming_content) if answer.streaming else answer.content


def read(client, address, method="get", typed=None):
    """(status, headers, text) of an answer, without the keys that each page makes anew."""
    answer = getattr(client, method)(address, typed or {})
    text = re.sub(rb'name="csrfmiddlewaretoken" value="\w+"', b"", body(answer))
    return answer.status_code, dict(answer.headers), text


def all_of(client, pairs):
    """{name: statuses} of each address, by every method; each as of what never was."""
    found = {}
    for name, (own, never) in pairs:
        for method in METHODS:
            mine, nobody = read(client, own, method), read(client, never, method)
            assert mine == nobody, (name, method, mine[0], nobody[0])
            found.setdefault(name, set()).add(mine[0])
    return found


@pytest.mark.django_db
@pytest.mark.parametrize(("end", "state"), WAYS)
def test_after_each_end_each_address_is_as_of_what_never_was(end, state):
    member, client = f.MemberFactory(), Client()
    referral = running(state, member)
    pairs = list(addresses(referral))
    client.force_login(member.user)
    shown = {name: read(client, own)[0] for name, (own, _) in pairs}
    # It was there; what answers a button alone is not asked for so.
    assert shown == {name: 405 if name in BUTTONS else 200 for name in shown}
    named = [reverse("partners:portal"), reverse("partners:portal_month")]
    name = referral.packet["name"].encode()
    assert name in read(client, named[0])[2]
    ENDS[end][0](referral, member)
    for said in all_of(client, pairs).values():
        assert said <= {404, 405}
    for page in named:
        status, _, text = read(client, page)
        assert status == 200
        for gone in (name, WORDS.encode(), referral.person.name.encode()):
            assert gone not in text


@pytest.mark.django_db
@pytest.mark.parametrize("end", sorted(OF_THE_USER))
def test_who_is_no_longer_theirs_reads_nothing_whatever_the_number(end):
    member, client = f.MemberFactory(), Client()
    referral = running(S.IN_SERVICE, member)
    client.force_login(member.user)
    pairs = list(addresses(referral))
    assert read(client, pairs[0][1][0])[0] == 200
    OF_THE_USER[end](member.user, f.UserFactory(roles=[Role.HEAD]))
    for _, (own, never) in pairs:
        mine, nobody = read(client, own), read(client, never)
        assert (mine[0], mine[2]) == (nobody[0], nobody[2]) or mine[0] == nobody[0] == 302
        assert mine[0] in ({403} if end == "role_ended" else {302})
        assert referral.packet["name"].encode() not in mine[2]


@pytest.mark.django_db
def test_a_file_that_is_closed_at_ours_goes_on_at_the_partner_whose_klien_it_is():
    """It is no end: the partner keeps what it was sent (cases/people/sealing/models.py)."""
    member, client = f.MemberFactory(), Client()
    referral = running(S.IN_SERVICE, member)
    client.force_login(member.user)
    seal_file(referral.person, by=worker_of(referral))
    assert read(client, reverse("partners:portal_referral", args=[referral.pk]))[0] == 200


# Many at once


THREADS, REQUESTS = 8, 2_000 if IS_FULL else 200
CROWD = ["revoked", "finished", "told_on_the_telephone", "partner_no_longer"]


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("end", CROWD)
def test_of_many_requests_around_an_end_none_that_began_after_it_is_served(end):
    """Eight open sessions of the partner ask for page, pictures, papers and forms without a pause;
    in the midst of it the referral ends. Two thousand requests in all; around each end in full."""
    member = f.MemberFactory()
    users = [member.user, f.MemberFactory(partner=member.partner).user]
    referral = running(S.IN_SERVICE, member)
    asked = itertools.cycle([own for name, (own, _) in addresses(referral)])
    clients = [Client() for _ in range(THREADS)]
    for number, client in enumerate(clients):
        client.force_login(users[number % 2])
    turns, half, over = itertools.count(), threading.Event(), threading.Event()
    lock = threading.Lock()

    def ask(client):
        answers = []
        try:
            while True:
                with lock:
                    number, address = next(turns), next(asked)
                if number >= REQUESTS:
                    return answers
                if number == REQUESTS // 4:
                    half.set()
                began_after = over.is_set()
                answer = client.get(address)
                answers.append((began_after, address, answer.status_code, len(body(answer))))
        finally:
            half.set()
            connection.close()

    with ThreadPoolExecutor(THREADS) as pool:
        asking = [pool.submit(ask, client) for client in clients]
        half.wait()
        ENDS[end][0](referral, member)
        # The end is committed, and who ended it has been told so.
        over.set()
        answers = [answer for each in asking for answer in each.result()]
    before = [answer for answer in answers if not answer[0]]
    after = [answer for answer in answers if answer[0]]
    assert len(answers) == REQUESTS
    assert sum(status == 200 for _, _, status, _ in before) > THREADS
    assert len(after) > REQUESTS // 4
    assert {status for _, _, status, _ in answers} <= {200, 404, 405}
    assert [answer for answer in after if answer[2] not in {404, 405}] == []
    # Of one length each, whatever it was.
    assert len({size for *_, status, size in after if status == 404}) == 1
