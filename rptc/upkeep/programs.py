"""PostgreSQL's own programs and `age`, run so that nothing fails in silence."""

import os
import shutil
import subprocess
from contextlib import ExitStack
from pathlib import Path
from tempfile import TemporaryFile

from django.db import connection

# What libpq takes on a command line; the password goes by the environment, where `ps` shows none.
IN_ADDRESS = ("dbname", "host", "port", "user", "sslmode", "sslrootcert", "sslcert", "sslkey")


class ProgramFailed(Exception):
    """A program is missing, or ended with an error; its text says which and why."""


def program(name: str) -> str:
    """Where a program is. Raises ProgramFailed."""
    newest = sorted(Path("/usr/lib/postgresql").glob(f"*/bin/{name}"), reverse=True)
    found = shutil.which(name) or next(iter(newest), None)
    if not found:
        raise ProgramFailed(f"Program {name} tidak ada di mesin ini.")
    return str(found)


def address() -> str:
    """The database of this process, for PostgreSQL's programs."""
    params = connection.get_connection_params()
    said = {key: str(params[key]) for key in IN_ADDRESS if params.get(key)}
    return " ".join(f"{key}='{_quoted(value)}'" for key, value in said.items())


def _quoted(value):
    return value.replace("\\", "\\\\").replace("'", "\\'")


def environment() -> dict[str, str]:
    password = connection.settings_dict.get("PASSWORD") or ""
    return {**os.environ, "PGPASSWORD": password, "LC_ALL": "C.UTF-8"}


def pipe(*commands, stdin=None, stdout=None) -> None:
    """Each reads what the one before it writes. Raises ProgramFailed where any of them fails:
    the last one alone would have gone on with half of it."""
    with ExitStack() as files:
        said = [files.enter_context(TemporaryFile()) for _ in commands]
        running = []
        for command, errors in zip(commands, said, strict=True):
            reads = running[-1].stdout if running else stdin or subprocess.DEVNULL
            writes = subprocess.PIPE if errors is not said[-1] else stdout or subprocess.DEVNULL
            process = subprocess.Popen(  # noqa: S603
                command, stdin=reads, stdout=writes, stderr=errors, env=environment()
            )
            if running:
                # Else it would not notice that the one after it has ended.
                reads.close()
            running.append(process)
        ended = zip([process.wait() for process in running], commands, said, strict=True)
        failed = [row for row in ended if row[0]]
        if failed:
            # One that was stopped by a signal was stopped by the end of the one after it.
            _, command, errors = max(failed, key=lambda row: row[0])
            errors.seek(0)
            text = _why(errors.read().decode(errors="replace"))
            raise ProgramFailed(f"{Path(command[0]).name} gagal: {text}")


def _why(text):
    """The last line that says an error, else the last of all: some end with where to ask."""
    lines = [line for line in text.splitlines() if line.strip()]
    errors = [line for line in lines if "error:" in line.lower()]
    return (errors or lines or ["tanpa penjelasan"])[-1][:200]
