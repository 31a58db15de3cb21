"""A family: every member with catches and stays, each as its reader may know."""

import uuid

import pytest
from django.urls import reverse
from pytest_django.asserts import assertContains, assertNotContains, assertRedirects

from cases.people.models import Person
from cases.people.relations.models import Relation
from rptc.accounts.permissions import Role
from rptc.audit.models import Entry
from tests import factories as f

pytestmark = pytest.mark.django_db


def url(person):
    return reverse("cases:person_family", args=[person.pk])


def adding(person):
    return reverse("cases:person_family_add", args=[person.pk])


def posted(**ties):
    return {"send_key": str(uuid.uuid4()), "source": "self", **ties}


@pytest.fixture
def family():
    """A mother, her two children, and the husband of her sister: reached over three ties."""
    mother, sister = (f.PersonFactory(name=name, sex="P") for name in ("Rosdiana", "Rostina"))
    ani, ardi = (f.PersonFactory(name=name, child=True) for name in ("Anisa", "Ardiansyah"))
    uncle = f.PersonFactory(name="Mappaseng", age_years=44)
    for child in (ani, ardi):
        f.RelationFactory(person=mother, other=child)
    f.RelationFactory(person=mother, other=sister, kind="sibling")
    f.RelationFactory(person=uncle, other=sister, kind="spouse")
    return {each.name: each for each in (mother, sister, ani, ardi, uncle)}


@pytest.mark.parametrize("role", [Role.SOCIAL_WORKER, Role.HEAD])
def test_every_member_with_catches_and_stays(client, login, family, role):
    user = login(role)
    stay = f.StayFactory(intake__person=family["Ardiansyah"], intake__place="Fly Over", days_ago=2)
    shown = client.get(url(family["Anisa"]))
    for name in family:
        assertContains(shown, name)
    assertContains(shown, "Ibu dari Ardiansyah")
    assertContains(shown, "Anak dari Rosdiana")
    assertContains(shown, "Suami atau istri dari Rostina")
    assertContains(shown, "Fly Over")
    assertContains(shown, reverse("cases:stay_detail", args=[stay.pk]))
    entry = Entry.objects.filter(actor=user, verb="opened").latest("pk")
    others = {each.pk for name, each in family.items() if name != "Anisa"}
    assert set(entry.details["people"]) == others


def test_a_mark_says_what_to_do_and_no_story(client, login):
    worker = f.UserFactory(roles=[Role.SOCIAL_WORKER])
    child = f.StayFactory(child=True, social_worker=worker).person
    marked = f.RelationFactory(other=child, marked=True)
    login(Role.SOCIAL_WORKER)
    for person in (child, marked.person):
        shown = client.get(url(person))
        assertContains(shown, "jangan serahkan anak, hubungi Kepala UPT")
        assertNotContains(shown, marked.exploitation_note)


def test_a_closed_file_is_neither_shown_nor_a_way_to_others(client, login, family):
    """Her sister's husband would be nobody's relation, and say that somebody is between."""
    Person.objects.filter(pk=family["Rostina"].pk).update(is_sealed=True)
    login(Role.SOCIAL_WORKER)
    shown = client.get(url(family["Anisa"]))
    assertContains(shown, "Ardiansyah")
    for name in ("Rostina", "Mappaseng"):
        assertNotContains(shown, name)


def test_queries_do_not_grow_with_the_family(login, count_queries, family):
    login(Role.SOCIAL_WORKER)
    few = count_queries(url(family["Rosdiana"]))
    for _ in range(4):
        child = f.PersonFactory(child=True)
        f.RelationFactory(person=family["Rosdiana"], other=child)
        f.StayFactory(intake__person=child)
    assert count_queries(url(family["Rosdiana"])) == few


@pytest.fixture
def party():
    """A mother, a baby and two boys, met together one night."""
    names = [("Rosdiana", "P", 34), ("Bayi", "P", 1), ("Ardi", "L", 9), ("Baso", "L", 11)]
    met = uuid.uuid4()
    people = [f.PersonFactory(name=name, sex=sex, age_years=age) for name, sex, age in names]
    for person in people:
        f.IntakeFactory(person=person, party=met)
    return people


def test_of_a_set_each_sees_all(client, login, party):
    login(Role.SOCIAL_WORKER)
    for person in party:
        shown = client.get(url(person))
        for other in party:
            assertContains(shown, other.name)
        # Who was met together is no family by that.
        assert not Relation.objects.exists()


def test_a_sealed_member_of_a_set_gives_no_sign(client, login, party):
    Person.objects.filter(pk=party[0].pk).update(is_sealed=True)
    login(Role.SOCIAL_WORKER)
    for page in ("person_family", "person_family_add"):
        shown = client.get(reverse(f"cases:{page}", args=[party[1].pk]))
        assertContains(shown, "Baso")
        assertNotContains(shown, "Rosdiana")


def test_a_set_is_offered_as_family(client, login, party):
    login(Role.SOCIAL_WORKER)
    mother, baby, ardi, baso = party
    assertContains(client.get(url(mother)), adding(mother))
    said = posted(**{f"tie_{baby.pk}": "child", f"tie_{ardi.pk}": "child"})
    assertRedirects(client.post(adding(mother), said), url(mother))
    ties = set(Relation.objects.values_list("person", "kind", "other"))
    assert ties == {
        (mother.pk, "mother", baby.pk),
        (mother.pk, "mother", ardi.pk),
        (baby.pk, "sibling", ardi.pk),
    }
    assertContains(client.get(url(mother)), "1 orang")
    later = posted(**{f"tie_{baso.pk}": "child"})
    client.post(adding(mother), later)
    assert Relation.objects.filter(kind="sibling").count() == 3
    assertNotContains(client.get(url(mother)), adding(mother))


@pytest.mark.parametrize("is_own", [False, True])
def test_nothing_is_written_into_a_childs_file_that_is_closed(client, login, party, is_own):
    """Nor into that of the reader's own family: that two have one mother is said by others."""
    mother, baby, ardi, _ = party
    f.RelationFactory(person=mother, other=baby)
    user = login(Role.SOCIAL_WORKER)
    if is_own:
        f.ConflictFactory(user=user, person=baby)
    else:
        Person.objects.filter(pk=baby.pk).update(is_sealed=True)
    client.post(adding(mother), posted(**{f"tie_{ardi.pk}": "child"}))
    assert Relation.objects.filter(person=mother, other=ardi).exists()
    assert not Relation.objects.filter(kind="sibling").exists()


def test_what_cannot_be_is_said_and_nothing_is_saved(client, login, party):
    login(Role.SOCIAL_WORKER)
    mother, baby, ardi, baso = party
    wrong = posted(**{f"tie_{baby.pk}": "sibling", f"tie_{baso.pk}": "father"})
    assertContains(client.post(adding(ardi), wrong), "Umur tidak cocok")
    assertContains(client.post(adding(ardi), posted()), "Pilih hubungan paling sedikit satu orang")
    assert not Relation.objects.exists()


def test_the_head_reads_and_links_nobody(client, login, party):
    login(Role.HEAD)
    assertNotContains(client.get(url(party[0])), adding(party[0]))
    assert client.get(adding(party[0])).status_code == 403


def test_the_house_reads_who_is_next_of_kin_and_no_story(client, login, family):
    """Of the family only who stands beside somebody in the house, and is seen in it."""
    stays = {name: f.StayFactory(intake__person=family[name]) for name in ("Anisa", "Rosdiana")}
    f.StayFactory(intake__person=family["Rostina"])
    login(Role.CARETAKER)
    shown = client.get(url(stays["Anisa"].person))
    assertContains(shown, "Rosdiana")
    for hidden in ("Rostina", "Mappaseng", "Terjaring 1 kali"):
        assertNotContains(shown, hidden)
    assert client.get(adding(stays["Anisa"].person)).status_code == 403
