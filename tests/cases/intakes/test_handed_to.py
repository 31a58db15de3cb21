"""To whom somebody was handed: named where the outcome needs it, and nowhere else. "Polisi" alone
is nobody whom one can call the next day."""

import pytest
from django.db import IntegrityError, transaction
from django.urls import reverse
from pytest_django.asserts import assertContains, assertNotContains

from cases.intakes.models import Intake
from cases.intakes.register.intake_rows import outcome_in, with_outcome
from rptc.accounts.permissions import Role
from tests.cases.intakes.test_corrections import correct
from tests.cases.intakes.test_patrol_intakes import page, row, send, url
from tests.factories import IntakeFactory, PatrolFactory


@pytest.fixture
def patrol(login):
    return PatrolFactory(recorded_by=login(Role.FIELD))


@pytest.mark.parametrize(
    ("outcome", "asked"),
    [
        ("police", "Tulis kantor polisinya"),
        ("hospital", "Tulis rumah sakitnya."),
        ("agency", "Tulis instansi mana."),
        ("referred", "Tulis dirujuk ke mana."),
    ],
)
def test_an_outcome_that_hands_somebody_over_asks_to_whom(client, patrol, outcome, asked):
    answer = send(client, patrol, page(row(outcome=outcome)))
    assert asked in str(answer["errors"]["handed_to"])
    assert not Intake.objects.exists()
    answer = send(client, patrol, page(row(outcome=outcome, handed_to="RSUD Daya")))
    assert answer["about"].endswith(": RSUD Daya")
    assert Intake.objects.get().handed_to == "RSUD Daya"


def test_of_another_outcome_nothing_of_it_is_kept(client, patrol):
    assert send(client, patrol, page(row(outcome="advised", handed_to="RSUD Daya")))["saved"]
    assert Intake.objects.get().handed_to == ""


def test_it_stands_wherever_the_outcome_stands(client, login, patrol, read_pdf):
    send(client, patrol, page(row(outcome="hospital", handed_to="RSUD Daya")))
    intake = Intake.objects.get()
    detail = reverse("cases:patrol_detail", args=[patrol.pk])
    for address in (url(patrol), detail, "/intakes/"):
        assertContains(client.get(address), "Rumah sakit: RSUD Daya")
    report = client.get(reverse("cases:patrol_report", args=[patrol.pk]))
    assert "RSUD Daya" in read_pdf(report)
    login(Role.SOCIAL_WORKER)
    there = reverse("cases:intake_detail", args=[intake.pk])
    assertContains(client.get(there), "Rumah sakit: RSUD Daya")


def test_a_correction_names_another_and_asks_where_the_outcome_changes(client, patrol):
    client.post(url(patrol), page(row(outcome="hospital", handed_to="RSUD Daya")))
    intake = Intake.objects.get()
    assert correct(client, intake, handed_to="RS Ibnu Sina").status_code == 302
    assertContains(correct(client, intake, outcome="police", handed_to=""), "kantor polisinya")
    assert correct(client, intake, outcome="advised").status_code == 302
    intake.refresh_from_db()
    assert (intake.outcome, intake.handed_to) == ("advised", "")


def test_the_desk_names_it_with_another_outcome(client, login):
    user = login(Role.FIELD)
    intake = IntakeFactory(recorded_by=user, by_patrol=True)
    there = reverse("cases:intake_outcome", args=[intake.pk])
    typed = {"outcome": "agency", "reason": "Dijemput."}
    assertContains(client.post(there, typed), "Tulis instansi mana.")
    client.post(there, typed | {"handed_to": "Satpol PP Kota"})
    intake.refresh_from_db()
    assert intake.outcome_text == "Instansi lain: Satpol PP Kota"


@pytest.mark.parametrize("remarks", ["Dibawa keluarganya. Jam 9.", ""])
def test_the_register_keeps_it_and_reads_it_back(remarks):
    kept = with_outcome("hospital", remarks, "RS. Ibnu Sina")
    assert kept.startswith("Rumah sakit (RS. Ibnu Sina).")
    assert outcome_in(kept) == ("hospital", "RS. Ibnu Sina", remarks)
    assert outcome_in("Menolak atau lari. Lari.") == ("refused", "", "Lari.")
    assert outcome_in("Rumah sakit jauh. Ia jalan.")[0] == "unrecorded"


def test_the_database_refuses_it_of_another_outcome(db):
    intake = IntakeFactory()
    with pytest.raises(IntegrityError), transaction.atomic():
        Intake.objects.filter(pk=intake.pk).update(outcome="advised", handed_to="RSUD Daya")


def test_the_next_row_is_offered_the_same(client, patrol):
    client.post(url(patrol), page(row(outcome="police", handed_to="Polsek Rappocini")))
    form = client.get(url(patrol)).context["batch"].open_forms()[0]
    assert form["handed_to"].value() == "Polsek Rappocini"
    assertNotContains(client.get(url(PatrolFactory(recorded_by=patrol.recorded_by))), "Rappocini")
