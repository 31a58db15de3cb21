"""The second wall: which rows the database itself shows to whom (rptc/policies.py)."""

import uuid
from contextlib import contextmanager, nullcontext

import pytest
from django.apps import apps
from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import DatabaseError, connection, transaction
from django.test import Client, override_settings
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from cases.file.consents.closed import look_again
from cases.file.consents.models import FoundOpen
from cases.patrols.prevention.models import Prevention
from cases.people.actions import seal_file
from cases.people.doubles.moving import move, rows_of, what_holds
from cases.people.sealing.models import EmergencyAccess, Seal, SealReader
from cases.voice.complaints.models import Complaint, ComplaintChannel
from cases.voice.skm.models import SkmAnswer, SkmRound
from cases.voice.survey.models import ExitAnswer, ExitVoice
from partners.agreements.models import Agreement, AgreementScan
from partners.contributions.models import Contribution, ContributionScan, Pledge
from partners.directory.models import (
    FreePlaces,
    Member,
    Partner,
    PartnerContact,
    PartnerPaper,
)
from partners.earlier.models import EarlierReferral
from partners.incidents.models import IncidentNote, IncidentReply, PartnerIncident
from partners.meetings.models import (
    Meeting,
    MeetingDecision,
    MeetingPartner,
    MeetingScan,
)
from partners.members.models import MemberLeft, ProposedMember
from partners.months.models import MonthLink, MonthReport
from partners.phones.models import PartnerPhone
from partners.questions.models import AskedPartner, PlaceAnswer, PlaceQuestion
from partners.referrals import actions
from partners.referrals.arriving.models import Arrival, ArrivalThing
from partners.referrals.models import Referral, ReferralState, ReferralStep, SafetyRead
from partners.referrals.packing.models import ReferralItem
from partners.silence.models import Reminder
from partners.sources.models import Source
from reports.calendar.models import OfficialReport, ReportSent
from reports.figures.models import PartnershipWord
from rptc import checks, database, days, policies
from rptc.accounts.filters.models import SavedFilter
from rptc.accounts.permissions import GRANTS, Role
from rptc.mail.models import MailChoice
from tests import factories as f
from tests.database_roles import EVERYBODY, NOBODY, as_owner, read_as
from tests.partners.referrals.arrived import arrived
from tests.partners.referrals.packed import with_pictures
from tests.partners.referrals.way import read_by_partner, referral_at
from tests.undoing import undone

pytestmark = pytest.mark.django_db

WALLED = [
    Prevention,
    SkmRound,
    OfficialReport,
    ReportSent,
    Partner,
    Member,
    ProposedMember,
    MemberLeft,
    PartnerPhone,
    PartnerContact,
    PartnerPaper,
    FreePlaces,
    Source,
    Agreement,
    AgreementScan,
    Contribution,
    ContributionScan,
    EarlierReferral,
    Pledge,
    Meeting,
    MeetingPartner,
    MeetingDecision,
    MeetingScan,
    Referral,
    ReferralStep,
    SafetyRead,
    ReferralItem,
    Arrival,
    ArrivalThing,
    PlaceQuestion,
    AskedPartner,
    PlaceAnswer,
    Reminder,
    PartnershipWord,
    PartnerIncident,
    IncidentNote,
    IncidentReply,
    MonthLink,
    MonthReport,
    Seal,
    SealReader,
    EmergencyAccess,
    Complaint,
    SkmAnswer,
]
# What is kept as it was written: the web role has no right to change it at all.
KEPT = {FreePlaces, SafetyRead, Reminder, PartnerIncident, IncidentNote}
# What is said once has no history; nor what is found out anew, and one's own filters.
SAID_ONCE = [ExitVoice, ExitAnswer, FoundOpen, SavedFilter]
# One's own, with its history: no role reads another's.
OWN = [MailChoice]
# A model of these rooms that has no policy: why not.
WITHOUT = {ComplaintChannel: "a setting"}


@contextmanager
def reading(user):
    """Within it the database answers as it does to a page of this user."""
    read_as(NOBODY)
    policies.tell_reader(user)
    try:
        yield
    finally:
        read_as(EVERYBODY)


def staff(*roles):
    return f.UserFactory(roles=list(roles))


def count(table):
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT count(*) FROM {table}")  # noqa: S608 (of our models)
        return cursor.fetchone()[0]


# By the policy, or by a trigger that finds no row it may read.
REFUSED = (
    "row-level security|who sealed names readers|there meets nothing|is there alone"
    "|is of this klien|goes where it was sent|while its agreement is a draft|stays as written"
    "|not theirs to say"
)


def refused(act):
    with pytest.raises(DatabaseError, match=REFUSED), transaction.atomic():
        act()


@pytest.fixture
def rows():
    """One of each at the least."""
    referral = referral_at("accepted", partner=f.MemberFactory().partner)
    reader = f.SealReaderFactory()
    emergency = f.EmergencyAccessFactory()
    f.SourceFactory()
    f.AgreementScanFactory()
    f.ContributionScanFactory()
    f.EarlierReferralFactory()
    f.PledgeFactory()
    f.MeetingScanFactory()
    f.MeetingPartnerFactory()
    f.MeetingDecisionFactory()
    f.PartnerContactFactory()
    f.ProposedMemberFactory()
    f.MemberLeftFactory()
    f.PartnerPhoneFactory()
    f.PartnerPaperFactory()
    f.FreePlacesFactory()
    f.FlagFactory(person=referral.person)
    read_by_partner(referral)
    with_pictures(partner=referral.partner)
    arrived(missing=["bag"])
    f.PlaceAnswerFactory()
    f.ReminderFactory(referral=referral)
    PartnershipWord.objects.create(
        year=2026, number=1, partner=referral.partner, text="Baik.", recorded_by=f.UserFactory()
    )
    there = f.ReferralFactory(there=True, partner=referral.partner)
    f.IncidentNoteFactory(incident=f.IncidentReplyFactory(incident__referral=there).incident)
    f.MonthReportFactory(referral=there, changed=True)
    f.MonthLinkFactory(partner=referral.partner)
    f.ComplaintFactory()
    f.SkmAnswerFactory()
    f.PreventionFactory()
    f.ReportSentFactory()
    return referral, reader, emergency


# Which tables


def test_each_model_of_these_rooms_is_walled_or_says_why_not():
    rooms = [
        model
        for model in apps.get_models()
        if model.__module__.startswith(("partners.", "cases.people.sealing.", "cases.voice."))
        and not hasattr(model, "pgh_tracked_model")
    ]
    assert {each for each in rooms if not hasattr(each, "row_policy")} == set(WITHOUT)
    walled = {each for each in apps.get_models() if hasattr(each, "row_policy")}
    assert {*WALLED, *SAID_ONCE, *OWN} == walled


def test_each_is_walled_in_the_database_with_its_history():
    followed = [*WALLED, *OWN]
    histories = {model.history.rel.related_model._meta.db_table for model in followed}
    tables = {each._meta.db_table for each in [*followed, *SAID_ONCE]}
    assert policies.declared().keys() == tables | histories
    assert list(policies.gaps(connection, settings.RUNTIME_ROLE)) == []


def test_what_a_rule_asks_of_the_owner_stands_in_the_database(rows):
    """As text and in whose name; `check --deploy` reads it back."""
    with as_owner(), connection.cursor() as cursor:
        cursor.execute("ALTER FUNCTION incidents_at_reader() SECURITY INVOKER")
    said = "incidents_at_reader() does not answer as it should."
    assert list(policies.gaps(connection, settings.RUNTIME_ROLE)) == [said]
    with as_owner():
        policies.build(connection)
    assert list(policies.gaps(connection, settings.RUNTIME_ROLE)) == []


def test_a_rule_asks_one_thing_under_one_name():
    with pytest.raises(ValueError, match="partner_of_reader"):
        policies.ask_owner("partner_of_reader", "bigint", "SELECT 1")


def test_rules_of_incidents_stay_small_in_a_plan(rows):
    """Each rule that asks a table with a rule of its own multiplies: it was a thousand parts."""
    plan = PartnerIncident.objects.with_last().explain()
    assert 20 < plan.count("InitPlan") + plan.count("SubPlan") < 100


# Nobody


def test_who_has_not_said_who_reads_reads_nothing_and_adds_nothing(rows, subtests):
    for model in WALLED:
        with subtests.test(model=model.__name__), undone():
            read_and_added_by_nobody(model)


def read_and_added_by_nobody(model):
    row, history = model.objects.first(), model.history.rel.related_model._meta.db_table
    assert row is not None
    assert count(history)
    read_as(NOBODY)
    assert count(model._meta.db_table) == count(history) == 0
    if model not in KEPT:  # of these the web role has no right to try at all
        assert model.objects.filter(pk=row.pk).update(id=row.pk) == 0
    row.pk, row.send_key = None, uuid.uuid4()
    refused(lambda: row.save(force_insert=True))


def test_without_any_setting_it_is_the_same(rows):
    """On a connection that never heard of one."""
    with as_owner(), connection.cursor() as cursor:
        cursor.execute("RESET rptc.holds; RESET rptc.reader; RESET rptc.whoever_acts")
    assert [count(model._meta.db_table) for model in WALLED] == [0] * len(WALLED)


def test_who_is_signed_in_without_a_role_reads_nothing(rows):
    with reading(f.UserFactory()):
        assert [count(model._meta.db_table) for model in WALLED] == [0] * len(WALLED)


# The partner


@pytest.fixture
def two():
    """A user of one partner, and of another one: {state: referral} of each."""
    states = ["proposed", "sent", "accepted", "finished"]
    members = f.MemberFactory(), f.MemberFactory()
    return [
        (
            member,
            {state: referral_at(state, partner=member.partner) for state in states}
            | {"draft": f.ReferralFactory(partner=member.partner)},
        )
        for member in members
    ]


def test_a_partner_reads_what_was_sent_to_it_and_nothing_else(two):
    (own, sent), _ = two
    with reading(own.user):
        assert {each.state for each in Referral.objects.all()} == {"sent", "accepted", "finished"}
        assert {each.partner_id for each in Referral.objects.all()} == {own.partner_id}
        assert list(Partner.objects.all()) == [own.partner]
        assert list(Member.objects.all()) == [own]
        # Its own words; of the house's to itself, none.
        assert {step.channel for step in ReferralStep.objects.all()} == {"portal"}
        assert not ReferralStep.objects.exclude(referral__partner=own.partner).exists()
        assert count("partners_referralevent") == count("partners_referralstepevent") == 0
        assert count("cases_seal") == count("cases_emergencyaccess") == 0


@pytest.mark.parametrize("role", [Role.CARETAKER, Role.HEAD])
def test_whom_a_complaint_is_about_is_not_taken_off_it_by_them(role):
    person = staff(role)
    f.ComplaintFactory(about="staff", about_user=person)
    with reading(person), connection.cursor() as cursor:
        # Without a condition no row is read, and no rule about reading is asked.
        cursor.execute("UPDATE cases_complaint SET about_user_id = NULL")
        assert cursor.rowcount == 0
        assert not Complaint.objects.exists()


def test_a_partner_writes_nothing_of_another(two):
    (own, mine), (_, theirs) = two
    with reading(own.user):
        for referral in theirs.values():
            assert Referral.objects.filter(pk=referral.pk).update(need="Lain") == 0
            refused(
                lambda referral=referral: ReferralStep.objects.create(
                    referral=referral,
                    from_state="sent",
                    to_state="accepted",
                    at=days.now(),
                    by=own.user,
                    channel="portal",
                )
            )
        for state in ("draft", "proposed"):
            assert Referral.objects.filter(pk=mine[state].pk).update(need="Lain") == 0
        sent = Referral.objects.filter(pk=mine["sent"].pk)
        refused(lambda: sent.update(partner=theirs["sent"].partner))
        refused(lambda: sent.update(sent_at=None, packet=None, state="revoked"))
        refused(lambda: sent.update(sent_at=days.now()))
        refused(lambda: sent.update(packet={"name": "Lain"}))
        refused(lambda: sent.update(packet=None))
        refused(lambda: sent.update(basis=None, without_basis="Lain"))
        copy = sent.get()
        copy.pk, copy.send_key = None, uuid.uuid4()
        refused(lambda: copy.save(force_insert=True))


def test_a_partner_speaks_in_its_own_name_alone(two):
    (own, mine), (other, _) = two
    said = {"referral": mine["sent"], "from_state": "sent", "to_state": "accepted"}
    with reading(own.user):
        for wrong in ({"channel": ""}, {"channel": "letter"}, {"by": other.user}):
            step = {"at": days.now(), "by": own.user, "channel": "portal"} | wrong
            refused(lambda step=step: ReferralStep.objects.create(**said, **step))


def test_a_partner_that_comes_late_is_told_since_when_and_not_why(two):
    (own, mine), _ = two
    sent = mine["sent"]
    actions.revoke_referral(sent, reason="Rahasia.", by=sent.recorded_by, seen_steps=2)
    with reading(own.user), pytest.raises(ValidationError, match=r"Ditarik, \d") as told:
        actions.answer_referral(sent, ReferralState.ACCEPTED, by=own.user)
    assert "Rahasia" not in str(told.value)


def test_who_is_partner_no_more_reads_nothing(two):
    (own, _), _ = two
    own.user.grants.update(ends_on=days.today())
    own.user = type(own.user).objects.get(pk=own.user.pk)
    with reading(own.user):
        assert count("partners_referral") == 0


def test_a_partner_reads_and_adds_of_its_own_klien_alone():
    own, other = f.MemberFactory(), f.MemberFactory()
    for member in (own, other):
        there = f.ReferralFactory(there=True, partner=member.partner)
        f.IncidentNoteFactory(incident=f.IncidentReplyFactory(incident__referral=there).incident)
        f.MonthReportFactory(referral=there)
    theirs = Referral.objects.get(partner=other.partner)
    with reading(own.user):
        for model in (PartnerIncident, IncidentNote, IncidentReply, MonthReport):
            row = model.objects.get()
            assert getattr(row, "incident", row).referral.partner == own.partner
            row.pk, row.send_key, row.recorded_by = None, uuid.uuid4(), own.user
            if model is IncidentReply:
                refused(lambda row=row: row.save(force_insert=True))
        said = {"referral": theirs, "stay": theirs.stay, "kind": "ill"}
        refused(
            lambda: PartnerIncident.objects.create(**said, channel="portal", recorded_by=own.user)
        )
        mine = Referral.objects.get()
        said |= {"referral": mine, "stay": mine.stay}
        for wrong in ({"channel": "letter", "said_by": "x"}, {"recorded_by": other.user}):
            row = said | {"channel": "portal", "recorded_by": own.user} | wrong
            refused(lambda row=row: PartnerIncident.objects.create(**row))
        now = days.now()
        assert PartnerIncident.objects.create(
            **said, channel="portal", recorded_by=own.user, at=now, recorded_at=now
        )


# The house


def test_a_destination_that_is_closed_is_opened_by_the_head_alone():
    partner = Partner.objects.filter(pk=f.PartnerFactory(closes_destination=True).pk)
    with (
        reading(staff(Role.OFFICE)),
        pytest.raises(DatabaseError, match="head alone"),
        transaction.atomic(),
    ):
        partner.update(closes_destination=False)
    with reading(staff(Role.HEAD)):
        assert partner.update(closes_destination=False) == 1


READ_BY = {
    Partner: set(Role) - {Role.PARTNER},
    Member: set(Role) - {Role.PARTNER},
    PartnerPhone: set(Role) - {Role.PARTNER},
    ProposedMember: {Role.OFFICE, Role.HEAD, Role.ADMIN},
    MemberLeft: {Role.OFFICE, Role.HEAD, Role.ADMIN},
    PartnerContact: set(Role) - {Role.PARTNER},
    PartnerPaper: set(Role) - {Role.PARTNER},
    FreePlaces: set(Role) - {Role.PARTNER},
    Source: set(Role) - {Role.PARTNER},
    # The Dinas decides on what a head entered.
    Agreement: {Role.SOCIAL_WORKER, Role.OFFICE, Role.HEAD, Role.AGENCY},
    AgreementScan: {Role.SOCIAL_WORKER, Role.OFFICE, Role.HEAD, Role.AGENCY},
    Pledge: {Role.SOCIAL_WORKER, Role.OFFICE, Role.HEAD, Role.AGENCY},
    Contribution: {Role.SOCIAL_WORKER, Role.OFFICE, Role.HEAD, Role.AGENCY},
    ContributionScan: {Role.SOCIAL_WORKER, Role.OFFICE, Role.HEAD, Role.AGENCY},
    # The Dinas reads the indicators.
    EarlierReferral: {Role.SOCIAL_WORKER, Role.OFFICE, Role.HEAD, Role.AGENCY},
    Meeting: {Role.SOCIAL_WORKER, Role.OFFICE, Role.HEAD, Role.AGENCY},
    MeetingPartner: {Role.SOCIAL_WORKER, Role.OFFICE, Role.HEAD, Role.AGENCY},
    MeetingDecision: {Role.SOCIAL_WORKER, Role.OFFICE, Role.HEAD, Role.AGENCY},
    MeetingScan: {Role.SOCIAL_WORKER, Role.OFFICE, Role.HEAD},
    # The Dinas decides on what the head entered; the office counts; the privacy officer reads
    # who looked at one.
    Referral: {Role.SOCIAL_WORKER, Role.HEAD, Role.AGENCY, Role.OFFICE, Role.PRIVACY},
    ReferralStep: {Role.SOCIAL_WORKER, Role.OFFICE, Role.HEAD, Role.AGENCY},
    SafetyRead: {Role.SOCIAL_WORKER, Role.HEAD, Role.AGENCY},
    Reminder: {Role.SOCIAL_WORKER, Role.OFFICE, Role.HEAD, Role.AGENCY},
    PartnershipWord: {Role.OFFICE, Role.HEAD, Role.AGENCY},
    # The house reads whom to call.
    PartnerIncident: {Role.SOCIAL_WORKER, Role.HEAD, Role.AGENCY, Role.CARETAKER},
    IncidentNote: {Role.SOCIAL_WORKER, Role.HEAD, Role.AGENCY},
    IncidentReply: {Role.SOCIAL_WORKER, Role.HEAD, Role.AGENCY, Role.CARETAKER},
    MonthLink: {Role.SOCIAL_WORKER, Role.HEAD, Role.AGENCY},
    MonthReport: {Role.SOCIAL_WORKER, Role.HEAD, Role.AGENCY},
    Seal: {Role.HEAD},
    SealReader: {Role.HEAD},
    EmergencyAccess: {Role.HEAD, Role.PRIVACY},
}


def test_which_roles_read_every_row(rows, subtests):
    there = {model: model.objects.count() for model in READ_BY}
    for role in Role:
        with reading(staff(role)):
            for model, roles in READ_BY.items():
                with subtests.test(model=model.__name__, role=role):
                    assert (model.objects.count() == there[model]) == (role in roles)
                    assert model.objects.count() in {0, there[model]}


@pytest.mark.parametrize("permission", ["reports.view_returns", "partners.view_referral"])
def test_who_counts_referrals_reads_every_one(rows, permission):
    """Figures are the same whoever asks for them."""
    there = Referral.objects.count()
    for role in GRANTS[permission]:
        with reading(staff(role)):
            assert Referral.objects.count() == there


def test_who_stands_in_for_the_head_on_referrals_reads_them(rows):
    delegate = staff(Role.CARETAKER)
    f.DelegationFactory(delegate=delegate, approvals=["referral"])
    there = Referral.objects.count()
    with reading(delegate):
        assert Referral.objects.count() == there
        assert Referral.objects.update(decision_note="") == there


def test_no_staff_delete_a_row(rows):
    with reading(staff(Role.HEAD)):
        assert EmergencyAccess.objects.filter(pk=rows[2].pk)._raw_delete("default") == 0


# What a page may read, and another writes


@pytest.mark.parametrize("role", [Role.HEAD, Role.SOCIAL_WORKER, Role.OFFICE])
def test_nobody_says_of_a_consent_that_it_names_no_closed_partner(role):
    """Who asks, who closes a partner and the night look; no page writes what was found."""
    told, found = f.ConsentFactory(), f.ConsentFactory().found_open
    with policies.whoever_acts():
        FoundOpen.objects.filter(consent=told).delete()
    with reading(staff(role)):
        refused(lambda: FoundOpen.objects.create(consent=told))
        assert FoundOpen.objects.update(consent=told) == 0
        assert FoundOpen.objects.filter(pk=found.pk)._raw_delete("default") == 0
        with policies.whoever_acts():
            assert FoundOpen.objects.update(consent=told) == 0
        assert look_again() == 1


def test_a_filter_is_its_owners_to_read_to_change_and_to_delete():
    owner, other = staff(Role.OFFICE), staff(Role.OFFICE)
    own = f.SavedFilterFactory(recorded_by=owner, query="q=Nurdin")
    shared = f.SavedFilterFactory(recorded_by=owner, is_shared=True)
    with reading(other):
        assert list(SavedFilter.objects.all()) == [shared]
        for row in (own, shared):
            rows = SavedFilter.objects.filter(pk=row.pk)
            assert rows.update(recorded_by=other) == rows._raw_delete("default") == 0
        row = SavedFilter(recorded_by=owner, name="Titipan", path="/intakes/", query="sex=P")
        refused(row.save)
    with reading(owner):
        assert SavedFilter.objects.count() == 2
        refused(lambda: SavedFilter.objects.update(recorded_by=other))
        assert SavedFilter.objects.filter(pk=own.pk).update(name="Cari") == 1
        assert SavedFilter.objects.filter(pk=own.pk)._raw_delete("default") == 1


def test_where_mail_comes_is_its_owners_to_read_and_to_change():
    choice, other = f.MailChoiceFactory(), f.MailChoiceFactory()
    events = MailChoice.history.rel.related_model
    with reading(choice.user):
        assert list(MailChoice.objects.all()) == [choice]
        assert {event.user_id for event in events.objects.all()} == {choice.user_id}
        rows = MailChoice.objects.filter(pk=other.pk)
        assert rows.update(address="b@rptc.example") == 0
        refused(lambda: MailChoice.objects.update(user=staff(Role.HEAD)))
        refused(MailChoice(user=staff(Role.HEAD), address="b@rptc.example").save)
        assert MailChoice.objects.update(address="b@rptc.example") == 1
    with reading(staff(Role.ADMIN)):
        assert count("mail_mailchoice") == count("mail_mailchoiceevent") == 0


WRITTEN_BY = {
    Prevention: {Role.FIELD, Role.OFFICE},
    SkmRound: {Role.OFFICE},
    OfficialReport: {Role.OFFICE, Role.HEAD},
    ReportSent: {Role.OFFICE, Role.HEAD},
}


def test_which_roles_write_what_names_no_klien(rows, subtests):
    for role in Role:
        for model, roles in WRITTEN_BY.items():
            row = model.objects.first()
            with subtests.test(model=model.__name__, role=role), undone(), reading(staff(role)):
                same = model.objects.filter(pk=row.pk)
                assert same.update(id=row.pk) == (role in roles)
                if role not in roles:
                    row.pk, row.send_key = None, uuid.uuid4()
                    refused(lambda row=row: row.save(force_insert=True))


def kept(rows, constraint, **changes):
    """Refused by its own trigger, also where an act passes by the policies."""
    for acts in (nullcontext(), policies.whoever_acts()):
        with pytest.raises(DatabaseError, match=constraint), transaction.atomic(), acts:
            rows.update(**changes)


def test_a_round_stays_what_was_opened_and_is_closed_once():
    row, user = f.SkmRoundFactory(), staff(Role.OFFICE)
    rows = SkmRound.objects.filter(pk=row.pk)
    with reading(user):
        for changes in ({"token": "punya-sendiri"}, {"year": row.year + 1}, {"recorded_by": user}):
            kept(rows, "stays as it was written", **changes)
        assert rows.update(closed_at=days.now(), closed_by=user) == 1
        kept(rows, "stays as it was written", closed_at=None, closed_by=None)


def test_a_sheet_stays_as_it_was_given_and_is_voided_once():
    sheet, user = f.SkmAnswerFactory(), staff(Role.OFFICE)
    rows = SkmAnswer.objects.filter(pk=sheet.pk)
    voided = {"voided_at": days.now(), "voided_by": user, "void_reason": "Dua kali."}
    with reading(user):
        for changes in ({"u1": 1}, {"kind": "partner"}, {"round": f.SkmRoundFactory()}):
            kept(rows, "stays as it was written", **changes)
        assert rows.update(**voided) == 1
        kept(rows, "stays as it was written", voided_at=None, voided_by=None, void_reason="")


def not_theirs(rows, **changes):
    kept(rows, "not theirs to say", **changes)


def test_who_is_told_of_an_emergency_says_that_they_read_it_and_judges_nothing():
    told, head = staff(Role.SOCIAL_WORKER), staff(Role.HEAD)
    rows = EmergencyAccess.objects.filter(pk=f.EmergencyAccessFactory(told_to=told).pk)
    with reading(told):
        for by in (told, head):
            not_theirs(rows, state="fair", decided_by=by, decided_at=days.now())
        not_theirs(rows, decision_note="Wajar.")
        not_theirs(rows, told_to=head)
        assert rows.update(told_at=days.now()) == 1
    with reading(head):
        assert rows.update(state="fair", decided_by=head, decided_at=days.now()) == 1
    with reading(told):
        assert rows.update(told_at=days.now()) == 1


def test_a_partner_says_how_a_referral_stands_and_neither_until_when_nor_when_it_ended(two):
    (own, mine), _ = two
    sent = Referral.objects.filter(pk=mine["sent"].pk)
    ended = Referral.objects.filter(pk=mine["finished"].pk)
    with reading(own.user):
        not_theirs(sent, answer_due_at=days.now() + days.ONE_DAY * 90)
        not_theirs(sent, decision_note="Lain")
        not_theirs(ended, ended_at=days.now() - days.ONE_DAY)
        assert sent.update(state="declined", ended_at=days.now()) == 1
    with reading(staff(Role.SOCIAL_WORKER)):
        assert sent.update(ended_at=days.now()) == 1


@pytest.mark.parametrize("factory", [f.MonthReportFactory, f.FreePlacesFactory])
def test_what_a_partner_said_is_written_down_in_ones_own_name(factory):
    user, other = staff(Role.SOCIAL_WORKER), staff(Role.SOCIAL_WORKER)
    row = factory.build(send_key=uuid.uuid4(), said_by="Ibu Asrama")
    if factory is f.MonthReportFactory:
        row.referral, row.channel = f.MonthReportFactory().referral, "telephone"
        row.month = days.add_months(days.today().replace(day=1), -1)
        row.corrects = row.referral.month_reports.get()
        row.month = row.corrects.month
    else:
        row.partner = f.PartnerFactory()
    row.recorded_by, row.recorded_at = other, days.now()
    with reading(user):
        refused(lambda: row.save(force_insert=True))
        row.recorded_by = user
        row.save(force_insert=True)


def test_a_partner_that_is_none_any_more_says_of_no_free_places():
    member = f.MemberFactory()
    said = {"partner": member.partner, "male": 1, "female": 1}
    at = {"said_at": days.now(), "recorded_at": days.now(), "recorded_by": member.user}

    def write(**more):
        FreePlaces.objects.create(send_key=uuid.uuid4(), **(said | at | more))

    with reading(member.user):
        write()
        refused(lambda: write(recorded_by=staff(Role.SOCIAL_WORKER)))
    Partner.objects.filter(pk=member.partner_id).update(is_active=False)
    with reading(member.user):
        refused(write)


def test_who_may_fetch_somebody_is_said_by_the_head_alone():
    came = f.PartnerIncidentFactory(kind="came")
    worker, head = staff(Role.SOCIAL_WORKER), staff(Role.HEAD)

    def reply(by, says, incident=came, **more):
        return IncidentReply.objects.create(
            incident=incident, says=says, sealed_reason="x", send_key=uuid.uuid4(),
            recorded_by=by, recorded_at=days.now(), **more,
        )  # fmt: skip

    with reading(worker):
        refused(lambda: reply(worker, "allowed", to_name="Bapak Lain"))
        refused(lambda: reply(head, "allowed", to_name="Bapak Lain"))
        refused(lambda: reply(worker, "refused"))
        refused(lambda: reply(worker, "dropped"))
    with reading(head):
        refused(lambda: reply(worker, "refused"))
        reply(head, "refused")
    ill = f.PartnerIncidentFactory(kind="ill")
    with reading(worker):
        reply(worker, "handled", ill)
        reply(worker, "dropped", ill)


def test_a_telephone_is_handed_over_in_ones_own_name():
    user, other = staff(Role.CARETAKER), staff(Role.CARETAKER)
    voice = f.ExitVoiceFactory(handed_by=other)
    rows = ExitVoice.objects.filter(pk=voice.pk)
    with reading(user):
        # It fell asleep, and somebody else hands it over once more.
        assert rows.update(handed_by=user, handed_at=days.now()) == 1
        kept(rows, "in their own name", handed_by=other)
        said = {"stay": f.StayFactory(), "handed_by": other}
        with pytest.raises(DatabaseError, match="in their own name"), transaction.atomic():
            ExitVoice.objects.create(**said)
    # The telephone that was handed over is nobody's.
    read_as(NOBODY)
    with (
        policies.whoever_acts(),
        pytest.raises(DatabaseError, match="in their own name"),
        transaction.atomic(),
    ):
        rows.update(handed_at=days.now() - days.ONE_DAY)


def test_what_was_sent_stays_as_the_head_read_it():
    sent = referral_at("sent")
    rows = Referral.objects.filter(pk=sent.pk)
    changes = {
        "need": "Lain",
        "message": "Lain.",
        "without_basis": "Lain",
        "recorded_by": f.UserFactory(),
    }
    with reading(sent.recorded_by):
        for column, value in changes.items():
            kept(rows, "stays as written", **{column: value})
        with pytest.raises(DatabaseError, match="stays as written"), transaction.atomic():
            rows.update(person=f.PersonFactory())
    with policies.whoever_acts():  # where two files are one
        assert rows.update(person=f.PersonFactory()) == 1


def test_what_is_before_the_head_stays_as_it_was_asked():
    rows = Referral.objects.filter(pk=referral_at("proposed").pk)
    for column in ("need", "message"):
        kept(rows, "stays as written", **{column: "Lain"})
    draft = Referral.objects.filter(pk=f.ReferralFactory().pk)
    assert draft.update(need="Lain") == 1


# What stays open in an agreement that was confirmed: that it ended, when and why; written once
# more where the day was a slip, and taken back where the end was.
STAY_OPEN = {"ended_on", "ended_by", "end_reason", "version"}


def test_what_was_agreed_stays_as_it_was_written(subtests):
    agreement = f.AgreementFactory()
    pledge = f.PledgeFactory(agreement__draft=True)
    Agreement.objects.filter(pk=pledge.agreement_id).update(
        state="proposed", proposed_at=days.now(), our_number="1"
    )
    for row, may_change in ((agreement, STAY_OPEN), (pledge, set())):
        rows = type(row).objects.filter(pk=row.pk)
        for column in type(row)._meta.concrete_fields:
            if column.name not in {"id", *may_change}:
                with subtests.test(column=column.name), pytest.raises(DatabaseError):
                    with transaction.atomic():
                        rows.update(**{column.name: other_than(row, column)})


def other_than(row, column):
    value = getattr(row, column.name)
    if column.is_relation:
        same = column.related_model.objects.exclude(pk=getattr(row, column.attname)).first()
        return same or f.AgreementFactory()
    if isinstance(value, str):
        return next((code for code, _ in column.choices or () if code != value), "lain")
    if isinstance(value, bool):
        return not value
    if isinstance(value, int):
        return value + 1
    if column.get_internal_type() == "UUIDField":
        return uuid.uuid4()
    if column.get_internal_type().startswith("Date"):
        return days.now() - days.ONE_DAY
    return 7


# A closed file


def test_why_a_file_is_closed_is_read_by_who_is_named_who_wrote_it_and_the_head():
    writer, named, head = staff(Role.SOCIAL_WORKER), staff(Role.SOCIAL_WORKER), staff(Role.HEAD)
    seal = f.SealFactory(recorded_by=writer)
    reader = f.SealReaderFactory(seal=seal, user=named)
    f.SealReaderFactory(seal=seal)
    for user in (writer, named, head):
        with reading(user):
            assert Seal.objects.get().explanation == seal.explanation
            assert SealReader.objects.count() == 2
    for role in (Role.SOCIAL_WORKER, Role.CARETAKER, Role.PRIVACY, Role.AGENCY, Role.ADMIN):
        with reading(staff(role)):
            assert not Seal.objects.exists()
            assert not SealReader.objects.exists()
    reader.ended_at, reader.ended_by = days.now(), head
    reader.save()
    with reading(named):
        assert not Seal.objects.exists()


def test_an_emergency_is_read_by_who_opened_it_who_is_told_and_who_judges():
    told, other = staff(Role.SOCIAL_WORKER), staff(Role.SOCIAL_WORKER)
    emergency = f.EmergencyAccessFactory(told_to=told)
    reads = [emergency.recorded_by, told, staff(Role.HEAD), staff(Role.PRIVACY)]
    for user in [*reads, other]:
        with reading(user):
            assert EmergencyAccess.objects.exists() == (user in reads)
    with reading(emergency.recorded_by):
        assert EmergencyAccess.objects.update(decided_by=told) == 0


# What an act must find, whoever acts


def test_a_merge_leaves_nothing_behind_that_its_actor_may_not_read():
    kept, lost = f.PersonFactory.create_batch(2)
    emergency = f.EmergencyAccessFactory(person=lost)
    seal = f.SealFactory(person=lost)
    Seal.objects.update(ended_at=days.now(), ended_by=staff(Role.HEAD), end_reason="Aman.")
    with reading(staff(Role.SOCIAL_WORKER)):
        moved = rows_of(lost, kept)
        move(moved, to=kept)
        assert what_holds(moved, kept) == []
        assert not Seal.objects.exists()
    assert EmergencyAccess.objects.get().person == kept == Seal.objects.get().person
    assert emergency.person == seal.person == lost


def test_what_closes_a_file_once_more_is_known_to_its_seal_whoever_finds_it_out():
    seal = f.SealFactory()
    assert not seal.was_sealed
    seal.person.refresh_from_db()
    caretaker = staff(Role.CARETAKER)
    with reading(caretaker):
        seal_file(seal.person, by=caretaker)
    seal.refresh_from_db()
    assert seal.was_sealed


def test_whoever_acts_is_over_with_the_act_also_where_it_fails(rows):
    read_as(NOBODY)
    with policies.whoever_acts():
        assert Seal.objects.exists()
    assert not Seal.objects.exists()
    with pytest.raises(ZeroDivisionError), policies.whoever_acts():
        1 / 0  # noqa: B018
    assert not Seal.objects.exists()


# A page


def test_a_page_says_who_reads_before_it_asks_for_anything(client, login):
    login(Role.HEAD)
    with CaptureQueriesContext(
        connection,
    ) as queries:
        client.get(reverse("partners:referral_list"))
    asked = [query["sql"] for query in queries]
    begun = next(number for number, sql in enumerate(asked) if sql.startswith("SAVEPOINT"))
    assert asked[begun + 1].startswith("SELECT set_config('rptc.reader'")


@pytest.mark.django_db(transaction=True)
def test_a_page_leaves_nothing_behind_on_its_connection():
    """As in life, where no test reads between two pages."""
    referral = referral_at("sent")
    client, head = Client(), staff(Role.HEAD)
    client.force_login(head)
    read_as(NOBODY)
    bare = [each for each in settings.MIDDLEWARE if not each.endswith("AsNobody")]
    with override_settings(MIDDLEWARE=bare):
        page = client.get(reverse("partners:referral_detail", args=[referral.pk]))
    assert page.status_code == 200
    assert count("partners_referral") == 0
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT current_setting('rptc.reader', true), current_setting('rptc.holds', true)"
        )
        assert cursor.fetchone() == ("", "")


# The check


@pytest.mark.parametrize(
    "weakened",
    [
        "ALTER TABLE cases_seal DISABLE ROW LEVEL SECURITY",
        "DROP POLICY changes ON cases_seal",
        "CREATE POLICY more ON cases_seal USING (true)",
    ],
)
def test_the_check_reads_the_policies_and_migrate_lays_them_down_again(weakened):
    with as_owner(), connection.cursor() as cursor:
        cursor.execute(weakened)
    found = [error.msg for error in checks.walls_stand("default")]
    assert found == ["The rows of cases_seal are not walled."]
    with as_owner():
        policies.build(connection)
    assert checks.walls_stand("default") == []


def test_a_migration_may_change_what_a_policy_names_and_shows_nothing_meanwhile():
    f.ReferralFactory()
    retype = "ALTER TABLE partners_referralstep ALTER channel TYPE text"
    with as_owner(), connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
        with pytest.raises(DatabaseError, match="policy"), transaction.atomic():
            cursor.execute(retype)
        database.make_way(apps.get_app_config("reports"), plan=[("a migration", False)])
        cursor.execute(retype)
    assert count("partners_referral") == 0
    with as_owner():
        policies.build(connection)
    assert count("partners_referral") == 1


def test_a_policy_that_nobody_declares_any_more_goes():
    with as_owner(), connection.cursor() as cursor:
        cursor.execute("ALTER TABLE cases_room ENABLE ROW LEVEL SECURITY")
        cursor.execute("CREATE POLICY older ON cases_room USING (false)")
        policies.build(connection)
    f.RoomFactory()
    assert count("cases_room") == 1


def test_the_check_knows_a_role_that_no_policy_asks():
    """The owner of a cluster of one's own is such a role."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT rolname FROM pg_roles WHERE rolbypassrls LIMIT 1")
        [role] = cursor.fetchone()
    assert "The run-time role passes by the policies of rows." in policies.gaps(connection, role)
