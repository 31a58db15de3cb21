"""What is typed of a note and not saved yet: kept for its author alone, and gone with the note."""

import json

from cryptography.fernet import InvalidToken
from django.db import transaction

from cases.casework.notes.models import MOST_LETTERS, Note, NoteDraft
from cases.stays.locks import hold_stays
from cases.stays.models import Stay
from rptc import days, keys
from rptc.kept import THIS, kept_first

# What the form asks, with the longest that is kept of each.
TYPED = {"level": 12, "on": 10, "about": 16, "words": MOST_LETTERS}


def draft_of(user, stay) -> NoteDraft | None:
    """With what was `typed`; None where there is none, or where no key opens it any more."""
    draft = kept_first(_draft_of, user, this=stay.pk)
    if draft is None:
        return None
    try:
        draft.typed = json.loads(keys.decrypt(draft.sealed))
    except InvalidToken:
        return None
    return draft


def _draft_of(user):
    return NoteDraft.objects.filter(user=user.pk, stay=THIS).order_by("pk")


@transaction.atomic
def keep_draft(stay, typed, *, key, by) -> NoteDraft | None:
    """Where there are no words there is nothing to keep. What arrives after its note was saved
    under the same key is not kept either: it would come back as if it had not been."""
    # Whoever saves the note holds its stay: what is kept meanwhile waits, and finds it saved.
    hold_stays(Stay.objects.filter(pk=stay.pk))
    kept = {name: typed.get(name, "")[:most] for name, most in TYPED.items()}
    if _is_saved(key, by):
        # What is there by now is of another note.
        return None
    if not kept["words"].strip():
        drop_draft(stay, by=by)
        return None
    sealed = keys.encrypt(json.dumps(kept))
    found = {"sealed": sealed, "kept_at": days.now()}
    draft, _ = NoteDraft.objects.update_or_create(user=by, stay=stay, defaults=found)
    return draft


def _is_saved(key, by):
    return key is not None and Note.objects.filter(send_key=key, recorded_by=by).exists()


def drop_draft(stay, *, by):
    NoteDraft.objects.filter(user=by, stay=stay).delete()
