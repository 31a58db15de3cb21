"""Built into every template: states, the stay clock, icons, days and names have one spelling."""

from functools import cache

from django import template
from django.template.defaulttags import URLNode
from django.template.defaulttags import url as django_url
from django.urls import NoReverseMatch
from django.utils.html import conditional_escape, format_html
from django.utils.safestring import SafeString, mark_safe

from rptc import words
from rptc.addresses import address_of
from rptc.audit.pictures import mark_of
from rptc.drawings import drawings_for
from rptc.parts import draw
from rptc.parts import nothing_of as words_of_nothing
from rptc.widgets import attributes, plain_field

register = template.Library()

for written in (
    words.tanggal,
    words.tanggal_pendek,
    words.tanggal_panjang,
    words.tanggal_surat,
    words.jam,
    words.pukul,
    words.lama,
    words.angka,
    words.umur,
    words.kalimat,
    words.inisial,
    words.peramban,
    attributes,
    plain_field,
):
    register.filter(written.__name__, written)

# The colour that goes with each shape of templates/components/sprite.html.
STATE_CLASSES = {
    "idle": "",
    "lock": "",
    "run": " is-run",
    "wait": " is-run",
    "due": " is-due",
    "late": " is-late",
    "ok": " is-ok",
}
ALERTS = {
    "debug": ("info", "wait"),
    "info": ("info", "wait"),
    "success": ("success", "ok"),
    "warning": ("warning", "due"),
    "error": ("danger", "late"),
}
SAILS = 14
# As many of the large ones stand beside a name, and on a phone.
LARGE_SAILS = 10


class Address(URLNode):
    """{% url %} as Django's own. Of a page of rows that are named by their keys, the words around
    the keys are written once (rptc/addresses.py)."""

    def render(self, context):
        keys = [key.resolve(context) for key in self.args]
        if self.kwargs or any(type(key) is not int for key in keys):
            return super().render(context)
        try:
            address = address_of(self.view_name.resolve(context), *keys)
        except NoReverseMatch:
            return super().render(context)
        if self.asvar:
            context[self.asvar] = address
            return ""
        return conditional_escape(address) if context.autoescape else address


@register.tag
def url(parser, token):
    node = django_url(parser, token)
    return Address(node.view_name, node.args, node.kwargs, node.asvar)


@register.simple_block_tag
def drawings(content):
    """{% drawings %}...{% enddrawings %}: a page, and before it the drawings that it names."""
    return mark_safe(drawings_for(content) + content)  # noqa: S308


@register.simple_tag
@cache
def icon(name: str) -> SafeString:
    """{% icon "print" %}: a drawing that says nothing by itself; a word stands beside it."""
    return format_html('<svg class="rp-ico" aria-hidden="true"><use href="#i-{}"/></svg>', name)


@register.simple_tag
def picture(photo) -> str:
    """{% picture photo %}: the address of a photo that stands on this page (audit/pictures.py)."""
    return f"{address_of('cases:photo', photo.pk)}?with={mark_of(photo.pk)}"


@register.simple_tag
def face(photo, name, size: str = "") -> SafeString:
    """{% face person.face person "lg" %}: a face, or the place where it will be."""
    kind = f"rp-photo {size}" if size else "rp-photo"
    if not photo:
        return no_face(kind)
    return format_html(
        '<span class="{}"><img src="{}" alt="Foto {}"></span>', kind, picture(photo), name
    )


@cache
def no_face(kind: str) -> SafeString:
    return format_html(
        '<span class="{}"><svg role="img" aria-label="Belum ada foto"><use href="#i-face"/></svg>'
        "</span>",
        kind,
    )


@register.simple_tag
def status(word: str, state: str) -> SafeString:
    """{% status "Lewat 1 hari" "late" %}: word, colour and shape together, never one alone."""
    return format_html(
        '<span class="rp-status{}"><svg aria-hidden="true"><use href="#s-{}"/></svg>{}</span>',
        STATE_CLASSES[state],
        state,
        word,
    )


@register.simple_tag
def stay_clock(day: int, total: int | None, size: str = "", note: str = "") -> SafeString:
    """{% stay_clock 8 7 %}: one sail a day up to 14 days, above that a bar, then the words."""
    return format_html(
        '<span class="rp-stay">{} <small>{}{}</small></span>',
        draw_clock(day, total, size) if total else "",
        clock_words(day, total),
        f", {note}" if note else "",
    )


def clock_words(day: int, total: int | None) -> str:
    if not total:
        return f"Hari {day}"
    late = f", lewat {day - total} hari" if day > total else ""
    return f"Hari {day} dari {total}{late}"


def draw_clock(day: int, total: int, size: str) -> SafeString:
    most = LARGE_SAILS if size else SAILS
    return draw_bar(day, total) if max(day, total) > most else draw_sails(day, total, size)


@cache
def draw_sails(day: int, total: int, size: str) -> SafeString:
    """A sail is past unless it says otherwise: today's, and the first one over the limit, are
    marked, and the stylesheet knows those after them."""
    over = day > total
    sails = [False] * max(day, total)
    sails[total if over else day - 1] = True
    marked = format_html('<i class="{}"></i>', "over" if over else "now")
    return format_html(
        '<span class="rp-days{}" aria-hidden="true">{}</span>',
        f" {size}" if size else "",
        mark_safe("".join(marked if sail else "<i></i>" for sail in sails)),  # noqa: S308
    )


def draw_bar(day: int, total: int) -> SafeString:
    """The whole width is the limit, or the days spent when they are more."""
    whole = max(day, total)
    spent = round(100 * min(day, total) / whole, 1)
    over = round(100 - spent, 1) if day > total else 0
    return format_html(
        '<svg class="rp-bar rp-stay-bar" viewBox="0 0 100 8" preserveAspectRatio="none"'
        ' aria-hidden="true"><rect class="base" width="100" height="8"/>'
        '<rect class="fill" width="{}" height="8"/>'
        '<rect class="over" x="{}" width="{}" height="8"/></svg>',
        f"{spent:g}",
        f"{spent:g}",
        f"{over:g}",
    )


@register.simple_tag
def share_bar(part: int, whole: int) -> SafeString:
    """{% share_bar 14 20 %}: how full; the two numbers stand beside it. Full is amber."""
    width = min(100, round(100 * part / whole, 1)) if whole else 0
    return format_html(
        '<svg class="rp-bar" viewBox="0 0 100 8" preserveAspectRatio="none" aria-hidden="true">'
        '<rect class="base" width="100" height="8"/>'
        '<rect class="{}" width="{}" height="8"/></svg>',
        "full" if whole and part >= whole else "fill",
        f"{width:g}",
    )


@register.inclusion_tag("components/alert.html")
def alert(text, level: str = "info"):
    """{% alert "Tersimpan." "success" %}; the levels are those of Django's messages."""
    colour, shape = ALERTS[level]
    return {"text": text, "colour": colour, "shape": shape}


@register.inclusion_tag("components/pagination.html", takes_context=True)
def pagination(context, page_obj):
    """{% pagination page_obj %}: how many of how many, and links that keep the filters."""
    asked = context["request"].GET.copy()
    asked.pop("page", None)
    around = f"?{asked.urlencode()}&page=" if asked else "?page="
    numbers = page_obj.paginator.get_elided_page_range(page_obj.number, on_each_side=1, on_ends=1)
    return {
        "page_obj": page_obj,
        "pages": [(number, f"{around}{number}") for number in numbers],
        "before": f"{around}{page_obj.number - 1}",
        "after": f"{around}{page_obj.number + 1}",
        "gap": page_obj.paginator.ELLIPSIS,
    }


@register.simple_block_tag
def head(content, title, text="", back="", back_text="Kembali"):
    """{% head "Klien" "63 orang" %}buttons{% endhead %}: the top of every page."""
    return template.loader.render_to_string(
        "components/head.html",
        {
            "title": title,
            "text": text,
            "back": back,
            "back_text": back_text,
            "actions": content if content.strip() else "",
        },
    )


@register.filter
def folded_filters(form) -> int:
    """How many of the folded fields of a filter are set."""
    return len(set(form.changed_data) - {"q"})


@register.filter
def error_links(form) -> list[dict[str, str]]:
    """The fields of a form that have errors: label, and the id of what to fill; and those of its
    rows that it reads by itself (`row_links`)."""
    own = [
        {"label": field.label, "target": field.id_for_label or f"div_{field.auto_id}"}
        for field in form
        if field.errors and not field.is_hidden
    ]
    return own + getattr(form, "row_links", [])


@register.simple_tag(takes_context=True)
def parts(context, place, row):
    """{% parts "stay.main" stay %}: what the rooms draw in this place of a page."""
    return draw(context, place, row)


@register.simple_tag(takes_context=True)
def nothing_of(context, place):
    """{% nothing_of "stay.house" as nothing %}: what there is not in a place that stands above."""
    return words_of_nothing(context, place)
