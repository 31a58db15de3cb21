from django.db.models import Count, Sum
from django.shortcuts import get_object_or_404, render
from django.urls import reverse

from cases.help import actions
from cases.help.forms import BudgetLineForm, HelpForm, HelpPayForm, HelpReasonForm
from cases.help.letters import RECEIPT
from cases.help.listed import HELPS
from cases.help.models import BudgetLine, Help, HelpReason
from cases.people.access import mark_told
from cases.stays.models import Stay
from rptc import days
from rptc.acting import done, form_page, go_on, press, row_for, sent
from rptc.admission import may_fill, may_open, may_press
from rptc.decisions import decision_page
from rptc.forms import ReasonForm
from rptc.letters.files import letter_response
from rptc.letters.signatures.state import add_signed
from rptc.lists import may_list, render_list
from rptc.pages import counted_page_of, key_in, list_shown, year_or_this, years_beside
from rptc.setup_pages import edit_row, list_rows

FIRST_YEAR = 2020
PAGE = "cases:help_detail"


@may_list("cases.view_help", HELPS)
def help_list(request):
    """?show=waiting, approved (to be paid), unsigned, paid (of ?year=, of one ?reason= or one
    ?budget=), or nothing: what came to nothing of what was asked in the year."""
    year = year_or_this(request, FIRST_YEAR)
    visible = Help.objects.visible_to(request.user)
    paid = visible.paid().filter(paid_on__year=year)
    first = days.starts_at(days.today().replace(year=year, month=1, day=1))
    until = days.starts_at(days.today().replace(year=year + 1, month=1, day=1))
    asked = visible.filter(recorded_at__gte=first, recorded_at__lt=until)
    chosen = _chosen(request)
    lists = {
        "waiting": ("Menunggu keputusan", visible.waiting()),
        "approved": ("Belum dibayar", visible.approved()),
        "unsigned": ("Tanda terima belum ditandatangani", visible.unsigned()),
        "paid": (f"Diberikan {year}", paid),
        "nothing": (f"Tidak jadi {year}", asked.nothing_of()),
    }
    rows, context = list_shown(request, lists, default="paid")
    if context["show"] == "paid":
        rows = rows.filter(**{name: row for name, row in chosen.items() if row})
    rows = rows.select_related("stay__person", "reason", "budget_line", "letter")
    order = {"paid": ["-paid_on", "-pk"], "nothing": ["-recorded_at", "-pk"]}
    order = order.get(context["show"], ["recorded_at", "pk"])
    page = counted_page_of(rows.order_by(*order), request, 25)
    mark_told(page.object_list, Help.objects.told_to(request.user))
    receipts = Help.objects.telling_receipt_to(request.user)
    mark_told(page.object_list, receipts, "tells_receipt")
    counts = [(number, words, f"{url}&year={year}") for number, words, url in context["counts"]]
    context |= {
        "counts": counts,
        "page_obj": page,
        "here": f"?show={context['show']}&year={year}",
        **years_beside(year, FIRST_YEAR),
        "chosen": [row for row in chosen.values() if row],
        "sums": [
            ("Menurut alasan", "reason", _sums(paid, "reason")),
            ("Menurut mata anggaran", "budget", _sums(paid, "budget_line")),
        ],
    }
    return render_list(request, "cases/help/help_list.html", context)


def _chosen(request):
    """{column: the row that the address names, or None}."""
    named = {"reason": ("reason", HelpReason), "budget": ("budget_line", BudgetLine)}
    return {
        column: model.objects.filter(pk=key_in(request, name) or 0).first()
        for name, (column, model) in named.items()
    }


def _sums(paid, column):
    """[(key, name, how many, rupiah)] of what was given: of the rows that the number opens."""
    rows = paid.order_by().values_list(column, f"{column}__name", f"{column}__order")
    rows = rows.annotate(number=Count("pk"), rupiah=Sum("amount"))
    return [
        (key, name, number, rupiah)
        for key, name, order, number, rupiah in rows.order_by(
            f"{column}__order", f"{column}__name"
        )
    ]


@may_open("cases.view_help")
def help_detail(request, help_id):
    related = "reason budget_line letter recorded_by decided_by paid_by".split()
    row = _row(request, help_id, *related)
    # Who received it, and the receipt that says so.
    row.tells_place = Help.objects.telling_place_to(request.user).filter(pk=row.pk).exists()
    row.tells_receipt = row.is_told and row.tells_place
    add_signed([(row, RECEIPT, row.letter)] if row.tells_receipt else [])
    context = {
        "row": row,
        "reads_file": Help.objects.of_file(request.user).filter(pk=row.pk).exists(),
    }
    return render(request, "cases/help/help_detail.html", context)


def _row(request, help_id, *related):
    """With `is_told`: does this reader know whose file it is?"""
    row = row_for(request, Help, help_id, "stay__person", *related)
    mark_told([row], Help.objects.told_to(request.user))
    return row


@may_fill("cases.ask_help")
def help_ask(request, stay_id):
    stay = row_for(request, Stay, stay_id, "person")
    form = HelpForm(request.POST or None, instance=Help(stay=stay))
    if row := sent(form, actions.ask_help, by=request.user):
        return go_on(request, "Bantuan diajukan. Menunggu keputusan Kepala UPT.", PAGE, row.pk)
    if form.errors:
        form.find_existing()
    helps = stay.helps.select_related("reason").order_by("pk")
    return form_page(request, form, "cases/help/help_ask.html", stay=stay, helps=helps)


@may_fill("reports.decide")
def help_decide(request, help_id):
    rows = Help.objects.select_related("stay__person", "stay__rule", "reason", "recorded_by")
    return decision_page(
        request,
        rows,
        help_id,
        actions.decide_help,
        "cases/help/help_decide.html",
        more=lambda row: {"others": row.stay.helps.exclude(pk=row.pk).select_related("reason")},
    )


@may_fill("cases.pay_help")
def help_pay(request, help_id):
    row = _row(request, help_id, "reason", "decided_by")
    form = HelpPayForm(request.POST or None)
    if done(form, actions.pay_help, row, by=request.user):
        return go_on(request, "Tercatat diberikan.", PAGE, row.pk)
    return form_page(request, form, "cases/help/help_pay.html", row=row)


@may_fill("cases.pay_help")
def help_unpay(request, help_id):
    """What was written down as paid, and was not, or not so."""
    row = _row(request, help_id, "reason", "letter")
    form = ReasonForm(request.POST or None, label="Mengapa catatan ini salah")
    if done(form, actions.take_back_payment, row, by=request.user):
        return go_on(request, "Dicatat belum diberikan.", PAGE, row.pk)
    return form_page(request, form, "cases/help/help_unpay.html", row=row)


@may_fill("cases.ask_help")
def help_cancel(request, help_id):
    row = _of_file(request, help_id, "reason")
    row.is_told = True
    form = ReasonForm(request.POST or None)
    if done(form, actions.cancel_help, row, by=request.user):
        return go_on(request, "Bantuan dibatalkan.", PAGE, row.pk)
    return form_page(request, form, "cases/help/help_cancel.html", row=row)


def _of_file(request, help_id, *related):
    rows = Help.objects.of_file(request.user).select_related("stay__person", *related)
    return get_object_or_404(rows, pk=help_id)


def _named(request, help_id):
    """Only for who may know whose it is, and who received it: the receipt bears both names."""
    rows = Help.objects.telling_receipt_to(request.user).select_related("letter")
    return get_object_or_404(rows, pk=help_id)


@may_open("cases.view_help")
def help_letter(request, help_id):
    """The frozen receipt, as often as it is printed."""
    row = _named(request, help_id)
    return letter_response(row.letter, request.user)


@may_press("cases.give_help")
def help_letter_write(request, help_id):
    row = _named(request, help_id)
    then = reverse(PAGE, args=[row.pk])
    return press(request, actions.write_receipt, row, told="Tanda terima siap.", then=then)


@may_fill("cases.change_help_reason")
def help_reason_list(request):
    return list_rows(request, HelpReasonForm, HelpReason.objects.all(), "cases/help")


@may_fill("cases.change_help_reason")
def help_reason_edit(request, help_reason_id):
    return edit_row(request, HelpReasonForm, help_reason_id, "cases/help")


@may_fill("cases.change_budget_line")
def budget_line_list(request):
    return list_rows(request, BudgetLineForm, BudgetLine.objects.all(), "cases/help")


@may_fill("cases.change_budget_line")
def budget_line_edit(request, budget_line_id):
    return edit_row(request, BudgetLineForm, budget_line_id, "cases/help")
