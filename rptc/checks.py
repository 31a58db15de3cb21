from django.conf import settings
from django.core.checks import Tags, Warning, register


@register(Tags.security, deploy=True)
def web_process_is_not_the_owner(app_configs, **kwargs):
    """The web process must not be able to change the audit or the schema."""
    if settings.RUNTIME_DATABASE is not None:
        return []
    return [
        Warning(
            "The web process would run as the owner of the database.",
            hint="Set DATABASE_RUNTIME_URL to the address of the run-time role.",
            id="rptc.W001",
        )
    ]
