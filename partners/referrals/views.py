from urllib.parse import urlencode

from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse

from cases.file.consents.models import Consent, Purpose
from cases.file.consents.words import add_words
from cases.file.tabs import add_told
from cases.people.access import Manner, manner_in_row_before
from cases.people.models import shown_columns
from cases.stays.locks import lock_stay
from cases.stays.models import Stay
from partners.directory.models import Partner
from partners.referrals import actions, letters
from partners.referrals.arriving.actions import close_thing, take_back_arrival, write_arrival
from partners.referrals.arriving.forms import ArrivalByStaffForm
from partners.referrals.arriving.letters import BAST
from partners.referrals.arriving.models import Arrival, ArrivalThing
from partners.referrals.arriving.shown import arrival_of, may_arrive
from partners.referrals.filters import ReferralFilter
from partners.referrals.forms import (
    RecordAnswerForm,
    ReferralFields,
    ReferralForm,
    RevokeForm,
    SafetyToldForm,
    answers_of,
)
from partners.referrals.listed import REFERRALS
from partners.referrals.models import AT_PARTNER, PARTNER_SEES, Referral, SafetyRead
from partners.referrals.models import ReferralState as S
from partners.referrals.packet import packet_lines, packet_of
from partners.referrals.packing.forms import PACKED, WAYS
from partners.referrals.packing.looks import looks_of
from partners.referrals.packing.pieces import pieces_of, pieces_of_offers
from partners.referrals.safety import digest_of_words, telling_of, words_of
from rptc.acting import changed, done, go_on, press, row_for, sent
from rptc.admission import may_fill, may_open, may_press
from rptc.decisions import decision_page
from rptc.forms import ReasonForm
from rptc.kept import KeptList
from rptc.letters.files import letter_response
from rptc.letters.ties import tied_letters
from rptc.lists import may_list, render_list
from rptc.pages import counted_page_of, is_key, key_in
from rptc.sending import show_both
from rptc.typed import forget_typed, keep_typed, typed_before

# What a row of the list shows.
SHOWN = ["recorded_at", "need", "state", "partner__name", *shown_columns("person__")]


@may_list("partners.view_referral", REFERRALS)
def referral_list(request):
    """A referral whose destination is not this reader's shows its state and day, nothing else."""
    user = request.user
    chosen = ReferralFilter(request.GET, queryset=_listed(user), user=user)
    if chosen.form.is_valid() and set(chosen.form.changed_data) <= {"state"}:
        rows = KeptList(_in_state, user, chosen.form.cleaned_data["state"])
    else:
        rows = _shown(chosen.qs)
    context = {
        "page_obj": counted_page_of(rows, request, 25),
        "filter": chosen,
        "title": chosen.title,
    }
    return render_list(request, "partners/referrals/referral_list.html", context)


def _listed(user):
    return Referral.objects.listed_for(user).with_telling(user)


def _in_state(user, state):
    """What is opened all day: all of them, or those of one state."""
    listed = _listed(user)
    return _shown(listed.filter(state=state) if state else listed)


def _shown(referrals):
    rows = referrals.select_related("person", "partner").only(*SHOWN)
    return rows.order_by("-recorded_at", "-pk")


# On the button that leads to the question, and back; and on the one that only shows.
ASKS, LOOKS = "ask_consent", "look"
KEPT = ["partner", "need", "message", "basis", "without_basis"]


def _ask_consent(request, stay, partner):
    """What was typed waits, and is there again when the answer is written down."""
    ticked = [name for name in request.POST if name.partition("-")[0] in WAYS]
    # PACKED alone says that what is not among them was unticked.
    keep_typed(request, [*KEPT, *ticked, PACKED])
    purpose = Purpose.HEALTH if partner and partner.reveals_health else Purpose.REFERRAL
    query = urlencode({"purpose": purpose.value, "next": request.path})
    return redirect(f"{reverse('cases:consent_ask', args=[stay.pk])}?{query}")


def _as_the_partner(form):
    """What the partner would read, of what is typed and ticked by now."""
    if form.is_bound:
        # The columns as they were typed, also where something else is missing still.
        form.is_valid()
    form.instance.person = form.stay.person
    return {
        "packet": packet_lines(packet_of(form.instance)),
        "pieces": pieces_of_offers(form.ticked),
        "words": words_of(form.instance, form.user),
    }


def _again(form):
    return lambda row, by: actions.propose_again(row, by=by, ticks=form.cleaned_data["ticks"])


@may_fill("partners.propose_referral")
def referral_propose(request, stay_id):
    stays = Stay.objects.visible_to(request.user).select_related("person", "social_worker")
    if ASKS in request.POST:
        stay = get_object_or_404(stays, pk=stay_id)
        chosen = request.POST.get("partner", "")
        partner = Partner.objects.filter(pk=chosen).first() if is_key(chosen) else None
        return _ask_consent(request, stay, partner)
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
        initial={"partner": key_in(request, "partner")} | typed_before(request),
    )
    if LOOKS not in request.POST and (
        referral := sent(form, actions.propose_referral, by=request.user, typed=["ticks"])
    ):
        forget_typed(request)
        told = "Rujukan diajukan kepada Kepala UPT."
        return go_on(request, told, "partners:referral_detail", referral.pk)
    if form.sent_before:
        return show_both(request, form, "partners:referral_detail")
    add_told(stay.person, is_parting=True)
    request.person_shown = stay.person_id
    context = {"form": form, "stay": stay} | _as_the_partner(form)
    return render(request, "partners/referrals/referral_propose.html", context)


@may_open("partners.view_referral")
def referral_detail(request, referral_id):
    referral = _visible_referral(request, referral_id)
    user = request.user
    context = _said(referral, user) | {
        "referral": referral,
        "steps": referral.steps.select_related("by"),
        "packet": packet_lines(referral.packet or packet_of(referral)),
        "pieces": pieces_of(referral, user),
        "looks": looks_of(referral, user),
        "arrival": arrival_of(referral),
        "may_arrive": may_arrive(referral) and user.has_perm("partners.record_answer"),
        "may_decide": Referral.objects.waiting_for(user).filter(pk=referral.pk).exists(),
        "may_edit": referral.state == S.DRAFT and referral.recorded_by_id == user.pk,
        "may_revoke": referral.is_open
        and Referral.objects.revocable_by(user).filter(pk=referral.pk).exists(),
        "telling": telling_of(referral, user),
        "letter": tied_letters(referral).get(letters.LETTER) if referral.sent_at else None,
        "may_write": referral.state in PARTNER_SEES and user.has_perm("partners.propose_referral"),
        "may_record": bool(answers_of(referral)) and user.has_perm("partners.record_answer"),
        "file": Stay.objects.visible_to(user).filter(pk=referral.stay_id).first(),
        "may_end": referral.state in {*AT_PARTNER, S.FINISHED}
        and user.has_perm("cases.end_stay")
        and Referral.objects.still_in_house().filter(pk=referral.pk).exists(),
    }
    return render(request, "partners/referrals/referral_detail.html", context)


@may_fill("partners.propose_referral")
def referral_edit(request, referral_id):
    """What was sent back is corrected by the one who wrote it; for others it is out of reach."""
    own = Referral.objects.visible_to(request.user).filter(recorded_by=request.user, state=S.DRAFT)
    referral = get_object_or_404(
        own.select_related("partner", "stay", "person", "basis"), pk=referral_id
    )
    if ASKS in request.POST:
        return _ask_consent(request, referral.stay, referral.partner)
    form = ReferralFields(
        request.POST or None,
        instance=referral,
        stay=referral.stay,
        user=request.user,
        initial=typed_before(request),
    )
    if LOOKS not in request.POST and changed(form, _again(form), by=request.user):
        forget_typed(request)
        told = "Rujukan diajukan lagi kepada Kepala UPT."
        return go_on(request, told, "partners:referral_detail", referral.pk)
    context = {"form": form, "referral": referral, "last": referral.steps.last()}
    context |= _as_the_partner(form)
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
            {
                "packet": _packet_before(referral, request.user),
                "pieces": pieces_of(referral, request.user),
                "words": words_of(referral, request.user),
            }
            | _said(referral, request.user)
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
def referral_safety(request, referral_id):
    """What the partner must know was told to somebody there. All of it: where the reader does not
    know all, who does tells it."""
    referral = _visible_referral(request, referral_id)
    form = SafetyToldForm(request.POST or None, instance=SafetyRead(referral=referral))
    telling = telling_of(referral, request.user)
    seen = request.POST.get("seen", "")
    if not telling.is_partial and sent(form, actions.read_safety, by=request.user, seen=seen):
        told = "Tercatat: mitra sudah diberi tahu."
        return go_on(request, told, "partners:referral_detail", referral.pk)
    digest = digest_of_words(telling.words)
    context = {"form": form, "referral": referral, "telling": telling, "digest": digest}
    return render(request, "partners/referrals/referral_safety.html", context)


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


@may_open("partners.view_referral")
def referral_letter(request, referral_id):
    """The frozen letter, as often as it is printed."""
    referral = _visible_referral(request, referral_id)
    return letter_response(tied_letters(referral).get(letters.LETTER), request.user)


@may_press("partners.propose_referral")
def referral_letter_write(request, referral_id):
    referral = _visible_referral(request, referral_id)
    then = reverse("partners:referral_detail", args=[referral.pk])
    return press(request, letters.write_letter, referral, told="Surat siap dicetak.", then=then)


@may_fill("partners.record_answer")
def referral_arrival(request, referral_id):
    """Somebody arrived at a partner, written down by ours."""
    referral = _visible_referral(request, referral_id)
    form = ArrivalByStaffForm(request.POST or None, instance=Arrival(referral=referral))
    arrival = sent(form, write_arrival, by=request.user, typed=["things"])
    if arrival:
        told = "Kedatangan tercatat, dan berita acaranya dibuat."
        return go_on(request, told, "partners:referral_detail", referral.pk)
    context = {"form": form, "referral": referral}
    return render(request, "partners/referrals/referral_arrival.html", context)


@may_open("partners.view_referral")
def referral_arrival_letter(request, referral_id):
    """The berita acara of the arrival that stands."""
    arrival = get_object_or_404(_visible_referral(request, referral_id).arrivals.standing())
    return letter_response(tied_letters(arrival).get(BAST), request.user)


@may_fill("partners.record_answer")
def arrival_undo(request, arrival_id):
    arrival = row_for(request, Arrival, arrival_id, "referral__person")
    form = ReasonForm(request.POST or None, label="Apa yang keliru", missing="Tulis alasannya.")
    if done(form, take_back_arrival, arrival, by=request.user):
        told = "Dinyatakan keliru. Tulis kedatangannya lagi, dan minta penarikan berita acaranya."
        return go_on(request, told, "partners:referral_detail", arrival.referral_id)
    context = {"form": form, "arrival": arrival}
    return render(request, "partners/referrals/arrival_undo.html", context)


@may_fill("partners.propose_referral")
def arrival_thing_close(request, arrival_thing_id):
    """What came of something that was missing: it followed, or it will not come."""
    thing = row_for(request, ArrivalThing, arrival_thing_id, "arrival__referral")
    missing = "Tulis apa jadinya."
    form = ReasonForm(request.POST or None, label="Apa jadinya", missing=missing)
    if done(form, close_thing, thing, by=request.user):
        told = f"Selesai: {thing}."
        return go_on(request, told, "partners:referral_detail", thing.arrival.referral_id)
    context = {"form": form, "thing": thing, "referral": thing.arrival.referral}
    return render(request, "partners/referrals/arrival_thing_close.html", context)


def _visible_referral(request, referral_id):
    return get_object_or_404(_with_all(Referral.objects.visible_to(request.user)), pk=referral_id)


def _with_all(referrals):
    return referrals.select_related(
        "person",
        "partner",
        "stay__social_worker",
        "recorded_by",
        "basis",
        "consent__withdrawal",
    )
