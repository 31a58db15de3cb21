"""The form of assessment and the rule of risk: versions that never change under an answer."""

import pytest
from django.db import IntegrityError, InternalError, transaction
from django.urls import reverse
from pytest_django.asserts import assertContains, assertNotContains, assertRedirects

from cases.casework.assessments.questions.models import Question, QuestionSet
from rptc.accounts.permissions import Role
from tests.cases.casework.assessment_forms import ask
from tests.factories import AssessmentFactory, StayFactory

pytestmark = pytest.mark.django_db

FORM = reverse("cases:question_set")
RULE = reverse("cases:risk_rule")


def typed(question, **more):
    data = {
        "section": question.section_id,
        "order": question.order,
        "code": question.code,
        "text": question.text,
        "kind": question.kind,
        "options": "\r\n".join(question.options),
        "is_required": "on",
        "in_initial": "on",
        "sex": "",
        "from_age": "",
        "until_age": "",
    }
    return data | more


def test_the_form_is_changed_as_a_copy_and_the_old_one_stays(client, login):
    login(Role.HEAD)
    old = AssessmentFactory(done=True)
    client.post(reverse("cases:question_set_begin"))
    client.post(reverse("cases:question_set_begin"))
    draft = QuestionSet.objects.draft()
    assert (draft.number, draft.asked.count()) == (2, old.questions.asked.count())
    question = draft.asked.get(code="keinginan")
    page = reverse("cases:question_edit", args=[question.pk])
    data = typed(
        question, text="Apa yang paling kamu inginkan", options="Pulang\nSekolah\nPulang\n"
    )
    assertRedirects(client.post(page, data), FORM)
    question.refresh_from_db()
    assert question.options == ["Pulang", "Sekolah"]
    # Nobody is asked it yet.
    stay = StayFactory()
    address = reverse("cases:assessment_initial", args=[stay.pk])
    assertNotContains(
        client.get(reverse("cases:question_set_preview")), "Yang paling diinginkan sekarang"
    )
    client.post(reverse("cases:question_set_publish"), {"reason": "Bahasa anak."})
    assert QuestionSet.objects.in_force() == draft
    login(Role.SOCIAL_WORKER)
    assertContains(client.get(address), "Apa yang paling kamu inginkan")
    old.refresh_from_db()
    assert old.questions.number == 1
    assert ask_of(old.questions, "keinginan").text == "Yang paling diinginkan sekarang"


def ask_of(questions, code):
    return questions.asked.get(code=code)


def test_a_draft_goes_on_with_the_form_under_which_it_began(client, login):
    draft = AssessmentFactory()
    login(Role.HEAD)
    client.post(reverse("cases:question_set_begin"))
    gone = QuestionSet.objects.draft().asked.get(code="badan")
    client.post(reverse("cases:question_remove", args=[gone.pk]))
    client.post(reverse("cases:question_set_publish"), {"reason": "Sudah ada triase."})
    login(Role.SOCIAL_WORKER)
    address = reverse("cases:assessment_initial", args=[draft.stay_id])
    assertContains(client.get(address), "Keadaan badan sekarang")
    other = reverse("cases:assessment_initial", args=[StayFactory().pk])
    assertNotContains(client.get(other), "Keadaan badan sekarang")


def test_a_version_is_put_in_use_with_what_changed(client, login):
    login(Role.HEAD)
    client.post(reverse("cases:question_set_begin"))
    page = client.post(reverse("cases:question_set_publish"), {"reason": ""}, follow=True)
    assertContains(page, "Tulis apa yang berubah.")
    assert QuestionSet.objects.draft()


@pytest.mark.parametrize(
    ("wrong", "sentence"),
    [
        ({"options": "Satu"}, "sedikitnya dua pilihan"),
        ({"options": ""}, "sedikitnya dua pilihan"),
        ({"kind": "words"}, "tidak punya pilihan"),
        ({"in_initial": ""}, "Pilih sedikitnya satu tahap."),
        ({"from_age": "18", "until_age": "6"}, "Umur akhir"),
        ({"code": "badan"}, "Kode ini sudah dipakai."),
        ({"options": "A" * 81 + "\nB"}, "paling panjang 80"),
    ],
)
def test_what_a_mistake_shows(client, login, wrong, sentence):
    login(Role.HEAD)
    client.post(reverse("cases:question_set_begin"))
    question = QuestionSet.objects.draft().asked.get(code="keinginan")
    page = reverse("cases:question_edit", args=[question.pk])
    data = typed(question) | wrong
    assertContains(client.post(page, {k: v for k, v in data.items() if v != ""}), sentence)


def test_a_question_in_use_is_only_read(client, login):
    login(Role.HEAD)
    in_use = ask("keinginan")
    assert client.get(reverse("cases:question_edit", args=[in_use.pk])).status_code == 404
    assert client.post(reverse("cases:question_remove", args=[in_use.pk])).status_code == 404
    for address in ("cases:question_add", "cases:question_set_publish"):
        page = client.post(reverse(address), {"reason": "x"}, follow=True)
        assertContains(page, "Tidak ada versi yang sedang ditulis.")


@pytest.mark.parametrize(
    "change",
    [
        lambda q: Question.objects.filter(pk=q.pk).update(text="x"),
        lambda q: Question.objects.filter(pk=q.pk).delete(),
        lambda q: Question.objects.bulk_create(
            [
                Question(
                    questions=q.questions,
                    section=q.section,
                    code="x",
                    text="x",
                    kind="words",
                )
            ]
        ),
        lambda q: q.section.__class__.objects.filter(pk=q.section_id).update(name="x"),
        lambda q: q.questionclass_set.create(classification_id=1),
        lambda q: QuestionSet.objects.filter(pk=q.questions_id).update(published_at=None),
    ],
)
def test_no_path_changes_a_form_in_use(change):
    with pytest.raises((IntegrityError, InternalError)), transaction.atomic():
        change(ask("keinginan"))


def test_one_version_is_written_at_a_time(client, login):
    login(Role.HEAD)
    client.post(reverse("cases:question_set_begin"))
    with pytest.raises(IntegrityError), transaction.atomic():
        QuestionSet.objects.create(number=3)


def test_a_weight_that_would_be_lost_is_said_on_both_pages(client, login):
    login(Role.HEAD)
    client.post(reverse("cases:question_set_begin"))
    question = QuestionSet.objects.draft().asked.get(code="disuruh")
    page = reverse("cases:question_edit", args=[question.pk])
    client.post(page, typed(question, options="Benar\nTidak"))
    assertContains(client.get(FORM), "tidak akan terhitung")
    assertNotContains(client.get(RULE), "Tidak terhitung lagi")
    client.post(reverse("cases:question_set_publish"), {"reason": "Kata lain."})
    assertContains(client.get(RULE), "disuruh “Ya” 3 angka")


def test_ages_and_sex_say_of_whom_it_is_asked(client, login):
    login(Role.SOCIAL_WORKER)
    child, old = StayFactory(child=True), StayFactory()
    school = "Sekolah sekarang"
    address = "cases:assessment_initial"
    assertContains(client.get(reverse(address, args=[child.pk])), school)
    assertNotContains(client.get(reverse(address, args=[old.pk])), school)
