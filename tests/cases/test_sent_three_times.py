"""Rows that are each sent three times at once, a thousand in full: as many rows."""

from concurrent.futures import ThreadPoolExecutor

import pytest
from django.conf import settings
from django.test import Client

from cases.intakes.models import Intake
from cases.people.models import Person
from rptc.accounts.permissions import Role
from tests.factories import PatrolFactory, UserFactory, classification
from tests.senders import Sender
from tests.sizes import size

ROWS, TIMES = size(1_000), 3


@pytest.mark.gate
def test_rows_sent_three_times_at_once_are_there_once(live_server):
    officer = UserFactory(roles=[Role.FIELD])
    patrol = PatrolFactory(recorded_by=officer)
    client = Client()
    client.force_login(officer)
    session = client.cookies[settings.SESSION_COOKIE_NAME].value
    send = Sender(live_server.url, patrol.pk, session, officer.pk)

    rows = [send.row(number, classification().pk) for number in range(ROWS)]
    with ThreadPoolExecutor(TIMES * 2) as threads:
        answers = list(threads.map(send, [row for row in rows for _ in range(TIMES)]))
    send.close()

    assert all(saved for _, saved in answers)
    assert {key for key, _ in answers} == {row["send_key"] for row in rows}
    assert Intake.objects.filter(recorded_by=officer).count() == ROWS
    assert Person.objects.count() == ROWS
