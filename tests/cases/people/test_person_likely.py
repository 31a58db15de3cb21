"""Likely people while somebody is written down: whole for those who may, masked for the others."""

import datetime
import re
import uuid
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

import pytest
from django.core import signing
from django.core.exceptions import ValidationError
from django.db import connection
from django.test import Client
from django.urls import reverse
from pytest_django.asserts import assertContains, assertNotContains

from cases.gate.receivers import NOT_TO_THEM, check_warnings
from cases.gate.refusals.models import Refusal
from cases.intakes.models import Intake
from cases.people.doubles.models import Double
from cases.people.flags.whom import Named
from cases.people.models import Person
from rptc import days
from rptc.accounts.permissions import Role
from rptc.audit.models import Entry
from tests import factories as f
from tests.cases.intakes.test_intake_register import posted
from tests.cases.intakes.test_patrol_intakes import page, row
from tests.cases.intakes.test_patrol_intakes import url as patrol_url

pytestmark = pytest.mark.django_db
URL = reverse("cases:person_likely")
DOOR = reverse("cases:intake_register")
DAY = datetime.date(2024, 3, 12)


@pytest.fixture
def known():
    """Caught once, in the house once, long ago; every column that may not be told is filled."""
    person = f.PersonFactory(
        name="Sangkala Rahasianama",
        alias="Rahasiapanggilan",
        mother_name="Rahasiaibu",
        origin_text="Rahasiaasal",
        address="Rahasiaalamat",
        marks="Rahasiaciri",
        remarks="Rahasiaketerangan",
        nik="7371010101869001",
        nik_status="confirmed",
        recorded_at=days.starts_at(DAY),
    )
    intake = f.IntakeFactory(person=person, met_on=DAY, place="Rahasiatempat")
    began_at = days.starts_at(DAY) + datetime.timedelta(hours=20)
    f.StayFactory(intake=intake, began_at=began_at, ended_at=began_at + datetime.timedelta(days=3))
    return person


def typed(**more):
    return {"name": "Sangkala", "sex": "L", "age_years": "41", **more}


def tokens(response):
    return re.findall(r'value="same:([^"]+)"', response.content.decode())


def tokens_away(response):
    return re.sub(r'value="(same|not):[^"]+"', "", response.text)


def test_a_social_worker_reads_who_where_and_why(client, login, known):
    login(Role.SOCIAL_WORKER)
    part = client.get(URL, typed())
    for told in ("Sangkala Rahasianama", "12/03/2024", "Rahasiatempat", "sampai 15/03/2024"):
        assertContains(part, told)
    assertContains(part, "umur cocok")
    assertContains(part, "Terjaring 1 kali")
    assertContains(part, "Buka berkas")


@pytest.mark.parametrize("role", [Role.FIELD, Role.CARETAKER])
def test_whoever_may_not_open_the_file_reads_a_masked_hint(client, login, known, role):
    login(role)
    part = client.get(URL, typed())
    for told in ("S.", "R.", "sekitar", "12/03/2024", "Terjaring 1 kali"):
        assertContains(part, told)
    text = part.content.decode()
    assert "Rahasia" not in text
    assert known.nik not in text
    assert known.file_number not in text
    for secret in ("img", "RPTC", "Buka berkas"):
        assertNotContains(part, secret)


def test_nothing_is_looked_for_before_there_is_a_name(client, login, known):
    login(Role.FIELD)
    for little in ({}, {"sex": "L"}, {"name": "Sa"}, {"name": "?!.", "age_years": "abc"}):
        assert "Mungkin" not in client.get(URL, little).content.decode()


@pytest.mark.parametrize("field", ["name", "alias"])
@pytest.mark.parametrize("role", [Role.FIELD, Role.CARETAKER, Role.SOCIAL_WORKER])
def test_a_nickname_alone_with_sex_and_age_is_a_hint(client, login, role, field):
    f.PersonFactory(name="Muh. Fauzan", alias="Ojan", sex="L", age_kind="about", age_years=20)
    login(role)
    part = client.get(URL, {field: "Ojan", "sex": "L", "age_years": "21"})
    assertContains(part, "Mungkin, tanyakan lagi")
    assertContains(part, "nama sama dengan panggilan")
    if role != Role.SOCIAL_WORKER:
        assertNotContains(part, "Fauzan")


@pytest.mark.parametrize(
    "said", [{"sex": "P"}, {"sex": ""}, {"age_years": ""}, {"age_years": "26"}]
)
def test_a_nickname_with_another_sex_or_age_or_none_is_no_hint(client, login, said):
    f.PersonFactory(name="Muh. Fauzan", alias="Ojan", sex="L", age_kind="about", age_years=20)
    login(Role.FIELD)
    typed = {"alias": "Ojan", "sex": "L", "age_years": "20"} | said
    assertNotContains(client.get(URL, typed), "Mungkin")


@pytest.mark.parametrize("role", [Role.FIELD, Role.CARETAKER, Role.SOCIAL_WORKER])
def test_the_nickname_of_a_sealed_file_gives_no_sign(client, login, role):
    """The answer is the same, byte for byte, as when there is no such file."""
    login(role)
    asked = {"alias": "Ojan", "sex": "L", "age_years": "20"}
    nobody = client.get(URL, asked).content
    f.PersonFactory(name="Muh. Fauzan", alias="Ojan", sex="L", age_years=20, is_sealed=True)
    assert client.get(URL, asked).content == nobody


def test_who_is_likely_stands_before_who_is_only_called_the_same(client, login):
    login(Role.FIELD)
    f.PersonFactory(name="Muh. Fauzan", alias="Sangkala", sex="L", age_years=41)
    f.PersonFactory(name="Sangkala Tompo", sex="L", age_years=41)
    part = client.get(URL, typed(name="Sangkala Tompo"))
    assertContains(part, "</fieldset>", count=2)
    first, second = part.text.split("</fieldset>")[:2]
    assert "Mungkin, tanyakan lagi" not in first
    assert "Mungkin, tanyakan lagi" in second


def test_of_many_of_one_nickname_the_last_met_stands_first(client, login):
    """And the others in a fold: a row is typed in the dark."""
    login(Role.FIELD)
    ages = {"alias": "Ojan", "sex": "L", "age_kind": "about", "age_years": 20}
    people = [f.PersonFactory(name=name, **ages) for name in ("Basri", "Mansyur", "Taufik")]
    for person, year in zip(people, (2023, 2025, 2024), strict=True):
        f.IntakeFactory(person=person, met_on=datetime.date(year, 3, 12))
    asked = {"alias": "Ojan", "sex": "L", "age_years": "20"}
    text = client.get(URL, asked).text
    first, folded = text.split("<details")
    assert "12/03/2025" in first
    assert folded.index("12/03/2024") < folded.index("12/03/2023")
    assert "2 orang lain yang mungkin" in folded
    third = tokens(client.get(URL, asked))[2]
    again = client.get(URL, asked | {"likely_0": f"same:{third}"})
    assertContains(again, "checked", count=1)


def test_the_door_asks_about_a_nickname_too(client, login):
    login(Role.CARETAKER)
    f.PersonFactory(name="Muh. Fauzan", alias="Ojan", sex="L", age_years=20)
    asked = client.post(DOOR, posted(name="Ojan", sex="L", age_years="20"))
    assertContains(asked, "Mungkin, tanyakan lagi")
    assert not Intake.objects.exists()


def test_the_prefix_names_the_answers_of_a_row(client, login, known):
    login(Role.FIELD)
    assertContains(client.get(URL, typed(prefix="3")), 'name="3-likely_0"')
    assertContains(client.get(URL, typed(prefix='"><b>')), 'name="likely_0"')


def test_sealed_files_give_no_sign(client, login, known):
    Person.objects.update(is_sealed=True)
    for role in (Role.FIELD, Role.CARETAKER, Role.SOCIAL_WORKER):
        login(role)
        assertNotContains(client.get(URL, typed()), "Mungkin")


def test_a_merged_file_leads_to_its_person(client, login, known):
    login(Role.SOCIAL_WORKER)
    kept = f.PersonFactory(name="Dg. Sila")
    Person.objects.filter(pk=known.pk).update(merged_into=kept)
    part = client.get(URL, typed())
    assertContains(part, "Dg. Sila")
    assertNotContains(part, "Rahasianama")


def test_each_hint_is_in_the_log(client, login, known):
    officer = login(Role.FIELD)
    client.get(URL, typed())
    entry = Entry.objects.get(actor=officer, verb="was_shown_likely")
    assert entry.details == {"people": [known.pk]}


def test_twenty_names_an_hour_beyond_those_entered(client, login, known, time_machine_at):
    officer = login(Role.FIELD)
    names = [f"Sangkal{chr(97 + n)}" for n in range(22)]
    for name in names[:20]:
        assertNotContains(client.get(URL, typed(name=name)), "Batas pencarian tercapai")
    assertContains(client.get(URL, typed(name=names[20])), "Batas pencarian tercapai")
    assert Entry.objects.filter(actor=officer, verb="was_limited").count() == 1
    f.IntakeFactory(recorded_by=officer)
    assertNotContains(client.get(URL, typed(name=names[20])), "Batas pencarian tercapai")
    assertContains(client.get(URL, typed(name=names[21])), "Batas pencarian tercapai")
    time_machine_at(days.now() + datetime.timedelta(minutes=61))
    assertNotContains(client.get(URL, typed(name=names[21])), "Batas pencarian tercapai")


def test_typing_one_name_is_one_look_up(client, login, known):
    login(Role.FIELD)
    for _ in range(30):
        for name in ("Sang", "Sangka", "Sangkala"):
            part = client.get(URL, typed(name=name))
    assertContains(part, "Mungkin orang ini")


@pytest.mark.parametrize("field", ["name", "alias", "mother_name", "nik"])
def test_one_budget_for_all_fields(client, login, known, field):
    """A name that stays the same hides no other that is tried beside it."""
    login(Role.FIELD)
    for n in range(21):
        text = f"73710101010{n:05}" if field == "nik" else f"Sangkal{chr(97 + n)}"
        part = client.get(URL, typed(**{field: text}))
    assertContains(part, "Batas pencarian tercapai")


@pytest.mark.parametrize("role", [Role.FIELD, Role.SOCIAL_WORKER])
@pytest.mark.parametrize("sent", [{"nik": "7371010101000001"}, {"name": "??", "nik": "7" * 16}])
def test_a_nik_alone_is_answered_and_counted(client, login, known, role, sent):
    login(role)
    answers = [client.get(URL, sent | {"nik": f"73710101010{n:05}"}) for n in range(21)]
    assert {answer.status_code for answer in answers} == {200}
    assert ("Batas pencarian" in answers[-1].content.decode()) == (role == Role.FIELD)


def test_what_is_taken_back_and_goes_on_otherwise_is_another_look_up(client, login, known):
    login(Role.FIELD)
    for n in range(21):
        for name in ("Sang", f"Sangkal{chr(97 + n)}"):
            part = client.get(URL, typed(name=name))
    assertContains(part, "Batas pencarian tercapai")


@pytest.mark.parametrize("both", [False, True])
def test_a_name_given_up_for_a_nickname_is_another_look_up(client, login, known, both):
    """One field each would make two look-ups of one, also over both together."""
    login(Role.FIELD)
    for n in range(11):
        name, alias = f"Sangkal{chr(97 + n)}", f"Lenten{chr(97 + n)}"
        part = client.get(URL, typed(name=name))
        if both:
            part = client.get(URL, typed(name=name, alias=alias))
        part = client.get(URL, typed(name="", alias=alias))
    assertContains(part, "Batas pencarian tercapai")


def test_a_number_finds_nobody_whose_file_is_closed(client, login, known):
    number = "7371010101010001"
    Person.objects.filter(pk=known.pk).update(nik=number, nik_status="claimed")
    login(Role.FIELD)
    for name in ("", "Tidakada"):
        assertNotContains(client.get(URL, typed(name=name, alias="", nik=number)), "Mungkin")
    by_name = client.get(URL, typed(nik=number))
    assertContains(by_name, "Mungkin")
    assertNotContains(by_name, "NIK sama")
    login(Role.SOCIAL_WORKER)
    assertContains(client.get(URL, typed(name="", alias="", nik=number)), "NIK sama")


def test_a_masked_hint_compares_no_mothers_name(client, login, known):
    """The hint is the same for the right one and for any other."""
    right, other = (typed(mother_name=name) for name in ("Rahasiaibu", "Hasnawati"))
    for role in (Role.FIELD, Role.CARETAKER):
        login(role)
        texts = {tokens_away(client.get(URL, said)) for said in (right, other, typed())}
        assert len(texts) == 1
        assert "Mungkin" in texts.pop()
        alone = {"name": "", "alias": "", "mother_name": "Rahasiaibu", "sex": "L"}
        assertNotContains(client.get(URL, alone), "Mungkin")
    login(Role.SOCIAL_WORKER)
    assert tokens_away(client.get(URL, right)) != tokens_away(client.get(URL, other))


@pytest.mark.gate
@pytest.mark.django_db(transaction=True)
def test_look_ups_at_once_are_counted_one_by_one():
    officer = f.UserFactory(roles=[Role.FIELD])
    barrier = Barrier(24)

    def look_up(number):
        client = Client()
        client.force_login(officer)
        barrier.wait()
        try:
            return client.get(URL, typed(name=f"Sangkal{chr(97 + number)}")).text
        finally:
            connection.close()

    with ThreadPoolExecutor(24) as pool:
        parts = list(pool.map(look_up, range(24)))
    assert sum("Batas pencarian tercapai" in part for part in parts) == 4


def test_a_social_worker_is_not_limited(client, login, known):
    login(Role.SOCIAL_WORKER)
    for n in range(25):
        part = client.get(URL, typed(name=f"Sangkal{chr(97 + n)}"))
    assertNotContains(part, "Batas")


# -- Answers -----------------------------------------------------------------------------------


@pytest.fixture
def patrol(login):
    return f.PatrolFactory(recorded_by=login(Role.FIELD))


def answer(client, known):
    [token] = tokens(client.get(URL, typed()))
    return token


def test_whom_trc_recognises_gets_a_file_until_a_social_worker_decides(client, patrol, known):
    """A catch that an officer made up would else open any file to the house, on the way."""
    token = answer(client, known)
    client.post(patrol_url(patrol), page(row(name="Sangkala", likely_0=f"same:{token}")))
    intake = Intake.objects.get(patrol=patrol)
    assert (intake.person.name, intake.certainty) == ("Sangkala", "claimed")
    assert intake.person != known
    double = Double.objects.get()
    assert (double.person, double.other, double.state) == (known, intake.person, "open")
    assert double.claimed_by == patrol.recorded_by
    assert "Sangkala" not in {str(s) for s in known.statements.filter(kind="name")}
    caretaker = f.UserFactory(roles=[Role.CARETAKER])
    assert set(Person.objects.visible_to(caretaker)) == {intake.person}
    client.force_login(f.UserFactory(roles=[Role.SOCIAL_WORKER]))
    assertContains(client.get(reverse("cases:duplicate_list")), "mengenalinya saat bertemu")


def test_what_the_earlier_file_warns_of_holds_for_whom_trc_recognised(client, patrol, known):
    f.FlagFactory(person=known, whom="Daeng Ngalle")
    token = answer(client, known)
    client.post(patrol_url(patrol), page(row(name="Sangkala", likely_0=f"same:{token}")))
    person = Intake.objects.get(patrol=patrol).person
    caretaker = f.UserFactory(roles=[Role.CARETAKER])
    with pytest.raises(ValidationError, match=NOT_TO_THEM):
        check_warnings(person, Named("Daeng Ngalle"), by=caretaker, act=Refusal.Act.HANDOVER)


def test_whom_the_house_has_already_trc_meets_again(client, patrol, known):
    """Run away and caught, while the house has them on its books: nothing is opened by it."""
    f.StayFactory(intake=f.IntakeFactory(person=known), days_ago=2)
    token = answer(client, known)
    client.post(patrol_url(patrol), page(row(name="Sangkala", likely_0=f"same:{token}")))
    intake = Intake.objects.get(patrol=patrol)
    assert (intake.person, intake.certainty) == (known, "claimed")
    assert Person.objects.count() == 1
    said = {(s.kind, str(s)) for s in known.statements.all()}
    assert ("name", "Sangkala") in said
    known.refresh_from_db()
    assert known.name == "Sangkala Rahasianama"


@pytest.mark.parametrize("is_here", [False, True])
def test_choosing_a_masked_hint_does_not_unmask_it(client, patrol, known, is_here):
    if is_here:
        f.StayFactory(intake=f.IntakeFactory(person=known), days_ago=2)
    token = answer(client, known)
    client.post(patrol_url(patrol), page(row(likely_0=f"same:{token}", outcome="advised")))
    intake = Intake.objects.get(patrol=patrol)
    pages = [
        patrol_url(patrol),
        reverse("cases:patrol_detail", args=[patrol.pk]),
        reverse("cases:intake_list"),
        reverse("cases:intake_detail", args=[intake.pk]),
        reverse("cases:intake_outcome", args=[intake.pk]),
        reverse("reports:today"),
    ]
    for address in pages:
        seen = client.get(address)
        assert seen.status_code == 200, address
        assertNotContains(seen, "Rahasia")
    for address in pages[:4]:
        assertContains(client.get(address), "Sangkala")
    found = reverse("cases:intake_list")
    assertContains(client.get(f"{found}?q=sangkala"), f"/intakes/{intake.pk}/")
    assertNotContains(client.get(f"{found}?q=rahasianama"), f"/intakes/{intake.pk}/")


def test_a_social_workers_choice_is_probable(client, login, known):
    login(Role.SOCIAL_WORKER)
    token = answer(client, known)
    client.post(DOOR, posted(name="Sangkala", sex="L", likely_shown="1", likely_0=f"same:{token}"))
    intake = known.intakes.latest("pk")
    assert (intake.door, intake.certainty) == ("family", "probable")


def test_another_sex_is_an_error_in_words(client, patrol, known):
    token = answer(client, known)
    response = client.post(patrol_url(patrol), page(row(sex="P", likely_0=f"same:{token}")))
    assertContains(response, "tercatat dengan jenis kelamin lain")
    assert not Intake.objects.filter(patrol=patrol).exists()


def test_not_the_same_is_remembered_with_the_new_file(client, patrol, known):
    token = answer(client, known)
    client.post(patrol_url(patrol), page(row(likely_0=f"not:{token}")))
    person = Intake.objects.get(patrol=patrol).person
    assert person != known
    pair = Double.objects.get()
    assert (pair.person, pair.other, pair.state) == (known, person, "not_same")


def test_without_an_answer_the_row_is_saved_and_the_pair_waits(client, patrol, known):
    there = {"age_years": "41", "place": "Rahasiatempat"}
    client.post(patrol_url(patrol), page(row(likely_0="", **there)))
    assert Double.objects.get().state == "open"


def forged(known, user):
    yield str(known.pk)
    yield signing.dumps(known.pk)
    yield signing.dumps(known.pk, salt=f"cases.likely.{user.pk + 1}")
    yield "x" * 500


def test_tokens_of_others_and_invented_ones_are_refused(client, patrol, known):
    for token in forged(known, patrol.recorded_by):
        response = client.post(patrol_url(patrol), page(row(likely_0=f"same:{token}")))
        assertContains(response, "sudah tidak berlaku")
    assert not Intake.objects.filter(patrol=patrol).exists()


def test_a_token_of_last_week_is_refused(client, login, patrol, known, time_machine_at):
    token = answer(client, known)
    time_machine_at(days.now() + datetime.timedelta(days=8))
    login(patrol.recorded_by)
    response = client.post(patrol_url(patrol), page(row(likely_0=f"same:{token}")))
    assertContains(response, "sudah tidak berlaku")


@pytest.mark.parametrize("is_merged", [False, True])
def test_a_closed_file_keeps_nobody_off_the_list(client, login, is_merged):
    """An officer could write a misspelt name down, and see by its absence that somebody of the
    right one has a closed file."""
    f.PersonFactory(name="Megawbati Aulia", sex="P")
    login(Role.FIELD)
    asked = {"name": "Megawati Aulia", "sex": "P", "age_years": "40"}
    closed = f.PersonFactory(name="Megawati Aulia", sex="P")
    if is_merged:
        kept = f.PersonFactory(name="Nurlina", sex="P", is_sealed=True)
        Person.objects.filter(pk=closed.pk).update(merged_into=kept)
    else:
        Person.objects.filter(pk=closed.pk).update(is_sealed=True)
    [(hint, _)] = client.get(URL, asked).context["likely"].hints
    assert hint.name == "M.\xa0A."


def test_two_the_same_are_one_too_many(client, patrol, known):
    f.PersonFactory(name="Sangkala")
    first, second = tokens(client.get(URL, typed()))
    both = row(likely_0=f"same:{first}", likely_1=f"same:{second}")
    assertContains(client.post(patrol_url(patrol), page(both)), "Pilih satu saja")


def test_what_was_chosen_stays_while_more_is_typed(client, login, known):
    login(Role.FIELD)
    token = answer(client, known)
    part = client.get(URL, {"name": "Muliati", "sex": "P", "likely_0": f"same:{token}"})
    assertContains(part, "checked", count=1)
    assert re.search(r'value="same:[^"]+" checked', part.content.decode())


def test_the_door_asks_once_before_a_new_file_is_made(client, login, known):
    login(Role.CARETAKER)
    data = posted(name="Sangkala", sex="L", age_years="41")
    response = client.post(DOOR, data)
    assertContains(response, "Mungkin orang ini sudah punya berkas")
    assertContains(response, 'name="likely_shown"')
    assertNotContains(response, "Rahasia")
    assert Intake.objects.count() == 1
    [token] = tokens(response)
    client.post(DOOR, data | {"likely_shown": "1", "likely_0": f"not:{token}"})
    assert Person.objects.count() == 2
    assert Double.objects.get().state == "not_same"


def test_the_door_does_not_ask_about_a_form_that_was_sent(client, login, known):
    login(Role.CARETAKER)
    data = posted(name="Lenteng", sex="L", age_years="20", send_key=str(uuid.uuid4()))
    assert [client.post(DOOR, data).status_code for _ in range(2)] == [302, 302]
    assert Intake.objects.count() == 2
