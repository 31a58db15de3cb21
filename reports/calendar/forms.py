from django import forms

from reports.calendar.models import OfficialReport, ReportSent
from rptc import days
from rptc.accounts.models import staff_with
from rptc.accounts.permissions import Role
from rptc.editing import VersionForm
from rptc.forms import DayInput, PastDayField, RowForm
from rptc.sending import SendKeyForm


class OfficialReportFields(forms.ModelForm):
    unchosen = {"every": "Pilih masanya", "ready": "Tidak ada"}
    needed = ("valid_from",)

    class Meta:
        model = OfficialReport
        fields = [
            "name",
            "recipient",
            "ground",
            "every",
            "due_day",
            "due_month",
            "due_days",
            "ready",
            "valid_from",
            "valid_until",
            "is_confirmed",
        ]
        widgets = {"valid_from": DayInput, "valid_until": DayInput}
        labels = {
            "due_day": "Jatuh tempo pada tanggal",
            "due_month": "Di bulan ke berapa sesudah masanya",
            "due_days": "Atau berapa hari sesudah masanya",
        }
        help_texts = {
            "name": "Misalnya Rekap bulanan.",
            "ground": "Peraturan atau surat yang memintanya. Boleh menyusul.",
            "due_day": "Bulan yang lebih pendek: hari terakhirnya. Hari libur: hari kerja"
            " berikutnya.",
            "due_month": "1 adalah bulan sesudah masanya.",
            "due_days": "Kosong bila pada tanggal tertentu.",
            "ready": "Halaman yang dibuka dari kalender.",
            "valid_from": "Masa yang berakhir sejak hari ini diminta; yang sebelumnya tidak.",
            "valid_until": "Kosong selama laporan ini masih diminta.",
        }
        error_messages = {
            "name": {"required": "Tulis nama laporannya."},
            "recipient": {"required": "Tulis kepada siapa."},
            "every": {"required": "Pilih masanya."},
            "valid_from": {"required": "Tulis dihitung mulai kapan."},
        }

    def clean(self):
        cleaned = super().clean()
        if cleaned.get("due_days") and not cleaned.get("due_day"):
            # The month that the form proposed stands alone.
            cleaned["due_month"] = None
        return cleaned


class OfficialReportForm(OfficialReportFields, RowForm):
    class Meta(OfficialReportFields.Meta):
        pass


class OfficialReportEditForm(OfficialReportFields, VersionForm):
    class Meta(OfficialReportFields.Meta):
        pass


class ReportSentForm(SendKeyForm, RowForm):
    unchosen = {"way": "Pilih caranya"}

    sent_on = PastDayField(
        label="Dikirim pada",
        initial=days.today,
        error_messages={"required": "Tulis kapan dikirim."},
    )

    class Meta:
        model = ReportSent
        fields = ["sent_on", "sent_by", "way", "number"]
        help_texts = {"number": "Kosong bila tanpa surat."}
        error_messages = {
            "sent_by": {"required": "Pilih siapa yang mengirim."},
            "way": {"required": "Pilih caranya."},
        }

    def __init__(self, *args, user, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["sent_by"].queryset = staff_with(Role.OFFICE, Role.HEAD)
        self.initial.setdefault("sent_by", user.pk)
