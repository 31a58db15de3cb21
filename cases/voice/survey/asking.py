"""Who is asked, who asks, and the telephone that is handed over with nothing on it but three
questions."""

from datetime import datetime, timedelta

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import Exists, OuterRef, Q

from cases.exits.models import Exit
from cases.people.models import Person
from cases.stays.locks import lock_stay
from cases.stays.models import Stay, open_with_stay
from cases.stays.ways_out import WayOut
from cases.voice.survey.models import QUESTIONS, ExitAnswer, ExitVoice, Says
from rptc import days
from rptc.accounts.own import not_own
from rptc.audit.record import keep, record
from rptc.policies import whoever_acts

# In the session of nobody: which three questions it opens, and until when.
PASS = "survey"  # noqa: S105 (a name)
LIVES = timedelta(minutes=15)
# Who has left by one of these is still at the door.
AT_THE_DOOR = [WayOut.FAMILY, WayOut.PARTNER, WayOut.HOME_DISTRICT, WayOut.ALONE]
ASKED_BEFORE = "Sudah ditanya. Setiap orang ditanya sekali."
NOT_THEIRS = "Anda pekerja sosialnya. Minta petugas lain yang bertanya."
GONE = "Klien ini sudah keluar."


def reachable(user):
    """The stays that this user may hand a telephone to: those of the house, also who left it
    today; of who reads no file all, by number. None that is closed to them, or of their family."""
    # Not as a column of the person: beside the other condition PostgreSQL would read all of them.
    near = not_own(user, "person") & ~Q(person__in=Person.objects.filter(is_sealed=True))
    if not user.has_perm("cases.view_stay"):
        return Stay.objects.filter(near)
    since, until = days.period(days.today(), days.today() + days.ONE_DAY)
    left_today = Q(ended_at__gte=since, ended_at__lt=until)
    return Stay.objects.filter(open_with_stay(user) | near & left_today)


def leaving(user):
    """Whose exit is decided, or who left today: not asked yet, and another's case."""
    today = days.period(days.today(), days.today() + days.ONE_DAY)
    exits = Exit.objects.filter(stay=OuterRef("pk"))
    decided = Exists(exits.filter(state="approved"))
    at_the_door = exits.filter(
        state="done", kind__code__in=AT_THE_DOOR, left_at__gte=today[0], left_at__lt=today[1]
    )
    over = Exists(ExitVoice.objects.over().filter(stay=OuterRef("pk")))
    rows = reachable(user).filter(~over, decided | Exists(at_the_door))
    return rows.filter(~Q(social_worker=user) | Q(social_worker=None))


def why_not(stay, user):
    """Why this user cannot hand over to this klien now; "" where they can."""
    if stay.social_worker_id == user.pk:
        return NOT_THEIRS
    if ExitVoice.objects.over().filter(stay=stay).exists():
        return ASKED_BEFORE
    if stay.ended_at and days.day_of(stay.ended_at) < days.today():
        return GONE
    return ""


@transaction.atomic
def hand_over(stay, *, by):
    """The same klien may be given it again while nothing is over: the telephone fell asleep, or
    they went away."""
    stay = lock_stay(stay)
    if reason := why_not(stay, by):
        raise ValidationError(reason)
    voice = ExitVoice.objects.select_for_update().filter(stay=stay).first()
    voice = voice or ExitVoice(stay=stay)
    voice.handed_by, voice.handed_at = by, days.now()
    return keep(voice, "handed_survey", by=by, person=stay.person_id)


@transaction.atomic
def answer(voice, question, says):
    """One tap. Of a question that has its answer nothing changes: the button was pressed twice."""
    voice, said = _open(voice)
    if voice is None or question not in QUESTIONS or says not in Says.values:
        return
    if getattr(said, question) is None:
        setattr(said, question, says)
        said.save()
    if said.open_question is None:
        _end(voice)


@transaction.atomic
def skip(voice):
    """What was said before it counts; who has said nothing has skipped all of it."""
    voice, said = _open(voice)
    if voice is None:
        return
    if said.says_nothing:
        said.skipped = True
        said.save()
    _end(voice)


def _open(number):
    """The voice and what it has said so far; two None where it is over."""
    rows = ExitVoice.objects.select_for_update(of=("self",))
    voice = rows.filter(pk=number, done_at=None).first()
    return (voice, ExitAnswer.objects.get_or_create(voice=voice)[0]) if voice else (None, None)


def _end(voice):
    """The log says that it is over, and not how."""
    voice.done_at = days.now()
    voice.save()
    record(None, "ended_survey", voice)


# The telephone


def open_for(request, voice):
    """Nobody is logged in from now on, and this session opens these three questions alone."""
    request.session[PASS] = [voice.pk, (days.now() + LIVES).isoformat()]


def voice_in(request):
    """The number of the voice that this telephone is handed over for; None where it is not."""
    kept = request.session.get(PASS)
    if not kept or request.user.is_authenticated or datetime.fromisoformat(kept[1]) < days.now():
        return None
    return kept[0]


def close(request):
    request.session.pop(PASS, None)


def question_of(number):
    """What is asked next; None where all is over."""
    with whoever_acts():
        said = ExitAnswer.objects.filter(voice=number).first()
        is_over = ExitVoice.objects.over().filter(pk=number).exists()
    return None if is_over else (said or ExitAnswer()).open_question
