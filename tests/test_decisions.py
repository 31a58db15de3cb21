"""What holds of everything that one asks for and another decides (rptc.decisions)."""

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.urls import reverse
from pytest_django.asserts import assertContains, assertNotContains, assertRedirects

from cases.casework.assignments.actions import decide_assignment
from cases.casework.plans.actions import decide_plan
from cases.exits.actions import decide_exit
from cases.file.consents.actions import decide_stand_in
from cases.help.actions import decide_help
from cases.intakes.contests.actions import decide_contest
from cases.people.doubles.actions import decide_merge
from cases.people.sealing.models import EmergencyAccess
from cases.people.substitutes.models import Substitution
from cases.stays.extensions.actions import decide_extension
from partners.agreements.actions import decide_agreement
from partners.contributions.actions import decide_contribution
from partners.referrals.actions import decide_referral
from reports.desk.approvals import own_ones, rows_waiting_for
from reports.figures.closing.actions import decide_closing
from rptc import days
from rptc.accounts.permissions import APPROVALS, Role
from rptc.audit.models import Entry
from rptc.decisions import Decided
from rptc.letters.actions import decide_withdrawal
from rptc.letters.texts.actions import decide_text
from rptc.resets.models import Reset
from rptc.words import pukul, tanggal
from tests import factories as f
from tests.at_once import at_once
from tests.partners.referrals.way import referral_at

pytestmark = pytest.mark.django_db


def asked_exit(by):
    return f.ExitFactory(ready=True, stay__days_ago=1, recorded_by=by)


def submitted_plan(by):
    return f.PlanItemFactory(plan__submitted=True, plan__recorded_by=by).plan


# What can be delegated: (one that waits, asked by this user; the action).
KINDS = {
    "exit": (asked_exit, decide_exit),
    "extension": (lambda by: f.ExtensionFactory(recorded_by=by), decide_extension),
    "help": (lambda by: f.HelpFactory(recorded_by=by), decide_help),
    "plan": (
        lambda by: f.PlanItemFactory(plan__submitted=True, plan__recorded_by=by).plan,
        decide_plan,
    ),
    "referral": (lambda by: referral_at("proposed", by=by), decide_referral),
    "agreement": (lambda by: f.AgreementFactory(proposed=True, recorded_by=by), decide_agreement),
    "contribution": (
        lambda by: f.ContributionFactory(proposed=True, recorded_by=by),
        decide_contribution,
    ),
    "contest": (lambda by: f.ContestFactory(recorded_by=by), decide_contest),
    "stand_in": (lambda by: f.StandInFactory(recorded_by=by), decide_stand_in),
    "letter": (lambda by: f.WithdrawalFactory(recorded_by=by), decide_withdrawal),
    "letter_text": (lambda by: f.TextProposalFactory(recorded_by=by), decide_text),
    "closing": (lambda by: f.ClosingFactory(recorded_by=by), decide_closing),
    "merge": (lambda by: f.MergeFactory(recorded_by=by), decide_merge),
    "assignment": (
        lambda by: f.AssignmentFactory(state="proposed", recorded_by=by),
        decide_assignment,
    ),
}
# Out of reach; or not their page at all, where who decides is never the Dinas.
SHUT = {403, 404}
each_kind = pytest.mark.parametrize("kind", KINDS)
# What a head gives, they give at once.
of_the_dinas_too = pytest.mark.parametrize("kind", sorted(KINDS.keys() - {"assignment"}))
# Nobody hands these over by themselves: they have tests of their own.
NEVER_HANDED_OVER = {Reset, Substitution, EmergencyAccess}


def asked(kind, by=None):
    return KINDS[kind][0](by or f.UserFactory(roles=[Role.SOCIAL_WORKER]))


def said(row, decision="approve", **more):
    return {"decision": decision, "note": "Sudah dibaca.", "seen": row.seen, **more}


def head():
    return f.UserFactory(roles=[Role.HEAD])


def delegate(*approvals):
    """Who may read little of their own."""
    user = f.UserFactory(roles=[Role.FIELD])
    f.DelegationFactory(delegate=user, approvals=approvals)
    return user


def waits_for(user, row):
    return any(row in rows for rows in rows_waiting_for(user) if rows.model is type(row))


def test_every_kind_is_here():
    kinds = {kind for kind in Decided.__subclasses__() if not kind._meta.abstract}
    assert {type(asked(kind)) for kind in KINDS} == kinds - NEVER_HANDED_OVER
    assert KINDS.keys() <= APPROVALS.keys()


@each_kind
@pytest.mark.parametrize("decision", ["approve", "refuse"])
def test_the_head_decides(client, login, kind, decision):
    user, row = login(Role.HEAD), asked(kind)
    assertContains(client.get(reverse("reports:approvals")), row.decide_url)
    assertContains(client.get(row.decide_url), row.name_for(user))
    assertRedirects(client.post(row.decide_url, said(row, decision)), reverse("reports:approvals"))
    row.refresh_from_db()
    answer = row.APPROVES if decision == "approve" else row.REFUSES
    assert (row.state, row.decided_by, row.decision_note) == (answer.state, user, "Sudah dibaca.")
    assert days.now() - row.decided_at < days.ONE_DAY
    assert Entry.objects.filter(verb=answer.verb, actor=user, object_id=row.pk).exists()
    assert not waits_for(head(), row)


def verbs(page):
    return [verb.label for verb in page.context["form"].verbs]


@each_kind
def test_one_shape_with_two_verbs(client, login, kind):
    login(Role.HEAD)
    row = asked(kind)
    page = client.get(row.decide_url)
    assert verbs(page) == [row.APPROVES.button, row.REFUSES.button]
    for verb in page.context["form"].verbs:
        assertContains(page, f'name="decision" value="{verb.said}">{verb.label}</button>')
    assertContains(page, 'class="btn btn-primary" name="decision"', count=1)


def gone_partner():
    row = asked("referral")
    row.partner.is_active = False
    row.partner.save()
    return row, "tidak lagi bermitra"


def passed_extension():
    stay = f.StayFactory(days_ago=9)
    last_on = stay.entered_on + 7 * days.ONE_DAY
    row = f.ExtensionFactory(stay=stay, new_last_on=last_on)
    return row, "sudah lewat"


def incomplete_exit():
    return f.ExitFactory(
        stay__days_ago=1, stay__person__is_child=True
    ), "Belum ada bukti hubungan."


@pytest.mark.parametrize("case", [gone_partner, passed_extension, incomplete_exit])
def test_no_button_that_would_be_refused(client, login, case):
    head = login(Role.HEAD)
    row, why = case()
    page = client.get(row.decide_url)
    assert verbs(page) == [(row.GIVES_BACK or row.REFUSES).button]
    assert why in " ".join(page.context["form"].reasons_against)
    assertContains(page, f"Belum dapat {row.APPROVES.told}:")
    # Whoever sends it all the same is refused as before.
    client.post(row.decide_url, said(row))
    row.refresh_from_db()
    assert row.state == row.WAITING
    client.post(row.decide_url, said(row, "refuse"))
    row.refresh_from_db()
    assert (row.state, row.decided_by) == (row.REFUSES.state, head)


def test_who_may_answer_neither_way_gets_no_button(client, login):
    head = login(Role.HEAD, Role.SOCIAL_WORKER)
    row = f.AssignmentFactory(state="proposed", to_worker=head)
    page = client.get(row.decide_url)
    assert verbs(page) == []
    assertContains(page, "Yang menerima klien tidak dapat memutuskan sendiri.")


def test_what_was_decided_before_about_the_same_klien_is_read(client, login):
    head, stay = login(Role.HEAD), f.StayFactory(days_ago=3)
    first = f.ExtensionFactory(stay=stay)
    client.post(first.decide_url, {"decision": "refuse", "note": "Keluarga sudah siap."})
    other = f.ExtensionFactory(stay__days_ago=3)
    client.post(other.decide_url, {"decision": "refuse", "note": "Bukan tentang dia."})
    again = f.ExtensionFactory(stay=stay)
    page = client.get(again.decide_url)
    assertContains(page, "Sebelumnya")
    assertContains(page, "Keluarga sudah siap.")
    assertContains(page, str(head))
    assertNotContains(page, "Bukan tentang dia.")


def test_after_it_the_next_decision_and_the_letter_are_one_tap_away(client, login):
    login(Role.HEAD)
    extension, plan = asked("extension"), asked("plan")
    page = client.post(extension.decide_url, said(extension), follow=True)
    extension.refresh_from_db()
    letter = reverse("letters:letter_detail", args=[extension.letter_id])
    assertContains(page, f'class="btn btn-primary" href="{plan.decide_url}"')
    assertContains(page, f'href="{letter}"')
    assertContains(page, f"Buka surat {extension.letter.number}")
    # Once: who comes back later reads the list alone.
    again = client.get(reverse("reports:approvals"))
    assertNotContains(again, letter)
    assertNotContains(again, "Putusan berikutnya")


@each_kind
@pytest.mark.parametrize("others", ["nobody", "delegate", "dinas", "second head", "all"])
def test_it_is_said_who_decides_what_one_entered(kind, others):
    entered_by = f.UserFactory(roles=[Role.HEAD, Role.SOCIAL_WORKER])
    row = asked(kind, by=entered_by)
    users = []
    if others in {"second head", "all"}:
        users.append(head())
    if others in {"delegate", "all"}:
        users.append(f.UserFactory(roles=[Role.FIELD]))
        f.DelegationFactory(delegate=users[-1], recorded_by=entered_by, approvals=[kind])
        stranger = f.UserFactory(roles=[Role.FIELD])
        other = next(each for each in KINDS if each != kind)
        f.DelegationFactory(delegate=stranger, recorded_by=entered_by, approvals=[other])
    if others in {"dinas", "all"}:
        users.append(f.UserFactory(roles=[Role.AGENCY]))
    may = [user for user in users if waits_for(user, row)]
    [own] = own_ones(entered_by)
    assert (own.name, own.number) == (row._meta.verbose_name, 1)
    names = {"Dinas" if user.has_role(Role.AGENCY) else str(user) for user in may}
    assert {each.partition(" (Plh.")[0] for each in own.by} == names


def test_the_page_names_who_decides_what_the_head_entered(client, login):
    user = login(f.UserFactory(roles=[Role.HEAD, Role.SOCIAL_WORKER]))
    asked("plan", by=user)
    approvals = reverse("reports:approvals")
    assertContains(client.get(approvals), "Belum ada yang dapat memutuskan")
    f.UserFactory(roles=[Role.AGENCY])
    stands_in = f.UserFactory(full_name="Hasnawati Lantara", roles=[Role.OFFICE])
    f.DelegationFactory(delegate=stands_in, recorded_by=user, approvals=["plan"])
    page = client.get(approvals)
    assertContains(page, "1 rencana intervensi")
    assertContains(page, "Diputuskan Hasnawati Lantara (Plh. sampai")
    assertContains(page, "atau Dinas")


@each_kind
def test_nobody_decides_what_they_entered(client, login, kind):
    both = login(Role.HEAD, Role.SOCIAL_WORKER)
    row = asked(kind, by=both)
    assert not waits_for(both, row)
    assert waits_for(head(), row)
    assert client.get(row.decide_url).status_code == 404
    assert client.post(row.decide_url, said(row)).status_code == 404
    with pytest.raises(ValidationError, match="tidak dapat memutuskan"):
        KINDS[kind][1](row, approve=True, note="Ya.", seen=row.seen, by=both)
    with pytest.raises(IntegrityError, match="is_decided_by_another"), transaction.atomic():
        type(row).objects.filter(pk=row.pk).update(decided_by=both)


@of_the_dinas_too
def test_the_dinas_decides_what_a_head_entered_and_nothing_else(client, login, kind):
    of_head = asked(kind, by=f.UserFactory(roles=[Role.HEAD, Role.SOCIAL_WORKER]))
    of_worker = asked(kind)
    dinas = login(Role.AGENCY)
    assert waits_for(dinas, of_head)
    assert not waits_for(dinas, of_worker)
    assert client.get(of_worker.decide_url).status_code == 404
    assert client.post(of_worker.decide_url, said(of_worker)).status_code == 404
    pages = [
        client.get(of_head.decide_url),
        client.get(reverse("reports:approvals")),
        client.post(of_head.decide_url, said(of_head), follow=True),
        client.get(of_head.decide_url),
    ]
    if of_head.person:
        for page in pages:
            assertNotContains(page, of_head.person.name)
    of_head.refresh_from_db()
    assert of_head.decided_by == dinas


@of_the_dinas_too
def test_who_stands_in_for_the_dinas_decides_what_the_dinas_does(client, kind):
    """Not all that the head decides: nobody hands over what is not theirs."""
    of_head = asked(kind, by=f.UserFactory(roles=[Role.HEAD, Role.SOCIAL_WORKER]))
    of_worker = asked(kind)
    user = f.UserFactory(roles=[Role.OFFICE])
    dinas = f.UserFactory(roles=[Role.AGENCY])
    f.DelegationFactory(delegate=user, approvals=[kind], recorded_by=dinas)
    assert waits_for(user, of_head)
    assert not waits_for(user, of_worker)
    client.force_login(user)
    assert client.get(of_worker.decide_url).status_code == 404
    assert client.post(of_worker.decide_url, said(of_worker)).status_code == 404
    assertRedirects(client.post(of_head.decide_url, said(of_head)), reverse("reports:approvals"))
    # Once the head has handed over the same, they decide all of it.
    f.DelegationFactory(delegate=user, approvals=[kind])
    assert waits_for(type(user).objects.get(pk=user.pk), of_worker)


@each_kind
def test_a_delegate_decides_what_was_handed_over_and_nothing_else(client, kind):
    row, other = asked(kind), asked(kind)
    may, may_not = delegate(kind), delegate(*(APPROVALS.keys() - {kind}))
    client.force_login(may_not)
    assert client.get(row.decide_url).status_code in SHUT
    assert client.post(row.decide_url, said(row)).status_code in SHUT
    client.force_login(may)
    assertContains(client.get(reverse("reports:approvals")), row.decide_url)
    assertRedirects(client.post(row.decide_url, said(row)), reverse("reports:approvals"))
    row.refresh_from_db()
    assert row.decided_by == may
    may.delegations.update(ended_at=days.now())
    assert client.get(other.decide_url).status_code == 403


@each_kind
def test_decided_already_says_by_whom_and_when(client, login, kind):
    """To whoever sends it twice or late, and to whoever opens an old address; and nothing of
    whom it was about."""
    first, row = login(Role.HEAD), asked(kind)
    client.post(row.decide_url, said(row), follow=True)
    row.refresh_from_db()
    at = f"{tanggal(row.decided_at)} {pukul(row.decided_at)}"
    for user in (first, head(), delegate(kind)):
        client.force_login(user)
        for page in (
            client.get(row.decide_url),
            client.post(row.decide_url, said(row, "refuse")),
        ):
            assertContains(page, f"ini sudah diputuskan oleh {first}, {at}")
            if row.person:
                assertNotContains(page, row.person.name)
    client.force_login(delegate(*(APPROVALS.keys() - {kind})))
    assert client.get(row.decide_url).status_code in SHUT
    row.refresh_from_db()
    assert row.state == row.APPROVES.state


@each_kind
def test_what_was_asked_is_decided_once(kind):
    row = asked(kind)
    decide = KINDS[kind][1]
    decide(row, approve=True, note="Ya.", seen=row.seen, by=head())
    with pytest.raises(ValidationError, match="ini sudah diputuskan oleh"):
        decide(row, approve=False, note="Tidak.", seen=row.seen, by=head())


@each_kind
def test_a_refusal_that_needs_words(client, login, kind):
    login(Role.HEAD)
    row = asked(kind)
    for decision, answer in [("refuse", row.REFUSES), ("approve", row.APPROVES)]:
        if answer.needs_note:
            page = client.post(row.decide_url, said(row, decision, note=""))
            assert page.context["form"].errors == {"note": [answer.needs_note]}
    page = client.post(row.decide_url, said(row, ""))
    assert list(page.context["form"].errors) == ["decision"]
    row.refresh_from_db()
    assert row.state == row.WAITING


@pytest.mark.gate
@pytest.mark.django_db(transaction=True)
@each_kind
def test_of_two_at_once_one_decides_and_the_other_reads_who(kind):
    users = [head(), head()]
    for _ in range(4):
        row = asked(kind)
        url, verbs = row.decide_url, {row.APPROVES.verb, row.REFUSES.verb}
        before = Entry.objects.filter(verb__in=verbs).count()
        posts = zip(users, [said(row), said(row, "refuse")], strict=True)
        answers = at_once(*((user, url, typed) for user, typed in posts))
        assert sorted(answer.status_code for answer in answers) == [200, 302]
        [late] = [answer for answer in answers if answer.status_code == 200]
        row.refresh_from_db()
        assertContains(late, f"ini sudah diputuskan oleh {row.decided_by}")
        assert Entry.objects.filter(verb__in=verbs).count() == before + 1
