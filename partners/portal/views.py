"""The partner's own pages. A referral of another partner, one that ended and one that never was
are the same 404; all that is not the portal is 403 (docs/roles.md)."""

import hashlib

from django.db.models import F, Prefetch
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse

from partners.directory.actions import write_free_places
from partners.directory.forms import FreePlacesForm
from partners.directory.models import FreePlaces, Partner
from partners.incidents.holding import with_held
from partners.incidents.models import PartnerIncident
from partners.portal.months import months_due
from partners.questions.actions import give_answer
from partners.questions.forms import ReplyForm
from partners.questions.models import AskedPartner, PlaceAnswer
from partners.referrals import actions
from partners.referrals.arriving.actions import write_arrival
from partners.referrals.arriving.forms import ArrivalForm
from partners.referrals.arriving.letters import BAST
from partners.referrals.arriving.models import Arrival
from partners.referrals.arriving.shown import arrival_of, may_arrive, signing_of
from partners.referrals.forms import PortalAnswerForm, answers_of
from partners.referrals.models import AT_PARTNER, Referral, ReferralStep, SafetyRead
from partners.referrals.models import ReferralState as S
from partners.referrals.packet import packet_lines
from partners.referrals.packing.actions import why_not
from partners.referrals.packing.models import ReferralItem
from partners.referrals.packing.pieces import pieces_sent
from partners.referrals.safety import digest_of_words, has_unread, telling_of, with_unread
from partners.silence.actions import ask_back
from partners.silence.forms import AskBackForm
from partners.silence.models import Reminder
from rptc import days
from rptc.acting import done, form_page, go_on, press, sent
from rptc.admission import may_fill, may_open, may_press
from rptc.audit.pictures import came_with_a_page
from rptc.audit.record import record
from rptc.kept import AmongThese, kept_first, kept_number, kept_rows, keys_of
from rptc.letters.files import letter_response
from rptc.letters.signatures.actions import sign_letter
from rptc.letters.signatures.sides import Side
from rptc.letters.signatures.views import sheet_response, signature_form, signing_context
from rptc.letters.ties import tied_letters
from rptc.pages import counted_page_of, list_shown

# So many of each list on the first page, and on a page of its own.
SHOWN, ON_A_PAGE = 5, 10


@may_open("partners.use_portal")
def portal(request):
    """What waits and what runs, as much of it as is read on a telephone: each list has a page of
    its own."""
    user = request.user
    context = {
        "incidents": with_held(kept_rows(_incidents, user), by=user),
        "months": months_due(user),
        "asked": kept_rows(_first_asked, user),
        "asked_number": kept_number(_asked, user),
        "partner": kept_first(_with_places, user),
        "lists": [_shown(name, user) for name in ("waiting", "running")],
        "ended_number": kept_number(_list, user, "ended"),
    }
    return render(request, "partners/portal/portal.html", context)


def _with_places(user):
    return _own_partners(user).with_free_places()


def _incidents(user):
    incidents = PartnerIncident.objects.in_portal_of(user).to_tell()
    return incidents.select_related("referral__person").order_by("-pk")[:SHOWN]


def _asked(user):
    return AskedPartner.objects.in_portal_of(user)


def _first_asked(user):
    return _asked(user).select_related("question").order_by("sent_at", "pk")[:SHOWN]


TITLES = {"waiting": "Menunggu jawaban", "running": "Berjalan", "ended": "Sudah berakhir"}


def _lists(user):
    """{name: (title, rows)}"""
    return {name: (title, _list(user, name)) for name, title in TITLES.items()}


def _list(user, name):
    """What ended keeps no name and no packet."""
    if name == "ended":
        own = ReferralStep.objects.filter(channel=ReferralStep.Channel.PORTAL)
        ended = Referral.objects.tombstones_of(user).order_by("-ended_at", "-pk")
        return ended.prefetch_related(Prefetch("steps", queryset=own, to_attr="own_reports"))
    referrals = Referral.objects.in_portal_of(user).order_by("sent_at", "pk")
    if name == "waiting":
        return referrals.filter(state=S.SENT)
    return referrals.exclude(state=S.SENT)


def _first_of_list(user, name):
    return _list(user, name)[:SHOWN]


def _shown(name, user):
    return {
        "name": name,
        "title": TITLES[name],
        "number": kept_number(_list, user, name),
        "rows": _with_unread(kept_rows(_first_of_list, user, name)),
    }


def _with_unread(referrals):
    """Each with whether something that must be known is unread there."""
    unread = set(kept_rows(_unread, None, these=keys_of(referrals)) if referrals else [])
    for referral in referrals:
        referral.is_unread = referral.pk in unread
    return referrals


def _unread(user):
    some = Referral.objects.filter(AmongThese(F("pk")))
    return with_unread(some).values_list("pk", flat=True)


@may_open("partners.use_portal")
def portal_list(request):
    """?show=waiting, running or ended."""
    rows, context = list_shown(request, _lists(request.user))
    page = counted_page_of(rows, request, ON_A_PAGE)
    if context["show"] != "ended":
        page.object_list = _with_unread(list(page.object_list))
    context["page_obj"] = page
    return render(request, "partners/portal/portal_list.html", context)


@may_fill("partners.use_portal")
def portal_places(request):
    """How many places are free as of now, so that they are asked about what they can do."""
    partner = get_object_or_404(_own_partners(request.user))
    places = FreePlaces(partner=partner, said_at=days.now())
    form = FreePlacesForm(request.POST or None, instance=places)
    if sent(form, write_free_places, by=request.user):
        return go_on(request, "Tempat kosong tersimpan. Terima kasih.", "partners:portal")
    return form_page(request, form, "partners/portal/portal_places.html")


@may_open("partners.use_portal")
def portal_referral(request, referral_id):
    """The packet. Each opening is written down."""
    referral = _own(request, referral_id)
    record(request.user, "opened", referral, person=referral.person_id)
    telling, arrival = telling_of(referral), arrival_of(referral)
    signing = arrival and signing_of(arrival)
    answers = answers_of(referral)
    context = {
        "referral": referral,
        "telling": telling,
        "digest": digest_of_words(telling.words),
        "packet": packet_lines(referral.packet),
        "pieces": pieces_sent(referral),
        "reports": referral.steps.filter(channel=ReferralStep.Channel.PORTAL).select_related("by"),
        "said": referral.reminders.said_to_each_other(),
        "is_there": referral.state in AT_PARTNER,
        "incidents": with_held(referral.incidents.with_last().order_by("-pk"), by=request.user),
        "arrival": arrival,
        "signing": signing,
        "must_sign": signing and Side.RECEIVES not in signing.done,
        "may_arrive": may_arrive(referral),
        # A yes is said by its button; what it meets (unread, changed) the next page says.
        "accepts": next((each for each in answers if each[0] == S.ACCEPTED), None),
        "answers": [each for each in answers if each[0] not in {S.ACCEPTED, S.ARRIVED}],
    }
    return render(request, "partners/portal/portal_referral.html", context)


@may_open("partners.use_portal")
def portal_photo(request, referral_id):
    """The face that travelled, as long as the referral runs. The line of its page tells of it."""
    item = _picture(request, referral_id, kind=ReferralItem.Kind.PHOTO)
    return _picture_answer(request, item, came_with_a_page(request, item.photo_id), "foto")


@may_open("partners.use_portal")
def portal_scan(request, referral_id, referral_item_id):
    item = _picture(request, referral_id, kind=ReferralItem.Kind.SCAN, pk=referral_item_id)
    return _picture_answer(request, item, False, "pindaian")


def _picture(request, referral_id, **which):
    """Of a referral that is theirs and runs; not thrown away since, and its yes not taken back."""
    items = ReferralItem.objects.frozen().filter(referral=_own(request, referral_id), **which)
    items = items.filter(photo__hidden_at=None).select_related("photo", "referral__consent")
    item = get_object_or_404(items.order_by("pk")[:1])
    if why_not(item.kind, item.referral):
        raise Http404
    return item


def _picture_answer(request, item, is_told, page):
    try:
        content = item.photo.content
    except FileNotFoundError:
        raise Http404 from None
    if hashlib.sha256(content).hexdigest() != item.sha256:
        raise RuntimeError(f"The picture of item {item.pk} is not what was sent.")
    referral = item.referral
    if not is_told:
        record(request.user, "opened", referral, person=referral.person_id, page=page)
    answer = HttpResponse(content, content_type="image/jpeg")
    answer["Content-Disposition"] = f'inline; filename="{page}-{item.pk}.jpg"'
    answer["Cache-Control"] = "no-store"
    answer["Cross-Origin-Resource-Policy"] = "same-origin"
    return answer


@may_press("partners.use_portal")
def portal_safety(request, referral_id):
    """One press: what must be known has been read, as it stood there."""
    referral = _own(request, referral_id)
    read = SafetyRead(referral=referral, channel=ReferralStep.Channel.PORTAL)
    then = reverse("partners:portal_referral", args=[referral.pk])
    told = "Terima kasih. RPTC melihat bahwa ini sudah dibaca."
    seen = request.POST.get("seen", "")
    return press(request, actions.read_safety, read, seen, told=told, then=then)


@may_fill("partners.use_portal")
def portal_arrival(request, referral_id):
    """Who arrived, and what came along: the berita acara is there at once."""
    referral = _own(request, referral_id)
    arrival = Arrival(referral=referral, channel=ReferralStep.Channel.PORTAL)
    by = {"received_by": request.user.full_name}
    form = ArrivalForm(request.POST or None, instance=arrival, initial=by)
    if sent(form, write_arrival, by=request.user, typed=["things"]):
        told = "Kedatangan tercatat. Sekarang tanda tangani berita acaranya."
        return go_on(request, told, "partners:portal_arrival_sign", referral.pk)
    # As on the page of an answer, no packet: but what should have come along.
    return form_page(request, form, "partners/portal/portal_arrival.html", referral=referral)


@may_open("partners.use_portal")
def portal_arrival_letter(request, referral_id):
    """The berita acara, as long as the referral runs."""
    referral = _own(request, referral_id)
    arrival = get_object_or_404(referral.arrivals.standing())
    return letter_response(tied_letters(arrival).get(BAST), request.user)


@may_fill("partners.use_portal")
def portal_arrival_sign(request, referral_id):
    """The partner signs for itself, in the house of all signatures; ours sign on their own
    page."""
    referral = _own(request, referral_id)
    signing = _signing(referral)
    hand = signing.hand(Side.RECEIVES)
    form = signature_form(request, signing, hand)
    if signature := sent(form, sign_letter, by=request.user):
        told = f"Tanda tangan {signature.name} tersimpan."
        return go_on(request, told, "partners:portal_referral", referral.pk)
    if hand.side in signing.done:
        form = None
    context = signing_context(signing, hand, form) | {
        "referral": referral,
        "file": reverse("partners:portal_arrival_letter", args=[referral.pk]),
    }
    return render(request, "partners/portal/portal_arrival_sign.html", context)


@may_open("partners.use_portal")
def portal_arrival_sheet(request, referral_id):
    """The sheet beside the berita acara, once both have signed."""
    return sheet_response(_signing(_own(request, referral_id)).letter, request.user)


def _signing(referral):
    signing = signing_of(get_object_or_404(referral.arrivals.standing()))
    if signing is None:
        raise Http404
    return signing


@may_fill("partners.use_portal")
def portal_answer(request, referral_id):
    referral = _own(request, referral_id)
    form = PortalAnswerForm(
        request.POST or None, referral=referral, initial={"state": request.GET.get("state")}
    )
    if answered := done(form, actions.answer_referral, referral, by=request.user):
        told = f"Jawaban terkirim: {answered.get_state_display()}."
        if answered.is_open:
            return go_on(request, told, "partners:portal_referral", referral.pk)
        return go_on(request, told, "partners:portal")
    # No packet on this page: an answer may arrive after the referral has ended.
    must_read = referral.state == S.SENT and has_unread(referral)
    context = {"form": form, "referral": referral, "must_read": must_read}
    return render(request, "partners/portal/portal_answer.html", context)


@may_fill("partners.use_portal")
def portal_place(request, asked_partner_id):
    """Is there a place? The same answers as by a link; who answers is who is logged in."""
    own = asked_now = AskedPartner.objects.in_portal_of(request.user)
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
    # What is asked no longer is not read again: the form says why.
    is_asked = own is asked_now or asked_now.filter(pk=asked.pk).exists()
    context = {"form": form, "asked": asked if is_asked else None}
    return render(request, "partners/portal/portal_place.html", context)


@may_fill("partners.use_portal")
def portal_ask(request, referral_id):
    """Tanya dulu: what they want to know before they answer, or while they serve."""
    referral = _own(request, referral_id)
    form = AskBackForm(request.POST or None, instance=Reminder(referral=referral))
    if sent(form, ask_back, by=request.user):
        told = "Pertanyaan terkirim. RPTC menjawab di sini."
        return go_on(request, told, "partners:portal_referral", referral.pk)
    # No packet on this page: a question may arrive after the referral has ended.
    return form_page(request, form, "partners/portal/portal_ask.html", referral=referral)


def _own(request, referral_id):
    return get_object_or_404(Referral.objects.in_portal_of(request.user), pk=referral_id)


def _own_partners(user):
    return Partner.objects.filter(members__user=user)
