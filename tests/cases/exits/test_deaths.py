"""Death in care: at once, by whoever is on duty; the file is sealed, the days after fill it in."""

import datetime
import uuid

import pytest
from django.db import IntegrityError, transaction
from django.urls import reverse
from pytest_django.asserts import assertContains, assertNotContains

from cases.exits.deaths.models import Death
from cases.exits.models import Exit
from cases.people.models import Person
from rptc import days, words
from rptc.accounts.permissions import Role
from rptc.audit.models import Entry
from rptc.audit.record import record
from tests.factories import (
    DeathFactory,
    ExitFactory,
    IncidentPersonFactory,
    LetterFactory,
    RollCallRowFactory,
    StayFactory,
    UserFactory,
    withdraw,
)

pytestmark = pytest.mark.django_db


def typed(moment):
    return moment.astimezone(days.WITA).strftime("%Y-%m-%dT%H:%M")


def url(stay):
    return reverse("cases:death_record", args=[stay.pk])


def posted(**changes):
    return {
        "send_key": str(uuid.uuid4()),
        "died_at": typed(days.now()),
        "place": "Kamar 2",
        "found_by": "Petugas piket",
        **changes,
    }


def test_piket_records_it_at_once_whatever_else_was_asked(client, login):
    login(Role.CARETAKER)
    waiting = ExitFactory(stay=StayFactory(child=True, days_ago=2))
    response = client.post(url(waiting.stay), posted(), follow=True)
    assertContains(response, "Kematian dicatat. Berkas ditutup, dan Kepala UPT diberi tahu.")
    waiting.refresh_from_db()
    assert waiting.state == "cancelled"
    left = Exit.objects.get(state="done")
    assert (left.kind.code, left.must_be_known, left.known_at) == ("meninggal", True, None)
    waiting.stay.refresh_from_db()
    assert not waiting.stay.is_open


def test_the_file_is_sealed_from_that_hour(client, login):
    login(Role.CARETAKER)
    stay = StayFactory(days_ago=2, social_worker=UserFactory(roles=[Role.SOCIAL_WORKER]))
    client.post(url(stay), posted())
    assert Person.objects.get(pk=stay.person_id).is_sealed
    assert Entry.objects.filter(verb="sealed", person_id=stay.person_id).exists()
    page = reverse("cases:death_detail", args=[Death.objects.get().pk])
    login(Role.SOCIAL_WORKER)
    assert client.get(page).status_code == 404
    login(stay.social_worker)
    assert client.get(page).status_code == 200
    login(Role.HEAD)
    assert client.get(page).status_code == 200


def test_the_head_is_told_at_once(client, login):
    login(Role.CARETAKER)
    stay = StayFactory(days_ago=2)
    client.post(url(stay), posted())
    login(Role.HEAD)
    assertContains(client.get(reverse("reports:approvals")), "Meninggal dunia")


def test_mistakes_are_said_and_nothing_is_saved(client, login):
    login(Role.CARETAKER)
    stay = StayFactory(days_ago=1)
    later = typed(days.now() + datetime.timedelta(hours=2))
    assertContains(client.post(url(stay), posted(died_at=later)), "Waktu ini belum terjadi.")
    before = typed(stay.began_at - datetime.timedelta(hours=2))
    assertContains(client.post(url(stay), posted(died_at=before)), "sesudah saat tiba")
    assert client.post(url(stay), posted(place="")).status_code == 200
    assert not Death.objects.exists()
    assert not Person.objects.get(pk=stay.person_id).is_sealed


def test_the_same_form_twice_is_one_death(client, login):
    login(Role.SOCIAL_WORKER)
    stay, form = StayFactory(days_ago=1), posted()
    client.post(url(stay), form)
    client.post(url(stay), form)
    assert Death.objects.count() == 1


def shown_version(client, death):
    form = client.get(reverse("cases:death_complete", args=[death.pk])).context["form"]
    return {"shown_version": form["shown_version"].value()}


def test_two_who_complete_it_see_each_other(client, login):
    login(Role.HEAD)
    death = DeathFactory()
    mine = shown_version(client, death) | {"family_untold_reason": "Tidak dikenal."}
    at = days.now()
    Death.objects.filter(pk=death.pk).update(police="Polsek Rappocini", police_told_at=at)
    page = reverse("cases:death_complete", args=[death.pk])
    response = client.post(page, mine)
    for said in ("diubah orang lain", "Tidak dikenal.", "Polsek Rappocini", words.tanggal(at)):
        assertContains(response, said)
    death.refresh_from_db()
    assert (death.police, death.family_untold_reason) == ("Polsek Rappocini", "")
    again = mine | {
        "shown_version": response.context["form"].stored_version,
        "police": "Polsek Rappocini",
        "police_told_at": typed(at),
    }
    assert client.post(page, again).status_code == 302
    death.refresh_from_db()
    assert (death.police, death.family_untold_reason) == ("Polsek Rappocini", "Tidak dikenal.")


def test_a_double_click_is_no_conflict(client, login):
    login(Role.HEAD)
    death = DeathFactory()
    mine = shown_version(client, death) | {
        "police": "Polsek Rappocini",
        "police_told_at": typed(days.now()),
    }
    page = reverse("cases:death_complete", args=[death.pk])
    for _ in range(2):
        assert client.post(page, mine).status_code == 302


def test_the_days_after_fill_it_in(client, login):
    login(Role.HEAD)
    death = DeathFactory()
    page = reverse("cases:death_detail", args=[death.pk])
    for sentence in ["Dokter belum memeriksa.", "Polisi belum diberi tahu.", "Pemakaman belum"]:
        assertContains(client.get(page), sentence)
    complete = reverse("cases:death_complete", args=[death.pk])
    shown = shown_version(client, death)
    response = client.post(complete, shown | {"doctor": "dr. Andi"})
    assertContains(response, "Tulis dokternya, kapan dan di mana ia memeriksa.")
    now = typed(days.now())
    client.post(
        complete,
        shown
        | {
            "doctor": "dr. Andi",
            "examined_at": now,
            "examined_where": "RPTC Makassar",
            "cause": "Gagal jantung",
            "police": "Polsek Rappocini, Aiptu Basri",
            "police_told_at": now,
            "family_untold_reason": "Tidak diketahui keluarganya.",
            "buried_on": days.today().isoformat(),
            "burial_place": "TPU Sudiang",
            "burial_by": "Dinas Sosial",
        },
    )
    page = client.get(page)
    assertNotContains(page, "Masih harus dilakukan")
    assertContains(page, "tidak diberi tahu: Tidak diketahui keluarganya.")


def test_the_last_48_hours_are_what_the_house_wrote_down(client, login, time_machine_at):
    death = DeathFactory()
    person, piket = death.exit.stay.person, UserFactory(full_name="Rosmini")
    for hours, verb in [(50, "registered"), (3, "placed"), (2, "opened")]:
        time_machine_at(death.died_at - datetime.timedelta(hours=hours))
        record(piket, verb, death.exit.stay, person=person)
    time_machine_at(death.died_at + datetime.timedelta(hours=1))
    login(Role.HEAD)
    page = client.get(reverse("cases:death_detail", args=[death.pk]))
    assert [entry.verb for entry in page.context["page_obj"]] == ["placed"]
    assertContains(page, "Rosmini")


def test_the_last_roll_calls_and_incidents_stand_beside_it(client, login):
    death = DeathFactory()
    for hours, status in [(60, "present"), (10, "present")]:
        RollCallRowFactory(
            stay=death.exit.stay,
            status=status,
            roll_call__taken_at=death.died_at - datetime.timedelta(hours=hours),
        )
    at = death.died_at - datetime.timedelta(hours=5)
    IncidentPersonFactory(stay=death.exit.stay, incident__happened_at=at)
    IncidentPersonFactory(incident__happened_at=at)
    login(Role.HEAD)
    page = client.get(reverse("cases:death_detail", args=[death.pk]))
    assert len(page.context["roll_calls"]) == len(page.context["incidents"]) == 1
    assertContains(page, "Insiden")


@pytest.mark.parametrize(
    ("columns", "name"),
    [
        ({"doctor": "dr. Andi"}, "doctor_comes_with_time_and_place"),
        ({"police": "Polsek"}, "police_are_told_at_an_hour"),
        ({"family": "Ibu"}, "family_is_told_at_an_hour_or_a_reason"),
        ({"burial_place": "TPU"}, "burial_says_where_and_by_whom"),
    ],
)
def test_half_an_entry_is_refused(columns, name):
    death = DeathFactory()
    with pytest.raises(IntegrityError, match=name), transaction.atomic():
        Death.objects.filter(pk=death.pk).update(**columns)


def test_no_doctor_comes_before_the_death():
    death = DeathFactory()
    with pytest.raises(IntegrityError, match="examined_dead_before"), transaction.atomic():
        Death.objects.filter(pk=death.pk).update(
            doctor="dr. Andi", examined_where="RPTC", examined_at=death.died_at - days.ONE_DAY
        )


def test_no_other_form_ends_a_stay_by_death(client, login):
    login(Role.SOCIAL_WORKER)
    stay = StayFactory(days_ago=1)
    page = client.get(reverse("cases:stay_end", args=[stay.pk]))
    assertContains(page, url(stay))
    assertNotContains(page, "Meninggal dunia")


def test_letters_that_were_written_before_are_sealed_with_the_file(client, login):
    login(Role.CARETAKER)
    stay = StayFactory(days_ago=2)
    letter = LetterFactory(person_id=stay.person_id, numbered=True)
    withdrawn = withdraw(LetterFactory(person_id=stay.person_id, numbered=True))
    login(Role.OFFICE)
    pages = [reverse("letters:letter_detail", args=[row.pk]) for row in (letter, withdrawn)]
    assert [client.get(page).status_code for page in pages] == [200, 200]
    login(Role.CARETAKER)
    client.post(url(stay), posted())
    login(Role.OFFICE)
    assert [client.get(page).status_code for page in pages] == [404, 404]
    login(Role.HEAD)
    assert [client.get(page).status_code for page in pages] == [200, 200]
