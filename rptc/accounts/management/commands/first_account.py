from django.core.exceptions import ValidationError
from django.core.management.base import BaseCommand, CommandError
from django.db import transaction

from rptc import days
from rptc.accounts import actions
from rptc.accounts.models import RoleGrant, User
from rptc.accounts.permissions import Role


class Command(BaseCommand):
    help = (
        "Makes the first head, or the first admin, and prints a one-time password, for the head"
        " codes on paper too. Everybody after them is prepared by the admin and confirmed by the"
        " head. Refuses where one exists."
    )

    def add_arguments(self, parser):
        parser.add_argument("--role", choices=[Role.HEAD, Role.ADMIN], default=Role.HEAD)
        parser.add_argument("--username", required=True)
        parser.add_argument("--name", required=True, help="full name with titles")

    @transaction.atomic
    def handle(self, *, role, username, name, **options):
        if RoleGrant.objects.claims().filter(role=role).exists():
            raise CommandError(f"There is an account with the role {role} already.")
        user = User(username=username.lower(), full_name=name)
        user.set_unusable_password()
        try:
            user.full_clean()
        except ValidationError as error:
            raise CommandError(" ".join(error.messages)) from error
        user.save()
        RoleGrant.objects.create(user=user, role=role, confirmed_at=days.now())
        if role == Role.HEAD:
            self.stdout.write("Codes on paper, the first for the second factor:")
            self.stdout.write("\n".join(actions.make_paper_codes(user, by=None)))
        self.stdout.write(f"{user.username}: one-time password {actions.give_password(user)}")
