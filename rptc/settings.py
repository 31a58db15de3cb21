"""One settings file. What differs between machines comes from the environment or `.local/env`;
the defaults are the safe ones for production."""

import os
from datetime import timedelta
from pathlib import Path

import bootstrap_wrapper
import pghistory
from csp.constants import NONE, SELF

from rptc.environment import database, mail_server, of_this_clone

BASE_DIR = Path(__file__).resolve().parent.parent
env = of_this_clone()

# RPTC_DEBUG=1: a machine of one's own, without HTTPS. Django's own debug pages show only under
# `manage.py runserver`; the served application answers errors as production does.
IS_WEB_PROCESS = os.environ.get("RPTC_PROCESS") == "web"
OWN_MACHINE = env.is_on("RPTC_DEBUG")
DEBUG = OWN_MACHINE and not IS_WEB_PROCESS
MODE = (
    "a machine of one's own (RPTC_DEBUG=1): no HTTPS, no second factor, no real people"
    if OWN_MACHINE
    else "production: HTTPS, secure cookies, second factor"
)
SECRET_KEY = env.require("RPTC_SECRET_KEY")
# With these, the newest first, secrets lie in the database (rptc/keys.py).
TEXT_KEYS = env.text_keys("RPTC_TEXT_KEYS")
ALLOWED_HOSTS = env.words("RPTC_ALLOWED_HOSTS") or (["*"] if OWN_MACHINE else [])
CSRF_TRUSTED_ORIGINS = env.words("RPTC_CSRF_TRUSTED_ORIGINS")
# What a QR code on a letter begins with: the city's address where it is said, else this machine.
PUBLIC_ADDRESS = next(
    iter(CSRF_TRUSTED_ORIGINS),
    f"http://{env.get('RPTC_HOST', '127.0.0.1')}:{env.get('RPTC_PORT', '8000')}",
)
DEMO_PASSWORD = env.get("RPTC_DEMO_PASSWORD")

INSTALLED_APPS = [
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.humanize",
    "django.contrib.messages",
    "django.contrib.postgres",
    "django.contrib.sessions",
    "django.forms",
    "whitenoise.runserver_nostatic",
    "rptc.apps.OneOfBootstrap",
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "allauth.usersessions",
    "crispy_forms",
    "crispy_bootstrap5",
    "csp",
    "django_filters",
    "django_htmx",
    "pghistory",
    "pgtrigger",
    # Commands alone write mail and send it: the web process neither waits for a mail server nor
    # carries the package, and its role may not read the queue (rptc/database.py).
    *([] if IS_WEB_PROCESS else ["post_office"]),
    "rptc.apps.RptcConfig",
    "rptc.accounts",
    "rptc.audit",
    "rptc.upkeep",
    "rptc.mail",
    "rptc.resets",
    "rptc.letters",
    "cases",
    "partners",
    "reports",
]

MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    # Above whatever may fail: a page of trouble stays in no cache either.
    "rptc.middleware.NoStore",
    "csp.middleware.CSPMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "rptc.accounts.middleware.SessionLimits",
    "cases.patrols.devices.middleware.PatrolDevice",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "allauth.usersessions.middleware.UserSessionsMiddleware",
    "rptc.accounts.middleware.LoginRequired",
    "rptc.accounts.middleware.SecondFactorRequired",
    "cases.patrols.devices.middleware.ScreenLock",
    "rptc.audit.middleware.HistoryContext",
    "rptc.middleware.ReadableText",
]

ROOT_URLCONF = "rptc.urls"
WSGI_APPLICATION = "rptc.wsgi.application"

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [BASE_DIR / "templates"],
        "OPTIONS": {
            "loaders": [
                (
                    "django.template.loaders.cached.Loader",
                    [
                        "rptc.templates.Unindented",
                        "rptc.templates.UnindentedOfPackages",
                    ],
                )
            ],
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "rptc.context.page",
            ],
            "builtins": ["rptc.templatetags.rptc"],
        },
    }
]
FORM_RENDERER = "rptc.widgets.Written"
CRISPY_ALLOWED_TEMPLATE_PACKS = "bootstrap5"
CRISPY_TEMPLATE_PACK = "bootstrap5"
FILTERS_EMPTY_CHOICE_LABEL = "Semua"

# The owner migrates and runs commands; the web process is the run-time role, which can neither
# change the audit nor the schema. With the owner's address alone everything works.
OWNER_DATABASE = database(env.require("DATABASE_URL"))
RUNTIME_DATABASE = (
    database(env.get("DATABASE_RUNTIME_URL"), "DATABASE_RUNTIME_URL")
    if env.get("DATABASE_RUNTIME_URL")
    else None
)
RUNTIME_ROLE = RUNTIME_DATABASE["USER"] if RUNTIME_DATABASE else "rptc_web"
DATABASE = RUNTIME_DATABASE if IS_WEB_PROCESS and RUNTIME_DATABASE else OWNER_DATABASE
DATABASES = {
    "default": {
        **DATABASE,
        "ATOMIC_REQUESTS": True,
        "CONN_MAX_AGE": None if IS_WEB_PROCESS else 0,
        "CONN_HEALTH_CHECKS": True,
        "OPTIONS": {
            "connect_timeout": 5,
            **DATABASE["OPTIONS"],
            **(
                {
                    "options": "-c statement_timeout=15s -c lock_timeout=5s"
                    " -c idle_in_transaction_session_timeout=30s"
                    # What is prepared (rptc/kept.py) is planned once.
                    " -c plan_cache_mode=force_generic_plan"
                }
                if IS_WEB_PROCESS
                else {}
            ),
        },
    }
}
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"
CACHES = {
    "default": {
        "BACKEND": "rptc.cache.PlainCache",
        "LOCATION": "rptc_cache",
        # Django's 300 would be full after as many guesses at invented names, and a third of all
        # counters forgotten: of guesses at a name, of look-ups. `nightly` deletes what is over.
        "OPTIONS": {"MAX_ENTRIES": 100_000},
    }
}

# Who acts is written into every history row: no second table to update.
# Installed by rptc.database after migrate: as operations of migrations, each of some 150 triggers
# renders all models anew, and an empty database takes half a minute longer.
PGTRIGGER_MIGRATIONS = False
PGHISTORY_CONTEXT_FIELD = pghistory.ContextJSONField(null=True)
PGHISTORY_CONTEXT_ID_FIELD = pghistory.ContextUUIDField(null=True)
PGHISTORY_OBJ_FIELD = pghistory.ObjForeignKey(db_constraint=False, related_name="history")
PGHISTORY_DEFAULT_TRACKERS = (
    pghistory.InsertEvent(),
    pghistory.UpdateEvent(),
    pghistory.DeleteEvent(),
)

AUTH_USER_MODEL = "accounts.User"
AUTHENTICATION_BACKENDS = ["rptc.accounts.backends.RoleBackend"]
AUTH_PASSWORD_VALIDATORS = [
    {
        "NAME": "rptc.accounts.passwords.UnlikeTheName",
        "OPTIONS": {"user_attributes": ["username", "full_name"]},
    },
    {
        "NAME": "rptc.accounts.passwords.LongEnough",
        "OPTIONS": {"min_length": 10},
    },
    {"NAME": "rptc.accounts.passwords.Uncommon"},
    {"NAME": "rptc.accounts.passwords.NotDigitsAlone"},
]
LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "reports:today"
ACCOUNT_ADAPTER = "rptc.accounts.adapter.AccountAdapter"
ACCOUNT_FORMS = {
    "login": "rptc.accounts.forms.LoginForm",
    "reauthenticate": "rptc.accounts.forms.ReauthenticateForm",
    "change_password": "rptc.accounts.forms.ChangePasswordForm",
}
ACCOUNT_USER_MODEL_EMAIL_FIELD = None
ACCOUNT_LOGIN_METHODS = {"username"}
ACCOUNT_SIGNUP_FIELDS = ["username*", "password1*"]
ACCOUNT_EMAIL_VERIFICATION = "none"
ACCOUNT_LOGOUT_REDIRECT_URL = "account_login"
ACCOUNT_SESSION_REMEMBER = False
ACCOUNT_PREVENT_ENUMERATION = True
# How many proxies of ours stand before the application: so many addresses at the end of
# X-Forwarded-For were written by them, and all before was typed by the visitor.
ALLAUTH_TRUSTED_PROXY_COUNT = int(env.get("RPTC_TRUSTED_PROXIES") or 0)
# More about guessing in rptc/accounts/adapter.py.
ACCOUNT_RATE_LIMITS = {"login": "60/m/ip", "login_failed": "20/m/ip,100/h/ip,5/5m/key"}
ACCOUNT_REAUTHENTICATION_TIMEOUT = 300
MFA_ADAPTER = "rptc.accounts.adapter.SecondFactorAdapter"
MFA_FORMS = {
    "activate_totp": "rptc.accounts.forms.ActivateTOTPForm",
    "authenticate": "rptc.accounts.forms.AuthenticateForm",
}
MFA_SUPPORTED_TYPES = ["totp", "recovery_codes"]
MFA_PASSKEY_LOGIN_ENABLED = False
# For who may be remembered (rptc/accounts/stages.py).
MFA_TRUST_ENABLED = True
MFA_TRUST_COOKIE_AGE = timedelta(days=30)
MFA_TOTP_ISSUER = "RPTC Makassar"
USERSESSIONS_TRACK_ACTIVITY = False
REQUIRE_2FA = env.is_on("RPTC_REQUIRE_2FA", default="0" if OWN_MACHINE else "1")

SESSION_EXPIRE_AT_BROWSER_CLOSE = True
SESSION_COOKIE_AGE = 16 * 3600
SESSION_SERIALIZER = "rptc.keys.SessionSerializer"
# A patrol's phone left alone for so long asks for the officer's code.
SCREEN_LOCK_MINUTES = int(env.get("RPTC_SCREEN_LOCK_MINUTES") or 3)
DEVICE_CODE_ROUNDS = 300_000

LANGUAGE_CODE = "id"
TIME_ZONE = "Asia/Makassar"
USE_I18N = True
USE_TZ = True
FORMAT_MODULE_PATH = ["rptc.formats"]

STATIC_URL = "static/"
STATIC_ROOT = BASE_DIR / ".local" / "static"
FONT_DIR = BASE_DIR / ".local" / "fonts"
STATICFILES_DIRS = [
    BASE_DIR / "static",
    ("css/fonts", FONT_DIR),
    ("vendor/bootstrap", bootstrap_wrapper.get_bootstrap_dir()),
]
WHITENOISE_USE_FINDERS = OWN_MACHINE
# What browsers ask for at the root without being told: of a page broken off before its head, too.
WHITENOISE_ROOT = BASE_DIR / "static" / "root"
STORAGES = {
    "default": {"BACKEND": "rptc.storage.WholeFiles"},
    "staticfiles": {
        "BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"
        if OWN_MACHINE
        else "whitenoise.storage.CompressedManifestStaticFilesStorage"
    },
}
# Who can read a backup: public keys of age.
BACKUP_RECIPIENTS = env.words("RPTC_BACKUP_RECIPIENTS")
MEDIA_ROOT = Path(env.get("RPTC_MEDIA_ROOT") or BASE_DIR / ".local" / "media")

# Mail (rptc/mail). Without a server it lies in the queue until it is too old.
MAIL_SERVER = mail_server(env.get("RPTC_MAIL"))
EMAIL_BACKEND = "post_office.EmailBackend"
EMAIL_HOST, EMAIL_PORT = MAIL_SERVER["HOST"], MAIL_SERVER["PORT"]
EMAIL_HOST_USER, EMAIL_HOST_PASSWORD = MAIL_SERVER["USER"], MAIL_SERVER["PASSWORD"]
EMAIL_USE_SSL, EMAIL_USE_TLS = MAIL_SERVER["USE_SSL"], MAIL_SERVER["USE_TLS"]
EMAIL_TIMEOUT = 20
DEFAULT_FROM_EMAIL = env.sender("RPTC_MAIL_FROM") if EMAIL_HOST else "rptc@localhost"
POST_OFFICE = {
    "BACKENDS": {"default": "django.core.mail.backends.smtp.EmailBackend"},
    "THREADS_PER_PROCESS": 1,
    # Broken off between the server's yes and ours, as many may be sent once more.
    "BATCH_SIZE": 10,
    "MAX_RETRIES": 8,
    "RETRY_INTERVAL": timedelta(minutes=15),
    # Failures alone.
    "LOG_LEVEL": 1,
}

CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [NONE],
        "script-src": [SELF],
        "style-src": [SELF],
        "font-src": [SELF],
        "img-src": [SELF, "data:"],
        "connect-src": [SELF],
        "form-action": [SELF],
        "frame-ancestors": [NONE],
        "base-uri": [NONE],
    }
}
X_FRAME_OPTIONS = "DENY"
SECURE_CONTENT_TYPE_NOSNIFF = True
SECURE_REFERRER_POLICY = "same-origin"
SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = "Lax"
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = not OWN_MACHINE
CSRF_FAILURE_VIEW = "rptc.views.form_refused"
SECURE_SSL_REDIRECT = not OWN_MACHINE
# Asked by the machine itself; they say no more than "ok".
SECURE_REDIRECT_EXEMPT = [r"^health/$", r"^ready/$"]
SECURE_HSTS_SECONDS = 0 if OWN_MACHINE else 365 * 24 * 3600
SECURE_HSTS_INCLUDE_SUBDOMAINS = SECURE_HSTS_PRELOAD = not OWN_MACHINE
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
DATA_UPLOAD_MAX_MEMORY_SIZE = 3 * 1024 * 1024
DATA_UPLOAD_MAX_NUMBER_FILES = 30
# All files of one request together, known before the first byte is read.
FILE_UPLOAD_MAX_TOTAL_SIZE = 90 * 1024 * 1024
FILE_UPLOAD_HANDLERS = [
    "rptc.uploads.TotalSize",
    "django.core.files.uploadhandler.MemoryFileUploadHandler",
    "django.core.files.uploadhandler.TemporaryFileUploadHandler",
]
FILE_UPLOAD_PERMISSIONS, FILE_UPLOAD_DIRECTORY_PERMISSIONS = 0o600, 0o700
DATA_UPLOAD_MAX_NUMBER_FIELDS = 6000

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "filters": {"mask": {"()": "lokal.samaran.logging.SamaranFilter"}},
    "formatters": {"json": {"()": "rptc.logs.Json"}, "plain": {}},
    "handlers": {
        "console": {
            "class": "logging.StreamHandler",
            "filters": ["mask"],
            "formatter": "plain" if OWN_MACHINE else "json",
        }
    },
    "root": {"handlers": ["console"], "level": "WARNING"},
    "loggers": {
        "rptc": {"level": "INFO"},
        # It would set up a handler of its own, which masks nothing.
        "post_office": {"handlers": ["console"], "level": "ERROR", "propagate": False},
    },
}
