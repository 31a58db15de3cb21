"""{% load certificates %}: where a certificate stands."""

from django import template

from rptc.templatetags.rptc import status

register = template.Library()
SHAPES = {90: "run", 60: "wait", 30: "due"}


@register.simple_tag
def certificate_status(row):
    if row.ended_on:
        return status("Diakhiri", "idle")
    if row.is_over:
        return status("Sudah berakhir", "late")
    if row.ends_soon:
        return status(f"Sisa {row.days_left} hari", SHAPES[row.ends_soon])
    return status("Berlaku", "ok")
