"""A process of its own that issues letters: `python -m tests.letters.issuing USER COUNT FIRST`.

Of each kind in turn, beginning with the FIRST; every tenth letter is given up after it took its
number, as when a page breaks half way.
"""

import os
import sys
import uuid

import django

KINDS = ["perpanjangan", "serah-terima", "surat-jalan", "tanda-terima-titipan"]


class GivenUp(Exception):
    pass


def issue_many(user_id, count, first):
    from django.db import transaction

    from rptc.accounts.models import User
    from rptc.letters.actions import issue_letter
    from rptc.letters.models import LetterKind

    # A worker that has printed before: to read the fonts and to lay out a first page takes longer
    # than many letters.
    for kind in LetterKind.objects.filter(code__in=KINDS):
        look_once(kind)
    user = User.objects.get(pk=user_id)
    for number in range(count):
        kind = KINDS[(first + number) % len(KINDS)]
        if number % 10 == 9:
            try:
                with transaction.atomic():
                    _issue(issue_letter, kind, user)
                    raise GivenUp
            except GivenUp:
                pass
        _issue(issue_letter, kind, user)


def look_once(kind):
    from rptc import days
    from rptc.letters.printing import look_at
    from rptc.letters.texts.actions import sheet_of
    from rptc.letters.texts.models import text_in_force

    text = text_in_force(kind)
    look_at(text, sheet_of(text, {}), on=days.today())


def _issue(issue_letter, kind, user):
    issue_letter(
        kind,
        facts={},
        about="Berkas 00001",
        by=user,
        send_key=uuid.uuid4(),
    )


if __name__ == "__main__":
    os.environ["DJANGO_SETTINGS_MODULE"] = "rptc.settings"
    django.setup()
    issue_many(*map(int, sys.argv[1:]))
