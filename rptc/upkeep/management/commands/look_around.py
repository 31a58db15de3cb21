from django.core.management.base import BaseCommand, CommandError
from django.test import Client
from django.test.utils import override_settings

from rptc.accounts.models import User, heads
from rptc.menu import Menu

HERE = "localhost"


class Command(BaseCommand):
    help = "Open every page of the menu as a head: does the application run on this database?"

    def handle(self, **options):
        head = User.objects.filter(pk__in=heads(), is_active=True).first()
        if head is None:
            raise CommandError("Tidak ada Kepala UPT di basis data ini.")
        opened = 0
        with override_settings(ALLOWED_HOSTS=[HERE], SECURE_SSL_REDIRECT=False, REQUIRE_2FA=False):
            client = Client(SERVER_NAME=HERE)
            client.force_login(head)
            for entry in Menu.of(head, "/").entries:
                answer = client.get(entry.url, follow=True)
                if answer.status_code != 200:
                    raise CommandError(f"{entry.url} menjawab {answer.status_code}.")
                opened += 1
        self.stdout.write(f"{opened} halaman terbuka.")
