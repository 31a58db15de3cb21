"""The fields of forms, written in Python: as Django's own templates write them, and as
components of ours do. A page with a filter has ten fields and fifty choices, and a template takes
ten times as long for each."""

from crispy_forms.templatetags.crispy_forms_filters import as_crispy_field
from django.forms.renderers import TemplatesSetting
from django.utils.formats import localize
from django.utils.html import conditional_escape, escape
from django.utils.safestring import SafeString, mark_safe

UNCHOSEN = "---------"


def attributes(attrs: dict) -> SafeString:
    """What Django's attrs.html writes in a loop. True stands alone, False is left out."""
    written = (
        f" {escape(name)}" if value is True else f' {escape(name)}="{conditional_escape(value)}"'
        for name, value in attrs.items()
        if value is not False
    )
    return mark_safe("".join(written))  # noqa: S308 (escaped)


def _input(widget) -> str:
    value = widget["value"]
    told = "" if value is None else f' value="{conditional_escape(value)}"'
    return (
        f'<input type="{escape(widget["type"])}" name="{escape(widget["name"])}"{told}'
        f"{attributes(widget['attrs'])}>"
    )


def _select(widget) -> str:
    """An option is a line: long lists have hundreds, and each byte of it is sent for each."""
    lines = [f'<select name="{escape(widget["name"])}"{attributes(widget["attrs"])}>']
    for group, options, _ in widget["optgroups"]:
        if group:
            lines.append(f'<optgroup label="{conditional_escape(group)}">')
        lines += [_option(option) for option in options]
        if group:
            lines.append("</optgroup>")
    return "\n".join([*lines, "</select>"])


def _option(option) -> str:
    label = option["label"]
    if label == UNCHOSEN:
        label = "Belum dipilih"
    elif not isinstance(label, str):
        label = localize(label)
    return (
        f'<option value="{conditional_escape(option["value"])}"{attributes(option["attrs"])}>'
        f"{conditional_escape(label)}</option>"
    )


INPUTS = "checkbox date datetime email hidden number password search tel text time url".split()
WRITTEN = {f"django/forms/widgets/{kind}.html": _input for kind in INPUTS}
WRITTEN["django/forms/widgets/select.html"] = _select
# How Bootstrap dresses them.
PLAIN = {
    f"django/forms/widgets/{kind}.html": "form-control"
    for kind in INPUTS
    if kind not in ("checkbox", "hidden")
}
PLAIN["django/forms/widgets/select.html"] = "form-select"


class Written(TemplatesSetting):
    """FORM_RENDERER: what is not written here has a template."""

    def render(self, template_name, context, request=None):
        write = WRITTEN.get(template_name)
        if write is None:
            return super().render(template_name, context, request)
        return mark_safe(write(context["widget"]))  # noqa: S308 (escaped)


def plain_field(field) -> SafeString:
    """{{ field|plain_field }}: a field of which there is no more to say than its label and help,
    as crispy writes it. A mistake, and what is no line and no select, goes to crispy."""
    if field.is_hidden:
        return str(field)
    widget = field.field.widget
    kind = PLAIN.get(getattr(widget, "template_name", ""))
    if kind is None or field.errors or "class" in widget.attrs:
        return as_crispy_field(field)
    label = conditional_escape(field.label)
    marked = ""
    if field.field.required:
        label, marked = f'{label}<span class="asteriskField">*</span>', " requiredField"
    drawn = field.as_widget(attrs={"class": f"{type(widget).__name__.lower()} {kind}"})
    told = field.help_text
    told = (
        f'<div id="{escape(field.auto_id)}_helptext" class="form-text">{told}</div>'
        if told
        else ""
    )
    return mark_safe(  # noqa: S308 (escaped; a help is our own)
        f'<div id="div_{escape(field.auto_id)}" class="mb-3">\n'
        f'<label for="{escape(field.id_for_label)}" class="form-label{marked}">{label}</label>\n'
        f"{drawn}{told}\n</div>"
    )
