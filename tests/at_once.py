"""Several people at once, each with a connection of their own."""

from concurrent.futures import ThreadPoolExecutor, wait
from contextlib import contextmanager
from threading import Barrier

from django.db import connection, transaction
from django.test import Client


def at_once(*posts):
    """posts: (user, url, data). All begin together; their answers in the same order."""
    barrier = Barrier(len(posts))

    def send(post):
        user, url, data = post
        client = Client()
        client.force_login(user)
        barrier.wait()
        try:
            return client.post(url, data)
        finally:
            connection.close()

    with ThreadPoolExecutor(len(posts)) as pool:
        return list(pool.map(send, posts))


@contextmanager
def before_commit(act):
    """The block, and before it commits `act` in a connection of its own: that is over then, or
    waits for what the block has locked, and is over afterwards. Raises what `act` raises."""
    with ThreadPoolExecutor(1) as pool:
        with transaction.atomic():
            yield
            other = pool.submit(_alone, act)
            while not wait([other], timeout=0.05).done and not _holds_another_up():
                pass
        other.result()


def elsewhere(act):
    """`act` in a connection of its own, to its end."""
    with ThreadPoolExecutor(1) as pool:
        pool.submit(_alone, act).result()


def _alone(act):
    try:
        act()
    finally:
        connection.close()


def _holds_another_up():
    with connection.cursor() as cursor:
        cursor.execute("""
            SELECT EXISTS (SELECT FROM pg_locks
                            WHERE NOT granted AND pg_backend_pid() = ANY (pg_blocking_pids(pid)))
        """)
        return cursor.fetchone()[0]
