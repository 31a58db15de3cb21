"""One telephone number of an office or of who works there; a klien's family has its own rules."""

import re

from django.core.validators import RegexValidator
from django.db import models
from django.db.models import Q

from rptc.columns import holds

ONE_NUMBER = r"^[+(]?[0-9][0-9 ()-]{4,}$"
IS_NUMBER = "Tulis satu nomor telepon, misalnya 0411 555 100."


def phone_column(most=40):
    check = RegexValidator(ONE_NUMBER, IS_NUMBER)
    return models.CharField("telepon", max_length=most, blank=True, validators=[check])


def has_one_phone(name):
    return holds(name, Q(phone="") | Q(phone__regex=ONE_NUMBER), IS_NUMBER)


class Dialled:
    """Mixed into a row with a `phone`: the number as a telephone takes it."""

    @property
    def dialled(self):
        return re.sub(r"[^0-9+]", "", self.phone)
