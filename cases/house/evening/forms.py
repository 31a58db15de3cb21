from django import forms

from cases.house.evening.models import ImportantNumber


class ImportantNumberForm(forms.ModelForm):
    class Meta:
        model = ImportantNumber
        fields = ["name", "number", "order", "is_active"]
        help_texts = {"name": "Misalnya: Polsek Tamalate, Puskesmas Barombong, koordinator piket."}

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        if self.instance.pk is None:
            del self.fields["is_active"]
