"""What a partner said has changed, and months of which nobody has heard: a row a partner."""

from partners.directory.models import Partner
from partners.months.models import MonthReport, is_late, month_asked
from partners.months.shown import late_partners, untold_for
from partners.referrals.waiting import REFERRED
from rptc.kept import kept_rows
from rptc.waiting import Act, Part, Row, Urgency, Waits, register
from rptc.words import write_date

NAMED = 2


def _month():
    """The one that is late, if one is."""
    month = month_asked()
    return month if is_late(month) else None


def _late(user, month):
    return Partner.objects.filter(pk__in=untold_for(user, month).values("partner"))


def _rows(user):
    month = _month()
    if month is None:
        return []
    rows = kept_rows(_first_late, user, month)
    called = write_date(month, "F")
    return [
        Row(
            LATE,
            text=f"Laporan {called} belum ada: {row.missing} klien",
            due=None,
            url=LATE.url,
            title=str(row),
        )
        for row in rows
    ]


def _first_late(user, month):
    return late_partners(user, month).order_by("name", "pk")[:NAMED]


LATE = Waits(
    key="partner-months-late",
    label="Laporan bulanan mitra belum ada",
    urgency=Urgency.LATE,
    order=442,
    permission="partners.record_answer",
    rows=_late,
    page="partners:month_report_missing",
    named=NAMED,
    firsts=_rows,
    verb="Tanyakan",
    calendar=_month,
)
register(
    LATE,
    Waits(
        key="partner-months-by-link",
        label="Jawaban mitra lewat tautan",
        urgency=Urgency.WAIT,
        order=443,
        permission="partners.record_answer",
        rows=lambda user: MonthReport.objects.visible_to(user).unseen_of(user),
        page="partners:month_report_list?show=link",
        named=2,
        verb="Lihat",
        act=Act(
            Part.REFERRALS,
            "Mitra menjawab lewat tautan: tidak ada perubahan",
            "partners:month_report_detail",
            "referral__person",
            matter=REFERRED,
        ),
    ),
    Waits(
        key="partner-months-changed",
        label="Laporan mitra: ada perubahan",
        urgency=Urgency.DUE,
        order=441,
        permission="partners.record_answer",
        rows=lambda user: MonthReport.objects.visible_to(user).unread(),
        page="partners:month_report_list?show=unread",
        named=2,
        verb="Baca",
        act=Act(
            Part.REFERRALS,
            "Laporan mitra: ada perubahan",
            "partners:month_report_detail",
            "referral__person",
            matter=REFERRED,
        ),
    ),
)
