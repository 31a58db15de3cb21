"""What happens to a klien at a partner: said in two taps, known at once, answered by us."""

import re
import uuid
from datetime import timedelta

import pytest
from django.core.exceptions import ValidationError
from django.db import DatabaseError, IntegrityError, connection, transaction
from django.urls import reverse
from pytest_django.asserts import assertContains, assertNotContains, assertRedirects

from cases.gate.refusals.models import Refusal
from cases.people.doubles.actions import decide_merge
from partners.incidents import actions
from partners.incidents.models import IncidentNote, IncidentReply, PartnerIncident
from rptc import days
from rptc.accounts.permissions import Role
from rptc.waiting import count_for
from tests import factories as f
from tests.database_roles import as_owner
from tests.factories import (
    FlagFactory,
    IncidentNoteFactory,
    IncidentReplyFactory,
    PartnerFactory,
    PartnerIncidentFactory,
    ReferralFactory,
)
from tests.partners.incidents.scene import KEY, at_partner, tap, url, waiting

pytestmark = pytest.mark.django_db


@pytest.fixture
def worker():
    return f.UserFactory(roles=[Role.SOCIAL_WORKER])


@pytest.fixture
def referral(worker):
    return at_partner(worker)


@pytest.fixture
def member(login, referral):
    member = referral.partner.members.get()
    login(member.user)
    return member


# Written down after a call


def test_a_partner_without_login_tells_us(client, login, worker):
    referral = at_partner(worker, PartnerFactory())
    login(worker)
    data = tap("hurt") | {
        "at": days.now().astimezone(days.WITA).strftime("%Y-%m-%dT%H:%M"),
        "said_by": "Ibu Ma'wa",
        "channel": "telephone",
    }
    page = client.post(url("partner_incident_record", referral), data, follow=True)
    incident = PartnerIncident.objects.get()
    assertRedirects(page, url("partner_incident_detail", incident))
    assertContains(page, "Ibu Ma&#x27;wa")
    add = {"words": "Lutut", "said_by": "", "channel": "telephone", "send_key": uuid.uuid4()}
    page = client.post(url("partner_incident_add", incident), add)
    assertContains(page, "Tulis siapa yang menyampaikan.")
    client.post(url("partner_incident_add", incident), add | {"said_by": "Ibu Ma'wa"})
    assert IncidentNote.objects.get().said_by == "Ibu Ma'wa"


def test_a_social_worker_of_another_case_writes_it_down_and_reads_what_they_wrote(client, login):
    referral, other = at_partner(), login(Role.SOCIAL_WORKER)
    theirs = PartnerIncidentFactory(referral=referral)
    assert client.get(url("partner_incident_detail", theirs)).status_code == 404
    own = PartnerIncidentFactory(
        referral=referral, recorded_by=other, channel="telephone", said_by="Ibu"
    )
    assert client.get(url("partner_incident_detail", own)).status_code == 200


# Answered


def test_it_is_handled_the_partner_reads_so_and_says_so(client, login, worker, referral, member):
    incident = PartnerIncidentFactory(referral=referral)
    login(worker)
    reply = {"reason": "Dicari bersama Satpol", "message": "Kami yang mencari", "send_key": KEY}
    reply["seen"] = actions.seen_of(incident)
    page = client.post(url("partner_incident_handle", incident), reply, follow=True)
    assertContains(page, "Dicari bersama Satpol")
    assert waiting(worker) == {"partner-incidents-open": 0}
    login(member.user)
    top = client.get(reverse("partners:portal"))
    assertContains(top, url("portal_incident", incident))
    page = client.get(url("portal_incident", incident))
    assertContains(page, "Sudah ditangani RPTC")
    assertContains(page, "Kami yang mencari")
    assertNotContains(page, "Dicari bersama Satpol")
    read = IncidentReply.objects.get()
    for _ in range(2):
        client.post(url("portal_incident_read", incident), {"seen": read.pk})
    read.refresh_from_db()
    assert read.read_by == member.user
    assertNotContains(client.get(reverse("partners:portal")), url("portal_incident", incident))


def test_the_message_names_no_klien(client, login, worker, referral):
    incident = PartnerIncidentFactory(referral=referral)
    login(worker)
    data = {"reason": "Dicari", "message": "Rezki sudah ketemu", "send_key": KEY, "seen": "0-0"}
    page = client.post(url("partner_incident_handle", incident), data)
    assertContains(page, "Jangan tulis nama klien.")
    assert not IncidentReply.objects.exists()


@pytest.mark.parametrize(
    ("field", "page"),
    [("message", "partner_incident_handle"), ("words", "partner_incident_add")],
)
@pytest.mark.parametrize(
    ("words", "why"),
    [
        ("NIK 7371.0512.0315.0001", "NIK tidak dikirim kepada mitra."),
        ("Ma'rang sudah ketemu", "Jangan tulis nama klien."),
    ],
)
def test_what_the_partner_reads_of_ours_says_neither_name_nor_nik(
    client, login, worker, referral, field, page, words, why
):
    incident = PartnerIncidentFactory(referral=referral)
    login(worker)
    data = handling(incident, said_by="Ibu", channel="telephone") | {field: words}
    page = client.post(url(page, incident), data)
    assert page.context["form"].errors[field]
    assertContains(page, why)
    assert not IncidentReply.objects.exists()
    assert not IncidentNote.objects.exists()


def test_a_telephone_number_of_ours_is_told(client, login, worker, referral):
    incident = PartnerIncidentFactory(referral=referral)
    login(worker)
    data = handling(incident, message="Telepon 0812-0000-0455")
    client.post(url("partner_incident_handle", incident), data)
    assert IncidentReply.objects.get().message == "Telepon 0812-0000-0455"


def test_a_tap_on_the_wrong_klien_stays_to_be_read_and_counts_no_more(
    client, login, worker, referral
):
    incident = PartnerIncidentFactory(referral=referral)
    login(worker)
    data = {"reason": "Salah klien", "send_key": KEY, "seen": "0-0"}
    client.post(url("partner_incident_drop", incident), data)
    assert waiting(worker) == {"partner-incidents-open": 0}
    assertContains(client.get(url("partner_incident_detail", incident)), "Salah klien")
    page = client.get(reverse("partners:partner_incident_list"), {"show": "all"})
    assertContains(page, "Bukan kejadian")


def test_who_may_be_fetched_the_social_worker_does_not_say(client, login, worker, referral):
    incident = PartnerIncidentFactory(referral=referral, kind="came")
    login(worker)
    assert client.get(url("partner_incident_decide", incident)).status_code == 403
    data = {"reason": "Ibunya", "send_key": KEY}
    page = client.post(url("partner_incident_handle", incident), data)
    assertContains(page, "diputuskan Kepala UPT")
    assert not IncidentReply.objects.exists()


def test_that_we_told_them_by_telephone_is_written_down(client, login, worker):
    incident = PartnerIncidentFactory(referral=at_partner(worker, PartnerFactory()))
    login(worker)
    client.post(url("partner_incident_told", incident))
    reply = IncidentReplyFactory(incident=incident)
    counts = {kind.key: number for kind, number in count_for(worker)}
    assert counts["partner-replies-unread"] == 1
    client.post(url("partner_incident_told", incident), {"seen": reply.pk})
    assert IncidentReply.objects.get().read_by == worker
    counts = {kind.key: number for kind, number in count_for(worker)}
    assert counts["partner-replies-unread"] == 0


# The head decides


@pytest.fixture
def pickup(referral):
    incident = PartnerIncidentFactory(referral=referral, kind="came")
    IncidentNoteFactory(incident=incident, name="Daeng Tika", relation="paman")
    return incident


def decision(incident, says="allowed", **more):
    return {
        "says": says,
        "to_name": "Sitti Aminah",
        "to_relation": "ibu kandung",
        "reason": "Sudah dicek",
        "seen": actions.seen_of(incident),
        "send_key": uuid.uuid4(),
    } | more


def test_the_head_says_yes_to_one_by_name_and_the_partner_reads_it(
    client, login, pickup, referral
):
    login(Role.HEAD)
    page = client.get(url("partner_incident_decide", pickup))
    assertContains(page, "Daeng Tika")
    client.post(url("partner_incident_decide", pickup), decision(pickup))
    login(referral.partner.members.get().user)
    assertContains(client.get(reverse("partners:portal")), "Hanya kepada Sitti Aminah")
    page = client.get(url("portal_incident", pickup))
    assertContains(page, "Boleh diserahkan kepada Sitti Aminah, ibu kandung.")
    assertNotContains(page, "Sudah dicek")
    assertNotContains(page, "Jangan serahkan. Kami menelepon")


def test_the_head_says_no_and_it_holds_on(client, login, pickup, referral):
    login(Role.HEAD)
    client.post(url("partner_incident_decide", pickup), decision(pickup, "refused"))
    reply = IncidentReply.objects.get()
    assert (reply.says, reply.to_name) == ("refused", "")
    login(referral.partner.members.get().user)
    page = client.get(url("portal_incident", pickup))
    assertContains(page, "Tidak boleh diserahkan")
    assertContains(page, "Jangan serahkan.")


def test_nobody_has_read_an_answer_that_came_since_the_page_was_opened(client, login, pickup):
    old = IncidentReplyFactory(incident=pickup, says="allowed", to_name="Sitti Aminah")
    new = IncidentReplyFactory(incident=pickup, says="refused")
    login(pickup.referral.partner.members.get().user)
    page = client.post(url("portal_incident_read", pickup), {"seen": old.pk}, follow=True)
    assertContains(page, "Ada jawaban yang lebih baru.")
    new.refresh_from_db()
    assert new.read_at is None


@pytest.mark.parametrize(
    "ban",
    [
        lambda person: FlagFactory(person=person, whom="Daeng Tika (paman)"),
        lambda person: f.UnwelcomeFactory(person=person, name="Daeng Tika"),
    ],
)
def test_whom_a_ban_in_force_names_the_head_cannot_allow(client, login, pickup, referral, ban):
    ban(referral.person)
    login(Role.HEAD)
    data = decision(pickup, to_name="Daeng Tika", to_relation="paman")
    page = client.post(url("partner_incident_decide", pickup), data)
    assert page.status_code == 200
    assert page.context["form"].non_field_errors()
    assert not IncidentReply.objects.exists()
    # As at the house's own door, the trial is written down.
    assert Refusal.objects.get().act == Refusal.Act.HANDOVER


def test_whoever_is_marked_near_the_child_the_head_cannot_allow(client, login, pickup, referral):
    relation = f.RelationFactory(
        other=referral.person, suspected_exploitation=True, exploitation_note="Disuruh mengamen"
    )
    login(Role.HEAD)
    data = decision(pickup, to_name=relation.person.name)
    page = client.post(url("partner_incident_decide", pickup), data)
    assert page.context["form"].non_field_errors()
    assert not IncidentReply.objects.exists()


@pytest.mark.parametrize(
    ("mistake", "field"),
    [
        ({"says": ""}, "says"),
        ({"to_name": ""}, "to_name"),
        ({"reason": ""}, "reason"),
    ],
)
def test_a_mistake_is_said_at_its_field(client, login, pickup, mistake, field):
    login(Role.HEAD)
    page = client.post(url("partner_incident_decide", pickup), decision(pickup) | mistake)
    assert field in page.context["form"].errors
    assert not IncidentReply.objects.exists()


def test_nobody_decides_on_what_has_been_added_to_since(client, login, pickup):
    login(Role.HEAD)
    data = decision(pickup)
    IncidentNoteFactory(incident=pickup, words="Ternyata dua orang")
    page = client.post(url("partner_incident_decide", pickup), data)
    assertContains(page, "Keterangannya baru saja bertambah.")
    assert not IncidentReply.objects.exists()


def test_the_head_decides_otherwise_later_and_the_last_word_counts(
    client, login, pickup, referral
):
    login(Role.HEAD)
    client.post(url("partner_incident_decide", pickup), decision(pickup, "refused"))
    client.post(url("partner_incident_decide", pickup), decision(pickup))
    assert [reply.says for reply in pickup.replies.order_by("pk")] == ["refused", "allowed"]
    login(referral.partner.members.get().user)
    assertContains(client.get(url("portal_incident", pickup)), "Boleh diserahkan kepada Sitti")


def test_who_stands_in_for_the_head_on_referrals_decides_and_reads_nothing_else(
    client, login, pickup, referral
):
    delegate = f.UserFactory(roles=[Role.OFFICE])
    f.DelegationFactory(delegate=delegate, approvals=["referral"])
    other = PartnerIncidentFactory(referral=referral)
    login(delegate)
    assert client.get(url("partner_incident_detail", other)).status_code == 404
    assert client.get(url("partner_incident_detail", pickup)).status_code == 200
    client.post(url("partner_incident_decide", pickup), decision(pickup, "refused"))
    assert IncidentReply.objects.get().recorded_by == delegate


def test_nobody_decides_on_their_own_family(client, login, pickup, referral):
    head = login(Role.HEAD)
    f.ConflictFactory(user=head, person=referral.person)
    head = type(head).objects.get(pk=head.pk)
    client.force_login(head)
    for name in ("partner_incident_detail", "partner_incident_decide"):
        assert client.get(url(name, pickup)).status_code == 404
    with pytest.raises(ValidationError):
        actions.decide_pickup(
            IncidentReply(incident=pickup, says="refused"),
            reason="x",
            seen=actions.seen_of(pickup),
            by=head,
        )


def test_who_does_not_decide_on_a_pickup_does_not_call_it_none_either(
    client, login, worker, pickup, referral
):
    login(worker)
    for _ in ("before the head has spoken", "after a no"):
        assertNotContains(
            client.get(url("partner_incident_detail", pickup)),
            url("partner_incident_drop", pickup),
        )
        page = client.post(url("partner_incident_drop", pickup), dropping(pickup))
        assertContains(page, "diputuskan Kepala UPT")
        if not pickup.replies.exists():
            IncidentReplyFactory(incident=pickup, says="refused")
    assert [reply.says for reply in pickup.replies.all()] == ["refused"]
    login(referral.partner.members.get().user)
    assertContains(client.get(url("portal_incident", pickup)), "Jangan serahkan.")


def dropping(incident, **more):
    seen = actions.seen_of(incident)
    return {"reason": "Salah klien", "seen": seen, "send_key": uuid.uuid4()} | more


def test_the_head_says_that_nobody_came_and_it_holds_on_no_more(client, login, pickup, referral):
    login(Role.HEAD)
    client.post(url("partner_incident_drop", pickup), dropping(pickup))
    assert IncidentReply.objects.get().says == "dropped"
    login(referral.partner.members.get().user)
    assertNotContains(client.get(url("portal_incident", pickup)), "Jangan serahkan. Kami")


def test_nobody_says_of_their_own_family_that_nobody_came(login, pickup, referral):
    head = login(Role.HEAD)
    f.ConflictFactory(user=head, person=referral.person)
    head = type(head).objects.get(pk=head.pk)
    with pytest.raises(ValidationError, match="keluarga"):
        actions.answer_incident(
            IncidentReply(incident=pickup, says="dropped"),
            reason="x",
            seen=actions.seen_of(pickup),
            by=head,
        )


@pytest.mark.parametrize("said", ["incident", "note"])
def test_nobody_allows_what_they_have_written_down_themselves(client, login, referral, said):
    head = login(Role.HEAD)
    own = {"recorded_by": head, "channel": "telephone", "said_by": "Ibu"}
    pickup = PartnerIncidentFactory(
        referral=referral, kind="came", **(own if said == "incident" else {})
    )
    if said == "note":
        IncidentNoteFactory(incident=pickup, name="Sitti Aminah", **own)
    page = client.post(url("partner_incident_decide", pickup), decision(pickup))
    assertContains(page, "Anda sendiri yang mencatat")
    assert not IncidentReply.objects.exists()
    # No is said by anybody who decides.
    client.post(url("partner_incident_decide", pickup), decision(pickup, "refused"))
    assert IncidentReply.objects.get().says == "refused"


# A ban after the yes

BANS = [
    lambda person: FlagFactory(person=person, whom="Sitti Aminah (ibu)"),
    lambda person: f.UnwelcomeFactory(person=person, name="Sitti Aminah"),
    lambda person: f.UnwelcomeFactory(person=None, name="Sitti Aminah"),
]
HELD = "Tunggu: ada larangan baru. Jangan serahkan."


@pytest.fixture
def allowed(pickup):
    IncidentReplyFactory(incident=pickup, says="allowed", to_name="Sitti Aminah")
    return pickup


@pytest.mark.parametrize("ban", BANS)
def test_a_ban_after_the_yes_holds_on_and_is_before_the_head_again(
    client, login, worker, allowed, referral, ban
):
    head, member = f.UserFactory(roles=[Role.HEAD]), referral.partner.members.get().user
    login(member)
    assertNotContains(client.get(url("portal_incident", allowed)), HELD)
    ban(referral.person)
    page = client.get(url("portal_incident", allowed))
    assertContains(page, HELD)
    assertNotContains(page, "Boleh diserahkan kepada")
    for page in (reverse("partners:portal"), url("portal_referral", referral)):
        assertNotContains(client.get(page), "Hanya kepada")
        assertContains(client.get(page), "Ada larangan baru")
        assertNotContains(client.get(page), "Boleh diserahkan")
    login(worker)
    assertContains(client.get(url("partner_incident_detail", allowed)), HELD)
    login(head)
    assertContains(client.get(url("partner_incident_detail", allowed)), HELD)
    assert waiting(head)["pickups-to-decide"] == 1
    page = client.get(reverse("partners:partner_incident_list"), {"show": "pickups"})
    assertContains(page, "Ada larangan baru")
    # Yes to another one, and nothing holds on any more.
    data = decision(allowed, to_name="Rahmawati Basir")
    client.post(url("partner_incident_decide", allowed), data)
    assert waiting(head)["pickups-to-decide"] == 0
    login(member)
    page = client.get(url("portal_incident", allowed))
    assertContains(page, "Boleh diserahkan kepada Rahmawati Basir")
    assertNotContains(page, HELD)


def test_a_mark_after_the_yes_holds_on(client, login, allowed, referral):
    f.RelationFactory(
        other=referral.person,
        person__name="Sitti Aminah",
        suspected_exploitation=True,
        exploitation_note="Disuruh mengamen",
    )
    for user in (referral.partner.members.get().user, f.UserFactory(roles=[Role.HEAD])):
        login(user)
        name = "portal_incident" if user.has_perm("partners.use_portal") else None
        assertContains(client.get(url(name or "partner_incident_detail", allowed)), HELD)


def test_a_ban_of_somebody_else_is_looked_at_by_the_head_and_the_yes_stands(
    client, login, allowed, referral
):
    FlagFactory(person=referral.person, whom="Kaharuddin (tetangga)")
    head = login(Role.HEAD)
    assert waiting(head)["pickups-to-decide"] == 1
    assertNotContains(client.get(url("partner_incident_detail", allowed)), HELD)
    login(referral.partner.members.get().user)
    page = client.get(url("portal_incident", allowed))
    assertContains(page, "Boleh diserahkan kepada Sitti Aminah")
    assertNotContains(page, HELD)


def allow(pickup, head):
    """The head says yes, and knows what stands."""
    yes = IncidentReply(incident=pickup, says="allowed", to_name="Sitti Aminah")
    seen = actions.seen_of(pickup)
    return actions.decide_pickup(yes, reason="Kakak kandungnya", seen=seen, by=head)


def test_a_ban_that_begins_after_the_yes_is_before_the_head_again(login, pickup, referral):
    tomorrow = days.today() + days.ONE_DAY
    f.UnwelcomeFactory(person=referral.person, name="Sitti Aminah", starts_on=tomorrow)
    head = login(Role.HEAD)
    allow(pickup, head)
    assert waiting(head)["pickups-to-decide"] == 0
    with days.told_at(days.now() + days.ONE_DAY):
        assert waiting(head)["pickups-to-decide"] == 1


def test_a_warning_of_before_that_comes_by_a_merge_is_before_the_head_again(
    login, pickup, referral
):
    other = f.PersonFactory(sex=referral.person.sex, child=True)
    FlagFactory(person=other, whom="Sitti Aminah (ibu)")
    head = login(Role.HEAD)
    allow(pickup, head)
    assert waiting(head)["pickups-to-decide"] == 0
    merge = f.MergeFactory(kept=referral.person, lost=other)
    decide_merge(merge, approve=True, note="", seen=merge.seen, by=head)
    assert waiting(head)["pickups-to-decide"] == 1


def test_a_ban_of_before_or_one_that_has_ended_holds_nobody_on(login, pickup, referral):
    FlagFactory(person=referral.person, whom="Kaharuddin")
    f.UnwelcomeFactory(person=None, name="Kaharuddin")
    allow(pickup, f.UserFactory(roles=[Role.HEAD]))
    f.UnwelcomeFactory(
        person=referral.person,
        name="Sitti Aminah",
        ended_at=days.now(),
        ended_by=f.UserFactory(),
        end_reason="Keliru",
    )
    assert waiting(login(Role.HEAD))["pickups-to-decide"] == 0


# What is added after our answer


def handling(incident, **more):
    return dropping(incident, reason="Dicari bersama Satpol", message="Kami mencari") | more


def test_what_the_partner_adds_after_our_answer_waits_again(client, login, worker, referral):
    incident = PartnerIncidentFactory(referral=referral)
    IncidentNoteFactory(incident=incident)
    login(worker)
    client.post(url("partner_incident_handle", incident), handling(incident))
    assert waiting(worker) == {"partner-incidents-open": 0}
    # What we add ourselves waits for nobody.
    IncidentNoteFactory(incident=incident, channel="telephone", said_by="Ibu")
    assert waiting(worker) == {"partner-incidents-open": 0}
    IncidentNoteFactory(incident=incident, words="Lari lagi")
    assert waiting(worker) == {"partner-incidents-open": 1}
    page = client.get(reverse("partners:partner_incident_list"), {"show": "open"})
    assertContains(page, "Ada keterangan baru")
    assert url("partner_incident_detail", incident) in client.get("/").content.decode()
    page = client.get(url("partner_incident_detail", incident))
    assertContains(page, "Mitra menambah keterangan sesudah jawaban terakhir.")
    client.post(url("partner_incident_handle", incident), handling(incident))
    assert waiting(worker) == {"partner-incidents-open": 0}


def test_it_is_late_an_hour_after_what_was_added(referral):
    now = days.now()
    at = {"at": now - 5 * days.ONE_HOUR, "recorded_at": now - 5 * days.ONE_HOUR}
    incident = PartnerIncidentFactory(referral=referral, **at)
    IncidentReplyFactory(incident=incident, recorded_at=now - 4 * days.ONE_HOUR)
    IncidentNoteFactory(incident=incident, recorded_at=now - days.ONE_HOUR / 2)
    [row] = PartnerIncident.objects.with_last()
    assert (row.is_open, row.is_late) == (True, False)
    IncidentReplyFactory(incident=incident, recorded_at=now - days.ONE_HOUR / 3)
    [row] = PartnerIncident.objects.with_last()
    assert (row.is_open, row.is_late) == (False, False)


@pytest.mark.parametrize("says", ["refused", "allowed", "dropped"])
def test_of_a_pickup_it_is_before_who_decides_again_whoever_they_are(
    client, login, pickup, referral, says
):
    head = login(Role.HEAD)
    delegate = f.UserFactory(roles=[Role.OFFICE])
    f.DelegationFactory(delegate=delegate, approvals=["referral"])
    to = {"to_name": "Sitti Aminah"} if says == "allowed" else {}
    IncidentReplyFactory(incident=pickup, says=says, recorded_by=head, **to)
    assert waiting(head)["pickups-to-decide"] == 0
    IncidentNoteFactory(incident=pickup, words="Ia kembali bersama dua orang")
    assert waiting(head)["pickups-to-decide"] == 1
    login(delegate)
    assert client.get(url("partner_incident_detail", pickup)).status_code == 200
    login(referral.partner.members.get().user)
    page = client.get(url("portal_incident", pickup))
    assertContains(page, "Menunggu jawaban")
    if says != "allowed":
        assertContains(page, "Jangan serahkan. Kami")
    assertContains(client.get(reverse("partners:portal")), url("portal_incident", pickup))


@pytest.mark.parametrize("act", ["handle", "drop"])
def test_no_answer_covers_what_arrived_while_it_was_typed(client, login, worker, referral, act):
    incident = PartnerIncidentFactory(referral=referral)
    login(worker)
    data = handling(incident)
    IncidentNoteFactory(incident=incident, words="Sekarang di atap")
    page = client.post(url(f"partner_incident_{act}", incident), data)
    assertContains(page, "Keterangannya baru saja bertambah.")
    assertContains(page, "Sekarang di atap")
    assertContains(page, "Dicari bersama Satpol")
    assert not IncidentReply.objects.exists()
    # What stands on the page now is what is sent next.
    seen = shown_seen(page)
    client.post(url(f"partner_incident_{act}", incident), data | {"seen": seen})
    assert IncidentReply.objects.count() == 1


def shown_seen(page):
    [seen] = re.findall(r'name="seen" value="([^"]*)"', page.content.decode())
    return seen


def test_the_head_reads_it_again_and_then_decides_on_the_same_page(client, login, pickup):
    login(Role.HEAD)
    data = decision(pickup)
    IncidentNoteFactory(incident=pickup, words="Ternyata dua orang")
    page = client.post(url("partner_incident_decide", pickup), data)
    assertContains(page, "Ternyata dua orang")
    client.post(url("partner_incident_decide", pickup), data | {"seen": shown_seen(page)})
    assert IncidentReply.objects.get().says == "allowed"


def test_another_mistake_does_not_hide_that_something_was_added(client, login, pickup):
    login(Role.HEAD)
    data = decision(pickup, reason="")
    IncidentNoteFactory(incident=pickup, words="Ternyata dua orang")
    page = client.post(url("partner_incident_decide", pickup), data)
    assertContains(page, "Keterangannya baru saja bertambah.")
    assertContains(page, "Tulis alasannya.")


@pytest.mark.parametrize("name", ["handle", "decide"])
def test_the_same_answer_twice_is_one(client, login, referral, name):
    login(Role.HEAD)
    kind = "came" if name == "decide" else "ran_away"
    incident = PartnerIncidentFactory(referral=referral, kind=kind)
    data = decision(incident) if name == "decide" else handling(incident)
    for _ in range(2):
        page = client.post(url(f"partner_incident_{name}", incident), data)
        assertRedirects(page, url("partner_incident_detail", incident))
    assert IncidentReply.objects.count() == 1


# Who may know


def test_the_house_reads_whom_to_call_and_neither_klien_nor_partner_nor_kind(
    client, login, worker
):
    incident = PartnerIncidentFactory(referral=at_partner(worker), kind="ill")
    f.UserFactory(roles=[Role.HEAD], full_name="Andi Rahim", phone="0411 555 100")
    login(Role.CARETAKER)
    assertContains(client.get("/"), "Kejadian di mitra")
    page = client.get(reverse("partners:partner_incident_alerts"))
    assertContains(page, worker.full_name)
    assertContains(page, "(nomornya belum dicatat)")
    assertContains(page, 'href="tel:0411555100"')
    for told in ("Rezki", incident.referral.partner.name, "Sakit"):
        assertNotContains(page, told)
    assert client.get(url("partner_incident_detail", incident)).status_code == 403
    IncidentReplyFactory(incident=incident)
    page = client.get(reverse("partners:partner_incident_alerts"))
    assertContains(page, "Tidak ada kejadian di mitra yang menunggu jawaban.")


def test_of_a_closed_partner_the_same_is_read_as_of_any(client, login, worker):
    partner = PartnerFactory(reveals_health=True)
    stay = f.StayFactory(social_worker=worker)
    consent = f.ConsentFactory(stay=stay, purpose="health")
    referral = ReferralFactory(there=True, partner=partner, stay=stay, consent=consent)
    incident = PartnerIncidentFactory(referral=referral)
    login(Role.CARETAKER)
    page = client.get(reverse("partners:partner_incident_alerts"))
    assertNotContains(page, partner.name)
    login(Role.SOCIAL_WORKER)
    assert client.get(url("partner_incident_detail", incident)).status_code == 404
    assertNotContains(client.get(reverse("partners:partner_incident_list")), partner.name)
    login(worker)
    assertContains(client.get(url("partner_incident_detail", incident)), partner.name)


def test_a_sealed_file_is_read_by_those_of_the_case(client, login, worker, referral):
    incident = PartnerIncidentFactory(referral=referral)
    referral.person.is_sealed = True
    referral.person.save()
    login(worker)
    assert client.get(url("partner_incident_detail", incident)).status_code == 200
    login(Role.SOCIAL_WORKER)
    assert client.get(url("partner_incident_detail", incident)).status_code == 404


# What waits


def test_each_number_opens_the_rows_that_it_counts(client, login, worker, referral):
    open_ones = PartnerIncidentFactory.create_batch(2, referral=referral)
    answered = IncidentReplyFactory(incident__referral=referral)
    PartnerIncidentFactory(referral=referral, kind="came")
    for user in (worker, f.UserFactory(roles=[Role.HEAD])):
        login(user)
        for kind, number in count_for(user):
            if kind.key.startswith(("partner-incidents", "pickups", "partner-replies")):
                assert client.get(kind.url).context["page_obj"].paginator.count == number, kind.key
    assert answered.incident not in open_ones


def test_after_an_hour_what_cannot_wait_is_late_and_an_illness_is_not(worker, referral):
    long_ago = {"recorded_at": days.now() - 2 * days.ONE_HOUR, "referral": referral}
    long_ago["at"] = long_ago["recorded_at"]
    late = PartnerIncidentFactory(kind="came", **long_ago)
    ill = PartnerIncidentFactory(kind="ill", **long_ago)
    soon = PartnerIncidentFactory(kind="died", referral=referral)
    found = {row.pk: row for row in PartnerIncident.objects.with_last()}
    assert [found[each.pk].is_late for each in (late, ill, soon)] == [True, False, False]


def test_a_death_that_was_none_is_not_to_be_recorded(client, login, worker, referral):
    incident = PartnerIncidentFactory(referral=referral, kind="died")
    login(worker)
    page, act = url("partner_incident_detail", incident), "Catat kematian"
    assertContains(client.get(page), act)
    IncidentReplyFactory(incident=incident, says="dropped", reason="Salah ketuk.")
    assertNotContains(client.get(page), act)


def test_what_is_open_stands_on_hari_ini_right_below_who_is_not_seen(
    client, login, worker, referral
):
    f.AbsenceFactory()
    incident = PartnerIncidentFactory(referral=referral, kind="came")
    IncidentReplyFactory(incident__referral=referral)
    leads = {Role.HEAD: "partner_incident_decide", Role.SOCIAL_WORKER: "partner_incident_detail"}
    for user in (worker, f.UserFactory(roles=[Role.HEAD])):
        login(user)
        page = client.get("/").content.decode()
        assert page.index("Tidak terlihat") < page.index("Ada yang mau menjemput")
        [role] = user.roles_today
        assert url(leads[role], incident) in page
    other = login(Role.SOCIAL_WORKER)
    assert waiting(other) == {"partner-incidents-open": 0}
    assertNotContains(client.get("/"), "Ada yang mau menjemput")


def test_lists_do_not_ask_more_for_more_rows(login, count_queries, referral):
    login(Role.HEAD)
    address = reverse("partners:partner_incident_list")
    PartnerIncidentFactory(referral=referral)
    few = count_queries(address)
    PartnerIncidentFactory.create_batch(4, referral=referral)
    assert count_queries(address) <= few


# The database


def test_of_who_is_not_there_the_database_takes_none():
    sent = ReferralFactory(sent=True)
    with pytest.raises(IntegrityError, match="partner_incident_is_of_who_is_there"):
        PartnerIncidentFactory(referral=sent)


def test_of_another_stay_the_database_takes_none(referral):
    with pytest.raises(IntegrityError, match="partner_incident_is_of_who_is_there"):
        PartnerIncidentFactory(referral=referral, stay=f.StayFactory())


def test_what_was_said_is_never_rewritten():
    note, reply = IncidentNoteFactory(), IncidentReplyFactory()
    for row, column in ((note.incident, "kind"), (note, "name"), (reply, "message")):
        with pytest.raises(DatabaseError), transaction.atomic():
            type(row).objects.filter(pk=row.pk).update(**{column: "ill"})
    IncidentReply.objects.filter(pk=reply.pk).update(read_at=days.now(), read_by=reply.recorded_by)
    with pytest.raises(DatabaseError), transaction.atomic():
        IncidentReply.objects.filter(pk=reply.pk).update(read_at=days.now())


def test_the_owner_puts_the_words_under_another_key():
    rows = [IncidentNoteFactory(), IncidentReplyFactory(read_at=None)]
    IncidentReply.objects.update(read_at=days.now(), read_by=rows[1].recorded_by)
    with as_owner(), connection.cursor() as cursor:
        for row in rows:
            for name in row.sealed_columns:
                table = row._meta.db_table
                cursor.execute(f"UPDATE {table} SET {name} = 'anew' WHERE id = %s", [row.pk])  # noqa: S608
                cursor.execute(f"SELECT {name} FROM {table} WHERE id = %s", [row.pk])  # noqa: S608
                assert cursor.fetchone() == ("anew",)


@pytest.mark.parametrize(("kind", "says"), [("came", "handled"), ("ill", "allowed")])
def test_an_answer_fits_what_happened(kind, says):
    to = {"to_name": "Sitti"} if says == "allowed" else {}
    with pytest.raises(IntegrityError, match="incident_reply_fits_what_happened"):
        IncidentReplyFactory(incident__kind=kind, says=says, **to)


@pytest.mark.parametrize(
    ("wrong", "name"),
    [
        ({"said_by": "Ibu"}, "partner_incident_is_said_by_somebody"),
        ({"channel": "telephone"}, "partner_incident_is_said_by_somebody"),
        ({"at": days.now() + timedelta(days=900)}, "partner_incident_has_happened"),
    ],
)
def test_the_database_refuses_what_cannot_be(wrong, name):
    with pytest.raises(IntegrityError, match=name):
        PartnerIncidentFactory(**wrong)


@pytest.mark.parametrize(
    ("wrong", "name"),
    [
        ({"says": "allowed", "incident__kind": "came"}, "incident_reply_allows_somebody"),
        ({"to_name": "Sitti"}, "incident_reply_allows_somebody"),
        ({"sealed_reason": ""}, "incident_reply_says_why"),
        ({"read_at": days.now()}, "incident_reply_is_read_by_somebody"),
    ],
)
def test_the_database_refuses_an_answer_that_cannot_be(wrong, name):
    with pytest.raises(IntegrityError, match=name):
        IncidentReplyFactory(**wrong)


def test_a_note_says_something_and_who_said_it():
    with pytest.raises(IntegrityError, match="incident_note_says_something"), transaction.atomic():
        IncidentNoteFactory(sealed_words="")
    with pytest.raises(IntegrityError, match="incident_note_is_said_by_somebody"):
        IncidentNoteFactory(channel="telephone")
