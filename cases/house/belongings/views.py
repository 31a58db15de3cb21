from django.contrib import messages
from django.contrib.auth.decorators import permission_required
from django.core.exceptions import ValidationError
from django.db.models import Count, Prefetch, Q
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from cases.house.belongings import actions
from cases.house.belongings.forms import (
    BagForm,
    BagListForm,
    BelongingEditForm,
    BelongingEndForm,
    VoidForm,
    belonging_rows,
)
from cases.house.belongings.models import Bag, Belonging, BelongingEnd, BelongingPhoto, EndKind
from cases.people.photos.faces import add_faces
from cases.stays.models import Stay
from rptc import days
from rptc.audit.record import record
from rptc.letters.files import letter_response
from rptc.pages import counted_page_of, key_in, page_before
from rptc.sending import send_form

LISTS = {
    "unlisted": "Belum didaftar",
    "today": "Dikembalikan hari ini",
    "due": "Lewat tanggal simpan",
    "left": "Klien sudah keluar",
}


@permission_required("cases.view_belonging", raise_exception=True)
@require_safe
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
    page = counted_page_of(rows.order_by("recorded_at", "pk"), request, 50)
    counted = bags.count_to_do(today)
    context = {
        "page_obj": page,
        "show": show,
        "title": LISTS.get(show, "Semua titipan"),
        "counts": [(counted[name], label, f"?show={name}") for name, label in LISTS.items()],
        "without_minutes": ends.without_minutes()
        .select_related("stay__person")
        .prefetch_related("items")
        .order_by("at", "pk"),
    }
    return render(request, "cases/house/bag_list.html", context)


@permission_required("cases.view_belonging", raise_exception=True)
@require_safe
def belonging_list(request, stay_id):
    """The bags of one stay, what is in them, and how each thing ended."""
    stay = _stay(request, stay_id)
    items = Belonging.objects.select_related("end").prefetch_related("photos").order_by("pk")
    bags = stay.bags.select_related("recorded_by", "listed_by", "letter").prefetch_related(
        Prefetch("items", items)
    )
    ends = stay.belonging_ends.select_related("recorded_by", "letter").prefetch_related("items")
    add_faces([stay.person], request.user)
    return render(
        request,
        "cases/house/belonging_list.html",
        {
            "stay": stay,
            "bags": bags.order_by("recorded_at", "pk"),
            "ends": ends.order_by("-at", "-pk"),
        },
    )


@permission_required("cases.take_belonging", raise_exception=True)
@require_http_methods(["GET", "POST"])
def bag_take(request, stay_id):
    """A bag: the number now, and what is in it now or in the morning."""
    stays = Stay.objects.visible_to(request.user).open().select_related("person")
    stay = get_object_or_404(stays, pk=stay_id)
    rows = belonging_rows(request.POST or None, request.FILES or None)
    form = BagForm(request.POST or None, instance=Bag(stay=stay), rows=rows)
    if request.method == "POST" and form.is_valid() & rows.is_valid():
        bag = send_form(
            form, form.save(commit=False), actions.take_bag, found=rows.found, by=request.user
        )
        if bag:
            _tell(request, rows)
            messages.success(request, f"Titipan diterima. Nomor tas {bag.number}.")
            return redirect(page_before(request, _of(stay.pk)))
    return render(request, "cases/house/bag_take.html", {"form": form, "rows": rows, "stay": stay})


@permission_required("cases.take_belonging", raise_exception=True)
@require_http_methods(["GET", "POST"])
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
    return render(request, "cases/house/bag_open.html", {"form": form, "rows": rows, "bag": bag})


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


@permission_required("cases.take_belonging", raise_exception=True)
@require_http_methods(["GET", "POST"])
def belonging_edit(request, belonging_id):
    rows = Belonging.objects.visible_to(request.user).select_related("bag__stay")
    belonging = actions.lock_belonging(get_object_or_404(rows, pk=belonging_id))
    if why := actions.why_not_corrected(belonging):
        messages.error(request, why)
        return redirect(_of(belonging.bag.stay_id))
    form = BelongingEditForm(request.POST or None, instance=belonging)
    if form.is_valid():
        actions.correct_belonging(form.save(commit=False), by=request.user)
        messages.success(request, f"{belonging} diperbaiki.")
        return redirect(_of(belonging.bag.stay_id))
    return render(
        request, "cases/house/belonging_edit.html", {"form": form, "belonging": belonging}
    )


@permission_required("cases.take_belonging", raise_exception=True)
@require_http_methods(["GET", "POST"])
def bag_void(request, bag_id):
    bag = _bag(request, bag_id)
    form = VoidForm(request.POST or None)
    if form.is_valid():
        try:
            actions.void_bag(bag, form.cleaned_data["reason"], by=request.user)
            messages.success(request, f"Nomor {bag.number} tidak dipakai.")
            return redirect("cases:belonging_list", bag.stay_id)
        except ValidationError as error:
            form.add_error(None, error)
    return render(request, "cases/house/bag_void.html", {"form": form, "bag": bag})


@permission_required("cases.take_belonging", raise_exception=True)
@require_http_methods(["GET", "POST"])
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
    if form.is_valid():
        ended = list(form.cleaned_data["items"])
        end = send_form(
            form, form.save(commit=False), actions.end_belongings, items=ended, by=request.user
        )
        if end:
            messages.success(request, f"{len(ended)} barang: {end.get_kind_display().lower()}.")
            return redirect("cases:belonging_list", stay.pk)
    add_faces([stay.person], request.user)
    return render(request, "cases/house/belonging_end.html", {"form": form, "stay": stay})


def _chosen(request, items):
    for name, column in [("bag", "bag"), ("item", "pk")]:
        if key := key_in(request, name):
            return items.filter(**{column: key})
    return items.none()


@permission_required("cases.view_belonging", raise_exception=True)
@require_http_methods(["GET", "POST"])
def bag_receipt(request, bag_id):
    """POST issues it, once; after that the same sheet is printed again."""
    bag = _bag(request, bag_id)
    return _letter(request, bag, actions.issue_receipt, bag.stay_id)


@permission_required("cases.view_belonging", raise_exception=True)
@require_http_methods(["GET", "POST"])
def belonging_end_letter(request, belonging_end_id):
    ends = BelongingEnd.objects.visible_to(request.user).select_related("stay__person", "letter")
    end = get_object_or_404(ends, pk=belonging_end_id)
    return _letter(request, end, actions.issue_end_letter, end.stay_id)


def _letter(request, row, issue, stay_id):
    if request.method == "POST" and request.user.has_perm("cases.take_belonging"):
        try:
            issue(row, by=request.user)
            return redirect(request.path)
        except ValidationError as error:
            messages.error(request, error.message)
    elif row.letter:
        return letter_response(row.letter, request.user)
    return redirect(_of(stay_id))


@permission_required("cases.acknowledge_loss", raise_exception=True)
@require_POST
def loss_acknowledge(request, belonging_end_id):
    end = get_object_or_404(BelongingEnd.objects.to_be_known(), pk=belonging_end_id)
    try:
        actions.acknowledge_loss(end, by=request.user)
        messages.success(request, "Dicatat sebagai diketahui.")
    except ValidationError as error:
        messages.error(request, error.message)
    return redirect("reports:approvals")


@permission_required("cases.view_belonging", raise_exception=True)
@require_safe
def belonging_photo(request, belonging_photo_id):
    """As with a face: asked for, written down, never kept by a browser."""
    photos = BelongingPhoto.objects.visible_to(request.user).select_related("belonging__bag__stay")
    shown = get_object_or_404(photos, pk=belonging_photo_id)
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
    bags = Bag.objects.visible_to(request.user).select_related("stay__person", "letter")
    return get_object_or_404(bags, pk=bag_id)
