"""What happened to one person, from every room, newest first."""

from dataclasses import dataclass
from datetime import date, datetime
from itertools import groupby

from django.db.models import DateField, DateTimeField, F, TextField, Value
from django.db.models.functions import Cast, Coalesce, Concat

from cases.casework.conferences.models import Conference
from cases.casework.notes.models import Note
from cases.casework.plans.models import PlanState
from cases.casework.services.models import Service
from cases.casework.services.trainings.models import Training
from cases.exits.destinations import CLOSED
from cases.house.leaves.models import Leave
from cases.house.presence.models import Absence
from cases.stays.extensions.models import Extension
from cases.stays.models import StayReturn
from partners.referrals.models import Referral, ReferralStep
from rptc import days
from rptc.kept import THIS, AmongThese, kept_rows, keys_of
from rptc.words import kalimat, pukul, tanggal


@dataclass(frozen=True)
class Event:
    day: date
    at: datetime | None
    title: str
    text: str = ""


def timeline(person, *, intakes, stays, exits, merges, follow_ups, assessments=(), plans=(), user):
    """(day, events of the day) of a person; all but services, notes and referrals are what the
    page has fetched of them for this reader."""
    events = [
        *map(_met, intakes),
        *_stay_events(stays, user),
        *_exit_events(exits),
        *_assessment_events(assessments),
        *_plan_events(plans),
        *_work_events(stays, user),
        *_note_events(stays, user),
        *_referral_events(person, user),
        *map(_told, follow_ups),
        *_merge_events(person, merges),
    ]
    events.sort(key=lambda event: (event.day, event.at or days.starts_at(event.day)), reverse=True)
    return [(day, list(group)) for day, group in groupby(events, key=lambda event: event.day)]


def _at(moment, title, text=""):
    return Event(days.day_of(moment), moment, title, text)


def _met(intake):
    where = f" di {intake.where}" if intake.where else ""
    door = intake.get_door_display()
    return Event(
        intake.met_on,
        intake.met_at,
        "Terjaring" if intake.door == "patrol" else door,
        f"{intake.classification}{where}. {intake.get_outcome_display()}.",
    )


def _stay_events(stays, user):
    keys = keys_of(stays)
    # Upon arrival nobody knew of the extensions.
    first_last_on = {stay.pk: stay.last_on for stay in stays}
    for extension in reversed(kept_rows(_extensions, user, these=keys)):
        first_last_on[extension.stay_id] = extension.from_last_on
        if extension.state == "approved":
            until = f"Hari terakhir {extension.new_last_on:%d/%m/%Y}."
            yield _at(extension.decided_at, "Masa pembinaan diperpanjang", until)
        elif extension.state == "refused":
            asked = f"Diminta sampai {extension.new_last_on:%d/%m/%Y}."
            yield _at(extension.decided_at, "Perpanjangan ditolak", asked)
    for stay in stays:
        last = f"Hari terakhir {first_last_on[stay.pk]:%d/%m/%Y}."
        yield _at(stay.began_at, "Tiba di RPTC", last)
    leaves = kept_rows(_leaves, user, these=keys)
    yield from _leave_events(leaves)
    after_leaves = {leave.absence_id for leave in leaves}
    yield from _absence_events(kept_rows(_absences, user, these=keys), after_leaves)


def _extensions(user):
    return Extension.objects.filter(AmongThese(F("stay"))).order_by("pk")


def _leaves(user):
    return Leave.objects.with_telling(user).filter(AmongThese(F("stay"))).order_by("pk")


def _absences(user):
    return Absence.objects.filter(AmongThese(F("stay"))).order_by("pk")


def _leave_events(leaves):
    for leave in leaves:
        place = leave.place if leave.is_told else "tempat tertutup"
        where = f"{leave.get_reason_display()}, {place}."
        yield _at(leave.left_at, "Izin keluar", where)
        if leave.came_back:
            yield _at(leave.returned_at, "Kembali dari izin", where)


def _absence_events(absences, after_leaves):
    for absence in absences:
        is_from_leave = absence.pk in after_leaves
        title = "Tidak kembali dari izin" if is_from_leave else "Tidak terlihat saat absen"
        seen = f"Terakhir terlihat {tanggal(absence.last_seen_at)}, {pukul(absence.last_seen_at)}."
        yield _at(absence.noticed_at, title, f"{absence.reason_words}. {seen}")
        if absence.ended_at:
            yield _at(absence.ended_at, *_ended(absence))


def _ended(absence):
    """How long it was, and how they came back; or why nobody looks for them any more."""
    if not absence.is_back:
        return "Tidak dicari lagi", f"{absence.get_ended_how_display()}."
    brought = absence.back_words or "Belum ditulis siapa yang membawa"
    return "Terlihat lagi", f"{absence.words}. {kalimat(brought)}"


def _exit_events(exits):
    for left in exits:
        if left.state == "done":
            to = f", kepada {left.receiver}" if left.receiver else ""
            to = to if left.is_told else f", {CLOSED}"
            yield _at(left.left_at, "Keluar dari RPTC", f"{left.kind}{to}")
        else:
            yield _at(left.recorded_at, "Terminasi diajukan", f"{left.get_state_display()}.")


def _assessment_events(assessments):
    """What was asked, and nothing of what was said."""
    for assessment in assessments:
        stage = f"{assessment.get_stage_display()} selesai"
        risk = (
            f"Oleh {kalimat(assessment.done_by)} Risiko {assessment.get_risk_display().lower()}."
        )
        yield _at(assessment.done_at, stage, risk)


def _plan_events(plans):
    for plan in plans:
        if plan.submitted_at:
            yield _at(plan.submitted_at, f"Rencana intervensi {plan.number} diajukan")
        if plan.state == PlanState.APPROVED:
            yield _at(plan.decided_at, f"Rencana intervensi {plan.number} disetujui")


def _work_events(stays, user):
    for at, on, title, text in kept_rows(_work, user, these=keys_of(stays)):
        yield Event(on or days.day_of(at), at, title, text.strip())


def _work(user):
    """Returns, services, trainings and conferences, in one query: the part has a bar of
    twenty-five."""
    in_stays = AmongThese(F("stay"))
    back = Value("Kembali ke RPTC"), Value("Masa pembinaan diteruskan.")
    rows = [_told_of(StayReturn.objects.filter(in_stays), *back, at="returned_at")]
    if user.has_perm("cases.view_service"):
        services = Service.objects.done().filter(in_stays)
        who = Coalesce("done_by__full_name", "done_by_name")
        told = _joined("result", Value(" Oleh "), who)
        rows.append(_told_of(services, "kind__name", told, at="done_at"))
        rows += _of_trainings(Training.objects.filter(in_stays))
    if user.has_perm("cases.view_conference"):
        # About what; nothing of what was said.
        held = Conference.objects.filter(in_stays, state="held")
        rows.append(_told_of(held, Value("Konferensi kasus"), "about", at="held_at"))
    first, *others = rows
    return first.union(*others, all=True)


def _of_trainings(trainings):
    by = _joined(Value("Oleh "), "organiser")
    begun = _joined(Value("Pelatihan: "), "subject")
    yield _told_of(trainings, begun, by, on="began_on")
    for state, word in [("finished", "selesai"), ("stopped", "berhenti")]:
        ended = _joined(Value(f"Pelatihan {word}: "), "subject")
        why = by if state == "finished" else "stop_reason"
        yield _told_of(trainings.filter(state=state), ended, why, on="ended_on")
    given = trainings.exclude(kit="")
    yield _told_of(given, Value("Perlengkapan usaha diberikan"), "kit", on="kit_on")


def _joined(*words):
    return Concat(*words, output_field=TextField())


def _told_of(rows, title, text, *, at=None, on=None):
    """Moment or day, title and words of each, as all of them are read."""
    return (
        rows.order_by()
        .annotate(
            told_at=Cast(at or Value(None), DateTimeField()),
            told_on=Cast(on or Value(None), DateField()),
            told_title=Cast(title, TextField()),
            told_text=Cast(text, TextField()),
        )
        .values_list("told_at", "told_on", "told_title", "told_text")
    )


def _note_events(stays, user):
    """Those whose words this reader may read, without the words."""
    for note in kept_rows(_notes, user, these=keys_of(stays)):
        about = note.get_about_display().lower()
        yield Event(note.on, None, f"Catatan: {about}", f"Oleh {note.recorded_by}")


def _notes(user):
    notes = Note.objects.told_to(user).filter(AmongThese(F("stay"))).newest()
    return notes.select_related("recorded_by").order_by("-on", "-pk")


def _told(follow_up):
    met = f", {follow_up.met}" if follow_up.met and follow_up.is_told else ""
    text = f"{follow_up.get_way_display()}{met}: {follow_up.get_result_display().lower()}."
    return Event(follow_up.done_on, None, f"Bimbingan lanjut hari ke-{follow_up.day}", text)


def _merge_events(person, merges):
    for merge in merges:
        if not merge.done_at:
            continue
        other = merge.lost_id if merge.kept_id == person.pk else merge.kept_id
        yield _at(merge.done_at, "Berkas digabung", f"Dengan berkas {other:05d}. {merge.reason}")
        if merge.undone_at:
            yield _at(merge.undone_at, "Penggabungan dibatalkan", f"Dengan berkas {other:05d}.")


def _referral_events(person, user):
    """One whose destination is closed to this reader is left out: its place in a person's life
    would say as much as its name."""
    if not user.has_perm("partners.view_referral"):
        return
    for step in kept_rows(_steps, user, this=person.pk):
        state = step.get_to_state_display()
        yield _at(step.at, f"Rujukan: {state}", str(step.referral.partner))


def _steps(user):
    referrals = Referral.objects.visible_to(user).filter(person=THIS)
    steps = ReferralStep.objects.filter(referral__in=referrals)
    return steps.select_related("referral__partner").order_by("referral", "at", "pk")
