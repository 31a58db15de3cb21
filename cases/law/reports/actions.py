"""Violence that somebody told of: written down, told to the offices, corrected, known by the head,
and joined to a file. Locks: the person, then the report, then what hangs on it."""

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import Q

from cases.intakes.victims.actions import tell_of_child
from cases.intakes.victims.models import ChildVictim
from cases.law.letters import LETTERS
from cases.law.reports.models import ReportToOffice, Side, ViolenceReport, ViolenceWords
from cases.law.reports.words import put_away, versions_of
from cases.people.locks import lock_people, lock_person
from cases.stays.models import Stay
from rptc import days
from rptc.accounts.permissions import Role
from rptc.audit.record import enter, keep, record
from rptc.letters.actions import issue_for, mark_letters_of
from rptc.saving import locked, save

LESS = "Batas waktu atau kantornya berkurang. Minta pekerja sosial memperbaikinya."
NO_NUMBER = "Tulis nomornya dengan huruf atau angka, atau kosongkan."
MOST_TOLD = ChildVictim._meta.get_field("told_to").max_length
NOBODY_SAID = "Tulis siapa orangnya: pilih berkas, atau tulis dengan kata-kata."


@transaction.atomic
def write_report(report, *, said, whom, by):
    """Whoever heard it, of a klien or of somebody without a file. No one has to approve; a head
    who writes it knows it."""
    if report.person_id:
        report.person = lock_person(report.person_id)
        report.stay = stay_at(report.person, report.told_at)
    elif not whom:
        raise ValidationError({"whom": NOBODY_SAID})
    _follow_rule(report)
    _forget_known(report, by)
    enter(report, "registered", by=by, person=report.person_id)
    _keep_words(report, said=said, whom=whom, is_first=True, by=by)
    return report


def _forget_known(report, by):
    """It is to be known anew, but by a head who wrote it themselves; who stands in for them does
    not know what they wrote."""
    is_head = by.has_role(Role.HEAD)
    report.known_at, report.known_by = (days.now(), by) if is_head else (None, None)


def stay_at(person, moment):
    """The stay in which it was told, or none."""
    stays = Stay.objects.filter(person=person, began_at__lte=moment)
    return stays.filter(Q(ended_at=None) | Q(ended_at__gt=moment)).order_by("-began_at").first()


def _follow_rule(report):
    """The hour and the offices are those of the rule on the day on which it was told."""
    rule, day = report.rule, days.day_of(report.told_at)
    if not type(rule).objects.in_force(day).filter(pk=rule.pk).exists():
        raise ValidationError({"rule": "Aturan ini tidak berlaku pada hari itu."})
    report.due_at = rule.due_at(report.told_at)
    report.asks_police, report.asks_ppa = rule.asks_police, rule.asks_ppa


def _keep_words(report, *, by, said="", whom="", reason="", is_first=False):
    row = ViolenceWords(report=report, is_first=is_first, recorded_by=by)
    save(put_away(row, said=said, whom=whom, reason=reason))


def lock_report(report):
    """The report as it is now, its person before it."""
    if report.person_id:
        lock_person(report.person_id)
    return locked(report, "rule", "person")


@transaction.atomic
def correct_report(report, *, said, whom, why, by):
    """`report` is locked by its page, and filled by the form: a version beside the old one."""
    if not report.person_id and not whom:
        raise ValidationError({"whom": NOBODY_SAID})
    before = ViolenceReport.objects.get(pk=report.pk)
    (old, *_) = versions_of(report, by)
    facts = ("told_at", "heard_by_id", "rule_id")
    is_same = all(getattr(before, name) == getattr(report, name) for name in facts)
    if is_same and (old.said, old.whom) == (said, whom):
        raise ValidationError("Tidak ada yang berubah.")
    if not is_same:
        _follow_rule(report)
        _check_duty(before, report, by)
        if report.person_id:
            report.stay = stay_at(report.person, report.told_at)
    duty = ("told_at", "rule_id", "due_at", "asks_police", "asks_ppa")
    if any(getattr(before, name) != getattr(report, name) for name in duty):
        _forget_known(report, by)
        mark_letters_of(report)
    if ReportToOffice.objects.filter(report=report, at__lt=report.told_at).exists():
        raise ValidationError({"told_at": "Kantor sudah diberi tahu sebelum waktu ini."})
    save(report)
    _keep_words(report, said=said, whom=whom, reason=why, by=by)
    record(by, "corrected", report, person=report.person_id)
    return report


def _check_duty(before, report, by):
    """What makes the duty less is for who works with files."""
    if by.has_perm("cases.view_law"):
        return
    if not set(before.asked) <= set(report.asked):
        raise ValidationError({"rule": LESS})
    if before.due_at and (report.due_at is None or report.due_at > before.due_at):
        name = "told_at" if before.rule_id == report.rule_id else "rule"
        raise ValidationError({name: LESS})


@transaction.atomic
def tell_office(row, *, by):
    """One office was told. What it is told of a child who may be a victim, it is told once: the
    duty that an intake opened is done with it (cases/intakes/victims)."""
    report = row.report = lock_report(row.report)
    _check_told(row, report)
    enter(row, "told_office", by=by, person=report.person_id)
    _tell_of_children(row, report, by)
    return row


@transaction.atomic
def change_told(row, *, by):
    """The number that came later, or a slip: `row` is locked by its page, and filled by the form;
    the history keeps what stood there."""
    _check_told(row, row.report)
    return keep(row, "changed", by=by, person=row.report.person_id)


def _check_told(row, report):
    if row.side not in report.asked:
        raise ValidationError("Laporan ini tidak perlu ke sana.")
    if row.number and not any(sign.isalnum() for sign in row.number):
        raise ValidationError({"number": NO_NUMBER})
    # What is typed has no seconds.
    if row.at < report.told_at.replace(second=0, microsecond=0):
        raise ValidationError({"at": "Waktu ini sebelum diceritakan."})


def _tell_of_children(row, report, by):
    if row.side != Side.PPA or not report.person_id:
        return
    told = f"{row.receiver}, {row.office}, {row.get_way_display().lower()}"[:MOST_TOLD]
    untold = ChildVictim.objects.untold().filter(intake__person=report.person_id)
    for victim in untold.select_related("intake").order_by("pk"):
        tell_of_child(victim, told, by=by)


@transaction.atomic
def acknowledge_report(report, *, by):
    """ "Diketahui": nothing waits for it. Never by who wrote or mended it in the head's place; a
    head whose own report another mended reads it again."""
    report = lock_report(report)
    if report.known_at:
        raise ValidationError("Laporan ini sudah diketahui.")
    if not ViolenceReport.objects.to_be_known_by(by).filter(pk=report.pk).exists():
        raise ValidationError("Yang mencatat tidak dapat mengetahui sendiri.")
    report.known_at, report.known_by = days.now(), by
    return keep(report, "acknowledged", by=by, person=report.person_id)


@transaction.atomic
def join_report(report, *, person, by):
    """A social worker knows whose file it is; only of a report that has none."""
    person = lock_person(person.pk)
    report = locked(report)
    if report.person_id:
        raise ValidationError("Laporan ini sudah ada berkasnya.")
    report.person, report.stay = person, stay_at(person, report.told_at)
    report.version += 1
    return keep(report, "joined_report", by=by, person=person.pk)


@transaction.atomic
def move_report(report, *, person, whom, why, by):
    """It stands on the wrong file: a social worker moves it to another, or to none, with why. What
    was said is said again as a version, and the head is told again."""
    ids = [key for key in (report.person_id, person and person.pk) if key]
    people = lock_people(ids)
    asked, report = report.person_id, locked(report, "rule")
    if report.person_id != asked:
        raise ValidationError("Orang lain baru saja memindahkan laporan ini. Muat ulang halaman.")
    if person and person.pk == asked:
        raise ValidationError({"person": "Laporan ini sudah pada berkas itu."})
    (old, *_) = versions_of(report, by)
    if not person and not (whom or old.whom):
        raise ValidationError({"whom": NOBODY_SAID})
    report.person = people[person.pk] if person else None
    report.stay = stay_at(report.person, report.told_at) if person else None
    report.version += 1
    _forget_known(report, by)
    mark_letters_of(report)
    save(report)
    _keep_words(report, said=old.said, whom=whom or old.whom, reason=why, by=by)
    # In the history of both files.
    for key in ids:
        record(by, "moved_report", report, person=key)
    return report


@transaction.atomic
def write_letter(report, side, *, by):
    """The letter to that office; the one that stands, where there is one."""
    report = lock_report(report)
    if report.person_id is None:
        raise ValidationError("Surat dibuat sesudah berkasnya dipilih.")
    if side not in report.asked:
        raise ValidationError("Laporan ini tidak perlu ke sana.")
    return issue_for(report, LETTERS[side], by=by)
