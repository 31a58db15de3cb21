from django import forms
from django.db.models import Q

from cases.casework.plans.models import Component, ServiceKind
from cases.casework.services.trainings.models import Training
from rptc import days
from rptc.editing import VersionForm
from rptc.forms import ChoiceButtons, DayInput, PastDayField, RowForm
from rptc.sending import SendKeyForm


class TrainingFields(forms.ModelForm):
    class Meta:
        model = Training
        fields = ["kind", "subject", "organiser", "place", "began_on", "until"]
        widgets = {"began_on": DayInput, "until": DayInput}
        help_texts = {
            "organiser": "Siapa yang melatih, misalnya balai latihan kerja atau yayasan.",
            "until": "Boleh kosong.",
        }

    def keep_kinds(self):
        """Those of the component; what is not used any more stays where it was chosen."""
        kinds = Q(is_active=True, component=Component.SKILLS) | Q(pk=self.instance.kind_id)
        self.fields["kind"].queryset = ServiceKind.objects.filter(kinds)
        self.fields["kind"].empty_label = "Pilih layanan"


class TrainingForm(SendKeyForm, RowForm, TrainingFields):
    class Meta(TrainingFields.Meta):
        pass

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.keep_kinds()
        kinds = self.fields["kind"].queryset[:2]
        if len(kinds) == 1:
            self.initial["kind"] = kinds[0].pk
        self.initial["began_on"] = self.initial.get("began_on") or days.today()


class TrainingEditForm(VersionForm, TrainingFields):
    class Meta(TrainingFields.Meta):
        fields = [*TrainingFields.Meta.fields, "certificate"]

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.keep_kinds()
        if self.instance.is_running:
            # It is told with what came of it.
            self.fields["certificate"].disabled = True
            self.fields["certificate"].widget = forms.HiddenInput()


class TrainingEndForm(forms.Form):
    what = forms.ChoiceField(
        label="Bagaimana berakhir",
        choices=[("finished", "Selesai"), ("stopped", "Berhenti sebelum selesai")],
        widget=ChoiceButtons,
    )
    ended_on = PastDayField(label="Berakhir pada")
    certificate = forms.CharField(
        label="Nomor sertifikat", required=False, max_length=80, help_text="Bila ada."
    )
    reason = forms.CharField(label="Mengapa berhenti", required=False, max_length=200)

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["ended_on"].initial = days.today

    def clean(self):
        cleaned = super().clean()
        what = cleaned.pop("what", "")
        cleaned["is_finished"] = what == "finished"
        if what == "stopped" and not cleaned.get("reason"):
            self.add_error("reason", "Tulis mengapa berhenti.")
        if what == "stopped" and cleaned.get("certificate"):
            self.add_error("certificate", "Sertifikat hanya bila selesai.")
        if what == "finished" and cleaned.get("reason"):
            self.add_error("reason", "Kosongkan bila selesai.")
        return cleaned


class KitForm(VersionForm):
    needed = ("kit", "kit_on")

    class Meta:
        model = Training
        fields = ["kit", "kit_on"]
        field_classes = {"kit_on": PastDayField}
        help_texts = {"kit": "Apa dan berapa, misalnya mesin jahit 1, gunting 2."}

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.initial["kit_on"] = self.initial.get("kit_on") or days.today()


class IncomeForm(VersionForm):
    class Meta:
        model = Training
        fields = ["income_3", "income_3_on", "income_6", "income_6_on"]
        field_classes = {"income_3_on": PastDayField, "income_6_on": PastDayField}
