import django_filters
from django import forms
from django.core.exceptions import ValidationError

from rptc import days
from rptc.forms import ChoiceButtons, DayInput, PastDayField, PastMomentField, RowForm, line
from rptc.letters.agency.models import LetterStep, Signer, Step
from rptc.letters.models import Letter, LetterKind, LetterQuerySet, Signatory, Unit, Withdrawal
from rptc.letters.papers import read_scan
from rptc.letters.scans import check_is_of
from rptc.pictures import encode
from rptc.sending import SendKeyForm

# 24 mm high on paper: as fine as a good printer.
EMBLEM_PIXELS = 600


class UnitForm(forms.ModelForm):
    class Meta:
        model = Unit
        fields = [
            "government",
            "agency",
            "name",
            "address",
            "postal_code",
            "phone",
            "website",
            "email",
            "city",
            "source",
            "capacity",
            "triage_first",
        ]


class EmblemForm(forms.Form):
    picture = forms.FileField(
        label="Gambar lambang (PNG atau JPEG)",
        help_text="Paling besar 8 MB, dengan latar putih atau tanpa latar. Gambar SVG atau PDF:"
        " simpan dahulu sebagai PNG.",
        widget=forms.ClearableFileInput(attrs={"accept": "image/png,image/jpeg"}),
        error_messages={"required": "Pilih gambar lambangnya."},
    )

    def clean_picture(self):
        return encode(self.cleaned_data["picture"], longest=EMBLEM_PIXELS)


class SignatoryForm(forms.ModelForm):
    class Meta:
        model = Signatory
        fields = ["name", "acting", "title", "on_behalf_of", "rank", "nip", "starts_on"]
        widgets = {"starts_on": DayInput}
        labels = {"acting": "Sebagai (Plt., Plh. atau a.n.)"}


class SignatoryEndForm(RowForm):
    needed = ["ends_on"]

    class Meta:
        model = Signatory
        fields = ["ends_on"]
        labels = {"ends_on": "Tidak menandatangani lagi mulai"}
        widgets = {"ends_on": DayInput}

    def clean_ends_on(self):
        ends_on = self.cleaned_data["ends_on"]
        if ends_on < self.instance.starts_on:
            raise ValidationError("Tanggal berakhir tidak boleh sebelum tanggal mulai.")
        return ends_on


# Each state as the address and as the reader calls it, and the letters that are in it.
STATES = {
    "valid": ("Berlaku", LetterQuerySet.valid),
    "number": ("Belum bernomor", LetterQuerySet.without_number),
    "scan": ("Belum dipindai", LetterQuerySet.without_scan),
    "office": ("Menunggu paraf Kepala TU", lambda rows: rows.waiting_for(Step.OFFICE)),
    "head": ("Menunggu paraf Kepala UPT", lambda rows: rows.waiting_for(Step.HEAD)),
    "ready": ("Siap dibawa ke Dinas", lambda rows: rows.waiting_for(Step.CARRIED)),
    "agency": ("Di Dinas", LetterQuerySet.at_agency),
    "asked": ("Diminta ditarik", LetterQuerySet.asked_to_withdraw),
    "withdrawn": ("Ditarik", LetterQuerySet.withdrawn),
}


class LetterFilter(django_filters.FilterSet):
    """By kind, year, what is still to be done, or a number."""

    kind = django_filters.ModelChoiceFilter(
        label="Jenis surat", queryset=LetterKind.objects.all(), empty_label="Semua jenis"
    )
    year = django_filters.NumberFilter(label="Tahun")
    state = django_filters.ChoiceFilter(
        label="Keadaan",
        method="filter_state",
        empty_label="Semua",
        choices=[(state, label) for state, (label, _) in STATES.items()],
    )
    q = django_filters.CharFilter(label="Nomor", method="filter_number")

    class Meta:
        model = Letter
        fields = []

    def filter_state(self, letters, name, state):
        _, rows = STATES[state]
        return rows(letters)

    def filter_number(self, letters, name, words):
        return letters.filter(number__icontains=words.strip())


class LetterKindForm(forms.ModelForm):
    class Meta:
        model = LetterKind
        fields = ["name", "classification", "mark", "pattern", "numbering", "paper", "signed_by"]
        widgets = {"numbering": ChoiceButtons, "paper": ChoiceButtons, "signed_by": ChoiceButtons}
        help_texts = {
            "signed_by": "Kepala Dinas: nomornya dari Dinas, sesudah paraf Kepala TU dan Kepala"
            " UPT. Surat yang sudah dibuat tidak berubah."
        }

    def clean(self):
        """Two counters that write alike would take each other's numbers."""
        cleaned = super().clean()
        if self.errors or not LetterKind(**cleaned).numbers_itself:
            return cleaned
        shape = LetterKind(**cleaned).shape
        own = {"numbering": LetterKind.Numbering.OWN, "signed_by": Signer.UNIT}
        others = LetterKind.objects.filter(**own)
        for other in others.exclude(pk=self.instance.pk):
            if other.shape == shape:
                self.add_error(
                    "pattern", f"{other} mendapat nomor yang sama. Ubah pola atau singkatannya."
                )
        return cleaned


class NumberForm(forms.Form):
    """The number of a letter that was printed without one."""

    number = line("Nomor surat", "Tulis nomornya seperti pada lembar surat.", 80)
    source = line("Nomor diambil dari", "Tulis dari mana nomornya.", 80, initial="Buku agenda")

    dated_on = PastDayField(label="Tanggal surat menurut Dinas")
    inserted_because = forms.CharField(
        label="Nomor sisipan, karena",
        required=False,
        max_length=300,
        help_text="Hanya bila surat bertanggal sebelum nomor yang sudah terpakai. Kosong: nomor"
        " berikutnya.",
    )

    def __init__(self, *args, letter, **kwargs):
        super().__init__(*args, **kwargs)
        if letter.numbers_itself:
            # Our own counter gives it.
            del self.fields["number"], self.fields["source"]
        else:
            del self.fields["inserted_because"]
        if letter.signed_by == Signer.AGENCY:
            self.initial |= {"source": "Dinas Sosial", "dated_on": days.today()}
        else:
            del self.fields["dated_on"]


class InsertForm(SendKeyForm, forms.ModelForm):
    """A letter that was written on paper, without the application."""

    kind = forms.ModelChoiceField(
        label="Jenis surat",
        # Of casework nobody but who wrote it would find it again.
        queryset=LetterKind.objects.filter(
            numbering=LetterKind.Numbering.OWN, signed_by=Signer.UNIT, is_of_case=False
        ),
        error_messages={"required": "Pilih jenis suratnya."},
    )
    dated_on = PastDayField(
        label="Tanggal pada surat", error_messages={"required": "Tulis tanggal pada surat itu."}
    )
    is_sealed = forms.BooleanField(
        label="Tentang berkas yang tertutup",
        required=False,
        help_text="Hanya terbaca Kepala UPT dan Anda.",
    )

    class Meta:
        model = Letter
        fields = ["kind", "dated_on", "about", "inserted_because"]
        help_texts = {
            "about": "Tanpa nama, misalnya Berkas 00012.",
            "inserted_because": "Misalnya: ditulis tangan ketika listrik padam.",
        }
        error_messages = {
            "about": {"required": "Tulis surat itu tentang apa."},
            "inserted_because": {"required": "Tulis mengapa surat ini disisipkan."},
        }

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["inserted_because"].required = True


class CarryForm(SendKeyForm, forms.ModelForm):
    """It is laid before the Dinas."""

    done_on = PastDayField(label="Dibawa pada")
    carried_by = line("Dibawa oleh", "Tulis siapa yang membawanya, atau Srikandi.", 120)

    class Meta:
        model = LetterStep
        fields = ["done_on", "carried_by"]

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.initial.setdefault("done_on", days.today())
        self.initial["done_on"] = self.initial["done_on"] or days.today()


class ScanForm(forms.Form):
    file = forms.FileField(
        label="Pindaian surat bertanda tangan (PDF)",
        help_text="Paling besar 5 MB.",
        widget=forms.ClearableFileInput(attrs={"accept": "application/pdf"}),
        error_messages={"required": "Pilih berkas PDF pindaiannya."},
    )
    code = forms.CharField(
        label="Kode periksa pada lembar itu",
        required=False,
        max_length=20,
        help_text="Di bawah gambar kotak. Lembar surat lain ditolak.",
    )

    is_electronic = forms.BooleanField(
        label="Ditandatangani elektronik di tempat lain (TTE: BSrE, Srikandi)", required=False
    )
    signed_at = PastMomentField(
        label="Ditandatangani pada",
        required=False,
        help_text="Bila elektronik: tanggal dan jam pada tanda tangannya.",
    )

    def __init__(self, *args, letter, **kwargs):
        super().__init__(*args, **kwargs)
        self.letter = letter

    def clean_code(self):
        code = self.cleaned_data["code"]
        return as_code(code) if code else ""

    def clean(self):
        cleaned = super().clean()
        if cleaned.get("is_electronic") and not cleaned.get("signed_at"):
            self.add_error("signed_at", "Tulis kapan surat ini ditandatangani elektronik.")
        if not self.errors:
            try:
                check_is_of(self.letter, cleaned["file"], cleaned.pop("code"))
            except ValidationError as error:
                self.add_error("code", error)
        return cleaned

    def clean_file(self):
        return read_scan(self.cleaned_data["file"])


class WithdrawForm(SendKeyForm, forms.ModelForm):
    class Meta:
        model = Withdrawal
        fields = ["reason"]
        widgets = {"reason": forms.Textarea(attrs={"rows": 3})}
        error_messages = {"reason": {"required": "Tulis mengapa surat ini ditarik."}}


class CheckCodeForm(forms.Form):
    code = line("Kode periksa", "Ketik kode di bawah gambar kotak pada surat.", 20)

    def clean_code(self):
        return as_code(self.cleaned_data["code"])


def as_code(typed: str) -> str:
    """A check code as it is kept, however it was typed from paper. Raises ValidationError."""
    code = typed.upper().replace("-", "").replace(" ", "")
    if not (code.isascii() and code.isalnum()):
        raise ValidationError("Kode hanya berisi huruf dan angka. Periksa lagi.")
    return code
