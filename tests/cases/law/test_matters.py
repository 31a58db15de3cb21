"""Perkara (R44): as what somebody stands in a matter, whom it involves, hearings and who goes
along; notes lie under the key."""

import datetime
import uuid

import pytest
from django.db import DatabaseError, IntegrityError, transaction
from django.urls import reverse
from pytest_django.asserts import assertContains, assertNotContains, assertRedirects

from cases.house.tasks.models import Task
from cases.law.matters.models import Hearing, LegalMatter, LegalNote
from cases.law.matters.words import notes_of
from cases.people.doubles import actions as doubles
from rptc import days
from rptc.accounts.permissions import Role
from rptc.waiting import count_for
from tests import factories as f
from tests.dumps import dumped

pytestmark = pytest.mark.django_db
LIST = reverse("cases:hearing_list")
CANARY = "Kenariperkara"


def clock(moment):
    return moment.astimezone(days.WITA).strftime("%Y-%m-%dT%H:%M")


def of_matter(name, matter):
    return reverse(f"cases:legal_matter_{name}", args=[matter.pk])


def of_hearing(name, hearing):
    return reverse(f"cases:hearing_{name}", args=[hearing.pk])


def typed(**changes):
    return {
        "send_key": str(uuid.uuid4()),
        "side": "suspect",
        "about": "pencurian",
        "begun_on": f"{days.today()}",
    } | changes


def planned(**changes):
    return {
        "send_key": str(uuid.uuid4()),
        "at": clock(days.now() + 2 * days.ONE_DAY),
        "place": "Pengadilan Ma'rang",
        "purpose": "sidang pertama",
        "escort": "",
    } | changes


def waits(user):
    return {kind.key: number for kind, number in count_for(user) if kind.key.startswith("hearing")}


@pytest.fixture
def worker(login):
    return login(Role.SOCIAL_WORKER)


def test_a_matter_is_written_and_stands_on_the_part_hukum(client, worker):
    stay = f.StayFactory(child=True)
    write = reverse("cases:legal_matter_write", args=[stay.person_id])
    response = client.post(write, typed(lawyer="LBH Ma'rang", police_number="LP/7/XI/2026"))
    matter = LegalMatter.objects.get()
    assertRedirects(response, of_matter("detail", matter))
    assert (matter.person, matter.stay) == (stay.person, stay)
    page = client.get(reverse("cases:person_law", args=[stay.person_id]))
    assertContains(page, "Anak berkonflik dengan hukum: pencurian")
    page = client.get(of_matter("detail", matter))
    for words in ("LBH Ma&#x27;rang", "LP/7/XI/2026"):
        assertContains(page, words)


@pytest.mark.parametrize(
    ("child", "side", "name"),
    [
        (True, "suspect", "Anak berkonflik dengan hukum"),
        (True, "victim", "Anak korban"),
        (True, "witness", "Anak saksi"),
        (False, "suspect", "Tersangka"),
        (False, "victim", "Korban"),
        (False, "witness", "Saksi"),
    ],
)
def test_the_law_calls_a_child_otherwise(child, side, name):
    assert f.LegalMatterFactory(stay__child=child, side=side).side_name == name


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        ({"side": ""}, "Pilih sebagai apa."),
        ({"about": ""}, "Tulis perkaranya."),
        ({"begun_on": "2031-01-01"}, "Tanggal ini belum terjadi."),
    ],
)
def test_a_mistake_is_said_at_its_field(client, worker, changes, said):
    write = reverse("cases:legal_matter_write", args=[f.StayFactory().person_id])
    assertContains(client.post(write, typed(**changes)), said)
    assert not LegalMatter.objects.exists()


def test_the_same_form_twice_is_one_matter(client, worker):
    write = reverse("cases:legal_matter_write", args=[f.StayFactory().person_id])
    data = typed()
    for _ in range(2):
        assert client.post(write, data).status_code == 302
    assert LegalMatter.objects.count() == 1


def test_a_matter_ends_with_a_day_and_an_outcome(client, worker):
    matter = f.LegalMatterFactory()
    edit = of_matter("edit", matter)
    data = typed(shown_version=matter.version, ended_on=f"{days.today()}", outcome="")
    assertContains(client.post(edit, data), "Perkara yang selesai menyebut tanggal dan hasilnya.")
    client.post(edit, data | {"outcome": "Diversi berhasil."})
    assertContains(client.get(of_matter("detail", matter)), "Diversi berhasil.")
    assertContains(client.post(edit, data), "diubah orang lain")


def test_house_staff_know_of_no_matter(client, login):
    matter = f.LegalMatterFactory(about=CANARY)
    login(Role.CARETAKER)
    page = client.get(reverse("cases:person_detail", args=[matter.person_id]))
    assertNotContains(page, CANARY)
    assert client.get(of_matter("detail", matter)).status_code == 403


def test_of_a_closed_file_nothing_is_found(client, worker):
    hearing = f.HearingFactory(matter__stay__intake__person__is_sealed=True)
    for name in ("detail", "edit", "note"):
        assert client.get(of_matter(name, hearing.matter)).status_code == 404
    for name in ("edit", "result", "cancel"):
        assert client.get(of_hearing(name, hearing)).status_code == 404
    write = reverse("cases:legal_matter_write", args=[hearing.matter.person_id])
    assert client.get(write).status_code == 404
    assert waits(worker)["hearing-without-escort"] == 0
    assert notes_of(hearing.matter, worker) == []


# -- Notes --------------------------------------------------------------------------------------


def test_a_note_is_added_and_never_changed(client, worker):
    matter = f.LegalMatterFactory()
    data = {"send_key": str(uuid.uuid4()), "text": CANARY}
    for _ in range(2):
        client.post(of_matter("note", matter), data)
    assertContains(client.get(of_matter("detail", matter)), CANARY, count=1)
    for attempt in (
        lambda: LegalNote.objects.update(sealed_text="x"),
        lambda: LegalNote.objects.all().delete(),
    ):
        with pytest.raises(DatabaseError), transaction.atomic():
            attempt()


@pytest.mark.django_db(transaction=True)
def test_no_backup_holds_what_a_note_says(client, worker):
    matter = f.LegalMatterFactory()
    data = {"send_key": str(uuid.uuid4()), "text": CANARY}
    assert client.post(of_matter("note", matter), data).status_code == 302
    assert CANARY not in dumped()


# -- Hearings -----------------------------------------------------------------------------------


def add(matter):
    return reverse("cases:hearing_add", args=[matter.pk])


def test_who_goes_along_gets_a_task_that_says_not_what_for(client, worker):
    matter, escort = f.LegalMatterFactory(), f.UserFactory(roles=[Role.CARETAKER])
    assertRedirects(
        client.post(add(matter), planned(escort=escort.pk)), of_matter("detail", matter)
    )
    hearing, task = Hearing.objects.get(), Task.objects.get()
    assert (hearing.task, task.owner, task.stay, task.due_at) == (
        task,
        escort,
        matter.stay,
        hearing.at,
    )
    assert task.what.startswith("Dampingi ke Pengadilan Ma'rang")
    assert "sidang" not in task.what


def test_another_escort_or_hour_is_another_task(client, worker):
    matter = f.LegalMatterFactory()
    escort, other = f.UserFactory.create_batch(2, roles=[Role.CARETAKER])
    client.post(add(matter), planned(escort=escort.pk))
    hearing, first = Hearing.objects.get(), Task.objects.get()
    same = planned(escort=escort.pk, at=clock(hearing.at), shown_version=1, purpose="sidang kedua")
    client.post(of_hearing("edit", hearing), same)
    assert Task.objects.count() == 1
    client.post(of_hearing("edit", hearing), same | {"escort": other.pk, "shown_version": 2})
    first.refresh_from_db()
    hearing.refresh_from_db()
    assert first.cancel_reason == "Jadwalnya berubah."
    assert hearing.task.owner == other
    client.post(of_hearing("cancel", hearing), {"reason": "Ditunda hakim."})
    hearing.refresh_from_db()
    assert hearing.task.cancel_reason == "Jadwalnya dibatalkan."
    assertContains(client.get(of_matter("detail", matter)), "Ditunda hakim.")


def test_nobody_goes_along_with_who_is_not_here_or_to_what_is_over(client, worker):
    escort = f.UserFactory(roles=[Role.CARETAKER])
    gone = f.LegalMatterFactory(stay__ended=True)
    page = client.post(add(gone), planned(escort=escort.pk))
    assertContains(page, "Klien ini tidak dalam RPTC.")
    here = f.LegalMatterFactory()
    past = planned(escort=escort.pk, at=clock(days.now() - days.ONE_DAY))
    assertContains(client.post(add(here), past), "Jadwal ini sudah lewat.")
    assert not Task.objects.exists()
    assert client.post(add(gone), planned()).status_code == 302


def test_within_three_days_an_escort_is_missed_and_after_the_day_a_result(client, worker):
    f.HearingFactory(at=days.now() + 4 * days.ONE_DAY)
    f.HearingFactory(matter__stay__ended=True)
    soon = f.HearingFactory(at=days.now() + 2 * days.ONE_DAY)
    over = f.HearingFactory(at=days.now() - days.ONE_DAY)
    assert waits(worker) == {"hearing-without-escort": 1, "hearing-without-result": 1}
    for show, row in (("escort", soon), ("result", over)):
        shown = client.get(LIST, {"show": show})
        assert [each.pk for each in shown.context["page_obj"]] == [row.pk]
    assertRedirects(
        client.post(of_hearing("result", over), {"result": "Ditunda seminggu."}),
        of_matter("detail", over.matter),
    )
    assert waits(worker)["hearing-without-result"] == 0


def test_an_escort_without_account_or_task_is_missed(client, worker):
    gone, off = f.UserFactory.create_batch(2, roles=[Role.CARETAKER])
    for escort in (gone, off):
        client.post(add(f.LegalMatterFactory()), planned(escort=escort.pk))
    assert waits(worker)["hearing-without-escort"] == 0
    gone.is_active = False
    gone.save()
    task = Task.objects.get(owner=off)
    task.cancelled_at, task.cancelled_by, task.cancel_reason = days.now(), worker, "Sakit."
    task.save()
    assert waits(worker)["hearing-without-escort"] == 2
    shown = client.get(LIST, {"show": "escort"}).context["page_obj"]
    assert not any(row.has_escort for row in shown)
    hearing = Hearing.objects.get(escort=off)
    again = planned(escort=off.pk, at=clock(hearing.at), shown_version=1)
    client.post(of_hearing("edit", hearing), again)
    assert waits(worker)["hearing-without-escort"] == 1


def test_what_has_a_result_is_moved_to_no_other_hour(client, worker):
    over = f.HearingFactory(at=days.now() - days.ONE_DAY, result="Ditunda.")
    later = planned(at=clock(days.now() + days.ONE_DAY), shown_version=over.version)
    page = client.post(of_hearing("edit", over), later)
    assertContains(page, "Hasilnya sudah dicatat. Catat jadwal baru.")


def test_a_hearing_of_this_evening_waits_for_its_result_from_midnight(login, time_machine_at):
    evening = days.at(datetime.date(2026, 12, 31), datetime.time(23, 30))
    time_machine_at(evening)
    user = login(Role.SOCIAL_WORKER)
    f.HearingFactory(at=evening - days.ONE_HOUR)
    assert waits(user)["hearing-without-result"] == 0
    time_machine_at(evening + days.ONE_HOUR)
    assert waits(user)["hearing-without-result"] == 1


def test_a_result_is_of_what_is_over_and_can_be_mended(client, worker):
    coming, over = f.HearingFactory(), f.HearingFactory(at=days.now() - days.ONE_DAY)
    page = client.post(of_hearing("result", coming), {"result": "Selesai."})
    assertContains(page, "Jadwal ini belum lewat.")
    for result in ("Ditunda.", "Diputus."):
        client.post(of_hearing("result", over), {"result": result})
    over.refresh_from_db()
    assert (over.result, over.history.count()) == ("Diputus.", 3)
    page = client.post(of_hearing("cancel", over), {"reason": "Keliru."})
    assertContains(page, "Hasilnya sudah dicatat.")


def test_a_list_asks_no_more_for_more_rows(login, count_queries):
    login(Role.SOCIAL_WORKER)
    f.HearingFactory()
    few = count_queries(LIST)
    f.HearingFactory.create_batch(6)
    assert count_queries(LIST) == few


def test_the_database_refuses_what_cannot_be():
    matter, hearing = f.LegalMatterFactory(), f.HearingFactory()
    today = days.today()
    refused = [
        lambda: f.LegalMatterFactory(about=""),
        lambda: f.LegalMatterFactory(ended_on=today),
        lambda: f.LegalMatterFactory(ended_on=today - days.ONE_DAY, outcome="Selesai."),
        lambda: f.HearingFactory(place=""),
        lambda: f.HearingFactory(purpose=""),
        lambda: f.HearingFactory(cancelled_at=days.now()),
        lambda: LegalNote.objects.create(matter=matter, recorded_by=f.UserFactory()),
    ]
    for attempt in refused:
        with pytest.raises(IntegrityError), transaction.atomic():
            attempt()
    for attempt in (
        matter.delete,
        hearing.delete,
        lambda: Hearing.objects.filter(pk=hearing.pk).update(matter=matter),
    ):
        with pytest.raises(DatabaseError), transaction.atomic():
            attempt()


def test_it_goes_along_when_two_files_are_one():
    matter, kept = f.LegalMatterFactory(), f.PersonFactory()
    worker, head = f.UserFactory(roles=[Role.SOCIAL_WORKER]), f.UserFactory(roles=[Role.HEAD])
    merge = f.MergeFactory(kept=kept, lost=matter.person, recorded_by=worker)
    doubles.decide_merge(merge, approve=True, note="", seen=merge.seen, by=head)
    matter.refresh_from_db()
    assert matter.person == kept
