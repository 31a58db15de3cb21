"""What the program brings along comes once; what the unit made of it stays."""

import pytest
from django.core.management import call_command

from cases.house.evening.models import ImportantNumber
from cases.intakes.models import Classification, ClassificationAlias
from partners.directory.models import Partner
from rptc.audit.models import Laid
from rptc.audit.reference import lay
from tests.database_roles import as_owner

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _owner():
    with as_owner():
        yield


def migrate():
    call_command("migrate", verbosity=0)


def test_a_changed_code_or_name_stops_no_migrate_and_brings_nothing_back():
    Classification.objects.filter(code="anjal").update(code="anak-jalanan")
    Partner.objects.filter(name="YPKDS").update(name="Yayasan Peduli")
    number = ImportantNumber.objects.first()
    number.delete()
    before = [model.objects.count() for model in (Classification, Partner, ImportantNumber)]
    migrate()
    assert before == [m.objects.count() for m in (Classification, Partner, ImportantNumber)]
    assert not Classification.objects.filter(code="anjal").exists()
    assert not Partner.objects.filter(name="YPKDS").exists()


def test_a_nickname_of_a_later_release_finds_the_class_that_was_renamed():
    Classification.objects.filter(code="anjal").update(code="anak-jalanan")
    Laid.objects.filter(list="cases.ClassificationAlias", key="anj").delete()
    ClassificationAlias.objects.filter(alias="anj").delete()
    migrate()
    alias = ClassificationAlias.objects.get(alias="anj")
    assert alias.classification.code == "anak-jalanan"


def test_a_database_from_before_is_taken_as_it_stands():
    Laid.objects.all().delete()
    Partner.objects.filter(name="YPKDS").update(name="Yayasan Peduli")
    migrate()
    assert not Partner.objects.filter(name="YPKDS").exists()
    assert set(Laid.objects.filter(list="partners.Partner").values_list("key", "row")) == {
        (
            p.name if p.name != "Yayasan Peduli" else "YPKDS",
            p.pk if p.name != "Yayasan Peduli" else None,
        )
        for p in Partner.objects.all()
    }


def test_what_the_unit_made_before_the_program_did_is_that_row():
    own = ImportantNumber.objects.create(number="0411-000", name="Milik kami", order=9)
    rows = {"new": {"number": "0411-000", "name": "Dari program", "order": 1}}
    assert lay(ImportantNumber, rows, by=["number"])["new"] == own
