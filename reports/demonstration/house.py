"""The living house: about 40 people in it on the day of the story, each somewhere on the way.

Told one by one, counted back from the day, so that every list of the application has its rows:
last day today, over the limit, on the way, exits and plans waiting, referrals of every kind.
"""

from datetime import timedelta

from cases.intakes.models import Door, Outcome
from cases.patrols.models import Patrol
from partners.referrals.models import ReferralState as S
from reports.demonstration import (
    beds,
    belongings,
    field_work,
    gate,
    names,
    on_duty,
    presence,
    sheets,
    waiting,
)
from reports.demonstration.patrols import moment_of, ride
from reports.demonstration.people import NAMELESS
from reports.demonstration.years import PARTNER_FOR
from rptc import days

# key, days ago, class, sex, age: in the house now, brought by the patrol of that day
IN_THE_HOUSE = [
    ("returned", 11, "orang-terlantar", "L", 54),
    ("ran", 9, "anjal", "L", 14),
    ("declined", 8, "lansia", "P", 74),
    ("approved exit", 7, "anjal", "L", 17),
    ("over by a day", 7, "odgj", "L", 37),
    ("exit of a child", 6, "anjal", "L", 13),
    ("to be proposed", 6, "gepeng", "L", 36),
    ("last day", 6, "orang-terlantar", "L", 29),
    ("sent", 6, "napza", "L", 23),
    ("accepted", 6, "anak-terlantar", "P", 6),
    ("exit of an elder", 5, "lansia", "L", 66),
    ("often met", 5, "gepeng", "P", 48),
    ("tomorrow", 5, "anjal", "P", 12),
    ("tomorrow too", 5, "tuna-susila", "P", 21),
    ("man", 5, "tuna-susila", "L", 26),
    ("planned", 4, "anjal", "L", 10),
    ("refused exit", 4, "anjal", "L", 16),
    ("plan waits 1", 4, "orang-terlantar", "P", 44),
    ("draft referral", 4, "adk", "L", 12),
    ("quiet woman", 4, "odgj", "P", 31),
    ("silver man", 4, "gepeng", "L", 52),
    ("four times", 3, "anjal", "L", 15),
    ("plan waits 2", 3, "anjal", "P", 13),
    ("plan waits 3", 3, "gepeng", "P", 39),
    ("plan came back", 3, "tuna-susila", "P", 33),
    ("gatherer", 3, "gepeng", "L", 27),
    ("old man", 3, "lansia", "L", 71),
    ("health", 2, "tuna-susila", "P", 29),
    ("draft plan", 2, "anjal", "L", 12),
    ("singer", 2, "anjal", "L", 14),
    ("stranded", 2, "orang-terlantar", "L", 51),
    ("beggar", 2, "gepeng", "L", 45),
    ("old woman", 2, "lansia", "P", 68),
    ("before the law", 2, "abh", "L", 16),
    ("elder sister", 1, "anjal", "P", 11),
    ("brother", 1, "anjal", "L", 9),
    ("youngest", 1, "anak-terlantar", "L", 4),
    ("their mother", 1, "gepeng", "P", 34),
    ("last of them", 1, "tuna-susila", "P", 24),
    ("nameless", 1, "odgj", "L", 40),
]
# days ago, class, sex, age, exit kind, days ago of the exit, hour: left within the fortnight
LEFT = [
    (13, "anjal", "L", 12, "keluarga", 9, 10),
    (13, "gepeng", "L", 41, "mandiri", 8, 9),
    (12, "orang-terlantar", "L", 33, "daerah-asal", 7, 14),
    (12, "anjal", "P", 10, "keluarga", 6, 11),
    (10, "odgj", "P", 45, "rumah-sakit", 9, 15),
    (10, "abh", "L", 15, "penegak-hukum", 8, 13),
    (9, "tuna-susila", "P", 30, "keluarga", 5, 10),
    (8, "gepeng", "P", 55, "daerah-asal", 3, 9),
    (6, "orang-terlantar", "P", 38, "keluarga", 1, 16),
    (5, "anjal", "L", 15, "melarikan-diri", 1, 22),
    (9, "lansia", "L", 81, "meninggal", 4, 5),
]
# Which of them were met on the street again, and how many days ago.
MET_AGAIN = {0: 4, 1: 2, 2: 3}
# days ago, class, sex, age, how far: referred to a partner within the fortnight
WITH_PARTNERS = [
    (13, "anjal", "L", 11, S.IN_SERVICE),
    (12, "napza", "L", 28, S.RETURNED),
    (12, "lansia", "L", 77, S.ARRIVED),
]
# class, sex, age, outcome: met last night by the patrol of Regu 2
LAST_NIGHT = [
    ("anjal", "L", 12, Outcome.BROUGHT),
    ("gepeng", "P", 30, Outcome.BROUGHT),
    ("tuna-susila", "P", 27, Outcome.BROUGHT),
    ("anjal", "P", 14, Outcome.ADVISED),
    ("anjal", "L", 10, Outcome.FAMILY),
]
FAMILY = {"elder sister", "brother", "youngest", "their mother"}
# The others' social worker is drawn.
WORKERS = {"health": "peksos2", "sent": "peksos", "planned": "peksos", "plan came back": "peksos"}
# days ago on which earlier patrols had met them
SEEN_BEFORE = {"four times": (210, 120, 60), "often met": (160, 75)}


def add(story):
    patrols = {ago: _evening(story, ago) for ago in range(13, 1, -1)}
    patrols[1] = ride(story, story.ago(1, 9, 5), timedelta(minutes=155), team=0)
    _add_left(story, patrols)
    _add_referred(story, patrols)
    house = {}
    family = _family(story)
    for key, ago, code, sex, age in IN_THE_HOUSE:
        given = family if key in FAMILY else {}
        house[key] = _arrive(story, patrols[ago], code, sex, age, key, given)
    _add_advised(story, patrols)
    _come_back(story, house["ran"], patrols[2])
    _add_last_night(story)
    waiting.add(story, house)
    beds.add(story, house, FAMILY)
    presence.add(story, house)
    belongings.add(story, house)
    field_work.add(story, house)
    on_duty.add(story, house)
    gate.add(story, house)
    sheets.add(story)


def _evening(story, ago):
    """The evening's patrol met somebody; the morning's, if there was one, nobody."""
    if story.chance(0.6):
        ride(story, story.ago(ago, 8) + story.minutes(0, 150), story.minutes(70, 120))
    note = "Patroli gabungan dengan Satpol PP." if ago in {3, 6} else ""
    began_at = story.ago(ago, 19, 30) + story.minutes(0, 40)
    return ride(story, began_at, story.minutes(120, 145), note=note)


def _family(story):
    """Three brothers and sisters and their mother: a row each, one address."""
    return {
        "origin": story.dice.choice(story.people.villages),
        "origin_text": names.address(story.dice),
        "remarks": "Sekeluarga: ibu dan tiga anak.",
    }


def _meet(story, patrol, code, sex, age, outcome, given=None, person=None):
    day = days.day_of(patrol.started_at)
    at = moment_of(story, patrol)
    spot = story.dice.choice(patrol.spots)
    person = person or story.people.make(
        code, sex, day, by=patrol.recorded_by, at=at, age=age, **(given or {})
    )
    return story.way.meet(
        person, code, at, outcome=outcome, by=patrol.recorded_by, patrol=patrol, hot_spot=spot
    )


def _arrive(story, patrol, code, sex, age, key="", given=None):
    """Brought by the patrol of that day; in the house within the hour."""
    given, person = dict(given or {}), None
    if key == "nameless":
        given = NAMELESS
    if key in SEEN_BEFORE:
        person = _met_often(story, code, sex, age, SEEN_BEFORE[key])
    intake = _meet(story, patrol, code, sex, age, Outcome.BROUGHT, given, person)
    worker = story.staff[WORKERS[key]] if key in WORKERS else None
    return story.way.arrive(intake, patrol.ended_at + story.minutes(20, 60), worker=worker)


def _met_often(story, code, sex, age, times):
    """Somebody whom earlier patrols have met; None where the story is too young for that."""
    person = None
    for ago in times:
        patrol = _patrol_of(story, story.today - timedelta(days=ago))
        if patrol is None:
            continue
        if person:
            story.people.state_alias(person, days.day_of(patrol.started_at), by=patrol.recorded_by)
        intake = _meet(story, patrol, code, sex, age, Outcome.ADVISED, person=person)
        person = intake.person
    return person


def _patrol_of(story, day):
    of_day = [p for p in story.rows[Patrol] if days.day_of(p.started_at) == day]
    return of_day[0] if of_day else None


def _add_left(story, patrols):
    for number, (ago, code, sex, age, kind, left_ago, hour) in enumerate(LEFT):
        stay = _arrive(story, patrols[ago], code, sex, age)
        story.way.leave(stay, kind, story.ago(left_ago, hour, 40))
        if number in MET_AGAIN:
            patrol = patrols[MET_AGAIN[number]]
            _meet(story, patrol, code, sex, age, Outcome.ADVISED, person=stay.person)


def _add_referred(story, patrols):
    """Handed over to a partner, which has told us since how it goes."""
    for ago, code, sex, age, state in WITH_PARTNERS:
        partner, need = PARTNER_FOR[code]
        stay = _arrive(story, patrols[ago], code, sex, age)
        left_at = story.ago(ago - 4, 13, 30)
        moments = [
            story.ago(ago - 1, 9, 50),
            story.ago(ago - 2, 8, 30),
            story.ago(ago - 2, 15, 5),
            left_at + timedelta(minutes=50),
            left_at + timedelta(hours=20),
            left_at + timedelta(days=6),
        ]
        story.care.refer(stay, partner, need, state, moments)
        exit = story.way.leave(stay, "mitra", left_at)
        # To whom a secret referral goes, stands in no letter of the house.
        if partner != "YPKDS":
            exit.receiver = story.partners[partner].name


def _add_advised(story, patrols):
    """Met in the same fortnight, and not brought to the house."""
    for ago, patrol in patrols.items():
        if ago % 3:
            code = story.pick({"anjal": 6, "gepeng": 3, "tuna-susila": 2})
            outcome = story.pick({Outcome.ADVISED: 6, Outcome.FAMILY: 2, Outcome.REFUSED: 2})
            _meet(story, patrol, code, story.dice.choice("LP"), None, outcome)


def _come_back(story, stay, patrol):
    """Ran off and was caught again while still on the books: the same stay goes on."""
    intake = _meet(story, patrol, "anjal", "L", None, Outcome.BROUGHT, person=stay.person)
    story.way.come_back(
        stay,
        intake,
        not_seen_since=story.ago(4, 18),
        at=patrol.ended_at + timedelta(minutes=35),
    )


def _add_last_night(story):
    """Two rounds, one of them quiet; whom they brought has not arrived yet."""
    ride(story, story.ago(1, 16), timedelta(minutes=95), team=0, note="Nihil.")
    patrol = ride(story, story.ago(1, 20, 10), timedelta(minutes=140), team=1)
    ride(story, story.ago(1, 22, 40), timedelta(minutes=70), team=2, note="Nihil.")
    for code, sex, age, outcome in LAST_NIGHT:
        _meet(story, patrol, code, sex, age, outcome)
    night = story.staff["malam"]
    at = story.ago(1, 22, 50)
    old_man = story.people.make("lansia", "L", days.day_of(at), by=night, at=at, age=70)
    story.way.meet(
        old_man,
        "lansia",
        at,
        door=Door.HOSPITAL,
        by=night,
        place="RSUD Daya, instalasi gawat darurat",
    )
