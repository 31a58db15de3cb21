import django_filters
from django import forms

from rptc.editing import VersionForm
from rptc.forms import DayInput, RowForm
from rptc.letters.kept_scans import ScanForm
from rptc.letters.procedures.matters import Matter
from rptc.letters.procedures.models import Procedure, ProcedureScan


class ProcedureFields(forms.ModelForm):
    unchosen = {"kind": "Pilih jenisnya"}

    matters = forms.MultipleChoiceField(
        label="Dipakai untuk",
        choices=Matter.choices,
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text="Halaman pekerjaan itu menautkannya, dan teks surat dapat menyebutnya.",
    )

    class Meta:
        model = Procedure
        fields = [
            "kind",
            "number",
            "year",
            "title",
            "articles",
            "valid_from",
            "valid_until",
            "matters",
            "must_be_read",
        ]
        widgets = {"valid_from": DayInput, "valid_until": DayInput}
        error_messages = {
            "kind": {"required": "Pilih jenisnya."},
            "title": {"required": "Tulis tentang apa."},
        }


class ProcedureForm(ProcedureFields, RowForm):
    class Meta(ProcedureFields.Meta):
        pass


class ProcedureEditForm(ProcedureFields, VersionForm):
    class Meta(ProcedureFields.Meta):
        pass


class ProcedureScanForm(ScanForm):
    of = "dokumennya"

    class Meta:
        model = ProcedureScan
        fields = ["paper"]


class ProcedureFilter(django_filters.FilterSet):
    """By the work it is about. `show` is the list that is cut (procedure_list)."""

    matter = django_filters.ChoiceFilter(
        label="Dipakai untuk",
        choices=Matter.choices,
        empty_label="Semua pekerjaan",
        method="filter_matter",
    )

    def filter_matter(self, rows, name, value):
        return rows.about(value)
