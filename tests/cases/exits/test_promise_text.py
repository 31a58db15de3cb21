"""What who receives a child promises in writing: each text from its day."""

import pytest
from django.db import IntegrityError, transaction
from django.urls import reverse
from pytest_django.asserts import assertContains

from cases.exits.models import PromiseText
from rptc import days
from rptc.accounts.permissions import Role

pytestmark = pytest.mark.django_db
PROMISES = reverse("cases:promise_text_list")


def test_a_new_promise_begins_on_its_day_and_the_old_one_stays(client, login):
    login(Role.HEAD)
    old = PromiseText.objects.get()
    tomorrow = days.today() + days.ONE_DAY
    form = {"text": "Saya menjaga anak ini.\n\nSaya menyekolahkannya.", "valid_from": tomorrow}
    assertContains(client.post(PROMISES, form, follow=True), "Saya menyekolahkannya.")
    assert PromiseText.objects.in_force(days.today()) == old
    assert PromiseText.objects.in_force(tomorrow).sentences == [
        "Saya menjaga anak ini.",
        "Saya menyekolahkannya.",
    ]


def test_no_promise_is_changed_backwards(client, login):
    login(Role.HEAD)
    form = {"text": "Saya menjaga anak ini.", "valid_from": days.today() - days.ONE_DAY}
    assertContains(client.post(PROMISES, form), "tidak dapat diganti mundur")
    form["valid_from"] = days.today()
    client.post(PROMISES, form)
    assertContains(client.post(PROMISES, form), "Sudah ada pernyataan yang mulai")
    with pytest.raises(IntegrityError), transaction.atomic():
        PromiseText.objects.create(text="Lain.", valid_from=days.today())
