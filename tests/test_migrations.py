"""Migrations go forward alone: the way back is the database of before (README, Upgrade)."""

import pytest
from django.core.management import CommandError, call_command
from django.db import connection, models
from django.db.migrations import operations
from django.db.migrations.recorder import MigrationRecorder

from rptc.management.commands.migrate import DrawnAlone
from tests.database_roles import as_owner


@pytest.mark.django_db
def test_none_goes_backward():
    applied = MigrationRecorder.Migration.objects.count()
    tables = connection.introspection.table_names()
    with as_owner(), pytest.raises(CommandError, match="tidak dijalankan mundur"):
        call_command("migrate", "cases", "zero", verbosity=0)
    assert MigrationRecorder.Migration.objects.count() == applied
    assert connection.introspection.table_names() == tables


class Library:
    """A model, and one that refers to it, between two operations."""

    def __init__(self):
        self.state = DrawnAlone()
        self.do(operations.CreateModel("Book", [("key", models.AutoField(primary_key=True))]))
        lent = ("book", models.ForeignKey("library.Book", models.PROTECT))
        self.do(operations.CreateModel("Loan", [("id", models.AutoField(primary_key=True)), lent]))

    def do(self, operation):
        self.state = self.state.clone()
        operation.state_forwards("library", self.state)

    def drawn(self, name):
        return self.state.apps.get_model("library", name)

    @property
    def reference(self):
        """Table, column and type that a loan knows of a book."""
        field = self.drawn("Loan")._meta.get_field("book")
        there = field.target_field
        return there.model._meta.db_table, there.column, field.db_type(connection)


def test_a_changed_model_is_drawn_alone():
    library = Library()
    book, loan = library.drawn("Book"), library.drawn("Loan")
    library.do(operations.AddField("Book", "title", models.TextField(default="")))
    assert library.drawn("Loan") is loan
    assert library.drawn("Book") is not book
    assert library.drawn("Book")._meta.get_field("title")
    library.do(
        operations.AddField("Loan", "copy", models.ForeignKey("library.Book", models.CASCADE))
    )
    assert library.drawn("Loan")._meta.get_field("copy").related_model is library.drawn("Book")


CHANGES = {
    operations.AlterField("Book", "key", models.BigAutoField(primary_key=True)): (
        "library_book",
        "key",
        "bigint",
    ),
    operations.RenameField("Book", "key", "number"): ("library_book", "number", "integer"),
    operations.RenameModel("Book", "Volume"): ("library_volume", "key", "integer"),
}


@pytest.mark.parametrize("change", CHANGES, ids=lambda change: type(change).__name__)
def test_what_refers_to_a_changed_column_or_table_is_drawn_too(change):
    library = Library()
    assert library.reference == ("library_book", "key", "integer")
    library.do(change)
    assert library.reference == CHANGES[change]
