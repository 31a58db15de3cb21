from django import forms
from django.core.exceptions import ValidationError

from rptc.forms import ChoiceButtons
from rptc.letters.texts.models import LetterText, TextProposal
from rptc.sending import SendKeyForm

# As many lines as what is usually written.
LINES = {"addressee": 3, "legal_basis": 2, "body": 18, "signers": 5, "copies": 2}
AREAS = {name: forms.Textarea(attrs={"rows": rows}) for name, rows in LINES.items()}
FIELDS = [
    "form",
    "heading",
    "addressee",
    "nature",
    "enclosure",
    "legal_basis",
    "body",
    "signers",
    "copies",
]


class LetterTextForm(SendKeyForm, forms.ModelForm):
    """The next version of a text, and why. `text` is what was typed, where it can be read."""

    class Meta:
        model = TextProposal
        fields = ["reason"]
        error_messages = {"reason": {"required": "Tulis apa yang berubah, dan mengapa."}}

    def __init__(self, *args, kind, now, is_look=False, **kwargs):
        super().__init__(*args, **kwargs)
        self.kind, self.text = kind, None
        written = forms.fields_for_model(
            LetterText, FIELDS, widgets=AREAS | {"form": ChoiceButtons}
        )
        for name, field in written.items():
            field.initial = getattr(now, name) if now else field.initial
        self.fields = written | self.fields
        if is_look:
            self.fields["reason"].required = False

    def clean(self):
        cleaned = super().clean()
        written = {name: cleaned.get(name, "") for name in FIELDS}
        if not self.errors.keys() & written.keys():
            text = LetterText(kind=self.kind, version=1, **_lines(written))
            try:
                text.check_language()
                text.validate_constraints(exclude={"kind", "version"})
                self.text = text
            except ValidationError as error:
                self.add_error(None, error)
        return cleaned

    def _post_clean(self):
        """The row gets its text in the action."""
        self.instance.reason = self.cleaned_data.get("reason", "")


def _lines(written):
    """Browsers send two signs where a line ends."""
    return {name: text.replace("\r\n", "\n") for name, text in written.items()}
