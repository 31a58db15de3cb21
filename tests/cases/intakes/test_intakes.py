import pytest
from django.urls import reverse
from pytest_django.asserts import assertContains, assertNotContains

from cases.intakes import actions as intake_actions
from cases.intakes.models import Classification
from rptc import days
from rptc.accounts.permissions import Role
from tests.factories import (
    IntakeFactory,
    LetterFactory,
    PatrolFactory,
    PersonFactory,
    SealReaderFactory,
    StayFactory,
    UserFactory,
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


@pytest.mark.parametrize(
    ("met", "handed_over", "status"),
    [
        # hours ago; None: still on the way
        (30, 23, 200),
        (30, 25, 404),
        (30, None, 200),
    ],
)
def test_trc_sees_a_klien_until_a_day_after_the_handover(client, login, met, handed_over, status):
    user = login(Role.FIELD)
    hours_ago = [hours and days.now() - hours * days.ONE_HOUR for hours in (met, handed_over)]
    intake = IntakeFactory(
        by_patrol=True,
        recorded_by=user,
        recorded_at=hours_ago[0],
        met_on=days.day_of(hours_ago[0]),
    )
    if handed_over:
        StayFactory(intake=intake, began_at=hours_ago[1])
    assert client.get(url(intake)).status_code == status


@pytest.mark.parametrize("roles", [[Role.FIELD], [Role.FIELD, Role.SOCIAL_WORKER]])
def test_of_a_closed_file_trc_reads_what_was_said_to_them(client, login, roles):
    """Also who is a social worker beside it, until the file names them."""
    user = login(*roles)
    stay = StayFactory(intake__person__name="Zenobia", intake__person__is_sealed=True)
    patrol = PatrolFactory(recorded_by=user)
    own = IntakeFactory(person=stay.person, by_patrol=True, patrol=patrol, recorded_by=user)
    pages = [url(own), "/intakes/", reverse("cases:patrol_detail", args=[patrol.pk])]
    for page in pages:
        shown = client.get(page)
        assertNotContains(shown, "Zenobia")
        assertContains(shown, "Z.")
    found = "/intakes/?q=zenobia"
    assert not client.get(found).context["page_obj"].object_list
    if Role.SOCIAL_WORKER in roles:
        SealReaderFactory(seal__person=stay.person, user=user)
        for page in [*pages, found]:
            assertContains(client.get(page), "Zenobia")


@pytest.mark.parametrize(("hours", "status"), [(23, 200), (25, 404)])
def test_who_was_helped_on_the_spot_for_a_day_after_the_meeting(client, login, hours, status):
    user = login(Role.FIELD)
    met_at = days.now() - hours * days.ONE_HOUR
    intake = IntakeFactory(by_patrol=True, outcome="advised", recorded_by=user, recorded_at=met_at)
    assert client.get(url(intake)).status_code == status


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


def test_settled_outside_the_table_the_file_and_its_letters_are_sealed(db):
    intake = IntakeFactory()
    letter = LetterFactory(person_id=intake.person_id)
    intake_actions.settle_intake(
        intake, classification("korban"), "probable", by=UserFactory(roles=[Role.SOCIAL_WORKER])
    )
    intake.person.refresh_from_db()
    letter.refresh_from_db()
    assert intake.person.is_sealed
    assert letter.is_sealed


def test_the_page_settles_no_class_across_the_border_of_the_table(client, login):
    """It would close the file to the social worker who settles."""
    login(Role.SOCIAL_WORKER)
    intake = IntakeFactory()
    data = {"classification": classification("korban").pk, "certainty": "probable"}
    answer = client.post(url(intake, "intake_settle"), data)
    assert "classification" in answer.context["form"].errors
    intake.person.refresh_from_db()
    assert not intake.person.is_sealed


def test_a_class_that_was_used_stays_in_the_table_or_outside(client, login):
    login(Role.HEAD)
    used, unused = classification(), classification("adk")
    IntakeFactory(provisional=used)
    for row in (used, unused):
        page = reverse("cases:classification_edit", args=[row.pk])
        initial = client.get(page).context["form"].initial
        said = {name: value for name, value in initial.items() if value not in (None, False)}
        said["national_types"] = ",".join(row.national_types)
        client.post(page, said | {"in_table": ""})
    used.refresh_from_db()
    unused.refresh_from_db()
    assert (used.in_table, unused.in_table) == (True, False)


def test_a_new_class_can_stand_outside_the_table(client, login):
    login(Role.HEAD)
    said = {"code": "luar", "name": "Luar tabel", "short_name": "Luar", "order": 20}
    client.post(reverse("cases:classification_list"), said | {"first_year": 2026})
    assert not Classification.objects.get(code="luar").in_table
