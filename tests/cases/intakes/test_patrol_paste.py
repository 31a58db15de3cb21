"""A block copied out of Excel fills rows that are looked at before anything is saved."""

import pytest
from django.urls import reverse
from pytest_django.asserts import assertContains

from cases.intakes.models import Intake
from rptc.accounts.permissions import Role
from tests.factories import PatrolFactory, classification

BLOCK = """Saparuddin\tL\t41\tGepeng\tDibawa ke RPTC\tmemulung
Nurhayati\tPr\t± 33\tpengemis\tdinasihati\t
Rendi\tLk\tanak\tAnjal\tkeluarga\t"membawa ""karung"" besar"
"""


@pytest.fixture
def paste(client, login):
    patrol = PatrolFactory(recorded_by=login(Role.FIELD))
    address = reverse("cases:patrol_paste", args=[patrol.pk])
    return lambda block: client.post(address, {"block": block})


def initial(response):
    return [form.initial for form in response.context["batch"].forms]


def test_columns_stand_in_the_usual_order(paste):
    first, second, third = initial(paste(BLOCK))
    gepeng, anjal = classification("gepeng").pk, classification("anjal").pk
    assert (first["name"], first["sex"], first["age_years"]) == ("Saparuddin", "L", 41)
    assert (first["provisional"], first["outcome"]) == (gepeng, "brought")
    assert first["remarks"] == "memulung"
    assert (second["age_kind"], second["age_years"], second["outcome"]) == ("about", 33, "advised")
    assert (third["age_kind"], third["provisional"]) == ("child", anjal)
    assert third["remarks"] == 'membawa "karung" besar'


def test_a_head_line_names_the_columns(paste):
    block = "NO\tJenis Kelamin\tNAMA\tKET.\tKlasifikasi\n1\tP\tRosmini\thamil\tODGJ\n"
    (row,) = initial(paste(block))
    assert (row["name"], row["sex"], row["remarks"]) == ("Rosmini", "P", "hamil")
    assert row["provisional"] == classification("odgj").pk


def test_running_numbers_are_passed_over(paste):
    rows = initial(paste("1\tAna\tP\t9\tAnjal\n2.\tBudi\tL\t10\tAnjal\n"))
    assert [row["name"] for row in rows] == ["Ana", "Budi"]


def test_what_cannot_be_read_is_said_and_kept(paste):
    response = paste("Ana\tL?\tempat puluhan\tAnjal/Gepeng\tentah\tmenangis\n")
    (row,) = initial(response)
    assert not {"sex", "age_years", "provisional"} & row.keys()
    assert row["outcome"] == ""
    assert row["remarks"] == (
        "menangis. L/P: L?. Umur: empat puluhan. Klasifikasi: Anjal/Gepeng. Hasil: entah"
    )
    assertContains(response, "Umur “empat puluhan” tidak terbaca.")


def test_nothing_is_saved_before_the_officer_looks(paste):
    assertContains(paste(BLOCK), 'value="Saparuddin"')
    assert not Intake.objects.exists()


@pytest.mark.parametrize(
    "block", ["", "\n\t\n", "=1+1", "\x01\x02", '"' * 40, "Ana\t" * 400, "a" * 200_000]
)
def test_any_text_is_answered(paste, block):
    assert paste(block).status_code == 200


def test_a_patrol_of_others_is_out_of_reach(client, login):
    login(Role.FIELD)
    address = reverse("cases:patrol_paste", args=[PatrolFactory().pk])
    assert client.post(address, {"block": BLOCK}).status_code == 404


def test_lines_beyond_the_fortieth_are_counted(paste):
    response = paste("Ana\tP\n" * 43)
    assert len(initial(response)) == 40
    assertContains(response, "3 baris terbawah belum ikut.")
