from django.urls import reverse
from pytest_django.asserts import assertContains, assertRedirects

from cases.casework.plans.models import Plan, PlanItem
from rptc import days
from rptc.accounts.permissions import Role
from rptc.audit.models import Entry
from tests.cases.casework.plan_forms import plan_data
from tests.factories import PlanFactory, PlanItemFactory, StayFactory, UserFactory


def url(stay):
    return reverse("cases:plan_write", args=[stay.pk])


def test_saves_a_draft_with_its_items(client, login):
    user = login(Role.SOCIAL_WORKER)
    stay = StayFactory()
    client.post(url(stay), plan_data(("Menelusuri keluarga", user), ("Ikut bimbingan", user)))
    plan = Plan.objects.get()
    assert (plan.stay, plan.number, plan.state) == (stay, 1, "draft")
    assert set(plan.items.values_list("goal", flat=True)) == {
        "Menelusuri keluarga",
        "Ikut bimbingan",
    }
    assert Entry.objects.get(verb="registered").person_id == stay.person_id


def test_a_line_without_owner_or_day_is_a_draft_that_says_so_and_is_not_sent(client, login):
    user = login(Role.SOCIAL_WORKER)
    stay = StayFactory()
    typed = plan_data(("Menelusuri keluarga", user), ("Ikut bimbingan", user), wishes="")
    typed |= {"items-0-owner": "", "items-0-due_on": "", "items-1-due_on": ""}
    saved = client.post(url(stay), typed, follow=True)
    plan = Plan.objects.get()
    sent = client.post(reverse("cases:plan_submit", args=[plan.pk]), follow=True)
    for page in (saved, sent):
        assertContains(page, "“Menelusuri keluarga” belum punya penanggung jawab dan hari.")
        assertContains(page, "“Ikut bimbingan” belum punya hari.")
        assertContains(page, "Tulis keinginan klien dengan kata-katanya sendiri.")
    plan.refresh_from_db()
    assert plan.state == "draft"


def test_a_line_is_the_kliens_the_familys_or_a_partners(client, login):
    user = login(Role.SOCIAL_WORKER)
    typed = plan_data(("Menabung", user), ("Menjemput", user), ("Asrama", user))
    typed |= {"items-0-owner": "client", "items-0-owner_name": "x", "items-0-times": "3"}
    typed |= {"items-1-owner": "family", "items-1-owner_name": "Ibunya"}
    typed |= {"items-2-owner": "partner", "items-2-expected": "Diterima di asrama"}
    client.post(url(StayFactory()), typed)
    said = {item.goal: (item.whose, item.times, item.expected) for item in PlanItem.objects.all()}
    assert said == {
        "Menabung": ("Klien sendiri", 3, ""),
        "Menjemput": ("Keluarga: Ibunya", None, ""),
        "Asrama": ("Mitra", None, "Diterima di asrama"),
    }


def test_empty_rows_and_rows_ticked_away_are_not_saved(client, login):
    user = login(Role.SOCIAL_WORKER)
    typed = plan_data(("Menelusuri keluarga", user), ("Ikut bimbingan", user))
    typed |= {"items-TOTAL_FORMS": 3, "items-1-DELETE": "on"}
    client.post(url(StayFactory()), typed)
    assert [item.goal for item in Plan.objects.get().items.all()] == ["Menelusuri keluarga"]


def test_a_day_before_the_arrival_is_refused(client, login, yesterday):
    user = login(Role.SOCIAL_WORKER)
    response = client.post(url(StayFactory()), plan_data(("Ikut bimbingan", user, yesterday)))
    assertContains(response, "Tanggal ini sebelum klien tiba.")


def test_after_an_approved_one_the_next_begins_with_what_is_still_open(client, login):
    user = login(Role.SOCIAL_WORKER)
    plan = PlanFactory(submitted=True)
    PlanItemFactory(plan=plan, goal="Masih terbuka", owner=user)
    done = PlanItemFactory(plan=plan, goal="Sudah selesai", owner=user)
    done.result, done.result_on = "done", done.due_on
    done.save()
    approve(plan)
    response = client.get(url(plan.stay))
    assertContains(response, "Masih terbuka")
    assertContains(response, plan.aim)
    assert b"Sudah selesai" not in response.content

    client.post(url(plan.stay), plan_data(("Masih terbuka", user)))
    new = plan.stay.plans.get(number=2)
    assert new.state == "draft"
    assert [item.goal for item in new.items.all()] == ["Masih terbuka"]
    assert plan.items.count() == 2


def test_an_unfinished_plan_is_opened_instead(client, login):
    login(Role.SOCIAL_WORKER)
    plan = PlanFactory()
    assertRedirects(client.get(url(plan.stay)), reverse("cases:plan_detail", args=[plan.pk]))


def test_a_second_open_plan_is_refused_in_words(client, login):
    user = login(Role.SOCIAL_WORKER)
    plan = PlanFactory()
    response = client.post(url(plan.stay), plan_data(("Ikut bimbingan", user)))
    assertContains(response, "Masih ada rencana yang belum disetujui.")


def test_sent_twice_is_one_plan_and_other_content_is_shown(client, login):
    user = login(Role.SOCIAL_WORKER)
    stay = StayFactory()
    typed = plan_data(("Ikut bimbingan", user))
    first, second = client.post(url(stay), typed), client.post(url(stay), typed)
    assert first["Location"] == second["Location"]
    assert Plan.objects.count() == 1
    other = client.post(url(stay), typed | {"items-0-goal": "Menelusuri keluarga"})
    assert other.status_code == 409
    assertContains(other, "sudah terkirim", status_code=409)


def test_a_sealed_file_and_an_ended_stay(client, login):
    user = login(Role.SOCIAL_WORKER)
    sealed = StayFactory(intake__person__is_sealed=True)
    assert client.get(url(sealed)).status_code == 404
    ended = StayFactory(ended=True, days_ago=3)
    response = client.post(url(ended), plan_data(("Ikut bimbingan", user)))
    assertContains(response, "Masa pembinaan ini sudah berakhir.")


def approve(plan):
    plan.state, plan.decided_by, plan.decided_at = "approved", UserFactory(), days.now()
    plan.save()
