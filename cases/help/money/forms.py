from django import forms

from cases.help.money.models import IN, MOST_RUPIAH, OUT, MoneyMovement, Way
from rptc.forms import PastMomentField, RowForm, RupiahField
from rptc.sending import SendKeyForm

WITNESS = "Bila klien tidak dapat menandatangani; nama dan hubungan."
TO_WHOM = "Hanya bila uang keluar; kosong bila klien sendiri. Untuk polisi: nama dan kesatuannya."


class MoneyForm(SendKeyForm, RowForm):
    """Taken, drawn or given back; what cannot be is not offered."""

    begins_now = ["at"]

    class Meta:
        model = MoneyMovement
        fields = ["way", "amount", "at", "to_whom", "witness", "note"]
        field_classes = {"at": PastMomentField, "amount": RupiahField}
        help_texts = {
            "amount": "Misalnya 85.000.",
            "to_whom": TO_WHOM,
            "witness": WITNESS,
        }
        error_messages = {
            "way": {
                "required": "Pilih apa yang terjadi.",
                "invalid_choice": "Pilih apa yang terjadi.",
            },
            "amount": {"required": "Tulis jumlahnya dalam rupiah."},
        }

    def __init__(self, *args, balance, **kwargs):
        super().__init__(*args, **kwargs)
        if not balance:
            # Nothing to give out: nobody else receives it.
            self.fields["to_whom"].widget = forms.HiddenInput()
        ways = IN if self.instance.stay.is_open else []
        ways = [*ways, *OUT] if balance else ways
        choices = [(way.value, way.label) for way in ways]
        self.fields["way"].choices = choices if len(choices) == 1 else [("", "Pilih"), *choices]

    def clean(self):
        cleaned = super().clean()
        way, to_whom = cleaned.get("way"), cleaned.get("to_whom")
        if way == Way.SEIZED and not to_whom:
            self.add_error("to_whom", "Tulis siapa yang menerima.")
        if way == Way.SEIZED and not cleaned.get("note"):
            self.add_error("note", "Tulis alasannya.")
        if way in {Way.TAKEN, Way.DRAWN} and to_whom:
            self.add_error("to_whom", "Kosongkan: hanya bila diserahkan kepada orang lain.")
        return cleaned


class FromBagsForm(SendKeyForm, RowForm):
    class Meta:
        model = MoneyMovement
        fields = ["witness"]
        help_texts = {"witness": WITNESS}


class CountForm(forms.Form):
    amount = RupiahField(
        label="Hitungan Anda, rupiah",
        min_value=1,
        max_value=MOST_RUPIAH,
        help_text="Hitung uangnya, lalu tulis jumlahnya.",
        error_messages={"required": "Tulis hitungan Anda."},
    )


class CorrectForm(SendKeyForm, RowForm):
    needed = ("note",)

    class Meta:
        model = MoneyMovement
        fields = ["note"]
        labels = {"note": "Apa yang salah"}
        error_messages = {"note": {"required": "Tulis apa yang salah."}}
