from django import forms
from django.db.models import Q

from cases.exits.forms import PictureField
from cases.papers.models import (
    NumberOf,
    Paper,
    PaperKind,
    PaperOffice,
    PaperRefusal,
    PaperRefusalEnd,
    PaperRequest,
    PaperState,
    PaperWord,
    Refused,
)
from cases.people.forms import NumberField
from rptc import days
from rptc.editing import VersionForm
from rptc.forms import ChoiceButtons, PastDayField, RowForm
from rptc.sending import SendKeyForm, digest_of

NO_NIK = "NIK dan nomor KK ditulis pada Identitas, tidak di sini."


class ScanField(PictureField):
    """A picture of the paper, where there is one."""

    def __init__(self, **options):
        super().__init__(**{"label": "Pindaian atau foto", "required": False} | options)

    def clean(self, uploads):
        return super().clean(uploads) if uploads else None


def _with_picture(form):
    picture = form.cleaned_data.get("picture")
    return digest_of({**form.cleaned_data, "picture": picture and picture.sha256})


class OfficeFields:
    """An office that is still in use, or the one that stands there."""

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        office = self.fields["office"]
        office.empty_label = "Pilih kantor"
        office.error_messages["required"] = "Pilih kantornya."
        before = getattr(getattr(self, "instance", None), "office_id", None)
        offices = PaperOffice.objects.filter(is_active=True)
        if paper := getattr(getattr(self, "instance", None), "paper", None):
            gives = Q(kinds=[]) | Q(kinds__contains=[paper.kind.code])
            offices = offices.filter(gives)
        office.queryset = offices | PaperOffice.objects.filter(pk=before) if before else offices


class PaperOfficeForm(RowForm):
    kinds = forms.MultipleChoiceField(
        label="Dokumen yang dibuat",
        help_text="Tanpa centang: semua dokumen.",
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )

    class Meta:
        model = PaperOffice
        fields = ["name", "addressee", "kinds", "usual_days", "is_confirmed", "order", "is_active"]
        help_texts = {
            "addressee": "Seperti pada surat, misalnya Kepala Dinas Kependudukan.",
            "usual_days": "Lewat dari ini dianggap terlambat.",
        }

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        kinds = PaperKind.objects.values_list("code", "name")
        self.fields["kinds"].choices = list(kinds)
        if self.instance.pk is None:
            del self.fields["is_active"]


class PaperWriteForm(SendKeyForm, RowForm):
    picture = ScanField()

    class Meta:
        model = Paper
        fields = ["kind", "state", "said_on", "number", "note", "picture"]
        field_classes = {"said_on": PastDayField}
        widgets = {"state": ChoiceButtons}
        help_texts = {
            "number": NO_NIK,
            "note": "Misalnya asli pada klien, atau masih ikut KK siapa.",
        }
        error_messages = {"state": {"required": "Pilih ada, hilang atau tidak pernah punya."}}

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        kind = self.fields["kind"]
        kind.empty_label = "Pilih dokumen"
        kind.error_messages["required"] = "Pilih dokumennya."
        self.initial["said_on"] = self.initial.get("said_on") or days.today()

    def clean(self):
        cleaned = super().clean()
        _check_number(self, cleaned.get("kind"), cleaned)
        return cleaned

    def digest(self):
        return _with_picture(self)


def _check_number(form, kind, cleaned):
    if kind and kind.number_of and cleaned.get("number"):
        form.add_error("number", NO_NIK)


class PaperEditForm(VersionForm):
    picture = ScanField(label="Pindaian atau foto yang baru")

    class Meta:
        model = Paper
        fields = ["state", "said_on", "number", "note"]
        field_classes = {"said_on": PastDayField}
        widgets = {"state": ChoiceButtons}

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        if self.instance.kind.number_of:
            del self.fields["number"]
        # Nobody asks for what is there.
        if self.instance.requests.running_or_got().exists():
            lost = [PaperState.LOST, PaperState.NEVER]
            self.fields["state"].choices = [(each.value, each.label) for each in lost]

    def clean(self):
        cleaned = super().clean()
        said_on = cleaned.get("said_on")
        first = self.instance.requests.order_by("asked_on").first()
        if said_on and first and said_on > first.asked_on:
            self.add_error(
                "said_on", "Hari ditanyakan tidak boleh sesudah hari diminta ke kantor."
            )
        return cleaned


class PaperAskForm(SendKeyForm, OfficeFields, RowForm):
    class Meta:
        model = PaperRequest
        fields = ["office", "asked_on", "receipt"]
        field_classes = {"asked_on": PastDayField}
        help_texts = {"receipt": "Bila kantor memberi tanda terima."}

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.initial["asked_on"] = self.initial.get("asked_on") or days.today()


class PaperRequestEditForm(OfficeFields, VersionForm):
    class Meta:
        model = PaperRequest
        fields = ["office", "asked_on", "receipt", "got_on"]
        field_classes = {"asked_on": PastDayField, "got_on": PastDayField}
        help_texts = {"got_on": "Kosongkan bila ternyata belum diterima."}

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        if self.instance.got_on is None:
            del self.fields["got_on"]
        if self.instance.together_id:
            # It stands in the letter.
            del self.fields["office"], self.fields["asked_on"]

    def clean(self):
        cleaned = super().clean()
        asked_on = cleaned.get("asked_on")
        if asked_on and asked_on < self.instance.paper.said_on:
            self.add_error("asked_on", "Hari diminta tidak boleh sebelum keadaannya ditanyakan.")
        return cleaned


class PaperWordForm(SendKeyForm, RowForm):
    class Meta:
        model = PaperWord
        fields = ["words", "on"]
        field_classes = {"on": PastDayField}
        error_messages = {"words": {"required": "Tulis apa kata kantor."}}

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.initial["on"] = self.initial.get("on") or days.today()


class PaperRefuseForm(SendKeyForm, RowForm):
    class Meta:
        model = PaperRefusal
        fields = ["reason", "on"]
        field_classes = {"on": PastDayField}
        error_messages = {"reason": {"required": "Tulis mengapa menolak."}}

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.initial["on"] = self.initial.get("on") or days.today()


class PaperRefusalEndForm(SendKeyForm, RowForm):
    class Meta:
        model = PaperRefusalEnd
        fields = ["words", "on"]
        field_classes = {"on": PastDayField}
        help_texts = {"words": "Misalnya: mau difoto asal ditemani. Atau: salah tulis."}
        error_messages = {"words": {"required": "Tulis mengapa ditarik."}}

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.initial["on"] = days.today()


class PaperGotForm(forms.Form):
    """What came: the number where it is the paper's own; else that of the card, to compare."""

    got_on = PastDayField(label="Diterima pada", initial=days.today)
    number = forms.CharField(label="Nomor", max_length=60, required=False)
    nik = NumberField(label="NIK")
    picture = ScanField()

    def __init__(self, *args, kind, **kwargs):
        super().__init__(*args, **kwargs)
        if kind.number_of == NumberOf.OWN:
            del self.fields["nik"]
            return
        del self.fields["number"]
        name = NumberOf(kind.number_of).label
        self.fields["nik"].label = f"{name} yang tertulis"
        self.fields["nik"].help_text = "Hanya dibandingkan dengan berkas, tidak disimpan di sini."


class PaperEndForm(forms.Form):
    end_reason = forms.ChoiceField(
        label="Mengapa",
        choices=Refused.choices,
        widget=ChoiceButtons,
        error_messages={"required": "Pilih ditolak kantor atau dibatalkan."},
    )
    end_words = forms.CharField(label="Keterangan", max_length=200, required=False)


class PaperRow(forms.Form):
    """One paper that could be asked for: it is, or the klien does not want it, and why."""

    ask = forms.BooleanField(required=False)
    why = forms.CharField(
        label="Menolak, karena",
        max_length=200,
        required=False,
        widget=forms.TextInput({"class": "form-control form-control-sm"}),
    )

    def __init__(self, paper, *args, **kwargs):
        super().__init__(*args, prefix=f"paper-{paper.pk}", **kwargs)
        self.paper = paper
        # In this stay: listed beside, and not ticked.
        self.has_refused = getattr(paper, "has_refused", False)

    def clean(self):
        cleaned = super().clean()
        if cleaned.get("ask") and self.has_refused:
            self.add_error("ask", "Klien menolak. Bila sekarang mau, buka dokumennya.")
        if cleaned.get("ask") and cleaned.get("why"):
            self.add_error("why", "Yang menolak tidak ikut surat. Hapus centang atau alasannya.")
        return cleaned


class PaperRequestForm(SendKeyForm, OfficeFields, forms.Form):
    """Who and what, and to which office."""

    office = forms.ModelChoiceField(PaperOffice.objects.none(), label="Kantor")

    def __init__(self, papers, data=None, **kwargs):
        super().__init__(data, **kwargs)
        self.rows = [PaperRow(paper, data) for paper in papers]

    @property
    def row_links(self):
        """Each row that is wrong."""
        return [
            {"label": f"{row.paper.person}, {row.paper}", "target": row.prefix}
            for row in self.rows
            if row.errors
        ]

    def clean(self):
        cleaned = super().clean()
        if not all([row.is_valid() for row in self.rows]):
            raise forms.ValidationError("Periksa lagi yang ditandai di bawah.")
        cleaned["papers"] = [row.paper for row in self.rows if row.cleaned_data["ask"]]
        cleaned["refused"] = [
            (row.paper, row.cleaned_data["why"]) for row in self.rows if row.cleaned_data["why"]
        ]
        return cleaned

    def digest(self):
        typed = self.cleaned_data
        refused = [(paper.pk, why) for paper, why in typed["refused"]]
        asked = [paper.pk for paper in typed["papers"]]
        return digest_of({"office": typed["office"], "papers": asked, "refused": refused})


class PaperGotManyForm(forms.Form):
    got_on = PastDayField(label="Diterima pada", initial=days.today)
    rows = forms.ModelMultipleChoiceField(
        PaperRequest.objects.none(),
        label="Yang diterima",
        error_messages={"required": "Centang yang sudah diterima."},
    )

    def __init__(self, requests, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["rows"].queryset = requests
