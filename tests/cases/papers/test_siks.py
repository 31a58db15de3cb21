"""What is typed into SIKS-NG of a klien, and that it was done."""

import uuid

import pytest
from django.urls import reverse
from pytest_django.asserts import assertContains, assertNotContains, assertRedirects

from cases.papers.siks.models import SiksEntry
from rptc.accounts.permissions import Role
from rptc.audit.models import Entry
from rptc.waiting import count_for
from tests import factories as f

pytestmark = pytest.mark.django_db
LIST = reverse("cases:siks_list")


def page_of(stay):
    return reverse("cases:siks_mark", args=[stay.pk])


def back(row):
    return reverse("cases:siks_take_back", args=[row.pk])


def stay_of(worker, **person):
    person = f.PersonFactory(**person)
    return f.StayFactory(intake=f.IntakeFactory(person=person), social_worker=worker)


def waiting(user):
    return {waits.key: n for waits, n in count_for(user)}["siks-missing"]


def test_the_fields_are_shown_to_copy_and_what_is_unknown_is_said(client, login):
    stay = stay_of(login(Role.SOCIAL_WORKER), name="Ma'rang", nik="7371010101010001")
    page = client.get(page_of(stay))
    assertContains(page, ">7371010101010001</span>")
    assertContains(page, "Ma&#x27;rang</span>")
    assertContains(page, 'data-copy="siks-1"')
    assertContains(page, "Belum diketahui: Nomor KK")


def test_marked_it_waits_no_more_and_taken_back_it_waits_again(client, login):
    worker = login(Role.SOCIAL_WORKER)
    stay = stay_of(worker)
    assert waiting(worker) == 1
    data = {"send_key": uuid.uuid4()}
    for _ in range(2):
        assertRedirects(client.post(page_of(stay), data), LIST)
    row = SiksEntry.objects.get()
    assert (row.person, row.recorded_by, waiting(worker)) == (stay.person, worker, 0)
    entry = Entry.objects.get(verb="entered_in_siks")
    assert (entry.actor, entry.person_id) == (worker, stay.person_id)
    assertContains(client.get(f"{LIST}?show=done"), back(row))
    again = client.post(page_of(stay), {"send_key": uuid.uuid4()})
    assert again.status_code == 200
    assert SiksEntry.objects.count() == 1
    assertContains(client.post(back(row), {"reason": ""}), "Tulis alasannya.")
    client.post(back(row), {"reason": "Salah orang."})
    assert waiting(worker) == 1
    assertContains(client.get(page_of(stay)), "Salah orang.")
    assertContains(client.post(back(row), {"reason": "Lagi."}), "sudah dibatalkan")
    client.post(page_of(stay), {"send_key": uuid.uuid4()})
    assert SiksEntry.objects.standing().count() == 1


def test_own_cases_wait_and_closed_files_are_out_of_reach(client, login):
    worker = login(Role.SOCIAL_WORKER)
    stay_of(f.UserFactory(roles=[Role.SOCIAL_WORKER]), name="Milik rekan")
    sealed = stay_of(None, name="Rahasia", is_sealed=True)
    assert waiting(worker) == 0
    shown = client.get(LIST)
    assertContains(shown, "Milik rekan")
    assertNotContains(shown, "Rahasia")
    row = f.SiksEntryFactory(person=sealed.person)
    for address in (page_of(sealed), back(row), page_of(sealed).replace(str(sealed.pk), "999")):
        assert client.get(address).status_code == 404
        assert client.post(address, {"reason": "x"}).status_code == 404
    assertNotContains(client.get(f"{LIST}?show=done"), "Rahasia")


def test_more_klien_need_no_more_queries(client, login, count_queries):
    worker = login(Role.SOCIAL_WORKER)
    stay_of(worker)
    few = count_queries(LIST)
    for _ in range(4):
        stay_of(worker)
    assert count_queries(LIST) == few <= 25
