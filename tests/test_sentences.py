"""What a field says by itself: the words of the house, never those of the framework."""

from importlib import import_module
from pkgutil import walk_packages

import pytest
from django import forms
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import SimpleUploadedFile

import cases
import partners
import reports
import rptc

FRAMEWORK = ("Bidang ini", "valid", "Masukkan", "Masukan", "Pastikan", "Nilai ", "yang benar")


def every_field():
    """(form, name, field) of each form of this project."""
    for package in (rptc, cases, partners, reports):
        for module in walk_packages(package.__path__, f"{package.__name__}."):
            if module.name.endswith((".forms", ".filters")):
                import_module(module.name)
    waiting = [forms.BaseForm]
    while waiting:
        form = waiting.pop()
        waiting += form.__subclasses__()
        if form.__module__.split(".")[0] in {"rptc", "cases", "partners", "reports"}:
            yield from ((form, *pair) for pair in getattr(form, "base_fields", {}).items())


def test_no_field_speaks_as_the_framework():
    """A form that was made before the sentences were would keep those of the framework."""
    spoken = [
        (form, name, str(sentence))
        for form, name, field in every_field()
        for sentence in field.error_messages.values()
        if any(words in str(sentence) for words in FRAMEWORK)
    ]
    assert spoken == []


@pytest.mark.parametrize(
    ("field", "typed", "sentence"),
    [
        (forms.CharField(), "", "Wajib diisi."),
        (
            forms.CharField(max_length=5),
            "terlalu",
            "Paling banyak 5 huruf, sekarang 7. Pendekkan.",
        ),
        (forms.ChoiceField(choices=[("a", "A")]), "", "Pilih salah satu."),
        (
            forms.ChoiceField(choices=[("a", "A")]),
            "b",
            "Pilihan ini tidak ada. Pilih dari daftar.",
        ),
        (forms.MultipleChoiceField(choices=[("a", "A")]), [], "Pilih paling sedikit satu."),
        (forms.DateField(), "", "Isi tanggalnya."),
        (forms.DateField(), "30/02/2026", "Tulis tanggal yang ada, seperti 24/11/2026."),
        (
            forms.DateField(),
            "0026-11-24",
            "Periksa tahunnya. Tulis dengan empat angka, seperti 2026.",
        ),
        (
            forms.DateTimeField(),
            "0026-11-24T23:15",
            "Periksa tahunnya. Tulis dengan empat angka, seperti 2026.",
        ),
        (forms.DateTimeField(), "besok", "Tulis tanggal dan jam seperti 24/11/2026 23:15."),
        (forms.IntegerField(), "", "Wajib diisi."),
        (forms.IntegerField(), "dua", "Tulis dengan angka bulat, misalnya 12."),
        (forms.IntegerField(min_value=1), "0", "Paling sedikit 1."),
        (forms.EmailField(), "tu", "Tulis pos-el seperti nama@contoh.go.id."),
        (forms.FileField(), None, "Pilih berkasnya."),
        (
            forms.FileField(),
            SimpleUploadedFile("kosong.pdf", b""),
            "Berkas ini kosong. Pilih berkas lain.",
        ),
    ],
)
def test_a_field_says_what_to_do(field, typed, sentence):
    with pytest.raises(ValidationError) as refused:
        field.clean(typed)
    assert refused.value.messages == [sentence]
