from django import forms
from django.db.models import Q

from cases.law.matters.models import MOST_LETTERS, Hearing, LegalMatter, LegalNote
from rptc.accounts.models import User, staff_with
from rptc.accounts.permissions import Role
from rptc.editing import VersionForm
from rptc.forms import MomentInput, PastDayField, ReasonForm, RowForm, line
from rptc.sending import SealedForm, SendKeyForm


class _MatterFields(forms.ModelForm):
    unchosen = {"side": "Pilih sebagai apa"}

    class Meta:
        model = LegalMatter
        fields = [
            "side",
            "about",
            "begun_on",
            "police_unit",
            "police_number",
            "investigator",
            "bapas_officer",
            "lawyer",
            "court_number",
        ]
        field_classes = {"begun_on": PastDayField}
        help_texts = {"about": "Singkat, misalnya pencurian. Ceritanya pada catatan."}
        error_messages = {
            "side": {"required": "Pilih sebagai apa."},
            "about": {"required": "Tulis perkaranya."},
        }


class LegalMatterForm(_MatterFields, SendKeyForm, RowForm):
    class Meta(_MatterFields.Meta):
        pass


class LegalMatterEditForm(_MatterFields, VersionForm):
    class Meta(_MatterFields.Meta):
        fields = [*_MatterFields.Meta.fields, "ended_on", "outcome"]
        field_classes = {"begun_on": PastDayField, "ended_on": PastDayField}


class LegalNoteForm(SealedForm, RowForm):
    sealed_as = "cases.legal_note"
    text = forms.CharField(
        label="Catatan",
        max_length=MOST_LETTERS,
        widget=forms.Textarea({"rows": 4}),
        error_messages={"required": "Tulis catatannya."},
    )

    class Meta:
        model = LegalNote
        fields = ["text"]


class _HearingFields(forms.ModelForm):
    class Meta:
        model = Hearing
        fields = ["at", "place", "purpose", "escort"]
        widgets = {"at": MomentInput}
        help_texts = {
            "escort": "Mendapat tugas dengan tempat dan waktunya, tanpa keperluannya.",
            "purpose": "Misalnya sidang pertama, pemeriksaan di Bapas.",
        }
        error_messages = {
            "place": {"required": "Tulis tempatnya."},
            "purpose": {"required": "Tulis keperluannya."},
        }

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        escort = self.fields["escort"]
        staff = staff_with(Role.CARETAKER, Role.SOCIAL_WORKER)
        escort.queryset = User.objects.filter(
            Q(pk=self.instance.escort_id) | Q(pk__in=staff.values("pk"))
        ).order_by("full_name", "pk")
        escort.empty_label = "Belum ada"


class HearingForm(_HearingFields, SendKeyForm, RowForm):
    class Meta(_HearingFields.Meta):
        pass


class HearingEditForm(_HearingFields, VersionForm):
    class Meta(_HearingFields.Meta):
        pass


class HearingResultForm(forms.Form):
    result = line("Hasilnya", "Tulis hasilnya.")


class HearingCancelForm(ReasonForm):
    def __init__(self, *args):
        super().__init__(
            *args, label="Mengapa dibatalkan", missing="Tulis mengapa dibatalkan.", longest=200
        )
