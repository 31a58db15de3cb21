"""What is written in Python is what Django and crispy write by their templates."""

import re

import pytest
from crispy_forms.templatetags.crispy_forms_filters import as_crispy_field
from django import forms
from django.forms.renderers import DjangoTemplates
from django.template import Context, Template
from django.urls import NoReverseMatch, reverse
from django.utils.safestring import mark_safe

from rptc.forms import ClockInput, DayInput, MomentInput
from rptc.widgets import WRITTEN, Written, plain_field

GROUPS = [("Rumah", [("a", "Anak <b>"), ("b", mark_safe("A &amp; B"))]), ("", "Semua"), (3, 1200)]


class Everything(forms.Form):
    name = forms.CharField(label="Nama <b>", max_length=60, help_text="Jangan <b>tulis</b>.")
    age = forms.IntegerField(label="Umur", min_value=0, required=False)
    met_on = forms.DateField(widget=DayInput)
    met_at = forms.DateTimeField(widget=MomentInput, required=False)
    hour = forms.TimeField(widget=ClockInput, required=False)
    kind = forms.ChoiceField(choices=GROUPS, required=False, help_text="Satu saja.")
    several = forms.MultipleChoiceField(choices=GROUPS, widget=forms.SelectMultiple)
    is_own = forms.BooleanField(required=False)
    mail = forms.EmailField(widget=forms.EmailInput({"class": "own"}))
    words = forms.CharField(widget=forms.Textarea)
    secret = forms.CharField(widget=forms.PasswordInput)
    address = forms.CharField(widget=forms.HiddenInput)


SENT = {"name": 'Ana "A" <i>', "age": 7, "met_on": "2026-11-30", "kind": "b", "several": ["a"]}
SENT |= {"met_at": "2026-11-30T08:00", "hour": "08:00", "is_own": "on", "address": "/a/?b=1&c=2"}


def same(html):
    """Without what a browser does not show: blanks between elements."""
    html = re.sub(r"\s+", " ", html)
    return re.sub(r" ?(<|>) ?", r"\1", html).strip()


def forms_of(sent):
    return Everything(initial=SENT, auto_id="isi_%s"), Everything(sent)


@pytest.mark.parametrize("name", Everything.base_fields)
def test_fields_are_written_as_django_writes_them(name):
    for form in forms_of(SENT):
        field = form[name]
        assert same(field.as_widget()) == same(_by_django(field))


def _by_django(field):
    widget = field.field.widget
    attrs = field.build_widget_attrs({}, widget)
    attrs.setdefault("id", field.auto_id)
    return widget.render(field.html_name, field.value(), attrs, renderer=DjangoTemplates())


def test_what_has_no_choice_yet_is_called_so():
    widget = forms.Select(choices=[("", "---------")])
    assert "Belum dipilih" in widget.render("kind", "", renderer=Written())


@pytest.mark.parametrize("name", [name for name in Everything.base_fields if name != "words"])
def test_a_plain_field_is_what_crispy_writes(name):
    for form, other in zip(forms_of(SENT), forms_of(SENT), strict=True):
        assert same(plain_field(form[name])) == same(as_crispy_field(other[name]))


def test_a_mistake_is_told_by_crispy():
    form = Everything({})
    assert "is-invalid" in plain_field(form["name"])


def test_all_that_is_written_is_asked_for():
    assert {"django/forms/widgets/date.html", "django/forms/widgets/select.html"} <= WRITTEN.keys()


# Addresses


def shown(source, **context):
    return Template(source).render(Context(context))


def test_an_address_is_that_of_reverse():
    there = reverse("cases:person_detail", args=[1200])
    assert shown("{% url 'cases:person_detail' pk %}", pk=1200) == there
    assert shown("{% url 'cases:person_detail' pk as it %}[{{ it }}]", pk=1200) == f"[{there}]"
    assert shown("{% url 'cases:person_detail' person_id=pk %}", pk=1200) == there
    month = reverse("reports:recap_month_file", args=[2025, 3, "pdf"])
    assert shown("{% url 'reports:recap_month_file' 2025 3 'pdf' %}") == month


def test_no_address_is_told_as_django_tells_it():
    with pytest.raises(NoReverseMatch):
        shown("{% url 'cases:nowhere' 1 %}")
    assert shown("{% url 'cases:nowhere' 1 as it %}[{{ it }}]") == "[]"
