from urllib.parse import urlencode

from django.db.models import Q
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse

from partners.directory.models import Partner
from partners.earlier.models import EarlierReferral
from reports.figures.models import Indicator, PartnershipWord
from reports.figures.partnership import actions
from reports.figures.partnership.counted import (
    base_year,
    first_year,
    named_for,
    partners_counted,
    seven,
    year_of,
)
from reports.figures.partnership.forms import WordsForm
from reports.figures.partnership.measures import BY_KEY, MEASURES, Kind, Side
from reports.figures.recap.views import year_or_404
from rptc import days
from rptc.accounts.permissions import Role
from rptc.acting import go_on, press
from rptc.admission import may_fill, may_open
from rptc.letters.models import Unit
from rptc.pages import counted_page_of, key_in
from rptc.printing import pdf, pdf_answer

PAGE = 25
# Who may open the rows behind a number, and what is listed of each.
OPENS = {
    Kind.REFERRAL: ("partners.view_referral", ["person", "partner"]),
    Kind.QUESTION: ("partners.view_referral", ["referral__person", "referral__partner"]),
    Kind.AGREEMENT: ("partners.view_agreement", ["partner"]),
    Kind.BILL: ("cases.view_hospital_bills", ["hospital_stay__hospital"]),
    Kind.MEETING: ("partners.view_meeting", []),
    Kind.INVITED: ("partners.view_meeting", ["meeting", "partner"]),
    Kind.DECISION: ("partners.view_meeting", ["meeting", "partner", "owner"]),
    Kind.EXIT: ("cases.view_stay", ["stay__person", "kind"]),
    Kind.FOLLOW_UP: ("cases.view_follow_up", ["exit__stay__person"]),
    Kind.EARLIER: ("partners.view_earlier_referral", ["partner", "classification"]),
    Kind.DAYS: ("partners.view_contribution", []),
}

CHOICES = [("", "Semua"), ("yes", "Dihitung"), ("no", "Tidak dihitung")]


def _year(request):
    year = request.GET.get("year", str(days.today().year))
    if not (year.isascii() and year.isdecimal() and len(year) == 4):
        raise Http404
    return year_or_404(int(year)).first.year


def _partner(request):
    """?partner=, among those whose name this reader may see beside a number."""
    if not request.GET.get("partner"):
        return None
    return get_object_or_404(named_for(request.user), pk=key_in(request, "partner"))


def _opened_by(user):
    """The measures whose rows this reader may open."""
    return {each.key for each in MEASURES if user.has_perm(OPENS[each.kind][0])}


def _context(request, year, partner):
    base = base_year()
    return {
        "year": year,
        "partner": partner,
        "told": seven(request.user, year, partner),
        "is_base_year": year == base,
        "is_earlier": year < base,
        "knows_all": request.user.has_role(Role.HEAD),
        "is_over": year < days.today().year,
        "years": range(first_year(request.user), days.today().year + 1),
    }


@may_open("reports.view_indicators")
def partnership(request):
    """The seven indicators of a year: n of m, both sides, a sentence of each; never one sum."""
    year, partner = _year(request), _partner(request)
    context = _context(request, year, partner)
    context["partners"] = named_for(request.user).filter(is_active=True).order_by("name", "pk")
    context["opens"] = _opened_by(request.user)
    booked = EarlierReferral.objects.visible_to(request.user).of_year(year)
    context["is_in_book"] = booked.exists()
    context["unsigned"] = PartnershipWord.objects.to_approve().filter(year=year).count()
    return render(request, "reports/figures/partnership.html", context)


@may_open("reports.view_indicators")
def partnership_print(request):
    """The same on a few pages, for the mayor's desk."""
    year = _year(request)
    context = _context(request, year, None) | {
        "unit": Unit.current(),
        "printed_by": request.user,
        "now": days.now(),
    }
    content = pdf("reports/figures/partnership_print.html", context)
    return pdf_answer(content, f"kemitraan-{year}")


OF_A_MEETING = {Kind.INVITED, Kind.DECISION}


@may_open("reports.open_indicator")
def partnership_rows(request):
    """As many rows as the number says; those that this reader may not know are counted below."""
    year, partner = _year(request), _partner(request)
    measure = BY_KEY.get(request.GET.get("measure"))
    which = request.GET.get("which", "")
    if measure is None or measure.key not in _opened_by(request.user):
        raise Http404
    if measure.kind == Kind.DAYS:
        return redirect(f"{reverse('partners:contribution_figures')}?year={year}")
    if which not in {"", "yes", "no"} or (which and not measure.is_share):
        raise Http404
    if partner is not None and not measure.partner:
        raise Http404
    counted_year = year_of(year)[0]
    if measure.is_of_today and not counted_year.is_running:
        raise Http404
    rows = measure.rows(counted_year)
    if partner is not None:
        rows = rows.filter(**{measure.partner: partner.pk})
    elif measure.side == Side.BOOK or measure.kind in OF_A_MEETING:
        # The office reads some of these rows: as many as the number says, and no closed one more.
        rows = rows.filter(partner__in=partners_counted(request.user, measure, year))
    if which:
        counted = Q(counts=True) if which == "yes" else Q(counts=False) | Q(counts=None)
        rows = rows.filter(counted)
    _, related = OPENS[measure.kind]
    number, one = rows.count(), {"partner": partner.pk} if partner else {}
    seen = rows.filter(pk__in=_visible(measure, rows, request.user).values("pk"))
    page = counted_page_of(seen.select_related(*related).order_by("-pk"), request, PAGE)
    context = {
        "year": year,
        "partner": partner,
        "measure": measure,
        "which": which,
        "choices": CHOICES,
        "here": "?" + urlencode({"year": year, "measure": measure.key} | one),
        "template": f"reports/figures/_partnership_{measure.kind}.html",
        "number": number,
        "page_obj": page,
        "closed": number - page.paginator.count,
    }
    return render(request, "reports/figures/partnership_rows.html", context)


def _visible(measure, rows, user):
    """Those of a meeting are read by whoever reads the meeting."""
    if measure.kind in OF_A_MEETING:
        return rows
    return rows.model.objects.visible_to(user)


@may_fill("reports.write_judgement")
def partnership_words(request):
    """What we say of each of the seven; or what a partner said in the meeting."""
    year, partner = _year(request), _partner(request)
    form = _words_form(request, year, partner)
    if form.is_valid():
        said, key = form.said(), form.cleaned_data["send_key"]
        actions.write_words(year, partner, said, key=key, by=request.user)
        told = "Kalimat tersimpan." if partner else "Kalimat tersimpan, menunggu Kepala UPT."
        go_on(request, told, "reports:partnership")
        return redirect(f"{reverse('reports:partnership')}?year={year}")
    context = {"form": form, "year": year, "partner": partner}
    context["partners"] = named_for(request.user).filter(is_active=True).order_by("name", "pk")
    return render(request, "reports/figures/partnership_words.html", context)


def _words_form(request, year, partner):
    initial = {}
    for number, word in actions.newest_of(year, partner).items():
        initial |= {f"text_{number}": word.text, f"score_{number}": word.score}
    return WordsForm(request.POST or None, initial=initial)


@may_fill("reports.approve_judgement")
def partnership_approve(request):
    """The sentences of ours that wait for the head."""
    words = PartnershipWord.objects.to_approve().order_by("year", "number")
    words = words.select_related("recorded_by")
    if request.method == "POST":
        seen = [int(key) for key in request.POST.getlist("seen") if key.isdecimal()]
        then = reverse("reports:partnership")
        return press(
            request, actions.approve_words, seen, told="Kalimat kami disetujui.", then=then
        )
    context = {"rows": list(words)}
    return render(request, "reports/figures/partnership_approve.html", context)


@may_fill("partners.use_portal")
def partnership_own(request):
    """Kerja sama kita: a partner's own part of the seven, our side, and its own sentences."""
    year = _year(request)
    partner = get_object_or_404(Partner, members__user=request.user)
    form = _words_form(request, year, partner)
    if form.is_valid():
        said, key = form.said(), form.cleaned_data["send_key"]
        actions.write_words(year, partner, said, key=key, by=request.user)
        go_on(request, "Terima kasih. Kalimat Anda tersimpan.", "reports:partnership_own")
        return redirect(f"{reverse('reports:partnership_own')}?year={year}")
    context = {"form": form, "partner": partner, "year": year}
    context["told"] = seven(request.user, year, partner, is_own=True)
    for each, told in zip(Indicator, context["told"], strict=True):
        told.text, told.score = form[f"text_{each}"], form[f"score_{each}"]
    return render(request, "reports/figures/partnership_own.html", context)
