"""Pelatihan keterampilan: the place, what came of it, the tool kit, and what is earned (R39)."""

import uuid

import pytest
from django.db import DatabaseError, transaction
from django.urls import reverse
from pytest_django.asserts import assertContains, assertNotContains, assertRedirects

from cases.casework.plans.models import ServiceKind
from cases.casework.services.trainings.models import Training
from rptc import days
from rptc.accounts.permissions import Role
from rptc.letters.models import Letter
from tests.factories import FollowUpFactory, LeftFactory, SealFactory, StayFactory, TrainingFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def worker(login):
    return login(Role.SOCIAL_WORKER)


@pytest.fixture
def stay(worker):
    return StayFactory(days_ago=3, social_worker=worker)


def page(training, name="detail"):
    return reverse(f"cases:training_{name}", args=[training.pk])


def data(**more):
    return {
        "send_key": str(uuid.uuid4()),
        "kind": ServiceKind.objects.get(code="keterampilan").pk,
        "subject": "Menjahit pa'buras",
        "organiser": "Balai Pelatihan Vokasi",
        "began_on": str(days.today()),
    } | more


def add(stay):
    return reverse("cases:training_add", args=[stay.pk])


def ago(number):
    return str(days.today() - number * days.ONE_DAY)


def test_a_place_is_taken_once_and_stands_on_the_plan_and_in_the_history(client, stay):
    sent = data()
    for _ in range(2):
        assertRedirects(client.post(add(stay), sent), page(Training.objects.get()))
    for name, key in (("stay_plan", stay.pk), ("person_timeline", stay.person_id)):
        assertContains(client.get(reverse(f"cases:{name}", args=[key])), "Menjahit pa&#x27;buras")


@pytest.mark.parametrize(
    ("wrong", "sentence"),
    [
        ({"began_on": ago(9)}, "Ini sebelum klien tiba."),
        ({"until": ago(1)}, "tidak dapat berakhir sebelum mulai"),
        ({"organiser": ""}, "diisi"),
        ({"kind": "99999"}, "kind"),
    ],
)
def test_what_a_mistake_shows(client, stay, wrong, sentence):
    assertContains(client.post(add(stay), data(**wrong)), sentence)
    assert not Training.objects.exists()


def test_it_ends_once_finished_or_stopped_with_a_reason(client, stay):
    training = TrainingFactory(stay=stay)
    stopped = {"what": "stopped", "ended_on": str(days.today())}
    assertContains(client.post(page(training, "end"), stopped), "Tulis mengapa berhenti.")
    assertContains(
        client.post(page(training, "end"), stopped | {"ended_on": ago(1), "reason": "Sakit."}),
        "Ini sebelum pelatihan mulai.",
    )
    finished = {"what": "finished", "ended_on": str(days.today()), "certificate": "7/BPV"}
    assertRedirects(client.post(page(training, "end"), finished), page(training))
    assertContains(client.post(page(training, "end"), stopped | {"reason": "x"}), "Sudah dicatat")
    assertContains(client.get(page(training)), "7/BPV")
    with pytest.raises(DatabaseError), transaction.atomic():
        Training.objects.filter(pk=training.pk).update(state="running", ended_on=None)


def test_the_tool_kit_has_a_receipt_that_is_signed_and_then_stays(client, stay, read_pdf):
    training = TrainingFactory(stay=stay)
    client.post(page(training, "receipt_write"))
    assert not Letter.objects.exists()
    kit = {"shown_version": 1, "kit": "Mesin jahit 1", "kit_on": str(days.today())}
    assertRedirects(client.post(page(training, "kit"), kit), page(training))
    for _ in range(2):
        client.post(page(training, "receipt_write"))
    letter = Letter.objects.get()
    assertContains(client.get(page(training)), reverse("letters:letter_sign", args=[letter.pk]))
    printed = " ".join(read_pdf(client.get(page(training, "receipt_letter"))).split())
    for words in ("TANDA TERIMA PERLENGKAPAN USAHA", "Mesin jahit 1", str(stay.person)):
        assert words in printed
    assert client.get(reverse("letters:letter_sign", args=[letter.pk])).status_code == 200
    again = kit | {"shown_version": 2, "kit": "Mesin jahit 2"}
    assertContains(client.post(page(training, "kit"), again), "Tanda terimanya sudah dibuat")


def test_what_is_earned_is_asked_after_the_exit_and_may_stay_empty(client, worker):
    stay = LeftFactory(days_ago=100, stay__social_worker=worker).stay
    began = days.day_of(stay.ended_at) - days.ONE_DAY
    training = TrainingFactory(stay=stay, began_on=began, state="finished", ended_on=days.today())
    assertContains(client.get(page(training)), "Boleh kosong.")
    told = {"shown_version": 1, "income_3": "750000"}
    assertContains(client.post(page(training, "income"), told), "atau kosongkan keduanya")
    told["income_3_on"] = ago(101)
    assertContains(client.post(page(training, "income"), told), "Ini sebelum klien keluar.")
    told["income_3_on"] = ago(8)
    assertRedirects(client.post(page(training, "income"), told), page(training))
    assertContains(client.get(page(training)), "Rp 750.000 sebulan")


def test_not_while_they_are_here(client, stay):
    training = TrainingFactory(stay=stay)
    told = {"shown_version": 1, "income_3": "1", "income_3_on": str(days.today())}
    assertContains(client.post(page(training, "income"), told), "sesudah klien keluar")
    assertNotContains(client.get(page(training)), "Penghasilan")


def test_a_follow_up_leads_to_it(client, worker):
    follow_up = FollowUpFactory()
    training = TrainingFactory(
        stay=follow_up.exit.stay,
        began_on=follow_up.exit.stay.entered_on,
    )
    shown = client.get(reverse("cases:follow_up_detail", args=[follow_up.pk]))
    assertContains(shown, page(training, "income"))


def test_two_who_mend_the_same_one_see_both(client, stay):
    training = TrainingFactory(stay=stay)
    shown = data(shown_version=1)
    client.post(page(training, "edit"), shown | {"place": "Antang"})
    assertContains(client.post(page(training, "edit"), shown), "diubah orang lain")
    training.refresh_from_db()
    assert training.place == "Antang"


def test_of_a_closed_file_there_is_none(client, worker):
    training = TrainingFactory()
    SealFactory(person=training.stay.person)
    for name in ("detail", "edit", "end", "kit", "income", "receipt_letter"):
        assert client.get(page(training, name)).status_code == 404
    assert client.post(page(training, "receipt_write")).status_code == 404
