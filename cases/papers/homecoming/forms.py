from django import forms
from django.db.models import Q

from cases.health.findings.models import Finding
from cases.papers.homecoming.models import (
    MOST_RUPIAH,
    SULAWESI_SELATAN,
    Homecoming,
    HomecomingPiece,
    NearRegion,
    Step,
)
from cases.places.models import Region
from rptc import days
from rptc.editing import VersionForm
from rptc.forms import DayInput, PastDayField, PastMomentField, RowForm
from rptc.sending import SendKeyForm


def destinations():
    """The kabupaten and kota of our province, and the other provinces."""
    near = Q(level=Region.Level.REGENCY)
    far = Q(level=Region.Level.PROVINCE) & ~Q(code=SULAWESI_SELATAN)
    return Region.objects.filter(near | far).order_by("-level", "name")


class NearRegionForm(RowForm):
    class Meta:
        model = NearRegion
        fields = ["region", "is_active"]

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        region = self.fields["region"]
        region.queryset = Region.objects.filter(level=Region.Level.REGENCY).order_by("name")
        region.empty_label = "Pilih kabupaten atau kota"
        region.error_messages["required"] = "Pilih kabupaten atau kotanya."
        if self.instance.pk is None:
            del self.fields["is_active"]
        else:
            del self.fields["region"]


class WhitherFields(forms.ModelForm):
    class Meta:
        model = Homecoming
        fields = ["region", "place", "leaves_on", "budget_line"]
        widgets = {"leaves_on": DayInput}
        help_texts = {
            "place": "Desa dan kecamatan; di luar Sulawesi Selatan kabupaten atau kotanya.",
            "budget_line": "Tertulis pada kuitansi.",
        }

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        region = self.fields["region"]
        region.queryset = destinations()
        region.empty_label = "Pilih daerah"
        region.error_messages["required"] = "Pilih daerah tujuannya."

    def clean(self):
        cleaned = super().clean()
        region = cleaned.get("region")
        is_far = region and region.level == Region.Level.PROVINCE
        if is_far and not cleaned.get("place"):
            self.add_error("place", "Di luar Sulawesi Selatan, tulis kabupaten atau kotanya.")
        return cleaned


class HomecomingForm(SendKeyForm, WhitherFields):
    class Meta(WhitherFields.Meta):
        pass


class HomecomingEditForm(VersionForm, WhitherFields):
    class Meta(WhitherFields.Meta):
        pass


# Step: its fields, those that must be filled, and what they are called there.
FIELDS = {
    Step.IDENTITY: (["number", "who"], {"number": "Nomor surat Polsek", "who": "Polsek mana"}),
    Step.FIT: (
        ["who", "on", "finding", "words"],
        {"who": "Siapa yang menyatakan layak jalan", "on": "Pada"},
    ),
    Step.MONEY: (["ticket", "pocket", "words"], {"ticket": None, "pocket": None}),
    Step.ESCORT: (["who", "phone", "words"], {"who": "Siapa yang mendampingi"}),
    Step.MEETS: (
        ["who", "relation", "phone", "words"],
        {"who": "Siapa yang menjemput", "phone": "Telepon"},
    ),
    Step.TRANSIT: (["words", "who", "phone"], {"words": "Di mana singgah atau menginap"}),
}
HELP = {
    (Step.FIT, "words"): "Jangan menulis penyakitnya di sini: itu pada pemeriksaan.",
    (Step.FIT, "finding"): "Bila sudah dicatat pada Kesehatan.",
    (Step.ESCORT, "words"): "Misalnya pulang hari yang sama. Tulis tanpa pendamping bila begitu.",
    (Step.MEETS, "words"): "Misalnya KTP-nya dilihat lewat gambar.",
    (Step.MONEY, "ticket"): "Hanya angka, misalnya 85000. 0 bila tidak ada.",
    (Step.MONEY, "pocket"): "Hanya angka. 0 bila tidak ada.",
}


class PieceFields:
    """Only what this step asks."""

    def __init__(self, *args, step, user, **kwargs):
        super().__init__(*args, **kwargs)
        shown, needed = FIELDS[step]
        for name in list(self.fields):
            if name in COLUMNS and name not in shown:
                del self.fields[name]
        for name, label in needed.items():
            field = self.fields[name]
            field.required, field.label = True, label or field.label
            field.error_messages["required"] = f"Isi: {field.label.lower()}."
        for name in shown:
            self.fields[name].help_text = HELP.get((step, name), "")
        if "finding" in self.fields:
            seen = Finding.objects.visible_to(user).newest()
            stay = self.instance.homecoming.stay
            findings = seen.filter(stay=stay).order_by("-seen_at", "-pk")
            self.fields["finding"].queryset = findings
            self.fields["finding"].empty_label = "Tidak ditautkan"
        if "on" in self.fields:
            self.initial["on"] = self.initial.get("on") or days.today()


COLUMNS = "number who on finding words ticket pocket phone relation".split()


class PieceMeta:
    model = HomecomingPiece
    fields = COLUMNS
    field_classes = {"on": PastDayField}


class HomecomingPieceForm(PieceFields, SendKeyForm, RowForm):
    class Meta(PieceMeta):
        pass

    def clean(self):
        return _check_rupiah(self, super().clean())


class HomecomingPieceEditForm(PieceFields, VersionForm):
    class Meta(PieceMeta):
        pass

    def clean(self):
        return _check_rupiah(self, super().clean())


def _check_rupiah(form, cleaned):
    for name in ("ticket", "pocket"):
        if (cleaned.get(name) or 0) > MOST_RUPIAH:
            form.add_error(name, "Jumlah ini terlalu besar. Tulis dalam rupiah.")
    if cleaned.get("ticket") == 0 and cleaned.get("pocket") == 0:
        form.add_error("ticket", "Keduanya 0. Isi yang diberikan.")
    return cleaned


class HomecomingArriveForm(VersionForm):
    needed = ("arrived_at", "arrived_told_by", "arrived_how")

    class Meta:
        model = Homecoming
        fields = ["arrived_at", "arrived_told_by", "arrived_how"]
        field_classes = {"arrived_at": PastMomentField}
        help_texts = {
            "arrived_told_by": "Misalnya yang menjemput, atau Dinas tujuan.",
            "arrived_how": "Misalnya telepon, atau foto yang dikirim.",
        }
        error_messages = {
            "arrived_told_by": {"required": "Tulis siapa yang mengatakan sudah tiba."},
            "arrived_how": {"required": "Tulis lewat apa kabarnya."},
        }

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.initial["arrived_at"] = self.initial.get("arrived_at") or days.now()
