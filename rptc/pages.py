"""Pages of a list that grows for ever, and the way back to the page one came from."""

from django.core.paginator import Page, Paginator
from django.db.models import Count, OuterRef, Subquery
from django.db.models.functions import Coalesce
from django.http import Http404
from django.utils.functional import cached_property
from django.utils.http import url_has_allowed_host_and_scheme

from rptc import days


def number_of(rows, key):
    """An annotation: how many of `rows` have this row as their `key`. Counted for the rows of one
    page, after it is cut; a joined Count is made for every row there is."""
    own = rows.filter(**{key: OuterRef("pk")}).order_by().values(key)
    return Coalesce(Subquery(own.annotate(number=Count("*")).values("number")), 0)


class LongList(Paginator):
    """Counts no further than `COUNTED` rows: to count all that ever was takes longer than to
    read the hundred of a page, and whoever looks for one filters. Where a number must be exact
    (what stands behind a cell), use `counted_page_of`."""

    COUNTED = 5_000

    @cached_property
    def count(self) -> int:
        counted = self.object_list.order_by().values("pk")[: self.COUNTED + 1].count()
        self.has_more = counted > self.COUNTED
        return min(counted, self.COUNTED)


# So many rows at most leave as one file (rptc/lists.py).
MOST_TAKEN = 5_000


def page_of(rows, request, size=100, pages=LongList) -> Page:
    """The page that the address asks for; what is no page is the first or the last one. How many
    rows it showed stands in the log (rptc/audit/looks.py). A file has one page, of all rows."""
    if getattr(request, "taking", None):
        every = Paginator(rows, MOST_TAKEN)
        if every.count <= MOST_TAKEN:
            return every.get_page(1)
        request.taking.refuse_as_too_long()
        request.taking = None
    request.page_shown = pages(rows, size).get_page(request.GET.get("page"))
    return request.page_shown


def counted_page_of(rows, request, size) -> Page:
    return page_of(rows, request, size, Paginator)


def list_shown(request, lists, default=None, if_empty=None):
    """The rows of the list that ?show= names, and what its page says of all of them (`show`,
    `title`, `counts`, and `here`, its own address among these). `lists`: {name: (title, rows)};
    without a name `default` or the first one, or, where that has no rows, `if_empty`."""
    show = request.GET.get("show")
    if show not in lists:
        show = default or next(iter(lists))
        if if_empty and not lists[show][1].exists():
            show = if_empty
    title, rows = lists[show]
    counts = [(rows.count(), label, f"?show={name}") for name, (label, rows) in lists.items()]
    return rows, {"show": show, "title": title, "counts": counts, "here": f"?show={show}"}


def is_key(typed: str) -> bool:
    """Can it be the key of a row? "²" is a digit, and no number."""
    return typed.isascii() and typed.isdigit() and len(typed) < 18


def key_in(request, name) -> int | None:
    """The key of a row in the address, as in `?person=12`; None where there stands none."""
    typed = request.GET.get(name, "")
    return int(typed) if is_key(typed) else None


def year_in(request, first) -> int:
    """The year that ?year= names, or this one. Raises Http404 where it is before the `first`, or
    still to come."""
    this_year = days.today().year
    year = key_in(request, "year") if "year" in request.GET else this_year
    if year is None or not first <= year <= this_year:
        raise Http404
    return year


def year_or_this(request, first) -> int:
    """The same; this one where there is no such year."""
    try:
        return year_in(request, first)
    except Http404:
        return days.today().year


def years_beside(year, first) -> dict:
    """What a page of one year says of it, and of the years to which it leads."""
    return {
        "year": year,
        "before": year - 1 if year > first else None,
        "after": year + 1 if year < days.today().year else None,
    }


def page_before(request, default):
    """The page of our own that `next` names: from there the form was opened; else `default`."""
    there = request.POST.get("next") or request.GET.get("next", "")
    return there if is_own_page(there, request) else default


def is_own_page(there, request) -> bool:
    """Whether it is the path of a page of ours. A word alone would be taken for the name of a
    page, which there is none of; `http://[` is no address at all."""
    is_path = there.startswith("/")
    return is_path and url_has_allowed_host_and_scheme(there, {request.get_host()})
