"""The keys with which secrets lie in the database: second factors and their recovery codes.

RPTC_TEXT_KEYS names one or several, the newest first: the first encrypts, each of them decrypts
(docs/security.md, Keys).
"""

from functools import lru_cache

from cryptography.fernet import Fernet, MultiFernet
from django.conf import settings


def encrypt(text: str) -> str:
    return _keys(settings.TEXT_KEYS).encrypt(text.encode()).decode()


def decrypt(encrypted: str) -> str:
    """Raises InvalidToken where none of the keys encrypted it."""
    return _keys(settings.TEXT_KEYS).decrypt(encrypted.encode()).decode()


def renew(encrypted: str) -> str:
    """The same text under the newest key."""
    return encrypt(decrypt(encrypted))


@lru_cache(maxsize=8)
def _keys(keys):
    return MultiFernet([Fernet(key) for key in keys])
