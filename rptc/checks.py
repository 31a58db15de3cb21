"""What `manage.py check --deploy` says of a server: each sentence with what to do about it."""

import os

from cryptography.fernet import InvalidToken
from django.conf import settings
from django.core.checks import Error, Tags, Warning, register
from django.db import DatabaseError, connections

from rptc import ground, keys, policies, walls
from rptc.environment import of_this_clone

# Not Tags.database: those Django leaves out unless it is told --database, and a keeper who forgets
# that would read "no issues".
SERVER = "server"


@register(Tags.security, deploy=True)
def web_process_is_not_the_owner(app_configs, **kwargs):
    """The web process must not be able to change the audit or the schema, and no policy of rows
    asks the owner."""
    if settings.RUNTIME_DATABASE is not None:
        return []
    return [
        Error(
            "The web process would run as the owner of the database.",
            hint="Set DATABASE_RUNTIME_URL to the address of the run-time role.",
            id="rptc.E002",
        )
    ]


@register(Tags.security, deploy=True)
def visitors_have_addresses(app_configs, **kwargs):
    """HTTPS ends at a proxy. Where it is not trusted, it is the address of all visitors."""
    if settings.ALLAUTH_TRUSTED_PROXY_COUNT:
        return []
    return [
        Warning(
            "All visitors would have the address of the proxy: who guesses passwords slows"
            " everybody down, and the log does not say from where somebody came.",
            hint="Set RPTC_TRUSTED_PROXIES to the number of proxies of your own, usually 1.",
            id="rptc.W002",
        )
    ]


@register(Tags.security, deploy=True)
def letters_lead_here(app_configs, **kwargs):
    """The QR code of a letter begins with the first trusted origin."""
    if any(origin.startswith("https://") for origin in settings.CSRF_TRUSTED_ORIGINS):
        return []
    return [
        Warning(
            f"The codes on letters would lead to {settings.PUBLIC_ADDRESS}.",
            hint="Set RPTC_CSRF_TRUSTED_ORIGINS to https:// and the name of this server.",
            id="rptc.W005",
        )
    ]


@register(Tags.security, deploy=True)
def secrets_are_one_and_kept(app_configs, env=None, **kwargs):
    """In `.local/env`, for its owner alone; the environment does not say another."""
    env = env or of_this_clone()
    found = []
    if env.path.exists() and env.path.stat().st_mode & 0o077:
        found.append((f"{env.path} can be read by others.", f"chmod 600 {env.path}"))
    for key in ("RPTC_SECRET_KEY", "RPTC_TEXT_KEYS"):
        if env.file.get(key) and os.environ.get(key, env.file[key]) != env.file[key]:
            said = f"{key} is one in the environment and another in {env.path}."
            found.append((said, "Keep one: service and commands must have the same."))
    return [Warning(said, hint=hint, id="rptc.W004") for said, hint in found]


@register(SERVER, deploy=True)
def database_is_as_it_should_be(app_configs, databases=None, **kwargs):
    """Asks PostgreSQL itself."""
    if why := ground.refusal(settings.OWNER_DATABASE):
        return [_refused("DATABASE_URL", why)]
    alias = next(iter(databases or ["default"]))
    return [
        *runtime_role_gets_in(),
        *ground_stands(alias),
        *walls_stand(alias),
        *secrets_open(),
    ]


def runtime_role_gets_in():
    database = settings.RUNTIME_DATABASE
    why = ground.refusal(database) if database else ""
    return [_refused("DATABASE_RUNTIME_URL", why)] if why else []


def _refused(key, why):
    return Error(
        f"{key} does not let us in: {why}",
        hint="Run script/setup: it says what the keeper of PostgreSQL must do.",
        id="rptc.E003",
    )


def ground_stands(alias):
    """`script/setup --production` writes the SQL that makes it so."""
    return [
        Warning(gap, hint="See .local/database.sql and Production in README.md.", id="rptc.W003")
        for gap in ground.gaps(connections[alias], settings.RUNTIME_ROLE)
    ]


def walls_stand(alias):
    """`migrate` builds what is missing."""
    return [
        Error(gap, hint="Run manage.py migrate as the owner of the database.", id="rptc.E001")
        for each in (walls, policies)
        for gap in each.gaps(connections[alias], settings.RUNTIME_ROLE)
    ]


def secrets_open():
    """Second factors and sealed texts under the keys that are set now (docs/security.md, Keys)."""
    from allauth.mfa.models import Authenticator

    try:
        factors = [
            keys.sealed_in(data) for data in Authenticator.objects.values_list("data", flat=True)
        ]
        texts = [
            [text for text in row if text]
            for model, columns in keys.sealed_texts().items()
            for row in model._base_manager.values_list(*columns).iterator()
        ]
    except DatabaseError:
        # There are no tables: that is said above.
        return []
    return [*_how_they_lie("second factors", factors), *_how_they_lie("sealed texts", texts)]


def _how_they_lie(what, rows):
    """`rows`: of each its encrypted texts."""
    lost = older = 0
    for row in rows:
        try:
            older += not all(keys.is_under_newest(text) for text in row)
        except InvalidToken:
            lost += 1
    found = []
    if lost:
        found.append(
            Error(
                f"{lost} {what} lie under a key that RPTC_TEXT_KEYS lacks.",
                hint="Put the key of before behind the new one: new,old.",
                id="rptc.E004",
            )
        )
    if older:
        found.append(
            Warning(
                f"{older} {what} lie under an older key.",
                hint="Run manage.py rotate_keys; then the older key can go.",
                id="rptc.W006",
            )
        )
    return found
