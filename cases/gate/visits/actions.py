"""Visitors at the door, who must not be received, and who asks for somebody."""

from django.core.exceptions import ValidationError
from django.db import transaction

from cases.file.consents.asked import family_answer, family_refused, is_asked_about_family
from cases.gate.incidents.actions import write_incident
from cases.gate.incidents.models import Incident, IncidentPerson, Severity
from cases.gate.receivers import (
    MAY_ALLOW,
    Act,
    all_for_others,
    check_comparable,
    forbidden_for_others,
    objection_to,
    said_of_others,
)
from cases.gate.visits.models import Inquiry, Unwelcome, Visit
from cases.people import access
from cases.people.flags.actions import refuse_ending_alone
from cases.people.flags.models import Flag
from cases.people.locks import lock_person
from cases.stays.models import Stay
from cases.stays.naming import why_not_here
from rptc import days
from rptc.accounts.permissions import Role
from rptc.audit.record import enter, keep
from rptc.saving import locked
from rptc.words import pukul

ASK_BEFORE = (
    "Anak ditemui hanya bila pekerja sosial atau Kepala UPT mengizinkan. Telepon dahulu, lalu"
    " pilih siapa yang mengizinkan."
)
ASK_OTHER = (
    "Tanyakan kepada pekerja sosial yang memegang kasusnya, penggantinya, atau Kepala UPT, lalu"
    " pilih siapa yang mengizinkan."
)
ASK_KLIEN = (
    "Klien ini tidak mau keluarganya diberi tahu. Tanyakan dahulu kepadanya lewat pekerja sosial,"
    " lalu pilih siapa yang mengizinkan."
)
ASK_OF_OTHER = (
    "Telepon pekerja sosial atau Kepala UPT, sebutkan larangan itu, lalu pilih siapa yang"
    " mengizinkan."
)
TELL_OF_BAN = "Sebutkan larangan itu kepada yang mengizinkan, lalu centang."
ASK_FIRST = "Tanyakan dahulu kepada klien apakah keluarganya boleh diberi tahu, di berkasnya."
DOES_NOT_WANT = "Klien tidak mau keluarganya diberi tahu. Pilih ditolak."


@transaction.atomic
def register_visit(visit, *, by):
    """Received or refused. Whoever must not be received can only be refused; a child is visited
    on the word of somebody who may give it."""
    stay = visit.stay
    if why_not := why_not_here(stay, days.day_of(visit.came_at)):
        raise ValidationError({"came_at": why_not})
    if visit.outcome == Visit.Outcome.RECEIVED:
        _check_seen(visit)
        if objection := objection_to(stay.person, visit.named, by=by):
            why = f"Jangan terima. {objection.said} Pilih ditolak dan tulis alasannya."
            raise objection.refused(Act.VISIT, {"outcome": why})
        _check_told_of_ban(visit, by)
        _keep_whose_bans(visit, by)
        _check_not_inside_already(visit)
        if why_not := why_not_allowed(visit):
            raise ValidationError({"allowed_by": why_not})
    return enter(visit, "registered", by=by, person=stay.person_id, outcome=visit.outcome)


def why_not_allowed(visit) -> str:
    """Why a klien cannot be visited on the word that is given, or on none; empty when they can.

    House staff are asked the same of every child: what one has told is known to whose case it is,
    and to the head, who are asked first. A child without a social worker is any one's. So is an
    adult who does not want their family told: somebody asks them before.
    """
    stay, who = visit.stay, visit.allowed_by
    # Who may be a child is one.
    is_child = stay.person.age.is_child_on(days.day_of(visit.came_at)) is not False
    if who is None and is_child:
        return ASK_BEFORE
    if who is None:
        return ASK_KLIEN if family_refused(stay.person) else ""
    opens = Stay.objects.visible_to(who).filter(pk=stay.pk)
    # Nor who may not open the file: they would not read that their word was used.
    if not who.has_role(*MAY_ALLOW) or not opens.exists():
        return "Pilih orang lain: ia tidak dapat mengizinkan."
    worker = stay.social_worker_id
    knows = worker is None or who.has_role(Role.HEAD) or access.has_case(who, worker)
    return ASK_OTHER if is_child and not knows else ""


def _check_told_of_ban(visit, by):
    """Who is forbidden for another klien is received by nobody alone: somebody who may allow it
    has heard of it, as whoever writes it down says."""
    others = forbidden_for_others(visit.stay.person, visit.named, by=by)
    if not others:
        # What was ticked for another name, or before the ban ended.
        visit.told_of_ban = False
        return
    said, wrong = said_of_others(others), {}
    if visit.allowed_by is None:
        wrong["allowed_by"] = f"{said} {ASK_OF_OTHER}"
    if not visit.told_of_ban:
        wrong["told_of_ban"] = TELL_OF_BAN if wrong else f"{said} {TELL_OF_BAN}"
    if wrong:
        raise ValidationError(wrong)


def _keep_whose_bans(visit, by):
    """For whoever may hear of them: whoever writes the visit down need not."""
    others = all_for_others(visit.stay.person, visit.named, by=by)
    visit.flags_of_others = [each.pk for each in others if isinstance(each, Flag)]
    visit.bans_of_others = [each.pk for each in others if isinstance(each, Unwelcome)]


def _check_seen(visit):
    """Nobody is visited here who was not seen then."""
    since = visit.stay.not_seen_since
    if since and visit.came_at >= since:
        why = "Klien ini tidak terlihat sejak {}. Catat dahulu bahwa ia kembali."
        raise ValidationError({"stay": why.format(pukul(since))})


def _check_not_inside_already(visit):
    """In a fire the house counts who is inside: nobody twice."""
    inside = Visit.objects.inside().filter(stay=visit.stay, visitor__iexact=visit.visitor.strip())
    if there := inside.order_by("came_at").first():
        raise ValidationError(
            {
                "visitor": f"{there.visitor} masih di dalam sejak {pukul(there.came_at)}. Catat"
                " keluarnya dahulu, atau bedakan namanya bila orangnya lain."
            }
        )


@transaction.atomic
def leave(visit, *, by):
    """The visitor goes out, now."""
    visit = locked(visit, "stay")
    if not visit.is_inside:
        raise ValidationError("Pengunjung ini sudah keluar.")
    visit.left_at = max(days.now(), visit.came_at)
    return keep(visit, "visitor_left", by=by, person=visit.stay.person_id)


@transaction.atomic
def deny_word(visit, *, by):
    """Whoever is named says that they allowed nothing: somebody came to a klien on a word that was
    not given. It is an incident, which the head reads at once; of one's own word a head knows."""
    visit = locked(visit, "stay__person")
    if visit.allowed_by_id != by.pk:
        raise ValidationError("Hanya yang disebut mengizinkan yang dapat menyangkal.")
    if visit.denied_at:
        raise ValidationError("Sudah tercatat bahwa Anda tidak mengizinkan.")
    visit.denied_at = days.now()
    keep(visit, "denied_word", by=by, person=visit.stay.person_id)
    # Whatever was written of their stay since, the visit was then.
    write_incident(_without_a_word(visit, by), people=_people_of(visit), by=by)
    return visit


def _without_a_word(visit, by):
    return Incident(
        happened_at=visit.came_at,
        kind=Incident.Kind.VISIT,
        severity=Severity.LIGHT if by.has_role(Role.HEAD) else Severity.SERIOUS,
        place="Pintu masuk",
        what=f"{visit.visitor} ({visit.relation}) diterima atas nama {by}, yang menyatakan tidak"
        " mengizinkan.",
        done_at_once="Dicatat dari halaman kunjungan.",
    )


def _people_of(visit):
    """The klien, and who wrote the visit down. A report is no verdict: of the visitor only the
    text speaks."""
    who, side = IncidentPerson.Who.STAFF, IncidentPerson.Side
    return [
        IncidentPerson(stay=visit.stay, side=side.VICTIM),
        IncidentPerson(name=str(visit.recorded_by), who=who, side=side.ON_DUTY),
    ]


@transaction.atomic
def ban(unwelcome, *, by):
    """From now on, or from its first day, this name is not received."""
    return enter(unwelcome, "registered", by=by)


@transaction.atomic
def end_ban(unwelcome, reason, *, by):
    unwelcome = locked(unwelcome)
    if unwelcome.ended_at:
        raise ValidationError("Larangan ini sudah berakhir.")
    refuse_ending_alone(unwelcome, by=by)
    unwelcome.ended_at, unwelcome.ended_by, unwelcome.end_reason = days.now(), by, reason
    return keep(unwelcome, "ended", by=by)


@transaction.atomic
def register_inquiry(inquiry, *, by):
    """Written down whether the one who is sought is here or not; nothing here looks."""
    return enter(inquiry, "registered", by=by)


@transaction.atomic
def link_inquiry(inquiry, person, *, by):
    """It is about this person; None: about nobody whom we know yet."""
    if person:
        lock_person(person.pk)
    inquiry = _lock_open(inquiry)
    inquiry.person = person
    return keep(inquiry, "linked" if person else "unlinked", by=by)


@transaction.atomic
def close_inquiry(inquiry, *, by):
    """How it ended. Whoever must not be received is not told either: then it can only be
    refused, or end without anybody found."""
    stored = _lock_open(inquiry)
    inquiry.person = stored.person
    if inquiry.outcome == Inquiry.Outcome.FOUND:
        if inquiry.person is None:
            raise ValidationError({"outcome": "Hubungkan dahulu dengan berkas klien."})
        if not inquiry.asker:
            raise ValidationError({"asker": "Tulis siapa yang mencari."})
        if not inquiry.identity_shown:
            raise ValidationError({"identity_shown": "Lihat dahulu identitas penanya."})
        check_comparable(inquiry.named, "asker")
        if objection := objection_to(inquiry.person, inquiry.named, by=by):
            why = f"Jangan beri tahu. {objection.said} Pilih ditolak."
            raise objection.refused(Act.INQUIRY, {"outcome": why})
        _check_consent(inquiry.person)
    inquiry.closed_by, inquiry.closed_at = by, days.now()
    return keep(inquiry, "closed", by=by, outcome=inquiry.outcome)


def _check_consent(person):
    """The family of an adult is told when the adult agrees, or cannot say (docs/rules.md,
    Consent). A child's family is sought by duty."""
    last = family_answer(person)
    if last is None and is_asked_about_family(person):
        raise ValidationError({"outcome": ASK_FIRST})
    if last and last.is_refused:
        raise ValidationError({"outcome": DOES_NOT_WANT})


def _lock_open(inquiry):
    # The person is read afterwards: joined, it would be the one of before the wait for the lock.
    inquiry = locked(inquiry)
    if not inquiry.is_open:
        raise ValidationError("Pencarian ini sudah ditutup.")
    return inquiry
