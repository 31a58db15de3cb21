"""One's own address and which mails come there: nobody else's to read or to change."""

import pytest
from django.db import IntegrityError, transaction
from django.urls import reverse
from pytest_django.asserts import assertContains, assertNotContains, assertRedirects

from rptc.accounts.permissions import Role
from rptc.mail.models import MailChoice
from tests import factories as f
from tests.database_roles import as_owner

pytestmark = pytest.mark.django_db
URL, ACCOUNT = reverse("mail:mail_choose"), reverse("account_index")
BOTH = {"morning_digest": "on", "urgent_alerts": "on"}


def kept():
    with as_owner():
        return list(MailChoice.objects.order_by("pk"))


@pytest.mark.parametrize("role", Role)
def test_everybody_chooses_their_own(client, login, role):
    user = login(role)
    assertContains(client.get(ACCOUNT), URL)
    page = client.get(URL)
    assertContains(page, "belum dapat mengirim pos-el")
    assertContains(page, "checked", count=2)
    assertRedirects(client.post(URL, {"address": "a@rptc.example"} | BOTH), ACCOUNT)
    [row] = kept()
    assert (row.user, row.address) == (user, "a@rptc.example")
    assert row.morning_digest
    assert row.urgent_alerts


def test_each_is_switched_off_by_itself_and_the_history_says_when(client, login):
    user = login(Role.HEAD)
    told = {"address": "a@rptc.example"}
    for boxes in (BOTH, {"urgent_alerts": "on"}, {"morning_digest": "on"}, {}):
        client.post(URL, told | boxes)
        [row] = kept()
        assert (row.morning_digest, row.urgent_alerts) == (
            "morning_digest" in boxes,
            "urgent_alerts" in boxes,
        )
    client.post(URL, {"address": ""})
    [row] = kept()
    assert row.address == ""
    with as_owner():
        events = list(row.history.order_by("pgh_id"))
        assert not MailChoice.objects.told().exists()
    assert [event.address for event in events] == [*["a@rptc.example"] * 4, ""]
    assert {event.pgh_context["user"] for event in events} == {user.pk}


def test_a_mistake_is_said_and_nothing_is_kept(client, login):
    login(Role.HEAD)
    assertContains(client.post(URL, {"address": "bukan alamat"}), "nama@contoh.go.id")
    assertContains(client.post(URL, {"address": "a@b.id\nBcc: lain@b.id"}), "nama@contoh.go.id")
    assert kept() == []


def test_one_address_is_one_in_the_queue_too(client, login):
    """There several stand with commas between them; a quoted one would be three."""
    login(Role.HEAD)
    answer = client.post(URL, {"address": '"a,lain@rptc.example,b"@rptc.example'})
    assertContains(answer, "Tulis satu alamat")
    assert kept() == []


def test_where_a_server_is_set_the_page_says_nothing_of_it(client, login, settings):
    settings.EMAIL_HOST = "mail.rptc.example"
    login(Role.FIELD)
    assertNotContains(client.get(URL), "belum dapat mengirim")


def test_nobody_reads_or_changes_anothers(client, login):
    other = f.MailChoiceFactory(address="lain@rptc.example")
    login(Role.ADMIN)
    assertNotContains(client.get(URL), "lain@rptc.example")
    client.post(URL, {"address": "saya@rptc.example", "user": other.user_id, "id": other.pk})
    assert {row.address for row in kept()} == {"lain@rptc.example", "saya@rptc.example"}


def test_who_has_no_role_yet_has_no_mail(client, login):
    login(f.UserFactory())
    assertNotContains(client.get(ACCOUNT), URL)
    assert client.get(URL).status_code == 403


def test_the_database_keeps_one_row_a_user_and_one_line(db):
    row = f.MailChoiceFactory()
    with as_owner():
        with pytest.raises(IntegrityError, match="user_id"), transaction.atomic():
            MailChoice.objects.create(user=row.user, address="b@rptc.example")
        rows = MailChoice.objects.filter(pk=row.pk)
        with pytest.raises(IntegrityError, match="mail_address_is_one_line"), transaction.atomic():
            rows.update(address="a@b.id\nBcc: c@b.id")
