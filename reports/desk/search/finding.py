"""Where is this person, since when, and what is next? One box for name, nickname, NIK, number of
a file, bed, and number of a letter."""

from dataclasses import dataclass
from datetime import date

from django.db.models import Value
from django.db.models.functions import Concat, Upper

from cases.house.beds.models import BedUse
from cases.intakes.models import Intake
from cases.people.forms import PersonFilter
from cases.people.models import Person, shown_columns
from cases.people.photos.faces import add_faces
from cases.stays.models import Stay
from partners.referrals.models import AT_PARTNER, Referral
from rptc import days
from rptc.letters.models import Letter
from rptc.waiting import Row, about
from rptc.words import tanggal

# Of more than these the lists tell.
SHOWN = 10
# One letter finds everybody.
SHORTEST = 2


@dataclass(frozen=True)
class Found:
    """A person whose file is open to the reader: the last stay, the bed, and what waits."""

    person: Person
    stay: Stay | None
    bed: str
    met_on: date | None
    next: Row | None
    # Where they are as the partner said, for whom may know it.
    partner: str = ""

    @property
    def is_here(self):
        return self.stay is not None and self.stay.is_open

    @property
    def where(self):
        """Where they are now, and since when."""
        if self.partner and self.is_here:
            return f"di {self.partner}, kata mitra · masih tercatat di {self.bed or 'rumah'}"
        if self.is_here:
            return f"{self.bed or 'belum ada tempat tidur'} · sejak {tanggal(self.stay.began_at)}"
        if self.met_on and (not self.stay or self.met_on > days.day_of(self.stay.ended_at)):
            return f"terjaring {tanggal(self.met_on)}"
        if not self.stay:
            return "belum pernah di RPTC"
        left = f"keluar {tanggal(self.stay.ended_at)}"
        return f"di {self.partner}, kata mitra · {left}" if self.partner else left


@dataclass(frozen=True)
class People:
    """Who is in the house first; `more` says that the list has others, and `more_in_beds` the
    page of the beds, since the list knows none."""

    here: list[Found]
    elsewhere: list[Found]
    more: bool
    more_in_beds: bool


def find_people(text, request) -> People:
    """By name, nickname, NIK and number of a file, or who lies in a bed of that name."""
    user = request.user
    visible = Person.objects.visible_to(user)
    named = PersonFilter({"q": text}, queryset=visible, request=request).qs
    in_house = named.filter(stays__in=Stay.objects.visible_to(user).open())
    here, in_beds, of_name = list(_few(in_house)), _few(_in_beds(visible, text, user)), _few(named)
    people = list(dict.fromkeys([*here, *in_beds, *of_name]))
    listed, left = {*here, *of_name}, people[SHOWN:]
    found = _told_of(people[:SHOWN], user)
    return People(
        [each for each in found if each.is_here],
        [each for each in found if not each.is_here],
        more=any(person in listed for person in left),
        more_in_beds=any(person not in listed for person in left),
    )


def _few(people):
    return people.only(*shown_columns()).order_by("name", "pk")[: SHOWN + 1]


def _in_beds(people, text, user):
    """Kenanga 3, or Kenanga: whoever lies there now."""
    called = Upper(Concat("bed__room__name", Value(" "), "bed__label"))
    uses = BedUse.objects.open().alias(called=called).filter(called__contains=text.upper())
    stays = Stay.objects.visible_to(user).open().filter(bed_uses__in=uses)
    return people.filter(stays__in=stays)


def _told_of(people, user):
    keys = [person.pk for person in people]
    stays = Stay.objects.visible_to(user).filter(person__in=keys)
    stays = stays.order_by("person", "-began_at", "-pk").distinct("person")
    stays = {stay.person_id: stay for stay in stays}
    uses = BedUse.objects.open().filter(stay__in=list(stays.values())).select_related("bed__room")
    beds = {use.stay_id: f"{use.bed.room} {use.bed.label}" for use in uses}
    rest = [pk for pk in keys if not (pk in stays and stays[pk].is_open)]
    met = Intake.objects.visible_to(user).filter(person__in=rest).order_by("met_on")
    met = dict(met.values_list("person", "met_on")) if rest else {}
    waits = about(keys, user) if people else {}
    partners = _at_partners(stays.values(), user)
    add_faces(people, user)
    return [
        Found(
            person=person,
            stay=stays.get(person.pk),
            bed=beds.get(stays[person.pk].pk, "") if person.pk in stays else "",
            met_on=met.get(person.pk),
            next=next(iter(waits.get(person.pk, [])), None),
            partner=partners.get(person.pk, ""),
        )
        for person in people
    ]


def _at_partners(stays, user):
    """{person: name} of the partner that has them now."""
    there = Referral.objects.visible_to(user).filter(stay__in=stays, state__in=AT_PARTNER)
    return dict(there.order_by("pk").values_list("stay__person", "partner__name")) if stays else {}


def find_letters(text, user):
    letters = Letter.objects.visible_to(user).exclude(number="")
    return letters.filter(number__icontains=text).order_by("-dated_on", "-pk")[:SHOWN]
