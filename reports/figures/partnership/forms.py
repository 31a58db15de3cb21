from django import forms

from reports.figures.models import Indicator, PartnershipWord
from rptc.sending import SendKeyForm

SCORES = [("", "tanpa nilai"), (1, "1"), (2, "2"), (3, "3"), (4, "4")]


class WordsForm(SendKeyForm):
    """One sentence on each of the seven, and a score where somebody likes one."""

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        for each in Indicator:
            self.fields[f"text_{each}"] = forms.CharField(
                label=f"{each.value}. {each.label}",
                max_length=PartnershipWord.MOST,
                required=False,
                widget=forms.Textarea({"rows": 2}),
            )
            self.fields[f"score_{each}"] = forms.TypedChoiceField(
                label=f"Nilai {each.value}",
                choices=SCORES,
                coerce=int,
                empty_value=None,
                required=False,
            )

    def clean(self):
        cleaned = super().clean()
        for each in Indicator:
            if self.initial.get(f"text_{each}") and not cleaned.get(f"text_{each}"):
                self.add_error(f"text_{each}", "Kalimat yang tersimpan diganti, tidak dihapus.")
            elif cleaned.get(f"score_{each}") and not cleaned.get(f"text_{each}"):
                self.add_error(f"text_{each}", "Tulis satu kalimat di samping nilainya.")
        return cleaned

    def said(self):
        """{number: (sentence, score)} of what was written."""
        cleaned = self.cleaned_data
        return {
            each.value: (cleaned[f"text_{each}"], cleaned[f"score_{each}"])
            for each in Indicator
            if cleaned[f"text_{each}"]
        }
