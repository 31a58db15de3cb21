from urllib.parse import urlencode

from django import template
from django.urls import reverse
from django.utils.html import format_html

from reports.figures.recap.files import shown

register = template.Library()


@register.simple_tag
def returns_figure(ledger, line, number, opens, within=None, returned=False):
    """{% returns_figure ledger line cell.back True within=7 returned=True %}: a number of the
    table, which opens the people behind it."""
    if not number or not opens:
        return shown(number)
    asked = {"cut": ledger.cut.value}
    if line.key is not None:
        asked["key"] = line.key
    if within:
        asked["within"] = within
    if returned:
        asked["returned"] = 1
    address = f"{reverse('reports:returns_people')}?{ledger.period.query}&{urlencode(asked)}"
    if within and not returned:
        return format_html('<a href="{}">{}</a>', address, shown(number))
    return format_html('<a class="cell" href="{}">{}</a>', address, shown(number))
