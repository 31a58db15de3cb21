"""A copy of all that the unit keeps, and its proof (README, Backup).

A backup is a folder: the database, then the files, then the settings, each as one file, and a
manifest with the SHA-256 of each and how many rows every table had in the moment of the copy. It
is whole or it is not there: it is made under another name.
"""

import hashlib
import json
import shutil
import time
from contextlib import contextmanager
from pathlib import Path

from django.conf import settings
from django.core.management import call_command
from django.db import connection, transaction

from rptc import days
from rptc.environment import of_this_clone
from rptc.upkeep.programs import ProgramFailed, address, pipe, program

DATABASE, FILES, SETTINGS, MANIFEST = "database.dump", "files.tar", "settings", "manifest.json"
# What nobody misses, and what would let whoever restores it in as somebody.
WITHOUT_ROWS = ("rptc_cache", "django_session", "usersessions_usersession")
KEPT_SETTINGS = (
    "RPTC_SECRET_KEY",
    "RPTC_TEXT_KEYS",
    "RPTC_ALLOWED_HOSTS",
    "RPTC_CSRF_TRUSTED_ORIGINS",
    "RPTC_TRUSTED_PROXIES",
)


class BackupFailed(Exception):
    """Why there is no backup, or why this one is none; in words."""


# -- Taking one -----------------------------------------------------------------------------------


def take(folder: Path, recipients: list[str]) -> Path:
    """Copy all into a new folder below `folder`, for whoever holds the key of a recipient (age).

    Without a recipient nothing is encrypted, and the keys are left out. Raises BackupFailed.
    """
    name = f"rptc-{days.now().astimezone(days.WITA):%Y-%m-%d-%H%M%S}"
    draft = folder / f"{name}.part"
    try:
        draft.mkdir(mode=0o700, parents=True)
        counts, files = _copy_database(draft, recipients)
        _copy_files(files, draft, recipients)
        _copy_settings(draft, recipients)
        _write_manifest(draft, counts, recipients)
        draft.rename(folder / name)
    except (OSError, ProgramFailed) as error:
        shutil.rmtree(draft, ignore_errors=True)
        raise BackupFailed(str(error)) from error
    return folder / name


def _copy_database(draft, recipients):
    """Counts and copy are of one moment, however much is written meanwhile; so are the names of
    the files: whatever a row of the copy names was on the disk by then."""
    without = [f"--exclude-table-data={table}" for table in WITHOUT_ROWS]
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ, READ ONLY")
        cursor.execute("SELECT pg_export_snapshot()")
        [snapshot] = cursor.fetchone()
        files = _files_of_now()
        counts = row_counts(cursor)
        dump = [program("pg_dump"), "--format=custom", f"--snapshot={snapshot}", *without]
        _write([*dump, "--dbname", address()], draft / DATABASE, recipients)
    return counts, files


def _files_of_now():
    place = settings.MEDIA_ROOT
    place.mkdir(mode=0o700, parents=True, exist_ok=True)
    return sorted(path.relative_to(place) for path in place.rglob("*") if path.is_file())


def row_counts(cursor) -> dict[str, int]:
    cursor.execute(
        "SELECT relname FROM pg_class WHERE relkind = 'r'"
        " AND relnamespace = 'public'::regnamespace ORDER BY 1"
    )
    tables = [table for (table,) in cursor.fetchall() if table not in WITHOUT_ROWS]
    counts = {}
    for table in tables:
        cursor.execute(f"SELECT count(*) FROM {connection.ops.quote_name(table)}")  # noqa: S608
        [counts[table]] = cursor.fetchone()
    return counts


def _copy_files(files, draft, recipients):
    """No file is ever changed. One that is gone by now was never named by a row: its act was
    broken off. Folders are not read: what comes into them meanwhile would be an error to tar."""
    names = draft / "names"
    names.write_bytes(b"".join(bytes(file) + b"\0" for file in files))
    listed = ["--no-recursion", "--null", "--verbatim-files-from", f"--files-from={names}"]
    tar = [program("tar"), "--create", "--directory", str(settings.MEDIA_ROOT)]
    _write([*tar, "--ignore-failed-read", *listed], draft / FILES, recipients)
    names.unlink()


def _copy_settings(draft, recipients):
    """The keys under which secrets lie in the database, never beside it unencrypted."""
    if not recipients:
        return
    known = of_this_clone()
    lines = [f"{key}={known.get(key)}" for key in KEPT_SETTINGS if known.get(key)]
    plain = draft / f"{SETTINGS}.plain"
    plain.touch(mode=0o600)
    plain.write_text("\n".join(lines) + "\n")
    _write([program("cat"), str(plain)], draft / SETTINGS, recipients)
    plain.unlink()


def _write(command, path, recipients):
    locks = [part for each in recipients for part in ("--recipient", each)]
    encrypt = [[program("age"), "--encrypt", *locks]] if recipients else []
    with path.open("wb") as file:
        pipe(command, *encrypt, stdout=file)


def _write_manifest(draft, counts, recipients):
    parts = {path.name: _digest(path) for path in sorted(draft.iterdir())}
    told = {
        "made_at": days.now().isoformat(),
        "is_encrypted": bool(recipients),
        "sha256": parts,
        "rows": counts,
    }
    (draft / MANIFEST).write_text(json.dumps(told, indent=1) + "\n")


def _digest(path):
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def size(backup: Path) -> int:
    """In bytes, of all its parts."""
    return sum(path.stat().st_size for path in backup.iterdir())


# -- Reading one ----------------------------------------------------------------------------------


def checked(backup: Path) -> dict:
    """Its manifest, when every part is still what it was. Raises BackupFailed."""
    try:
        manifest = json.loads((backup / MANIFEST).read_text())
        for name, digest in manifest["sha256"].items():
            if _digest(backup / name) != digest:
                raise BackupFailed(f"{name} tidak lagi sama dengan saat dibuat.")
    except (OSError, ValueError, KeyError) as error:
        raise BackupFailed(f"{backup} bukan cadangan yang utuh: {error}") from error
    return manifest


def restore(backup: Path, identity: Path | None, *, migrates: bool = True) -> float:
    """Put it into an empty database and an empty folder of files, and compare. `identity` is the
    file with the key (age). Without `migrates` the tables stay those of the backup, and the
    run-time role has no rights yet. Returns how long it took, in minutes. Raises BackupFailed."""
    began = time.monotonic()
    manifest = checked(backup)
    if manifest["is_encrypted"] and identity is None:
        raise BackupFailed("Cadangan ini terenkripsi: sebutkan --identity, berkas kuncinya.")
    _refuse_what_is_there()
    try:
        put = [program("pg_restore"), "--no-owner", "--no-privileges", "--exit-on-error"]
        _read([*put, "--dbname", address()], backup / DATABASE, identity)
        settings.MEDIA_ROOT.mkdir(mode=0o700, parents=True, exist_ok=True)
        unpack = [program("tar"), "--extract", "--directory", str(settings.MEDIA_ROOT)]
        _read(unpack, backup / FILES, identity)
    except (OSError, ProgramFailed) as error:
        raise BackupFailed(str(error)) from error
    _compare(manifest["rows"])
    if migrates:
        # The rights of the run-time role, and whatever is newer than the backup.
        call_command("migrate", interactive=False, verbosity=0, skip_checks=True)
    return (time.monotonic() - began) / 60


def _read(command, path, identity):
    decrypt = [[program("age"), "--decrypt", "--identity", str(identity)]] if identity else []
    with path.open("rb") as file:
        pipe(*decrypt, command, stdin=file)


def _refuse_what_is_there():
    with connection.cursor() as cursor:
        cursor.execute("SELECT count(*) FROM pg_tables WHERE schemaname = 'public'")
        if cursor.fetchone()[0]:
            raise BackupFailed("Basis data ini tidak kosong. Buat yang kosong dahulu.")
    if settings.MEDIA_ROOT.exists() and any(settings.MEDIA_ROOT.iterdir()):
        raise BackupFailed(f"{settings.MEDIA_ROOT} tidak kosong. Pindahkan isinya dahulu.")


def _compare(expected):
    with connection.cursor() as cursor:
        found = row_counts(cursor)
    if wrong := sorted(table for table in expected if found.get(table) != expected[table]):
        raise BackupFailed(f"Jumlah baris berbeda: {', '.join(wrong)}.")


# -- A database for the proof alone ---------------------------------------------------------------


@contextmanager
def proof_database(name: str):
    """An empty one that orders letters as ours does, dropped whatever happens. Raises
    BackupFailed where there can be none."""
    beside = ["--maintenance-db", address()]
    try:
        pipe([program("createdb"), "--template=template0", *_made_as_ours(), *beside, name])
    except ProgramFailed as error:
        raise BackupFailed(f"Basis data untuk percobaan tidak dapat dibuat: {error}") from error
    try:
        yield
    finally:
        # Not by force: that would end autovacuum too, which is not ours to end. It makes way.
        pipe([program("dropdb"), *beside, name])


# Whose order of letters it is, as PostgreSQL writes it down (pg_database.datlocprovider).
PROVIDERS = {"c": "libc", "i": "icu", "b": "builtin"}


def _made_as_ours():
    """For createdb. The template's own order may be another: that of who installed PostgreSQL."""
    with connection.cursor() as cursor:
        # As a whole: the name of one of its columns differs between versions.
        cursor.execute(
            "SELECT to_jsonb(pg_database) || jsonb_build_object("
            "'encoding', pg_encoding_to_char(encoding))"
            "  FROM pg_database WHERE datname = current_database()"
        )
        ours = json.loads(cursor.fetchone()[0])
    provider = PROVIDERS[ours["datlocprovider"]]
    said = {
        "encoding": ours["encoding"],
        "lc-collate": ours["datcollate"],
        "lc-ctype": ours["datctype"],
        "locale-provider": provider,
    }
    if provider != "libc":
        said[f"{provider}-locale"] = ours.get("datlocale") or ours["daticulocale"]
    if ours.get("daticurules"):
        said["icu-rules"] = ours["daticurules"]
    return [f"--{option}={value}" for option, value in said.items()]
