from django import forms

from cases.casework.assessments.risks.models import RiskRule
from rptc.forms import RowForm


class RiskRuleForm(RowForm):
    """A new version; the points of each answer that the form in use can give. What nobody fills in
    adds nothing."""

    needed = ("why",)

    class Meta:
        model = RiskRule
        fields = [
            *["why", "medium_from", "high_from", "low_hours", "medium_hours", "high_hours"],
            *["young_until", "young_points"],
        ]

    def __init__(self, *args, questions, weights, **kwargs):
        super().__init__(*args, **kwargs)
        self.weighed = []
        for question in questions:
            rows = []
            for place, option in enumerate(question.options):
                name = f"w{question.pk}-{place}"
                self.fields[name] = forms.IntegerField(
                    label=option,
                    required=False,
                    min_value=0,
                    max_value=20,
                    initial=weights.get((question.code, option)),
                )
                rows.append((name, question.code, option))
            if rows:
                self.weighed.append((question, rows))

    @property
    def weights(self):
        """[(question, [its fields])] for the page."""
        return [(question, [self[name] for name, *_ in rows]) for question, rows in self.weighed]

    @property
    def rule_fields(self):
        return [self[name] for name in self._meta.fields]

    def points(self):
        """[(code, option, points)] of what was filled in."""
        rows = [row for _, of_question in self.weighed for row in of_question]
        return [
            (code, option, self.cleaned_data[name])
            for name, code, option in rows
            if self.cleaned_data[name]
        ]
