"""Reports as a list shows them: how far each is, and whom it is about, as far as its reader may
know it."""

from cases.law.reports.models import Side
from cases.people.access import Manner, add_known
from rptc.words import inisial


def with_names(reports, user):
    """Give each its `name`; nobody's is said to who may not open the file."""
    reports = list(reports)
    add_known([report.person for report in reports if report.person_id], user)
    for report in reports:
        report.name = _name_of(report.person) if report.person_id else "Belum ada berkas"
    return reports


def _name_of(person):
    manner = person.known.manner
    if manner >= Manner.NAMED:
        return str(person)
    if manner == Manner.INITIALS:
        return inisial(person.name or person.alias, person.age_today)
    return f"Berkas tertutup {person.file_number}"


def sides_of(report):
    """[(side, what it was told, or None)] of the offices that are asked."""
    told = {row.side: row for row in report.offices.select_related("office", "recorded_by")}
    return [(Side(side), told.get(side)) for side in report.asked]
