"""A line of the register of letters is written down, or put right."""

from django.core.exceptions import ValidationError
from django.db import transaction

from partners.earlier.models import first_year_here
from rptc.audit.record import enter, record
from rptc.saving import save


@transaction.atomic
def write_earlier_referral(row, *, by):
    check_year(row.dated_on)
    return enter(row, "registered", by=by)


@transaction.atomic
def change_earlier_referral(row, *, by):
    """`row` is locked by its page and filled by the form."""
    check_year(row.dated_on)
    save(row)
    record(by, "changed", row)
    return row


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
