from urllib.parse import urlencode

from django import template
from django.urls import reverse
from django.utils.html import format_html

from reports.figures.recap.files import HIDDEN, shown

register = template.Library()
register.filter("sel", shown)


@register.simple_tag
def cell(recap, row, sex, cells):
    """{% cell recap row "L" cells %}: a number of the table, which opens the rows behind it."""
    number = {"L": row.male, "P": row.female, "": row.total}[sex]
    if not number or not cells:
        return shown(number)
    address = f"{cells}?{recap.query}"
    if row.classification:
        address += f"&classification={row.classification.code}"
    if sex:
        address += f"&sex={sex}"
    return format_html('<a class="cell" href="{}">{}</a>', address, shown(number))


@register.simple_tag
def cut_cell(table, line, sex, opens=True):
    """{% cut_cell table line "L" %}: the same of a cut."""
    number = {"L": line.male, "P": line.female, "": line.total}[sex]
    if not number or not opens:
        return shown(number)
    asked = {} if line.key is None else {"row": line.key}
    asked |= {"sex": sex} if sex else {}
    address = f"{reverse('reports:recap_cuts_cell')}?{table.query}"
    if asked:
        address += f"&{urlencode(asked)}"
    return format_html('<a class="cell" href="{}">{}</a>', address, shown(number))


@register.filter
def selisih(number):
    """+75, −178, 0; a hidden difference as a hidden number."""
    if number is None:
        return HIDDEN
    sign = "+" if number > 0 else "−" if number < 0 else ""
    return f"{sign}{shown(abs(number))}"
