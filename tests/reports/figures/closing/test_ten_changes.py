"""A month is closed; ten changes of ten kinds follow, each by somebody else. The first edition
stays as it was, byte for byte; the second names the ten: what, who, when."""

import datetime
import hashlib

import pghistory
import pytest
from django.db import connection
from django.urls import reverse

from cases.intakes.actions import change_outcome
from cases.intakes.models import Intake
from cases.people.actions import change_person
from cases.people.doubles.actions import merge_files
from cases.people.doubles.models import Merge
from cases.people.models import Person
from reports.figures.closing.changes import ADDED, CHANGED, GONE, changes
from reports.figures.closing.freezing import fingerprint_of, freeze
from rptc import days
from rptc.accounts.permissions import Role
from tests import factories as f
from tests.database_roles import as_owner
from tests.reports.figures.closing.closed import AFTER, MONTH, WITHIN, close, settle, stays

pytestmark = pytest.mark.django_db

# Everybody is of a known place, but whose is filled in later.
KNOWN = {"intake__person__origin_text": "Jl. Rappocini"}


@pytest.fixture(autouse=True)
def november(time_machine_at):
    time_machine_at(AFTER)


def elsewhere(outcome="advised"):
    """Met on a day of the month, and not brought to the house."""
    person = f.PersonFactory(origin_text="Jl. Rappocini")
    return f.IntakeFactory(met_on=days.day_of(WITHIN), outcome=outcome, person=person)


def one_stay(**options):
    [stay] = stays(1, **(KNOWN | options))
    return stay


class Changes:
    """What can come after a closing; each method is one kind, done by a user of its own."""

    def __init__(self):
        self.settled, self.of_sex = one_stay(), one_stay()
        self.by_door, self.by_outcome, self.away = (elsewhere() for _ in range(3))
        self.taken_back = elsewhere()
        self.without_origin = one_stay(intake__person__origin_text="")
        self.kept, self.lost = elsewhere().person, elsewhere("family").person
        self.in_house = one_stay(ended=False)

    def came_late(self, by):
        f.IntakeFactory(met_on=MONTH.first, outcome="police", person=self.kept, recorded_by=by)

    def class_settled_otherwise(self, by):
        settle(self.settled)

    def sex_corrected(self, by):
        person = Person.objects.get(pk=self.of_sex.person_id)
        person.sex = "P" if person.sex == "L" else "L"
        change_person(person, by=by)

    def door_corrected(self, by):
        self._save(self.by_door, door="hospital")

    def outcome_corrected(self, by):
        change_outcome(self.by_outcome, "family", "Dijemput ibunya.", by=by)

    def day_corrected(self, by):
        self._save(self.away, met_on=MONTH.first - days.ONE_DAY)

    def taken_out(self, by):
        Intake.objects.filter(pk=self.taken_back.pk).delete()

    def left_earlier(self, by):
        type(self.in_house).objects.filter(pk=self.in_house.pk).update(
            ended_at=WITHIN + days.ONE_DAY
        )

    def files_merged(self, by):
        merge_files(Merge(kept=self.kept, lost=self.lost, reason="Kartunya sama."), by=by)

    def origin_written(self, by):
        person = Person.objects.get(pk=self.without_origin.person_id)
        person.origin_text = "Kec. Tallo"
        change_person(person, by=by)

    def _save(self, intake, **columns):
        intake = Intake.objects.get(pk=intake.pk)
        for name, value in columns.items():
            setattr(intake, name, value)
        intake.save()


# What each is told as: (kind, which value is told).
TOLD = {
    "came_late": (ADDED, None),
    "class_settled_otherwise": (CHANGED, "klasifikasi"),
    "sex_corrected": (CHANGED, "jenis kelamin"),
    "door_corrected": (CHANGED, "pintu masuk"),
    "outcome_corrected": (CHANGED, "hasil"),
    "day_corrected": (GONE, None),
    "taken_out": (GONE, None),
    "left_earlier": (CHANGED, "berakhir"),
    "files_merged": (CHANGED, "berkas orangnya"),
    "origin_written": (CHANGED, "asal"),
}


@pytest.fixture
def ten(time_machine_at):
    """(the first edition, its paper's hash, {kind: (who, when)}, the second edition)."""
    story = Changes()
    first = close()
    paper, done = hashlib.sha256(bytes(first.pdf)).digest(), {}
    for number, kind in enumerate(TOLD, 1):
        at = AFTER + datetime.timedelta(hours=number)
        time_machine_at(at)
        by = f.UserFactory(roles=[Role.SOCIAL_WORKER])
        with pghistory.context(user=by.pk):
            getattr(story, kind)(by)
        done[kind] = by
    time_machine_at(AFTER + 2 * days.ONE_DAY)
    return first, paper, done, close()


def test_the_second_edition_names_the_ten_and_the_first_stays(client, login, ten, read_pdf):
    first, paper, done, second = ten
    assert (first.number, second.number) == (1, 2)
    told = changes(first, second.content, second)
    for kind, by in done.items():
        said, value = TOLD[kind]
        [of_it] = [
            change
            for change in told
            if change.by == by
            and (value is None or value in [what for what, _, _ in change.values])
        ]
        assert of_it.kind == said, kind
        assert of_it.at is not None, kind
    assert {change.by for change in told if change.is_of_row} == set(done.values())
    login(Role.OFFICE)
    page = client.get(reverse("reports:closing_period", args=[MONTH])).content.decode()
    printed = " ".join(
        read_pdf(client.get(reverse("reports:recap_edition_file", args=[second.pk]))).split()
    )
    for kind, by in done.items():
        assert str(by) in page, kind
        assert str(by) in printed, kind
    kept = client.get(reverse("reports:recap_edition_file", args=[first.pk])).content
    assert hashlib.sha256(kept).digest() == paper
    assert fingerprint_of(first.content) == first.fingerprint != second.fingerprint


# By the owner of the tables, past the application and past the histories.
BY_SQL = {
    "met_on": "UPDATE cases_intake SET met_on = met_on - 1 WHERE id = %(intake)s",
    "class": "UPDATE cases_intake SET provisional_id = %(other)s, classification_id = %(other)s"
    " WHERE id = %(intake)s",
    "sex": "UPDATE cases_person SET sex = CASE sex WHEN 'L' THEN 'P' ELSE 'L' END"
    " WHERE id = %(person)s",
    "door": "UPDATE cases_intake SET door = 'police' WHERE id = %(intake)s",
    "began": "UPDATE cases_stay SET began_at = began_at - interval '1 day' WHERE id = %(stay)s",
    "ended": "UPDATE cases_stay SET ended_at = ended_at + interval '1 day' WHERE id = %(stay)s",
    "origin": "UPDATE cases_person SET origin_text = '' WHERE id = %(person)s",
}


@pytest.mark.parametrize("statement", BY_SQL.values(), ids=BY_SQL)
def test_a_change_by_plain_sql_is_found_by_the_fingerprint(client, login, statement):
    stay = one_stay()
    edition = close()
    keys = {"intake": stay.intake_id, "person": stay.person_id, "stay": stay.pk}
    with as_owner(), connection.cursor() as cursor:
        # What waits to be checked at the end stands in the way of ALTER TABLE.
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
        cursor.execute("ALTER TABLE cases_intake DISABLE TRIGGER USER")
        cursor.execute("ALTER TABLE cases_stay DISABLE TRIGGER USER")
        cursor.execute("ALTER TABLE cases_person DISABLE TRIGGER USER")
        cursor.execute(statement, keys | {"other": f.classification("lansia").pk})
        for table in ("cases_intake", "cases_stay", "cases_person"):
            cursor.execute(f"ALTER TABLE {table} ENABLE TRIGGER USER")
    assert freeze(MONTH).fingerprint != edition.fingerprint
    login(Role.OFFICE)
    page = client.get(reverse("reports:closing_period", args=[MONTH])).content.decode()
    assert "Berubah sejak ditutup" in page
    assert "tidak tercatat oleh siapa" in page
