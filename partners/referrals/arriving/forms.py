from django import forms

from partners.referrals.arriving.models import Arrival
from partners.referrals.arriving.things import due_things
from partners.referrals.models import ReferralStep
from rptc.forms import ChoiceButtons, PastMomentField, RowForm
from rptc.sending import SendKeyForm

Channel = ReferralStep.Channel
HERE = [("yes", "Diterima"), ("no", "Tidak ada")]
LONGEST = 200


class ArrivalForm(SendKeyForm, RowForm):
    """Who came, who received them, and each thing of the list."""

    needed = ("received_by", "received_as", "brought_by")
    begins_now = ("came_at",)

    class Meta:
        model = Arrival
        fields = ["came_at", "received_by", "received_as", "brought_by", "note"]
        field_classes = {"came_at": PastMomentField}
        widgets = {"note": forms.Textarea({"rows": 2})}
        help_texts = {"received_as": "Misalnya pengasuh asrama."}

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.due = due_things(self.instance.referral)
        # One button for a list that was read, and of which nothing is missing.
        self.is_rest_here = self.is_bound and "rest_here" in self.data
        for thing in self.due:
            self.fields[f"here-{thing.key}"] = forms.ChoiceField(
                label=thing.what,
                choices=HERE,
                widget=ChoiceButtons,
                required=not self.is_rest_here,
                error_messages={"required": "Pilih diterima atau tidak ada."},
            )
            self.fields[f"word-{thing.key}"] = forms.CharField(
                label="Keterangan", max_length=LONGEST, required=False
            )

    @property
    def plain(self):
        return [field for field in self.visible_fields() if "-" not in field.name]

    @property
    def rows(self):
        """(is it here, a word) of each thing."""
        for thing in self.due:
            yield self[f"here-{thing.key}"], self[f"word-{thing.key}"]

    def clean(self):
        cleaned = super().clean()
        things = {}
        for thing in self.due:
            here, word = cleaned.get(f"here-{thing.key}"), cleaned.get(f"word-{thing.key}", "")
            here = here or ("yes" if self.is_rest_here else "")
            if here == "no" and not word:
                self.add_error(f"word-{thing.key}", "Tulis mengapa tidak ada.")
            things[thing.key] = here == "yes", word
        cleaned["things"] = things
        return cleaned


class ArrivalByStaffForm(ArrivalForm):
    """By ours: whoever brought them, or was told."""

    channel = forms.ChoiceField(
        label="Dari mana diketahui",
        choices=[choice for choice in Channel.choices if choice[0] != Channel.PORTAL],
        widget=ChoiceButtons,
        initial=Channel.MEETING,
    )

    class Meta(ArrivalForm.Meta):
        fields = [*ArrivalForm.Meta.fields, "channel"]
