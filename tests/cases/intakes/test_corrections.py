"""TRC mends what it typed: the row, the file that it made, and the papers that were printed."""

import datetime
import uuid

import pytest
from django.urls import reverse
from django.utils import timezone
from pytest_django.asserts import assertContains, assertNotContains

from cases.arrivals.receptions.actions import issue_reception_letter
from cases.intakes.corrections.models import Correction
from cases.intakes.models import Classification, Intake
from cases.people.doubles.actions import merge_files
from cases.people.doubles.models import Merge
from cases.people.models import Statement
from rptc import days
from rptc.accounts.permissions import Role
from rptc.letters.models import LetterKind
from rptc.letters.prints import PRINTS
from rptc.letters.texts.models import LetterText
from tests.cases.intakes.test_patrol_intakes import page, row, url
from tests.factories import (
    CorrectionFactory,
    HotSpotFactory,
    IntakeFactory,
    LetterFactory,
    PatrolFactory,
    PersonFactory,
    ReceptionFactory,
    SealFactory,
    StayFactory,
    UserFactory,
    classification,
)


@pytest.fixture
def patrol(login):
    """Over midnight, which has passed whatever the hour of this test."""
    started = days.at(days.today() - 2 * days.ONE_DAY, datetime.time(22))
    return PatrolFactory(recorded_by=login(Role.FIELD), started_at=started)


@pytest.fixture
def intake(client, patrol):
    """Typed by this officer a moment ago, about somebody whom nobody knew."""
    client.post(url(patrol), page(row(sex="P", age_years="45", met_time="23:10")))
    return Intake.objects.get()


def correct(client, intake, **changes):
    """The page as it is shown, with these changes, sent."""
    there = reverse("cases:intake_correct", args=[intake.pk])
    form = client.get(there).context["form"]
    typed = {name: form[name].value() for name in form.fields}
    typed = {name: "" if value is None else value for name, value in typed.items()}
    if isinstance(typed["met_time"], datetime.time):
        typed["met_time"] = typed["met_time"].strftime("%H:%M")
    typed["provisional"] = getattr(typed["provisional"], "pk", typed["provisional"])
    typed["hot_spot"] = getattr(typed["hot_spot"], "pk", typed["hot_spot"])
    return client.post(there, typed | {"reason": "Salah tekan."} | changes)


def reception_of(stay, **facts):
    reception = ReceptionFactory(**facts)
    reception.stays.add(stay)
    return reception


def test_an_officer_mends_all_of_the_row(client, patrol, intake):
    spot = HotSpotFactory(name="Fly Over")
    response = correct(
        client,
        intake,
        name="Sangkala Dg. Tutu",
        sex="L",
        age_years="54",
        provisional=classification("lansia").pk,
        hot_spot=spot.pk,
        met_time="00:20",
        outcome="advised",
    )
    assert response.status_code == 302, response.context["form"].errors
    intake = Intake.objects.get()
    assert (intake.sex, intake.person.sex, intake.outcome) == ("L", "L", "advised")
    assert (intake.hot_spot, intake.met_on) == (spot, days.today() - days.ONE_DAY)
    assert intake.classification == intake.provisional == classification("lansia")
    assert str(intake.person) == "Sangkala Dg. Tutu"
    assert intake.person.age.on(intake.met_on) == 54
    correction = Correction.objects.get()
    assert (correction.reason, correction.sex) == ("Salah tekan.", "")
    shown = client.get(reverse("cases:intake_correct", args=[intake.pk])).context["form"]
    assert shown["name"].value() == "Sangkala Dg. Tutu"


def test_years_become_months_and_a_baby_keeps_its_own(client, intake):
    """8 was typed, and not that it was months."""
    correct(client, intake, age_years="8")
    assert Intake.objects.get().age_text == "sekitar 8 th"
    correct(client, intake, age_unit="months")
    assert Intake.objects.get().age_text == "sekitar 8 bulan"
    correct(client, intake, place="Pasar Terong")
    assert Intake.objects.get().age_text == "sekitar 8 bulan"
    correct(client, intake, age_years="9")
    assert Intake.objects.get().age_text == "sekitar 9 bulan"


def test_what_was_said_first_stays_readable(client, intake):
    correct(client, intake, name="Sangkala Dg. Tutu")
    names = Statement.objects.filter(kind="name").order_by("pk").values_list("text", flat=True)
    assert list(names) == ["Sangkala", "Sangkala Dg. Tutu"]


def test_what_was_mended_back_stays_so(client, intake):
    """Also when something else is mended later."""
    for name in ("Sangkala Dg. Tutu", "Sangkala"):
        correct(client, intake, name=name)
    correct(client, intake, place="Pasar Terong")
    assert Intake.objects.get().person.name == "Sangkala"
    correct(client, intake, name="", alias="Kulle", age_years="", age_kind="unknown")
    correct(client, intake, place="Fly Over")
    person = Intake.objects.get().person
    assert (person.name, person.alias, person.age_years) == ("", "Kulle", None)


def test_whoever_is_left_without_a_name_is_known_by_the_place(client, intake):
    correct(client, intake, name="", place="Pasar Terong")
    assert f"Pasar Terong {intake.met_on:%d/%m/%Y}" in str(Intake.objects.get().person)


def test_on_a_file_of_before_it_is_a_statement_and_the_sex_a_question(client, login, patrol):
    person = PersonFactory(name="Muhammad Fadli", sex="L")
    IntakeFactory(person=person, met_on=days.today() - datetime.timedelta(days=40))
    intake = IntakeFactory(
        person=person, by_patrol=True, patrol=patrol, recorded_by=patrol.recorded_by
    )
    page = client.get(reverse("cases:intake_correct", args=[intake.pk]))
    assertNotContains(page, "Muhammad Fadli")
    correct(client, intake, name="Fadil", sex="P")
    person.refresh_from_db()
    intake.refresh_from_db()
    assert (person.name, person.sex, intake.sex) == ("Muhammad Fadli", "L", "L")
    assert person.statements.filter(text="Fadil").exists()
    correction = Correction.objects.get()
    assert correction.sex == "P"

    login(Role.SOCIAL_WORKER)
    assertContains(client.get("/"), "Periksa jenis kelamin menurut TRC")
    assertContains(client.get("/corrections/"), "Muhammad Fadli")
    judge = reverse("cases:correction_judge", args=[correction.pk])
    assertContains(client.post(judge, {"is_right": ""}), "Pilih salah satu.")
    client.post(judge, {"is_right": "yes"})
    person.refresh_from_db()
    assert person.sex == "P"
    assert set(Intake.objects.values_list("sex", flat=True)) == {"P"}
    assertNotContains(client.get("/corrections/"), "Muhammad Fadli")


@pytest.fixture
def known(patrol):
    """A row of this officer on a file of before."""
    person = PersonFactory(name="Muhammad Fadli", sex="L")
    IntakeFactory(person=person, met_on=days.today() - datetime.timedelta(days=40))
    moment = days.at(patrol.started_on, datetime.time(23, 10))
    return IntakeFactory(
        person=person,
        by_patrol=True,
        patrol=patrol,
        recorded_by=patrol.recorded_by,
        met_on=patrol.started_on,
        met_at=moment,
    )


def test_a_name_that_is_guessed_reads_as_any_other(client, known):
    """Else an officer would try names until one is not taken: that one is the file's."""
    for name in ("Ahmad Yani", "Muhammad Fadli"):
        correct(client, known, name=name)
        page = client.get(reverse("cases:intake_correct", args=[known.pk]))
        assert page.context["form"]["name"].value() == name


def test_of_another_day_the_row_says_what_it_said(client, known):
    correct(client, known, name="Fadil")
    correct(client, known, met_time="00:20")
    page = client.get(reverse("cases:intake_correct", args=[known.pk]))
    assert page.context["form"]["name"].value() == "Fadil"


def test_only_the_last_word_about_the_sex_is_asked(client, login, known):
    correct(client, known, sex="P")
    correct(client, known, place="Pasar Terong")
    assert Correction.objects.to_be_judged().count() == 1
    last = Correction.objects.latest("pk")
    correct(client, known, sex="L")
    assert not Correction.objects.to_be_judged().exists()
    login(Role.SOCIAL_WORKER)
    judge = reverse("cases:correction_judge", args=[last.pk])
    assertContains(client.post(judge, {"is_right": "yes"}), "mengoreksinya lagi")
    known.person.refresh_from_db()
    assert known.person.sex == "L"


def test_what_was_judged_is_not_asked_again(client, login, known, patrol):
    correct(client, known, sex="P")
    login(Role.SOCIAL_WORKER)
    judge = reverse("cases:correction_judge", args=[Correction.objects.get().pk])
    client.post(judge, {"is_right": "no"})
    login(patrol.recorded_by)
    correct(client, known, place="Pasar Terong")
    assert not Correction.objects.to_be_judged().exists()


def test_what_a_social_worker_changed_in_the_file_stays(client, login, intake, patrol):
    login(Role.SOCIAL_WORKER)
    edit = reverse("cases:person_edit", args=[intake.person_id])
    form = client.get(edit).context["form"]
    typed = {name: form[name].value() or "" for name in form.fields}
    client.post(edit, typed | {"sex": "L", "birthplace": "Takalar"})
    login(patrol.recorded_by)
    correct(client, intake, sex="P", name="Rosdiana")
    person = Intake.objects.get().person
    assert (person.sex, person.name, person.birthplace) == ("L", "Sangkala", "Takalar")
    assert Correction.objects.to_be_judged().get().sex == "P"


def test_a_file_for_named_people_is_not_written_over(client, intake):
    SealFactory(person=intake.person)
    correct(client, intake, name="Rosdiana")
    assert Intake.objects.get().person.name == "Sangkala"


def test_a_class_outside_the_table_stays_outside(client, patrol):
    """It was brought sealed, and is counted apart."""
    outside, inside = (
        Classification.objects.filter(in_table=is_in).first() for is_in in (False, True)
    )
    person = PersonFactory(is_sealed=True, recorded_by=patrol.recorded_by)
    intake = IntakeFactory(
        person=person, door="uptd_ppa", provisional=outside, recorded_by=patrol.recorded_by
    )
    assert correct(client, intake, place="Polsek").status_code == 302
    correct(client, intake, provisional=inside.pk)
    intake.refresh_from_db()
    assert (intake.place, intake.classification) == ("Polsek", outside)


def test_a_file_that_is_right_keeps_its_sex(client, login):
    login(Role.SOCIAL_WORKER)
    correction = CorrectionFactory(intake__person__sex="L")
    client.post(reverse("cases:correction_judge", args=[correction.pk]), {"is_right": "no"})
    correction.intake.refresh_from_db()
    assert correction.intake.sex == "L"
    assert not Correction.objects.to_be_judged().exists()


def test_once_a_social_worker_has_settled_the_row_the_file_is_not_trcs(client, intake):
    intake.settled = intake.provisional
    intake.settled_by, intake.settled_at = UserFactory(), days.now()
    intake.save()
    correct(client, intake, sex="L", name="Sangkala Dg. Tutu")
    intake.refresh_from_db()
    assert (intake.sex, intake.person.name) == ("P", "Sangkala")
    assert Correction.objects.get().sex == "L"


def test_of_who_has_arrived_the_outcome_stays(client, intake):
    StayFactory(intake=intake)
    there = reverse("cases:intake_correct", args=[intake.pk])
    assert "outcome" not in client.get(there).context["form"].fields
    assert correct(client, intake, sex="L", outcome="refused").status_code == 302
    intake.refresh_from_db()
    assert (intake.sex, intake.outcome) == ("L", "brought")


def clock(moment):
    return f"{timezone.localtime(moment):%H:%M}"


def test_nobody_was_met_after_they_arrived(client, login):
    started = days.now() - 5 * days.ONE_HOUR
    patrol = PatrolFactory(recorded_by=login(Role.FIELD), started_at=started)
    client.post(url(patrol), page(row(met_time=clock(started + days.ONE_HOUR))))
    intake = Intake.objects.get()
    StayFactory(intake=intake, began_at=intake.met_at + days.ONE_HOUR)
    too_late = clock(started + 3 * days.ONE_HOUR)
    assertContains(correct(client, intake, met_time=too_late), "Ia tiba di RPTC")
    earlier = clock(started + days.ONE_HOUR / 2)
    assert correct(client, intake, met_time=earlier).status_code == 302


@pytest.mark.parametrize(("hours", "status"), [(23, 200), (25, 404)])
def test_until_24_hours_after_the_handover(client, intake, hours, status):
    StayFactory(intake=intake, began_at=days.now() - datetime.timedelta(hours=hours))
    there = reverse("cases:intake_correct", args=[intake.pk])
    assert client.get(there).status_code == status


def test_another_officers_row_is_out_of_reach(client, login, intake):
    login(Role.FIELD)
    there = reverse("cases:intake_correct", args=[intake.pk])
    assert client.get(there).status_code == 404


def test_whoever_was_slower_sees_it_and_keeps_what_they_typed(client, intake):
    there = reverse("cases:intake_correct", args=[intake.pk])
    seen = client.get(there).context["form"]["seen"].value()
    correct(client, intake, name="Sangkala Dg. Tutu")
    response = correct(client, intake, name="Sangkala Dg. Nai", seen=seen)
    assertContains(response, "baru saja dikoreksi orang lain")
    assertContains(response, "Sangkala Dg. Nai")
    typed = response.context["form"].data
    client.post(there, typed)
    assert str(Intake.objects.get().person) == "Sangkala Dg. Nai"


def test_a_correction_without_a_change_or_a_reason_is_none(client, intake):
    assertContains(correct(client, intake), "Tidak ada yang berubah.")
    assertContains(correct(client, intake, sex="L", reason=""), "Tulis mengapa.")
    assert not Correction.objects.exists()


def test_sent_twice_it_is_one(client, intake):
    key = str(uuid.uuid4())
    seen = client.get(reverse("cases:intake_correct", args=[intake.pk])).context["form"]["seen"]
    for _ in range(2):
        correct(client, intake, sex="L", send_key=key, seen=seen.value())
    assert Correction.objects.count() == 1


def test_a_paper_of_before_says_so_at_once_and_the_new_one_prints_at_once(client, login, intake):
    stay = StayFactory(intake=intake)
    reception = reception_of(stay, patrol=intake.patrol)
    before = issue_reception_letter(reception, by=reception.recorded_by)
    other = issue_reception_letter(reception_of(StayFactory()), by=reception.recorded_by)
    correct(client, intake, sex="L")

    check = reverse("letters:letter_check", args=[before.check_code])
    assertContains(client.get(check), "dibuat sebelum koreksi")
    assertNotContains(
        client.get(reverse("letters:letter_check", args=[other.check_code])), "koreksi"
    )
    login(Role.CARETAKER)
    tonight = client.get("/stays/arrivals/tonight/")
    assertContains(tonight, f"{before.number}, dibuat sebelum koreksi")
    client.post(reverse("cases:reception_letter", args=[reception.pk]))
    reception.refresh_from_db()
    assert reception.letter != before
    assert reception.letter.is_current
    # It was not withdrawn: that goes its own way, through the head.
    before.refresh_from_db()
    assert before.withdrawn_at is None
    login(Role.OFFICE)
    assertContains(client.get("/letters/"), "Dibuat sebelum koreksi")


@pytest.mark.parametrize(
    ("changes", "is_of_before"),
    [({"sex": "L"}, True), ({"place": "Pasar Terong"}, False), ({"met_time": "23:20"}, False)],
)
def test_only_a_paper_that_says_what_was_corrected_is_of_before(
    client, intake, changes, is_of_before
):
    stay = StayFactory(intake=intake)
    reception = reception_of(stay, patrol=intake.patrol)
    letter = issue_reception_letter(reception, by=reception.recorded_by)
    assert correct(client, intake, **changes).status_code == 302
    letter.refresh_from_db()
    assert (letter.corrected_at is not None) is is_of_before


def test_a_statement_on_a_file_of_before_leaves_its_papers_as_they_are(client, known):
    stay = StayFactory(intake=known, days_ago=0)
    reception = reception_of(stay, patrol=known.patrol)
    letter = issue_reception_letter(reception, by=reception.recorded_by)
    assert correct(client, known, name="Fadil").status_code == 302
    letter.refresh_from_db()
    assert letter.is_current


def test_a_receipt_without_a_class_is_not_of_before_another_class(client, intake):
    stay = StayFactory(intake=intake)
    kind = LetterKind.objects.get(code="tanda-terima-titipan")
    receipt = LetterFactory(kind=kind, person_id=stay.person_id)
    correct(client, intake, provisional=classification("lansia").pk)
    receipt.refresh_from_db()
    assert receipt.is_current
    correct(client, intake, name="Sangkala Dg. Tutu")
    receipt.refresh_from_db()
    assert not receipt.is_current


@pytest.mark.django_db
def test_letters_from_before_there_were_texts_said_what_the_texts_of_the_program_say():
    texts = LetterText.objects.filter(version=1, kind__code__in=PRINTS)
    assert {text.kind.code: set(text.says) for text in texts} == PRINTS


def test_a_text_that_says_no_class_is_not_of_before_another_class(client, intake):
    """What a letter says is known of its own version."""
    stay = StayFactory(intake=intake)
    kind = LetterKind.objects.get(code="perpanjangan")
    silent = LetterText.objects.create(kind=kind, version=2, heading="SURAT", body="Nihil.")
    letters = [
        LetterFactory(kind=kind, person_id=stay.person_id, text=text)
        for text in (silent, kind.texts.get(version=1))
    ]
    correct(client, intake, provisional=classification("lansia").pk)
    for letter in letters:
        letter.refresh_from_db()
    assert [letter.is_current for letter in letters] == [True, False]


@pytest.mark.parametrize("name", ["name", "alias"])
def test_on_a_file_of_before_what_was_said_cannot_be_emptied_and_it_is_said(client, known, name):
    correct(client, known, **{name: "Fadil"})
    response = correct(client, known, **{name: ""})
    assertContains(response, "tidak dapat dikosongkan")
    assert Correction.objects.count() == 1


def test_of_a_file_for_named_people_an_officer_reads_what_they_typed_alone(client, intake, patrol):
    """Also when a social worker has found out another name since."""
    SealFactory(person=intake.person)
    type(intake.person).objects.filter(pk=intake.person_id).update(name="Kenari Rahasia")
    assert client.get(reverse("cases:intake_detail", args=[intake.pk])).status_code == 404
    assertNotContains(client.get("/intakes/"), "Kenari")
    batch = client.get(url(patrol))
    assertNotContains(batch, "Kenari")
    assertContains(batch, "Sangkala")
    assertContains(batch, "Berkas tertutup")
    page = client.get(reverse("cases:intake_correct", args=[intake.pk]))
    assertNotContains(page, "Kenari")
    assertContains(page, "Sangkala")
    assert correct(client, intake, name="Rosdiana").status_code == 302


def test_a_paper_about_a_file_that_was_merged_since_says_so_too(client, intake):
    stay = StayFactory(intake=intake)
    reception = reception_of(stay, patrol=intake.patrol)
    before = issue_reception_letter(reception, by=reception.recorded_by)
    merge = Merge(kept=PersonFactory(sex="P"), lost=intake.person, reason="Kartunya sama.")
    merge_files(merge, by=UserFactory(roles=[Role.SOCIAL_WORKER]))
    correct(client, intake, provisional=classification("lansia").pk)
    before.refresh_from_db()
    assert not before.is_current


def test_a_child_by_correction_may_be_a_victim_as_well(client, intake):
    correct(client, intake, age_years="15", provisional=classification("tuna-susila").pk)
    assertContains(client.get("/"), "Ia anak, dan mungkin korban")
    assert Intake.objects.get().child_victims.count() == 1


def test_the_batch_leads_to_it(client, patrol, intake):
    assertContains(client.get(url(patrol)), f"/intakes/{intake.pk}/correct/")


def test_the_list_asks_no_more_of_many(login, count_queries):
    login(Role.SOCIAL_WORKER)
    CorrectionFactory()
    few = count_queries("/corrections/")
    CorrectionFactory.create_batch(5)
    assert count_queries("/corrections/") == few


# -- A child, seen only afterwards -----------------------------------------------------------


def test_that_an_adult_left_a_child_is_added_by_the_pencil(client, patrol):
    client.post(url(patrol), page(row(age_years="9", provisional=classification("anjal").pk)))
    intake = Intake.objects.get()
    assert not intake.child_victims.exists()
    correct(client, intake, left_by_adult="on", suspect="Seorang ibu")
    victim = intake.child_victims.get()
    assert victim.left_by_adult
    assert intake.person.flags.get().whom == "Seorang ibu"
    correct(client, intake, place="Pasar Terong")
    assert intake.child_victims.count() == 1


def test_the_pencil_takes_no_words_of_a_child_for_an_adult(client, intake):
    response = correct(client, intake, said="Saya dipukul.")
    assertContains(response, "Ini hanya untuk anak.")
    assert not intake.child_victims.exists()
    correct(client, intake, age_years="15", said="Saya dipukul.")
    assert intake.child_victims.get().said == "Saya dipukul."
