"""Ada kejadian, in two taps, and what we answer."""

from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse

from partners.incidents import actions
from partners.incidents.forms import IncidentTapForm, NoteForm, TakeBackForm
from partners.incidents.holding import is_held
from partners.incidents.models import IncidentNote, PartnerIncident, Says
from partners.incidents.words import add_words, is_added_to
from partners.referrals.models import Referral
from partners.referrals.safety import words_of
from rptc.acting import go_on, press, sent
from rptc.admission import may_fill, may_press
from rptc.letters.models import Unit

PORTAL = PartnerIncident.Channel.PORTAL


@may_fill("partners.use_portal")
def portal_incident_report(request, referral_id):
    """The second tap, on what happened, sends it. Whom the klien must not be handed to, and what
    they must not get, stands above."""
    referral = get_object_or_404(Referral.objects.at_partner_of(request.user), pk=referral_id)
    incident = PartnerIncident(referral=referral, channel=PORTAL)
    form = IncidentTapForm(request.POST or None, instance=incident)
    if said := sent(form, actions.report_incident, by=request.user):
        told = f"Terkirim: {said}. Pekerja sosial dan Kepala UPT tahu sekarang."
        return go_on(request, told, "partners:portal_incident", said.pk)
    if form.sent_before:
        return redirect("partners:portal_incident", form.sent_before.pk)
    context = {
        "form": form,
        "referral": referral,
        "warnings": _to_know(referral),
        "worker": referral.packet.get("contact", ""),
        "unit": Unit.current(),
    }
    return render(request, "partners/portal/portal_incident_report.html", context)


@may_fill("partners.use_portal")
def portal_incident(request, partner_incident_id):
    """What was said, what to do until we answer, and the answer; whatever is known later is
    added."""
    incident = _own(request, partner_incident_id)
    note = IncidentNote(incident=incident, channel=PORTAL)
    form = NoteForm(request.POST or None, instance=note)
    if sent(form, actions.add_note, by=request.user, typed=["words"]):
        return go_on(request, "Keterangan ditambahkan.", "partners:portal_incident", incident.pk)
    notes, replies = list(incident.notes.order_by("pk")), list(incident.replies.order_by("pk"))
    add_words(notes, [])
    last = replies[-1] if replies else None
    is_taken_back = any(note.takes_back for note in notes)
    is_open = last is None or is_added_to(notes, last)
    if held := is_held(incident, last, by=request.user):
        last.is_held = True
    context = {
        "form": form,
        "incident": incident,
        "is_held": held,
        "notes": notes,
        "replies": replies,
        "last": last,
        "is_open": is_open or held,
        "is_taken_back": is_taken_back,
        "may_take_back": not (is_taken_back or last and last.says == Says.DROPPED),
        "holds_on": incident.is_pickup and _holds_on(last, is_open),
        "warnings": _to_know(incident.referral),
        "worker": incident.referral.packet.get("contact", ""),
        "worker_phone": incident.referral.packet.get("phone", ""),
        "unit": Unit.current(),
    }
    return render(request, "partners/portal/portal_incident.html", context)


@may_fill("partners.use_portal")
def portal_incident_correct(request, partner_incident_id):
    """A tap on the wrong klien, or on the wrong button: ours know at once, and answer."""
    incident = _own(request, partner_incident_id)
    form = TakeBackForm(
        request.POST or None, instance=IncidentNote(incident=incident, channel=PORTAL)
    )
    if sent(form, actions.take_back_incident, by=request.user, typed=["words"]):
        told = "Tercatat keliru. Pekerja sosial dan Kepala UPT tahu sekarang."
        return go_on(request, told, "partners:portal_incident", incident.pk)
    # No name on this page: it may be sent after the referral has ended.
    context = {"form": form, "incident": incident}
    return render(request, "partners/portal/portal_incident_correct.html", context)


@may_press("partners.use_portal")
def portal_incident_read(request, partner_incident_id):
    incident = _own(request, partner_incident_id)
    then = reverse("partners:portal_incident", args=[incident.pk])
    told = "Terima kasih. RPTC melihat bahwa ini sudah dibaca."
    seen = request.POST.get("seen", "")
    return press(request, actions.read_reply, incident, seen, told=told, then=then)


def _holds_on(last, is_open):
    """Until who decides has said to whom, or that nobody came. Then something that is added
    afterwards holds it on once more; a yes holds for the one whom it names."""
    if last is None or last.says not in {Says.ALLOWED, Says.DROPPED}:
        return True
    return last.says == Says.DROPPED and is_open


def _own(request, number):
    own = PartnerIncident.objects.in_portal_of(request.user)
    return get_object_or_404(own.select_related("referral__person"), pk=number)


def _to_know(referral):
    """Bans and allergies; the medicines stand on the klien's page."""
    return [word for word in words_of(referral) if not word.key.startswith("medicine")]
