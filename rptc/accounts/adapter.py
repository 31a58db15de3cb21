from allauth.account.adapter import DefaultAccountAdapter
from allauth.core import context
from django.urls import reverse

from rptc.menu import Menu
from rptc.pages import is_own_page

ASK_OFFICE = "Lupa kata sandi? Hubungi Tata Usaha UPT RPTC."


class AccountAdapter(DefaultAccountAdapter):
    error_messages = DefaultAccountAdapter.error_messages | {
        # One answer for a wrong password, an unknown name and a closed account.
        "username_password_mismatch": f"Nama pengguna atau kata sandi salah. {ASK_OFFICE}",
        "too_many_login_attempts": (
            f"Terlalu banyak percobaan yang gagal. Tunggu lima menit, lalu coba lagi. {ASK_OFFICE}"
        ),
        "enter_current_password": "Kata sandi sekarang tidak cocok.",
        "incorrect_password": "Kata sandi tidak cocok.",
    }

    def is_open_for_signup(self, request):
        """Accounts are prepared by the admin and confirmed by the head; nobody signs up."""
        return False

    def get_login_redirect_url(self, request):
        """To the first page that these roles may open: a partner has no Hari Ini."""
        return Menu.of(request.user, request.path).home

    def is_safe_url(self, url):
        """Where one may be led after the login: as everywhere, to a page of ours."""
        return is_own_page(url, context.request)

    def get_password_change_redirect_url(self, request):
        return reverse("account_index")

    def _get_login_attempts_cache_key(self, request, **credentials):
        """Failures count per name and address: guessing from elsewhere locks nobody out."""
        key = super()._get_login_attempts_cache_key(request, **credentials)
        return f"{key}:{self.get_client_ip(request)}"
