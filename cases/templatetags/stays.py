"""{% load stays %}: where a stay stands against its limit."""

from django import template

from rptc.templatetags.rptc import status

register = template.Library()


@register.simple_tag
def stay_status(stay):
    if not stay.is_open:
        return status("Selesai", "ok")
    if stay.days_over:
        return status(stay.over_words, "late")
    if stay.is_last_day:
        return status("Habis hari ini", "due")
    return status("Besok", "wait") if stay.ends_tomorrow else status("Berjalan", "run")
