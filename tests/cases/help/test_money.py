"""The money of klien: a ledger that adds up, counted by two, and what nobody came for."""

import datetime
import random
import uuid

import pytest
from django.db import DatabaseError, IntegrityError, transaction
from django.urls import reverse
from pytest_django.asserts import assertContains, assertNotContains, assertRedirects

from cases.exits.actions import end_stay
from cases.exits.models import Exit
from cases.help.money.actions import write_receipt
from cases.help.money.models import MoneyMovement, UnclaimedMonth, Way, with_balance
from cases.house.belongings.models import Belonging, BelongingEnd
from cases.stays.models import Stay
from partners.directory.actions import change_partner
from rptc import days
from rptc.accounts.permissions import Role
from rptc.audit.models import Entry
from rptc.letters.actions import mark_corrected
from rptc.letters.models import Letter
from rptc.waiting import count_for
from tests import factories as f
from tests.at_once import at_once

pytestmark = pytest.mark.django_db
HOUSE = reverse("cases:money_house")
UNCLAIMED = reverse("cases:money_unclaimed")


def of(name, row):
    return reverse(f"cases:money_{name}", args=[row.pk])


def typed(way="taken", amount="85000", **more):
    at = days.now().astimezone(days.WITA).strftime("%Y-%m-%dT%H:%M")
    return {"way": way, "amount": amount, "at": at, "send_key": uuid.uuid4()} | more


def waiting(user):
    return {w.key: n for w, n in count_for(user) if n and w.key.startswith("money")}


def balance(stay):
    return MoneyMovement.objects.filter(stay=stay).balance()


def test_taken_counted_by_another_drawn_and_signed(client, login, read_pdf):
    first = login(Role.CARETAKER)
    stay = f.StayFactory(days_ago=1, intake__person__name="Dg. Ma'ruf")
    f.BedUseFactory(stay=stay)
    data = typed()
    for _ in range(2):
        assertRedirects(client.post(of("move", stay), data), of("list", stay))
    row = MoneyMovement.objects.get()
    assertContains(client.post(of("count", row), {"amount": "85000"}), "tidak dapat menghitung")
    assert waiting(first) == {"money-held": 1}
    second = login(Role.CARETAKER)
    assert waiting(second) == {"money-uncounted": 1, "money-held": 1}
    assertContains(client.post(of("count", row), {"amount": "80000"}), "Tidak sama")
    assertRedirects(client.post(of("count", row), {"amount": "85000"}), of("list", stay))
    assertContains(client.post(of("count", row), {"amount": "85000"}), "sudah dihitung berdua")
    assert waiting(second) == {"money-held": 1}
    client.post(of("letter_write", row))
    text = " ".join(read_pdf(client.get(of("letter", row))).split())
    for words in ("TANDA TERIMA UANG TITIPAN", "Rp 85.000", "Dg. Ma'ruf", str(second)):
        assert words in text, words
    client.post(of("move", stay), typed("drawn", "35000"))
    page = client.get(of("list", stay))
    assertContains(page, "Disimpan sekarang: Rp 50.000")
    assertContains(page, "Belum dihitung berdua")


def test_there_is_never_less_than_nothing(client, login):
    login(Role.SOCIAL_WORKER)
    stay = f.MoneyMovementFactory(counted=True).stay
    page = client.post(of("move", stay), typed("drawn", "85001"))
    assertContains(page, "tidak sebanyak itu. Sisanya Rp 85.000.")
    assertContains(client.post(of("move", stay), typed("drawn", "0")), "jumlahnya dalam rupiah")
    empty = f.StayFactory()
    assertContains(client.post(of("move", empty), typed("drawn", "1")), "Pilih apa yang terjadi.")
    assert balance(stay) == 85_000


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        ({"way": ""}, "Pilih apa yang terjadi."),
        ({"way": "seized"}, "Tulis siapa yang menerima."),
        ({"way": "seized", "to_whom": "Aipda Nur"}, "Tulis alasannya."),
        ({"way": "drawn", "to_whom": "Sitti"}, "hanya bila diserahkan kepada orang lain"),
        ({"at": "2020-01-01T08:00"}, "Waktu ini sebelum klien tiba."),
        ({"amount": ""}, "Tulis jumlahnya dalam rupiah."),
    ],
)
def test_a_refused_one_says_what_is_missing(client, login, changes, said):
    login(Role.SOCIAL_WORKER)
    stay = f.MoneyMovementFactory().stay
    assertContains(client.post(of("move", stay), typed() | changes), said)
    assert MoneyMovement.objects.count() == 1


def test_money_is_not_given_to_whom_the_klien_must_not_be_given(client, login):
    login(Role.CARETAKER)
    stay = f.MoneyMovementFactory(stay__days_ago=1).stay
    f.BedUseFactory(stay=stay)
    f.FlagFactory(person=stay.person, kind="do_not_release", whom="Sitti Nompo")
    data = typed("returned", to_whom="Sitti Nompo, tante")
    page = client.post(of("move", stay), data)
    assert page.status_code == 200
    assert balance(stay) == 85_000


def test_a_mistake_is_taken_back_whole_and_once(client, login):
    login(Role.SOCIAL_WORKER)
    row = f.MoneyMovementFactory()
    data = {"note": "", "send_key": uuid.uuid4()}
    assertContains(client.post(of("correct", row), data), "Tulis apa yang salah.")
    data["note"] = "Seharusnya 58 ribu."
    for _ in range(2):
        assertRedirects(client.post(of("correct", row), data), of("list", row.stay))
    again = data | {"send_key": uuid.uuid4()}
    assertContains(client.post(of("correct", row), again), "sudah dikoreksi")
    page = client.get(of("list", row.stay))
    assertContains(page, "Seharusnya 58 ribu.")
    assertContains(page, "Disimpan sekarang: Rp 0")
    assert not MoneyMovement.objects.uncounted().filter(pk=row.pk).exists()


def test_what_was_drawn_meanwhile_cannot_be_taken_back(client, login):
    login(Role.SOCIAL_WORKER)
    row = f.MoneyMovementFactory()
    f.MoneyMovementFactory(stay=row.stay, out=True, amount=1_000)
    data = {"note": "Salah.", "send_key": uuid.uuid4()}
    assertContains(client.post(of("correct", row), data), "tidak sebanyak itu")


def test_a_sentence_that_ends_in_a_title_has_one_dot(client, login):
    login(Role.CARETAKER)
    row = f.MoneyMovementFactory(witness="Nur, S.Sos.", stay=f.StayFactory(days_ago=1))
    for name, which in (("list", row.stay), ("count", row)):
        page = client.get(of(name, which))
        assertContains(page, "S.Sos.")
        assertNotContains(page, "S.Sos..")


def test_money_in_a_bag_waits_and_moves_into_the_ledger(client, login):
    user = login(Role.CARETAKER)
    bag = f.BagFactory(listed=True, stay=f.StayFactory(days_ago=1))
    f.BedUseFactory(stay=bag.stay)
    f.BelongingFactory(bag=bag, kind="money", amount=85_000, what="Uang")
    f.BelongingFactory(bag=bag, kind="money", amount=5_000, what="Receh")
    f.BelongingFactory(bag=bag)
    assert waiting(user) == {"money-in-bags": 2}
    assertContains(client.get(of("list", bag.stay)), "Masih di tas")
    data = {"witness": "", "send_key": uuid.uuid4()}
    for _ in range(2):
        client.post(of("from_bags", bag.stay), data)
    assert balance(bag.stay) == 90_000
    assert Belonging.objects.here().count() == 1
    assert waiting(user) == {"money-held": 1}
    end = BelongingEnd.objects.get()
    assert end.money.recorded_by == user
    page = client.get(reverse("cases:belonging_list", args=[bag.stay_id]))
    assertContains(page, "Dicatat sebagai uang titipan")
    client.post(reverse("cases:belonging_end_letter", args=[end.pk]))
    assert not Letter.objects.exists()
    page = client.get(reverse("cases:belonging_end", args=[bag.stay_id]))
    assertNotContains(page, 'value="ledger"')


def test_money_from_a_bag_that_was_corrected_lies_in_the_bag_again(client, login):
    user = login(Role.CARETAKER)
    bag = f.BagFactory(listed=True, stay=f.StayFactory(days_ago=1))
    f.BedUseFactory(stay=bag.stay)
    item = f.BelongingFactory(bag=bag, kind="money", amount=85_000, what="Uang")

    def move():
        client.post(of("from_bags", bag.stay), {"witness": "", "send_key": uuid.uuid4()})
        return MoneyMovement.objects.filter(way="taken").latest("pk")

    row = move()
    data = {"note": "Salah hitung.", "send_key": uuid.uuid4()}
    for _ in range(2):
        assertRedirects(client.post(of("correct", row), data), of("list", bag.stay))
    assert balance(bag.stay) == 0
    assert Belonging.objects.here().get() == item
    assert waiting(user)["money-in-bags"] == 1
    assert client.get(reverse("cases:belonging_list", args=[bag.stay_id])).status_code == 200
    again = move()
    assert (balance(bag.stay), again.amount) == (85_000, 85_000)
    with pytest.raises(DatabaseError), transaction.atomic():
        Belonging.objects.filter(pk=item.pk).update(end=None)


def test_a_row_with_a_valid_receipt_is_corrected_once_it_is_withdrawn_and_gets_no_new_one(
    client, login
):
    login(Role.SOCIAL_WORKER)
    row = f.MoneyMovementFactory(counted=True)
    client.post(of("letter_write", row))
    data = {"note": "Salah.", "send_key": uuid.uuid4()}
    mark_corrected([row.stay.person_id], {"name"}, since=days.now() - days.ONE_DAY)
    assertContains(client.post(of("correct", row), data), "Tarik dahulu surat itu.")
    assert balance(row.stay) == 85_000
    f.withdraw(Letter.objects.get())
    assertRedirects(client.post(of("correct", row), data), of("list", row.stay))
    page = client.post(of("letter_write", row), follow=True)
    assertContains(page, "tanda terimanya tidak dibuat lagi")
    assert Letter.objects.count() == 1


def test_the_exit_says_what_is_kept_and_what_to_do(client, login):
    login(Role.SOCIAL_WORKER)
    row = f.MoneyMovementFactory(stay__days_ago=2, counted=True)
    page = client.get(reverse("cases:stay_end", args=[row.stay_id]))
    assertContains(page, "Uang titipan Rp 85.000.")
    exit = f.ExitFactory(stay=row.stay)
    assertContains(client.get(reverse("cases:exit_detail", args=[exit.pk])), "Rp 85.000")


def test_the_exit_says_what_is_not_counted_by_two(client, login):
    user = login(Role.SOCIAL_WORKER)
    row = f.MoneyMovementFactory(stay__days_ago=2, counted=True)
    f.MoneyMovementFactory(stay=row.stay, out=True, recorded_by=user)
    page = client.get(reverse("cases:stay_end", args=[row.stay_id]))
    assertContains(page, "1 catatan belum dihitung berdua.")


def test_the_second_reads_no_sum_before_counting(client, login):
    row = f.MoneyMovementFactory(amount=123_457, stay__days_ago=1)
    f.BedUseFactory(stay=row.stay)
    left = f.MoneyMovementFactory(amount=123_457, stay=f.LeftFactory(days_ago=2).stay)
    exit = f.ExitFactory(stay=row.stay)
    pages = [HOUSE, HOUSE + "?show=count", UNCLAIMED, "/"]
    pages += [of(name, each) for name in ("list", "move") for each in (row.stay, left.stay)]
    pages += [of("count", row), of("correct", row)]
    pages += [
        reverse("cases:exit_detail", args=[exit.pk]),
        reverse("cases:stay_detail", args=[row.stay_id]),
    ]
    second = login(Role.CARETAKER)
    for page in pages:
        assert "123.457" not in client.get(page, follow=True).content.decode(), page
    page = client.post(of("move", row.stay), typed("drawn", "200000"))
    assertNotContains(page, "123.457")
    assertContains(client.post(of("letter_write", row), follow=True), "Hitung dahulu uangnya")
    assert waiting(second)["money-uncounted"] == 2
    login(Role.HEAD)
    assertContains(client.get(of("list", row.stay)), "123.457")
    client.force_login(row.recorded_by)
    client.force_login(second)
    client.post(of("count", row), {"amount": "Rp 123.457"})
    assertContains(client.get(of("list", row.stay)), "123.457")


def test_another_count_is_written_down_and_waits_for_the_head(client, login):
    head = f.UserFactory(roles=[Role.HEAD])
    row = f.MoneyMovementFactory(stay__days_ago=1)
    f.BedUseFactory(stay=row.stay)
    second = login(Role.CARETAKER)
    for amount in ("80000", "80.001"):
        assertContains(client.post(of("count", row), {"amount": amount}), "Tidak sama")
    row.refresh_from_db()
    assert (row.miscount, row.miscounted_by, row.is_counted) == (80_001, second, False)
    counts = row.history.exclude(miscount=None).order_by("pgh_id")
    assert list(counts.values_list("miscount", flat=True)) == [80_000, 80_001]
    assert waiting(head)["money-miscounted"] == 1
    client.force_login(head)
    page = client.get(HOUSE + "?show=differs")
    assertContains(page, "Tercatat Rp 85.000")
    assertContains(page, "menghitung Rp 80.001")
    client.force_login(second)
    assertNotContains(client.get(HOUSE + "?show=differs"), "Hitungan berbeda")
    client.post(of("count", row), {"amount": "85.000"})
    assert "money-miscounted" not in waiting(head)


def test_a_closed_destination_is_not_told_by_the_money(client, login):
    """Nor by its receipt, which lies sealed."""
    worker = f.UserFactory(roles=[Role.SOCIAL_WORKER])
    stay = f.StayFactory(days_ago=5, social_worker=worker)
    f.MoneyMovementFactory(stay=stay, counted=True)
    f.PartnerFactory(name="Rumah Aman Mawar", closes_destination=True)
    kind = f.exit_kind("keluarga")
    f.ExitFactory(stay=stay, kind=kind, receiver="Rumah Aman Mawar", recorded_by=worker)
    row = f.MoneyMovementFactory(
        stay=stay, out=True, way="returned", to_whom="Rina Kenari", recorded_by=worker
    )
    client.force_login(worker)
    client.post(of("letter_write", row))
    assertContains(client.get(of("list", stay)), "Rina Kenari")
    assert Letter.objects.get().is_sealed
    login(Role.SOCIAL_WORKER)
    assertNotContains(client.get(of("list", stay)), "Rina Kenari")
    assert client.get(of("letter", row)).status_code == 404
    login(Role.HEAD)
    assertContains(client.get(of("list", stay)), "Rina Kenari")


def test_money_that_is_only_taken_asks_for_no_receiver(client, login):
    login(Role.SOCIAL_WORKER)
    stay = f.StayFactory()
    assertNotContains(client.get(of("move", stay)), "Diterima oleh")
    client.post(of("move", stay), typed(amount="1.180.000"))
    assert balance(stay) == 1_180_000
    assertContains(client.get(of("move", stay)), "Diterima oleh")


def test_who_left_without_it_stands_on_the_list_until_it_is_given_back(client, login):
    row = f.MoneyMovementFactory(stay=f.LeftFactory(days_ago=2).stay, counted=True)
    closed = f.MoneyMovementFactory(stay=f.LeftFactory(days_ago=2).stay, counted=True)
    f.SealFactory(person=closed.stay.person)
    user = login(Role.CARETAKER)
    assert waiting(user) == {"money-unclaimed": 1}
    page = client.get(UNCLAIMED)
    assertContains(page, str(row.stay.person))
    assertNotContains(page, str(closed.stay.person))
    assert client.get(of("list", closed.stay)).status_code == 404
    assertContains(client.post(of("move", row.stay), typed()), "Pilih apa yang terjadi.")
    data = typed("returned", to_whom="Sitti Nompo, kakak")
    client.post(of("move", row.stay), data)
    assert waiting(user) == {}
    other = login(Role.CARETAKER)
    assert waiting(other) == {"money-uncounted": 1}
    last = MoneyMovement.objects.last()
    assertRedirects(
        client.post(of("count", last), {"amount": "85000"}),
        of("list", row.stay),
        fetch_redirect_response=False,
    )


def test_the_head_reads_once_a_month_what_nobody_came_for(
    client, login, time_machine_at, read_pdf
):
    # The first of November 2026 is a Sunday.
    time_machine_at(datetime.datetime(2026, 10, 20, 2, tzinfo=datetime.UTC))
    row = f.MoneyMovementFactory(stay=f.LeftFactory(days_ago=2).stay, counted=True)
    time_machine_at(datetime.datetime(2026, 11, 1, 2, tzinfo=datetime.UTC))
    head = login(Role.HEAD)
    assert waiting(head) == {}
    time_machine_at(datetime.datetime(2026, 11, 2, 2, tzinfo=datetime.UTC))
    head = login(Role.HEAD)
    assert waiting(head) == {"money-unclaimed-month": 1}
    text = " ".join(read_pdf(client.get(reverse("cases:money_unclaimed_print"))).split())
    assert row.stay.person.file_number in text
    assert "85.000" in text
    assert str(row.stay.person) not in text
    for _ in range(2):
        assertRedirects(client.post(reverse("cases:money_unclaimed_read")), UNCLAIMED)
    assert UnclaimedMonth.objects.get().rupiah == 85_000
    assert waiting(head) == {}
    time_machine_at(datetime.datetime(2026, 12, 1, 2, tzinfo=datetime.UTC))
    assert waiting(login(Role.HEAD)) == {"money-unclaimed-month": 1}


def test_a_balance_is_what_its_rows_say():
    """Three hundred moves drawn at random, added up by hand."""
    dice = random.Random("uang")
    stays, held, by = f.StayFactory.create_batch(6), {}, f.UserFactory()
    for _ in range(300):
        stay, amount = dice.choice(stays), dice.randint(1, 500_000)
        is_in = dice.random() < 0.5
        way = Way.TAKEN if is_in else dice.choice([Way.DRAWN, Way.RETURNED])
        before = held.get(stay.pk, 0)
        row = MoneyMovement(stay=stay, way=way, is_in=is_in, amount=amount, at=days.now())
        row.recorded_by = by
        if not is_in and amount > before:
            with pytest.raises(IntegrityError, match="not so much"), transaction.atomic():
                row.save()
        else:
            row.save()
            held[stay.pk] = before + (amount if is_in else -amount)
    shown = dict(with_balance(Stay.objects.all()).values_list("pk", "balance"))
    assert shown == {stay.pk: held.get(stay.pk, 0) for stay in stays}


def test_of_two_who_draw_all_at_once_one_is_refused(transactional_db):
    stay = f.MoneyMovementFactory().stay
    users = f.UserFactory.create_batch(2, roles=[Role.SOCIAL_WORKER])
    answers = at_once(*[(user, of("move", stay), typed("drawn")) for user in users])
    assert sorted(answer.status_code for answer in answers) == [200, 302]
    assert balance(stay) == 0


def test_the_log_says_that_money_moved_and_not_how_much(client, login):
    """Whoever counts as the second reads no sum; the row itself keeps it."""
    login(Role.CARETAKER)
    stay = f.StayFactory(days_ago=1)
    client.post(of("move", stay), typed(amount="87.654"))
    row = MoneyMovement.objects.get()
    client.post(of("correct", row), {"note": "Salah hitung.", "send_key": uuid.uuid4()})
    assert MoneyMovement.objects.count() == 2
    lines = Entry.objects.filter(verb="moved_money")
    assert len(lines) == 2
    assert not [line for line in lines if "87654" in str(line.details)]


def receipt_of(stay, by, **columns):
    f.MoneyMovementFactory(stay=stay, counted=True)
    row = f.MoneyMovementFactory(stay=stay, out=True, amount=5_000, counted=True, **columns)
    return write_receipt(row, by=by)


def sealed(letters):
    return [Letter.objects.get(pk=letter.pk).is_sealed for letter in letters]


def test_a_receipt_is_sealed_later_with_the_exit_that_closes(login):
    keeper = login(Role.SOCIAL_WORKER)
    stays = [f.StayFactory(days_ago=3, social_worker=keeper) for _ in range(2)]
    letters = [receipt_of(stay, keeper, to_whom="Ibu Rina") for stay in stays]
    taken = f.MoneyMovementFactory(stay=stays[0], counted=True)
    letters.append(write_receipt(taken, by=keeper))
    assert sealed(letters) == [False, False, False]
    end_stay(
        Exit(stay=stays[0], kind=f.exit_kind("mitra"), receiver="Ibu Rina"),
        left_at=None,
        by=keeper,
    )
    assert sealed(letters) == [True, False, False]


def test_a_receipt_is_sealed_later_with_the_partner_that_it_names(login):
    keeper = login(Role.SOCIAL_WORKER)
    letters = [
        receipt_of(f.StayFactory(days_ago=3), keeper, to_whom=name)
        for name in ("Ibu Rina, Panti Melati", "Ibu Rina")
    ]
    before = letters[0]
    mark_corrected([before.person_id], {"name"}, since=days.now() - days.ONE_DAY)
    row = MoneyMovement.objects.get(letter=before)
    letters.append(write_receipt(row, by=keeper))
    partner = f.PartnerFactory(name="Panti Melati", closes_destination=True)
    change_partner(partner, by=keeper)
    assert sealed(letters) == [True, False, True]


def test_a_closed_file_and_ones_own_are_out_of_reach(client, login):
    user = login(Role.SOCIAL_WORKER)
    closed = f.MoneyMovementFactory(stay__intake__person__is_sealed=True)
    own = f.MoneyMovementFactory()
    f.ConflictFactory(person=own.stay.person, user=user)
    for row in (closed, own):
        assert client.get(of("list", row.stay)).status_code == 404
        assert client.get(of("count", row)).status_code == 404
    assert waiting(user) == {}


@pytest.mark.parametrize("url", [HOUSE, HOUSE + "?show=count", HOUSE + "?show=bags", UNCLAIMED])
def test_queries_do_not_grow(client, login, count_queries, url):
    login(Role.SOCIAL_WORKER)

    def more():
        row = f.MoneyMovementFactory()
        f.BelongingFactory(bag__stay=row.stay, bag__listed=True, kind="money", amount=1_000)
        f.MoneyMovementFactory(stay=f.LeftFactory(days_ago=2).stay)

    more()
    few = count_queries(url)
    for _ in range(4):
        more()
    assert count_queries(url) == few <= 25


def test_the_ledger_of_one_stay_does_not_ask_more_for_more_rows(client, login, count_queries):
    login(Role.SOCIAL_WORKER)
    stay = f.MoneyMovementFactory().stay
    few = count_queries(of("list", stay))
    f.MoneyMovementFactory.create_batch(6, stay=stay)
    assert count_queries(of("list", stay)) == few <= 25


def test_the_database_refuses():
    row, user = f.MoneyMovementFactory(), f.UserFactory()
    corrects = {"way": "corrected", "note": "x", "corrects": row}
    for change, said in [
        ({"amount": 0}, "money_is_of_some_rupiah"),
        ({"is_in": False, "stay": row.stay}, "money_goes_the_way_it_says"),
        ({"counted": True, "recorded_by": user, "counted_by": user}, "money_is_counted_by_two"),
        ({"stay": row.stay, "is_in": False, "amount": 85_000, **corrects, "note": ""}, "says_why"),
        ({"stay": row.stay, "is_in": False, "amount": 1, **corrects}, "takes all of a row back"),
        ({"is_in": False, "amount": 85_000, **corrects}, "takes all of a row back"),
        ({"out": True}, "not so much"),
    ]:
        with pytest.raises(IntegrityError, match=said), transaction.atomic():
            f.MoneyMovementFactory(**change)
    for change in ({"amount": 1}, {"note": "y"}, {"is_in": False}, {"stay": f.StayFactory()}):
        with pytest.raises(DatabaseError), transaction.atomic():
            MoneyMovement.objects.filter(pk=row.pk).update(**change)
    with pytest.raises(DatabaseError), transaction.atomic():
        row.delete()
    of_nobody = {"miscount": 1}
    of_who_wrote = {"miscount": 1, "miscounted_by": row.recorded_by, "miscounted_at": days.now()}
    same = {"miscount": row.amount, "miscounted_by": user, "miscounted_at": days.now()}
    for change in (of_nobody, of_who_wrote, same):
        with pytest.raises(IntegrityError, match="miscounted"), transaction.atomic():
            MoneyMovement.objects.filter(pk=row.pk).update(**change)
    MoneyMovement.objects.filter(pk=row.pk).update(counted_by=user, counted_at=days.now())
    with pytest.raises(DatabaseError), transaction.atomic():
        MoneyMovement.objects.filter(pk=row.pk).update(counted_by=None, counted_at=None)


def test_the_list_of_the_house_leads_to_taking_money_of_anybody_there(client, login):
    stay, sealed = f.StayFactory(days_ago=2), f.StayFactory(days_ago=2)
    f.SealFactory(person=sealed.person)
    gone = f.LeftFactory(days_ago=1).stay
    login(Role.SOCIAL_WORKER)
    assertContains(client.get(HOUSE), 'href="?show=take"')
    page = client.get(HOUSE + "?show=take")
    assertContains(page, reverse("cases:money_move", args=[stay.pk]))
    for other in (sealed, gone):
        assertNotContains(page, reverse("cases:money_move", args=[other.pk]))
    login(Role.HEAD)
    assertNotContains(client.get(HOUSE), "show=take")


def test_who_received_money_is_said_where_it_is_taken_and_in_the_ledger(client, login):
    user = login(Role.CARETAKER)
    row = f.MoneyMovementFactory(recorded_by=user)
    page = client.get(reverse("cases:money_move", args=[row.stay_id]))
    assertContains(page, f"diterima oleh <strong>{user}</strong>")
    page = client.get(reverse("cases:money_list", args=[row.stay_id]))
    assert f"diterima oleh {user}" in " ".join(page.text.split())
