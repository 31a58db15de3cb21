import uuid
from importlib import import_module
from itertools import pairwise

import pytest
from django.db import connection
from django.urls import reverse
from pytest_django.asserts import assertContains, assertNotContains

from cases.intakes.models import Intake
from cases.people.relations.models import Relation
from rptc.accounts.permissions import Role
from rptc.sending import row_key
from tests.factories import IntakeFactory, PatrolFactory, PersonFactory, RelationFactory
from tests.factories import classification as class_of

MIGRATION = "cases.migrations.0051_met_together_and_months"


def url(intake):
    return reverse("cases:intake_together", args=[intake.pk])


def batch_row(number=0, **changes):
    fields = {
        "name": "Ardi",
        "sex": "L",
        "age_years": "9",
        "source": "guess",
        "provisional": class_of("anjal").pk,
        "outcome": "brought",
        **changes,
    }
    return {f"{number}-{name}": value for name, value in fields.items()}


def posted(other, tie="mother", **changes):
    return {"send_key": str(uuid.uuid4()), "other": other.pk, "tie": tie, **changes}


@pytest.fixture
def patrol(login):
    return PatrolFactory(recorded_by=login(Role.FIELD))


@pytest.fixture
def mother(patrol):
    return met(patrol, PersonFactory(name="Rosdiana", sex="P"))


@pytest.fixture
def child(patrol):
    return met(patrol, PersonFactory(name="Ardi", child=True))


def met(patrol, person):
    return IntakeFactory(
        by_patrol=True, patrol=patrol, person=person, recorded_by=patrol.recorded_by
    )


# -- In the batch -------------------------------------------------------------------------------


def test_a_row_is_linked_to_the_row_above_in_one_tap(client, patrol, mother):
    page = reverse("cases:patrol_intakes", args=[patrol.pk])
    assertContains(client.get(page), f'value="{mother.send_key}"')
    row = batch_row(together="child", previous=str(mother.send_key))
    client.post(page, {"send_key": str(uuid.uuid4())} | row)
    relation = Relation.objects.get()
    assert (relation.person, relation.kind) == (mother.person, "mother")
    assert relation.other.name == "Ardi"


def test_a_script_names_the_row_above_by_the_key_under_which_it_was_sent(client, patrol):
    page = reverse("cases:patrol_intakes", args=[patrol.pk])
    above = uuid.uuid4()
    client.post(
        page, {"send_key": str(above)} | batch_row(name="Rosdiana", sex="P", age_years="34")
    )
    row = batch_row(together="child", previous=str(above))
    client.post(page, {"send_key": str(uuid.uuid4())} | row)
    assert Relation.objects.get().person.name == "Rosdiana"


def test_two_rows_of_one_page_without_script(client, patrol):
    page = reverse("cases:patrol_intakes", args=[patrol.pk])
    rows = batch_row(0, name="Rosdiana", sex="P", age_years="34", provisional=class_of().pk)
    rows |= batch_row(1, together="child")
    client.post(page, {"send_key": str(uuid.uuid4())} | rows)
    assert Relation.objects.get().other.name == "Ardi"


@pytest.mark.parametrize("who", ["nobody", "another officer's row"])
def test_a_row_above_that_is_not_saved_is_never_guessed(client, patrol, mother, who):
    above = uuid.uuid4() if who == "nobody" else IntakeFactory().send_key
    page = reverse("cases:patrol_intakes", args=[patrol.pk])
    row = batch_row(together="child", previous=str(above))
    response = client.post(page, {"send_key": str(uuid.uuid4())} | row)
    assertContains(response, "Orang sebelumnya belum tersimpan.")
    assert not Intake.objects.filter(person__name="Ardi").exists()
    assert not Relation.objects.exists()


def test_the_same_row_sent_again_links_once(client, patrol, mother):
    page = reverse("cases:patrol_intakes", args=[patrol.pk])
    twice = {"send_key": str(uuid.uuid4())}
    twice |= batch_row(together="child", previous=str(mother.send_key))
    client.post(page, twice)
    client.post(page, twice)
    assert Relation.objects.count() == 1
    assert row_key(uuid.UUID(twice["send_key"]), 0) in Intake.objects.values_list(
        "send_key", flat=True
    )


def test_a_mother_a_baby_and_two_boys_are_a_set(client, patrol):
    """Each was linked to the row above; each stands beside all of them."""
    page = reverse("cases:patrol_intakes", args=[patrol.pk])
    above = ""
    met_together = [("Rosdiana", "P", "34", ""), ("Ani", "P", "1", "child")]
    met_together += [("Ardi", "L", "9", "together"), ("Baso", "L", "11", "sibling")]
    for name, sex, age, tie in met_together:
        key = str(uuid.uuid4())
        said = {"name": name, "sex": sex, "age_years": age, "together": tie, "previous": above}
        client.post(page, {"send_key": key} | batch_row(**said))
        above = key
    rows = Intake.objects.filter(patrol=patrol)
    assert len(set(rows.values_list("party", flat=True))) == 1
    client.post(page, {"send_key": str(uuid.uuid4())} | batch_row(name="Sendiri"))
    for row in rows.exclude(person__name="Sendiri"):
        shown = client.get(reverse("cases:intake_detail", args=[row.pk]))
        part = shown.text.split('id="rombongan"')[1].split("</section>")[0]
        for name, *_ in met_together:
            assert name in part
        assert "Sendiri" not in part


def test_two_sets_become_one(client, patrol, mother, child):
    others = [met(patrol, PersonFactory(name=name)) for name in ("Baso", "Caya", "Dandi")]
    client.post(url(mother), posted(child))
    client.post(url(others[0]), posted(others[1], tie="together"))
    assert len(parties()) == 2
    client.post(url(child), posted(others[0], tie="together"))
    assert len(parties()) == 1
    assert Intake.objects.filter(party=None).get() == others[2]


def test_chains_of_before_became_sets(patrol):
    """The migration that brought the sets, on rows that were linked one by one."""
    rows = [met(patrol, PersonFactory(name=name)) for name in ("Ani", "Baso", "Caya", "Dandi")]
    elsewhere = IntakeFactory(by_patrol=True, person=rows[0].person)
    for one, other in pairwise(rows[:3]):
        RelationFactory(person=other.person, other=one.person, kind="together")
    with connection.cursor() as cursor:
        cursor.execute(import_module(MIGRATION).CHAINS_BECOME_SETS)
    assert len(parties()) == 1
    assert set(Intake.objects.filter(party=None)) == {rows[3], elsewhere}


def parties():
    return set(Intake.objects.exclude(party=None).values_list("party", flat=True))


def test_who_is_met_alone_belongs_to_no_set(client, patrol):
    page = reverse("cases:patrol_intakes", args=[patrol.pk])
    client.post(page, {"send_key": str(uuid.uuid4())} | batch_row())
    assert Intake.objects.get().party is None


# -- Afterwards ---------------------------------------------------------------------------------


def test_saved_people_are_linked_and_what_was_seen_is_not_shown_to_trc(
    client, login, patrol, mother, child
):
    client.post(url(mother), posted(child, note="Mengambil uang anak."))
    relation = Relation.objects.get()
    assert (relation.person, relation.suspected_exploitation) == (mother.person, True)
    page = client.get(reverse("cases:intake_detail", args=[child.pk]))
    assertContains(page, "Rosdiana ibu dari Ardi")
    assertNotContains(page, "Mengambil uang")
    assertNotContains(page, "ksploitasi")


def test_the_mark_never_sits_on_the_child(client, patrol, mother, child):
    client.post(url(child), posted(mother, tie="together", note="Menyuruh mengemis."))
    assert Relation.objects.get().person == mother.person


def test_mistakes_are_said_and_nothing_is_saved(client, patrol, mother, child):
    assertContains(client.post(url(child), posted(mother, tie="")), "Pilih hubungannya.")
    wrong = client.post(url(child), posted(mother))
    assertContains(wrong, "tidak dapat menjadi ibu")
    assert not Relation.objects.exists()


@pytest.mark.parametrize(("tie", "said"), [("mother", "laki-laki"), ("father", "Umur tidak")])
def test_a_refusal_does_not_name_whom_a_masked_hint_stood_for(client, patrol, tie, said):
    """The file is older than the row: of it the officer reads initials."""
    old = PersonFactory(name="Muhammad Fadli", sex="L", age_years=30)
    IntakeFactory(person=old)
    row = met(patrol, old)
    other = met(patrol, PersonFactory(name="Rosdiana", sex="P", age_years=32))
    refused = client.post(url(row), posted(other, tie=tie))
    assertContains(refused, said)
    assertNotContains(refused, "Fadli")


def test_a_tie_of_before_is_refused_without_names_as_well(client, patrol):
    names = {"Muhammad Fadli": 40, "Rahmat Hidayat": 10}
    old = [PersonFactory(name=name, age_years=years) for name, years in names.items()]
    for person in old:
        IntakeFactory(person=person)
    RelationFactory(person=old[0], other=old[1], kind="sibling")
    rows = [met(patrol, person) for person in old]
    refused = client.post(url(rows[0]), posted(rows[1], tie="father"))
    assertContains(refused, "Sudah dicatat")
    for name in ("Fadli", "Hidayat"):
        assertNotContains(refused, name)


def test_only_rows_of_the_same_patrol_that_one_may_see_are_offered(client, patrol, mother, child):
    elsewhere = IntakeFactory(by_patrol=True, person__name="Orang Lain")
    assertNotContains(client.get(url(child)), "Orang Lain")
    client.post(url(child), posted(elsewhere))
    assert not Relation.objects.exists()
    assert client.get(url(elsewhere)).status_code == 404


def test_ties_to_those_of_other_nights_are_not_shown_to_trc(client, patrol, child):
    RelationFactory(person=PersonFactory(name="Rosdiana", sex="P"), other=child.person)
    assertNotContains(client.get(reverse("cases:intake_detail", args=[child.pk])), "Rosdiana")
