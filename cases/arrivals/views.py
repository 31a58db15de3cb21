from django.core.exceptions import ValidationError
from django.shortcuts import render

from cases.arrivals import actions
from cases.arrivals.forms import ArrivalForm, ArrivalsForm
from cases.arrivals.receptions.actions import receive
from cases.house.belongings.actions import hang_tag
from cases.intakes.models import Intake
from cases.people.locks import lock_people
from cases.people.photos.faces import add_faces
from cases.people.photos.models import patrols_with_waiting_photos
from cases.stays.models import Stay, StayReturn
from rptc.acting import go_on
from rptc.admission import may_fill
from rptc.sending import row_key


@may_fill("cases.confirm_arrival")
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
            return go_on(request, "Kedatangan ini sudah tersimpan.", "cases:reception_tonight")
        if not arrived:
            form.add_error(None, "Centang siapa yang sudah tiba.")
        lock_people(row.intake.person_id for row in arrived)
        received = [
            (stay, row.intake) for row in arrived if (stay := _confirm(row, form, request.user))
        ]
        at, page_key = form.cleaned_data["at"], form.cleaned_data["send_key"]
        receive(received, at=at, page_key=page_key, by=request.user)
        if not form.errors and not any(row.errors for row in rows):
            return go_on(request, f"{len(arrived)} orang diterima.", "cases:reception_tonight")
        rows = [row for row in rows if row not in arrived or row.errors]
    add_faces([row.intake.person for row in rows], request.user)
    context = {
        "form": form,
        "rows": rows,
        "bad_rows": [(r["arrived"].auto_id, r.intake.person) for r in rows if r.errors],
        "waiting_photos": patrols_with_waiting_photos(),
    }
    return render(request, "cases/arrivals/stay_arrivals.html", context)


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
