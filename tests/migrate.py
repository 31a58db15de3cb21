"""Django's own `migrate`, which draws every model that is related to a changed one: what
rptc/management/commands/migrate.py is compared with."""

import os

import django
from django.core.management import call_command
from django.core.management.commands.migrate import Command

if __name__ == "__main__":
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "rptc.settings")
    django.setup()
    call_command(Command(), verbosity=0)
