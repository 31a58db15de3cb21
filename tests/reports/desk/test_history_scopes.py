"""No kind of history without a scope: changes name nobody whom their reader may not see."""

import pytest
from django.urls import reverse

from cases.people.models import Person
from reports.desk.history.records import KINDS, Kind, about_nobody
from rptc.accounts.permissions import GRANTS, Role
from rptc.audit.looks import person_of, way_to_person
from tests import factories as f
from tests.reports.desk.test_record_history import make, url

pytestmark = pytest.mark.django_db

NAME = "Kenaririwayat"
# Which hang on nobody unless it is said.
NAMING = {
    "paper-sheet": lambda: f.PaperSheetFactory(intake=f.IntakeFactory()),
    "task": lambda: f.TaskFactory(stay=f.StayFactory()),
    "unwelcome": lambda: f.UnwelcomeFactory(person=f.StayFactory().person),
    "inquiry": lambda: f.InquiryFactory(person=f.StayFactory().person),
}
# Of none of it a social worker reads the history, whoever it is about.
OF_THE_HEAD = {"conflict"}
OF_SOMEBODY = sorted(
    name for name, kind in KINDS.items() if way_to_person(kind.model) and name not in OF_THE_HEAD
)


@pytest.mark.parametrize("name", sorted(KINDS))
def test_each_kind_that_is_shown_is_tracked_and_says_whose_rows(name):
    kind = KINDS[name]
    assert hasattr(kind.model, "history")
    assert kind.permission in GRANTS
    assert kind.rows is not None
    assert (kind.rows is about_nobody) <= (way_to_person(kind.model) == "")


def test_a_kind_that_does_not_say_whose_rows_has_no_page(client, login, monkeypatch):
    login(Role.HEAD)
    room = f.RoomFactory()
    assert client.get(url("room", room)).status_code == 200
    monkeypatch.setitem(KINDS, "room", Kind("cases.Room", "cases.change_room"))
    assert client.get(url("room", room)).status_code == 404


@pytest.mark.parametrize("name", OF_SOMEBODY)
def test_the_history_of_what_hangs_on_a_sealed_file_is_nowhere(client, login, name):
    row = NAMING.get(name, lambda: make(name))()
    person = person_of(KINDS[name].model, row.pk)
    Person.objects.filter(pk=person).update(name=NAME, is_sealed=True)
    login(Role.SOCIAL_WORKER)
    hidden, never = client.get(url(name, row)), client.get(f"/history/{name}/987654321/")
    assert (hidden.status_code, hidden.content) == (never.status_code, never.content)
    assert hidden.status_code == 404


def test_a_sheet_of_paper_names_no_sealed_person(client, login):
    intake = f.IntakeFactory(person__name=NAME, person__is_sealed=True)
    sheet = f.PaperSheetFactory(intake=intake)
    login(Role.SOCIAL_WORKER)
    assert client.get(url("paper-sheet", sheet)).status_code == 404
    login(Role.HEAD)
    assert NAME in client.get(url("paper-sheet", sheet)).content.decode()


def test_a_row_that_is_seen_names_nobody_who_is_not(client, login):
    """Two who are linked: the file of one is open to this reader, that of the other is not."""
    login(Role.SOCIAL_WORKER)
    bed_use = f.BedUseFactory()
    sealed = f.StayFactory(intake__person__name=NAME, intake__person__is_sealed=True)
    type(bed_use).objects.filter(pk=bed_use.pk).update(stay=sealed)
    type(bed_use).objects.filter(pk=bed_use.pk).update(stay=bed_use.stay)
    page = client.get(reverse("reports:record_history", args=["bed-use", bed_use.pk]))
    assert page.status_code == 200
    assert NAME not in page.content.decode()
