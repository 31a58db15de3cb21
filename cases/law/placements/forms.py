from django import forms
from django.db.models import Q

from cases.law.placements.models import Placement, PlacementLimit, PlacementScan
from rptc.editing import VersionForm
from rptc.forms import MomentInput, PastDayField, RowForm
from rptc.letters.kept_scans import ScanForm
from rptc.sending import SendKeyForm


class _LetterFields(forms.ModelForm):
    unchosen = {"ordered_by": "Pilih siapa yang menitipkan"}

    class Meta:
        model = Placement
        fields = [
            "ordered_by",
            "office",
            "letter_number",
            "letter_on",
            "begins_at",
            "ends_at",
            "limit",
        ]
        field_classes = {"letter_on": PastDayField}
        widgets = {"begins_at": MomentInput, "ends_at": MomentInput}
        help_texts = {
            "office": "Misalnya Polsek Tamalate, Aipda Hasriani.",
            "ends_at": "Jam terakhir. Tanpa surat baru, klien harus keluar.",
            "limit": "Sebagai pengingat; yang berlaku adalah suratnya.",
        }
        error_messages = {
            "ordered_by": {"required": "Pilih siapa yang menitipkan."},
            "office": {"required": "Tulis kantornya."},
            "letter_number": {"required": "Tulis nomor suratnya."},
            "ends_at": {"required": "Tulis sampai kapan."},
        }

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        limit = self.fields["limit"]
        limit.queryset = PlacementLimit.objects.filter(
            Q(is_active=True) | Q(pk=self.instance.limit_id)
        )
        limit.empty_label = "Belum diketahui"
        limit.label_from_instance = lambda row: f"{row}, paling lama {row.span}"


class PlacementForm(_LetterFields, SendKeyForm, RowForm):
    class Meta(_LetterFields.Meta):
        pass


class PlacementEditForm(_LetterFields, VersionForm):
    class Meta(_LetterFields.Meta):
        pass


class PlacementScanForm(ScanForm):
    of = "surat"

    class Meta:
        model = PlacementScan
        fields = ["paper"]


class PlacementLimitForm(RowForm):
    class Meta:
        model = PlacementLimit
        fields = ["name", "hours", "source", "is_confirmed", "order", "is_active"]

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        if self.instance.pk is None:
            del self.fields["is_active"]
