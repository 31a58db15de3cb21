"""Reads the environment, and `.local/env` below it: the environment wins."""

import os
import re
from pathlib import Path
from urllib.parse import parse_qsl, unquote, urlsplit

from django.core.exceptions import ImproperlyConfigured


def read_env_file(path: Path) -> dict[str, str]:
    """The KEY=VALUE lines of a file; a missing file has none."""
    if not path.exists():
        return {}
    lines = (line.strip() for line in path.read_text().splitlines())
    return dict(line.split("=", 1) for line in lines if "=" in line and not line.startswith("#"))


KEY = re.compile(r"[A-Za-z0-9_-]{43}=")
LIKE_THIS = (
    "It looks like postgres://user:password@host:5432/name; in the password, / is written %2F,"
    " @ %40, : %3A, # %23, ? %3F and % %25."
)
NEW_KEY = (
    "Make one with `openssl rand -base64 32 | tr +/ -_`, set it for the service and for commands,"
    " and keep a copy where no backup of the database lies; on a machine of one's own run"
    " script/setup."
)


class Environment:
    def __init__(self, path: Path):
        self.path = path
        self.file = read_env_file(path)
        ours = self.file.get("DATABASE_URL")
        if os.environ.get("DATABASE_URL", ours) != ours:
            # Another database: the file's run-time address is not its address.
            self.file.pop("DATABASE_RUNTIME_URL", None)

    def get(self, key: str, default: str = "") -> str:
        return os.environ.get(key, self.file.get(key, default))

    def require(self, key: str, how: str = "Run script/setup, or set it.") -> str:
        """Raises ImproperlyConfigured: production does not start without its secrets."""
        if not (value := self.get(key)):
            raise ImproperlyConfigured(f"{key} is not set. {how}")
        return value

    def text_keys(self, key: str) -> tuple[str, ...]:
        """Each 32 random bytes, written as base64 for addresses; the newest first."""
        keys = tuple(self.require(key, NEW_KEY).replace(",", " ").split())
        if any(not KEY.fullmatch(each) for each in keys):
            raise ImproperlyConfigured(f"{key} holds what is no key. {NEW_KEY}")
        return keys

    def sender(self, key: str) -> str:
        """An address, with a name before it or without."""
        sender = self.require(key, "It looks like RPTC Makassar <rptc@example.go.id>.")
        if not SENDER.fullmatch(sender) or ("<" in sender) != sender.endswith(">"):
            raise ImproperlyConfigured(f"{key} is no address of a sender.")
        return sender

    def is_on(self, key: str, default: str = "0") -> bool:
        return self.get(key, default).lower() in {"1", "true", "yes", "on"}

    def words(self, key: str) -> list[str]:
        return self.get(key).replace(",", " ").split()


def of_this_clone() -> Environment:
    return Environment(Path(__file__).resolve().parent.parent / ".local" / "env")


# What libpq takes beside the five parts of an address, and a keeper may ask for.
CONNECTION = {
    "sslmode",
    "sslrootcert",
    "sslcert",
    "sslkey",
    "sslcrl",
    "channel_binding",
    "gssencmode",
    "target_session_attrs",
    "application_name",
    "keepalives_idle",
}


# As PostgreSQL's address: one line, so that host and password are not of two servers.
MAIL_LIKE_THIS = (
    "It looks like smtp://user:password@host:587 (STARTTLS) or smtps://user:password@host:465; in"
    " the password, / is written %2F, @ %40, : %3A, # %23, ? %3F and % %25."
)
THIS_MACHINE = {"127.0.0.1", "::1", "localhost"}
SENDER = re.compile(r"(?:[\w .-]+<)?[\w.+-]+@[\w-]+(?:\.[\w-]+)+>?", re.ASCII)


def mail_server(url: str, key: str = "RPTC_MAIL") -> dict:
    """Django's settings for the server that takes mail; without one, a host of no name. Only
    within this machine nothing is encrypted.

    Raises ImproperlyConfigured, which names the key and repeats no password.
    """
    try:
        parts = urlsplit(url)
        port = parts.port
    except ValueError:
        raise ImproperlyConfigured(f"{key} is no address. {MAIL_LIKE_THIS}") from None
    is_address = parts.scheme in {"smtp", "smtps"} and parts.hostname
    if url and (not is_address or parts.path.strip("/") or parts.query or parts.fragment):
        raise ImproperlyConfigured(f"{key} is no address of a mail server. {MAIL_LIKE_THIS}")
    is_here = parts.hostname in THIS_MACHINE
    return {
        "HOST": parts.hostname or "",
        "PORT": port or {"smtps": 465}.get(parts.scheme, 25 if is_here else 587),
        "USER": unquote(parts.username or ""),
        "PASSWORD": unquote(parts.password or ""),
        "USE_SSL": parts.scheme == "smtps",
        "USE_TLS": parts.scheme == "smtp" and not is_here,
    }


def database(url: str, key: str = "DATABASE_URL") -> dict:
    """Django's settings for `postgres://user:password@host:port/name?sslmode=require`.

    Raises ImproperlyConfigured, which names the key and repeats no password.
    """
    try:
        parts = urlsplit(url)
        port, asked = parts.port, dict(parse_qsl(parts.query, strict_parsing=bool(parts.query)))
    except ValueError:
        raise ImproperlyConfigured(f"{key} is no address. {LIKE_THIS}") from None
    name = unquote(parts.path.lstrip("/"))
    if parts.scheme not in {"postgres", "postgresql"} or not name or "/" in name or parts.fragment:
        raise ImproperlyConfigured(f"{key} is no address of PostgreSQL. {LIKE_THIS}")
    if unknown := sorted(asked.keys() - CONNECTION):
        raise ImproperlyConfigured(
            f"{key} asks for {', '.join(unknown)}, which is not known here."
        )
    return {
        "ENGINE": "django.db.backends.postgresql",
        "NAME": name,
        "USER": unquote(parts.username or ""),
        "PASSWORD": unquote(parts.password or ""),
        "HOST": unquote(parts.hostname or ""),
        "PORT": str(port or ""),
        "OPTIONS": asked,
    }
