"""Klien saya: a line a person, with the next act and its hour."""

from dataclasses import dataclass
from functools import cached_property

from django.shortcuts import render

from cases.people.access import of_case
from cases.people.models import shown_columns
from cases.people.photos.faces import add_faces
from cases.stays.models import Stay
from cases.stays.waiting import IN_HOUSE
from rptc import days
from rptc.admission import may_open
from rptc.kept import kept_rows
from rptc.pages import counted_page_of
from rptc.waiting import Row, Urgency, about, pressing

# On Hari Ini, and on the page of all.
SHOWN, ON_A_PAGE = 6, 12
# What is named of what comes after the next act.
NAMED = 2
LATE, TODAY, LATER = "late", "today", "later"
OF_NO_HOUR = {Urgency.LATE: LATE, Urgency.DUE: TODAY}
# What a row shows.
COLUMNS = [
    *"began_at ended_at last_on not_seen_since social_worker".split(),
    *shown_columns("person__"),
]


@dataclass(frozen=True)
class Own:
    """Somebody in the house whose case is this social worker's, or that of whom they stand in
    for; `waits` is what waits for their sake, the most pressing first."""

    stay: Stay
    waits: list[Row]

    @property
    def next(self):
        return self.waits[0] if self.waits else None

    @property
    def others(self):
        return max(len(self.waits) - 1, 0)

    @cached_property
    def afterwards(self):
        """What comes after the next act, in words, and how much more there is."""
        texts = list(dict.fromkeys(row.text for row in self.waits[1:]))[:NAMED]
        return texts, self.others - len(texts)

    @cached_property
    def when(self):
        """By what presses most of all that waits for their sake."""
        now = days.now()
        tomorrow = days.starts_at(days.day_of(now) + days.ONE_DAY)
        whens = {_when(row, now, tomorrow) for row in self.waits}
        return next((when for when in (LATE, TODAY) if when in whens), LATER)


def _when(row, now, tomorrow):
    """By its hour, as the badge says it; by how it presses where it has none."""
    if row.due:
        return LATE if row.due <= now else TODAY if row.due < tomorrow else LATER
    return OF_NO_HOUR.get(row.waits.urgency, LATER)


def own_people(context, user):
    """The first of them; None where nobody is theirs."""
    own = own_of(user)
    if not own:
        return None
    add_faces([each.stay.person for each in own[:SHOWN]], user)
    return {"own": own[:SHOWN], "number": len(own)}


def own_of(user) -> list[Own]:
    """All of them. Who has nothing to be done comes last, by the limit."""
    stays = kept_rows(_own, user)
    rows = about([stay.person_id for stay in stays], user, IN_HOUSE) if stays else {}
    own = [Own(stay, rows.get(stay.person_id, [])) for stay in stays]
    return sorted(own, key=lambda each: (each.next is None, each.next and pressing(each.next)))


def _own(user):
    stays = Stay.objects.visible_to(user).open().filter(of_case(user, "social_worker"))
    return stays.select_related("person").only(*COLUMNS).order_by("last_on", "pk")


LISTS = {"all": "semua", LATE: "terlambat", TODAY: "hari ini", LATER: "nanti"}


@may_open("cases.write_plan")
def own_list(request):
    """Everybody whose case is theirs, with what waits: what Hari Ini shows the first of."""
    own = own_of(request.user)
    lists = {name: [each for each in own if name in ("all", each.when)] for name in LISTS}
    show = request.GET.get("show")
    page = counted_page_of(lists.get(show, own), request, ON_A_PAGE)
    add_faces([each.stay.person for each in page], request.user)
    context = {
        "page_obj": page,
        "counts": [(len(lists[name]), said, f"?show={name}") for name, said in LISTS.items()],
        "here": f"?show={show if show in lists else 'all'}",
    }
    return render(request, "reports/desk/own_list.html", context)
