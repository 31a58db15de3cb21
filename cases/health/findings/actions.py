"""A finding written down, and a later version beside it; an allergy, changed and ended."""

from django.core.exceptions import ValidationError
from django.db import transaction

from cases.health.findings.models import CORRECTED_BEFORE, MEASURED, Allergy, Finding
from cases.health.findings.words import WORDS, add_words, put_away
from cases.people.locks import lock_person
from cases.stays.locks import lock_stay
from rptc import days
from rptc.audit.record import enter, keep
from rptc.saving import locked

NOTHING = "Tulis paling sedikit satu: keluhan, yang ditemukan, tindakan, atau yang diukur."
TOLD = ["seen_at", "told_by", "told_by_name", *MEASURED]


@transaction.atomic
def write_finding(row, /, *, by, **words):
    """Of a stay that runs or has ended: what a hospital says later belongs to it, too."""
    _check(row, words, lock_stay(row.stay))
    put_away(row, **words)
    return enter(row, "wrote", by=by, person=row.stay.person_id)


@transaction.atomic
def correct_finding(row, /, *, why, by, **words):
    """The next version of the one that it `corrects`; both stay."""
    stay = lock_stay(row.stay)
    old = Finding.objects.visible_to(by).filter(pk=row.corrects_id).first()
    if old is None:
        raise ValidationError("Pemeriksaan ini tidak ada dalam berkas yang Anda buka.")
    if Finding.objects.filter(corrects=old).exists():
        raise ValidationError(CORRECTED_BEFORE)
    row.stay = old.stay
    _check(row, words, stay)
    (old,) = add_words([old], by)
    is_same = all(getattr(old, name) == getattr(row, name) for name in TOLD)
    if is_same and all(getattr(old, name) == words[name] for name in WORDS[:-1]):
        raise ValidationError("Tidak ada yang berubah.")
    put_away(row, **words, reason=why)
    return enter(row, "corrected", by=by, person=stay.person_id)


def _check(finding, words, stay):
    # What is typed has no seconds.
    if finding.seen_at < stay.began_at.replace(second=0, microsecond=0):
        raise ValidationError({"seen_at": "Waktu ini sebelum klien tiba."})
    is_measured = any(getattr(finding, name) is not None for name in MEASURED)
    if not is_measured and not any(words.values()):
        raise ValidationError(NOTHING)


@transaction.atomic
def add_allergy(allergy, *, by):
    """Of somebody in the house or not: what is known of them holds when they come again."""
    lock_person(allergy.person_id)
    in_force = Allergy.objects.in_force().filter(person=allergy.person_id)
    if in_force.filter(substance__iexact=allergy.substance).exists():
        raise ValidationError({"substance": "Alergi ini sudah tercatat."})
    return enter(allergy, "added", by=by)


@transaction.atomic
def change_allergy(allergy, *, by):
    """`allergy` is locked by its page, and filled by the form."""
    if not allergy.is_in_force:
        raise ValidationError("Alergi ini sudah dinyatakan tidak berlaku.")
    return keep(allergy, "changed", by=by)


@transaction.atomic
def end_allergy(allergy, *, reason, by):
    """It was none, or is none any more. It stays readable, with why."""
    lock_person(allergy.person_id)
    allergy = locked(allergy)
    if not allergy.is_in_force:
        raise ValidationError("Alergi ini sudah dinyatakan tidak berlaku.")
    allergy.ended_at, allergy.ended_by, allergy.end_reason = days.now(), by, reason
    return keep(allergy, "ended", by=by)
