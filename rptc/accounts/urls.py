"""Login and one's own account keep allauth's names, which it reverses itself; the rest is ours."""

from functools import partial

from allauth.account import views as account
from allauth.mfa.base import views as mfa
from allauth.mfa.recovery_codes import views as recovery_codes
from allauth.mfa.totp import views as totp
from django.contrib.auth.decorators import login_not_required
from django.urls import include, path

from rptc import addresses
from rptc.accounts import views
from rptc.accounts.filters import views as filters

# They show staff, and no klien.
page = partial(addresses.page, shows=addresses.NOBODY)

user = "settings/users/<int:user_id>/"
grant = f"{user}grants/<int:grant_id>/"
saved_filter = "account/filters/<int:saved_filter_id>/"

own = [
    page("settings/users/", views.user_list),
    page("settings/users/add/", views.user_prepare),
    page(user, views.user_detail),
    page(f"{user}edit/", views.user_edit),
    page(f"{user}deactivate/", views.user_deactivate),
    page(f"{user}activate/", views.user_activate),
    page(f"{user}log-out/", views.user_log_out),
    page(f"{user}password/", views.password_reset),
    page(f"{user}codes/", views.paper_code_give),
    page(f"{user}roles/add/", views.grant_prepare),
    page(f"{grant}confirm/", views.grant_confirm),
    page(f"{grant}refuse/", views.grant_refuse),
    page(f"{grant}end/", views.grant_end),
    page("account/codes/", views.paper_code_make),
    page("account/sessions/", views.session_list),
    page("account/sessions/end/", views.session_end_others),
    page("account/sessions/<int:session_id>/end/", views.session_end),
    page("account/filters/", filters.saved_filter_list),
    page("account/filters/add/", filters.saved_filter_add),
    page(f"{saved_filter}edit/", filters.saved_filter_edit),
    page(f"{saved_filter}delete/", filters.saved_filter_delete),
    page("settings/delegations/", views.delegation_list),
    page("settings/delegations/add/", views.delegation_add),
    page("settings/delegations/<int:delegation_id>/end/", views.delegation_end),
    page("settings/delegations/<int:delegation_id>/confirm/", views.delegation_confirm),
    page("settings/delegations/<int:delegation_id>/refuse/", views.delegation_refuse),
]

urlpatterns = [
    path("login/", account.login, name="account_login"),
    path("login/2fa/", mfa.authenticate, name="mfa_authenticate"),
    path("login/remember/", mfa.trust, name="mfa_trust"),
    # Also for somebody who stands between the password and the second factor.
    path("logout/", login_not_required(account.logout), name="account_logout"),
    page("account/", views.account_index),
    page("account/alive/", views.login_alive),
    path("account/password/", account.password_change, name="account_change_password"),
    path("account/reauthenticate/", account.reauthenticate, name="account_reauthenticate"),
    path("account/2fa/", mfa.index, name="mfa_index"),
    path("account/2fa/reauthenticate/", mfa.reauthenticate, name="mfa_reauthenticate"),
    path("account/2fa/activate/", totp.activate_totp, name="mfa_activate_totp"),
    path("account/2fa/deactivate/", totp.deactivate_totp, name="mfa_deactivate_totp"),
    path(
        "account/2fa/recovery-codes/",
        recovery_codes.view_recovery_codes,
        name="mfa_view_recovery_codes",
    ),
    path(
        "account/2fa/recovery-codes/generate/",
        recovery_codes.generate_recovery_codes,
        name="mfa_generate_recovery_codes",
    ),
    path(
        "account/2fa/recovery-codes/download/",
        recovery_codes.download_recovery_codes,
        name="mfa_download_recovery_codes",
    ),
    path("", include((own, "accounts"))),
]
