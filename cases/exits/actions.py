"""How a stay ends (docs/rules.md, Approval)."""

import uuid

from django.core.exceptions import ValidationError
from django.db import transaction

from cases.exits.doubts import doubts_about
from cases.exits.letters import COLUMNS, HANDOVER, issue, seal_closed_letters
from cases.exits.models import Exit, ExitKind, ExitState
from cases.exits.pieces import is_guarded, refuse_missing, what_is_missing
from cases.exits.receivers import (
    check_head_has_read,
    check_mark,
    check_receiver,
    earlier_receivers_of,
    head_has_read,
    is_forbidden_elsewhere,
    suspect_for,
    tell_the_gate,
)
from cases.house.beds.actions import end_use
from cases.house.beds.models import BedUse
from cases.house.belongings.actions import open_items_of, unfinished
from cases.house.leaves.actions import close_leave
from cases.house.presence.absences import end_absence_of
from cases.house.presence.house import away_now
from cases.house.presence.models import Absence
from cases.people.flags.whom import Likeness
from cases.people.photos.actions import add_person_photos, hide_photo
from cases.people.photos.models import Photo
from cases.stays.extensions.actions import cancel_waiting_extension
from cases.stays.locks import lock_stay, lock_stays, lock_with_stay
from rptc import days
from rptc.audit.record import enter, keep, record
from rptc.decisions import acknowledge, decide
from rptc.letters.actions import mark_letters_of
from rptc.letters.closing import wait_for_writers
from rptc.refusals import Refused, write_refusal
from rptc.saving import save, sentence_of
from rptc.sending import row_key

# What an earlier request for the same receiver has gathered already.
GATHERED = [
    *"relation address receiver_phone identity_kind identity_number identity_photo".split(),
    *"home_checked_on home_checked_by home_result home_unchecked_reason".split(),
    *"items_handed next_contact_on next_contact_way".split(),
]
# Signed, handed over or agreed when the klien leaves.
AFTER_DECISION = {
    *"promise promise_signed_on items_handed next_contact_on next_contact_way".split(),
    "receiver_phone",
}
# What a promise says of who signs it: printed before one of these is there, it lacks it.
OF_THE_RECEIVER = {*"relation address receiver_phone identity_kind identity_number".split()}
HOME = {*"home_checked_on home_checked_by home_result home_unchecked_reason".split()}
ALONE = "Anak dan klien yang bergantung diserahkan satu per satu."
AWAY = (
    "Tercatat sedang di luar atau tidak terlihat. Catat dahulu bahwa ia kembali, atau akhiri masa"
    " pembinaannya sendiri."
)
UNFIT = "Persetujuan gugur: rumah diperiksa sesudahnya, dan tidak layak."


@transaction.atomic
def end_stay(exit, *, left_at, by):
    """End a stay, or ask the head for it (docs/rules.md, Approval).

    At once by whoever is on duty: hospital, police, death, ran away. Alone by a social worker:
    another adult; the head is told of both. Before the act, through the head: a child, a
    dependent adult, every handover to a partner, whoever goes again to an adult from whom they
    came back, and to one who is forbidden for another klien. Raises ValidationError in words.
    """
    exit.stay = stay = lock_stay(exit.stay, "intake__classification")
    if not stay.is_open:
        raise ValidationError("Masa pembinaan ini sudah berakhir.")
    if exit.kind.is_emergency:
        cancel_open_exits(stay, by)
    elif not by.has_perm("cases.end_stay"):
        raise ValidationError("Cara keluar ini dicatat oleh pekerja sosial.")
    _check_age(exit)
    through_head = needs_head(exit, left_at, by=by)
    # The page of a request asks why somebody likely is somebody else; what ends at once waits.
    check_receiver(exit, by=by, least=Likeness.SAME if through_head else Likeness.LIKELY)
    exit.recorded_by = by
    if through_head:
        exit.state = ExitState.PROPOSED
        save(exit)
        _take_over_pieces(exit, by)
        seal_closed_letters(exit)
        record(by, "proposed", exit, person=stay.person_id)
        return exit
    _check_leaving(stay, left_at)
    refuse_missing(what_is_missing(exit, by=by))
    check_mark(exit, "Penyerahan kepadanya hanya dengan keputusan tertulis Kepala UPT.", by=by)
    finish(exit, stay, left_at=left_at, by=by)
    return _write_down(exit, by)


def _check_age(exit):
    """Asked at every step: how old somebody is may become known between them."""
    if exit.kind.for_adults and exit.stay.person.age.is_child_on(days.today()):
        raise ValidationError(
            f"Anak tidak dapat keluar dengan cara {exit.kind.name.lower()}. Pilih kembali ke"
            " keluarga atau dirujuk ke mitra."
        )


def why_alone(stays):
    """{key of a stay: why they cannot leave with others, in words}, whatever the way and the
    receiver: told before it is sent, and asked again when it is."""
    away, items = away_now(stays), open_items_of(stays)
    why = {}
    for stay in stays:
        if kept := _kept_from_others(stay, away):
            why[stay.pk] = kept
        elif items[stay.pk]:
            why[stay.pk] = unfinished(items[stay.pk])
    return why


def _kept_from_others(stay, away):
    if stay.needs_head:
        return ALONE
    # On leave, in a hospital, or not seen: who is not there is not handed over with others.
    return AWAY if stay.pk in away else ""


class SomeStay(Refused):
    """Of several who were to leave together some cannot. `refused`: [(stay, the error)]."""

    def __init__(self, refused):
        said = "Belum tersimpan: ada yang tidak dapat keluar bersama."
        super().__init__(said, write=lambda: _write_refusals(refused))
        self.refused = refused


def _write_refusals(refused):
    for _, error in refused:
        write_refusal(error)


@transaction.atomic
def leave_together(stays, *, kind, receiver, address, reason, left_at, go_on, page_key, by):
    """Several leave the same way to the same receiver: a numbered handover each, all or none.

    Whoever needs pieces of their own and the head leaves alone. They are refused by name, and the
    others go only when it is said that they may (`go_on`). Returns (exits, refused).
    """
    exits, refused = [], []
    lock_stays(stays)
    for stay in stays:
        columns = {"kind": kind, "receiver": receiver, "address": address, "reason": reason}
        exit = Exit(stay=stay, send_key=row_key(page_key, stay.pk), **columns)
        try:
            with transaction.atomic():
                exits.append(_leave_with_others(exit, left_at, by))
        except ValidationError as error:
            refused.append((stay, error))
    if refused and not (go_on and exits):
        raise SomeStay(refused)
    _write_refusals(refused)
    return exits, refused


def _leave_with_others(exit, left_at, by):
    exit.stay = stay = lock_stay(exit.stay, "intake__classification")
    same = stay.exits.filter(kind=exit.kind, receiver__iexact=exit.receiver)
    if sent := same.filter(state=ExitState.DONE, done_by=by, left_at=left_at).first():
        return sent
    if kept := _kept_from_others(stay, away_now([stay])):
        raise ValidationError(kept)
    approved = same.filter(state=ExitState.APPROVED).telling_destination_to(by).first()
    if approved:
        number = stay.person.file_number
        return hand_over(
            approved, left_at=left_at, receiver=exit.receiver, file_number=number, by=by
        )
    if needs_head(exit, left_at, by=by):
        raise ValidationError("Belum disetujui Kepala UPT. Ajukan terminasinya dahulu.")
    return end_stay(exit, left_at=left_at, by=by)


def needs_head(exit, left_at=None, *, by):
    kind = exit.kind
    if kind.is_emergency:
        return False
    # Who comes of age on the day of leaving is guarded until that day.
    on = min(days.day_of(left_at), days.today()) if left_at else days.today()
    through_head = kind.approval == ExitKind.Approval.HEAD or exit.stay.needs_head_on(on)
    return through_head or bool(
        earlier_receivers_of(exit)
        or is_forbidden_elsewhere(exit, by=by)
        or doubts_about(exit.stay, on, by=by)
    )


def _take_over_pieces(exit, by):
    """What was gathered for the same receiver under a refused or cancelled exit is not asked for
    again; the promise is: it is signed for this release. Who may not know that receiver gathers
    anew: what is filled in would say that it is the same."""
    before = exit.stay.exits.telling_destination_to(by).filter(
        state__in=[ExitState.REFUSED, ExitState.CANCELLED],
        kind=exit.kind,
        receiver__iexact=exit.receiver,
    )
    last = before.order_by("-recorded_at", "-pk").first()
    if last is None or not exit.receiver:
        return
    for column in GATHERED:
        setattr(exit, column, getattr(exit, column) or getattr(last, column))
    exit.save()
    for part in [*last.proofs.all(), *last.witnesses.all()]:
        part.pk, part._state.adding = None, True
        part.exit, part.send_key = exit, uuid.uuid4()
        part.save()


def _check_leaving(stay, left_at):
    if left_at is None:
        raise ValidationError("Isi kapan klien keluar.")
    if left_at > days.now():
        raise ValidationError("Waktu keluar belum terjadi.")
    if left_at <= stay.began_at:
        raise ValidationError(sentence_of(Exit, "exit_is_after_entry"))


def cancel_open_exits(stay, by):
    """What was asked of the head falls away when somebody left otherwise."""
    for waiting in stay.exits.filter(state__in=[ExitState.PROPOSED, ExitState.APPROVED]):
        waiting.state = ExitState.CANCELLED
        waiting.save()
        tell_the_gate(waiting)
        record(by, "cancelled", waiting, person=stay.person_id)


def finish(exit, stay, *, left_at, by):
    exit.state, exit.left_at, exit.done_by = ExitState.DONE, left_at, by
    exit.must_be_known = exit.decided_by_id is None
    save(exit)
    seal_closed_letters(exit)
    stay.ended_at = left_at
    save(stay)
    tell_the_gate(exit)
    for use in BedUse.objects.open().filter(stay=stay):
        end_use(use, at=left_at)
    cancel_waiting_extension(stay, by=by)
    close_leave(stay, at=left_at, by=by)
    end_absence_of(stay, Absence.End.WITH_STAY, at=left_at, by=by)
    record(by, "ended", stay, kind=str(exit.kind))
    return exit


def decide_exit(exit, **decision):
    """Nothing is approved before every piece is there that does not belong to the handover
    itself. A child goes to an adult with suspected exploitation only by a decision that says
    why; to whom a warning names, not at all while the warning is in force."""
    return decide(exit, lock=lock_exit, check=check_decision, then=_tell_the_gate, **decision)


def _tell_the_gate(exit, by):
    head_has_read(exit, by=by)
    tell_the_gate(exit)


def check_decision(exit, by):
    if exit.state != ExitState.APPROVED:
        return
    _check_age(exit)
    check_receiver(exit, by=by)
    missing = what_is_missing(exit, by=by)
    refuse_missing([piece for piece in missing if not piece.at_handover])
    suspect = suspect_for(exit, by=by)
    if suspect and not exit.decision_note:
        raise ValidationError(
            f"{suspect} diduga mengeksploitasi anak. Tulis dalam catatan mengapa tetap disetujui."
        )
    exit.decided_despite = suspect


@transaction.atomic
def hand_over(exit, *, left_at, file_number, receiver="", by):
    """The approved handover takes place: the stay ends at that hour.

    Everything is asked once more at the door: who this is, to whom, and what has come up since.
    """
    exit = lock_exit(exit)
    if (exit.state, exit.done_by_id, exit.left_at) == (ExitState.DONE, by.pk, left_at):
        return exit  # Sent again: it has taken place, at that hour.
    _must_become(exit, ExitState.DONE)
    _check_who(exit, receiver, file_number)
    _check_age(exit)
    check_receiver(exit, by=by)
    check_mark(
        exit,
        "Kepala UPT belum memutuskan penyerahan kepadanya secara tertulis. Batalkan terminasi ini"
        " dan ajukan lagi.",
        by=by,
    )
    if is_guarded(exit):
        check_head_has_read(exit)
    _check_leaving(exit.stay, left_at)
    if left_at < exit.decided_at.replace(second=0, microsecond=0):
        raise ValidationError({"left_at": "Serah terima dilakukan sesudah disetujui."})
    refuse_missing(what_is_missing(exit, by=by))
    finish(exit, exit.stay, left_at=left_at, by=by)
    return _write_down(exit, by)


def _write_down(exit, by):
    """Each handover has its numbered record at once; in an emergency it can follow."""
    if exit.receiver and not exit.kind.is_emergency:
        issue(exit, HANDOVER, by=by)
    return exit


@transaction.atomic
def write_letter(exit, sort, *, by):
    """A letter of the exit, when it is asked for: the promise before it is signed, ..."""
    return issue(lock_exit(exit), sort, by=by)


def _check_who(exit, receiver, file_number):
    """The wrong child is not handed over, and nobody but the approved one receives."""
    if file_number.lstrip("0") != str(exit.stay.person_id):
        wrong = (
            "Nomor berkas tidak cocok dengan klien ini. Jangan serahkan. Lihat kartu klien dan"
            " fotonya, lalu ketik nomornya lagi."
        )
        raise ValidationError({"file_number": wrong})
    if receiver.split() and receiver.casefold().split() != exit.receiver.casefold().split():
        other = (
            f"Yang disetujui Kepala UPT adalah {exit.receiver or 'tanpa penerima'}. Untuk penerima"
            " lain, batalkan terminasi ini dan ajukan lagi."
        )
        raise ValidationError({"receiver": other})
    if exit.receiver and not receiver.split():
        raise ValidationError({"receiver": "Tulis siapa yang menerima."})


@transaction.atomic
def change_exit_kind(kind, *, by):
    """One that is closed from now on closes the letters that were written before as well."""
    if kind.closes_destination:
        wait_for_writers()
    keep(kind, "changed", by=by)
    if kind.closes_destination:
        seal_closed_letters()
    return kind


# Proofs, witnesses and the other pieces


@transaction.atomic
def add_proof(proof, *, picture, by):
    """A paper with its picture, which goes into the klien's file."""
    exit = _lock_unfinished(proof.exit)
    [proof.photo] = add_person_photos(
        exit.stay.person,
        [picture],
        kind=Photo.Kind.CARD,
        note=proof.get_kind_display(),
        page_key=proof.send_key,
        by=by,
    )
    return enter(proof, "added", by=by, person=exit.stay.person_id)


@transaction.atomic
def add_witness(witness, *, by):
    """Nobody vouches for themselves. Raises ValidationError in words."""
    exit = _lock_unfinished(witness.exit)
    itself = witness.name.casefold().split() == exit.receiver.casefold().split()
    if itself or (witness.nik and witness.nik == exit.identity_number):
        raise ValidationError("Penerima tidak dapat menjadi saksi bagi dirinya.")
    return enter(witness, "added", by=by, person=exit.stay.person_id)


@transaction.atomic
def remove_part(part, *, by):
    """A wrong paper or witness, before the head has decided; its history stays."""
    exit = lock_exit(part.exit)
    if exit.state != ExitState.PROPOSED:
        raise ValidationError("Sesudah diputuskan, bukti tidak dihapus lagi.")
    record(by, "removed", part, person=exit.stay.person_id)
    part.delete()


@transaction.atomic
def add_piece(exit, values, *, picture=None, withdraws=False, by):
    """One piece of the release: columns with their values, and a picture where it has one.

    What the head decides on stays as it was decided; what belongs to the handover may follow, and
    a home that was approved unchecked may be checked until then. Where it is found unfit, that
    `withdraws` the approval: nobody is handed over on it, and the exit is asked for again.
    """
    locked = _lock_unfinished(exit)
    if all(getattr(locked, column) == value for column, value in values.items()) and not picture:
        return locked  # Sent again: it stands there.
    is_decided = locked.state != ExitState.PROPOSED
    if is_decided and not (AFTER_DECISION.issuperset(values) or _checks_home(locked, values)):
        raise ValidationError(
            "Sudah diputuskan Kepala UPT. Bila berubah, batalkan dan ajukan lagi."
        )
    corrected = {name for name, value in values.items() if getattr(locked, name) != value}
    for column, value in values.items():
        setattr(locked, column, value)
    before = locked.identity_photo
    if picture:
        [locked.identity_photo] = add_person_photos(
            locked.stay.person,
            [picture],
            kind=Photo.Kind.RECEIVER,
            note=f"{locked.get_identity_kind_display()} penerima",
            page_key=uuid.uuid4(),
            by=by,
        )
    save(locked)
    if "address" in values:
        seal_closed_letters(locked)
    if corrected & OF_THE_RECEIVER:
        mark_letters_of(locked)
    if before and before != locked.identity_photo:
        _throw_away(before, by)
    tell_the_gate(locked)
    record(by, "changed", locked, person=locked.stay.person_id, columns=sorted(values))
    return _withdraw(locked, by) if withdraws and is_decided else locked


def _checks_home(exit, values):
    """Only in place of a written "tidak diperiksa": what the head read as checked stays."""
    return exit.is_home_unchecked and HOME.issuperset(values) and values["home_checked_on"]


def _withdraw(exit, by):
    """The approval, by what was found after it: it goes to the head again as a new one."""
    exit.state, exit.decision_note = ExitState.CANCELLED, UNFIT
    exit.save()
    tell_the_gate(exit)
    record(by, "cancelled", exit, person=exit.stay.person_id)
    return exit


@transaction.atomic
def remove_receivers_card(exit, *, by):
    """A wrong picture, before the head has decided; afterwards it is proof."""
    exit = _lock_unfinished(exit)
    if exit.state != ExitState.PROPOSED:
        raise ValidationError("Sesudah diputuskan, foto penerima tidak dihapus lagi.")
    card, exit.identity_photo = exit.identity_photo, None
    if card is None:
        raise ValidationError("Foto penerima sudah dihapus.")
    save(exit)
    _throw_away(card, by)
    record(by, "changed", exit, person=exit.stay.person_id, columns=["identity_photo"])


def _throw_away(card, by):
    """A picture that was of this exit alone: not one that an earlier decision was based on."""
    if card.kind == Photo.Kind.RECEIVER and not card.is_proof and card.hidden_at is None:
        hide_photo(card, reason="Bukan kartu penerima.", by=by)


def _lock_unfinished(exit):
    exit = lock_exit(exit)
    if exit.state not in {ExitState.PROPOSED, ExitState.APPROVED}:
        raise ValidationError(f"Terminasi ini sudah {exit.get_state_display().lower()}.")
    return exit


@transaction.atomic
def cancel_exit(exit, *, reason, by):
    exit = lock_exit(exit)
    _must_become(exit, ExitState.CANCELLED)
    exit.state, exit.decision_note = ExitState.CANCELLED, reason
    exit.save()
    tell_the_gate(exit)
    record(by, "cancelled", exit, person=exit.stay.person_id)
    return exit


@transaction.atomic
def acknowledge_exit(exit, *, by):
    """Of an exit without approval before the act."""
    exit = lock_exit(exit)
    known, person = exit.is_known, exit.stay.person_id
    exit = acknowledge(exit, "Terminasi ini", is_known=known, by=by, person=person)
    head_has_read(exit, by=by)
    return exit


def lock_exit(exit):
    """The exit with its stay and person, in the order of all locks."""
    columns = "kind done_by identity_photo decided_despite promise".split()
    return lock_with_stay(exit, *columns, *COLUMNS, of_stay=["intake__classification"])


def _must_become(exit, state):
    if not exit.can_become(state):
        raise ValidationError(f"Terminasi ini sudah {exit.get_state_display().lower()}.")
