"""What a registered phone keeps to open the batch page without signal."""

import re
from pathlib import Path

from django.contrib.staticfiles import finders

from rptc.accounts.permissions import Role
from tests.factories import HotSpotFactory, IntakeFactory, PatrolFactory

SHELL = "/patrols/offline/"


def test_the_kept_page_holds_nobody_and_no_token(client, login):
    officer = login(Role.FIELD)
    patrol = PatrolFactory(recorded_by=officer, route="Jalan Rahasia")
    intake = IntakeFactory(recorded_by=officer, patrol=patrol, by_patrol=True)
    HotSpotFactory(name="Fly Over")
    text = client.get(SHELL).content.decode()
    assert "Fly Over" in text
    for secret in (officer.full_name, intake.person.name, patrol.route, "csrfmiddlewaretoken"):
        assert secret not in text


def test_the_kept_page_names_every_file_it_needs(client, login):
    """A module that another one imports is not in the page by itself."""
    login(Role.FIELD)
    text = client.get(SHELL).content.decode()
    kept = set(re.findall(r'(?:href|src)="/static/(js/[^"]+)"', text))
    for path in kept.copy():
        script = Path(finders.find(path)).read_text()
        for imported in re.findall(r'from "\./([^"]+)"', script):
            assert f"{path.rpartition('/')[0]}/{imported}" in kept, path
