"""No SQL text names a table of a room to its right: import-linter sees no table in a text.

The order of the rooms is that of the import contracts in pyproject.toml; where a table belongs is
read from the models. Read are all texts of the code: queries, and the functions of triggers.
"""

import ast
import re
import tomllib
from pathlib import Path

import pytest
from django.apps import apps
from django.conf import settings

ROOT = Path(settings.BASE_DIR)


def order_of_rooms():
    """From the left to the right, by the contracts of the imports."""
    lint = tomllib.loads((ROOT / "pyproject.toml").read_text())["tool"]["importlinter"]
    contracts = lint["contracts"]
    rooms = {c["containers"][0]: c["layers"] for c in contracts if "containers" in c}
    [apps_in_order] = [c["layers"] for c in contracts if "containers" not in c]
    for app in reversed(apps_in_order):
        yield from (f"{app}.{room}" for room in reversed(rooms.get(app, [])))
        yield app


ROOMS = list(order_of_rooms())


def room_of(module):
    """The innermost room that the module stands in; None for what belongs to no room."""
    inside = [room for room in ROOMS if module == room or module.startswith(f"{room}.")]
    return max(inside, key=len, default=None)


TABLES = {
    model._meta.db_table: room
    for model in apps.get_models(include_auto_created=True)
    if (room := room_of(model.__module__))
}
NAMES_A_TABLE = re.compile(rf"\b({'|'.join(sorted(TABLES, key=len, reverse=True))})\b")


def texts_of(tree):
    """Every text of a module but its docstrings."""
    told = set()
    for node in ast.walk(tree):
        if isinstance(node, ast.Expr) and isinstance(node.value, ast.Constant):
            told.add(id(node.value))
        elif isinstance(node, ast.Constant) and isinstance(node.value, str):
            if id(node) not in told:
                yield node.value


def tables_to_the_right(room, source):
    for text in texts_of(ast.parse(source)):
        for table in NAMES_A_TABLE.findall(text):
            if ROOMS.index(TABLES[table]) > ROOMS.index(room):
                yield table


def test_no_text_names_a_table_to_its_right():
    found = set()
    for path in ROOT.glob("*/**/*.py"):
        module = ".".join(path.relative_to(ROOT).with_suffix("").parts)
        room = room_of(module)
        if room and ".migrations." not in module:
            found |= {(room, table) for table in tables_to_the_right(room, path.read_text())}
    assert found == set()


@pytest.mark.parametrize(
    ("room", "source", "table"),
    [
        ("cases.exits", 'SQL = "SELECT FROM partners_partner AS p"', "partners_partner"),
        ("cases.people", 'f"JOIN cases_stay ON {condition}"', "cases_stay"),
        ("cases.gate", 'Trigger(func="""\\nSELECT 1 FROM cases_exit;""")', "cases_exit"),
        ("rptc.audit", 'sql("FROM letters_letter")', "letters_letter"),
        ("cases.exits", '"""Unlike partners_partner."""\nSQL = "FROM cases_stay"', None),
        ("cases.exits", 'violates(error, "partners_partner_name_key")', None),
    ],
)
def test_a_table_to_the_right_is_seen(room, source, table):
    assert list(tables_to_the_right(room, source)) == ([table] if table else [])


def test_every_room_with_models_has_its_place():
    assert {"cases.people", "cases.gate", "partners.referrals", "reports.figures"} <= {
        *TABLES.values()
    }
    assert (
        ROOMS.index("cases.gate") < ROOMS.index("cases.exits") < ROOMS.index("partners.directory")
    )
