from django.conf import settings
from django.core.checks import Error, Tags, Warning, register
from django.db import connections

from rptc import policies, walls


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


@register(Tags.database, deploy=True)
def walls_stand(app_configs, databases=None, **kwargs):
    """Asks the database itself; `migrate` builds what is missing."""
    return [
        Error(gap, hint="Run manage.py migrate as the owner of the database.", id="rptc.E001")
        for alias in databases or []
        for each in (walls, policies)
        for gap in each.gaps(connections[alias], settings.RUNTIME_ROLE)
    ]
