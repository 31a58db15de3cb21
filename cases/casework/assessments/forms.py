from django import forms

from cases.casework.assessments.actions import Typed
from cases.casework.assessments.models import Answer
from cases.casework.assessments.questions.models import Question
from rptc import days
from rptc.forms import ChoiceButtons, PastMomentField, line

SAME, CHANGED = "same", "changed"
# Where it is a choice, it stands alone.
NONE = "Tidak ada"


class AnswerForm(forms.Form):
    """One question. Where an earlier answer is known, only what has changed is asked."""

    same = forms.ChoiceField(
        choices=[(SAME, "Masih sama"), (CHANGED, "Berubah")], required=False, widget=ChoiceButtons
    )
    said_by = forms.ChoiceField(
        label="Menurut siapa", choices=Answer.SaidBy.choices, required=False
    )
    seen = forms.IntegerField(widget=forms.HiddenInput, min_value=0, required=False)

    def __init__(self, data=None, *, asked):
        self.asked, self.question = asked, asked.question
        super().__init__(data, prefix=f"q{self.question.pk}")
        self.fields["value"] = _field(self.question)
        answer = asked.answer
        if answer:
            chosen, words = answer.says()
            self.initial |= {
                "same": SAME if answer.is_same else CHANGED,
                "said_by": answer.said_by,
                "value": chosen
                if self.question.kind == Question.Kind.SEVERAL
                else chosen[0]
                if chosen
                else words,
            }
        self.initial["seen"] = answer.version if answer else 0
        if not asked.before:
            del self.fields["same"]

    # What somebody else answered meanwhile, and whether this reader may not know how.
    other, is_other_closed = None, False

    def shows(self, other, *, is_closed):
        self.other, self.is_other_closed = other, is_closed
        self.data = self.data.copy()
        self.data[self.add_prefix("seen")] = other.version

    @property
    def is_several(self):
        return self.question.kind == Question.Kind.SEVERAL

    @property
    def asks_who(self):
        """Who said it is asked of words, and of what has changed."""
        return bool(self.asked.before) or self.question.kind == Question.Kind.WORDS

    def clean(self):
        cleaned = super().clean()
        value = cleaned.get("value")
        if self.is_several and value and NONE in value and len(value) > 1:
            self.add_error("value", f"“{NONE}” tidak dipilih bersama yang lain.")
        if self.asked.before and cleaned.get("value") and not cleaned.get("same"):
            cleaned["same"] = CHANGED
        return cleaned

    def typed(self) -> Typed:
        cleaned = self.cleaned_data
        seen = cleaned["seen"] or 0
        is_same = cleaned.get("same") == SAME
        if is_same:
            before = self.asked.before
            chosen, words = before.says()
            return Typed(self.question, chosen, words, before.said_by, seen, is_same=True)
        value = cleaned.get("value")
        chosen, words = [], ""
        if self.question.has_options:
            chosen = list(value) if self.is_several else [value] if value else []
        elif value not in (None, ""):
            words = str(value)
        # Nobody is said to have said nothing.
        said_by = cleaned.get("said_by") or Answer.SaidBy.CLIENT
        return Typed(self.question, chosen, words, said_by, seen)


def _field(question):
    options = [(option, option) for option in question.options]
    label = question.text
    if question.kind == Question.Kind.ONE:
        return forms.ChoiceField(
            label=label, choices=options, required=False, widget=ChoiceButtons
        )
    if question.kind == Question.Kind.SEVERAL:
        return forms.MultipleChoiceField(
            label=label, choices=options, required=False, widget=forms.CheckboxSelectMultiple
        )
    if question.kind == Question.Kind.NUMBER:
        return forms.IntegerField(label=label, required=False, min_value=0, max_value=999_999_999)
    return forms.CharField(
        label=label, required=False, max_length=1000, widget=forms.Textarea({"rows": 2})
    )


class FinishForm(forms.Form):
    """When it was done, and what it says in one line."""

    conclusion = line(
        "Kesimpulan dalam satu kalimat", "Tulis kesimpulan dalam satu kalimat.", most=500
    )
    done_at = PastMomentField(label="Dilakukan pada", initial=days.now)

    def __init__(self, *args, needs_conclusion, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["conclusion"].required = needs_conclusion
