"""A process of its own that issues letters: `python -m tests.letters.issuing USER COUNT`.

Every tenth letter is given up after it took its number, as when a page breaks half way.
"""

import os
import sys
import uuid

import django


class GivenUp(Exception):
    pass


def issue_many(user_id, count):
    from django.db import transaction

    from rptc.accounts.models import User
    from rptc.letters.actions import issue_letter
    from rptc.printing import styles

    # A worker that has printed before: reading the fonts takes longer than many letters.
    styles("A4")
    user = User.objects.get(pk=user_id)
    for number in range(count):
        if number % 10 == 9:
            try:
                with transaction.atomic():
                    _issue(issue_letter, user)
                    raise GivenUp
            except GivenUp:
                pass
        _issue(issue_letter, user)


def _issue(issue_letter, user):
    issue_letter(
        "perpanjangan",
        facts={},
        about="Berkas 00001",
        by=user,
        send_key=uuid.uuid4(),
    )


if __name__ == "__main__":
    os.environ["DJANGO_SETTINGS_MODULE"] = "rptc.settings"
    django.setup()
    issue_many(int(sys.argv[1]), int(sys.argv[2]))
