from django.contrib import messages
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse

from cases.file.consents.asked import (
    family_answer,
    is_asked_about_family,
    who_refused_family,
)
from cases.gate.receivers import MAY_ALLOW, inside_and_forbidden, look_up, must_not_meet
from cases.gate.visits import actions
from cases.gate.visits.forms import (
    InquiryCloseForm,
    InquiryForm,
    LinkForm,
    UnwelcomeForm,
    VisitForm,
)
from cases.gate.visits.models import Inquiry, Unwelcome, Visit
from cases.gate.visits.sought import people_like
from cases.people.models import Person
from cases.stays.models import Stay
from cases.stays.naming import stay_asked_for, stays_to_name
from rptc import days
from rptc.accounts.permissions import Role
from rptc.acting import changed, done, go_on, press, row_for, sent
from rptc.admission import may_fill, may_open, may_press
from rptc.audit.record import record
from rptc.forms import ReasonForm
from rptc.pages import counted_page_of, list_shown


@may_open("cases.view_visit")
def visit_list(request):
    """?show=today, inside, month, all, forbidden, denied or allowed; ?stay= for one klien's."""
    visible, today = Visit.objects.visible_to(request.user), days.today()
    first, inside = today.replace(day=1), visible.inside()
    forbidden = inside_and_forbidden(request.user)
    lists = {
        "today": ("Hari ini", visible.came_between(today, today + days.ONE_DAY)),
        "inside": ("Masih di dalam", inside),
        "month": ("Bulan ini", visible.came_between(first, days.add_months(first, 1))),
        "all": ("Semua", visible),
        "forbidden": ("Di dalam, dilarang untuk klien lain", forbidden),
        "denied": ("Di dalam, izinnya disangkal", inside.denied()),
    }
    if request.user.has_role(*MAY_ALLOW):
        lists["allowed"] = ("Diizinkan", visible.allowed_for(request.user))
    stay = stay_asked_for(request)
    default = "all"
    if not stay and request.GET.get("show") not in lists:
        # The first list that has something to show.
        filled = (name for name, (_, rows) in lists.items() if rows.exists())
        default = next(filled, "today")
    rows, context = list_shown(request, lists, default=default)
    rows = rows.filter(stay=stay) if stay else rows
    rows = rows.select_related("stay__person").with_naming(request.user)
    page = counted_page_of(rows.order_by("-came_at", "-pk"), request, 50)
    warned = set(forbidden.values_list("pk", flat=True))
    context |= {"page_obj": page, "stay": stay, "warned": warned}
    if stay:
        context["title"] = f"Kunjungan {stay.person}"
    return render(request, "cases/gate/visit_list.html", context)


@may_fill("cases.register_visit")
def visit_register(request):
    stay = stay_asked_for(request)
    form = VisitForm(request.POST or None, user=request.user, stay=stay)
    if visit := sent(form, actions.register_visit, by=request.user):
        how = "ditolak" if visit.is_refused else "diterima"
        return go_on(request, f"Kunjungan {visit.visitor} tercatat: {how}.", "cases:visit_list")
    context = {"form": form, "stay": stay}
    if not stay:
        people = [each.person for each in stays_to_name(request.user)]
        context["family_refused"] = who_refused_family(people)
    return render(request, "cases/gate/visit_register.html", context)


@may_open("cases.view_visit")
def visit_detail(request, visit_id):
    """The whole number of the visitor's paper stands here alone, and who looked is recorded."""
    visit = _with_naming(request, visit_id)
    record(request.user, "opened", visit, person=visit.stay.person_id)
    context = {"visit": visit, "must_not_meet": must_not_meet(visit, by=request.user)}
    if visit.names_klien and not visit.is_refused:
        # Whose word it was reads what they may not have been told.
        context["checked"] = look_up(visit.stay.person, visit.named, by=request.user)
    return render(request, "cases/gate/visit_detail.html", context)


@may_press("cases.register_visit")
def visit_leave(request, visit_id):
    visit = row_for(request, Visit, visit_id)
    told = f"{visit.visitor} keluar."
    return press(request, actions.leave, visit, told=told, then="cases:visit_list")


@may_fill("cases.deny_word")
def visit_deny(request, visit_id):
    """ "Bukan saya": whoever is named as having allowed it. A page asks once more: it becomes an
    incident, which nobody takes back."""
    visit = _with_naming(request, visit_id)
    then = reverse("cases:visit_detail", args=[visit.pk])
    is_head = request.user.has_role(Role.HEAD)
    if request.method == "POST":
        told = "Tercatat sebagai insiden."
        if not is_head:
            told += " Kepala UPT membacanya di Keputusan."
        if visit.is_inside:
            told += " Pengunjung masih di dalam: telepon petugas piket."
        return press(request, actions.deny_word, visit, told=told, then=then)
    if visit.allowed_by_id != request.user.pk or visit.denied_at:
        return redirect(then)
    record(request.user, "opened", visit, person=visit.stay.person_id)
    return render(request, "cases/gate/visit_deny.html", {"visit": visit, "is_head": is_head})


def _with_naming(request, visit_id):
    visits = Visit.objects.visible_to(request.user).with_naming(request.user)
    return get_object_or_404(visits.select_related("stay__person", "recorded_by"), pk=visit_id)


@may_open("cases.view_visit")
def unwelcome_list(request):
    """Who must not be received now; ?show=past for those that have ended."""
    visible = Unwelcome.objects.visible_to(request.user)
    now = visible.in_force()
    past = visible.exclude(pk__in=now.values("pk"))
    is_past = request.GET.get("show") == "past"
    rows = (past if is_past else now).select_related("person", "recorded_by", "ended_by")
    context = {
        "page_obj": counted_page_of(rows.order_by("name", "pk"), request, 50),
        "is_past": is_past,
        "here": "?show=past" if is_past else "?show=now",
        "counts": [
            (now.count(), "Berlaku", "?show=now"),
            (past.count(), "Berakhir atau belum mulai", "?show=past"),
        ],
    }
    return render(request, "cases/gate/unwelcome_list.html", context)


@may_fill("cases.ban_visitor")
def unwelcome_add(request):
    stay = stay_asked_for(request)
    # Back to whom it is about.
    to_stay = reverse("cases:stay_detail", args=[stay.pk]) if stay else ""
    back = to_stay or reverse("cases:unwelcome_list")
    form = UnwelcomeForm(
        request.POST or None, user=request.user, person=stay.person if stay else None
    )
    if row := sent(form, actions.ban, by=request.user):
        told = f"{row} tidak diterima di rumah ini selama larangan berlaku."
        return go_on(request, told, back)
    context = {"form": form, "stay": stay, "back": back}
    return render(request, "cases/gate/unwelcome_add.html", context)


@may_fill("cases.end_ban")
def unwelcome_end(request, unwelcome_id):
    unwelcome = row_for(request, Unwelcome, unwelcome_id, "person", "recorded_by")
    missing = "Tulis mengapa larangan ini berakhir."
    form = ReasonForm(request.POST or None, label="Mengapa berakhir", missing=missing)
    if done(form, actions.end_ban, unwelcome, by=request.user):
        return go_on(request, "Larangan berakhir.", "cases:unwelcome_list")
    return render(request, "cases/gate/unwelcome_end.html", {"form": form, "unwelcome": unwelcome})


@may_open("cases.view_inquiry")
def inquiry_list(request):
    """?show=open, month or all."""
    visible = Inquiry.objects.visible_to(request.user)
    first = days.today().replace(day=1)
    lists = {
        "open": ("Belum dijawab", visible.open()),
        "month": ("Bulan ini", visible.asked_between(first, days.add_months(first, 1))),
        "all": ("Semua", visible),
    }
    rows, context = list_shown(request, lists)
    rows = rows.with_telling(request.user).order_by("-asked_at", "-pk")
    context["page_obj"] = counted_page_of(rows, request, 50)
    return render(request, "cases/gate/inquiry_list.html", context)


@may_fill("cases.register_inquiry")
def inquiry_register(request):
    form = InquiryForm(request.POST or None)
    if inquiry := sent(form, actions.register_inquiry, by=request.user):
        messages.success(request, f"{inquiry.number} tercatat. Pekerja sosial memeriksanya.")
        return redirect("cases:inquiry_detail", inquiry.pk)
    return render(request, "cases/gate/inquiry_register.html", {"form": form})


@may_open("cases.view_inquiry")
def inquiry_detail(request, inquiry_id):
    """Whom it may be about is looked up for social workers and the head alone, never for who sits
    at the door beside the one who asks."""
    inquiries = Inquiry.objects.visible_to(request.user).with_telling(request.user)
    inquiry = _one_of(inquiries, inquiry_id)
    person = None
    if inquiry.is_told and inquiry.person:
        person = Person.objects.visible_to(request.user).filter(pk=inquiry.person_id).first()
    looks = inquiry.is_told and inquiry.is_open and person is None
    matches = people_like(inquiry, user=request.user) if looks else []
    verb = "was_shown_likely" if matches else "opened"
    record(request.user, verb, inquiry, people=[row.pk for row, _ in matches])
    context = {
        "inquiry": inquiry,
        "person": person,
        "stay": person and _last_stay(person, request.user),
        "checked": person and look_up(person, inquiry.named, by=request.user),
        "matches": matches,
        "form": LinkForm(user=request.user),
    }
    return render(request, "cases/gate/inquiry_detail.html", context)


def _last_stay(person, user):
    stays = Stay.objects.visible_to(user).filter(person=person)
    return stays.order_by("-began_at").first()


@may_press("cases.answer_inquiry")
def inquiry_link(request, inquiry_id):
    inquiry = _one_of(Inquiry.objects.told_to(request.user), inquiry_id)
    form = LinkForm(request.POST, user=request.user)
    if not done(form, actions.link_inquiry, inquiry, by=request.user):
        [why] = form.errors.values()
        messages.error(request, why[0])
    return redirect("cases:inquiry_detail", inquiry.pk)


@may_fill("cases.answer_inquiry")
def inquiry_close(request, inquiry_id):
    inquiry = _one_of(Inquiry.objects.told_to(request.user), inquiry_id)
    form = InquiryCloseForm(request.POST or None, instance=inquiry)
    if changed(form, actions.close_inquiry, by=request.user):
        return go_on(request, f"{inquiry.number} ditutup.", "cases:inquiry_detail", inquiry.pk)
    context = {"form": form, "inquiry": inquiry}
    if inquiry.person:
        stay = Stay.objects.visible_to(request.user).filter(person=inquiry.person).last()
        context |= {"asked": family_answer(inquiry.person), "stay": stay}
        context["is_asked"] = is_asked_about_family(inquiry.person)
    return render(request, "cases/gate/inquiry_close.html", context)


def _one_of(inquiries, inquiry_id):
    inquiries = inquiries.select_related("person", "recorded_by", "closed_by")
    return get_object_or_404(inquiries, pk=inquiry_id)
