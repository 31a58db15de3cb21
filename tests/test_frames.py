"""Room for the frames of a request."""

import resource

from rptc.frames import with_room

DEPTHS, CALLS = 150, 300


def faults() -> int:
    return resource.getrusage(resource.RUSAGE_SELF).ru_minflt


def called_at(depth: int) -> int:
    """How often memory is asked for by calls that are made at this depth."""
    if depth:
        return called_at(depth - 1)
    before = faults()
    for _ in range(CALLS):
        a_call()
    return faults() - before


def a_call():
    """Its frame is larger than that of one depth more, so at some depth it crosses the end."""
    a = b = c = d = e = f = g = h = i = j = k = m = n = o = p = q = 0
    return a, b, c, d, e, f, g, h, i, j, k, m, n, o, p, q


def worst() -> int:
    """Of all depths; a piece of 16 KB ends within them whatever lies beneath."""
    return max(called_at(depth) for depth in range(DEPTHS))


def test_no_call_asks_for_memory_each_time():
    assert with_room(worst)() < CALLS


def test_the_function_stays_the_same():
    def told(first, *, second):
        return first, second

    assert with_room(told)(1, second=2) == (1, 2)
