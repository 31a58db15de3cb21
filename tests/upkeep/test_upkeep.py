"""Is the server well: for monitoring without a login, and for who keeps it."""

import errno
import shutil
from collections import namedtuple

import pytest
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from pytest_django.asserts import assertContains

from rptc import days, storage
from rptc.accounts.permissions import Role
from rptc.upkeep.models import Job
from rptc.waiting import count_for
from tests import factories as f

pytestmark = pytest.mark.django_db
Usage = namedtuple("Usage", "total used free")


@pytest.fixture
def disk(monkeypatch):
    """disk(free): what the machine says of its disk."""

    def disk(free):
        usage = Usage(100 * 1024**3, 100 * 1024**3 - free, free)
        monkeypatch.setattr(shutil, "disk_usage", lambda path: usage)

    return disk


def test_the_process_answers_without_a_database(client, django_assert_num_queries):
    with django_assert_num_queries(0):
        answer = client.get("/health/")
    assert (answer.status_code, answer.content) == (200, b"ok\n")


def test_a_stranger_reads_whether_it_is_well_and_nothing_else(client):
    answer = client.get("/ready/")
    assert answer.status_code == 200
    assert answer.content == b"database ok\nfiles ok\ndisk ok\n"


def test_monitoring_is_told_of_a_full_disk(client, disk):
    disk(free=storage.RESERVE)
    answer = client.get("/ready/")
    assert answer.status_code == 503
    assert b"disk trouble" in answer.content


def test_monitoring_is_told_of_files_that_cannot_be_written(client, settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path / "file"
    settings.MEDIA_ROOT.write_text("in the way")
    answer = client.get("/ready/")
    assert answer.status_code == 503
    assert b"files trouble" in answer.content


def test_files_stop_before_the_database_does(disk, settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path
    disk(free=storage.RESERVE - 1)
    with pytest.raises(OSError, match="is the database's") as refused:
        default_storage.save("photo.jpg", ContentFile(b"photo"))
    assert refused.value.errno == errno.ENOSPC
    disk(free=storage.RESERVE)
    assert default_storage.save("photo.jpg", ContentFile(b"photo")) == "photo.jpg"


@pytest.mark.parametrize("kind", Job.Kind)
def test_the_page_says_what_ran_and_what_did_not(client, login, kind):
    admin = login(Role.ADMIN)

    def part():
        """(is Hari Ini told of it, what its page says of it)."""
        told = {waits.key for waits, number in count_for(admin) if number}
        page = client.get(f"/settings/server/?part={kind}")
        [part] = [part for part in page.context["parts"] if part["key"] == kind]
        assert page.context["total"] == part["is_late"]
        return kind.value in told, part["is_late"], page

    is_told, is_late, page = part()
    assert is_told
    assert is_late
    assertContains(page, "Belum pernah dijalankan.")
    f.JobFactory(kind=kind, began_at=days.now() - days.ONE_HOUR, failed="Rusak")
    is_told, is_late, page = part()
    assert is_told
    assert is_late
    assertContains(page, "Gagal: Rusak")
    f.JobFactory(kind=kind)
    is_told, is_late, page = part()
    assert not is_told
    assert not is_late
    assertContains(page, "2 sesi lama dihapus.")


@pytest.mark.parametrize("is_own_machine", [True, False])
def test_the_page_says_which_mode_runs(client, login, settings, is_own_machine):
    settings.OWN_MACHINE = is_own_machine
    login(Role.HEAD)
    page = client.get("/settings/server/")
    assert ("Bukan server sungguhan" in page.content.decode()) is is_own_machine
