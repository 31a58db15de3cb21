import datetime
import gc
import io

import pytest
import time_machine
from django.conf import settings
from django.db import connection
from django.db.backends.signals import connection_created
from django.test.utils import CaptureQueriesContext
from pypdf import PdfReader

from rptc import walls
from rptc.frames import with_room
from tests import factories, template_database
from tests.database_roles import OWNER, as_runtime_role


def pytest_collection():
    gc.disable()


def pytest_collection_finish():
    """What is imported stays: a tenth of the run went into looking through it for garbage."""
    gc.freeze()
    gc.set_threshold(100_000, 20, 20)
    gc.enable()


def pytest_runtest_setup(item):
    """As the web process does: tests run as deep as pytest pleases."""
    item.obj = with_room(item.obj)


def _set_role_of_new_connection(sender, connection, **kwargs):
    as_runtime_role(connection)


@pytest.fixture(scope="session")
def django_db_modify_db_settings(django_db_modify_db_settings_parallel_suffix, django_db_blocker):
    """Test databases are copies of one that is migrated once."""
    with django_db_blocker.unblock():
        connection.settings_dict["TEST"]["TEMPLATE"] = template_database.ready()


@pytest.fixture(scope="session")
def django_db_setup(django_db_setup, django_db_blocker):
    """After migrating as the owner, every connection of the tests is the run-time role."""
    with django_db_blocker.unblock():
        walls.close_places(connection)
        connection.ops.remember_reference()
        as_runtime_role(connection)
    connection_created.connect(_set_role_of_new_connection)
    yield
    connection_created.disconnect(_set_role_of_new_connection)
    with django_db_blocker.unblock(), connection.cursor() as cursor:
        cursor.execute(OWNER)


@pytest.fixture(autouse=True)
def _flush_as_owner(request):
    """A transactional test ends with a flush, which only the owner may do."""
    transactional = {"transactional_db", "live_server"} & set(request.fixturenames)
    marker = request.node.get_closest_marker("django_db")
    if not (transactional or (marker and marker.kwargs.get("transaction"))):
        yield
        return
    request.getfixturevalue("transactional_db")
    as_runtime_role(connection)
    yield
    with connection.cursor() as cursor:
        cursor.execute(OWNER)


@pytest.fixture(autouse=True)
def _media(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path / "media"


@pytest.fixture
def login(client, db):
    """login(Role.HEAD) or login(user): the client is that person from now on."""

    def login(*who):
        # Django keeps the session of who logs in once more, and with it the hour at which it
        # began. In life the first request past its limit has ended it (SessionLimits).
        client.cookies.pop(settings.SESSION_COOKIE_NAME, None)
        user = who[0] if hasattr(who[0], "pk") else factories.UserFactory(roles=list(who))
        client.force_login(user)
        return user

    return login


@pytest.fixture
def count_queries(client):
    """How many queries a page asks of the database, once the session is warm."""

    def count(url):
        client.get(url)
        with CaptureQueriesContext(connection) as queries:
            response = client.get(url)
        assert response.status_code == 200
        return len(queries)

    return count


@pytest.fixture
def today():
    from rptc import days

    return days.today()


@pytest.fixture
def yesterday(today):
    return today - datetime.timedelta(days=1)


@pytest.fixture
def read_pdf():
    """The text of a PDF answer."""

    def read(response):
        assert response["Content-Type"] == "application/pdf"
        content = b"".join(response.streaming_content) if response.streaming else response.content
        pages = PdfReader(io.BytesIO(content)).pages
        return "\n".join(page.extract_text() for page in pages)

    return read


@pytest.fixture
def time_machine_at():
    """time_machine_at(moment): it is that moment from now on; time goes on, or stands still."""
    travels = []

    def travel(moment, *, stands_still=False):
        traveller = time_machine.travel(moment, tick=not stands_still)
        traveller.start()
        travels.append(traveller)

    yield travel
    for traveller in reversed(travels):
        traveller.stop()
