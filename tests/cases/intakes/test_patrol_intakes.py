import datetime
import uuid

import pytest
from django.urls import reverse
from pytest_django.asserts import assertContains

from cases.intakes.models import Intake
from cases.people.models import Person
from rptc import days
from rptc.accounts.permissions import Role
from tests.factories import HotSpotFactory, PatrolFactory, UserFactory, classification


def url(patrol):
    return reverse("cases:patrol_intakes", args=[patrol.pk])


def row(number=0, **changes):
    fields = {
        "name": "Sangkala",
        "sex": "L",
        "age_years": "45",
        "age_kind": "about",
        "source": "guess",
        "provisional": classification().pk,
        "outcome": "brought",
        **changes,
    }
    return {f"{number}-{name}": value for name, value in fields.items()}


def page(*rows, key=None):
    merged = {"send_key": str(key or uuid.uuid4())}
    for fields in rows:
        merged |= fields
    return merged


SCRIPT = {"Accept": "application/json", "X-Requested-With": "fetch"}


def send(client, patrol, data, author=None):
    """As the page's script sends a row."""
    data["author"] = (author or patrol.recorded_by).pk
    return client.post(url(patrol), data, headers=SCRIPT).json()


@pytest.fixture
def patrol(login):
    return PatrolFactory(recorded_by=login(Role.FIELD))


def test_the_first_row_is_where_a_route_of_one_point_leads(client, login):
    user, spot = login(Role.FIELD), HotSpotFactory(name="Fly Over")
    there = PatrolFactory(recorded_by=user, route="Fly Over")
    assert client.get(url(there)).context["batch"].open_forms()[0]["hot_spot"].value() == spot.pk
    further = PatrolFactory(recorded_by=user, route="Fly Over, Jalan Veteran")
    page = client.get(url(further))
    assert page.context["batch"].open_forms()[0]["hot_spot"].value() is None


def test_saves_a_person_an_intake_and_what_was_said(client, patrol):
    response = client.post(url(patrol), page(row(alias="Dg. Sila")))
    assert response.status_code == 302
    intake = Intake.objects.get()
    assert (intake.person.name, intake.sex, intake.outcome) == ("Sangkala", "L", "brought")
    assert intake.classification == classification()
    assert not intake.is_settled
    said = {(s.kind, str(s), s.source) for s in intake.person.statements.all()}
    assert said == {
        ("name", "Sangkala", "guess"),
        ("alias", "Dg. Sila", "guess"),
        ("age", "sekitar 45 th", "guess"),
    }


def test_good_rows_are_saved_and_bad_ones_come_back_as_typed(client, patrol):
    rows = [row(0), row(1, name="Ana", sex=""), row(2, name="Rosmini", sex="P")]
    response = client.post(url(patrol), page(*rows))
    assert sorted(Person.objects.values_list("name", flat=True)) == ["Rosmini", "Sangkala"]
    assertContains(response, 'value="Ana"')
    assertContains(response, "Pilih laki-laki atau perempuan.")
    assert len(response.context["batch"].open_forms()) == 1


def test_the_mended_row_is_saved_once_beside_the_others(client, patrol):
    key = uuid.uuid4()
    client.post(url(patrol), page(row(0), row(1, name="Ana", sex=""), key=key))
    client.post(url(patrol), page(row(1, name="Ana", sex="P"), key=key))
    client.post(url(patrol), page(row(0), row(1, name="Ana", sex="P"), key=key))
    assert Intake.objects.count() == 2


def test_empty_spare_rows_are_passed_over(client, patrol):
    blank = {"1-outcome": "brought", "1-age_kind": "about", "1-source": "guess", "1-name": ""}
    client.post(url(patrol), page(row(0), blank))
    assert Intake.objects.count() == 1


def test_the_same_row_with_other_content_is_not_lost(client, patrol):
    key = uuid.uuid4()
    client.post(url(patrol), page(row(0), key=key))
    response = client.post(url(patrol), page(row(0, name="Orang lain"), key=key))
    assertContains(response, "sudah tersimpan sebagai Sangkala")
    assertContains(response, 'value="Orang lain"')


def test_a_nameless_find_says_where_and_when(client, patrol):
    spot = HotSpotFactory(name="Fly Over")
    client.post(url(patrol), page(row(name="", hot_spot=spot.pk, age_years="40")))
    met = patrol.started_on
    assert str(Person.objects.get()) == f"Tanpa nama · L · sekitar 40 th · Fly Over {met:%d/%m/%Y}"


def test_an_unusual_age_warns_and_is_saved(client, patrol):
    data = page(row(age_years="16", provisional=classification("lansia").pk))
    answer = send(client, patrol, data)
    assert "di bawah kebiasaan Lansia Terlantar" in answer["warning"]
    assert Intake.objects.count() == 1


def test_after_midnight_is_the_next_day(client, login):
    started = days.at(days.today() - datetime.timedelta(days=2), datetime.time(23, 10))
    patrol = PatrolFactory(recorded_by=login(Role.FIELD), started_at=started)
    client.post(url(patrol), page(row(met_time="00:30")))
    assert Intake.objects.get().met_on == days.today() - datetime.timedelta(days=1)


def test_a_number_that_is_no_number_is_said_beside_its_field(client, patrol):
    response = client.post(url(patrol), page(row(age_years="empat puluh")))
    assertContains(response, "Tulis umur dengan angka.")
    assert not Intake.objects.exists()


def test_a_script_is_answered_with_the_key_of_its_row(client, patrol):
    key = uuid.uuid4()
    answer = send(client, patrol, page(row(), key=key))
    intake = Intake.objects.get()
    assert answer == {
        "key": str(key),
        "saved": True,
        "person": "Sangkala",
        "about": "L · sekitar 45 th · Gepeng · Dibawa ke RPTC",
        "page": f"/intakes/{intake.pk}/correct/",
        "warning": "",
        "count": 1,
        "errors": {},
    }
    assert send(client, patrol, page(row(), key=key)) == answer
    assert Intake.objects.count() == 1


def test_a_script_is_told_what_is_wrong_with_its_row(client, patrol):
    key = uuid.uuid4()
    answer = send(client, patrol, page(row(sex="", age_years="400"), key=key))
    assert answer == {
        "key": str(key),
        "saved": False,
        "errors": {
            "sex": ["Pilih laki-laki atau perempuan."],
            "age_years": ["Umur paling tinggi 120 tahun."],
        },
    }
    assert not Intake.objects.exists()


def test_a_row_keeps_its_author(client, login, patrol):
    author, other = patrol.recorded_by, UserFactory(roles=[Role.FIELD])
    patrol.members.create(user=other)
    login(other)
    key = uuid.uuid4()
    answer = send(client, patrol, page(row(), key=key), author=author)
    assert answer == {"key": str(key), "saved": False, "belongs_to_another": True}
    assert not Intake.objects.exists()
    login(author)
    assert send(client, patrol, page(row(), key=key), author=author)["saved"]
    assert Intake.objects.get().recorded_by == author


def test_a_script_without_login_gets_401(client, patrol):
    client.logout()
    assert client.post(url(patrol), page(row()), headers=SCRIPT).status_code == 401


def test_a_patrol_of_others_is_out_of_reach(client, login):
    login(Role.FIELD)
    assert client.get(url(PatrolFactory())).status_code == 404


def test_query_count_does_not_grow(client, patrol, count_queries):
    client.post(url(patrol), page(row(0)))
    few = count_queries(url(patrol))
    client.post(url(patrol), page(*(row(n, name=f"Orang {n}") for n in range(8))))
    assert count_queries(url(patrol)) == few


def test_a_baby_is_written_down_in_months(client, login):
    patrol = PatrolFactory(recorded_by=login(Role.FIELD))
    client.post(url(patrol), page(row(name="Bayi", age_years="8", age_unit="months")))
    intake = Intake.objects.get(person__name="Bayi")
    assert (intake.person.age_years, intake.age_text) == (0, "sekitar 8 bulan")
    assertContains(client.get(url(patrol)), "sekitar 8 bulan")


def test_the_next_row_is_offered_the_place_and_outcome_of_ones_own_last_row(client, patrol):
    """A colleague of the patrol, with another phone, may stand at another point."""
    mine, theirs = HotSpotFactory(name="Losari"), HotSpotFactory(name="Fly Over")
    client.post(url(patrol), page(row(hot_spot=mine.pk, outcome="advised")))
    colleague = UserFactory(roles=[Role.FIELD])
    patrol.members.create(user=colleague)
    Intake.objects.update(recorded_at=days.now() - datetime.timedelta(minutes=5))
    there = client.__class__()
    there.force_login(colleague)
    there.post(url(patrol), page(row(hot_spot=theirs.pk, outcome="brought")))

    offered = client.get(url(patrol)).context["batch"].open_forms()[0]
    assert (offered["hot_spot"].value(), offered["outcome"].value()) == (mine.pk, "advised")
