"""What `manage.py check --deploy` says of what runs by itself."""

import shutil
import subprocess

from django.conf import settings
from django.core.checks import Warning, register
from django.db import DatabaseError

from rptc import days
from rptc.checks import SERVER
from rptc.upkeep.health import readings
from rptc.upkeep.models import Job

NOT_DONE = {
    Job.Kind.NIGHTLY: (
        "The work of the night was not done.",
        "systemctl status rptc-nightly.timer rptc-nightly.service; manage.py nightly",
    ),
    Job.Kind.BACKUP: (
        "No backup was made.",
        "systemctl status rptc-backup.timer rptc-backup.service; manage.py backup DIR",
    ),
    Job.Kind.FILES: (
        "Files are missing, or were not looked for.",
        "manage.py nightly; /settings/server/ names them",
    ),
    Job.Kind.PROOF: (
        "No backup was restored as a proof.",
        "manage.py prove_backup DIR --identity KEY",
    ),
}


@register(SERVER, deploy=True)
def jobs_ran(app_configs, **kwargs):
    """As the page of the server says it, and Hari Ini of an admin."""
    try:
        late = [kind for kind in Job.Kind if not Job.objects.done_lately(kind).exists()]
        return [_not_done(kind) for kind in late]
    except DatabaseError:
        # That it does not answer, or has no tables, rptc.checks says.
        return []


def _not_done(kind):
    said, hint = NOT_DONE[kind]
    last = Job.objects.filter(kind=kind, ended_at__isnull=False, failed="").first()
    when = f"{last.began_at.astimezone(days.WITA):%Y-%m-%d %H:%M}" if last else "never"
    return Warning(f"{said} The last one that went well: {when}.", hint=hint, id="rptc.W007")


@register(SERVER, deploy=True)
def somebody_reads_the_backup(app_configs, **kwargs):
    if settings.BACKUP_RECIPIENTS:
        return []
    return [
        Warning(
            "The backup of every night is written for nobody, and fails.",
            hint="Set RPTC_BACKUP_RECIPIENTS to what age-keygen calls the public key.",
            id="rptc.W008",
        )
    ]


@register(SERVER, deploy=True)
def machine_is_well(app_configs, **kwargs):
    """What /ready/ asks, but for the database, which rptc.checks asks."""
    return [
        Warning(f"{part.label}: {part.said}.", hint="See /settings/server/.", id="rptc.W009")
        for part in readings()
        if not part.is_well and part.key != "database"
    ]


@register(SERVER, deploy=True)
def clock_is_set(app_configs, **kwargs):
    """Second factors, deadlines and the hours of the log hang on it. A machine without systemd is
    not asked."""
    if not (program := shutil.which("timedatectl")):
        return []
    command = [program, "show", "--property=NTPSynchronized", "--value"]
    said = subprocess.run(command, capture_output=True, text=True, check=False)  # noqa: S603
    if said.stdout.strip() != "no":
        return []
    return [
        Warning(
            "Nothing sets the clock of this machine: after minutes no second factor is right.",
            hint="timedatectl set-ntp true, or the time server of the city.",
            id="rptc.W010",
        )
    ]
