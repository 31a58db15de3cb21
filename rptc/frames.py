"""Room for the frames of a request.

Up to 3.13 CPython keeps the frames of calls in pieces of 16 KB, and gives a piece back to the
kernel as soon as it is empty (python/cpython, issue 142183). A call that happens to lie at the end
of a piece asks for memory and gives it back each time it is made: 3,300 times for one page of a
file, two fifths of its time. Which calls these are follows from the depth alone, so another
decorator or proxy moves it to another page. A frame that says that it is large is given a large
piece, and what it calls finds room there.
"""

from collections.abc import Callable
from functools import wraps

# Of eight bytes; the piece is the next power of two: 512 KB, of which 200 KB are for the calls.
# Nothing of it takes memory before it is written to.
SLOTS = 40_000


def with_room(function: Callable) -> Callable:
    """The same function; whatever it calls lies in one piece of memory."""

    @wraps(function)
    def call(*args, **kwargs):
        return function(*args, **kwargs)

    call.__code__ = call.__code__.replace(co_stacksize=SLOTS)
    return call
