"""The drawings of a page: shapes of states, icons, the sail.

All are in one template, and a page brings those that it names: all of them would be a third of a
list, on telephones as well, where the menu with most icons is not shown.
"""

import re
from functools import lru_cache

from django.conf import settings
from django.template.loader import render_to_string

NAMED = re.compile(r'<use\s+href="#([\w-]+)"')
DRAWN = re.compile(r'<symbol id="([\w-]+)".*?</symbol>', re.DOTALL)
# A page that fetches a part later (htmx, static/js/likely.js) brings what such parts name.
FETCHES = re.compile(r"\s(?:hx-get|hx-post|data-likely)=")
FETCHED = frozenset("s-due s-late s-ok s-wait i-alert i-edit i-face i-people".split())


def drawings_for(page: str) -> str:
    named = frozenset(NAMED.findall(page))
    return _drawn(named | FETCHED if FETCHES.search(page) else named)


@lru_cache(maxsize=1000)
def _draw(names: frozenset[str]) -> str:
    every = DRAWN.finditer(render_to_string("components/sprite.html").replace("\n", " "))
    those = [drawing[0].replace("> <", "><") for drawing in every if drawing[1] in names]
    return "".join(["<svg hidden>", *those, "</svg>\n"])


# Pages name few different ones; but where templates are being written, they are read each time.
_drawn = _draw.__wrapped__ if settings.DEBUG else _draw
