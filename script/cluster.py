#!/usr/bin/env python3
"""The project's own PostgreSQL cluster and `.local/env`; script/setup runs it, before the venv.

    script/cluster.py check             fails where a cluster is needed and PostgreSQL is missing
    script/cluster.py up                makes what is missing, starts it, writes .local/env
    script/cluster.py production NAME   writes .local/env of the server of that name, the SQL for
                                        the keeper of its PostgreSQL (.local/database.sql), and the
                                        files for its root (.local/deploy)
    script/cluster.py down              stops the cluster

PostgreSQL refuses to run as root. There the cluster belongs to an unprivileged user, and where
that user cannot reach the clone it lies in /var/lib under a name made from the clone's path.
Standard library only.
"""

import base64
import functools
import hashlib
import os
import pwd
import re
import secrets
import shutil
import socket
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from urllib.parse import unquote, urlsplit

CLONE = Path(__file__).resolve().parent.parent
LOCAL = CLONE / ".local"
ENV = LOCAL / "env"
SQL = LOCAL / "database.sql"
DEPLOY = LOCAL / "deploy"
OLDEST = 15

# Above the known ports, and below those that the kernel takes for outgoing connections.
PORTS = range(20000, 30000)

# What a set-up beside a given database is told by the environment, and writes down.
SETTINGS = (
    "DATABASE_URL",
    "DATABASE_RUNTIME_URL",
    "RPTC_SECRET_KEY",
    "RPTC_TEXT_KEYS",
    "RPTC_ALLOWED_HOSTS",
    "RPTC_CSRF_TRUSTED_ORIGINS",
    "RPTC_TRUSTED_PROXIES",
    "RPTC_BACKUP_RECIPIENTS",
    "RPTC_MEDIA_ROOT",
    "RPTC_MAIL",
    "RPTC_MAIL_FROM",
)

# What this file writes; an address that looks otherwise is a person's own and is left alone.
OWN_ADDRESS = re.compile(r"postgres://(?:rptc|rptc_web):([\w-]{32})@127\.0\.0\.1:2\d{4}/rptc")

CONFIG = """\
# Written by script/cluster.py at each start.
listen_addresses = '127.0.0.1'
port = {port}
unix_socket_directories = ''
max_connections = 120
shared_buffers = 256MB
jit = off
random_page_cost = 1.1
join_collapse_limit = 6
timezone = 'UTC'
log_timezone = 'UTC'
"""

# Both roles and the database, by whoever may make them; run again it changes no row.
# The owner makes databases for the proof of a backup, and is a member of the run-time role so that
# tests can SET ROLE to it. The costs are those of a solid-state disk. A page of a file joins a
# dozen tables by their keys: in groups of six it is planned in a fourth of the time, to the same
# plan.
ROLES = """\
SET client_min_messages = warning;
SELECT format('CREATE ROLE %I', name) FROM unnest(ARRAY[{owner_name}, {web_name}]) name
 WHERE name NOT IN (SELECT rolname FROM pg_roles) \\gexec
ALTER ROLE {owner} LOGIN CREATEDB NOSUPERUSER PASSWORD {owner_password};
ALTER ROLE {web} LOGIN NOCREATEDB NOCREATEROLE NOSUPERUSER NOBYPASSRLS PASSWORD {web_password};
GRANT {web} TO {owner};
SELECT format('CREATE DATABASE %I OWNER %I TEMPLATE template0 ENCODING ''UTF8'' '
       'LOCALE_PROVIDER icu ICU_LOCALE ''id'' LOCALE ''C.UTF-8''', {database_name}, {owner_name})
 WHERE {database_name} NOT IN (SELECT datname FROM pg_database) \\gexec
ALTER DATABASE {database} SET jit = off;
ALTER DATABASE {database} SET random_page_cost = 1.1;
ALTER DATABASE {database} SET join_collapse_limit = 6;
"""


def main(command="", name=""):
    if command == "check":
        if needs_cluster(read_env()):
            binaries()
    elif command == "up":
        set_up()
    elif command == "production" and name:
        set_up_production(name)
    elif command == "down":
        Cluster().stop()
    else:
        sys.exit(__doc__)


def set_up():
    LOCAL.mkdir(exist_ok=True)
    values = read_env()
    if needs_cluster(values):
        values |= Cluster().up(values)
        # Beside a database of its own only: elsewhere its keeper makes them, and keeps a copy.
        values.setdefault("RPTC_TEXT_KEYS", new_key())
        values.setdefault("RPTC_SECRET_KEY", secrets.token_urlsafe(48))
        values.setdefault("RPTC_DEBUG", "1")
    elif is_own(values.get("DATABASE_URL")) and values.get("DATABASE_URL"):
        tell("DATABASE_URL of the environment is used this time; .local/env keeps its own.")
    else:
        values |= remembered(values)
    write_env(values)


def set_up_production(host):
    """What differs between servers, as far as nobody has said it. What is known is kept."""
    if not re.fullmatch(r"[a-z0-9-]+(\.[a-z0-9-]+)+", host):
        sys.exit(f"{host} is no name of a server, such as rptc.example.go.id, without https://.")
    LOCAL.mkdir(exist_ok=True)
    known = read_env()
    if known.get("DATABASE_URL") and is_own(known["DATABASE_URL"]):
        sys.exit("This clone has a database of its own, for trying out. Production: clone anew.")
    values = known | {key: value for key in SETTINGS if (value := os.environ.get(key))}
    if values.get("RPTC_DEBUG") == "1":
        sys.exit(f"{ENV} says RPTC_DEBUG=1, which is never for real people: take it out.")
    new = {
        "DATABASE_URL": f"postgres://rptc:{new_password()}@127.0.0.1:5432/rptc",
        "RPTC_SECRET_KEY": secrets.token_urlsafe(48),
        "RPTC_TEXT_KEYS": new_key(),
        "RPTC_ALLOWED_HOSTS": host,
        "RPTC_CSRF_TRUSTED_ORIGINS": f"https://{host}",
        "RPTC_TRUSTED_PROXIES": "1",
    }
    values = new | {key: value for key, value in values.items() if value}
    values.setdefault("DATABASE_RUNTIME_URL", beside(values["DATABASE_URL"]))
    write_env(values)
    write(SQL, roles_of(values["DATABASE_URL"], values["DATABASE_RUNTIME_URL"]))
    write_deploy(host)


def write_deploy(host):
    """The files of deploy/ with this server's name, folder and user, for root to copy."""
    user = pwd.getpwuid(os.geteuid()).pw_name
    DEPLOY.mkdir(exist_ok=True)
    for file in (CLONE / "deploy").iterdir():
        text = file.read_text().replace("rptc.example.go.id", host)
        text = text.replace("/srv/rptc", str(CLONE)).replace("User=rptc", f"User={user}")
        write(DEPLOY / file.name, text)


def beside(owner):
    """The address of the run-time role in the same database."""
    place = owner.partition("://")[2].rpartition("@")[2]
    return f"postgres://rptc_web:{new_password()}@{place}"


def new_password():
    """Longer than those of a cluster of our own: its address must not be taken for one."""
    return secrets.token_urlsafe(30)


def roles_of(owner_address, web_address):
    """The SQL that makes both roles and the database of these addresses."""
    owner, web = urlsplit(owner_address), urlsplit(web_address)
    names = {
        "owner": unquote(owner.username or ""),
        "web": unquote(web.username or ""),
        "database": unquote(owner.path.lstrip("/")),
    }
    if not all(names.values()) or names["owner"] == names["web"]:
        sys.exit("The addresses name no database, or not two roles: see Production in README.md.")
    return ROLES.format(
        **{key: identifier(name) for key, name in names.items()},
        **{f"{key}_name": literal(name) for key, name in names.items()},
        owner_password=literal(unquote(owner.password or "")),
        web_password=literal(unquote(web.password or "")),
    )


def identifier(name):
    return '"' + name.replace('"', '""') + '"'


def literal(text):
    return "'" + text.replace("'", "''") + "'"


def remembered(known):
    """What a clone was told at its set-up beside a database that is given. Later commands find it
    in the file, so that none of them makes an empty cluster and answers from that."""
    told = {key: value for key in SETTINGS if (value := os.environ.get(key))}
    values = known | told
    if is_own(values.get("DATABASE_RUNTIME_URL")):
        # Our own run-time address is not the address of another database.
        told["DATABASE_RUNTIME_URL"] = ""
    if not values.get("RPTC_SECRET_KEY"):
        told["RPTC_SECRET_KEY"] = secrets.token_urlsafe(48)
    if values.get("RPTC_DEBUG") == "1":
        tell("RPTC_DEBUG=1: no HTTPS, no second factor. Never for real people; see .local/env.")
    return told


def needs_cluster(values):
    return not os.environ.get("DATABASE_URL") and is_own(values.get("DATABASE_URL"))


def binaries(major=None):
    """The folder of the newest PostgreSQL programs, or of those of the given major version."""
    folders = [*Path("/usr/lib/postgresql").glob("*/bin")]
    if on_path := shutil.which("postgres"):
        folders.append(Path(on_path).resolve().parent)
    found = {version_of(folder): folder for folder in folders if (folder / "initdb").exists()}
    wanted = major or max(found, default=0)
    if wanted < OLDEST or wanted not in found:
        sys.exit(f"PostgreSQL {major or f'{OLDEST} or newer'} is missing.")
    return found[wanted]


def version_of(folder):
    command = [folder / "postgres", "--version"]
    said = subprocess.run(command, capture_output=True, text=True)  # noqa: S603
    major = re.search(r"\d+", said.stdout)
    return int(major.group()) if major else 0


class Cluster:
    def __init__(self):
        if not Path("/proc/self").exists():
            sys.exit("A cluster of our own needs Linux: set DATABASE_URL to a database.")
        self.user = cluster_user()
        self.data = self.place()
        self.config = self.data / "rptc.conf"
        self.password = self.data / "rptc.superuser"
        self.roles_made = self.data / "rptc.roles"

    @functools.cached_property
    def programs(self):
        return binaries(int((self.data / "PG_VERSION").read_text()))

    def place(self):
        inside = LOCAL / "postgres"
        if self.run(["test", "-x", LOCAL], check=False).returncode == 0:
            return inside
        if inside.exists():
            # Not silently a second, empty one.
            sys.exit(f"{inside} can no longer be reached by the user {self.user.pw_name}.")
        name = f"rptc-{hashlib.sha256(os.fsencode(CLONE)).hexdigest()[:12]}"
        return Path("/var/lib") / name / "postgres"

    def up(self, known):
        """Returns the two addresses; passwords already known are kept."""
        if not (self.data / "PG_VERSION").exists():
            self.make()
        if self.data.stat().st_uid != self.user.pw_uid:
            self.take_over()
        if self.is_running():
            self.wait_until_ready()
        else:
            self.start()
        owner = password_in(known.get("DATABASE_URL", ""))
        web = password_in(known.get("DATABASE_RUNTIME_URL", ""))
        where = f"127.0.0.1:{self.port()}/rptc"
        addresses = {
            "DATABASE_URL": f"postgres://rptc:{owner}@{where}",
            "DATABASE_RUNTIME_URL": f"postgres://rptc_web:{web}@{where}",
        }
        self.make_roles(roles_of(*addresses.values()))
        (LOCAL / "postgres.path").write_text(f"{self.data}\n")
        return addresses

    def make(self):
        """Made under another name, so that an interrupted run leaves no half cluster."""
        tell(f"Making a PostgreSQL cluster in {self.data}")
        programs = binaries()
        draft = self.data.with_name("postgres.new")
        shutil.rmtree(draft, ignore_errors=True)
        draft.parent.mkdir(exist_ok=True)
        draft.mkdir(mode=0o700)
        self.give(draft)
        password = secrets.token_urlsafe(24)
        with tempfile.NamedTemporaryFile("w") as file:
            file.write(password)
            file.flush()
            self.give(file.name)
            self.run(
                [programs / "initdb", "-D", draft, "-U", "postgres", f"--pwfile={file.name}"]
                + ["--auth=scram-sha-256", "--data-checksums", "--no-instructions", "-E", "UTF8"]
                + ["--locale-provider=icu", "--icu-locale=id", "--locale=C.UTF-8"]
            )
        self.write(draft / self.password.name, password)
        with (draft / "postgresql.conf").open("a") as config:
            config.write(f"\ninclude_if_exists = '{self.config.name}'\n")
        draft.rename(self.data)

    def take_over(self):
        """A folder copied by root belongs to root; a person without root cannot help it."""
        if os.geteuid() != 0:
            owner = pwd.getpwuid(self.data.stat().st_uid).pw_name
            sys.exit(f"{self.data} belongs to {owner}: run script/setup as that user or as root.")
        for path in [self.data, *self.data.rglob("*")]:
            self.give(path)

    def is_running(self):
        return self.pid_file() and self.runs_here(int(self.pid_file()[0]))

    def pid_file(self):
        """Line 1 is the process, 4 the port, 8 the status."""
        try:
            return (self.data / "postmaster.pid").read_text().splitlines()
        except FileNotFoundError:
            return None

    def runs_here(self, pid):
        """Whether the process is a PostgreSQL of this very folder: a number may be used again."""
        try:
            return (
                Path(f"/proc/{pid}/comm").read_text().strip() == "postgres"
                and Path(f"/proc/{pid}/cwd").resolve() == self.data.resolve()
            )
        except OSError:
            return False

    def wait_until_ready(self):
        for _ in range(600):
            lines = self.pid_file()
            if lines and len(lines) > 7 and lines[7].strip() == "ready":
                return
            time.sleep(0.1)
        sys.exit(f"PostgreSQL does not get ready; see {self.data}/server.log")

    def start(self):
        self.drop_left_pid_file()
        port = self.port()
        if port is None or not is_free(port):
            port = free_port()
        self.write(self.config, CONFIG.format(port=port))
        self.pg_ctl("-l", self.data / "server.log", "-w", "-t", "120", "start")

    def drop_left_pid_file(self):
        """What a crash or a copy leaves; its number may live on as some other process.

        Then PostgreSQL would refuse to start. The children of a killed server need a moment to
        go: while one of them lives the file must stay.
        """
        for _ in range(100):
            if not any(self.runs_here(process.name) for process in Path("/proc").glob("[0-9]*")):
                (self.data / "postmaster.pid").unlink(missing_ok=True)
                return
            time.sleep(0.1)

    def stop(self):
        if self.is_running():
            self.pg_ctl("-m", "fast", "-w", "stop")

    def port(self):
        if not self.config.exists():
            return None
        return int(re.search(r"^port = (\d+)", self.config.read_text(), re.MULTILINE).group(1))

    def make_roles(self, sql):
        mark = hashlib.sha256(sql.encode()).hexdigest()
        if self.roles_made.exists() and self.roles_made.read_text() == mark:
            return
        login = {
            "PGHOST": "127.0.0.1",
            "PGPORT": str(self.port()),
            "PGUSER": "postgres",
            "PGDATABASE": "postgres",
            "PGPASSWORD": self.password.read_text(),
        }
        subprocess.run(  # noqa: S603
            [self.programs / "psql", "-X", "-q", "-v", "ON_ERROR_STOP=1"],
            input=sql,
            env=os.environ | login,
            text=True,
            check=True,
        )
        self.write(self.roles_made, mark)

    def pg_ctl(self, *arguments):
        self.run([self.programs / "pg_ctl", "-s", "-D", self.data, *arguments])

    def run(self, command, check=True):
        """As the cluster's user, with no pipe of ours: a server would hold it open for ever."""
        other = {}
        if os.geteuid() == 0:
            other = {"user": self.user.pw_uid, "group": self.user.pw_gid, "extra_groups": []}
        with tempfile.TemporaryFile("w+") as said:
            done = subprocess.run(  # noqa: S603
                command, stdin=subprocess.DEVNULL, stdout=said, stderr=said, cwd="/", **other
            )
            if check and done.returncode:
                said.seek(0)
                sys.exit(f"{said.read()}{command[0]} failed; see {self.data}/server.log too.")
        return done

    def write(self, path, text):
        path.touch(mode=0o600)
        path.write_text(text)
        self.give(path)

    def give(self, path):
        if os.geteuid() == 0:
            os.chown(path, self.user.pw_uid, self.user.pw_gid, follow_symlinks=False)


def cluster_user():
    """Oneself; as root, whoever has the cluster already, else an unprivileged system user."""
    if os.geteuid() != 0:
        return pwd.getpwuid(os.geteuid())
    inside = LOCAL / "postgres"
    owner = inside.stat().st_uid if inside.exists() else 0
    users = pwd.getpwall()
    fitting = [user for user in users if user.pw_uid == owner != 0]
    fitting += [user for user in users if user.pw_name in ("postgres", "rptc")]
    if fitting:
        return fitting[0]
    subprocess.run(["useradd", "--system", "--no-create-home", "rptc"], check=True)  # noqa: S607
    return pwd.getpwnam("rptc")


def new_key():
    return base64.urlsafe_b64encode(secrets.token_bytes(32)).decode()


def free_port():
    while not is_free(port := secrets.choice(PORTS)):
        pass
    return port


def is_free(port):
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind(("127.0.0.1", port))
        except OSError:
            return False
    return True


def password_in(address):
    own = OWN_ADDRESS.fullmatch(address)
    return own.group(1) if own else secrets.token_urlsafe(24)


def is_own(address):
    return not address or OWN_ADDRESS.fullmatch(address)


def read_env():
    if ENV.exists() and not os.access(ENV, os.R_OK):
        owner = pwd.getpwuid(ENV.stat().st_uid).pw_name
        sys.exit(f"{ENV} belongs to {owner}: run this as that user or as root.")
    lines = ENV.read_text().splitlines() if ENV.exists() else []
    return dict(line.split("=", 1) for line in lines if "=" in line and not line.startswith("#"))


def write_env(values):
    """Changes the lines of these keys, adds those that are missing, keeps all others."""
    old = ENV.read_text().splitlines() if ENV.exists() else []
    left = dict(values)
    new = []
    for line in old:
        key = line.split("=")[0]
        new.append(f"{key}={left.pop(key)}" if key in left else line)
    new += [f"{key}={value}" for key, value in left.items()]
    if new != old:
        write(ENV, "\n".join(new) + "\n")


def write(path, text):
    """Readable by its owner alone, and never half."""
    draft = path.with_name(f"{path.name}.new")
    draft.unlink(missing_ok=True)
    draft.touch(mode=0o600)
    draft.write_text(text)
    draft.rename(path)


def tell(text):
    sys.stderr.write(f"{text}\n")


if __name__ == "__main__":
    main(*sys.argv[1:3])
