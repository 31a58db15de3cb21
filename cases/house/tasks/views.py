from django.contrib import messages
from django.contrib.auth.decorators import permission_required
from django.core.exceptions import ValidationError
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_http_methods, require_safe

from cases.house.tasks import actions
from cases.house.tasks.forms import TaskCancelForm, TaskDoneForm, TaskForm
from cases.house.tasks.models import Task
from cases.stays.models import Stay
from rptc import days
from rptc.accounts.permissions import Role
from rptc.pages import key_in, page_of
from rptc.sending import send_form
from rptc.words import inisial


@permission_required("cases.view_task", raise_exception=True)
@require_safe
def task_list(request):
    """?show= mine, shift, given or all, what is late of mine, what is due today, what is about
    a klien who has left, what is done.
    The nearest due hour on top, so what is late comes first."""
    lists = _lists(request.user)
    show = request.GET.get("show")
    show = show if show in lists else "mine"
    title, rows = lists[show]
    rows = rows.select_related("owner", "recorded_by", "stay__person", "done_by", "cancelled_by")
    order = ["-due_at", "-pk"] if show == "done" else ["due_at", "pk"]
    page = page_of(rows.order_by(*order), request, size=50)
    for task in page:
        _tell_klien(task, request.user)
        task.is_mine = task.is_to_be_done_by(request.user)
        task.may_be_cancelled = task.is_cancelled_by(request.user)
    shown = ["mine", "shift", "all" if request.user.has_role(Role.HEAD) else "given", "left"]
    counts = [(lists[name][1].count(), lists[name][0], f"?show={name}") for name in shown]
    return render(
        request,
        "cases/house/task_list.html",
        {"page_obj": page, "title": title, "show": show, "counts": counts},
    )


def _tell_klien(task, user):
    """Sets `klien`, and `is_named` where it leads to the stay."""
    task.is_named, task.klien = task.names_klien_to(user), ""
    if task.stay:
        person = task.stay.person
        initials = inisial(person.name or person.alias, person.age_today)
        task.klien = str(person) if task.is_named else initials


def _lists(user):
    now, visible = days.now(), Task.objects.visible_to(user)
    mine = Task.objects.to_be_done_by(user)
    return {
        "mine": ("Tugas saya", mine),
        "shift": ("Tugas piket", visible.open().filter(owner=None)),
        "given": ("Saya berikan", visible.open().filter(recorded_by=user).exclude(owner=user)),
        "all": ("Semua yang belum selesai", visible.open()),
        "late": ("Tugas lewat waktu", mine.late(now)),
        "today": ("Tugas hari ini", mine.due_later_on(now)),
        "left": ("Klien sudah keluar", visible.open().of_who_has_left()),
        "done": ("Sudah selesai atau dibatalkan", visible.closed()),
    }


@permission_required("cases.add_task", raise_exception=True)
@require_http_methods(["GET", "POST"])
def task_add(request):
    """`?stay=` for a task about a klien."""
    stay = None
    if "stay" in request.GET:
        stays = Stay.objects.visible_to(request.user).open().select_related("person")
        stay = get_object_or_404(stays, pk=key_in(request, "stay"))
    form = TaskForm(request.POST or None, instance=Task(stay=stay), by=request.user)
    if form.is_valid():
        task = send_form(form, form.save(commit=False), actions.give_task, by=request.user)
        if task:
            messages.success(request, f"Tugas dicatat untuk: {task.for_whom}.")
            return redirect("cases:stay_detail", stay.pk) if stay else redirect("cases:task_list")
    return render(request, "cases/house/task_add.html", {"form": form, "stay": stay})


@permission_required("cases.view_task", raise_exception=True)
@require_http_methods(["GET", "POST"])
def task_done(request, task_id):
    """One tap from the list, with a few words; this page asks for them when they are missing."""
    task = _visible_task(request, task_id)
    form = TaskDoneForm(request.POST or None)
    if form.is_valid():
        try:
            actions.finish_task(task, form.cleaned_data["proof"], by=request.user)
            messages.success(request, f"Selesai: {task}.")
            return redirect("cases:task_list")
        except ValidationError as error:
            form.add_error(None, error)
    return render(request, "cases/house/task_done.html", {"form": form, "task": task})


@permission_required("cases.add_task", raise_exception=True)
@require_http_methods(["GET", "POST"])
def task_cancel(request, task_id):
    task = _visible_task(request, task_id)
    form = TaskCancelForm(request.POST or None)
    if form.is_valid():
        try:
            actions.cancel_task(task, form.cleaned_data["reason"], by=request.user)
            messages.success(request, f"Dibatalkan: {task}.")
            return redirect("cases:task_list")
        except ValidationError as error:
            form.add_error(None, error)
    return render(request, "cases/house/task_cancel.html", {"form": form, "task": task})


def _visible_task(request, task_id):
    tasks = Task.objects.visible_to(request.user)
    task = get_object_or_404(
        tasks.select_related("owner", "recorded_by", "stay__person"), pk=task_id
    )
    _tell_klien(task, request.user)
    return task
