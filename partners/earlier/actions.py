"""A line of the register of letters is written down, or put right."""

from django.core.exceptions import ValidationError
from django.db import transaction

from partners.earlier.models import EarlierReferral, first_year_here, partners_for
from rptc.audit.record import enter, record
from rptc.saving import save

LEADS_TO_THE_LETTER = ("number", "dated_on", "nth")


@transaction.atomic
def write_earlier_referral(row, *, by):
    check_year(row.dated_on)
    return enter(row, "registered", by=by)


@transaction.atomic
def change_earlier_referral(row, *, by):
    """`row` is locked by its page and filled by the form."""
    check_year(row.dated_on)
    before = EarlierReferral.objects.get(pk=row.pk)
    _check_still_offered(row, before, by)
    save(row)
    is_struck_now = row.is_struck and not before.is_struck
    record(by, "cancelled" if is_struck_now else "changed", row)
    return row


def _check_still_offered(row, before, by):
    """Of a partner that was closed since: that another number stands there already would tell
    which letters went to it."""
    is_same = all(getattr(row, name) == getattr(before, name) for name in LEADS_TO_THE_LETTER)
    if not (is_same or partners_for(by).filter(pk=row.partner_id).exists()):
        raise ValidationError(
            "Tujuan mitra ini sekarang ditutup: nomor, tanggal dan orang ke- tidak diubah lagi."
            " Yang keliru dicoret."
        )


def check_year(day):
    """What this application knows by itself would count twice."""
    first = first_year_here()
    if day.year >= first:
        raise ValidationError(
            {
                "dated_on": f"Rujukan sejak {first} dicatat dalam aplikasi ini sendiri. Di sini"
                f" surat sampai 31 Desember {first - 1}."
            }
        )
