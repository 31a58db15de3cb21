"""The search of every night, and the one after an import."""

import datetime
from io import StringIO

import pytest
from django.core.management import call_command
from django.urls import reverse
from pytest_django.asserts import assertContains

from cases.intakes.models import RegisterImport
from cases.intakes.register.comparing import candidates
from cases.intakes.register.saving import read, save_register, undo_register
from cases.people.doubles.finding import find_doubles
from cases.people.doubles.models import Double
from cases.people.models import Person
from cases.places.models import Region
from rptc import days
from rptc.accounts.permissions import Role
from tests import DATA
from tests import factories as f

pytestmark = pytest.mark.django_db
REGISTER = DATA / "register_small.xls"


def two(one="Baharuddin Dg. Tompo", other="Baharuddin Dg Tompo", **facts):
    return f.PersonFactory(name=one, **facts), f.PersonFactory(name=other, **facts)


def find(**options):
    written = StringIO()
    call_command("find_doubles", stdout=written, **options)
    return written.getvalue()


def test_every_night_all_files_are_compared():
    pair = two()
    assert find() == "1 pasangan menunggu keputusan.\n"
    assert find() == "1 pasangan menunggu keputusan.\n"
    double = Double.objects.get()
    assert (double.person, double.other) == pair
    assert "nama sama" in double.reasons


def test_only_what_is_new_since_a_day():
    two()
    tomorrow = days.today() + datetime.timedelta(days=1)
    assert find(since=tomorrow.isoformat()) == "0 pasangan menunggu keputusan.\n"
    assert find(since=days.today().isoformat()) == "1 pasangan menunggu keputusan.\n"


def test_the_same_nik_is_enough_to_ask():
    nik = {"nik": "7371010101809001", "nik_status": "claimed"}
    find_doubles(two("Baharuddin", "Sangkala", **nik))
    assert Double.objects.get().reasons[-1] == "NIK sama"


def test_other_people_are_no_doubles():
    find_doubles(two("Baharuddin", "Sangkala"))
    find_doubles([*two("Baharuddin", "Baharuddin")[:1], f.PersonFactory(age_years=71)])
    woman = f.PersonFactory(name="Baharuddin", sex="P")
    find_doubles([woman])
    assert not Double.objects.filter(other=woman).exists()


# By a nickname alone


def met(point, **facts):
    person = f.PersonFactory(**facts)
    f.IntakeFactory(person=person, hot_spot=point)
    return person


@pytest.mark.parametrize("field", ["name", "alias"])
def test_a_nickname_with_sex_age_and_place_is_a_line_in_the_list(field):
    """Another point of the same kecamatan is the same place."""
    one, other = f.HotSpotFactory.create_batch(2)
    known = met(one, name="Muh. Fauzan", alias="Ojan", age_years=20)
    find_doubles([met(other, **{"name": "", "alias": "", field: "Ojan"}, age_years=21)])
    double = Double.objects.get()
    assert double.person == known
    assert not double.is_likely
    assert "nama sama dengan panggilan" in double.reasons
    find_doubles([known])
    assert Double.objects.count() == 1


@pytest.mark.parametrize("other", [{"sex": "P"}, {"age_years": 30}, {"mother_name": "Rukmini"}])
def test_a_nickname_with_another_fact_is_none(other):
    point = f.HotSpotFactory()
    met(point, name="Muh. Fauzan", alias="Ojan", age_years=20, mother_name="Rosmiati")
    find_doubles([met(point, **{"name": "Ojan", "age_years": 20} | other)])
    assert not Double.objects.exists()


def test_a_nickname_at_another_place_is_none():
    """Half of the town is called Aco."""
    met(f.HotSpotFactory(), name="Muh. Fauzan", alias="Ojan", age_years=20)
    here = Region.objects.of_makassar().filter(level=Region.Level.VILLAGE)
    elsewhere = f.HotSpotFactory(village=here.exclude(parent=here.first().parent).first())
    find_doubles([met(elsewhere, name="Ojan", age_years=20)])
    assert not Double.objects.exists()


@pytest.fixture
def register():
    return RegisterImport.objects.create(
        file_name="register_small.xls",
        sha256="a" * 64,
        content=REGISTER.read_bytes(),
        recorded_by=f.UserFactory(roles=[Role.SOCIAL_WORKER]),
    )


def test_the_doubles_of_an_import_are_offered_on_its_page(client, login, register):
    reading = read(REGISTER.read_bytes())
    row = next(row for row in reading.rows if row.name and row.age.years)
    f.PersonFactory(name=row.name, sex=row.sex, age_years=row.age.years, age_stated_on=row.met_on)
    worker = login(register.recorded_by)
    save_register(register, candidates(reading), refused=reading.refused_rows, by=worker)
    found = Double.objects.of_import(register).count()
    assert found
    page = client.get(reverse("cases:register_import_detail", args=[register.pk]))
    assertContains(page, f"Periksa berkas ganda dari impor ini ({found})")
    assertContains(page, f"?register_import={register.pk}")


def test_doubles_do_not_stop_the_undo_of_an_import(register):
    rows = candidates(read(REGISTER.read_bytes()))
    save_register(register, rows, refused=0, by=register.recorded_by)
    find_doubles(Person.objects.all())
    person = Person.objects.first()
    f.DoubleFactory(person=person)
    undo_register(register, by=register.recorded_by)
    assert not Double.objects.exists()
