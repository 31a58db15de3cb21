"""The official reports of the unit: whichever the day, one is late, two are due within days, and
of those of before all but one were sent in time. The days are invented, as are those that nobody
has confirmed yet."""

import uuid
from datetime import time, timedelta

from reports.calendar.actions import add_report, change_report, write_sent
from reports.calendar.models import Every, OfficialReport, ReportSent
from reports.figures.city_part.models import CityPartWord
from reports.figures.periods import Period
from reports.figures.services.models import SpmTarget
from rptc import days
from rptc.audit.record import enter

MONTHS_BEFORE = 14
# Of the months that were sent, which one was late.
LATE_MONTH = 4
# The day of the month by which an SPM is surely late.
SURELY_LATE = 25
# Row and target, one after the other.
TARGETS = [("a", 25), ("b", 300), ("b", 260), ("d", 180)]
# Permasalahan and tindak lanjut, one after the other.
WORDS = [
    ("Tempat tidur perempuan penuh pada bulan razia.", "Ruang kedua disiapkan."),
    (
        "Tempat tidur perempuan penuh pada bulan razia; banyak klien tanpa NIK.",
        "Ruang kedua disiapkan, dan Disdukcapil datang merekam setiap bulan.",
    ),
]


def add(story):
    begins = max(story.BEGINS + timedelta(days=12), days.add_months(story.today, -MONTHS_BEFORE))
    story.tell(
        _recap(story, begins),
        _spm(story, begins),
        _sent_early(story, begins, "SKM", 10, is_confirmed=True),
        _sent_early(story, begins, "LPPD, bagian RPTC", 24, is_confirmed=False),
        _sent_early(story, begins, "Laporan tahunan", 20, is_confirmed=True),
        _new(story),
        _targets(story, begins),
        _words(story, begins),
    )


def _targets(story, begins):
    """Of the year that runs, and of the first one; one row was mended, and one is not set yet."""
    yield days.at(begins, time(9))
    for year in sorted({begins.year, story.today.year}):
        for line, number in TARGETS:
            row = SpmTarget(year=year, line=line, number=number, ground="SK Wali Kota (contoh)")
            row.send_key = uuid.uuid5(uuid.NAMESPACE_OID, f"SPM {year} {line} {number}")
            enter(row, "set_target", by=story.staff["tu"])


def _words(story, begins):
    """Of the first year, written twice."""
    yield story.ago(3, 9)
    year = begins.year
    for number, (problems, follow_up) in enumerate(WORDS, 1):
        row = CityPartWord(year=year, problems=problems, follow_up=follow_up)
        row.send_key = uuid.uuid5(uuid.NAMESPACE_OID, f"bagian RPTC {year} {number}")
        enter(row, "wrote", by=story.staff["tu"])


def _since(story):
    """How many days ago the last month that is over has ended."""
    return (story.today - story.today.replace(day=1)).days + 1


def _counted(story, name, begins, **more):
    """The office looks through what the program brought along."""
    row = OfficialReport.objects.get(name=name)
    for column, value in {"valid_from": begins, **more}.items():
        setattr(row, column, value)
    row.version += 1
    return change_report(row, by=story.staff["tu"])


def _periods(story, begins, every):
    """Those that have ended since then, the earliest first."""
    first = begins.replace(month=begins.month - (begins.month - 1) % every, day=1)
    while (period := Period.of_months(first.year, first.month, every)).is_over(story.today):
        yield period
        first = period.until


def _send(story, report, period, number):
    row = ReportSent(
        report=report,
        first_on=period.first,
        sent_on=days.today(),
        sent_by=story.staff["tu"],
        way=ReportSent.Way.LETTER,
        number=f"460/{number:03}/RPTC/{days.today().year}",
        send_key=uuid.uuid5(uuid.NAMESPACE_OID, f"{report} {period.first}"),
    )
    return write_sent(row, by=story.staff["tu"])


def _recap(story, begins):
    """Due in two days; the last but a few was sent five days late."""
    yield days.at(begins, time(8, 30))
    due_days = _since(story) + 2
    report = _counted(
        story,
        "Rekap bulanan",
        begins,
        due_days=due_days,
        due_day=None,
        due_month=None,
        is_confirmed=True,
    )
    months = list(_periods(story, begins, Every.MONTH))
    for number, period in enumerate(months[:-1], 101):
        is_late = period == months[-LATE_MONTH:][0]
        after = due_days + 5 if is_late else max(due_days - 1, 1)
        yield days.at(period.last + timedelta(days=after), time(10, 15))
        _send(story, report, period, number)


def _spm(story, begins):
    """The last that is surely late was forgotten."""
    yield days.at(begins, time(8, 40))
    report = _counted(story, "SPM", begins, is_confirmed=True)
    quarters = list(_periods(story, begins, Every.QUARTER))
    overdue = [q for q in quarters if q.last + timedelta(days=SURELY_LATE) < story.today]
    for number, period in enumerate(quarters, 201):
        if overdue and period == overdue[-1]:
            continue
        yield days.at(period.last + timedelta(days=12), time(9, 20))
        _send(story, report, period, number)


def _sent_early(story, begins, name, after, is_confirmed):
    yield days.at(begins, time(8, 50))
    report = _counted(story, name, begins, is_confirmed=is_confirmed)
    for number, period in enumerate(_periods(story, begins, report.every), 301):
        yield days.at(period.last + timedelta(days=after), time(11))
        _send(story, report, period, number)


def _new(story):
    """Asked for since last month, and due tomorrow."""
    yield story.ago(8, 14, 20)
    row = OfficialReport(
        name="Laporan barang persediaan",
        recipient="Dinas Sosial, Subbagian Keuangan",
        ground="Surat Dinas Sosial (contoh)",
        every=Every.MONTH,
        due_days=_since(story) + 1,
        valid_from=story.today.replace(day=1) - days.ONE_DAY,
        is_confirmed=True,
    )
    add_report(row, by=story.staff["tu"])
