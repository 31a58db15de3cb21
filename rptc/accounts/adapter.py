from allauth.account.adapter import DefaultAccountAdapter
from allauth.core import context
from allauth.core.internal import ratelimit
from allauth.mfa.adapter import DefaultMFAAdapter
from django.core.exceptions import ImproperlyConfigured, ValidationError
from django.urls import reverse

from rptc import keys
from rptc.accounts.middleware import FIRST_PASSWORD
from rptc.accounts.models import who_resets_passwords
from rptc.menu import Menu
from rptc.pages import is_own_page

# So many failures at one name in an hour, from wherever they come; then each address has one try
# at that name in five minutes. Who knows the password needs one.
GUESSED_NAME = {"guessed_name": "20/h/key"}
SLOWED_DOWN = {"slowed_down": "1/5m/key"}


class AccountAdapter(DefaultAccountAdapter):
    error_messages = DefaultAccountAdapter.error_messages | {
        # One answer for a wrong password, an unknown name and a closed account.
        "username_password_mismatch": "Nama pengguna atau kata sandi salah.",
        "too_many_login_attempts": (
            "Terlalu banyak percobaan yang gagal. Tunggu lima menit, lalu coba lagi."
        ),
        "enter_current_password": "Kata sandi sekarang tidak cocok.",
        "incorrect_password": "Kata sandi tidak cocok.",
    }

    SAYS_WHOM_TO_ASK = {"username_password_mismatch", "too_many_login_attempts"}

    def validation_error(self, code, *args):
        if code not in self.SAYS_WHOM_TO_ASK:
            return super().validation_error(code, *args)
        ask = f"Lupa kata sandi? Hubungi {who_resets_passwords()} UPT RPTC."
        return ValidationError(f"{self.error_messages[code]} {ask}", code=code)

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
        """Whoever changed the one that was given to them goes on to where they were going."""
        if request.session.pop(FIRST_PASSWORD, False):
            return self.get_login_redirect_url(request)
        return reverse("account_index")

    def get_login_stages(self):
        ours = {
            "allauth.mfa.stages.AuthenticateStage": "rptc.accounts.stages.SecondFactor",
            "allauth.mfa.stages.TrustStage": "rptc.accounts.stages.Remember",
        }
        return [ours.get(stage, stage) for stage in super().get_login_stages()]

    def get_client_ip(self, request):
        """The visitor's, as the outermost of our proxies saw it (RPTC_TRUSTED_PROXIES)."""
        try:
            return super().get_client_ip(request)
        except ImproperlyConfigured:
            # Fewer addresses than proxies: this visitor came in past one of them.
            return request.META["REMOTE_ADDR"]

    def pre_authenticate(self, request, **credentials):
        """Failures count per address, per name and address, and per name from wherever they come.

        Many addresses together are slowed down, and the owner of the name is not locked out.
        """
        super().pre_authenticate(request, **credentials)
        name = super()._get_login_attempts_cache_key(request, **credentials)
        counted = self._count("guessed_name", GUESSED_NAME, name)
        if counted is None:
            here = self._get_login_attempts_cache_key(request, **credentials)
            counted = self._count("slowed_down", SLOWED_DOWN, here)
        if counted is None:
            raise self.validation_error("too_many_login_attempts")
        # Taken back with the others when the password was right.
        self._login_failed_rl_usage.usage += counted.usage

    def _count(self, action, rates, key):
        app = "rptc.accounts"
        return ratelimit.consume(self.request, app=app, action=action, config=rates, key=key)

    def _get_login_attempts_cache_key(self, request, **credentials):
        """Failures count per name and address: guessing from elsewhere locks nobody out."""
        key = super()._get_login_attempts_cache_key(request, **credentials)
        # Of the newer addresses everybody has millions: allauth takes the net as one.
        return f"{key}:{ratelimit.get_ip(request)}"


class SecondFactorAdapter(DefaultMFAAdapter):
    """Whoever reads a copy of the database has no second factor of anybody."""

    error_messages = DefaultMFAAdapter.error_messages | {
        "incorrect_code": (
            "Kode salah. Tunggu angka yang baru di aplikasi autentikator, lalu ketik angka itu."
        ),
    }

    def encrypt(self, text):
        return keys.encrypt(text)

    def decrypt(self, encrypted_text):
        return keys.decrypt(encrypted_text)
