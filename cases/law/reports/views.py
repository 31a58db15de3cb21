from django.http import Http404
from django.shortcuts import get_object_or_404, render
from django.urls import reverse

from cases.intakes.victims.models import ChildVictim
from cases.law.letters import LETTERS, told_letters
from cases.law.reports import actions, figures
from cases.law.reports.forms import (
    JoinForm,
    MoveForm,
    ReportOfficeForm,
    ReportRuleForm,
    ReportToOfficeEditForm,
    ReportToOfficeForm,
    ViolenceReportCorrectForm,
    ViolenceReportForm,
    people_to_name,
)
from cases.law.reports.lists import sides_of, with_names
from cases.law.reports.models import (
    ReportOffice,
    ReportRule,
    ReportToOffice,
    Side,
    ViolenceReport,
)
from cases.law.reports.words import versions_of
from cases.people.access import Data, Manner
from cases.people.models import Person
from rptc import days
from rptc.acting import changed, done, form_page, go_on, press, row_for, sent
from rptc.admission import may_fill, may_open, may_press
from rptc.letters.files import letter_response
from rptc.letters.ties import tied_letters, valid_ties
from rptc.pages import counted_page_of, key_in, list_shown, year_or_this, years_beside
from rptc.setup_pages import edit_row, list_rows

FIRST_YEAR = 2020
LIST = "cases:violence_report_list"


@may_open("cases.report_violence")
def violence_report_list(request):
    """?show=late: not done, and the hour has passed; open: not done, and it has not; unknown: of
    which the head does not know; nofile: of no file yet; done. No word of what was said."""
    now = days.now()
    rows = ViolenceReport.objects.visible_to(request.user)
    lists = {
        "late": ("Lewat batas waktu", rows.late(now)),
        "open": ("Belum lengkap", rows.running(now)),
        "done": ("Selesai", rows.done()),
    }
    if request.user.has_perm("cases.acknowledge_violence"):
        unknown = ViolenceReport.objects.to_be_known_by(request.user)
        lists["unknown"] = ("Belum diketahui Kepala UPT", unknown)
    if request.user.has_perm("cases.view_law"):
        lists["nofile"] = ("Belum ada berkas", rows.without_file())
    rows, context = list_shown(request, lists, if_empty="open")
    order = ["-told_at", "-pk"] if context["show"] == "done" else ["due_at", "pk"]
    rows = rows.with_told().select_related("person", "rule", "heard_by").order_by(*order)
    page = counted_page_of(rows, request, 25)
    page.object_list = with_names(page.object_list, request.user)
    context["page_obj"] = page
    return render(request, "cases/law/violence_report_list.html", context)


@may_fill("cases.report_violence")
def violence_report_write(request):
    """?person=: of somebody whom this user can reach; else by number, by name, or in words."""
    person = people_to_name(request.user).filter(pk=key_in(request, "person")).first()
    report = ViolenceReport(person=person)
    form = ViolenceReportForm(request.POST or None, instance=report, user=request.user)
    if form.is_valid():
        said = {"said": form.cleaned_data["said"], "whom": form.cleaned_data.get("whom", "")}
        if report := sent(form, actions.write_report, by=request.user, **said):
            return go_on(
                request,
                "Laporan tersimpan. Beri tahu kantornya sekarang, lalu catat di sini.",
                "cases:violence_report_detail",
                report.pk,
            )
    return form_page(request, form, "cases/law/violence_report_write.html", person=person)


def _report_for(request, number):
    rows = ViolenceReport.objects.visible_to(request.user).with_told()
    related = ("person", "stay", "rule", "heard_by", "recorded_by", "known_by")
    return get_object_or_404(rows.select_related(*related), pk=number)


def _told_of_children(user, report):
    """What UPTD PPA was told of this child by way of an intake: it counts, and is written down
    here with its number."""
    if not (report.person_id and user.has_perm("cases.tell_of_child")):
        return []
    rows = ChildVictim.objects.visible_to(user).exclude(told_at=None)
    rows = rows.filter(intake__person=report.person_id, told_at__gte=report.told_at)
    return list(rows.order_by("-told_at", "-pk")[:1])


def _told_by(request, number):
    """To who typed or heard it, and reads no law: that it is complete, and whom they told."""
    reports = ViolenceReport.objects
    if reports.visible_to(request.user).filter(pk=number).exists():
        return None
    report = reports.told_by(request.user).filter(pk=number).first()
    if report is None:
        return None
    context = {"report": report, "sides": sides_of(report)}
    return render(request, "cases/law/violence_report_complete.html", context)


@may_open("cases.report_violence")
def violence_report_detail(request, violence_report_id):
    """How much time is left, each office, what was said; the form of the first office that was
    not told stands in it."""
    if told := _told_by(request, violence_report_id):
        return told
    (report,) = with_names([_report_for(request, violence_report_id)], request.user)
    words = versions_of(report, request.user)
    sides, letters = sides_of(report), tied_letters(report)
    offices = list(ReportOffice.objects.filter(is_active=True).exclude(phone=""))
    # The one filled button of the page.
    first = next((side for side, told in sides if not (told and told.is_complete)), None)
    has_letters = (
        request.user.has_perm("cases.write_violence_letter")
        and bool(report.person_id)
        and report.person.known.manner == Manner.OPEN
    )
    context = {
        "report": report,
        "words": words[0] if words else None,
        "versions": words[1:],
        "sides": [
            {
                "side": side,
                "told": told,
                "is_first": side == first,
                "form": None if told else _office_form(request, report, side, None),
                "offices": [office for office in offices if office.side == side],
                "letter": letters.get(LETTERS[side]),
            }
            for side, told in sides
        ],
        "children": _told_of_children(request.user, report),
        "may_know": ViolenceReport.objects.to_be_known_by(request.user)
        .filter(pk=report.pk)
        .exists(),
        "is_theirs": request.user.has_perm("cases.view_law"),
        "has_letters": has_letters,
        "letters": told_letters(valid_ties(report), request.user) if has_letters else [],
        "opens_file": bool(report.person_id) and Data.NOTES in report.person.known.data,
    }
    return render(request, "cases/law/violence_report_detail.html", context)


def _office_form(request, report, side, data):
    row = ReportToOffice(report=report, side=side)
    initial = {}
    children = _told_of_children(request.user, report) if side == Side.PPA else []
    if children:
        initial = {"receiver": children[0].told_to[:120], "at": children[0].told_at}
    return ReportToOfficeForm(data, instance=row, initial=initial)


@may_fill("cases.report_violence")
def violence_report_tell(request, violence_report_id, side):
    """One office: told for the first time, or its number and slips later."""
    report = _report_for(request, violence_report_id)
    if side not in report.asked:
        raise Http404
    told = ReportToOffice.objects.filter(report=report, side=side)
    if request.method == "POST" and told.exists() and "shown_version" in request.POST:
        actions.lock_report(report)
        told = told.select_for_update(of=("self",))
    row = told.select_related("report", "office").first()
    if row is None or (request.method == "POST" and "shown_version" not in request.POST):
        form = _office_form(request, report, side, request.POST or None)
        saved = sent(form, actions.tell_office, by=request.user)
    else:
        form = ReportToOfficeEditForm(request.POST or None, instance=row)
        saved = changed(form, actions.change_told, by=request.user)
    if saved:
        return _go_on(request, report, saved)
    context = {"form": form, "report": with_names([report], request.user)[0], "side": Side(side)}
    return render(request, "cases/law/violence_report_tell.html", context)


def _go_on(request, report, saved):
    """Who reads no law reads a report until it is done, and then that it is."""
    told = "Tersimpan." if saved.number else "Tersimpan. Nomornya menyusul: laporan tetap terbuka."
    if not ViolenceReport.objects.visible_to(request.user).filter(pk=report.pk).exists():
        told = "Laporan ini lengkap. Terima kasih."
    return go_on(request, told, "cases:violence_report_detail", report.pk)


@may_fill("cases.report_violence")
def violence_report_correct(request, violence_report_id):
    report = _report_for(request, violence_report_id)
    if request.method == "POST":
        report = actions.lock_report(report)
    words = versions_of(report, request.user)[0]
    initial = {"said": words.said, "whom": words.whom}
    form = ViolenceReportCorrectForm(
        request.POST or None, instance=report, initial=initial, user=request.user
    )
    if form.is_valid():
        cleaned = form.cleaned_data
        said = {"said": cleaned["said"], "whom": cleaned.get("whom", words.whom)}
        act = actions.correct_report
        if changed(form, act, by=request.user, why=cleaned["why"], **said):
            told = "Versi baru tersimpan di samping yang lama."
            return go_on(request, told, "cases:violence_report_detail", report.pk)
    return form_page(request, form, "cases/law/violence_report_correct.html", report=report)


@may_press("cases.acknowledge_violence")
def violence_report_acknowledge(request, violence_report_id):
    report = row_for(request, ViolenceReport, violence_report_id)
    then = reverse("cases:violence_report_list") + "?show=unknown"
    told = "Dicatat sebagai diketahui."
    return press(request, actions.acknowledge_report, report, told=told, then=then)


@may_fill("cases.write_law")
def violence_report_join(request, violence_report_id):
    rows = ViolenceReport.objects.visible_to(request.user)
    report = get_object_or_404(rows, pk=violence_report_id)
    if report.person_id:
        return _move(request, report)
    form = JoinForm(request.POST or None, user=request.user)
    if done(form, actions.join_report, report, by=request.user):
        told = "Laporan ada pada berkasnya."
        return go_on(request, told, "cases:violence_report_detail", report.pk)
    words = versions_of(report, request.user)[0]
    context = {"form": form, "report": report, "words": words}
    return render(request, "cases/law/violence_report_join.html", context)


def _move(request, report):
    """From the file on which it stands to another, or to none."""
    form = MoveForm(request.POST or None, user=request.user)
    if done(form, actions.move_report, report, by=request.user):
        there = ViolenceReport.objects.visible_to(request.user).filter(pk=report.pk).exists()
        page = ["cases:violence_report_detail", report.pk] if there else [LIST]
        return go_on(request, "Laporan dipindahkan. Kepala UPT diberi tahu lagi.", *page)
    context = {"form": form, "report": with_names([report], request.user)[0]}
    return render(request, "cases/law/violence_report_join.html", context)


def _named_report(request, number):
    """Its letter names the klien: only where this reader may open the file."""
    report = row_for(request, ViolenceReport, number)
    if not Person.objects.visible_to(request.user).filter(pk=report.person_id).exists():
        raise Http404
    return report


@may_press("cases.write_violence_letter")
def violence_report_letter_write(request, violence_report_id, side):
    report = _named_report(request, violence_report_id)
    if side not in report.asked:
        raise Http404
    then = reverse("cases:violence_report_detail", args=[report.pk])
    return press(
        request, actions.write_letter, report, side, told="Surat siap dicetak.", then=then
    )


@may_open("cases.write_violence_letter")
def violence_report_letter(request, violence_report_id, side):
    """The frozen letter that stands, as often as it is printed."""
    report = _named_report(request, violence_report_id)
    letter = tied_letters(report).get(LETTERS.get(side))
    # One from before a correction may name whoever stood there before.
    if letter is None or not letter.is_current:
        raise Http404
    return letter_response(letter, request.user)


@may_open("cases.view_law")
def violence_report_figures(request):
    """?year=: told, in time, late, open; ?show= opens the rows of a number, ?rule= those of one
    kind."""
    year = year_or_this(request, FIRST_YEAR)
    reports = figures.of_year(ViolenceReport.objects.visible_to(request.user), year)
    by_rule, rule = figures.by_rule(reports), key_in(request, "rule")
    if rule is not None:
        reports = reports.filter(rule=rule)
    lists = figures.kinds(reports, days.now())
    only = f"&rule={rule}" if rule is not None else ""
    show = request.GET.get("show")
    show = show if show in lists else "told"
    rows = lists[show].with_told().select_related("person", "rule", "heard_by")
    page = counted_page_of(rows.order_by("-told_at", "-pk"), request, 25)
    page.object_list = with_names(page.object_list, request.user)
    counts = [
        (lists[name].count(), label, f"?year={year}&show={name}{only}")
        for name, label in figures.LABELS.items()
    ]
    context = {
        "page_obj": page,
        "counts": counts,
        "here": f"?year={year}&show={show}{only}",
        "title": figures.LABELS[show],
        "by_rule": by_rule,
        "rule": rule,
        **years_beside(year, FIRST_YEAR),
    }
    return render(request, "cases/law/violence_report_figures.html", context)


@may_fill("cases.change_law_rule")
def report_rule_list(request):
    return list_rows(request, ReportRuleForm, ReportRule.objects.all(), "cases/law")


@may_fill("cases.change_law_rule")
def report_rule_edit(request, report_rule_id):
    return edit_row(request, ReportRuleForm, report_rule_id, "cases/law")


@may_fill("cases.change_law_rule")
def report_office_list(request):
    return list_rows(request, ReportOfficeForm, ReportOffice.objects.all(), "cases/law")


@may_fill("cases.change_law_rule")
def report_office_edit(request, report_office_id):
    return edit_row(request, ReportOfficeForm, report_office_id, "cases/law")
