import base64
from pathlib import Path

from allauth.usersessions.models import UserSession
from django.conf import settings
from django.contrib import messages
from django.contrib.auth import login, logout
from django.contrib.auth.decorators import login_not_required, permission_required
from django.contrib.staticfiles import finders
from django.http import Http404, HttpResponse, JsonResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_variables
from django.views.decorators.http import require_http_methods, require_safe

from cases.patrols.devices import actions
from cases.patrols.devices.away import lists_of, on_a_device
from cases.patrols.devices.forms import DeviceForm, PhoneLoginForm, ScreenCodeForm, UnlockForm
from cases.patrols.devices.middleware import (
    CAME_BY_CODE,
    HAS_CODE,
    LOCKED,
    belong_to,
    remember_device,
)
from cases.patrols.devices.models import Device
from cases.patrols.devices.whose import is_theirs, who_comes_in
from rptc import days
from rptc.accounts.middleware import keep_now
from rptc.acting import form_page, go_on, press
from rptc.admission import may_fill, may_open, may_press
from rptc.audit.record import record
from rptc.letters.printing import qr_svg
from rptc.pages import page_before
from rptc.sending import wants_json

BACKEND = settings.AUTHENTICATION_BACKENDS[0]

# The head's pages


@permission_required("cases.register_device", raise_exception=True)
@never_cache
@require_http_methods(["GET", "POST"])
@sensitive_variables("code")
def device_list(request):
    """The one-time code is on the answer to the POST, and nowhere else."""
    form = DeviceForm(request.POST or None)
    if form.is_valid():
        device = form.save(commit=False)
        code = actions.register_device(device, by=request.user)
        return _show_code(request, device, code)
    devices = Device.objects.of_patrols().select_related("registered_by", "locked_by")
    context = {"rows": devices.order_by("name", "pk"), "form": form}
    return render(request, "cases/patrols/device_list.html", context)


@permission_required("cases.register_device", raise_exception=True)
@never_cache
@require_http_methods(["GET", "POST"])
@sensitive_variables("code")
def device_renew(request, device_id):
    device = get_object_or_404(Device.objects.of_patrols(), pk=device_id)
    if request.method == "POST":
        return _show_code(request, device, actions.renew_device(device, by=request.user))
    return render(request, "cases/patrols/device_renew.html", {"device": device})


def _show_code(request, device, code):
    return show_code(request, device, code, reverse("cases:device_list"), "Ponsel patroli")


def show_code(request, device, code, back, back_text):
    """Once: on the answer to the POST that made it."""
    address = request.build_absolute_uri(reverse("cases:device_register", args=[code]))
    context = {"device": device, "address": address, "qr": qr_svg(address)}
    context |= {"back": back, "back_text": back_text}
    return render(request, "cases/patrols/device_code.html", context)


@may_fill("cases.register_device")
def device_lock(request, device_id):
    device = get_object_or_404(Device.objects.of_patrols(), pk=device_id)
    if request.method == "POST":
        told = f"{device} terkunci. Yang masuk di ponsel itu dikeluarkan."
        return press(request, actions.lock_device, device, told=told, then="cases:device_list")
    return render(request, "cases/patrols/device_lock.html", {"device": device})


# On the phone


@permission_required("cases.share_phone", raise_exception=True)
@never_cache
@require_http_methods(["GET", "POST"])
@sensitive_variables("token", "code")
def device_register(request, code):
    """Opened on the phone itself by one of those whose it is, who is logged in there."""
    waiting = Device.objects.waiting_for(code, since=days.now() - actions.CODE_LASTS)
    device = get_object_or_404(waiting)
    if not is_theirs(device, request.user):
        raise Http404
    if request.method == "POST":
        token = actions.claim_device(device, by=request.user)
        messages.success(request, f"Ponsel ini terdaftar sebagai {device}.")
        belong_to(request.session, device)
        response = redirect("cases:screen_code")
        remember_device(response, token, secure=settings.SESSION_COOKIE_SECURE)
        return response
    return render(request, "cases/patrols/device_register.html", {"device": device})


@may_open("cases.use_device")
@on_a_device
def device_key(request):
    """What the page needs to read the rows that wait on this phone: in memory, never stored."""
    mine = actions.device_user(request.device, request.user)
    answer = {
        "device": request.device.pk,
        "user": request.user.pk,
        "name": request.user.full_name,
        "key": base64.b64encode(mine.key).decode(),
        "code": mine.code_hash,
        "patrols": request.user.has_perm("cases.register_patrol"),
        "lists": lists_of(request.user),
    }
    return JsonResponse(answer, headers={"Cache-Control": "no-store"})


@permission_required("cases.share_phone", raise_exception=True)
@never_cache
@require_http_methods(["GET", "POST"])
@on_a_device
@sensitive_variables()
def screen_code(request):
    """Chosen after a login with the password: a code makes no other one."""
    if request.session.get(CAME_BY_CODE):
        told = "Kode layar dipilih sesudah masuk dengan kata sandi. Keluar, lalu masuk lagi."
        return go_on(request, told, "account_index")
    form = ScreenCodeForm(request.POST or None)
    if form.is_valid():
        actions.set_code(request.device, form.cleaned_data["code"], by=request.user)
        request.session[HAS_CODE] = True
        return go_on(request, "Kode layar tersimpan.", _next(request))
    return form_page(request, form, "cases/patrols/screen_code.html", device=request.device)


@may_press("cases.share_phone")
@on_a_device
def screen_lock(request):
    """From now on no page of this login opens without the code.

    The overlay does not wait for this answer: who logs out at once ends the login before it is
    locked, and behind no login there is nothing left to lock.
    """
    if request.session.get(HAS_CODE):
        request.session[LOCKED] = True
        keep_now(request.session)
    return HttpResponse(status=204)


@permission_required("cases.share_phone", raise_exception=True)
@never_cache
@require_http_methods(["GET", "POST"])
@on_a_device
@sensitive_variables()
def screen_unlock(request):
    """The page behind a locked screen, and the answer to its overlay (JSON).

    The overlay may have locked without signal: the code is asked even where LOCKED is not set.
    """
    form = UnlockForm(request.POST or None)
    is_open = request.method == "GET" and not request.session.get(LOCKED)
    if form.is_valid() and request.session.get(HAS_CODE):
        code, user = form.cleaned_data["code"], request.user
        wrong = actions.try_code(request.device, code, of=user, by=user)
        is_open = not wrong
        if wrong == actions.WRONG_CODES:
            return _log_out(request)
        if wrong:
            left = actions.WRONG_CODES - wrong
            form.add_error("code", f"Kode salah. Sisa {left} kali, lalu Anda harus masuk lagi.")
    if is_open:
        request.session.pop(LOCKED, None)
    if wants_json(request):
        error = "".join(form.errors.get("code", []))
        return JsonResponse({"unlocked": is_open, "error": error})
    if is_open:
        return redirect(_next(request))
    return form_page(request, form, "cases/patrols/screen_unlock.html")


@login_not_required
@never_cache
@require_http_methods(["GET", "POST"])
@sensitive_variables()
def phone_login(request):
    """On a partner's phone: one's own name, and one's own code. The phone is the other half of
    the login; elsewhere there is the password alone. The fifth wrong code asks for it as well."""
    if request.user.is_authenticated:
        return redirect(_next(request))
    is_of_partner = request.device is not None and request.device.is_of_partner
    people = who_comes_in(request.device) if is_of_partner else []
    if not people:
        return redirect("account_login")
    form = PhoneLoginForm(request.POST or None, people=people)
    if form.is_valid():
        user, code = form.person, form.cleaned_data["code"]
        wrong = actions.try_code(request.device, code, of=user)
        if not wrong:
            login(request, user, backend=BACKEND)
            # Among the devices that its owner sees and ends; allauth enters its own logins alone.
            UserSession.objects.create_from_request(request)
            belong_to(request.session, request.device)
            request.session[HAS_CODE] = request.session[CAME_BY_CODE] = True
            record(user, "came_by_code", request.device)
            return redirect(_next(request))
        if wrong == actions.WRONG_CODES:
            told = "Lima kali salah: kode itu tidak berlaku lagi. Masuk dengan kata sandi."
            messages.error(request, told)
            return redirect("account_login")
        left = actions.WRONG_CODES - wrong
        form.add_error("code", f"Kode salah. Sisa {left} kali, lalu perlu kata sandi.")
    return form_page(request, form, "cases/patrols/phone_login.html", device=request.device)


def _log_out(request):
    logout(request)
    return HttpResponse(status=401) if wants_json(request) else redirect(_next(request))


def _next(request):
    return page_before(request, settings.LOGIN_REDIRECT_URL)


@login_not_required
@require_safe
def batch_worker(request):
    """The service worker: from the root, since it serves only what lies below its address."""
    script = Path(finders.find("js/batch-worker.js")).read_bytes()
    headers = {"Cache-Control": "no-cache"}
    return HttpResponse(script, content_type="text/javascript", headers=headers)
