from dataclasses import dataclass
from itertools import groupby

from django.contrib import messages
from django.db.models import Prefetch
from django.shortcuts import get_object_or_404, redirect, render

from cases.house.beds import actions
from cases.house.beds.forms import PlaceAllForm, PlaceForm, RoomForm, TakeOutForm
from cases.house.beds.models import Bed, BedUse, Room, capacity_of_house
from cases.house.beds.suggesting import House
from cases.house.presence.house import count_house
from cases.people.photos.faces import add_faces
from cases.stays.models import Stay
from rptc import days
from rptc.acting import go_on, press, sent
from rptc.admission import may_fill, may_open, may_press
from rptc.audit.record import record
from rptc.letters.models import Unit
from rptc.pages import page_before
from rptc.printing import pdf, pdf_answer
from rptc.setup_pages import edit_row, list_rows


@dataclass(frozen=True)
class Place:
    """A bed, its open use if there is one, and who sleeps in it as far as the reader may know."""

    bed: Bed
    use: BedUse | None
    stay: Stay | None

    @property
    def is_out(self):
        return self.use is not None and self.use.stay_id is None


@may_open("cases.view_stay")
def bed_list(request):
    """Who sleeps where, live; on top whoever has no bed yet."""
    places = _places(request.user)
    add_faces([place.stay.person for place in places if place.stay], request.user)
    context = {**_board(places, request.user), "form": PlaceAllForm(), "now": days.now()}
    return render(request, "cases/house/bed_list.html", context)


@may_open("cases.view_stay")
def bed_print(request):
    """The same board for the wall: initials, one page of A4."""
    places = _places(request.user)
    context = {**_board(places, request.user), "now": days.now(), "unit": Unit.current()}
    people = [place.stay.person_id for place in places if place.stay]
    people += [stay.person_id for stay in context["waiting"]]
    record(request.user, "printed", page="papan tempat tidur", people=people)
    return pdf_answer(pdf("cases/house/bed_print.html", context), "papan-tempat-tidur")


def _places(user):
    uses = BedUse.objects.open().select_related("stay__person", "stay__intake__classification")
    beds = Bed.objects.usable().select_related("room")
    beds = beds.prefetch_related(Prefetch("uses", uses, to_attr="open_uses"))
    seen = set(Stay.objects.visible_to(user).open().values_list("pk", flat=True))
    return [_place(bed, next(iter(bed.open_uses), None), seen) for bed in beds]


def _place(bed, use, seen):
    return Place(bed, use, use.stay if use and use.stay_id in seen else None)


def _board(places, user):
    waiting = actions.without_bed(Stay.objects.visible_to(user))
    return {
        "rooms": [
            (room, beds, [place for place in beds if not place.use])
            for room, beds in _by_room(places)
        ],
        "waiting": waiting.select_related("person", "intake__classification").order_by(
            "began_at", "pk"
        ),
        "house": count_house(Stay.objects.all()),
        "free": sum(place.use is None for place in places),
        "out": sum(place.is_out for place in places),
        "beds": len(places),
        "capacity": capacity_of_house(),
    }


def _by_room(places):
    return [(room, list(of_room)) for room, of_room in groupby(places, lambda p: p.bed.room)]


@may_fill("cases.place_in_bed")
def bed_place(request, stay_id):
    """A bed for somebody, or another one. The free ones are sorted by what suits them."""
    stays = Stay.objects.visible_to(request.user).open().select_related("person")
    stay = get_object_or_404(stays, pk=stay_id)
    now = BedUse.objects.open().filter(stay=stay).select_related("bed__room").first()
    beds = Bed.objects.free().select_related("room")
    suggestions = House.now(stay, reader=request.user).suggest(stay, beds)
    form = PlaceForm(request.POST or None, instance=BedUse(stay=stay), suggestions=suggestions)
    if use := sent(form, actions.place, by=request.user):
        messages.success(request, f"{stay.person} ditempatkan di {use.bed}.")
        return redirect(page_before(request, "cases:bed_list"))
    add_faces([stay.person], request.user)
    context = {"form": form, "stay": stay, "now": now, "suggestions": suggestions}
    return render(request, "cases/house/bed_place.html", context)


@may_press("cases.place_in_bed")
def bed_place_all(request):
    """ "Tempatkan semua menurut saran": whoever fits nowhere stays on the list."""
    form = PlaceAllForm(request.POST)
    if form.is_valid():
        placed, left = actions.place_all(by=request.user, send_key=form.cleaned_data["send_key"])
        if placed:
            where = ", ".join(f"{use.stay.person} di {use.bed}" for use in placed)
            messages.success(request, f"{len(placed)} orang ditempatkan: {where}.")
        elif not left:
            messages.info(request, "Semua sudah mempunyai tempat tidur.")
        if left:
            names = ", ".join(str(stay.person) for stay in left)
            messages.warning(request, f"Tempatkan sendiri, tidak ada yang cocok: {names}.")
    return redirect(page_before(request, "cases:bed_list"))


@may_fill("cases.place_in_bed")
def bed_take_out(request, bed_id):
    bed = get_object_or_404(Bed.objects.usable().select_related("room"), pk=bed_id)
    form = TakeOutForm(request.POST or None, instance=BedUse(bed=bed))
    if sent(form, actions.take_out, by=request.user):
        return go_on(request, f"{bed} tidak dipakai sampai dikembalikan.", "cases:bed_list")
    return render(request, "cases/house/bed_take_out.html", {"form": form, "bed": bed})


@may_press("cases.place_in_bed")
def bed_put_back(request, bed_id):
    bed = get_object_or_404(Bed, pk=bed_id)
    told = f"{bed} dapat dipakai lagi."
    return press(request, actions.put_back, bed, told=told, then="cases:bed_list")


@may_fill("cases.change_room")
def room_list(request):
    rooms = Room.objects.with_number_of_beds()
    return list_rows(request, RoomForm, rooms, "cases/house")


@may_fill("cases.change_room")
def room_edit(request, room_id):
    return edit_row(request, RoomForm, room_id, "cases/house")
