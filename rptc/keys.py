"""The keys with which secrets lie in the database: second factors, their recovery codes, notes
above the team, secret answers of assessments, and what a session remembers, in which the seed of a
second factor waits for its first code.

RPTC_TEXT_KEYS names one or several, the newest first: the first encrypts, each of them decrypts
(docs/security.md, Keys).
"""

from functools import lru_cache

from cryptography.fernet import Fernet, InvalidToken, MultiFernet
from django.apps import apps
from django.conf import settings
from django.core.signing import JSONSerializer

LOST = "Tidak dapat dibuka: kuncinya tidak ada pada server ini."


def encrypt(text: str) -> str:
    return _keys(settings.TEXT_KEYS).encrypt(text.encode()).decode()


def decrypt(encrypted: str) -> str:
    """Raises InvalidToken where none of the keys encrypted it."""
    return _keys(settings.TEXT_KEYS).decrypt(encrypted.encode()).decode()


def opened(encrypted: str) -> str:
    """What a page shows of it: "" where nothing was written, a sentence where no key opens it."""
    try:
        return decrypt(encrypted) if encrypted else ""
    except InvalidToken:
        return LOST


def seal_words(row, names, words: dict[str, str]):
    """Each of these words beside the row as `sealed_<name>`; one that was not said is empty. No
    database, history, log, backup or search ever holds them plain."""
    for name in names:
        text = words.get(name, "")
        setattr(row, f"sealed_{name}", encrypt(text) if text else "")


def read_words(row, names, *, is_told=True):
    """The same read out as `<name>`; empty to whom they are not told."""
    for name in names:
        setattr(row, name, opened(getattr(row, f"sealed_{name}")) if is_told else "")


def renew(encrypted: str) -> str:
    """The same text under the newest key."""
    return encrypt(decrypt(encrypted))


# Where allauth keeps them: of a second factor its seed, of recovery codes their seed or the codes.
SINGLE, SEVERAL = ("secret", "seed"), "migrated_codes"


def sealed_in(data: dict) -> list[str]:
    """The encrypted texts of a second factor or a set of recovery codes."""
    return [data[name] for name in SINGLE if name in data] + list(data.get(SEVERAL, []))


def renewed(data: dict) -> dict:
    """The same data, with each of these under the newest key."""
    changed = {name: renew(data[name]) for name in SINGLE if name in data}
    if SEVERAL in data:
        changed[SEVERAL] = [renew(text) for text in data[SEVERAL]]
    return data | changed


def sealed_texts() -> dict:
    """{model: its columns of encrypted text}, as each model says it (`sealed_columns`)."""
    return {
        model: model.sealed_columns
        for model in apps.get_models()
        if getattr(model, "sealed_columns", ())
    }


def is_under_newest(encrypted: str) -> bool:
    """Raises InvalidToken where none of the keys encrypted it."""
    decrypt(encrypted)
    try:
        Fernet(settings.TEXT_KEYS[0]).decrypt(encrypted.encode())
    except InvalidToken:
        return False
    return True


class SessionSerializer:
    """A session that no key opens is over: its user logs in again."""

    def dumps(self, session) -> bytes:
        return encrypt(JSONSerializer().dumps(session).decode("latin-1")).encode()

    def loads(self, encrypted: bytes):
        return JSONSerializer().loads(decrypt(encrypted.decode()).encode("latin-1"))


@lru_cache(maxsize=8)
def _keys(keys):
    return MultiFernet([Fernet(key) for key in keys])
