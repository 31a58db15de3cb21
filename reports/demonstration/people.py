"""Invented people: a name, an age as it was stated, an origin, fitting their class and sex."""

from datetime import date, time, timedelta

from cases.intakes.models import Classification
from cases.people.ages import Age, AgeKind
from cases.people.models import Person, Source, Statement
from cases.places.models import Region
from reports.demonstration import names
from rptc import days

# Usual ages; one in fifty is outside its class's bounds, as in life.
AGES = {
    "anjal": (6, 17),
    "gepeng": (19, 58),
    "lansia": (60, 81),
    "orang-terlantar": (19, 57),
    "napza": (17, 41),
    "odgj": (19, 56),
    "tuna-susila": (18, 43),
    "adk": (7, 17),
    "abh": (13, 17),
    "anak-terlantar": (1, 12),
    "korban": (8, 32),
}
UNUSUAL = {"anjal": 18, "gepeng": 16, "lansia": 58, "orang-terlantar": 17, "tuna-susila": 17}
NAMELESS = {"name": "", "alias": ""}
CHILDREN = {"anjal", "adk", "abh", "anak-terlantar"}
ELSEWHERE = ["Takalar", "Gowa", "Jeneponto", "Maros", "Bantaeng", "Bulukumba", "Pangkajene"]


class People:
    """Makes people for a story."""

    def __init__(self, story):
        self.story = story
        self.dice = story.dice
        self.classes = {row.code: row for row in Classification.objects.all()}
        regions = list(Region.objects.select_related("parent").order_by("code"))
        self.villages = [r for r in regions if r.is_in_makassar and r.level == 4]
        near = {r.pk for r in regions if r.level == 2 and r.name.endswith(tuple(ELSEWHERE))}
        self.districts = [r for r in regions if r.level == 3 and not r.is_in_makassar]
        self.near = [r for r in self.districts if r.parent_id in near] or self.districts
        self.provinces = [r for r in regions if r.level == 1 and r.code != "73"]
        self.nik_serial = 9000

    def make(self, code, sex, day, *, by, at, source=Source.SELF, age=None, **given):
        """Somebody who is met for the first time on a day, in a class."""
        person = self.invent(code, sex, day, source=source, age=age, **given)
        person.recorded_by, person.recorded_at = by, at
        self.story.add(person)
        self._statements(person, day, source)
        return person

    def invent(self, code, sex, day, *, source=Source.SELF, age=None, **given):
        """Somebody whom the application does not know yet."""
        years = self._years(code) if age is None else age
        known = {"name": names.name(self.dice, sex, years)} | given
        known.setdefault("alias", names.alias(self.dice, known["name"], sex, years))
        person = Person(sex=sex, send_key=self.story.key(), **known)
        person.age = self._age(years, day)
        self._origin(person, code)
        self._schooling(person, years)
        self._papers(person, years, source)
        if "nik" in given:
            # Nobody saw a card.
            person.nik, person.nik_status = given["nik"], Person.NikStatus.UNKNOWN
        return person

    def _years(self, code):
        if code in UNUSUAL and self.story.chance(0.02):
            return UNUSUAL[code]
        low, high = AGES[code]
        return self.dice.randint(low, high)

    def _age(self, years, day):
        kind = self.story.pick(
            {AgeKind.EXACT: 40, AgeKind.BIRTH: 27, AgeKind.ABOUT: 27, "group": 4, "unknown": 2}
        )
        if kind == AgeKind.BIRTH:
            return Age(kind, born_on=self._birthday(years, day))
        if kind == "group":
            group = AgeKind.ADULT if years < 60 else AgeKind.ELDER
            return Age(AgeKind.CHILD if years < days.ADULT_AT else group, stated_on=day)
        if kind == "unknown" and years >= days.ADULT_AT:
            return Age()
        if kind == AgeKind.ABOUT and years > 20:
            return Age(kind, years=round(years / 5) * 5, stated_on=day)
        return Age(AgeKind.EXACT, years=years, stated_on=day)

    def _birthday(self, years, day):
        """A birth date that makes them so old on that day."""
        last = date(day.year - years, day.month, min(day.day, 28))
        return last - timedelta(days=self.dice.randint(0, 360))

    def _origin(self, person, code):
        if person.origin_id or not (person.name or person.alias):
            return
        near, far = (30, 10) if code not in CHILDREN else (18, 2)
        place = self.story.pick({"here": 100 - near - far, "near": near, "far": far})
        person.origin = self.dice.choice(
            {"here": self.villages, "near": self.near, "far": self.provinces}[place]
        )
        if place == "here" and not person.origin_text:
            person.origin_text = names.address(self.dice)

    def _schooling(self, person, years):
        if not person.name:
            return
        person.religion = self.story.pick({"islam": 92, "protestant": 5, "catholic": 2, "": 1})
        if years < 7:
            person.education, person.schooling = "none", "never"
        elif years < 18:
            person.education = "some_primary" if years < 13 else "primary"
            person.schooling = self.story.pick({"dropped": 60, "attends": 30, "never": 10})
        else:
            person.education = self.story.pick(
                {"none": 12, "some_primary": 22, "primary": 28, "lower": 20, "upper": 16, "": 2}
            )

    def _papers(self, person, years, source):
        if not person.born_on or source != Source.SELF:
            return
        if years >= 17 and self.story.chance(0.5):
            person.nik, person.nik_status = self._nik(person), Person.NikStatus.CONFIRMED
        elif self.story.chance(0.3):
            person.nik_status = Person.NikStatus.NONE

    def _nik(self, person):
        """The region and birth day are right; serials from 9000 belong to nobody."""
        self.nik_serial += 1
        born = person.born_on
        day = born.day + (40 if person.sex == "P" else 0)
        district = self.dice.randint(1, 14)
        return f"7371{district:02d}{day:02d}{born:%m%y}{self.nik_serial}"

    def _statements(self, person, day, source):
        said = {
            "stated_on": day,
            "source": source,
            "recorded_by": person.recorded_by,
            "recorded_at": person.recorded_at,
        }
        for kind in ("name", "alias"):
            if text := getattr(person, kind):
                self.story.add(Statement(person=person, kind=kind, text=text, **said))
        if person.age_kind != AgeKind.UNKNOWN:
            said["source"] = Source.PAPERS if person.nik else source
            statement = Statement(person=person, kind=Statement.Kind.AGE, **said)
            statement.age = person.age
            self.story.add(statement)

    def state_alias(self, person, day, *, by):
        """Another nickname, given at a later meeting; the one shown stays."""
        nicknames = names.NICK_MALE if person.sex == "L" else names.NICK_FEMALE
        self.story.add(
            Statement(
                person=person,
                kind=Statement.Kind.ALIAS,
                text=self.dice.choice(nicknames),
                source=Source.SELF,
                stated_on=day,
                recorded_by=by,
                recorded_at=days.at(day, time(23)),
            )
        )
