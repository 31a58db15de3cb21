"""Several people at once, each with a connection of their own."""

from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

from django.db import connection
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
