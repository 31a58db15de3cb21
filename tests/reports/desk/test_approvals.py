import datetime

import pytest
from django.urls import reverse
from pytest_django.asserts import assertContains, assertNotContains

from reports.desk.approvals import first_decisions, rows_waiting_for, waiting_for
from rptc import days
from rptc.accounts.permissions import Role
from tests.asked import MOST, asked_by
from tests.factories import (
    AgreementFactory,
    AssignmentFactory,
    BelongingEndFactory,
    ContestFactory,
    ContributionFactory,
    DelegationFactory,
    ExitFactory,
    ExtensionFactory,
    HelpFactory,
    IncidentFactory,
    MergeFactory,
    PhotoFactory,
    PlanItemFactory,
    ReferralFactory,
    RoleGrantFactory,
    SealFactory,
    SealReaderFactory,
    SomebodyElseFactory,
    StandInFactory,
    StayFactory,
    SubstitutionFactory,
    UserFactory,
    WithdrawalFactory,
    exit_kind,
)
from tests.partners.referrals.way import referral_at

URL = reverse("reports:approvals")


def everything(by=None):
    """One of each, all entered by the same human being."""
    by = by or UserFactory(roles=[Role.SOCIAL_WORKER])
    plan = PlanItemFactory(plan__submitted=True, plan__recorded_by=by).plan
    exit = ExitFactory(recorded_by=by)
    referral = referral_at("proposed", by=by)
    grant = RoleGrantFactory(confirmed_at=None, prepared_by=by)
    extension = ExtensionFactory(recorded_by=by)
    return plan, exit, referral, extension, grant


def counted(user):
    return sum(rows.count() for rows in rows_waiting_for(user))


def told(**more):
    stay = StayFactory(days_ago=3)
    by = UserFactory()
    return ExitFactory(
        stay=stay,
        kind=exit_kind("rumah-sakit"),
        state="done",
        must_be_known=True,
        left_at=days.now(),
        recorded_by=by,
        done_by=by,
        **more,
    )


def test_the_head_sees_each_with_who_asked_and_a_way_to_decide(client, login):
    head = login(Role.HEAD)
    plan, exit, referral, extension, grant = everything()
    known = told()
    page = client.get(URL)
    for name, row in [
        ("cases:plan_decide", plan),
        ("cases:exit_decide", exit),
        ("partners:referral_decide", referral),
        ("cases:extension_decide", extension),
        ("cases:exit_detail", known),
    ]:
        assertContains(page, reverse(name, args=[row.pk]))
    assertContains(page, reverse("accounts:grant_confirm", args=[grant.user_id, grant.pk]))
    assertContains(page, f"Dari {plan.recorded_by}")
    assert counted(head) == page.context["total"] == 6


def test_what_the_head_entered_is_not_the_heads_but_the_agencys(client, login):
    head = login(UserFactory(roles=[Role.HEAD, Role.SOCIAL_WORKER]))
    plan, *_ = everything(by=head)
    assertContains(client.get(URL), "Tidak ada yang menunggu Anda.")
    login(Role.AGENCY)
    page = client.get(URL)
    assert page.context["total"] == 5
    assertNotContains(page, plan.stay.person.name)


def test_the_agency_sees_nothing_else(client, login):
    everything()
    told()
    login(Role.AGENCY)
    assertContains(client.get(URL), "Tidak ada yang menunggu Anda.")


def test_a_delegate_sees_what_was_handed_over_until_the_last_day(client, login, today):
    everything()
    delegate = UserFactory(roles=[Role.OFFICE])
    row = DelegationFactory(delegate=delegate, approvals=["plan", "referral"])
    login(delegate)
    waiting = waiting_for(delegate)
    assert {decision.matter.title for decision in waiting} == {"Rujukan", "Rencana intervensi"}
    assert client.get(URL).context["total"] == 2
    row.starts_on = row.last_on = today - datetime.timedelta(days=1)
    row.save()
    assert client.get(URL).status_code == 403


def test_an_emergency_not_known_for_a_day_is_late(db):
    exit = told(recorded_at=days.now() - datetime.timedelta(hours=25))
    [decision] = waiting_for(UserFactory(roles=[Role.HEAD]))
    assert decision.matter.is_told
    assert decision.is_late
    assert exit.known_late


def test_what_runs_out_first_stands_on_top(client, login):
    head = login(Role.HEAD)
    plan, *_ = everything()
    late = ExtensionFactory(stay=StayFactory(days_ago=9))
    soon = ExtensionFactory(stay=StayFactory(days_ago=3))
    known = told(recorded_at=days.now() - datetime.timedelta(hours=1))
    page = client.get(URL)
    to_decide, to_know = (group.decisions for group in page.context["groups"])
    urls = [decision.url for decision in to_decide]
    order = [urls.index(row.decide_url) for row in (late, soon, plan)]
    assert order == sorted(order)
    assert [decision.url for decision in to_know] == [
        reverse("cases:exit_acknowledge", args=[known.pk])
    ]
    assert to_decide[0].when.startswith("Lewat")
    first = first_decisions(head)
    assert [decision.url for decision in first] == [
        decision.url for decision in waiting_for(head)[: len(first)]
    ]
    assert len(first) == 3


def test_from_hari_ini_an_exit_that_is_to_be_known_opens_its_case(client, login):
    login(Role.HEAD)
    exit = told()
    page = client.get(reverse("reports:today"))
    case = f"{reverse('cases:exit_detail', args=[exit.pk])}?know=exit-{exit.pk}"
    assert case in [row.url for row in page.context["to_do"].rows]
    assertContains(client.get(case), reverse("cases:exit_acknowledge", args=[exit.pk]))


def test_two_of_one_name_are_told_apart_by_age_and_number(client, login):
    login(Role.HEAD)
    asked = [
        ExtensionFactory(
            stay=StayFactory(days_ago=3, child=True, intake__person__name="Muh. Rehan")
        )
        for _ in range(2)
    ]
    for url in (URL, reverse("reports:today")):
        for row in asked:
            assertContains(client.get(url), row.stay.person.told_apart)


@pytest.mark.parametrize("reader", ["head", "delegate"])
def test_each_row_that_is_only_to_be_known_opens_its_case(client, login, reader):
    if reader == "head":
        user = login(Role.HEAD)
    else:
        user = login(UserFactory(roles=[Role.FIELD]))
        DelegationFactory(delegate=user, approvals=["exit", "incident", "assignment"])
    exit = told()
    IncidentFactory()
    loss = BelongingEndFactory(lost=True)
    assignment = AssignmentFactory()
    SealFactory()
    decisions = [each for each in waiting_for(user) if each.matter.is_told]
    for each in decisions:
        if each.read_at:
            assert client.get(each.read_at).status_code == 200
            assertContains(client.get(URL), f'href="{each.read_url}"')
            # Known from the case alone: what is pressed without having read it says nothing.
            assertNotContains(client.get(URL), f'action="{each.url}"')
            assertContains(client.get(each.read_url), f'action="{each.url}"', count=1)
            if not each.matter.is_known_there:
                assertNotContains(client.get(each.read_at), f'action="{each.url}"')
    if reader == "head":
        opened = {each.read_at for each in decisions}
        assert opened >= {
            reverse("cases:exit_detail", args=[exit.pk]),
            reverse("cases:belonging_list", args=[loss.stay_id]),
            reverse("cases:stay_detail", args=[assignment.stay_id]),
        }
        assert all(opened)


def test_what_is_decided_is_gone(client, login):
    login(Role.HEAD)
    ReferralFactory(sent=True)
    assertContains(client.get(URL), "Tidak ada yang menunggu Anda.")


def test_queries_do_not_grow_with_the_rows(login, count_queries):
    login(Role.HEAD)
    everything()
    told()
    few = count_queries(URL)
    for _ in range(4):
        everything()
        told()
    assert count_queries(URL) <= few


def test_all_kinds_together_ask_no_more_than_a_few(client, login):
    """However many kinds there are: their rows come in one statement."""
    login(Role.HEAD)
    few, _ = asked_by(client, URL)
    everything()
    told()
    for each in [
        AgreementFactory,
        AssignmentFactory,
        BelongingEndFactory,
        ContestFactory,
        ContributionFactory,
        HelpFactory,
        IncidentFactory,
        MergeFactory,
        SealFactory,
        SealReaderFactory,
        SomebodyElseFactory,
        StandInFactory,
        SubstitutionFactory,
        WithdrawalFactory,
    ]:
        each()
    asked, answer = asked_by(client, URL)
    rows = [row for group in answer.context["groups"] for row in group.decisions]
    assert len({row.matter for row in rows}) > 12
    # The rows, what two kinds prefetch, their cases and the faces.
    assert asked <= few + 5 <= MOST, (few, asked)


def test_ten_stand_open_and_the_others_fold_with_how_many_are_late(client, login):
    login(Role.HEAD)
    ExtensionFactory.create_batch(12)
    page = client.get(URL)
    assertContains(page, "2 lagi</summary>")
    # They can be decided there as well.
    assertContains(page, 'class="btn btn-outline-primary btn-sm" href=', count=12)


def test_what_is_to_be_known_stands_below_its_own_case_alone(client, login):
    login(Role.HEAD)
    one, other = told(), told()
    page = reverse("cases:exit_detail", args=[one.pk])
    for wrong in (f"exit-{other.pk}", "exit-", "exit-x", f"nothing-{one.pk}", f"-{one.pk}", "1"):
        assertNotContains(client.get(page, {"know": wrong}), "Kembali ke daftar")
    assertContains(client.get(page, {"know": f"exit-{one.pk}"}), "Kembali ke daftar")
    client.post(reverse("cases:exit_acknowledge", args=[one.pk]))
    assertNotContains(client.get(page, {"know": f"exit-{one.pk}"}), "Kembali ke daftar")
    login(Role.SOCIAL_WORKER)
    asked = client.get(reverse("cases:exit_detail", args=[other.pk]), {"know": f"exit-{other.pk}"})
    assertNotContains(asked, "Kembali ke daftar", status_code=asked.status_code)


def test_the_face_stands_beside_whom_is_decided_on_where_the_reader_may_see_it(client, login):
    head = UserFactory(roles=[Role.HEAD, Role.SOCIAL_WORKER])
    extension = ExtensionFactory(recorded_by=head)
    SealFactory(person=PhotoFactory(person=StayFactory().person).person)
    person = PhotoFactory(person=extension.stay.person).person
    face, decide = f'alt="Foto {person}"', reverse("cases:extension_decide", args=[extension.pk])
    login(Role.HEAD)
    assertContains(client.get(URL), face, count=1)
    # What is told by a number alone has none.
    assertContains(client.get(URL), "rp-photo", count=1)
    assertContains(client.get(decide), face, count=1)
    login(Role.AGENCY)
    for page in (URL, decide):
        assertNotContains(client.get(page), "rp-photo")


def test_the_list_asks_no_more_for_more_of_one_kind(login, count_queries):
    login(Role.HEAD)
    ExtensionFactory()
    few = count_queries(URL)
    ExtensionFactory.create_batch(4)
    assert count_queries(URL) == few
