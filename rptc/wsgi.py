"""The web process. It talks to PostgreSQL as the run-time role (see settings.DATABASES)."""

import logging
import os

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "rptc.settings")
os.environ["RPTC_PROCESS"] = "web"

from django.conf import settings  # noqa: E402
from django.core.wsgi import get_wsgi_application  # noqa: E402

from rptc.charset import only_utf8  # noqa: E402
from rptc.frames import with_room  # noqa: E402

application = with_room(only_utf8(get_wsgi_application()))
logging.getLogger("rptc").info("RPTC runs as %s.", settings.MODE)
