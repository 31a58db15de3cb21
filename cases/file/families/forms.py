from django import forms

from cases.people.models import SOURCES_TODAY, Source
from cases.people.relations.actions import Tie
from rptc.sending import SendKeyForm

TIES = [choice for choice in Tie.choices if choice[0] != Tie.TOGETHER]


class FamilyForm(SendKeyForm):
    """What each companion is to somebody, as far as it is known. Nothing is guessed: a woman who
    was met with a child need not be its mother."""

    source = forms.ChoiceField(label="Menurut", choices=SOURCES_TODAY, initial=Source.SELF)

    def __init__(self, *args, companions, **kwargs):
        super().__init__(*args, **kwargs)
        self.companions = {f"tie_{person.pk}": person for person in companions}
        for name, person in self.companions.items():
            label = f"{person}, {person.sex}, {person.age_today}"
            choices = [("", "Hanya bersama"), *TIES]
            self.fields[name] = forms.ChoiceField(label=label, choices=choices, required=False)
        self.order_fields(["send_key", *self.companions, "source"])

    def clean(self):
        said = super().clean()
        ties = [(person, said[name]) for name, person in self.companions.items() if said.get(name)]
        if not self.errors and not ties:
            raise forms.ValidationError("Pilih hubungan paling sedikit satu orang.")
        return {"ties": ties} | {name: said.get(name) for name in ("source", "send_key")}
