from django import forms

from cases.house.evening.models import ImportantNumber
from rptc.forms import PlainHelper


class ImportantNumberForm(forms.ModelForm):
    helper = PlainHelper()

    class Meta:
        model = ImportantNumber
        fields = ["name", "number", "order", "is_active"]
        help_texts = {"name": "Misalnya: Polsek Tamalate, Puskesmas Barombong, koordinator piket."}

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        if self.instance.pk is None:
            del self.fields["is_active"]
