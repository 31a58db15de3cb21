from django.contrib import messages
from django.db.models import Count, Prefetch, Q
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse

from cases.house.belongings import actions
from cases.house.belongings.forms import (
    BagForm,
    BagListForm,
    BelongingEditForm,
    BelongingEndForm,
    belonging_rows,
)
from cases.house.belongings.letters import RECEIPT, readable_ends
from cases.house.belongings.listed import BAGS
from cases.house.belongings.models import Bag, Belonging, BelongingEnd, BelongingPhoto, EndKind
from cases.people.photos.faces import add_faces
from cases.stays.models import Stay
from rptc import days
from rptc.accounts.own import not_own
from rptc.acting import done, form_page, go_on, press, row_for, sent
from rptc.admission import may_fill, may_open, may_press
from rptc.audit.record import record
from rptc.forms import ReasonForm
from rptc.letters.files import letter_page
from rptc.letters.signatures.state import add_signed
from rptc.lists import may_list, render_list
from rptc.pages import counted_page_of, key_in, page_before
from rptc.sending import send_form

LISTS = {
    "unlisted": "Belum didaftar",
    "today": "Dikembalikan hari ini",
    "due": "Lewat tanggal simpan",
    "left": "Klien sudah keluar",
}


@may_list("cases.view_belonging", BAGS)
def bag_list(request):
    """?show= what is to be done with the bags of the house: list, give back, decide anew."""
    bags, today = Bag.objects.visible_to(request.user), days.today()
    ends = BelongingEnd.objects.visible_to(request.user)
    show = request.GET.get("show")
    show = show if show in LISTS else ""
    rows = bags.to_do(show, today) if show else bags.here()
    rows = rows.select_related("stay__person").annotate(
        open_items=Count("items", filter=Q(items__end=None)),
        kept_items=Count("items", filter=Q(items__end__kind=EndKind.KEPT)),
    )
    page = counted_page_of(rows.order_by("recorded_at", "pk"), request, 25)
    add_faces([bag.stay.person for bag in page], request.user)
    counted = bags.count_to_do(today)
    context = {
        "page_obj": page,
        "show": show,
        "title": LISTS.get(show, "Titipan"),
        "here": f"?show={show}",
        "counts": [(counted[name], label, f"?show={name}") for name, label in LISTS.items()],
        "without_minutes": ends.without_minutes()
        .select_related("stay__person")
        .prefetch_related("items")
        .order_by("at", "pk"),
    }
    return render_list(request, "cases/house/bag_list.html", context)


@may_open("cases.view_belonging")
def belonging_list(request, stay_id):
    """The bags of one stay, what is in them, and how each thing ended."""
    stay = _stay(request, stay_id)
    items = Belonging.objects.select_related("end").prefetch_related("photos").order_by("pk")
    bags = stay.bags.select_related("recorded_by", "listed_by", "letter").prefetch_related(
        Prefetch("items", items)
    )
    ends = stay.belonging_ends.select_related("recorded_by", "letter").prefetch_related("items")
    bags, ends = bags.order_by("recorded_at", "pk"), ends.order_by("-at", "-pk")
    told = set(stay.belonging_ends.telling_place_to(request.user).values_list("pk", flat=True))
    for end in ends:
        end.tells_place = end.pk in told
    receipts = [end for end in ends if end.tells_place and not end.needs_minutes]
    add_signed((row, RECEIPT, row.letter) for row in [*bags, *receipts])
    add_faces([stay.person], request.user)
    context = {"stay": stay, "bags": bags, "ends": ends}
    return render(request, "cases/house/belonging_list.html", context)


@may_fill("cases.take_belonging")
def bag_take(request, stay_id):
    """A bag: the number now, and what is in it now or in the morning."""
    stays = Stay.objects.visible_to(request.user).open().select_related("person")
    stay = get_object_or_404(stays, pk=stay_id)
    rows = belonging_rows(request.POST or None, request.FILES or None)
    form = BagForm(request.POST or None, instance=Bag(stay=stay), rows=rows)
    if request.method == "POST" and form.is_valid() & rows.is_valid():
        if bag := sent(form, actions.take_bag, found=rows.found, by=request.user):
            _tell(request, rows)
            messages.success(request, f"Titipan diterima. Nomor tas {bag.number}.")
            return redirect(page_before(request, _of(stay.pk)))
    return form_page(request, form, "cases/house/bag_take.html", rows=rows, stay=stay)


@may_fill("cases.take_belonging")
def bag_open(request, bag_id):
    """What is in a bag that was received before."""
    bag = _bag(request, bag_id)
    rows = belonging_rows(request.POST or None, request.FILES or None)
    form = BagListForm(request.POST or None, rows=rows)
    if request.method == "POST" and form.is_valid() & rows.is_valid():
        if _list(form, rows, bag, request.user):
            _tell(request, rows)
            messages.success(request, f"Isi {bag.number} tersimpan.")
            return redirect(page_before(request, _of(bag.stay_id)))
    return form_page(request, form, "cases/house/bag_open.html", rows=rows, bag=bag)


def _list(form, rows, bag, by):
    if not rows.filled:
        form.add_error(None, "Tulis sedikitnya satu barang.")
        return None
    found = rows.found
    witness = form.cleaned_data["witness"]
    first = found[0].belonging
    return send_form(form, first, actions.list_bag, bag=bag, found=found, witness=witness, by=by)


def _tell(request, rows):
    """A picture that could not be read never holds back the list."""
    for reason in rows.refused:
        messages.error(request, f"Foto tidak tersimpan. {reason}")


@may_fill("cases.take_belonging")
def belonging_edit(request, belonging_id):
    belonging = actions.lock_belonging(row_for(request, Belonging, belonging_id, "bag__stay"))
    if why := actions.why_not_corrected(belonging):
        messages.error(request, why)
        return redirect(_of(belonging.bag.stay_id))
    form = BelongingEditForm(request.POST or None, instance=belonging)
    if form.is_valid():
        actions.correct_belonging(form.save(commit=False), by=request.user)
        return go_on(request, f"{belonging} diperbaiki.", _of(belonging.bag.stay_id))
    return form_page(request, form, "cases/house/belonging_edit.html", belonging=belonging)


@may_fill("cases.take_belonging")
def bag_void(request, bag_id):
    bag = _bag(request, bag_id)
    label = "Mengapa nomor ini tidak dipakai"
    form = ReasonForm(request.POST or None, label=label, longest=200)
    if done(form, actions.void_bag, bag, by=request.user):
        messages.success(request, f"Nomor {bag.number} tidak dipakai.")
        return redirect("cases:belonging_list", bag.stay_id)
    return form_page(request, form, "cases/house/bag_void.html", bag=bag)


@may_fill("cases.take_belonging")
def belonging_end(request, stay_id):
    """?bag= or ?item= ticks what is to end."""
    stay = _stay(request, stay_id)
    items = Belonging.objects.here().filter(bag__stay=stay).select_related("bag")
    form = BelongingEndForm(
        request.POST or None,
        instance=BelongingEnd(stay=stay),
        items=items.order_by("bag", "pk"),
        chosen=_chosen(request, items),
    )
    if end := sent(form, actions.end_belongings, typed=["items"], by=request.user):
        ended = len(form.cleaned_data["items"])
        messages.success(request, f"{ended} barang: {end.get_kind_display().lower()}.")
        return redirect("cases:belonging_list", stay.pk)
    add_faces([stay.person], request.user)
    return form_page(request, form, "cases/house/belonging_end.html", stay=stay)


def _chosen(request, items):
    for name, column in [("bag", "bag"), ("item", "pk")]:
        if key := key_in(request, name):
            return items.filter(**{column: key})
    return items.none()


@may_fill("cases.view_belonging")
def bag_receipt(request, bag_id):
    bag = _bag(request, bag_id)
    return _letter_page(request, bag, actions.issue_receipt, bag.stay_id)


@may_fill("cases.view_belonging")
def belonging_end_letter(request, belonging_end_id):
    end = row_for(request, BelongingEnd, belonging_end_id, "stay__person", "letter")
    if not readable_ends(request.user).filter(pk=end.pk).exists():
        raise Http404
    return _letter_page(request, end, actions.issue_end_letter, end.stay_id)


def _letter_page(request, row, issue, stay_id):
    may_issue = request.user.has_perm("cases.take_belonging")
    return letter_page(request, row, issue, _of(stay_id), may_issue=may_issue)


@may_press("cases.acknowledge_loss")
def loss_acknowledge(request, belonging_end_id):
    others = BelongingEnd.objects.filter(not_own(request.user, "stay__person"))
    end = get_object_or_404(others.to_be_known(), pk=belonging_end_id)
    told = "Dicatat sebagai diketahui."
    return press(request, actions.acknowledge_loss, end, told=told, then="reports:approvals")


@may_open("cases.view_belonging")
def belonging_photo(request, belonging_photo_id):
    """As with a face: asked for, written down, never kept by a browser."""
    shown = row_for(request, BelongingPhoto, belonging_photo_id, "belonging__bag__stay")
    try:
        content = shown.content
    except FileNotFoundError:
        raise Http404 from None
    record(request.user, "viewed_photo", shown, person=shown.belonging.bag.stay.person_id)
    answer = HttpResponse(content, content_type="image/jpeg")
    answer["Content-Disposition"] = f'inline; filename="titipan-{shown.pk}.jpg"'
    answer["Cache-Control"] = "no-store"
    answer["Cross-Origin-Resource-Policy"] = "same-origin"
    return answer


def _of(stay_id):
    return reverse("cases:belonging_list", args=[stay_id])


def _stay(request, stay_id):
    """Also one that has ended, as long as the reader may see its bags."""
    bags = Bag.objects.visible_to(request.user).filter(stay=stay_id)
    stays = Stay.objects.filter(
        Q(pk__in=Stay.objects.visible_to(request.user).filter(pk=stay_id).values("pk"))
        | Q(pk__in=bags.values("stay"))
    )
    return get_object_or_404(stays.select_related("person"), pk=stay_id)


def _bag(request, bag_id):
    return row_for(request, Bag, bag_id, "stay__person", "letter")
