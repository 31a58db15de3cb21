"""Rooms and beds: who may sleep where, and what happens when two are quick (R18-R21)."""

import io
import uuid

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.urls import reverse
from pypdf import PdfReader
from pytest_django.asserts import assertContains, assertNotContains, assertRedirects

from cases.exits import actions as exits
from cases.house.beds import actions
from cases.house.beds.models import Bed, BedUse
from cases.house.beds.suggesting import House
from rptc import days
from rptc.accounts.permissions import Role
from rptc.letters.models import Unit
from tests.factories import (
    BedFactory,
    BedUseFactory,
    ExitFactory,
    PersonFactory,
    RelationFactory,
    RoomFactory,
    StayFactory,
    TriageFactory,
    UserFactory,
    exit_kind,
)

pytestmark = pytest.mark.django_db

BOARD = reverse("cases:bed_list")


@pytest.fixture
def house_staff(login):
    return login(Role.CARETAKER)


def url(stay):
    return reverse("cases:bed_place", args=[stay.pk])


def posted(bed, **more):
    return {"send_key": str(uuid.uuid4()), "bed": bed.pk, "reason": "", "override": ""} | more


def person(sex="L", age=40):
    return PersonFactory(sex=sex, age_kind="exact", age_years=age, age_stated_on=days.today())


def stay_of(sex="L", age=40):
    return StayFactory(intake__person=person(sex, age))


def suggest(stay, *beds):
    reader = UserFactory(roles=[Role.HEAD])
    return House.now(stay, reader=reader).suggest(stay, beds)


def broken(stay, bed):
    (suggestion,) = suggest(stay, bed)
    return " ".join(suggestion.broken)


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


def test_all_by_suggestion_leaves_whoever_fits_nowhere(client, house_staff):
    woman, man = stay_of("P"), stay_of("L")
    BedFactory(room__sex="P")
    key = {"send_key": str(uuid.uuid4())}
    response = client.post(reverse("cases:bed_place_all"), key, follow=True)
    bed = Bed.objects.get()
    assertContains(response, f"1 orang ditempatkan: {woman.person} di {bed}.")
    assertContains(response, "Penuh.")
    assertContains(response, f"tidak ada yang cocok: {man.person}.")
    assert BedUse.objects.get().stay == woman
    client.post(reverse("cases:bed_place_all"), key)
    assert BedUse.objects.count() == 1
    BedFactory(room__sex="L")
    client.post(reverse("cases:bed_place_all"), key)
    response = client.post(reverse("cases:bed_place_all"), key, follow=True)
    assertContains(response, "Semua sudah mempunyai tempat tidur.")


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
    for clash in ({"bed": use.bed}, {"stay": use.stay}):
        with pytest.raises(IntegrityError), transaction.atomic():
            BedUseFactory(**clash)


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
    context = client.get(BOARD).context
    assert context["house"].present == 2
    assert [context[name] for name in ("beds", "free", "out")] == [3, 1, 1]
    assert context["waiting"].count() == 1


def test_the_capacity_follows_the_beds_until_somebody_types_another(client, house_staff):
    """Of a new unit nothing is said that nobody knows."""
    stays = reverse("cases:stay_list")
    for page in (BOARD, stays):
        assertNotContains(client.get(page), "daya tampung")
    BedFactory.create_batch(3)
    BedUseFactory(out=True)
    BedFactory(is_active=False)
    BedFactory(room__is_active=False)
    for page in (BOARD, stays):
        assertContains(client.get(page), "dari daya tampung 4")
    Unit.objects.update(capacity=20)
    for page in (BOARD, stays):
        assertContains(client.get(page), "dari daya tampung 20")


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


def test_a_full_house_prints_on_one_page(client, house_staff):
    for room in RoomFactory.create_batch(8):
        for bed in BedFactory.create_batch(10, room=room):
            BedUseFactory(bed=bed)
    page = client.get(reverse("cases:bed_print"))
    assert len(PdfReader(io.BytesIO(page.content)).pages) == 1


def test_hari_ini_counts_whoever_has_no_bed_and_opens_them(client, house_staff):
    stay = StayFactory()
    BedUseFactory()
    assertContains(client.get("/"), "Belum ada tempat tidur")
    page = client.get(f"{reverse('cases:stay_list')}?bed=none")
    assert [each.pk for each in page.context["page_obj"]] == [stay.pk]


def test_a_sealed_file_sleeps_unnamed_to_a_social_worker_who_has_no_part_in_it(client, login):
    login(Role.SOCIAL_WORKER)
    sealed = StayFactory(intake__person__name="Rahasia", intake__person__is_sealed=True)
    room = BedUseFactory(stay=sealed).bed.room
    board = client.get(BOARD)
    assertNotContains(board, "Rahasia")
    assertContains(board, "Terisi, berkas tertutup")
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
