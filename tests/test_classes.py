"""Each column of each table has its class of data, and docs/data.md shows it."""

import importlib
from collections import Counter
from pathlib import Path

from django.apps import apps
from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.db.models import CharField, JSONField, TextField

from rptc.audit.looks import way_to_person
from rptc.classes import Emptied, Until

OURS = ["accounts", "audit", "upkeep", "mail", "resets", "letters", "cases", "partners", "reports"]
# Of packages: what they keep of our users. All of the queue of mail.
OF_PACKAGES = ["mfa.Authenticator", "sessions.Session", "usersessions.UserSession"]


def declared():
    """{label of a model: Keeps} of all rooms; a room declares its own tables, each once."""
    found = {}
    for path in sorted(Path(settings.BASE_DIR).glob("*/**/classes.py")):
        module = ".".join(path.relative_to(settings.BASE_DIR).with_suffix("").parts)
        if module != "rptc.classes":
            tables = importlib.import_module(module).CLASSES
            assert not found.keys() & tables.keys(), module
            found |= tables
    return found


DECLARED = declared()


def models():
    """History tables are of the class of what they follow."""
    of_ours = [
        model
        for label in [*OURS, "post_office"]
        for model in apps.get_app_config(label).get_models(include_auto_created=True)
        if not hasattr(model, "pgh_tracked_model")
    ]
    return [*of_ours, *map(apps.get_model, OF_PACKAGES)]


def columns_of(model):
    return [column.name for column in model._meta.concrete_fields]


def undeclared():
    for model in models():
        keeps = DECLARED.get(model._meta.label)
        classes = keeps.classes if keeps else {}
        told = Counter(name for names in classes.values() for name in names)
        for name in columns_of(model):
            if told.pop(name, 0) != 1:
                yield f"{model._meta.label}.{name}"
        yield from (f"{model._meta.label}.{name} is no column" for name in told)


def test_columns_without_a_class():
    assert list(undeclared()) == []


def test_no_table_is_declared_that_is_not_there():
    assert DECLARED.keys() == {model._meta.label for model in models()}


def test_what_names_a_klien_is_emptied_with_the_file_or_its_register():
    for model in models():
        keeps = DECLARED[model._meta.label]
        hangs_on_a_klien = bool(way_to_person(model))
        names_somebody = keeps.k2 or keeps.k3
        assert not hangs_on_a_klien or names_somebody, model
        if keeps.emptied == Emptied.STAYS and names_somebody:
            # What is left stays readable only to those who may see the row it points to.
            assert model._meta.label in {"cases.PaperSheet", "letters.Signatory"} | IMPORTS
        if keeps.until == Until.FILE:
            assert keeps.emptied in {Emptied.BLANKED, Emptied.DELETED}, model


# Emptied already, when its rows are saved.
IMPORTS = {"cases.RegisterImport"}


def test_what_is_to_be_emptied_can_be_empty():
    """Text becomes "", a list or an answer {}; anything else must be allowed to be unknown, or
    stays."""
    for model in models():
        keeps = DECLARED[model._meta.label]
        named = f"{keeps.k2} {keeps.k3} {keeps.k4}".split()
        assert set(keeps.stays.split()) <= set(named), model
        if keeps.emptied != Emptied.BLANKED:
            assert not keeps.stays, model
            continue
        for name in set(named) - set(keeps.stays.split()):
            column = model._meta.get_field(name)
            is_choice = bool(column.choices) and not column.blank
            is_text = isinstance(column, CharField | TextField) and not is_choice
            assert column.null or is_text or isinstance(column, ArrayField | JSONField), column


def row_of(label, keeps):
    """A line of the table in docs/data.md."""
    told = [", ".join(keeps.classes.get(name, [])) or "-" for name in ("K2", "K3", "K4")]
    stays = f", kecuali {', '.join(keeps.stays.split())}" if keeps.stays else ""
    return f"| {label} | {' | '.join(told)} | {keeps.until} | {keeps.emptied}{stays} |"


def test_the_paper_shows_what_is_declared():
    paper = Path(settings.BASE_DIR, "docs/data.md").read_text()
    shown = [
        line for line in paper.splitlines() if line.startswith("| ") and "." in line.split()[1]
    ]
    assert shown == [row_of(label, keeps) for label, keeps in DECLARED.items()]
