"""Paper: one font, the right size, and nothing fetched whatever the text says."""

import io
import threading
from http.server import BaseHTTPRequestHandler, HTTPServer

import pytest
from pypdf import PdfReader
from pypdf.generic import StreamObject
from weasyprint import HTML

from rptc.letters.models import Emblem, Unit
from rptc.printing import data_only_fetcher, pdf
from tests import pictures

MILLIMETRE = 72 / 25.4
SECRET = "rahasia berkas 0398"

# Thirteen ways in which HTML asks for something else, each tried with a file and with a host.
VECTORS = {
    "image": '<img src="{0}">',
    "srcset": '<img srcset="{0} 2x">',
    "svg_image": '<svg><image xlink:href="{0}" href="{0}" width="9" height="9"/></svg>',
    "svg_use": '<svg><use xlink:href="{0}#a" href="{0}#a"/></svg>',
    "stylesheet": '<link rel="stylesheet" href="{0}">',
    "import": "<style>@import url({0})</style>",
    "background": '<p style="background: url({0})">x</p>',
    "content": "<style>p::before {{ content: url({0}) }}</style><p>x</p>",
    "list": '<ul style="list-style-image: url({0})"><li>x</li></ul>',
    "font": "<style>@font-face {{ font-family: f; src: url({0}) }} p {{ font-family: f }}</style>"
    "<p>x</p>",
    "object": '<object data="{0}"></object>',
    "link_attachment": '<link rel="attachment" href="{0}">',
    "anchor_attachment": '<p><a rel="attachment" href="{0}">x</a></p>',
}


class Canary(HTTPServer):
    """A host that remembers who called."""

    def __init__(self):
        super().__init__(("127.0.0.1", 0), CanaryHandler)
        self.calls = []

    @property
    def address(self):
        return f"http://127.0.0.1:{self.server_port}/canary"


class CanaryHandler(BaseHTTPRequestHandler):
    def do_GET(self):
        self.server.calls.append(self.path)
        self.send_response(404)
        self.end_headers()

    def log_message(self, *args):
        pass


@pytest.fixture
def canary():
    server = Canary()
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01})
    thread.start()
    yield server
    server.shutdown()
    thread.join()
    server.server_close()


@pytest.fixture
def secret_file(tmp_path):
    path = tmp_path / "secret.txt"
    path.write_text(SECRET)
    return path


def leaks(document):
    """Does any part of the PDF, attachments included, carry the secret file with it?"""
    reader = PdfReader(io.BytesIO(document))
    parts = map(reader.get_object, range(1, reader.trailer["/Size"]))
    streams = [part.get_data() for part in parts if isinstance(part, StreamObject)]
    return any(SECRET.encode() in stream for stream in streams) or SECRET in page_text(document)


def page_text(document):
    return "\n".join(page.extract_text() for page in PdfReader(io.BytesIO(document)).pages)


def printed(html, **options):
    return HTML(string=html, **options).write_pdf()


@pytest.mark.parametrize("vector", VECTORS)
def test_no_vector_reads_a_file_or_calls_a_host(vector, canary, secret_file):
    for address in [secret_file.as_uri(), canary.address]:
        html = VECTORS[vector].format(address)
        assert not leaks(printed(html, url_fetcher=data_only_fetcher()))
    assert canary.calls == []


def test_the_vectors_do_bite_without_our_fetcher(canary, secret_file):
    """Or the test above could not fail."""
    files = [printed(html.format(secret_file.as_uri())) for html in VECTORS.values()]
    for html in VECTORS.values():
        printed(html.format(canary.address))

    assert sum(map(leaks, files)) == 2
    assert len(canary.calls) >= 10


# Our own pages


@pytest.fixture
def page(settings, tmp_path):
    """print(paper=...) -> the PDF of a page as letters and recaps are made."""
    (tmp_path / "page.html").write_text(
        '{% extends "base_print.html" %}{% block title %}Surat{% endblock %}'
        '{% block content %}{% include "components/letterhead.html" %}<p>Isi <b>tebal</b></p>'
        "{% endblock %}"
    )
    (engine,) = settings.TEMPLATES
    settings.TEMPLATES = [{**engine, "DIRS": [*engine["DIRS"], tmp_path]}]
    unit = Unit(postal_code="90225", phone="(0411) 000000")
    unit.emblem = Emblem(content=pictures.jpeg())
    return lambda **options: pdf("page.html", {"unit": unit}, **options)


def test_everything_is_in_our_font_embedded(page):
    fonts = [
        font.get_object()
        for sheet in PdfReader(io.BytesIO(page())).pages
        for font in sheet["/Resources"]["/Font"].values()
    ]
    names = {font["/BaseFont"].partition("+")[2] for font in fonts}

    assert names == {"Arimo", "Arimo-Bold"}
    for font in fonts:
        assert "/FontFile2" in font["/DescendantFonts"][0].get_object()["/FontDescriptor"]


def test_the_page_number_and_the_letterhead_are_text(page):
    text = page_text(page())

    assert "PEMERINTAH KOTA MAKASSAR" in text
    assert "Halaman 1 dari 1" in text


@pytest.mark.parametrize(("paper", "size"), [("A4", (210, 297)), ("F4", (215, 330))])
def test_the_paper_has_its_size(page, paper, size):
    box = PdfReader(io.BytesIO(page(paper=paper))).pages[0].mediabox

    assert (round(box.width / MILLIMETRE), round(box.height / MILLIMETRE)) == size


def test_screen_readers_can_follow(page):
    root = PdfReader(io.BytesIO(page())).root_object

    assert root["/MarkInfo"]["/Marked"]
    assert root["/Lang"] == "id"


def test_same_letter_gives_same_bytes(page, monkeypatch):
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "1700000000")

    assert page() == page()


def test_our_own_pages_leave_nothing_to_complain_of(page, caplog):
    """WeasyPrint's log is where a misspelt property or a blocked address would show."""
    page()

    assert [record.getMessage() for record in caplog.records] == []
