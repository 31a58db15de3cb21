import hashlib

from django import forms
from django.core.exceptions import ValidationError

from rptc import days
from rptc.forms import PastMomentField, line
from rptc.letters.forms import as_code
from rptc.letters.papers import PAPERS, PICTURES, read_paper
from rptc.letters.scans import check_is_of
from rptc.letters.signatures.models import Signature
from rptc.letters.signatures.sides import Hand
from rptc.letters.signatures.strokes import LONGEST, check_strokes
from rptc.pictures import encode
from rptc.sending import SendKeyForm, digest_of

RELOAD = "Muat ulang halaman ini."
NO_WAY = "Belum ada tanda tangannya. Pilih satu cara: di layar, cap jempol, atau pindaian kertas."
SEVERAL_WAYS = "Terisi lebih dari satu cara. Kosongkan yang lain, lalu simpan lagi."
WAY = Signature.Way


class SignatureForm(SendKeyForm, forms.ModelForm):
    """One who signs; which of the three ways it is, what was filled says."""

    signed_sha256 = line("Sidik", RELOAD, 64, widget=forms.HiddenInput)
    side = line("Sebagai", RELOAD, 10, widget=forms.HiddenInput)
    signed_at = PastMomentField(
        label="Ditandatangani pada",
        required=False,
        help_text="Kosong: sekarang.",
    )
    strokes = forms.CharField(
        label="Di layar",
        required=False,
        max_length=LONGEST,
        widget=forms.HiddenInput(attrs={"data-strokes": ""}),
        error_messages={"max_length": "Tanda tangan di layar terlalu panjang. Tulis lagi."},
    )
    thumb = forms.FileField(
        label="Foto cap jempol",
        required=False,
        help_text="JPEG, PNG atau WebP, paling besar 8 MB.",
        widget=forms.FileInput(attrs={"accept": PICTURES, "capture": "environment"}),
    )
    paper = forms.FileField(
        label="Foto atau berkas lembarnya",
        required=False,
        help_text="Foto paling besar 8 MB, atau PDF paling besar 5 MB.",
        widget=forms.FileInput(attrs={"accept": PAPERS}),
    )
    code = forms.CharField(
        label="Kode periksa pada lembar itu",
        required=False,
        max_length=20,
        help_text="Di bawah gambar kotak. Lembar surat lain ditolak.",
    )

    class Meta:
        model = Signature
        fields = ["name", "as_whom", "identity_seen", "read_to_them", "language", "duty_number"]

    def __init__(self, *args, hand: Hand, is_of_money=False, **kwargs):
        super().__init__(*args, **kwargs)
        self.hand = hand
        gone = {"name", "as_whom"} if hand.name else set()
        gone |= {"identity_seen", "read_to_them", "language"} if hand.is_staff else set()
        gone |= set() if hand.has_duty else {"duty_number"}
        gone |= {"strokes", "thumb"} if is_of_money else set()
        for name in gone:
            del self.fields[name]
        self.fields["code"].widget.attrs["autocapitalize"] = "characters"
        if "language" in self.fields:
            self.fields["language"].choices = [("", "Pilih bahasa"), *Signature.Language.choices]

    @property
    def about_them(self):
        """What is asked of who signs, before how."""
        return [self[name] for name in self.Meta.fields if name in self.fields]

    def clean_side(self):
        """Nobody signs for another, where who is asked has changed since the page was shown."""
        if self.cleaned_data["side"] != self.hand.side:
            raise ValidationError(RELOAD)
        return self.hand.side.value

    def clean_strokes(self):
        if strokes := self.cleaned_data["strokes"]:
            check_strokes(strokes)
        return strokes

    def clean_thumb(self):
        upload = self.cleaned_data["thumb"]
        return encode(upload).content if upload else None

    def clean_paper(self):
        upload = self.cleaned_data["paper"]
        return read_paper(upload) if upload else None

    def clean_code(self):
        code = self.cleaned_data["code"]
        return as_code(code) if code else ""

    def clean(self):
        cleaned = super().clean()
        if cleaned.get("language") and not cleaned.get("read_to_them"):
            cleaned["language"] = ""
        if cleaned.get("read_to_them") and not cleaned.get("language"):
            self.add_error("language", "Pilih bahasa yang dipakai saat membacakan.")
        if not {"strokes", "thumb", "paper", "code"} & self.errors.keys():
            self._choose_way(cleaned)
        return cleaned

    def _choose_way(self, cleaned):
        kept = {
            WAY.SCREEN: cleaned.get("strokes", "").encode(),
            WAY.THUMB: cleaned.get("thumb"),
            WAY.PAPER: cleaned.get("paper"),
        }
        ways = [way for way, content in kept.items() if content]
        if len(ways) != 1:
            self.add_error(None, SEVERAL_WAYS if ways else NO_WAY)
            return
        [way] = ways
        if way == WAY.PAPER:
            self._check_code(kept[way], cleaned.get("code", ""))
        row = self.instance
        row.way, row.sha256 = way, hashlib.sha256(kept[way]).hexdigest()
        row.strokes = cleaned["strokes"] if way == WAY.SCREEN else ""
        row.content = None if way == WAY.SCREEN else kept[way]
        # What is written on the screen is written now.
        typed = None if way == WAY.SCREEN else cleaned.get("signed_at")
        row.signed_at = typed or days.now()

    def _check_code(self, paper, code):
        """The sheet that was scanned is that of this letter."""
        try:
            check_is_of(self.instance.letter, paper, code)
        except ValidationError as error:
            self.add_error("code", error)

    def digest(self):
        pictures = {"strokes", "thumb", "paper"}
        typed = {name: said for name, said in self.cleaned_data.items() if name not in pictures}
        return digest_of(typed | {"kept": self.instance.sha256})
