from django.contrib import messages
from django.shortcuts import get_object_or_404, redirect

from cases.house.presence.models import Absence
from cases.house.tasks import actions
from cases.house.tasks.forms import TaskDoneForm, TaskForm
from cases.house.tasks.listed import TASKS
from cases.house.tasks.models import Task
from cases.stays.models import Stay
from rptc.accounts.permissions import Role
from rptc.acting import done, form_page, go_on, row_for, sent
from rptc.admission import may_fill
from rptc.forms import ReasonForm
from rptc.lists import may_list, render_list
from rptc.pages import key_in, page_of
from rptc.words import inisial


@may_list("cases.view_task", TASKS)
def task_list(request):
    """?show= mine, shift, given or all, what is late of mine, what is due today, what is of a
    search, what is about a klien who has left, what is done.
    The nearest due hour on top, so what is late comes first."""
    lists = Task.objects.lists_of(request.user)
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
    context = {"page_obj": page, "title": title, "show": show, "counts": counts}
    return render_list(request, "cases/house/task_list.html", context)


def _tell_klien(task, user):
    """Sets `klien`, and `is_named` where it leads to the stay."""
    task.is_named, task.klien = task.names_klien_to(user), ""
    if task.stay:
        person = task.stay.person
        initials = inisial(person.name or person.alias, person.age_today)
        task.klien = str(person) if task.is_named else initials


@may_fill("cases.add_task")
def task_add(request):
    """`?stay=` for a task about a klien, `?absence=` for one of the search for them."""
    stay = absence = None
    if "absence" in request.GET:
        open_ones = Absence.objects.visible_to(request.user).open().select_related("stay__person")
        absence = get_object_or_404(open_ones, pk=key_in(request, "absence"))
        stay = absence.stay
    elif "stay" in request.GET:
        stays = Stay.objects.visible_to(request.user).open().select_related("person")
        stay = get_object_or_404(stays, pk=key_in(request, "stay"))
    task = Task(stay=stay, absence=absence)
    form = TaskForm(request.POST or None, instance=task, by=request.user, is_search=bool(absence))
    if task := sent(form, actions.give_task, by=request.user):
        messages.success(request, f"Tugas dicatat untuk: {task.for_whom}.")
        if absence:
            return redirect("cases:absence_detail", absence.pk)
        return redirect("cases:stay_detail", stay.pk) if stay else redirect("cases:task_list")
    return form_page(request, form, "cases/house/task_add.html", stay=stay, absence=absence)


@may_fill("cases.view_task")
def task_done(request, task_id):
    """One tap from the list, with a few words; this page asks for them when they are missing."""
    task = _visible_task(request, task_id)
    form = TaskDoneForm(request.POST or None)
    if done(form, actions.finish_task, task, by=request.user):
        return go_on(request, f"Selesai: {task}.", *_where_it_was_given(task, request.user))
    return form_page(request, form, "cases/house/task_done.html", task=task)


@may_fill("cases.add_task")
def task_cancel(request, task_id):
    task = _visible_task(request, task_id)
    missing = "Tulis mengapa tugas ini dibatalkan."
    form = ReasonForm(request.POST or None, missing=missing, longest=200)
    if done(form, actions.cancel_task, task, by=request.user):
        return go_on(request, f"Dibatalkan: {task}.", *_where_it_was_given(task, request.user))
    return form_page(request, form, "cases/house/task_cancel.html", task=task)


def _where_it_was_given(task, user):
    """Who searches goes on searching. Of who has left, the search is closed to house staff."""
    if task.absence_id and user.has_perm("cases.view_presence"):
        if Absence.objects.visible_to(user).filter(pk=task.absence_id).exists():
            return "cases:absence_detail", task.absence_id
    return ("cases:task_list",)


def _visible_task(request, task_id):
    task = row_for(request, Task, task_id, "owner", "recorded_by", "stay__person")
    _tell_klien(task, request.user)
    return task
