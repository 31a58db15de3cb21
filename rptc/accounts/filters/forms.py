import re

from django import forms
from django.http import QueryDict

from rptc.accounts.filters.lists import LONGEST, TYPED, ListAddress
from rptc.accounts.filters.models import IS_SHARED_UNTYPED, SavedFilter
from rptc.sending import SendKeyForm

# A NIK, a KK or a telephone leads to one klien, whose file has an address of its own.
LONG_NUMBER = re.compile(r"\d(?:[ .\-]?\d){5,}")
NO_NUMBER = "Pencarian dengan NIK atau nomor panjang tidak disimpan."
DAY = re.compile(r"\d{4}-\d{2}-\d{2}")
CHOSEN = re.compile(r"[\w.:-]{1,40}", re.ASCII)
NAME = {"required": "Beri nama."}


class NamedForm(forms.ModelForm):
    def clean_name(self):
        if LONG_NUMBER.search(self.cleaned_data["name"]):
            raise forms.ValidationError("Jangan tulis NIK atau nomor panjang.")
        return self.cleaned_data["name"]


class SavedFilterForm(SendKeyForm, NamedForm):
    """Shown on the list itself, under its chips: the address comes with it."""

    address = forms.CharField(
        widget=forms.HiddenInput,
        max_length=2_000,
        error_messages={
            "required": "Buka daftarnya, saring, lalu simpan dari sana.",
            "max_length": "Saringan ini terlalu panjang untuk disimpan.",
        },
    )

    class Meta:
        model = SavedFilter
        fields = ["name"]
        error_messages = {"name": NAME}
        help_texts = {"name": "Jangan tulis nama klien."}

    field_order = ["name", "address", "send_key"]

    def clean_address(self):
        found = ListAddress.of(self.cleaned_data["address"])
        if found is None:
            raise forms.ValidationError("Alamat ini bukan daftar yang dapat disimpan.")
        if not found.query:
            raise forms.ValidationError("Daftar ini belum disaring. Saring dahulu.")
        if len(found.query) > LONGEST:
            raise forms.ValidationError("Saringan ini terlalu panjang untuk disimpan.")
        for name, values in QueryDict(found.query).lists():
            for value in values:
                if LONG_NUMBER.search(value) and not DAY.fullmatch(value):
                    raise forms.ValidationError(NO_NUMBER)
                # Whatever is not typed is chosen: a code, a key or a day.
                if name != TYPED and not CHOSEN.fullmatch(value):
                    raise forms.ValidationError("Saringan ini tidak dikenal.")
        self.instance.path, self.instance.query = found.path, found.query
        return f"{found.path}?{found.query}"


class SavedFilterEditForm(NamedForm):
    class Meta:
        model = SavedFilter
        fields = ["name", "is_shared"]
        error_messages = {"name": NAME}
        help_texts = {
            "is_shared": "Rekan membuka daftar yang sama dengan saringan ini, dan melihat hanya"
            " yang boleh mereka lihat. Jangan tulis nama klien pada namanya."
        }

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        if self.instance.asks_typed:
            self.fields["is_shared"].disabled = True
            self.fields["is_shared"].help_text = IS_SHARED_UNTYPED
