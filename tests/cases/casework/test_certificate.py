"""Certificates of who works here: kept, told before they end, and missed where an act asks."""

import uuid

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import DatabaseError, transaction
from django.urls import reverse
from pytest_django.asserts import assertContains, assertNotContains, assertRedirects

from cases.casework.certificates.models import Certificate, CertificateKind, CertificateRule
from rptc import days
from rptc.accounts.permissions import Role
from rptc.waiting import count_for
from tests import pictures
from tests.factories import (
    AssessmentFactory,
    CertificateFactory,
    CertificateKindFactory,
    CertificateRuleFactory,
    GroupSessionFactory,
    NoteFactory,
    ServiceFactory,
    StayFactory,
    UserFactory,
)

pytestmark = pytest.mark.django_db

LIST = reverse("cases:certificate_list")
ADD = reverse("cases:certificate_add")
WITHOUT = "Dibuat oleh petugas tanpa sertifikat yang berlaku"
WARNED = "tidak memegang sertifikat yang berlaku"


def page(row, name):
    return reverse(f"cases:certificate_{name}", args=[row.pk])


def ahead(number):
    return days.today() + number * days.ONE_DAY


def data(user, **more):
    return {
        "send_key": str(uuid.uuid4()),
        "user": user.pk,
        "kind": CertificateKind.objects.first().pk,
        "number": "12/LSPS/2026",
        "issuer": "LSPS Kementerian Sosial",
        "issued_on": str(days.today()),
        "expires_on": str(ahead(700)),
    } | more


@pytest.fixture
def worker():
    return UserFactory(roles=[Role.SOCIAL_WORKER], full_name="Siti Nur'aini, S.Sos.")


def test_it_is_kept_once_with_its_paper_and_read_by_whose_it_is(client, login, worker):
    login(Role.OFFICE)
    sent = data(worker)
    for _ in range(2):
        paper = SimpleUploadedFile("a.jpg", pictures.jpeg(seed=3), "image/jpeg")
        assertRedirects(client.post(ADD, sent | {"paper": paper}), LIST)
    row = Certificate.objects.get()
    assertContains(client.get(LIST), "Siti Nur&#x27;aini")
    login(worker)
    assertContains(client.get(LIST), "Sertifikat saya")
    answer = client.get(page(row, "scan"))
    assert (answer.content, answer["Content-Type"]) == (row.scan, "image/jpeg")
    assert answer["Cache-Control"] == "no-store"


def test_nobody_reads_those_of_a_colleague(client, login):
    row = CertificateFactory(scanned=True)
    login(Role.SOCIAL_WORKER)
    assertNotContains(client.get(LIST), str(row.user))
    assert client.get(page(row, "scan")).status_code == 404


@pytest.mark.parametrize(
    ("wrong", "sentence"),
    [
        ({"expires_on": "2020-01-01"}, "tidak dapat berakhir sebelum terbit"),
        ({"issued_on": "2099-01-01"}, "belum terjadi"),
        ({"paper": SimpleUploadedFile("a.pdf", b"%PDF-1.4 x", "application/pdf")}, "PDF"),
    ],
)
def test_what_a_mistake_shows(client, login, worker, wrong, sentence):
    login(Role.OFFICE)
    assertContains(client.post(ADD, data(worker, **wrong)), sentence)
    assert not Certificate.objects.exists()


def test_two_who_mend_the_same_one_see_both(client, login, worker):
    login(Role.HEAD)
    row = CertificateFactory(user=worker)
    shown = {"shown_version": 1} | data(worker)
    client.post(page(row, "edit"), shown | {"number": "1"})
    answer = client.post(page(row, "edit"), shown | {"number": "2"})
    assertContains(answer, "diubah orang lain")
    row.refresh_from_db()
    assert row.number == "1"


def test_it_ends_once_with_a_reason_and_stays(client, login):
    login(Role.OFFICE)
    row = CertificateFactory()
    assertContains(client.post(page(row, "end"), {"ended_on": ahead(0)}), "Tulis alasannya.")
    ended = {"ended_on": str(ahead(0)), "reason": "Dicabut LSPS."}
    assertRedirects(client.post(page(row, "end"), ended), LIST)
    assertContains(client.post(page(row, "end"), ended), "sudah diakhiri")
    assertContains(client.get(LIST, {"show": "ended"}), "Dicabut LSPS.")
    for change in ({"number": "x"}, {"ended_on": None}):
        with pytest.raises(DatabaseError), transaction.atomic():
            Certificate.objects.filter(pk=row.pk).update(**change)
    with pytest.raises(DatabaseError), transaction.atomic():
        row.delete()


@pytest.mark.parametrize(
    ("left", "key"),
    [(-1, "over"), (0, "30"), (29, "30"), (30, "60"), (59, "60"), (60, "90"), (89, "90")],
)
def test_it_is_told_more_pressingly_as_its_end_comes_near(client, login, worker, left, key):
    CertificateFactory(user=worker, expires_on=ahead(left))
    for user in (worker, login(Role.OFFICE), login(Role.HEAD)):
        told = {waits.key: n for waits, n in count_for(user) if "certificates" in waits.key and n}
        assert told == {f"certificates-{key}": 1}
        client.force_login(user)
        assertContains(client.get(LIST, {"show": key}), str(CertificateKind.objects.first()))
    others = count_for(login(Role.SOCIAL_WORKER))
    assert not sum(n for waits, n in others if "certificates" in waits.key)


def test_of_one_that_was_renewed_nothing_is_told(login, worker):
    CertificateFactory(user=worker, expires_on=ahead(10))
    CertificateFactory(user=worker, expires_on=ahead(90 + 365))
    CertificateFactory(user=worker, expires_on=ahead(200), kind=CertificateKindFactory())
    assert not sum(n for waits, n in count_for(worker) if "certificates" in waits.key)


def test_an_act_without_one_is_done_and_says_so_of_its_day(client, login, worker, read_pdf):
    kind = CertificateRuleFactory().kind
    stay = StayFactory(social_worker=worker)
    login(worker)
    form = reverse("cases:assessment_comprehensive", args=[stay.pk])
    assertContains(client.get(form), WARNED)
    done = AssessmentFactory(done=True, stay=stay, stage="comprehensive", recorded_by=worker)
    shown = reverse("cases:assessment_detail", args=[done.pk])
    assertContains(client.get(shown), f"{WITHOUT}: {kind}.")
    printed = read_pdf(client.get(reverse("cases:assessment_print", args=[done.pk])))
    assert "tanpa sertifikat" in " ".join(printed.split())
    # One that comes later changes nothing of what was done before.
    row = CertificateFactory(user=worker, issued_on=ahead(0))
    assertNotContains(client.get(shown), WITHOUT)
    assertNotContains(client.get(f"{form}?again"), WARNED)
    Certificate.objects.filter(pk=row.pk).update(
        ended_on=row.issued_on, ended_by=worker, end_reason="Salah ketik."
    )
    assertContains(client.get(shown), WITHOUT)
    initial = AssessmentFactory(done=True, stay=stay, recorded_by=worker)
    assertNotContains(client.get(reverse("cases:assessment_detail", args=[initial.pk])), WITHOUT)


def test_an_act_from_before_the_rule_is_not_judged_by_it(client, login, worker):
    at = days.now() - 3 * days.ONE_DAY
    stay = StayFactory(social_worker=worker, days_ago=5)
    done = AssessmentFactory(
        done=True, stay=stay, stage="comprehensive", recorded_by=worker, done_at=at
    )
    CertificateRuleFactory(valid_from=ahead(-2))
    login(worker)
    assertNotContains(client.get(reverse("cases:assessment_detail", args=[done.pk])), WITHOUT)


def test_therapy_and_professional_notes_say_it_too(client, login, worker):
    login(worker)
    stay = StayFactory(social_worker=worker, days_ago=2)
    for act in ("therapy", "session", "note"):
        CertificateRuleFactory(act=act)
    therapy = GroupSessionFactory(led_by=worker)
    ServiceFactory(stay=stay, kind=therapy.kind, done_by=worker)
    ServiceFactory(stay=stay, done_by=worker)
    ServiceFactory(stay=stay, kind=therapy.kind, done_by=None, done_by_name="Psikolog")
    NoteFactory(stay=stay, level="professional", recorded_by=worker)
    NoteFactory(stay=stay, recorded_by=worker)
    for name in ("stay_plan", "stay_notes"):
        shown = client.get(reverse(f"cases:{name}", args=[stay.pk]))
        assertContains(shown, WITHOUT, count=1)
    assertContains(client.get(reverse("cases:session_detail", args=[therapy.pk])), WITHOUT)
    for form in ("service_add", "note_write"):
        assertContains(client.get(reverse(f"cases:{form}", args=[stay.pk])), WARNED)
    assertContains(client.get(reverse("cases:session_register")), WARNED)


def test_the_head_says_which_act_asks_and_ends_it(client, login):
    login(Role.HEAD)
    rules = reverse("cases:certificate_rule_list")
    typed = {"act": "note", "kind": CertificateKind.objects.first().pk}
    late = client.post(rules, typed | {"valid_from": str(ahead(-1))})
    assertContains(late, "Aturan tidak dapat mulai mundur.")
    assertRedirects(client.post(rules, typed | {"valid_from": str(ahead(0))}), rules)
    rule = CertificateRule.objects.get()
    edit = reverse("cases:certificate_rule_edit", args=[rule.pk])
    assertContains(client.post(edit, {"valid_until": str(ahead(-1))}), "diakhiri mundur")
    assertRedirects(client.post(edit, {"valid_until": str(ahead(1))}), rules)
    with pytest.raises(DatabaseError), transaction.atomic():
        CertificateRule.objects.update(act="therapy")


def test_a_rule_that_has_ended_does_not_run_again(client, login):
    rule = CertificateRuleFactory(valid_from=ahead(-9), valid_until=ahead(-1))
    login(Role.HEAD)
    edit = reverse("cases:certificate_rule_edit", args=[rule.pk])
    assertContains(client.post(edit, {"valid_until": str(ahead(9))}), "sudah berakhir")


def test_who_lacks_one_is_marked_once_among_the_cases(client, login, worker):
    for act in ("note", "therapy"):
        CertificateRuleFactory(act=act)
    other = UserFactory(roles=[Role.SOCIAL_WORKER])
    CertificateFactory(user=other)
    login(Role.HEAD)
    shown = client.get(reverse("cases:caseload_list"))
    assertContains(shown, "Sertifikat kurang", count=1)
    assertContains(shown, f"{LIST}?worker={worker.pk}")
    assertContains(client.get(LIST, {"worker": worker.pk}), "Belum ada, atau tidak berlaku lagi")
    assertNotContains(client.get(LIST, {"worker": other.pk}), "Belum ada, atau tidak berlaku")


def test_the_list_is_printed_with_who_has_none(client, login, worker, read_pdf):
    login(Role.HEAD)
    row = CertificateFactory(number="77/2026")
    CertificateRuleFactory(act="note")
    printed = " ".join(read_pdf(client.get(reverse("cases:certificate_print"))).split())
    for words in ("77/2026", str(row.user), "Siti Nur'aini", "belum ada", "Diminta dan tidak ada"):
        assert words in printed


def test_queries_do_not_grow(login, count_queries):
    login(Role.HEAD)
    CertificateRuleFactory()
    CertificateFactory()
    few = count_queries(LIST)
    CertificateFactory.create_batch(5)
    assert count_queries(LIST) == few <= 25
