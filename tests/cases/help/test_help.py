"""Help: asked, decided, paid with a receipt; once for a reason in a stay."""

import datetime
import random
import uuid
from collections import Counter

import pytest
from django.db import DatabaseError, IntegrityError, transaction
from django.urls import reverse
from pytest_django.asserts import assertContains, assertNotContains, assertRedirects

from cases.help.actions import decide_help, write_receipt
from cases.help.models import BudgetLine, Help, HelpReason
from rptc import days
from rptc.accounts.permissions import Role
from rptc.audit.models import Entry
from rptc.letters.actions import mark_corrected
from rptc.letters.models import Letter
from rptc.waiting import count_for
from rptc.words import angka
from tests import factories as f
from tests.at_once import at_once

pytestmark = pytest.mark.django_db
LIST = reverse("cases:help_list")


def of(name, row):
    return reverse(f"cases:help_{name}", args=[row.pk])


def typed(reason="Ongkos pulang", **more):
    reason = reason and f.help_reason(reason).pk
    return {
        "reason": reason,
        "is_goods": "False",
        "amount": "250000",
        "why": "Ke Takalar.",
        "send_key": uuid.uuid4(),
    } | more


def paying(**more):
    line = f.BudgetLineFactory().pk
    return {"paid_on": f"{days.today()}", "budget_line": line, "received_by": ""} | more


def waiting(user):
    return {w.key: n for w, n in count_for(user) if n and w.key.startswith("help")}


def head():
    return f.UserFactory(roles=[Role.HEAD])


def test_asked_approved_and_paid_with_a_receipt(client, login, read_pdf):
    worker = login(Role.SOCIAL_WORKER)
    stay = f.StayFactory(social_worker=worker, intake__person__name="Dg. Ma'ruf")
    data = typed()
    for _ in range(2):
        assertRedirects(client.post(of("ask", stay), data), of("detail", Help.objects.get()))
    row = Help.objects.get()
    assertContains(client.get(reverse("cases:stay_plan", args=[stay.pk])), of("detail", row))
    decide_help(row, approve=True, by=head())
    office = login(Role.OFFICE)
    assert waiting(office) == {"help-to-pay": 1}
    assertContains(client.get(LIST, {"show": "approved"}), of("pay", row))
    assertRedirects(client.post(of("pay", row), paying()), of("detail", row))
    assertContains(client.post(of("pay", row), paying()), "Bantuan ini: sudah diberikan.")
    row.refresh_from_db()
    assert (row.state, row.paid_by, row.letter.person_id) == ("paid", office, stay.person_id)
    text = " ".join(read_pdf(client.get(of("letter", row))).split())
    for words in (
        "Uang sejumlah : Rp 250.000",
        "dua ratus lima puluh ribu rupiah",
        "Dg. Ma'ruf",
        row.letter.number,
    ):
        assert words in text, words
    assert waiting(office) == waiting(worker) == {"help-unsigned": 1}


def test_a_second_for_the_same_reason_is_refused_and_led_to(client, login):
    login(Role.SOCIAL_WORKER)
    row = f.HelpFactory(paid=True)
    page = client.post(of("ask", row.stay), typed())
    assertContains(page, "Bantuan untuk alasan ini sudah ada")
    assertContains(page, f'Sudah ada: <a href="{of("detail", row)}">')
    assert Help.objects.count() == 1
    client.post(of("ask", row.stay), typed("Dokumen"))
    client.post(of("ask", f.StayFactory()), typed())
    assert Help.objects.count() == 3


@pytest.mark.parametrize("state", ["refused", "cancelled"])
def test_what_came_to_nothing_can_be_asked_again(client, login, state):
    login(Role.SOCIAL_WORKER)
    more = {"cancel_reason": "Pulang."} if state == "cancelled" else {"decision_note": "Ada."}
    row = f.HelpFactory(decided=True, state=state, **more)
    assertRedirects(client.post(of("ask", row.stay), typed()), of("detail", Help.objects.last()))
    assert Help.objects.count() == 2


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        ({"reason": ""}, "Pilih untuk apa."),
        ({"amount": "0"}, "Tulis jumlahnya dalam rupiah."),
        ({"amount": ""}, "Tulis jumlahnya dalam rupiah."),
        ({"is_goods": ""}, "Pilih uang atau barang."),
        ({"is_goods": "True"}, "Tulis barang apa."),
        ({"what": "Sandal"}, "Kosongkan bila berupa uang."),
        ({"why": ""}, "Tulis mengapa perlu."),
    ],
)
def test_a_refused_one_says_what_is_missing(client, login, changes, said):
    login(Role.SOCIAL_WORKER)
    assertContains(client.post(of("ask", f.StayFactory()), typed(**changes)), said)
    assert not Help.objects.exists()


def test_nothing_is_asked_once_the_stay_is_over_but_what_was_approved_is_paid(client, login):
    login(Role.SOCIAL_WORKER)
    row = f.HelpFactory(approved=True, stay__ended=True, stay__days_ago=4)
    data = typed("Dokumen")
    assertContains(client.post(of("ask", row.stay), data), "sudah berakhir")
    login(Role.OFFICE)
    assertRedirects(client.post(of("pay", row), paying()), of("detail", row))


def test_paying_asks_for_the_line_and_a_day_after_the_decision(client, login):
    row = f.HelpFactory(approved=True)
    login(Role.OFFICE)
    assertContains(client.post(of("pay", row), paying(budget_line="")), "Pilih mata anggarannya.")
    before = paying(paid_on=f"{days.today() - days.ONE_DAY}")
    assertContains(client.post(of("pay", row), before), "Ini sebelum bantuan disetujui.")
    late = paying(paid_on=f"{days.today() + days.ONE_DAY}")
    assertContains(client.post(of("pay", row), late), "Tanggal ini belum terjadi.")
    waits = f.HelpFactory()
    assertContains(client.post(of("pay", waits), paying()), "menunggu kepala upt")
    assert not Help.objects.paid().exists()


def test_a_payment_written_by_mistake_is_taken_back_once_its_receipt_is_withdrawn(client, login):
    row = f.HelpFactory(approved=True)
    login(Role.OFFICE)
    client.post(of("pay", row), paying(received_by="Sitti Nompo, kakak"))
    said = {"reason": "Belum diambil."}
    assertContains(client.post(of("unpay", row), said), "Tarik dahulu surat itu.")
    f.withdraw(Letter.objects.get())
    assertContains(client.get(of("detail", row)), "Buat tanda terima")
    assertRedirects(client.post(of("unpay", row), said), of("detail", row))
    row.refresh_from_db()
    assert (row.state, row.received_by, row.paid_on) == ("approved", "", None)
    entry = Entry.objects.get(verb="took_back_payment", object_id=row.pk)
    assert "Belum diambil" not in str(entry.details)
    client.post(of("pay", row), paying())
    row.refresh_from_db()
    assert row.has_receipt
    assert Letter.objects.count() == 2


def test_a_receipt_from_before_a_correction_is_also_withdrawn_before_a_payment_is_taken_back(
    client, login
):
    """Else one help would have two valid receipts."""
    row = f.HelpFactory(approved=True)
    login(Role.OFFICE)
    client.post(of("pay", row), paying())
    first = Letter.objects.get()
    mark_corrected([row.stay.person_id], {"name"}, since=days.now() - days.ONE_DAY)
    said = {"reason": "Belum diambil."}
    assertContains(client.post(of("unpay", row), said), "Tarik dahulu surat itu.")
    client.post(of("letter_write", row))
    second = Letter.objects.latest("pk")
    f.withdraw(second)
    assertContains(client.post(of("unpay", row), said), "Tarik dahulu surat itu.")
    first.refresh_from_db()
    f.withdraw(first)
    assertRedirects(client.post(of("unpay", row), said), of("detail", row))


def test_the_receipt_of_a_closed_file_is_withdrawn_on_the_word_of_who_opens_the_help(
    client, login
):
    worker = f.UserFactory(roles=[Role.SOCIAL_WORKER])
    row = f.HelpFactory(
        paid=True, stay__social_worker=worker, stay__intake__person__is_sealed=True
    )
    letter = write_receipt(row, by=worker)
    url = reverse("letters:letter_withdraw", args=[letter.pk])
    for role in (Role.SOCIAL_WORKER, Role.OFFICE):
        login(role)
        assert client.get(url).status_code == 404
    client.force_login(worker)
    assertContains(client.get(of("detail", row)), url)
    data = {"reason": "Belum diterima.", "send_key": uuid.uuid4()}
    for _ in range(2):
        assertRedirects(client.post(url, data), of("detail", row))
    assert letter.withdrawals.get().recorded_by == worker
    write_receipt(row, by=worker)
    letter.refresh_from_db()
    assert letter.is_valid


def test_who_asked_or_decided_does_not_pay(client):
    user = f.UserFactory(roles=[Role.OFFICE, Role.SOCIAL_WORKER])
    f.DelegationFactory(delegate=user, approvals=["help"])
    client.force_login(user)
    asked = f.HelpFactory(approved=True, recorded_by=user)
    decided = f.HelpFactory(approved=True, decided_by=user)
    for row in (asked, decided):
        assertContains(client.post(of("pay", row), paying()), "tidak membayar")
    assert not Help.objects.paid().exists()


def test_it_is_cancelled_before_it_is_paid_and_says_why(client, login):
    login(Role.SOCIAL_WORKER)
    row, paid = f.HelpFactory(approved=True), f.HelpFactory(paid=True)
    assertContains(client.post(of("cancel", row), {"reason": ""}), "Tulis alasannya.")
    client.post(of("cancel", row), {"reason": "Dijemput keluarga."})
    assertContains(client.get(of("detail", row)), "Dijemput keluarga.")
    assertContains(client.post(of("cancel", paid), {"reason": "Salah."}), "sudah diberikan")


def test_the_office_reads_file_numbers_and_no_name_and_of_a_closed_file_not_even_that(
    client, login
):
    row = f.HelpFactory(approved=True, why="Kenarisakit")
    closed = f.HelpFactory(approved=True, stay__intake__person__is_sealed=True)
    user = login(Role.OFFICE)
    own = f.HelpFactory(approved=True)
    f.ConflictFactory(person=own.stay.person, user=user)
    assert waiting(user) == {"help-to-pay": 2}
    pages = [client.get(LIST, {"show": "approved"})]
    pages += [client.get(of(name, each)) for name in ("detail", "pay") for each in (row, closed)]
    for page in pages:
        for each in (row, closed):
            assertNotContains(page, str(each.stay.person))
        assertNotContains(page, "Kenarisakit")
        assertNotContains(page, closed.stay.person.file_number)
    assertContains(pages[0], f"berkas {row.stay.person.file_number}")
    assertContains(pages[0], "berkas tertutup")
    assert client.get(of("detail", own)).status_code == 404
    client.post(of("pay", closed), paying())
    closed.refresh_from_db()
    assert closed.is_paid
    assert closed.letter is None
    for name in ("letter", "letter_write"):
        assert client.post(of("letter_write", closed)).status_code == 404, name


def test_the_number_of_the_receipt_of_a_closed_file_is_read_by_who_reads_the_receipt(
    client, login
):
    row = f.HelpFactory(paid=True)
    letter = write_receipt(row, by=row.paid_by)
    assert letter.number
    f.SealFactory(person=row.stay.person)
    login(Role.OFFICE)
    pages = [client.get(LIST), client.get(of("detail", row)), client.post(LIST, {"kind": "csv"})]
    for page in pages:
        assert page.status_code == 200
        assertNotContains(page, letter.number)
    assertContains(pages[1], "Sudah dibuat.")
    login(Role.HEAD)
    for page in (client.get(LIST), client.get(of("detail", row))):
        assertContains(page, letter.number)


def test_the_receipt_of_a_closed_file_is_made_by_who_reads_it(client, login):
    worker = login(Role.SOCIAL_WORKER)
    closed = f.HelpFactory(paid=True, stay__intake__person__is_sealed=True)
    assert client.get(of("detail", closed)).status_code == 404
    mine = f.HelpFactory(paid=True, stay__social_worker=worker)
    assert waiting(worker) == {"help-unsigned": 1}
    for _ in range(2):
        assertRedirects(client.post(of("letter_write", mine)), of("detail", mine))
    assert Letter.objects.count() == 1


def test_a_receipt_with_a_scan_waits_no_more(client, login):
    row = f.HelpFactory(paid=True)
    write_receipt(row, by=f.UserFactory(roles=[Role.OFFICE]))
    user = login(Role.OFFICE)
    assert waiting(user) == {"help-unsigned": 1}
    row.refresh_from_db()
    f.LetterFileFactory(letter=row.letter, kind="scan")
    assert waiting(user) == {}


def test_the_number_and_the_list_behind_it_are_the_same(client, login):
    """Five hundred drawn at random, summed by hand: what a sum counts, its link opens."""
    dice = random.Random("bantuan")
    reasons, lines = list(HelpReason.objects.all()), list(BudgetLine.objects.all())
    by, payer = f.UserFactory.create_batch(2)
    stays = f.StayFactory.create_batch(120)
    of_reason, of_line, rows = Counter(), Counter(), []
    taken = set()
    for _ in range(500):
        stay, reason = dice.choice(stays), dice.choice(reasons)
        if (stay.pk, reason.pk) in taken:
            continue
        taken.add((stay.pk, reason.pk))
        on = days.today().replace(year=dice.choice([2025, 2026]), month=dice.randint(1, 11), day=9)
        row = Help(stay=stay, reason=reason, amount=dice.randint(1, 9_999_999), why="x")
        row.recorded_by = by
        if dice.random() < 0.6:
            row.state, row.paid_on, row.paid_by = "paid", on, payer
            row.budget_line = dice.choice(lines)
            row.decided_by, row.decided_at = stay.recorded_by, days.now()
            if on.year == 2025:
                of_reason[reason.pk, "n"] += 1
                of_reason[reason.pk, "rp"] += row.amount
                of_line[row.budget_line_id, "n"] += 1
                of_line[row.budget_line_id, "rp"] += row.amount
        rows.append(row)
    Help.objects.bulk_create(rows)
    login(Role.OFFICE)
    page = client.get(LIST, {"year": "2025"})
    (_, _, by_reason), (_, _, by_line) = page.context["sums"]
    for shown, counted, name in [
        (by_reason, of_reason, "reason"),
        (by_line, of_line, "budget"),
    ]:
        assert shown
        for key, _, number, rupiah in shown:
            assert (number, rupiah) == (counted[key, "n"], counted[key, "rp"])
            behind = client.get(LIST, {"show": "paid", "year": "2025", name: key})
            assert behind.context["page_obj"].paginator.count == number
            assertContains(page, angka(rupiah))
    assert sum(each[2] for each in by_reason) == page.context["page_obj"].paginator.count


def test_two_who_ask_at_once_make_one(transactional_db):
    stay, reason = f.StayFactory(), f.help_reason("Dokumen")
    users = f.UserFactory.create_batch(2, roles=[Role.SOCIAL_WORKER])
    posts = [(user, of("ask", stay), typed(reason.name)) for user in users]
    answers = at_once(*posts)
    assert sorted(answer.status_code for answer in answers) == [200, 302]
    assert Help.objects.count() == 1


def test_paid_on_the_last_evening_of_the_year_it_is_of_that_year(client, login, time_machine_at):
    time_machine_at(datetime.datetime(2025, 12, 31, 15, 30, tzinfo=datetime.UTC))
    row = f.HelpFactory(approved=True)
    login(Role.OFFICE)
    client.post(of("pay", row), paying())
    time_machine_at(datetime.datetime(2025, 12, 31, 16, 30, tzinfo=datetime.UTC))
    login(Role.OFFICE)
    assertContains(client.get(LIST, {"year": "2025"}), of("detail", row))
    assertNotContains(client.get(LIST, {"year": "2026"}), of("detail", row))


@pytest.mark.parametrize("query", ["", "?show=waiting", "?year=x", "?year=9999", "?show=nothing"])
def test_queries_do_not_grow(client, login, count_queries, query):
    login(Role.HEAD)
    f.HelpFactory(paid=True)
    f.HelpFactory()
    f.HelpFactory(decided=True, state="refused", decision_note="Ada.")
    few = count_queries(LIST + query)
    f.HelpFactory.create_batch(5, paid=True)
    f.HelpFactory.create_batch(5)
    assert count_queries(LIST + query) == few <= 25


def test_the_database_refuses():
    row, user = f.HelpFactory(), f.UserFactory()
    for change, constraint in [
        ({"stay": row.stay}, "help_for_a_reason_once_in_a_stay"),
        ({"amount": 0}, "help_is_of_some_rupiah"),
        ({"is_goods": True}, "help_in_goods_says_which"),
        ({"what": "Sandal"}, "help_in_goods_says_which"),
        ({"state": "approved"}, "help_state_fits_its_decision"),
        ({"state": "cancelled"}, "help_that_is_cancelled_says_why"),
        ({"paid": True, "budget_line": None}, "help_is_paid_out_of_a_line"),
        ({"approved": True, "paid_by": user}, "help_is_paid_out_of_a_line"),
        ({"decided": True, "state": "refused"}, "help_refusal_says_why"),
        ({"paid": True, "recorded_by": user, "paid_by": user}, "help_is_paid_by_another"),
        ({"paid": True, "decided_by": user, "paid_by": user}, "help_is_paid_by_another"),
        ({"approved": True, "recorded_by": user, "decided_by": user}, "help_is_decided_by"),
    ]:
        with pytest.raises(IntegrityError, match=constraint), transaction.atomic():
            f.HelpFactory(**change)
    for change in ({"amount": 1}, {"why": "y"}, {"state": "paid"}, {"stay": f.StayFactory()}):
        with pytest.raises(DatabaseError), transaction.atomic():
            Help.objects.filter(pk=row.pk).update(**change)
    with pytest.raises(DatabaseError), transaction.atomic():
        f.HelpFactory(paid=True).delete()


def test_the_lists_are_kept_by_head_and_office(client, login):
    login(Role.OFFICE)
    url = reverse("cases:budget_line_list")
    assertRedirects(client.post(url, {"name": "Zakat", "order": "9"}), url)
    assertContains(client.post(url, {"name": "Zakat", "order": "9"}), "Sudah ada dalam daftar.")
    line = BudgetLine.objects.get(name="Zakat")
    edit = reverse("cases:budget_line_edit", args=[line.pk])
    assertRedirects(client.post(edit, {"name": "Zakat", "order": "9"}), url)
    assertNotContains(client.get(of("pay", f.HelpFactory(approved=True))), "Zakat")
    login(Role.HEAD)
    url = reverse("cases:help_reason_list")
    assertRedirects(client.post(url, {"name": "Pemakaman", "order": "9"}), url)


# Who received it


def received(worker, received_by):
    left = f.LeftFactory(code="mitra", stay__social_worker=worker, receiver="Rina Kenari")
    row = f.HelpFactory(paid=True, stay=left.stay, recorded_by=worker, received_by=received_by)
    write_receipt(row, by=row.paid_by)
    return Help.objects.get(pk=row.pk)


def test_who_received_it_for_a_partner_is_told_as_the_destination_is(client, login):
    worker = f.UserFactory(roles=[Role.SOCIAL_WORKER])
    row = received(worker, "Rina Kenari, Panti Melati")
    assert row.letter.is_sealed
    history = reverse("reports:record_history", args=["help", row.pk])
    login(Role.SOCIAL_WORKER)
    assertNotContains(client.get(of("detail", row)), "Rina Kenari")
    assert client.get(history).status_code == 404
    assert client.get(of("letter", row)).status_code == 404
    assert client.get(reverse("letters:letter_sign", args=[row.letter_id])).status_code == 404
    login(Role.OFFICE)
    assert client.get(of("letter", row)).status_code == 404
    assertNotContains(client.get(of("detail", row)), row.letter.number)
    assertNotContains(client.get(LIST), row.letter.number)
    assert client.get(reverse("letters:letter_file", args=[row.letter_id])).status_code == 404
    for reader in (worker, row.paid_by, f.UserFactory(roles=[Role.HEAD])):
        client.force_login(reader)
        if reader.has_perm("cases.view_help"):
            assert client.get(of("letter", row)).status_code == 200


def test_what_the_klien_received_is_read_as_before(client, login):
    worker = f.UserFactory(roles=[Role.SOCIAL_WORKER])
    row = received(worker, "")
    assert not row.letter.is_sealed
    login(Role.OFFICE)
    assert client.get(of("letter", row)).status_code == 200


def test_the_list_leads_who_may_ask_to_the_people(client, login):
    login(Role.SOCIAL_WORKER)
    assertContains(client.get(LIST), "Pilih klien yang dibantu")
    login(Role.OFFICE)
    assertNotContains(client.get(LIST), "Pilih klien yang dibantu")
