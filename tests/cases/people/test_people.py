from django.urls import reverse
from pytest_django.asserts import assertContains, assertNotContains

from cases.people.models import Statement
from rptc import days
from rptc.accounts.permissions import Role
from rptc.audit.models import Entry
from tests.factories import (
    ExitFactory,
    IntakeFactory,
    PersonFactory,
    PlanFactory,
    StayFactory,
)


def url(person):
    return reverse("cases:person_detail", args=[person.pk])


def test_shows_the_way_of_a_person_and_logs_the_look(client, login):
    user = login(Role.SOCIAL_WORKER)
    stay = StayFactory(days_ago=3, child=True, social_worker=user)
    PlanFactory(stay=stay, submitted=True, recorded_by=user)
    ExitFactory(stay=stay)
    response = client.get(url(stay.person))
    assertContains(response, "Hari 4 dari 7")
    assertContains(response, "Rencana ke-1")
    look = Entry.objects.get(verb="opened")
    assert (look.actor, look.person_id) == (user, stay.person_id)


def test_house_staff_see_who_is_in_the_house_or_on_the_way(client, login):
    login(Role.CARETAKER)
    assert client.get(url(StayFactory().person)).status_code == 200
    assert client.get(url(IntakeFactory().person)).status_code == 200
    assert client.get(url(StayFactory(ended=True, days_ago=2).person)).status_code == 404
    assert client.get(url(IntakeFactory(outcome="advised").person)).status_code == 404


def test_out_of_reach_looks_as_if_it_never_was(client, login):
    login(Role.SOCIAL_WORKER)
    sealed = client.get(url(PersonFactory(is_sealed=True)))
    never = client.get(reverse("cases:person_detail", args=[99999999]))
    assert (sealed.status_code, sealed.content) == (404, never.content)


def test_a_merged_file_leads_to_the_one_that_stays(client, login):
    login(Role.HEAD)
    kept = PersonFactory()
    lost = PersonFactory(merged_into=kept)
    assert client.get(url(lost)).headers["Location"] == url(kept)


def test_another_statement_can_be_shown_and_the_old_one_stays(client, login):
    user = login(Role.SOCIAL_WORKER)
    person = PersonFactory(name="Rezki")
    old = Statement.objects.create(
        person=person, kind="name", text="Rezki", source="self", recorded_by=user
    )
    add = reverse("cases:statement_add", args=[person.pk])
    form = client.get(add).context["form"]
    typed = {"send_key": str(form["send_key"].value()), "kind": "name", "stated_on": "2026-01-02"}
    response = client.post(add, {**typed, "source": "papers", "text": ""})
    assertContains(response, "Isi nama.")
    client.post(add, {**typed, "source": "papers", "text": "Rezki R.", "shown": "on"})
    person.refresh_from_db()
    assert person.name == "Rezki R."
    client.post(reverse("cases:statement_choose", args=[person.pk, old.pk]))
    person.refresh_from_db()
    assert person.name == "Rezki"
    assert person.statements.count() == 2


def test_age_is_that_of_the_day(client, login):
    login(Role.SOCIAL_WORKER)
    person = PersonFactory(child=True)
    add = reverse("cases:statement_add", args=[person.pk])
    typed = {
        "send_key": "7b0b0c52-6a86-4a5e-9d53-0e28a7a6a3b1",
        "kind": "age",
        "stated_on": "2026-01-02",
        "source": "papers",
        "born_on": "2012-02-29",
        "age_kind": "about",
        "shown": "on",
    }
    client.post(add, typed)
    person.refresh_from_db()
    assert person.age_kind == "birth"
    assert not person.statements.filter(kind="age", text__gt="").exists()


def edit(client, person, **changes):
    address = reverse("cases:person_edit", args=[person.pk])
    form = client.get(address).context["form"]
    fields = {name: form[name].value() or "" for name in form.fields}
    return client.post(address, {**fields, **changes}, follow=True)


def test_a_nik_of_twelve_digits_is_said_beside_its_field(client, login):
    login(Role.SOCIAL_WORKER)
    response = edit(client, PersonFactory(), nik="737104410586", nik_status="claimed")
    assertContains(response, "NIK harus 16 angka, baru terisi 12.")


def test_a_nik_that_does_not_fit_warns_and_is_saved(client, login):
    login(Role.SOCIAL_WORKER)
    person = PersonFactory(sex="L")
    response = edit(client, person, nik="7371 0450 1092 0001", nik_status="claimed")
    assertContains(response, "NIK tidak cocok dengan jenis kelamin.")
    person.refresh_from_db()
    assert person.nik == "7371045010920001"


def test_the_same_confirmed_nik_stops_and_offers_the_other(client, login):
    login(Role.SOCIAL_WORKER)
    other = PersonFactory(nik="7371041010920001", nik_status="confirmed")
    person = PersonFactory()
    response = edit(client, person, nik=other.nik, nik_status="confirmed")
    assertContains(response, f"berkas {other.file_number}")
    assertContains(response, url(other))
    person.refresh_from_db()
    assert person.nik == ""


def test_the_number_of_a_sealed_file_says_nothing(client, login):
    login(Role.SOCIAL_WORKER)
    sealed = PersonFactory(nik="7371041010920001", nik_status="confirmed", is_sealed=True)
    person = PersonFactory()
    response = edit(client, person, nik=sealed.nik, nik_status="confirmed")
    assertNotContains(response, url(sealed))
    assertNotContains(response, "klien lain")
    person.refresh_from_db()
    assert person.nik == sealed.nik


def test_the_second_saver_sees_both(client, login):
    login(Role.SOCIAL_WORKER)
    person = PersonFactory()
    edit(client, person, school="SD 1")
    response = edit(client, person, school="SD 2", shown_version=1)
    assertContains(response, "diubah orang lain")
    assertContains(response, "SD 1")
    assertContains(response, 'value="SD 2"')


def test_a_corrected_sex_reaches_the_recap(client, login):
    login(Role.SOCIAL_WORKER)
    intake = IntakeFactory()
    edit(client, intake.person, sex="P")
    intake.refresh_from_db()
    assert intake.sex == "P"


def test_a_name_with_an_apostrophe_and_a_tag_is_text(client, login):
    login(Role.SOCIAL_WORKER)
    person = PersonFactory(name="Rahma' <b>Dg. Ngai</b>")
    assertContains(client.get(url(person)), "Rahma&#x27; &lt;b&gt;Dg. Ngai")


def test_query_count_does_not_grow(login, count_queries):
    login(Role.HEAD)
    person = PersonFactory()
    StayFactory(intake=IntakeFactory(person=person), ended=True, days_ago=5)
    few = count_queries(url(person))
    for ago in (20, 40, 60):
        left_at = days.now() - (ago - 2) * days.ONE_DAY
        StayFactory(intake=IntakeFactory(person=person), days_ago=ago, ended_at=left_at)
    assert count_queries(url(person)) == few


def test_others_have_no_page(client, login):
    person = PersonFactory()
    for role in (Role.FIELD, Role.OFFICE, Role.AGENCY, Role.PARTNER, Role.PRIVACY, Role.ADMIN):
        login(role)
        assert client.get(url(person)).status_code == 403
