"""House staff look at every address of theirs: what docs/roles.md keeps from them stands on none.

Planted are columns that they never read, in every row there is; tests/test_canaries.py reads as a
TRC officer does.
"""

import re

import pgtrigger
import pytest
from django.db.models import CharField, Value
from django.db.models.functions import Cast, Concat
from django.urls import reverse
from pytest_django.asserts import assertContains, assertNotContains

from cases.casework.plans.models import Plan, PlanItem
from cases.intakes.contests.models import Contest
from cases.intakes.models import Classification, Intake
from cases.people.doubles.models import Merge
from cases.people.models import Person, Statement
from cases.people.relations.models import Relation
from rptc import days
from rptc.accounts.permissions import Role
from tests import factories as f
from tests.database_roles import as_owner
from tests.test_canaries import text_of
from tests.test_permissions import ACCESS, make_url, statement

pytestmark = pytest.mark.django_db

NEVER = {
    Person: "mother_name birthplace origin_text school address marks remarks",
    Statement: "text",
    Intake: "remarks activity",
    Contest: "said_by reason",
    Merge: "reason",
    Plan: "aim",
    PlanItem: "goal",
    Relation: "exploitation_note",
}
CLASS = "zqKLASq"
NIK, KK = "7371019988776655", "7371014455667788"
# Forms with buttons for every class; the last two are those of a phone that keeps rows.
FORMS = ["register", "/patrols/offline/", "/patrols/unsent/"]
# Where somebody types or looks for what they know already.
CHOICES = re.compile(r"<select.*?</select>|<option.*?</option>", re.S)


def plant():
    """{token: column}; and every file is sealed, so that its class is not for the house."""
    planted = {NIK: "Person.nik", KK: "Person.kk"}
    Person.objects.update(
        nik=NIK, nik_status="claimed", kk=KK, religion="buddhist", is_sealed=True
    )
    for model, names in NEVER.items():
        for name in names.split():
            token = f"zq{len(planted):02}q"
            text = Concat(Value(token), Cast("pk", CharField()))
            rows = (
                model._base_manager.exclude(**{name: ""})
                if model is Relation
                else model._base_manager
            )
            rows.update(**{name: text})
            planted[token] = f"{model.__name__}.{name}"
    planted["Buddha"] = "Person.religion"
    named = Concat(Value(CLASS), "code")
    Classification.objects.update(name=named, short_name=named)
    return planted


# Drawn as PDF, which takes its time; a paper sheet lists every class, and nobody.
IS_PAPER = re.compile(r"print|letter|receipt|sheet")


def addresses_of_the_house(is_paper):
    """Of what another has written down; and of whoever is in the house."""
    other = f.UserFactory(roles=[Role.CARETAKER, Role.SOCIAL_WORKER])
    theirs = [name for name in sorted(ACCESS) if Role.CARETAKER in ACCESS[name]]
    made = [make_url(name, other) for name in theirs if bool(IS_PAPER.search(name)) == is_paper]
    for person in Person.objects.all():
        statement({"person_id": person.pk})
        f.RelationFactory(other=person, marked=True)
        f.IntakeFactory(person=person, met_on=days.today() - days.ONE_DAY * 400, outcome="advised")
        made.append(reverse("cases:person_detail", args=[person.pk]))
    for intake in Intake.objects.in_the_house():
        f.ContestFactory(intake=intake)
        made.append(reverse("cases:intake_detail", args=[intake.pk]))
    return [address for address in dict.fromkeys(made) if "/sheets/" not in address]


@pytest.mark.gate
@pytest.mark.parametrize("is_paper", [False, True])
def test_no_address_shows_the_house_more_than_it_must_know(client, login, is_paper):
    addresses = addresses_of_the_house(is_paper)
    planted = plant()
    login(Role.CARETAKER)
    told, opened = [], 0
    for address in addresses:
        response = client.get(address)
        opened += response.status_code == 200
        text = text_of(response)
        told += [f"{address} shows {planted[token]}" for token in planted if token in text]
        # Where a class is chosen, every class stands.
        if not any(form in address for form in FORMS) and CLASS in CHOICES.sub("", text):
            told.append(f"{address} shows the class of a sealed file")
    assert told == []
    assert opened > (5 if is_paper else 40)


def test_a_social_worker_reads_the_same_pages_whole(client, login):
    stay = f.StayFactory(intake__remarks="Menangis")
    statement({"person_id": stay.person_id})
    planted = plant()
    with as_owner(), pgtrigger.ignore("cases.Person:file_is_opened_by_its_seal_alone"):
        Person.objects.update(is_sealed=False)
    login(Role.SOCIAL_WORKER)
    person = text_of(client.get(reverse("cases:person_identity", args=[stay.person_id])))
    intake = text_of(client.get(reverse("cases:intake_detail", args=[stay.intake_id])))
    heard = {planted[token] for token in planted if token in person + intake}
    assert heard >= {
        "Person.nik",
        "Person.kk",
        "Person.mother_name",
        "Person.religion",
        "Person.remarks",
        "Statement.text",
        "Intake.remarks",
    }


def test_a_number_that_is_not_theirs_to_read_finds_nobody(client, login):
    person = f.StayFactory().person
    Person.objects.filter(pk=person.pk).update(nik=NIK, nik_status="claimed")
    page = reverse("cases:person_list")
    login(Role.CARETAKER)
    assert not client.get(page, {"q": NIK}).context["page_obj"].object_list
    assert client.get(page, {"q": str(person.pk)}).context["page_obj"].object_list
    login(Role.SOCIAL_WORKER)
    assert client.get(page, {"q": NIK}).context["page_obj"].object_list


def test_a_class_finds_no_sealed_file_for_the_house(client, login):
    stay = f.StayFactory(intake__person__is_sealed=True)
    other = f.StayFactory()
    login(Role.CARETAKER)
    for page in ("cases:stay_list", "cases:intake_list"):
        wanted = {"classification": stay.intake.classification_id}
        rows = client.get(reverse(page), wanted).context["page_obj"].object_list
        assert [row.person for row in rows] == [other.person]


def test_the_house_sees_a_card_only_where_it_took_the_picture(client, login):
    user = login(Role.CARETAKER)
    person = f.StayFactory().person
    face, card = (f.PhotoFactory(person=person, kind=kind) for kind in ("face", "card"))
    own = f.PhotoFactory(person=person, kind="card", recorded_by=user)
    seen = {
        photo.pk: client.get(reverse("cases:photo", args=[photo.pk])).status_code
        for photo in (face, card, own)
    }
    assert seen == {face.pk: 200, card.pk: 404, own.pk: 200}


def test_the_house_compares_the_receivers_card_and_reads_no_family_card(client, login):
    login(Role.CARETAKER)
    head = f.UserFactory(roles=[Role.HEAD])
    decided = {"state": "approved", "decided_by": head, "decided_at": days.now()}
    exit = f.ExitFactory(ready=True, **decided)
    proof = exit.proofs.get()
    page = client.get(reverse("cases:exit_detail", args=[exit.pk]))
    card = reverse("cases:exit_receiver_photo", args=[exit.pk])
    assertContains(page, card)
    assert client.get(card)["Content-Type"] == "image/jpeg"
    assertContains(page, str(proof))
    assertNotContains(page, reverse("cases:photo", args=[proof.photo_id]))
    handover = client.get(reverse("cases:exit_hand_over", args=[exit.pk]))
    assertContains(handover, card)


def test_no_page_that_is_not_the_houses_opens_with_what_the_house_knows(client, login):
    """Who is house staff and a social worker in one reads a sealed file as house staff do."""
    login(Role.CARETAKER, Role.SOCIAL_WORKER)
    relation, sealed = f.RelationFactory(in_the_house=True), f.RelationFactory(in_the_house=True)
    f.SealFactory(person=sealed.other)
    removing = [reverse("cases:relation_remove", args=[row.pk]) for row in (relation, sealed)]
    assert [client.get(url).status_code for url in removing] == [200, 404]
    assert client.get(reverse("cases:person_detail", args=[sealed.other_id])).status_code == 200
