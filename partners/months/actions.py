"""What a partner says of a klien for a month, what it says instead, and that we have read it."""

from django.core.exceptions import ValidationError
from django.db import transaction

from cases.people.locks import lock_people
from partners.months.models import (
    WORDS,
    MonthLink,
    MonthReport,
    asked_of,
    may_still_be_told,
    month_asked,
)
from partners.months.shown import left_of, untold_for
from partners.referrals.locks import lock_referral
from partners.referrals.models import Referral
from rptc import days, keys
from rptc.audit.record import record, record_all
from rptc.saving import locked, save
from rptc.sending import row_key

NOT_ASKED = "Bulan itu tidak ditanyakan lagi tentang klien ini."
CORRECTED_BEFORE = "Laporan ini sudah diperbaiki. Perbaiki versi yang terbaru."
NOBODY_LEFT = "Tidak ada klien yang masih harus ditanyakan kepada mitra ini."
NO_PARTNER = "Mitra ini tidak lagi bermitra."
ENDED = "Tidak ada yang tercatat: rujukannya sudah berakhir, atau sudah dilaporkan."
UNDONE = "Laporan ini sudah diurungkan."
BY_LINK_ALONE = "Yang tidak lewat tautan diperbaiki, tidak diurungkan."
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
    if old.undone_at is not None:
        raise ValidationError(UNDONE)
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
    if report.channel not in {MonthReport.Channel.PORTAL, MonthReport.Channel.LINK}:
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


# By a link, without a login


@transaction.atomic
def send_month_link(partner, *, contact=None, by):
    """Returns the link's own part, once, and how many klien it asks about. What this sender sent
    before opens nothing any more."""
    if not partner.is_active:
        raise ValidationError(NO_PARTNER)
    month = month_asked()
    asked = untold_for(by, month).filter(partner=partner).order_by("pk")
    asked = list(asked.values_list("pk", "person_id"))
    if not asked:
        raise ValidationError(NOBODY_LEFT)
    before = MonthLink.objects.filter(partner=partner, recorded_by=by, ended_at=None)
    before = before.select_for_update(of=("self",)).order_by("pk")
    for link in before:
        link.ended_at = days.now()
        link.save()
    link = MonthLink(partner=partner, month=month, sent_to=contact, recorded_by=by)
    link.referrals = [number for number, _ in asked]
    token = link.make_link()
    save(link)
    rows = Referral.objects.in_bulk(link.referrals)
    record_all(by, "sent_month_link", [(rows[number], person) for number, person in asked])
    return token, len(asked)


@transaction.atomic
def tell_of_no_change(link, chosen, *, said_by, send_key):
    """All is as it was, of these of the klien that a link asks about; where `chosen` is None, of
    all. Nobody is logged in. One who has left meanwhile, or was told of, is passed over; where
    nobody is left it is refused. Returns the reports."""
    asked = left_of(link)
    if chosen is not None:
        asked = asked.filter(pk__in=chosen)
    lock_people(asked.values_list("person", flat=True))
    link = locked(link)
    reports = []
    if link.ended_at is None:
        # Asked once more, now that nobody else can tell of them, or end their referral.
        reports = [_as_it_was(link, referral, said_by, send_key) for referral in asked.all()]
    if not reports:
        raise ValidationError(ENDED)
    return reports


def _as_it_was(link, referral, said_by, send_key):
    report = MonthReport(
        referral=referral,
        month=link.month,
        answer=MonthReport.Answer.SAME,
        channel=MonthReport.Channel.LINK,
        by_link=link,
        said_by=said_by,
        send_key=row_key(send_key, referral.pk),
    )
    return _enter(report, {}, b"", "told_of_month", None)


@transaction.atomic
def undo_month(report, *, reason, by):
    """It was not so. What was said stays to be read, the link on which it came is over, and the
    month is asked about again."""
    lock_referral(report.referral)
    report = locked(report, "referral", "by_link")
    if report.undone_at is not None:
        raise ValidationError(UNDONE)
    if not report.is_by_link:
        raise ValidationError(BY_LINK_ALONE)
    if MonthReport.objects.filter(corrects=report).exists():
        raise ValidationError(CORRECTED_BEFORE)
    report.undone_at, report.undone_by, report.undone_why = days.now(), by, reason
    report.save()
    link = locked(report.by_link)
    if link.ended_at is None:
        link.ended_at = report.undone_at
        link.save()
    record(by, "undid_month", report.referral, person=report.referral.person_id)
    return report
