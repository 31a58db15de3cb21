"""Sending twice (docs/rules.md): a form that arrives again makes no second row.

Each form that creates a row carries a key, made when the form was shown. The key is unique with
its sender, so that three copies sent at once meet in the database: one wins, the others read it.
"""

import hashlib
import json
import uuid

from django import forms
from django.core.exceptions import NON_FIELD_ERRORS, ValidationError
from django.db import IntegrityError, connection, models, transaction
from django.shortcuts import render
from django.utils.crypto import salted_hmac

from rptc import days
from rptc.columns import by, once
from rptc.refusals import write_refusal
from rptc.saving import constraint_of


class Sent(models.Model):
    """Who typed a row and when, and the key under which it was sent."""

    recorded_by = by("dicatat oleh", null=False)
    recorded_at = models.DateTimeField("dicatat pada", default=days.now, editable=False)
    send_key = models.UUIDField(default=uuid.uuid4, editable=False)
    send_digest = models.CharField(max_length=64, blank=True, editable=False)

    class Meta:
        abstract = True
        constraints = [once("%(class)s_is_sent_once", ["send_key", "recorded_by"])]


class SentForm(forms.Form):
    """What makes a row: a form, or one line of a page that stands for itself."""

    # The row that was saved under the same key, where it says something else.
    sent_before = None

    def digest(self):
        return digest_of(self.cleaned_data)

    def sent_otherwise(self):
        return "Formulir ini sudah terkirim dengan isi lain. Muat ulang halaman."


class SendKeyForm(SentForm):
    """Mixed into a form that creates a row."""

    send_key = forms.UUIDField(
        widget=forms.HiddenInput, error_messages={"required": "Muat ulang halaman ini."}
    )

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["send_key"].initial = uuid.uuid4


class SealedForm(SendKeyForm):
    """Whose words are put away under the key (rptc/keys.py). The digest lies beside the row: of a
    short text a plain fingerprint could be guessed. `sealed_as` tells those of one kind from those
    of another."""

    sealed_as = ""

    def digest(self):
        return salted_hmac(self.sealed_as, super().digest(), algorithm="sha256").hexdigest()


def digest_of(cleaned_data):
    """A fingerprint of what was typed, without the key."""
    typed = {name: _text(value) for name, value in cleaned_data.items() if name != "send_key"}
    return hashlib.sha256(json.dumps(typed, sort_keys=True).encode()).hexdigest()


def _text(value):
    if isinstance(value, models.Model):
        return str(value.pk)
    if isinstance(value, models.QuerySet):
        return ",".join(sorted(str(row.pk) for row in value))
    return str(value)


class SentOtherwise(Exception):
    """The same key came before, with other content. `existing` is the row that was saved then."""

    def __init__(self, existing):
        super().__init__("sent before with other content")
        self.existing = existing


def key_typed(text) -> uuid.UUID | None:
    """The key that came with a form; None where it is none."""
    try:
        return uuid.UUID(text)
    except (TypeError, ValueError):
        return None


def row_key(page_key, number):
    """The key of one of several rows of a page."""
    return uuid.uuid5(page_key, str(number))


def was_sent(model, key, by) -> bool:
    """Written out: it is asked with each form that makes a row, of a key that is new, and to have
    Django write it takes longer than its answer."""
    table = connection.ops.quote_name(model._meta.db_table)
    sender = "recorded_by_id IS NOT DISTINCT FROM %s"  # By a link nobody is logged in.
    asked = f"SELECT FROM {table} WHERE send_key = %s AND {sender} LIMIT 1"  # noqa: S608
    with connection.cursor() as cursor:
        cursor.execute(asked, [key, by and by.pk])
        return cursor.fetchone() is not None


def send_once(model, *, key, digest, by, create):
    """Return the row that was sent under this key: made now by `create()`, or made before.

    Raises SentOtherwise when the key was used for other content.
    """
    before = model.objects.filter(send_key=key, recorded_by=by)
    existing = before.first() if was_sent(model, key, by) else None
    if existing is None:
        try:
            with transaction.atomic():
                return create()
        except IntegrityError as error:
            if constraint_of(error) != f"{model._meta.model_name}_is_sent_once":
                raise
            existing = before.get()
        except ValidationError:
            # Refused, because a copy was quicker at the lock and has done it?
            existing = before.first()
            if existing is None:
                raise
    if existing.send_digest != digest:
        raise SentOtherwise(existing)
    return existing


def send_form(form, row, act, *, by, **details):
    """What `act` made of the row that a form describes, once; None, and the form says why not."""
    row.send_key, row.send_digest = form.cleaned_data["send_key"], form.digest()
    try:
        return send_once(
            type(row),
            key=row.send_key,
            digest=row.send_digest,
            by=by,
            create=lambda: act(row, by=by, **details),
        )
    except SentOtherwise as sent:
        form.sent_before = sent.existing
        form.add_error(None, form.sent_otherwise())
    except ValidationError as error:
        write_refusal(error)
        form.add_error(None, error)
    return None


def wants_json(request):
    """Sent by a script that keeps what it sends until the answer names its key."""
    return request.get_preferred_type(["text/html", "application/json"]) == "application/json"


def is_anothers(request):
    """What waited on a phone keeps its author: it waits until they log in again, and is never
    signed by others."""
    return request.POST.get("author", "") != str(request.user.pk)


def waited(request):
    """Did this wait on a registered phone, sent by a script now that there is signal?"""
    is_from_phone = getattr(request, "device", None) is not None
    return request.method == "POST" and is_from_phone and wants_json(request)


def typed_at(request):
    """When what waited was typed, as the phone says: never later than now."""
    try:
        at = forms.DateTimeField().clean(request.POST.get("typed_at"))
    except ValidationError:
        return days.now()
    return min(at, days.now())


def answer_for(request, form, page):
    """To what waited. It leaves the phone on an answer that carries its key and says "saved";
    `page` is the address of what was saved, or None. What is another's is not even tried."""
    answer = {"key": request.POST.get("send_key", ""), "saved": page is not None}
    if page is not None:
        return answer | {"page": page}
    return answer | {"errors": form.errors}


def anothers(request):
    return {"key": request.POST.get("send_key", ""), "belongs_to_another": True}


def show_both(request, form, url_name, *, name=""):
    """What was saved under this key, beside what was typed now. `name` stands for the saved row
    where its own would tell this reader too much."""
    form.errors.pop(NON_FIELD_ERRORS)
    context = {"form": form, "existing": form.sent_before, "existing_name": name}
    context |= {"existing_url_name": url_name}
    return render(request, "components/sent_otherwise.html", context, status=409)
