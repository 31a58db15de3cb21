"""The demonstration data: the official years to the cell, a living house, the same every time."""

import datetime
from collections import Counter
from io import StringIO

import pytest
from django.apps import apps
from django.core.management import CommandError, call_command
from django.db import models, transaction
from django.db.models import Count, F, Max, Q
from django.urls import resolve, reverse
from pytest_django.asserts import assertContains, assertNotContains

from cases.casework.assessments.questions.models import QuestionSet
from cases.casework.assessments.risks.models import RiskRule
from cases.casework.plans.models import Plan
from cases.exits.deaths.models import Death
from cases.exits.models import Exit, ExitWitness
from cases.exits.pieces import what_is_missing
from cases.gate.visits.models import Unwelcome
from cases.house.leaves.models import Leave
from cases.house.presence.models import Absence, RollCall, RollCallRow
from cases.intakes.models import Door, Intake, Outcome
from cases.law.matters.models import Hearing
from cases.law.placements.models import Placement
from cases.papers.homecoming.models import Homecoming
from cases.patrols.models import Patrol
from cases.people.flags.models import Flag
from cases.people.models import Person
from cases.people.reach import Reach
from cases.places.models import Region
from cases.stays.extensions.models import Extension
from cases.stays.models import Stay
from partners.directory.models import Partner
from partners.incidents.models import PartnerIncident
from partners.meetings.models import Meeting
from partners.months.models import MonthReport, untold
from partners.referrals.models import AT_PARTNER, Referral, ReferralState, SafetyRead
from partners.referrals.packing.models import ReferralItem
from reports.calendar import periods
from reports.calendar.models import ReportSent
from reports.demonstration import EARLIEST, accounts
from reports.demonstration.story import Story
from reports.desk.approvals import KINDS
from reports.figures.closing.models import RecapEdition
from reports.quality.models import FalseAlarm
from reports.quality.rules import counts_of
from rptc import days
from rptc.accounts.filters.models import SavedFilter
from rptc.accounts.models import RoleGrant, User
from rptc.accounts.permissions import Role
from rptc.audit.models import Entry
from rptc.letters.models import Letter, LetterFile, LetterKind, Signatory, Unit
from rptc.letters.signatures.models import Signature, SignatureSheet
from tests.asked import MOST, asked_by
from tests.database_roles import as_owner
from tests.factories import PersonFactory, UserFactory
from tests.reports.figures.official import OFFICIAL, official_rows
from tests.reports.figures.public.solver import known_of, possible_values

pytestmark = pytest.mark.django_db

# Every table of ours but the histories, which say when the rows were really written.
WRITTEN = [
    model
    for label in ("accounts", "resets", "letters", "cases", "partners", "reports")
    for model in apps.get_app_config(label).get_models(include_auto_created=True)
    if not hasattr(model, "pgh_id")
]
# Keys and secrets; a picture lies under a random name, and a letter carries its check code and
# the number of a file.
OF_ONE_TELLING = {
    "token_hash",
    "id",
    "password",
    "object_id",
    "row",
    "file",
    "send_key",
    "send_digest",
    "code_hash",
    "token",
}
# The act of a letter is an exit, a training or a plan: its number alone says not which.
OF_ONE_TELLING |= {"source_id", "act_id"}
# Under the same key the same words lie there otherwise each time.
OF_ONE_TELLING |= {"sealed_text", "sealed_reason", "secret", "sealed_name"}
OF_ONE_TELLING |= {"sealed_complaint", "sealed_finding", "sealed_treatment"}
OF_ONE_TELLING |= {"sealed_recipient", "sealed_said", "sealed_whom", "sealed_words"}
OF_ONE_TELLING |= {"sealed_health", "sealed_school", "sealed_home"}
OF_ONE_TELLING |= {"sealed_phone", "sealed_answer"}
# Numbers of rows that stand to the right.
NUMBERS = {
    "person_id": Person,
    "people": Person,
    "exit_number": Exit,
    "partner_number": Partner,
    "partner_id": Partner,
    "referrals": Referral,
    "signatures": Signature,
    "flags_of_others": Flag,
    "bans_of_others": Unwelcome,
}
# Written by a trigger, by the clock of the database.
BY_TRIGGERS = {(Reach, "ended_at")}
OF_LETTERS = {Letter, LetterFile, Signature, SignatureSheet}
OF_ONE_LETTER = {"check_code", "about", "content", "sha256", "signed_sha256"}
# What names a row by its key in the details of an entry.
KEYS_IN_DETAILS = {"patrol", "other", "item", "contest", "people"}
NEW_YEARS_EVE = datetime.date(2026, 12, 31)
LEAP_DAY = datetime.date(2028, 2, 29)
NAMED = (
    "trc piket peksos peksos2 tu kepala dinas mitra.sahabatyatim mitra.ypkds mitra.wirajaya"
    " pdp admin malam"
).split()
# Proposed by a partner: the admin hands the first password over.
PREPARED = "mitra.megawati"
# What is planned, not done: these days may lie ahead.
AHEAD = {
    "answer_by",
    "take_by",
    "answer_due_at",
    "expires_at",
    "first_on",
    "from_on",
    "due_at",
    "due_on",
    "ends_on",
    "expected_at",
    "expires_on",
    "impossible_until",
    "last_on",
    "new_last_on",
    "planned_at",
    "planned_on",
    "until",
    "next_contact_on",
    "valid_from",
    "valid_until",
}


@pytest.fixture
def demo(settings):
    settings.DEMO_PASSWORD = ""

    def demo(today, **options):
        written = StringIO()
        with as_owner():
            call_command("demo", today=today, stdout=written, **options)
        return written.getvalue()

    return demo


def table(year):
    """[(class, L, P)] of the intakes of a year, in the printed order."""
    of_year = Intake.objects.filter(met_on__year=year).order_by("classification__order")
    counts = of_year.values_list("classification__name").annotate(
        male=Count("pk", filter=Q(sex="L")), female=Count("pk", filter=Q(sex="P"))
    )
    return [tuple(row) for row in counts]


# Laid down by `migrate`, whatever day is told.
OF_THE_PROGRAM = {(QuestionSet, "published_at"), (RiskRule, "recorded_at")}


# A hearing, a meeting, and what a letter says of a placement.
SET_AHEAD = {
    (Hearing, "at"),
    (Meeting, "at"),
    (Meeting, "first_at"),
    (Placement, "begins_at"),
    (Placement, "ends_at"),
}
SET_AHEAD |= {(Homecoming, "leaves_on")}


# Keys of rows in lists, and what is made of them.
WITH_KEYS = {(SafetyRead, name) for name in ("flags", "allergies", "medicines")}
WITH_KEYS |= {(ReferralItem, "source")}
WITH_KEYS |= {
    (RecapEdition, name)
    for name in ("content", "fingerprint", "pdf", "intake_events", "stay_events")
}


def moments_after(moment):
    """Every filled moment, and every day on which something happened, that lies ahead."""
    for model in (*WRITTEN, Entry):
        for field in model._meta.concrete_fields:
            if (model, field.name) in OF_THE_PROGRAM:
                continue
            if field.name in AHEAD or (model, field.name) in BY_TRIGGERS | SET_AHEAD:
                continue
            if not isinstance(field, models.DateField):
                continue
            newest = model.objects.aggregate(newest=Max(field.name))["newest"]
            is_moment = isinstance(field, models.DateTimeField)
            if newest and newest >= (moment if is_moment else days.day_of(moment)):
                yield f"{model.__name__}.{field.name} {newest}"


def told_rows():
    """{table: its rows without secrets}; a key is told by its row's place."""
    told = {}
    places = {model: dict(_places(model)) for model in WRITTEN}
    for model in (*WRITTEN, Entry):
        fields = [
            field
            for field in model._meta.concrete_fields
            if field.name not in OF_ONE_TELLING
            and not (model in OF_LETTERS and field.name in OF_ONE_LETTER)
            and (model, field.name) not in WITH_KEYS
        ]
        rows = [
            repr([_told(places, *pair) for pair in zip(fields, row, strict=True)])
            for row in model.objects.order_by("pk").values_list(*(f.attname for f in fields))
        ]
        # Django writes the rows of a many-to-many field in the order of a set.
        told[model.__name__] = sorted(rows) if model._meta.auto_created else rows
    return told


def _places(model):
    return (
        (pk, place)
        for place, pk in enumerate(model.objects.order_by("pk").values_list("pk", flat=True))
    )


def _told(places, field, value):
    if field.name == "details":
        return {name: said for name, said in value.items() if name not in KEYS_IN_DETAILS}
    if isinstance(value, memoryview):
        return bytes(value)
    if field.name == "party" and value:
        # Any key will do: it is told by which of the sets it is.
        sets = places.setdefault("sets", {})
        return sets.setdefault(value, len(sets))
    model = NUMBERS.get(field.name, field.related_model)
    if isinstance(value, list) and model in places:
        return [places[model].get(number) for number in value]
    return places[model].get(value) if model in places else value


@pytest.mark.gate
def test_the_story_of_a_day(demo, client):
    printed = demo(NEW_YEARS_EVE)

    for year, (total, male, female) in OFFICIAL.items():
        assert table(year) == official_rows(year)
        assert sum(male + female for _, male, female in table(year)) == total
        assert [sum(row[1] for row in table(year)), sum(row[2] for row in table(year))] == [
            male,
            female,
        ]
    old = Intake.objects.filter(met_on__year__in=OFFICIAL)
    assert set(old.values_list("door", "outcome")) == {(Door.REGISTER, Outcome.UNRECORDED)}
    assert list(moments_after(days.starts_at(NEW_YEARS_EVE))) == []
    assert Unit.current().is_demo
    assert Signatory.objects.get().nip == "197001011995031999"
    _each_account_logs_in(client, printed)
    _the_house_lives(NEW_YEARS_EVE)
    _one_thing_follows_another()
    _children_went_home_with_every_piece()
    _letters_wait_for_somebody()
    _something_looks_wrong(NEW_YEARS_EVE)
    _pages_say_what_is_not_official(client)
    _reports_are_owed(NEW_YEARS_EVE)
    _the_city_reads_a_year(client)
    _two_filters_are_kept(client)


def _the_city_reads_a_year(client):
    """The last that was closed, of which nothing hidden can be worked out."""
    client.logout()
    figures = client.get(f"/terbuka/{NEW_YEARS_EVE.year - 1}.json").json()["angka"]
    assert figures["tables"]["terjaring"]["total"][2] > 0
    values = possible_values(known_of([figures]))
    assert [name for name, found in values.items() if len(found) < 3] == []


def _two_filters_are_kept(client):
    """One of them shared; each opens a list of whoever keeps it."""
    with as_owner():
        kept = list(SavedFilter.objects.order_by("pk").select_related("recorded_by"))
    assert [row.is_shared for row in kept] == [True, False]
    for row in kept:
        client.force_login(row.recorded_by)
        listing = client.get(row.address)
        assert listing.context["page_obj"].paginator.count
        assertNotContains(listing, "Sebagian saringan ini")


def _each_account_logs_in(client, printed):
    """With the random password that was printed once."""
    passwords = dict(line.split() for line in printed.splitlines()[4:])
    assert set(NAMED) <= set(passwords)
    assert set(User.objects.values_list("username", flat=True)) == {*passwords, PREPARED}
    assert len(set(passwords.values())) == len(passwords)
    for username, password in passwords.items():
        assert client.login(username=username, password=password)
        assert RoleGrant.objects.in_force(NEW_YEARS_EVE).filter(user__username=username).exists()
    assert set(RoleGrant.objects.values_list("role", flat=True)) == set(Role)


def _the_house_lives(today):
    yesterday = today - datetime.timedelta(days=1)
    stays = Stay.objects.open()
    assert 35 <= stays.count() <= 45
    assert 3 <= stays.at_limit("today", today).count()
    assert 3 <= stays.at_limit("tomorrow", today).count()
    assert 2 <= stays.at_limit("over", today).count() <= 6
    assert 3 <= Intake.objects.on_the_way().count() <= 5
    assert Exit.objects.filter(state="proposed").count() >= 2
    assert Extension.objects.filter(stay__in=stays, state="approved").exists()
    assert Extension.objects.waiting().exists()
    assert Extension.objects.to_be_resolved().filter(stay__in=stays.at_limit("over", today))
    assert Exit.objects.to_be_known().filter(kind__approval="emergency").exists()
    assert {plan.state for plan in Plan.objects.all()} == set(Plan.State)
    assert {referral.state for referral in Referral.objects.all()} == set(ReferralState)
    assert {exit.kind.code for exit in Exit.objects.select_related("kind")} >= {
        "keluarga", "mitra", "daerah-asal", "mandiri", "rumah-sakit", "melarikan-diri",
    }  # fmt: skip
    _somebody_is_out_and_somebody_is_missed(today)
    _a_partner_says_how_they_are()
    last_night = Patrol.objects.filter(started_at__gte=days.starts_at(yesterday))
    caught = last_night.annotate(people=Count("intakes")).values_list("people", flat=True)
    assert {0, 5} <= set(caught)
    quiet = Patrol.objects.filter(intakes=None).count()
    assert quiet > Patrol.objects.count() / 2
    assert Person.objects.filter(name="", alias="", intakes__classification__code="odgj").exists()
    assert Person.objects.annotate(times=Count("intakes")).filter(times__gte=4).exists()


def _somebody_is_out_and_somebody_is_missed(today):
    now = days.starts_at(today)
    assert Leave.objects.out_at(now).count() == 2
    assert Leave.objects.late(now).count() == 1
    assert Leave.objects.exclude(returned_at=None).exists()
    missed = Absence.objects.open().select_related("stay__person").get()
    assert missed.needs_police
    assert Absence.objects.exclude(ended_at=None).exists()
    assert RollCall.objects.filter(on__gte=today - datetime.timedelta(days=14)).count() > 20
    rows = RollCallRow.objects.filter(stay__began_at__gt=F("roll_call__taken_at"))
    assert not rows.exists()


def _a_partner_says_how_they_are():
    """A month of all but one at the partner; whom a ban names wants to fetch somebody."""
    there = Referral.objects.filter(partner__short_name="Sahabat Yatim", state__in=AT_PARTNER)
    assert there.count() >= 4
    reports = MonthReport.objects.all()
    # Few are asked about where most came lately.
    assert "changed" in {report.answer for report in reports} <= {"same", "changed"}
    assert untold(there, reports[0].month).count() == 1
    assert MonthReport.objects.unread().count() == 1
    assert PartnerIncident.objects.count() == 2
    waiting = PartnerIncident.objects.open().get()
    assert waiting.is_pickup
    assert waiting.stay.person.flags.in_force().against_release().exists()


def _something_looks_wrong(today):
    """Hits of several rules, and one that is so indeed."""
    with days.told_at(days.at(today, datetime.time(9))):
        found = counts_of(User.objects.get(username="peksos"))
    assert {rule for rule, number in found.items() if number} >= {"origin", "age", "nik"}
    assert FalseAlarm.objects.standing().get().rule == "origin"


def _children_went_home_with_every_piece():
    exits = Exit.objects.filter(kind__to_family=True).select_related("kind", "identity_photo")
    exits = exits.select_related("stay__person", "stay__intake__classification")
    head = User.objects.get(username="kepala")
    missing = {
        exit: {piece.code for piece in what_is_missing(exit, by=head)}
        for exit in exits.filter(state__in=["proposed", "approved", "done"])
    }
    # Of earlier years nobody was asked who may not fetch them.
    assert not [e for e, lacking in missing.items() if e.state == "done" and lacking - {"ban"}]
    assert {"identity", "contact", "promise", "items"} in missing.values()
    assert {"promise", "items"} in [v for e, v in missing.items() if e.state == "approved"]
    assert ExitWitness.objects.exists()
    for death in Death.objects.select_related("exit__stay__person"):
        assert death.exit.stay.person.is_sealed
        assert death.missing == ["Pemakaman belum dicatat."]
    assert Death.objects.exists()


def _letters_wait_for_somebody():
    letters = Letter.objects.all()
    assert 15 <= letters.count() <= 60
    assert letters.without_number().count() == 1
    # The one that was inserted, too.
    assert [letters.without_scan().filter(inserted=mark).count() for mark in ("", "a")] == [1, 1]
    assert letters.at_agency().count() == 1
    ways = Signature.objects.order_by("way").values_list("way", flat=True).distinct()
    assert (list(ways), SignatureSheet.objects.count()) == (["screen", "thumb"], 2)
    assert letters.asked_to_withdraw().count() == letters.withdrawn().count() == 1
    assert letters.filter(files=None, inserted="").count() == 0
    assert len(set(letters.values_list("kind__code", flat=True))) == 17
    for own in LetterKind.objects.filter(numbering="own", signed_by="unit"):
        for year in {letter.recorded_at.year for letter in own.letters.all()}:
            rows = own.letters.filter(recorded_at__year=year, inserted="")
            rows = rows.order_by("recorded_at", "sequence")
            numbers = list(rows.values_list("sequence", flat=True))
            assert numbers == list(range(1, len(numbers) + 1))


def _one_thing_follows_another():
    sent_home = Exit.objects.filter(kind__code="daerah-asal")
    assert not sent_home.filter(stay__person__origin__code__startswith=Region.MAKASSAR)
    assert not sent_home.exclude(receiver__startswith="Dinas Sosial ")
    assert not Intake.objects.filter(
        Q(met_at__lt=F("patrol__started_at")) | Q(met_at__gt=F("patrol__ended_at"))
    )
    assert not Stay.objects.filter(began_at__lt=F("intake__met_at"))
    done = Exit.objects.filter(state="done")
    assert done.count() == Stay.objects.exclude(ended_at=None).count()
    assert not done.exclude(left_at=F("stay__ended_at"))
    assert not Exit.objects.filter(
        Q(recorded_at__lt=F("stay__began_at")) | Q(decided_at__lt=F("recorded_at"))
    )
    assert not Extension.objects.filter(
        Q(recorded_at__lt=F("stay__began_at"))
        | Q(decided_at__lt=F("recorded_at"))
        | Q(decided_at__gt=F("stay__ended_at"))
    )
    assert not Referral.objects.filter(recorded_at__lt=F("stay__began_at"))


def _pages_say_what_is_not_official(client):
    client.force_login(User.objects.get(username="kepala"))
    official = client.get(reverse("reports:recap_year", args=[2024]))
    plausible = client.get(reverse("reports:recap_year", args=[2025]))
    assertContains(official, "CONTOH")
    assertNotContains(official, "bukan angka resmi")
    assertContains(plausible, "bukan angka resmi")


@pytest.mark.gate
def test_no_page_asks_more_than_25_times(demo, client):
    """Those with the most parts, of whom the demonstration tells the most; and what is decided,
    asked for and counted, each once more than another page does."""
    demo(days.today())
    pages = {
        "cases:person_detail": Person.objects.annotate(parts=Count("stays") + Count("statements")),
        "cases:stay_detail": Stay.objects.annotate(parts=Count("visits") + Count("incidents")),
        "cases:exit_detail": Exit.objects.annotate(parts=Count("proofs")),
        "cases:patrol_detail": Patrol.objects.annotate(parts=Count("intakes")),
    }
    to_propose = [reverse(page, args=[key]) for page, key in _to_propose()]
    to_decide = [row.decide_url for row in _to_decide()]
    parts = [reverse("reports:city_part_text", args=[year]) for year in (2024, 2025)]
    more = {
        "peksos": to_propose,
        "kepala": [reverse("reports:approvals"), *to_decide, *parts],
        "piket": [],
        "tu": parts,
        "dinas": parts,
    }
    over, opened = [], Counter()
    for username, others in more.items():
        client.force_login(User.objects.get(username=username))
        addresses = [reverse("reports:today"), reverse("cases:evening_sheet")]
        for page, rows in pages.items():
            keys = rows.order_by("-parts", "-pk").values_list("pk", flat=True)[:40]
            addresses += [reverse(page, args=[key]) for key in keys]
        for address in addresses + others:
            asked, answer = asked_by(client, address)
            opened[resolve(address).view_name] += answer.status_code == 200
            if asked > MOST:
                over.append((username, address, asked))
    assert over == [], sorted(over)
    assert opened.total() > 40
    seldom = {resolve(address).view_name for each in more.values() for address in each}
    assert {name for name in seldom if not opened[name]} == set()


def _to_propose():
    for stay in Stay.objects.open():
        yield "partners:referral_propose", stay.pk


def _to_decide():
    """Of each kind all that wait for the head."""
    head = User.objects.get(username="kepala")
    return [row for kind in KINDS for row in kind.objects.waiting_for(head)]


def test_refuses_a_database_with_people(demo):
    PersonFactory()
    with pytest.raises(CommandError, match="sudah berisi orang"):
        demo(NEW_YEARS_EVE)
    assert Intake.objects.count() == 0


def test_if_empty_leaves_what_is_there(demo):
    UserFactory()
    assert demo(NEW_YEARS_EVE, if_empty=True) == ""
    assert User.objects.count() == 1


def test_official_years_are_never_ahead(demo):
    with pytest.raises(CommandError, match="paling awal"):
        demo(datetime.date(2024, 12, 31))


def test_one_password_for_all():
    story = Story(NEW_YEARS_EVE)
    accounts.add(story, "contoh-saja-2026")
    assert len(story.staff) >= len(NAMED)
    assert all(user.check_password("contoh-saja-2026") for user in story.staff.values())


def _reports_are_owed(today):
    """One is late, two are due, and of those of before one was."""
    with days.told_at(days.starts_at(today)):
        owed = [row.is_late for row in periods.pressing()]
    assert [owed.count(True), owed.count(False)] == [1, 2]
    sent = [row.is_in_time for row in ReportSent.objects.all()]
    assert [sent.count(False), sent.count(True) > 10] == [1, True]


@pytest.mark.gate
def test_same_day_gives_same_rows(demo):
    tellings = []
    for _ in range(2):
        savepoint = transaction.savepoint()
        demo(LEAP_DAY)
        tellings.append(told_rows())
        if len(tellings) == 2:
            _is_official_and_living(LEAP_DAY)
        transaction.savepoint_rollback(savepoint)
    first, second = tellings
    for table_name, rows in first.items():
        assert rows == second[table_name], table_name


@pytest.mark.gate
@pytest.mark.parametrize("today", [datetime.date(2025, 2, 1), datetime.date(2027, 1, 1)])
def test_official_years_on_any_day(demo, today):
    demo(today)
    _is_official_and_living(today)


def _is_official_and_living(today):
    assert {year: table(year) for year in OFFICIAL} == {
        year: official_rows(year) for year in OFFICIAL
    }
    assert list(moments_after(days.starts_at(today))) == []
    assert 35 <= Stay.objects.open().count() <= 45
    if today > EARLIEST:
        _reports_are_owed(today)
