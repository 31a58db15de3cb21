from django.db.models import Q
from django.http import Http404
from django.shortcuts import get_object_or_404, render
from django.urls import reverse

from cases.help.money import actions
from cases.help.money.forms import CorrectForm, CountForm, FromBagsForm, MoneyForm
from cases.help.money.letters import readable_receipts
from cases.help.money.models import (
    MoneyMovement,
    UnclaimedMonth,
    balance_for,
    holding,
    money_in_bags,
    telling_balance,
    unclaimed_for,
)
from cases.stays.models import Stay
from rptc import days
from rptc.acting import done, form_page, go_on, press, row_for, sent
from rptc.admission import may_fill, may_open, may_press
from rptc.audit.record import record
from rptc.letters.files import letter_response
from rptc.letters.models import Unit
from rptc.pages import counted_page_of, list_shown
from rptc.printing import pdf, pdf_answer

PAGE = "cases:money_list"


@may_open("cases.view_money")
def money_house(request):
    """?show=held: whose money the house keeps; count: what I am to count as the second; mine: what
    waits for another to count; differs: for the head, what the second counted otherwise; bags:
    money in bags that stands in no ledger; take: everybody in the house, to take money of."""
    user = request.user
    rows = MoneyMovement.objects.visible_to(user).uncounted()
    stays = Stay.objects.visible_to(user).open()
    lists = {
        "held": ("Disimpan", telling_balance(holding().filter(pk__in=stays.values("pk")), user)),
        "count": ("Menunggu hitungan saya", rows.exclude(recorded_by=user)),
        "mine": ("Menunggu orang kedua", rows.filter(recorded_by=user)),
        "bags": ("Masih di tas", money_in_bags(user)),
    }
    if user.has_perm("cases.know_unclaimed_money"):
        lists["differs"] = "Hitungan berbeda", rows.miscounted()
    if user.has_perm("cases.take_money"):
        lists["take"] = "Semua di RPTC", stays
    rows, context = list_shown(request, lists)
    related, order = {
        "held": (["person"], ["began_at", "pk"]),
        "take": (["person"], ["person__name", "pk"]),
        "bags": (["bag__stay__person", "end"], ["recorded_at", "pk"]),
    }.get(context["show"], (["stay__person", "recorded_by", "miscounted_by"], ["at", "pk"]))
    page = counted_page_of(rows.select_related(*related).order_by(*order), request, 25)
    context["page_obj"] = page
    return render(request, "cases/help/money_house.html", context)


@may_open("cases.view_money")
def money_list(request, stay_id):
    """The ledger of a stay, the newest first; and what lies in its bags."""
    stay = _stay(request, stay_id)
    related = "recorded_by counted_by miscounted_by letter corrected_by".split()
    rows = MoneyMovement.objects.visible_to(request.user).filter(stay=stay)
    page = counted_page_of(rows.select_related(*related).order_by("-at", "-pk"), request, 25)
    to_count = set(rows.to_count_by(request.user).values_list("pk", flat=True))
    told = set(rows.telling_place_to(request.user).values_list("pk", flat=True))
    for row in page:
        row.tells_sum, row.tells_place = row.pk not in to_count, row.pk in told
    context = {
        "stay": stay,
        "page_obj": page,
        "balance": None if to_count else stay.money.balance(),
        "has_money": stay.money.balance() > 0,
        "in_bags": _in_bags(request, stay) if stay.is_open else [],
    }
    return render(request, "cases/help/money_list.html", context)


def _stay(request, stay_id):
    """Also one that has ended, as long as the reader may see its money."""
    rows = MoneyMovement.objects.visible_to(request.user).filter(stay=stay_id)
    visible = Stay.objects.visible_to(request.user).filter(pk=stay_id)
    stays = Stay.objects.filter(Q(pk__in=visible.values("pk")) | Q(pk__in=rows.values("stay")))
    return get_object_or_404(stays.select_related("person"), pk=stay_id)


def _in_bags(request, stay):
    rows = money_in_bags(request.user).filter(bag__stay=stay).select_related("bag", "end")
    return list(rows.order_by("pk"))


@may_fill("cases.take_money")
def money_move(request, stay_id):
    stay = _stay(request, stay_id)
    balance = stay.money.balance()
    row = MoneyMovement(stay=stay)
    form = MoneyForm(request.POST or None, instance=row, balance=balance)
    if sent(form, actions.move_money, by=request.user):
        return go_on(request, "Tercatat. Minta orang kedua menghitung.", PAGE, stay.pk)
    context = {"form": form, "stay": stay, "balance": balance_for(request.user, stay)}
    return render(request, "cases/help/money_move.html", context)


@may_fill("cases.take_money")
def money_from_bags(request, stay_id):
    """Money that was found when the bag was listed."""
    stay = row_for(request, Stay, stay_id, "person")
    items = _in_bags(request, stay)
    form = FromBagsForm(request.POST or None, instance=MoneyMovement(stay=stay))
    if sent(form, actions.take_from_bags, items=items, by=request.user):
        return go_on(request, "Tercatat. Minta orang kedua menghitung.", PAGE, stay.pk)
    return form_page(request, form, "cases/help/money_from_bags.html", stay=stay, items=items)


@may_fill("cases.take_money")
def money_count(request, money_movement_id):
    row = _row(request, money_movement_id)
    form = CountForm(request.POST or None)
    if done(form, actions.count_money, row, by=request.user):
        return go_on(request, "Dihitung berdua.", PAGE, row.stay_id)
    return form_page(request, form, "cases/help/money_count.html", row=row)


@may_fill("cases.take_money")
def money_correct(request, money_movement_id):
    wrong = _row(request, money_movement_id)
    form = CorrectForm(request.POST or None, instance=MoneyMovement(stay=wrong.stay))
    if sent(form, actions.correct_money, wrong=wrong, by=request.user):
        return go_on(request, "Dikoreksi. Catat yang benar.", PAGE, wrong.stay_id)
    to_count = MoneyMovement.objects.to_count_by(request.user)
    wrong.tells_sum = not to_count.filter(pk=wrong.pk).exists()
    return form_page(request, form, "cases/help/money_correct.html", row=wrong)


def _row(request, number):
    return row_for(request, MoneyMovement, number, "stay__person", "recorded_by", "letter")


@may_open("cases.view_money")
def money_letter(request, money_movement_id):
    row = _row(request, money_movement_id)
    if not readable_receipts(request.user).filter(pk=row.pk).exists():
        raise Http404
    return letter_response(row.letter, request.user)


@may_press("cases.take_money")
def money_letter_write(request, money_movement_id):
    row = _row(request, money_movement_id)
    then = reverse(PAGE, args=[row.stay_id])
    return press(request, actions.write_receipt, row, told="Tanda terima siap.", then=then)


@may_open("cases.view_money")
def money_unclaimed(request):
    """Of whoever has left; the longest first."""
    month = days.today().replace(day=1)
    stays = telling_balance(unclaimed_for(request.user), request.user)
    is_told = not stays.filter(is_told=False).exists()
    context = {
        "page_obj": counted_page_of(_listed(stays), request, 25),
        "rupiah": sum(stays.values_list("balance", flat=True)) if is_told else None,
        "month": month,
        "read": UnclaimedMonth.objects.select_related("recorded_by").filter(month=month).first(),
    }
    return render(request, "cases/help/money_unclaimed.html", context)


def _listed(stays):
    return stays.select_related("person").order_by("ended_at", "pk")


@may_open("cases.know_unclaimed_money")
def money_unclaimed_print(request):
    stays = list(_listed(unclaimed_for(request.user)))
    context = {
        "stays": stays,
        "rupiah": sum(stay.balance for stay in stays),
        "unit": Unit.current(),
        "now": days.now(),
        "by": request.user,
    }
    record(request.user, "printed", page="uang belum diambil", rows=len(stays))
    return pdf_answer(pdf("cases/help/money_unclaimed_print.html", context), "uang-belum-diambil")


@may_press("cases.know_unclaimed_money")
def money_unclaimed_read(request):
    def act(row, *, by):
        return actions.read_unclaimed(by=by)

    then = reverse("cases:money_unclaimed")
    return press(request, act, None, told="Dicatat sebagai dibaca.", then=then)
