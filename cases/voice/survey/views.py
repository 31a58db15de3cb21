from django.contrib import messages
from django.contrib.auth import logout
from django.contrib.auth.decorators import login_not_required
from django.core.exceptions import ValidationError
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from cases.voice.survey import asking
from cases.voice.survey.figures import voice_of
from cases.voice.survey.models import QUESTIONS, Says
from rptc import days
from rptc.admission import may_fill, may_open
from rptc.pages import counted_page_of, year_or_this
from rptc.policies import whoever_acts
from rptc.refusals import write_refusal

FIRST_YEAR = 2020


@may_open("cases.hand_survey")
def voice_list(request):
    """Who leaves, and was not asked yet. Who reads no file reads a number."""
    rows = asking.leaving(request.user).select_related("person").order_by("last_on", "pk")
    context = {"page_obj": counted_page_of(rows, request, 25)}
    context["reads_names"] = request.user.has_perm("cases.view_stay")
    return render(request, "cases/voice/voice_list.html", context)


@may_fill("cases.hand_survey")
def voice_hand(request, stay_id):
    """The button ends the login: the telephone goes out of the hand with three questions on it.
    Of who does not leave there is nothing, or who tries numbers learns which file is closed."""
    stays = asking.leaving(request.user).select_related("person")
    stay = get_object_or_404(stays, pk=stay_id)
    if request.method == "POST":
        try:
            voice = asking.hand_over(stay, by=request.user)
        except ValidationError as error:
            write_refusal(error)
            for reason in error.messages:
                messages.error(request, reason)
            return redirect("cases:voice_list")
        logout(request)
        asking.open_for(request, voice)
        return redirect("cases:voice_ask")
    context = {"stay": stay, "reads_names": request.user.has_perm("cases.view_stay")}
    return render(request, "cases/voice/voice_hand.html", context)


@may_open("cases.view_voice")
def voice_figures(request):
    """?year=: what was said in that year, from five on."""
    year = year_or_this(request, FIRST_YEAR)
    is_exact = request.user.has_perm("cases.read_voice")
    context = {"year": year, "voice": voice_of(year, is_exact=is_exact), "is_exact": is_exact}
    context["before"] = year - 1 if year > FIRST_YEAR else None
    context["next"] = year + 1 if year < days.today().year else None
    return render(request, "cases/voice/voice_figures.html", context)


# On the telephone that was handed over


@login_not_required
@never_cache
@require_http_methods(["GET", "POST"])
def voice_ask(request):
    """One question, three faces, one tap; no name. Without a telephone that was handed over there
    is nothing here but the login."""
    number = asking.voice_in(request)
    if number is None:
        asking.close(request)
        return redirect("account_login")
    if request.method == "POST":
        with whoever_acts():
            if "skip" in request.POST:
                asking.skip(number)
            else:
                for question in QUESTIONS:
                    asking.answer(number, question, request.POST.get(question, ""))
        return redirect("cases:voice_ask")
    question = asking.question_of(number)
    if question is None:
        asking.close(request)
        return redirect("cases:voice_thanks")
    text, icon = QUESTIONS[question]
    context = {"question": question, "text": text, "icon": icon, "says": Says.choices}
    context |= {"number": list(QUESTIONS).index(question) + 1, "total": len(QUESTIONS)}
    return render(request, "cases/voice/voice_ask.html", context)


@login_not_required
@never_cache
@require_safe
def voice_thanks(request):
    return render(request, "cases/voice/voice_thanks.html")
