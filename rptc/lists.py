"""Lists that can be taken out as a file, and kept with their filter (docs/rules.md, Lists).

A room declares a list once, beside its view: what it is called, what its address may ask, and the
columns of its file. The file comes from the very page that shows the rows, so it holds the same
rows in the same order, under the same right and the same masks; it is asked for by POST.

    TASKS = Listed("tugas", "Tugas", asks=["show"], columns=[Column("Batas", ...)])

    @may_list("cases.view_task", TASKS)
    def task_list(request):
        ...
        return render_list(request, "cases/house/task_list.html", context)
"""

import hashlib
import re
from collections.abc import Callable
from dataclasses import dataclass, field
from functools import lru_cache, wraps
from html import unescape
from typing import Any
from urllib.parse import urlencode

from crispy_forms.templatetags.crispy_forms_filters import as_crispy_form
from django import forms
from django.http import HttpResponse, HttpResponseNotAllowed, QueryDict
from django.shortcuts import render
from django.template.loader import render_to_string
from django.utils.html import strip_tags
from django.utils.safestring import SafeString, mark_safe

from rptc import days, words
from rptc.admission import may_list as admits
from rptc.audit.looks import asked_in
from rptc.audit.record import record
from rptc.forms import ChoiceButtons
from rptc.pages import MOST_TAKEN
from rptc.sheets import CSV, XLSX, Cell, csv_of, xlsx_of
from rptc.widgets import plain_field

TAKES, NAMES = "audit.take_list", "cases.export_names"


@dataclass(frozen=True)
class Column:
    """One column of a file: its head, and what it says of a row to this reader.

    `names`: it tells who a klien is (a name, the number of a file), or holds words typed freely.
    `about`: it tells what is so of one (K3, rptc/classes.py). No file holds both: it says who, or
    what, and never what of whom; what is compared with the files does, with a reason
    (docs/rules.md, Lists). Free words about a klien stand in no column.
    """

    head: str
    read: Callable[[Any, Any], Cell]
    names: bool = False
    about: bool = False


@dataclass(frozen=True)
class Listed:
    """A list of ours: `name` begins the name of its file, `title` is what it is called, `asks`
    what its address may ask for, `columns` what its file holds (none: it is not taken out)."""

    name: str
    title: str
    asks: list[str]
    columns: list[Column] = field(default_factory=list)

    def query(self, asked: QueryDict) -> str:
        """Of what an address asks, what this list knows; in one order, so that two that ask the
        same are the same."""
        known = [(name, value) for name in self.asks for value in asked.getlist(name) if value]
        return urlencode(known)


class TakeForm(forms.Form):
    """Names leave the house with a reason, which the head reads in the list of the month."""

    with_names = forms.BooleanField(
        label="Dengan nama, NIK dan keterangan",
        required=False,
        help_text="Tanpa ini nama ditulis dengan inisial.",
    )
    reason = forms.CharField(
        label="Untuk apa",
        required=False,
        min_length=10,
        max_length=200,
        help_text="Wajib bila dengan nama. Kepala UPT dan pejabat PDP membacanya.",
    )

    def clean(self):
        cleaned = super().clean()
        if cleaned.get("with_names") and not cleaned.get("reason") and "reason" in cleaned:
            self.add_error("reason", "Tulis untuk apa nama-nama ini diperlukan.")
        return cleaned


class TakeListForm(TakeForm):
    """Whether names go along is asked of whoever may take them out, where the list has some."""

    kind = forms.ChoiceField(
        label="Jenis berkas",
        choices=[("xlsx", "Excel"), ("csv", "CSV")],
        initial="xlsx",
        widget=ChoiceButtons,
    )
    field_order = ["kind", "with_names", "reason"]

    def __init__(self, *args, asks_names, **kwargs):
        super().__init__(*args, auto_id="ambil_%s", **kwargs)
        if asks_names:
            self.fields["with_names"].label = "Dengan nama dan nomor berkas"
            self.fields[
                "with_names"
            ].help_text = "Tanpa klasifikasi dan keterangan lain tentang klien."
        else:
            del self.fields["with_names"], self.fields["reason"]

    def refuse_as_too_long(self):
        self.add_error(
            None, f"Lebih dari {words.angka(MOST_TAKEN)} baris. Persempit dengan saringan."
        )


def words_of(drawn) -> str:
    """The words of what a page draws for a row: a file says what the screen says."""
    return " ".join(unescape(strip_tags(drawn)).split())


def part_of(template, **told) -> str:
    """The words of a part of a page."""
    return words_of(render_to_string(template, told))


def may_list(permission, listed):
    """Above a page that lists: it is read by who has the right, and who may take lists out gets
    its file by POST; for others there is nothing to send."""

    def declared(view):
        @wraps(view)
        def shown(request, *args, **kwargs):
            request.listing = Listing(request, listed)
            if request.method == "POST":
                if not request.listing.is_taken_out:
                    return HttpResponseNotAllowed(["GET", "HEAD"])
                if request.listing.form.is_valid():
                    request.taking = request.listing.form
                    # What leaves the house is not what the house must know: who is house staff and
                    # a social worker in one takes out what the latter reads.
                    request.user.asks_as_house = False
            return view(request, *args, **kwargs)

        shown.listed = listed
        return admits(permission)(shown)

    return declared


@lru_cache(maxsize=2)
def empty_fields(asks_names: bool) -> SafeString:
    fields = "".join(map(plain_field, TakeListForm(asks_names=asks_names)))
    # Crispy leaves a line for each thing that a field does not have.
    return mark_safe(re.sub(r"\n\s+", "\n", fields))  # noqa: S308 (of fields)


class Listing:
    """One showing of a list: what its tools stand on (rptc/templatetags/lists.py)."""

    def __init__(self, request, listed):
        self.request, self.listed = request, listed
        self.query = listed.query(request.GET)
        self.is_taken_out = bool(listed.columns) and request.user.has_perm(TAKES)
        self.leaves_out, self.words = False, listed.title
        if self.is_taken_out and request.method == "POST":
            self.form = TakeListForm(request.POST, asks_names=self.asks_names)

    @property
    def asks_names(self):
        names = any(column.names for column in self.listed.columns)
        return names and self.request.user.has_perm(NAMES)

    @property
    def fields(self) -> SafeString:
        """Of the form for the file: what was sent, or the empty one, which is drawn once."""
        form = getattr(self, "form", None)
        return as_crispy_form(form) if form else empty_fields(self.asks_names)

    @property
    def address(self):
        return f"{self.request.path}?{self.query}"

    @property
    def address_of_file(self):
        """All that is asked, also what is not kept (of one klien); of all pages."""
        asked = self.request.GET.copy()
        asked.pop("page", None)
        return f"{self.request.path}?{asked.urlencode()}"


def render_list(request, template, context):
    """The page, or the file of its rows where one was asked for."""
    listing = request.listing
    if getattr(request, "taking", None):
        return _file(request, listing.listed, list(context["page_obj"].object_list))
    listing.leaves_out = _leaves_out(request, context)
    listing.words = _in_words(context) or listing.listed.title
    return render(request, template, context)


def _file(request, listed, rows):
    told = request.taking.cleaned_data
    named, user = bool(told.get("with_names")), request.user
    columns = [each for each in listed.columns if not (each.about if named else each.names)]
    heads = [column.head for column in columns]
    lines = [[column.read(row, user) for column in columns] for row in rows]
    text = csv_of(heads, lines)
    # Of the rows themselves: the same whoever takes them, when, and as what.
    sha256 = hashlib.sha256(text).hexdigest()
    kind = "dengan nama" if named else "tanpa nama"
    details = {"rows": len(lines), "sha256": sha256, "reason": told.get("reason", "")}
    if asked := asked_in(request):
        details["asked"] = asked
    record(user, "exported", page=f"daftar {listed.title.lower()} {kind}", **details)
    if told["kind"] == "csv":
        return _download(text, CSV, f"{listed.name}.csv")
    at = f"{days.now().astimezone(days.WITA):%d/%m/%Y %H.%M}"
    origin = f"Diambil {user}, {at}, {len(lines)} baris, {kind}, {sha256}"
    return _download(
        xlsx_of(listed.title, heads, lines, origin=origin), XLSX, f"{listed.name}.xlsx"
    )


def _download(content, content_type, name):
    disposition = f'attachment; filename="{name}"'
    return HttpResponse(
        content, content_type=content_type, headers={"Content-Disposition": disposition}
    )


def _leaves_out(request, context):
    """Does the address ask for what this reader has not: a choice that there is not for them, or
    rows of which they may not know whether they are among these? It is told, never which."""
    chosen = context.get("filter")
    form = _form_of(chosen)
    if (form is not None and form.errors) or getattr(chosen, "leaves_out", False):
        return True
    asked = request.GET
    return any(
        asked.get(name) and name in context and asked[name] != context[name]
        for name in ("show", "order", "worker")
    )


def _form_of(chosen):
    return chosen["form"] if isinstance(chosen, dict) else getattr(chosen, "form", None)


def _in_words(context):
    """What is shown, as the name under which it may be kept: never what was typed."""
    form, said = _form_of(context.get("filter")), []
    for bound in form or []:
        value = bound.value()
        # A partner may be closed to who reads the name of the filter.
        if bound.name in {"q", "partner"} or not value:
            continue
        choices = dict(_choices(bound.field))
        said.append(choices.get(str(value), "") if choices else str(value))
    return ", ".join(filter(None, said))[:60] or context.get("title", "")


def _choices(asked):
    for value, label in getattr(asked, "choices", []):
        if not isinstance(label, list | tuple):
            yield str(value), str(label)
