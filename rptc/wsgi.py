"""The web process. It talks to PostgreSQL as the run-time role (see settings.DATABASES).

gunicorn reads this once, before it makes its workers (`--preload`).
"""

import gc

# Reading a thousand modules leaves nothing to clear away; looking through them for it took a third
# of the start, and as long again at the end.
gc.disable()

import logging  # noqa: E402
import os  # noqa: E402
from importlib import import_module  # noqa: E402

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "rptc.settings")
os.environ["RPTC_PROCESS"] = "web"

from django.conf import settings  # noqa: E402
from django.core.wsgi import get_wsgi_application  # noqa: E402

from rptc.charset import only_utf8  # noqa: E402
from rptc.frames import with_room  # noqa: E402

application = with_room(only_utf8(get_wsgi_application()))
import_module(settings.ROOT_URLCONF)  # Not the first visitor waits until the views are read.
gc.freeze()
gc.enable()
logging.getLogger("rptc").info("RPTC runs as %s.", settings.MODE)
