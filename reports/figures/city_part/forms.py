from django import forms

from reports.figures.city_part.models import CityPartWord
from rptc.forms import RowForm
from rptc.sending import SendKeyForm


class CityPartWordForm(SendKeyForm, RowForm):
    class Meta:
        model = CityPartWord
        fields = ["problems", "follow_up"]
        widgets = dict.fromkeys(fields, forms.Textarea(attrs={"rows": 3}))
        help_texts = {
            "problems": "Apa yang menghambat tahun itu. Tanpa nama klien.",
            "follow_up": "Apa yang sudah atau akan dilakukan, dan oleh siapa.",
        }
        error_messages = {
            "problems": {"required": "Tulis permasalahannya, atau “tidak ada”."},
            "follow_up": {"required": "Tulis tindak lanjutnya, atau “tidak ada”."},
        }
