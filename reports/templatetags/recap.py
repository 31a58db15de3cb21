from urllib.parse import urlencode

from django import template
from django.urls import reverse
from django.utils.html import escape, format_html
from django.utils.safestring import mark_safe

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


@register.simple_tag
def chips(links):
    """{% chips links %}: links side by side (reports/figures/recap/links.py)."""
    return mark_safe("\n".join(map(_chip, links)))  # noqa: S308 (escaped)


def _chip(link):
    current = f' aria-current="{link.current}"' if link.current else ""
    spoken = f' aria-label="{escape(link.spoken)}"' if link.spoken else ""
    return f'<a href="{escape(link.address)}"{current}{spoken}>{escape(link.text)}</a>'


@register.simple_tag
def sex_bar(bar):
    """{% sex_bar bar %}: L and P of a row as a bar below its name; JUMLAH has none."""
    if not bar:
        return ""
    return format_html(
        '<svg class="rp-mf" viewBox="0 0 300 10" preserveAspectRatio="none" aria-hidden="true">'
        '<rect class="l" width="{male}" height="10"/>'
        '<rect class="p" x="{male}" y=".5" width="{female}" height="9"/></svg>',
        **bar,
    )


@register.simple_tag
def number_cells(rows):
    """{% number_cells line.earlier %}: the totals of a class in earlier years, a cell each; a
    point where the class was none."""
    return mark_safe("\n".join(map(_number_cell, rows)))  # noqa: S308 (numbers)


def _number_cell(row):
    if row is None:
        point = '<span role="img" aria-label="kelas tidak ada">·</span>'
        return f'<td class="num rp-muted">{point}</td>'
    return f'<td class="num">{shown(row.total)}</td>'


@register.filter
def selisih(number):
    """+75, −178, 0; a hidden difference as a hidden number."""
    if number is None:
        return HIDDEN
    sign = "+" if number > 0 else "−" if number < 0 else ""
    return f"{sign}{shown(abs(number))}"
