"""What every field says by itself when something is wrong: what to do, in the words of the house.

Django's own Indonesian ("Bidang ini tidak boleh kosong.") says neither. A form that knows better
still says so in its own `error_messages`.
"""

from django import forms
from django.contrib.postgres.forms import SimpleArrayField
from django.core import validators
from django.core.exceptions import ValidationError
from django.db import models

REQUIRED = "Wajib diisi."
NOT_IN_LIST = "Pilihan ini tidak ada. Pilih dari daftar."
FIRST_YEAR, LAST_YEAR = 1000, 2999
WHOLE_NUMBER = "Tulis dengan angka bulat, misalnya 12."
CHOICE = {"required": "Pilih salah satu.", "invalid_choice": NOT_IN_LIST}
CHOICES = {
    "required": "Pilih paling sedikit satu.",
    "invalid_choice": NOT_IN_LIST,
    "invalid_list": NOT_IN_LIST,
}

FIELDS = {
    forms.Field: {"required": REQUIRED},
    forms.BooleanField: {"required": "Centang dahulu."},
    forms.ChoiceField: CHOICE,
    forms.ModelChoiceField: CHOICE,
    forms.MultipleChoiceField: CHOICES,
    forms.ModelMultipleChoiceField: CHOICES | {"invalid_pk_value": NOT_IN_LIST},
    forms.DateField: {
        "required": "Isi tanggalnya.",
        "invalid": "Tulis tanggal yang ada, seperti 24/11/2026.",
    },
    forms.TimeField: {"required": "Isi jamnya.", "invalid": "Tulis jam seperti 23:15."},
    forms.DateTimeField: {
        "required": "Isi tanggal dan jamnya.",
        "invalid": "Tulis tanggal dan jam seperti 24/11/2026 23:15.",
    },
    forms.IntegerField: {"invalid": WHOLE_NUMBER},
    forms.DecimalField: {"invalid": WHOLE_NUMBER},
    forms.FileField: {
        "required": "Pilih berkasnya.",
        "missing": "Pilih berkasnya.",
        "invalid": "Pilih berkasnya.",
        "empty": "Berkas ini kosong. Pilih berkas lain.",
        "max_length": "Nama berkas paling banyak %(max)d huruf. Pendekkan, lalu pilih lagi.",
    },
    SimpleArrayField: {"item_invalid": "Isian ke-%(nth)s:"},
    forms.UUIDField: {"invalid": "Muat ulang halaman ini."},
    forms.BaseFormSet: {
        "missing_management_form": "Muat ulang halaman ini.",
        "too_many_forms": "Paling banyak %(num)d baris.",
        "too_few_forms": "Isi paling sedikit %(num)d baris.",
    },
    models.Field: {
        "blank": REQUIRED,
        "null": REQUIRED,
        "invalid_choice": NOT_IN_LIST,
        "unique": "%(field_label)s ini sudah dipakai. Tulis yang lain.",
    },
}
VALIDATORS = {
    validators.RegexValidator: "Penulisannya belum benar. Periksa lagi.",
    validators.EmailValidator: "Tulis pos-el seperti nama@contoh.go.id.",
    validators.MinValueValidator: "Paling sedikit %(limit_value)s.",
    validators.MaxValueValidator: "Paling banyak %(limit_value)s.",
    validators.MinLengthValidator: (
        "Paling sedikit %(limit_value)d huruf, baru terisi %(show_value)d."
    ),
    validators.MaxLengthValidator: (
        "Paling banyak %(limit_value)d huruf, sekarang %(show_value)d. Pendekkan."
    ),
    validators.ProhibitNullCharactersValidator: "Ada tanda yang tidak terbaca. Ketik ulang.",
}


def whole_year(day):
    """A browser reads 25/11/26, typed into a field for days, as the year 26. A moment of the year
    1 would be saved, and no list that shows it could be read again."""
    if not FIRST_YEAR <= day.year <= LAST_YEAR:
        raise ValidationError("Periksa tahunnya. Tulis dengan empat angka, seperti 2026.")


def say_them():
    """Once, before any form is read: a field takes its sentences along when it is made."""
    for field, sentences in FIELDS.items():
        # A class of its own where it has none: its parent speaks for others, too.
        own = vars(field).get("default_error_messages", {})
        field.default_error_messages = {**own, **sentences}
    for field in (forms.DateField, forms.DateTimeField):
        field.default_validators = [whole_year]
    for validator, sentence in VALIDATORS.items():
        validator.message = sentence
