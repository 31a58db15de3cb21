"""What the house keeps for somebody: tags, lists, ends, and the exit that waits for them (R6)."""

import datetime
import re
import uuid

import pytest
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import DatabaseError, IntegrityError, transaction
from django.urls import reverse
from pytest_django.asserts import assertContains, assertNotContains, assertRedirects

from cases.exits import actions as stays
from cases.gate.receivers import NOT_TO_THEM
from cases.house.belongings import actions
from cases.house.belongings.models import Bag, Belonging, BelongingEnd, BelongingPhoto
from rptc import days
from rptc.accounts.permissions import Role
from rptc.audit.models import Entry
from tests import pictures
from tests.factories import (
    BagFactory,
    BelongingEndFactory,
    BelongingFactory,
    BelongingPhotoFactory,
    ExitFactory,
    FlagFactory,
    RelationFactory,
    StayFactory,
    UnwelcomeFactory,
    UserFactory,
    exit_kind,
    withdraw,
)

pytestmark = pytest.mark.django_db
LIST = reverse("cases:bag_list")


@pytest.fixture
def house_staff(login):
    return login(Role.CARETAKER)


def url(name, row):
    return reverse(f"cases:{name}", args=[row.pk])


def posted(*rows, **fields):
    """The page as a browser sends it; a row is the belonging, or a dict of its fields."""
    data = {"send_key": str(uuid.uuid4()), "items-TOTAL_FORMS": "3", "items-INITIAL_FORMS": "0"}
    for number, row in enumerate(rows):
        typed = {"what": row} if isinstance(row, str) else row
        for name, value in ({"quantity": 1, "kind": "goods"} | typed).items():
            data[f"items-{number}-{name}"] = value
    return data | fields


def ended(*items, kind="returned", **fields):
    at = days.now().astimezone(days.WITA).strftime("%Y-%m-%dT%H:%M")
    ids = [item.pk for item in items]
    return {"send_key": str(uuid.uuid4()), "items": ids, "kind": kind, "at": at} | fields


def leave(stay, code="keluarga", **more):
    worker = UserFactory(roles=[Role.SOCIAL_WORKER])
    exit = ExitFactory.build(stay=stay, kind=exit_kind(code), **more)
    return stays.end_stay(exit, left_at=days.now(), by=worker)


# The tag


def test_the_counter_gives_the_next_number_of_the_year(client, house_staff):
    stay, year = StayFactory(), days.today().year % 100
    for number in (1, 2):
        client.post(url("bag_take", stay), posted())
        assert Bag.objects.latest("pk").number == f"T-{number:04}/{year:02}"
    assert stay.bags.unlisted().count() == 2


def test_each_year_begins_with_one(time_machine_at):
    stay, by = StayFactory(), UserFactory()
    numbers = []
    for day in (datetime.date(2027, 12, 31), datetime.date(2028, 1, 1)):
        time_machine_at(days.at(day, datetime.time(9)))
        numbers += [actions.take_bag(Bag(stay=stay), by=by).number for _ in range(2)]
    assert numbers == ["T-0001/27", "T-0002/27", "T-0001/28", "T-0002/28"]


def test_a_printed_tag_is_typed_and_leaves_no_gap(client, house_staff):
    stay = StayFactory()
    client.post(url("bag_take", stay), posted(number="rptc  17"))
    client.post(url("bag_take", stay), posted())
    assert [bag.number[:7] for bag in Bag.objects.order_by("pk")] == ["RPTC 17", "T-0001/"]
    again = client.post(url("bag_take", stay), posted(number="RPTC 17"))
    assertContains(again, "Nomor ini sudah dipakai tas lain.")
    taken = client.post(url("bag_take", stay), posted(number="T-0009/26"))
    assertContains(taken, "Nomor seperti itu diberikan oleh aplikasi.")
    assert Bag.objects.count() == 2


def test_two_clerks_with_the_same_printed_tag(house_staff):
    BagFactory(number="RPTC 17")
    with pytest.raises(ValidationError, match="sudah dipakai"):
        actions.take_bag(Bag(stay=StayFactory(), number="RPTC 17"), by=house_staff)


def test_the_database_refuses_a_counted_number_that_was_typed():
    with pytest.raises(IntegrityError), transaction.atomic():
        BagFactory(number="T-0001/26")


def test_a_number_ticked_by_mistake_is_void_with_a_reason(client, house_staff):
    bag = BagFactory()
    assertContains(client.post(url("bag_void", bag), {"reason": ""}), "Tulis alasannya.")
    client.post(url("bag_void", bag), {"reason": "Salah centang."})
    assert not Bag.objects.here().exists()
    leave(bag.stay)
    listed = BelongingFactory().bag
    refused = client.post(url("bag_void", listed), {"reason": "Salah centang."})
    assertContains(refused, "sudah didaftar")


def test_what_is_void_is_never_listed():
    with pytest.raises(IntegrityError), transaction.atomic():
        BagFactory(listed=True, void_reason="Salah centang.")


def test_a_list_has_a_day_an_author_and_a_witness():
    with pytest.raises(IntegrityError), transaction.atomic():
        BagFactory(listed=True, witness="")


# The list


def test_a_bag_is_taken_and_listed_on_one_page(client, house_staff, settings):
    stay = StayFactory()
    photo = SimpleUploadedFile("tas.jpg", pictures.from_a_phone(), "image/jpeg")
    rows = [
        {"what": "Telepon Samsung", "kind": "phone", "note": "Layar retak", "photos": [photo]},
        {"what": "Uang", "kind": "money", "amount": "150000"},
        {"what": "Baju", "quantity": 3},
    ]
    answer = client.post(url("bag_take", stay), posted(*rows, witness="Klien sendiri"))
    assertRedirects(answer, url("belonging_list", stay))
    bag = Bag.objects.get()
    assert (bag.witness, bag.listed_by) == ("Klien sendiri", house_staff)
    page = client.get(url("belonging_list", stay))
    for said in ("Telepon Samsung", "Uang, Rp 150.000", "3 Baju", "Layar retak", "Foto 1"):
        assertContains(page, said)
    stored = BelongingPhoto.objects.get()
    assert pictures.CAMERA.encode() not in stored.content
    assert Entry.objects.filter(verb="took_bag", person_id=stay.person_id).exists()


def test_received_at_night_and_listed_in_the_morning(client, house_staff):
    bag = BagFactory()
    page = client.get(f"{LIST}?show=unlisted")
    assertContains(page, url("bag_open", bag))
    answer = client.post(url("bag_open", bag), posted("Baju", "Sandal", witness="Klien"))
    assertRedirects(answer, url("belonging_list", bag.stay))
    bag.refresh_from_db()
    assert bag.listed_at
    assert [item.what for item in bag.items.order_by("pk")] == ["Baju", "Sandal"]
    assert not Bag.objects.unlisted().exists()


def test_the_same_list_twice_is_one_list(client, house_staff):
    bag = BagFactory()
    twice = posted("Baju", "Sandal", witness="Klien")
    client.post(url("bag_open", bag), twice)
    assertRedirects(client.post(url("bag_open", bag), twice), url("belonging_list", bag.stay))
    assert Belonging.objects.count() == 2
    other = client.post(url("bag_open", bag), twice | {"items-0-what": "Celana"})
    assertContains(other, "sudah terkirim dengan isi lain")
    later = client.post(url("bag_open", bag), posted("Celana", witness="Klien"))
    assertContains(later, "sudah didaftar")


def test_the_same_bag_twice_is_one_bag(client, house_staff):
    twice = posted("Baju", witness="Klien")
    stay = StayFactory()
    for _ in range(2):
        client.post(url("bag_take", stay), twice)
    assert (Bag.objects.count(), Belonging.objects.count()) == (1, 1)


@pytest.mark.parametrize(
    ("row", "said"),
    [
        ({"what": "", "note": "Biru"}, "Tulis barangnya."),
        ({"what": "Uang", "kind": "money"}, "Tulis jumlah rupiahnya."),
        ({"what": "Baju", "amount": "5000"}, "Jumlah rupiah hanya untuk uang."),
        ({"what": "Baju", "quantity": "0"}, "Jumlah barang paling sedikit 1."),
    ],
)
def test_a_mistake_in_a_row_is_said_and_nothing_is_saved(client, house_staff, row, said):
    bag = BagFactory()
    page = client.post(url("bag_open", bag), posted("Sandal", row, witness="Klien"))
    assertContains(page, said)
    assertContains(page, 'value="Sandal"')
    assert not Belonging.objects.exists()


def test_a_list_needs_a_witness_and_a_thing(client, house_staff):
    bag = BagFactory()
    assertContains(
        client.post(url("bag_open", bag), posted("Baju")), "Tulis di hadapan siapa tas dibuka."
    )
    assertContains(
        client.post(url("bag_open", bag), posted(witness="Klien")), "Tulis sedikitnya satu barang."
    )
    take = url("bag_take", bag.stay)
    assertContains(client.post(take, posted("Baju")), "Tulis di hadapan siapa tas dibuka.")
    assertContains(client.post(take, posted(witness="Klien")), "didaftar nanti")
    assert Bag.objects.count() == 1


def test_a_picture_that_cannot_be_read_never_holds_back_the_list(client, house_staff):
    bad = SimpleUploadedFile("surat.pdf", b"%PDF-1.4", "application/pdf")
    good = SimpleUploadedFile("tas.jpg", pictures.jpeg(), "image/jpeg")
    bag = BagFactory()
    row = {"what": "Baju", "photos": [bad, good]}
    page = client.post(url("bag_open", bag), posted(row, witness="Klien"), follow=True)
    assertContains(page, "Foto tidak tersimpan.")
    assert BelongingPhoto.objects.count() == 1


def test_only_money_has_an_amount():
    for wrong in ({"amount": 5}, {"kind": "money"}, {"quantity": 0}):
        with pytest.raises(IntegrityError), transaction.atomic():
            BelongingFactory(**wrong)


def corrected(item, **fields):
    shown = {"what": item.what, "quantity": item.quantity, "kind": item.kind, "note": ""}
    return shown | {"shown_version": item.version} | fields


def test_a_slip_of_the_pen_is_corrected_until_a_receipt_says_it(client, house_staff):
    item = BelongingFactory(what="Baju")
    edit = url("belonging_edit", item)
    client.post(edit, corrected(item, what="Baju biru"))
    item.refresh_from_db()
    assert item.what == "Baju biru"
    assert Entry.objects.filter(verb="changed", person_id=item.bag.stay.person_id).exists()
    other = client.post(edit, corrected(item, what="Baju hijau", shown_version=1))
    assertContains(other, "diubah orang lain")
    assertContains(client.post(edit, corrected(item, amount=5)), "hanya untuk uang")
    client.post(url("bag_receipt", item.bag))
    assertContains(client.post(edit, corrected(item, what="Celana"), follow=True), "Tarik dahulu")
    item.refresh_from_db()
    assert item.what == "Baju biru"


def test_a_withdrawn_receipt_makes_room_for_another(client, house_staff):
    item = BelongingFactory()
    client.post(url("bag_receipt", item.bag))
    item.bag.refresh_from_db()
    first = item.bag.letter
    withdraw(first)
    assert client.get(url("belonging_edit", item)).status_code == 200
    client.post(url("bag_receipt", item.bag))
    item.bag.refresh_from_db()
    assert item.bag.letter != first


def test_what_has_ended_is_not_corrected(client, house_staff):
    end = BelongingEndFactory()
    item = BelongingFactory(bag__stay=end.stay, end=end)
    page = client.get(url("belonging_edit", item), follow=True)
    assertContains(page, "Barang ini sudah berakhir.")


# Ends


def test_several_are_given_back_at_once(client, house_staff):
    bag = BagFactory(listed=True)
    shirt, shoes = BelongingFactory(bag=bag), BelongingFactory(bag=bag, what="Sepatu")
    form = client.get(url("belonging_end", bag.stay) + f"?bag={bag.pk}").context["form"]
    assert form["items"].initial == [shirt.pk, shoes.pk]
    twice = ended(shirt, shoes)
    page = client.post(url("belonging_end", bag.stay), twice, follow=True)
    assertContains(page, "2 barang: dikembalikan kepada klien.")
    client.post(url("belonging_end", bag.stay), twice)
    end = BelongingEnd.objects.get()
    assert {shirt.pk, shoes.pk} == {item.pk for item in end.items.all()}
    assert Entry.objects.filter(verb="ended_belongings", person_id=bag.stay.person_id).exists()


@pytest.mark.parametrize(
    ("kind", "fields", "said"),
    [
        ("family", {}, "Tulis siapa yang menerima."),
        ("seized", {"reason": "Barang bukti."}, "Tulis siapa yang menerima."),
        ("seized", {"to_whom": "Aipda Rusli, Polsek Tamalate"}, "Tulis alasannya."),
        ("destroyed", {}, "Tulis alasannya."),
        ("lost", {}, "Tulis alasannya."),
        ("kept", {"reason": "Menunggu kakaknya."}, "Tulis sampai tanggal berapa disimpan."),
        ("kept", {"reason": "x", "kept_until": "2020-01-01"}, "harus sesudah hari ini"),
        ("returned", {"kept_until": "2099-01-01"}, "hanya diisi bila barang disimpan"),
        ("returned", {"at": "2099-01-01T08:00"}, "Waktu ini belum terjadi."),
        ("returned", {"at": "2001-01-01T08:00"}, "sebelum barang ini diterima"),
        ("returned", {"items": []}, "Centang barangnya."),
    ],
)
def test_an_end_without_its_pieces_is_refused(client, house_staff, kind, fields, said):
    item = BelongingFactory()
    page = client.post(url("belonging_end", item.bag.stay), ended(item, kind=kind, **fields))
    assertContains(page, said)
    assert not BelongingEnd.objects.exists()
    # Each leads to its field.
    links = re.findall(r'<a href="#((?:div_)?id_[^"]+)">', page.text)
    assert links
    assert all(f'id="{target}"' in page.text for target in links)


@pytest.mark.parametrize(
    "pieces",
    [
        {"kind": "kept", "reason": "Menunggu."},
        {"kind": "returned", "kept_until": datetime.date(2030, 1, 1)},
        {"kind": "family"},
        {"kind": "seized", "reason": "Barang bukti."},
        {"kind": "destroyed"},
        {"kind": "lost"},
    ],
)
def test_the_database_refuses_an_end_without_its_pieces(pieces):
    with pytest.raises(IntegrityError), transaction.atomic():
        BelongingEndFactory(**pieces)


def test_what_has_ended_does_not_end_again(client, house_staff):
    item = BelongingFactory()
    actions.end_belongings(BelongingEndFactory.build(stay=item.bag.stay), [item], by=house_staff)
    page = client.post(url("belonging_end", item.bag.stay), ended(item))
    assertContains(page, "Tidak ada barang yang masih disimpan.")
    other = BelongingEndFactory.build(stay=item.bag.stay)
    with pytest.raises(ValidationError, match="sudah dikembalikan"):
        actions.end_belongings(other, [item], by=house_staff)
    item.refresh_from_db()
    for end in (BelongingEndFactory(stay=item.bag.stay), None):
        item.end = end
        with pytest.raises(DatabaseError), transaction.atomic():
            item.save()


def test_a_belonging_ends_with_its_own_stay(house_staff):
    item = BelongingFactory()
    with pytest.raises(ValidationError, match="Pilih barangnya lagi"):
        actions.end_belongings(
            BelongingEndFactory.build(stay=StayFactory()), [item], by=house_staff
        )
    item.end = BelongingEndFactory()
    with pytest.raises(DatabaseError), transaction.atomic():
        item.save()


WARNINGS = [
    (lambda child: FlagFactory(person=child), "Jangan serahkan kepada Baso (paman)"),
    (lambda child: UnwelcomeFactory(), "Ada dalam daftar jangan terima"),
    (
        lambda child: RelationFactory(
            person__name="Baso Rewa", person__sex="L", other=child, kind="father", marked=True
        ),
        NOT_TO_THEM,
    ),
    # Of another child: the whole name is needed.
    (
        lambda child: RelationFactory(
            person__name="Baso Rewa", person__sex="L", kind="father", marked=True
        ),
        NOT_TO_THEM,
    ),
]


@pytest.mark.parametrize("kind", ["family", "returned"])
@pytest.mark.parametrize(("warn", "said"), WARNINGS)
def test_nothing_of_a_child_goes_to_whom_the_child_does_not(client, house_staff, warn, said, kind):
    item = BelongingFactory(bag__stay__child=True)
    warn(item.bag.stay.person)
    typed = {"kind": kind, "to_whom": "Baso Rewa, paman"}
    page = client.post(url("belonging_end", item.bag.stay), ended(item, **typed))
    assertContains(page, said)
    assert not BelongingEnd.objects.exists()
    typed = {"kind": "family", "to_whom": "Sitti, kakak"}
    client.post(url("belonging_end", item.bag.stay), ended(item, **typed))
    assert BelongingEnd.objects.get().to_whom == "Sitti, kakak"


def test_the_police_take_what_they_take(client, house_staff):
    item = BelongingFactory(bag__stay__child=True)
    FlagFactory(person=item.bag.stay.person)
    typed = {"kind": "seized", "to_whom": "Aipda Baso, Polsek", "reason": "Barang bukti."}
    client.post(url("belonging_end", item.bag.stay), ended(item, **typed))
    assert BelongingEnd.objects.get().kind == "seized"


def test_the_heads_written_decision_holds_for_the_belongings_too(client, house_staff):
    item = BelongingFactory(bag__stay__child=True)
    child = item.bag.stay.person
    father = RelationFactory(
        person__name="Baso Rewa", person__sex="L", other=child, kind="father", marked=True
    ).person
    ExitFactory(
        stay=item.bag.stay,
        state="approved",
        decided_by=UserFactory(roles=[Role.HEAD]),
        decided_at=days.now(),
        decided_despite=father,
    )
    typed = {"kind": "family", "to_whom": "Baso Rewa, ayah"}
    client.post(url("belonging_end", item.bag.stay), ended(item, **typed))
    assert BelongingEnd.objects.get().to_whom == "Baso Rewa, ayah"


def test_kept_until_a_day_comes_back_on_that_day(client, login, house_staff, time_machine_at):
    item = BelongingFactory()
    tomorrow = days.today() + days.ONE_DAY
    fields = {"kind": "kept", "reason": "Menunggu kakaknya.", "kept_until": tomorrow.isoformat()}
    client.post(url("belonging_end", item.bag.stay), ended(item, **fields))
    leave(item.bag.stay)
    assert list(Bag.objects.to_do("due", days.today())) == []
    client.logout()
    time_machine_at(days.at(tomorrow, datetime.time(7)))
    login(house_staff)
    assertContains(client.get(f"{LIST}?show=due"), item.bag.number)
    fields = {"kind": "family", "to_whom": "Sitti, kakak"}
    page = client.post(url("belonging_end", item.bag.stay), ended(item, **fields), follow=True)
    assertContains(page, "Buat tanda terima")
    assert not Bag.objects.here().exists()
    client.logout()
    time_machine_at(days.at(tomorrow + days.ONE_DAY, datetime.time(8)))
    login(house_staff)
    assert client.get(url("belonging_list", item.bag.stay)).status_code == 404


# The exit


def test_a_planned_exit_waits_for_every_item_and_an_emergency_never():
    item = BelongingFactory(bag__stay__days_ago=1)
    BagFactory(stay=item.bag.stay, number="RPTC 8")
    with pytest.raises(ValidationError, match="Baju") as refused:
        leave(item.bag.stay)
    assert "Tas RPTC 8, isinya belum didaftar" in " ".join(refused.value.messages)
    leave(item.bag.stay, "rumah-sakit")
    assert {bag.number for bag in Bag.objects.to_do("left", days.today())} == {
        item.bag.number,
        "RPTC 8",
    }


def test_a_handover_waits_too():
    item = BelongingFactory(bag__stay__child=True, bag__stay__days_ago=1)
    head = UserFactory(roles=[Role.HEAD])
    exit = ExitFactory(
        stay=item.bag.stay, state="approved", decided_by=head, decided_at=days.now(), whole=True
    )
    number = exit.stay.person.file_number
    said = {"left_at": days.now(), "receiver": "Rosdiana", "file_number": number}
    by = UserFactory(roles=[Role.SOCIAL_WORKER])
    assert list(Bag.objects.to_do("today", days.today())) == [item.bag]
    with pytest.raises(ValidationError, match="Baju"):
        stays.hand_over(exit, **said, by=by)
    actions.end_belongings(BelongingEndFactory.build(stay=item.bag.stay), [item], by=by)
    stays.hand_over(exit, **said, by=by)


def test_whose_last_day_has_come_gets_it_back_today(client, house_staff):
    today = BelongingFactory(bag__stay__days_ago=6).bag
    BelongingFactory(bag__stay__days_ago=1)
    page = client.get(f"{LIST}?show=today")
    assert [bag.pk for bag in page.context["page_obj"]] == [today.pk]


def test_hari_ini_opens_exactly_the_bags(client, house_staff):
    BagFactory()
    BelongingFactory(bag__stay__days_ago=6)
    figures = {f.label: f for f in client.get("/").context["figures"]}
    for label in ("Titipan belum didaftar", "Barang harus dikembalikan hari ini"):
        figure = figures[label]
        assert figure.number == 1
        assert client.get(figure.url).context["page_obj"].paginator.count == 1


# What was lost


def test_the_head_is_told_of_a_loss(client, login, house_staff):
    item = BelongingFactory(money=True)
    fields = {"kind": "lost", "reason": "Tidak ada di lemari."}
    client.post(url("belonging_end", item.bag.stay), ended(item, **fields))
    end = BelongingEnd.objects.get()
    head = login(Role.HEAD)
    approvals = client.get(reverse("reports:approvals"))
    assertContains(approvals, "Barang titipan hilang, untuk diketahui")
    assertContains(approvals, "Rp 150.000")
    client.post(url("loss_acknowledge", end))
    end.refresh_from_db()
    assert end.known_by == head
    assertNotContains(client.get(reverse("reports:approvals")), "Barang titipan hilang")


def test_a_loss_is_known_by_another_and_only_a_loss():
    head = UserFactory(roles=[Role.HEAD])
    lost = BelongingEndFactory(lost=True, recorded_by=head)
    with pytest.raises(ValidationError, match="tidak dapat mengetahui sendiri"):
        actions.acknowledge_loss(lost, by=head)
    for wrong in ({"lost": True, "recorded_by": head}, {}):
        with pytest.raises(IntegrityError), transaction.atomic():
            BelongingEndFactory(known_by=head, known_at=days.now(), **wrong)


# Who sees what


def test_the_house_sees_what_is_still_here_of_who_left(client, house_staff):
    here = BelongingFactory(bag__stay__ended=True, bag__stay__days_ago=2)
    assertContains(client.get(url("belonging_list", here.bag.stay)), "Klien sudah keluar")
    gone = BagFactory(listed=True, stay__ended=True, stay__days_ago=2)
    end = BelongingEndFactory(stay=gone.stay, recorded_at=days.now() - 2 * days.ONE_DAY)
    BelongingFactory(bag=gone, end=end)
    for name in ("belonging_list", "belonging_end"):
        assert client.get(url(name, gone.stay)).status_code == 404
    assert client.get(url("bag_open", gone)).status_code == 404
    assert client.get(url("bag_take", here.bag.stay)).status_code == 404


def test_a_sealed_file_keeps_its_bags_to_itself(client, login):
    login(Role.SOCIAL_WORKER)
    photo = BelongingPhotoFactory(belonging__bag__stay__intake__person__is_sealed=True)
    bag = photo.belonging.bag
    assert client.get(url("belonging_list", bag.stay)).status_code == 404
    assert client.get(url("belonging_photo", photo)).status_code == 404
    assertNotContains(client.get(LIST), bag.number)


def test_a_look_at_a_picture_is_written_down(client, house_staff):
    photo = BelongingPhotoFactory()
    answer = client.get(url("belonging_photo", photo))
    assert answer.content == photo.content
    assert answer["Cache-Control"] == "no-store"
    look = Entry.objects.get(verb="viewed_photo")
    assert look.person_id == photo.belonging.bag.stay.person_id


def test_the_stays_page_shows_the_bags(client, house_staff):
    bag = BelongingFactory().bag
    page = client.get(url("stay_detail", bag.stay))
    assertContains(page, bag.number)
    assertContains(page, url("belonging_list", bag.stay))


@pytest.mark.parametrize("page", ["bags", "stay"])
def test_queries_do_not_grow(house_staff, count_queries, page):
    stay = BelongingFactory().bag.stay
    address = LIST if page == "bags" else url("belonging_list", stay)
    few = count_queries(address)
    for _ in range(4):
        BelongingPhotoFactory.create_batch(3, belonging__bag=BagFactory(stay=stay, listed=True))
    assert count_queries(address) == few


# On paper


def test_whose_berita_acara_is_missing_stays_in_sight(client, house_staff):
    stay = StayFactory(ended=True, days_ago=5)
    end = BelongingEndFactory(lost=True, stay=stay, recorded_at=days.now() - 2 * days.ONE_DAY)
    BelongingFactory(bag__stay=stay, what="Ukulele", end=end)
    assertContains(client.get(LIST), "Hilang: Ukulele")
    client.post(url("belonging_end_letter", end))
    assertNotContains(client.get(LIST), "Ukulele")
    assert client.get(url("belonging_list", stay)).status_code == 404


def test_a_receipt_is_frozen_and_printed_again(client, house_staff, read_pdf):
    item = BelongingFactory(money=True, bag__stay__intake__person__name="Kamaruddin Tompo")
    receipt = url("bag_receipt", item.bag)
    assertRedirects(client.get(receipt), url("belonging_list", item.bag.stay))
    answer = client.post(receipt, follow=True)
    text = read_pdf(answer)
    for said in ("TANDA TERIMA BARANG TITIPAN", "Kamaruddin Tompo", "Rp 150.000", "cap jempol"):
        assert said in text
    assert client.post(receipt, follow=True).content == answer.content
    assertContains(client.get(url("belonging_list", item.bag.stay)), "Cetak tanda terima")
    assert Entry.objects.filter(verb="printed").exists()


def test_no_receipt_of_what_is_not_listed(client, house_staff):
    page = client.post(url("bag_receipt", BagFactory()), follow=True)
    assertContains(page, "Daftar dahulu isi tas ini.")


@pytest.mark.parametrize(
    ("pieces", "title"),
    [
        ({}, "PENGEMBALIAN BARANG TITIPAN"),
        ({"kind": "family", "to_whom": "Sitti, kakak"}, "PENGEMBALIAN BARANG TITIPAN"),
        ({"kept": True}, "BARANG YANG DISIMPAN"),
        ({"lost": True}, "BERITA ACARA BARANG TITIPAN"),
    ],
)
def test_each_end_has_its_sheet(client, house_staff, read_pdf, pieces, title):
    end = BelongingEndFactory(**pieces)
    BelongingFactory(bag__stay=end.stay, what="Ukulele", end=end)
    address = url("belonging_end_letter", end)
    text = read_pdf(client.post(address, follow=True))
    assert title in " ".join(text.split())
    assert "Ukulele" in text
    assert read_pdf(client.get(address)) == text


def test_the_head_prints_and_issues_nothing(client, login):
    login(Role.HEAD)
    item = BelongingFactory()
    client.post(url("bag_receipt", item.bag))
    item.bag.refresh_from_db()
    assert item.bag.letter is None
