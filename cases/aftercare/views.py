from urllib.parse import quote

from django.contrib import messages
from django.core.paginator import Paginator
from django.db.models import Q
from django.http import Http404, JsonResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse

from cases.aftercare import actions
from cases.aftercare.contacts import OpenContacts, days_of, due_now
from cases.aftercare.forms import (
    FollowUpEditForm,
    FollowUpFilterForm,
    FollowUpForm,
    FollowUpRuleEndForm,
    FollowUpRuleForm,
)
from cases.aftercare.listed import FOLLOW_UPS
from cases.aftercare.models import FollowUp, FollowUpRule
from cases.casework.services.trainings.models import Training
from cases.exits.models import Exit
from cases.patrols.devices.away import may_keep, record_keeping
from cases.people import access
from cases.people.access import mark_told
from cases.people.photos.faces import add_faces
from cases.stays.models import Stay
from cases.stays.naming import calling_name
from rptc import days, words
from rptc.acting import go_on, row_for, sent
from rptc.admission import may_fill, may_open
from rptc.audit.record import record
from rptc.letters.models import Unit
from rptc.lists import may_list, render_list
from rptc.pages import page_of
from rptc.printing import pdf, pdf_answer
from rptc.saving import locked
from rptc.sending import anothers, answer_for, is_anothers, waited

PAGE = 25
# One sheet for one day's way; a longer list is cut by kecamatan.
ON_PAPER = 200
# What one worker can do before the next signal.
ON_A_PHONE = 50
TITLES = {
    "": "Sampai tujuh hari lagi",
    "now": "Hari ini dan terlambat",
    "late": "Terlambat",
    "today": "Hari ini",
    "week": "Tujuh hari ke depan",
    "old": "Lewat lebih dari 180 hari",
}


@may_list("cases.view_follow_up", FOLLOW_UPS)
def follow_up_list(request):
    """What is due, the latest first; with ?when=done or ?result= what was recorded."""
    form = FollowUpFilterForm(request.GET)
    visible = Stay.objects.visible_to(request.user)
    stays, when = form.stays(visible, request.user), form.value("when")
    counts = OpenContacts(visible, *days_of("")).counts(days.today(), request.user)
    is_done = when == "done" or bool(form.value("result"))
    if is_done:
        rows = recorded(stays, form.value("result"))
    else:
        rows = OpenContacts(stays, *days_of(when), by_day=True)
    due = counts["late"] + counts["today"]
    is_counted = not (is_done or when == "old" or form.value("area") or form.value("mine"))
    page = page_of(
        rows, request, PAGE, CountedBefore(counted(counts)[when] if is_counted else None)
    )
    mark_told([row.exit for row in page], Exit.objects.telling_destination_to(request.user))
    add_faces([row.exit.stay.person for row in page], request.user)
    context = {
        "page_obj": page,
        "filter": {"form": form},
        "is_done": is_done,
        "title": "Sudah dicatat" if is_done else TITLES[when] if when else "Bimbingan lanjut",
        "here": "?mine=yes" if form.value("mine") else f"?when={when}",
        "late": counts["late"],
        "today": counts["today"],
        "due": due,
        "reminder": f"https://wa.me/?text={quote(reminder(due))}",
        "counts": [
            (counts["late"], "Terlambat", "?when=late"),
            (counts["today"], "Hari ini", "?when=today"),
            (counts["week"], "Tujuh hari ke depan", "?when=week"),
            (counts["mine"], "Berkas saya", "?mine=yes"),
        ],
    }
    return render_list(request, "cases/aftercare/follow_up_list.html", context)


class CountedBefore:
    """Pages of a list of which it may be known how long it is."""

    def __init__(self, count):
        self.count = count

    def __call__(self, rows, size):
        pages = Paginator(rows, size)
        if self.count is not None:
            pages.count = self.count
        return pages


def counted(counts):
    """How long each list is that the figures above it have counted already."""
    late, today, week = counts["late"], counts["today"], counts["week"]
    return {
        "": late + today + week,
        "now": late + today,
        "late": late,
        "today": today,
        "week": week,
    }


def recorded(stays, result):
    rows = FollowUp.objects.filter(exit__stay__in=stays)
    if result:
        rows = rows.filter(result=result)
    return rows.select_related("exit__stay__person__origin", "exit__kind", "recorded_by").order_by(
        "-done_on", "-pk"
    )


def reminder(due):
    """Never a name, a place or a kind of person: it leaves the house."""
    return f"Ada {due} bimbingan lanjut hari ini dan terlambat. Silakan buka aplikasi RPTC."


@may_open("cases.view_follow_up")
def follow_up_print(request):
    """The way of a day on paper: initials, by kecamatan, and room to write."""
    form = FollowUpFilterForm(request.GET)
    stays, when = (
        form.stays(Stay.objects.visible_to(request.user), request.user),
        form.value("when"),
    )
    contacts = OpenContacts(stays, *days_of(when))
    rows = contacts[0:ON_PAPER]
    mark_told([row.exit for row in rows], Exit.objects.telling_destination_to(request.user))
    context = {
        "contacts": rows,
        "left_out": contacts.count() - len(rows),
        "title": TITLES.get(when, TITLES[""]),
        "area": dict(form.fields["area"].choices).get(form.value("area")),
        "now": days.now(),
        "unit": Unit.current(),
    }
    content = pdf("cases/aftercare/follow_up_print.html", context)
    people = [row.exit.stay.person_id for row in rows]
    record(request.user, "printed", page="daftar bimbingan lanjut", people=people)
    return pdf_answer(content, "bimbingan-lanjut")


@may_fill("cases.record_follow_up")
def follow_up_record(request, exit_id, day):
    """How a contact went, or why it was not made."""
    exits = Exit.objects.visible_to(request.user).filter(state="done")
    exit = get_object_or_404(
        exits.select_related("kind", "stay__person__origin", "stay__intake__classification"),
        pk=exit_id,
    )
    # What is due before what was recorded: who records it between the two is seen, never neither.
    contact = actions.contact_of(exit, day)
    recorded = exit.follow_ups.filter(day=day).first()
    if request.method == "GET" and recorded:
        return redirect("cases:follow_up_detail", recorded.pk)
    if recorded is None and contact is None:
        raise Http404
    form = FollowUpForm(
        request.POST or None,
        instance=FollowUp(exit=exit, day=day, way=contact.way if contact else recorded.way),
        left_on=days.day_of(exit.left_at),
    )
    if waited(request):
        return JsonResponse(_waited(request, form))
    if request.method == "GET":
        record(request.user, "opened", exit, person=exit.stay.person_id)
    if row := sent(form, actions.record_follow_up, by=request.user):
        return go_on(request, "Bimbingan lanjut tercatat.", "cases:follow_up_detail", row.pk)
    add_faces([exit.stay.person], request.user)
    mark_told([exit], Exit.objects.telling_destination_to(request.user))
    context = {"form": form, "exit": exit, "stay": exit.stay, "day": day, "contact": contact}
    context["calling_name"] = calling_name(exit.stay.person)
    return render(request, "cases/aftercare/follow_up_record.html", context)


def _waited(request, form):
    """A result that waited on a phone: what was meanwhile recorded by another stands with it."""
    if is_anothers(request):
        return anothers(request)
    row = sent(form, actions.record_follow_up, by=request.user)
    if row:
        messages.success(request, f"Bimbingan lanjut hari ke-{row.day} tercatat.")
    return answer_for(request, form, row and reverse("cases:follow_up_detail", args=[row.pk]))


@may_keep("cases.record_follow_up")
def follow_up_kept(request):
    """What a registered phone keeps to record follow-ups without signal: one's own that are due
    today or late, those of klien without a social worker, by name and kecamatan alone."""
    own = access.of_case(request.user, "social_worker") | Q(social_worker=None)
    contacts = due_now(Stay.objects.visible_to(request.user).filter(own))[0:ON_A_PHONE]
    lines = [
        {
            "url": reverse("cases:follow_up_record", args=[contact.exit.pk, contact.day]),
            "name": calling_name(contact.exit.stay.person),
            "area": contact.area,
            "day": contact.day,
            "way": contact.way,
            "due": f"{contact.way.label}, {words.tanggal_pendek(contact.due_on)}",
        }
        for contact in contacts
    ]
    people = sorted({contact.exit.stay.person_id for contact in contacts})
    record_keeping(request, "bimbingan lanjut", people)
    return JsonResponse({"user": request.user.pk, "lines": lines})


@may_open("cases.view_follow_up")
def follow_up_detail(request, follow_up_id):
    """What was found, and what can be done next."""
    related = ["exit__kind", "exit__stay__person", "recorded_by"]
    follow_up = row_for(request, FollowUp, follow_up_id, *related)
    exit = follow_up.exit
    record(request.user, "opened", follow_up, person=exit.stay.person_id)
    mark_told([exit], Exit.objects.telling_destination_to(request.user))
    context = {"follow_up": follow_up, "exit": exit, "stay": exit.stay}
    context["may_edit"] = _mended_by(request.user).filter(pk=follow_up.pk).exists()
    if request.user.has_perm("cases.write_service"):
        # What they earn with what they learned is asked of who is met; nobody has to (R39).
        trainings = Training.objects.visible_to(request.user).filter(stay=exit.stay)
        context["trainings"] = trainings.order_by("pk")
    return render(request, "cases/aftercare/follow_up_detail.html", context)


def _mended_by(user):
    """The form shows whom they met and where: to whom whither is told; else to who wrote it, as
    long as nobody has written anything into it since."""
    told = Exit.objects.telling_destination_to(user)
    own = Q(recorded_by=user, version=1)
    return FollowUp.objects.visible_to(user).filter(Q(exit__in=told) | own)


@may_fill("cases.record_follow_up")
def follow_up_edit(request, follow_up_id):
    """What was recorded wrongly is mended; the history keeps what stood there."""
    rows = _mended_by(request.user).select_related("exit__stay__person")
    follow_up = get_object_or_404(rows, pk=follow_up_id)
    exit = follow_up.exit
    row, left_on = locked(follow_up), days.day_of(exit.left_at)
    form = FollowUpEditForm(request.POST or None, instance=row, left_on=left_on)
    if form.is_valid():
        record(request.user, "changed", form.save(), person=exit.stay.person_id)
        return go_on(request, "Catatan diperbaiki.", "cases:follow_up_detail", follow_up.pk)
    context = {"form": form, "follow_up": follow_up, "stay": exit.stay}
    return render(request, "cases/aftercare/follow_up_edit.html", context)


# --- Settings ------------------------------------------------------------------------------


@may_fill("cases.change_follow_up_rule")
def follow_up_rule_list(request):
    """The rules, the most specific first, and a form for one more: first its forecast."""
    form = FollowUpRuleForm(request.POST or None)
    lines = _forecast(form)
    if form.is_valid() and form.was_forecast:
        record(request.user, "added", form.save())
        return go_on(request, "Aturan ditambahkan.", "cases:follow_up_rule_list")
    rules = FollowUpRule.objects.select_related("classification", "exit_kind")
    rules = sorted(rules, key=lambda rule: (-rule.weight, -rule.valid_from.toordinal(), -rule.pk))
    context = {"rows": rules, "form": form, "forecast": lines}
    return render(request, "cases/aftercare/follow_up_rule_list.html", context)


@may_fill("cases.change_follow_up_rule")
def follow_up_rule_edit(request, follow_up_rule_id):
    rules = FollowUpRule.objects.select_related("classification", "exit_kind")
    rule = get_object_or_404(rules, pk=follow_up_rule_id)
    form = FollowUpRuleEndForm(request.POST or None, instance=rule)
    lines = _forecast(form)
    if form.is_valid() and form.was_forecast:
        record(request.user, "ended", form.save())
        return go_on(request, "Hari berakhir aturan tersimpan.", "cases:follow_up_rule_list")
    context = {"form": form, "row": rule, "forecast": lines}
    return render(request, "cases/aftercare/follow_up_rule_edit.html", context)


def _forecast(form):
    """Shown once, before the same rule is sent again to be saved."""
    if not form.is_valid() or form.was_forecast:
        return []
    lines = actions.forecast(form.save(commit=False))
    form.remember()
    return lines
