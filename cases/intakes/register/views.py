from datetime import MINYEAR, date

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render

from cases.intakes.models import ClassificationAlias, Intake, RegisterImport
from cases.intakes.register.comparing import candidates, years_of
from cases.intakes.register.forms import TakeRegisterForm, UnknownClassesForm, UploadForm
from cases.intakes.register.saving import (
    SEARCHED_AT_ONCE,
    read,
    save_register,
    undo_register,
)
from cases.intakes.register.taking import (
    KINDS,
    closed_rows,
    export_register,
    lines_of,
    taken_by,
)
from cases.intakes.register.writer import cells_of, columns_of
from cases.people.doubles.models import Double
from rptc import days
from rptc.admission import may_fill, may_open, may_press
from rptc.audit.record import record
from rptc.lists import TakeForm
from rptc.pages import counted_page_of

SHOWN_ROWS = 30


@may_fill("cases.import_register")
def register_import_list(request):
    """Upload a register, and what was imported before."""
    form = UploadForm(request.POST or None, request.FILES or None)
    if form.is_valid() and not form.before:
        register, _ = RegisterImport.objects.get_or_create(
            send_key=form.cleaned_data["send_key"],
            recorded_by=request.user,
            defaults={
                "file_name": form.cleaned_data["file"].name[:200],
                "sha256": form.sha256,
                "sheet": form.cleaned_data["sheet"],
                "content": form.content,
            },
        )
        return redirect("cases:register_import_detail", register.pk)
    imports = RegisterImport.objects.select_related("recorded_by").defer("content")
    page = counted_page_of(imports.order_by("-recorded_at", "-pk"), request, 30)
    context = {
        "form": form,
        "before": getattr(form, "before", None),
        "page_obj": page,
        "years": Intake.objects.dates("met_on", "year", order="DESC"),
        "month": days.add_months(days.today().replace(day=1), -1),
    }
    return render(request, "cases/intakes/register_import_list.html", context)


@may_open("cases.import_register")
def register_import_detail(request, register_import_id):
    """The dry run: every row and what was understood; or what a saved import brought."""
    register = get_object_or_404(RegisterImport, pk=register_import_id)
    if not register.is_draft:
        intakes = register.intakes.visible_to(request.user)
        rows = intakes.select_related("person", "classification", "hot_spot").order_by("pk")
        page = counted_page_of(rows, request, SHOWN_ROWS)
        context = {
            "register": register,
            "page_obj": page,
            "doubles": Double.objects.visible_to(request.user).of_import(register).count(),
            "waits_for_the_night": register.accepted > SEARCHED_AT_ONCE,
        }
        return render(request, "cases/intakes/register_import_saved.html", context)
    reading = read(bytes(register.content), sheet=register.sheet)
    rows = candidates(reading, request.user)
    years = years_of(rows)
    return render(
        request,
        "cases/intakes/register_import_detail.html",
        {
            "register": register,
            "reading": reading,
            "rows": rows,
            "new": sum(one.is_new for one in rows),
            "there": sum(one.is_there for one in rows),
            "twice": sum(one.is_twice for one in rows),
            "corrected": [one for one in rows if one.of],
            "years": years,
            "adds_to_figures": any(year.adds for year in years),
            "unknown": UnknownClassesForm(words=reading.unknown_classes),
        },
    )


@may_press("cases.import_register")
def register_import_answer(request, register_import_id):
    """What the unknown words mean: asked once and remembered."""
    drafts = RegisterImport.objects.filter(committed_at=None, content__isnull=False)
    register = get_object_or_404(drafts, pk=register_import_id)
    reading = read(bytes(register.content), sheet=register.sheet)
    form = UnknownClassesForm(request.POST, words=reading.unknown_classes)
    if form.is_valid():
        for word, classification in form.answers().items():
            alias, is_new = ClassificationAlias.objects.get_or_create(
                alias=word, defaults={"classification": classification}
            )
            if is_new:
                record(request.user, "added", alias)
        messages.success(request, "Jawaban diingat untuk register berikutnya.")
    return redirect("cases:register_import_detail", register.pk)


@may_press("cases.import_register")
def register_import_commit(request, register_import_id):
    register = get_object_or_404(RegisterImport.objects.select_for_update(), pk=register_import_id)
    if register.is_draft:
        reading = read(bytes(register.content), sheet=register.sheet)
        rows = candidates(reading, request.user)
        if any(year.adds for year in years_of(rows)) and "sure" not in request.POST:
            messages.error(request, "Tahun itu sudah berisi angka. Centang bahwa Anda yakin.")
            return redirect("cases:register_import_detail", register.pk)
        try:
            save_register(
                register,
                rows,
                refused=reading.refused_rows,
                also_there=set(request.POST.getlist("row")),
                by=request.user,
            )
            messages.success(request, f"{register.accepted} baris tersimpan.")
        except ValidationError as error:
            messages.error(request, error.message)
            return redirect("cases:register_import_list")
    return redirect("cases:register_import_detail", register.pk)


@may_fill("cases.import_register")
def register_import_undo(request, register_import_id):
    register = get_object_or_404(RegisterImport.objects.in_force(), pk=register_import_id)
    if request.method == "POST":
        try:
            undone = undo_register(register, by=request.user)
            told = f"Impor {register} dibatalkan."
            if undone.left:
                told += f" {undone.left} baris tidak dapat dibatalkan: sudah dipakai."
            messages.success(request, told)
        except ValidationError as error:
            messages.error(request, error.message)
        return redirect("cases:register_import_list")
    return render(request, "cases/intakes/register_import_undo.html", {"register": register})


@may_fill("cases.export_names")
def register_export(request, year):
    """The register of a year in the unit's old columns, a sheet a month: by initials, or with
    names and a reason."""
    if not MINYEAR <= year <= days.today().year:
        raise Http404
    # Without a name nothing needs to be filled in.
    form = TakeForm(request.POST if request.method == "POST" else None)
    if form.is_valid():
        return _taken_out(request, form, year)
    context = {"form": form, "year": year, "closed": closed_rows(request.user, year)}
    return render(request, "cases/intakes/register_export.html", context)


@may_fill("cases.export_names")
def register_month(request, year, month):
    """The register of a month in the unit's old columns, as the Inspektorat asks for it: here and
    as a file by initials, as a file with names and a reason."""
    if not (MINYEAR <= year <= days.today().year and 1 <= month <= 12):
        raise Http404
    form = TakeRegisterForm(request.POST if request.method == "POST" else None)
    if form.is_valid():
        return _taken_out(request, form, year, month)
    page = counted_page_of(taken_by(request.user, year, month), request, 12)
    rows = lines_of(page, with_names=False)
    first = date(year, month, 1)
    context = {
        "form": form,
        "first": first,
        "months": [each for each in _months_beside(first) if each],
        "heads": list(columns_of(rows)),
        "page_obj": page,
        "lines": cells_of(rows, first=page.start_index()),
        "closed": closed_rows(request.user, year, month),
    }
    return render(request, "cases/intakes/register_month.html", context)


def _months_beside(first):
    """The month before, and the one after; there is none ahead."""
    after = days.add_months(first, 1)
    before = days.add_months(first, -1) if first.year > MINYEAR else None
    return before, after if after <= days.today() else None


def _taken_out(request, form, year, month=None):
    told = form.cleaned_data
    with_names, kind = told["with_names"], told.get("kind", "xlsx")
    file = export_register(
        year,
        taken_by(request.user, year, month),
        by=request.user,
        with_names=with_names,
        closed=closed_rows(request.user, year, month),
        month=month,
        kind=kind,
    )
    period = f"{year}-{month:02}" if month else str(year)
    page = f"register {period} {'dengan' if with_names else 'tanpa'} nama"
    details = {"rows": file.rows, "sha256": file.sha256, "reason": told["reason"]}
    record(request.user, "exported", page=page, **details)
    answer = HttpResponse(file.content, content_type=KINDS[kind])
    name = f"register_razia_{period.replace('-', '_')}.{kind}"
    answer["Content-Disposition"] = f'attachment; filename="{name}"'
    return answer
