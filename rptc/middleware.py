import re
from contextlib import suppress

from django.http.request import UnreadablePostError

# Nobody sees them. Some turn the reading direction of the words after them, some stand within a
# word and part it: pasted along from a chat, or sent so that a name reads otherwise or is not
# found on a list (Unicode, UAX 9 and UAX 44, Default_Ignorable). PostgreSQL keeps no NUL.
UNSEEN = re.compile("[\0\u00ad\u061c\u180e\u200b-\u200f\u202a-\u202e\u2060-\u2069\ufeff]")


class ReadableText:
    """Whatever is typed, in a form or in an address, arrives without signs that nobody
    sees: here, because some pages read their fields by hand."""

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        request.GET = _readable(request.GET)
        # Of a connection that broke nothing is read: Django refuses it by its missing token.
        with suppress(UnreadablePostError):
            request.POST = _readable(request.POST)
        return self.get_response(request)


def _readable(typed):
    if not any(UNSEEN.search(value) for _, values in typed.lists() for value in values):
        return typed
    readable = typed.copy()
    for name, values in typed.lists():
        readable.setlist(name, [UNSEEN.sub("", value) for value in values])
    readable._mutable = False
    return readable


class NoStore:
    """Pages with people's data stay in no cache: after logout, Back shows nothing."""

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        response = self.get_response(request)
        if not response.has_header("Cache-Control"):
            response["Cache-Control"] = "no-store"
        return response
