import uuid

import pytest
from django.core.exceptions import ValidationError
from django.urls import reverse
from pytest_django.asserts import assertContains, assertNotContains, assertRedirects

from cases.gate.receivers import NOT_TO_THEM, check_warnings
from cases.gate.refusals.models import Refusal
from cases.intakes.models import Classification, Intake, RegisterImport
from cases.people.doubles import hints
from cases.people.doubles.actions import merge_files, tell_apart
from cases.people.doubles.finding import find_doubles
from cases.people.doubles.models import Double, DoubleState, Merge
from cases.people.flags.whom import Named
from cases.people.models import Person
from rptc import days
from rptc.accounts.permissions import Role
from tests import factories as f

pytestmark = pytest.mark.django_db
URL = reverse("cases:duplicate_list")
DECIDE = reverse("cases:double_decide")


@pytest.fixture
def pair():
    """Two files of one woman, found as likely the same."""
    facts = {"sex": "P", "mother_name": "Halimah"}
    one = f.PersonFactory(name="Sitti Rahmatia", **facts)
    other = f.PersonFactory(name="St. Rahmatiah", **facts)
    find_doubles([one, other])
    return Double.objects.get()


def test_shows_one_pair_with_reasons_dates_and_places(client, login, pair):
    login(Role.SOCIAL_WORKER)
    f.IntakeFactory(person=pair.other, place="Fly Over")
    page = client.get(URL)
    for told in ("Sitti Rahmatia", "St. Rahmatiah", "nama ibu sama", "Fly Over", "Pasangan 1"):
        assertContains(page, told)
    assertContains(page, "Gabungkan berkas")


def test_the_head_looks_and_decides_nothing(client, login, pair):
    login(Role.HEAD)
    page = client.get(URL)
    assertContains(page, "Sitti Rahmatia")
    assertNotContains(page, "Bukan orang yang sama")


def test_not_the_same_is_remembered_until_a_fact_changes(client, login, pair):
    worker = login(Role.SOCIAL_WORKER)
    said = {"doubles": pair.pk, "reason": "Kakak beradik.", "next": f"{URL}?page=1"}
    answer = client.post(DECIDE, said)
    assertRedirects(answer, f"{URL}?page=1", fetch_redirect_response=False)
    assertContains(client.get(URL), "Tidak ada berkas ganda")

    find_doubles([pair.person, pair.other])
    pair.refresh_from_db()
    assert (pair.state, pair.decided_by, pair.reason) == ("not_same", worker, "Kakak beradik.")

    Person.objects.filter(pk=pair.other_id).update(nik="7371015501809001")
    find_doubles([pair.person_id])
    pair.refresh_from_db()
    assert (pair.state, pair.decided_by) == ("open", None)


def test_an_address_of_elsewhere_is_no_way_back(client, login, pair):
    login(Role.SOCIAL_WORKER)
    assert client.post(DECIDE, {"next": "https://example.org/"})["Location"] == URL


def test_what_was_merged_meanwhile_stays_merged(pair):
    """Two are quick: the page of the one still shows the pair that the other has merged."""
    worker = f.UserFactory(roles=[Role.SOCIAL_WORKER])
    ticked = [pair]
    merge = Merge(kept=pair.person, lost=pair.other, reason="Kartunya sama.")
    merge_files(merge, by=worker)
    with pytest.raises(ValidationError, match="Sudah diputuskan"):
        tell_apart(ticked, by=worker)
    pair.refresh_from_db()
    assert pair.state == DoubleState.MERGED


def test_several_are_decided_on_one_page(client, login, pair):
    worker = login(Role.SOCIAL_WORKER)
    others = f.DoubleFactory.create_batch(2)
    page = client.get(URL)
    for double in (pair, *others):
        assertContains(page, f'name="doubles" value="{double.pk}"')
    said = {"doubles": [pair.pk, others[0].pk], "reason": "Bertetangga."}
    told = client.post(DECIDE, said, follow=True)
    assertContains(told, "2 pasangan diingat sebagai dua orang.")
    decided = Double.objects.filter(state="not_same", decided_by=worker, reason="Bertetangga.")
    assert set(decided) == {pair, others[0]}
    assert Double.objects.to_decide().get() == others[1]


def test_nothing_ticked_or_decided_already_is_said(client, login, pair):
    login(Role.SOCIAL_WORKER)
    assertContains(client.post(DECIDE, {}, follow=True), "Tandai dahulu pasangan")
    client.post(DECIDE, {"doubles": pair.pk})
    other = f.DoubleFactory()
    again = client.post(DECIDE, {"doubles": [pair.pk, other.pk]}, follow=True)
    assertContains(again, "Satu pasangan sudah diputuskan.")
    assert Double.objects.to_decide().get() == other


def test_the_most_certain_stand_first(client, login, pair):
    login(Role.SOCIAL_WORKER)
    officer = f.UserFactory(roles=[Role.FIELD])
    surest = f.DoubleFactory(score=pair.score + 5)
    possible = f.DoubleFactory(score=-0.6)
    recognised = f.DoubleFactory(score=-4, claimed_by=officer)
    page = client.get(URL)
    shown = [double for double, _ in page.context["pairs"]]
    assert shown == [recognised, surest, pair, possible]
    assertContains(page, "Kemungkinan besar", count=2)
    assertContains(page, "Mungkin</span>", count=1)


def test_a_pair_with_a_sealed_file_is_not_decided_by_its_number(client, login, pair):
    Person.objects.filter(pk=pair.other_id).update(is_sealed=True)
    login(Role.SOCIAL_WORKER)
    client.post(DECIDE, {"doubles": pair.pk})
    pair.refresh_from_db()
    assert pair.state == "open"


def test_a_corrected_fact_takes_the_pair_off_the_list(pair):
    Person.objects.filter(pk=pair.other_id).update(age_years=71, mother_name="Nurjannah")
    find_doubles([pair.other_id])
    assert not Double.objects.exists()


def test_what_is_before_the_head_is_not_offered_again(client, login, pair):
    login(Role.SOCIAL_WORKER)
    f.MergeFactory(kept=pair.other, lost=pair.person)
    assertContains(client.get(URL), "Tidak ada berkas ganda")


def test_a_merged_file_is_a_name_of_its_person(client, login, pair):
    """Somebody found by the merged name is a double of the kept file."""
    kept = f.PersonFactory(name="Dg. Kanang", sex="P")
    Person.objects.filter(pk=pair.other_id).update(merged_into=kept)
    find_doubles([pair.person_id])
    assert Double.objects.of(kept, pair.person).get().state == "open"


def test_those_of_one_import(client, login, pair):
    worker = login(Role.SOCIAL_WORKER)
    register, another = (
        RegisterImport.objects.create(file_name="a.xls", sha256=n * 64, recorded_by=worker)
        for n in "ab"
    )
    intake = f.IntakeFactory(person=pair.person)
    type(intake).objects.filter(pk=intake.pk).update(register_import=register)
    assertContains(client.get(f"{URL}?register_import={register.pk}"), "Sitti Rahmatia")
    assertContains(client.get(f"{URL}?register_import={another.pk}"), "Tidak ada berkas ganda")


def test_sealed_files_of_others_are_not_in_the_list(client, login, pair):
    Person.objects.filter(pk=pair.other_id).update(is_sealed=True)
    login(Role.SOCIAL_WORKER)
    assertContains(client.get(URL), "Tidak ada berkas ganda")


def test_query_count_does_not_grow(login, count_queries, pair):
    login(Role.SOCIAL_WORKER)
    few = count_queries(URL)
    f.DoubleFactory.create_batch(10)
    assert count_queries(URL) == few


# An arrival opens nothing


def arrival(token, **said):
    return {
        "send_key": str(uuid.uuid4()),
        "door": "walk_in",
        "met_on": days.today().isoformat(),
        "name": "Sangkala",
        "sex": "L",
        "age_years": "40",
        "age_kind": "about",
        "source": "self",
        "provisional": Classification.objects.get(code="gepeng").pk,
        "outcome": "brought",
        "likely_shown": "1",
        "likely_0": f"same:{token}",
        **said,
    }


def test_an_arrival_that_house_staff_made_up_opens_no_file(client, login):
    """They chose a masked hint, and read the file of whoever was here years ago."""
    caretaker = login(Role.CARETAKER)
    left = f.StayFactory(
        ended=True, days_ago=300, intake__person__name="Sangkala Rahasianama"
    ).person
    token = hints.token_of(left, caretaker)
    client.post(reverse("cases:intake_register"), arrival(token))
    intake = Intake.objects.latest("pk")
    assert intake.person != left
    assert intake.person.name == "Sangkala"
    assert not Person.objects.visible_to(caretaker).filter(pk=left.pk).exists()
    assert client.get(reverse("cases:person_detail", args=[left.pk])).status_code == 404
    # Whoever works with files decides whether it is one person.
    login(Role.SOCIAL_WORKER)
    page = client.get(reverse("cases:duplicate_list"))
    assertContains(page, "Sangkala Rahasianama")
    assertContains(page, f"{caretaker} mengenalinya saat bertemu")


def test_what_house_staff_say_stays_until_it_is_decided(client, login):
    caretaker = login(Role.CARETAKER)
    left = f.PersonFactory(name="Muh. Tang", age_years=41)
    token = hints.token_of(left, caretaker)
    client.post(reverse("cases:intake_register"), arrival(token, name="Baso", age_years="19"))
    double = Double.objects.get()
    find_doubles([double.person])
    assert Double.objects.filter(pk=double.pk, state="open").exists()


def test_whom_the_house_has_already_is_known_at_once(client, login):
    caretaker = login(Role.CARETAKER)
    here = f.StayFactory(days_ago=2, intake__person__name="Sangkala").person
    client.post(reverse("cases:intake_register"), arrival(hints.token_of(here, caretaker)))
    assert Intake.objects.filter(person=here).count() == 2


def test_a_social_worker_chooses_the_file_itself(client, login):
    worker = login(Role.SOCIAL_WORKER)
    left = f.PersonFactory(name="Sangkala")
    client.post(reverse("cases:intake_register"), arrival(hints.token_of(left, worker)))
    assert Intake.objects.get().person == left


def test_what_the_earlier_file_warns_of_holds_for_whom_house_staff_recognised(client, login):
    caretaker = login(Role.CARETAKER)
    left = f.PersonFactory(name="Sangkala")
    f.FlagFactory(person=left, whom="Daeng Ngalle")
    client.post(reverse("cases:intake_register"), arrival(hints.token_of(left, caretaker)))
    person = Intake.objects.get().person
    with pytest.raises(ValidationError, match=NOT_TO_THEM):
        check_warnings(person, Named("Daeng Ngalle"), by=caretaker, act=Refusal.Act.HANDOVER)
    # The words of it stay with whoever may read that file.
    for reader in (f.UserFactory(roles=[Role.SOCIAL_WORKER]), f.UserFactory(roles=[Role.HEAD])):
        with pytest.raises(ValidationError, match="Jangan serahkan kepada Daeng Ngalle"):
            check_warnings(person, Named("Daeng Ngalle"), by=reader, act=Refusal.Act.HANDOVER)


def test_a_pair_that_lies_before_the_head_is_left_to_the_head(client, login, pair):
    login(Role.SOCIAL_WORKER)
    f.MergeFactory(kept=pair.person, lost=pair.other)
    client.post(DECIDE, {"doubles": [pair.pk], "reason": "Bukan dia."})
    pair.refresh_from_db()
    assert pair.state == "open"
