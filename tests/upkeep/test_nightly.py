"""What is done every night, and how somebody notices when it was not."""

import datetime

import psycopg2
import pytest
from allauth.usersessions.models import UserSession
from django.conf import settings
from django.contrib.sessions.models import Session
from django.core.management import CommandError, call_command
from django.db import DatabaseError, connection, transaction

from rptc import days
from rptc.accounts.permissions import Role
from rptc.upkeep import nightly
from rptc.upkeep.models import Job
from rptc.waiting import count_for
from tests import factories as f
from tests.database_roles import as_owner
from tests.template_database import address

pytestmark = pytest.mark.django_db
OLD = datetime.timedelta(hours=27)


def work_that_fails():
    Session.objects.create(session_key="half", expire_date=days.now())
    raise ValueError("what it says may name somebody")


FAILS = nightly.Work("Dua", work_that_fails)
WORKS = [
    nightly.Work("Satu", lambda: "1 selesai."),
    FAILS,
    nightly.Work("Tiga", lambda: "3 selesai."),
]


def lines_of(user):
    return {kind.key for kind, number in count_for(user) if number}


@pytest.fixture
def one_part_fails():
    nightly.register(FAILS)
    yield
    nightly.WORKS.remove(FAILS)


def test_all_parts_are_done_and_said(capsys):
    Session.objects.create(session_key="old", expire_date=days.now() - days.ONE_HOUR)
    Session.objects.create(session_key="new", expire_date=days.now() + days.ONE_HOUR)
    for key in ("old", "new"):
        UserSession.objects.create(
            user=f.UserFactory(), session_key=key, ip="127.0.0.1", user_agent="Peramban"
        )
    with as_owner():
        call_command("nightly")
    job = Job.objects.get(kind=Job.Kind.NIGHTLY)
    assert job.failed == ""
    assert job.ended_at >= job.began_at
    assert {
        "Berkas ganda",
        "Berkas foto",
        "Draf",
        "Persetujuan",
        "Pos-el",
        "Rekap",
        "Rujukan",
        "Sesi",
        "Penghitung",
    } == {line.partition(":")[0] for line in job.said.splitlines()}
    assert "1 sesi lama dihapus." in capsys.readouterr().out
    assert Session.objects.get().session_key == "new"
    assert UserSession.objects.get().session_key == "new"


def test_one_that_fails_is_told_and_keeps_none_of_the_others(caplog):
    with as_owner():
        job = nightly.run(WORKS)
    assert job.said == "Satu: 1 selesai.\nTiga: 3 selesai."
    assert job.failed == "Dua"
    assert not Session.objects.exists()
    assert "ValueError" in caplog.text


def test_the_command_fails_with_it(one_part_fails):
    with as_owner(), pytest.raises(CommandError, match="Gagal: Dua"):
        call_command("nightly")


def test_it_runs_once_at_a_time():
    ours = address(settings.OWNER_DATABASE, connection.settings_dict["NAME"])
    other = psycopg2.connect(ours)
    other.cursor().execute("SELECT pg_advisory_lock(%s)", [nightly.LOCK])
    with as_owner(), pytest.raises(CommandError, match="masih berjalan"):
        call_command("nightly")
    other.close()
    assert not Job.objects.exists()


def test_the_web_process_writes_no_job():
    with pytest.raises(DatabaseError), transaction.atomic():
        Job.objects.create(kind=Job.Kind.NIGHTLY)


@pytest.mark.parametrize(
    ("job", "is_told"),
    [
        (None, True),
        ({}, False),
        ({"failed": "Sesi"}, True),
        ({"ended_at": None}, True),
        ({"began_at": days.now() - OLD}, True),
    ],
)
def test_the_admin_is_told_when_it_did_not_run(job, is_told):
    if job is not None:
        f.JobFactory(**job)
    assert ("nightly" in lines_of(f.UserFactory(roles=[Role.ADMIN]))) is is_told
    assert "nightly" not in lines_of(f.UserFactory(roles=[Role.HEAD]))
