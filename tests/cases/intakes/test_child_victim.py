"""A child who was met and may be a victim: saved as typed, and somebody is told of it."""

import datetime

import pytest
from django.urls import reverse
from pytest_django.asserts import assertContains, assertNotContains

from cases.gate.receivers import check_named
from cases.gate.refusals.models import Refusal
from cases.house.evening.models import ImportantNumber
from cases.intakes.models import CHILD_MAY_BE_VICTIM, Intake
from cases.intakes.victims.models import ChildVictim
from cases.people.flags.models import Flag
from cases.people.flags.whom import Named
from rptc import days
from rptc.accounts.permissions import Role
from rptc.refusals import Refused
from tests.cases.intakes.test_patrol_intakes import page, row, send, url
from tests.factories import (
    BedFactory,
    ChildVictimFactory,
    FlagFactory,
    IntakeFactory,
    PatrolFactory,
    PersonFactory,
    SealFactory,
    StayFactory,
    UserFactory,
    classification,
)

LIST = "/child-victims/"


@pytest.fixture
def patrol(login):
    return PatrolFactory(recorded_by=login(Role.FIELD))


def girl(**changes):
    return row(**{"name": "Ayu", "sex": "P", "age_years": "16", "is_suspected": "on"} | changes)


def of_class(code, **changes):
    return girl(provisional=classification(code).pk, **changes)


@pytest.mark.parametrize("code", ["tuna-susila", "napza"])
def test_a_child_in_such_a_class_is_a_victim_and_is_saved_so(client, patrol, code):
    answer = send(client, patrol, page(of_class(code, suspect="Rudi, motor DD 4412 QQ")))
    intake = Intake.objects.get()
    assert answer["saved"]
    assert (intake.classification.code, intake.person.age_years) == (code, 16)
    assert answer["warning"].startswith(CHILD_MAY_BE_VICTIM)
    assert "UPTD PPA" in answer["warning"]
    assert "petugas perempuan" in answer["warning"].lower()
    for invitation in ("kebiasaan", "Periksa bila perlu"):
        assert invitation not in answer["warning"]
    mark = intake.person.flags.get()
    assert (mark.kind, mark.whom) == (Flag.Kind.EXPLOITED, "Rudi, motor DD 4412 QQ")
    assert mark.audience == Flag.Audience.HOUSE
    assert intake.child_victims.get().told_at is None


def test_the_same_without_script_is_said_on_the_page(client, patrol):
    response = client.post(url(patrol), page(of_class("tuna-susila"), row(1, sex="")))
    assertContains(response, CHILD_MAY_BE_VICTIM)
    assertNotContains(response, "Periksa bila perlu")


def test_an_adult_in_such_a_class_is_none(client, patrol):
    answer = send(client, patrol, page(of_class("tuna-susila", age_years="24")))
    assert answer["warning"] == ""
    assert not ChildVictim.objects.exists()
    assert not Flag.objects.exists()


def test_a_child_whom_an_adult_left_is_a_victim_of_whatever_class(client, patrol):
    typed = of_class("anjal", left_by_adult="on", suspect="Seorang ibu")
    answer = send(client, patrol, page(typed))
    assert answer["warning"].startswith(CHILD_MAY_BE_VICTIM)
    assert ChildVictim.objects.get().left_by_adult
    assert "orang dewasa yang lalu pergi" in Flag.objects.get().reason


def test_whoever_says_that_nobody_is_suspected_marks_nobody(client, patrol):
    send(client, patrol, page(of_class("napza", is_suspected="")))
    assert not Flag.objects.exists()
    assert ChildVictim.objects.exists()


def test_what_a_child_says_opens_the_duty_to_tell_until_the_morning(client, patrol):
    send(client, patrol, page(of_class("anjal", said="Paman memukul saya.")))
    victim = ChildVictim.objects.get()
    assert victim.said == "Paman memukul saya."
    assert victim.due_at.astimezone(days.WITA).time() == datetime.time(7)
    assert days.now() < victim.due_at <= days.now() + days.ONE_DAY


def test_an_adults_words_belong_elsewhere_and_are_not_lost(client, patrol):
    answer = send(client, patrol, page(girl(age_years="30", said="Saya dipukul.")))
    assert answer["errors"] == {"said": ["Ini hanya untuk anak. Tulis di Keterangan."]}
    assert not Intake.objects.exists()


def test_a_grown_up_of_the_house_is_not_marked_by_an_age_that_was_typed(client, patrol):
    """A mark stops a release; who may raise none does not make one of a masked hint."""
    here = StayFactory(intake__person__name="Muhammad Fadli").person
    likely = {"name": "Muhammad Fadli", "sex": "L", "age_years": "40"}
    [(hint, _)] = client.get(reverse("cases:person_likely"), likely).context["likely"].hints
    chosen = {"likely_shown": "1", "likely_0": f"same:{hint.token}"}
    typed = girl(name="Fadli", sex="L", suspect="Baso Rewa, ayahnya", **chosen)
    assert send(client, patrol, page(typed))["saved"]
    assert here.intakes.count() == 2
    assert not Flag.objects.exists()
    assert ChildVictim.objects.get().intake.person == here


def test_a_row_that_is_sent_again_opens_no_second_duty(client, patrol):
    data = page(of_class("napza"))
    send(client, patrol, data)
    send(client, patrol, data)
    assert ChildVictim.objects.count() == Flag.objects.count() == 1


def test_the_door_says_it_as_well(client, login):
    login(Role.CARETAKER)
    fields = {
        "send_key": "8e5b1e9a-7b0e-4f59-9a30-111111111111",
        "door": "police",
        "met_on": days.today(),
        "name": "Ayu",
        "sex": "P",
        "age_years": "15",
        "age_kind": "about",
        "source": "guess",
        "provisional": classification("tuna-susila").pk,
        "outcome": "brought",
        "is_suspected": "on",
    }
    response = client.post("/intakes/register/", fields, follow=True)
    assertContains(response, CHILD_MAY_BE_VICTIM)
    assertNotContains(response, "Periksa bila perlu")
    assert ChildVictim.objects.get().intake.person.name == "Ayu"


def test_the_door_asks_the_same_of_a_child_whose_file_is_known(client, login):
    login(Role.SOCIAL_WORKER)
    child = PersonFactory(child=True)
    response = client.get(f"/intakes/register/?person={child.pk}")
    assertContains(response, "data-known-child")
    assertContains(response, CHILD_MAY_BE_VICTIM)


def test_a_class_that_is_settled_later_says_it_then(client, login):
    login(Role.SOCIAL_WORKER)
    intake = IntakeFactory(child=True)
    typed = {"classification": classification("tuna-susila").pk, "certainty": "claimed"}
    client.post(reverse("cases:intake_settle", args=[intake.pk]), typed)
    client.post(reverse("cases:intake_settle", args=[intake.pk]), typed)
    assert intake.child_victims.count() == 1


def test_it_waits_with_its_hour_until_somebody_told(client, login):
    login(Role.CARETAKER)
    victim = ChildVictimFactory()
    assertContains(client.get("/"), "Beri tahu UPTD PPA")
    assertContains(client.get(LIST), victim.intake.person.name)
    there = reverse("cases:child_victim_told", args=[victim.pk])
    assertContains(
        client.post(there, {"told_to": ""}), "Tulis siapa di UPTD PPA yang diberi tahu."
    )
    client.post(there, {"told_to": "Ibu Hasnah, telepon 23.40"})
    victim.refresh_from_db()
    assert (victim.told_to, bool(victim.told_at)) == ("Ibu Hasnah, telepon 23.40", True)
    assertNotContains(client.get(LIST), victim.intake.person.name)
    assertContains(client.get(f"{LIST}?show=told"), "Ibu Hasnah")
    assertContains(client.post(there, {"told_to": "Lagi"}), "Sudah diberi tahu: Ibu Hasnah")


def test_house_staff_never_read_a_childs_words(client, login):
    victim = ChildVictimFactory(said="Abang memukul saya.")
    login(Role.CARETAKER)
    response = client.get(LIST)
    assertNotContains(response, "Abang memukul saya.")
    assertContains(response, "Ia bercerita tentang kekerasan.")
    login(Role.SOCIAL_WORKER)
    assertContains(client.get(LIST), "Abang memukul saya.")
    there = reverse("cases:intake_detail", args=[victim.intake_id])
    assertContains(client.get(there), "Abang memukul saya.")


def test_a_closed_childs_words_are_not_for_who_is_house_staff_and_social_worker(client, login):
    me = login(Role.CARETAKER, Role.SOCIAL_WORKER)
    said = {"said": "Abang memukul saya."}
    victim = ChildVictimFactory(**said)
    SealFactory(person=victim.intake.person)
    there = reverse("cases:intake_detail", args=[victim.intake_id])
    listed = client.get(LIST)
    assertContains(listed, "Ia bercerita tentang kekerasan.")
    for shown in (listed, client.get(there)):
        assertNotContains(shown, "Abang memukul saya.")
    ChildVictimFactory(intake=victim.intake, recorded_by=me, **said)
    for address in (LIST, there):
        assertContains(client.get(address), "Abang memukul saya.", count=1)


def test_the_head_reads_the_words_and_may_tell(client, login):
    victim = ChildVictimFactory(said="Abang memukul saya.")
    login(Role.HEAD)
    response = client.get(reverse("cases:intake_detail", args=[victim.intake_id]))
    assertContains(response, "Abang memukul saya.")
    told = reverse("cases:child_victim_told", args=[victim.pk])
    note = reverse("cases:child_victim_note", args=[victim.intake_id])
    for address in (told, note):
        assertContains(response, address)


def test_words_of_somebody_whose_age_nobody_knows_stand_there_too(client, login):
    nothing = {"age_kind": "unknown", "age_years": None, "age_stated_on": None}
    unknown, other = (IntakeFactory(person=PersonFactory(**nothing)) for _ in range(2))
    victim = ChildVictimFactory(intake=unknown, said="Abang memukul saya.")
    login(Role.SOCIAL_WORKER)
    there = reverse("cases:intake_detail", args=[victim.intake_id])
    assertContains(client.get(there), "Abang memukul saya.")
    there = reverse("cases:intake_detail", args=[other.pk])
    assertNotContains(client.get(there), 'id="anak"')


def test_a_child_may_speak_later(client, login):
    user = login(Role.SOCIAL_WORKER)
    intake = IntakeFactory(child=True)
    there = reverse("cases:child_victim_note", args=[intake.pk])
    key = client.get(there).context["form"]["send_key"].value()
    client.post(there, {"send_key": key, "said": "Di rumah saya dipukul.", "suspect": "Ayah"})
    victim = intake.child_victims.get()
    assert (victim.said, victim.recorded_by) == ("Di rumah saya dipukul.", user)
    assert intake.person.flags.get().whom == "Ayah"


def test_somebody_elses_intake_is_out_of_reach(client, login):
    login(Role.CARETAKER)
    victim = ChildVictimFactory(intake__outcome="advised")
    assert client.get(reverse("cases:child_victim_told", args=[victim.pk])).status_code == 404
    note = reverse("cases:child_victim_note", args=[victim.intake_id])
    assert client.get(note).status_code == 404
    assertNotContains(client.get(LIST), victim.intake.person.name)


def test_who_was_named_in_the_mark_does_not_receive_the_child(db):
    mark = FlagFactory(kind=Flag.Kind.EXPLOITED, whom="Rudianto Lallo, mengaku paman")
    asked, by = Named("Rudianto Lalo"), UserFactory(roles=[Role.CARETAKER])
    with pytest.raises(Refused):
        check_named(mark.person, asked, by=by, act=Refusal.Act.HANDOVER)


def test_the_list_asks_no_more_of_many(login, count_queries):
    login(Role.SOCIAL_WORKER)
    ChildVictimFactory()
    few = count_queries(LIST)
    ChildVictimFactory.create_batch(5)
    assert count_queries(LIST) == few


# -- What stands beside the name, and what is said once UPTD PPA knows -------------------------


MARK = "Mungkin korban"


def victim_on_the_way():
    return IntakeFactory(person=PersonFactory(child=True), provisional=classification("napza"))


def test_who_receives_asks_and_places_sees_it_beside_the_name(client, login):
    login(Role.CARETAKER)
    intake = victim_on_the_way()
    assertContains(client.get("/stays/arrivals/"), MARK, count=1)
    stay = StayFactory(intake=intake)
    BedFactory()
    for address in [
        "/stays/arrivals/tonight/",
        "/triage/",
        f"/intakes/{intake.pk}/triage/",
        f"/stays/{stay.pk}/bed/",
        "/stays/beds/place-all/",
    ]:
        assertContains(client.get(address), MARK, count=1)


def test_an_adult_bears_no_such_mark(client, login):
    login(Role.CARETAKER)
    IntakeFactory(provisional=classification("napza"))
    IntakeFactory(child=True)
    assertNotContains(client.get("/stays/arrivals/"), MARK)


def test_of_a_closed_file_it_is_not_told(client, login):
    """It would say why the file is closed."""
    intake = victim_on_the_way()
    StayFactory(intake=intake)
    login(Role.CARETAKER)
    assertContains(client.get("/stays/arrivals/tonight/"), MARK)
    SealFactory(person=intake.person)
    assertNotContains(client.get("/stays/arrivals/tonight/"), MARK)


def test_the_door_asks_no_more_for_more_of_them(login, count_queries):
    login(Role.CARETAKER)
    victim_on_the_way()
    ChildVictimFactory()
    one = count_queries("/stays/arrivals/")
    for _ in range(4):
        victim_on_the_way()
        ChildVictimFactory()
    assert count_queries("/stays/arrivals/") == one


def test_the_warning_stands_apart_from_the_green(client, patrol):
    response = client.post(url(patrol), page(of_class("tuna-susila"), row(1, sex="")))
    green = response.content.decode().partition("<strong>Tersimpan.</strong>")[2]
    assert CHILD_MAY_BE_VICTIM not in green.partition("</div>")[0]
    assertContains(response, 'alert-warning" role="status"')


def tell(client, victim):
    there = reverse("cases:child_victim_told", args=[victim.pk])
    client.post(there, {"told_to": "Ibu Hasnah, telepon 23.40"})


def test_once_uptd_ppa_knows_nothing_says_that_somebody_has_to(client, patrol, login):
    send(client, patrol, page(of_class("napza", suspect="Rudi")))
    victim = ChildVictim.objects.get()
    login(Role.SOCIAL_WORKER)
    there = reverse("cases:intake_detail", args=[victim.intake_id])
    file = reverse("cases:person_detail", args=[victim.intake.person_id])
    for address in (there, file):
        assertContains(client.get(address), "UPTD PPA diberi tahu: oleh piket")
    tell(client, victim)
    for address in (there, file):
        assertNotContains(client.get(address), "UPTD PPA diberi tahu: oleh piket")
        assertContains(client.get(address), "UPTD PPA sudah diberi tahu.")


def test_what_is_noted_later_is_to_be_told_again(client, patrol, login):
    send(client, patrol, page(of_class("napza", suspect="Rudi")))
    first = ChildVictim.objects.get()
    login(Role.SOCIAL_WORKER)
    tell(client, first)
    note = reverse("cases:child_victim_note", args=[first.intake_id])
    form = client.get(note).context["form"]
    key = form["send_key"].value()
    client.post(note, {"send_key": key, "said": "Rudi memukul saya.", "suspect": ""})
    assert "oleh piket" in Flag.objects.get().what_to_do
    tell(client, ChildVictim.objects.untold().get())
    assert Flag.objects.get().what_to_do.endswith("UPTD PPA sudah diberi tahu.")


def test_a_mark_in_somebodys_own_words_stays(client, login):
    login(Role.SOCIAL_WORKER)
    victim = ChildVictimFactory()
    FlagFactory(person=victim.intake.person, kind="exploited", what_to_do="Telepon Kanit PPA.")
    tell(client, victim)
    assert Flag.objects.get().what_to_do == "Telepon Kanit PPA."


def test_the_list_has_the_telephone_and_stands_in_the_menu(client, login):
    login(Role.CARETAKER)
    assertContains(client.get(LIST), "Nomor UPTD PPA belum ditulis")
    ImportantNumber.objects.create(name="UPTD PPA", number="0411 555 020")
    assertContains(client.get(LIST), 'href="tel:0411555020"')
    told = reverse("cases:child_victim_told", args=[ChildVictimFactory().pk])
    assertContains(client.get(told), 'href="tel:0411555020"')
    assertContains(client.get("/menu/"), f'href="{LIST}"')


def test_of_a_child_outside_the_house_the_duty_is_the_heads(client, login, patrol):
    """House staff may know nothing of who neither is here nor on the way: at night it would be
    nobody's."""
    send(client, patrol, page(of_class("napza", outcome="advised")))
    outside = ChildVictim.objects.get()
    here = ChildVictimFactory(intake=StayFactory(child=True).intake)
    login(Role.CARETAKER)
    assertContains(client.get(LIST), reverse("cases:child_victim_told", args=[here.pk]))
    assertNotContains(client.get(LIST), reverse("cases:child_victim_told", args=[outside.pk]))
    login(Role.HEAD)
    assertContains(client.get("/"), "Beri tahu UPTD PPA")
    duty = reverse("cases:child_victim_told", args=[outside.pk])
    assertContains(client.get(LIST), duty)
    assertNotContains(client.get(LIST), reverse("cases:child_victim_told", args=[here.pk]))
    client.post(duty, {"told_to": "Ibu Ros, UPTD PPA, telepon"})
    outside.refresh_from_db()
    assert outside.told_at


def test_the_head_is_told_of_a_mark_that_trc_sets(client, login, patrol):
    send(client, patrol, page(of_class("tuna-susila", suspect="Rudi, motor DD 4412 QQ")))
    marked = ChildVictim.objects.get()
    unmarked = ChildVictimFactory()
    login(Role.HEAD)
    assertContains(client.get("/"), "Diduga dieksploitasi: tanda baru")
    shown = client.get(LIST, {"show": "marked"}).context["page_obj"].object_list
    assert [victim.pk for victim in shown] == [marked.pk]
    assert unmarked not in shown
    login(Role.CARETAKER)
    assertNotContains(client.get("/"), "tanda baru")
