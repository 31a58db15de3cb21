from django.contrib import messages
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse

from cases.house.beds import actions
from cases.house.beds.forms import PlaceAllForm, PlaceForm, RoomForm, TakeOutForm
from cases.house.beds.models import Bed, BedUse, Room
from cases.house.beds.nights import nights_of
from cases.house.beds.planning import plan
from cases.house.beds.squares import floor_for
from cases.house.beds.suggesting import House, is_baby
from cases.house.board.fullness import fullness
from cases.house.board.state import state_of_house
from cases.people.photos.faces import add_faces
from cases.stays.models import Stay
from rptc import days
from rptc.acting import go_on, press, sent
from rptc.admission import may_fill, may_open, may_press
from rptc.audit.record import record
from rptc.letters.models import Unit
from rptc.pages import counted_page_of, list_shown, page_before
from rptc.printing import pdf, pdf_answer
from rptc.setup_pages import edit_row, list_rows


@may_open("cases.view_stay")
def bed_list(request):
    """Who sleeps where, live; on top whoever has no bed yet."""
    floor = floor_for(request.user)
    if not floor.has_guests:
        add_faces([stay.person for row in floor.waiting for stay in row.everyone], request.user)
    state = state_of_house(request.user)
    context = {"floor": floor, "state": state, "full": state.full if state else ""}
    return render(request, "cases/house/bed_list.html", context)


@may_open("cases.view_stay")
def bed_print(request):
    """The same plan for the wall: initials, one page of A4."""
    floor = floor_for(request.user)
    people = [stay.person_id for stay in floor.shown]
    context = {"floor": floor, "full": fullness(), "now": days.now(), "unit": Unit.current()}
    record(request.user, "printed", page="papan tempat tidur", people=people)
    return pdf_answer(pdf("cases/house/bed_print.html", context), "papan-tempat-tidur")


@may_open("cases.view_stay")
def bed_detail(request, bed_id):
    """Who lies in a bed, and who lay there before: moved by whom, when and why (R18)."""
    bed = get_object_or_404(Bed.objects.select_related("room"), pk=bed_id)
    uses = bed.uses.select_related("stay__person", "recorded_by", "bed__room")
    page = counted_page_of(uses.order_by("-began_at", "-pk"), request, 25)
    rows = nights_of(page, request.user)
    now = [row for row in rows if not row.use.ended_at]
    context = {
        "bed": bed,
        "page_obj": page,
        "rows": rows,
        "is_used": bool(now),
        "is_out": any(row.use.stay_id is None for row in now),
    }
    return render(request, "cases/house/bed_detail.html", context)


@may_fill("cases.place_in_bed")
def bed_place(request, stay_id):
    """A bed for somebody, or another one. The free ones are sorted by what suits them."""
    stays = Stay.objects.visible_to(request.user).open()
    stays = stays.select_related("person", "intake__person", "intake__classification")
    stay = get_object_or_404(stays, pk=stay_id)
    babies = actions.babies_with(stay)
    house = House.now(stay, *babies, reader=request.user)
    now = BedUse.objects.open().filter(stay=stay).select_related("bed__room").first()
    free = _beds_for(now)
    suggestions = house.suggest(stay, free, babies)
    form = PlaceForm(request.POST or None, instance=BedUse(stay=stay), suggestions=suggestions)
    if use := sent(form, actions.place, by=request.user):
        whom = " dan ".join(str(each.person) for each in (stay, *babies))
        messages.success(request, f"{whom} ditempatkan di {use}.")
        return redirect(page_before(request, "cases:bed_list"))
    add_faces([stay.person], request.user)
    context = {
        "form": form,
        "stay": stay,
        "babies": babies,
        "now": now,
        "suggestions": suggestions,
        "rooms": house.rooms_to_choose(suggestions),
        "chosen": str(form["bed"].value() or ""),
        "is_full": bool(suggestions)
        and not suggestions[0].fits
        and house.is_full_for(stay, free, babies),
        "asks_triage": house.triage_first and stay.pk not in house.triaged,
        "parent": _mother_without_bed(stay, house, request.user),
    }
    return render(request, "cases/house/bed_place.html", context)


def _mother_without_bed(stay, house, user):
    """With her the baby is placed: from her page."""
    if not is_baby(stay.person):
        return None
    waiting = actions.without_bed(Stay.objects.visible_to(user)).select_related("person")
    return house.parent_among(stay, waiting)


def _beds_for(now):
    """The free ones; and the own bed, where a rule is broken since: they may stay, with a
    reason."""
    beds = list(Bed.objects.free().select_related("room"))
    is_against = now and BedUse.objects.against_rules().filter(pk=now.pk).exists()
    return [now.bed, *beds] if is_against else beds


@may_fill("cases.place_in_bed")
def bed_place_all(request):
    """ "Tempatkan semua menurut saran": a list to confirm. Only who stands on it is placed, and
    only in the bed that it names."""
    form = PlaceAllForm(request.POST or None)
    there = page_before(request, reverse("cases:bed_list"))
    if form.is_valid():
        placed, left = actions.place_all(
            form.moves(), by=request.user, send_key=form.cleaned_data["send_key"]
        )
        if placed:
            where = ", ".join(f"{use.stay.person} di {use}" for use in placed)
            messages.success(request, f"{len(placed)} orang ditempatkan: {where}.")
        for stay, why in left:
            messages.warning(request, f"{stay.person} belum ditempatkan. {why}")
        if not placed and not left:
            messages.info(request, "Tidak ada yang ditempatkan.")
        return redirect(there)
    moves, left = plan(request.user)
    add_faces([each.stay.person for each in (*moves, *left)], request.user)
    context = {"form": form, "moves": moves, "left": left, "back": there}
    context["title"] = f"Saran untuk {len(moves)} orang"
    return render(request, "cases/house/bed_place_all.html", context)


@may_open("cases.view_bed_exceptions")
def bed_exception_list(request):
    """Where a rule of a room was set aside, by whom and why: first those that hold now."""
    uses = BedUse.objects.visible_to(request.user).exceptions()
    lists = {"now": ("Sekarang", uses.open()), "all": ("Semua", uses)}
    rows, context = list_shown(request, lists)
    rows = rows.select_related("stay__person", "bed__room", "recorded_by")
    context["page_obj"] = counted_page_of(rows.order_by("-began_at", "-pk"), request, 50)
    return render(request, "cases/house/bed_exception_list.html", context)


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
