from django.contrib import messages
from django.contrib.auth.decorators import permission_required
from django.core.exceptions import ValidationError
from django.core.paginator import Paginator
from django.db.models import Count, F, Prefetch
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_http_methods, require_safe

from cases.intakes.models import Intake
from cases.people.models import shown_columns
from cases.people.photos.faces import add_faces
from cases.people.photos.models import patrols_with_waiting_photos
from cases.stays import actions
from cases.stays.belongings.actions import hang_tag
from cases.stays.extensions.models import with_latest_extension
from cases.stays.forms import (
    ArrivalForm,
    ArrivalsForm,
    SocialWorkerForm,
    StayFilter,
    StayRuleEndForm,
    StayRuleForm,
)
from cases.stays.models import Stay, StayReturn, StayRule
from cases.stays.presence.house import count_house
from cases.stays.previewing import LOOK_BACK, effect_on_house, expected_load
from cases.stays.receptions.actions import receive
from rptc import days
from rptc.audit.record import record
from rptc.letters.models import Unit
from rptc.sending import row_key
from rptc.setup_pages import edit_row, list_rows

# What a row of the board shows.
SHOWN = [*"began_at ended_at last_on".split(), *shown_columns("person__")]


@permission_required("cases.view_stay", raise_exception=True)
@require_safe
def stay_list(request):
    """Who is in the house, by deadline: the nearest limit on top."""
    house = Stay.objects.visible_to(request.user).open()
    stays = StayFilter(request.GET, queryset=house, request=request)
    rows = with_latest_extension(stays.qs.select_related("person").only(*SHOWN))
    # Two words of a row need no object each.
    rows = rows.annotate(
        classification_name=F("intake__classification__short_name"),
        social_worker_name=F("social_worker__full_name"),
    ).order_by("last_on", "pk")
    page = Paginator(rows, 100).get_page(request.GET.get("page"))
    return render(
        request,
        "cases/stay_list.html",
        {
            "filter": stays,
            "page_obj": page,
            "counts": house.count_by_limit(days.today()),
            "house": count_house(house),
            "capacity": Unit.current().capacity,
        },
    )


@permission_required("cases.confirm_arrival", raise_exception=True)
@require_http_methods(["GET", "POST"])
def stay_arrivals(request):
    """Who is on the way: confirmed one by one, or all but those who did not come."""
    intakes = list(
        Intake.objects.visible_to(request.user)
        .on_the_way()
        .select_related("person", "classification", "patrol__team", "hot_spot")
        .order_by("met_on", "met_at", "pk")
    )
    on_the_books = {
        stay.person_id: stay
        # Not the stay that this same arrival began a moment ago, in another tab.
        for stay in Stay.objects.open()
        .filter(person__in=[i.person_id for i in intakes])
        .exclude(intake__in=intakes)
    }
    form = ArrivalsForm(request.POST or None)
    rows = [
        ArrivalForm(request.POST or None, intake=i, open_stay=on_the_books.get(i.person_id))
        for i in intakes
    ]
    if request.method == "POST" and form.is_valid() and all([row.is_valid() for row in rows]):
        arrived = [row for row in rows if row.cleaned_data["arrived"]]
        if not arrived and _came_before(request, form):
            messages.success(request, "Kedatangan ini sudah tersimpan.")
            return redirect("cases:reception_tonight")
        if not arrived:
            form.add_error(None, "Centang siapa yang sudah tiba.")
        received = [
            (stay, row.intake) for row in arrived if (stay := _confirm(row, form, request.user))
        ]
        at, page_key = form.cleaned_data["at"], form.cleaned_data["send_key"]
        receive(received, at=at, page_key=page_key, by=request.user)
        if not form.errors and not any(row.errors for row in rows):
            messages.success(request, f"{len(arrived)} orang diterima.")
            return redirect("cases:reception_tonight")
        rows = [row for row in rows if row not in arrived or row.errors]
    add_faces([row.intake.person for row in rows], request.user)
    return render(
        request,
        "cases/stay_arrivals.html",
        {
            "form": form,
            "rows": rows,
            "bad_rows": [(r["arrived"].auto_id, r.intake.person) for r in rows if r.errors],
            "waiting_photos": patrols_with_waiting_photos(),
        },
    )


def _came_before(request, form):
    """The same form again: its rows have arrived already, by this sender and under its keys."""
    page_key = form.cleaned_data["send_key"]
    ids = [name.removesuffix("-arrived") for name in request.POST if name.endswith("-arrived")]
    keys = [row_key(page_key, number) for number in ids]
    return any(
        rows.filter(recorded_by=request.user, send_key__in=keys).exists()
        for rows in (Stay.objects, StayReturn.objects)
    )


def _confirm(row, form, by):
    """One row: its own savepoint, so that one refusal never holds back the others. Returns the
    stay; of a row that was refused nothing, and the row says why."""
    answer = row.cleaned_data
    details = {
        "at": form.cleaned_data["at"],
        "by": by,
        "send_key": row_key(form.cleaned_data["send_key"], row.intake.pk),
    }
    worker = form.cleaned_data["social_worker"]
    try:
        if answer.get("again") == "came_back":
            details["not_seen_since"] = answer["not_seen_since"]
            stay = actions.continue_stay(row.intake, **details)
        elif answer.get("again") == "ran_away":
            details["not_seen_since"] = answer["not_seen_since"]
            stay = actions.begin_anew(row.intake, social_worker=worker, **details)
        else:
            stay = actions.confirm_arrival(row.intake, social_worker=worker, **details)
    except ValidationError as error:
        row.add_error(None, error)
        return None
    if answer["bag"]:
        hang_tag(stay, key=details["send_key"], by=by)
    return stay


@permission_required("cases.view_stay", raise_exception=True)
@require_safe
def stay_detail(request, stay_id):
    returns = StayReturn.objects.select_related("intake").order_by("-returned_at", "-pk")
    stay = visible_stay(request, stay_id, Prefetch("returns", returns))
    record(request.user, "opened", stay)
    add_faces([stay.person], request.user)
    exits = stay.exits.select_related("kind", "recorded_by", "decided_by", "known_by")
    exits = list(exits.with_telling(request.user).order_by("-recorded_at", "-pk"))
    return render(
        request,
        "cases/stay_detail.html",
        {
            "stay": stay,
            "exits": exits,
            "current_exit": next(
                (e for e in exits if e.state in {"proposed", "approved", "done"}), None
            ),
            "returns": list(reversed(stay.returns.all())),
            "bed": stay.bed_uses.filter(ended_at=None).select_related("bed__room").first(),
        },
    )


@permission_required("cases.assign_social_worker", raise_exception=True)
@require_http_methods(["GET", "POST"])
def stay_assign(request, stay_id):
    stay = visible_stay(request, stay_id)
    form = SocialWorkerForm(request.POST or None, instance=stay)
    if form.is_valid():
        actions.assign_social_worker(stay, form.cleaned_data["social_worker"], by=request.user)
        messages.success(request, "Pekerja sosial utama ditetapkan.")
        return redirect("cases:stay_detail", stay.pk)
    return render(request, "cases/stay_assign.html", {"form": form, "stay": stay})


def visible_stay(request, stay_id, *parts):
    stays = (
        Stay.objects.visible_to(request.user)
        .prefetch_related(*parts)
        .select_related(
            "person__origin__parent",
            "intake__classification",
            "intake__patrol__team",
            "rule",
            "social_worker",
            "recorded_by",
        )
    )
    return get_object_or_404(stays, pk=stay_id)


@permission_required("cases.change_stay_rule", raise_exception=True)
@require_http_methods(["GET", "POST"])
def stay_rule_list(request):
    rules = StayRule.objects.select_related("classification").annotate(used=Count("stays"))
    return list_rows(
        request,
        StayRuleForm,
        rules.order_by("-valid_from", "pk"),
        "cases/stay_rule_list.html",
        "cases:stay_rule_list",
    )


@permission_required("cases.change_stay_rule", raise_exception=True)
@require_http_methods(["GET", "POST"])
def stay_rule_preview(request):
    """ "Bila aturan menjadi ...": what it would mean, before it is saved. Nothing changes here."""
    form = StayRuleForm(request.POST or None)
    context = {"form": form, "rule": None}
    if form.is_valid():
        rule = form.instance
        context |= {
            "rule": rule,
            "classes": effect_on_house(rule),
            "load": expected_load(rule),
            "look_back": LOOK_BACK,
            "capacity": Unit.current().capacity,
            "began_before": rule.valid_from < days.today(),
        }
    return render(request, "cases/stay_rule_preview.html", context)


@permission_required("cases.change_stay_rule", raise_exception=True)
@require_http_methods(["GET", "POST"])
def stay_rule_edit(request, stay_rule_id):
    return edit_row(
        request,
        StayRuleEndForm,
        get_object_or_404(StayRule, pk=stay_rule_id),
        "cases/stay_rule_edit.html",
        "cases:stay_rule_list",
    )
