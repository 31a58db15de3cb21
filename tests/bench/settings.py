"""The application's own settings and middleware, on a database of the bench, with its floors."""

import os

from rptc.settings import *  # noqa: F403
from rptc.settings import BASE_DIR, DATABASES, STORAGES, TEMPLATES

DEBUG = False
ALLOWED_HOSTS = ["127.0.0.1", "testserver"]
DATABASES["default"]["NAME"] = os.environ.get("RPTC_BENCH_DATABASE", DATABASES["default"]["NAME"])
ROOT_URLCONF = os.environ.get("RPTC_BENCH_URLS", "tests.bench.urls")
# The pages of the floors.
TEMPLATES[0]["DIRS"].append(BASE_DIR / "tests" / "bench" / "templates")
# As a person's own machine: no HTTPS, no second factor, no collected files.
REQUIRE_2FA = False
SECURE_SSL_REDIRECT = SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = False
STORAGES["staticfiles"] = {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}
STATIC_ROOT = BASE_DIR / "static"
