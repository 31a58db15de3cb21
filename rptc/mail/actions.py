"""What somebody chooses about their own mail. The row history says when."""

from django.db import transaction

from rptc.accounts.models import User
from rptc.mail.models import MailChoice
from rptc.saving import save


def choice_of(user: User) -> MailChoice:
    """Theirs, or what it would be: nothing is mailed before an address is given."""
    return MailChoice.objects.filter(user=user).first() or MailChoice(user=user)


@transaction.atomic
def choose_mail(choice: MailChoice, *, by: User) -> MailChoice:
    # Sent from two tabs at once, the second finds the row of the first.
    User.objects.select_for_update(of=("self",)).get(pk=by.pk)
    choice.user, choice.pk = by, choice_of(by).pk
    save(choice)
    return choice
