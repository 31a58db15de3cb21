from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse

from cases.casework.plans import actions
from cases.casework.plans.difference import difference
from cases.casework.plans.forms import (
    BriefGuidanceForm,
    PlanEditForm,
    PlanForm,
    PlanItemCloseForm,
    item_rows,
)
from cases.casework.plans.letters import PLAN
from cases.casework.plans.listed import PLANS
from cases.casework.plans.models import BriefGuidance, Plan, PlanItem
from cases.casework.plans.starts import start_of
from cases.file.head import file_context, file_or_404
from cases.file.pages import show_of_stay
from cases.stays.locks import lock_stay
from cases.stays.models import Stay
from rptc import days
from rptc.acting import done, form_page, go_on, press, row_for, sent
from rptc.admission import may_fill, may_open, may_press, saves
from rptc.decisions import decision_page
from rptc.letters.files import letter_response
from rptc.letters.signatures.state import add_signed
from rptc.letters.ties import tied_letters
from rptc.lists import may_list, render_list
from rptc.pages import counted_page_of, list_shown, number_of
from rptc.sending import send_form, show_both
from rptc.waiting import Part


@may_list("cases.view_plan", PLANS)
def plan_list(request):
    """?show=mine, submitted or all lists plans; ?show=late lists items past their day."""
    visible = Plan.objects.visible_to(request.user)
    late = PlanItem.objects.filter(plan__in=visible).late(days.today())
    worker = request.GET.get("worker", "")
    if worker:
        late = late.of_owner(worker)
    late = late.select_related("plan__stay__person", "kind", "owner").order_by("due_on", "pk")
    lists = {
        "mine": ("Rencana saya", visible.of_worker(request.user)),
        "submitted": ("Menunggu Kepala UPT", visible.filter(state=Plan.State.SUBMITTED)),
        "returned": ("Dikembalikan", visible.returned_to(request.user)),
        "late": ("Kegiatan lewat waktu", late),
        "brief": ("Pembinaan singkat", BriefGuidance.objects.visible_to(request.user)),
        "all": ("Semua rencana", visible),
    }
    rows, context = list_shown(request, lists, if_empty="all")
    if context["show"] == "brief":
        rows = rows.select_related("stay__person", "recorded_by").order_by("-recorded_at", "-pk")
    elif context["show"] != "late":
        items, closed = PlanItem.objects.all(), PlanItem.objects.exclude(result="")
        rows = (
            rows.with_replacement()
            .select_related("stay__person", "recorded_by")
            .annotate(lines=number_of(items, "plan"), done=number_of(closed, "plan"))
            .order_by("-recorded_at", "-pk")
        )
    context["page_obj"] = counted_page_of(rows, request, 25)
    context["worker"] = worker if context["show"] == "late" else ""
    return render_list(request, "cases/casework/plan_list.html", context)


@may_fill("cases.write_plan")
def plan_write(request, stay_id):
    """A new plan; after an approved one it begins as a copy with the items that are still open."""
    stays = Stay.objects.visible_to(request.user).select_related("person")
    if request.method == "POST":
        # Copies of the same form wait here, and then find the row that the first one made.
        lock_stay(get_object_or_404(stays, pk=stay_id))
    stay = get_object_or_404(stays, pk=stay_id)
    unfinished = stay.plans.exclude(state=Plan.State.APPROVED).first()
    if request.method == "GET" and unfinished:
        return redirect("cases:plan_detail", unfinished.pk)
    last = stay.plans.order_by("number").last()
    start = start_of(stay, request)
    plan = start.plan
    items = item_rows(request.POST or None, stay=stay, items=start.items)
    form = PlanForm(request.POST or None, instance=plan, items=items)
    if form.is_valid() & items.is_valid():
        plan = form.save(commit=False)
        if plan := send_form(form, plan, actions.write_plan, items=items.rows, by=request.user):
            return go_on(request, "Rencana tersimpan sebagai draf.", "cases:plan_detail", plan.pk)
        if form.sent_before:
            return show_both(request, form, "cases:plan_detail")
    context = {"form": form, "items": items, "stay": stay, "last": last, "start": start}
    return render(request, "cases/casework/plan_write.html", context)


@may_fill("cases.write_plan")
def guidance_write(request, stay_id):
    """Pembinaan singkat, of who stays three days at the most."""
    stay = row_for(request, Stay, stay_id, "person")
    form = BriefGuidanceForm(request.POST or None, instance=BriefGuidance(stay=stay))
    if sent(form, actions.guide_briefly, by=request.user):
        return go_on(request, "Pembinaan singkat tercatat.", "cases:stay_plan", stay.pk)
    return form_page(request, form, "cases/casework/guidance_write.html", stay=stay)


@saves(plan_write)
@may_open("cases.view_plan")
def stay_plan(request, stay_id):
    """The part Rencana of a file: the plan in force, and every one of this stay."""
    return show_of_stay(request, stay_id, Part.PLAN, room="casework")


@may_open("cases.view_plan")
def plan_detail(request, plan_id):
    plan = _visible_plan(request, plan_id)
    numbers = plan.stay.plans.with_replacement().select_related("recorded_by")
    person = file_or_404(request.user, plan.stay.person_id)
    letter = tied_letters(plan).get(PLAN)
    add_signed([(plan, PLAN, letter)])
    context = file_context(request, person, Part.PLAN, plan.stay_id) | {
        "letter": letter,
        "plan": plan,
        "changes": _changes(plan),
        "numbers": numbers.order_by("number"),
        "in_force": plan.is_in_force,
        "lacks": [] if plan.is_frozen else actions.what_lacks(plan),
        "may_decide": Plan.objects.waiting_for(request.user).filter(pk=plan.pk).exists(),
    }
    return render(request, "cases/casework/plan_detail.html", context)


@may_fill("cases.write_plan")
def plan_edit(request, plan_id):
    plans = Plan.objects.visible_to(request.user).select_related("stay__person")
    if request.method == "POST":
        plans = plans.select_for_update(of=("self",))
    plan = get_object_or_404(plans, pk=plan_id)
    if request.method == "GET" and plan.is_frozen:
        messages.info(request, "Rencana ini sudah diajukan, jadi tidak dapat diubah.")
        return redirect("cases:plan_detail", plan.pk)
    stored = list(plan.items.select_related("kind", "owner"))
    form = PlanEditForm(request.POST or None, instance=plan)
    items = item_rows(request.POST or None, stay=plan.stay, items=stored)
    if form.is_valid() & items.is_valid():
        try:
            actions.change_plan(form.save(commit=False), items.rows, by=request.user)
            return go_on(request, "Rencana tersimpan.", "cases:plan_detail", plan.pk)
        except ValidationError as error:
            form.add_error(None, error)
    context = {"form": form, "items": items, "plan": plan, "stored": stored}
    return render(request, "cases/casework/plan_edit.html", context)


@may_press("cases.write_plan")
def plan_submit(request, plan_id):
    plan = _visible_plan(request, plan_id)
    told = "Rencana diajukan kepada Kepala UPT."
    return press(
        request,
        actions.submit_plan,
        plan,
        told=told,
        then=reverse("cases:plan_detail", args=[plan.pk]),
    )


@may_open("cases.view_plan")
def plan_letter(request, plan_id):
    """The frozen paper of an approved plan."""
    plan = _visible_plan(request, plan_id)
    return letter_response(tied_letters(plan).get(PLAN), request.user)


@may_press("cases.write_plan")
def plan_letter_write(request, plan_id):
    plan = _visible_plan(request, plan_id)
    told, page = "Rencana siap dicetak dan ditandatangani.", "cases:plan_detail"
    then = reverse(page, args=[plan.pk])
    return press(request, actions.write_letter, plan, told=told, then=then)


@may_fill("reports.decide")
def plan_decide(request, plan_id):
    return decision_page(
        request,
        _with_all(Plan.objects),
        plan_id,
        actions.decide_plan,
        "cases/casework/plan_decide.html",
        more=lambda plan: {"changes": _changes(plan)},
    )


@may_fill("cases.write_plan")
def plan_item_close(request, plan_id, item_id):
    plan = _visible_plan(request, plan_id)
    item = next((item for item in plan.items.all() if item.pk == item_id), None)
    if item is None:
        raise Http404
    form = PlanItemCloseForm(request.POST or None)
    if done(form, actions.close_item, item, by=request.user):
        return go_on(request, "Hasil kegiatan tercatat.", "cases:plan_detail", plan.pk)
    return form_page(request, form, "cases/casework/plan_item_close.html", plan=plan, item=item)


def _visible_plan(request, plan_id):
    return get_object_or_404(_with_all(Plan.objects.visible_to(request.user)), pk=plan_id)


def _with_all(plans):
    plans = plans.select_related("stay__person", "recorded_by", "decided_by")
    return plans.prefetch_related("items__kind", "items__owner", "items__result_by")


def _changes(plan):
    """Against the number before; nothing for the first."""
    before = plan.stay.plans.filter(number__lt=plan.number).order_by("-number")
    old = before.prefetch_related("items__kind", "items__owner").first()
    return difference(old, plan) if old else []
