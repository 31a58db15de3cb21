"""The keys with which secrets lie in the database: second factors, their recovery codes, and what
a session remembers, in which the seed of a second factor waits for its first code.

RPTC_TEXT_KEYS names one or several, the newest first: the first encrypts, each of them decrypts
(docs/security.md, Keys).
"""

from functools import lru_cache

from cryptography.fernet import Fernet, MultiFernet
from django.conf import settings
from django.core.signing import JSONSerializer


def encrypt(text: str) -> str:
    return _keys(settings.TEXT_KEYS).encrypt(text.encode()).decode()


def decrypt(encrypted: str) -> str:
    """Raises InvalidToken where none of the keys encrypted it."""
    return _keys(settings.TEXT_KEYS).decrypt(encrypted.encode()).decode()


def renew(encrypted: str) -> str:
    """The same text under the newest key."""
    return encrypt(decrypt(encrypted))


class SessionSerializer:
    """A session that no key opens is over: its user logs in again."""

    def dumps(self, session) -> bytes:
        return encrypt(JSONSerializer().dumps(session).decode("latin-1")).encode()

    def loads(self, encrypted: bytes):
        return JSONSerializer().loads(decrypt(encrypted.decode()).encode("latin-1"))


@lru_cache(maxsize=8)
def _keys(keys):
    return MultiFernet([Fernet(key) for key in keys])
