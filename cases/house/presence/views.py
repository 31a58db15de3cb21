import datetime

from django.contrib import messages
from django.http import JsonResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse

from cases.house.evening.models import ImportantNumber
from cases.house.leaves.models import Leave
from cases.house.presence import absences, actions
from cases.house.presence.calls import calls_about
from cases.house.presence.corrections import corrections_of
from cases.house.presence.forms import (
    OF_ONE_TAP,
    AbsenceActForm,
    AbsenceEndForm,
    RollCallForm,
    ToldPoliceForm,
)
from cases.house.presence.lines import lines_for
from cases.house.presence.listed import ABSENCES, ROLL_CALLS
from cases.house.presence.meals import SPM_DAYS, meals_of, sums_of
from cases.house.presence.models import Absence, AbsenceAct, RollCall, Status, half_day
from cases.patrols.devices.away import may_keep, record_keeping
from cases.people.photos.faces import add_faces
from cases.stays.models import Stay
from cases.stays.ways_out import WayOut
from rptc import days
from rptc.accounts.permissions import who_may
from rptc.acting import done, go_on, row_for, sent
from rptc.admission import may_fill, may_open, may_press
from rptc.audit.record import record
from rptc.forms import ReasonForm
from rptc.kept import kept_first
from rptc.lists import may_list, render_list
from rptc.pages import counted_page_of, list_shown
from rptc.sending import anothers, answer_for, is_anothers, send_form, typed_at, waited


@may_fill("cases.take_roll_call")
def roll_call_take(request):
    """Who was seen this half day: everybody present, until a tap says otherwise."""
    if waited(request):
        return JsonResponse(_waited(request))
    on, part = half_day(days.now())
    stored = kept_first(_of_today, None, part)
    lines = lines_for(request.user, stored)
    version = stored.version if stored else 0
    form = RollCallForm(
        request.POST or None, lines=lines, version=version, half_day=f"{on}-{part}"
    )
    if form.is_valid() and (saved := _take(form, RollCall(on=on, part=part), request.user)):
        _tell(request, saved)
        return redirect("cases:roll_call_detail", saved.pk)
    if form.is_of_another_half_day:
        form.shows(stored, lines_for(request.user, stored))
    add_faces([line.stay.person for line in lines if line.is_named], request.user)
    context = {
        "form": form,
        "rows": lines,
        "stored": stored,
        "arrived_since": (
            Stay.objects.open().filter(began_at__gt=stored.taken_at).count() if stored else 0
        ),
        "part": part,
        "title": f"Absen {RollCall.Part(part).label.lower()}",
        "now": days.now(),
    }
    return render(request, "cases/house/roll_call_take.html", context)


def _tell(request, saved):
    messages.success(request, f"{saved} tersimpan.")
    for sentence in saved.news:
        messages.warning(request, sentence)


def _waited(request):
    """A roll call that waited on a phone, of the half day in which it was typed. What happened
    meanwhile is said on the next page, or stands with it where it was refused."""
    if is_anothers(request):
        return anothers(request)
    at = typed_at(request)
    on, part = half_day(at)
    stored = _called().filter(on=on, part=part).first()
    form = RollCallForm(
        request.POST,
        lines=lines_for(request.user, stored, at),
        version=0,
        half_day=f"{on}-{part}",
        waited_since=at,
    )
    saved = form.is_valid() and _take(form, RollCall(on=on, part=part), request.user)
    if not saved:
        return answer_for(request, form, None) | form.beside()
    _tell(request, saved)
    return answer_for(request, form, reverse("cases:roll_call_detail", args=[saved.pk]))


@may_keep("cases.take_roll_call")
def roll_call_kept(request):
    """What a registered phone keeps to take a roll call without signal: who is called, by name and
    bed alone."""
    on, part = half_day(days.now())
    stored = _called().filter(on=on, part=part).first()
    lines = lines_for(request.user, stored)
    said = {
        "user": request.user.pk,
        "half_day": f"{on}-{part}",
        "version": stored.version if stored else 0,
        "url": reverse("cases:roll_call_take"),
        "lines": [
            {
                "stay": line.stay.pk,
                "name": line.calling_name,
                "room": line.room,
                "bed": line.bed,
                "is_out": line.leave is not None,
                "reason": line.reason if line.is_absent else "",
                "is_absent": line.is_absent,
            }
            for line in lines
        ],
    }
    record_keeping(request, "absen", [line.stay.person_id for line in lines])
    return JsonResponse(said)


def _of_today(_, part):
    return _called().filter(on=days.today(), part=part)


def _called():
    return RollCall.objects.select_related("taken_by", "recorded_by")


def _take(form, roll_call, user):
    """The roll call as it was saved, once; None, and the form says why not."""
    typed = form.cleaned_data
    said = {"answers": typed["answers"], "shown_version": typed["shown_version"]}
    said["waited_since"] = form.waited_since
    try:
        return send_form(form, roll_call, actions.take_roll_call, **said, by=user)
    except actions.TakenMeanwhile as error:
        _show_both(form, error.stored, user)
    return None


def _show_both(form, stored, user):
    if stored is None:
        form.add_error(None, "Absen ini tidak ada lagi. Muat ulang halaman.")
        return
    form.shows(stored, lines_for(user, stored))
    at = stored.recorded_at.astimezone(days.WITA)
    form.add_error(
        None,
        f"Absen ini sudah disimpan {stored.recorded_by} pukul {at:%H.%M} WITA sementara itu."
        " Yang Anda tandai masih ada di bawah; yang berbeda tertulis di barisnya. Periksa, lalu"
        " simpan lagi.",
    )


@may_list("cases.view_presence", ROLL_CALLS)
def roll_call_list(request):
    """?month=2026-11: the roll calls of a month, each with its numbers."""
    first = month_of(request)
    calls = _called().in_month(first).with_numbers().order_by("-taken_at", "pk")
    context = {"page_obj": counted_page_of(calls, request, 100), **_months(first)}
    return render_list(request, "cases/house/roll_call_list.html", context)


def month_of(request):
    """The first day of the month that the address asks for; else of this month."""
    today = days.today()
    try:
        first = datetime.date.fromisoformat(f"{request.GET.get('month', '')}-01")
    except ValueError:
        first = today.replace(day=1)
    return min(first, today.replace(day=1))


def _months(first):
    """The month, and the ones beside it; there is none ahead."""
    after = days.add_months(first, 1)
    return {
        "month": first,
        "before": days.add_months(first, -1) if first.year > 2000 else None,
        "after": after if after <= days.today() else None,
    }


@may_open("cases.view_presence")
def roll_call_detail(request, roll_call_id):
    """One roll call, to read. Names of those whom the reader may see; the others are counted."""
    call = get_object_or_404(_called().with_numbers(), pk=roll_call_id)
    rows = call.rows.filter(stay__in=Stay.objects.visible_to(request.user))
    rows = list(rows.select_related("stay__person").order_by("stay__person__name", "pk"))
    open_ones = Absence.objects.open().filter(stay__in=[row.stay_id for row in rows])
    found = {absence.stay_id: absence for absence in open_ones}
    out = [row.stay_id for row in rows if row.status == Status.OUT]
    late = {leave.stay_id: leave for leave in Leave.objects.late_at(call.taken_at, out)}
    for row in rows:
        row.absence, row.late = found.get(row.stay_id), late.get(row.stay_id)
    context = {
        "call": call,
        "corrections": corrections_of(rows) if call.is_corrected else [],
        "groups": [
            (words, [row for row in rows if row.status == status])
            for status, words in [
                (Status.ABSENT, "Tidak hadir"),
                (Status.OUT, "Izin keluar"),
                (Status.PRESENT, "Hadir"),
            ]
        ],
        "late": len(late),
        "unseen": call.present + call.absent + call.out - len(rows),
    }
    return render(request, "cases/house/roll_call_detail.html", context)


@may_list("cases.view_presence", ABSENCES)
def absence_list(request):
    """?show= who is missing, for whom nobody has done anything yet, of whom it is not written how
    they came back, who was and is back."""
    seen = Absence.objects.visible_to(request.user)
    lists = {
        "open": ("Tidak terlihat", seen.open()),
        "untouched": ("Belum ditindaklanjuti", seen.untouched()),
        "untold": ("Kembali, belum ditulis", seen.untold()),
        "ended": ("Sudah berakhir", seen.exclude(ended_at=None)),
    }
    rows, context = list_shown(request, lists)
    has_ended = context["show"] in ("untold", "ended")
    order = ["-ended_at", "pk"] if has_ended else ["noticed_at", "pk"]
    rows = rows.select_related("stay__person", "ended_by").prefetch_related("acts")
    page = counted_page_of(rows.order_by(*order), request, 50)
    add_faces([absence.stay.person for absence in page], request.user)
    return render_list(request, "cases/house/absence_list.html", context | {"page_obj": page})


def _absence(request, absence_id):
    seen = Absence.objects.visible_to(request.user).select_related(
        "stay__person", "stay__social_worker", "recorded_by", "ended_by"
    )
    seen = seen.prefetch_related("acts__recorded_by", "acts__taken_back_by")
    return get_object_or_404(seen, pk=absence_id)


@may_open("cases.view_presence")
def absence_detail(request, absence_id):
    absence = _absence(request, absence_id)
    record(request.user, "opened", absence, person=absence.stay.person_id)
    return _absence_page(request, absence, AbsenceActForm())


def _absence_page(request, absence, form):
    add_faces([absence.stay.person], request.user)
    exit_url = reverse("cases:stay_end", args=[absence.stay_id])
    context = {
        "absence": absence,
        "form": form,
        # One key a button: the same tap twice is one act, two acts are two.
        "buttons": [(kind, kind in absence.to_do, AbsenceActForm()) for kind in OF_ONE_TAP],
        "exit_url": f"{exit_url}?kind={WayOut.RAN_AWAY}",
    }
    leave = absence.after_leaves.with_telling(request.user).first()
    context["leave"] = leave if leave and leave.is_told else None
    tasks = absence.tasks.visible_to(request.user).order_by("due_at", "pk")
    related = ["stay", "owner", "recorded_by", "done_by", "cancelled_by"]
    context["tasks"] = list(tasks.select_related(*related))
    for task in context["tasks"]:
        task.is_mine = task.is_open and task.is_to_be_done_by(request.user)
    if absence.is_open:
        context["calls"] = list(calls_about(absence.stay, request.user))
    if absence.needs_police:
        context["recorders"] = who_may("cases.follow_absence")
    return render(request, "cases/house/absence_detail.html", context)


@may_press("cases.follow_absence")
def absence_act(request, absence_id):
    """One tap: what was done, by whoever taps, now."""
    absence = _absence(request, absence_id)
    form = AbsenceActForm(request.POST, instance=AbsenceAct(absence=absence))
    if act := sent(form, absences.act_on_absence, by=request.user):
        return _acted(request, act)
    return _absence_page(request, absence, form)


def _acted(request, act):
    """What arrives again, and was taken back meanwhile, is to be done still."""
    if act.is_taken_back:
        messages.warning(
            request, f"{act.get_kind_display()}: sudah dibatalkan. Catat lagi di sini."
        )
    else:
        messages.success(request, f"{act.get_kind_display()}: dicatat.")
    return redirect("cases:absence_detail", act.absence_id)


@may_fill("cases.follow_absence")
def absence_police(request, absence_id):
    """The police were told: which post, who received it, when, and the number of the report."""
    absence = _absence(request, absence_id)
    told = AbsenceAct(absence=absence, kind=AbsenceAct.Kind.POLICE)
    form = ToldPoliceForm(request.POST or None, instance=told)
    if act := sent(form, absences.act_on_absence, by=request.user):
        return _acted(request, act)
    context = {
        "form": form,
        "absence": absence,
        "police": list(ImportantNumber.objects.of_the_police()),
    }
    return render(request, "cases/house/absence_police.html", context)


@may_fill("cases.follow_absence")
def absence_act_take_back(request, absence_act_id):
    """What was written by mistake: it is to be done again."""
    act = row_for(request, AbsenceAct, absence_act_id, "absence__stay__person", "recorded_by")
    form = ReasonForm(request.POST or None)
    if done(form, absences.take_back_act, act, by=request.user):
        told = f"{act.get_kind_display()}: dibatalkan."
        return go_on(request, told, "cases:absence_detail", act.absence_id)
    return render(request, "cases/house/absence_act_take_back.html", {"form": form, "act": act})


@may_fill("cases.follow_absence")
def absence_end(request, absence_id):
    """ "Sudah kembali": when, by whom brought, whence. Never ends a stay."""
    absence = _absence(request, absence_id)
    seen = {"at": absence.ended_at} if absence.is_untold else None
    form = AbsenceEndForm(request.POST if request.method == "POST" else None, initial=seen)
    if done(form, absences.end_absence, absence, by=request.user):
        told = f"{absence.stay.person} dicatat kembali."
        return go_on(request, told, "cases:absence_detail", absence.pk)
    return render(request, "cases/house/absence_end.html", {"form": form, "absence": absence})


@may_open("cases.view_presence")
def meal_list(request):
    """?month=2026-11: portions a day, from the roll calls; nothing is typed."""
    first = month_of(request)
    until = min(days.add_months(first, 1), days.today() + days.ONE_DAY)
    meal_days = meals_of(first, until)
    context = {
        "days": meal_days[::-1],
        "sums": sums_of(meal_days),
        "spm_days": SPM_DAYS,
        **_months(first),
    }
    return render(request, "cases/house/meal_list.html", context)
