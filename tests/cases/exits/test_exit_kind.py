from importlib import import_module
from pathlib import Path

import pytest
from django.apps import apps
from django.db import connection
from django.urls import reverse
from pytest_django.asserts import assertContains

from cases.exits.models import ExitKind
from cases.stays.ways_out import WayOut
from rptc.accounts.permissions import Role
from rptc.audit.models import Entry
from tests.factories import exit_kind

pytestmark = pytest.mark.django_db
KINDS = [
    "Kembali ke keluarga",
    "Dirujuk ke mitra",
    "Dipulangkan ke daerah asal",
    "Mandiri",
    "Dilimpahkan ke penegak hukum",
    "Rumah sakit",
    "Melarikan diri",
    "Meninggal dunia",
    "Tidak diketahui",
]


def test_the_list_is_the_one_agreed_with_the_unit(client, login):
    login(Role.HEAD)
    page = client.get(reverse("cases:exit_kind_list"))
    assert [str(row) for row in page.context["rows"]] == KINDS
    assertContains(page, "bukti hubungan atau dua saksi")


def test_each_way_out_that_the_code_knows_has_its_row():
    assert list(ExitKind.objects.values_list("code", flat=True)) == WayOut.values


def test_the_head_says_what_a_way_of_leaving_needs(client, login):
    login(Role.HEAD)
    kind = exit_kind("mitra")
    page = reverse("cases:exit_kind_edit", args=[kind.pk])
    client.post(page, {"needs_receiver": "on", "needs_identity": "on", "is_active": "on"})
    kind.refresh_from_db()
    assert (kind.needs_identity, kind.needs_items) == (True, False)
    assert Entry.objects.filter(verb="changed", object_id=kind.pk).exists()


def test_who_it_is_for_is_not_a_setting(client, login):
    login(Role.HEAD)
    kind = exit_kind()
    page = reverse("cases:exit_kind_edit", args=[kind.pk])
    client.post(page, {"to_family": "", "approval": "emergency", "is_active": "on"})
    kind.refresh_from_db()
    assert (kind.to_family, kind.approval) == (True, "usual")


def test_kinds_that_were_there_before_learn_what_they_need():
    """The data migration, on rows as they stood before it."""
    needs = [c.name for c in ExitKind._meta.fields if c.name.startswith("needs_")]
    expected = {kind.code: [getattr(kind, n) for n in needs] for kind in ExitKind.objects.all()}
    unset = [name for name in needs if name != "needs_receiver"]
    ExitKind.objects.update(to_family=False, for_adults=False, **dict.fromkeys(unset, False))
    [file] = Path("cases/migrations").glob("*_exit_kinds_say_what_they_need.py")
    migration = import_module(f"cases.migrations.{file.stem}")
    migration.say_what_they_need(apps, connection.schema_editor())
    now = {kind.code: [getattr(kind, n) for n in needs] for kind in ExitKind.objects.all()}
    assert now == expected
    assert exit_kind().to_family
    assert exit_kind("mandiri").for_adults
