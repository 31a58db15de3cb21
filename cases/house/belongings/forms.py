import hashlib
import re

from django import forms

from cases.house.belongings.actions import Found
from cases.house.belongings.models import (
    COUNTED,
    NEED_MINUTES,
    Bag,
    Belonging,
    BelongingEnd,
    EndKind,
)
from cases.people.photos.forms import PhotosField
from rptc import days
from rptc.editing import VersionForm
from rptc.forms import DayInput, PastMomentField, RowForm, line, rows_of
from rptc.sending import SendKeyForm

MOST_ROWS = 30


class WithRows:
    """A form with rows below it: sent again, it is the same only with the same rows."""

    def __init__(self, *args, rows, **kwargs):
        super().__init__(*args, **kwargs)
        self.rows = rows

    def digest(self):
        lines = [super().digest(), *(row.told() for row in self.rows.filled)]
        return hashlib.sha256("\n".join(lines).encode()).hexdigest()


class BagForm(WithRows, SendKeyForm, forms.ModelForm):
    """A bag that is taken now; with rows below it, what is in it."""

    class Meta:
        model = Bag
        fields = ["number", "witness"]
        help_texts = {
            "number": "Kosong: nomor berikutnya diberikan. Isi bila tandanya sudah tercetak.",
            "witness": "Misalnya klien sendiri. Kosong bila isinya didaftar nanti.",
        }
        error_messages = {"number": {"unique": "Nomor ini sudah dipakai tas lain."}}

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["number"].required = False

    def clean_number(self):
        number = " ".join(self.cleaned_data["number"].upper().split())
        if re.match(COUNTED, number):
            raise forms.ValidationError("Nomor seperti itu diberikan oleh aplikasi. Kosongkan.")
        return number


class BagListForm(WithRows, SendKeyForm):
    """What is in a bag that hangs already."""

    witness = line(
        "Dibuka di hadapan",
        "Tulis di hadapan siapa tas dibuka.",
        120,
        help_text="Misalnya klien sendiri.",
    )


class RowPhotosField(PhotosField):
    """A row may go without."""

    def __init__(self, **kwargs):
        super().__init__(required=False, **kwargs)

    def clean(self, uploads):
        return super().clean(uploads) if uploads else ([], [])

    def has_changed(self, initial, data):
        return bool(data)


class BelongingFields(forms.ModelForm):
    class Meta:
        model = Belonging
        fields = ["what", "quantity", "kind", "amount", "note"]
        labels = {"note": "Keadaan"}
        error_messages = {"what": {"required": "Tulis barangnya."}}

    def clean(self):
        cleaned = super().clean()
        is_money = cleaned.get("kind") == Belonging.Kind.MONEY
        if is_money and not cleaned.get("amount") and "amount" not in self.errors:
            self.add_error("amount", "Tulis jumlah rupiahnya.")
        elif not is_money and cleaned.get("amount"):
            self.add_error("amount", "Jumlah rupiah hanya untuk uang. Pilih jenis Uang.")
        return cleaned


class BelongingEditForm(VersionForm, BelongingFields):
    """A slip of the pen, before the receipt says it."""


class BelongingForm(BelongingFields):
    """One of several rows."""

    photos = RowPhotosField(label="Foto")

    def has_changed(self):
        """A number and a kind alone are no thing: an untouched row has them too."""
        return bool(set(self.changed_data) - {"quantity", "kind"})

    @property
    def found(self):
        return Found(self.instance, self.cleaned_data["photos"][0])

    @property
    def refused(self):
        return self.cleaned_data["photos"][1]

    def told(self):
        """What was typed and pictured, for the fingerprint of the page."""
        typed = {name: value for name, value in self.cleaned_data.items() if name != "photos"}
        return repr([sorted(typed.items()), [p.sha256 for p in self.cleaned_data["photos"][0]]])


class BelongingRows(forms.BaseFormSet):
    @property
    def filled(self):
        return [form for form in self.forms if form.has_changed()]

    @property
    def found(self):
        return [form.found for form in self.filled]

    @property
    def refused(self):
        return [reason for form in self.filled for reason in form.refused]


def belonging_rows(data=None, files=None):
    """Rows to write on; empty ones are not saved."""
    rows = rows_of(BelongingForm, BelongingRows, most=MOST_ROWS, extra=3)
    return rows(data, files, prefix="items")


class BelongingChoice(forms.ModelMultipleChoiceField):
    def label_from_instance(self, item):
        return f"{item.told}, {item.bag.number}"


class BelongingEndForm(SendKeyForm, RowForm):
    """One end for one or several belongings of a stay: those that are ticked."""

    unchosen = {"kind": "Pilih akhir titipan"}
    begins_now = ["at"]

    class Meta:
        model = BelongingEnd
        fields = ["kind", "at", "to_whom", "kept_until", "reason"]
        field_classes = {"at": PastMomentField}
        widgets = {"kept_until": DayInput}
        labels = {"reason": "Alasan dan keterangan"}
        help_texts = {
            "to_whom": "Nama dan hubungan; untuk polisi nama dan kesatuannya.",
            "kept_until": "Hanya bila disimpan.",
        }
        error_messages = {"kind": {"required": "Pilih akhir titipan."}}

    def __init__(self, *args, items, chosen=(), **kwargs):
        super().__init__(*args, **kwargs)
        kind = self.fields["kind"]
        kind.choices = [each for each in kind.choices if each[0] != EndKind.LEDGER]
        self.fields["items"] = BelongingChoice(
            items,
            label="Barang",
            widget=forms.CheckboxSelectMultiple,
            initial=[item.pk for item in chosen],
            error_messages={
                "required": "Centang barangnya.",
                "invalid_choice": "Salah satu barang sudah berakhir. Centang lagi.",
            },
        )
        self.order_fields(["items", "kind", "at", "to_whom", "kept_until", "reason"])

    def clean(self):
        cleaned = super().clean()
        kind = cleaned.get("kind")
        until = cleaned.get("kept_until")
        if kind == EndKind.KEPT:
            if not until and "kept_until" not in self.errors:
                self.add_error("kept_until", "Tulis sampai tanggal berapa disimpan.")
            elif until and until <= days.today():
                self.add_error("kept_until", "Tanggal ini harus sesudah hari ini.")
        elif kind and until:
            self.add_error("kept_until", "Tanggal hanya diisi bila barang disimpan.")
        if kind in {EndKind.FAMILY, EndKind.SEIZED} and not cleaned.get("to_whom"):
            self.add_error("to_whom", "Tulis siapa yang menerima.")
        if kind in {EndKind.KEPT, *NEED_MINUTES} and not cleaned.get("reason"):
            self.add_error("reason", "Tulis alasannya.")
        return cleaned
