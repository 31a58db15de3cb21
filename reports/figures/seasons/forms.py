from reports.figures.seasons.models import SpecialPeriod
from rptc.forms import DayInput, RowForm


class SpecialPeriodForm(RowForm):
    unchosen = {"kind": "Pilih jenisnya"}

    class Meta:
        model = SpecialPeriod
        fields = ["name", "kind", "first_on", "last_on", "is_estimate", "is_active"]
        widgets = {"first_on": DayInput, "last_on": DayInput}
        help_texts = {
            "name": "Misalnya Ramadan 1449 H, atau Libur semester ganjil 2026.",
            "is_active": "Kosongkan bila salah ketik atau batal.",
        }
        error_messages = {
            "name": {"required": "Tulis namanya."},
            "kind": {"required": "Pilih jenisnya."},
            "first_on": {"required": "Tulis hari pertamanya."},
            "last_on": {"required": "Tulis hari terakhirnya."},
        }
