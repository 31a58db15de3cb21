"""What a partner says of a klien for a month, what it says instead, and that we have read it."""

from django.core.exceptions import ValidationError
from django.db import transaction

from partners.months.models import WORDS, MonthReport, asked_of, may_still_be_told
from partners.referrals.locks import lock_referral
from partners.referrals.models import Referral
from rptc import days, keys
from rptc.audit.record import record
from rptc.saving import locked, save

NOT_ASKED = "Bulan itu tidak ditanyakan lagi tentang klien ini."
CORRECTED_BEFORE = "Laporan ini sudah diperbaiki. Perbaiki versi yang terbaru."
NOTHING_NEW = "Tidak ada yang berubah."


@transaction.atomic
def write_month(report, *, words, picture, by):
    """Of somebody who is there, for the month that is asked about now."""
    referral = lock_referral(report.referral)
    asked = asked_of(Referral.objects.filter(pk=referral.pk), report.month)
    if not (may_still_be_told(report.month) and asked.exists()):
        raise ValidationError(NOT_ASKED)
    return _enter(report, words, picture, "told_of_month", by)


@transaction.atomic
def correct_month(report, *, words, picture, by):
    """The next version of the one that it `corrects`; until the month after it is over. A picture
    that was sent before stays, unless another one is sent."""
    lock_referral(report.referral)
    old = MonthReport.objects.get(pk=report.corrects_id)
    if not old.may_be_corrected:
        raise ValidationError(NOT_ASKED)
    if MonthReport.objects.filter(corrects=old).exists():
        raise ValidationError(CORRECTED_BEFORE)
    keys.read_words(old, WORDS)
    before = {name: getattr(old, name) for name in WORDS}
    if old.answer == report.answer and before == words and not picture:
        raise ValidationError(NOTHING_NEW)
    if report.is_changed and not picture and old.content is not None:
        picture = old.scan
    return _enter(report, words, picture, "corrected_month", by)


def _enter(report, words, picture, verb, by):
    if report.is_changed:
        keys.seal_words(report, WORDS, words)
        if picture:
            report.keep(picture)
    if report.channel != MonthReport.Channel.PORTAL:
        # What we typed ourselves is read.
        report.read_at, report.read_by = days.now(), by
    report.recorded_by = by
    save(report)
    # In the log it stands with the referral (referrals/log.py).
    record(by, verb, report.referral, person=report.referral.person_id)
    return report


@transaction.atomic
def read_month(report, *, by):
    """Pressed again it says the same."""
    report = locked(report, "referral")
    if report.read_at is None:
        report.read_at, report.read_by = days.now(), by
        report.save()
        record(by, "read_month", report.referral, person=report.referral.person_id)
    return report
