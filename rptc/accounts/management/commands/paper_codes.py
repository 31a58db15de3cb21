from django.core.management.base import BaseCommand, CommandError

from rptc.accounts import actions
from rptc.accounts.models import User


class Command(BaseCommand):
    help = (
        "Makes new codes on paper for a head, a user of the Dinas or a privacy officer who has"
        " nobody else to turn to, and prints them once. The old ones are void."
    )

    def add_arguments(self, parser):
        parser.add_argument("username")

    def handle(self, *, username, **options):
        user = User.objects.of_the_three().filter(username=username).first()
        if user is None:
            raise CommandError(f"{username} is no head, nor of the Dinas, nor privacy officer.")
        self.stdout.write("\n".join(actions.make_paper_codes(user, by=None)))
