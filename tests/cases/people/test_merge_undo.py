"""A merge moves every row of a person, and its undo puts each back (docs/rules.md, Identity)."""

import datetime

import pytest
from django.apps import apps
from django.db import connection
from django.urls import reverse
from pytest_django.asserts import assertContains, assertNotContains, assertRedirects

from cases.intakes.contests.models import Contest
from cases.intakes.models import Intake
from cases.people.actions import first_statements
from cases.people.doubles import actions
from cases.people.doubles.models import Double, Merge, MergedRow
from cases.people.doubles.moving import keys_to_person
from cases.people.models import Person, Source, Statement
from cases.people.relations.models import Relation
from cases.stays.models import Stay
from partners.referrals.models import Referral
from reports.figures.periods import Period
from reports.figures.recap.figures import total_of
from rptc import days
from rptc.accounts.permissions import Role
from rptc.database import OF_COMMANDS
from tests import factories as f
from tests.database_roles import as_owner

pytestmark = pytest.mark.django_db

# The acts themselves, and what tells of them.
TELLING = {"audit_entry", "cases_merge", "cases_mergedrow", "cases_double"}


def everything():
    """The content of every table but the history and the acts themselves."""
    histories = {
        model._meta.db_table for model in apps.get_models() if hasattr(model, "pgh_tracked_model")
    }
    tables = set(connection.introspection.table_names()) - histories - TELLING - OF_COMMANDS
    content = {}
    with connection.cursor() as cursor:
        for table in tables:
            cursor.execute(f"SELECT row::text FROM {table} row ORDER BY row::text")  # noqa: S608
            content[table] = cursor.fetchall()
    return content


def full_file(worker, **facts):
    """Somebody with rows of every kind, in the past and now."""
    person = f.PersonFactory(recorded_by=worker, **facts)
    Statement.objects.bulk_create(
        first_statements(person, source=Source.SELF, on=days.today(), by=worker)
    )
    return person


def met(person, days_ago, **more):
    return f.IntakeFactory(
        person=person, met_on=days.today() - datetime.timedelta(days=days_ago), **more
    )


def stayed(person, days_ago, length=3):
    intake = met(person, days_ago)
    began_at = days.now() - datetime.timedelta(days=days_ago)
    ended_at = began_at + datetime.timedelta(days=length) if length else None
    return f.StayFactory(intake=intake, began_at=began_at, ended_at=ended_at)


@pytest.fixture
def worker():
    return f.UserFactory(roles=[Role.SOCIAL_WORKER])


@pytest.fixture
def two(worker):
    """Two files of one man, each with rows in every table; a third person beside them."""
    kept, lost = full_file(worker, name="Baharuddin"), full_file(worker, name="Bahar", alias="Aco")
    stranger = f.PersonFactory(name="Sitti Aminah", sex="P")
    for person, at in ((kept, 200), (lost, 100)):
        stay = stayed(person, at)
        f.PlanItemFactory(plan__stay=stay)
        f.ReferralFactory(stay=stay)
        f.FlagFactory(person=person)
        f.PhotoFactory(person=person)
        f.UnwelcomeFactory(person=person)
        f.InquiryFactory(person=person)
        over = {"ended_at": days.now(), "ended_by": worker, "end_reason": "Sudah aman."}
        seal = f.SealFactory(person=person, **over)
        f.SealReaderFactory(seal=seal, ended_at=days.now())
        f.EmergencyAccessFactory(person=person)
        f.ConflictFactory(person=person)
        f.AllergyFactory(person=person)
        f.FindingFactory(stay=stay)
        f.MedicineFactory(stay=stay)
        f.LegalMatterFactory(stay=stay)
        f.ViolenceReportFactory(stay=stay)
        f.PaperFactory(stay=stay)
        f.SiksEntryFactory(person=person)
        f.RefusalFactory(person=person)
        f.RefusalFactory(suspect=person)
        f.SomebodyElseFactory(person=person)
        f.SomebodyElseFactory(suspect=person, unwelcome=None)
        Contest.objects.create(
            intake=stay.intake, said_by="Ia sendiri", reason="Bukan saya.", recorded_by=worker
        )
    stayed(lost, 1, length=None)
    kin = {"source": "self", "recorded_by": worker}
    Relation.objects.create(person=stranger, other=lost, kind="spouse", **kin)
    Relation.objects.create(person=lost, other=f.PersonFactory(), kind="sibling", **kin)
    for person in (kept, lost):
        Relation.objects.create(person=person, other=stranger, kind="together", **kin)
    f.DoubleFactory(person=kept, other=lost)
    f.DoubleFactory(person=lost, other=f.PersonFactory(), state="open")
    f.PersonFactory(merged_into=lost)
    decided = {"state": "approved", "decided_by": f.UserFactory(), "decided_at": days.now()}
    f.ExitFactory(decided_despite=lost, **decided)
    return kept, lost


def merge(kept, lost, by):
    return actions.merge_files(Merge(kept=kept, lost=lost, reason="Kartunya sama."), by=by)


def test_undo_puts_every_table_back(two, worker):
    kept, lost = two
    before = everything()
    done = merge(kept, lost, worker)
    assert done.state == "done"
    assert everything() != before
    actions.undo_merge(done, by=worker)
    assert everything() == before
    pair = Double.objects.of(kept, lost).get()
    assert (pair.state, pair.decided_by) == ("not_same", worker)


def test_every_table_with_a_person_goes_along(two, worker):
    """Every kind of row had a part in the test above, and none is left but what is said twice."""
    kept, lost = two
    merge(kept, lost, worker)
    moved = set(MergedRow.objects.values_list("table", "field"))
    assert moved == {(model._meta.db_table, key.name) for model, key in keys_to_person()}
    assert moved == {
        ("cases_allergy", "person"),
        ("cases_violencereport", "person"),
        ("cases_paper", "person"),
        ("cases_legalmatter", "person"),
        ("cases_person", "merged_into"),
        ("cases_refusal", "person"),
        ("cases_refusal", "suspect"),
        ("cases_somebodyelse", "person"),
        ("cases_somebodyelse", "suspect"),
        ("cases_seal", "person"),
        ("cases_sealreader", "person"),
        ("cases_emergencyaccess", "person"),
        ("cases_conflict", "person"),
        ("cases_statement", "person"),
        ("cases_intake", "person"),
        ("cases_stay", "person"),
        ("cases_flag", "person"),
        ("cases_photo", "person"),
        ("cases_siksentry", "person"),
        ("cases_relation", "person"),
        ("cases_relation", "other"),
        ("cases_exit", "decided_despite"),
        ("cases_receiver", "decided_despite"),
        ("cases_unwelcome", "person"),
        ("cases_inquiry", "person"),
        ("partners_referral", "person"),
    }
    left = Relation.objects.filter(person=lost)
    assert [relation.kind for relation in left] == ["together"]
    assert not Intake.objects.filter(person=lost).exists()


def test_nobody_is_counted_twice_after_a_merge(two, worker):
    kept, lost = two
    lately = Period(days.today() - datetime.timedelta(days=300), days.today() + days.ONE_DAY)
    before = {measure: total_of(lately, measure) for measure in ("terjaring", "orang")}
    merge(kept, lost, worker)
    assert Stay.objects.filter(person=kept, ended_at=None).count() == 1
    assert not Stay.objects.filter(person=lost).exists()
    assert total_of(lately, "terjaring") == before["terjaring"]
    assert total_of(lately, "orang") == before["orang"] - 1
    assert kept.intakes.count() == 3
    assert set(Person.objects.visible_to(worker).filter(pk__in=[kept.pk, lost.pk])) == {kept}


def test_the_page_of_the_kept_file_takes_it_back_with_one_click(client, login, two, worker):
    kept, lost = two
    done = merge(kept, lost, worker)
    login(worker)
    page = client.get(reverse("cases:person_timeline", args=[kept.pk]))
    assertContains(page, f"Digabung dari berkas {lost.file_number}")
    assertContains(page, "Batalkan penggabungan")
    old = client.get(reverse("cases:person_detail", args=[lost.pk]))
    assertRedirects(old, reverse("cases:person_detail", args=[kept.pk]))
    client.post(reverse("cases:merge_undo", args=[done.pk]))
    assertContains(client.get(reverse("cases:person_detail", args=[lost.pk])), "Bahar")
    page = client.get(reverse("cases:person_timeline", args=[kept.pk]))
    assertContains(page, "Penggabungan dibatalkan")


def test_rows_added_since_stay_with_the_kept_file(two, worker):
    kept, lost = two
    done = merge(kept, lost, worker)
    later = met(kept, 0)
    actions.undo_merge(done, by=worker)
    later.refresh_from_db()
    assert later.person == kept


def refused(client, login, worker, done):
    login(worker)
    answer = client.post(reverse("cases:merge_undo", args=[done.pk]), follow=True)
    done.refresh_from_db()
    assert done.state == "done"
    return answer


def test_undo_ends_after_thirty_days(client, login, two, worker, time_machine_at):
    kept, lost = two
    done = merge(kept, lost, worker)
    time_machine_at(days.now() + datetime.timedelta(days=31))
    answer = refused(client, login, worker, done)
    assertContains(answer, "hanya dapat dibatalkan selama 30 hari")
    assertNotContains(answer, "Batalkan penggabungan")


def test_a_row_that_has_gone_stops_the_undo(client, login, two, worker):
    kept, lost = two
    done = merge(kept, lost, worker)
    with as_owner():
        Referral.objects.filter(person=kept).latest("pk").delete()
    assertContains(refused(client, login, worker, done), "1 baris rujukan yang dipindahkan")


def test_a_later_merge_is_undone_first(client, login, two, worker):
    kept, lost = two
    done = merge(kept, lost, worker)
    third = f.PersonFactory()
    later = merge(third, kept, worker)
    login(worker)
    answer = client.post(reverse("cases:merge_undo", args=[done.pk]))
    assert answer.status_code == 404  # the file is not reached under its old number
    with pytest.raises(Exception, match="Batalkan penggabungan itu dahulu"):
        actions.undo_merge(done, by=worker)
    actions.undo_merge(later, by=worker)
    actions.undo_merge(done, by=worker)
    lost.refresh_from_db()
    assert lost.merged_into is None


def test_what_was_built_on_a_moved_row_stops_the_undo(client, login, worker):
    """An arrival on the kept file that began with an intake of the other one."""
    kept, lost = f.PersonFactory(), f.PersonFactory()
    intake = met(lost, 0)
    done = merge(kept, lost, worker)
    f.StayFactory(intake=Intake.objects.get(pk=intake.pk))
    assertContains(refused(client, login, worker, done), "1 masa pembinaan dicatat sesudah")


def test_a_nik_that_another_has_meanwhile_stops_the_undo(client, login, worker):
    nik = {"nik": "7371010101809001", "nik_status": "confirmed"}
    kept, lost = f.PersonFactory(), f.PersonFactory(**nik)
    done = merge(kept, lost, worker)
    Person.objects.filter(pk=kept.pk).update(**nik)
    assertContains(refused(client, login, worker, done), "sudah dipastikan milik klien lain")


def test_a_merge_is_undone_once(client, login, two, worker):
    kept, lost = two
    done = merge(kept, lost, worker)
    actions.undo_merge(done, by=worker)
    login(worker)
    answer = client.post(reverse("cases:merge_undo", args=[done.pk]), follow=True)
    assertContains(answer, "Penggabungan ini sudah berubah: Dibatalkan")
