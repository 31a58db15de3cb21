from django import forms

from cases.casework.assessments.questions.models import OF_CHOICES, Question, Section
from cases.intakes.models import Classification
from rptc.forms import RowForm


class OptionsField(forms.CharField):
    """A choice a line."""

    widget = forms.Textarea({"rows": 5})

    def prepare_value(self, value):
        return "\n".join(value) if isinstance(value, list) else value

    def clean(self, value):
        lines = [line.strip() for line in (super().clean(value) or "").splitlines()]
        lines = list(dict.fromkeys(filter(None, lines)))
        if any(len(line) > 80 for line in lines):
            raise forms.ValidationError("Satu pilihan paling panjang 80 huruf.")
        return lines


class QuestionForm(RowForm):
    options = OptionsField(
        label="Pilihan, satu baris satu", required=False, help_text="Kosong untuk kata-kata."
    )
    only_classes = forms.ModelMultipleChoiceField(
        label="Hanya klasifikasi",
        queryset=Classification.objects.all(),
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text="Kosong berarti semua.",
    )
    unchosen = {"sex": "Semua"}

    class Meta:
        model = Question
        fields = [
            *["section", "order", "code", "text", "kind", "options", "is_required", "is_secret"],
            *["in_initial", "in_comprehensive", "in_final", "sex", "from_age", "until_age"],
        ]

    def __init__(self, *args, questions, **kwargs):
        super().__init__(*args, **kwargs)
        self.instance.questions = questions
        self.fields["section"].queryset = Section.objects.filter(questions=questions)
        if self.instance.pk:
            self.initial["only_classes"] = list(self.instance.classes.all())

    def clean(self):
        cleaned = super().clean()
        # Not a column of the form, so its constraint is not looked at by itself.
        code = cleaned.get("code")
        same = Question.objects.filter(questions=self.instance.questions, code=code)
        if code and same.exclude(pk=self.instance.pk).exists():
            self.add_error("code", "Kode ini sudah dipakai.")
        # Nor is one that speaks of an empty column.
        kind, options = cleaned.get("kind"), cleaned.get("options")
        has_options = kind in OF_CHOICES
        if options is not None and has_options and len(options) < 2:
            self.add_error("options", "Tulis sedikitnya dua pilihan, satu pilihan satu baris.")
        if options and kind and not has_options:
            self.add_error("options", "Kata-kata dan angka tidak punya pilihan. Kosongkan.")
        return cleaned
