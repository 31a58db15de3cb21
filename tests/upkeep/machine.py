"""A machine for the README to be played on: folders like those of root, a user without rights, a
PostgreSQL, nginx and systemd's part in it, all below one folder of /tmp.

What only root may do is done by stand-ins: no package is installed and no user made, and units are
started as systemd would, with the command and the user that they name.
"""

import os
import pwd
import re
import shlex
import shutil
import signal
import socket
import subprocess
import tempfile
import time
from pathlib import Path

import pytest
from django.conf import settings

from tests.ports import free_ports

CLONE = Path(settings.BASE_DIR)
UNPACKED = [CLONE / ".local" / "nginx" / "usr" / "sbin", CLONE / ".local" / "age" / "usr" / "bin"]
NAME = "rptc.example.go.id"
STAND_INS = {
    "apt-get": "",
    "useradd": "",
    # To whom a folder belongs is root's to say; here all belongs to one user.
    "install": 'declare -a a; while (($#)); do if [ "$1" = -o ]; then shift; else a+=("$1"); fi;'
    ' shift; done; exec /usr/bin/install "${a[@]}"',
    "runuser": '[ "$1 $2 $3" = "-u postgres --" ] && shift 3 && exec env $AS_POSTGRES "$@"',
    "systemctl": 'echo "$*" >>"$MACHINE/systemctl"',
}
NGINX = """
daemon off;
pid {folder}/nginx.pid;
error_log {folder}/nginx.error;
events {{ worker_connections 64; }}
http {{
  access_log off;
  client_body_temp_path {folder}/body;
  proxy_temp_path {folder}/proxy;
  fastcgi_temp_path {folder}/fastcgi;
  uwsgi_temp_path {folder}/uwsgi;
  scgi_temp_path {folder}/scgi;
  include {folder}/sites/*;
}}
"""


class Machine:
    def __init__(self):
        self.folder = Path(tempfile.mkdtemp(prefix="rptc-machine-"))
        self.user = pwd.getpwnam("nobody") if os.geteuid() == 0 else pwd.getpwuid(os.geteuid())
        self.postgres, self.http, self.https, self.application = free_ports(4)
        self.running = []
        for name in ("bin", "home", "elsewhere", "sites", "srv", "etc/ssl", "var/backups"):
            (self.folder / name).mkdir(parents=True)
        for name in ("etc/systemd/system", "etc/nginx/sites-available", "etc/nginx/sites-enabled"):
            (self.folder / name).mkdir(parents=True)
        (self.folder / "var/log/nginx").mkdir(parents=True)
        # The stick, with what was made on the other machine.
        (self.folder / "mnt").symlink_to("elsewhere")
        for name, does in STAND_INS.items():
            path = self.folder / "bin" / name
            path.write_text(f"#!/bin/bash\n{does}\n")
            path.chmod(0o755)
        self.folder.chmod(0o755)
        self._hand_over()

    def _hand_over(self):
        if os.geteuid() == 0:
            for path in [self.folder, *self.folder.rglob("*")]:
                os.chown(path, self.user.pw_uid, self.user.pw_gid, follow_symlinks=False)

    @property
    def as_nobody(self):
        """For subprocess: that user, with nothing of the environment of the tests."""
        path = [self.folder / "bin", *UNPACKED, postgres_programs(), *os.defpath.split(":")]
        path += ["/usr/sbin", "/sbin"]
        there = f"PGHOST={self.folder} PGPORT={self.postgres} PGUSER=postgres"
        known = {
            "PATH": ":".join(map(str, path)),
            "HOME": str(self.folder / "home"),
            "LANG": "C.UTF-8",
            "MACHINE": str(self.folder),
            "AS_POSTGRES": there,
        }
        other = {}
        if os.geteuid() == 0:
            other = {"user": self.user.pw_uid, "group": self.user.pw_gid, "extra_groups": []}
        return {"env": known, **other}

    def here(self, text):
        """What is said of a machine of its own, said of this one."""
        text = re.sub(r"(?<![\w./}])/(srv|etc|var|mnt)/", rf"{self.folder}/\1/", text)
        text = text.replace("127.0.0.1:8000", f"127.0.0.1:{self.application}")
        text = re.sub(r"listen 443 ssl;", f"listen 127.0.0.1:{self.https} ssl;", text)
        return re.sub(r"listen 80;", f"listen 127.0.0.1:{self.http};", text)

    # -- What a technician does -------------------------------------------------------------------

    def type(self, commands, *, status=0, **said):
        """Run them as they stand, one after another. Returns what they print."""
        known = self.as_nobody
        done = subprocess.run(  # noqa: S603
            ["/bin/bash", "-euo", "pipefail", "-c", self.here(commands)],
            capture_output=True,
            text=True,
            cwd=self.folder / "elsewhere",
            check=False,
            **{**known, "env": known["env"] | said},
        )
        told = f"{done.stdout}{done.stderr}"
        assert done.returncode == status, f"{commands}\n{told}\n{self.journal()}"
        self._obey_systemctl()
        return told

    def journal(self):
        return "\n".join(path.read_text() for path in self.folder.glob("*.journal"))

    def origin(self):
        """A repository with the files of this checkout as they stand, to clone from."""
        origin = self.folder / "origin"
        listed = subprocess.run(
            ["git", "ls-files", "-z", "--cached", "--others", "--exclude-standard"],  # noqa: S607
            cwd=CLONE,
            capture_output=True,
            text=True,
            check=True,
        )
        for name in filter(None, listed.stdout.split("\0")):
            if (CLONE / name).is_file():
                (origin / name).parent.mkdir(parents=True, exist_ok=True)
                shutil.copy(CLONE / name, origin / name)
        self._hand_over()
        who = "git -c user.name=Test -c user.email=test@example.org"
        self.type(f"cd {origin} && git init -q && git add -A && {who} commit -qm All")
        return origin

    def lend_packages(self, clone):
        """The packages of this checkout: to install them anew would take minutes. The Python that
        runs the tests may lie where only root comes, so it is the machine's own."""
        packages = next((CLONE / ".venv" / "lib").resolve().glob("python*/site-packages"))
        wanted = packages.parent.name
        if not (program := shutil.which(wanted, path=os.defpath)):
            pytest.skip(f"This machine has no {wanted} that everybody may run.")
        self.type(f"{program} -m venv --without-pip {clone}/.venv")
        [own] = (clone / ".venv" / "lib").glob("python*/site-packages")
        (own / "lent.pth").write_text(f"{packages}\n")
        shutil.copy(CLONE / ".venv" / "requirements.txt", clone / ".venv")
        self._hand_over()

    # -- What runs on it --------------------------------------------------------------------------

    def start_postgres(self):
        data = self.folder / "data"
        self.type(
            f"initdb -D {data} -U postgres -E UTF8 --locale=C.UTF-8 --no-sync"
            " --auth-local=trust --auth-host=scram-sha-256 >/dev/null"
        )
        asked = f"-p {self.postgres} -k {self.folder} -c listen_addresses=127.0.0.1 -c fsync=off"
        self.type(f"pg_ctl -s -w -D {data} -l {self.folder}/server.log -o '{asked}' start")

    def _obey_systemctl(self):
        said = self.folder / "systemctl"
        lines = said.read_text().splitlines() if said.exists() else []
        said.unlink(missing_ok=True)
        for line in lines:
            verb, *units = [word for word in line.split() if word != "--now"]
            assert verb in {"daemon-reload", "enable", "start", "reload"}, line
            for unit in units:
                self._nginx() if unit == "nginx" else self._unit(unit)

    def _unit(self, name):
        text = self.here((self.folder / "etc/systemd/system" / name).read_text())
        if name.endswith(".timer"):
            # The hour is not waited for; its service is there.
            assert (self.folder / "etc/systemd/system" / name.replace("timer", "service")).exists()
            return
        said = dict(line.split("=", 1) for line in text.splitlines() if "=" in line)
        assert said["User"] == self.user.pw_name
        self._start(name, shlex.split(said["ExecStart"]), said["WorkingDirectory"])
        if said.get("Type") == "oneshot":
            process = self.running.pop()
            assert process.wait(timeout=120) == 0, self.journal()
        else:
            self._wait_for(self.application)

    def _nginx(self):
        for site in (self.folder / "etc/nginx/sites-enabled").iterdir():
            (self.folder / "sites" / site.name).write_text(self.here(site.read_text()))
        config = self.folder / "nginx.conf"
        config.write_text(NGINX.format(folder=self.folder))
        self._start("nginx", ["nginx", "-c", config, "-p", self.folder, "-e", "stderr"], "/")
        self._wait_for(self.https)

    def _start(self, name, command, folder):
        with (self.folder / f"{name}.journal").open("a") as journal:
            process = subprocess.Popen(  # noqa: S603
                command, cwd=folder, stdout=journal, stderr=journal, **self.as_nobody
            )
        self.running.append(process)

    def _wait_for(self, port):
        while self.running[-1].poll() is None:
            with socket.socket() as probe:
                if probe.connect_ex(("127.0.0.1", port)) == 0:
                    return
            time.sleep(0.05)
        raise AssertionError(self.journal())

    def switch_off(self):
        for process in reversed(self.running):
            process.send_signal(signal.SIGTERM)
            process.wait(timeout=30)
        data = self.folder / "data"
        if (data / "postmaster.pid").exists():
            self.type(f"pg_ctl -s -w -m immediate -D {data} stop")
        shutil.rmtree(self.folder)


def postgres_programs():
    newest = sorted(Path("/usr/lib/postgresql").glob("*/bin/initdb"), reverse=True)
    return newest[0].parent if newest else Path(shutil.which("initdb")).resolve().parent
