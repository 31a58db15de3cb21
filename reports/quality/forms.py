from django import forms

from cases.places.models import Region
from reports.quality.models import FalseAlarm
from rptc.sending import SendKeyForm


class FalseAlarmForm(SendKeyForm, forms.ModelForm):
    class Meta:
        model = FalseAlarm
        fields = ["reason"]
        labels = {"reason": "Mengapa memang begitu"}
        error_messages = {"reason": {"required": "Tulis mengapa memang begitu."}}


class OriginForm(forms.Form):
    """The kecamatan of Makassar; any other place is chosen on the page of the identity."""

    origin = forms.ModelChoiceField(
        Region.objects.of_makassar().filter(level=Region.Level.DISTRICT).order_by("name", "pk"),
        label="Asal",
        error_messages={
            "required": "Pilih kecamatan asal.",
            "invalid_choice": "Pilih kecamatan asal dari daftar.",
        },
    )
