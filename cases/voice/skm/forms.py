from django import forms

from cases.voice.skm.models import UNSUR, SkmAnswer, SkmRound, current_semester
from rptc import days
from rptc.forms import ChoiceButtons, RowForm
from rptc.sending import SendKeyForm

SCORES = [("4", "Sangat baik"), ("3", "Baik"), ("2", "Kurang baik"), ("1", "Tidak baik")]


class SkmRoundForm(SendKeyForm, RowForm):
    class Meta:
        model = SkmRound
        fields = ["year", "part"]
        widgets = {"part": ChoiceButtons}

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.initial["year"] = self.initial.get("year") or days.today().year
        self.initial["part"] = self.initial.get("part") or current_semester()


class SkmAnswerForm(SendKeyForm, RowForm):
    """Nine questions, none of which has to be answered; all of them on one page."""

    class Meta:
        model = SkmAnswer
        fields = ["kind", *(code for code, _, _ in UNSUR)]
        widgets = {"kind": ChoiceButtons}

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["kind"].error_messages["required"] = "Pilih siapa yang menjawab."
        for code, _, question in UNSUR:
            self.fields[code] = forms.TypedChoiceField(
                label=question,
                choices=SCORES,
                coerce=int,
                empty_value=None,
                required=False,
                widget=ChoiceButtons,
            )
