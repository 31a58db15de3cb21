"""What an exit needs, piece by piece: what is there, and what is missing in words that say what
to do. One list for the exit's page, for what the family still has to bring, and for the lock."""

from collections.abc import Callable
from dataclasses import dataclass

from django.core.exceptions import ValidationError

from cases.exits.models import Exit, ExitProof
from cases.exits.receivers import (
    explanations_of,
    forbidden_of_same_relation_as,
    look_up_receiver,
)
from cases.gate.receivers import Answer, Because
from cases.house.belongings.actions import check_belongings
from cases.people.access import reads_as_house
from cases.people.photos.models import Photo
from rptc import days, words
from rptc.admission import found_once

# It stands on the page in full, for the head to read.
EXPLAINED = {"word": "Dijelaskan", "grade": "due"}
ASK_CARD = "Cocokkan KTP-nya, dan tanyakan kepada klien siapa orang ini."
NO_PROOF = "Belum ada bukti hubungan. Foto KK atau akta, atau catat dua saksi."


@dataclass(frozen=True)
class Piece:
    """`code` names the page that adds it; `said` is what is there, empty while it is missing."""

    code: str
    label: str
    said: str
    missing: str
    # What the family brings, for the list that they are given.
    bring: str = ""
    # Signed or handed over when the klien leaves: the head decides before it.
    at_handover: bool = False
    # The word beside it and its grade, where it is neither "Ada" nor "Kurang": what was not
    # checked, or is suspected, is never green.
    word: str = ""
    grade: str = ""
    # What stands is why it was not done, and it may still be done after the decision.
    is_weak: bool = False

    @property
    def is_there(self):
        return bool(self.said)


# What rooms to the right ask for before somebody fetches the klien.
_asked_beside: list[Callable[[Exit], Piece | None]] = []


def register_piece(ask: Callable[[Exit], Piece | None]):
    _asked_beside.append(ask)


def is_guarded(exit):
    """A child, a dependent adult, or somebody of whom that is not known: every piece counts."""
    left_at = exit.left_at
    on = days.day_of(left_at) if left_at else days.today()
    return not exit.kind.is_emergency and exit.stay.needs_head_on(on)


def pieces_of(exit, *, by):
    """The pieces that this exit needs. An emergency needs none: nobody waits for a paper. The page
    of a decision shows them, and asks them for the answers that it offers: it reads them once."""
    return found_once(by, ("pieces", exit.pk), lambda: _pieces_of(exit, by))


def _pieces_of(exit, by):
    kind = exit.kind
    if kind.is_emergency:
        return []
    guarded = is_guarded(exit)
    # Whatever the settings say, a child goes home with every one of them.
    least = guarded and exit.is_to_family
    pieces = []
    if least or kind.needs_receiver:
        checked = look_up_receiver(exit, by=by)
        pieces += [_receiver(exit, checked), _ban(exit, checked, by)]
        pieces += filter(None, (ask(exit) for ask in _asked_beside))
    for is_needed, piece in [
        (kind.needs_proof, _proof),
        (kind.needs_identity, _identity),
        (kind.needs_home_check, _home),
        (kind.needs_next_contact, _next_contact),
        (kind.needs_promise, _promise),
    ]:
        if least or guarded and is_needed:
            pieces.append(piece(exit))
    if guarded and kind.needs_items:
        pieces.append(_items(exit))
    return [*pieces, _belongings(exit)]


def what_is_missing(exit, *, by):
    """The pieces that are not there yet. Whatever else must stop a planned exit belongs here."""
    return [piece for piece in pieces_of(exit, by=by) if not piece.is_there]


def refuse_missing(missing):
    if missing:
        raise ValidationError([piece.missing for piece in missing])


def _receiver(exit, checked):
    needs = [(exit.receiver, "siapa yang menerima")]
    if exit.kind.to_family:
        needs.append((exit.relation, "hubungannya"))
    if exit.kind.needs_address:
        needs.append((exit.address, "alamat tujuan"))
    missing = [what for value, what in needs if not value]
    said = ", ".join(filter(None, [exit.receiver, exit.relation, exit.address]))
    return Piece(
        "receiver",
        "Penerima dan alamat",
        "" if missing else said,
        f"Penerima belum lengkap. Tulis {' dan '.join(missing)}.",
        **_not_green(exit, checked, is_there=not missing),
    )


def _not_green(exit, checked, *, is_there):
    """No "Ada" beside somebody against whom something speaks, or whom the head let through."""
    if not is_there:
        return {}
    shown = {"word": checked.answer.label, "grade": checked.grade}
    if not checked.is_allowed:
        return shown
    if exit.decided_despite:
        return {"word": "Diputuskan walau diduga", "grade": "due"}
    if checked.answer == Answer.ELSEWHERE:
        return shown
    if not exit.address:
        return {"word": "Penerima ada, alamat tidak dicatat", "grade": "due"}
    return {}


def _ban(exit, checked, by):
    """Asked anew each time, so that a warning raised a minute ago counts. A mark does not keep
    the head from deciding: that is done in writing, and checked at the door."""
    label = "Daftar larangan"
    shown = {"word": checked.answer.label, "grade": checked.grade}
    if checked.is_allowed:
        said, more = _said_beside(exit, by)
        if checked.answer == Answer.ELSEWHERE:
            return Piece("", label, f"{checked.said} {said}".strip(), "", **(shown | more))
        return Piece("", label, said or checked.said, "", **(shown | more))
    may_say = checked.answer == Answer.LIKELY and by.has_perm("cases.say_somebody_else")
    code = "somebody-else" if may_say else ""
    if checked.objection and checked.objection.because == Because.MARK:
        return Piece(code, label, checked.said, "", **shown)
    return Piece(code, label, "", checked.said, **shown)


def _said_beside(exit, by):
    """(sentence, {word and grade}) of what does not forbid it, and has to be read all the same."""
    if exit.decided_despite:
        said = f"Kepala UPT memutuskan tertulis walau diduga: {exit.decided_despite}."
        return said, {"word": "Diputuskan", "grade": "due"}
    if same := forbidden_of_same_relation_as(exit, by=by):
        names = ", ".join(getattr(each, "whom", "") or str(each) for each in same)
        said = f"Nama lain, tetapi hubungannya sama dengan yang dilarang: {names}. {ASK_CARD}"
        return said, {"word": "Hubungan sama", "grade": "due"}
    if explanations_of(exit, by=by):
        return "Mirip, dan dijelaskan orang lain.", EXPLAINED
    return "", {}


def _proof(exit):
    proofs = [proof for proof in exit.proofs.all() if not proof.photo.hidden_at]
    witnesses = list(exit.witnesses.all())
    listed = [proof for proof in proofs if proof.kind != ExitProof.Kind.OTHER]
    said = ", ".join([*map(str, proofs), *(f"saksi {witness}" for witness in witnesses)])
    missing = NO_PROOF
    if len(witnesses) == 1:
        missing = "Baru satu saksi. Catat satu saksi lagi, atau foto KK atau akta."
    elif proofs:
        missing = "Surat lain tidak cukup sendiri. Foto KK atau akta, atau catat dua saksi."
    return Piece(
        "proof",
        "Bukti hubungan",
        said if listed or len(witnesses) >= 2 else "",
        missing,
        "KK, akta kelahiran atau surat lain yang menunjukkan hubungan keluarga. Bila tidak ada:"
        " dua orang saksi yang mengenal keluarga.",
    )


def _identity(exit):
    photo = exit.identity_photo
    said = f"{exit.get_identity_kind_display()} {exit.identity_number}".strip()
    return Piece(
        "identity",
        "Identitas penerima",
        said if photo and not photo.hidden_at else "",
        "Belum ada foto identitas penerima. Foto KTP atau kartu lain yang berfoto.",
        "KTP asli yang menjemput, atau kartu lain yang berfoto.",
    )


def _home(exit):
    said, shown = "", {}
    if exit.home_checked_on:
        said = f"{words.tanggal(exit.home_checked_on)}, {exit.home_checked_by}: {exit.home_result}"
    elif exit.home_unchecked_reason:
        said = f"Tidak diperiksa: {exit.home_unchecked_reason}"
        shown = {"word": "Tidak diperiksa", "grade": "due"}
    return Piece(
        "home",
        "Rumah diperiksa",
        said,
        "Rumah tujuan belum diperiksa. Catat pemeriksaan rumah, atau tulis mengapa tidak.",
        "Alamat rumah yang jelas, agar rumah dapat dikunjungi petugas lebih dahulu.",
        is_weak=exit.is_home_unchecked,
        **shown,
    )


def _next_contact(exit):
    on = exit.next_contact_on
    from_day = days.day_of(exit.left_at) if exit.left_at else days.today()
    passed = on is not None and on < from_day
    return Piece(
        "contact",
        "Kontak berikutnya",
        f"{words.tanggal(on)}, {exit.get_next_contact_way_display().lower()}"
        if on and not passed
        else "",
        "Tanggal kontak berikutnya sudah lewat. Tetapkan tanggal yang baru."
        if passed
        else "Belum ada kontak berikutnya. Tetapkan tanggal dan caranya.",
        "Nomor telepon yang dapat dihubungi.",
    )


def _promise(exit):
    said = ""
    if exit.promise_signed_on:
        said = f"Ditandatangani {words.tanggal(exit.promise_signed_on)}"
    return Piece(
        "promise",
        "Surat pernyataan",
        said,
        "Surat pernyataan belum ditandatangani. Cetak, minta tanda tangan, lalu catat.",
        "Yang menjemput menandatangani surat pernyataan di kantor RPTC.",
        at_handover=True,
    )


def _belongings(exit):
    try:
        check_belongings(exit.stay)
    except ValidationError as error:
        return Piece("belongings", "Barang titipan", "", error.message, at_handover=True)
    return Piece("", "Barang titipan", "Tidak ada yang belum selesai.", "")


def _items(exit):
    return Piece(
        "items",
        "Surat dan barang",
        exit.items_handed,
        "Surat dan barang belum dicatat. Tulis apa yang diserahkan, atau tulis tidak ada.",
        at_handover=True,
    )


def mark_shown_photos(proofs, user):
    """Sets `shows_photo` on each paper: on a family card stands more than the house may read."""
    photos = {proof.photo_id for proof in proofs}
    if proofs and reads_as_house(user):
        visible = Photo.objects.visible_to(user).filter(pk__in=photos)
        photos = set(visible.values_list("pk", flat=True))
    for proof in proofs:
        proof.shows_photo = proof.photo_id in photos
