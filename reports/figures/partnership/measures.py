"""What is counted of the seven indicators (R55, R93): each measure is rows, of which
some count. The page writes how many, and the list behind it shows the same rows."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from enum import StrEnum

from django.db.models import Count, Exists, F, OuterRef, Q, QuerySet, Subquery
from django.db.models.functions import Coalesce

from cases.aftercare.models import FollowUp
from cases.exits.models import Exit
from cases.health.hospital.models import HospitalBill
from partners.agreements.models import Agreement
from partners.contributions.days import person_days
from partners.earlier.models import Answer, EarlierReferral, Said
from partners.meetings.models import Meeting, MeetingDecision, MeetingPartner
from partners.questions.models import AskedPartner
from partners.referrals.models import PARTNER_MOVES, Referral, ReferralStep
from partners.referrals.models import ReferralState as S
from partners.silence.models import Reminder, Says
from reports.figures.models import Indicator
from rptc import days

NOT_TAKEN = [S.DECLINED, S.RETURNED]
STAYS_ON = [S.ARRIVED, S.IN_SERVICE, S.FINISHED]
REPLY_WITHIN = days.ONE_DAY
DIED = "meninggal"


@dataclass(frozen=True)
class Year:
    """A year as it is counted now: its moments [since, until), and how far each measure looks."""

    number: int
    now: datetime
    looks: dict[int, timedelta]

    @property
    def since(self):
        return days.starts_at(date(self.number, 1, 1))

    @property
    def until(self):
        return days.starts_at(date(self.number + 1, 1, 1))

    @property
    def is_running(self):
        return self.number == days.day_of(self.now).year

    def has(self, moment):
        return {f"{moment}__gte": self.since, f"{moment}__lt": self.until}


class Side(StrEnum):
    """Whose side a measure tells of. The first one of the whole is the indicator's headline. What
    the paper register of letters says of an earlier year stands apart."""

    WHOLE, THEIRS, OURS, BOOK = "whole", "theirs", "ours", "book"


class Kind(StrEnum):
    """What the rows are, for the list behind the number."""

    REFERRAL, AGREEMENT, QUESTION, BILL = "referral", "agreement", "question", "bill"
    MEETING, INVITED, DECISION = "meeting", "invited", "decision"
    EXIT, FOLLOW_UP = "exit", "follow_up"
    # Lines of the register of letters.
    EARLIER = "earlier"
    # No rows: a page of its own tells of them.
    DAYS = "days"


@dataclass(frozen=True)
class Measure:
    """`rows(year)`: all that are counted, each with `counts`: is it one of the n of m? Without
    `is_share` they are a number alone. `partner` is the column that a partner's own are found by;
    without it the measure is of nobody alone."""

    key: str
    indicator: Indicator
    side: Side
    label: str
    rows: Callable[[Year], QuerySet] | None
    is_share: bool = True
    partner: str = ""
    kind: Kind = Kind.REFERRAL
    # May a partner's user count it? They read all rows of their own that it is made of.
    is_for_partner: bool = False
    # Some are of no partner.
    has_nobody: bool = False
    # What stands today, and was not written down of other years.
    is_of_today: bool = False
    # Of numbers that are no rows: {partner: so many}, the house's with None.
    tally: Callable[[Year], dict] | None = None


# --- Referrals -----------------------------------------------------------------------------


def _sent(year):
    return Referral.objects.filter(**year.has("sent_at"))


def _steps(*states):
    return ReferralStep.objects.filter(referral=OuterRef("pk"), to_state__in=states).order_by("at")


def with_basis(year):
    """Sent with an agreement that was in force that day: it is asked at the sending itself."""
    return _sent(year).annotate(counts=Q(basis__isnull=False))


def kept(year):
    """Taken, and so many days after they came there still served, or served to the end. Who said
    yes and never came counts against it once as many days have passed since the yes."""
    look = year.looks[Indicator.TOGETHER]
    taken = Referral.objects.annotate(
        taken_at=Subquery(_steps(S.ACCEPTED).values("at")[:1]),
        came_at=Subquery(_steps(S.ARRIVED).values("at")[:1]),
    )
    taken = taken.filter(**year.has("taken_at"))
    judged = taken.annotate(judged_at=Coalesce("came_at", "taken_at") + look)
    last = ReferralStep.objects.filter(referral=OuterRef("pk"), at__lte=OuterRef("judged_at"))
    # Of an end by the house a partner reads no step: it is read from the referral itself.
    taken_back = Q(state__in=[S.REVOKED, S.EXPIRED], ended_at__lte=F("judged_at"))
    return judged.filter(judged_at__lte=year.now).annotate(
        state_then=Subquery(last.order_by("-at", "-pk").values("to_state")[:1]),
        counts=Q(came_at__isnull=False, state_then__in=STAYS_ON) & ~taken_back,
    )


def sent_and_heard(year):
    """Each referral that was sent in the year, and when its partner was first heard of."""
    return _sent(year).annotate(heard_at=Subquery(_steps(*PARTNER_MOVES).values("at")[:1]))


def answered(year):
    """Sent, and the partner was heard of within so many days. Who was sent something lately, and
    may still be heard of in time, is left out."""
    look = year.looks[Indicator.SILOS]
    rows = sent_and_heard(year)
    rows = rows.filter(Q(heard_at__isnull=False) | Q(sent_at__lte=year.now - look))
    return rows.annotate(counts=Q(heard_at__lte=F("sent_at") + look))


def unheard(year):
    """Sent, still open, and nothing heard until now."""
    return sent_and_heard(year).filter(heard_at=None, ended_at=None)


def placed_elsewhere(year):
    """Declined or returned, and another partner took them within so many days."""
    look = year.looks[Indicator.FLEXIBLE]
    rows = Referral.objects.filter(**year.has("ended_at"), state__in=NOT_TAKEN)
    rows = rows.annotate(until=F("ended_at") + look)
    taken = ReferralStep.objects.filter(
        referral__person=OuterRef("person"),
        to_state=S.ACCEPTED,
        at__gte=OuterRef("ended_at"),
        at__lte=OuterRef("until"),
    ).exclude(referral=OuterRef("pk"))
    rows = rows.annotate(found=Exists(taken))
    return rows.filter(Q(found=True) | Q(until__lte=year.now)).annotate(counts=Q(found=True))


def taken_unfit(year):
    """Taken by a partner that did not suit by its own file when it was asked."""
    unfit = AskedPartner.objects.filter(
        question__stay=OuterRef("stay"), partner=OuterRef("partner"), was_fit=False
    )
    taken = Referral.objects.annotate(taken_at=Subquery(_steps(S.ACCEPTED).values("at")[:1]))
    return taken.filter(Exists(unfit), **year.has("taken_at"))


def asked_widely(year):
    """Of the same: was more than one partner asked for a place?"""
    asked = AskedPartner.objects.filter(question__stay=OuterRef("stay")).order_by()
    number = asked.values("question__stay").annotate(n=Count("partner", distinct=True))
    rows = Referral.objects.filter(**year.has("ended_at"), state__in=NOT_TAKEN)
    rows = rows.annotate(asked_number=Subquery(number.values("n")[:1]))
    return rows.annotate(counts=Q(asked_number__gt=1))


# --- Our own side --------------------------------------------------------------------------


def at_our_desk(year):
    """Agreements that wait for us today: written and not laid before the head, or before the
    head. Of a year that is over nobody knows how many waited."""
    return Agreement.objects.filter(state__in=[Agreement.State.DRAFT, Agreement.State.PROPOSED])


def replied(year):
    """What partners asked back, answered within a day; what was asked within the last day, and may
    still be answered in time, is left out."""
    said = Reminder.objects.filter(
        referral=OuterRef("referral"), says=Says.REPLIED, pk__gt=OuterRef("pk")
    )
    asked = Reminder.objects.filter(says=Says.ASKED, **year.has("recorded_at"))
    asked = asked.annotate(
        replied_at=Subquery(said.order_by("pk").values("recorded_at")[:1]),
    )
    asked = asked.filter(Q(replied_at__isnull=False) | Q(recorded_at__lte=year.now - REPLY_WITHIN))
    return asked.annotate(counts=Q(replied_at__lte=F("recorded_at") + REPLY_WITHIN))


# --- Meetings ------------------------------------------------------------------------------


def meetings(year):
    """Planned for the year and their hour is over, or cancelled before; held or not."""
    over = ~Q(state=Meeting.State.PLANNED) | Q(at__lt=year.now)
    return (
        Meeting.objects.of_year(year.number)
        .filter(over)
        .annotate(counts=Q(state=Meeting.State.HELD))
    )


def invited(year):
    """Each partner that was invited to one that was held: was its leader there?"""
    rows = MeetingPartner.objects.invited().filter(
        meeting__state=Meeting.State.HELD, meeting__in=Meeting.objects.of_year(year.number)
    )
    return rows.annotate(counts=Q(leader_present=True))


def our_leader(year):
    held = Meeting.objects.of_year(year.number).held()
    return held.annotate(counts=Q(our_leader_present=True))


def decisions(year, **whose):
    """Those of the year whose day is over, or that ended before it."""
    rows = MeetingDecision.objects.filter(due_on__year=year.number, **whose)
    over = Q(due_on__lt=days.day_of(year.now)) | Q(state=MeetingDecision.State.DONE)
    return rows.filter(over).annotate(
        counts=Q(state=MeetingDecision.State.DONE, ended_on__lte=F("due_on"))
    )


# --- Who was served ------------------------------------------------------------------------

ASKED = [FollowUp.Helped.YES, FollowUp.Helped.NO]


def asked_after(year):
    """Who left in the year, and is not dead: was one of them, or of their family, met after it and
    asked whether they were helped? `went_to` is the partner that had them last."""
    left = Exit.objects.filter(state=Exit.State.DONE, **year.has("left_at"))
    had = Referral.objects.filter(stay=OuterRef("stay"), steps__to_state=S.ARRIVED)
    told = FollowUp.objects.filter(exit=OuterRef("pk"), helped__in=ASKED)
    return left.exclude(kind__code=DIED).annotate(
        went_to=Subquery(had.order_by("-sent_at", "-pk").values("partner")[:1]),
        counts=Exists(told),
    )


def helped(year):
    """Each answer of the year: yes, of yes and no."""
    rows = FollowUp.objects.filter(done_on__year=year.number, helped__in=ASKED)
    return rows.annotate(counts=Q(helped=FollowUp.Helped.YES))


def visited(year):
    """Contacts of the year that were made, of all that were written down."""
    rows = FollowUp.objects.filter(done_on__year=year.number)
    return rows.annotate(counts=~Q(result=FollowUp.Result.NOT_DONE))


def carried(year):
    """{partner: its person-days}, and those of the house (None)."""
    found = person_days(year.number, days.day_of(year.now))
    return {key: had.days for key, had in found.partners.items()} | {None: found.house.days}


def bills(year):
    return HospitalBill.objects.of_year(year.number).annotate(counts=Q(paid_on__isnull=False))


# --- Earlier years, from the register of letters ------------------------------------------------
#
# By the same definitions, as far as the book can tell; by the day of the letter. What it does not
# say is in no share, and is counted beside it.


def booked(year):
    return EarlierReferral.objects.counted().of_year(year.number)


def booked_basis(year):
    return booked(year).exclude(basis="").annotate(counts=Q(basis=Said.YES))


_ACCEPTED = Q(answer=Answer.ACCEPTED)
_FOLLOWED = _ACCEPTED & (Q(arrived=Said.NO) | ~Q(stayed=""))


def booked_kept(year):
    return booked(year).filter(_FOLLOWED).annotate(counts=Q(stayed=Said.YES))


def booked_word(year):
    """Of a letter of last month without word, nobody knows yet."""
    look = year.looks[Indicator.SILOS]
    is_over = Q(dated_on__lte=days.day_of(year.now - look))
    told = Q(word_on__isnull=False) | Q(word=Said.NO) & is_over
    return booked(year).filter(told).annotate(counts=Q(word_on__lte=F("dated_on") + look))


MEASURES = [
    Measure(
        "rapat",
        Indicator.LEADERSHIP,
        Side.WHOLE,
        "Rapat terlaksana",
        meetings,
        kind=Kind.MEETING,
    ),
    Measure(
        "pimpinan-mitra",
        Indicator.LEADERSHIP,
        Side.THEIRS,
        "Pimpinan mitra hadir",
        invited,
        partner="partner",
        kind=Kind.INVITED,
    ),
    Measure(
        "keputusan-mitra",
        Indicator.LEADERSHIP,
        Side.THEIRS,
        "Keputusan mitra selesai tepat waktu",
        lambda year: decisions(year, partner__isnull=False),
        partner="partner",
        kind=Kind.DECISION,
    ),
    Measure(
        "pimpinan-kami",
        Indicator.LEADERSHIP,
        Side.OURS,
        "Kepala UPT hadir",
        our_leader,
        kind=Kind.MEETING,
    ),
    Measure(
        "keputusan-kami",
        Indicator.LEADERSHIP,
        Side.OURS,
        "Keputusan kami selesai tepat waktu",
        lambda year: decisions(year, partner=None),
        kind=Kind.DECISION,
    ),
    Measure(
        "ditanya",
        Indicator.USERS,
        Side.WHOLE,
        "Ditemui sesudah keluar dan ditanya",
        asked_after,
        partner="went_to",
        has_nobody=True,
        kind=Kind.EXIT,
    ),
    Measure(
        "terbantu",
        Indicator.USERS,
        Side.WHOLE,
        "Merasa terbantu",
        helped,
        kind=Kind.FOLLOW_UP,
    ),
    Measure(
        "kunjungan",
        Indicator.USERS,
        Side.OURS,
        "Bimbingan lanjut terlaksana",
        visited,
        kind=Kind.FOLLOW_UP,
    ),
    Measure(
        "hari-orang",
        Indicator.BUDGET,
        Side.WHOLE,
        "Hari-orang ditanggung mitra",
        None,
        partner="partner",
        kind=Kind.DAYS,
        is_for_partner=True,
        tally=carried,
    ),
    Measure(
        "lunas",
        Indicator.BUDGET,
        Side.OURS,
        "Tagihan rumah sakit lunas",
        bills,
        kind=Kind.BILL,
    ),
    Measure(
        "dasar",
        Indicator.FORMAL,
        Side.WHOLE,
        "Rujukan dengan dasar yang berlaku pada harinya",
        with_basis,
        partner="partner",
        is_for_partner=True,
    ),
    Measure(
        "meja",
        Indicator.FORMAL,
        Side.OURS,
        "Perjanjian menunggu di meja kami hari ini",
        at_our_desk,
        is_share=False,
        is_of_today=True,
        kind=Kind.AGREEMENT,
    ),
    Measure(
        "bertahan",
        Indicator.TOGETHER,
        Side.WHOLE,
        "Masih dilayani atau selesai sesudah 30 hari",
        kept,
        partner="partner",
        is_for_partner=True,
    ),
    Measure(
        "kabar",
        Indicator.SILOS,
        Side.WHOLE,
        "Rujukan dengan kabar kembali dalam 30 hari",
        answered,
        partner="partner",
        is_for_partner=True,
    ),
    Measure(
        "diam",
        Indicator.SILOS,
        Side.WHOLE,
        "Tanpa kabar sampai hari ini",
        unheard,
        is_share=False,
        partner="partner",
        is_for_partner=True,
    ),
    Measure(
        "dijawab",
        Indicator.SILOS,
        Side.OURS,
        "Pertanyaan mitra dijawab dalam sehari",
        replied,
        partner="referral__partner",
        kind=Kind.QUESTION,
        is_for_partner=True,
    ),
    Measure(
        "tempat-lain",
        Indicator.FLEXIBLE,
        Side.WHOLE,
        "Ditolak atau kembali, dapat tempat lain dalam 7 hari",
        placed_elsewhere,
        partner="partner",
    ),
    Measure(
        "meski",
        Indicator.FLEXIBLE,
        Side.WHOLE,
        "Diterima meski “tidak cocok”",
        taken_unfit,
        is_share=False,
        partner="partner",
    ),
    Measure(
        "luas",
        Indicator.FLEXIBLE,
        Side.OURS,
        "Ditanyakan ke lebih dari satu mitra",
        asked_widely,
        partner="partner",
    ),
    Measure(
        "agenda-dasar",
        Indicator.FORMAL,
        Side.BOOK,
        "Dengan dasar yang berlaku pada harinya",
        booked_basis,
        partner="partner",
        kind=Kind.EARLIER,
    ),
    Measure(
        "agenda-dasar-kosong",
        Indicator.FORMAL,
        Side.BOOK,
        "Dasarnya tidak dicatat",
        lambda year: booked(year).filter(basis=""),
        is_share=False,
        partner="partner",
        kind=Kind.EARLIER,
    ),
    Measure(
        "agenda-bertahan",
        Indicator.TOGETHER,
        Side.BOOK,
        "Diterima, dan sesudah 30 hari masih dilayani atau selesai",
        booked_kept,
        partner="partner",
        kind=Kind.EARLIER,
    ),
    Measure(
        "agenda-bertahan-kosong",
        Indicator.TOGETHER,
        Side.BOOK,
        "Jawaban atau kelanjutannya tidak dicatat",
        lambda year: booked(year).filter(Q(answer="") | _ACCEPTED & ~_FOLLOWED),
        is_share=False,
        partner="partner",
        kind=Kind.EARLIER,
    ),
    Measure(
        "agenda-kabar",
        Indicator.SILOS,
        Side.BOOK,
        "Dengan kabar kembali dalam 30 hari",
        booked_word,
        partner="partner",
        kind=Kind.EARLIER,
    ),
    Measure(
        "agenda-kabar-kosong",
        Indicator.SILOS,
        Side.BOOK,
        "Kabar atau harinya tidak dicatat",
        lambda year: booked(year).filter(word_on=None).exclude(word=Said.NO),
        is_share=False,
        partner="partner",
        kind=Kind.EARLIER,
    ),
    Measure(
        "agenda-ditolak",
        Indicator.FLEXIBLE,
        Side.BOOK,
        "Ditolak mitra; apakah dapat tempat lain tidak dicatat",
        lambda year: booked(year).filter(answer=Answer.DECLINED),
        is_share=False,
        partner="partner",
        kind=Kind.EARLIER,
    ),
]
BY_KEY = {measure.key: measure for measure in MEASURES}
