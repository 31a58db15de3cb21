"""Files that no row names, and rows whose file is gone."""

import os
from datetime import timedelta
from pathlib import Path

import pytest
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.core.management import call_command

from cases.people.photos.actions import hide_photo
from cases.people.photos.models import Photo
from rptc import days
from rptc.accounts.permissions import Role
from rptc.upkeep.files import NotOurs, named_by_rows
from rptc.upkeep.models import Job
from rptc.waiting import count_for
from tests import factories as f
from tests.database_roles import as_owner

pytestmark = pytest.mark.django_db
LEFT_OVER = "photos/ab/left-over.jpg"


def file_of(name, age):
    """In the folder of the files, written so long ago."""
    name = default_storage.save(name, ContentFile(b"photo"))
    written_at = (days.now() - age).timestamp()
    os.utime(default_storage.path(name), (written_at, written_at))
    return name


def checked():
    """What is written down of a night."""
    with as_owner():
        call_command("nightly", verbosity=0)
    return Job.objects.filter(kind=Job.Kind.FILES).first()


def is_told(user):
    return "files" in {waits.key for waits, number in count_for(user) if number}


def test_what_no_row_names_goes_when_it_is_a_day_old():
    photo = f.PhotoFactory()
    hour = timedelta(hours=1)
    old, young = file_of(LEFT_OVER, days.ONE_DAY + hour), file_of(LEFT_OVER, days.ONE_DAY - hour)
    # Written long ago, and a row has it; somebody's, where no row keeps a file.
    os.utime(default_storage.path(photo.file.name), (0, 0))
    somebodys = file_of("lost+found/note.txt", days.ONE_DAY + hour)
    job = checked()
    assert job.failed == ""
    assert "1 tanpa baris dihapus" in job.said
    assert not default_storage.exists(old)
    assert all(default_storage.exists(name) for name in (young, somebodys, photo.file.name))


def test_a_row_whose_file_is_gone_is_told_and_stays():
    admin = f.UserFactory(roles=[Role.ADMIN])
    kept, gone = f.PhotoFactory(), f.PhotoFactory()
    Path(default_storage.path(gone.file.name)).unlink()
    job = checked()
    assert job.failed == "1 foto tidak ada di cakram."
    assert gone.file.name in job.said
    assert kept.file.name not in job.said
    assert is_told(admin)
    assert Photo.objects.filter(pk=gone.pk).exists()
    # Nothing else of the night failed by it.
    assert Job.objects.get(kind=Job.Kind.NIGHTLY).failed == ""
    # A backup had it.
    default_storage.save(gone.file.name, ContentFile(b"photo"))
    assert checked().failed == ""
    assert not is_told(admin)


def test_nobody_misses_the_file_of_a_picture_that_was_taken_away():
    photo = f.PhotoFactory()
    hide_photo(photo, reason="Salah orang.", by=f.UserFactory(roles=[Role.SOCIAL_WORKER]))
    Path(default_storage.path(photo.file.name)).unlink()
    assert checked().failed == ""


def test_a_folder_of_another_database_is_left_alone():
    """Files of which most are nobody's: somebody has named the wrong database, or folder."""
    f.PhotoFactory()
    names = [file_of(LEFT_OVER, 2 * days.ONE_DAY) for _ in range(2)]
    job = checked()
    assert "RPTC_MEDIA_ROOT" in job.failed
    assert all(default_storage.exists(name) for name in names)


def test_who_does_not_see_all_rows_removes_nothing():
    """As a page is: what a policy hides has files too."""
    with pytest.raises(NotOurs, match="pemilik basis data"):
        named_by_rows()
