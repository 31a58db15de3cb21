"""A backup is whole, says so only when it is, and comes back."""

import os
import re
import shutil
import subprocess
import threading

import pytest
from django.conf import settings as django_settings
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.core.management import CommandError, call_command
from django.db import connection

from rptc.accounts.permissions import Role
from rptc.upkeep import backups
from rptc.upkeep.backups import DATABASE, FILES
from rptc.upkeep.models import Job
from rptc.upkeep.programs import program
from tests import factories as f
from tests.database_roles import as_owner

pytestmark = [pytest.mark.gate, pytest.mark.django_db(transaction=True)]
UNPACKED = django_settings.BASE_DIR / ".local" / "age" / "usr" / "bin"


@pytest.fixture(autouse=True)
def unit(settings, tmp_path):
    """A unit with a head, a klien and a photo."""
    settings.MEDIA_ROOT = tmp_path / "media"
    f.UserFactory(roles=[Role.HEAD])
    f.StayFactory()
    default_storage.save("photos/one.jpg", ContentFile(b"a photo"))


def take(folder, **options):
    with as_owner():
        call_command("backup", folder, **({"plain": True} | options))
    [backup] = folder.iterdir()
    return backup


def prove(backup, **options):
    with as_owner():
        call_command("prove_backup", backup, **options)


def databases():
    """How many are left of the proofs of this one; others run beside it."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT count(*) FROM pg_database"
            " WHERE starts_with(datname, current_database() || '_proof')"
        )
        return cursor.fetchone()[0]


def test_what_was_taken_comes_back_and_its_pages_open(tmp_path, capsys):
    prove(take(tmp_path / "backups"))
    said = capsys.readouterr().out
    assert re.search(r"^Pulih dalam \d+,\d menit; semua jumlah baris sama\.", said, re.MULTILINE)
    assert "halaman terbuka." in said
    assert [job.failed for job in Job.objects.all()] == ["", ""]
    assert {job.kind for job in Job.objects.all()} == {"backup", "proof"}
    assert databases() == 0


ORDERS = {
    "as ours": "LOCALE_PROVIDER icu ICU_LOCALE 'id' LOCALE 'C.UTF-8'",
    "of another language": "LOCALE_PROVIDER icu ICU_LOCALE 'sv' LOCALE 'C'",
    "of bytes": "LOCALE_PROVIDER libc LOCALE 'C'",
}
HOW_MADE = """
    SELECT to_jsonb(pg_database) - '{oid,datname,datfrozenxid,datminmxid,datacl}'::text[]
      FROM pg_database WHERE datname LIKE %s
"""


@pytest.mark.parametrize("order", ORDERS.values(), ids=ORDERS)
def test_a_proof_is_made_in_the_order_of_letters_of_what_it_proves(order):
    """Whatever the order of PostgreSQL's own template is."""
    known = connection.settings_dict
    before, ours = known["NAME"], f"{known['NAME']}_ours"
    with as_owner(), connection.cursor() as cursor:
        cursor.execute(f'CREATE DATABASE "{ours}" TEMPLATE template0 ENCODING UTF8 {order}')
    connection.close()
    known["NAME"] = ours
    try:
        with backups.proof_database(f"{ours}_proof"), connection.cursor() as cursor:
            cursor.execute(HOW_MADE, [f"{ours}%"])
            [first], [second] = cursor.fetchall()
        assert first == second
    finally:
        connection.close()
        known["NAME"] = before
        with as_owner(), connection.cursor() as cursor:
            cursor.execute(f'DROP DATABASE "{ours}"')


@pytest.fixture
def writer():
    """Goes on saving photos and their rows until the test ends; the first is there already."""
    has_begun, is_over = threading.Event(), threading.Event()

    def write():
        person = f.PersonFactory()
        while not is_over.is_set():
            f.PhotoFactory(person=person)
            has_begun.set()
        connection.close()

    thread = threading.Thread(target=write)
    thread.start()
    assert has_begun.wait(timeout=60)
    yield
    is_over.set()
    thread.join()


def test_one_that_is_taken_while_others_write_has_the_file_of_every_row(tmp_path, writer):
    for number in range(1000):
        default_storage.save(f"photos/{number}.jpg", ContentFile(b"a photo"))
    backup = take(tmp_path / "backups")
    rows = output_of(
        "pg_restore", "--data-only", "--table=cases_photo", "-f", "-", backup / DATABASE
    )
    files = output_of("tar", "--list", "--file", backup / FILES)
    named = set(re.findall(r"photos/[^\t\n]+", rows))
    assert named
    assert named <= set(files.splitlines())
    prove(backup)


def output_of(name, *arguments):
    command = [program(name), *map(str, arguments)]
    return subprocess.run(command, check=True, capture_output=True, text=True).stdout  # noqa: S603


@pytest.fixture
def identity(tmp_path, monkeypatch):
    """(the file with the key, the name of who holds it)."""
    monkeypatch.setenv("PATH", f"{os.environ['PATH']}:{UNPACKED}")
    file = tmp_path / "key"
    subprocess.run([shutil.which("age-keygen"), "-o", file], check=True, capture_output=True)  # noqa: S603
    [recipient] = [line.split()[-1] for line in file.read_text().splitlines() if "public" in line]
    return file, recipient


def test_only_who_holds_the_key_reads_an_encrypted_one(tmp_path, identity):
    file, recipient = identity
    backup = take(tmp_path / "backups", plain=False, recipient=[recipient])
    assert {path.name for path in backup.iterdir()} == {
        "database.dump",
        "files.tar",
        "settings",
        "manifest.json",
    }
    for name in ("database.dump", "files.tar", "settings"):
        assert (backup / name).read_bytes().startswith(b"age-encryption.org/")
    with pytest.raises(CommandError, match="--identity"):
        prove(backup)
    other = tmp_path / "other"
    subprocess.run([shutil.which("age-keygen"), "-o", other], check=True, capture_output=True)  # noqa: S603
    with pytest.raises(CommandError, match="age gagal|pg_restore gagal"):
        prove(backup, identity=other)
    prove(backup, identity=file)
    assert databases() == 0


def test_one_changed_byte_is_found(tmp_path):
    backup = take(tmp_path / "backups")
    dump = backup / "database.dump"
    bytes_of_it = bytearray(dump.read_bytes())
    bytes_of_it[len(bytes_of_it) // 2] ^= 1
    dump.write_bytes(bytes_of_it)
    with pytest.raises(CommandError, match="database.dump tidak lagi sama"):
        prove(backup)
    assert Job.objects.get(kind="proof").failed


def test_a_dump_that_fails_leaves_no_half_and_says_so(tmp_path):
    with as_owner(), connection.cursor() as cursor:
        # Then PostgreSQL asks the owner as well, and a copy would miss rows.
        cursor.execute("ALTER TABLE cases_seal FORCE ROW LEVEL SECURITY")
    try:
        with pytest.raises(CommandError, match="Tidak ada cadangan: pg_dump gagal"):
            take(tmp_path / "backups")
    finally:
        with as_owner(), connection.cursor() as cursor:
            cursor.execute("ALTER TABLE cases_seal NO FORCE ROW LEVEL SECURITY")
    assert list((tmp_path / "backups").iterdir()) == []
    assert "pg_dump gagal" in Job.objects.get().failed


@pytest.mark.parametrize("recipient", [[], ["nobody"]])
def test_nobody_to_read_it_is_no_backup(tmp_path, settings, recipient):
    settings.BACKUP_RECIPIENTS = []
    with pytest.raises(CommandError), as_owner():
        call_command("backup", tmp_path / "backups", recipient=recipient)
    assert not list(tmp_path.glob("backups/*"))


def test_a_database_with_rows_is_not_written_over(tmp_path):
    backup = take(tmp_path / "backups")
    with pytest.raises(CommandError, match="tidak kosong"), as_owner():
        call_command("restore", backup)
