"""Only UTF-8 is read.

Django reads the address in the charset that the sender names, before any middleware could look:
of `rot13` it knows no text and fails, and out of `utf-7` come halves of letters that no page can
print. No browser sends another charset than that of the page, so the request is refused.
"""

from django.utils.http import parse_header_parameters

REFUSED = b"Halaman ini hanya membaca UTF-8. Kirim lagi dari peramban."
HEADERS = [("Content-Type", "text/plain; charset=utf-8"), ("Cache-Control", "no-store")]


def only_utf8(application):
    """The WSGI application, which is asked only what is written in UTF-8."""

    def answer(environ, start_response):
        if is_utf8(environ.get("CONTENT_TYPE", "")):
            return application(environ, start_response)
        start_response("400 Bad Request", HEADERS)
        return [REFUSED]

    return answer


def is_utf8(content_type):
    try:
        _, parameters = parse_header_parameters(content_type)
    except ValueError:
        return False
    return parameters.get("charset", "utf-8").lower() in {"utf-8", "utf8"}
