from allauth.account.decorators import reauthentication_required
from allauth.mfa.utils import is_mfa_enabled
from allauth.usersessions.models import UserSession
from django.db.models import Exists, OuterRef, Q
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_variables
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from rptc import days
from rptc.accounts import actions
from rptc.accounts.forms import ColoursForm, DelegationForm, GrantForm, UserForm, UserPrepareForm
from rptc.accounts.middleware import seconds_left
from rptc.accounts.models import Delegation, RoleGrant, User
from rptc.accounts.permissions import DECIDES
from rptc.acting import changed, go_on, press, sent
from rptc.admission import may_fill, may_open, may_press
from rptc.pages import counted_page_of


@require_http_methods(["GET", "POST"])
def account_index(request):
    """One's own data, roles and colours; whoever is logged in may open it."""
    user = request.user
    if request.method == "POST":
        # An unticked box sends nothing: an empty form is the colours of the day.
        ColoursForm(request.POST, instance=user).save()
        return redirect("account_index")
    context = {
        "waits_for_role": not user.roles_today and user.grants.waiting().exists(),
        "grants": user.grants.order_by("-starts_on", "-pk"),
        "delegations": user.delegations.to_come(days.today()).order_by("starts_on", "pk"),
    }
    return render(request, "accounts/account_index.html", context)


@require_safe
def login_alive(request):
    """Asked by a page before it sends a form; without a login the answer is 401, and no body.

    GET keeps the login alive, as any page does; HEAD only asks how long it has.
    """
    answer = HttpResponse(content_type="text/plain")
    answer["Seconds-Left"] = seconds_left(request)
    return answer


@require_safe
def session_list(request):
    """Perangkat saya: where this account is logged in."""
    sessions = UserSession.objects.purge_and_list(request.user)
    sessions.sort(key=lambda session: session.last_seen_at, reverse=True)
    return render(request, "accounts/session_list.html", {"sessions": sessions})


@require_POST
def session_end(request, session_id):
    """Another device of one's own; this one is logged out by "Keluar"."""
    own = _other_sessions(request)
    actions.end_sessions([get_object_or_404(own, pk=session_id)])
    return go_on(request, "Perangkat itu dikeluarkan.", "accounts:session_list")


@require_POST
def session_end_others(request):
    actions.end_sessions(_other_sessions(request))
    return go_on(request, "Semua perangkat lain dikeluarkan.", "accounts:session_list")


def _other_sessions(request):
    own = UserSession.objects.filter(user=request.user)
    return own.exclude(session_key=request.session.session_key)


@may_open("accounts.view_user")
def user_list(request):
    words = request.GET.get("q", "").strip()
    waiting = RoleGrant.objects.waiting().filter(user=OuterRef("pk"))
    users = (
        User.objects.filter(Q(full_name__icontains=words) | Q(username__icontains=words))
        .annotate(has_waiting=Exists(waiting))
        .prefetch_related("grants")
        .order_by("-is_active", "-has_waiting", "full_name", "pk")
    )
    if request.GET.get("waiting"):
        users = users.filter(has_waiting=True)
    if request.GET.get("without_role"):
        users = users.without_role()
    page = counted_page_of(users, request, 50)
    return render(request, "accounts/user_list.html", {"page_obj": page, "words": words})


@may_fill("accounts.prepare_user")
def user_prepare(request):
    # From a step that names a role.
    form = UserPrepareForm(request.POST or None, initial={"roles": request.GET.getlist("role")})
    if form.is_valid():
        roles, starts_on = form.cleaned_data["roles"], form.cleaned_data["starts_on"]
        span = {"starts_on": starts_on, "ends_on": form.ends_on}
        if user := changed(form, actions.prepare_user, roles=roles, by=request.user, **span):
            told = f"Akun {user} disiapkan. Peran menunggu pengesahan."
            own = User.objects.whose_password_may_be_reset_by(request.user).filter(pk=user.pk)
            # Straight on to the password that is handed over with the account.
            then = "password_reset" if user.is_new and own.exists() else "user_detail"
            return go_on(request, told, f"accounts:{then}", user.pk)
    return render(request, "accounts/user_prepare.html", {"form": form})


@may_open("accounts.view_user")
def user_detail(request, user_id):
    person = get_object_or_404(User.objects.select_related("prepared_by"), pk=user_id)
    return render(request, "accounts/user_detail.html", _account(request, person))


def _account(request, person):
    """The account page: `may_...` say which buttons this reader gets for this account."""

    def is_of(users):
        return users.filter(pk=person.pk).exists()

    decidable = set(person.grants.waiting_for(request.user).values_list("pk", flat=True))
    return {
        "person": person,
        "grants": person.grants.select_related(
            "prepared_by", "confirmed_by", "refused_by"
        ).order_by("-starts_on", "-pk"),
        "delegations": person.delegations.to_come(days.today()).order_by("starts_on", "pk"),
        "decidable": decidable,
        "may_close": is_of(User.objects.closable_by(request.user)),
        "may_reset": is_of(User.objects.whose_password_may_be_reset_by(request.user)),
        "may_ask_reset": is_of(User.objects.whose_reset_may_be_asked_by(request.user)),
        "may_give_codes": is_of(User.objects.who_may_get_codes_of(request.user)),
    }


@may_fill("accounts.prepare_user")
def user_edit(request, user_id):
    person = get_object_or_404(User.objects.select_for_update(of=("self",)), pk=user_id)
    form = UserForm(request.POST or None, instance=person)
    if form.is_valid():
        form.save()
        return go_on(request, "Data pengguna disimpan.", "accounts:user_detail", person.pk)
    return render(request, "accounts/user_edit.html", {"form": form, "person": person})


@may_fill("accounts.deactivate_user")
def user_deactivate(request, user_id):
    person = get_object_or_404(User.objects.closable_by(request.user), pk=user_id)
    if request.method == "POST":
        told = f"Akun {person} dinonaktifkan."
        return press(
            request, actions.deactivate_user, person, told=told, then=_account_of(user_id)
        )
    return render(request, "accounts/user_deactivate.html", {"person": person})


@may_fill("accounts.log_out_user")
def user_log_out(request, user_id):
    """For a telephone that was lost. One's own devices stand in "Perangkat saya"."""
    person = get_object_or_404(User.objects.exclude(pk=request.user.pk), pk=user_id)
    if request.method == "POST":
        told = f"{person} dikeluarkan dari semua perangkat."
        return press(
            request, actions.log_out_everywhere, person, told=told, then=_account_of(user_id)
        )
    return render(request, "accounts/user_log_out.html", {"person": person})


@may_press("accounts.activate_user")
def user_activate(request, user_id):
    person = get_object_or_404(User.objects.closable_by(request.user), pk=user_id)
    told = f"Akun {person} aktif lagi dengan peran yang masih berlaku."
    return press(request, actions.activate_user, person, told=told, then=_account_of(user_id))


def _account_of(user_id):
    return reverse("accounts:user_detail", args=[user_id])


@may_fill("accounts.reset_password")
@never_cache
@sensitive_variables("password")
def password_reset(request, user_id):
    """The new password is on the answer to the POST, and nowhere else."""
    rows = User.objects.whose_password_may_be_reset_by(request.user)
    person = get_object_or_404(rows.select_for_update(of=("self",)), pk=user_id)
    password = actions.reset_password(person, by=request.user) if request.method == "POST" else ""
    context = {"person": person, "password": password}
    return render(request, "accounts/password_reset.html", context)


@may_fill("accounts.confirm_reset")
@never_cache
@sensitive_variables("codes")
def paper_code_give(request, user_id):
    """The first codes on paper of who was confirmed, by who confirmed them; shown once."""
    person = get_object_or_404(User.objects.who_may_get_codes_of(request.user), pk=user_id)
    context = {"person": person, "codes": _new_codes(request, person)}
    return render(request, "accounts/paper_code_give.html", context)


@may_fill("accounts.confirm_reset")
@reauthentication_required
@never_cache
@sensitive_variables("codes")
def paper_code_make(request):
    """One's own, by whoever has a second factor; shown once."""
    may_make = is_mfa_enabled(request.user)
    context = {
        "may_make": may_make,
        "left": request.user.paper_codes.valid().count(),
        "codes": _new_codes(request, request.user) if may_make else [],
    }
    return render(request, "accounts/paper_code_make.html", context)


def _new_codes(request, person):
    return actions.make_paper_codes(person, by=request.user) if request.method == "POST" else []


@may_fill("accounts.prepare_user")
def grant_prepare(request, user_id):
    person = get_object_or_404(User, pk=user_id)
    form = GrantForm(request.POST or None, instance=RoleGrant(user=person))
    if changed(form, actions.prepare_grant, by=request.user):
        told = "Peran diusulkan dan menunggu pengesahan."
        return go_on(request, told, "accounts:user_detail", person.pk)
    return render(request, "accounts/grant_prepare.html", {"form": form, "person": person})


@may_fill("reports.decide")
def grant_confirm(request, user_id, grant_id):
    """Open to whoever may decide anything; on which rows, `waiting_for` says."""
    return _decide(request, user_id, grant_id, actions.confirm_grant, "grant_confirm")


@may_fill("reports.decide")
def grant_refuse(request, user_id, grant_id):
    return _decide(request, user_id, grant_id, actions.refuse_grant, "grant_refuse")


def _decide(request, user_id, grant_id, decide, page):
    rows = RoleGrant.objects.waiting_for(request.user).select_related("user", "prepared_by")
    grant = get_object_or_404(rows, pk=grant_id, user=user_id)
    if request.method == "POST":
        reads = request.user.has_perm("accounts.view_user")
        then = _account_of(user_id) if reads else "reports:approvals"
        told = f"{grant}: {'disahkan' if page == 'grant_confirm' else 'ditolak'}."
        answer = press(request, decide, grant, told=told, then=then)
        # Who was just made one of the three gets codes on paper from this very hand.
        gets_codes = User.objects.who_may_get_codes_of(request.user).filter(pk=grant.user_id)
        if grant.role in DECIDES and gets_codes.exists():
            return redirect("accounts:paper_code_give", grant.user_id)
        return answer
    return render(request, f"accounts/{page}.html", {"grant": grant})


@may_fill("accounts.deactivate_user")
def grant_end(request, user_id, grant_id):
    person = get_object_or_404(User.objects.closable_by(request.user), pk=user_id)
    grant = get_object_or_404(person.grants, pk=grant_id)
    if request.method == "POST":
        told = f"Peran {grant} diakhiri."
        return press(request, actions.end_grant, grant, told=told, then=_account_of(user_id))
    return render(request, "accounts/grant_end.html", {"grant": grant, "person": person})


@may_open("accounts.view_delegation")
def delegation_list(request):
    delegations = Delegation.objects.select_related(
        "delegate", "recorded_by", "confirmed_by", "refused_by"
    ).order_by("-last_on", "-pk")
    if request.GET.get("to_come"):
        delegations = delegations.to_come(days.today())
    own = Delegation.objects.endable_by(request.user).to_come(days.today())
    waiting = Delegation.objects.waiting_for(request.user)
    context = {
        "page_obj": counted_page_of(delegations, request, 50),
        "endable": set(own.values_list("pk", flat=True)),
        "decidable": set(waiting.values_list("pk", flat=True)),
    }
    return render(request, "accounts/delegation_list.html", context)


@may_fill("accounts.delegate")
def delegation_add(request):
    form = DelegationForm(request.POST or None, by=request.user)
    if delegation := sent(form, actions.enter_delegation, by=request.user):
        told = f"{delegation} berlaku sampai {delegation.last_on:%d/%m/%Y}."
        if not delegation.confirmed_at:
            told = f"{delegation} dicatat, dan berlaku sesudah disahkan."
        return go_on(request, told, "accounts:delegation_list")
    status = 409 if form.sent_before else 200
    return render(request, "accounts/delegation_add.html", {"form": form}, status=status)


@may_fill("accounts.delegate")
def delegation_end(request, delegation_id):
    rows = Delegation.objects.endable_by(request.user).select_related("delegate")
    delegation = get_object_or_404(rows, pk=delegation_id)
    if request.method == "POST":
        told, then = f"{delegation} diakhiri.", "accounts:delegation_list"
        return press(request, actions.end_delegation, delegation, told=told, then=then)
    return render(request, "accounts/delegation_end.html", {"delegation": delegation})


@may_fill("accounts.confirm_delegation")
def delegation_confirm(request, delegation_id):
    return _decide_delegation(
        request, delegation_id, actions.confirm_delegation, "delegation_confirm"
    )


@may_fill("accounts.confirm_delegation")
def delegation_refuse(request, delegation_id):
    return _decide_delegation(
        request, delegation_id, actions.refuse_delegation, "delegation_refuse"
    )


def _decide_delegation(request, delegation_id, decide, page):
    rows = Delegation.objects.waiting_for(request.user).select_related("delegate", "recorded_by")
    delegation = get_object_or_404(rows, pk=delegation_id)
    if request.method == "POST":
        told, then = f"Keputusan tentang {delegation} dicatat.", "accounts:delegation_list"
        return press(request, decide, delegation, told=told, then=then)
    return render(request, f"accounts/{page}.html", {"delegation": delegation})
