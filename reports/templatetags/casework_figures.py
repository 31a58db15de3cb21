from urllib.parse import urlencode

from django import template
from django.urls import reverse
from django.utils.html import format_html

from reports.figures.casework.course import Which
from rptc import days
from rptc.words import angka

register = template.Library()


# Of how many: it stands beside another number.
OF = (Which.JUDGED,)


@register.simple_tag
def stays_figure(course, line, number, step=None, which=None):
    """{% stays_figure course line 12 step which %}: a number, which opens its stays."""
    asked = {"step": step.value} if step else {}
    asked |= {"which": getattr(which, "value", which)} if which else {}
    return _figure("reports:casework_stays", course, line, number, asked, which not in OF)


@register.simple_tag
def items_figure(course, line, number, end=None):
    """{% items_figure course line 12 end %}: the same of lines of plans."""
    asked = {"end": getattr(end, "value", end)} if end else {}
    return _figure("reports:casework_items", course, line, number, asked, end is not None)


@register.simple_tag
def answer_figure(answers, topic, number, choice=None):
    """{% answer_figure answers topic 12 "Disuruh" %}: the same of an answer."""
    asked = {"topic": topic.value} | ({} if choice is None else {"choice": choice})
    return _link("reports:answer_stays", answers.period, number, asked)


def _figure(name, course, line, number, asked, is_cell):
    if line.classification:
        asked["classification"] = line.classification.code
    return _link(name, course.period, number, asked, is_cell)


def _link(name, period, number, asked, is_cell=True):
    if not number:
        return angka(number)
    query = f"{period.query}&{urlencode(asked)}" if asked else period.query
    link = '<a class="cell" href="{}?{}">{}</a>' if is_cell else '<a href="{}?{}">{}</a>'
    return format_html(link, reverse(name), query, angka(number))


@register.filter
def lama_jam(hours):
    """ "5,3 jam"; "2,5 hari" from two days on; a point where nothing is known."""
    if hours is None:
        return "·"
    return f"{angka(hours, 1)} jam" if hours < 48 else f"{angka(hours / 24, 1)} hari"


@register.filter
def lama_hari(length):
    return "·" if length is None else f"{angka(length, 1)} hari"


@register.filter
def jam_sejak(moment, began_at):
    """How long after the arrival."""
    return lama_jam((moment - began_at) / days.ONE_HOUR) if moment else "belum"
