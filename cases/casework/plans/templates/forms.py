from django import forms

from cases.casework.plans.models import PlanTemplate, ServiceKind, TemplateLine
from rptc.forms import RowForm, rows_of


class PlanTemplateForm(RowForm):
    unchosen = {"classification": "Semua klasifikasi"}

    class Meta:
        model = PlanTemplate
        fields = ["name", "classification", "aim", "is_active"]


class TemplateLineForm(forms.ModelForm):
    class Meta:
        model = TemplateLine
        fields = ["goal", "kind", "owner_kind", "after", "expected"]

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["kind"].queryset = ServiceKind.objects.filter(is_active=True)


class TemplateLines(forms.BaseFormSet):
    """What was typed replaces what was stored."""

    @property
    def filled(self):
        return [
            form.instance
            for form in self.forms
            if form.has_changed() and not self._should_delete_form(form)
        ]

    def add_fields(self, form, index):
        super().add_fields(form, index)
        form.fields["DELETE"].label = "Hapus kegiatan ini"


def line_rows(data, template):
    columns = ["goal", "kind", "owner_kind", "after", "expected"]
    stored = list(template.lines.values(*columns)) if template.pk else []
    rows = rows_of(TemplateLineForm, TemplateLines, most=20, extra=2, can_delete=True)
    return rows(data, prefix="lines", initial=None if data else stored)
