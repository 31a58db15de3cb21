"""The register of triggers with an index says what pgtrigger's own would say."""

import pgtrigger
import pytest
from pgtrigger import registry

from rptc.triggers import Indexed

THERE = registry._registry  # noqa: SLF001
OF_PGTRIGGER = Indexed.__base__


def test_the_index_is_what_a_walk_through_all_finds():
    assert isinstance(THERE, Indexed)
    assert THERE.by_db_table == OF_PGTRIGGER.by_db_table.fget(THERE)
    assert THERE.pg_function_names == OF_PGTRIGGER.pg_function_names.fget(THERE)
    assert len(THERE.by_db_table) == len(THERE)


def test_a_name_that_is_taken_on_a_table_is_refused():
    uri, (model, _) = next(iter(THERE.items()))
    other = pgtrigger.Trigger(
        name=uri.partition(":")[2],
        when=pgtrigger.Before,
        operation=pgtrigger.Truncate,
        func="RETURN NULL;",
    )
    with pytest.raises(KeyError, match="already used"):
        THERE[uri] = (model, other)
