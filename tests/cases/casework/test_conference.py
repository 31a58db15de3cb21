"""Konferensi kasus: who sat together about a klien, and what they decided."""

import uuid

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import IntegrityError, InternalError, transaction
from django.urls import reverse
from pytest_django.asserts import assertContains, assertNotContains, assertRedirects

from cases.casework.conferences.models import Conference, ConferencePhoto, needing_conference
from cases.house.tasks.models import Task
from cases.stays.models import Stay
from rptc import days
from rptc.accounts.permissions import Role
from rptc.letters.models import Letter
from tests import pictures
from tests.factories import (
    CertificateRuleFactory,
    ConferenceFactory,
    ConferencePhotoFactory,
    ExitFactory,
    ExtensionFactory,
    IntakeFactory,
    PersonFactory,
    SealReaderFactory,
    StayFactory,
    UserFactory,
    exit_kind,
)

pytestmark = pytest.mark.django_db


def page(row, name="detail"):
    return reverse(f"cases:conference_{name}", args=[row.pk])


def local(moment):
    return f"{moment.astimezone(days.WITA):%Y-%m-%dT%H:%M}"


def plan_data(*offices, **more):
    data = {
        "send_key": str(uuid.uuid4()),
        "planned_at": local(days.now() + days.ONE_DAY),
        "place": "Ruang rapat",
        "about": "Ke mana anak ini kembali.",
        "attendees-TOTAL_FORMS": len(offices),
        "attendees-INITIAL_FORMS": 0,
    }
    for number, office in enumerate(offices):
        data |= {f"attendees-{number}-office": office, f"attendees-{number}-name": ""}
    return data | more


def hold_data(row, *decisions, **more):
    """decisions: (text, owner or office). The first who is asked came; the social worker leads."""
    data = {
        "held_at": local(days.now() - days.ONE_HOUR),
        "minutes": "Ibunya siap menerima bila ada seragam.",
        "chaired_by": row.stay.social_worker_id,
        "present": [row.attendees.first().pk],
        "decisions-TOTAL_FORMS": len(decisions),
        "decisions-INITIAL_FORMS": 0,
    }
    for number, (text, whose) in enumerate(decisions):
        is_ours = hasattr(whose, "pk")
        data |= {
            f"decisions-{number}-text": text,
            f"decisions-{number}-owner": whose.pk if is_ours else "",
            f"decisions-{number}-office": "" if is_ours else whose,
            f"decisions-{number}-due_on": str(days.today() + days.ONE_DAY),
        }
    return data | more


def test_it_is_planned_once_with_who_is_asked(client, login):
    login(Role.SOCIAL_WORKER)
    stay = StayFactory()
    data = plan_data("Kepala UPT", "Lurah Tallo", "")
    for _ in range(2):
        answer = client.post(page(stay, "plan"), data)
        assertRedirects(answer, page(Conference.objects.get()))
    asked = Conference.objects.get().attendees.values_list("office", flat=True)
    assert list(asked) == ["Kepala UPT", "Lurah Tallo"]
    notes = client.get(reverse("cases:stay_notes", args=[stay.pk]))
    assertContains(notes, "Ke mana anak ini kembali.")


def test_three_decisions_become_tasks_and_another_office_is_reminded(client, login):
    worker, house = login(Role.SOCIAL_WORKER), UserFactory(roles=[Role.CARETAKER])
    row = ConferenceFactory(stay__social_worker=worker)
    data = hold_data(
        row,
        ("Antar ke sekolah", worker),
        ("Siapkan seragam", house),
        ("Terbitkan KIA", "Dukcapil"),
    )
    assertRedirects(client.post(page(row, "hold"), data), page(row))
    tasks = dict(Task.objects.values_list("what", "owner"))
    assert tasks == {
        "Antar ke sekolah": worker.pk,
        "Siapkan seragam": house.pk,
        "Ingatkan Dukcapil: Terbitkan KIA": worker.pk,
    }
    assert [each.attended for each in row.attendees.all()] == [True, False]
    shown = client.get(page(row))
    for words in ("Terbitkan KIA", "Ibunya siap menerima", "Tidak hadir"):
        assertContains(shown, words)


def test_the_minutes_are_printed_without_a_name(client, login, read_pdf):
    worker = login(Role.SOCIAL_WORKER)
    row = ConferenceFactory(stay__social_worker=worker)
    assert "UNDANGAN" in read_pdf(client.get(page(row, "print")))
    client.post(page(row, "hold"), hold_data(row, ("Antar ke sekolah", worker)))
    printed = " ".join(read_pdf(client.get(page(row, "print"))).split())
    assert "NOTULA" in printed
    assert "Antar ke sekolah" in printed
    assert str(row.stay.person) not in printed


@pytest.mark.parametrize(
    ("wrong", "sentence"),
    [
        ({"decisions-TOTAL_FORMS": 0}, "Tulis sedikitnya satu keputusan."),
        ({"decisions-0-owner": "", "decisions-0-office": ""}, "Pilih petugas, atau tulis"),
        ({"decisions-0-due_on": "2020-01-01"}, "Tanggal ini sudah lewat."),
        ({"present": []}, "Centang sedikitnya satu yang hadir."),
        ({"chaired_by": ""}, "Pilih siapa yang memimpin."),
        ({"held_at": "2020-01-01T10:00"}, "Ini sebelum klien tiba."),
        ({"held_at": "2099-01-01T10:00"}, "Waktu ini belum terjadi."),
    ],
)
def test_what_a_mistake_shows(client, login, wrong, sentence):
    worker = login(Role.SOCIAL_WORKER)
    row = ConferenceFactory(stay__social_worker=worker)
    data = hold_data(row, ("Antar ke sekolah", worker)) | wrong
    assertContains(client.post(page(row, "hold"), data), sentence)
    row.refresh_from_db()
    assert row.is_planned
    assert not Task.objects.exists()


def test_a_mistake_in_a_row_is_told_on_top(client, login):
    worker = login(Role.SOCIAL_WORKER)
    row = ConferenceFactory(stay__social_worker=worker)
    data = hold_data(row, ("Antar ke sekolah", worker), ("Siapkan seragam", worker))
    told = client.post(page(row, "hold"), data | {"decisions-1-due_on": ""})
    assertContains(told, "Belum tersimpan.")
    assertContains(told, '<a href="#id_decisions-1-due_on">Paling lambat, baris 2</a>')
    told = client.post(page(row, "hold"), data | {"decisions-0-owner": ""})
    assertContains(told, '<a href="#id_decisions-0-text">Keputusan, baris 1</a>')
    plan = plan_data("") | {"attendees-0-name": "Hasan"}
    told = client.post(page(row.stay, "plan"), plan)
    assertContains(told, "Belum tersimpan.")
    assertContains(told, 'href="#id_attendees-0-office"')


def test_one_to_which_nobody_was_asked_is_held_by_who_led_it(client, login):
    worker = login(Role.SOCIAL_WORKER)
    client.post(page(StayFactory(social_worker=worker, days_ago=2), "plan"), plan_data(""))
    row = Conference.objects.get()
    data = hold_data(ConferenceFactory(stay=row.stay), ("Antar ke sekolah", worker), present=[])
    assertRedirects(client.post(page(row, "hold"), data), page(row))


def test_an_owner_who_may_not_open_the_file_gets_no_task(client, login):
    worker, house = login(Role.SOCIAL_WORKER), UserFactory(roles=[Role.OFFICE])
    row = ConferenceFactory(stay__social_worker=worker)
    answer = client.post(page(row, "hold"), hold_data(row, ("Tulis surat", house)))
    assertContains(answer, "tidak boleh membuka berkas")
    assertContains(answer, "data-wrong", count=1)
    assert not Task.objects.exists()


@pytest.mark.parametrize("is_sealed", [False, True])
def test_who_is_refused_is_not_offered(client, login, is_sealed):
    """And of all who are offered, none is."""
    worker = login(Role.SOCIAL_WORKER)
    row = ConferenceFactory(stay__social_worker=worker)
    if is_sealed:
        SealReaderFactory(seal__person=row.stay.person, user=worker)
    roles = (Role.OFFICE, Role.SOCIAL_WORKER, Role.CARETAKER, Role.HEAD)
    house = {role: UserFactory(roles=[role]) for role in roles}
    form = client.get(page(row, "hold")).context["rows"].forms[0]
    offered = set(form.fields["owner"].queryset)
    visible = Stay.objects.filter(pk=row.stay_id)
    for user in {worker, *house.values()}:
        assert (user in offered) == visible.visible_to(user).exists(), user.roles_today


def test_it_is_written_once_and_stays(client, login):
    worker = login(Role.SOCIAL_WORKER)
    row = ConferenceFactory(stay__social_worker=worker)
    data = hold_data(row, ("Antar ke sekolah", worker))
    client.post(page(row, "hold"), data)
    assertContains(client.post(page(row, "hold"), data), "sudah selesai")
    assert Task.objects.count() == 1
    assertContains(client.post(page(row, "cancel"), {"reason": "x"}), "sudah selesai")
    with pytest.raises((InternalError, IntegrityError)), transaction.atomic():
        Conference.objects.filter(pk=row.pk).update(minutes="Lain.")


def needing():
    return set(needing_conference(Stay.objects.all()))


def test_when_one_is_proposed():
    calm = StayFactory()
    often = StayFactory()
    IntakeFactory.create_batch(2, person=often.person, outcome="advised")
    longer = StayFactory(days_ago=6)
    decided = {"decided_by": UserFactory(), "decided_at": days.now()}
    ExtensionFactory(stay=longer, state="approved", **decided)
    child = StayFactory(child=True)
    ExitFactory(stay=child, kind=exit_kind("mitra"))
    assert needing() == {often, longer, child}
    ConferenceFactory(stay=often)
    ConferenceFactory(stay=child, state="cancelled", end_reason="Ditunda.")
    assert needing() == {longer, child}
    assert calm not in needing()


def test_one_that_is_not_needed_is_said_with_a_reason_and_not_proposed_again(client, login):
    login(Role.SOCIAL_WORKER)
    stay = StayFactory()
    IntakeFactory.create_batch(2, person=stay.person, outcome="advised")
    notes = reverse("cases:stay_notes", args=[stay.pk])
    assertContains(client.get(notes), "Diusulkan")
    assert client.post(page(stay, "decline"), {"reason": ""}).status_code == 200
    assertRedirects(client.post(page(stay, "decline"), {"reason": "Baru dibahas."}), notes)
    assertNotContains(client.get(notes), "Diusulkan")
    assertContains(client.get(notes), "Tidak diperlukan")


def test_the_list_shows_who_needs_one(client, login, count_queries):
    login(Role.SOCIAL_WORKER)
    stay = StayFactory()
    IntakeFactory.create_batch(2, person=stay.person, outcome="advised")
    address = reverse("cases:conference_list")
    assertContains(client.get(address), str(stay.person))
    ConferenceFactory()
    few = count_queries(f"{address}?show=planned")
    ConferenceFactory.create_batch(4)
    assert count_queries(f"{address}?show=planned") == few


def test_a_sealed_file_is_out_of_reach(client, login):
    login(Role.SOCIAL_WORKER)
    sealed = StayFactory(intake__person=PersonFactory(is_sealed=True))
    row = ConferenceFactory(stay=sealed)
    for name in ("detail", "hold", "cancel", "print"):
        assert client.get(page(row, name)).status_code == 404
    for name in ("plan", "decline"):
        assert client.get(page(sealed, name)).status_code == 404


def test_the_invitation_and_the_minutes_are_letters_with_a_number(client, login, read_pdf):
    worker = login(Role.SOCIAL_WORKER)
    row = ConferenceFactory(stay__social_worker=worker)
    for _ in range(2):
        assertRedirects(client.post(page(row, "letter_write")), page(row))
    invitation = Letter.objects.get()
    printed = " ".join(read_pdf(client.get(page(row, "invitation_letter"))).split())
    for words in (invitation.number, "Lurah Tallo", row.stay.person.file_number, "mengundang"):
        assert words in printed
    assert str(row.stay.person) not in printed
    assert client.get(page(row, "minutes_letter")).status_code == 404
    client.post(page(row, "hold"), hold_data(row, ("Antar ke sekolah", worker)))
    for _ in range(2):
        client.post(page(row, "letter_write"))
    minutes = Letter.objects.exclude(pk=invitation.pk).get()
    printed = " ".join(read_pdf(client.get(page(row, "minutes_letter"))).split())
    for words in (minutes.number, "Antar ke sekolah", f"Dipimpin oleh : {worker}"):
        assert words.replace(" : ", " ") in printed.replace(" : ", " ")
    assert str(row.stay.person) not in printed
    office = login(Role.OFFICE)
    assert not Letter.objects.visible_to(office).exists()


def test_one_that_was_cancelled_has_no_letter(client, login):
    login(Role.SOCIAL_WORKER)
    row = ConferenceFactory(state="cancelled", end_reason="Ditunda.")
    client.post(page(row, "letter_write"))
    assert not Letter.objects.exists()


def upload(seed):
    return SimpleUploadedFile("a.jpg", pictures.jpeg(seed=seed), "image/jpeg")


def test_one_picture_is_kept_and_printed_and_another_takes_its_place(client, login):
    login(Role.SOCIAL_WORKER)
    row = ConferenceFactory(held=True)
    sizes = [len(client.get(page(row, "print")).content)]
    sent = {"send_key": str(uuid.uuid4())}
    for data in (sent, sent, {"send_key": str(uuid.uuid4())}):
        seed = 1 if data is sent else 2
        answer = client.post(page(row, "photo_add"), data | {"photo": upload(seed)})
        assertRedirects(answer, page(row))
        sizes.append(len(client.get(page(row, "print")).content))
    assert sizes[0] < sizes[1]
    photo = ConferencePhoto.objects.get()
    address = reverse("cases:conference_photo", args=[photo.pk])
    assertContains(client.get(page(row)), address)
    assert client.get(address).content == photo.content
    assertContains(client.post(page(row, "photo_add"), sent), "Ambil atau pilih foto dulu.")


def test_no_picture_of_one_that_was_not_held(client, login):
    login(Role.SOCIAL_WORKER)
    row = ConferenceFactory()
    data = {"send_key": str(uuid.uuid4()), "photo": upload(1)}
    assertContains(client.post(page(row, "photo_add"), data), "sesudah konferensi dilaksanakan")


def test_the_picture_of_a_closed_file_is_out_of_reach(client, login):
    login(Role.SOCIAL_WORKER)
    photo = ConferencePhotoFactory(conference__stay__intake__person__is_sealed=True)
    assert client.get(reverse("cases:conference_photo", args=[photo.pk])).status_code == 404
    for name in ("photo_add", "invitation_letter", "minutes_letter"):
        assert client.get(page(photo.conference, name)).status_code == 404


def test_what_was_held_stands_in_the_history_without_what_was_said(client, login):
    login(Role.SOCIAL_WORKER)
    row = ConferenceFactory(held=True)
    ConferenceFactory(stay=row.stay, about="Yang akan datang.")
    shown = client.get(reverse("cases:person_timeline", args=[row.stay.person_id]))
    assertContains(shown, row.about)
    assertNotContains(shown, row.minutes)
    assertNotContains(shown, "Yang akan datang.")


def test_who_leads_one_without_a_certificate_is_told(client, login):
    worker = login(Role.SOCIAL_WORKER)
    CertificateRuleFactory(act="conference")
    planned = ConferenceFactory(stay__social_worker=worker)
    assertContains(client.get(page(planned, "hold")), "tidak memegang sertifikat")
    held = ConferenceFactory(held=True, chaired_by=worker)
    assertContains(client.get(page(held)), "tanpa sertifikat yang berlaku")
