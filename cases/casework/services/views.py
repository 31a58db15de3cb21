from django.http import Http404
from django.shortcuts import get_object_or_404, render
from django.urls import reverse

from cases.casework.certificates.lacking import add_lacking, warning
from cases.casework.certificates.models import Act
from cases.casework.plans.models import Component, ServiceKind
from cases.casework.services import actions
from cases.casework.services.certified import led_by
from cases.casework.services.forms import (
    ServiceCloseForm,
    ServiceForm,
    ServiceKindEditForm,
    ServiceKindForm,
    SessionEditForm,
    SessionForm,
    monday_of,
)
from cases.casework.services.listed import SERVICES, SESSIONS
from cases.casework.services.lists import called_now, to_correct, written
from cases.casework.services.models import (
    Absence,
    ForWhom,
    GroupSession,
    Service,
    SessionPhoto,
)
from cases.casework.services.weeks import week_of_house, week_of_stay
from cases.file.consents.asked import who_refused_photo
from cases.file.head import file_context, file_or_404
from cases.people.photos.views import picture_response
from cases.stays.models import Stay
from rptc import days
from rptc.acting import changed, done, go_on, row_for, sent
from rptc.admission import before_acting, may_fill, may_open
from rptc.audit.record import record
from rptc.letters.models import Signatory, Unit
from rptc.lists import may_list, render_list
from rptc.pages import counted_page_of, key_in, list_shown, page_of
from rptc.printing import pdf, pdf_answer
from rptc.setup_pages import edit_row, list_rows
from rptc.waiting import Part

EMPTY_LINES = 5


@may_list("cases.view_session", SESSIONS)
def session_list(request):
    """The newest on top."""
    sessions = GroupSession.objects.visible_to(request.user).with_numbers()
    sessions = sessions.select_related("kind", "led_by").order_by("-held_at", "-pk")
    context = {"page_obj": page_of(sessions, request, 25)}
    return render_list(request, "cases/casework/session_list.html", context)


def _like(request):
    """The session whose facts this one begins with: that of ?like=, or of ?kind= the last one, or
    the last of all."""
    seen = GroupSession.objects.visible_to(request.user).select_related("kind", "led_by")
    like = key_in(request, "like")
    asked = seen.filter(pk=like).first() if like is not None else None
    return asked or actions.last_like(request.user, key_in(request, "kind"))


def _for_whom(request, like):
    """As the address says, or as the session does that it begins like; else for everybody: the
    last of all may have been for children, as most are not."""
    asked = request.POST.get("for_whom") or request.GET.get("for", "")
    if asked in ForWhom.values:
        return ForWhom(asked)
    is_like_one = key_in(request, "like") or key_in(request, "kind")
    return ForWhom(like.for_whom) if like and is_like_one else ForWhom.ALL


@may_fill("cases.take_session")
def session_register(request):
    """As the last one was, everybody in the house there: untick, say why, save."""
    with before_acting(request.user):
        like = _like(request)
        for_whom = _for_whom(request, like)
        called = called_now(request.user, for_whom)
    form = SessionForm(
        request.POST or None,
        request.FILES or None,
        user=request.user,
        like=like,
        for_whom=for_whom,
        ticks=called.ticks,
    )
    if session := sent(
        form, actions.register_session, typed=("answers", "photo"), by=request.user
    ):
        told = f"{session} tercatat."
        return go_on(request, told, "cases:session_detail", session.pk)
    if form.errors:
        form.find_existing()
    here = f"?for={for_whom}" + (f"&like={like.pk}" if like else "")
    context = {
        "form": form,
        "like": like,
        "called": called,
        "reasons": Absence.choices,
        "is_open": form.is_bound or like is None,
        "segments": [
            (
                called.numbers[each],
                each.label,
                f"?for={each.value}" + (f"&like={like.pk}" if like else ""),
            )
            for each in ForWhom
        ],
        "here": here,
        "print_url": f"{reverse('cases:session_blank_print')}{here}",
        "held_at": None if form.is_bound else form["held_at"].value(),
        "lacks": warning(Act.SESSION, request.user),
        "leader": _leader(form),
        "no_photo": _no_photo(called.ticks),
    }
    return render(request, "cases/casework/session_register.html", context)


def _no_photo(ticks):
    """Who refused a photo outside the house stands in no picture that is printed and handed in.
    Of a closed file nothing is told."""
    named = [tick.stay.person for tick in ticks if tick.is_named]
    names = [str(person) for person in who_refused_photo(named)]
    told = f"Menolak fotonya dipakai di luar rumah: {', '.join(names)}. Foto tanpa wajah mereka."
    return told if names else ""


def _leader(form):
    """As the facts say it before anybody changes them."""
    name = form.initial.get("led_by_name")
    if name:
        return name
    return form.fields["led_by"].queryset.filter(pk=form.initial.get("led_by")).first()


@may_open("cases.view_session")
def session_detail(request, group_session_id):
    session = row_for(request, GroupSession, group_session_id, "kind", "led_by", "recorded_by")
    add_lacking([session], led_by)
    ticks = written(session, request.user)
    record(
        request.user,
        "opened",
        session,
        people=[tick.stay.person_id for tick in ticks if tick.is_named],
    )
    context = {
        "session": session,
        "present": [tick for tick in ticks if tick.is_present],
        "absent": [tick for tick in ticks if not tick.is_present],
        "photo": session.photos.first(),
    }
    return render(request, "cases/casework/session_detail.html", context)


@may_fill("cases.take_session")
def session_edit(request, group_session_id):
    sessions = GroupSession.objects.visible_to(request.user)
    if request.method == "POST":
        sessions = sessions.select_for_update(of=("self",))
    session = get_object_or_404(sessions, pk=group_session_id)
    ticks = to_correct(session, request.user)
    form = SessionEditForm(
        request.POST or None, request.FILES or None, instance=session, ticks=ticks
    )
    answers = form.cleaned_data["answers"] if form.is_valid() else []
    photo = form.cleaned_data["photo"] if form.is_valid() else None
    if changed(form, actions.correct_session, answers=answers, photo=photo, by=request.user):
        return go_on(request, "Kegiatan diperbaiki.", "cases:session_detail", session.pk)
    if form.errors:
        form.find_existing()
    context = {"form": form, "session": session, "reasons": Absence.choices}
    context["no_photo"] = _no_photo(ticks)
    return render(request, "cases/casework/session_edit.html", context)


@may_open("cases.view_session")
def session_photo(request, session_photo_id):
    """As with a face: asked for, written down, never kept by a browser."""
    return picture_response(request, row_for(request, SessionPhoto, session_photo_id))


@may_open("cases.take_session")
def session_attendance_print(request, group_session_id):
    """Daftar hadir of a session that was held, to be signed: it serves as SPJ."""
    session = row_for(request, GroupSession, group_session_id, "kind", "led_by")
    add_lacking([session], led_by)
    listed = written(session, request.user)
    ticks = [tick for tick in listed if tick.is_present]
    ticks.sort(key=lambda tick: (tick.name, tick.stay.pk))
    photo = session.photos.first()
    context = {"session": session, "ticks": ticks, "empty_lines": (), "like": None, "now": None}
    context["absent"] = [tick for tick in listed if not tick.is_present]
    context["picture"] = photo.data_uri if photo else ""
    content = _attendance(request, context, session)
    return _not_kept(pdf_answer(content, f"daftar-hadir-{session.pk}"))


@may_open("cases.take_session")
def session_blank_print(request):
    """The same list before the session, with everybody who is in the house."""
    like = _like(request)
    called = called_now(request.user, _for_whom(request, like))
    context = {"session": None, "like": like, "ticks": called.ticks}
    context |= {"empty_lines": range(EMPTY_LINES), "now": days.now(), "picture": ""}
    return _not_kept(pdf_answer(_attendance(request, context), "daftar-hadir"))


def _attendance(request, context, session=None):
    listed = [*context["ticks"], *context.get("absent", [])]
    people = [tick.stay.person_id for tick in listed if tick.is_named]
    record(request.user, "printed", session, page="daftar hadir", people=people)
    context |= {"unit": Unit.current(), "head": Signatory.objects.on(days.today()).first()}
    return pdf("cases/casework/session_attendance_print.html", context)


def _not_kept(answer):
    """Names on paper: no browser keeps them."""
    answer.headers["Cache-Control"] = "no-store"
    return answer


@may_open("cases.view_session")
def session_week(request):
    """?from=: the week of the house in which that day lies."""
    first = monday_of(request.GET.get("from", ""), days.today())
    context = {"week": week_of_house(first, request.user), "today": days.today()}
    return render(request, "cases/casework/session_week.html", context)


@may_open("cases.view_session")
def session_week_print(request):
    """The same for the wall: no name of a klien."""
    first = monday_of(request.GET.get("from", ""), days.today())
    context = {"week": week_of_house(first, request.user), "unit": Unit.current()}
    record(request.user, "printed", page="pekan di RPTC", week=f"{first}")
    return pdf_answer(pdf("cases/casework/session_week_print.html", context), f"pekan-{first}")


def _stay_and_week(request, stay_id):
    stay = get_object_or_404(
        Stay.objects.visible_to(request.user).select_related("person"), pk=stay_id
    )
    first = monday_of(request.GET.get("from", ""), days.today())
    return stay, week_of_stay(first, stay)


@may_open("cases.view_service")
def stay_week(request, stay_id):
    """?from=: the week of one klien."""
    stay, week = _stay_and_week(request, stay_id)
    person = file_or_404(request.user, stay.person_id)
    context = file_context(request, person, Part.PLAN, stay.pk)
    context |= {"stay": stay, "week": week, "today": days.today()}
    return render(request, "cases/casework/stay_week.html", context)


@may_open("cases.view_service")
def stay_week_print(request, stay_id):
    stay, week = _stay_and_week(request, stay_id)
    record(request.user, "printed", stay, page="pekan klien", week=f"{week.first}")
    context = {"stay": stay, "week": week, "unit": Unit.current()}
    content = pdf("cases/casework/stay_week_print.html", context)
    return _not_kept(pdf_answer(content, f"pekan-{stay.pk}"))


@may_list("cases.view_service", SERVICES)
def service_list(request):
    """?show=due: planned for today or earlier, of one's own cases; ?show=planned: all of them."""
    visible = Service.objects.visible_to(request.user)
    lists = {
        "due": ("Waktunya tiba", visible.of_worker(request.user).due(days.today())),
        "planned": ("Semua yang direncanakan", visible.planned()),
    }
    rows, context = list_shown(request, lists, if_empty="planned")
    rows = rows.select_related("kind", "stay__person", "recorded_by")
    context["page_obj"] = counted_page_of(rows.order_by("planned_on", "pk"), request, 25)
    return render_list(request, "cases/casework/service_list.html", context)


@may_fill("cases.write_service")
def service_add(request, stay_id):
    stay = row_for(request, Stay, stay_id, "person")
    form = ServiceForm(request.POST or None, instance=Service(stay=stay))
    if service := sent(form, actions.add_service, by=request.user):
        told = "Layanan direncanakan." if service.is_planned else "Layanan tercatat."
        return go_on(request, told, "cases:stay_plan", stay.pk)
    context = {"form": form, "stay": stay, "lacks": warning(Act.THERAPY, request.user)}
    return render(request, "cases/casework/service_add.html", context)


@may_fill("cases.write_service")
def service_close(request, service_id):
    """A planned one. A form that is sent late finds it closed, and is told so."""
    service = row_for(request, Service, service_id, "stay__person", "kind")
    if request.method != "POST" and not service.is_planned:
        raise Http404
    form = ServiceCloseForm(request.POST or None)
    if done(form, actions.close_service, service, by=request.user):
        return go_on(request, "Tercatat.", "cases:stay_plan", service.stay_id)
    context = {"form": form, "service": service}
    if service.kind.component == Component.THERAPY:
        context["lacks"] = warning(Act.THERAPY, request.user)
    return render(request, "cases/casework/service_close.html", context)


@may_fill("cases.change_service_kind")
def service_kind_list(request):
    return list_rows(request, ServiceKindForm, ServiceKind.objects.all(), "cases/casework")


@may_fill("cases.change_service_kind")
def service_kind_edit(request, service_kind_id):
    return edit_row(request, ServiceKindEditForm, service_kind_id, "cases/casework")
