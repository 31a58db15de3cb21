import pytest
from django.urls import reverse

from rptc.accounts.permissions import Role

pytestmark = pytest.mark.django_db
URL = reverse("reports:pictures")


def test_empty(client, login, read_pdf):
    login(Role.HEAD)
    assert client.get(URL).status_code == 200
    assert client.get(URL, {"year": 2020}).status_code == 200
    read_pdf(client.get(reverse("reports:pictures_print")))
