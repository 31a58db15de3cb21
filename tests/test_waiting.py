"""What waits: every kind that a room registers, for every role."""

import datetime
import itertools

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from cases.casework.assessments.due import owes_initial
from cases.intakes.triage.actions import finish_act
from cases.people.models import Person
from cases.stays.models import Stay
from reports.figures.periods import Period
from rptc import days, waiting
from rptc.accounts.permissions import GRANTS, Role
from rptc.audit.models import Entry
from rptc.kept import _kept, keep, with_parameters
from rptc.letters.actions import ask_withdrawal
from rptc.letters.agency.models import Step
from rptc.letters.models import Withdrawal
from rptc.policies import whoever_acts
from rptc.waiting import Part, Urgency, about, count_for, firsts_for, register, registered
from tests import factories as f
from tests.letters.agency.agency import at_agency, for_agency, initialed
from tests.partners.referrals.arrived import arrived
from tests.partners.referrals.way import referral_at
from tests.reports.figures.closing.closed import close
from tests.test_permissions import ACCESS
from tests.undoing import undone

INSIDE = [role for role in Role if role != Role.PARTNER]


@pytest.fixture
def house(db, time_machine_at):
    """At least one row of every kind, at an hour at which the roll call is due."""
    time_machine_at(days.at(datetime.date(2026, 11, 24), datetime.time(8)))
    worker = f.UserFactory(roles=[Role.SOCIAL_WORKER])
    close(Period.month(2026, 1))
    january = datetime.date(2026, 1, 10)
    f.IntakeFactory(met_on=january, met_at=days.at(january, datetime.time(9)))
    f.ProcedureScanFactory(procedure__confirmed=True, procedure__must_be_read=True)
    for days_ago in (9, 8, 6, 2):
        f.StayFactory(days_ago=days_ago, social_worker=worker)
    f.IntakeFactory(met_at=days.now(), met_on=days.today())
    f.StayFactory(days_ago=20, social_worker=worker)
    f.ExitFactory(recorded_by=worker)
    f.PlanFactory(submitted=True, recorded_by=worker)
    for hours in (1, 200):
        at = days.now() - hours * days.ONE_HOUR
        stay = f.StayFactory(days_ago=9, child=True, social_worker=worker)
        f.AssessmentFactory(
            done=True, stay=stay, done_at=at, finished_at=days.now(), has_red=hours == 1
        )
    f.ExitFactory(stay=stay, recorded_by=worker)
    nobodys = f.StayFactory(days_ago=1, child=True, social_worker=None)
    f.AssessmentFactory(done=True, stay=nobodys, has_red=True)
    decided = {"decided_by": f.UserFactory(), "decided_at": days.now(), "submitted_at": days.now()}
    f.PlanFactory(stay__days_ago=1, state="returned", recorded_by=worker, **decided)
    for ahead in (-1, 10, 40, 70):
        f.CertificateFactory(user=worker, expires_on=days.today() + ahead * days.ONE_DAY,
                             kind=f.CertificateKindFactory())  # fmt: skip
    for ahead in (-1, 10, 40, 70):
        f.AgreementFactory(valid_until=days.today() + ahead * days.ONE_DAY)
    f.AgreementFactory(draft=True)
    # September is late, October is due the day after tomorrow.
    in_days = {"due_day": None, "due_month": None, "due_days": 26}
    f.OfficialReportFactory(**in_days, valid_from=datetime.date(2026, 9, 30))
    f.MeetingFactory()
    f.MeetingFactory(at=days.now() - days.ONE_DAY)
    f.MeetingFactory(held=True, at=days.now() - 4 * days.ONE_DAY, minutes="")
    f.MeetingDecisionFactory(late=True)
    f.MeetingDecisionFactory(owner=worker)
    f.ContributionFactory()
    f.ContributionFactory(draft=True)
    f.ConferenceFactory(recorded_by=worker, planned_at=days.now() - days.ONE_HOUR)
    often = f.StayFactory(social_worker=worker)
    f.IntakeFactory.create_batch(2, person=often.person, outcome="advised")
    f.ReferralFactory(sent=True, recorded_by=worker)
    silent = {"sent": True, "recorded_by": worker}
    f.ReferralFactory(**silent, answer_due_at=days.now() - days.ONE_HOUR)
    for step in ("reply", "text", "head"):
        f.ReminderFactory(referral=f.ReferralFactory(**silent), then=step)
    f.ReferralFactory(sent=True, state="expired", ended_at=days.now(), recorded_by=worker)
    f.ReferralFactory(sent=True, partner__reveals_health=True, agreed=True)
    withdrawn = f.ReferralFactory(sent=True, recorded_by=worker, agreed=True)
    f.ConsentWithdrawalFactory(consent=withdrawn.consent)
    f.StandInFactory(approved=True, stay__social_worker=worker)
    f.AssignmentFactory(to_worker=worker)
    f.EmergencyAccessFactory(told_to=worker)
    f.SubstitutionFactory(substitute=worker)
    f.RoleGrantFactory(confirmed_at=None)
    absence = f.AbsenceFactory()
    f.TaskFactory(stay=absence.stay, absence=absence)
    f.AbsenceFactory(seen=True)
    f.LeaveFactory(late=True)
    f.LetterFactory()
    f.LetterFactory.create_batch(2, numbered=True, waits_for_scan=True)
    letter = f.LetterFactory(numbered=True)
    office = f.UserFactory(roles=[Role.OFFICE])
    ask_withdrawal(Withdrawal(letter=letter, reason="Salah nama."), by=office)
    for_agency(office)
    initialed(office, Step.OFFICE)
    initialed(office, Step.OFFICE, Step.HEAD)
    at_agency(office)
    f.ExtensionFactory(refused=True)
    f.ContestFactory(upheld=True)
    f.TriageFactory()
    f.TriageFactory(colour="red")
    f.ChildVictimFactory()
    f.CorrectionFactory()
    f.TriageFactory(impossible=True, impossible_until=days.now() - days.ONE_HOUR)
    f.IncidentFactory()
    stay = f.StayFactory(days_ago=1)
    f.InquiryFactory(person=stay.person)
    f.InquiryFactory()
    f.VisitFactory(stay=stay, allowed_by=worker)
    f.VisitFactory(stay=stay, allowed_by=worker, denied_at=days.now())
    warning = f.FlagFactory(person=f.StayFactory(days_ago=1).person, whom="Baso Rewa (paman)")
    f.VisitFactory(stay=stay, allowed_by=worker, flags_of_others=[warning.pk])
    f.RefusalFactory(person=stay.person)
    f.ServiceFactory(planned=True, stay__social_worker=worker)
    f.TaskFactory(late=True, stay=stay)
    f.TaskFactory(stay=stay)
    f.TaskFactory()
    f.TaskFactory(stay=f.LeftFactory(days_ago=7).stay)
    f.LeftFactory(days_ago=30)
    f.PublicReportFactory()
    f.BagFactory(stay=stay)
    f.BagFactory(stay=f.StayFactory(days_ago=9))
    f.BagFactory(stay=f.LeftFactory(days_ago=3).stay)
    f.ResetFactory()
    f.ResetFactory(confirmed=True)
    f.MedicineFactory()
    f.LeftFactory(stay__social_worker=worker, code="rumah-sakit", days_ago=2)
    went = {"went_at": days.now() - 3 * days.ONE_DAY, "stay__social_worker": worker}
    hospital = f.HospitalStayFactory(**went, stay__days_ago=4, needs_guarantee=True)
    f.HospitalBillFactory(hospital_stay=hospital)
    f.LeaveFactory(stay__social_worker=worker, expected_at=days.now() + days.ONE_DAY)
    f.HelpFactory(approved=True)
    f.SourceFactory(to_check=True)
    f.PartnerPaperFactory(valid_until=days.today())
    f.ProposedMemberFactory()
    f.MemberLeftFactory()
    f.FlagFactory(person=referral_at("accepted", by=worker).person)
    arrived(by=worker, missing=["bag"])
    referral_at("arrived", by=worker)
    question = f.PlaceQuestionFactory(stay__social_worker=worker)
    f.AskedPartnerFactory(question=question)
    f.AskedPartnerFactory(question=question, state="yes")
    f.AskedPartnerFactory(question=question, state="call_first")
    late = {"answer_due_at": days.now() - days.ONE_HOUR}
    f.AskedPartnerFactory(question=question, sent=True, **late)
    there = f.ReferralFactory(there=True, stay=f.StayFactory(social_worker=worker))
    f.PartnerIncidentFactory(referral=there)
    f.PartnerIncidentFactory(referral=there, kind="came")
    f.IncidentReplyFactory(incident__referral=there)
    f.MonthReportFactory(referral=there, changed=True)
    months_before = days.add_months(days.today().replace(day=1), -2)
    with whoever_acts():
        f.MonthReportFactory(referral=there, linked=True, month=months_before)
    f.ReferralFactory(there=True, stay=f.StayFactory(social_worker=worker))
    money = f.MoneyMovementFactory(recorded_by=worker)
    counted = {"miscount": 900, "miscounted_by": worker, "miscounted_at": days.now()}
    f.MoneyMovementFactory(stay=money.stay, amount=1_000, **counted)
    f.MoneyMovementFactory(stay=f.LeftFactory(days_ago=2).stay)
    f.BelongingFactory(bag=f.BagFactory(listed=True, stay=money.stay), kind="money", amount=5_000)
    f.HelpFactory(paid=True)
    f.ViolenceReportFactory()
    f.ViolenceReportFactory(late=True)
    f.HearingFactory()
    f.HearingFactory(at=days.now() - 2 * days.ONE_DAY)
    f.PlacementFactory(over=True)
    f.PlacementFactory(ends_at=days.now() + days.ONE_HOUR)
    f.PlacementFactory(ends_at=days.now() + 2 * days.ONE_DAY)
    gone = f.LeftFactory(stay__social_worker=worker, days_ago=3)
    f.HomecomingFactory(stay=gone.stay)
    f.PaperRequestFactory(days_ago=20, paper__stay__days_ago=30)
    f.StayFactory(child=True, days_ago=4, social_worker=worker)
    f.SealFactory()
    f.BedUseFactory(bed__room__sex="P")
    f.DelegationFactory()
    marked = f.ChildVictimFactory()
    f.FlagFactory(person=marked.intake.person, kind="exploited", recorded_by=marked.recorded_by)
    decided = {"decided_by": office, "decided_at": days.now()}
    f.ExitFactory(stay=f.StayFactory(days_ago=2), state="cancelled", **decided)
    f.ExitFactory(stay=f.StayFactory(days_ago=2, social_worker=worker), state="refused", **decided)
    kept = f.BagFactory(stay=stay, listed=True)
    end = f.BelongingEndFactory(stay=stay, kept=True, kept_until=days.today())
    f.BelongingFactory(bag=kept, end=end)
    f.ComplaintFactory(late=True)
    f.ComplaintFactory(in_hand=True, owner=worker)
    f.ComplaintFactory(found=True)
    f.ExitFactory(stay=f.StayFactory(days_ago=2), state="approved", **decided)
    night = days.at(days.today(), datetime.time(2))
    Entry.objects.create(actor=office, verb="opened", at=night, person_id=stay.person_id)
    return worker


@pytest.mark.parametrize("waits", registered(), ids=lambda waits: waits.key)
def test_a_kind_asks_for_permissions_that_exist(waits):
    assert waits.permission in GRANTS
    assert waits.url.startswith("/")
    assert waits.urgency in Urgency
    if waits.act:
        assert waits.act.known_to in {"", *GRANTS}
        assert waits.act.part in Part


def test_a_kind_is_registered_once():
    waits = registered()[0]
    with pytest.raises(ValueError, match="registered twice"):
        register(waits)


def test_each_number_opens_exactly_its_rows(client, login, house, subtests):
    for role in INSIDE:
        with subtests.test(role=role), undone():
            user = login(role)
            for waits, number in count_for(user):
                response = client.get(waits.url)
                assert response.status_code == 200, waits.key
                assert rows_of(response) == number, waits.key


def rows_of(response):
    context = response.context
    if context.get("page_obj") is not None:
        return context["page_obj"].paginator.count
    if context.get("rows") is not None:
        return len(context["rows"])
    return context["total"]


@pytest.fixture
def of_both_kinds(house):
    """House staff and social worker in one, and somebody in the house whose file is closed to
    them as a social worker."""
    user = f.UserFactory(roles=[Role.CARETAKER, Role.SOCIAL_WORKER])
    closed = f.StayFactory(days_ago=9)
    f.SealFactory(person=closed.person)
    f.ReferralFactory(sent=True, stay=closed, recorded_by=house)
    return user, closed.person_id


def test_who_is_of_both_kinds_counts_as_each_page_does(client, login, of_both_kinds):
    user, _ = of_both_kinds
    login(user)
    for waits, number in count_for(user):
        assert rows_of(client.get(waits.url)) == number, waits.key


def test_who_is_of_both_kinds_is_told_of_a_closed_file_what_the_house_is(
    client, login, of_both_kinds
):
    user, person = of_both_kinds
    login(user)
    rows = about([person], user)[person]
    of_house = about([person], f.UserFactory(roles=[Role.CARETAKER]))[person]
    assert set(keys(rows)) == set(keys(of_house)) >= {"stays-over"}
    assert {client.get(row.url).status_code for row in rows} == {200}
    named = [row for rows in firsts_for(user).values() for row in rows if row.person == person]
    assert set(keys(named)) <= set(keys(of_house))


def test_every_kind_is_counted_for_somebody(house):
    users = [house, *(f.UserFactory(roles=[role]) for role in INSIDE)]
    found = {waits.key for user in users for waits, number in count_for(user) if number}
    assert {waits.key for waits in registered()} - found == {"roll-call-evening"}


def test_who_holds_nothing_is_told_nothing(house):
    nobody = f.UserFactory()
    assert count_for(nobody) == []
    assert about(everybody(), nobody) == {}


def test_many_counts_are_one_statement(house):
    head = f.UserFactory(roles=[Role.HEAD])
    count_for(head)
    with CaptureQueriesContext(connection) as queries:
        count_for(head)
    # Unusual looks are counted every five minutes, and their number read from the cache.
    assert len(queries) == 2
    assert "rptc_cache" in queries[0]["sql"]


def test_of_a_closed_file_nothing_is_counted(house):
    """Which files are closed is asked once for all kinds."""
    worker, named = (f.UserFactory(roles=[Role.SOCIAL_WORKER]) for _ in range(2))

    def late(user):
        return {waits.key: number for waits, number in count_for(user)}["stays-over"]

    others = late(worker)
    closed = f.StayFactory(days_ago=9)
    assert late(worker) == late(named) == others + 1
    seal = f.SealFactory(person=closed.person)
    f.SealReaderFactory(seal=seal, user=named)
    assert [late(worker), late(named)] == [others, others + 1]
    assert about([closed.person_id], worker) == {}
    assert about([closed.person_id], named)[closed.person_id]


def test_which_kinds_there_are_from_hour_to_hour_makes_few_statements(house, monkeypatch):
    """Each other set of them would be kept in a megabyte of each connection."""
    monkeypatch.setattr(waiting, "_asked_before", {})
    _kept.cache_clear()
    kinds = [waits for waits in registered() if waits.key in {"stays-over", "services-due"}]
    over, due = sorted(kinds, key=lambda waits: waits.order)
    for asked in ([over], [due], [over, due], [over], [due], [], [due, over]):
        told = {waits.key for waits in asked}
        assert {key for key, rows in firsts_for(house, asked).items() if rows} == told
    assert _kept.cache_info().misses == 2


def test_counting_may_stop_early(monkeypatch, house):
    user = f.UserFactory(roles=[Role.SOCIAL_WORKER])
    for waits in registered():
        monkeypatch.setitem(waits.__dict__, "most", 0)
    _kept.cache_clear()
    numbers = {number for _, number in count_for(user)}
    _kept.cache_clear()
    assert numbers == {0, 1}


MOMENTS = [
    datetime.datetime(2026, 11, 24, 7, 0),
    datetime.datetime(2026, 11, 24, 23, 59, 59, 999_999),
    datetime.datetime(2026, 12, 31, 0, 0, 1),
    datetime.datetime(2028, 2, 29, 12, 30),
]


@pytest.mark.django_db
@pytest.mark.parametrize("role", INSIDE)
@pytest.mark.parametrize(
    ("write", "asked"),
    [
        (waiting._counts, ()),
        (waiting._acts, (("",),)),
        (waiting._acts, (("", "in-house"),)),
        (waiting._acts, (("care", "in-house", "referred"),)),
    ],
)
def test_what_is_kept_is_what_would_be_written_anew(role, write, asked):
    kept = keep(write, frozenset([role]), frozenset(), frozenset(), asked=asked)
    for user in f.UserFactory.create_batch(2, roles=[role]):
        for clock in MOMENTS:
            with days.told_at(clock.replace(tzinfo=days.WITA).astimezone(datetime.UTC)):
                # Which files are closed stands as a mark in both.
                user.is_whoever_asks = True
                anew = with_parameters(write(user, *asked))
                assert as_sent(kept, user) == as_sent(anew, user)


def as_sent(kept, user):
    """What PostgreSQL would read."""
    sql = kept.for_reader(user, THESE_PEOPLE=[1, 2])
    with connection.cursor() as cursor:
        return sql.text and cursor.mogrify(sql.text, sql.values)


# --- In the files of people ----------------------------------------------------------------


def everybody():
    return list(Person.objects.values_list("pk", flat=True))


def keys(rows):
    return [row.waits.key for row in rows]


def test_a_file_says_what_waits_the_most_pressing_first(house):
    stay = f.StayFactory(days_ago=9)
    task = f.TaskFactory(stay=stay, what="Antar ke Dukcapil", owner=house)
    rows = about([stay.person_id], house)[stay.person_id]
    assert keys(rows) == [
        "assessments-initial-late", "stays-over", "intakes-without-triage", "tasks-today",
        "stays-without-bed",
        "intakes-to-settle",
    ]  # fmt: skip
    assert rows[1].due == days.starts_at(stay.last_on + days.ONE_DAY)
    assert (rows[3].due, rows[3].text) == (task.due_at, "Antar ke Dukcapil")


def test_what_is_late_or_in_time_is_asked_once_and_told_as_its_lists_do(house, time_machine_at):
    """Also at the moment itself at which it is due."""
    owed = Stay.objects.get(pk=f.StayFactory(days_ago=0, social_worker=None).pk)
    [due_at] = owes_initial(Stay.objects.filter(pk=owed.pk)).values_list(
        "assessment_due_at", flat=True
    )
    of_both = {
        waits.key for late in registered() if late.in_time for waits in (late, late.in_time)
    }
    worker = f.UserFactory(roles=[Role.SOCIAL_WORKER])
    met = set()
    for moment in (days.now(), due_at - days.ONE_HOUR, due_at, due_at + 10 * days.ONE_DAY):
        time_machine_at(moment)
        told = about(everybody(), worker)
        told = {(row.waits.key, row.person) for rows in told.values() for row in rows}
        listed = {
            (waits.key, person)
            for waits in registered()
            if waits.key in of_both
            for person in waits.rows(worker).values_list("person_id", flat=True)
        }
        assert {each for each in told if each[0] in of_both} == listed
        met |= {key for key, person in listed if person == owed.person_id or "comp" in key}
    assert met == of_both
    assert len(met) == 4


def test_who_is_not_seen_is_the_first_line_whatever_else_is_late(house):
    stay = f.StayFactory(days_ago=9)
    f.AbsenceActFactory(absence__stay=stay)
    rows = about([stay.person_id], house)[stay.person_id]
    assert keys(rows)[:2] == ["absences-open", "assessments-initial-late"]


def test_a_red_triage_is_the_next_act_until_it_is_done(house):
    head, piket = (f.UserFactory(roles=[role]) for role in (Role.HEAD, Role.CARETAKER))
    other = f.UserFactory(roles=[Role.SOCIAL_WORKER])
    stay = f.StayFactory(days_ago=9, child=True, social_worker=house)
    triage = f.TriageFactory(intake=stay.intake, colour="red")

    def first(user):
        return keys(about([stay.person_id], user)[stay.person_id])[0]

    assert [first(user) for user in (house, piket, head)] == [
        "triage-acts-red", "triage-acts-red", "triage-acts-red-told",
    ]  # fmt: skip
    # Of another's case it stays an act as others are.
    assert "triage-acts" in keys(about([stay.person_id], other)[stay.person_id])
    of_nobody = f.TriageFactory(intake=f.StayFactory(days_ago=9).intake, colour="red")
    person = of_nobody.intake.person_id
    assert keys(about([person], other)[person])[0] == "triage-acts-red"
    finish_act(triage, "Dokter sudah datang.", by=piket)
    assert first(house) != "triage-acts-red"


def test_a_returned_plan_stands_before_others_as_urgent(house):
    stay = f.StayFactory(days_ago=1, social_worker=house)
    f.TaskFactory(stay=stay, owner=house)
    at = {"decided_at": days.now(), "submitted_at": days.now()}
    head = f.UserFactory()
    f.PlanFactory(stay=stay, state="returned", recorded_by=house, decided_by=head, **at)
    rows = about([stay.person_id], house)[stay.person_id]
    due = [row.text for row in rows if row.waits.urgency == Urgency.DUE]
    assert due[0] == "Rencana dikembalikan"
    assert len(due) > 1


def test_whoever_may_do_it_can_open_where_it_is_done(client, login, house, subtests):
    for role in INSIDE:
        with subtests.test(role=role), undone():
            user = login(role)
            files = about(everybody(), user).values()
            one_of_each = {row.waits.key: row for rows in files for row in rows}
            for row in one_of_each.values():
                may_do = role in ACCESS[row.waits.act.view]
                assert client.get(row.url).status_code in ({200} if may_do else {200, 403}), row


def test_every_act_waits_in_somebodys_file(house):
    users = [house, *(f.UserFactory(roles=[role]) for role in INSIDE)]
    files = [rows for user in users for rows in about(everybody(), user).values()]
    told = {key for rows in files for key in keys(rows)}
    assert {waits.key for waits in registered() if waits.act} == told


def test_as_many_people_as_a_list_shows_are_as_many_statements(house):
    user = f.UserFactory(roles=[Role.SOCIAL_WORKER])
    count_for(user)

    def queries(people):
        with CaptureQueriesContext(connection) as found:
            about(people, user)
        return len(found)

    stays = f.StayFactory.create_batch(5, days_ago=9)
    in_house = [stay.person_id for stay in stays]
    # Which files are closed is asked before each.
    assert queries(in_house) == queries(in_house[:1]) == 2 * 2
    nobody = f.PersonFactory()
    assert queries([nobody.pk]) == 2, "nothing of any matter"
    assert queries(everybody()) == 2 * 2, "all matters together"


def test_what_waits_of_a_matter_is_about_who_has_some_of_it(house):
    """Else it would not be asked at all."""
    users = [house, *(f.UserFactory(roles=[role]) for role in INSIDE)]
    have = {}
    for user in users:
        for row in itertools.chain(*about(everybody(), user).values()):
            matter = row.waits.act.matter
            if matter:
                if matter.key not in have:
                    have[matter.key] = whom(matter)
                assert row.person in have[matter.key], row
    assert set(have) == {"in-house", "care", "referred"}


def whom(matter):
    return {person for rows, path in matter.rows for person in rows.values_list(path, flat=True)}


def test_house_staff_do_not_learn_who_is_looked_for(house):
    inquiry = f.InquiryFactory(person=f.StayFactory(days_ago=1).person)
    people = [inquiry.person_id]
    for role, is_told in [(Role.CARETAKER, False), (Role.SOCIAL_WORKER, True)]:
        rows = about(people, f.UserFactory(roles=[role]))[inquiry.person_id]
        assert ("inquiries-to-answer" in keys(rows)) == is_told


def test_a_referral_that_reveals_health_waits_only_for_those_of_the_case(house):
    health = {"sent": True, "agreed": True, "partner__reveals_health": True}
    referral = f.ReferralFactory(recorded_by=house, **health)
    people, other = [referral.person_id], f.UserFactory(roles=[Role.SOCIAL_WORKER])
    assert "referrals-sent" in keys(about(people, house)[referral.person_id])
    assert "referrals-sent" not in keys(about(people, other)[referral.person_id])


def test_of_a_sealed_file_only_its_own_worker_is_told(house):
    stay = f.StayFactory(days_ago=9, intake__person__is_sealed=True, social_worker=house)
    f.TaskFactory(stay=stay)
    other = f.UserFactory(roles=[Role.SOCIAL_WORKER])
    assert stay.person_id in about([stay.person_id], house)
    assert about([stay.person_id], other) == {}
