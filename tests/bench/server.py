"""gunicorn as it is served, on a free port of 127.0.0.1; and what it takes of memory."""

import os
import re
import socket
import subprocess
import sys
import time
from pathlib import Path

from django.conf import settings

from tests.ports import free_port

WORKERS = 2
READY_WITHIN = 60


class Server:
    def __init__(self, database: str, urls: str = "tests.bench.urls"):
        self.port = free_port()
        command = [sys.executable, "-m", "gunicorn", "rptc.wsgi", "--no-control-socket"]
        options = f"--preload --bind 127.0.0.1:{self.port} --workers {WORKERS} --log-level warning"
        self.process = subprocess.Popen(  # noqa: S603
            [*command, *options.split()],
            cwd=settings.BASE_DIR,
            env=os.environ | {"RPTC_BENCH_DATABASE": database, "RPTC_BENCH_URLS": urls},
            stdin=subprocess.DEVNULL,
        )

    def wait(self) -> None:
        until = time.monotonic() + READY_WITHIN
        while time.monotonic() < until and self.process.poll() is None:
            with socket.socket() as probe:
                if probe.connect_ex(("127.0.0.1", self.port)) == 0:
                    return
            time.sleep(0.1)
        self.stop()
        raise SystemExit("gunicorn does not start.")

    def stop(self) -> None:
        self.process.terminate()
        self.process.wait()

    def memory(self) -> float:
        """MB of the master and its workers; what they share counts once (PSS)."""
        master = self.process.pid
        workers = Path(f"/proc/{master}/task/{master}/children").read_text().split()
        return sum(pss(pid) for pid in [master, *workers]) / 1024


def pss(pid) -> int:
    rollup = Path(f"/proc/{pid}/smaps_rollup").read_text()
    return int(re.search(r"^Pss:\s+(\d+) kB", rollup, re.MULTILINE).group(1))
