"""A note is written at a level that says beforehand who reads it, and is never changed."""

import datetime
import uuid

import pytest
from django.urls import reverse
from pytest_django.asserts import assertContains, assertNotContains, assertRedirects

from cases.casework.notes.models import Note
from rptc import days, keys
from rptc.accounts.permissions import Role
from rptc.audit.models import Entry
from rptc.sending import digest_of
from tests import factories as f

pytestmark = pytest.mark.django_db
WORDS = 'Mulai bercerita tentang Ma\'ruf, "pamannya".'


def url(stay):
    return reverse("cases:note_write", args=[stay.pk])


def typed(**changes):
    said = {
        "send_key": str(uuid.uuid4()),
        "level": "team",
        "on": days.today().isoformat(),
        "about": "talk",
        "words": WORDS,
    }
    return said | changes


@pytest.fixture
def worker(login):
    return login(Role.SOCIAL_WORKER)


def test_it_says_who_reads_each_level_before_one_writes(client, worker):
    case = f.UserFactory(full_name="Andi Tenri", roles=[Role.SOCIAL_WORKER])
    away = f.SubstitutionFactory(worker=case, substitute__full_name="Nurul Huda")
    head = f.UserFactory(full_name="Muhammad Arif", roles=[Role.HEAD])
    family = f.UserFactory(full_name="Kepala Lain", roles=[Role.HEAD])
    f.DelegationFactory(delegate__full_name="Plt. Sementara")
    stay = f.StayFactory(social_worker=case)
    f.ConflictFactory(person=stay.person, user=family)
    shown = client.get(url(stay))
    for said in (
        f"{worker}, yang menulis",
        f"{case}, pekerja sosialnya",
        f"{away.substitute}, pengganti",
        f"{head}, Kepala UPT",
        "Semua pekerja sosial, dan Kepala UPT.",
        "selama 60 menit",
    ):
        assertContains(shown, said)
    assertNotContains(shown, "Kepala Lain")
    assertNotContains(shown, "Plt. Sementara")


def test_no_level_is_chosen_beforehand_and_one_must_be(client, worker):
    stay = f.StayFactory()
    assertNotContains(client.get(url(stay)), "checked")
    refused = client.post(url(stay), typed(level=""))
    assertContains(refused, "Pilih siapa yang boleh membaca.")
    assertContains(refused, "Mulai bercerita tentang Ma&#x27;ruf")
    assert not Note.objects.exists()


def test_one_of_the_team_lies_there_as_it_was_typed(client, worker):
    stay = f.StayFactory()
    assertRedirects(client.post(url(stay), typed()), reverse("cases:stay_notes", args=[stay.pk]))
    note = Note.objects.get()
    assert (note.text, note.sealed_text, note.recorded_by) == (WORDS, "", worker)
    entry = Entry.objects.get(verb="wrote")
    assert (entry.person_id, entry.object_id) == (stay.person_id, note.pk)
    assert WORDS not in str(entry.details)


@pytest.mark.parametrize("level", ["professional", "head"])
def test_above_the_team_it_lies_under_the_key_alone(client, worker, level):
    stay = f.StayFactory(social_worker=worker)
    client.post(url(stay), typed(level=level))
    note = Note.objects.get()
    assert note.text == ""
    assert keys.decrypt(note.sealed_text) == WORDS
    assertContains(client.get(reverse("cases:stay_notes", args=[stay.pk])), "Ma&#x27;ruf")


def test_that_a_note_to_the_head_was_written_stands_in_no_log_of_a_case(client, worker):
    stay = f.StayFactory()
    client.post(url(stay), typed(level="head"))
    assert Entry.objects.get(verb="wrote").person_id is None
    assert not Entry.objects.about(stay.person_id).filter(object_id=Note.objects.get().pk).exists()


def test_trauma_stands_in_a_professional_one_alone(client, worker):
    stay = f.StayFactory()
    for level in ("team", "head"):
        refused = client.post(url(stay), typed(level=level, about="trauma_offered"))
        assertContains(refused, "Trauma hanya ditulis pada catatan profesional.", count=1)
    client.post(url(stay), typed(level="professional", about="trauma_offered"))
    assert Note.objects.get().about == "trauma_offered"


def test_neither_a_day_to_come_nor_one_before_the_arrival(client, worker, today):
    stay = f.StayFactory(days_ago=2)
    tomorrow, before = today + days.ONE_DAY, today - days.ONE_DAY * 3
    refused = client.post(url(stay), typed(on=tomorrow.isoformat()))
    assertContains(refused, "Tanggal ini belum terjadi.")
    refused = client.post(url(stay), typed(on=before.isoformat()))
    assertContains(refused, "Tanggal ini sebelum klien tiba.", count=1)
    client.post(url(stay), typed(on=stay.entered_on.isoformat()))
    assert Note.objects.get().on == stay.entered_on


def test_on_the_last_evening_of_the_year_it_is_still_that_year(client, worker, time_machine_at):
    time_machine_at(days.at(datetime.date(2026, 12, 31), datetime.time(23, 30)))
    # A login of now: the one before is from another year.
    client.force_login(worker)
    stay = f.StayFactory()
    assertContains(client.get(url(stay)), 'value="2026-12-31"')
    client.post(url(stay), typed(on="2026-12-31"))
    assert Note.objects.get().on == datetime.date(2026, 12, 31)
    assert client.post(url(stay), typed(on="2027-01-01")).status_code == 200


def test_of_a_stay_that_has_ended_too_and_the_page_says_so(client, worker):
    stay = f.StayFactory(ended=True, days_ago=4)
    assertContains(client.get(url(stay)), "Masa pembinaan ini sudah berakhir.")
    client.post(url(stay), typed())
    assert stay.notes.count() == 1


def test_sent_twice_is_one_note_and_other_words_are_refused(client, worker):
    stay, said = f.StayFactory(), typed(level="professional")
    first, second = client.post(url(stay), said), client.post(url(stay), said)
    assert first["Location"] == second["Location"]
    other = client.post(url(stay), said | {"words": "Lain."})
    assertContains(other, "sudah terkirim dengan isi lain")
    assert Note.objects.count() == 1


def test_the_fingerprint_beside_it_is_not_that_of_its_words(client, worker):
    """Of a short text it could be guessed by whoever holds a copy of the database."""
    said = typed(level="professional")
    client.post(url(f.StayFactory()), said)
    guessed = digest_of(
        {"level": "professional", "on": days.today(), "about": "talk", "words": WORDS}
    )
    assert Note.objects.get().send_digest not in {"", guessed}


def test_a_file_that_is_closed_is_nowhere(client, worker):
    sealed = f.StayFactory(intake__person__is_sealed=True)
    own = f.StayFactory()
    f.ConflictFactory(person=own.person, user=worker)
    for stay in (sealed, own):
        assert client.get(url(stay)).status_code == 404
        assert client.post(url(stay), typed()).status_code == 404
    assert not Note.objects.exists()


def test_an_emergency_opens_no_form(client, worker):
    stay = f.StayFactory(intake__person__is_sealed=True)
    f.EmergencyAccessFactory(person=stay.person, recorded_by=worker)
    assert client.get(url(stay)).status_code == 404
    assert client.post(url(stay), typed()).status_code == 404
