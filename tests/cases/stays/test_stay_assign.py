"""The social worker of a stay: whose case it is."""

from django.urls import reverse
from pytest_django.asserts import assertContains, assertRedirects

from rptc.accounts.permissions import Role
from rptc.audit.models import Entry
from tests.factories import PersonFactory, StayFactory, UserFactory


def url(stay):
    return reverse("cases:stay_assign", args=[stay.pk])


def test_the_head_gives_a_stay_to_a_social_worker(client, login):
    head = login(Role.HEAD)
    stay, worker = StayFactory(), UserFactory(roles=[Role.SOCIAL_WORKER])
    assertContains(client.get(url(stay)), worker.full_name)
    page = reverse("cases:stay_detail", args=[stay.pk])
    assertRedirects(client.post(url(stay), {"social_worker": worker.pk}), page)
    stay.refresh_from_db()
    assert stay.social_worker == worker
    entry = Entry.objects.get(verb="assigned")
    assert (entry.actor, entry.person_id) == (head, stay.person_id)


def test_it_goes_to_a_social_worker_and_to_nobody_else(client, login):
    login(Role.HEAD)
    stay, house = StayFactory(), UserFactory(roles=[Role.CARETAKER])
    before = stay.social_worker
    for nobody in ("", house.pk):
        page = client.post(url(stay), {"social_worker": nobody})
        assert page.context["form"].errors["social_worker"]
    stay.refresh_from_db()
    assert stay.social_worker == before


def test_a_sealed_file_is_out_of_reach(client, login):
    login(Role.SOCIAL_WORKER)
    sealed = StayFactory(intake__person=PersonFactory(is_sealed=True))
    assert client.get(url(sealed)).status_code == 404
