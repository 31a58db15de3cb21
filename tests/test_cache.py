"""What stands in the cache is read, and never run."""

import base64
import datetime
import os
import pickle

import pytest
from django.core.cache import cache
from django.db import connection

from rptc import days

pytestmark = pytest.mark.django_db


class Program:
    """What pickle calls when it reads one of these."""

    def __init__(self, path):
        self.path = path

    def __reduce__(self):
        return os.mkdir, (str(self.path),)


def write(key, value):
    """As SQL of the run-time role may."""
    text = base64.b64encode(pickle.dumps(value)).decode()
    with connection.cursor() as cursor:
        cursor.execute(
            "UPDATE rptc_cache SET value = %s WHERE cache_key = %s", [text, f":1:{key}"]
        )
        assert cursor.rowcount == 1


def test_a_program_in_it_does_not_run(tmp_path):
    ran = tmp_path / "ran"
    cache.set("lookups-7", [])
    write("lookups-7", Program(ran))
    assert cache.get("lookups-7") is None
    assert not ran.exists()
    cache.set("lookups-7", [1])
    assert cache.get("lookups-7") == [1]


def test_plain_values_come_back_until_their_time_is_over(time_machine):
    time_machine.move_to(datetime.datetime(2026, 3, 10, 8, tzinfo=days.WITA))
    made = [(days.now(), ["sangkala", ""]), (1.5, None, True, {"a": 1})]
    cache.set("made", made, 60)
    assert not cache.add("made", 1, 60)
    assert cache.get_many(["made", "other"]) == {"made": made}
    time_machine.shift(datetime.timedelta(seconds=62))
    assert cache.get("made") is None
    assert cache.add("made", 1, 60)
    cache.set("made", 2, 60)
    cache.set("made", 3, None)
    time_machine.shift(datetime.timedelta(days=400))
    assert cache.get("made") == 3


def test_an_entry_is_written_in_one_statement(django_assert_num_queries):
    cache.set("made", 1)
    with django_assert_num_queries(1):
        cache.set("made", 2)
    with django_assert_num_queries(1):
        cache.set("new", 3)
    assert cache.get_many(["made", "new"]) == {"made": 2, "new": 3}
