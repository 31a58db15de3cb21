"""Settings of the tests: as in production wherever that can be, with cheap passwords."""

import os

os.environ.setdefault("RPTC_DEBUG", "1")

from rptc.settings import *  # noqa: E402, F403
from rptc.settings import BASE_DIR, DATABASES, MIDDLEWARE, POST_OFFICE, TEMPLATES  # noqa: E402

DEBUG = False
REQUIRE_2FA = False
PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
DEVICE_CODE_ROUNDS = 1_000
SECURE_SSL_REDIRECT = False
ALLOWED_HOSTS = ["*"]
# What a test itself reads, no request does.
MIDDLEWARE = ["tests.database_roles.AsNobody", *MIDDLEWARE]
# The floors of the bench are drawn in a test of their own.
TEMPLATES[0]["DIRS"].append(BASE_DIR / "tests" / "bench" / "templates")
# What leaves the queue is kept in memory; a test names the server that takes it.
POST_OFFICE["BACKENDS"] = {"default": "django.core.mail.backends.locmem.EmailBackend"}
EMAIL_HOST = ""
# Static files are found where they lie; nothing is collected before a test.
WHITENOISE_AUTOREFRESH = True
# Several test runs on one machine: each names its own database.
DATABASES["default"]["TEST"] = {"NAME": os.environ.get("RPTC_TEST_DATABASE")}
DATABASES["default"]["ENGINE"] = "tests.postgres"
