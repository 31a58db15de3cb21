"""Every look leaves one line in the log: who was shown what, and what they had asked for
(docs/looks.md).

No view has to remember it: each address that `page()` lays out leaves its line when it is shown,
unless it says NOBODY. A view that knows more than its address (how many were printed, which two
files were compared) records it by itself, and that is the line.
"""

import re
from functools import lru_cache
from itertools import islice

from django.apps import apps
from django.contrib.contenttypes.models import ContentType
from django.db.models import Model

from rptc.audit.record import record_look

# What an answer shows; 409 lays what was typed beside the row that is there.
SHOWN = {200, 409}
# Columns that lead from a row to its person, the nearest first.
LEADS = (
    "person",
    "paper",
    "stay",
    "absence",
    "intake",
    "exit",
    "bag",
    "belonging",
    "medicine",
    "hospital_stay",
    "matter",
    "placement",
    "homecoming",
    "kept",
    "referral",
    "arrival",
    # For a place; those of an assessment are about nobody.
    "question",
    "referral",
)
# What is typed freely, and so may be anybody's name.
TYPED = {"q"}
# In the address for the way back, or for the form: they ask for nothing.
UNASKED = {"next", "csrfmiddlewaretoken", "send_key"}
# What no page asks is not kept: an address may hold anything, and much of it.
QUESTION = re.compile(r"[A-Za-z0-9_-]{1,40}")
MOST_LETTERS, MOST_QUESTIONS = 80, 20
# Somebody asked for what is closed to them as their own or their family's.
REFUSED_OWN = "was_refused_own"
LONG_NUMBER = re.compile(r"\d(?:[ .\-]?\d){5,}")


def leave_line(request, shows, response):
    """Write down what this answer shows, unless its view has done so."""
    is_shown = request.method in {"GET", "POST"} and response.status_code in SHOWN
    if not is_shown or request.is_recorded:
        return
    model, number = named_in(request.resolver_match.kwargs)
    asked = asked_in(request)
    details = {"page": shows or ("" if model else request.resolver_match.view_name)}
    if asked:
        details["asked"] = asked
    if (page := getattr(request, "page_shown", None)) is not None:
        details["rows"] = len(page.object_list)
    record_look(
        request.user,
        _verb(asked, response),
        ContentType.objects.get_for_model(model) if model else None,
        number,
        person=_whom(request, model, number),
        **details,
    )


def _whom(request, model, number):
    """Whom the row is about; a page that has read it says so itself."""
    if hasattr(request, "person_shown"):
        return request.person_shown
    return person_of(model, number) if model else None


def leave_line_of_refusal(request, response):
    """Of a page that was nowhere, since it is about the reader's own or their family's file: that
    they asked is told in the weekly list. Asked after the request has been taken back."""
    match = request.resolver_match
    if response.status_code != 404 or match is None or not request.user.is_authenticated:
        return
    own = request.user.own_files
    model, number = named_in(match.kwargs) if own else (None, None)
    person = person_of(model, number) if model else None
    if person in own:
        kind = ContentType.objects.get_for_model(model)
        record_look(request.user, REFUSED_OWN, kind, number, person=person)


def _verb(asked, response):
    if response.headers.get("Content-Type", "").startswith("application/pdf"):
        return "printed"
    return "searched" if asked.keys() & TYPED else "opened"


# -- What was asked for ------------------------------------------------------------------------


def asked_in(request) -> dict[str, str]:
    """The question of a list, as it stands in the address; of long numbers (a NIK, a KK, a
    telephone) their length alone."""
    asked = {
        name: ", ".join(without_long_numbers(value) for value in values if value)[:MOST_LETTERS]
        for name, values in islice(request.GET.lists(), MOST_QUESTIONS)
        if QUESTION.fullmatch(name) and name not in UNASKED
    }
    return {name: value for name, value in asked.items() if value}


def without_long_numbers(text: str) -> str:
    return LONG_NUMBER.sub(_length, text)


def _length(found):
    number = sum(sign.isdigit() for sign in found[0])
    return "NIK (16 angka)" if number == 16 else f"({number} angka)"


# -- Which row, and whose ----------------------------------------------------------------------


def named_in(arguments) -> tuple[type[Model] | None, int | None]:
    """The row that an address names first: /exits/<exit_id>/proofs/<proof_id>/ is the exit's."""
    for name, number in arguments.items():
        model = _models().get(name.removesuffix("_id").replace("_", ""))
        if name.endswith("_id") and model:
            return model, number
    return None, None


@lru_cache(maxsize=1)
def _models():
    labels = ("accounts", "letters", "cases", "partners", "reports")
    models = [model for label in labels for model in apps.get_app_config(label).get_models()]
    return {model._meta.model_name: model for model in models}


@lru_cache(maxsize=200)
def way_to_person(model) -> str:
    """The path from a row to the number of its person; "" where it hangs on none."""
    if model._meta.label == "cases.Person":
        return "pk"
    columns = {column.name: column for column in model._meta.concrete_fields if column.is_relation}
    for name in LEADS:
        if name in columns:
            way = way_to_person(columns[name].related_model)
            if way:
                return f"{name}_id" if way == "pk" else f"{name}__{way}"
    return ""


def person_of(model, number) -> int | None:
    way = way_to_person(model)
    if way == "pk":
        return number
    # A letter points to nobody, and bears the number of its klien.
    if not way and any(column.name == "person_id" for column in model._meta.concrete_fields):
        way = "person_id"
    if not way:
        return None
    return model._base_manager.filter(pk=number).values_list(way, flat=True).first()
