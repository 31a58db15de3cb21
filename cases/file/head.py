"""The head of a file: the same on every part, on every stay and in every room that draws a page of
it. Who it is, how long they are here, what to beware of, the one next act, and the parts."""

from dataclasses import dataclass

from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import Exists, F, FilteredRelation, OuterRef, Q
from django.db.models.functions import JSONObject
from django.http import Http404

from cases.file.acts import Offer, acts_for
from cases.file.tabs import Tab, tabs_of, with_there
from cases.intakes.models import Intake
from cases.people import access
from cases.people.access import Data
from cases.people.models import Person
from cases.people.photos.faces import show_face, with_faces
from cases.people.relations.suspects import suspects_near
from cases.people.sealing.rights import OfHouse, OnlyReading, rights_on
from cases.people.substitutes.models import Substitution
from cases.stays.models import Stay, StayReturn
from cases.stays.waiting import IN_HOUSE
from rptc import days
from rptc.kept import THIS, kept_first, kept_rows
from rptc.pages import number_of
from rptc.waiting import Row, Urgency, about

OF_STAY = "rule social_worker recorded_by intake__classification intake__patrol__team".split()
IS_ASKED = Q(assignments__state="proposed")
# Of these the first are shown; the others stand folded.
ACTS_SHOWN = 5


@dataclass(frozen=True)
class File:
    """`stays` are those that this reader may know, the newest first; `stay` is the one whose part
    is shown, `current` the one that runs, else the latest. `rows` are what waits, the most
    pressing first."""

    person: Person
    stays: list[Stay]
    current: Stay | None
    stay: Stay | None
    tabs: list[Tab]
    tab: Tab
    rows: list[Row]
    acts: list[Offer]
    here: str

    @property
    def next(self) -> Row | None:
        """What is to be done first; what goes on by itself is no next act."""
        return next((row for row in self.rows if row.waits.urgency != Urgency.RUN), None)

    @property
    def is_first_part(self) -> bool:
        return self.tab == self.tabs[0]

    @property
    def is_next_here(self) -> bool:
        """The act stands on this very page: its button would lead nowhere."""
        return bool(self.next) and self.next.url == self.here

    @property
    def then(self) -> list[Row]:
        return [row for row in self.rows if row != self.next]

    @property
    def is_calm(self) -> bool:
        """Nothing about the stay that the sails do not say already."""
        stay = self.current
        presses = stay.is_not_seen or stay.days_over or stay.is_last_day or stay.ends_tomorrow
        return stay.is_open and not presses

    @property
    def waiting(self) -> int:
        """How much of it is to be done, and not only to be waited for."""
        return sum(row.waits.urgency in (Urgency.LATE, Urgency.DUE) for row in self.rows)

    @property
    def others(self) -> list[tuple[Stay, str]]:
        """The same part of the other stays."""
        if not self.tab.place.of_stay:
            return []
        others = (stay for stay in self.stays if stay != self.stay)
        return [(stay, self.tab.place.url(self.person, stay)) for stay in others]

    @property
    def first_acts(self) -> list[Offer]:
        return self.acts[:ACTS_SHOWN]

    @property
    def more_acts(self) -> list[Offer]:
        return self.acts[ACTS_SHOWN:]


def files_of(user):
    """The people whose file this user may open, with what its head shows of them."""
    times = number_of(Intake.objects.all(), "person")
    people = Person.objects.visible_to(user).select_related("origin__parent")
    suspects = Exists(suspects_near(OuterRef(OuterRef("pk"))))
    return with_there(with_faces(people).annotate(times=times, has_suspects=suspects))


def _file(user):
    return files_of(user).filter(pk=THIS)


def _file_with_stay(user):
    return files_of(user).filter(stays=THIS)


def file_of(user, person_id) -> Person | None:
    """Of this person, where this user may open it."""
    return kept_first(_file, user, this=person_id)


def file_or_404(user, person_id) -> Person:
    return _or_404(file_of(user, person_id))


def file_with_stay(user, stay_id) -> Person:
    """Of the person of this stay. Raises Http404 where this user may not open it."""
    return _or_404(kept_first(_file_with_stay, user, this=stay_id))


def _or_404(person):
    if person is None:
        raise Http404
    return person


def _stays(user):
    stays = Stay.objects.visible_to(user).filter(person=THIS)
    # To whom the case is to go, where the head has to decide on it.
    stays = stays.annotate(asked=FilteredRelation("assignments", condition=IS_ASKED))
    stays = stays.annotate(asked_for=F("asked__to_worker__full_name"))
    came_back = StayReturn.objects.filter(stay=OuterRef("pk"))
    stays = stays.annotate(came_back=Exists(came_back), told_substitutes=_substitutes())
    return stays.select_related(*OF_STAY).order_by("-began_at", "-pk")


def _substitutes():
    """Who has the cases of the social worker today, and until when."""
    rows = Substitution.objects.in_force(days.today()).filter(worker=OuterRef("social_worker"))
    told = JSONObject(name="substitute__full_name", last_on="last_on")
    return ArraySubquery(rows.order_by("pk").values_list(told))


def stays_of(person, user) -> list[Stay]:
    """Those that this reader may know, the newest first."""
    stays = kept_rows(_stays, user, this=person.pk)
    for stay in stays:
        stay.person = person
    return stays


def file_context(request, person, part, stay_id=None) -> dict:
    """What every page of a file gives its template; `person` is one of `files_of`. Raises Http404
    where this reader does not have this part of it, or not this stay: the same answer as for
    none."""
    user = request.user
    perms = rights_on(person, user)
    data = access.known(user, person).data
    if Data.IDENTITY not in data:
        perms = OfHouse(user)
    stays = stays_of(person, user)
    current = next((stay for stay in stays if stay.is_open), stays[0] if stays else None)
    stay = current
    if stay_id is not None:
        stay = next((each for each in stays if each.pk == stay_id), None)
        if stay is None:
            raise Http404
    # While an emergency alone opens a file it is read, and nothing is done to it.
    is_reading = isinstance(perms, OnlyReading)
    sure = [IN_HOUSE] if current and current.is_open else []
    rows = [] if is_reading else about([person.pk], user, *sure).get(person.pk, [])
    tabs = tabs_of(person, current, data=data, perms=perms, rows=rows)
    tab = next((tab for tab in tabs if tab.part == part), None)
    if tab is None:
        raise Http404
    show_face(person, user)
    request.person_shown = person.pk
    acts = [] if is_reading else acts_for(person, current, data=data, perms=perms)
    file = File(person, stays, current, stay, tabs, tab, rows, acts, here=request.path)
    return {"file": file, "person": person, "stay": stay, "data": data, "perms": perms}
