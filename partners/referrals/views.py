from django.shortcuts import get_object_or_404, render

from cases.file.consents.models import Consent, Purpose
from cases.file.consents.words import add_words
from cases.people.access import Manner, manner_in_row_before
from cases.stays.locks import lock_stay
from cases.stays.models import Stay
from partners.referrals import actions
from partners.referrals.filters import ReferralFilter
from partners.referrals.forms import (
    RecordAnswerForm,
    ReferralFields,
    ReferralForm,
    RevokeForm,
    answers_of,
)
from partners.referrals.models import Referral
from partners.referrals.models import ReferralState as S
from partners.referrals.packet import packet_lines, packet_of
from rptc.acting import changed, done, go_on, sent
from rptc.admission import may_fill, may_open
from rptc.decisions import decision_page
from rptc.pages import counted_page_of, key_in
from rptc.sending import show_both


@may_open("partners.view_referral")
def referral_list(request):
    """A referral whose destination is not this reader's shows its state and day, nothing else."""
    listed = Referral.objects.listed_for(request.user).with_telling(request.user)
    chosen = ReferralFilter(request.GET, queryset=listed, user=request.user)
    rows = chosen.qs.select_related("person", "partner", "stay").order_by("-recorded_at", "-pk")
    context = {
        "page_obj": counted_page_of(rows, request, 25),
        "filter": chosen,
        "title": chosen.title,
    }
    return render(request, "partners/referrals/referral_list.html", context)


@may_fill("partners.propose_referral")
def referral_propose(request, stay_id):
    stays = Stay.objects.visible_to(request.user).select_related("person")
    if request.method == "POST":
        # Copies of the same form wait here, and then find the row that the first one made.
        lock_stay(get_object_or_404(stays, pk=stay_id))
    stay = get_object_or_404(stays, pk=stay_id)
    form = ReferralForm(
        request.POST or None,
        instance=Referral(stay=stay, person=stay.person, recorded_by=request.user),
        stay=stay,
        user=request.user,
        # Where a partner has said that there is a place (partners/questions).
        initial={"partner": key_in(request, "partner")},
    )
    if referral := sent(form, actions.propose_referral, by=request.user):
        told = "Rujukan diajukan kepada Kepala UPT."
        return go_on(request, told, "partners:referral_detail", referral.pk)
    if form.sent_before:
        return show_both(request, form, "partners:referral_detail")
    context = {"form": form, "stay": stay, "packet": packet_lines(packet_of(form.instance))}
    return render(request, "partners/referrals/referral_propose.html", context)


@may_open("partners.view_referral")
def referral_detail(request, referral_id):
    referral = _visible_referral(request, referral_id)
    user = request.user
    context = _said(referral, user) | {
        "referral": referral,
        "steps": referral.steps.select_related("by"),
        "packet": packet_lines(referral.packet or packet_of(referral)),
        "may_decide": Referral.objects.waiting_for(user).filter(pk=referral.pk).exists(),
        "may_edit": referral.state == S.DRAFT and referral.recorded_by_id == user.pk,
        "may_revoke": referral.is_open
        and Referral.objects.revocable_by(user).filter(pk=referral.pk).exists(),
        "may_record": bool(answers_of(referral)) and user.has_perm("partners.record_answer"),
    }
    return render(request, "partners/referrals/referral_detail.html", context)


@may_fill("partners.propose_referral")
def referral_edit(request, referral_id):
    """What was sent back is corrected by the one who wrote it; for others it is out of reach."""
    own = Referral.objects.visible_to(request.user).filter(recorded_by=request.user, state=S.DRAFT)
    referral = get_object_or_404(own.select_related("partner", "stay", "person"), pk=referral_id)
    form = ReferralFields(
        request.POST or None, instance=referral, stay=referral.stay, user=request.user
    )
    if changed(form, actions.propose_again, by=request.user):
        told = "Rujukan diajukan lagi kepada Kepala UPT."
        return go_on(request, told, "partners:referral_detail", referral.pk)
    context = {"form": form, "referral": referral, "last": referral.steps.last()}
    return render(request, "partners/referrals/referral_edit.html", context)


@may_fill("reports.decide")
def referral_decide(request, referral_id):
    return decision_page(
        request,
        _with_all(Referral.objects),
        referral_id,
        actions.decide_referral,
        "partners/referrals/referral_decide.html",
        check=actions.check_decision,
        more=lambda referral: (
            {"packet": _packet_before(referral, request.user)} | _said(referral, request.user)
        ),
    )


def _said(referral, user):
    """The words of the yes on which it rests, for who may read them; else what was said last."""
    if referral.consent:
        add_words([referral.consent], user)
        return {"last_answer": None}
    return {"last_answer": Consent.objects.last_answer(referral.stay, Purpose.REFERRAL)}


def _packet_before(referral, user):
    """What would travel. An adult travels by their alias, which who decides by initials does not
    read."""
    packet = packet_of(referral)
    if manner_in_row_before(user) == Manner.INITIALS:
        packet["name"] = referral.name_for(user)
    return packet_lines(packet)


@may_fill("partners.record_answer")
def referral_answer(request, referral_id):
    """A partner without login is a full partner: staff write down what it said."""
    referral = _visible_referral(request, referral_id)
    form = RecordAnswerForm(request.POST or None, referral=referral)
    if done(form, actions.record_answer, referral, by=request.user):
        told = "Jawaban mitra tercatat."
        return go_on(request, told, "partners:referral_detail", referral.pk)
    context = {"form": form, "referral": referral}
    return render(request, "partners/referrals/referral_answer.html", context)


@may_fill("partners.view_referral")
def referral_revoke(request, referral_id):
    """The head, and those of the case: who stands in for the head decides, and revokes nothing."""
    revocable = _with_all(Referral.objects.revocable_by(request.user))
    referral = get_object_or_404(revocable, pk=referral_id)
    form = RevokeForm(request.POST or None, referral=referral)
    if done(form, actions.revoke_referral, referral, by=request.user):
        told = "Rujukan ditarik. Mitra tidak lagi melihat isinya."
        return go_on(request, told, "partners:referral_detail", referral.pk)
    context = {"form": form, "referral": referral}
    return render(request, "partners/referrals/referral_revoke.html", context)


def _visible_referral(request, referral_id):
    return get_object_or_404(_with_all(Referral.objects.visible_to(request.user)), pk=referral_id)


def _with_all(referrals):
    return referrals.select_related("person", "partner", "stay__social_worker", "recorded_by")
