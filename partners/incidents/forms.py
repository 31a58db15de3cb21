from django import forms

from partners.incidents.models import (
    MOST_WORDS,
    IncidentKind,
    IncidentNote,
    IncidentReply,
    PartnerIncident,
    Says,
)
from partners.referrals.forms import NOT_IN_PORTAL
from rptc.forms import ChoiceButtons, PastMomentField, RowForm, line
from rptc.sending import SealedForm, SendKeyForm


class IncidentTapForm(SendKeyForm, RowForm):
    """The tap on what happened sends it, in the portal."""

    class Meta:
        model = PartnerIncident
        fields = ["kind"]

    # (what happened, the icon, is it asked once more?): whoever wants to take them first.
    BUTTONS = [
        (IncidentKind.CAME, "people", False),
        (IncidentKind.RAN, "out", True),
        (IncidentKind.ILL, "pulse", False),
        (IncidentKind.HURT, "alert", False),
        (IncidentKind.DIED, "stay", True),
    ]

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["kind"].error_messages["required"] = "Pilih apa yang terjadi."


def channel_field():
    return forms.ChoiceField(
        label="Melalui",
        choices=NOT_IN_PORTAL,
        widget=ChoiceButtons,
        error_messages={"required": "Pilih melalui apa."},
    )


class RecordIncidentForm(SendKeyForm, RowForm):
    """What the partner told us otherwise."""

    needed = ("said_by",)
    unchosen = {"kind": "Pilih apa yang terjadi"}
    begins_now = ["at"]
    channel = channel_field()

    class Meta:
        model = PartnerIncident
        fields = ["kind", "at", "said_by", "channel"]
        field_classes = {"at": PastMomentField}
        error_messages = {"said_by": {"required": "Tulis siapa yang menyampaikan."}}


class NoteForm(SealedForm, RowForm):
    """`words` are no column: they are put away under the key. Of somebody who came, who they say
    they are."""

    sealed_as = "partners.incidentnote"
    words = forms.CharField(
        label="Keterangan",
        max_length=MOST_WORDS,
        required=False,
        widget=forms.Textarea({"rows": 3}),
    )

    class Meta:
        model = IncidentNote
        fields = ["name", "relation", "telephone"]

    field_order = ["name", "relation", "telephone", "words"]

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        if not self.instance.incident.is_pickup:
            for name in self.Meta.fields[:3]:
                del self.fields[name]

    def clean(self):
        cleaned = super().clean()
        said = [cleaned.get(name) for name in ("words", "name", "relation", "telephone")]
        if not self.errors and not any(said):
            self.add_error("words", "Tulis keterangannya.")
        return cleaned


class TakeBackForm(SealedForm, RowForm):
    """It was none, or of another klien: why."""

    sealed_as = "partners.incidentnote"
    words = line("Apa yang keliru", "Tulis apa yang keliru.", MOST_WORDS)

    class Meta:
        model = IncidentNote
        fields = []


class RecordNoteForm(NoteForm):
    """The same, told us otherwise."""

    needed = ("said_by",)
    channel = channel_field()

    class Meta(NoteForm.Meta):
        fields = [*NoteForm.Meta.fields, "said_by", "channel"]
        error_messages = {"said_by": {"required": "Tulis siapa yang menyampaikan."}}

    field_order = [*NoteForm.field_order, "said_by", "channel"]


class ReplyForm(SealedForm, RowForm):
    """Why is ours alone; the message is read by the partner."""

    sealed_as = "partners.incidentreply"
    reason = line("Yang sudah dilakukan", "Tulis apa yang sudah dilakukan.", MOST_WORDS)

    class Meta:
        model = IncidentReply
        fields = ["message"]
        help_texts = {
            "message": "Dibaca mitra di portalnya. Tanpa nama klien; boleh kosong.",
        }

    field_order = ["reason", "message"]

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["reason"].widget = forms.Textarea({"rows": 3, "maxlength": MOST_WORDS})
        self.fields["reason"].help_text = "Hanya dibaca RPTC."


class DropForm(ReplyForm):
    """It was none, or of another klien: what was said stays, and counts no more."""

    reason = line("Mengapa bukan kejadian", "Tulis alasannya.", MOST_WORDS)


class DecidePickupForm(ReplyForm):
    """Yes to one human being by name, or no."""

    SAID = [(Says.ALLOWED.value, "Boleh diserahkan"), (Says.REFUSED.value, "Tidak boleh")]
    says = forms.ChoiceField(
        label="Keputusan",
        choices=SAID,
        widget=ChoiceButtons,
        error_messages={"required": "Pilih boleh atau tidak boleh."},
    )
    reason = line("Alasan", "Tulis alasannya.", MOST_WORDS)

    class Meta(ReplyForm.Meta):
        fields = ["says", "to_name", "to_relation", "to_identity", "to_telephone", "message"]

    field_order = [*Meta.fields[:5], "reason", "message"]

    def __init__(self, *args, came=None, **kwargs):
        super().__init__(*args, **kwargs)
        if came is not None:
            self.initial |= {
                "to_name": came.name,
                "to_relation": came.relation,
                "to_telephone": came.telephone,
            }

    def clean(self):
        cleaned = super().clean()
        if cleaned.get("says") == Says.REFUSED:
            # Who is told no is named in what the partner has written.
            for name in ("to_name", "to_relation", "to_identity", "to_telephone"):
                cleaned[name] = ""
        elif cleaned.get("says") == Says.ALLOWED and not cleaned.get("to_name"):
            if "to_name" not in self.errors:
                self.add_error("to_name", "Tulis kepada siapa boleh diserahkan.")
        return cleaned
