"""{% load lists %}: what stands above and below a list that can be kept and taken out."""

from django import template

from rptc.accounts.filters.forms import SavedFilterForm
from rptc.accounts.filters.models import SavedFilter
from rptc.kept import kept_rows

register = template.Library()

KEEPS = "accounts.keep_filter"
# More chips than this are no choice; all of them stand in "Saringan saya".
MOST_CHIPS = 12


@register.inclusion_tag("components/kept_filters.html", takes_context=True)
def kept_filters(context):
    """{% kept_filters %}, above the rows: the filters of this list that were kept, and whether
    the one in the address is told whole."""
    request = context["request"]
    listing, chips = request.listing, []
    if request.user.has_perm(KEEPS):
        chips = kept_rows(_filters, request.user, request.path)
    for chip in chips:
        chip.is_current = chip.query == listing.query
        chip.is_own = chip.recorded_by_id == request.user.pk
    return {
        "chips": chips[:MOST_CHIPS],
        "has_more": len(chips) > MOST_CHIPS,
        "leaves_out": listing.leaves_out,
    }


def _filters(user, path):
    rows = SavedFilter.objects.shown_to(user).filter(path=path)
    return rows.order_by("name", "pk")[: MOST_CHIPS + 1]


@register.inclusion_tag("components/list_tools.html", takes_context=True)
def list_tools(context):
    """{% list_tools %}, below the rows: to keep this filter under a name, and to take the rows
    out as a file."""
    request = context["request"]
    listing = request.listing
    keep = None
    if listing.query and request.user.has_perm(KEEPS):
        told = {"name": listing.words, "address": listing.address}
        keep = SavedFilterForm(initial=told, auto_id="simpan_%s")
    return {
        "keep": keep,
        "listing": listing,
        "csrf_token": context["csrf_token"],
    }
