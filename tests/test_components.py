"""The shared parts of pages: tags, includes, menu, form fields, pages of trouble."""

import re
from datetime import date, datetime
from pathlib import Path

import django.forms
import pytest
from django import forms
from django.conf import settings
from django.core.paginator import Paginator
from django.template import Context, Engine, RequestContext, Template
from django.template.loader import render_to_string
from django.utils.safestring import mark_safe

from cases.people.photos.models import Photo
from rptc.accounts.permissions import GRANTS
from rptc.drawings import FETCHED
from rptc.forms import ChoiceButtons, DayInput, MomentInput
from rptc.menu import ENTRIES, ICONS, Menu
from rptc.templatetags.rptc import STATE_CLASSES, attributes

TEMPLATES = Path(settings.BASE_DIR, "templates")
ROOMS = [Path(settings.BASE_DIR, room) for room in ("rptc", "cases", "partners", "reports")]
SPRITE = (TEMPLATES / "components/sprite.html").read_text()


def render(source, **context):
    return Template(source).render(Context(context))


def words_of(html):
    return " ".join(re.sub(r"<[^>]+>", " ", html).split())


# Stay clock


def sails(html):
    return re.findall(r"<i(?: class=\"(\w+)\")?></i>", html)


@pytest.mark.parametrize(
    ("day", "total", "drawn", "said"),
    [
        (1, 7, ["now"] + [""] * 6, "Hari 1 dari 7"),
        (7, 7, [""] * 6 + ["now"], "Hari 7 dari 7"),
        (9, 7, [""] * 7 + ["over", ""], "Hari 9 dari 7, lewat 2 hari"),
        (14, 14, [""] * 13 + ["now"], "Hari 14 dari 14"),
    ],
)
def test_stay_clock_has_a_sail_a_day(day, total, drawn, said):
    html = render("{% stay_clock day total %}", day=day, total=total)

    assert sails(html) == drawn
    assert 'aria-hidden="true"' in html
    assert words_of(html) == said


@pytest.mark.parametrize(
    ("day", "total", "fill", "over", "said"),
    [
        (20, 90, "22.2", "0", "Hari 20 dari 90"),
        (90, 90, "100", "0", "Hari 90 dari 90"),
        (100, 90, "90", "10", "Hari 100 dari 90, lewat 10 hari"),
        (15, 7, "46.7", "53.3", "Hari 15 dari 7, lewat 8 hari"),
    ],
)
def test_stay_clock_is_a_bar_above_fourteen_days(day, total, fill, over, said):
    html = render("{% stay_clock day total %}", day=day, total=total)

    assert not sails(html)
    assert f'class="fill" width="{fill}"' in html
    assert f'width="{over}" height="8"/></svg>' in html
    assert words_of(html) == said


def test_the_large_clock_is_a_bar_above_ten_days():
    assert "rp-days lg" in render('{% stay_clock 3 10 "lg" %}')
    assert "rp-bar" in render('{% stay_clock 3 11 "lg" %}')


def test_stay_clock_takes_a_note_and_a_missing_limit():
    assert "Hari 8 dari 14, diperpanjang" in render('{% stay_clock 8 14 note="diperpanjang" %}')
    assert words_of(render("{% stay_clock 8 None %}")) == "Hari 8"


# Status, icons, bars


@pytest.mark.parametrize("state", STATE_CLASSES)
def test_status_is_word_colour_and_shape(state):
    html = render("{% status word state %}", word="Lewat <1> hari", state=state)

    assert f"#s-{state}" in html
    assert "Lewat &lt;1&gt; hari" in html
    assert f'id="s-{state}"' in SPRITE


def test_unknown_state_is_a_mistake_of_ours():
    with pytest.raises(KeyError):
        render('{% status "Baru" "new" %}')


def test_attributes_are_written_as_django_writes_them():
    attrs = {"id": "id_a", "required": True, "hidden": False, "step": 0.5, "title": 'a "b" <i>'}
    attrs |= {"data-as": mark_safe("a&amp;b"), "aria-invalid": "true", "min": 1000}  # noqa: S308
    theirs = Engine(dirs=[Path(django.forms.__file__).parent / "templates"])
    theirs = theirs.get_template("django/forms/widgets/attrs.html")
    assert attributes(attrs) == theirs.render(Context({"widget": {"attrs": attrs}}))


def test_every_icon_that_pages_name_is_drawn():
    used = {entry.icon for entry in ENTRIES} | set(ICONS.values())
    for template in TEMPLATES.rglob("*.html"):
        used |= set(re.findall(r'{% icon "([\w-]+)"', template.read_text()))

    assert used - set(re.findall(r'id="i-([\w-]+)"', SPRITE)) == set()


def drawn_in(html):
    return re.findall(r'<symbol id="([\w-]+)"', html)


def test_a_page_brings_the_drawings_that_it_names_and_no_others():
    html = render('{% drawings %}{% icon "print" %}{% status "Baru" "due" %}{% enddrawings %}')

    assert drawn_in(html) == ["s-due", "i-print"]
    assert html.endswith(render('{% icon "print" %}{% status "Baru" "due" %}'))


@pytest.mark.parametrize("fetches", ['hx-get="/x/"', 'hx-post="/x/"', 'data-likely="/x/"'])
def test_a_page_that_fetches_a_part_later_brings_the_drawings_of_such_parts(fetches):
    assert (
        set(drawn_in(render(f"{{% drawings %}}<p {fetches}></p>{{% enddrawings %}}"))) == FETCHED
    )


INCLUDED = re.compile(r'{% include "([^"]+)"')
NAMED = re.compile(
    r'{% icon "([\w-]+)"|{% status "[^"]*" "(\w+)"|<use href="#([\w-]+)"|{% (face) '
)


def named_by(template):
    source = (TEMPLATES / template).read_text()
    for icon, state, drawing, face in NAMED.findall(source):
        yield icon and f"i-{icon}" or state and f"s-{state}" or drawing or f"i-{face}"
    for part in INCLUDED.findall(source):
        yield from named_by(part)


def test_parts_that_are_fetched_later_name_no_other_drawings():
    """Of templates that a view draws without a page around them."""
    views = [path.read_text() for room in ROOMS for path in room.rglob("*views.py")]
    alone = re.compile(r'render\(\s*request,\s*"([\w/]+/_\w+\.html)"')
    parts = {part for source in views for part in alone.findall(source)}

    assert "cases/people/_person_likely.html" in parts
    assert {drawing for part in parts for drawing in named_by(part)} <= FETCHED


def test_share_bar_turns_amber_when_full():
    assert 'class="fill" width="70"' in render("{% share_bar 14 20 %}")
    assert 'class="full" width="100"' in render("{% share_bar 21 20 %}")
    assert 'width="0"' in render("{% share_bar 0 0 %}")


# Includes


@pytest.mark.parametrize(
    ("level", "role", "shape"),
    [("success", "status", "s-ok"), ("warning", "status", "s-due"), ("error", "alert", "s-late")],
)
def test_only_errors_interrupt(level, role, shape):
    html = render("{% alert text level %}", text="Tersimpan <b>", level=level)

    assert f'role="{role}"' in html
    assert shape in html
    assert "Tersimpan &lt;b&gt;" in html


def test_head_holds_title_and_buttons():
    html = render('{% head title back="/x/" %}<a href="/y/">Buat</a>{% endhead %}', title="A<b>")

    assert "<h1>A&lt;b&gt;</h1>" in html
    assert '<div class="rp-actions"><a href="/y/">Buat</a></div>' in html
    assert 'href="/x/"' in html


def test_empty_list_says_what_comes_here():
    html = render_to_string("components/empty.html", {"title": "Belum ada", "text": "Nanti."})

    assert words_of(html) == "Belum ada Nanti."
    assert "<a " not in html


def test_counts_link_to_their_rows():
    html = render_to_string("components/counts.html", {"counts": [(1200, "Klien", "/x/")]})

    assert '<a href="/x/"><b>1.200</b>Klien</a>' in html


def test_facts_say_what_is_missing_and_keep_zero():
    html = render_to_string("components/facts.html", {"facts": [("Nama", ""), ("Anak", 0)]})

    assert words_of(html) == "Nama belum diisi Anak 0"


def test_photo_has_words_with_and_without_a_picture():
    drawn = render('{% face photo name "lg" %}', photo=Photo(pk=1), name="Hamzah <b>")
    assert 'class="rp-photo lg"' in drawn
    assert 'alt="Foto Hamzah &lt;b&gt;"' in drawn
    assert "Belum ada foto" in render("{% face photo name %}", photo=None, name="")


def test_pagination_counts_and_keeps_the_filters(rf):
    request = rf.get("/people/?sex=L&page=4")
    page_obj = Paginator(range(238), 25).page(4)
    html = Template("{% pagination page_obj %}").render(
        RequestContext(request, {"page_obj": page_obj})
    )

    assert "Menampilkan 76 sampai 100 dari 238." in words_of(html)
    assert "?sex=L&amp;page=5" in html
    assert "…" in html


# Forms


class StayForm(forms.Form):
    name = forms.CharField(label="Nama")
    sex = forms.ChoiceField(
        label="Jenis kelamin",
        choices=[("", "---------"), ("L", "Laki-laki"), ("P", "Perempuan")],
        widget=ChoiceButtons,
    )
    reasons = forms.MultipleChoiceField(
        label="Alasan", choices=[("a", "A")], widget=forms.CheckboxSelectMultiple
    )

    def clean(self):
        raise forms.ValidationError("Periksa lagi.")


def render_form(form):
    return render("{% load crispy_forms_tags %}{{ form|crispy }}", form=form)


def test_choice_buttons_are_labelled_radios_in_a_named_group():
    html = render_form(StayForm(initial={"sex": "P"}))

    assert "<legend" in html
    assert html.count('type="radio"') == 2
    assert re.search(r'value="P"[^>]*checked', html)
    assert '<label class="btn btn-outline-primary" for="id_sex_2">Perempuan</label>' in html
    assert "<form" not in html


def test_failed_form_links_to_each_field_at_its_top():
    html = render_form(StayForm({"name": ""}))

    assert "3 isian perlu diperbaiki" in html
    for target in ["id_name", "div_id_sex", "div_id_reasons"]:
        assert f'href="#{target}"' in html
        assert f'id="{target}"' in html
    assert "Periksa lagi." in html
    assert 'class="rp-choice is-invalid"' in html


def test_mistakes_of_hidden_fields_are_told_too():
    class SentForm(forms.Form):
        send_key = forms.UUIDField(
            widget=forms.HiddenInput, error_messages={"required": "Muat ulang halaman ini."}
        )

    assert "Muat ulang halaman ini." in render_form(SentForm({}))


def test_form_without_mistakes_shows_no_alert():
    assert "alert" not in render_form(StayForm())


def test_days_and_moments_are_written_as_browsers_read_them():
    class VisitForm(forms.Form):
        on = forms.DateField(widget=DayInput, initial=date(2026, 11, 24))
        at = forms.DateTimeField(widget=MomentInput, initial=datetime(2026, 11, 24, 6, 45))

    html = str(VisitForm())
    assert 'type="date" name="on" value="2026-11-24"' in html
    assert 'type="datetime-local" name="at" value="2026-11-24T06:45"' in html


# Pages of trouble


@pytest.mark.parametrize("status", ["403", "404", "429", "500"])
def test_pages_of_trouble_tell_nothing(rf, status):
    """Two answers are equal byte for byte: no token, no name, no address."""
    here = render_to_string(f"{status}.html", request=rf.get("/people/1/?x=1"))
    there = render_to_string(f"{status}.html", request=rf.get("/stays/2/"))

    assert here == there
    assert "csrfmiddlewaretoken" not in here
    assert "<h1>" in here


@pytest.mark.parametrize("status", ["409", "503", "507"])
def test_what_was_typed_is_sent_again(status):
    html = render_to_string(
        f"{status}.html",
        {"action": "/patrols/", "method": "POST", "fields": [("remarks", 'dua\nbaris "x"')]},
    )

    assert '<form method="post" action="/patrols/">' in html
    assert ">\ndua\nbaris &quot;x&quot;</textarea>" in html
    assert "Coba lagi" in html


def test_a_page_that_only_reads_is_opened_again():
    html = render_to_string("409.html", {"action": "/people/?sex=L&page=2", "method": "GET"})

    assert 'href="/people/?sex=L&amp;page=2"' in html
    assert "<form" not in html


# How templates are written

BLOCK = "p|div|li|[uod]l|d[td]|t[rdh]|thead|tbody|tfoot|table|section|header|footer|form|h[1-6]"
TWO_ELEMENTS = re.compile(rf"</?(?:{BLOCK})\b.*<(?:{BLOCK})\b")
# An option of a select: long lists have hundreds, and each byte is sent for each.
LONG = "<option"


def test_a_template_has_one_element_a_line():
    for template in TEMPLATES.rglob("*.html"):
        for line in template.read_text().splitlines():
            assert len(line) <= 200 or line.startswith(LONG), template
            assert not TWO_ELEMENTS.search(line), (template, line)


def test_indentation_of_a_template_is_not_sent():
    assert "\n " in SPRITE
    assert "\n " not in render_to_string("components/sprite.html")


# Strict CSP


def test_no_page_brings_its_own_style_or_script():
    for template in TEMPLATES.rglob("*.html"):
        source = template.read_text()
        assert "style=" not in source, template
        assert not re.search(r"\son\w+=", source), template
        assert not re.search(r"<script(?![^>]*\ssrc=)", source), template
        assert "<style" not in source, template


def test_stylesheets_fetch_nothing_from_elsewhere():
    theme = Path(settings.BASE_DIR, "static/css/theme.css").read_text()

    own = ['"fonts/source-serif-4-latin.woff2"', '"../img/sea.svg"', "#arsir"]
    assert re.findall(r"url\(([^)]*)\)", theme) == own


# Menu


class Somebody:
    delegated_today = frozenset()

    def __init__(self, *permissions):
        self.permissions = self.roles_today = frozenset(permissions)

    def has_perm(self, permission):
        return permission in self.permissions


def test_menu_holds_only_what_the_user_may_open():
    menu = Menu.of(Somebody("reports.view_recap", "letters.change_unit"), "/recap/2024/")

    assert [entry.label for entry in menu.entries] == [
        "Lembar tamu",
        "Rekap",
        "Kop dan daya tampung",
        "Jenis surat",
    ]
    assert [group.name for group in menu.groups] == ["Rumah", "Pendampingan", "Pengaturan"]
    assert menu.current.label == "Rekap"
    tabs = ["Lembar tamu", "Rekap", "Kop dan daya tampung", "Jenis surat"]
    assert [entry.label for entry in menu.tabs] == tabs


def test_menu_of_somebody_without_rights_leads_to_the_menu():
    menu = Menu.of(Somebody(), "/")

    assert menu.current is None
    assert menu.home == "/menu/"


def test_menu_asks_only_for_permissions_that_exist():
    assert {entry.permission for entry in ENTRIES} <= GRANTS.keys()


# Forms


INCLUDE = re.compile(r"{%-?\s*include\s+[\"']([^\"']+)[\"']([^%]*)%}")


def draws_a_form(name, seen=()):
    """Itself, or by what it includes with all that it knows."""
    source = (TEMPLATES / name).read_text()
    included = [other for other, rest in INCLUDE.findall(source) if " only" not in rest]
    return "{% csrf_token %}" in source or any(
        draws_a_form(other, (*seen, name)) for other in included if other not in seen
    )


def test_a_form_that_is_included_alone_is_given_its_token():
    """Without it, sending is refused in words that help nobody ("too long open")."""
    without = [
        f"{path.relative_to(TEMPLATES)}: {name}"
        for path in TEMPLATES.rglob("*.html")
        for name, rest in INCLUDE.findall(path.read_text())
        if " only" in rest and "csrf_token" not in rest and draws_a_form(name)
    ]
    assert without == []
