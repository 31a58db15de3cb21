from django.contrib import messages
from django.core.exceptions import ValidationError
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse

from cases.stays.locks import lock_stay
from cases.stays.models import Stay
from partners.links.forms import who_may_answer
from partners.links.models import hash_of
from partners.links.opening import opens_by_link, unknown
from partners.links.sending import address_of_link, contact_chosen, greeting, show_link
from partners.questions import actions
from partners.questions.forms import (
    FreePlacesForm,
    OtherPartnersForm,
    PlaceQuestionForm,
    RecordReplyForm,
    ReplyForm,
)
from partners.questions.listed import QUESTIONS
from partners.questions.models import AskedPartner, PlaceAnswer, PlaceQuestion
from partners.questions.offered import offered_for
from partners.questions.shown import add_answers
from rptc import days
from rptc.acting import done, form_page, go_on, press, row_for, sent
from rptc.admission import may_fill, may_open, may_press
from rptc.forms import ReasonForm
from rptc.letters.models import Unit
from rptc.lists import may_list, render_list
from rptc.pages import counted_page_of, list_shown
from rptc.refusals import write_refusal
from rptc.sending import show_both

PAGE = "partners:question_detail"


@may_list("partners.view_referral", QUESTIONS)
def question_list(request):
    """A row a partner. ?show=answered: what came by itself and nobody has read; call: who wants
    to be called first; late: past the hours within which they answer; unsent: nobody told them."""
    rows = AskedPartner.objects.visible_to(request.user)
    lists = {
        "open": ("Berjalan", rows.running()),
        "answered": ("Jawaban belum dibaca", rows.to_read()),
        "call": ("Tanya dulu", rows.to_call()),
        "late": ("Belum menjawab", rows.overdue(days.now())),
        "unsent": ("Belum terkirim", rows.unsent()),
    }
    rows, context = list_shown(request, lists)
    rows = rows.select_related("partner", "question__stay__person")
    rows = rows.order_by("-question__recorded_at", "-question", "pk")
    context["page_obj"] = counted_page_of(rows, request, 25)
    add_answers(context["page_obj"].object_list)
    return render_list(request, "partners/questions/question_list.html", context)


@may_fill("partners.ask_place")
def question_add(request, stay_id):
    """The boxes of what is needed draw the partners anew, by the same address."""
    stays = Stay.objects.visible_to(request.user)
    stays = stays.select_related("person__origin", "intake__classification")
    if request.method == "POST":
        # Copies of the same form wait here, and then find the row that the first one made.
        lock_stay(get_object_or_404(stays, pk=stay_id))
    stay = get_object_or_404(stays, pk=stay_id)
    typed = request.POST or request.GET
    ticked = typed.getlist("partners")
    partners = offered_for(stay, request.user, typed.getlist("needs"))
    form = PlaceQuestionForm(
        request.POST or None,
        instance=PlaceQuestion(stay=stay),
        initial={"needs": typed.getlist("needs")},
        partners=partners,
    )
    if question := sent(form, actions.ask_places, by=request.user, typed=["partners"]):
        return go_on(request, "Pertanyaan tersimpan.", PAGE, question.pk)
    if form.sent_before:
        return show_both(request, form, PAGE)
    context = {"form": form, "stay": stay} | _to_tick(partners, ticked)
    return render(request, "partners/questions/question_add.html", context)


@may_open("partners.view_referral")
def question_detail(request, place_question_id):
    question = row_for(
        request, PlaceQuestion, place_question_id, "stay__person", "recorded_by", "closed_by"
    )
    asked = AskedPartner.objects.visible_to(request.user).filter(question=question)
    asked = (
        asked.select_related("partner", "sent_to").with_contacts().order_by("partner__name", "pk")
    )
    may_act = question.is_open and question.stay.is_open
    context = {
        "question": question,
        "asked": add_answers(list(asked)),
        "may_ask": may_act and request.user.has_perm("partners.ask_place"),
        "may_close": question.is_open and request.user.has_perm("partners.ask_place"),
        "may_refer": may_act and request.user.has_perm("partners.propose_referral"),
    }
    context["answered"] = sum(each.is_answered for each in context["asked"])
    return render(request, "partners/questions/question_detail.html", context)


@may_fill("partners.ask_place")
def question_others(request, place_question_id):
    """More partners are asked the same."""
    question = row_for(
        request,
        PlaceQuestion,
        place_question_id,
        "stay__person__origin",
        "stay__intake__classification",
    )
    stay = question.stay
    # A form that is sent again names whom it has asked already.
    is_sent = request.method == "POST"
    but = [] if is_sent else question.asked.values_list("partner", flat=True)
    partners = offered_for(stay, request.user, question.needs, but=but)
    form = OtherPartnersForm(request.POST or None, partners=partners)
    if done(form, actions.ask_others, question, by=request.user):
        return go_on(request, "Mitra lain ditambahkan.", PAGE, question.pk)
    context = {"form": form, "question": question, "stay": stay}
    context |= _to_tick(partners, request.POST.getlist("partners"))
    return render(request, "partners/questions/question_others.html", context)


@may_fill("partners.ask_place")
def question_close(request, place_question_id):
    question = row_for(request, PlaceQuestion, place_question_id, "stay__person")
    form = ReasonForm(request.POST or None)
    if done(form, actions.close_question, question, by=request.user):
        return go_on(request, "Pertanyaan ditutup.", PAGE, question.pk)
    return form_page(request, form, "partners/questions/question_close.html", question=question)


@may_press("partners.ask_place")
def asked_link(request, asked_partner_id):
    """A new link, shown once: what the database keeps of it opens nothing."""
    asked = _asked(request, asked_partner_id)
    contact = contact_chosen(request, asked.partner)
    try:
        token = actions.send_link(asked, contact=contact, by=request.user)
    except ValidationError as error:
        write_refusal(error)
        for reason in error.messages:
            messages.error(request, reason)
        return redirect(PAGE, asked.question_id)
    text = (
        f"{greeting(asked.partner, contact)} RPTC Makassar bertanya: apakah ada tempat?\n\n"
        f"{asked.question.sentence}\n\n"
        "Jawab dengan dua ketukan di sini, tanpa login: "
        + address_of_link(request, "partners:place_reply", token)
    )
    to = request, asked.partner, contact, text
    return show_link(*to, back=_page_of(asked), back_text="Pertanyaan")


@may_fill("partners.ask_place")
def asked_answer(request, asked_partner_id):
    """Whoever answers on the telephone answers as well as by a link: staff write it down."""
    asked = _asked(request, asked_partner_id)
    form = RecordReplyForm(request.POST or None, instance=PlaceAnswer(asked=asked))
    if sent(form, actions.give_answer, by=request.user, typed=["male", "female"]):
        return go_on(request, "Jawaban mitra tercatat.", PAGE, asked.question_id)
    return form_page(request, form, "partners/questions/asked_answer.html", asked=asked)


@may_fill("partners.ask_place")
def asked_undo(request, asked_partner_id):
    asked = _asked(request, asked_partner_id)
    form = ReasonForm(request.POST or None)
    if done(form, actions.undo_answer, asked, by=request.user):
        return go_on(request, "Jawaban diurungkan.", PAGE, asked.question_id)
    add_answers([asked])
    return form_page(request, form, "partners/questions/asked_undo.html", asked=asked)


@may_press("partners.ask_place")
def asked_read(request, asked_partner_id):
    asked = _asked(request, asked_partner_id)
    told = "Ditandai sudah dibaca."
    return press(request, actions.read_answer, asked, told=told, then=_page_of(asked))


def _asked(request, number):
    return row_for(request, AskedPartner, number, "partner", "question__stay__person")


def _page_of(asked):
    return reverse(PAGE, args=[asked.question_id])


def _to_tick(partners, ticked):
    """Also what was ticked before the page was drawn anew."""
    for partner in partners:
        partner.is_ticked = str(partner.pk) in ticked
    fit = sum(partner.fit.is_fit for partner in partners)
    return {"partners": partners, "fit": fit, "unfit": len(partners) - fit}


# By a link, without a login


@opens_by_link
def place_reply(request, place_token):
    """What a partner is asked, and its answer in two taps. It shows nobody, and no number of
    anybody."""
    asked = AskedPartner.objects.of_link(place_token)
    asked = asked.select_related("partner", "sent_to", "question__recorded_by").first()
    if request.method == "POST" and (answer := _answer_of(request, place_token)):
        return _after(request, answer)
    if asked is None:
        return unknown(request)
    form = ReplyForm(
        request.POST or None,
        instance=PlaceAnswer(asked=asked, channel=PlaceAnswer.Channel.LINK),
        **who_may_answer(asked),
    )
    if answer := sent(form, actions.give_answer, by=None, typed=["male", "female"]):
        return _after(request, answer)
    context = {"asked": asked, "form": form, "unit": Unit.current()}
    context["is_masked"] = asked.partner.closes_destination
    return render(request, "partners/questions/place_reply.html", context)


def _answer_of(request, token):
    """What was sent by this very link and this very page within the hour: a second tap on the
    same button reads that it has arrived, and who has answered may add the places."""
    form = FreePlacesForm({"send_key": request.POST.get("send_key"), "male": 0, "female": 0})
    if not form.is_valid():
        return None
    answers = PlaceAnswer.objects.standing().filter(
        send_key=form.cleaned_data["send_key"],
        recorded_by=None,
        asked__token_hash=hash_of(token),
        recorded_at__gt=days.now() - days.ONE_HOUR,
    )
    return answers.select_related("asked__partner", "asked__question__recorded_by").first()


def _after(request, answer):
    is_places = "male" in request.POST
    form = FreePlacesForm(
        request.POST if is_places else None, initial={"send_key": answer.send_key}
    )
    said = None
    if is_places and form.is_valid():
        cleaned = form.cleaned_data
        said = actions.say_free_places(answer, male=cleaned["male"], female=cleaned["female"])
    context = {"answer": answer, "question": answer.asked.question, "form": form, "said": said}
    return render(request, "partners/questions/place_reply_done.html", context)
