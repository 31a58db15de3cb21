from django import forms

NAME_YOURSELF = "Tulis nama Anda, supaya kami tahu siapa yang menjawab."


class WhoAnswersForm(forms.Form):
    """Mixed into the answer by a link: one of the `contacts`, or who is typed. `by_name`: who is
    logged in."""

    who = forms.CharField(required=False)
    said_by = forms.CharField(label="Nama Anda", max_length=120, required=False)

    def __init__(self, *args, contacts=(), chosen=None, by_name="", **kwargs):
        super().__init__(*args, **kwargs)
        self.contacts = {str(contact.pk): contact.name for contact in contacts}
        self.by_name = by_name
        typed = self.data.get("who") if self.is_bound else None
        self.chosen = typed if typed is not None else (str(chosen.pk) if chosen else "")
        if not self.is_bound and not self.chosen and len(self.contacts) == 1:
            self.chosen = next(iter(self.contacts))

    @property
    def chosen_name(self):
        return self.contacts.get(self.chosen, "")

    def name_of(self, cleaned):
        """Who answers; where nobody is named, the form says so."""
        name = self.by_name or self.contacts.get(cleaned.get("who", ""))
        name = name or cleaned.get("said_by", "").strip()
        if not name:
            self.add_error("said_by", NAME_YOURSELF)
        return name


def who_may_answer(row):
    """What the form is told of who works there: of a closed partner nobody is named."""
    partner = row.partner
    if partner.closes_destination:
        return {"contacts": [], "chosen": None}
    return {"contacts": partner.contacts.at_work(), "chosen": row.sent_to}
