"""`check --deploy` names what did not run by itself, and a clock that nobody sets."""

import os
import shutil

import pytest

from rptc import days, storage
from rptc.upkeep import checks
from rptc.upkeep.models import Job
from tests import factories as f

pytestmark = pytest.mark.django_db


def said():
    return [warning.msg for warning in checks.jobs_ran(None)]


@pytest.mark.parametrize(
    ("kind", "sentence"),
    [
        (Job.Kind.NIGHTLY, "The work of the night was not done."),
        (Job.Kind.BACKUP, "No backup was made."),
        (Job.Kind.FILES, "Files are missing, or were not looked for."),
        (Job.Kind.PROOF, "No backup was restored as a proof."),
    ],
)
def test_what_did_not_run_is_said_with_the_last_time(kind, sentence):
    for other in set(Job.Kind) - {kind}:
        f.JobFactory(kind=other)
    assert said() == [f"{sentence} The last one that went well: never."]
    long_ago = days.now() - days.ONE_DAY * 91
    f.JobFactory(kind=kind, began_at=long_ago)
    f.JobFactory(kind=kind, failed="Rusak")
    when = f"{long_ago.astimezone(days.WITA):%Y-%m-%d %H:%M}"
    assert said() == [f"{sentence} The last one that went well: {when}."]
    f.JobFactory(kind=kind)
    assert said() == []


@pytest.mark.parametrize(("answer", "ids"), [("no", ["rptc.W010"]), ("yes", []), ("", [])])
def test_a_clock_that_nothing_sets_is_said(tmp_path, monkeypatch, answer, ids):
    """As systemd says it; one that says nothing is no systemd."""
    program = tmp_path / "timedatectl"
    program.write_text(f"#!/bin/sh\necho {answer}\n")
    program.chmod(0o755)
    monkeypatch.setenv("PATH", f"{tmp_path}:{os.environ['PATH']}")
    assert [warning.id for warning in checks.clock_is_set(None)] == ids


def test_a_machine_without_systemd_is_not_asked_for_its_clock(tmp_path, monkeypatch):
    monkeypatch.setenv("PATH", str(tmp_path))
    assert checks.clock_is_set(None) == []


def test_a_disk_that_fills_is_said(monkeypatch):
    usage = shutil.disk_usage("/")
    full = usage._replace(free=storage.RESERVE)
    monkeypatch.setattr(shutil, "disk_usage", lambda path: full)
    [warning] = checks.machine_is_well(None)
    assert warning.msg.startswith("Cakram: ")
