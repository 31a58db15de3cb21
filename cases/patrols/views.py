from django.contrib import messages
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse

from cases.patrols import actions
from cases.patrols.forms import (
    OrderLetterForm,
    PatrolEditForm,
    PatrolFilter,
    PatrolForm,
    PointsForm,
    TeamForm,
    VehicleForm,
)
from cases.patrols.listed import PATROLS
from cases.patrols.models import OrderLetter, Patrol, Team, Vehicle
from cases.patrols.reports import letter_lines, note_days_without, told_of, whatsapp_text
from rptc.accounts.permissions import Role
from rptc.acting import form_page, go_on, press, row_for, sent
from rptc.admission import may_fill, may_open, may_press
from rptc.audit.record import record
from rptc.letters.models import Unit
from rptc.lists import may_list, render_list
from rptc.pages import counted_page_of, number_of
from rptc.printing import pdf, pdf_answer
from rptc.sending import send_form, show_both
from rptc.setup_pages import edit_row, list_rows

# Of a patrol's pictures on its printed report: two pages of six.
MOST_PICTURES = 12


@may_list("cases.view_patrol", PATROLS)
def patrol_list(request):
    intakes = Patrol._meta.get_field("intakes").related_model.objects
    patrols = (
        Patrol.objects.visible_to(request.user)
        .select_related("team", "order_letter")
        .annotate(people=number_of(intakes, "patrol"))
        .order_by("-started_at", "-pk")
    )
    patrol_filter = PatrolFilter(request.GET, queryset=patrols, request=request)
    page = counted_page_of(patrol_filter.qs, request, 30)
    # Who sees only their own nights, or some of all, cannot say on which nobody rode.
    if not patrol_filter.form.changed_data and request.user.has_role(*Patrol.SEEN_BY):
        newer = patrols[page.start_index() - 2] if page.number > 1 else None
        note_days_without(page.object_list, newer)
    context = {"page_obj": page, "filter": patrol_filter}
    return render_list(request, "cases/patrols/patrol_list.html", context)


@may_fill("cases.register_patrol")
def patrol_register(request):
    last = Patrol.objects.visible_to(request.user).order_by("-started_at", "-pk").first()
    form = PatrolForm(
        request.POST or None, last=last, by=request.user, report=request.GET.get("report", "")
    )
    if form.is_valid():
        patrol = send_form(
            form,
            form.save(commit=False),
            actions.register_patrol,
            officers=form.cleaned_data["officers"],
            public_reports=form.cleaned_data.get("public_reports", ()),
            letter=form.letter_to_add,
            plate=form.cleaned_data.get("new_plate", ""),
            by=request.user,
        )
        if patrol:
            return redirect("cases:patrol_intakes", patrol.pk)
        if form.sent_before:
            return show_both(request, form, "cases:patrol_detail")
    return form_page(request, form, "cases/patrols/patrol_register.html", last=last)


@may_open("cases.view_patrol")
def patrol_detail(request, patrol_id):
    patrol = _visible_patrol(request, patrol_id)
    intakes = patrol.intakes.all().visible_to(request.user)
    context = {
        **told_of(patrol),
        "intakes": intakes.select_related("person", "classification", "hot_spot")
        .with_said_name(request.user)
        .order_by("met_at", "pk"),
        "whatsapp_text": whatsapp_text(patrol),
        "points": PointsForm(patrol=patrol) if patrol.is_under_way else None,
        "pictures": patrol.photos.of_the_patrol().select_related("recorded_by"),
        "waiting_photos": patrol.photos.waiting().select_related("recorded_by"),
    }
    return render(request, "cases/patrols/patrol_detail.html", context)


@may_fill("cases.register_patrol")
def patrol_edit(request, patrol_id):
    row_for(request, Patrol, patrol_id)
    patrol = Patrol.objects.select_for_update(of=("self",)).get(pk=patrol_id)
    form = PatrolEditForm(request.POST or None, instance=patrol)
    if form.is_valid():
        actions.change_patrol(
            form.save(commit=False), form.cleaned_data["officers"], by=request.user
        )
        return go_on(request, "Patroli tersimpan.", "cases:patrol_detail", patrol.pk)
    return form_page(request, form, "cases/patrols/patrol_edit.html", patrol=patrol)


@may_press("cases.register_patrol")
def patrol_end(request, patrol_id):
    patrol = _visible_patrol(request, patrol_id)
    points = PointsForm(request.POST, patrol=patrol)
    points.full_clean()
    seen = points.cleaned_data.get("hot_spots", [])
    told = "Patroli selesai."
    return press(
        request,
        actions.end_patrol,
        patrol,
        seen,
        told=told,
        then=reverse("cases:patrol_detail", args=[patrol.pk]),
        refuse=messages.warning,
    )


@may_open("cases.view_patrol")
def patrol_report(request, patrol_id):
    """The patrol report as PDF: counts and rows by number, without names (docs/roles.md)."""
    patrol = _visible_patrol(request, patrol_id)
    context = {
        **told_of(patrol),
        "rows": patrol.intakes.select_related("person", "classification", "hot_spot").order_by(
            "met_at", "pk"
        ),
        "pictures": [photo.data_uri for photo in patrol.photos.of_the_patrol()[:MOST_PICTURES]],
        "unit": Unit.current(),
    }
    record(request.user, "printed", patrol)
    return pdf_answer(
        pdf("cases/patrols/patrol_report.html", context), f"laporan-patroli-{patrol.pk}"
    )


@may_fill("cases.change_order_letter")
def order_letter_add(request):
    form = OrderLetterForm(request.POST or None)
    if letter := sent(form, actions.register_order_letter, by=request.user):
        return go_on(request, f"Surat tugas {letter} tercatat.", "cases:order_letter_add")
    letters = OrderLetter.objects.order_by("-issued_on", "-pk")[:30]
    return form_page(request, form, "cases/patrols/order_letter_add.html", letters=letters)


@may_open("cases.change_order_letter")
def order_letter_print(request, order_letter_id):
    """The letter with the patrols that rode under it and what each met: counts, never a name.

    TRC prints the patrols that it rode with; the office needs what a letter in hand covers.
    """
    letter = get_object_or_404(OrderLetter, pk=order_letter_id)
    patrols = letter.patrols.all()
    if not request.user.has_role(Role.OFFICE):
        patrols = patrols.visible_to(request.user)
    lines = letter_lines(patrols)
    context = {
        "letter": letter,
        "lines": lines,
        "people": sum(line.people for line in lines),
        "unit": Unit.current(),
    }
    record(request.user, "printed", letter)
    return pdf_answer(
        pdf("cases/patrols/order_letter_print.html", context), f"surat-tugas-{letter.pk}"
    )


def _visible_patrol(request, patrol_id):
    patrols = Patrol.objects.visible_to(request.user)
    patrols = patrols.select_related("team", "vehicle", "order_letter", "recorded_by")
    return get_object_or_404(patrols.prefetch_related("members__user"), pk=patrol_id)


@may_fill("cases.change_hot_spot")
def team_list(request):
    return list_rows(request, TeamForm, Team.objects.order_by("name"), "cases/patrols")


@may_fill("cases.change_hot_spot")
def team_edit(request, team_id):
    return edit_row(request, TeamForm, team_id, "cases/patrols")


@may_fill("cases.change_hot_spot")
def vehicle_list(request):
    rows = Vehicle.objects.order_by("plate")
    return list_rows(request, VehicleForm, rows, "cases/patrols")


@may_fill("cases.change_hot_spot")
def vehicle_edit(request, vehicle_id):
    return edit_row(request, VehicleForm, vehicle_id, "cases/patrols")
