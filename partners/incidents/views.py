from django.shortcuts import get_object_or_404, render
from django.urls import reverse

from cases.gate.receivers import look_up
from cases.people.relations.models import Relation
from partners.incidents import actions
from partners.incidents.forms import (
    DecidePickupForm,
    DropForm,
    RecordIncidentForm,
    RecordNoteForm,
    ReplyForm,
)
from partners.incidents.holding import is_held
from partners.incidents.models import IncidentNote, IncidentReply, PartnerIncident, Says
from partners.incidents.words import add_words, is_added_to, mark_of, who_came
from partners.referrals.models import AT_PARTNER, Referral
from partners.referrals.safety import words_of
from rptc.accounts.models import staff_with
from rptc.accounts.permissions import Role
from rptc.acting import go_on, press, row_for, sent
from rptc.admission import may_fill, may_open, may_press
from rptc.pages import counted_page_of, list_shown
from rptc.sending import show_both

PAGE = "partners:partner_incident_detail"
OF_ALL = "referral__partner", "referral__person", "stay__social_worker", "recorded_by"


@may_open("partners.view_referral")
def partner_incident_list(request):
    """?show=open: nobody has answered; pickups: the head decides; untold: our answer has not been
    read there."""
    user = request.user
    rows = PartnerIncident.objects.visible_to(user)
    lists = {
        "open": ("Belum dijawab", PartnerIncident.objects.to_answer_by(user)),
        "pickups": ("Mau dijemput", PartnerIncident.objects.to_decide_by(user).open()),
        "untold": ("Belum dibaca mitra", rows.untold()),
        "all": ("Semua", rows),
    }
    if not user.has_perm("partners.decide_pickup"):
        del lists["pickups"]
    rows, context = list_shown(request, lists, if_empty="all")
    page = counted_page_of(rows.order_by("-recorded_at", "-pk"), request, 25)
    # What is told beside each is asked of those that are shown, by key, and of no others.
    shown = [row.pk for row in page.object_list]
    told = PartnerIncident.objects.filter(pk__in=shown).with_last().select_related(*OF_ALL)
    page.object_list = told.order_by("-recorded_at", "-pk")
    context["page_obj"] = page
    return render(request, "partners/incidents/partner_incident_list.html", context)


@may_open("partners.hear_of_incident")
def partner_incident_alerts(request):
    """For who is on duty: that there is something, since when, and whom to call. No klien, no
    partner and no word of what happened: the house does not know whither somebody went, and what
    happened may be health (docs/access.md)."""
    rows = PartnerIncident.objects.heard().select_related("stay__social_worker")
    rows = rows.order_by("recorded_at", "pk")
    context = {
        "page_obj": counted_page_of(rows, request, 25),
        "heads": list(staff_with(Role.HEAD)),
    }
    return render(request, "partners/incidents/partner_incident_alerts.html", context)


@may_open("partners.view_referral")
def partner_incident_detail(request, partner_incident_id):
    incident = _incident(request, partner_incident_id)
    user, person = request.user, incident.referral.person
    context = _told(incident)
    came, last = context["came"], context["last"]
    context |= _holds(incident, context, user)
    decides = user.has_perm("partners.decide_pickup") and incident.is_pickup
    context |= {
        "warnings": words_of(incident.referral, user),
        "relations": Relation.objects.visible_to(user)
        .of(person)
        .that_bind()
        .select_related("person", "other")
        .order_by("kind", "pk"),
        "checked": came and came.name and look_up(person, came.named, by=user),
        "may_decide": decides,
        "may_handle": not incident.is_pickup,
        "may_drop": (decides or not incident.is_pickup)
        and (context["is_open"] or last.says != Says.DROPPED),
        "is_dropped": last is not None and last.says == Says.DROPPED,
        "may_tell": last is not None and last.read_at is None,
        "is_there": incident.referral.state in AT_PARTNER,
        "knows_referral": Referral.objects.visible_to(user)
        .filter(pk=incident.referral_id)
        .exists(),
    }
    return render(request, "partners/incidents/partner_incident_detail.html", context)


@may_fill("partners.record_answer")
def partner_incident_record(request, referral_id):
    """A partner without login is a full partner: staff write down what it said."""
    rows = Referral.objects.visible_to(request.user).select_related("partner", "person", "stay")
    if request.method != "POST":
        rows = rows.filter(state__in=AT_PARTNER)
    referral = get_object_or_404(rows, pk=referral_id)
    form = RecordIncidentForm(request.POST or None, instance=PartnerIncident(referral=referral))
    if incident := sent(form, actions.report_incident, by=request.user):
        return go_on(
            request, "Kejadian tercatat. Pekerja sosial dan Kepala UPT tahu.", PAGE, incident.pk
        )
    if form.sent_before:
        return show_both(request, form, PAGE)
    context = {"form": form, "referral": referral}
    return render(request, "partners/incidents/partner_incident_record.html", context)


@may_fill("partners.record_answer")
def partner_incident_add(request, partner_incident_id):
    incident = _incident(request, partner_incident_id)
    note = IncidentNote(incident=incident)
    form = RecordNoteForm(request.POST or None, instance=note)
    if sent(form, actions.add_note, by=request.user, typed=["words"]):
        return go_on(request, "Keterangan ditambahkan.", PAGE, incident.pk)
    context = {"form": form, "incident": incident}
    return render(request, "partners/incidents/partner_incident_add.html", context)


@may_fill("partners.view_referral")
def partner_incident_handle(request, partner_incident_id):
    incident = _incident(request, partner_incident_id)
    return _reply(request, incident, ReplyForm, Says.HANDLED, "handle", "Jawaban terkirim.")


@may_fill("partners.view_referral")
def partner_incident_drop(request, partner_incident_id):
    """A tap on the wrong klien, or on the wrong button."""
    incident = _incident(request, partner_incident_id)
    told = "Dicatat sebagai bukan kejadian."
    return _reply(request, incident, DropForm, Says.DROPPED, "drop", told)


def _reply(request, incident, form_of, says, page, told):
    context = _told(incident)
    form = form_of(request.POST or None, instance=IncidentReply(incident=incident, says=says))
    if _sent_as_read(request, form, actions.answer_incident, context["seen"]):
        return go_on(request, told, PAGE, incident.pk)
    context["form"] = form
    return render(request, f"partners/incidents/partner_incident_{page}.html", context)


def _sent_as_read(request, form, act, seen):
    """`seen` is no field: a form that is shown again would keep the old one. What was added is
    said beside any other mistake, because the page that comes back shows it."""
    posted = request.POST.get("seen", "")
    if reply := sent(form, act, by=request.user, typed=["reason"], seen=posted):
        return reply
    if form.is_bound and posted != seen and not form.sent_before:
        if actions.CHANGED_MEANWHILE not in form.non_field_errors():
            form.add_error(None, actions.CHANGED_MEANWHILE)
    return None


@may_fill("partners.decide_pickup")
def partner_incident_decide(request, partner_incident_id):
    """Whoever is named in a ban in force is refused by the action, whatever is pressed."""
    rows = PartnerIncident.objects.to_decide_by(request.user).select_related(*OF_ALL)
    incident = get_object_or_404(rows, pk=partner_incident_id)
    context = _told(incident)
    context |= _holds(incident, context, request.user)
    came, person = context["came"], incident.referral.person
    form = DecidePickupForm(
        request.POST or None,
        instance=IncidentReply(incident=incident),
        came=came,
    )
    if _sent_as_read(request, form, actions.decide_pickup, context["seen"]):
        return go_on(request, "Keputusan terkirim kepada mitra.", PAGE, incident.pk)
    context |= {
        "form": form,
        "checked": came and came.name and look_up(person, came.named, by=request.user),
        "relations": Relation.objects.visible_to(request.user)
        .of(person)
        .that_bind()
        .select_related("person", "other")
        .order_by("kind", "pk"),
    }
    return render(request, "partners/incidents/partner_incident_decide.html", context)


@may_press("partners.view_referral")
def partner_incident_told(request, partner_incident_id):
    """We told them our answer, by telephone."""
    incident = _incident(request, partner_incident_id)
    then = reverse(PAGE, args=[incident.pk])
    told = "Tercatat: jawaban sudah disampaikan."
    seen = request.POST.get("seen", "")
    return press(request, actions.read_reply, incident, seen, told=told, then=then)


def _incident(request, number):
    return row_for(request, PartnerIncident, number, *OF_ALL)


def _holds(incident, told, user):
    """Of a yes: does something speak against it by now (`is_held`), or is there at least a newer
    ban, so that it is looked at again (`is_banned`)?"""
    last = told["last"]
    if last is None or last.says != Says.ALLOWED:
        return {"is_held": False, "is_banned": False}
    last.is_held = is_held(incident, last, by=user)
    row = PartnerIncident.objects.with_last().get(pk=incident.pk)
    is_open = row.is_open or last.is_held
    return {"is_held": last.is_held, "is_banned": row.is_banned, "is_open": is_open}


def _told(incident):
    """All that was said and answered, the oldest first."""
    notes = list(incident.notes.select_related("recorded_by").order_by("pk"))
    replies = list(incident.replies.select_related("recorded_by", "read_by").order_by("pk"))
    add_words(notes, replies)
    last = replies[-1] if replies else None
    is_added = is_added_to(notes, last)
    return {
        "incident": incident,
        "notes": notes,
        "replies": replies,
        "came": who_came(notes) if incident.is_pickup else None,
        "last": last,
        "is_added": is_added,
        "is_taken_back": any(note.takes_back for note in notes),
        "is_open": last is None or is_added,
        "seen": mark_of(notes, replies),
    }
