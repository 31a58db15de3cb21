"""Every PDF of the house comes out of `pdf()`: one font, one stylesheet, nothing fetched."""

import atexit
import base64
import re
from functools import cache
from pathlib import Path

import fontpkg
from django.conf import settings
from django.http import HttpResponse
from django.template.loader import render_to_string

PAPERS = {"A4": "A4", "F4": "215mm 330mm"}
FONT = "Arimo"
# A browser drops white space at the edge of a block; WeasyPrint breaks a line at it.
BLOCK = "p|h[1-6]|li|dt|dd|th|td|div|section|caption"
EDGES = re.compile(rf"(?:(?<=<br>)|(<(?:{BLOCK})(?:\s[^<>]*)?>))\s+|\s+(?=</(?:{BLOCK})>|<br>)")


def pdf(template: str, context: dict, *, paper: str = "A4") -> bytes:
    """The template printed on A4 or F4 (folio), as a tagged PDF that screen readers can follow.

    The same template and context give the same bytes when SOURCE_DATE_EPOCH is set.
    """
    return pdf_and_pages(template, context, paper=paper)[0]


def pdf_and_pages(template: str, context: dict, *, paper: str = "A4") -> tuple[bytes, int]:
    """The same, and how many pages it has."""
    # 0.6 s: paid by the process that prints, not by each one that starts.
    from weasyprint import HTML

    fonts, sheets = styles(paper)
    page = HTML(string=without_edges(template, context), url_fetcher=data_only_fetcher())
    document = page.render(stylesheets=sheets, font_config=fonts)
    return document.write_pdf(pdf_variant="pdf/ua-1"), len(document.pages)


def without_edges(template: str, context: dict) -> str:
    return EDGES.sub(lambda edge: edge[1] or "", render_to_string(template, context))


def pdf_answer(content: bytes, name: str) -> HttpResponse:
    """A PDF that the browser shows. `name` is what it is saved as, without .pdf."""
    answer = HttpResponse(content, content_type="application/pdf")
    answer["Content-Disposition"] = f'inline; filename="{name}.pdf"'
    return answer


@cache
def styles(paper: str):
    """The fonts and the stylesheets of a paper."""
    from weasyprint import CSS

    fonts, sheets = styles_of_every_paper()
    size = f"@page {{ size: {PAPERS[paper]} }}"
    return fonts, [*sheets, CSS(string=size, url_fetcher=data_only_fetcher())]


@cache
def styles_of_every_paper():
    """Read once a process: to read them takes several times as long as to print a page."""
    from weasyprint import CSS
    from weasyprint.text.fonts import FontConfiguration

    fonts, fetcher = FontConfiguration(), data_only_fetcher()
    texts = [font_faces(), letter_css()]
    sheets = [CSS(string=text, font_config=fonts, url_fetcher=fetcher) for text in texts]
    # WeasyPrint cannot put its fonts away any more when Python itself is being taken down.
    atexit.register(put_away)
    return fonts, sheets


def put_away():
    styles.cache_clear()
    styles_of_every_paper.cache_clear()


def data_only_fetcher():
    """WeasyPrint's own fetcher reads local files and calls any host."""
    from weasyprint.urls import URLFetcher

    return URLFetcher(allowed_protocols=["data"], allow_redirects=False)


@cache
def font_faces() -> str:
    return "".join(font_face(style) for style in ("normal", "italic"))


def font_face(style: str) -> str:
    file = base64.b64encode(fontpkg.path(FONT, style=style).read_bytes()).decode()
    # No font-weight: the file holds all of them, and WeasyPrint then draws the real bold.
    return (
        f"@font-face {{ font-family: {FONT}; font-style: {style};"
        f" src: url(data:font/ttf;base64,{file}) }}"
    )


def letter_css() -> str:
    return Path(settings.BASE_DIR, "static/css/letter.css").read_text()
