"""What `manage.py check --deploy` says of mail."""

from datetime import timedelta

from django.apps import apps
from django.conf import settings
from django.core.checks import Warning, register
from django.db import DatabaseError

from rptc import days
from rptc.checks import SERVER

# The timer comes every five minutes.
LONG = timedelta(minutes=30)


@register(SERVER, deploy=True)
def mail_leaves(app_configs, **kwargs):
    if not (settings.EMAIL_HOST and apps.is_installed("post_office")):
        return []
    from post_office.mail import get_queued
    from post_office.models import Email

    try:
        queued = Email.objects.filter(pk__in=[email.pk for email in get_queued()])
        if not queued.filter(created__lt=days.now() - LONG).exists():
            return []
    except DatabaseError:
        return []
    return [
        Warning(
            "Mail lies in the queue and is not sent.",
            hint="systemctl status rptc-mail.timer rptc-mail.service; manage.py send_mail",
            id="rptc.W011",
        )
    ]
