import pytest
from pytest_django.asserts import assertContains, assertNotContains

from rptc.accounts.permissions import Role
from tests import factories as f
from tests.reports.figures.test_figures import intake
from tests.reports.figures.test_ledger import left, met_again
from tests.reports.figures.test_pictures import ROWS, YEAR, date, days, now, referral, time

pytestmark = pytest.mark.django_db
__all__ = ["now"]


def test_a_sealed_file_counts_and_keeps_its_name(client, login):
    sealed = f.PersonFactory(name="Sitti Ramlah", sex="P", is_sealed=True)
    intake(date(YEAR, 5, 6), person=sealed)
    asked = {"year": YEAR, "what": "jam", "hour": "tidak-diketahui"}
    login(Role.SOCIAL_WORKER)
    page = client.get(ROWS, asked)
    assertNotContains(page, "Ramlah")
    assertNotContains(page, sealed.file_number)
    assertContains(page, "1 lagi tidak terbuka bagi Anda.")
    assertContains(page, "Semua hari, jam tidak diketahui, Tahun 2024")
    login(Role.HEAD)
    assertContains(client.get(ROWS, asked), "Sitti Ramlah")


def test_a_family_with_a_closed_file_is_a_number(client, login, now):
    """Else the list would tell whose family is in a closed file, and that it came back."""
    mother = left(person=f.PersonFactory(name="Daeng Kebo", sex="P"))
    child = left(person=f.PersonFactory(name="Sitti Ramlah", is_sealed=True))
    f.RelationFactory(person=mother.stay.person, other=child.stay.person)
    met_again(child, 10)
    asked = {"year": YEAR, "what": "keluarga", "kind": "keluarga", "within": 30, "returned": 1}
    login(Role.SOCIAL_WORKER)
    page = client.get(ROWS, asked)
    assertContains(page, "1 lagi tidak terbuka bagi Anda.")
    assertNotContains(page, "Kebo")
    assertNotContains(page, child.stay.person.file_number)
    login(Role.HEAD)
    page = client.get(ROWS, asked)
    assertContains(page, "Daeng Kebo")
    assertContains(page, "terjaring lagi sesudah 10 hari")


def test_a_referral_of_a_closed_file_is_a_number(client, login, now):
    partner = f.PartnerFactory()
    sealed = f.StayFactory(intake__person__name="Sitti Ramlah", intake__person__is_sealed=True)
    sent = days.at(date(YEAR, 3, 5), time(9))
    referral(sent, ("accepted", 1), partner=partner, stay=sealed)
    login(Role.SOCIAL_WORKER)
    page = client.get(ROWS, {"year": YEAR, "what": "mitra", "partner": partner.pk})
    assertNotContains(page, "Ramlah")
    assertContains(page, "1 lagi tidak terbuka bagi Anda.")


@pytest.mark.parametrize(
    "query",
    [
        "", "what=lain", "what=jam&hour=24", "what=jam&weekday=8", "what=jam&hour=x",
        "what=kecamatan", "what=kecamatan&district=73.01", "what=lama&length=9",
        "what=lama&over=maybe", "what=silang&key=abc", "what=silang&key=999999",
        "what=silang&rows=mitra&columns=mitra", "what=keluarga", "what=mitra",
        "what=keluarga&kind=sendiri&returned=1", "what=mitra&partner=999999",
        "what=jam&year=1990",
    ],
)  # fmt: skip
def test_an_address_that_means_nothing_is_no_page(client, login, query):
    login(Role.HEAD)
    assert client.get(f"{ROWS}?{query}").status_code == 404


def test_a_number_that_is_none_says_so(client, login):
    login(Role.HEAD)
    for query in ("jam", "lama", "kecamatan&district=73.71.09", "silang"):
        page = client.get(f"{ROWS}?year=2020&what={query}")
        assertContains(page, "Angka ini nol pada tahun itu.")


def test_queries_do_not_grow(login, now, count_queries):
    login(Role.HEAD)
    addresses = [
        f"{ROWS}?year={YEAR}&what=jam",
        f"{ROWS}?year={YEAR}&what=lama",
        f"{ROWS}?year={YEAR}&what=silang",
        f"{ROWS}?year={YEAR}&what=keluarga&kind=sendiri",
    ]
    left()
    few = [count_queries(address) for address in addresses]
    for _ in range(4):
        left()
    assert [count_queries(address) for address in addresses] == few
    assert max(few) <= 25


@pytest.mark.parametrize("whose", ["sealed", "own"])
def test_place_hour_and_return_of_a_closed_file_are_in_no_list(client, login, whose):
    user = login(Role.SOCIAL_WORKER if whose == "sealed" else Role.HEAD)
    person, spot = f.PersonFactory(is_sealed=whose == "sealed"), f.HotSpotFactory()
    if whose == "own":
        f.ConflictFactory(user=user, person=person)
    gone = f.LeftFactory(left_on=date(2025, 5, 6), person=person)
    at = days.at(date(2025, 6, 1), time(0, 5))
    met = {"met_on": days.day_of(at), "met_at": at, "hot_spot": spot, "place": ""}
    f.IntakeFactory(person=person, outcome="advised", **met)
    both = {"rows": "cara-keluar", "columns": "klasifikasi", "key": gone.kind_id, "within": 30}
    both["other"] = gone.stay.intake.classification_id
    for query in (
        {"what": "kecamatan", "district": spot.village.parent.code},
        {"what": "jam", "weekday": 7, "hour": 0},
        {"what": "lama", "over": "no"},
        {"what": "silang", "returned": 1, **both},
    ):
        page = client.get(ROWS, {"year": 2025} | query)
        assertNotContains(page, person.file_number)
        assertContains(page, "1 lagi tidak terbuka bagi Anda.")
