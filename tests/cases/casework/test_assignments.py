"""The social worker of a stay: whose case it is, and how it goes to another."""

import random
import uuid

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.urls import reverse
from pytest_django.asserts import assertContains, assertRedirects

from cases.arrivals.actions import begin_anew
from cases.casework.assignments.actions import acknowledge_assignment, decide_assignment
from cases.casework.assignments.models import Assignment, holds_secret
from cases.people.reach import Reach
from cases.people.sealing.models import SealReader
from cases.stays.models import Stay
from partners.referrals.models import Referral
from rptc import days
from rptc.accounts.permissions import Role
from rptc.audit.models import Entry
from tests.factories import (
    AssignmentFactory,
    ConflictFactory,
    DelegationFactory,
    ExitFactory,
    IntakeFactory,
    PartnerFactory,
    PersonFactory,
    ReferralFactory,
    RelationFactory,
    RoleGrantFactory,
    SealFactory,
    SealReaderFactory,
    StayFactory,
    SubstitutionFactory,
    UserFactory,
    exit_kind,
)

pytestmark = pytest.mark.django_db


def url(stay):
    return reverse("cases:stay_assign", args=[stay.pk])


def worker():
    return UserFactory(roles=[Role.SOCIAL_WORKER])


def posted(to, **said):
    return {"send_key": str(uuid.uuid4()), "to_worker": getattr(to, "pk", to), **said}


def with_closed_destination(**given):
    stay = StayFactory(**given)
    partner = PartnerFactory(closes_destination=True)
    ReferralFactory(sent=True, agreed=True, stay=stay, partner=partner)
    return stay


def test_the_head_gives_a_stay_to_a_social_worker(client, login):
    head = login(Role.HEAD)
    stay, to = StayFactory(), worker()
    assertContains(client.get(url(stay)), to.full_name)
    page = reverse("cases:stay_detail", args=[stay.pk])
    assertRedirects(client.post(url(stay), posted(to)), page)
    stay.refresh_from_db()
    assert stay.social_worker == to
    entry = Entry.objects.get(verb="assigned")
    assert (entry.actor, entry.person_id) == (head, stay.person_id)


def test_it_goes_to_a_social_worker_and_to_nobody_else(client, login):
    login(Role.HEAD)
    stay, house = StayFactory(), UserFactory(roles=[Role.CARETAKER])
    for nobody in ("", house.pk):
        page = client.post(url(stay), posted(nobody))
        assert page.context["form"].errors["to_worker"]
    stay.refresh_from_db()
    assert stay.social_worker is None


def test_a_sealed_file_is_out_of_reach(client, login):
    login(Role.SOCIAL_WORKER)
    sealed = StayFactory(intake__person=PersonFactory(is_sealed=True))
    assert client.get(url(sealed)).status_code == 404


def test_whoever_takes_a_case_says_why_and_both_others_are_told(client, login):
    me, before = login(Role.SOCIAL_WORKER), worker()
    stay = StayFactory(social_worker=before)
    page = client.post(url(stay), posted(me))
    assertContains(page, "Tulis alasannya.")
    page = client.post(url(stay), posted(me, reason="Satu kampung."), follow=True)
    assertContains(page, f"Pekerja sosial utama: {me}")
    stay.refresh_from_db()
    assert stay.social_worker == me
    assert list(Assignment.objects.unread_by(before)) == [Assignment.objects.get()]
    assert not Assignment.objects.unread_by(me)
    head = UserFactory(roles=[Role.HEAD])
    assert Assignment.objects.to_be_known_by(head).count() == 1
    client.force_login(head)
    assertContains(client.get(reverse("reports:approvals")), "Satu kampung.")
    acknowledge = reverse("cases:assignment_acknowledge", args=[Assignment.objects.get().pk])
    client.post(acknowledge)
    assert not Assignment.objects.to_be_known_by(head)


def test_nobody_reads_a_closed_destination_by_taking_the_case(client, login):
    """The first of the ways in: a stay was assigned to oneself, and its referral read."""
    me, before = login(Role.SOCIAL_WORKER), worker()
    stay = with_closed_destination(social_worker=before)
    referral = Referral.objects.get()
    detail = reverse("partners:referral_detail", args=[referral.pk])
    assert client.get(detail).status_code == 404
    assertContains(client.get(url(stay)), "Kepala UPT memutuskan")
    page = client.post(url(stay), posted(me, reason="Saya kenal dia."), follow=True)
    assertContains(page, "Menunggu keputusan Kepala UPT")
    stay.refresh_from_db()
    assert stay.social_worker == before
    assert client.get(detail).status_code == 404
    assignment = Assignment.objects.get()
    client.force_login(UserFactory(roles=[Role.HEAD]))
    decide = reverse("cases:assignment_decide", args=[assignment.pk])
    client.post(decide, {"decision": "approve", "note": ""})
    stay.refresh_from_db()
    assert stay.social_worker == me
    client.force_login(me)
    assert client.get(detail).status_code == 200


def test_no_delegate_gives_a_case_to_themselves():
    delegate = worker()
    assignment = AssignmentFactory(state="proposed", to_worker=delegate)
    with pytest.raises(Exception, match="tidak dapat memutuskan sendiri"):
        decide_assignment(assignment, approve=True, by=delegate)


def test_a_case_that_went_elsewhere_meanwhile_is_not_given(client, login):
    stay, first = StayFactory(), worker()
    asked = AssignmentFactory(stay=stay, state="proposed")
    AssignmentFactory(stay=Stay.objects.get(), to_worker=first)
    login(Role.HEAD)
    page = client.post(asked.decide_url, {"decision": "approve", "note": ""})
    assertContains(page, f"sekarang dipegang {first}")
    assert Stay.objects.get().social_worker == first


def test_one_question_at_a_time_for_a_stay(client, login):
    me = login(Role.SOCIAL_WORKER)
    stay = with_closed_destination(social_worker=worker())
    client.post(url(stay), posted(me, reason="Saya kenal dia."))
    page = client.post(url(stay), posted(worker(), reason="Dia kenal dia."))
    assertContains(page, "sudah diajukan")


def test_sent_twice_it_is_one(client, login):
    me = login(Role.SOCIAL_WORKER)
    stay = StayFactory()
    twice = posted(me)
    client.post(url(stay), twice)
    page = reverse("cases:stay_detail", args=[stay.pk])
    assertRedirects(client.post(url(stay), twice), page)
    assert Assignment.objects.count() == 1


def test_whoever_was_told_reads_it_once(client, login):
    before = worker()
    stay = StayFactory(social_worker=before)
    assignment = AssignmentFactory(stay=stay)
    client.force_login(before)
    page = client.get(reverse("cases:assignment_list"))
    assertContains(page, assignment.to_worker.full_name)
    for _ in range(2):
        read = client.post(reverse("cases:assignment_read", args=[assignment.pk]), follow=True)
        assertContains(read, "Dibaca.")
    assert not Assignment.objects.unread_by(before)
    assert list(Assignment.objects.unread_by(assignment.to_worker)) == [assignment]
    login(Role.SOCIAL_WORKER)
    assert client.post(reverse("cases:assignment_read", args=[assignment.pk])).status_code == 404


def test_a_mark_for_suspected_exploitation_is_no_reward_for_taking_the_case(client, login):
    me = login(Role.SOCIAL_WORKER)
    stay = StayFactory(child=True, social_worker=worker())
    RelationFactory(other=stay.person, suspected_exploitation=True, exploitation_note="Disuruh.")
    client.post(url(stay), posted(me, reason="Saya kenal dia."))
    assert Assignment.objects.get().state == "proposed"


def test_of_a_stay_that_is_over_the_head_gives_the_case(client, login):
    me = login(Role.SOCIAL_WORKER)
    client.post(url(StayFactory(ended=True, days_ago=3)), posted(me))
    assert Assignment.objects.get().state == "proposed"


def test_who_was_given_a_case_does_not_acknowledge_it_for_the_head():
    delegate = worker()
    DelegationFactory(delegate=delegate, approvals=["assignment"])
    given = AssignmentFactory(to_worker=delegate)
    assert not Assignment.objects.to_be_known_by(delegate).exists()
    with pytest.raises(ValidationError, match="tidak mengetahui sendiri"):
        acknowledge_assignment(given, by=delegate)


def test_nobody_decides_for_whom_they_stand_in():
    one = SubstitutionFactory()
    asked = AssignmentFactory(state="proposed", to_worker=one.worker)
    with pytest.raises(ValidationError, match="tidak dapat memutuskan sendiri"):
        decide_assignment(asked, approve=True, by=one.substitute)


def test_who_comes_back_after_running_away_keeps_the_social_worker():
    me, before = worker(), worker()
    stay = StayFactory(days_ago=3, social_worker=before)
    again = IntakeFactory(person=stay.person)
    now = days.now()
    seen = {"at": now, "not_seen_since": now - days.ONE_DAY}
    new = begin_anew(again, **seen, by=me, social_worker=me, send_key=uuid.uuid4())
    assert new.social_worker == before


# What the database refuses


def test_no_case_that_holds_a_secret_is_given_as_decided_by_nobody():
    stay = StayFactory(intake__person__is_sealed=True)
    for given in ({"state": "approved"}, {"state": "made"}):
        with pytest.raises(IntegrityError), transaction.atomic():
            AssignmentFactory(stay=stay, recorded_by=worker(), **given)


def test_a_stay_gets_no_social_worker_without_an_assignment():
    stay = StayFactory()
    refused = pytest.raises(IntegrityError, match="social_worker_moves_by_an_assignment")
    with refused, transaction.atomic():
        Stay.objects.update(social_worker=worker())
    assert Stay.objects.get(pk=stay.pk).social_worker is None


@pytest.mark.parametrize("is_sealed", [True, False])
def test_a_case_that_holds_a_secret_is_given_by_the_head_alone(is_sealed):
    if is_sealed:
        stay = StayFactory(intake__person__is_sealed=True)
    else:
        stay = with_closed_destination()
    refused = pytest.raises(IntegrityError, match="secret_case_is_given_by_the_head")
    with refused, transaction.atomic():
        AssignmentFactory(stay=stay, recorded_by=worker())
    AssignmentFactory(stay=stay, recorded_by=UserFactory(roles=[Role.HEAD]))


CLOSED_NAME = "Yayasan Teduh"
# What an exit says, and whether that is closed.
LEAVES = [
    ({}, False),
    ({"receiver": f"Bu Ani, {CLOSED_NAME}"}, True),
    ({"address": f"{CLOSED_NAME.upper()} Jl. Teratai"}, True),
    ({"receiver": "Yayasan Teduhan"}, True),
    ({"receiver": "Suryayasan Teduh"}, False),
    ({"address": "Yayasan Terbuka"}, False),
    ({"kind": "mitra", "receiver": "Siapa saja"}, True),
    (None, False),
]


def a_case(draw, closed, opened):
    """A stay with something or nothing of it, and whether the head decides."""
    is_sealed, is_over = draw.random() < 0.15, draw.random() < 0.15
    given = {"ended": True} if is_over else {}
    stay = StayFactory(intake__person__is_sealed=is_sealed, days_ago=3, child=True, **given)
    mark = draw.choice(["", "", "", "person", "other"])
    if mark:
        RelationFactory(**{mark: stay.person}, suspected_exploitation=True, exploitation_note="x")
    kin = draw.choice([True, False]) and RelationFactory(other=stay.person)
    partner = draw.choice([None, None, None, opened, closed])
    if partner:
        ReferralFactory(stay=stay, partner=partner)
    says, is_closed = draw.choice(LEAVES)
    if says is not None:
        kind = exit_kind(says.get("kind", "keluarga"))
        ExitFactory(stay=stay, **says | {"kind": kind})
    facts = {"sealed": is_sealed, "over": is_over, "mark": mark, "kin": bool(kin)}
    facts |= {"partner": str(partner), "exit": says}
    return stay, is_sealed or is_over or bool(mark) or partner == closed or is_closed, facts


def is_accepted(stay, by):
    try:
        with transaction.atomic():
            AssignmentFactory(stay=stay, recorded_by=by)
            transaction.set_rollback(True)
    except IntegrityError as error:
        return "secret_case_is_given_by_the_head" not in str(error)
    return True


def test_the_page_and_the_database_agree_on_what_the_head_decides():
    """Of many cases, drawn at random."""
    draw = random.Random(10)
    closed = PartnerFactory(name=CLOSED_NAME, closes_destination=True)
    opened = PartnerFactory(name="Yayasan Terbuka")
    me, head = worker(), UserFactory(roles=[Role.HEAD])
    told = set()
    for _ in range(60):
        stay, is_secret, facts = a_case(draw, closed, opened)
        assert holds_secret(stay) == is_secret, facts
        assert is_accepted(stay, me) == (not is_secret), facts
        assert is_accepted(stay, head)
        told.add(is_secret)
    assert told == {True, False}


@pytest.mark.parametrize("at_once", [True, False])
def test_who_is_given_a_case_that_is_closed_for_named_people_is_named(client, login, at_once):
    before, to = worker(), worker()
    stay = StayFactory(social_worker=before)
    seal = SealFactory(person=stay.person)
    SealReaderFactory(seal=seal, user=before)
    if not at_once:
        asked = AssignmentFactory(
            stay=stay, state="proposed", from_worker=before, to_worker=to, recorded_by=before
        )
    head = login(Role.HEAD)
    if at_once:
        client.post(url(stay), posted(to, reason="Cuti."))
    else:
        client.post(asked.decide_url, {"decision": "approve", "note": ""})
    stay.refresh_from_db()
    assert stay.social_worker == to
    reader = SealReader.objects.get(user=to, ended_at=None)
    assert (reader.added_by, reader.known_by) == (head, head)
    client.force_login(to)
    assert client.get(reverse("cases:person_detail", args=[stay.person_id])).status_code == 200


def test_a_delegate_gives_no_case_that_is_closed_for_named_people():
    stay = StayFactory(social_worker=worker())
    SealFactory(person=stay.person)
    asked = AssignmentFactory(stay=stay, state="proposed", from_worker=stay.social_worker)
    delegate = DelegationFactory(approvals=["assignment"]).delegate
    with pytest.raises(ValidationError, match="Kepala UPT sendiri"):
        decide_assignment(asked, approve=True, by=delegate)


def test_who_becomes_head_later_gives_no_secret_case_today():
    to_be = worker()
    RoleGrantFactory(user=to_be, role=Role.HEAD, starts_on=days.today() + days.ONE_DAY)
    assert not is_accepted(StayFactory(intake__person__is_sealed=True), to_be)


def test_a_case_is_known_since_it_was_given_and_not_since_the_stay_began():
    stay = StayFactory(days_ago=9)
    given = AssignmentFactory(stay=stay)
    reach = Reach.objects.get(why="case", source_id=stay.pk)
    assert (reach.user, reach.since) == (given.to_worker, given.recorded_at)
    asked = AssignmentFactory(stay=Stay.objects.get(pk=stay.pk), state="proposed")
    decided = decide_assignment(asked, approve=True, note="", by=UserFactory(roles=[Role.HEAD]))
    reach = Reach.objects.get(why="case", source_id=stay.pk, ended_at=None)
    assert (reach.user, reach.since) == (asked.to_worker, decided.decided_at)


def test_the_page_of_a_stay_says_to_whom_it_is_to_go_and_who_stands_in(client, login):
    login(Role.HEAD)
    stay = StayFactory(social_worker=worker())
    asked = AssignmentFactory(stay=stay, state="proposed")
    one = SubstitutionFactory(worker=stay.social_worker)
    page = client.get(reverse("cases:stay_detail", args=[stay.pk]))
    assertContains(page, f"penyerahan kepada {asked.to_worker} menunggu Kepala UPT")
    assertContains(page, f"digantikan {one.substitute}")


# From the page of a closed file


def take_over(stay):
    return reverse("cases:person_take_over", args=[stay.person_id])


def sealed_of_another():
    return StayFactory(intake__person__is_sealed=True, social_worker=worker())


def test_a_closed_file_in_the_house_is_asked_for_and_the_head_decides(client, login):
    stay, me = sealed_of_another(), login(Role.SOCIAL_WORKER)
    closed = reverse("cases:person_sealed", args=[stay.person_id])
    assertContains(client.get(closed), take_over(stay))
    asked = {"send_key": str(uuid.uuid4()), "reason": "Saya mengenal keluarganya."}
    page = client.post(take_over(stay), asked, follow=True)
    assertContains(page, "Anda meminta klien ini")
    assignment = Assignment.objects.get()
    assert assignment.state == "proposed"
    assert assignment.from_worker == stay.social_worker
    # Until then nothing is learned, also not of whose it is.
    assert client.get(reverse("cases:person_detail", args=[stay.person_id])).status_code == 404
    assert not Assignment.objects.visible_to(me).exists()
    history = reverse("reports:record_history", args=["assignment", assignment.pk])
    assert client.get(history).status_code in (403, 404)
    decide_assignment(assignment, approve=True, note="", by=UserFactory(roles=[Role.HEAD]))
    page = client.get(closed, follow=True)
    assertContains(page, stay.person.name)


def test_the_case_of_a_closed_file_is_asked_for_with_a_reason(client, login):
    stay = sealed_of_another()
    login(Role.SOCIAL_WORKER)
    sent = {"send_key": str(uuid.uuid4()), "reason": ""}
    assertContains(client.post(take_over(stay), sent), "Tulis alasannya.")
    assert not Assignment.objects.exists()


def test_nobody_asks_for_who_is_gone_for_an_open_file_or_for_their_own_family(client, login):
    me = login(Role.SOCIAL_WORKER)
    gone = StayFactory(ended=True, days_ago=3, intake__person__is_sealed=True)
    kin = sealed_of_another()
    ConflictFactory(user=me, person=kin.person)
    for stay in (gone, StayFactory(), kin):
        assert client.get(take_over(stay)).status_code == 404


def test_the_head_gives_the_case_of_a_closed_file(client, login):
    stay = sealed_of_another()
    login(Role.HEAD)
    assertRedirects(client.get(take_over(stay)), url(stay))
