"""2025 and the years since: plausible, not official. All of it was typed into the application.

The shape is that of the year that the press reported for 2025 (few in February, most in
November), which was never published as a table: these people are nobody's figures.
"""

import calendar
from datetime import date, time, timedelta

from cases.intakes.models import Door, Outcome
from reports.demonstration import assessed, living
from reports.demonstration.care import USUAL_STEPS
from reports.demonstration.patrols import RIDERS, moment_of, ride
from reports.demonstration.people import NAMELESS
from rptc import days

# class: (male, female), 354 in all
SHAPE = {
    "anjal": (64, 38),
    "gepeng": (49, 39),
    "lansia": (13, 9),
    "orang-terlantar": (20, 14),
    "napza": (5, 1),
    "odgj": (9, 5),
    "tuna-susila": (24, 35),
    "adk": (2, 1),
    "abh": (6, 2),
    "anak-terlantar": (8, 10),
}
MONTHLY = [24, 8, 18, 22, 26, 28, 38, 36, 34, 42, 50, 28]
# Brought by UPTD PPA or the police, sealed, and outside the table of terjaring.
VICTIMS_A_YEAR = 5
SEEN_BEFORE = 0.14
CATCHES = {1: 40, 2: 26, 3: 16, 4: 8, 5: 6, 6: 4}
PATROL_HOURS = {8: 12, 10: 10, 15: 16, 19: 22, 20: 24, 21: 16}
DOORS = {
    Door.WALK_IN: 20,
    Door.FAMILY: 12,
    Door.POLICE: 30,
    Door.HOSPITAL: 12,
    Door.AGENCY: 26,
}
PLACES = {
    Door.POLICE: "Polsek Panakkukang",
    Door.HOSPITAL: "RSUD Daya",
    Door.AGENCY: "Kantor Kecamatan Tamalate",
    Door.UPTD_PPA: "UPTD PPA Kota Makassar",
}
OUTCOMES = {
    Outcome.BROUGHT: 52,
    Outcome.ADVISED: 22,
    Outcome.FAMILY: 9,
    Outcome.HOSPITAL: 3,
    Outcome.POLICE: 2,
    Outcome.AGENCY: 2,
    Outcome.REFERRED: 2,
    Outcome.REFUSED: 8,
}
AT_THE_DOOR = {Outcome.BROUGHT: 88, Outcome.FAMILY: 8, Outcome.REFERRED: 4}
STAYED_DAYS = {1: 6, 2: 12, 3: 20, 4: 16, 5: 12, 6: 12, 7: 16, 8: 4, 9: 2}
EXITS = {
    "anjal": {"keluarga": 76, "mitra": 9, "melarikan-diri": 10, "daerah-asal": 5},
    "gepeng": {"keluarga": 40, "daerah-asal": 30, "mandiri": 20, "melarikan-diri": 10},
    "lansia": {"keluarga": 58, "mitra": 17, "rumah-sakit": 14, "daerah-asal": 7, "meninggal": 4},
    "orang-terlantar": {"daerah-asal": 60, "keluarga": 26, "mandiri": 14},
    "napza": {"mitra": 55, "penegak-hukum": 20, "keluarga": 25},
    "odgj": {"rumah-sakit": 52, "keluarga": 32, "mitra": 10, "tidak-diketahui": 6},
    "tuna-susila": {"keluarga": 62, "mandiri": 14, "mitra": 14, "melarikan-diri": 10},
    "adk": {"keluarga": 70, "mitra": 30},
    "abh": {"keluarga": 50, "penegak-hukum": 30, "mitra": 20},
    "anak-terlantar": {"keluarga": 62, "mitra": 38},
    "korban": {"keluarga": 70, "mitra": 30},
}
# class: (partner, need); the others go to Sentra Wirajaya
PARTNER_FOR = {
    "anjal": ("Sahabat Yatim", "Asrama dan sekolah"),
    "adk": ("Sahabat Yatim", "Asrama anak"),
    "abh": ("Sahabat Yatim", "Asrama dan pendampingan"),
    "anak-terlantar": ("Sahabat Yatim", "Asrama anak"),
    "lansia": ("Mattiro Baji", "Tempat tinggal lansia"),
    "napza": ("Sentra Wirajaya", "Rehabilitasi sosial penyalahguna NAPZA"),
    "tuna-susila": ("Sentra Wirajaya", "Pelatihan menjahit"),
    "korban": ("UPTD PPA", "Pendampingan dan rumah aman"),
}
REASONS_TO_STAY = [
    "Keluarga baru dapat menjemput sesudah akhir pekan.",
    "Menunggu hasil penelusuran keluarga.",
    "Menunggu tempat pada mitra.",
    "Menunggu rekam data kependudukan di Dukcapil.",
]
OTHERWISE = ("Sentra Wirajaya", "Rehabilitasi sosial lanjut")


def add(story):
    until = days.day_of(story.lives_from)
    patrols = list(_patrols(story, until))
    for year in range(story.BEGINS.year, story.today.year + 1):
        cells = _cells(story)
        for month, count in enumerate(MONTHLY, 1):
            _add_month(story, year, month, [cells.pop() for _ in range(count)], patrols, until)
    for year in range(story.BEGINS.year, story.today.year + 1):
        _add_victims(story, year, until)


def _patrols(story, until):
    day = story.BEGINS
    while day < until:
        for team in story.dice.sample(range(len(RIDERS)), 1 + story.chance(0.25)):
            hour = story.pick(PATROL_HOURS)
            started_at = days.at(day, time(hour, story.dice.randrange(0, 60, 5)))
            yield ride(story, started_at, story.minutes(75, 165), team=team)
        day += timedelta(days=1)


def _cells(story):
    cells = [
        (code, sex)
        for code, counts in SHAPE.items()
        for sex, count in zip("LP", counts, strict=True)
        for _ in range(count)
    ]
    story.dice.shuffle(cells)
    return cells


def _add_month(story, year, month, cells, patrols, until):
    """Three in four were met by a patrol, on few of its rounds; the others came to the door."""
    of_month = [p for p in patrols if days.day_of(p.started_at).timetuple()[:2] == (year, month)]
    story.dice.shuffle(of_month)
    share = _share_told(story, year, month, until)
    cells = cells[: round(len(cells) * share)]
    while cells and of_month:
        if story.chance(0.35):
            _at_the_door(story, *cells.pop(), _some_moment(story, year, month, until))
            continue
        patrol = of_month.pop()
        for _ in range(min(story.pick(CATCHES), len(cells))):
            _on_the_street(story, *cells.pop(), patrol)


def _share_told(story, year, month, until):
    """Of a month that is not over, as much as its days."""
    first, last = date(year, month, 1), date(year, month, calendar.monthrange(year, month)[1])
    return min(max((until - first).days / ((last - first).days + 1), 0), 1)


def _some_moment(story, year, month, until):
    first = max(date(year, month, 1), story.BEGINS)
    last = min(date(year, month, calendar.monthrange(year, month)[1]), until - timedelta(days=1))
    day = first + timedelta(days=story.dice.randint(0, max((last - first).days, 0)))
    return days.at(day, time(story.dice.randint(8, 21), story.dice.randint(0, 59)))


def _on_the_street(story, code, sex, patrol):
    at = moment_of(story, patrol)
    person = _somebody(story, code, sex, at, patrol.recorded_by)
    spot = story.dice.choice(patrol.spots)
    outcome = story.pick(OUTCOMES)
    intake = story.way.meet(
        person, code, at, outcome=outcome, by=patrol.recorded_by, patrol=patrol, hot_spot=spot
    )
    if outcome == Outcome.BROUGHT:
        _stay(story, intake, patrol.ended_at + story.minutes(20, 50))


def _at_the_door(story, code, sex, at, door=None):
    by = story.staff["piket"]
    person = _somebody(story, code, sex, at, by)
    outcome = story.pick(AT_THE_DOOR)
    door = door or story.pick(DOORS)
    intake = story.way.meet(
        person,
        code,
        at,
        door=door,
        outcome=outcome,
        by=by,
        place=PLACES.get(door, "Kantor RPTC"),
    )
    if outcome == Outcome.BROUGHT:
        _stay(story, intake, at + story.minutes(5, 30))


def _somebody(story, code, sex, at, by):
    day = days.day_of(at)
    known = story.known.met_before(code, sex, day, SEEN_BEFORE)
    if known:
        return known
    given = {"is_sealed": True} if code == "korban" else {}
    if code == "odgj" and story.chance(0.2):
        given |= NAMELESS
    return story.people.make(code, sex, day, by=by, at=at, **given)


def _stay(story, intake, began_at):
    code = intake.classification.code
    stay = story.way.arrive(intake, began_at)
    entered_on = stay.entered_on
    left_on = entered_on + timedelta(days=story.pick(STAYED_DAYS) - 1)
    left_at = days.at(left_on, time(story.dice.randint(9, 16), story.dice.randint(0, 59)))
    if left_at < began_at + timedelta(hours=2):
        left_at += timedelta(days=1)
    kind = story.pick(EXITS[code])
    origin = stay.person.origin
    if kind == "daerah-asal" and origin and origin.is_in_makassar:
        # Nobody is sent back to where they are.
        kind = "keluarga"
    partner, need = PARTNER_FOR.get(code, OTHERWISE)
    if kind == "mitra" and story.care.has_open_referral(stay.person, partner):
        kind = "keluarga"
    if kind == "mitra":
        left_at = max(left_at, days.at(entered_on + timedelta(days=3), time(13)))
        _referral(story, stay, partner, need, left_at)
    asked_at = began_at + story.minutes(120, 1300)
    if asked_at < min(left_at, story.lives_from):
        assessed.in_the_past(story, stay, asked_at)
    longest = stay.rule.longest_extension(stay.last_on, stay.last_on)
    if stay.last_on < days.day_of(left_at) <= longest and story.chance(0.7):
        _extend(story, stay, days.day_of(left_at))
    if left_at < story.lives_from:
        story.way.leave(stay, kind, left_at)
    else:
        named = {"receiver": story.partners[partner].name} if kind == "mitra" else {}
        story.tell(living.left(story, stay, kind, left_at, **named))
    if kind != "mitra" and left_at - began_at > timedelta(days=3) and story.chance(0.3):
        _plan(story, stay, left_at)


def _extend(story, stay, left_on):
    """Asked for on the last day, and approved in the afternoon."""
    morning, afternoon = (days.at(stay.last_on, time(hour, 20)) for hour in (9, 14))
    reason = story.dice.choice(REASONS_TO_STAY)
    if morning < story.lives_from:
        story.way.longer(stay, left_on, morning, afternoon, reason)
    else:
        story.tell(living.given_longer(story, stay, left_on, morning, afternoon, reason))


def _referral(story, stay, partner, need, left_at):
    """Sent and accepted while in the house; the partner has finished most of them."""
    next_day, day_after = (stay.entered_on + timedelta(days=number) for number in (1, 2))
    moments = [
        *(days.at(next_day, time(hour)) for hour in (10, 15)),
        days.at(day_after, time(11)),
        left_at,
        left_at + timedelta(days=1),
        left_at + timedelta(days=story.dice.randint(50, 110)),
    ]
    reached = sum(story.has_happened(moment) for moment in moments)
    state = USUAL_STEPS[reached]
    story.care.refer(stay, partner, need, state, moments)


def _plan(story, stay, left_at):
    next_day = stay.entered_on + timedelta(days=1)
    story.care.plan(
        stay,
        days.at(next_day, time(10)),
        "Kembali ke keluarga dengan pendampingan.",
        [
            ("Menghubungi keluarga.", "reunifikasi", 1),
            ("Bimbingan sosial perorangan.", "sosial", 2),
        ],
        decided_at=days.at(next_day, time(14)),
        finished_on=days.day_of(left_at),
    )


def _add_victims(story, year, until):
    for _ in range(VICTIMS_A_YEAR):
        month = story.dice.randint(1, 12)
        if _share_told(story, year, month, until) < 1:
            continue
        door = story.pick({Door.UPTD_PPA: 3, Door.POLICE: 1})
        _at_the_door(story, "korban", "P", _some_moment(story, year, month, until), door)
