"""The living house: about 40 people in it on the day of the story, each somewhere on the way.

Told one by one, counted back from the day, so that every list of the application has its rows:
last day today, over the limit, on the way, exits and plans waiting, referrals of every kind.
"""

from dataclasses import replace
from datetime import timedelta

from cases.arrivals.actions import continue_stay
from cases.intakes.corrections.actions import correct_intake, said_by
from cases.intakes.corrections.models import Correction
from cases.intakes.models import Door, Outcome
from cases.intakes.victims.actions import Noted, look_after_child
from cases.patrols.models import Patrol
from cases.people.photos.actions import add_patrol_photos
from cases.people.photos.models import Photo
from partners.referrals.models import ReferralState as S
from reports.demonstration import (
    beds,
    belongings,
    carry,
    certificates,
    closed,
    conferences,
    consents,
    doubles,
    field_work,
    gate,
    health,
    help,  # noqa: A004
    law,
    living,
    money,
    names,
    notes,
    on_duty,
    packets,
    papers,
    pictures,
    places,
    presence,
    quality,
    services,
    sheets,
    silence,
    together,
    voice,
    waiting,
)
from reports.demonstration.care import referred
from reports.demonstration.patrols import go_out, moment_of
from reports.demonstration.people import NAMELESS
from reports.demonstration.years import PARTNER_FOR
from rptc import days

# key, days ago, class, sex, age: in the house now, brought by the patrol of that day
IN_THE_HOUSE = [
    ("long here", 17, "orang-terlantar", "P", 47),
    ("returned", 11, "orang-terlantar", "L", 54),
    ("ran", 9, "anjal", "L", 14),
    ("declined", 8, "lansia", "P", 74),
    ("approved exit", 7, "anjal", "L", 16),
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
# key, days ago, class, sex, age, exit kind, days ago of the exit, hour: left within the fortnight
LEFT = [
    ("back on the street", 13, "anjal", "L", 12, "keluarga", 9, 10),
    ("alone", 13, "gepeng", "L", 41, "mandiri", 8, 9),
    ("sent home", 12, "orang-terlantar", "L", 33, "daerah-asal", 7, 14),
    ("child at home", 12, "anjal", "P", 10, "keluarga", 6, 11),
    ("in hospital", 10, "odgj", "P", 45, "rumah-sakit", 9, 15),
    ("with the police", 10, "abh", "L", 15, "penegak-hukum", 8, 13),
    ("bag kept", 9, "tuna-susila", "P", 30, "keluarga", 5, 10),
    ("sent home last", 8, "gepeng", "P", 55, "daerah-asal", 3, 9),
    ("bag returned", 6, "orang-terlantar", "P", 38, "keluarga", 1, 16),
    ("ran off", 5, "anjal", "L", 15, "melarikan-diri", 1, 22),
    ("died", 9, "lansia", "L", 81, "meninggal", 4, 5),
]
# Which of them were met on the street again, and how many days ago.
MET_AGAIN = {"back on the street": 4, "alone": 2, "sent home": 3}
# days ago, class, sex, age, how far: referred to a partner within the fortnight
WITH_PARTNERS = [
    (13, "anjal", "L", 11, S.IN_SERVICE),
    (12, "napza", "L", 28, S.RETURNED),
    (12, "lansia", "L", 77, S.ARRIVED),
]
# class, sex, age, outcome, to whom: met last night by the patrol of Regu 2
LAST_NIGHT = [
    ("anjal", "L", 12, Outcome.BROUGHT, ""),
    ("gepeng", "P", 30, Outcome.BROUGHT, ""),
    ("tuna-susila", "P", 27, Outcome.BROUGHT, ""),
    ("anjal", "P", 14, Outcome.AGENCY, "UPTD PPA Kota Makassar"),
    ("anjal", "L", 10, Outcome.FAMILY, ""),
]
# The boy whose grown-up walked away when the patrol came.
LEFT_BY_ADULT = 12
FAMILY = {"elder sister", "brother", "youngest", "their mother"}
# The others' social worker is drawn.
WORKERS = {"health": "peksos2", "sent": "peksos", "planned": "peksos", "plan came back": "peksos"}
# days ago on which earlier patrols had met them
SEEN_BEFORE = {"four times": (210, 120, 60), "often met": (160, 75)}
# The power failed in the evening three days ago: what was met then was typed from paper.
ON_PAPER = {"four times": 0, "plan waits 2": 1}


def add_earlier(story):
    """What lies before the living house: who was met often, and the rooms."""
    story.seen_before = {}
    for key, _, code, sex, age in IN_THE_HOUSE:
        if key in SEEN_BEFORE:
            story.seen_before[key] = _met_often(story, code, sex, age, SEEN_BEFORE[key])
    beds.furnish(story)


def _met_often(story, code, sex, age, times):
    """The catches of somebody whom earlier patrols have met; none where the story is too young."""
    intakes = []
    for ago in times:
        day = story.today - timedelta(days=ago)
        of_day = [p for p in story.rows[Patrol] if days.day_of(p.started_at) == day]
        if not of_day:
            continue
        patrol, at = of_day[0], moment_of(story, of_day[0])
        by, spot = patrol.recorded_by, story.dice.choice(patrol.spots)
        if intakes:
            person = intakes[0].person
            story.people.state_alias(person, day, by=by)
        else:
            person = story.people.make(code, sex, day, by=by, at=at, age=age)
        known = {"outcome": Outcome.ADVISED, "by": by, "patrol": patrol, "hot_spot": spot}
        intakes.append(story.way.meet(person, code, at, **known))
    return intakes


def add(story):
    """The strands of the fortnight, told together."""
    sheets.add(story)
    patrols = _go_out(story)
    for key, ago, code, sex, age, kind, left_ago, hour in LEFT:
        left_at = story.ago(left_ago, hour, 40)
        # Whoever is sent back to where they are from is not from Makassar.
        sent_home = kind == "daerah-asal"
        given = {"origin": story.dice.choice(story.people.near)} if sent_home else {}
        stay = _in_the_house(story, key, patrols[ago], code, sex, age, **given)
        again = patrols[MET_AGAIN[key]] if key in MET_AGAIN else None
        story.tell(_left(story, stay, kind, left_at, code, again))
    for ago, code, sex, age, state in WITH_PARTNERS:
        stay = _in_the_house(story, code, patrols[ago], code, sex, age)
        story.tell(_referred(story, stay, ago, code, state))
    family = _family(story)
    for key, ago, code, sex, age in IN_THE_HOUSE:
        given = family if key in FAMILY else NAMELESS if key == "nameless" else {}
        story.tell(_in_the_house(story, key, patrols[ago], code, sex, age, **given))
    _add_advised(story, patrols)
    story.tell(_come_back(story, patrols[2]))
    _add_last_night(story)
    for strands in (
        waiting,
        beds,
        presence,
        services,
        health,
        help,
        law,
        papers,
        belongings,
        money,
        field_work,
        on_duty,
        gate,
        doubles,
        closed,
        notes,
        consents,
        packets,
        conferences,
        certificates,
        places,
        silence,
        together,
        carry,
        voice,
        quality,
    ):
        strands.add(story, patrols)
    keys = [key for key, *_ in IN_THE_HOUSE]
    story.tell(waiting.files_opened(story, keys), waiting.unusual_looks(story, keys))


def _go_out(story):
    """Every evening a patrol meets somebody; the morning's, if there is one, nobody."""
    patrols = {}
    for ago in range(17, 1, -1):
        if story.chance(0.6):
            go_out(story, story.ago(ago, 8) + story.minutes(0, 150), story.minutes(70, 120))
        note = "Patroli gabungan dengan Satpol PP." if ago in {3, 6} else ""
        began_at = story.ago(ago, 19, 30) + story.minutes(0, 40)
        patrols[ago] = go_out(story, began_at, story.minutes(120, 145), note=note)
    patrols[1] = go_out(story, story.ago(1, 9, 5), timedelta(minutes=155), team=0)
    return patrols


def _in_the_house(story, key, patrol, code, sex, age, **given):
    """Brought by the patrol of that day; in the house within the hour, and asked at the door."""
    earlier = story.seen_before.get(key)
    if earlier:
        given["person"] = earlier[0].person
    brought, sheet = Outcome.BROUGHT, ON_PAPER.get(key)
    intake = yield from living.met_by(story, patrol, code, sex, age, brought, sheet=sheet, **given)
    story.met[key] = intake
    worker = story.staff[WORKERS[key]] if key in WORKERS else None
    at = patrol.ended_at + story.minutes(20, 60)
    stay = story.house[key] = yield from living.arrived(story, intake, at, worker=worker)
    story.tell(
        belongings.hung(story, key, stay, at),
        field_work.asked(story, key, stay, at),
        beds.given(story, key, stay, at, FAMILY),
    )
    return stay


def _left(story, arriving, kind, left_at, code, again):
    stay = yield from arriving
    yield from living.left(story, stay, kind, left_at)
    if again:
        person, advised = stay.person, Outcome.ADVISED
        story.tell(living.met_by(story, again, code, person.sex, None, advised, person=person))


def _family(story):
    """Three brothers and sisters and their mother: a row each, one address."""
    return {
        "origin": story.dice.choice(story.people.villages),
        "origin_text": names.address(story.dice),
        "remarks": "Sekeluarga: ibu dan tiga anak.",
    }


def _referred(story, arriving, ago, code, state):
    """Handed over to a partner, which has told us since how it goes."""
    partner, need = PARTNER_FOR[code]
    stay = yield from arriving
    left_at = story.ago(ago - 4, 13, 30)
    moments = [
        story.ago(ago - 1, 9, 50),
        story.ago(ago - 2, 8, 30),
        story.ago(ago - 2, 15, 5),
        left_at + timedelta(minutes=50),
        left_at + timedelta(hours=20),
        left_at + timedelta(days=6),
    ]
    story.tell(referred(story, stay, partner, need, state, moments))
    receiver = story.partners[partner].name
    yield from living.left(story, stay, "mitra", left_at, receiver=receiver)


def _add_advised(story, patrols):
    """Met in the same fortnight, and not brought to the house."""
    for ago, patrol in patrols.items():
        if ago % 3:
            code = story.pick({"anjal": 6, "gepeng": 3, "tuna-susila": 2})
            outcome = story.pick({Outcome.ADVISED: 6, Outcome.FAMILY: 2, Outcome.REFUSED: 2})
            sex = story.dice.choice("LP")
            story.tell(living.met_by(story, patrol, code, sex, None, outcome))


def _come_back(story, patrol):
    """Ran off and was caught again while still on the books: the same stay goes on."""
    yield patrol.started_at
    stay = story.house["ran"]
    intake = yield from living.met_by(
        story, patrol, "anjal", "L", None, Outcome.BROUGHT, person=stay.person
    )
    said = said_by(intake)
    mended = Correction(
        intake=intake, reason="Di mobil ternyata terbaca lain.", send_key=story.key()
    )
    correct_intake(mended, said, replace(said, sex="P"), by=intake.recorded_by)
    yield patrol.ended_at + timedelta(minutes=35)
    continue_stay(
        intake,
        at=days.now(),
        not_seen_since=story.ago(4, 18),
        by=living.on_duty(story, days.now()),
        send_key=story.key(),
    )


def _add_last_night(story):
    """Two rounds, one of them quiet; whom they brought has not arrived yet."""
    go_out(story, story.ago(1, 16), timedelta(minutes=95), team=0, note="Nihil.")
    patrol = go_out(story, story.ago(1, 20, 10), timedelta(minutes=140), team=1)
    go_out(story, story.ago(1, 22, 40), timedelta(minutes=70), team=2, note="Nihil.")
    story.tell(_pictured(story, patrol))
    for code, sex, age, outcome, whom in LAST_NIGHT:
        meeting = living.met_by(story, patrol, code, sex, age, outcome, handed_to=whom)
        story.tell(_left_by_adult(meeting) if age == LEFT_BY_ADULT else meeting)
    old_man = story.people.invent("lansia", "L", story.today - days.ONE_DAY, age=70)
    story.tell(
        living.met(
            story,
            old_man,
            "lansia",
            story.ago(1, 22, 50),
            door=Door.HOSPITAL,
            by=story.staff["malam"],
            place="RSUD Daya, instalasi gawat darurat",
        )
    )


def _left_by_adult(meeting):
    intake = yield from meeting
    noted = Noted(left_by_adult=True, suspect="Perempuan berjaket merah, sekitar 40 tahun")
    look_after_child(intake, noted, by=intake.recorded_by)


def _pictured(story, patrol):
    yield patrol.started_at + timedelta(minutes=35)
    picture, key = pictures.street(story), story.key()
    kind = Photo.Kind.PATROL
    add_patrol_photos(patrol, [picture], kind=kind, page_key=key, by=patrol.leader)
