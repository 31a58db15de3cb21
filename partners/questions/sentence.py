"""The question as a partner reads it: about nobody by name."""

import re

from django.core.exceptions import ValidationError

from partners.directory.models import PartnerService
from partners.referrals.illnesses import says_illness
from partners.referrals.packing.offers import NIK
from rptc import days
from rptc.words import write_date

NAMED = "Jangan tulis nama klien. Mitra membacanya tanpa nama."
NUMBERED = "Jangan tulis NIK, nomor berkas atau nomor telepon."
NIK_STAYS = "NIK tidak dikirim kepada mitra. Hapus angkanya."
SAYS_ILLNESS = "Jangan tulis penyakit. Itu dibicarakan sesudah klien setuju."


def sentence_of(person, needs, from_on, words=""):
    """ "L, 11 th, butuh asrama dan sekolah, mulai Senin, 30 November." """
    age = person.age.text_on(days.today())
    wanted = [each.label.lower() for each in PartnerService if each in needs]
    starts = write_date(from_on, "l, j F" if from_on.year == days.today().year else "l, j F Y")
    asked = f"{person.sex}, {age}, butuh {in_row(wanted)}, mulai {starts}."
    words = words.strip().rstrip(".")
    return f"{asked} {words[0].upper()}{words[1:]}." if words else asked


def in_row(words):
    *first, last = words
    return f"{', '.join(first)} dan {last}" if first else last


def may_travel(words, person):
    """The same words; refused where they say who it is, or what they are ill of."""
    if re.search(r"\d([ .-]?\d){4}", words):
        raise ValidationError(NUMBERED)
    if named_in(words, person):
        raise ValidationError(NAMED)
    if says_illness(words):
        raise ValidationError(SAYS_ILLNESS)
    return words


def check_told(words, person, column):
    """What we write to a partner that has the packet. It knows a klien by initials; an illness or
    a telephone number may have to be said."""
    if NIK.search(words):
        raise ValidationError({column: NIK_STAYS})
    if named_in(words, person):
        raise ValidationError({column: NAMED})


def named_in(words, person):
    """Is the person called by name, or by a part of it?"""
    # A short word of a name is an everyday one as well, as "la" and "si".
    names = [person.name, person.alias, *person.name.split(), *person.alias.split()]
    names = {name.strip(".,") for name in names}
    return any(
        len(name) > 2 and re.search(rf"(?<!\w){re.escape(name)}(?!\w)", words, re.IGNORECASE)
        for name in names
    )
