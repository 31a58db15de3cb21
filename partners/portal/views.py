"""The partner's own pages. A referral of another partner, one that ended and one that never was
are the same 404; all that is not the portal is 403 (docs/roles.md)."""

from django.db.models import Prefetch
from django.shortcuts import get_object_or_404, render

from partners.directory.models import Member
from partners.questions.actions import give_answer
from partners.questions.forms import ReplyForm
from partners.questions.models import AskedPartner, PlaceAnswer
from partners.referrals import actions
from partners.referrals.forms import AnswerForm, answers_of
from partners.referrals.models import Referral, ReferralStep
from partners.referrals.models import ReferralState as S
from partners.referrals.packet import packet_lines
from rptc.acting import done, go_on, sent
from rptc.admission import may_fill, may_open
from rptc.audit.record import record
from rptc.pages import counted_page_of


@may_open("partners.use_portal")
def portal(request):
    """Waiting, running, and what is left of those that ended: no name, no packet."""
    referrals = Referral.objects.in_portal_of(request.user).order_by("sent_at", "pk")
    own = ReferralStep.objects.filter(channel=ReferralStep.Channel.PORTAL)
    ended = Referral.objects.tombstones_of(request.user).prefetch_related(
        Prefetch("steps", queryset=own, to_attr="own_reports")
    )
    asked = AskedPartner.objects.in_portal_of(request.user).select_related("question")
    context = {
        "asked": asked.order_by("sent_at", "pk"),
        "member": Member.objects.select_related("partner").filter(user=request.user).first(),
        "waiting": [referral for referral in referrals if referral.state == S.SENT],
        "running": [referral for referral in referrals if referral.state != S.SENT],
        "page_obj": counted_page_of(ended.order_by("-ended_at", "-pk"), request, 20),
    }
    return render(request, "partners/portal/portal.html", context)


@may_open("partners.use_portal")
def portal_referral(request, referral_id):
    """The packet. Each opening is written down."""
    referral = _own(request, referral_id)
    record(request.user, "opened", referral, person=referral.person_id)
    context = {
        "referral": referral,
        "packet": packet_lines(referral.packet),
        "reports": referral.steps.filter(channel=ReferralStep.Channel.PORTAL).select_related("by"),
        "answers": answers_of(referral),
    }
    return render(request, "partners/portal/portal_referral.html", context)


@may_fill("partners.use_portal")
def portal_answer(request, referral_id):
    referral = _own(request, referral_id)
    form = AnswerForm(
        request.POST or None, referral=referral, initial={"state": request.GET.get("state")}
    )
    if answered := done(form, actions.answer_referral, referral, by=request.user):
        told = f"Jawaban terkirim: {answered.get_state_display()}."
        if answered.is_open:
            return go_on(request, told, "partners:portal_referral", referral.pk)
        return go_on(request, told, "partners:portal")
    # No packet on this page: an answer may arrive after the referral has ended.
    context = {"form": form, "referral": referral}
    return render(request, "partners/portal/portal_answer.html", context)


@may_fill("partners.use_portal")
def portal_place(request, asked_partner_id):
    """Is there a place? The same answers as by a link; who answers is who is logged in."""
    own = AskedPartner.objects.in_portal_of(request.user)
    if request.method == "POST":
        # A second tap on the same button finds what the first one said.
        own = AskedPartner.objects.filter(partner__members__user=request.user)
    asked = get_object_or_404(own.select_related("question", "partner"), pk=asked_partner_id)
    user = request.user
    form = ReplyForm(
        request.POST or None,
        instance=PlaceAnswer(asked=asked, channel=PlaceAnswer.Channel.PORTAL),
        by_name=user.full_name,
    )
    if answer := sent(form, give_answer, by=user, typed=["male", "female"]):
        return go_on(request, f"Jawaban terkirim: {answer}.", "partners:portal")
    context = {"form": form, "asked": asked}
    return render(request, "partners/portal/portal_place.html", context)


def _own(request, referral_id):
    return get_object_or_404(Referral.objects.in_portal_of(request.user), pk=referral_id)
