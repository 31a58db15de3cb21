from django.contrib.auth.decorators import login_not_required
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods
from django.views.defaults import page_not_found

from cases.voice.complaints.limits import SHEET, count, has_tried_enough
from cases.voice.skm import actions
from cases.voice.skm.forms import SkmAnswerForm, SkmRoundForm
from cases.voice.skm.index import result_of
from cases.voice.skm.models import SkmAnswer, SkmRound
from rptc import days
from rptc.acting import done, go_on, press, sent
from rptc.addresses import public_address
from rptc.admission import may_fill, may_open
from rptc.forms import ReasonForm
from rptc.letters.models import Unit
from rptc.letters.printing import qr_svg
from rptc.pages import counted_page_of, number_of
from rptc.policies import whoever_acts
from rptc.printing import pdf, pdf_answer

PAGE = "cases:skm_detail"


@may_open("cases.view_skm")
def skm_list(request):
    rows = SkmRound.objects.order_by("-year", "-part", "-pk")
    rows = rows.annotate(sheets=number_of(SkmAnswer.objects.valid(), "round"))
    return render(
        request, "cases/voice/skm_list.html", {"page_obj": counted_page_of(rows, request, 25)}
    )


@may_fill("cases.type_skm")
def skm_begin(request):
    form = SkmRoundForm(request.POST or None)
    if round := sent(form, actions.open_round, by=request.user):
        return go_on(request, f"{round} dibuka.", PAGE, round.pk)
    return render(request, "cases/voice/skm_begin.html", {"form": form})


@may_open("cases.view_skm")
def skm_detail(request, skm_round_id):
    """While it runs, how many have answered; when it is closed, what they said."""
    round = get_object_or_404(SkmRound, pk=skm_round_id)
    context = {"round": round, "number": round.answers.valid().count()}
    if round.is_open:
        context["address"] = public_address("cases:skm_public", round.token)
        context["qr"] = qr_svg(context["address"])
        if request.user.has_perm("cases.type_skm"):
            sheets = round.answers.select_related("recorded_by").order_by("-pk")
            context["page_obj"] = counted_page_of(sheets, request, 25)
    else:
        context["result"] = result_of(round)
    return render(request, "cases/voice/skm_detail.html", context)


@may_open("cases.view_skm")
def skm_print(request, skm_round_id):
    rounds = SkmRound.objects.filter(closed_at__isnull=False)
    round = get_object_or_404(rounds, pk=skm_round_id)
    context = {"round": round, "result": result_of(round), "unit": Unit.current()}
    context["now"] = days.now()
    name = f"skm-{round.year}-{round.part}"
    return pdf_answer(pdf("cases/voice/skm_print.html", context), name)


@may_fill("cases.type_skm")
def skm_type(request, skm_round_id):
    """From paper, one sheet after the other."""
    round = get_object_or_404(SkmRound, pk=skm_round_id)
    form = SkmAnswerForm(request.POST or None, instance=SkmAnswer(round=round))
    if sheet := sent(form, actions.answer_round, by=request.user):
        return go_on(request, f"{sheet} tersimpan.", "cases:skm_type", round.pk)
    return render(request, "cases/voice/skm_type.html", {"form": form, "round": round})


@may_fill("cases.type_skm")
def skm_void(request, skm_answer_id):
    sheet = get_object_or_404(SkmAnswer.objects.select_related("round"), pk=skm_answer_id)
    form = ReasonForm(request.POST or None)
    if done(form, actions.void_answer, sheet, by=request.user):
        return go_on(request, f"{sheet} dibatalkan.", PAGE, sheet.round_id)
    return render(request, "cases/voice/skm_void.html", {"form": form, "sheet": sheet})


@may_fill("cases.type_skm")
def skm_close(request, skm_round_id):
    round = get_object_or_404(SkmRound, pk=skm_round_id)
    if request.method == "POST":
        told = f"{round} ditutup."
        return press(
            request, actions.close_round, round, told=told, then=reverse(PAGE, args=[round.pk])
        )
    context = {"round": round, "number": round.answers.valid().count()}
    return render(request, "cases/voice/skm_close.html", context)


@login_not_required
@never_cache
@require_http_methods(["GET", "POST"])
def skm_public(request, round_token):
    """The nine questions, by the link of the round; nobody is asked for a name. A link that is
    unknown and one of a round that is closed are one and the same page."""
    with whoever_acts():
        answer = _answer(request, round_token)
    answer["X-Robots-Tag"] = "noindex, nofollow"
    return answer


def _answer(request, token):
    round = SkmRound.objects.open().filter(token=token).first()
    if round is None:
        return page_not_found(request, None)
    if has_tried_enough(request, SHEET):
        return render(request, "cases/voice/complaint_later.html", status=429)
    form = SkmAnswerForm(request.POST or None, instance=SkmAnswer(round=round))
    if sent(form, actions.answer_round, by=None):
        count(request, SHEET)
        return render(request, "cases/voice/skm_thanks.html")
    context = {"form": form, "round": round, "unit": Unit.current()}
    return render(request, "cases/voice/skm_public.html", context)
