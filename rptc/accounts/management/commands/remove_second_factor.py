from django.core.management.base import BaseCommand, CommandError

from rptc.accounts import actions
from rptc.accounts.models import User


class Command(BaseCommand):
    help = "For a lost telephone: the user sets up a new second factor at the next login."

    def add_arguments(self, parser):
        parser.add_argument("username")

    def handle(self, *, username, **options):
        user = User.objects.filter(username=username).first()
        if user is None:
            raise CommandError(f"There is no account {username}.")
        if not actions.remove_second_factor(user):
            raise CommandError(f"{username} has no second factor.")
        self.stdout.write(f"{username}: second factor removed.")
