from dataclasses import dataclass

from django.db.models import F
from django.http import HttpRequest

from cases.house.board.filters import LIMITS, StayFilter
from cases.house.board.fullness import fullness
from cases.house.board.guests import guests_left, receive_guests
from cases.house.board.listed import STAYS
from cases.people.models import shown_columns
from cases.people.photos.faces import add_faces
from cases.stays.extensions.models import with_latest_extension
from cases.stays.models import Stay
from rptc import days
from rptc.acting import press
from rptc.admission import may_press
from rptc.kept import KeptList, kept_counts
from rptc.letters.models import Unit
from rptc.lists import may_list, render_list
from rptc.pages import counted_page_of, page_before

# What a row of the board shows.
SHOWN = [*"began_at ended_at last_on not_seen_since".split(), *shown_columns("person__")]


SHAPES = {"over": "late", "today": "due"}


@dataclass(frozen=True)
class Segment:
    """One of the counts that are the filter of the list."""

    limit: str
    number: int
    request: HttpRequest

    @property
    def words(self):
        return LIMITS[self.limit]

    @property
    def url(self):
        """With whatever else the list was asked for; a page of it there is not in another."""
        asked = self.request.GET.copy()
        asked.pop("page", None)
        asked["limit"] = self.limit
        return f"?{asked.urlencode()}"

    @property
    def shape(self):
        return SHAPES.get(self.limit, "")

    @property
    def is_current(self):
        return self.request.GET.get("limit") == self.limit


@may_press("cases.receive_guests")
def guests_begin(request):
    told = "Papan tempat tidur memakai inisial, paling lama sampai tengah malam."
    there = page_before(request, "cases:bed_list")
    return press(request, receive_guests, Unit.current(), told=told, then=there)


@may_press("cases.receive_guests")
def guests_end(request):
    told = "Papan tempat tidur menyebut nama lagi."
    there = page_before(request, "cases:bed_list")
    return press(request, guests_left, Unit.current(), told=told, then=there)


@may_list("cases.view_stay", STAYS)
def stay_list(request):
    """Who is in the house, by deadline: the nearest limit on top."""
    user = request.user
    stays = StayFilter(request.GET, queryset=_house(user), request=request)
    if stays.form.is_valid() and set(stays.form.changed_data) <= {"limit"}:
        rows = KeptList(_at_limit, user, stays.form.cleaned_data["limit"])
    else:
        rows = _shown(stays.qs)
    page = counted_page_of(rows, request, 25)
    add_faces([stay.person for stay in page], user)
    # They count what the list shows, whatever its limit: of "Berkas saya" one's own.
    asked = request.GET.copy()
    asked.pop("limit", None)
    asked.pop("page", None)
    is_of_all = not any(asked.values())
    if is_of_all:
        counts = kept_counts(_by_limit, user)
    else:
        among = StayFilter(asked, queryset=_house(user), request=request)
        counts = among.qs.count_by_limit(days.today())
    full = fullness()
    context = {
        "filter": stays,
        "page_obj": page,
        "counts": counts,
        "segments": [Segment(limit, counts[limit], request) for limit in LIMITS],
        "full": full,
        "is_of_all": is_of_all,
        "not_shown": full.house.everyone - counts["all"] if is_of_all else 0,
    }
    return render_list(request, "cases/house/stay_list.html", context)


def _house(user):
    return Stay.objects.visible_to(user).open()


def _at_limit(user, limit):
    """What is opened all day: the whole board, or who stands where against the limit."""
    house = _house(user)
    return _shown(house.at_limit(limit, days.today()) if limit else house)


def _by_limit(user):
    return _house(user).counts_by_limit(days.today())


def _shown(stays):
    rows = with_latest_extension(stays.select_related("person").only(*SHOWN))
    # Two words of a row need no object each.
    return rows.annotate(
        classification_name=F("intake__classification__short_name"),
        social_worker_name=F("social_worker__full_name"),
    ).order_by("last_on", "pk")
