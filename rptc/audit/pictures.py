"""Pictures on a page: the line of the page tells of them.

A browser asks for each picture by itself, so that a board of forty beds would leave forty lines
besides its own. The address of a picture on a page carries a mark that was made for this picture
and this reader when the page was shown; with it the picture is no look of its own. Whoever asks
for a picture in any other way leaves a line.
"""

from datetime import timedelta

from django.core import signing

from rptc.audit.request import current_request

SALT = "rptc.audit.pictures"
# As long as a page stays open and is drawn again.
GOOD_FOR = timedelta(hours=1)


def mark_of(number: int) -> str:
    """For the address of a picture on the page that is being made; "" outside of a request. A
    picture that stands there twice has one address: a mark says when it was made."""
    request = current_request.get()
    if request is None:
        return ""
    marks = vars(request).setdefault("picture_marks", {})
    if number not in marks:
        marks[number] = signing.dumps([number, request.user.pk], salt=SALT)
    return marks[number]


def came_with_a_page(request, number: int) -> bool:
    try:
        marked = signing.loads(request.GET.get("with", ""), salt=SALT, max_age=GOOD_FOR)
    except signing.BadSignature:
        return False
    return marked == [number, request.user.pk]
