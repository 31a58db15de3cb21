from django.conf import settings
from django.core.management.base import BaseCommand, CommandError

from rptc import ground

FILE = settings.BASE_DIR / ".local" / "database.sql"
PASTE = """
Whoever keeps PostgreSQL runs this once; on this machine, as root:

runuser -u postgres -- psql -X -q -v ON_ERROR_STOP=1 <{file}

It makes both roles and the database, and changes nothing that is in it. Then run this again."""
HOW = """
`script/setup --production NAME` writes the SQL that makes both roles and the database."""


class Command(BaseCommand):
    help = "Do both roles get into the database? If not, says what its keeper must do."
    requires_system_checks = []

    def handle(self, **options):
        addresses = {
            "DATABASE_URL": settings.OWNER_DATABASE,
            "DATABASE_RUNTIME_URL": settings.RUNTIME_DATABASE,
        }
        for key, database in addresses.items():
            if database and (why := ground.refusal(database)):
                what = PASTE.format(file=FILE) if FILE.exists() else HOW
                raise CommandError(f"{key} does not let us in: {why}\n{what}")
