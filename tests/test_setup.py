"""The cluster that script/setup makes, on clones that life has treated badly."""

import os
import shutil
import signal
import socket
import subprocess
import tempfile
from pathlib import Path

import psycopg2
import pytest

from rptc.environment import KEY, read_env_file

pytestmark = pytest.mark.gate
SCRIPT = Path(__file__).parent.parent / "script" / "cluster.py"


class Clone:
    def __init__(self, path):
        self.path = path
        (path / "script").mkdir(parents=True)
        shutil.copy(SCRIPT, path / "script")
        shutil.copytree(SCRIPT.parent.parent / "deploy", path / "deploy")

    @property
    def env(self):
        return read_env_file(self.path / ".local" / "env")

    @property
    def data(self):
        return Path((self.path / ".local" / "postgres.path").read_text().strip())

    def cluster(self, *command, **environment):
        subprocess.run(  # noqa: S603
            [self.path / "script" / "cluster.py", *command],
            env={"PATH": os.environ["PATH"], **environment},
            check=True,
        )

    def ask(self, sql, *, key="DATABASE_URL"):
        connection = psycopg2.connect(self.env[key])
        connection.autocommit = True
        with connection.cursor() as cursor:
            cursor.execute(sql)
            answer = cursor.fetchone()[0] if cursor.description else None
        connection.close()
        return answer

    def crash(self):
        pid = int((self.data / "postmaster.pid").read_text().splitlines()[0])
        os.kill(pid, signal.SIGKILL)

    def remove(self):
        self.cluster("down")
        shutil.rmtree(self.data)
        if self.path not in self.data.parents:
            self.data.parent.rmdir()


@pytest.fixture
def open_folder():
    """A folder that everyone may enter; those of pytest are closed."""
    with tempfile.TemporaryDirectory() as folder:
        Path(folder).chmod(0o755)
        yield Path(folder)


@pytest.fixture
def clone(open_folder):
    clone = Clone(open_folder / "clone")
    clone.cluster("up")
    yield clone
    clone.remove()


def test_the_web_process_has_a_role_of_its_own(clone):
    assert clone.ask("SELECT current_user", key="DATABASE_RUNTIME_URL") == "rptc_web"
    assert clone.ask("SELECT rolcreatedb FROM pg_roles WHERE rolname = 'rptc_web'") is False
    assert clone.ask("SET ROLE rptc_web; SELECT current_user") == "rptc_web"
    assert clone.ask("SELECT daticulocale FROM pg_database WHERE datname = 'rptc'") == "id"


def test_a_second_run_changes_nothing(clone):
    before = clone.env
    clone.cluster("up")
    assert clone.env == before


def test_secrets_get_a_key_of_this_machine(clone):
    assert KEY.fullmatch(clone.env["RPTC_TEXT_KEYS"])


def test_starts_again_after_a_crash_though_its_number_lives_on_as_another_process(clone):
    clone.ask("CREATE TABLE kept (); SELECT 1")
    clone.cluster("down")
    pid_file = clone.data / "postmaster.pid"
    pid_file.write_text(f"{os.getpid()}\n{clone.data}\n1\n1\n\n127.0.0.1\n\nready\n")
    clone.cluster("up")
    assert clone.ask("SELECT count(*) FROM kept") == 0


def test_starts_again_after_a_kill(clone):
    clone.ask("CREATE TABLE kept (); SELECT 1")
    clone.crash()
    clone.cluster("up")
    assert clone.ask("SELECT count(*) FROM kept") == 0


def test_leaves_a_port_that_another_program_has_taken_and_keeps_all_other_lines(clone):
    before = clone.env
    with (clone.path / ".local" / "env").open("a") as env:
        env.write("# ours\nRPTC_PORT=8123\n")
    clone.cluster("down")
    port = int(before["DATABASE_URL"].rsplit(":")[-1].split("/")[0])
    with socket.create_server(("127.0.0.1", port)):
        clone.cluster("up")
    assert clone.ask("SELECT 1") == 1
    assert clone.env["DATABASE_URL"] != before["DATABASE_URL"]
    assert clone.env["RPTC_SECRET_KEY"] == before["RPTC_SECRET_KEY"]
    assert (clone.path / ".local" / "env").read_text().endswith("# ours\nRPTC_PORT=8123\n")


def test_a_copy_gets_a_cluster_of_its_own(clone, open_folder):
    clone.cluster("down")
    shutil.copytree(
        clone.path, open_folder / "copy", ignore=shutil.ignore_patterns("script", "deploy")
    )
    clone.cluster("up")
    copy = Clone(open_folder / "copy")
    copy.cluster("up")
    copy.ask("CREATE TABLE only_here (); SELECT 1")
    assert clone.ask("SELECT to_regclass('only_here')") is None
    copy.remove()


def test_new_addresses_when_the_file_was_lost(clone):
    (clone.path / ".local" / "env").unlink()
    clone.cluster("up")
    assert clone.ask("SELECT 1", key="DATABASE_RUNTIME_URL") == 1


def test_works_below_a_folder_that_is_closed_to_others(tmp_path):
    closed = tmp_path / "closed"
    closed.mkdir(mode=0o700)
    clone = Clone(closed / "clone")
    clone.cluster("up")
    clone.cluster("up")
    assert clone.ask("SELECT 1") == 1
    clone.remove()


GIVEN = "postgres://a:b@db.example/rptc?sslmode=require"


def test_makes_no_cluster_beside_a_database_that_is_given(tmp_path):
    clone = Clone(tmp_path / "clone")
    clone.cluster("up", DATABASE_URL=GIVEN, RPTC_SECRET_KEY="theirs", RPTC_TEXT_KEYS="k")
    assert clone.env == {
        "DATABASE_URL": GIVEN,
        "RPTC_SECRET_KEY": "theirs",
        "RPTC_TEXT_KEYS": "k",
        "DATABASE_RUNTIME_URL": "",
    }


def test_debug_is_on_beside_a_cluster_of_ones_own_alone(tmp_path, clone):
    assert clone.env["RPTC_DEBUG"] == "1"
    other = Clone(tmp_path / "clone")
    other.cluster("up", DATABASE_URL=GIVEN)
    assert "RPTC_DEBUG" not in other.env


def test_never_makes_a_cluster_once_a_database_was_given(tmp_path):
    clone = Clone(tmp_path / "clone")
    clone.cluster("up", DATABASE_URL=GIVEN)
    before = clone.env
    clone.cluster("check")
    clone.cluster("up")
    assert clone.env == before
    assert not (clone.path / ".local" / "postgres").exists()


def test_an_address_of_port_5432_is_never_taken_for_ones_own(tmp_path):
    """Though its password is as long as those that are made here."""
    clone = Clone(tmp_path / "clone")
    clone.cluster("up", DATABASE_URL=f"postgres://rptc:{'a' * 32}@127.0.0.1:5432/rptc")
    clone.cluster("up")
    assert not (clone.path / ".local" / "postgres").exists()


def test_a_database_given_for_once_is_not_written_over_ones_own(clone):
    before = clone.env
    clone.cluster("up", DATABASE_URL=GIVEN)
    assert clone.env == before


def test_a_database_written_into_the_file_makes_our_runtime_address_void(clone):
    ours = clone.env
    file = clone.path / ".local" / "env"
    theirs = "postgres://a:b@db.example/rptc"
    file.write_text(file.read_text().replace(ours["DATABASE_URL"], theirs))
    clone.cluster("up")
    assert clone.env["DATABASE_URL"] == theirs
    assert clone.env["DATABASE_RUNTIME_URL"] == ""


NAME = "rptc.makassar.example"


@pytest.fixture
def server(tmp_path):
    """A clone that was told which server it is, and nothing else."""
    clone = Clone(tmp_path / "clone")
    clone.cluster("production", NAME)
    return clone


def test_a_server_gets_its_secrets_once(server):
    before = server.env
    assert KEY.fullmatch(before["RPTC_TEXT_KEYS"])
    assert len(before["RPTC_SECRET_KEY"]) >= 50
    assert before["RPTC_ALLOWED_HOSTS"] == NAME
    assert before["RPTC_CSRF_TRUSTED_ORIGINS"] == f"https://{NAME}"
    assert before["RPTC_TRUSTED_PROXIES"] == "1"
    assert "RPTC_DEBUG" not in before
    server.cluster("production", NAME, RPTC_BACKUP_RECIPIENTS="age1somebody")
    assert server.env == before | {"RPTC_BACKUP_RECIPIENTS": "age1somebody"}


def test_a_server_never_gets_a_cluster_of_its_own(server):
    before = server.env
    server.cluster("check")
    server.cluster("up")
    assert server.env == before
    assert not (server.path / ".local" / "postgres").exists()


def test_what_the_keeper_of_the_database_runs_says_what_the_addresses_say(tmp_path, clone):
    """Run twice, on a PostgreSQL of its own; then both roles get in with what they were given."""
    server = Clone(tmp_path / "server")
    port = clone.env["DATABASE_URL"].rsplit(":")[-1].split("/")[0]
    address = f"postgres://dinsos:it%27s%3A%22%25@127.0.0.1:{port}/rumah%20aman?sslmode=prefer"
    server.cluster("production", NAME, DATABASE_URL=address)
    sql = server.path / ".local" / "database.sql"
    assert sql.stat().st_mode & 0o077 == 0
    keeper = f"postgres://postgres:{(clone.data / 'rptc.superuser').read_text()}@127.0.0.1:{port}"
    for _ in range(2):
        subprocess.run(  # noqa: S603
            ["psql", "-X", "-q", "-v", "ON_ERROR_STOP=1", "-f", sql, f"{keeper}/postgres"],  # noqa: S607
            check=True,
        )
    order = "SELECT daticulocale FROM pg_database WHERE datname = current_database()"
    assert server.ask(order) == "id"
    assert server.ask("SELECT current_user", key="DATABASE_RUNTIME_URL") == "rptc_web"
    assert server.ask("SELECT rolcreatedb FROM pg_roles WHERE rolname = current_user") is True


def test_what_root_copies_bears_the_name_and_the_folder_of_this_server(server):
    made = server.path / ".local" / "deploy"
    assert f"server_name {NAME};" in (made / "nginx.conf").read_text()
    unit = (made / "rptc.service").read_text()
    assert f"WorkingDirectory={server.path}\n" in unit
    assert "/srv/rptc" not in unit
    assert sorted(path.name for path in made.iterdir()) == sorted(
        path.name for path in (server.path / "deploy").iterdir()
    )


@pytest.mark.parametrize("name", ["https://rptc.example.go.id", "rptc", ""])
def test_what_is_no_name_of_a_server_is_refused(tmp_path, name):
    clone = Clone(tmp_path / "clone")
    with pytest.raises(subprocess.CalledProcessError):
        clone.cluster("production", name)
    assert not (clone.path / ".local" / "env").exists()


def test_a_clone_for_trying_out_is_no_server(clone):
    before = clone.env
    with pytest.raises(subprocess.CalledProcessError):
        clone.cluster("production", NAME)
    assert clone.env == before
