"""Papers: what is said of one, what is asked of an office, and what comes of it. The person is
locked first, several in the order of their keys, then the rows (cases/people/locks.py)."""

from django.core.exceptions import ValidationError
from django.db import transaction

from cases.papers.letters import REQUEST
from cases.papers.models import (
    NumberOf,
    Paper,
    PaperRefusal,
    PaperRefusalEnd,
    PaperRequest,
    PaperState,
    Refused,
)
from cases.people.locks import lock_people, lock_person
from cases.people.photos.actions import add_person_photos
from cases.people.photos.models import Photo
from cases.stays.models import Stay
from rptc import days
from rptc.audit.record import enter, keep
from rptc.letters.actions import issue_for
from rptc.saving import locked, save, sentence_of
from rptc.sending import row_key

IS_THERE = "Dokumen ini ada. Bila hilang, catat dahulu sebagai hilang."
IS_OVER = "Permintaan ini sudah selesai."
SEALED_ALONE = "Berkas tertutup diminta dengan surat sendiri."
GOT_BEFORE = "Hari diterima tidak boleh sebelum hari diminta."
ASKED_BEFORE = "Hari diminta tidak boleh sebelum keadaannya ditanyakan."
REFUSED_BEFORE = "Bila sekarang mau, mintalah dari halaman dokumennya."
NOBODY = "Pilih paling sedikit satu dokumen."


def last_stay(person_id):
    """The stay that runs, else the latest."""
    return Stay.objects.filter(person=person_id).order_by("-began_at", "-pk").first()


@transaction.atomic
def write_paper(paper, *, picture=None, by):
    """What is said of a paper for the first time in this stay."""
    person = lock_person(paper.person_id)
    paper.person, paper.stay = person, last_stay(person.pk)
    same = Paper.objects.filter(person=person, kind=paper.kind, stay=paper.stay)
    if same.exists():
        raise ValidationError({"kind": sentence_of(Paper, "paper_is_asked_once_a_stay")})
    _add_scan(paper, picture, paper.send_key, by)
    return enter(paper, "registered", by=by, person=person.pk)


def _add_scan(paper, picture, key, by):
    if picture:
        [paper.scan] = add_person_photos(
            paper.person,
            [picture],
            kind=Photo.Kind.CARD,
            note=str(paper.kind),
            page_key=key,
            by=by,
        )


@transaction.atomic
def change_paper(paper, *, picture=None, by):
    """What was typed wrong. `paper` is locked by its page, and filled by the form."""
    _add_scan(paper, picture, paper.send_key, by)
    return keep(paper, "changed", by=by, person=paper.person_id)


def _check_runs_once(paper, but=None):
    """Of two files that are one person, and of several stays, one request runs for each kind."""
    of_kind = Paper.objects.filter(person=paper.person_id, kind=paper.kind_id)
    if PaperRequest.objects.running().filter(paper__in=of_kind).exclude(pk=but).exists():
        raise ValidationError(sentence_of(PaperRequest, "paper_is_asked_of_one_office"))


def _check_wants(paper):
    """Who refused in this stay does not stand in a letter of several, until it is taken back."""
    refusal = refusals_of(last_stay(paper.person_id), paper).first()
    if refusal:
        raise ValidationError(f"{refusal}. {REFUSED_BEFORE}")


def refusals_of(stay, paper):
    rows = (
        PaperRefusal.objects.standing()
        .filter(paper__person=paper.person_id, paper__kind=paper.kind_id)
        .order_by("-on", "-pk")
    )
    return rows.filter(on__gte=stay.entered_on) if stay else rows


def _check_gives(office, paper):
    if not office.gives(paper.kind):
        raise ValidationError({"office": f"{office} tidak membuat {paper.kind}."})


def _check_may_ask(paper, asked_on, office):
    _check_gives(office, paper)
    _check_runs_once(paper)
    if paper.state == PaperState.HAS or paper.requests.filter(got_on__isnull=False).exists():
        raise ValidationError(IS_THERE)
    if asked_on < paper.said_on:
        # Nobody asks for a paper of which nothing was said yet.
        raise ValidationError({"asked_on": ASKED_BEFORE})


@transaction.atomic
def ask_paper(row, *, by):
    """One paper of one klien, asked without a letter of ours."""
    person = lock_person(row.paper.person_id)
    row.paper = locked(row.paper, "kind", "person")
    row.stay = last_stay(person.pk)
    _check_may_ask(row.paper, row.asked_on, row.office)
    return enter(row, "registered", by=by, person=person.pk)


@transaction.atomic
def ask_together(letter, *, papers, refused, by):
    """Several papers of several people, by one letter to one office. `refused`: [(paper, why)] of
    those who do not want it: listed beside, and not in the letter. Whose file is sealed goes
    alone. All or none."""
    both = [*papers, *(paper for paper, _ in refused)]
    if not papers:
        raise ValidationError(NOBODY)
    people = lock_people(paper.person_id for paper in both)
    asked_for = {paper.person_id for paper in papers}
    if len(asked_for) > 1 and any(people[number].is_sealed for number in asked_for):
        raise ValidationError(SEALED_ALONE)
    letter.on = days.today()
    enter(letter, "registered", by=by)
    papers = Paper.objects.select_for_update(of=("self",)).filter(pk__in=[p.pk for p in papers])
    for paper in papers.select_related("kind", "person").order_by("pk"):
        try:
            _check_wants(paper)
            _check_may_ask(paper, letter.on, letter.office)
        except ValidationError as error:
            said = " ".join(error.messages)
            raise ValidationError(f"{paper.person}, {paper}: {said}") from error
        row = PaperRequest(
            paper=paper,
            stay=last_stay(paper.person_id),
            office=letter.office,
            asked_on=letter.on,
            together=letter,
            send_key=row_key(letter.send_key, paper.pk),
        )
        enter(row, "registered", by=by, person=paper.person_id)
    for paper, why in refused:
        key = row_key(letter.send_key, f"refusal {paper.pk}")
        refuse(PaperRefusal(paper=paper, reason=why, send_key=key), by=by)
    issue_for(letter, REQUEST, by=by)
    return letter


@transaction.atomic
def write_letter(letter, *, by):
    """Anew, where the one that stood was withdrawn, or is of before a correction."""
    rows = PaperRequest.objects.filter(together=letter).running_or_got()
    people = lock_people(rows.values_list("paper__person", flat=True))
    if not people:
        raise ValidationError("Tidak ada lagi yang diminta dengan surat ini.")
    if len(people) > 1 and any(person.is_sealed for person in people.values()):
        raise ValidationError(SEALED_ALONE)
    issue_for(locked(letter, "office", "letter"), REQUEST, by=by)


@transaction.atomic
def refuse(row, *, by):
    """They do not want it, and why."""
    lock_person(row.paper.person_id)
    row.on = row.on or days.today()
    return enter(row, "refused", by=by, person=row.paper.person_id)


@transaction.atomic
def take_back_refusal(row, *, by):
    """They have changed their mind: when, and their words. The refusal stays beside it."""
    refusal = row.refusal
    lock_person(refusal.paper.person_id)
    if PaperRefusalEnd.objects.filter(refusal=refusal).exists():
        raise ValidationError("Penolakan ini sudah ditarik.")
    if row.on < refusal.on:
        raise ValidationError({"on": "Ini sebelum penolakannya."})
    return enter(row, "registered", by=by, person=refusal.paper.person_id)


def _lock(row):
    """The request as it is now, with its paper, after the person."""
    lock_person(row.paper.person_id)
    paper = locked(row.paper, "kind", "person")
    row = locked(row, "office")
    row.paper = paper
    return row


@transaction.atomic
def hear_word(word, *, by):
    """A word of the office. While the request runs."""
    row = word.request = _lock(word.request)
    if not row.is_running:
        raise ValidationError(IS_OVER)
    if word.on < row.asked_on:
        raise ValidationError({"on": "Hari jawaban tidak boleh sebelum hari diminta."})
    return enter(word, "added", by=by, person=row.paper.person_id)


@transaction.atomic
def receive_paper(row, *, got_on, number="", nik="", picture=None, by):
    """The paper came. The NIK that stands on it is compared with that of the file, and not kept a
    second time."""
    row = _lock(row)
    if not row.is_running:
        raise ValidationError(IS_OVER)
    if got_on < row.asked_on:
        raise ValidationError({"got_on": GOT_BEFORE})
    _check_number(row.paper, nik)
    if number and row.paper.kind.number_of == NumberOf.OWN:
        row.paper.number = number
    _add_scan(row.paper, picture, row.send_key, by)
    row.paper.version += 1
    save(row.paper)
    row.got_on, row.closed_by = got_on, by
    row.version += 1
    return keep(row, "closed", by=by, person=row.paper.person_id)


def _check_number(paper, typed):
    sort = paper.kind.number_of
    there = {NumberOf.NIK: paper.person.nik, NumberOf.KK: paper.person.kk}.get(sort, "")
    if typed and there and typed != there:
        name = NumberOf(sort).label
        raise ValidationError({"nik": f"Tidak sama dengan {name} di berkas. Periksa Identitas."})


@transaction.atomic
def receive_together(rows, *, got_on, by):
    """Several came on one day: all or none. Numbers and pictures follow, paper by paper."""
    if not rows:
        raise ValidationError(NOBODY)
    lock_people(row.paper.person_id for row in rows)
    for row in sorted(rows, key=lambda each: each.pk):
        if PaperRequest.objects.filter(pk=row.pk, got_on=got_on, closed_by=by).exists():
            continue  # Sent again.
        try:
            receive_paper(row, got_on=got_on, by=by)
        except ValidationError as error:
            said = f"{row.paper.person}, {row.paper}: {' '.join(error.messages)}"
            field = "got_on" if "got_on" in getattr(error, "error_dict", {}) else "rows"
            raise ValidationError({field: said}) from error
    return rows


@transaction.atomic
def end_request(row, *, end_reason, end_words="", by):
    """It comes to nothing: the office refused, or it is not wanted any more."""
    row = _lock(row)
    if not row.is_running:
        raise ValidationError(IS_OVER)
    row.ended_on, row.closed_by = max(days.today(), row.asked_on), by
    row.end_reason, row.end_words = Refused(end_reason), end_words
    row.version += 1
    return keep(row, "closed", by=by, person=row.paper.person_id)


@transaction.atomic
def change_request(row, *, by):
    """What was typed wrong: office, day, receipt; or that it had come, when it had not. `row` is
    locked by its page, and filled by the form."""
    if row.got_on and row.got_on < row.asked_on:
        raise ValidationError({"got_on": GOT_BEFORE})
    if row.got_on is None and row.ended_on is None:
        row.closed_by = None
        _check_runs_once(row.paper, but=row.pk)
    return keep(row, "changed", by=by, person=row.paper.person_id)
