import datetime
import re
import uuid

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.urls import reverse
from pytest_django.asserts import assertContains, assertNotContains, assertRedirects

from cases.intakes.parts import latest_triage
from cases.intakes.triage import actions
from cases.intakes.triage.models import Triage, TriageQuestion
from rptc import days
from rptc.accounts.permissions import Role
from tests.factories import (
    BagFactory,
    IntakeFactory,
    PersonFactory,
    PhotoFactory,
    StayFactory,
    StayReturnFactory,
    TriageFactory,
    UserFactory,
)

LIST = reverse("cases:triage_list")
QUESTIONS = reverse("cases:triage_question_list")


def url(intake):
    return reverse("cases:triage_fill", args=[intake.pk])


def posted(pressed="given", *yes, **changes):
    codes = TriageQuestion.objects.filter(is_active=True).values_list("code", flat=True)
    answers = {code: "yes" if code in yes else "no" for code in codes}
    return {
        "send_key": str(uuid.uuid4()),
        "replaces": "",
        "pressed": pressed,
        **answers,
        **changes,
    }


def listed(client, show):
    return [intake.pk for intake in client.get(f"{LIST}?show={show}").context["page_obj"]]


@pytest.fixture
def intake(login):
    login(Role.CARETAKER)
    return StayFactory().intake


def the_rest_no(*yes, **changes):
    """What the page sends where nothing was pressed but these."""
    return {"send_key": str(uuid.uuid4()), "replaces": "", "pressed": "rest_no"} | {
        **{code: "yes" for code in yes},
        **changes,
    }


def test_without_a_finding_one_tap_answers_no_to_all(client, intake):
    assertRedirects(client.post(url(intake), the_rest_no()), LIST)
    triage = Triage.objects.get()
    assert (triage.colour, triage.act) == ("green", "")
    assert len(triage.answers) == 9
    assert not any(triage.answers.values())
    assert listed(client, "waiting") == []
    assert listed(client, "done") == [intake.pk]


@pytest.mark.parametrize("role", [Role.CARETAKER, Role.SOCIAL_WORKER, Role.HEAD])
def test_a_red_one_stands_first_on_hari_ini(client, login, role):
    worker = login(role)
    own = {"social_worker": worker} if role == Role.SOCIAL_WORKER else {}
    StayFactory.create_batch(2, days_ago=20, child=True, **own)
    red = TriageFactory(intake=StayFactory(days_ago=9, child=True, **own).intake, colour="red")
    TriageFactory()
    [first, *_] = client.get(reverse("reports:today")).context["to_do"].rows
    assert first.title == str(red.intake.person)
    assert first.text.startswith("Triase merah")
    assert client.get(first.url).status_code == 200
    assert listed(client, "red") == [red.intake_id]
    assert red.intake_id not in listed(client, "acts")


def test_the_rest_is_no_and_a_yes_stays_a_yes(client, intake):
    client.post(url(intake), the_rest_no("batuk", demam="no"))
    triage = Triage.objects.get()
    assert (triage.colour, triage.act) == ("yellow", "Dokter hari ini; masker")
    assert [code for code, answer in triage.answers.items() if answer] == ["batuk"]
    client.post(url(intake), the_rest_no("batuk", "melukai", replaces=str(triage.send_key)))
    assert Triage.objects.get().colour == "red"


def test_no_button_answers_no_to_everything(client, intake):
    for page in (LIST, url(intake)):
        assertNotContains(client.get(page), "Semua tidak")
    response = client.post(url(intake), posted("all_no", "batuk"))
    assert response.status_code == 200
    assert not Triage.objects.exists()


@pytest.mark.parametrize(
    ("sex", "age", "is_asked"),
    [("P", 30, True), ("P", 10, True), ("P", 9, False), ("P", 0, False), ("L", 30, False)],
)
def test_a_question_that_cannot_apply_is_not_asked(client, login, sex, age, is_asked):
    login(Role.CARETAKER)
    person = PersonFactory(sex=sex, age_kind="exact", age_years=age)
    intake = StayFactory(intake__person=person).intake
    page = client.get(url(intake))
    assert ('name="hamil"' in page.content.decode()) == is_asked
    assert ("tidak ditanyakan: hanya perempuan mulai 10 th" in page.content.decode()) != is_asked
    client.post(url(intake), the_rest_no("hamil"))
    assert Triage.objects.get().answers.get("hamil", False) == is_asked


def test_a_girl_whose_age_nobody_knows_is_asked(client, login):
    login(Role.CARETAKER)
    person = PersonFactory(sex="P", age_kind="child", age_years=None)
    assertContains(client.get(url(StayFactory(intake__person=person).intake)), 'name="hamil"')


def test_a_yes_shows_the_act_in_the_colour_of_what_follows(client, intake):
    page = client.get(url(intake)).content.decode()
    for code, shape, act in [("melukai", "late", "Jaga terus"), ("batuk", "due", "masker")]:
        before, _, group = page.partition(f'id="div_id_{code}"')
        assert f"is-{shape}" in before[-60:]
        assert act in group[: group.index("</div>")]


def test_a_reason_for_not_asking_answers_no_question(client, intake):
    """Enter in the reason sends the form that it stands in."""
    page = client.get(url(intake)).content.decode()
    form = page[page.rindex("<form", 0, page.index('name="impossible_reason"')) :]
    assert 'value="rest_no"' not in form
    assert form.index('value="impossible"') < form.index("</form>")


def test_in_the_list_two_of_one_name_are_told_apart(client, login, count_queries):
    login(Role.CARETAKER)
    stays = [StayFactory(intake__person__name="Tanpa nama") for _ in range(2)]
    bag = BagFactory(stay=stays[0])
    PhotoFactory(person=stays[1].person)
    page = client.get(LIST)
    assertContains(page, bag.number, count=1)
    assertContains(page, "Foto Tanpa nama", count=1)
    few = count_queries(LIST)
    for stay in StayFactory.create_batch(4):
        BagFactory(stay=stay)
    assert count_queries(LIST) == few


def test_who_came_back_is_told_by_the_bag_too(client, login):
    login(Role.CARETAKER)
    back = StayReturnFactory()
    bag = BagFactory(stay=back.stay)
    assert back.intake_id in listed(client, "waiting")
    assertContains(client.get(LIST), bag.number)


def test_the_worst_yes_decides_the_colour_and_the_acts_are_joined(client, intake):
    client.post(url(intake), posted("given", "batuk", "melukai"))
    triage = Triage.objects.get()
    assert triage.colour == "red"
    assert triage.act == "Jaga terus; dokter hari ini; Dokter hari ini; masker"
    assert triage.bed_hint == "Dekat piket; Kamar isolasi"
    assert listed(client, "red") == [intake.pk]


def test_an_unanswered_question_is_asked_again_and_nothing_is_saved(client, intake):
    response = client.post(url(intake), posted("given", "batuk", demam=""))
    assertContains(response, "Pilih ya atau tidak.", count=1)
    assert not Triage.objects.exists()


def test_not_possible_needs_a_reason_and_comes_back_at_seven(
    client, intake, login, time_machine_at
):
    response = client.post(url(intake), posted("impossible"))
    assertContains(response, "Tulis mengapa tidak memungkinkan.")
    night = days.at(days.today() + days.ONE_DAY, datetime.time(1, 30))
    time_machine_at(night)
    login(Role.CARETAKER)
    client.post(url(intake), posted("impossible", impossible_reason="Mabuk berat"))
    triage = Triage.objects.get()
    seven = days.at(days.day_of(night), datetime.time(7))
    assert (triage.colour, triage.impossible_until) == ("", seven)
    assert listed(client, "waiting") == []
    assert listed(client, "later") == [intake.pk]
    time_machine_at(seven)
    assert listed(client, "waiting") == [intake.pk]


def test_a_correction_replaces_the_answers_and_the_history_keeps_both(client, intake, login):
    client.post(url(intake), posted("given", "demam"))
    first = Triage.objects.get()
    client.post(url(intake), posted(replaces=str(first.send_key)))
    assert Triage.objects.get().colour == "green"
    login(Role.HEAD)
    history = client.get(reverse("reports:record_history", args=["triage", first.pk]))
    assertContains(history, "ya: demam")
    assertContains(history, "semua tidak")


def test_who_saves_over_somebody_elses_answers_is_told(client, intake):
    client.post(url(intake), posted("given", "demam"))
    response = client.post(url(intake), posted())
    assertContains(response, "sudah diisi orang lain")
    assert Triage.objects.get().colour == "yellow"
    shown = response.context["form"]["replaces"].value()
    client.post(url(intake), posted(replaces=str(shown)))
    assert Triage.objects.get().colour == "green"


def test_sent_twice_is_one_triage(client, intake):
    twice = posted("given", "demam")
    client.post(url(intake), twice)
    client.post(url(intake), twice)
    assert Triage.objects.count() == 1


def test_an_act_is_done_once_with_its_result(client, login):
    user = login(Role.CARETAKER)
    triage = TriageFactory()
    page = reverse("cases:triage_act_done", args=[triage.pk])
    assertContains(client.post(page, {"result": ""}), "Tulis hasilnya.")
    client.post(page, {"result": "Diberi obat penurun panas."})
    triage.refresh_from_db()
    assert (triage.act_done_by, triage.is_due) == (user, False)
    assert listed(client, "acts") == []
    assertContains(client.post(page, {"result": "Lagi"}), "sudah dicatat selesai")


def test_an_act_done_stays_done_while_it_is_the_same(login):
    user = login(Role.CARETAKER)
    triage = TriageFactory()
    actions.finish_act(triage, "Sudah diperiksa.", by=user)
    for act, is_due in [(triage.act, False), ("Bidan hari ini", True)]:
        stored = Triage.objects.get()
        again = Triage(intake=triage.intake, colour="yellow", act=act)
        actions.fill_triage(again, replaces=stored.send_key, by=user)
        assert Triage.objects.get().is_due == is_due


def test_pages_of_the_house_say_who_has_not_been_asked(client, intake):
    assertContains(client.get(reverse("cases:stay_detail", args=[intake.stay.pk])), "Belum triase")
    assertContains(client.get(reverse("cases:stay_arrivals")), "Belum triase, 1 orang")
    figures = client.get(reverse("reports:today")).context["figures"]
    assert {f.label: f.number for f in figures}["Belum triase"] == 1


def test_who_left_was_never_brought_or_is_still_on_the_way_is_not_late(client, intake):
    StayFactory(ended=True, days_ago=2)
    IntakeFactory(outcome="advised")
    IntakeFactory(outcome="brought")
    assert listed(client, "waiting") == [intake.pk]
    figures = client.get(reverse("reports:today")).context["figures"]
    assert {f.label: f.number for f in figures}["Belum triase"] == 1


def test_out_of_reach_is_404(client, login):
    login(Role.CARETAKER)
    gone = StayFactory(ended=True, days_ago=2)
    assert client.get(url(gone.intake)).status_code == 404
    gone_triage = TriageFactory(intake=gone.intake)
    page = reverse("cases:triage_act_done", args=[gone_triage.pk])
    assert client.get(page).status_code == 404


def test_trc_sees_nothing_of_it(client, login):
    user = login(Role.FIELD)
    triage = TriageFactory(intake=IntakeFactory(recorded_by=user), act="KENARI")
    response = client.get(reverse("cases:intake_detail", args=[triage.intake_id]))
    assert response.status_code == 200
    assertNotContains(response, "KENARI")
    assertNotContains(response, "riase")


def test_the_head_retires_a_question_and_old_answers_stay_readable(client, login):
    triage = TriageFactory()
    login(Role.HEAD)
    question = TriageQuestion.objects.get(code="demam")
    edit = reverse("cases:triage_question_edit", args=[question.pk])
    kept = {"text": question.text, "order": 5, "colour": "yellow", "act": "", "bed_hint": ""}
    assertRedirects(client.post(edit, kept), QUESTIONS)
    question.refresh_from_db()
    assert not question.is_active
    assertContains(client.get(QUESTIONS), "tidak dipakai lagi")
    health = reverse("cases:person_health", args=[triage.intake.person_id])
    assertContains(client.get(health), question.statement)
    login(Role.CARETAKER)
    assertNotContains(client.get(url(triage.intake)), question.text)


def test_the_list_does_not_ask_more_for_more_rows(client, intake, count_queries):
    few = count_queries(LIST)
    StayFactory.create_batch(5)
    assert count_queries(LIST) == few


def test_the_database_knows_answers_or_a_reason(db):
    for wrong in [{"colour": ""}, {"impossible_reason": "Tidur."}]:
        with pytest.raises(IntegrityError), transaction.atomic():
            TriageFactory(**wrong)


def test_a_race_is_refused_in_words(db):
    intake, by = StayFactory().intake, UserFactory()
    with pytest.raises(ValidationError, match="sementara itu"):
        actions.fill_triage(Triage(intake=intake, colour="green"), replaces=uuid.uuid4(), by=by)


@pytest.mark.django_db
def test_the_part_of_a_stay_is_of_its_latest_entry(rf):
    stay = StayFactory(days_ago=3)
    StayReturnFactory(stay=stay, returned_at=days.now() - days.ONE_DAY)
    latest = StayReturnFactory(stay=stay)
    stay.came_back = True
    part = latest_triage({"request": rf.get("/")}, stay)
    assert part["intake"] == latest.intake


def test_the_file_shows_the_triage_of_each_entry_the_latest_first(client, login):
    login(Role.SOCIAL_WORKER)
    first = StayFactory(days_ago=30, ended_at=days.now() - 20 * days.ONE_DAY)
    person = first.person
    stay = StayFactory(days_ago=5, intake__person=person)
    early = StayReturnFactory(stay=stay, returned_at=days.now() - 2 * days.ONE_DAY)
    late = StayReturnFactory(stay=stay)
    entries = [late.intake, early.intake, stay.intake, first.intake]
    for intake in entries[1:]:
        TriageFactory(intake=intake)
    page = client.get(reverse("cases:person_health", args=[person.pk])).content.decode()
    shown = re.findall(r'<section class="rp-panel" aria-labelledby="triase-(\d+)"', page)
    assert shown == [str(intake.pk) for intake in entries]
    assert page.count("Sepuluh pertanyaan saat masuk belum diisi.") == 1


@pytest.mark.parametrize(("yes", "level"), [((), "success"), (("melukai",), "warning")])
def test_only_a_green_one_is_said_in_green(client, login, yes, level):
    login(Role.CARETAKER)
    intake = IntakeFactory()
    page = client.post(url(intake), posted("given", *yes), follow=True)
    [told] = page.context["messages"]
    assert told.level_tag == level


def test_a_baby_is_not_asked_what_babies_do_not_do(client, login):
    login(Role.CARETAKER)
    baby = PersonFactory(age_kind="exact", age_years=0)
    page = client.get(url(StayFactory(intake__person=baby).intake))
    assertNotContains(page, 'name="mabuk"')
    assertNotContains(page, 'name="melukai"')
    assertContains(page, 'name="demam"')
