from urllib.parse import urlencode

from django import template
from django.urls import reverse
from django.utils.html import format_html

from reports.figures.services.quarter import number_of
from rptc.words import angka

register = template.Library()


@register.simple_tag(takes_context=True)
def spm_cell(context, number, period, line, **asked):
    """{% spm_cell row.year.male period row.line sex="L" %}: a number that opens its people, for
    who may read them."""
    if not number or "reports.open_cell" not in context["perms"]:
        return angka(number)
    told = {"year": period.first.year, "quarter": number_of(period), "row": line.value} | asked
    address = f"{reverse('reports:spm_people')}?{urlencode(told)}"
    return format_html('<a href="{}">{}</a>', address, angka(number))
