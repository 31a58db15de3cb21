from django import forms

from cases.intakes.triage import actions
from cases.intakes.triage.models import TriageQuestion
from rptc.forms import ChoiceButtons, RowForm, line
from rptc.sending import SendKeyForm

YES, NO = "yes", "no"


class TriageForm(SendKeyForm):
    """The questions in use that can apply to `intake`, each with yes or no. Which of the three
    buttons was pressed decides: the answers as given, the rest no, or "tidak memungkinkan".
    "Selebihnya tidak" answers what nobody has answered, and never touches an answer."""

    GIVEN, REST_NO, IMPOSSIBLE = "given", "rest_no", "impossible"

    replaces = forms.UUIDField(required=False, widget=forms.HiddenInput)
    pressed = forms.ChoiceField(
        choices=[(GIVEN, ""), (REST_NO, ""), (IMPOSSIBLE, "")],
        error_messages={"required": "Tekan salah satu tombol."},
    )
    impossible_reason = forms.CharField(
        label="Mengapa tidak memungkinkan",
        required=False,
        max_length=200,
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
        help_text="Misalnya tidur, mabuk, atau tidak mau bicara. Ditanya lagi pukul 07.00.",
    )

    def __init__(self, *args, intake, triage=None, **kwargs):
        super().__init__(*args, **kwargs)
        self.asked, self.not_asked = [], []
        for question in TriageQuestion.objects.filter(is_active=True).order_by("order", "pk"):
            applies = question.is_asked_of(intake.person, intake.met_on)
            (self.asked if applies else self.not_asked).append(question)
        answers = triage.answers if triage else {}
        for question in self.asked:
            self.fields[question.code] = forms.ChoiceField(
                label=question.text,
                choices=[(YES, "Ya"), (NO, "Tidak")],
                required=False,
                widget=ChoiceButtons,
            )
            if question.code in answers:
                self.initial[question.code] = YES if answers[question.code] else NO
        self.fields["replaces"].initial = triage and triage.send_key

    @property
    def questions(self):
        return [(question, self[question.code]) for question in self.asked]

    def clean(self):
        cleaned = super().clean()
        pressed = cleaned.get("pressed")
        if pressed == self.IMPOSSIBLE and not cleaned.get("impossible_reason"):
            self.add_error("impossible_reason", "Tulis mengapa tidak memungkinkan.")
        if pressed == self.GIVEN:
            for question in self.asked:
                if not cleaned.get(question.code):
                    self.add_error(question.code, "Pilih ya atau tidak.")
        return cleaned

    def triage(self):
        """What was answered, not yet saved."""
        if self.cleaned_data["pressed"] == self.IMPOSSIBLE:
            return actions.not_possible(self.cleaned_data["impossible_reason"])
        answers = {
            question.code: self.cleaned_data[question.code] == YES for question in self.asked
        }
        return actions.from_answers(answers, self.asked)

    def shows(self, triage):
        """Take over which answers are stored now, so that saving again replaces them knowingly."""
        self.data = self.data.copy()
        self.data["replaces"] = triage.send_key if triage else ""


class ActDoneForm(forms.Form):
    result = line("Hasil tindakan", "Tulis hasilnya.")


class TriageQuestionForm(RowForm):
    unchosen = {"sex": "Semua"}

    class Meta:
        model = TriageQuestion
        fields = [
            *["code", "text", "order", "colour", "act", "bed_hint", "sex", "from_age"],
            "is_active",
        ]
        widgets = {"colour": ChoiceButtons}


class TriageQuestionEditForm(TriageQuestionForm):
    """The code stays: old answers are kept under it."""

    class Meta(TriageQuestionForm.Meta):
        fields = TriageQuestionForm.Meta.fields[1:]
