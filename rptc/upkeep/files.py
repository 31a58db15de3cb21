"""Files on the disk and rows of the database say the same, or somebody is told.

A file that no row names is left over from an act that was broken off: it is removed. A row whose
file is gone is nobody's to delete: a backup may have it.
"""

import os
from collections.abc import Iterable
from datetime import timedelta

from django.apps import apps
from django.core.files.storage import default_storage
from django.db import connection
from django.db.models import FileField

from rptc import days
from rptc.upkeep.jobs import written_down
from rptc.upkeep.models import Job
from rptc.words import angka

# A file is written before its row is: whoever writes one has until then.
YOUNG = timedelta(days=1)
# As many as fit into what is said of a night.
MOST_NAMED = 20


class NotOurs(Exception):
    """This folder and this database do not belong together, or not all rows were seen."""


def look_after_files(needed: Iterable[str]) -> str:
    """Remove what no row names, and write down which of the `needed` are not there."""
    on_disk = _on_disk()
    with written_down(Job.Kind.FILES) as job:
        try:
            removed = _remove_orphans(on_disk)
        except NotOurs as why:
            job.failed = str(why)
            return job.failed
        # What was written since the disk was read is there all the same.
        missing = sorted(set(needed) - on_disk.keys())
        missing = [name for name in missing if not default_storage.exists(name)]
        job.said = f"{angka(len(on_disk))} berkas, {angka(removed)} tanpa baris dihapus."
        if missing:
            job.said += "\nHilang: " + ", ".join(missing[:MOST_NAMED])
            job.failed = f"{angka(len(missing))} foto tidak ada di cakram."
    return f"{angka(removed)} berkas tanpa baris dihapus, {angka(len(missing))} foto hilang."


def _on_disk():
    """{name: when it was written}, before the rows are asked: one that comes meanwhile counts."""
    place = default_storage.location
    found = {}
    for folder, _, names in os.walk(place):
        for name in names:
            path = os.path.join(folder, name)
            found[os.path.relpath(path, place)] = os.lstat(path).st_mtime
    return found


def _remove_orphans(on_disk):
    """How many were removed. Of folders alone in which a row keeps its file: whatever else lies
    there is somebody's. Raises NotOurs."""
    named = named_by_rows()
    ours = {name.partition("/")[0] for name in named}
    old = (days.now() - YOUNG).timestamp()
    orphans = [
        name
        for name, written_at in on_disk.items()
        if written_at < old and name not in named and name.partition("/")[0] in ours
    ]
    if len(orphans) > len(named & on_disk.keys()):
        raise NotOurs(
            f"{angka(len(orphans))} berkas tidak disebut satu baris pun, lebih banyak daripada"
            " yang disebut: periksa DATABASE_URL dan RPTC_MEDIA_ROOT. Tidak ada yang dihapus."
        )
    for name in orphans:
        default_storage.delete(name)
    return len(orphans)


def named_by_rows():
    """What every row of every table names, those of the history too. Raises NotOurs where a policy
    hides rows from whoever asks: their files would be taken for nobody's."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT bool_or(row_security_active(oid)) FROM pg_class"
            " WHERE relkind = 'r' AND relnamespace = 'public'::regnamespace"
        )
        if cursor.fetchone()[0]:
            raise NotOurs("Perintah ini hanya untuk pemilik basis data: ia harus melihat semua.")
    return {
        name
        for model in apps.get_models()
        for field in model._meta.concrete_fields
        if isinstance(field, FileField)
        for name in model._base_manager.values_list(field.attname, flat=True).iterator()
        if name
    }
