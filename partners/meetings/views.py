from datetime import MAXYEAR

from django.db.models import Prefetch
from django.shortcuts import get_object_or_404, render
from django.urls import reverse

from partners.directory.models import Partner
from partners.meetings import actions
from partners.meetings.agenda import agenda_of
from partners.meetings.figures import held_of_agreed
from partners.meetings.forms import (
    DecisionEditForm,
    DecisionEndForm,
    DecisionForm,
    HoldForm,
    MeetingEditForm,
    MeetingFilter,
    MeetingForm,
    MeetingScanForm,
)
from partners.meetings.letters import INVITATION, MINUTES
from partners.meetings.listed import MEETING_DECISIONS, MEETINGS
from partners.meetings.models import (
    Meeting,
    MeetingDecision,
    MeetingPartner,
    MeetingScan,
)
from rptc import days
from rptc.acting import changed, done, form_page, go_on, press, row_for, sent
from rptc.admission import may_fill, may_open, may_press
from rptc.forms import ReasonForm
from rptc.letters.files import letter_response
from rptc.letters.kept_scans import last_scan_response
from rptc.letters.ties import add_letters, tied_letters
from rptc.lists import may_list, render_list
from rptc.pages import counted_page_of, key_in, list_shown
from rptc.saving import locked
from rptc.sending import show_both

VIEW, WRITE = "partners.view_meeting", "partners.hold_meeting"
PAGE = "partners:meeting_detail"


@may_list(VIEW, MEETINGS)
def meeting_list(request):
    """?show=planned; soon: within seven days; past: nobody wrote whether it was held; minutes:
    held, and without minutes since three days; held, cancelled. ?partner=, ?year= of them."""
    rows, now = Meeting.objects.visible_to(request.user), days.now()
    lists = {
        "planned": ("Direncanakan", rows.planned()),
        "soon": ("7 hari", rows.soon(now)),
        "past": ("Belum dicatat", rows.past(now)),
        "minutes": ("Tanpa notula", rows.without_minutes(days.today())),
        "held": ("Dilaksanakan", rows.held()),
        "cancelled": ("Dibatalkan", rows.cancelled()),
    }
    rows, context = list_shown(request, lists, if_empty="held")
    filter = MeetingFilter(request.GET, rows)
    chosen = filter.form.changed_data
    order = ["at", "pk"] if context["show"] in {"planned", "soon", "past"} else ["-at", "-pk"]
    invited = MeetingPartner.objects.invited().select_related("partner").order_by("pk")
    rows = filter.qs.order_by(*order).prefetch_related(Prefetch("invited", invited, "of_partners"))
    year = _year(request)
    context |= {
        "page_obj": counted_page_of(rows, request, 25),
        "filter": filter,
        "is_cut": bool(chosen),
        "here": "" if chosen else f"?show={context['show']}",
        "year": year,
        "agreed": _of_agreed(year),
    }
    return render_list(request, "partners/meetings/meeting_list.html", context)


def _year(request):
    typed = key_in(request, "year")
    return typed if typed and 2000 <= typed < MAXYEAR else days.today().year


def _of_agreed(year):
    """Of the partners that agreed on a number: the meetings of the year beside it."""
    found = held_of_agreed(year)
    partners = Partner.objects.filter(pk__in=found).order_by("name", "pk")
    return [(partner, found[partner.pk]) for partner in partners if found[partner.pk].agreed]


@may_open(VIEW)
def meeting_detail(request, meeting_id):
    row = row_for(request, Meeting, meeting_id, "recorded_by")
    invited = list(row.invited.select_related("partner").order_by("-is_invited", "pk"))
    add_letters(invited, INVITATION)
    context = {
        "row": row,
        "agenda": agenda_of(row),
        "invited": invited,
        "minutes": tied_letters(row).get(MINUTES),
        "has_scan": MeetingScan.objects.filter(meeting=row).exists(),
        "decisions": row.decisions.select_related("partner", "owner").order_by("due_on", "pk"),
    }
    return render(request, "partners/meetings/meeting_detail.html", context)


@may_fill(WRITE)
def meeting_add(request):
    """?partner= is invited already."""
    partner = key_in(request, "partner")
    form = MeetingForm(request.POST or None, initial={"partners": [partner] if partner else []})
    if row := sent(form, actions.plan_meeting, by=request.user, typed=["partners"]):
        return go_on(request, "Rapat direncanakan. Undangannya dibuat di sini.", PAGE, row.pk)
    return form_page(request, form, "partners/meetings/meeting_add.html", saved=PAGE)


@may_fill(WRITE)
def meeting_edit(request, meeting_id):
    """Another day too, while it is planned."""
    row = locked(row_for(request, Meeting, meeting_id))
    form = MeetingEditForm(request.POST or None, instance=row)
    partners = form.cleaned_data["partners"] if form.is_valid() else []
    if changed(form, actions.change_meeting, partners=partners, by=request.user):
        return go_on(request, "Tersimpan.", PAGE, row.pk)
    return form_page(request, form, "partners/meetings/meeting_edit.html", row=row)


@may_fill(WRITE)
def meeting_hold(request, meeting_id):
    """Who came, and the minutes; once more, to put them right."""
    row = locked(row_for(request, Meeting, meeting_id))
    form = HoldForm(request.POST or None, instance=row)
    came = form.came if form.is_valid() else {}
    if changed(form, actions.hold_meeting, came=came, by=request.user):
        told = "Rapat tercatat." if row.minutes else "Rapat tercatat. Notulanya masih ditunggu."
        return go_on(request, told, PAGE, row.pk)
    return form_page(request, form, "partners/meetings/meeting_hold.html", row=row)


@may_fill(WRITE)
def meeting_cancel(request, meeting_id):
    row = row_for(request, Meeting, meeting_id)
    form = ReasonForm(request.POST or None, label="Mengapa dibatalkan")
    if done(form, actions.cancel_meeting, row, by=request.user):
        return go_on(request, "Rapat dibatalkan.", PAGE, row.pk)
    return form_page(request, form, "partners/meetings/meeting_cancel.html", row=row)


@may_press(WRITE)
def meeting_again(request, meeting_id):
    row = row_for(request, Meeting, meeting_id)
    then = reverse(PAGE, args=[row.pk])
    return press(request, actions.plan_again, row, told="Rapat direncanakan lagi.", then=then)


# Letters and papers


@may_press(WRITE)
def meeting_invitation_write(request, meeting_partner_id):
    invited = row_for(request, MeetingPartner, meeting_partner_id, "meeting")
    then = reverse(PAGE, args=[invited.meeting_id])
    told = "Undangan siap dicetak."
    return press(request, actions.write_invitation, invited, told=told, then=then)


@may_open(VIEW)
def meeting_invitation_letter(request, meeting_partner_id):
    invited = row_for(request, MeetingPartner, meeting_partner_id)
    return letter_response(tied_letters(invited).get(INVITATION), request.user)


@may_press(WRITE)
def meeting_minutes_write(request, meeting_id):
    row = row_for(request, Meeting, meeting_id)
    then = reverse(PAGE, args=[row.pk])
    return press(request, actions.write_minutes, row, told="Notula siap dicetak.", then=then)


@may_open(VIEW)
def meeting_minutes_letter(request, meeting_id):
    row = row_for(request, Meeting, meeting_id)
    return letter_response(tied_letters(row).get(MINUTES), request.user)


@may_fill(WRITE)
def meeting_scan_add(request, meeting_id):
    row = row_for(request, Meeting, meeting_id)
    scan = MeetingScan(meeting=row)
    form = MeetingScanForm(request.POST or None, request.FILES or None, instance=scan)
    if sent(form, actions.add_scan, by=request.user, typed=["paper"]):
        return go_on(request, "Pindaian tersimpan.", PAGE, row.pk)
    return form_page(request, form, "partners/meetings/meeting_scan_add.html", row=row)


@may_open(VIEW)
def meeting_scan(request, meeting_id):
    """The paper itself, the last that was sent."""
    row = row_for(request, Meeting, meeting_id)
    return last_scan_response(request, row.scans, f"rapat-{row.pk}")


# Decisions


@may_list(VIEW, MEETING_DECISIONS)
def meeting_decision_list(request):
    """?show=late; open: that run; own: of the reader; ended."""
    rows = MeetingDecision.objects.visible_to(request.user)
    lists = {
        "late": ("Terlambat", rows.late(days.today())),
        "open": ("Berjalan", rows.open()),
        "own": ("Bagian saya", rows.of_user(request.user)),
        "ended": ("Selesai", rows.ended()),
    }
    rows, context = list_shown(request, lists, if_empty="open")
    rows = rows.select_related("meeting", "partner", "owner")
    order = ["-ended_on", "-pk"] if context["show"] == "ended" else ["due_on", "pk"]
    context["page_obj"] = counted_page_of(rows.order_by(*order), request, 25)
    _mark_endable(context["page_obj"], request.user)
    return render_list(request, "partners/meetings/meeting_decision_list.html", context)


def _mark_endable(rows, user):
    may_all = user.has_perm(WRITE)
    for row in rows:
        row.may_end = row.is_open and (may_all or row.owner_id == user.pk)


@may_fill(WRITE)
def meeting_decision_add(request, meeting_id):
    meeting = row_for(request, Meeting, meeting_id)
    form = DecisionForm(request.POST or None, instance=MeetingDecision(meeting=meeting))
    if sent(form, actions.add_decision, by=request.user):
        return go_on(request, "Keputusan tersimpan.", PAGE, meeting.pk)
    if form.sent_before:
        return show_both(request, form, "partners:meeting_decision_edit")
    context = {"form": form, "meeting": meeting}
    return render(request, "partners/meetings/meeting_decision_add.html", context)


@may_fill(WRITE)
def meeting_decision_edit(request, meeting_decision_id):
    """While it runs."""
    row = row_for(request, MeetingDecision, meeting_decision_id)
    meeting = locked(row.meeting)
    row = locked(row, "partner", "owner")
    row.meeting = meeting
    form = DecisionEditForm(request.POST or None, instance=row)
    if changed(form, actions.change_decision, by=request.user):
        return go_on(request, "Tersimpan.", PAGE, row.meeting_id)
    return form_page(request, form, "partners/meetings/meeting_decision_edit.html", row=row)


@may_fill("partners.end_meeting_decision")
def meeting_decision_end(request, meeting_decision_id):
    """Done, or why not; by who keeps the meetings, and by whose it is."""
    rows = MeetingDecision.objects.endable_by(request.user)
    rows = rows.select_related("meeting", "partner", "owner")
    row = get_object_or_404(rows, pk=meeting_decision_id)
    form = DecisionEndForm(request.POST or None)
    if done(form, actions.end_decision, row, by=request.user):
        return go_on(request, "Tercatat.", PAGE, row.meeting_id)
    return form_page(request, form, "partners/meetings/meeting_decision_end.html", row=row)


@may_press("partners.end_meeting_decision")
def meeting_decision_resume(request, meeting_decision_id):
    rows = MeetingDecision.objects.endable_by(request.user)
    row = get_object_or_404(rows, pk=meeting_decision_id)
    then = reverse(PAGE, args=[row.meeting_id])
    told = "Keputusan berjalan lagi."
    return press(request, actions.resume_decision, row, told=told, then=then)
