"""The list of a session: whom it calls, in the order in which one walks through the house."""

from dataclasses import dataclass

from django.db.models import Q

from cases.casework.services.models import Absence, ForWhom, State
from cases.house.beds.models import BedUse
from cases.house.presence.lines import WITHOUT_ROOM, lines_for
from cases.stays.models import Stay
from cases.stays.naming import closed_label
from rptc.words import umur

LEFT = "Sudah keluar"
ISOLATED = "Di kamar isolasi."


@dataclass
class Tick:
    """One klien of the list. Of a file that is closed to the reader no more than bed and number;
    `is_written` is false of whom the session says nothing yet."""

    stay: Stay
    room: str
    bed: str
    is_named: bool
    is_present: bool = True
    absence: str = ""
    note: str = ""
    hidden_absence: str = ""
    hidden_note: str = ""
    error: str = ""
    is_written: bool = True
    is_isolated: bool = False
    # Ticked all the same: the form asks whether they may come.
    asks_whether: bool = False

    @property
    def name(self):
        return str(self.stay.person) if self.is_named else closed_label(self.stay)

    @property
    def about(self):
        """Age and bed: who leads a session reads no more."""
        age = umur(self.stay.person.age_today) if self.is_named else ""
        return " · ".join(filter(None, [age, f"tempat {self.bed}" if self.bed else ""]))

    @property
    def kept_absence(self):
        return self.absence or self.hidden_absence

    @property
    def kept_note(self):
        return self.note or self.hidden_note

    @property
    def absence_words(self):
        """Of a closed file no more than that they were not there."""
        why = Absence(self.absence).label if self.absence and self.is_named else ""
        return ": ".join(words for words in (why, self.note) if words)


@dataclass(frozen=True)
class Called:
    """Who is listed, and who is in care but not in the house: [(name, why)]."""

    ticks: list[Tick]
    away: list[tuple[str, str]]
    numbers: dict[str, int]


def called_now(user, for_whom=ForWhom.ALL):
    """Everybody who is in the house now, ticked; not so who lies in an isolation room, which says
    why they do not come. Who is on leave or not seen is named below."""
    ticks, away = [], []
    for line in lines_for(user, None):
        if line.leave:
            why = line.leave.get_reason_display().lower() if line.is_named else "izin keluar"
            away.append((line.name, why))
        elif line.is_missed:
            away.append((line.name, "tidak terlihat"))
        else:
            tick = Tick(
                line.stay,
                line.room,
                line.bed,
                line.is_named,
                is_present=not line.is_isolated,
                is_isolated=line.is_isolated,
            )
            if line.is_isolated:
                # Why they do not come is known: nobody has to type it.
                tick.absence, tick.note = Absence.OTHER, ISOLATED
            ticks.append(tick)
    numbers = {each.value: sum(is_for(tick, each) for tick in ticks) for each in ForWhom}
    return Called([tick for tick in ticks if is_for(tick, for_whom)], away, numbers)


def is_for(tick, for_whom):
    """Whose age the reader may not know stands on the list of all alone."""
    if for_whom == ForWhom.ALL:
        return True
    return tick.is_named and tick.stay.person.is_child_today == (for_whom == ForWhom.CHILDREN)


def written(session, user):
    """Whom a session has on its list; the present first, by name. A file that is closed to the
    reader comes last: its place among the names would tell with which letter it begins."""
    rows = session.services.select_related("stay__person").order_by("stay__person__name", "pk")
    rows = list(rows)
    named = _named(user, [row.stay_id for row in rows])
    ticks = [_tick(row.stay, row, named, {}) for row in rows]
    return sorted(ticks, key=_by_presence)


def _by_presence(tick):
    """Of those that are named in the order in which they were read."""
    return (not tick.is_present, not tick.is_named, 0 if tick.is_named else tick.stay.pk)


def to_correct(session, user):
    """The same by room, and whoever else was in the house then and does not stand on it: of those
    who have left only whom the reader may name, or any hour could be asked who was here."""
    was_here = Q(began_at__lte=session.held_at) & (
        Q(ended_at=None) | Q(ended_at__gt=session.held_at)
    )
    rows = {row.stay_id: row for row in session.services.all()}
    stays = Stay.objects.filter(was_here | Q(pk__in=rows)).select_related("person")
    stays = list(stays.order_by("person__name", "pk"))
    uses = BedUse.objects.open().filter(stay__in=stays).select_related("bed__room")
    beds = {use.stay_id: use.bed for use in uses}
    named = _named(user, [stay.pk for stay in stays])
    stays = [stay for stay in stays if stay.is_open or stay.pk in named or stay.pk in rows]
    ticks = [_tick(stay, rows.get(stay.pk), named, beds) for stay in stays]
    return sorted(ticks, key=lambda tick: _place(tick, beds))


def _tick(stay, row, named, beds):
    bed = beds.get(stay.pk)
    room = str(bed.room) if bed else WITHOUT_ROOM if stay.is_open else LEFT
    tick = Tick(stay, room, bed.label if bed else "", stay.pk in named)
    if row is None:
        tick.is_written = tick.is_present = False
        return tick
    tick.is_present = row.state == State.DONE
    if tick.is_named:
        tick.absence, tick.note = row.absence, row.absence_note
    else:
        tick.hidden_absence, tick.hidden_note = row.absence, row.absence_note
    return tick


def _named(user, stays):
    """Those who may be named to this reader: by the same rule as a roll call, and of the files
    that they may open."""
    seen = Stay.objects.visible_to(user).filter(pk__in=stays)
    return set(seen.values_list("pk", flat=True))


def _place(tick, beds):
    bed = beds.get(tick.stay.pk)
    if bed is None:
        return (2 if tick.room == LEFT else 1, 0, "", 0, "", tick.stay.pk)
    return (0, bed.room.order, bed.room.name, len(bed.label), bed.label, tick.stay.pk)
