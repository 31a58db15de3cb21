from django import forms

from cases.intakes.models import CHILD_MAY_BE_VICTIM, WHAT_TO_DO_NOW
from cases.intakes.victims.actions import Noted
from cases.intakes.victims.models import ChildVictim
from rptc.forms import line
from rptc.sending import SendKeyForm


class ChildFields(forms.Form):
    """What is written of a child beside the rest. The page shows it as soon as age and class ask
    for it, also without signal (js/batch/child.js)."""

    left_by_adult = forms.BooleanField(
        label="Bersama orang dewasa yang lalu pergi", required=False
    )
    is_suspected = forms.BooleanField(label="Ada dugaan eksploitasi", required=False, initial=True)
    suspect = forms.CharField(
        label="Siapa orangnya, atau yang terlihat",
        required=False,
        max_length=120,
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
        help_text="Misalnya nama, hubungan, nomor kendaraan.",
    )
    said = forms.CharField(
        label="Yang dikatakan anak tentang kekerasan",
        required=False,
        max_length=1000,
        widget=forms.Textarea(attrs={"rows": 2}),
        help_text="Hanya bila ia sendiri bercerita, dengan kata-katanya. Jangan ditanyai.",
    )

    CHILD_MAY_BE_VICTIM, WHAT_TO_DO_NOW = CHILD_MAY_BE_VICTIM, WHAT_TO_DO_NOW

    # Whose file is known already: then no age is asked.
    known = None

    @property
    def beside_the_child(self):
        """The other fields, in their order."""
        return [field for field in self if field.name not in ChildFields.base_fields]

    def noted(self):
        names = ("left_by_adult", "is_suspected", "suspect", "said")
        return Noted(**{name: self.cleaned_data.get(name, "") for name in names})


class ChildVictimForm(SendKeyForm, forms.ModelForm):
    """Of a child who was met before: what was seen or said since."""

    suspect = ChildFields.base_fields["suspect"]

    class Meta:
        model = ChildVictim
        fields = ["left_by_adult", "said"]
        widgets = {"said": forms.Textarea(attrs={"rows": 3})}
        help_texts = {"said": ChildFields.base_fields["said"].help_text}

    field_order = ["left_by_adult", "suspect", "said"]


class ToldForm(forms.Form):
    told_to = line(
        "Siapa yang diberi tahu, dan bagaimana",
        "Tulis siapa di UPTD PPA yang diberi tahu.",
        200,
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
        help_text="Misalnya: Ibu Hasnah, UPTD PPA, per telepon 23.40.",
    )
