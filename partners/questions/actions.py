"""Partners are asked for a place, answer by a link, in the portal or on the telephone, and the
question is closed. What is about one partner locks its row; what is about the question locks that
first, and then those of its partners by their keys."""

from django.core.exceptions import ValidationError
from django.db import transaction

from partners.directory.actions import write_free_places
from partners.directory.hours import answers_due
from partners.directory.models import FreePlaces, Member
from partners.questions.models import ANSWERS, AskedPartner, AskedState, PlaceAnswer
from partners.questions.offered import offered_for
from partners.questions.sentence import may_travel, sentence_of
from partners.referrals.actions import may_refer_to
from rptc import days
from rptc.accounts.models import User
from rptc.audit.record import enter, record
from rptc.saving import locked, save
from rptc.sending import row_key

OVER = "Masa pembinaan ini sudah berakhir."
CLOSED = "Pertanyaan ini sudah ditutup."
ANSWERED = "Mitra ini sudah menjawab. Baca lagi halamannya."
BY_ITSELF = {PlaceAnswer.Channel.LINK, PlaceAnswer.Channel.PORTAL}


@transaction.atomic
def ask_places(question, *, partners, by):
    """Write the question as it is sent, and whom it goes to. The view holds the stay's lock."""
    stay = question.stay
    if not stay.is_open:
        raise ValidationError(OVER)
    may_travel(question.words, stay.person)
    question.sentence = sentence_of(stay.person, question.needs, question.from_on, question.words)
    enter(question, "asked_place", by=by, person=stay.person_id)
    _ask(question, partners, question.send_key, by)
    return question


@transaction.atomic
def ask_others(question, *, partners, send_key, by):
    """The same question to more partners."""
    question = _open(question)
    _ask(question, partners, send_key, by)
    record(by, "asked_place", question, person=question.stay.person_id)
    return question


def _ask(question, partners, key, by):
    """Who has a login reads it in the portal at once; the others wait for their link."""
    partners = sorted(partners, key=lambda partner: partner.pk)
    if not partners:
        raise ValidationError({"partners": "Pilih paling sedikit satu mitra."})
    for partner in partners:
        if not may_refer_to(partner, question.stay, by):
            raise ValidationError(
                {"partners": "Hanya pekerja sosial utama klien ini yang bertanya ke mitra itu."}
            )
    # Sent twice, or at once with somebody else's: who is asked is asked.
    before = set(question.asked.values_list("partner", flat=True))
    partners = [partner for partner in partners if partner.pk not in before]
    now = days.now()
    due = answers_due(partners, now)
    fits = {each.pk: each.fit.is_fit for each in offered_for(question.stay, by, question.needs)}
    here = Member.objects.filter(partner__in=partners, user__is_active=True)
    here = set(here.values_list("partner", flat=True))
    for partner in partners:
        asked = AskedPartner(question=question, partner=partner, recorded_by=by)
        asked.was_fit = fits[partner.pk]
        asked.send_key = row_key(key, partner.pk)
        if partner.pk in here:
            asked.sent_at, asked.answer_due_at = now, due[partner.pk]
        save(asked)


@transaction.atomic
def send_link(asked, *, contact=None, by):
    """Returns the link's own part, once. What was sent before opens nothing any more, and the
    hours in which they answer begin anew."""
    asked = _running(asked)
    if not asked.is_waiting:
        raise ValidationError(ANSWERED)
    if not asked.partner.is_active:
        raise ValidationError("Mitra ini tidak lagi bermitra.")
    token = asked.make_link()
    asked.sent_at, asked.sent_to = days.now(), contact
    asked.answer_due_at = answers_due([asked.partner], asked.sent_at)[asked.partner_id]
    asked.save()
    record(by, "sent_place_link", asked.question, person=asked.question.stay.person_id)
    return token


@transaction.atomic
def give_answer(answer, *, by, male=None, female=None):
    """By a link nobody is logged in, and `by` is None. The partner answers once by itself; what it
    says later it tells us, and we write that down beside it."""
    asked = _running(answer.asked)
    is_ours = answer.channel not in BY_ITSELF
    if asked.state not in (asked.MOVES if is_ours else {AskedState.ASKED}):
        raise ValidationError(ANSWERED)
    answer.asked, answer.recorded_at = asked, days.now()
    if not is_ours:
        answer.said_at = answer.recorded_at
    enter(answer, "answered_place", by=by, person=asked.question.stay.person_id)
    asked.state = answer.says
    asked.read_at, asked.read_by = (days.now(), by) if is_ours else (None, None)
    save(asked)
    if male is not None and female is not None:
        say_free_places(answer, male=male, female=female, by=by)
    return answer


@transaction.atomic
def say_free_places(answer, *, male, female, by=None):
    """What comes along with an answer, once for each."""
    by = by or User.objects.of_commands()
    key = row_key(answer.send_key, "places")
    said = FreePlaces.objects.filter(send_key=key, recorded_by=by).first()
    if said is None:
        said = FreePlaces(partner=answer.asked.partner, male=male, female=female, send_key=key)
        said.said_by, said.said_at = answer.said_by, answer.said_at
        write_free_places(said, by=by)
    return said


@transaction.atomic
def undo_answer(asked, *, reason, by):
    """It was not so: who answered was somebody else, or was mistaken. What was said stays to be
    read; what they had said before it counts again, and else they are asked anew."""
    asked = _running(asked)
    standing = list(asked.answers.standing().order_by("-pk")[:2])
    if asked.state not in ANSWERS or not standing:
        raise ValidationError("Tidak ada jawaban yang dapat diurungkan.")
    last = standing[0]
    last.undone_at, last.undone_by, last.undone_why = days.now(), by, reason
    last.save()
    asked.state = standing[1].says if standing[1:] else AskedState.ASKED
    # The link on which it came is spent, and stays so.
    asked.token_hash = asked.expires_at = None
    asked.read_at, asked.read_by = (days.now(), by) if standing[1:] else (None, None)
    asked.save()
    record(by, "undid_place_answer", asked.question, person=asked.question.stay.person_id)
    return asked


@transaction.atomic
def read_answer(asked, *, by):
    """Pressed again it says the same."""
    asked = _as_now(asked)
    if asked.read_at is None and asked.state in ANSWERS:
        asked.read_at, asked.read_by = days.now(), by
        asked.save()
        record(by, "read_place_answer", asked.question, person=asked.question.stay.person_id)
    return asked


@transaction.atomic
def close_question(question, *, reason, by):
    """A place was found, or none is looked for: who has not answered is asked no longer."""
    question = _open(question, even_left=True)
    question.closed_at, question.closed_by, question.closed_why = days.now(), by, reason
    question.save()
    waiting = question.asked.filter(state__in=[AskedState.ASKED, AskedState.CALL_FIRST])
    for asked in waiting.select_for_update(of=("self",)).order_by("pk"):
        asked.state = AskedState.WITHDRAWN
        asked.save()
    record(by, "closed", question, person=question.stay.person_id)
    return question


def _open(question, even_left=False):
    question = locked(question, "stay__person")
    _check_running(question, even_left)
    return question


def _running(asked):
    asked = _as_now(asked)
    _check_running(asked.question)
    return asked


def _as_now(asked):
    return locked(asked, "partner", "question__stay")


def _check_running(question, even_left=False):
    if not question.is_open:
        raise ValidationError(CLOSED)
    if not (even_left or question.stay.is_open):
        raise ValidationError(OVER)
