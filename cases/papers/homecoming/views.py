from django.http import Http404
from django.shortcuts import get_object_or_404, render
from django.urls import reverse

from cases.exits.models import Exit
from cases.papers.homecoming import actions
from cases.papers.homecoming.forms import (
    HomecomingArriveForm,
    HomecomingEditForm,
    HomecomingForm,
    HomecomingPieceEditForm,
    HomecomingPieceForm,
    NearRegionForm,
)
from cases.papers.homecoming.letters import SORTS
from cases.papers.homecoming.listed import HOMECOMINGS
from cases.papers.homecoming.models import (
    SAY_WHITHER,
    Homecoming,
    HomecomingPiece,
    NearRegion,
    Step,
)
from cases.papers.homecoming.pieces import rows_of
from cases.papers.homecoming.whither import difference
from cases.people import access
from cases.stays.locks import lock_stay
from cases.stays.models import Stay
from rptc import days
from rptc.acting import changed, done, go_on, press, row_for, sent
from rptc.admission import may_fill, may_open, may_press
from rptc.forms import ReasonForm
from rptc.letters.files import letter_response
from rptc.letters.ties import tied_letters, valid_ties
from rptc.lists import may_list, render_list
from rptc.pages import counted_page_of, list_shown
from rptc.setup_pages import edit_row, list_rows

LIST = "cases:homecoming_list"


@may_list("cases.view_homecoming", HOMECOMINGS)
def homecoming_list(request):
    """?show=preparing: still here; road: left, and nobody has said that they are there; word: of
    these, two days ago and more; over: arrived, or closed."""
    rows = Homecoming.objects.visible_to(request.user)
    lists = {
        "preparing": ("Disiapkan", rows.preparing()),
        "road": ("Di jalan", rows.on_the_road()),
        "word": ("Belum ada kabar", rows.without_word(days.now())),
        "over": ("Selesai", rows.exclude(arrived_at=None, ended_at=None)),
    }
    rows, context = list_shown(request, lists)
    order = {"preparing": "-recorded_at", "over": "-recorded_at"}.get(
        context["show"], "stay__ended_at"
    )
    rows = rows.select_related("stay__person", "region").order_by(order, "-pk")
    context["page_obj"] = counted_page_of(rows, request, 25)
    return render_list(request, "cases/papers/homecoming_list.html", context)


@may_fill("cases.write_homecoming")
def homecoming_begin(request, stay_id):
    stays = Stay.objects.filter(access.whole_to(request.user, "person"))
    stay = get_object_or_404(stays.select_related("person"), pk=stay_id)
    # Whither they go or went may be closed to this reader.
    exits = Exit.objects.filter(stay=stay, state__in=SAY_WHITHER)
    told = Exit.objects.visible_to(request.user).telling_destination_to(request.user)
    if exits.exclude(pk__in=told.values("pk")).exists():
        raise Http404
    if not stay.is_open:
        get_object_or_404(told, stay=stay, state="done")
    form = HomecomingForm(request.POST or None, instance=Homecoming(stay=stay))
    if row := sent(form, actions.begin_homecoming, by=request.user):
        return go_on(request, "Pemulangan disiapkan.", "cases:homecoming_detail", row.pk)
    return render(request, "cases/papers/homecoming_begin.html", {"form": form, "stay": stay})


@may_open("cases.view_homecoming")
def homecoming_detail(request, homecoming_id):
    row = row_for(
        request, Homecoming, homecoming_id, "stay__person", "region", "arrived_by", "ended_by"
    )
    exits = Exit.objects.visible_to(request.user).filter(stay=row.stay)
    exits = exits.filter(state__in=SAY_WHITHER).select_related("kind")
    rows = rows_of(row, request.user)
    missing = [each for each in rows if not each.is_there]
    exit = exits.first()
    context = {
        "row": row,
        "stay": row.stay,
        "exit": exit,
        "is_decided": exit is not None and exit.state in {"approved", "done"},
        "differs": difference(exit, row) if exit and row.is_open else "",
        "otherwise": row.is_on_the_road and not actions.went_home(row.stay),
        "rows": rows,
        "missing": missing,
        "letters": valid_ties(row),
    }
    return render(request, "cases/papers/homecoming_detail.html", context)


def _locked(request, number, **which):
    """The row of a page with a form; locked after its stay, where it is sent."""
    rows = Homecoming.objects.visible_to(request.user).filter(**which)
    row = get_object_or_404(rows.select_related("stay__person", "region"), pk=number)
    if request.method == "POST":
        stay = lock_stay(row.stay)
        row = rows.select_for_update(of=("self",)).select_related("region").get(pk=number)
        row.stay = stay
    return row


def _go_on(request, told, row):
    """Whoever wrote that they go to a closed partner may not read it any more."""
    visible = Homecoming.objects.visible_to(request.user)
    page = ["cases:homecoming_detail", row.pk]
    return go_on(request, told, *(page if visible.filter(pk=row.pk).exists() else [LIST]))


@may_fill("cases.write_homecoming")
def homecoming_edit(request, homecoming_id):
    row = _locked(request, homecoming_id, ended_at=None)
    form = HomecomingEditForm(request.POST or None, instance=row)
    if changed(form, actions.change_homecoming, by=request.user):
        return _go_on(request, "Tersimpan.", row)
    return render(request, "cases/papers/homecoming_edit.html", {"form": form, "row": row})


@may_fill("cases.write_homecoming")
def homecoming_piece(request, homecoming_id, homecoming_step):
    """One row of the list: written first, or changed."""
    if homecoming_step not in Step.values:
        raise Http404
    row = _locked(request, homecoming_id, ended_at=None)
    step = Step(homecoming_step)
    said = {"step": step, "user": request.user}
    pieces = HomecomingPiece.objects.filter(homecoming=row, code=step)
    if request.method == "POST":
        pieces = pieces.select_for_update(of=("self",))
    piece = pieces.first()
    # The form of a first writing that was sent twice, or by two, finds what was written.
    if piece and "send_key" not in request.POST:
        piece.homecoming = row
        form = HomecomingPieceEditForm(request.POST or None, instance=piece, **said)
        saved = changed(form, actions.write_piece, by=request.user)
    else:
        new = HomecomingPiece(homecoming=row, code=step)
        form = HomecomingPieceForm(request.POST or None, instance=new, **said)
        saved = sent(form, actions.write_piece, by=request.user)
    if saved:
        return _go_on(request, f"{step.label} tersimpan.", row)
    context = {"form": form, "row": row, "title": step.label, "step": step.value}
    return render(request, "cases/papers/homecoming_piece.html", context)


@may_open("cases.view_homecoming")
def homecoming_letter(request, homecoming_id, homecoming_sort):
    """The frozen letter, as often as it is printed. It says what stood there when it was
    written."""
    rows = Homecoming.objects.telling_before_to(request.user)
    row = get_object_or_404(rows, pk=homecoming_id)
    if homecoming_sort not in SORTS:
        raise Http404
    return letter_response(tied_letters(row).get(homecoming_sort), request.user)


@may_press("cases.write_homecoming")
def homecoming_letter_write(request, homecoming_id, homecoming_sort):
    if homecoming_sort not in SORTS:
        raise Http404
    row = row_for(request, Homecoming, homecoming_id, "stay")
    then = reverse("cases:homecoming_detail", args=[row.pk])
    said = (homecoming_sort,)
    return press(request, actions.write_letter, row, *said, told="Surat siap dicetak.", then=then)


@may_fill("cases.write_homecoming")
def homecoming_arrive(request, homecoming_id):
    row = _locked(request, homecoming_id, ended_at=None)
    form = HomecomingArriveForm(request.POST or None, instance=row)
    if changed(form, actions.arrive, by=request.user):
        return _go_on(request, "Sudah tiba: tercatat.", row)
    return render(request, "cases/papers/homecoming_arrive.html", {"form": form, "row": row})


@may_fill("cases.write_homecoming")
def homecoming_end(request, homecoming_id):
    row = row_for(request, Homecoming, homecoming_id, "stay__person", "region")
    form = ReasonForm(
        request.POST or None,
        label="Mengapa ditutup",
        missing="Tulis mengapa pemulangan ini ditutup.",
    )
    if done(form, actions.end_homecoming, row, by=request.user):
        return _go_on(request, "Pemulangan ditutup.", row)
    return render(request, "cases/papers/homecoming_end.html", {"form": form, "row": row})


@may_fill("cases.change_near_region")
def near_region_list(request):
    return list_rows(request, NearRegionForm, _near_regions(), "cases/papers")


def _near_regions():
    return NearRegion.objects.select_related("region")


@may_fill("cases.change_near_region")
def near_region_edit(request, near_region_id):
    return edit_row(request, NearRegionForm, near_region_id, "cases/papers")
