"""What every form shares: the browser's own day and moment fields, choices as buttons."""

import re

from django import forms
from django.core.exceptions import ValidationError
from django.db.models.fields import BLANK_CHOICE_DASH
from django.forms.widgets import ChoiceWidget

from rptc import days


def line(label, missing, most=300, **options):
    """A line that must be filled, and what is said where it is not."""
    options["error_messages"] = {"required": missing}
    return forms.CharField(label=label, max_length=most, **options)


class DayInput(forms.DateInput):
    input_type = "date"

    def __init__(self, attrs=None):
        # The one format browsers read back; the localised default leaves the field empty.
        super().__init__(attrs, format="%Y-%m-%d")


class MonthInput(forms.DateInput):
    input_type = "month"

    def __init__(self, attrs=None):
        super().__init__(attrs, format="%Y-%m")


class MomentInput(forms.DateTimeInput):
    input_type = "datetime-local"

    def __init__(self, attrs=None):
        super().__init__(attrs, format="%Y-%m-%dT%H:%M")


class ClockInput(forms.TimeInput):
    input_type = "time"

    def __init__(self, attrs=None):
        super().__init__(attrs, format="%H:%M")


class PastMomentField(forms.DateTimeField):
    """When something was done or seen: forms refuse the future (docs/rules.md, Time)."""

    widget = MomentInput
    default_error_messages = {"future": "Waktu ini belum terjadi."}

    def clean(self, value):
        value = super().clean(value)
        # A year that nobody lives in is said first.
        if value and value > days.now():
            raise ValidationError(self.error_messages["future"], code="future")
        return value


class PastDayField(forms.DateField):
    widget = DayInput
    default_error_messages = {"future": "Tanggal ini belum terjadi."}

    def clean(self, value):
        value = super().clean(value)
        # A year that nobody lives in is said first.
        if value and value > days.today():
            raise ValidationError(self.error_messages["future"], code="future")
        return value


class RupiahField(forms.IntegerField):
    """Rupiah as people write them: "1180000", "1.180.000" or "Rp 1.180.000"."""

    widget = forms.TextInput

    def to_python(self, value):
        if isinstance(value, str):
            typed = value.strip().removeprefix("Rp").strip(" .")
            if re.fullmatch(r"[0-9]{1,3}(\.[0-9]{3})+", typed):
                typed = typed.replace(".", "")
            value = typed
        return super().to_python(value)

    def widget_attrs(self, widget):
        return super().widget_attrs(widget) | {"inputmode": "numeric"}


class RowForm(forms.ModelForm):
    """A form about a row. `needed` are columns that it asks for although the row can do without;
    `unchosen` says what a select shows before anything is chosen; `begins_now` are moments that
    are this one until somebody says otherwise."""

    needed, unchosen, begins_now = (), {}, ()

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        for name in self.needed:
            self.fields[name].required = True
        for name, words in self.unchosen.items():
            choices = [choice for choice in self.fields[name].choices if choice[0]]
            self.fields[name].choices = [("", words), *choices]
        for name in self.begins_now:
            # A new row has an empty value of its own, which would hide this one.
            self.initial[name] = self.initial.get(name) or days.now()


def rows_of(form, rows, *, most, **options):
    """The formset class of `most` rows at most. Whoever writes a few too many finds them again and
    reads how many there may be; of millions, which nobody writes, no form is made."""
    return forms.formset_factory(
        form, rows, max_num=most, absolute_max=most + 10, validate_max=True, **options
    )


class ReasonForm(forms.Form):
    """Nothing but why; `missing` is what is said where it is left empty."""

    def __init__(self, *args, label="Alasan", missing="Tulis alasannya.", longest=300, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["reason"] = line(label, missing, longest)


class ChoiceButtons(ChoiceWidget):
    """Two to four short choices side by side; five or more belong in a select.

    Not a RadioSelect: crispy draws those itself, without asking the widget's template.
    """

    input_type = "radio"
    template_name = "forms/choice_buttons.html"
    use_fieldset = True

    def id_for_label(self, id_, index=None):
        """The legend names the group, so that no single choice is the field's label."""
        return super().id_for_label(id_, index) if index is not None else ""

    def optgroups(self, name, value, attrs=None):
        """Nothing chosen yet shows as no button pressed, not as a button of dashes."""
        groups = super().optgroups(name, value, attrs)
        return [group for group in groups if group[1][0]["label"] != BLANK_CHOICE_DASH[0][1]]

    def create_option(self, *args, **kwargs):
        option = super().create_option(*args, **kwargs)
        # crispy marks one control; here the group is marked, and each button has its own look.
        for attribute in ("class", "aria-invalid"):
            option["attrs"].pop(attribute, None)
        return option

    def get_context(self, name, value, attrs):
        context = super().get_context(name, value, attrs)
        classes = context["widget"]["attrs"].get("class", "")
        context["widget"]["is_invalid"] = "is-invalid" in classes
        return context
