from django import forms

from cases.patrols.models import Patrol
from cases.patrols.public_reports.models import PublicReport
from cases.places.models import HotSpot
from rptc import days
from rptc.forms import PastDayField, PastMomentField
from rptc.sending import SendKeyForm


class PublicReportForm(SendKeyForm, forms.ModelForm):
    class Meta:
        model = PublicReport
        fields = [
            "channel",
            "received_at",
            "ticket",
            "hot_spot",
            "place",
            "what",
            "how_many",
            "reporter",
            "reporter_contact",
            "wants_no_name",
        ]
        field_classes = {"received_at": PastMomentField}
        widgets = {"what": forms.Textarea(attrs={"rows": 3})}
        help_texts = {
            "ticket": "Hanya untuk SP4N-LAPOR!.",
            "reporter": "Boleh kosong. Hanya terlihat oleh Anda dan Kepala UPT.",
        }

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["channel"].choices = [("", "Pilih saluran"), *PublicReport.Channel.choices]
        self.fields["hot_spot"].queryset = HotSpot.objects.filter(is_active=True).order_by("name")
        self.fields["hot_spot"].empty_label = "Tempat lain"

    def clean(self):
        cleaned = super().clean()
        if not cleaned.get("hot_spot") and not cleaned.get("place"):
            self.add_error("place", "Pilih titik rawan, atau tulis tempatnya.")
        return cleaned


class GiveForm(forms.Form):
    patrol = forms.ModelChoiceField(
        Patrol.objects.none(),
        label="Patroli yang berjalan",
        empty_label="Pilih patroli",
        error_messages={"required": "Pilih patroli."},
    )

    def __init__(self, *args, user, **kwargs):
        super().__init__(*args, **kwargs)
        patrols = Patrol.objects.visible_to(user).under_way().select_related("team")
        self.fields["patrol"].queryset = patrols.order_by("-started_at", "-pk")


class AnswerForm(forms.Form):
    handled_on = PastDayField(label="Ditangani tanggal")
    note = forms.CharField(
        label="Hasil",
        required=False,
        max_length=300,
        help_text="Untuk catatan kita. Pelapor hanya diberi nomor dan tanggal.",
    )

    def __init__(self, *args, report, **kwargs):
        initial = {"handled_on": report.handled_on or days.today(), "note": report.handled_note}
        super().__init__(*args, initial=initial, **kwargs)
        self.report = report

    def clean_handled_on(self):
        day = self.cleaned_data["handled_on"]
        if day < days.day_of(self.report.received_at):
            raise forms.ValidationError("Tanggal ini sebelum laporan diterima.")
        return day
