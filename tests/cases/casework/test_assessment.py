"""Asking somebody, and keeping what they say."""

import datetime

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from pytest_django.asserts import assertContains, assertNotContains, assertRedirects

from cases.casework.assessments.asking import asked_in
from cases.casework.assessments.models import Answer, Assessment, Stage
from cases.casework.assessments.questions.models import Question
from rptc import days
from rptc.accounts.permissions import Role
from rptc.audit.models import Entry
from tests.cases.casework.assessment_forms import ask, field, said
from tests.factories import (
    AnswerFactory,
    AssessmentFactory,
    PersonFactory,
    StayFactory,
    UserFactory,
)

pytestmark = pytest.mark.django_db


def url(stay, stage="initial"):
    return reverse(f"cases:assessment_{stage}", args=[stay.pk])


def finish(stay, **more):
    now = days.now().astimezone(days.WITA)
    return {
        "finish": 1,
        "conclusion": "Ingin pulang ke Tallo.",
        "done_at": f"{now:%Y-%m-%dT%H:%M:%S}",
    } | more


def answers_of(assessment):
    return {
        each.question.code: each.says() for each in assessment.answers.select_related("question")
    }


def test_the_first_one_is_asked_on_one_page_and_done(client, login):
    worker = login(Role.SOCIAL_WORKER)
    stay = StayFactory(social_worker=worker)
    page = client.get(url(stay))
    assertContains(page, "Selama ini tinggal dengan")
    assertNotContains(page, "checked")
    client.post(
        url(stay), said(stay, takut="Tidak", sebab=["Disuruh", "Ikut teman"]) | finish(stay)
    )
    done = Assessment.objects.get()
    assert (done.is_done, done.done_by, done.conclusion) == (
        True,
        worker,
        "Ingin pulang ke Tallo.",
    )
    assert answers_of(done)["sebab"] == (["Disuruh", "Ikut teman"], "")
    assert answers_of(done)["takut"] == (["Tidak"], "")
    assert Entry.objects.filter(verb="finished", person_id=stay.person_id).exists()


def test_it_takes_few_taps(client, login):
    """At most twenty with those to the page, the two of the end, and a choice each."""
    worker = login(Role.SOCIAL_WORKER)
    stay = StayFactory(social_worker=worker, child=True)
    asked = [
        each for section in asked_in(None, Stage.INITIAL, stay, worker) for each in section.asked
    ]
    assert all(each.question.has_options for each in asked)
    assert len(asked) + 4 <= 20


def test_what_is_missing_is_said_and_everything_typed_is_kept_as_a_draft(client, login):
    login(Role.SOCIAL_WORKER)
    stay = StayFactory()
    page = client.post(url(stay), said(stay, keluarga=None) | finish(stay))
    assertContains(page, "Belum dijawab: Ada keluarga yang dapat dihubungi.")
    assertContains(page, f"#div_id_q{ask('keluarga').pk}-value")
    draft = Assessment.objects.get()
    assert not draft.is_done
    assert answers_of(draft)["keinginan"] == (["Pulang"], "")
    assertContains(client.get(url(stay)), "Draf tersimpan")


def test_nothing_stands_alone(client, login):
    login(Role.SOCIAL_WORKER)
    stay = StayFactory()
    page = client.post(url(stay), said(stay, zat=["Tidak ada", "Rokok"]) | finish(stay))
    assertContains(page, "tidak dipilih bersama yang lain")
    assert not Assessment.objects.exists()


def test_a_line_says_what_it_comes_to_where_no_full_one_follows(client, login):
    login(Role.SOCIAL_WORKER)
    grown_up = StayFactory(
        intake__person=PersonFactory(age_kind="exact", age_years=40, age_stated_on=days.today())
    )
    page = client.post(url(grown_up), said(grown_up) | finish(grown_up, conclusion=""))
    assertContains(page, "Tulis kesimpulan dalam satu kalimat.")
    child = StayFactory(child=True)
    client.post(url(child), said(child) | finish(child, conclusion=""))
    assert Assessment.objects.get(stay=child).is_done


def test_it_is_not_done_before_the_arrival_nor_in_the_future(client, login):
    login(Role.SOCIAL_WORKER)
    stay = StayFactory()
    for at, sentence in [
        (stay.began_at - days.ONE_DAY, "Ini sebelum klien tiba."),
        (days.now() + days.ONE_DAY, "Waktu ini belum terjadi."),
    ]:
        at = f"{at.astimezone(days.WITA):%Y-%m-%dT%H:%M}"
        page = client.post(url(stay), said(stay) | finish(stay, done_at=at))
        assertContains(page, sentence)
    assert not Assessment.objects.done().exists()


def test_both_hours_stand_when_it_was_typed_later(client, login):
    login(Role.SOCIAL_WORKER)
    stay = StayFactory(days_ago=1)
    at = days.now() - 5 * days.ONE_HOUR
    typed = f"{at.astimezone(days.WITA):%Y-%m-%dT%H:%M}"
    client.post(url(stay), said(stay) | finish(stay, done_at=typed))
    done = Assessment.objects.get()
    assert done.is_typed_later
    assertContains(client.get(reverse("cases:assessment_detail", args=[done.pk])), "diketik")


def test_the_full_one_goes_section_by_section_in_any_order(client, login):
    worker = login(Role.SOCIAL_WORKER)
    stay = StayFactory(child=True, social_worker=worker)
    page = client.get(url(stay, "comprehensive") + "?section=5")
    assertContains(page, "Dapat membaca dan menulis")
    assertNotContains(page, "Hak yang belum diterima")
    data = said(stay, Stage.COMPREHENSIVE, section="Sekolah")
    answer = client.post(url(stay, "comprehensive") + "?section=5", data)
    assertRedirects(answer, url(stay, "comprehensive") + "?section=6")
    draft = Assessment.objects.get()
    assert {each.question.section.name for each in draft.answers.all()} == {"Sekolah"}
    # Whoever comes back begins where something is owed.
    assertContains(client.get(url(stay, "comprehensive")), "Bagian 1 dari 8")
    review = client.get(url(stay, "comprehensive") + "?section=end")
    assertContains(review, "Hak yang belum diterima")
    # What one typed here would be lost on the way to the sections that are missing.
    assertNotContains(review, 'name="conclusion"')
    assertContains(review, '<a class="btn btn-primary" href="?section=1">Lengkapi</a>', html=True)
    assertContains(
        client.post(url(stay, "comprehensive") + "?section=end", finish(stay)), "Belum dijawab"
    )


def test_the_full_one_is_finished_when_nothing_is_owed(client, login):
    worker = login(Role.SOCIAL_WORKER)
    stay = StayFactory(child=True, social_worker=worker)
    for number in range(1, 9):
        page = client.get(url(stay, "comprehensive") + f"?section={number}")
        section = page.context["page_of"].section.section.name
        client.post(
            url(stay, "comprehensive") + f"?section={number}",
            said(stay, Stage.COMPREHENSIVE, section=section),
        )
    mended = client.post(
        url(stay, "comprehensive") + "?section=2",
        said(stay, Stage.COMPREHENSIVE, section="Kesehatan"),
    )
    assertRedirects(mended, url(stay, "comprehensive") + "?section=end")
    assertContains(client.get(url(stay, "comprehensive") + "?section=end"), 'name="conclusion"')
    client.post(url(stay, "comprehensive") + "?section=end", finish(stay))
    assert Assessment.objects.get().is_done


def test_what_an_earlier_one_says_is_shown_and_only_what_changed_is_asked(client, login):
    worker = login(Role.SOCIAL_WORKER)
    stay = StayFactory(child=True, social_worker=worker)
    client.post(url(stay), said(stay, sekolah="Berhenti", sejak="Lebih setahun") | finish(stay))
    page = client.get(url(stay, "comprehensive") + "?section=5")
    assertContains(page, "“Berhenti”")
    assertContains(page, "kata klien sendiri")
    same, changed = ask("sekolah"), ask("baca-tulis")
    data = field(same, None, same="same") | field(changed, "Mengeja")
    client.post(url(stay, "comprehensive") + "?section=5", data)
    answer = Answer.objects.get(question=same, assessment__stage="comprehensive")
    assert (answer.is_same, answer.chosen) == (True, ["Berhenti"])
    data = field(same, "Bersekolah", same="changed", said_by="mother", seen=1)
    client.post(url(stay, "comprehensive") + "?section=5", data)
    answer.refresh_from_db()
    assert (answer.is_same, answer.chosen, answer.said_by) == (False, ["Bersekolah"], "mother")


def test_a_second_stay_shows_what_was_said_in_the_first(client, login):
    worker = login(Role.SOCIAL_WORKER)
    first = StayFactory(days_ago=60, social_worker=worker, ended_at=days.now() - 50 * days.ONE_DAY)
    client.post(url(first), said(first, keinginan="Sekolah") | finish(first))
    again = StayFactory(intake__person=first.person, social_worker=worker)
    assertContains(client.get(url(again)), "“Sekolah”")


def test_two_who_answer_the_same_question_see_both(client, login):
    mine, theirs = login(Role.SOCIAL_WORKER), UserFactory(roles=[Role.SOCIAL_WORKER])
    stay = StayFactory(social_worker=mine)
    draft = AssessmentFactory(stay=stay, recorded_by=theirs)
    AnswerFactory(assessment=draft, chosen=["Ada"])
    keluarga, badan = ask("keluarga"), ask("badan")
    data = field(keluarga, "Tidak ada") | field(badan, "Sehat")
    page = client.post(url(stay), data)
    assertContains(page, "dijawab orang lain sementara itu")
    assertContains(page, theirs.full_name)
    # The other question was in nobody's way.
    assert answers_of(draft) == {"keluarga": (["Ada"], ""), "badan": (["Sehat"], "")}
    client.post(url(stay), field(keluarga, "Tidak ada", seen=1) | field(badan, "Sehat", seen=1))
    assert answers_of(draft)["keluarga"] == (["Tidak ada"], "")


def test_an_answer_that_is_taken_away_is_gone(client, login):
    worker = login(Role.SOCIAL_WORKER)
    stay = StayFactory(social_worker=worker)
    draft = AssessmentFactory(stay=stay, recorded_by=worker)
    AnswerFactory(assessment=draft)
    client.post(url(stay), field(ask("keluarga"), None, seen=1))
    assert not draft.answers.exists()


def test_an_answer_that_is_no_choice_is_refused(client, login):
    login(Role.SOCIAL_WORKER)
    stay = StayFactory()
    page = client.post(url(stay), field(ask("keluarga"), "Tujuh <b>") | finish(stay))
    assertContains(page, "Pilihan ini tidak ada.", status_code=200)
    assert not Answer.objects.exists()


def test_it_is_not_asked_twice_unless_one_says_so(client, login):
    worker = login(Role.SOCIAL_WORKER)
    done = AssessmentFactory(done=True, stay__social_worker=worker)
    answer = client.get(url(done.stay))
    assertRedirects(answer, reverse("cases:assessment_detail", args=[done.pk]))
    assertContains(client.get(url(done.stay) + "?again=1"), "pernah selesai")
    client.post(url(done.stay), said(done.stay) | finish(done.stay, after=done.pk))
    assert Assessment.objects.done().filter(stay=done.stay).count() == 2


def test_the_same_page_sent_twice_is_done_once(client, login):
    worker = login(Role.SOCIAL_WORKER)
    stay = StayFactory(social_worker=worker)
    data = said(stay) | finish(stay)
    client.post(url(stay), data)
    done = Assessment.objects.get()
    page = reverse("cases:assessment_detail", args=[done.pk])
    assertRedirects(client.post(url(stay), data), page)
    # With other answers it is refused in words, and what was typed stands there.
    other = said(stay, keluarga="Tidak ada") | finish(stay)
    assertContains(client.post(url(stay), other), "sudah selesai sementara itu")
    assert Assessment.objects.get() == done


def test_an_answer_that_comes_after_the_end_begins_no_other(client, login):
    worker = login(Role.SOCIAL_WORKER)
    stay = StayFactory(social_worker=worker)
    client.post(url(stay), said(stay) | finish(stay))
    question = ask("keluarga")
    late = {"stage": "initial", "question": question.pk} | field(question, "Tidak ada")
    address = reverse("cases:assessment_answer", args=[stay.pk])
    assertContains(client.post(address, late), "sudah selesai sementara itu")
    done = Assessment.objects.get()
    # Whoever asks again says so with the one that they know of.
    client.post(address, late | {"after": done.pk})
    assert Assessment.objects.drafts().get() != done


def test_whoever_has_left_can_still_be_written_about_and_the_page_says_so(client, login):
    worker = login(Role.SOCIAL_WORKER)
    stay = StayFactory(days_ago=3, ended=True, social_worker=worker)
    assertContains(client.get(url(stay, "final")), "sudah berakhir")
    client.post(url(stay, "final"), said(stay, Stage.FINAL) | finish(stay))
    assert Assessment.objects.get().is_done


def test_a_sealed_file_is_out_of_reach(client, login):
    login(Role.SOCIAL_WORKER)
    sealed = StayFactory(intake__person=PersonFactory(is_sealed=True))
    for page in ("initial", "comprehensive", "final"):
        assert client.get(url(sealed, page)).status_code == 404
    answer = reverse("cases:assessment_answer", args=[sealed.pk])
    # Whatever is sent, it is first asked whose it is.
    for sent in ({"stage": "initial"}, {"stage": "x"}, {}):
        assert client.post(answer, sent).status_code == 404


def test_one_answer_is_kept_as_it_is_typed(client, login):
    worker = login(Role.SOCIAL_WORKER)
    stay = StayFactory(social_worker=worker)
    keluarga = ask("keluarga")
    address = reverse("cases:assessment_answer", args=[stay.pk])
    sent = {"stage": "initial", "question": keluarga.pk}
    answer = client.post(address, sent | field(keluarga, "Ada"))
    assertContains(answer, "Draf tersimpan")
    # The page still holds the version that it was shown with: one's own answer is changed.
    client.post(address, sent | field(keluarga, "Tidak ada"))
    draft = Assessment.objects.get()
    assert answers_of(draft) == {"keluarga": (["Tidak ada"], "")}


def test_one_answer_is_kept_by_as_few_queries_however_much_is_answered(client, login):
    worker = login(Role.SOCIAL_WORKER)
    stay = StayFactory(social_worker=worker)
    address = reverse("cases:assessment_answer", args=[stay.pk])
    sent = {"stage": "initial", "question": ask("keluarga").pk}

    def queries(answer):
        with CaptureQueriesContext(connection) as asked:
            page = client.post(address, sent | field(ask("keluarga"), answer))
        assertContains(page, "Draf tersimpan")
        return len(asked)

    queries("Ada")
    few = queries("Tidak ada")
    client.post(url(stay), said(stay))
    assert Answer.objects.count() > 5
    assert queries("Tidak ada") <= few <= 22


def test_what_is_not_asked_of_a_klien_is_not_kept(client, login):
    """Of the first one, a question of the full one."""
    worker = login(Role.SOCIAL_WORKER)
    stay = StayFactory(social_worker=worker)
    other = Question.objects.filter(questions__published_at__isnull=False, in_initial=False)
    question = other.first()
    sent = {"stage": "initial", "question": question.pk} | field(question, "Ya")
    client.post(reverse("cases:assessment_answer", args=[stay.pk]), sent)
    assert not Answer.objects.exists()


def test_what_another_typed_is_never_overwritten_by_what_is_kept_alone(client, login):
    worker = login(Role.SOCIAL_WORKER)
    stay = StayFactory(social_worker=worker)
    AnswerFactory(assessment__stay=stay, chosen=["Ada"])
    keluarga = ask("keluarga")
    address = reverse("cases:assessment_answer", args=[stay.pk])
    sent = {"stage": "initial", "question": keluarga.pk}
    assertContains(client.post(address, sent | field(keluarga, "Tidak ada")), "sementara itu")
    assert Answer.objects.get().chosen == ["Ada"]


@pytest.mark.parametrize("sent", [{}, {"stage": "x"}, {"stage": "initial", "question": "9e9"}])
def test_odd_answers_make_nothing(client, login, sent):
    login(Role.SOCIAL_WORKER)
    answer = client.post(reverse("cases:assessment_answer", args=[StayFactory().pk]), sent)
    assert answer.status_code in (200, 400)
    assert not Assessment.objects.exists()


def test_on_the_last_night_of_the_year_it_is_of_that_night(client, login, time_machine_at):
    time_machine_at(datetime.datetime(2026, 12, 31, 23, 30, tzinfo=days.WITA))
    login(Role.SOCIAL_WORKER)
    stay = StayFactory(child=True)
    client.post(url(stay), said(stay) | finish(stay))
    assert days.day_of(Assessment.objects.get().done_at) == datetime.date(2026, 12, 31)
