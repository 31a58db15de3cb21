from django.urls import reverse
from pytest_django.asserts import assertContains, assertNotContains

from rptc.accounts.permissions import Role
from tests.factories import (
    IntakeFactory,
    PatrolFactory,
    PersonFactory,
    StayFactory,
    classification,
)


def url(intake, view="intake_detail"):
    return reverse(f"cases:{view}", args=[intake.pk])


def test_settling_counts_from_then_on(client, login):
    user = login(Role.SOCIAL_WORKER)
    intake = IntakeFactory()
    data = {"classification": classification("odgj").pk, "certainty": "probable"}
    client.post(url(intake, "intake_settle"), data)
    intake.refresh_from_db()
    assert intake.classification.code == "odgj"
    assert (intake.settled_by, intake.provisional.code) == (user, "gepeng")
    assertContains(client.get(url(intake)), "sementara: Gelandangan dan Pengemis")


def test_the_outcome_changes_with_a_reason_until_arrival(client, login):
    login(Role.CARETAKER)
    intake = IntakeFactory()
    answer = {"outcome": "refused", "reason": ""}
    assertContains(
        client.post(url(intake, "intake_outcome"), answer), "Tulis mengapa hasilnya berubah."
    )
    client.post(url(intake, "intake_outcome"), {**answer, "reason": "Lari di jalan."})
    intake.refresh_from_db()
    assert (intake.outcome, intake.outcome_reason) == ("refused", "Lari di jalan.")


def test_and_not_after_it(client, login):
    login(Role.CARETAKER)
    intake = StayFactory().intake
    response = client.post(
        url(intake, "intake_outcome"), {"outcome": "refused", "reason": "Lari di jalan."}
    )
    assertContains(response, "Klien sudah tiba di RPTC.")
    assertNotContains(client.get(url(intake)), "Ubah hasil")


def test_trc_reaches_its_own_and_nobody_elses(client, login):
    user = login(Role.FIELD)
    own = IntakeFactory(by_patrol=True, patrol=PatrolFactory(recorded_by=user), recorded_by=user)
    assert client.get(url(own)).status_code == 200
    assert client.get(url(IntakeFactory(by_patrol=True))).status_code == 404


def test_the_list_filters(client, login):
    login(Role.SOCIAL_WORKER)
    address = reverse("cases:intake_list")
    IntakeFactory(person=PersonFactory(name="Baso Dg. Sila"))
    IntakeFactory(person=PersonFactory(name="Hamzah", sex="P"), outcome="advised")
    assertContains(client.get(address, {"q": "sila baso"}), "Baso Dg. Sila")
    assertNotContains(client.get(address, {"q": "sila baso"}), "Hamzah")
    assertNotContains(client.get(address, {"outcome": "advised"}), "Baso")
    assert client.get(address, {"settled": "no"}).context["page_obj"].paginator.count == 2
    assert client.get(address, {"since": "kemarin", "sex": "X", "page": "x"}).status_code == 200


def test_query_count_does_not_grow(login, count_queries):
    login(Role.SOCIAL_WORKER)
    IntakeFactory()
    few = count_queries(reverse("cases:intake_list"))
    IntakeFactory.create_batch(9)
    assert count_queries(reverse("cases:intake_list")) == few
