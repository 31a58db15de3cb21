from django.core.exceptions import ValidationError
from django.db.models import F, prefetch_related_objects
from django.shortcuts import render

from cases.arrivals import actions
from cases.arrivals.forms import ArrivalForm, ArrivalsForm
from cases.arrivals.groups import groups_of
from cases.arrivals.receptions.actions import receive
from cases.arrivals.receptions.models import night_began_at
from cases.house.belongings.actions import hang_tag
from cases.intakes.actions import change_outcome
from cases.intakes.models import Intake
from cases.people.locks import lock_people
from cases.people.photos.faces import add_faces
from cases.people.photos.models import patrols_with_waiting_photos
from cases.stays.models import Stay, StayReturn
from rptc import days, words
from rptc.acting import go_on
from rptc.admission import may_fill
from rptc.kept import AmongThese, kept_rows, keys_of
from rptc.pages import key_in
from rptc.sending import row_key


@may_fill("cases.confirm_arrival")
def stay_arrivals(request):
    """Who is on the way, by the patrol that brings them. Who stands at the door is ticked: all
    but those who did not get off. `?patrol=` names the one at the door, `?intake=` whom somebody
    has just typed."""
    intakes = kept_rows(_on_the_way, request.user)
    typed = set(keys_of(intakes))
    on_the_books = {
        stay.person_id: stay
        for stay in kept_rows(_still_there, None, these={i.person_id for i in intakes})
        # Not the stay that this same arrival began a moment ago, in another tab.
        if stay.intake_id not in typed
    }
    form = ArrivalsForm(request.POST or None)
    groups = [
        (
            group,
            [
                ArrivalForm(
                    request.POST or None,
                    intake=intake,
                    open_stay=on_the_books.get(intake.person_id),
                    is_here=group.is_here,
                )
                for intake in group.intakes
            ],
        )
        for group in groups_of(
            intakes,
            now=days.now(),
            user=request.user,
            patrol=key_in(request, "patrol"),
            intake=key_in(request, "intake"),
        )
    ]
    rows = [row for _, of_group in groups for row in of_group]
    if request.method == "POST" and form.is_valid() and all([row.is_valid() for row in rows]):
        arrived = [row for row in rows if row.cleaned_data["arrived"]]
        elsewhere = [row for row in rows if row not in arrived and row.cleaned_data["instead"]]
        nobody = not arrived and not elsewhere
        if nobody and _came_before(request, form):
            return go_on(request, "Kedatangan ini sudah tersimpan.", "cases:reception_tonight")
        if nobody:
            form.add_error(None, "Centang siapa yang sudah tiba.")
        lock_people(row.intake.person_id for row in [*arrived, *elsewhere])
        received = [
            (stay, row.intake) for row in arrived if (stay := _confirm(row, form, request.user))
        ]
        at, page_key = form.cleaned_data["at"], form.cleaned_data["send_key"]
        receive(received, at=at, page_key=page_key, by=request.user)
        for row in elsewhere:
            _note_elsewhere(row, request.user)
        if not form.errors and not any(row.errors for row in rows):
            return _after_arrival(request, at, [stay for stay, _ in received], elsewhere)
        done = [row for row in [*arrived, *elsewhere] if not row.errors]
        groups = _without(groups, done)
        rows = [row for row in rows if row not in done]
    prefetch_related_objects([row.intake for row in rows], "child_victims")
    add_faces([row.intake.person for row in rows], request.user)
    context = {
        "form": form,
        "here": [each for each in groups if each[0].is_here],
        "on_the_road": [each for each in groups if not (each[0].is_here or each[0].is_old)],
        "of_other_nights": [each for each in groups if each[0].is_old],
        "rows": rows,
        "told": _told(rows),
        "bad_rows": [(r["arrived"].auto_id, r.intake.person) for r in rows if r.errors],
        "waiting_photos": patrols_with_waiting_photos(),
    }
    return render(request, "cases/arrivals/stay_arrivals.html", context)


def _on_the_way(user):
    named = ["person", "classification", "patrol__team", "patrol__recorded_by", "hot_spot"]
    intakes = Intake.objects.visible_to(user).on_the_way().select_related(*named)
    return intakes.order_by("met_on", "met_at", "pk")


def _still_there(_):
    return Stay.objects.open().filter(AmongThese(F("person")))


def _told(rows):
    now = days.now()
    return f"{words.tanggal_pendek(now)} pukul {words.jam(now)} · {len(rows)} orang di jalan"


def _without(groups, done):
    """What is left of the page when some of its rows are saved."""
    left = [(group, [row for row in rows if row not in done]) for group, rows in groups]
    return [(group, rows) for group, rows in left if rows]


def _note_elsewhere(row, by):
    """Who did not get off the truck: another outcome, with what was chosen as its reason."""
    outcome = row.cleaned_data["instead"]
    why = f"Tidak turun di RPTC: {dict(ArrivalForm.INSTEAD)[outcome].lower()}."
    try:
        change_outcome(row.intake, outcome, why, by=by)
    except ValidationError as error:
        row.add_error(None, error)


def _after_arrival(request, at, stays, elsewhere):
    """On to what is to be done for them. Whoever came on an earlier night, and is typed only
    now, stands on no list of this one: that leads to the person."""
    said = [f"{len(stays)} orang diterima."] if stays else []
    said += [f"{len(elsewhere)} orang dicatat tidak tiba."] if elsewhere else []
    told = " ".join(said)
    if not stays:
        return go_on(request, told, "cases:stay_arrivals")
    if at >= night_began_at(days.now()):
        return go_on(request, told, "cases:reception_tonight")
    seen = Stay.objects.visible_to(request.user).filter(pk__in=[stay.pk for stay in stays])
    if len(stays) == 1 and seen:
        return go_on(request, told, "cases:stay_detail", stays[0].pk)
    return go_on(request, told, "cases:stay_list")


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
