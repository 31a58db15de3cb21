"""Ports of 127.0.0.1 on which a test starts a server.

Below those that the system gives to whoever opens a connection: between being found and being
listened on, such a one is taken by somebody else now and then.
"""

import random
import socket
from contextlib import ExitStack, suppress

BELOW_THE_SYSTEMS = range(20_000, 32_000)


def free_ports(number: int) -> list[int]:
    """Different ones. Raises OSError where there are not so many."""
    found = []
    with ExitStack() as held:
        for port in random.sample(BELOW_THE_SYSTEMS, 100 + number):
            if len(found) == number:
                return found
            probe = held.enter_context(socket.socket())
            with suppress(OSError):
                probe.bind(("127.0.0.1", port))
                found.append(port)
    raise OSError(f"Only {len(found)} ports are free.")


def free_port() -> int:
    return free_ports(1)[0]
