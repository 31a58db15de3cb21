from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse

from cases.people.photos.faces import add_faces
from cases.stays.extensions import actions
from cases.stays.extensions.forms import (
    DecisionRowForm,
    ExtensionForm,
    ExtensionRowForm,
    ExtensionsForm,
)
from cases.stays.extensions.listed import EXTENSIONS
from cases.stays.extensions.models import Extension
from cases.stays.locks import lock_stays
from cases.stays.models import Stay, limit_conditions
from rptc import days
from rptc.acting import done, form_page, go_on, press, row_for, sent
from rptc.admission import may_fill, may_open, may_press
from rptc.decisions import decision_page
from rptc.forms import ReasonForm
from rptc.letters.files import letter_response
from rptc.lists import may_list, render_list
from rptc.pages import counted_page_of, list_shown
from rptc.sending import row_key, send_form


@may_list("cases.view_stay", EXTENSIONS)
def extension_list(request):
    """?show=waiting, refused (and nothing was done since) or all."""
    visible = Extension.objects.visible_to(request.user)
    lists = {
        "waiting": ("Menunggu keputusan", visible.waiting()),
        "refused": ("Ditolak, perlu diselesaikan", visible.to_be_resolved()),
        "all": ("Semua perpanjangan", visible),
    }
    rows, context = list_shown(request, lists)
    rows = rows.select_related("stay__person", "stay__rule", "recorded_by", "decided_by")
    waiting_for_me = Extension.objects.waiting_for(request.user).values_list("pk", flat=True)
    context["page_obj"] = counted_page_of(rows.order_by("-recorded_at", "-pk"), request, 50)
    context["waiting_for_me"] = set(waiting_for_me)
    return render_list(request, "cases/stays/extension_list.html", context)


@may_fill("cases.propose_extension")
def extension_propose(request, stay_id):
    stay = get_object_or_404(_stays(request.user), pk=stay_id)
    form = ExtensionForm(request.POST or None, instance=Extension(stay=stay))
    if sent(form, actions.propose_extension, by=request.user):
        messages.success(request, "Perpanjangan diajukan. Menunggu keputusan Kepala UPT.")
        return redirect("cases:stay_detail", stay.pk)
    return form_page(request, form, "cases/stays/extension_propose.html", stay=stay)


@may_fill("cases.propose_extension")
def extension_propose_several(request):
    """Everybody whose last day is near or over, or as ?limit= says: one form, a row each."""
    stays = _near_the_limit(request)
    form = ExtensionsForm(request.POST or None)
    rows = [ExtensionRowForm(request.POST or None, stay=stay) for stay in stays]
    if request.method == "POST" and form.is_valid() and all([row.is_valid() for row in rows]):
        chosen = _locked([row for row in rows if row.cleaned_data["chosen"]])
        if not chosen and _came_before(request, form):
            return go_on(request, "Perpanjangan ini sudah diajukan.", "cases:extension_list")
        if not chosen:
            form.add_error(None, "Centang siapa yang diperpanjang.")
        for row in chosen:
            row.adopt(form.cleaned_data)
            send_form(row, row.extension(), actions.propose_extension, by=request.user)
        if not form.errors and not any(row.errors for row in rows):
            return go_on(request, f"{len(chosen)} perpanjangan diajukan.", "cases:extension_list")
        rows = [row for row in rows if row not in chosen or row.errors]
    add_faces([row.stay.person for row in rows], request.user)
    bad_rows = [(row["chosen"].auto_id, row.stay.person) for row in rows if row.errors]
    context = {"form": form, "rows": rows, "bad_rows": bad_rows}
    return render(request, "cases/stays/extension_propose_several.html", context)


def _locked(rows):
    lock_stays([row.stay for row in rows])
    return rows


def _stays(user):
    return Stay.objects.visible_to(user).select_related("person", "intake__classification", "rule")


def _near_the_limit(request):
    stays = _stays(request.user).open().exclude(pk__in=Extension.objects.waiting().values("stay"))
    limits, limit = limit_conditions(days.today()), request.GET.get("limit")
    near = limits["over"] | limits["today"] | limits["tomorrow"]
    return stays.filter(limits.get(limit, near)).order_by("last_on", "pk")


def _came_before(request, form):
    """The same form again: its rows are proposed already, by this sender and under its keys."""
    page_key = form.cleaned_data["send_key"]
    ids = [name.removesuffix("-chosen") for name in request.POST if name.endswith("-chosen")]
    keys = [row_key(page_key, number) for number in ids]
    return Extension.objects.filter(recorded_by=request.user, send_key__in=keys).exists()


def _with_stay(extensions):
    return extensions.select_related(
        "stay__person", "stay__intake__classification", "stay__rule", "recorded_by"
    )


@may_fill("reports.decide")
def extension_decide(request, extension_id):
    return decision_page(
        request,
        _with_stay(Extension.objects),
        extension_id,
        actions.decide_extension,
        "cases/stays/extension_decide.html",
        check=actions.check_decision,
    )


@may_fill("reports.decide")
def extension_decide_several(request):
    """All that wait for this user on one page; each is decided by itself, or left for later."""
    waiting = _with_stay(Extension.objects.waiting_for(request.user))
    rows = [
        DecisionRowForm(request.POST or None, row=row)
        for row in waiting.order_by("recorded_at", "pk")
    ]
    is_whole = all([row.is_valid() for row in rows if row.is_bound])
    if request.method == "POST" and not is_whole:
        messages.error(request, "Belum ada yang tersimpan. Perbaiki dahulu yang ditandai.")
    elif request.method == "POST":
        chosen = _locked([row for row in rows if row.cleaned_data["decision"]])
        decided = [row for row in chosen if _decide(row, request.user)]
        if not chosen:
            messages.warning(request, "Belum ada yang diputuskan.")
        if decided:
            yes = sum(row.said["approve"] for row in decided)
            told = f"{yes} perpanjangan disetujui, {len(decided) - yes} ditolak."
            messages.success(request, told)
        if len(decided) == len(chosen):
            return redirect("reports:approvals")
        rows = [row for row in rows if row not in decided]
    return render(request, "cases/stays/extension_decide_several.html", {"rows": rows})


def _decide(form, by):
    """Decided as the form says; None, and the form says why not."""
    try:
        return actions.decide_extension(form.row, by=by, **form.said)
    except ValidationError as error:
        form.add_error(None, error)


@may_fill("cases.propose_extension")
def extension_cancel(request, extension_id):
    extensions = Extension.objects.visible_to(request.user)
    # Sent late, it finds its extension in any state: the action says what became of it.
    if request.method != "POST":
        extensions = extensions.waiting()
    extension = get_object_or_404(
        extensions.select_related("stay__person", "stay__rule", "recorded_by"), pk=extension_id
    )
    form = ReasonForm(request.POST or None)
    if done(form, actions.cancel_extension, extension, by=request.user):
        return go_on(request, "Perpanjangan dibatalkan.", "cases:stay_detail", extension.stay_id)
    return form_page(request, form, "cases/stays/extension_cancel.html", extension=extension)


@may_open("cases.view_stay")
def extension_letter(request, extension_id):
    """The frozen letter of approval."""
    extension = row_for(request, Extension, extension_id, "letter")
    return letter_response(extension.letter, request.user)


@may_press("cases.propose_extension")
def extension_letter_write(request, extension_id):
    """A new letter in place of one that is not current any more."""
    extension = row_for(request, Extension, extension_id, "letter")
    if extension.letter is None:
        raise Http404
    told, page = "Surat perpanjangan yang baru siap dicetak.", "cases:stay_detail"
    act = actions.write_letter_again
    return press(request, act, extension, told=told, then=reverse(page, args=[extension.stay_id]))
