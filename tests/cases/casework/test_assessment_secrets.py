"""Secret answers are told to who has the case, and lie encrypted."""

import io
from types import SimpleNamespace

import pytest
from cryptography.fernet import Fernet
from django.apps import apps
from django.core.management import call_command
from django.db import IntegrityError, connection, transaction
from django.urls import reverse
from pytest_django.asserts import assertContains, assertNotContains

from cases.casework.assessments import actions, views
from cases.casework.assessments.actions import finish_assessment
from cases.casework.assessments.asking import draft_of, earlier_answers, questions_of
from cases.casework.assessments.models import Answer, Assessment
from cases.casework.assessments.questions.actions import begin_version, publish, save_question
from cases.stays.models import Stay
from rptc import checks, days, keys
from rptc.accounts.permissions import Role
from tests.cases.casework.assessment_forms import ask, field, said
from tests.database_roles import OWNER, as_owner, as_runtime_role
from tests.dumps import dumped
from tests.factories import AnswerFactory, AssessmentFactory, StayFactory, UserFactory

pytestmark = pytest.mark.django_db

CANARY = "Tidak mau menjawab"


def done_with_secret(**given):
    """Everything is answered; the secret question with words that stand nowhere else."""
    draft = AssessmentFactory(**given)
    stay = Stay.objects.select_related("person", "intake__classification").get(pk=draft.stay_id)
    for question in questions_of(draft.questions_id, draft.stage, stay):
        answer = AnswerFactory.build(
            assessment=draft, question=question, answered_by=draft.recorded_by
        )
        chosen = [CANARY] if question.is_secret else question.options[:1]
        answer.write(chosen, "")
        answer.save()
    return finish_assessment(
        draft, done_at=days.now(), conclusion="Ingin pulang.", by=draft.recorded_by
    )


def page(assessment, name="detail"):
    return reverse(f"cases:assessment_{name}", args=[assessment.pk])


def test_who_has_the_case_reads_it_and_others_read_that_it_was_answered(client, login):
    worker, other = (UserFactory(roles=[Role.SOCIAL_WORKER]) for _ in range(2))
    head = UserFactory(roles=[Role.HEAD])
    done = done_with_secret(recorded_by=worker, stay__social_worker=worker)
    login(worker)
    assertContains(client.get(page(done)), CANARY)
    for reader in (other, head):
        login(reader)
        shown = client.get(page(done))
        assertNotContains(shown, CANARY)
        assertContains(shown, "Hanya yang menangani")


def test_the_print_says_no_more_than_the_page(client, login, read_pdf):
    worker = UserFactory(roles=[Role.SOCIAL_WORKER])
    done = done_with_secret(recorded_by=worker, stay__social_worker=worker)
    login(Role.HEAD)
    printed = " ".join(read_pdf(client.get(page(done, "print"))).split())
    assert "Asesmen awal" in printed
    assert CANARY not in printed
    login(worker)
    assert CANARY in " ".join(read_pdf(client.get(page(done, "print"))).split())


def test_the_points_do_not_count_it_out_for_others(client, login, read_pdf):
    worker = UserFactory(roles=[Role.SOCIAL_WORKER])
    done = done_with_secret(recorded_by=worker, stay__social_worker=worker)
    stay = reverse("cases:stay_assessments", args=[done.stay_id])
    history = reverse("reports:record_history", args=["assessment", done.pk])
    for reader in (UserFactory(roles=[Role.SOCIAL_WORKER]), UserFactory(roles=[Role.HEAD])):
        login(reader)
        assertContains(client.get(page(done)), "aturan versi")
        assertNotContains(client.get(page(done)), f"{done.points} angka")
        assertNotContains(client.get(stay), f"{done.points} angka")
        assert "angka" not in read_pdf(client.get(page(done, "print")))
    assertNotContains(client.get(history), "angka risiko")
    login(worker)
    assertContains(client.get(page(done)), f"{done.points} angka")
    assertContains(client.get(stay), f"{done.points} angka")


def test_it_is_nowhere_in_the_clear():
    done = done_with_secret()
    with connection.cursor() as cursor:
        cursor.execute(OWNER)
        for table in ("cases_answer", "cases_answerevent", "audit_entry"):
            cursor.execute(f"SELECT t::text FROM {table} AS t")  # noqa: S608 (of this file)
            rows = cursor.fetchall()
            assert rows
            assert not [row for row in rows if CANARY in row[0]]
    as_runtime_role(connection)
    answer = done.answers.get(question__is_secret=True)
    assert answer.says() == ([CANARY], "")


def test_a_secret_answer_cannot_be_kept_in_the_clear_by_any_path():
    draft = AssessmentFactory()
    with pytest.raises(IntegrityError), transaction.atomic():
        AnswerFactory(assessment=draft, question=ask("takut"), chosen=["Ya"])
    with pytest.raises(IntegrityError), transaction.atomic():
        Answer.objects.bulk_create(
            [
                Answer(
                    assessment=draft,
                    question=ask("takut"),
                    words="Ya",
                    answered_by=draft.recorded_by,
                )
            ]
        )


def test_it_goes_under_the_newest_key_though_it_is_done(settings):
    older, newest = Fernet.generate_key().decode(), Fernet.generate_key().decode()
    settings.TEXT_KEYS = (older,)
    done = done_with_secret()
    settings.TEXT_KEYS = (newest, older)
    [warning] = checks.secrets_open()
    assert warning.msg.startswith("1 sealed texts lie under an older key")
    with as_owner():
        call_command("rotate_keys", stdout=io.StringIO())
    assert checks.secrets_open() == []
    settings.TEXT_KEYS = (newest,)
    answer = done.answers.get(question__is_secret=True)
    assert answer.says() == ([CANARY], "")
    assert answer.version == 1
    # No history keeps what lay under the key of before.
    assert not hasattr(apps.get_model("cases.AnswerEvent"), "secret")


def test_with_the_key_the_owner_changes_nothing_else():
    done = done_with_secret()
    rows = done.answers.filter(question__is_secret=True)
    with as_owner():
        for change in ({"secret": ""}, {"secret": "x", "said_by": "mother"}):
            with pytest.raises(IntegrityError), transaction.atomic():
                rows.update(**change)
    with pytest.raises(IntegrityError), transaction.atomic():
        rows.update(secret=keys.encrypt("x"))


def test_the_risk_counts_it_all_the_same():
    done = done_with_secret()
    assert done.points >= 1


def test_an_earlier_secret_answer_is_not_told_to_who_asks_again_without_the_case():
    worker, other = (UserFactory(roles=[Role.SOCIAL_WORKER]) for _ in range(2))
    done = done_with_secret(recorded_by=worker, stay__social_worker=worker)
    assert "takut" not in earlier_answers(done.stay, other, told=False)
    assert "takut" in earlier_answers(done.stay, worker, told=True)


def test_nor_to_who_has_the_case_of_a_later_stay_alone(client, login):
    old, new = (UserFactory(roles=[Role.SOCIAL_WORKER]) for _ in range(2))
    stay = StayFactory(days_ago=40, social_worker=old, ended_at=days.now() - 10 * days.ONE_DAY)
    done = done_with_secret(recorded_by=old, stay=stay)
    again = StayFactory(intake__person=stay.person, social_worker=new)
    address = reverse("cases:assessment_initial", args=[again.pk])
    login(new)
    assertNotContains(client.get(page(done)), CANARY)
    assertNotContains(client.get(address), f"“{CANARY}”")
    assert "takut" in earlier_answers(stay, old, told=True)


def in_force(code, **changes):
    """The next version of the form, in which this question is another."""
    head = UserFactory(roles=[Role.HEAD])
    question = begin_version(by=head).asked.get(code=code)
    for name, value in changes.items():
        setattr(question, name, value)
    save_question(question, [], by=head)
    publish(question.questions, why="Bahasa anak.", by=head)
    return question


def same_as_before(stay, question):
    data = said(stay) | {f"q{question.pk}-same": "same"}
    del data[f"q{question.pk}-value"]
    return data


def test_a_secret_answer_is_not_taken_over_where_the_question_is_none_any_more(client, login):
    worker = login(Role.SOCIAL_WORKER)
    done = done_with_secret(recorded_by=worker, stay__social_worker=worker)
    question = in_force("takut", is_secret=False)
    address = reverse("cases:assessment_initial", args=[done.stay_id])
    assertNotContains(client.get(f"{address}?again=1"), f"“{CANARY}”")
    client.post(address, same_as_before(done.stay, question) | {"after": done.pk})
    assert not Answer.objects.filter(question=question).exists()


@pytest.mark.parametrize(
    "changes", [{"kind": "number", "options": []}, {"options": ["Satu", "Dua"]}]
)
def test_an_answer_is_not_taken_over_where_it_is_asked_in_another_way(client, login, changes):
    worker = login(Role.SOCIAL_WORKER)
    done = done_with_secret(recorded_by=worker, stay__social_worker=worker)
    question = in_force("keluarga", **changes)
    address = reverse("cases:assessment_initial", args=[done.stay_id])
    client.post(address, same_as_before(done.stay, question) | {"after": done.pk})
    assert not Answer.objects.filter(question=question).exists()


@pytest.mark.gate
@pytest.mark.django_db(transaction=True)
def test_a_dump_of_the_database_holds_no_word_of_it(client):
    """Typed one by one, sent, mended and finished by the pages, and read by who may."""
    question = in_force("takut", kind="words", options=[], is_secret=True)
    worker = UserFactory(roles=[Role.SOCIAL_WORKER])
    client.force_login(worker)
    stay = StayFactory(social_worker=worker)
    address = reverse("cases:assessment_initial", args=[stay.pk])
    alone = {"stage": "initial", "question": question.pk}
    kept = field(question, "Kenarirahasia satu") | alone
    client.post(reverse("cases:assessment_answer", args=[stay.pk]), kept)
    mended = said(stay, takut="Kenarirahasia dua", sebab=["Disuruh"])
    client.post(address, mended | {f"q{question.pk}-seen": Answer.objects.get().version})
    done = finish_assessment(
        Assessment.objects.get(), done_at=days.now(), conclusion="Ingin pulang.", by=worker
    )
    assertContains(client.get(page(done)), "Kenarirahasia dua")
    assert "Kenarirahasia" not in dumped()
    assert "Ingin pulang." in dumped()


def test_a_draft_with_a_secret_answer_of_another_shows_that_it_is_answered(client, login):
    author = UserFactory(roles=[Role.SOCIAL_WORKER])
    draft = AssessmentFactory(recorded_by=author, stay__social_worker=author)
    answer = AnswerFactory.build(assessment=draft, question=ask("takut"), answered_by=author)
    answer.write([CANARY], "")
    answer.save()
    login(Role.SOCIAL_WORKER)
    address = reverse("cases:assessment_initial", args=[draft.stay_id])
    shown = client.get(address)
    assertContains(shown, "sudah dijawab oleh")
    assertNotContains(shown, f'value="{CANARY}"  checked')
    # And what they send does not take it away.
    client.post(address, {})
    assert Answer.objects.get().says() == ([CANARY], "")


def secret_of_another(stay, question):
    author = UserFactory(roles=[Role.SOCIAL_WORKER])
    draft = draft_of(stay, "initial") or AssessmentFactory(stay=stay, recorded_by=author)
    answer = AnswerFactory.build(assessment=draft, question=question, answered_by=author)
    answer.write([CANARY], "")
    answer.save()


def test_what_was_typed_beside_a_secret_answer_of_another_is_not_lost_in_silence(client, login):
    login(Role.SOCIAL_WORKER)
    stay, question = StayFactory(), ask("takut")
    secret_of_another(stay, question)
    typed = field(question, question.options[0])
    initial, answer = (
        reverse(f"cases:assessment_{name}", args=[stay.pk]) for name in ("initial", "answer")
    )
    assertContains(client.post(initial, typed, follow=True), "jawaban Anda tidak disimpan")
    alone = typed | {"stage": "initial", "question": question.pk}
    kept = client.post(answer, alone)
    assertContains(kept, "jawaban Anda tidak disimpan")
    assertNotContains(kept, "Draf tersimpan")


def test_a_secret_answer_of_the_same_moment_is_not_shown_beside(client, login, monkeypatch):
    login(Role.SOCIAL_WORKER)
    stay, question = StayFactory(), ask("takut")

    def save_answers(stay, *args, **details):
        secret_of_another(stay, question)
        return actions.save_answers(stay, *args, **details)

    monkeypatch.setattr(views, "actions", SimpleNamespace(save_answers=save_answers))
    AssessmentFactory(stay=stay)
    page = client.post(
        reverse("cases:assessment_initial", args=[stay.pk]), field(question, question.options[0])
    )
    assertContains(page, "sementara Anda mengisi")
    assertNotContains(page, f"“{CANARY}”")


@pytest.mark.parametrize("change", ["conclusion='x'", "risk='high'", "done_at=NULL"])
def test_what_is_done_never_changes(change):
    done = done_with_secret()
    with pytest.raises(Exception, match="assessment"), transaction.atomic():  # noqa: PT011, B017
        with connection.cursor() as cursor:
            cursor.execute(f"UPDATE cases_assessment SET {change} WHERE id = %s", [done.pk])  # noqa: S608
    for act in (
        lambda: Answer.objects.filter(assessment=done).update(said_by="mother"),
        lambda: Answer.objects.filter(assessment=done).delete(),
        lambda: Assessment.objects.filter(pk=done.pk).delete(),
    ):
        with pytest.raises(Exception), transaction.atomic():  # noqa: PT011, B017
            act()


def test_two_drafts_of_a_stage_are_one():
    draft = AssessmentFactory()
    with pytest.raises(IntegrityError), transaction.atomic():
        AssessmentFactory(stay=draft.stay)
    AssessmentFactory(stay=draft.stay, stage="final")
    AssessmentFactory(stay=StayFactory())
