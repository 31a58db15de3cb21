import uuid

import pytest
from django.urls import reverse
from pytest_django.asserts import assertContains

from cases.people.models import Statement
from rptc import days
from rptc.accounts.permissions import Role
from tests.factories import PersonFactory


@pytest.fixture
def person(login):
    login(Role.SOCIAL_WORKER)
    return PersonFactory(name="Rosdiana")


def posted(kind, text, **changes):
    return {
        "send_key": str(uuid.uuid4()),
        "kind": kind,
        "text": text,
        "source": "family",
        "stated_on": days.today().isoformat(),
        "shown": "on",
        **changes,
    }


def url(person):
    return reverse("cases:statement_add", args=[person.pk])


@pytest.mark.parametrize(
    ("kind", "text"),
    [
        ("name", "Rosdiana Dg. Bau"),
        ("alias", "Ros"),
        ("mother_name", "Sitti Aminah"),
        ("address", "Jl. Rappocini Raya"),
        ("marks", "Tahi lalat di pipi kiri"),
    ],
)
def test_what_was_said_is_kept_with_its_source_and_shown(client, person, kind, text):
    client.post(url(person), posted(kind, text))
    person.refresh_from_db()
    assert getattr(person, kind) == text
    page = client.get(reverse("cases:person_identity", args=[person.pk]))
    assertContains(page, f"{Statement.Kind(kind).label} · Keluarga · {days.today():%d/%m/%Y}")
    assertContains(page, text)


def test_it_is_kept_beside_the_shown_one_when_it_is_not_chosen(client, person):
    client.post(url(person), posted("name", "Ana", shown=""))
    person.refresh_from_db()
    assert person.name == "Rosdiana"
    assert Statement.objects.get().text == "Ana"


@pytest.mark.parametrize(
    ("kind", "longest"), [("name", 120), ("alias", 80), ("mother_name", 120), ("address", 200)]
)
def test_each_kind_has_its_length(client, person, kind, longest):
    response = client.post(url(person), posted(kind, "a" * (longest + 1)))
    assert f"{longest}" in str(response.context["form"].errors["text"])
    client.post(url(person), posted(kind, "a" * longest))
    assert Statement.objects.count() == 1


def test_an_empty_statement_says_what_is_missing(client, person):
    assertContains(client.post(url(person), posted("mother_name", "")), "Isi nama ibu.")
    assertContains(client.post(url(person), posted("age", "")), "Isi umur, kelompok umur")
