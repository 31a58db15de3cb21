from django.db.models import Count, F, Max, Prefetch, Q
from django.db.models.functions import Coalesce
from django.shortcuts import get_object_or_404, render
from django.urls import reverse

from cases.file.head import files_of
from cases.papers import actions
from cases.papers.figures import people_of, tell_kinds, years_of
from cases.papers.forms import (
    PaperAskForm,
    PaperEditForm,
    PaperEndForm,
    PaperGotForm,
    PaperGotManyForm,
    PaperOfficeForm,
    PaperRefusalEndForm,
    PaperRefuseForm,
    PaperRequestEditForm,
    PaperRequestForm,
    PaperWordForm,
    PaperWriteForm,
)
from cases.papers.listed import PAPERS
from cases.papers.lists import (
    children_without_birth,
    could_be_asked,
    late_offices,
    with_refusals,
)
from cases.papers.models import (
    RUNS,
    Paper,
    PaperKind,
    PaperLetter,
    PaperOffice,
    PaperRefusal,
    PaperRefusalEnd,
    PaperRequest,
    PaperWord,
)
from cases.people import access
from cases.people.locks import lock_person
from rptc import days
from rptc.acting import changed, done, go_on, press, row_for, sent
from rptc.admission import may_fill, may_open, may_press
from rptc.letters.files import letter_response
from rptc.lists import may_list, render_list
from rptc.pages import counted_page_of, is_key, key_in, list_shown, year_or_this, years_beside
from rptc.sending import send_form, show_both
from rptc.setup_pages import edit_row, list_rows

FIRST_YEAR = 2020
# So many are shown at once to choose from; more are found by the kind of paper.
MOST = 60
OF_REQUEST = ("paper__person", "paper__kind", "office", "stay")


@may_list("cases.view_paper", PAPERS)
def paper_list(request):
    """?show=running, overdue: at an office; over: what came of it; missing: what nobody has asked
    for; child: children without an akta. ?office= of one office alone."""
    rows = PaperRequest.objects.visible_to(request.user)
    papers = could_be_asked(request.user)
    office = key_in(request, "office")
    if office:
        rows = rows.filter(office=office)
    lists = {
        "running": ("Diurus", rows.running()),
        "overdue": ("Lewat", rows.overdue(days.today())),
        "over": ("Selesai", rows.exclude(RUNS)),
    }
    if not office:
        lists["missing"] = ("Belum", papers)
        lists["child"] = ("Tanpa akta", children_without_birth(request.user))
    rows, context = list_shown(request, lists)
    show = context["show"]
    if show == "missing":
        rows = rows.select_related("person", "kind").order_by("-said_on", "-pk")
    elif show == "child":
        rows = rows.select_related("person").order_by("-began_at", "-pk")
    else:
        rows = rows.annotate(over_on=Coalesce("got_on", "ended_on"))
        order = "-over_on" if show == "over" else "-asked_on"
        rows = rows.select_related(*OF_REQUEST).order_by(order, "-pk")
    more = f"&office={office}" if office else ""
    context["counts"] = [(number, label, url + more) for number, label, url in context["counts"]]
    context |= {
        "page_obj": counted_page_of(rows, request, 25),
        "here": f"?show={show}{more}",
        "late": f"?show=overdue{more}",
        "offices": PaperOffice.objects.all(),
        "office": office,
        # What nobody asked for is at no office.
        "of_office": "running" if show in {"missing", "child"} else show,
    }
    return render_list(request, "cases/papers/paper_list.html", context)


@may_open("cases.view_paper")
def paper_detail(request, paper_id):
    paper = row_for(request, Paper, paper_id, "person", "kind", "scan", "recorded_by", "stay")
    words = PaperWord.objects.select_related("recorded_by").order_by("-on", "-pk")
    requests = paper.requests.select_related(
        "office", "recorded_by", "closed_by", "together__letter"
    )
    # Beside how many others it stands in the letter.
    others = Count("together__requests__paper__person", distinct=True)
    requests = requests.annotate(people=others).prefetch_related(Prefetch("words", words))
    requests = list(requests.order_by("-asked_on", "-pk"))
    for row in requests:
        row.paper = paper
    context = {
        "paper": paper,
        "requests": requests,
        "running": next((row for row in requests if row.is_running), None),
        "is_got": any(row.got_on for row in requests),
        "refusals": paper.refusals.select_related(
            "recorded_by", "taken_back__recorded_by"
        ).order_by("-on", "-pk"),
        "others": Paper.objects.visible_to(request.user)
        .filter(person=paper.person, kind=paper.kind)
        .exclude(pk=paper.pk)
        .order_by("-said_on", "-pk"),
    }
    return render(request, "cases/papers/paper_detail.html", context)


@may_fill("cases.write_paper")
def paper_write(request, person_id):
    """?kind= the one that was tapped on the file."""
    person = get_object_or_404(_whole(request), pk=person_id)
    paper = Paper(person=person)
    kind = key_in(request, "kind")
    form = PaperWriteForm(
        request.POST or None, request.FILES or None, instance=paper, initial={"kind": kind}
    )
    if paper := sent(form, actions.write_paper, by=request.user, typed=["picture"]):
        return go_on(request, f"{paper} tercatat.", "cases:person_identity", person.pk)
    return render(request, "cases/papers/paper_write.html", {"form": form, "person": person})


def _whole(request):
    """The files that are open to this reader beyond what the house must know."""
    return files_of(request.user).filter(access.whole_to(request.user, "pk"))


@may_fill("cases.write_paper")
def paper_edit(request, paper_id):
    rows = Paper.objects.visible_to(request.user)
    if request.method == "POST":
        lock_person(get_object_or_404(rows, pk=paper_id).person_id)
        rows = rows.select_for_update(of=("self",))
    paper = get_object_or_404(rows.select_related("person", "kind"), pk=paper_id)
    form = PaperEditForm(request.POST or None, request.FILES or None, instance=paper)
    picture = form.cleaned_data.get("picture") if form.is_valid() else None
    if changed(form, actions.change_paper, picture=picture, by=request.user):
        return go_on(request, "Tersimpan.", "cases:paper_detail", paper.pk)
    return render(request, "cases/papers/paper_edit.html", {"form": form, "paper": paper})


@may_fill("cases.write_paper")
def paper_ask(request, paper_id):
    paper = row_for(request, Paper, paper_id, "person", "kind")
    form = PaperAskForm(request.POST or None, instance=PaperRequest(paper=paper))
    if sent(form, actions.ask_paper, by=request.user):
        return go_on(request, "Permintaan tercatat.", "cases:paper_detail", paper.pk)
    return render(request, "cases/papers/paper_ask.html", {"form": form, "paper": paper})


@may_fill("cases.write_paper")
def paper_refuse(request, paper_id):
    paper = row_for(request, Paper, paper_id, "person", "kind")
    form = PaperRefuseForm(request.POST or None, instance=PaperRefusal(paper=paper))
    if sent(form, actions.refuse, by=request.user):
        return go_on(request, "Penolakan tercatat.", "cases:paper_detail", paper.pk)
    return render(request, "cases/papers/paper_refuse.html", {"form": form, "paper": paper})


@may_fill("cases.write_paper")
def paper_refusal_end(request, paper_refusal_id):
    refusal = row_for(request, PaperRefusal, paper_refusal_id, "paper__person", "paper__kind")
    form = PaperRefusalEndForm(request.POST or None, instance=PaperRefusalEnd(refusal=refusal))
    if sent(form, actions.take_back_refusal, by=request.user):
        return go_on(request, "Penolakan ditarik.", "cases:paper_detail", refusal.paper_id)
    context = {"form": form, "refusal": refusal, "paper": refusal.paper}
    return render(request, "cases/papers/paper_refusal_end.html", context)


@may_fill("cases.write_paper")
def paper_word(request, paper_request_id):
    row = row_for(request, PaperRequest, paper_request_id, *OF_REQUEST)
    form = PaperWordForm(request.POST or None, instance=PaperWord(request=row))
    if sent(form, actions.hear_word, by=request.user):
        return go_on(request, "Kata kantor tercatat.", "cases:paper_detail", row.paper_id)
    return render(request, "cases/papers/paper_word.html", {"form": form, "row": row})


@may_fill("cases.write_paper")
def paper_got(request, paper_request_id):
    row = row_for(request, PaperRequest, paper_request_id, *OF_REQUEST)
    form = PaperGotForm(request.POST or None, request.FILES or None, kind=row.paper.kind)
    if done(form, actions.receive_paper, row, by=request.user):
        return go_on(request, f"{row.paper} diterima.", "cases:paper_detail", row.paper_id)
    return render(request, "cases/papers/paper_got.html", {"form": form, "row": row})


@may_fill("cases.write_paper")
def paper_end(request, paper_request_id):
    row = row_for(request, PaperRequest, paper_request_id, *OF_REQUEST)
    form = PaperEndForm(request.POST or None)
    if done(form, actions.end_request, row, by=request.user):
        return go_on(request, "Permintaan ditutup.", "cases:paper_detail", row.paper_id)
    return render(request, "cases/papers/paper_end.html", {"form": form, "row": row})


@may_fill("cases.write_paper")
def paper_request_edit(request, paper_request_id):
    rows = PaperRequest.objects.visible_to(request.user).running_or_got()
    if request.method == "POST":
        row = get_object_or_404(rows.select_related("paper"), pk=paper_request_id)
        lock_person(row.paper.person_id)
        rows = rows.select_for_update(of=("self",))
    row = get_object_or_404(rows.select_related(*OF_REQUEST), pk=paper_request_id)
    form = PaperRequestEditForm(request.POST or None, instance=row)
    if changed(form, actions.change_request, by=request.user):
        return go_on(request, "Tersimpan.", "cases:paper_detail", row.paper_id)
    return render(request, "cases/papers/paper_request_edit.html", {"form": form, "row": row})


@may_fill(["cases.request_papers", "cases.write_paper"])
def paper_request(request):
    """?office= of what this office makes, ?kind= of one kind alone. One letter to one office, for
    whoever is ticked."""
    kind = key_in(request, "kind")
    kinds = list(PaperKind.objects.all())
    offices = PaperOffice.objects.filter(is_active=True)
    office = offices.filter(pk=key_in(request, "office") or 0).first()
    if office:
        kinds = [each for each in kinds if office.gives(each)]
    if request.method == "POST":
        # Those that were shown, also where they have been asked for since: the action says so.
        shown = [number for number in request.POST.getlist("shown") if is_key(number)]
        papers = Paper.objects.visible_to(request.user).filter(pk__in=shown)
    else:
        papers = could_be_asked(request.user)
        papers = papers.filter(kind=kind) if kind else papers
        papers = papers.filter(kind__in=kinds) if office else papers
    papers = with_refusals(papers).select_related("person", "kind")
    papers = papers.prefetch_related(Prefetch("refusals", PaperRefusal.objects.standing()))
    papers = list(papers.order_by("person__name", "person", "kind", "pk")[: MOST + 1])
    form = PaperRequestForm(papers[:MOST], request.POST or None, initial={"office": office})
    if form.is_valid():
        said = {name: form.cleaned_data[name] for name in ("papers", "refused")}
        letter = PaperLetter(office=form.cleaned_data["office"])
        if letter := send_form(form, letter, actions.ask_together, by=request.user, **said):
            people = len({paper.person_id for paper in said["papers"]})
            told = f"Surat {letter.letter.number} untuk {people} orang siap dicetak."
            return go_on(request, told.replace("  ", " "), "cases:paper_letter_list")
        if form.sent_before:
            return show_both(request, form, "cases:paper_letter_print")
    context = {
        "form": form,
        "kinds": kinds,
        "kind": kind,
        "filters": bool(kind) + bool(office),
        "offices": offices,
        "office": office,
        "has_more": len(papers) > MOST,
    }
    return render(request, "cases/papers/paper_request.html", context)


@may_fill("cases.write_paper")
def paper_got_many(request):
    """?office= of one office alone: what came is ticked, on one day."""
    office = key_in(request, "office")
    seen = PaperRequest.objects.visible_to(request.user)
    rows = seen.running()
    if office:
        rows = rows.filter(office=office)
    # What was sent twice has come already.
    form = PaperGotManyForm(seen.running_or_got(), request.POST or None)
    if form.is_valid():
        chosen = list(form.cleaned_data["rows"].select_related(*OF_REQUEST))
        said = {"got_on": form.cleaned_data["got_on"], "by": request.user}
        form.cleaned_data = {}
        if done(form, actions.receive_together, chosen, **said):
            told = f"{len(chosen)} dokumen diterima. Nomor dan pindaian dapat menyusul."
            return go_on(request, told, "cases:paper_list")
    rows = rows.select_related(*OF_REQUEST).order_by("office__order", "asked_on", "pk")
    context = {
        "form": form,
        "rows": rows[:MOST],
        "ticked": set(request.POST.getlist("rows")),
        "offices": PaperOffice.objects.all(),
        "office": office,
    }
    return render(request, "cases/papers/paper_got_many.html", context)


@may_open("cases.request_papers")
def paper_letter_list(request):
    """?show=letters: the letters that were written, with how many people and how many papers
    still wait; late: offices that take longer than usual. No name of anybody."""
    letters = PaperLetter.objects.visible_to(request.user)
    lists = {"letters": ("Surat", letters), "late": ("Kantor yang lewat", late_offices())}
    rows, context = list_shown(request, lists)
    if context["show"] == "late":
        rows = rows.annotate(
            waiting=Count("requests", filter=Q(requests__got_on=None, requests__ended_on=None))
        ).order_by("order", "name", "pk")
    else:
        still = Q(requests__got_on=None, requests__ended_on=None)
        rows = rows.select_related("office", "letter", "recorded_by").annotate(
            people=Count("requests__paper__person", distinct=True),
            asked=Count("requests", distinct=True),
            waiting=Count("requests", filter=still, distinct=True),
        )
        rows = rows.order_by("-on", "-pk")
    context["page_obj"] = counted_page_of(rows, request, 25)
    if context["show"] == "late":
        _tell_oldest(context["page_obj"])
    return render(request, "cases/papers/paper_letter_list.html", context)


def _tell_oldest(offices):
    """How many are late at each, and for how long the oldest waits."""
    today = days.today()
    late = PaperRequest.objects.overdue(today).filter(office__in=[each.pk for each in offices])
    told = late.values("office").annotate(late=Count("pk"), longest=Max(today - F("asked_on")))
    found = {row["office"]: row for row in told}
    for office in offices:
        row = found[office.pk]
        office.late, office.longest = row["late"], row["longest"].days


@may_press(["cases.request_papers", "cases.write_paper"])
def paper_letter_write(request, paper_letter_id):
    row = row_for(request, PaperLetter, paper_letter_id)
    then = reverse("cases:paper_letter_list")
    return press(request, actions.write_letter, row, told="Surat siap dicetak.", then=then)


@may_open("cases.request_papers")
def paper_letter_print(request, paper_letter_id):
    """The frozen letter, as often as it is printed."""
    row = row_for(request, PaperLetter, paper_letter_id, "letter")
    return letter_response(row.letter, request.user)


@may_open("cases.view_paper")
def paper_year(request):
    """?year=: how many left with a paper that they did not have; ?kind= shows who."""
    year, kind = year_or_this(request, FIRST_YEAR), key_in(request, "kind")
    kinds = years_of(year)
    rows = people_of(year, kind, request.user)
    context = {
        "kinds": kinds,
        "total": kinds[-1],
        **years_beside(year, FIRST_YEAR),
        "kind": kind,
        "page_obj": counted_page_of(rows, request, 25),
    }
    tell_kinds(context["page_obj"], year)
    return render(request, "cases/papers/paper_year.html", context)


@may_fill("cases.change_paper_office")
def paper_office_list(request):
    return list_rows(request, PaperOfficeForm, PaperOffice.objects.all(), "cases/papers")


@may_fill("cases.change_paper_office")
def paper_office_edit(request, paper_office_id):
    return edit_row(request, PaperOfficeForm, paper_office_id, "cases/papers")
