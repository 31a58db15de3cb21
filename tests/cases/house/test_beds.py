"""Rooms and beds: who may sleep where, and what happens when two are quick (R18-R21)."""

import io
import uuid
from collections import Counter

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.urls import reverse
from django.utils.html import strip_tags
from pypdf import PdfReader
from pytest_django.asserts import assertContains, assertNotContains, assertRedirects

from cases.exits import actions as exits
from cases.house.beds import actions
from cases.house.beds.models import Bed, BedUse, Rule
from cases.house.beds.squares import floor_for, short_name
from cases.house.beds.suggesting import House
from cases.house.board.state import state_of_house
from cases.intakes.triage.models import TriageQuestion
from cases.people.models import Person
from cases.stays.models import Stay
from rptc import days
from rptc.accounts.permissions import Role
from rptc.letters.models import Unit
from tests.factories import (
    AbsenceFactory,
    BedFactory,
    BedUseFactory,
    ExitFactory,
    LeaveFactory,
    PersonFactory,
    RelationFactory,
    RoomFactory,
    StayFactory,
    StayReturnFactory,
    TriageFactory,
    UserFactory,
    exit_kind,
)

pytestmark = pytest.mark.django_db

BOARD, PLACE_ALL = reverse("cases:bed_list"), reverse("cases:bed_place_all")


@pytest.fixture
def house_staff(login):
    return login(Role.CARETAKER)


def bed_url(bed):
    return reverse("cases:bed_detail", args=[bed.pk])


def url(stay):
    return reverse("cases:bed_place", args=[stay.pk])


def posted(bed, **more):
    return {"send_key": str(uuid.uuid4()), "bed": bed.pk, "reason": "", "override": ""} | more


@pytest.fixture(autouse=True)
def beds_before_triage():
    """A house that has not chosen triage first, but where a test says so."""
    Unit.objects.update(triage_first=False)


def person(sex="L", age=40):
    if age is None:
        return PersonFactory(sex=sex, age_kind="unknown", age_years=None, age_stated_on=None)
    return PersonFactory(sex=sex, age_kind="exact", age_years=age, age_stated_on=days.today())


def stay_of(sex="L", age=40, **stay):
    return StayFactory(intake__person=person(sex, age), **stay)


def suggest(stay, *beds):
    reader = UserFactory(roles=[Role.HEAD])
    return House.now(stay, reader=reader).suggest(stay, beds)


def broken(stay, bed):
    (suggestion,) = suggest(stay, bed)
    return " ".join(map(str, suggestion.broken))


# Suggestions


@pytest.mark.parametrize(
    ("room", "sex", "age", "said"),
    [
        ({"sex": "P"}, "P", 40, ""),
        ({"sex": "P"}, "L", 40, "untuk perempuan"),
        ({"age_group": "children"}, "L", 17, ""),
        ({"age_group": "children"}, "L", 18, "untuk anak"),
        ({"age_group": "adults"}, "L", 17, "untuk dewasa"),
        ({"age_group": "adults"}, "L", 70, ""),
        ({"age_group": "elders"}, "L", 59, "untuk lansia"),
        ({"age_group": "elders"}, "L", 60, ""),
        ({"purpose": "isolation"}, "L", 40, "disimpan untuk yang sakit"),
    ],
)
def test_a_room_says_whom_it_is_for(room, sex, age, said):
    bed = BedFactory(room=RoomFactory(**room))
    found = broken(stay_of(sex, age), bed)
    assert (found == "") if not said else (said in found)


def test_an_unknown_age_breaks_no_rule_of_age():
    stay = StayFactory(
        intake__person=PersonFactory(
            sex="L", age_kind="unknown", age_years=None, age_stated_on=None
        )
    )
    assert broken(stay, BedFactory(room__age_group="children")) == ""


def test_triage_asks_for_isolation():
    stay = stay_of()
    TriageFactory(intake=stay.intake, bed_hint="Kamar isolasi")
    assert "isolasi" in broken(stay, BedFactory())
    assert broken(stay, BedFactory(room__purpose="isolation")) == ""


def test_strangers_of_another_sex_or_age_are_named_and_family_is_not():
    room = RoomFactory()
    mother, boy = stay_of("P", 34), stay_of("L", 9)
    BedUseFactory(bed__room=room, stay=mother)
    bed = BedFactory(room=room)
    assert "Berlainan jenis kelamin" in broken(boy, bed)
    RelationFactory(person=mother.person, other=boy.person, kind="mother")
    (suggestion,) = suggest(boy, bed)
    assert suggestion.fits
    assert suggestion.family == (str(mother.person),)


def test_a_child_and_an_adult_who_are_strangers_are_kept_apart():
    room = RoomFactory()
    BedUseFactory(bed__room=room, stay=stay_of("L", 40))
    assert "bukan keluarga" in broken(stay_of("L", 12), BedFactory(room=room))


def test_whoever_is_suspected_never_counts_as_family():
    room = RoomFactory()
    man, boy = stay_of("L", 40), stay_of("L", 9)
    BedUseFactory(bed__room=room, stay=man)
    RelationFactory(
        person=man.person,
        other=boy.person,
        suspected_exploitation=True,
        exploitation_note="Mengambil uangnya.",
    )
    assert "mengeksploitasi" in broken(boy, BedFactory(room=room))


def test_who_was_merely_met_together_is_no_family():
    woman, man = stay_of("P"), stay_of("L")
    RelationFactory(person=woman.person, other=man.person, kind="together")
    bed = BedFactory()
    BedUseFactory(bed=BedFactory(room=bed.room), stay=man)
    (suggestion,) = suggest(woman, bed)
    assert suggestion.family == ()
    assert "bukan keluarga" in broken(woman, bed)
    BedUseFactory(bed=bed, stay=woman, began_at=days.now())
    assert BedUse.objects.against_rules().count() == 2


def test_where_the_rooms_that_suit_are_full_that_is_said(client, house_staff):
    adults = RoomFactory(name="Rajawali", sex="L", age_group="adults")
    BedUseFactory(bed=BedFactory(room=adults), stay=stay_of("L", 30))
    BedFactory(room=RoomFactory(name="Kenanga", sex="L", age_group="elders"))
    stay = stay_of("L", 40)
    listed = client.get(PLACE_ALL)
    why = "Kamar yang sesuai penuh. Yang kosong, Kenanga: Kamar ini untuk lansia."
    assertContains(listed, why)
    assertContains(client.get(url(stay)), "Kamar yang sesuai penuh.")


def test_where_no_room_suits_it_is_not_said_to_be_full(client, house_staff):
    BedFactory(room=RoomFactory(name="Kenanga", sex="L", age_group="elders"))
    stay = stay_of("L", 40)
    assertNotContains(client.get(PLACE_ALL), "penuh")
    assertNotContains(client.get(url(stay)), "Kamar yang sesuai penuh.")


def test_the_bed_that_fits_and_family_come_first():
    stay, sister = stay_of("P", 10), stay_of("P", 12)
    RelationFactory(person=sister.person, other=stay.person, kind="sibling")
    beside = BedFactory(room=BedUseFactory(stay=sister).bed.room)
    alone, wrong = BedFactory(), BedFactory(room__sex="L")
    order = [each.bed for each in suggest(stay, wrong, alone, beside)]
    assert order == [beside, alone, wrong]


# Placing


def test_the_best_bed_is_chosen_already(client, house_staff):
    stay, bed = stay_of("P"), BedFactory(room__sex="P")
    BedFactory(room__sex="L")
    page = client.get(url(stay))
    assert page.context["form"].initial["bed"] == bed.pk
    assertRedirects(client.post(url(stay), posted(bed)), BOARD)
    assert BedUse.objects.open().get().stay == stay
    assertContains(client.get(BOARD), str(stay.person))


def test_against_a_rule_only_with_a_reason(client, house_staff):
    stay, bed = stay_of("L"), BedFactory(room__sex="P")
    response = client.post(url(stay), posted(bed))
    assertContains(response, "Kamar ini untuk perempuan.")
    assertContains(response, "Tulis mengapa tetap di sini.")
    assert not BedUse.objects.exists()
    client.post(url(stay), posted(bed, override="Kamar laki-laki bocor."))
    assert BedUse.objects.get().override == "Kamar laki-laki bocor."


def test_a_move_says_why_and_frees_the_old_bed(client, house_staff):
    use, bed = BedUseFactory(), BedFactory()
    assertContains(client.post(url(use.stay), posted(bed)), "Tulis alasan pindah.")
    client.post(url(use.stay), posted(bed, reason="Lebih dekat piket."))
    use.refresh_from_db()
    now = BedUse.objects.open().get()
    assert (now.bed, now.stay, now.reason) == (bed, use.stay, "Lebih dekat piket.")
    assert use.ended_at == now.began_at
    assert use.bed in Bed.objects.free()


def test_a_taken_bed_is_not_offered_and_is_refused(client, house_staff):
    taken, stay = BedUseFactory().bed, StayFactory()
    BedFactory()
    response = client.post(url(stay), posted(taken))
    assertContains(response, "Tempat tidur ini baru saja dipakai.")
    with pytest.raises(ValidationError, match="baru saja dipakai"):
        actions.place(BedUse(bed=taken, stay=stay), by=house_staff)


def test_no_bed_left_is_said(client, house_staff):
    assertContains(client.get(url(StayFactory())), "Tidak ada yang kosong")


def test_the_same_form_twice_is_one_use(client, house_staff):
    stay, twice = StayFactory(), posted(BedFactory())
    assertRedirects(client.post(url(stay), twice), BOARD)
    client.post(url(stay), twice)
    assert BedUse.objects.count() == 1


# All by suggestion: a list to confirm

ALL = reverse("cases:bed_place_all")


def shown(client):
    """What the page would send when its list is confirmed."""
    page = client.get(ALL)
    moves = [move.key for move in page.context["moves"]]
    return {"send_key": page.context["form"]["send_key"].value(), "move": moves}


def why_not(client):
    return {each.stay: each.why for each in client.get(ALL).context["left"]}


def test_a_list_is_shown_and_nobody_is_placed_before_it_is_confirmed(client, house_staff):
    woman, man = stay_of("P"), stay_of("L")
    bed = BedFactory(room=RoomFactory(sex="P", order=1))
    BedFactory(room=RoomFactory(sex="P", order=2))
    page = client.get(ALL)
    assert [(move.stay, move.bed) for move in page.context["moves"]] == [(woman, bed)]
    assert why_not(client) == {man: "Kamar ini untuk perempuan."}
    assertContains(page, "Tempatkan 1 orang")
    assert not BedUse.objects.exists()
    response = client.post(ALL, shown(client), follow=True)
    assertContains(response, f"1 orang ditempatkan: {woman.person} di {bed}.")
    assert BedUse.objects.get().stay == woman


def test_only_who_is_on_the_page_is_placed(client, house_staff):
    first = stay_of()
    BedFactory.create_batch(3)
    confirmed = shown(client)
    later = stay_of()
    client.post(ALL, confirmed)
    client.post(ALL, confirmed)
    assert [use.stay for use in BedUse.objects.all()] == [first]
    assert later in actions.without_bed(Stay.objects.all())


def test_nobody_is_placed_by_a_list_of_nobody(client, house_staff):
    stay_of()
    BedFactory()
    for moves in ([], ["x"], ["1-"], ["999999999-1"], [f"{'9' * 30}-1"]):
        client.post(ALL, {"send_key": str(uuid.uuid4()), "move": moves})
    assert not BedUse.objects.exists()


def test_who_is_missing_or_out_is_not_placed(client, house_staff):
    missing, out, present = [stay_of(days_ago=1) for _ in range(3)]
    BedFactory.create_batch(3)
    confirmed = shown(client)
    AbsenceFactory(stay=missing)
    LeaveFactory(stay=out)
    assert why_not(client) == {missing: "Tidak terlihat", out: "Izin keluar"}
    response = client.post(ALL, confirmed, follow=True)
    assert [use.stay for use in BedUse.objects.all()] == [present]
    assertContains(response, f"{missing.person} belum ditempatkan. Tidak terlihat")
    with pytest.raises(ValidationError, match="tidak terlihat"):
        actions.place(BedUse(bed=BedFactory(), stay=missing), by=house_staff)


def test_a_bed_that_somebody_took_meanwhile_is_said(client, house_staff):
    stay, bed = stay_of(), BedFactory()
    confirmed = shown(client)
    BedUseFactory(bed=bed)
    response = client.post(ALL, confirmed, follow=True)
    assertContains(
        response, f"{stay.person} belum ditempatkan. Tempat tidur ini baru saja dipakai."
    )


def test_the_list_places_one_after_the_other(client, house_staff):
    """Not two into one bed; and a girl not beside the man of the line above."""
    man, girl = stay_of("L", 40), stay_of("P", 12)
    room = RoomFactory()
    BedFactory.create_batch(2, room=room)
    confirmed = shown(client)
    assert len(confirmed["move"]) == 1
    assert "Berlainan jenis kelamin" in why_not(client)[girl]
    client.post(ALL, confirmed)
    assert BedUse.objects.get().stay == man


def test_the_list_asks_no_more_for_more_people(house_staff, count_queries):
    stay_of()
    BedFactory()
    few = count_queries(ALL)
    for _ in range(6):
        stay_of()
        BedFactory()
    assert count_queries(ALL) == few


# Mother and baby


def mother_and_baby(first="mother"):
    """Who came first has the older stay."""
    baby = stay_of("P", 1) if first == "baby" else None
    mother = stay_of("P", 24)
    baby = baby or stay_of("P", 1)
    RelationFactory(person=mother.person, other=baby.person, kind="mother")
    return mother, baby


@pytest.mark.parametrize("first", ["mother", "baby"])
def test_mother_and_baby_are_one_placement(client, house_staff, first):
    BedFactory(room=RoomFactory(name="Melati", sex="P", age_group="children", order=1))
    bed = BedFactory(room=RoomFactory(name="Mawar", sex="P", age_group="adults", order=2))
    mother, baby = mother_and_baby(first)
    page = client.get(ALL)
    assertContains(page, "Mawar")
    assertContains(page, f"bersama {mother.person}")
    assert [(m.stay, m.bed, m.in_cot) for m in page.context["moves"]] == [
        (mother, bed, False),
        (baby, bed, True),
    ]
    response = client.post(ALL, shown(client), follow=True)
    assertContains(response, "2 orang ditempatkan:")
    assert dict(BedUse.objects.values_list("stay", "bed")) == {mother.pk: bed.pk, baby.pk: bed.pk}
    assertContains(client.get(BOARD), "Boks:")


def test_a_baby_goes_with_its_mother_by_hand_and_when_she_moves(client, house_staff):
    mother, baby = mother_and_baby()
    first, second = BedFactory(), BedFactory()
    assertContains(client.get(url(mother)), "Tempatkan bersama")
    client.post(url(mother), posted(first))
    client.post(url(mother), posted(second, reason="Lebih tenang."))
    uses = BedUse.objects.open()
    assert {(use.stay, use.bed, use.in_cot) for use in uses} == {
        (mother, second, False),
        (baby, second, True),
    }
    assert first in Bed.objects.free()


def test_the_page_of_a_baby_leads_to_that_of_its_mother(client, house_staff):
    mother, baby = mother_and_baby()
    BedFactory()
    assertContains(client.get(url(baby)), f'href="{url(mother)}"')


def test_a_baby_who_comes_later_is_laid_beside_its_mother(client, house_staff):
    mother, baby = mother_and_baby()
    bed = BedUseFactory(stay=mother, bed__room__sex="P", bed__room__age_group="adults").bed
    BedFactory(room=bed.room)
    (move,) = client.get(ALL).context["moves"]
    assert (move.stay, move.bed, move.in_cot) == (baby, bed, True)
    page = client.get(url(baby))
    assert page.context["form"].initial["bed"] == bed.pk
    client.post(url(baby), posted(bed))
    assert BedUse.objects.get(stay=baby).in_cot


def test_a_baby_is_never_laid_alone_without_a_reason(client, house_staff):
    baby, bed = stay_of("P", 0), BedFactory()
    assert why_not(client) == {baby: "Bayi tidak tidur sendiri: tempatkan bersama ibunya."}
    client.post(url(baby), posted(bed))
    assert not BedUse.objects.exists()
    client.post(url(baby), posted(bed, override="Piket menjaga."))
    assert BedUse.objects.get().set_aside == ["baby"]


def test_nobody_suspected_is_the_mother_of_a_placement(client, house_staff):
    woman, baby = stay_of("P", 24), stay_of("P", 1)
    RelationFactory(
        person=woman.person,
        other=baby.person,
        kind="mother",
        suspected_exploitation=True,
        exploitation_note="Dibawa meminta-minta.",
    )
    BedFactory.create_batch(2)
    moves = client.get(ALL).context["moves"]
    assert [move.stay for move in moves] == [woman]
    client.post(url(woman), posted(BedFactory()))
    assert not BedUse.objects.filter(stay=baby).exists()


def test_a_mother_who_leaves_lets_the_bed_of_her_baby_rise(client, house_staff):
    mother, baby = mother_and_baby()
    client.post(url(mother), posted(BedFactory()))
    assert not BedUse.objects.against_rules().exists()
    use = BedUse.objects.get(stay=mother)
    actions.end_use(use, at=days.now())
    assert BedUse.objects.against_rules().get().stay == baby
    assert use.bed not in Bed.objects.free()


# Isolation


def coughing():
    return answered(stay_of(), "batuk", "Kamar isolasi")


def answered(stay, code, hint):
    TriageFactory(intake=stay.intake, answers={code: True}, bed_hint=hint)
    return stay


def test_isolation_says_what_for_on_the_bed_and_to_who_places_the_next(client, house_staff):
    bed = BedUseFactory(stay=coughing(), bed__room__purpose="isolation").bed
    assertContains(client.get(BOARD), "Isolasi: batuk lebih dari dua minggu")
    BedFactory(room=bed.room)
    next_one = stay_of()
    page = client.get(url(next_one))
    assertContains(page, "Isolasi di sini: batuk lebih dari dua minggu")
    assertContains(page, "disimpan untuk yang sakit")


def test_two_are_not_isolated_together_for_different_things(house_staff):
    TriageQuestion.objects.filter(code="melukai").update(bed_hint="Kamar isolasi")
    bed = BedUseFactory(stay=coughing(), bed__room__purpose="isolation").bed
    other = BedFactory(room=bed.room)
    assert broken(coughing(), other) == ""
    hurt = answered(stay_of(), "melukai", "Kamar isolasi")
    assert broken(hurt, other) == "Di sini diisolasi karena batuk lebih dari dua minggu."
    assert "isolasi: ingin melukai diri atau orang lain." in broken(hurt, BedFactory())


def test_who_came_back_is_isolated_by_what_was_found_now(house_staff):
    stay = answered(stay_of(days_ago=2), "batuk", "Kamar isolasi")
    back = StayReturnFactory(stay=stay)
    TriageFactory(intake=back.intake, answers={"demam": True})
    assert broken(stay, BedFactory()) == ""


def test_a_closed_file_lies_isolated_for_what_it_tells_nobody(client, login):
    login(Role.SOCIAL_WORKER)
    stay = StayFactory(intake__person__is_sealed=True)
    TriageFactory(intake=stay.intake, answers={"batuk": True}, bed_hint="Kamar isolasi")
    room = BedUseFactory(stay=stay, bed__room__purpose="isolation").bed.room
    BedFactory(room=room)
    for page in (BOARD, url(stay_of())):
        assertNotContains(client.get(page), "batuk lebih")
        assertContains(client.get(page), "sebab tertutup")


# A rule that is broken afterwards


def rises(stay, client):
    rows = client.get(f"{reverse('cases:stay_list')}?bed=against").context["page_obj"]
    figures = client.get("/").context["figures"]
    numbers = {figure.label: figure.number for figure in figures}
    assert numbers.get("Tempat tidur melanggar aturan kamar", 0) == len(rows)
    return stay in rows


def turn(stay, **columns):
    Person.objects.filter(pk=stay.person_id).update(**columns)


def test_a_corrected_sex_rises_as_an_act_until_somebody_moves_or_says_why(client, house_staff):
    stay = stay_of("P")
    use = BedUseFactory(stay=stay, bed__room__sex="P")
    assert not rises(stay, client)
    turn(stay, sex="L")
    assert rises(stay, client)
    assertContains(client.get(BOARD), "Melanggar aturan kamar")
    assertContains(client.get(url(stay)), "tetap")
    assertContains(client.post(url(stay), posted(use.bed)), "Kamar ini untuk perempuan.")
    client.post(url(stay), posted(use.bed, override="Satu malam, kamar lain penuh."))
    assert not rises(stay, client)
    assert BedUse.objects.open().get().set_aside == ["sex"]


def test_a_corrected_age_rises(client, house_staff):
    stay = stay_of("P", 16)
    BedUseFactory(stay=stay, bed__room__age_group="children")
    assert not rises(stay, client)
    turn(stay, age_years=21)
    assert rises(stay, client)


def test_a_triage_afterwards_rises(client, house_staff):
    stay = stay_of()
    BedUseFactory(stay=stay)
    assert not rises(stay, client)
    TriageFactory(intake=stay.intake, answers={"batuk": True}, bed_hint="Kamar isolasi")
    assert rises(stay, client)


def test_a_reason_for_one_rule_is_none_for_another(client, house_staff):
    stay = stay_of("P", 16)
    bed = BedFactory(room__sex="P", room__age_group="adults")
    client.post(url(stay), posted(bed, override="Bersama kakaknya."))
    assert not rises(stay, client)
    turn(stay, sex="L")
    assert rises(stay, client)


def test_what_the_board_says_is_what_a_suggestion_says(house_staff):
    """The rule is written twice: of a bed to choose, and in SQL of all that are in use. By every
    sex and age, in every kind of room, alone, beside strangers, and beside family."""
    people = [(sex, age) for sex in "LP" for age in (12, 40, 70, None)]
    rooms = [
        {"sex": sex, "age_group": group}
        for sex in ("", "L", "P")
        for group in ("", "children", "adults")
    ]
    for room in rooms:
        for sex, age in people:
            BedUseFactory(bed__room=RoomFactory(**room), stay=stay_of(sex, age))
    for one in people:
        for other in people:
            room = RoomFactory()
            stays = [stay_of(*one), stay_of(*other)]
            for stay in stays:
                BedUseFactory(bed__room=room, stay=stay)
            if one == other[::-1] or one[1] == 12:
                RelationFactory(person=stays[0].person, other=stays[1].person, kind="sibling")
    for _ in range(3):
        BedUseFactory(stay=coughing())
    uses = list(BedUse.objects.select_related("bed__room", "stay__person"))
    house = House.now(*(use.stay for use in uses), reader=UserFactory(roles=[Role.HEAD]))
    said = set()
    for use in uses:
        (suggestion,) = house.suggest(use.stay, [use.bed])
        if any(each.rule in AFTERWARDS for each in suggestion.broken):
            said.add(use.pk)
    assert said
    assert said == set(BedUse.objects.against_rules().values_list("pk", flat=True))


AFTERWARDS = {Rule.SEX, Rule.AGE, Rule.ISOLATE, Rule.OTHER_SEX, Rule.OTHER_AGE}


# Exceptions

EXCEPTIONS = reverse("cases:bed_exception_list")


def test_why_a_rule_was_set_aside_stands_on_the_board_the_stay_and_with_the_head(client, login):
    login(Role.CARETAKER)
    stay, bed = stay_of("L"), BedFactory(room__sex="P")
    client.post(url(stay), posted(bed, override="Kamar laki-laki bocor."))
    said = "dari jenis kelamin kamar: Kamar laki-laki bocor."
    detail = reverse("cases:stay_detail", args=[stay.pk])
    for page in (BOARD, detail, url(stay)):
        assertContains(client.get(page), said)
    login(Role.HEAD)
    assertContains(client.get(BOARD), EXCEPTIONS)
    page = client.get(EXCEPTIONS)
    assertContains(page, "Kamar laki-laki bocor.")
    assertContains(page, "jenis kelamin kamar")
    actions.end_use(BedUse.objects.get(), at=days.now())
    assertNotContains(client.get(EXCEPTIONS), "bocor")
    assertContains(client.get(f"{EXCEPTIONS}?show=all"), "bocor")


def test_a_reason_where_no_rule_is_broken_is_no_exception(client, login):
    login(Role.CARETAKER)
    stay = stay_of()
    client.post(url(stay), posted(BedFactory(), override="Dekat jendela."))
    assert BedUse.objects.get().override == "Dekat jendela."
    assert not BedUse.objects.exceptions().exists()
    assertNotContains(client.get(BOARD), "Menyimpang")


def test_a_reason_of_before_stands_without_the_names_of_all_rules(client, login):
    login(Role.HEAD)
    BedUseFactory(override="Bocor.", set_aside=Rule.values)
    assertContains(client.get(BOARD), "Menyimpang: Bocor.")
    assertNotContains(client.get(EXCEPTIONS), "jenis kelamin kamar")


def test_the_list_of_exceptions_asks_no_more_for_more(login, count_queries):
    login(Role.HEAD)
    BedUseFactory(override="Bocor.", set_aside=["sex"])
    few = count_queries(EXCEPTIONS)
    for _ in range(5):
        BedUseFactory(override="Bocor.", set_aside=["sex"])
    assert count_queries(EXCEPTIONS) == few


# Triage first


@pytest.fixture
def triage_first():
    Unit.objects.update(triage_first=True)


def test_a_bed_comes_after_triage_where_the_house_says_so(client, house_staff, triage_first):
    stay, bed = stay_of(), BedFactory()
    assert why_not(client) == {stay: "Belum triase."}
    assertContains(client.get(ALL), reverse("cases:triage_fill", args=[stay.intake_id]))
    assertContains(client.get(url(stay)), "Triase dahulu.")
    client.post(url(stay), posted(bed))
    assert not BedUse.objects.exists()
    TriageFactory(intake=stay.intake, impossible=True)
    assertNotContains(client.get(url(stay)), "Triase dahulu.")
    client.post(url(stay), posted(bed))
    assert BedUse.objects.get().set_aside == []


def test_before_triage_only_with_a_reason(client, house_staff, triage_first):
    stay, bed = stay_of(), BedFactory()
    client.post(url(stay), posted(bed, override="Pingsan, langsung dibaringkan."))
    assert BedUse.objects.get().set_aside == ["triage"]


def test_the_end_of_a_stay_frees_the_bed():
    use = BedUseFactory(stay=StayFactory(days_ago=1))
    worker = UserFactory(roles=[Role.SOCIAL_WORKER])
    gone = ExitFactory.build(stay=use.stay, kind=exit_kind("melarikan-diri"))
    exits.end_stay(gone, left_at=days.now(), by=worker)
    use.refresh_from_db()
    assert use.ended_at is not None
    assert use.bed in Bed.objects.free()


def test_an_end_before_the_placement_was_typed_leaves_no_use():
    use = BedUseFactory(stay=StayFactory(days_ago=1))
    worker = UserFactory(roles=[Role.SOCIAL_WORKER])
    gone = ExitFactory.build(stay=use.stay, kind=exit_kind("melarikan-diri"))
    exits.end_stay(gone, left_at=days.now() - 5 * days.ONE_HOUR, by=worker)
    assert not BedUse.objects.filter(pk=use.pk).exists()


def test_whoever_left_gets_no_bed(client, house_staff):
    gone = StayFactory(ended=True, days_ago=2)
    assert client.get(url(gone)).status_code == 404
    with pytest.raises(ValidationError, match="sudah berakhir"):
        actions.place(BedUse(bed=BedFactory(), stay=gone), by=house_staff)


# What the database refuses, whoever asks


def test_a_bed_twice_and_two_beds_of_one_are_refused():
    use = BedUseFactory()
    clashes = [{"bed": use.bed}, {"stay": use.stay}, {"stay": use.stay, "in_cot": True}]
    for clash in clashes:
        with pytest.raises(IntegrityError), transaction.atomic():
            BedUseFactory(**clash)
    BedUseFactory(bed=use.bed, in_cot=True)


def test_a_cot_of_nobody_is_refused():
    with pytest.raises(IntegrityError), transaction.atomic():
        BedUseFactory(out=True, in_cot=True)


def test_out_of_service_without_a_reason_is_refused():
    with pytest.raises(IntegrityError), transaction.atomic():
        BedUseFactory(stay=None)


# Out of service


def test_out_of_service_with_a_reason_and_back(client, house_staff):
    bed = BedFactory()
    address = reverse("cases:bed_take_out", args=[bed.pk])
    key = str(uuid.uuid4())
    client.post(address, {"send_key": key, "reason": ""})
    assert bed in Bed.objects.free()
    client.post(address, {"send_key": key, "reason": "Kasur basah."})
    assert bed not in Bed.objects.free()
    assertContains(client.get(BOARD), "Kasur basah.")
    client.post(reverse("cases:bed_put_back", args=[bed.pk]))
    assert bed in Bed.objects.free()


def test_a_bed_in_use_is_not_taken_out(client, house_staff):
    use = BedUseFactory()
    address = reverse("cases:bed_take_out", args=[use.bed.pk])
    response = client.post(address, {"send_key": str(uuid.uuid4()), "reason": "Rusak."})
    assertContains(response, "baru saja dipakai")


# The board


def test_the_line_of_capacity_counts_who_is_there(client, house_staff):
    BedUseFactory()
    BedUseFactory(out=True)
    BedFactory()
    StayFactory()
    StayFactory(ended=True, days_ago=3)
    floor, full = (client.get(BOARD).context[name] for name in ("floor", "state"))
    assert (full.full.house.present, full.full.beds) == (2, 3)
    assert (floor.taken, floor.free, floor.out) == (1, 1, 1)
    assert floor.number_waiting == 1


def test_the_house_is_measured_by_its_beds(client, house_staff, read_pdf):
    """Whatever capacity stands in an official paper: who counts the free ones counts beds. Of a
    new unit nothing is said that nobody knows."""
    stays = reverse("cases:stay_list")
    for page in (BOARD, stays):
        assertNotContains(client.get(page), "dari 0 tempat tidur")
    BedFactory.create_batch(3)
    BedUseFactory(out=True)
    BedFactory(is_active=False)
    BedFactory(room__is_active=False)
    Unit.objects.update(capacity=20)
    for page in (BOARD, stays):
        assertContains(client.get(page), "dari 4 tempat tidur")
    text = " ".join(read_pdf(client.get(reverse("cases:bed_print"))).split())
    assert "Terisi 0, kosong 3, tidak dapat dipakai 1" in text


def test_one_sentence_says_everywhere_how_full_the_house_is(client, house_staff, read_pdf):
    BedUseFactory.create_batch(2)
    LeaveFactory(stay=StayFactory(days_ago=2))
    BedFactory()
    said = "Hadir 2 dari 3 tempat tidur"
    pages = [BOARD, reverse("cases:stay_list"), "/"]
    prints = [reverse("cases:bed_print"), reverse("cases:evening_sheet")]

    def texts():
        shown = [strip_tags(client.get(page).content.decode()) for page in pages]
        return [
            " ".join(text.split()) for text in [*shown, *(read_pdf(client.get(p)) for p in prints)]
        ]

    Unit.objects.update(capacity=None)
    for text in texts():
        assert said in text
        assert "daya tampung 1" not in text
    Unit.objects.update(capacity=100)
    for text in texts():
        assert f"{said} (daya tampung 100)" in text


def test_the_board_asks_no_more_for_more_beds(house_staff, count_queries):
    BedUseFactory()
    few = count_queries(BOARD)
    BedUseFactory.create_batch(8)
    assert count_queries(BOARD) == few


def test_the_wall_reads_initials(client, house_staff, read_pdf):
    use = BedUseFactory(stay=StayFactory(intake__person__name="Kamaruddin Tompo"))
    text = read_pdf(client.get(reverse("cases:bed_print")))
    assert "Kamaruddin" not in text
    assert "K." in text
    assert str(use.bed.room) in text


def square(place):
    """What stands in a square: shape, name, age."""
    return (place.shape, place.called, place.age) if place.stay else (place.shape,)


def test_a_square_says_name_and_age_and_by_its_shape_what_presses_most(client, house_staff):
    room = RoomFactory()

    def lies(name, days_ago, age_kind="exact", **more):
        person = PersonFactory(
            name=name, sex="L", age_kind=age_kind, age_years=30, age_stated_on=days.today()
        )
        stay = StayFactory(intake__person=person, days_ago=days_ago, **more)
        BedUseFactory(bed=BedFactory(room=room), stay=stay)
        return stay

    AbsenceFactory(stay=lies("Muh. Irfan", 9))
    LeaveFactory(stay=lies("Dg. Ngalle", 9))
    lies("Andi Bakri", 6, "about")
    LeaveFactory(stay=lies("Sitti Nur", 6))
    lies("Tono", 0)
    BedUseFactory(bed=BedFactory(room=room), out=True)
    BedFactory(room=room)
    floor = floor_for(house_staff)
    assert [square(place) for place in floor.places] == [
        ("gone", "Irfan", "30 th"),
        ("late", "Ngalle", "30 th"),
        ("today", "Bakri", "±30 th"),
        ("leave", "Sitti", "30 th"),
        ("in", "Tono", "30 th"),
        ("off",),
        ("free",),
    ]
    page = client.get(BOARD)
    for place in floor.places:
        if place.words:
            assertContains(page, place.words)


def test_the_squares_are_the_marks_of_hari_ini(house_staff):
    """The rule of the shapes is written twice: of a stay, and in SQL of the whole house."""
    for days_ago in (1, 6, 9):
        for away in (None, LeaveFactory, AbsenceFactory):
            stay = stay_of(days_ago=days_ago)
            BedUseFactory(stay=stay)
            if away:
                away(stay=stay)
    BedUseFactory(stay=StayFactory(intake__person__is_sealed=True))
    BedUseFactory(out=True)
    BedFactory()
    for reader in (house_staff, UserFactory(roles=[Role.SOCIAL_WORKER])):
        shapes = Counter(place.shape for place in floor_for(reader).places)
        marks = {mark.shape: mark.number for mark in state_of_house(reader).marks}
        assert shapes == marks


@pytest.mark.parametrize(
    ("name", "alias", "short"),
    [
        ("Muh. Imran Saleh", "", "Imran"),
        ("Muh. Imran Saleh", "Ojan", "Ojan"),
        ("Hj. Sitti Aminah", "", "Aminah"),
        ("Andi", "", "Andi"),
        ("Basri", "Dg. Ngai", "Ngai"),
    ],
)
def test_by_what_somebody_is_called_across_a_room(name, alias, short):
    assert short_name(Person(pk=7, name=name, alias=alias)) == short


def test_the_nameless_are_called_by_the_number_of_their_file():
    assert short_name(Person(pk=2352)) == "02352"


def test_two_alike_say_the_number_of_their_file_in_the_square(client, house_staff):
    for _ in range(2):
        BedUseFactory(stay=StayFactory(intake__person=PersonFactory(name="Imran", age_years=14)))
    BedUseFactory(stay=StayFactory(intake__person=PersonFactory(name="Akbar", age_years=14)))
    assert [place.is_alike for place in floor_for(house_staff).places] == [True, True, False]


def test_who_has_no_bed_stands_on_top_a_mother_with_her_baby(client, house_staff):
    mother, baby = mother_and_baby("baby")
    coughing_man = coughing()
    BedFactory()
    page = client.get(BOARD)
    rows = page.context["floor"].waiting
    assert [(row.stay, row.babies) for row in rows] == [(mother, [baby]), (coughing_man, [])]
    assertContains(page, "Tempatkan bersama")
    assertContains(page, "Isolasi: batuk lebih dari dua minggu")
    assertContains(page, "Lihat saran untuk 3 orang")
    text = page.content.decode()
    assert text.index("Belum punya tempat tidur") < text.index("rp-squares")


# Who lay where, moved by whom and why


def moved(client):
    """Somebody in the second of two beds, and why."""
    first, second = BedFactory(), BedFactory()
    stay = stay_of()
    client.post(url(stay), posted(first))
    client.post(url(stay), posted(second, reason="Lebih dekat piket."))
    return stay, first, second


def test_bed_and_stay_say_who_lay_where_moved_by_whom_and_why(client, house_staff):
    stay, first, second = moved(client)
    detail = client.get(reverse("cases:stay_detail", args=[stay.pk]))
    for page in (client.get(bed_url(first)), client.get(bed_url(second)), detail):
        assertContains(page, str(stay.person))
        assertContains(page, "Lebih dekat piket.")
        assertContains(page, house_staff.full_name)
    assertContains(client.get(bed_url(first)), f"Dipindahkan ke {second} oleh")
    assertContains(client.get(bed_url(first)), "Sekarang kosong")
    assertContains(detail, bed_url(second))
    assertContains(detail, f"{first}")


def test_where_somebody_slept_is_said_after_they_left(client, login):
    login(Role.SOCIAL_WORKER)
    use = BedUseFactory(stay=StayFactory(days_ago=1))
    actions.end_use(use, at=days.now())
    worker = UserFactory(roles=[Role.SOCIAL_WORKER])
    exits.end_stay(
        ExitFactory.build(stay=use.stay, kind=exit_kind("melarikan-diri")),
        left_at=days.now(),
        by=worker,
    )
    address = reverse("cases:stay_detail", args=[use.stay_id])
    assertContains(client.get(address), '<a href="?beds=1">Tidur di mana</a>', html=True)
    page = client.get(address, {"beds": 1})
    assertContains(page, "Tidur di mana, 1 tempat tidur")
    assertContains(page, str(use.bed))


def test_a_bed_tells_no_name_that_its_reader_may_not_know(client, login):
    login(Role.CARETAKER)
    stay, first, second = moved(client)
    Person.objects.filter(pk=stay.person_id).update(is_sealed=True, name="Kenari", alias="")
    login(Role.SOCIAL_WORKER)
    for bed in (first, second):
        page = client.get(bed_url(bed))
        assertNotContains(page, "Kenari")
        assertNotContains(page, "Lebih dekat piket.")
        assertNotContains(page, f"Dipindahkan ke {second}")
    assertContains(client.get(bed_url(first)), "Nama tidak ditampilkan")


def test_the_page_of_a_bed_asks_no_more_for_more_who_lay_there(house_staff, count_queries):
    bed = BedFactory()

    def lay_there(day):
        at = days.now() - day * days.ONE_DAY
        stay = StayFactory(days_ago=day + 1)
        BedUseFactory(bed=bed, stay=stay, began_at=at, ended_at=at + days.ONE_HOUR)

    lay_there(1)
    few = count_queries(bed_url(bed))
    for day in range(2, 9):
        lay_there(day)
    assert count_queries(bed_url(bed)) == few


# Choosing


def test_rooms_that_suit_come_first_others_with_their_reason_and_full_ones_by_name(
    client, house_staff
):
    suits = RoomFactory(name="Rajawali", sex="L")
    taken, free = BedFactory.create_batch(2, room=suits)
    BedUseFactory(bed=taken, stay=stay_of())
    other = BedFactory(room=RoomFactory(name="Melati", sex="P")).room
    full = BedUseFactory(stay=stay_of(), bed__room__name="Anggrek").bed.room
    page = client.get(url(stay_of()))
    rooms = page.context["rooms"]
    assert [each.room for each in rooms.fitting] == [suits]
    assert [(each.bed, each.is_taken) for each in rooms.fitting[0].squares] == [
        (taken, True),
        (free, False),
    ]
    assert [each.room for each in rooms.others] == [other]
    assert rooms.full == [full]
    assertContains(page, "Penuh: Anggrek.")
    text = page.content.decode()
    assert text.index("Rajawali") < text.index("Tidak cocok, 1 kamar") < text.index("Melati")
    assertContains(page, "<small>Kamar ini untuk perempuan.</small>", html=True)


def test_a_full_house_prints_on_one_page(client, house_staff):
    for room in RoomFactory.create_batch(8):
        for bed in BedFactory.create_batch(10, room=room):
            BedUseFactory(bed=bed)
    page = client.get(reverse("cases:bed_print"))
    assert len(PdfReader(io.BytesIO(page.content)).pages) == 1


def test_hari_ini_counts_whoever_has_no_bed_and_opens_them(client, house_staff):
    stay = StayFactory()
    BedUseFactory()
    assertContains(client.get("/"), "Pilih tempat tidur")
    page = client.get(f"{reverse('cases:stay_list')}?bed=none")
    assert [each.pk for each in page.context["page_obj"]] == [stay.pk]


def test_a_sealed_file_sleeps_unnamed_to_a_social_worker_who_has_no_part_in_it(client, login):
    login(Role.SOCIAL_WORKER)
    sealed = StayFactory(intake__person__name="Rahasia", intake__person__is_sealed=True)
    room = BedUseFactory(stay=sealed).bed.room
    board = client.get(BOARD)
    assertNotContains(board, "Rahasia")
    assertContains(board, "Terisi, berkas tertutup")
    assertNotContains(client.get(bed_url(sealed.bed_uses.get().bed)), "Rahasia")
    assert client.get(url(sealed)).status_code == 404
    BedFactory(room=room)
    assertNotContains(client.get(url(stay_of("P"))), "Rahasia")


# Rooms


def test_a_room_with_its_beds(client, login):
    login(Role.HEAD)
    room = {
        "name": "Mawar",
        "beds": 3,
        "sex": "P",
        "age_group": "",
        "purpose": "usual",
        "order": 1,
    }
    none = client.post(reverse("cases:room_list"), room | {"beds": 0})
    assertContains(none, "paling sedikit satu tempat tidur")
    client.post(reverse("cases:room_list"), room)
    mawar = Bed.objects.first().room
    assert [bed.label for bed in Bed.objects.usable()] == ["1", "2", "3"]
    edit = reverse("cases:room_edit", args=[mawar.pk])
    client.post(edit, room | {"beds": 1, "is_active": "on"})
    assert [bed.label for bed in Bed.objects.usable()] == ["1"]
    client.post(edit, room | {"beds": 2, "is_active": "on"})
    assert [bed.label for bed in Bed.objects.usable()] == ["1", "2"]


def test_two_rooms_are_not_called_alike(client, login):
    login(Role.HEAD)
    melati, other = RoomFactory(name="Melati"), RoomFactory(name="Mawar")
    form = {"name": "melati", "beds": 1, "sex": "", "age_group": "", "purpose": "usual"} | {
        "order": 0,
        "is_active": "on",
    }
    for page in (reverse("cases:room_list"), reverse("cases:room_edit", args=[other.pk])):
        assertContains(client.post(page, form), "Kamar Melati sudah ada.")
    client.post(reverse("cases:room_edit", args=[melati.pk]), form | {"beds": 0})
    melati.refresh_from_db()
    assert melati.name == "melati"


def test_a_bed_in_use_is_not_retired(client, login):
    login(Role.HEAD)
    use = BedUseFactory(bed__label="1")
    room = use.bed.room
    edit = reverse("cases:room_edit", args=[room.pk])
    form = {"name": room.name, "beds": 0, "sex": "", "age_group": "", "purpose": "usual"}
    response = client.post(edit, form | {"order": 0, "is_active": "on"})
    assertContains(response, "Masih dipakai: nomor 1.")
    response = client.post(edit, form | {"beds": 1, "order": 0})
    assertContains(response, "Masih dipakai: nomor 1.")


def test_bed_two_stands_before_bed_ten():
    room = RoomFactory()
    for label in ("10", "2", "1"):
        BedFactory(room=room, label=label)

    assert [bed.label for bed in Bed.objects.usable().filter(room=room)] == ["1", "2", "10"]
