"""Taking the roll call: one request, the same number of queries for ten as for a hundred."""

from dataclasses import dataclass
from datetime import timedelta

from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.db.models import F, Max, Q, prefetch_related_objects

from cases.house.presence.lines import leaves_of
from cases.house.presence.models import (
    Absence,
    RollCall,
    RollCallRow,
    Status,
    half_day,
)
from cases.people.access import is_closed_to
from cases.stays.locks import held
from cases.stays.models import Stay
from cases.stays.naming import closed_label
from rptc import days
from rptc.audit.record import record, record_all
from rptc.kept import THIS, AmongThese, kept_rows, keys_of
from rptc.saving import constraint_of
from rptc.sending import row_key

# As long as a phone keeps what waits (static/js/batch).
LONGEST_WAIT = timedelta(hours=72)
WAITED_TOO_LONG = (
    "Absen ini menunggu lebih dari 72 jam di ponsel. Tulis di catatan piket, lalu buang di sini."
)


@dataclass(frozen=True)
class Answer:
    """What was ticked for one klien of the page."""

    stay_id: int
    is_absent: bool
    reason: str = ""
    note: str = ""


class TakenMeanwhile(Exception):
    """Somebody else has taken or corrected the same roll call since the page was shown."""

    def __init__(self, stored):
        super().__init__("taken meanwhile")
        self.stored = stored


@transaction.atomic
def take_roll_call(roll_call, answers, *, shown_version, by, waited_since=None):
    """Save who was seen, or correct it; whoever is absent is missed from now on.

    One that waited on a phone without signal says who was seen then, `waited_since`, of the half
    day of that moment. It calls those alone who were on the phone's list; of whoever was seen
    since it misses nobody, and of whoever was missed since it finds nobody.

    `shown_version` is the version that the page showed, 0 before the first. Whoever arrived
    since is present; whoever left since is not called; `news` of the answer says so. A correction
    says who was seen when it was taken: whoever arrived after that is called by the next one.
    Raises TakenMeanwhile when the page showed an older version.
    """
    now = waited_since or days.now()
    if days.now() - now > LONGEST_WAIT:
        raise ValidationError(WAITED_TOO_LONG)
    if (roll_call.on, roll_call.part) != half_day(now):
        raise ValidationError("Waktu absen ini sudah lewat. Muat ulang halaman.")
    roll_call = _save(roll_call, shown_version, now, by)
    # All who are there now: the few that came after it are not called.
    stays = kept_rows(_in_house, None)
    stays = [stay for stay in stays if stay.began_at <= roll_call.taken_at]
    by_stay = {answer.stay_id: answer for answer in answers}
    unlisted = []
    if waited_since:
        unlisted = [stay for stay in stays if stay.pk not in by_stay]
        stays = [stay for stay in stays if stay.pk in by_stay]
    out = leaves_of(keys_of(stays), waited_since)
    rows = [_row(roll_call, stay, by_stay.get(stay.pk), out) for stay in stays]
    before = dict(roll_call.rows.values_list("stay", "status")) if shown_version else {}
    RollCallRow.objects.bulk_create(
        rows,
        update_conflicts=True,
        unique_fields=["roll_call", "stay"],
        update_fields=["status", "reason", "note"],
    )
    # Whoever this roll call missed before may be back since: only who is missed anew is sought.
    missed_anew = [
        row
        for row in rows
        if row.status == Status.ABSENT and before.get(row.stay_id) != Status.ABSENT
    ]
    missed = kept_rows(_missed, None, these=keys_of(stays))
    _miss(missed_anew, set(missed), roll_call, now, by)
    present = {row.stay_id for row in rows if row.status == Status.PRESENT}
    back = _see(present.intersection(missed), now, by)
    record(by, "called" if shown_version == 0 else "corrected", roll_call)
    roll_call.news = _news(rows, by_stay, back, unlisted, now, by)
    return roll_call


def _in_house(_):
    return held(Stay.objects.open())


def _missed(_):
    """By whom among these it is open already."""
    return Absence.objects.open().filter(AmongThese(F("stay"))).values_list("stay", flat=True)


def _save(roll_call, shown_version, now, by):
    """The first one, or the next version of the one that is there."""
    same = RollCall.objects.filter(on=roll_call.on, part=roll_call.part)
    stored = same.select_for_update(of=("self",)).first()
    if (stored.version if stored else 0) != shown_version:
        raise TakenMeanwhile(stored)
    roll_call.recorded_by, roll_call.recorded_at = by, days.now()
    if stored:
        roll_call.pk, roll_call.version = stored.pk, stored.version + 1
        roll_call.taken_by, roll_call.taken_at = stored.taken_by, stored.taken_at
    else:
        roll_call.taken_by, roll_call.taken_at = by, now
    try:
        with transaction.atomic():
            roll_call.save()
    except IntegrityError as error:
        if constraint_of(error) != "roll_call_is_taken_once":
            raise
        raise TakenMeanwhile(same.get()) from error
    return roll_call


def _row(roll_call, stay, answer, out):
    """On leave is out, whatever was ticked; who was not on the page yet has just arrived."""
    row = RollCallRow(roll_call=roll_call, stay=stay, status=Status.PRESENT)
    if stay.pk in out:
        row.status = Status.OUT
    elif answer and answer.is_absent:
        row.status, row.reason, row.note = Status.ABSENT, answer.reason, answer.note
    return row


def _miss(rows, missed, roll_call, now, by):
    """An absence for each who has none yet (is not `missed`); from now on it is known since when
    they are missed."""
    rows = [row for row in rows if row.stay_id not in missed]
    last_seen = last_seen_of([row.stay for row in rows], roll_call)
    rows = [row for row in rows if last_seen[row.stay_id] <= now]
    absences = Absence.objects.bulk_create(
        Absence(
            stay=row.stay,
            noticed_at=now,
            last_seen_at=last_seen[row.stay_id],
            reason=row.reason,
            note=row.note,
            recorded_by=by,
            recorded_at=days.now(),
            send_key=row_key(roll_call.send_key, row.stay_id),
        )
        for row in rows
    )
    record_all(by, "missed", [(absence, absence.stay.person_id) for absence in absences])


def last_seen_of(stays, roll_call=None):
    """{stay: when the house saw them last}: at a roll call before this one, on coming back from
    leave or from where nobody knew, else on arriving."""
    seen = kept_rows(_last_seen, None, these=keys_of(stays), this=roll_call.pk if roll_call else 0)
    return {pk: max(filter(None, moments)) for pk, *moments in seen}


CAME_BACK = Q(leaves__ended_with_stay=False, leaves__absence=None)


def _last_seen(user):
    earlier = Q(roll_call_rows__status=Status.PRESENT) & ~Q(roll_call_rows__roll_call=THIS)
    return (
        Stay.objects.filter(AmongThese(F("pk")))
        .annotate(
            called=Max("roll_call_rows__roll_call__taken_at", filter=earlier),
            from_leave=Max("leaves__returned_at", filter=CAME_BACK),
            came_back=Max("returns__returned_at"),
            found=Max("absences__ended_at", filter=Q(absences__ended_how__in=Absence.BACK)),
        )
        .values_list("pk", "began_at", "called", "from_leave", "came_back", "found")
    )


def _see(stays, now, by):
    """Whoever was missed and is present now: "terlihat lagi". How they came back is asked next:
    a roll call that is corrected may be wrong, or they came back meanwhile."""
    if not stays:
        return []
    missed_since = RollCallRow.objects.filter(status=Status.ABSENT, roll_call__taken_at__gt=now)
    seen = Absence.objects.open().filter(stay__in=stays, noticed_at__lte=now)
    seen = seen.exclude(stay__in=missed_since.values("stay")).select_related("stay__person")
    seen = list(seen)
    Absence.objects.filter(pk__in=[absence.pk for absence in seen]).update(
        ended_at=now, ended_by=by, ended_how=Absence.End.SEEN
    )
    record_all(by, "ended", [(absence, absence.stay.person_id) for absence in seen])
    return [absence.stay for absence in seen]


def _news(rows, by_stay, back, unlisted, now, by):
    """Sentences about whoever came back, and whoever arrived, left or went out between showing and
    saving."""
    arrived = [row.stay for row in rows if row.stay_id not in by_stay]
    out = [row.stay for row in rows if row.status == Status.OUT]
    ticked = [stay for stay in out if (answer := by_stay.get(stay.pk)) and answer.is_absent]
    gone = _left_since(by_stay.keys() - {row.stay_id for row in rows}, now, by)
    return [
        f"{_names(stays, by)} {said}"
        for stays, said in [
            (arrived, "tiba sementara absen diisi, dan dicatat hadir."),
            (gone, "sudah keluar sementara absen diisi, dan tidak diabsen."),
            (ticked, "ternyata izin keluar, dan dicatat begitu."),
            (unlisted, "tidak ada di daftar ponsel itu, dan belum diabsen."),
            (back, "terlihat lagi. Tulis kapan kembali dan siapa yang membawa."),
        ]
        if stays
    ]


def _left_since(ids, now, by):
    """Of the stays that were shown: those whose end is of that day, or later, or still within
    reach."""
    if not ids:
        return []
    stays = Stay.objects.filter(pk__in=ids).exclude(ended_at=None).select_related("person")
    today = Q(ended_at__gte=days.starts_at(days.day_of(now)))
    return list(stays.filter(today | Q(pk__in=Stay.objects.visible_to(by).values("pk"))))


def _names(stays, by):
    """Whoever may not open a sealed file does not read its name here either."""
    prefetch_related_objects(stays, "person")
    seen = Stay.objects.visible_to(by).filter(pk__in=[stay.pk for stay in stays])
    seen = set(seen.values_list("pk", flat=True))
    return ", ".join(
        closed_label(stay)
        if is_closed_to(by, stay.person) and stay.pk not in seen
        else str(stay.person)
        for stay in stays
    )
