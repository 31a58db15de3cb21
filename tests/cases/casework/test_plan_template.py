"""With what a plan can begin."""

import pytest
from django.urls import reverse
from pytest_django.asserts import assertContains, assertNotContains, assertRedirects

from cases.casework.plans.models import Plan, PlanTemplate, ServiceKind
from cases.intakes.models import Classification
from rptc import days
from rptc.accounts.permissions import Role
from tests.factories import (
    IntakeFactory,
    PlanFactory,
    PlanItemFactory,
    PlanTemplateFactory,
    StayFactory,
)

pytestmark = pytest.mark.django_db

LIST = reverse("cases:plan_template_list")
ADD = reverse("cases:plan_template_add")


def typed(*goals, name="Anak jalanan", **more):
    data = {
        "name": name,
        "classification": "",
        "aim": "Kembali bersekolah.",
        "is_active": "on",
        "lines-TOTAL_FORMS": len(goals),
        "lines-INITIAL_FORMS": 0,
    }
    for number, goal in enumerate(goals):
        data |= {
            f"lines-{number}-goal": goal,
            f"lines-{number}-kind": ServiceKind.objects.first().pk,
            f"lines-{number}-owner_kind": "staff",
            f"lines-{number}-after": 2,
        }
    return data | more


def write(stay):
    return reverse("cases:plan_write", args=[stay.pk])


def test_a_template_is_written_changed_and_offered(client, login):
    worker = login(Role.SOCIAL_WORKER)
    assertRedirects(client.post(ADD, typed("Menghubungi sekolah", "Membeli seragam")), LIST)
    template = PlanTemplate.objects.get(name="Anak jalanan")
    page = reverse("cases:plan_template_edit", args=[template.pk])
    assertContains(client.get(page), "Menghubungi sekolah")
    assertRedirects(client.post(page, typed("Menghubungi sekolah", "Ijazah")), LIST)
    assert [line.goal for line in template.lines.all()] == ["Menghubungi sekolah", "Ijazah"]
    stay = StayFactory()
    assertContains(client.get(write(stay)), "Anak jalanan")
    page = client.get(f"{write(stay)}?template={template.pk}")
    assertContains(page, "Ijazah")
    assertContains(page, "belum ada yang tersimpan")
    first = page.context["items"].forms[0].initial
    assert (first["owner"], first["due_on"]) == (str(worker.pk), days.today() + 2 * days.ONE_DAY)
    assert not Plan.objects.exists()


def test_a_template_of_another_class_or_retired_is_not_offered(client, login):
    login(Role.SOCIAL_WORKER)
    stay = StayFactory()
    other = Classification.objects.exclude(pk=stay.intake.classification_id).first()
    for name, more in [("Lansia", {"classification": other}), ("Lama", {"is_active": False})]:
        template = PlanTemplateFactory(name=f"Contoh {name}", **more)
        assertNotContains(client.get(write(stay)), f"Contoh {name}")
        page = client.get(f"{write(stay)}?template={template.pk}")
        assertNotContains(page, "belum ada yang tersimpan")


def test_the_last_plan_of_an_earlier_stay_without_its_days(client, login):
    login(Role.SOCIAL_WORKER)
    old = StayFactory(days_ago=60, ended_at=days.now() - 50 * days.ONE_DAY)
    plan = PlanFactory(stay=old, submitted=True)
    PlanItemFactory(plan=plan, goal="Menelusuri keluarga")
    approve(plan)
    stay = StayFactory(intake=IntakeFactory(person=old.person, met_on=days.today()))
    assertContains(client.get(write(stay)), "rencana masa pembinaan lalu")
    page = client.get(f"{write(stay)}?before={plan.pk}")
    assertContains(page, "Menelusuri keluarga")
    assert page.context["items"].forms[0].initial["due_on"] is None


def approve(plan):
    plan.state, plan.decided_at = "approved", days.now()
    plan.decided_by = PlanFactory().recorded_by
    plan.save()


@pytest.mark.parametrize(
    "wrong", [{"name": ""}, {"lines-0-goal": ""}, {"lines-0-after": "-1"}, {"lines-0-kind": "x"}]
)
def test_a_mistake_saves_nothing(client, login, wrong):
    login(Role.HEAD)
    page = client.post(ADD, typed("Menghubungi sekolah") | wrong)
    assert page.status_code == 200
    assert not PlanTemplate.objects.exists()
