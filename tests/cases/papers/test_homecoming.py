"""Pemulangan: one list, the missing first, until it is said that they have arrived; their exit
alone says that and when they left."""

import datetime
import uuid

import pytest
from django.db import IntegrityError, transaction
from django.urls import reverse
from pytest_django.asserts import assertContains, assertNotContains, assertRedirects

from cases.exits.actions import end_stay, finish
from cases.exits.models import Exit
from cases.papers.homecoming.actions import write_letter
from cases.papers.homecoming.models import Homecoming, HomecomingPiece, NearRegion, Step
from cases.papers.homecoming.pieces import rows_of
from partners.directory.actions import change_partner
from rptc import days
from rptc.accounts.permissions import Role
from rptc.letters.actions import decide_withdrawal
from rptc.letters.models import Letter
from rptc.waiting import count_for
from tests import factories as f
from tests.asked import ASK_NOTHING
from tests.cases.health.test_findings import written

pytestmark = pytest.mark.django_db
LIST = reverse("cases:homecoming_list")
NEAR = reverse("cases:near_region_list")
TEN = days.at(datetime.date(2026, 11, 24), datetime.time(10))


@pytest.fixture(autouse=True)
def _at_ten(time_machine_at):
    time_machine_at(TEN)


@pytest.fixture
def worker(login):
    return login(Role.SOCIAL_WORKER)


def of(name, row, *more):
    return reverse(f"cases:homecoming_{name}", args=[row.pk, *more])


def key():
    return {"send_key": str(uuid.uuid4())}


def whither(code="73.04", **changes):
    said = {"region": f.region(code).pk, "place": "Tolo, Kelara", "leaves_on": "2026-11-28"}
    return key() | said | {"budget_line": "5.1.02.04"} | changes


PIECES = {
    "identity": {"number": "SKTLK/12/XI/2026", "who": "Polsek Tamalate"},
    "fit": {"who": "Puskesmas Barombong", "on": "2026-11-24", "finding": "", "words": ""},
    "money": {"ticket": "85000", "pocket": "100000", "words": ""},
    "escort": {"who": "Fadli Mappaseng", "phone": "", "words": "pulang hari yang sama"},
    "meets": {"who": "Sanneng", "relation": "adik", "phone": "0812-0000-0533", "words": ""},
    "transit": {"words": "menginap di Parepare", "who": "", "phone": ""},
}


def missing(row, user):
    return [each.label for each in rows_of(row, user) if not each.is_there]


def waiting(user):
    return {waits.key: number for waits, number in count_for(user)}.get("homecoming-without-word")


def went(stay, at, code="keluarga"):
    """They left, as their exit says."""
    stay.ended_at = at
    stay.save()
    columns = {"state": "done", "left_at": at, "kind": f.exit_kind(code)}
    return f.LeftFactory(stay=stay, **columns)


def test_a_list_to_jeneponto_until_they_have_arrived(client, login, time_machine_at, read_pdf):
    worker = login(Role.SOCIAL_WORKER)
    stay = f.StayFactory(days_ago=3, social_worker=worker)
    data = whither()
    for _ in range(2):
        page = client.post(of("begin", stay), data)
        row = Homecoming.objects.get()
        assertRedirects(page, of("detail", row))
    assert row.is_near
    assertContains(client.get(of("detail", row)), "Kurang 7 dari 7")
    for step in ("identity", "fit", "money", "escort", "meets"):
        page = client.post(of("piece", row, step), key() | PIECES[step])
        assertRedirects(page, of("detail", row))
    assert missing(row, worker) == ["Surat ke Dinas Sosial tujuan", "Kuitansi"]
    for sort in ("pengantar-pemulangan", "kuitansi-pemulangan"):
        assertRedirects(client.post(of("letter_write", row, sort)), of("detail", row))
    assert missing(row, worker) == []
    text = " ".join(read_pdf(client.get(of("letter", row, "kuitansi-pemulangan"))).split())
    for words in ("185.000", "seratus delapan puluh lima ribu rupiah", "5.1.02.04"):
        assert words in text
    letter = " ".join(read_pdf(client.get(of("letter", row, "pengantar-pemulangan"))).split())
    assert "Kepala Dinas Sosial Kabupaten Jeneponto" in letter
    assert "Sanneng (adik), 0812-0000-0533" in letter
    assertContains(client.get(reverse("cases:stay_detail", args=[stay.pk])), "lihat daftarnya")
    arrived = {"arrived_at": written(TEN), "arrived_told_by": "Sanneng", "arrived_how": "telepon"}
    page = client.post(of("arrive", row), arrived | {"shown_version": 1})
    assertContains(page, "Klien belum keluar.")
    went(stay, TEN - 2 * days.ONE_HOUR)
    assert waiting(worker) == 0
    assertContains(client.get(LIST, {"show": "road"}), str(stay.person))
    time_machine_at(TEN + 2 * days.ONE_DAY)
    login(worker)
    assert waiting(worker) == 1
    assertContains(client.get(LIST, {"show": "word"}), str(stay.person))
    early = arrived | {"arrived_at": "2026-11-24T07:59", "shown_version": 1}
    assertContains(client.post(of("arrive", row), early), "Waktu ini sebelum berangkat.")
    page = client.post(of("arrive", row), arrived | {"shown_version": 1})
    assertRedirects(page, of("detail", row))
    row.refresh_from_db()
    assert (row.arrived_told_by, row.arrived_by) == ("Sanneng", worker)
    assert waiting(worker) == 0
    assertContains(client.get(LIST, {"show": "over"}), "Sudah tiba")
    assertContains(client.get(of("detail", row)), "kata Sanneng lewat telepon")


def test_what_a_list_needs_follows_from_how_far_it_is(worker):
    near = f.HomecomingFactory()
    far = f.HomecomingFactory(region=f.region("73.08"), is_near=False)
    outside = f.HomecomingFactory(region=f.region("53"), place="Kupang", is_near=False)
    numbers = [len(rows_of(row, worker)) for row in (near, far, outside)]
    assert numbers == [7, 8, 9]
    assert "Surat lewat Dinas Sosial Provinsi" in missing(outside, worker)


def test_a_ktp_that_is_there_says_so_by_itself(client, worker):
    row = f.HomecomingFactory()
    assert "KTP atau surat Polsek" in missing(row, worker)
    f.PaperFactory(stay=row.stay, state="has")
    assert "KTP atau surat Polsek" not in missing(row, worker)
    assertContains(client.get(of("detail", row)), "KTP ada, pada Dokumen")


def test_either_a_ktp_or_a_letter_of_the_police_and_where_each_is_written(client, worker):
    row = f.HomecomingFactory()
    write = reverse("cases:paper_write", args=[row.stay.person_id])
    assertContains(client.get(of("detail", row)), f"{write}?kind={f.paper_kind().pk}")
    identity = reverse("cases:person_identity", args=[row.stay.person_id])
    assertContains(client.get(of("piece", row, "identity")), identity)
    paper = f.PaperFactory(stay=row.stay)
    page = client.get(of("detail", row))
    assertContains(page, reverse("cases:paper_detail", args=[paper.pk]))


def test_outside_the_province_a_letter_goes_through_it(client, worker, read_pdf):
    stay = f.StayFactory(days_ago=3)
    page = client.post(of("begin", stay), whither("53", place=""))
    assertContains(page, "tulis kabupaten atau kotanya")
    client.post(of("begin", stay), whither("53", place="Kota Kupang"))
    row = Homecoming.objects.get()
    assert (row.is_near, row.is_outside) == (False, True)
    client.post(of("letter_write", row, "pengantar-provinsi"))
    text = " ".join(read_pdf(client.get(of("letter", row, "pengantar-provinsi"))).split())
    assert "Dinas Sosial Provinsi Sulawesi Selatan" in text
    assert "Provinsi Nusa Tenggara Timur" in text
    assert "Dinas Sosial Kota Kupang" in text
    near = f.HomecomingFactory()
    client.post(of("letter_write", near, "pengantar-provinsi"))
    assert Letter.objects.count() == 1


@pytest.mark.parametrize("step", Step.values)
def test_each_row_says_what_is_missing_and_can_be_changed(client, worker, step):
    row = f.HomecomingFactory(is_near=False)
    url = of("piece", row, step)
    assert client.post(url, key()).context["form"].errors
    data = key() | PIECES[step]
    for _ in range(2):
        assertRedirects(client.post(url, data), of("detail", row))
    piece = HomecomingPiece.objects.get()
    form = client.get(url).context["form"]
    changes = PIECES[step] | {"shown_version": form["shown_version"].value()}
    column = "pocket" if step == "money" else "words" if step == "transit" else "who"
    changes[column] = "7" if step == "money" else "Dg. Ma'ruf"
    assertRedirects(client.post(url, changes), of("detail", row))
    piece.refresh_from_db()
    assert str(getattr(piece, column)) == changes[column]
    changes[column] = "8" if step == "money" else "Lain"
    assertContains(client.post(url, changes), "diubah orang lain")
    assertContains(client.post(url, key() | PIECES[step]), "sudah diisi orang lain")


def test_money_that_a_receipt_says_is_not_changed_behind_it(client, worker):
    row = f.HomecomingFactory()
    write = of("letter_write", row, "kuitansi-pemulangan")
    assertContains(client.post(write, follow=True), "Isi dahulu tiket dan uang saku.")
    f.HomecomingPieceFactory(homecoming=row, code="money", who="", ticket=85_000, pocket=0)
    client.post(write)
    changes = {"ticket": "90000", "pocket": "0", "words": "", "shown_version": 1}
    page = client.post(of("piece", row, "money"), changes)
    assertContains(page, "Kuitansinya sudah dibuat")
    assertContains(client.post(of("piece", row, "money"), changes | {"ticket": "0"}), "Keduanya 0")


def test_that_somebody_can_travel_is_said_without_their_illness(client, worker):
    finding = f.FindingFactory(complaint="Kenarisakit")
    row = f.HomecomingFactory(stay=finding.stay)
    other = f.FindingFactory()
    fit = of("piece", row, "fit")
    page = client.post(fit, key() | PIECES["fit"] | {"finding": other.pk})
    assert "finding" in page.context["form"].errors
    client.post(fit, key() | PIECES["fit"] | {"finding": finding.pk})
    page = client.get(of("detail", row))
    assertContains(page, "dicatat pada Kesehatan")
    assertNotContains(page, "Kenarisakit")


def test_whoever_leaves_otherwise_does_not_arrive_and_is_closed_with_a_reason(client, worker):
    stay = f.StayFactory(days_ago=5, social_worker=worker)
    row = f.HomecomingFactory(stay=stay)
    went(stay, TEN - 3 * days.ONE_DAY, code="melarikan-diri")
    assert waiting(worker) == 0
    assertContains(client.get(of("detail", row)), "keluar dengan cara lain")
    assertContains(client.get(LIST, {"show": "road"}), str(stay.person))
    data = {"arrived_at": written(TEN), "arrived_told_by": "A", "arrived_how": "B"}
    page = client.post(of("arrive", row), data | {"shown_version": 1})
    assertContains(page, "keluar dengan cara lain, bukan pulang")
    assertContains(
        client.post(of("end", row), {"reason": ""}), "Tulis mengapa pemulangan ini ditutup."
    )
    assertRedirects(client.post(of("end", row), {"reason": "Lari."}), of("detail", row))
    assertContains(client.get(LIST, {"show": "over"}), "Ditutup")
    assert client.get(of("edit", row)).status_code == 404
    page = client.post(of("begin", stay), whither())
    assertContains(page, "bukan pulang")


def test_word_that_was_typed_wrong_is_mended(client, worker):
    stay = f.StayFactory(days_ago=5)
    row = f.HomecomingFactory(stay=stay)
    went(stay, TEN - days.ONE_DAY)
    said = {"arrived_at": written(TEN), "arrived_told_by": "Sanneng", "arrived_how": "telepon"}
    client.post(of("arrive", row), said | {"shown_version": 1})
    again = said | {"arrived_told_by": "Dinas Jeneponto", "shown_version": 2}
    assertRedirects(client.post(of("arrive", row), again), of("detail", row))
    row.refresh_from_db()
    assert row.arrived_told_by == "Dinas Jeneponto"
    older = again | {"arrived_told_by": "Lain"}
    assertContains(client.post(of("arrive", row), older), "diubah orang lain")


def test_whoever_has_arrived_goes_nowhere_else(client, worker):
    stay = f.StayFactory(days_ago=5)
    row = f.HomecomingFactory(stay=stay, place="Tolo", arrived=True)
    piece = f.HomecomingPieceFactory(homecoming=row, code="meets", who="Sanneng", phone="0812")
    went(stay, TEN - days.ONE_DAY)
    page = client.get(of("detail", row))
    assertContains(page, "Perbaiki kabar tiba")
    for words in ("Ubah", "Isi<", "Polsek</a>", "Tutup, tidak jadi"):
        assertNotContains(page, words)
    words = "Pemulangan ini sudah selesai: klien sudah tiba."
    other = whither("73.08", place="Bone") | {"shown_version": row.version}
    assertContains(client.post(of("edit", row), other), words)
    changes = PIECES["meets"] | {"who": "Dg. Lain", "shown_version": piece.version}
    assertContains(client.post(of("piece", row, "meets"), changes), words)
    assertContains(client.post(of("piece", row, "escort"), key() | PIECES["escort"]), words)
    assertContains(client.post(of("end", row), {"reason": "Tidak jadi."}), words)
    row.refresh_from_db()
    piece.refresh_from_db()
    assert (row.destination, row.ended_at) == ("Tolo, Kabupaten Jeneponto", None)
    assert (piece.who, row.pieces.count()) == ("Sanneng", 1)


def test_another_who_meets_them_stands_in_the_history(client, worker):
    row = f.HomecomingFactory()
    piece = f.HomecomingPieceFactory(homecoming=row, code="meets", who="Sanneng", phone="0812")
    changes = PIECES["meets"] | {"who": "Dg. Lain", "shown_version": piece.version}
    client.post(of("piece", row, "meets"), changes)
    url = reverse("reports:record_history", args=["homecoming-piece", piece.pk])
    whole = reverse("reports:record_history", args=["homecoming", row.pk])
    assertContains(client.get(whole), f'<a href="{url}">Yang menjemput</a>')
    page = client.get(url)
    assertContains(page, "<del>Sanneng</del> → Dg. Lain")
    assertContains(page, whole)


def test_a_stay_has_one_homecoming_and_its_whither_can_change(client, worker):
    row = f.HomecomingFactory()
    assertContains(client.post(of("begin", row.stay), whither()), "sudah disiapkan")
    changes = whither("73.08", place="Bone") | {"shown_version": 1}
    assertRedirects(client.post(of("edit", row), changes), of("detail", row))
    row.refresh_from_db()
    assert (str(row.region), row.is_near) == ("Kabupaten Bone", False)
    with pytest.raises(IntegrityError), transaction.atomic():
        f.HomecomingFactory(stay=row.stay)


def test_the_exit_says_what_is_missing_and_waits_for_nothing(client, worker):
    exit = f.ExitFactory(stay__days_ago=3)
    url = reverse("cases:exit_detail", args=[exit.pk])
    assertContains(client.get(url), of("begin", exit.stay))
    row = f.HomecomingFactory(stay=exit.stay)
    page = client.get(url)
    assertContains(page, of("detail", row))
    assertContains(page, "lihat daftarnya")
    law = f.ExitFactory(stay__days_ago=3, kind=f.exit_kind("penegak-hukum"))
    assertNotContains(
        client.get(reverse("cases:exit_detail", args=[law.pk])), "Siapkan pemulangan</a></p>"
    )


def test_whither_a_closed_exit_went_is_told_to_those_of_the_case(client, login):
    keeper = f.UserFactory(roles=[Role.SOCIAL_WORKER])
    stay = f.StayFactory(days_ago=5, social_worker=keeper)
    row = f.HomecomingFactory(stay=stay)
    exit = went(stay, TEN - days.ONE_DAY, code="mitra")
    stranger = login(Role.SOCIAL_WORKER)
    assert client.get(of("detail", row)).status_code == 404
    assert not Homecoming.objects.visible_to(stranger).exists()
    assertNotContains(client.get(reverse("cases:stay_detail", args=[stay.pk])), "Jeneponto")
    login(keeper)
    assert client.get(of("detail", row)).status_code == 200
    assert exit.stay == stay
    letter = write_letter(row, "pengantar-pemulangan", by=keeper)
    assert letter.is_sealed


def test_near_regions_are_rows_that_are_kept(client, login):
    login(Role.OFFICE)
    bone = f.region("73.08")
    assertContains(client.get(NEAR), "Kabupaten Jeneponto")
    client.post(NEAR, {"region": bone.pk})
    near = NearRegion.objects.get(region=bone)
    assertContains(client.post(NEAR, {"region": bone.pk}), "sudah ada dalam daftar")
    client.post(reverse("cases:near_region_edit", args=[near.pk]), {"is_active": ""})
    near.refresh_from_db()
    assert not near.is_active


def test_rows_of_a_sealed_file_are_nobodys(client, worker):
    row = f.HomecomingFactory(stay__intake__person__is_sealed=True)
    for name in ("detail", "edit", "arrive", "end"):
        assert client.get(of(name, row)).status_code == 404
    assert client.get(of("begin", row.stay)).status_code == 404
    assert client.get(of("piece", f.HomecomingFactory(), "lain")).status_code == 404


def test_the_pages_ask_no_more_for_more_rows(worker, count_queries):
    row = f.HomecomingFactory()
    few, one = count_queries(LIST), count_queries(of("detail", row))
    for _ in range(5):
        f.HomecomingFactory()
    for step in ("escort", "meets", "fit"):
        more = {"phone": "0812"} if step == "meets" else {"on": days.today()}
        f.HomecomingPieceFactory(homecoming=row, code=step, **more)
    assert count_queries(LIST) == few <= 25
    assert count_queries(of("detail", row)) == one <= 25


@pytest.mark.parametrize(
    "columns",
    [
        {"code": "escort", "who": ""},
        {"code": "fit"},
        {"code": "identity"},
        {"code": "meets"},
        {"code": "transit"},
        {"code": "money"},
        {"code": "money", "ticket": 0, "pocket": 0},
        {"code": "money", "ticket": 200_000_000, "pocket": 0},
    ],
)
def test_the_database_refuses_a_row_that_says_nothing(columns):
    with pytest.raises(IntegrityError), transaction.atomic():
        f.HomecomingPieceFactory(**columns)


@pytest.mark.parametrize("columns", [{"arrived_at": TEN}, {"ended_at": TEN}])
def test_the_database_refuses_an_end_without_who_and_why(columns):
    with pytest.raises(IntegrityError), transaction.atomic():
        f.HomecomingFactory(**columns)


RECEIPT = "kuitansi-pemulangan"


def with_receipt(stay, by):
    row = f.HomecomingFactory(stay=stay)
    f.HomecomingPieceFactory(homecoming=row, code="money", who="", ticket=85_000, pocket=0)
    return row, write_letter(row, RECEIPT, by=by)


def test_a_homecoming_with_a_receipt_is_not_closed_before_that_is_withdrawn(client, worker):
    row, receipt = with_receipt(f.StayFactory(days_ago=3), worker)
    page = client.post(of("end", row), {"reason": "Tidak jadi."})
    assertContains(page, f"Kuitansinya sudah dibuat: {receipt.number}")
    # What it says of somebody was corrected: it was paid on all the same.
    Letter.objects.filter(pk=receipt.pk).update(corrected_at=TEN)
    assertContains(client.post(of("end", row), {"reason": "Tidak jadi."}), receipt.number)
    changes = {"ticket": "90000", "pocket": "0", "words": "", "shown_version": 1}
    assertContains(client.post(of("piece", row, "money"), changes), receipt.number)
    page = client.post(of("letter_write", row, RECEIPT), follow=True)
    assertContains(page, f"Kuitansinya sudah dibuat: {receipt.number}")
    asked = f.WithdrawalFactory(letter=receipt)
    decide_withdrawal(asked, approve=True, by=f.UserFactory(roles=[Role.HEAD]))
    assertRedirects(client.post(of("end", row), {"reason": "Tidak jadi."}), of("detail", row))


@pytest.mark.parametrize("sort", ["pengantar-pemulangan", "pengantar-provinsi", RECEIPT])
def test_whoever_reads_a_homecoming_asks_for_the_withdrawal_of_its_letters(client, login, sort):
    worker = f.UserFactory(roles=[Role.SOCIAL_WORKER])
    stay = f.StayFactory(social_worker=worker, intake__person__is_sealed=True)
    row = f.HomecomingFactory(stay=stay, region=f.region("53"), place="Kupang", is_near=False)
    f.HomecomingPieceFactory(homecoming=row, code="money", who="", ticket=85_000, pocket=0)
    letter = write_letter(row, sort, by=worker)
    url = reverse("letters:letter_withdraw", args=[letter.pk])
    for role in (Role.SOCIAL_WORKER, Role.OFFICE, Role.CARETAKER):
        login(role)
        assert client.get(url).status_code == 404
    client.force_login(worker)
    assertContains(client.get(of("detail", row)), url)
    said = key() | {"reason": "Salah tujuan."}
    for _ in range(2):
        assertRedirects(client.post(url, said), of("detail", row))
    asked = letter.withdrawals.get()
    assertContains(client.get(of("detail", row)), "Diminta ditarik")
    decide_withdrawal(asked, approve=True, by=f.UserFactory(roles=[Role.HEAD]))
    assertNotContains(client.get(of("detail", row)), "Surat yang berlaku")


def test_one_receipt_is_in_force_in_a_stay_whichever_homecoming_it_is_of(client, worker):
    row, receipt = with_receipt(f.StayFactory(days_ago=3), worker)
    # As it was written before a receipt kept its homecoming open.
    columns = {"ended_at": TEN, "end_reason": "Tidak jadi.", "ended_by": worker}
    Homecoming.objects.filter(pk=row.pk).update(**columns)
    second = f.HomecomingFactory(stay=row.stay)
    f.HomecomingPieceFactory(homecoming=second, code="money", who="", ticket=85_000, pocket=0)
    page = client.post(of("letter_write", second, RECEIPT), follow=True)
    assertContains(page, f"Kuitansinya sudah dibuat: {receipt.number}")
    assert Letter.objects.count() == 1


def test_money_and_help_of_one_stay_warn_of_each_other(client, login):
    worker = login(Role.SOCIAL_WORKER)
    stay = f.StayFactory(days_ago=3, social_worker=worker)
    row, _ = with_receipt(stay, worker)
    assertNotContains(client.get(of("detail", row)), "Periksa dahulu")
    nothing = f.HelpFactory(stay=stay, state="cancelled", cancel_reason="Tidak jadi.")
    assertNotContains(client.get(of("detail", row)), "Periksa dahulu")
    help = f.HelpFactory(stay=stay, approved=True)
    address = reverse("cases:help_detail", args=[help.pk])
    page = client.get(of("detail", row))
    assertContains(page, "Periksa dahulu: ada bantuan")
    assertContains(page, address)
    page = client.get(address)
    assertContains(page, "tiket dan uang saku sudah ditulis")
    assertContains(page, of("detail", row))
    page = client.get(reverse("cases:help_detail", args=[nothing.pk]))
    assertNotContains(page, "Periksa dahulu")
    # Who pays reads the amount, and not whither.
    login(Role.OFFICE)
    for name in ("help_detail", "help_pay"):
        page = client.get(reverse(f"cases:{name}", args=[help.pk]))
        assertContains(page, "Rp 85.000")
        assertNotContains(page, of("detail", row))


@pytest.mark.parametrize("state", ["proposed", "approved", "done"])
def test_whither_a_closed_exit_will_go_is_told_to_those_of_the_case(client, login, state):
    keeper = f.UserFactory(roles=[Role.SOCIAL_WORKER])
    stay = f.StayFactory(days_ago=5, social_worker=keeper)
    row = f.HomecomingFactory(stay=stay)
    decided = {"decided_by": f.UserFactory(), "decided_at": TEN} if state == "approved" else {}
    if state == "done":
        went(stay, TEN - days.ONE_DAY, code="mitra")
    else:
        f.ExitFactory(stay=stay, kind=f.exit_kind("mitra"), state=state, **decided)
    login(Role.SOCIAL_WORKER)
    assert client.get(of("detail", row)).status_code == 404
    assert client.get(of("begin", stay)).status_code == 404
    login(keeper)
    assert client.get(of("detail", row)).status_code == 200


def sealed(letters):
    return [Letter.objects.get(pk=letter.pk).is_sealed for letter in letters]


def test_letters_of_a_homecoming_are_closed_with_an_exit_that_closes(client, login):
    keeper = login(Role.SOCIAL_WORKER)
    stays = [f.StayFactory(child=True, days_ago=5, social_worker=keeper) for _ in range(2)]
    stays += [f.StayFactory(days_ago=5, social_worker=keeper)]
    letters = [
        write_letter(f.HomecomingFactory(stay=stay), "pengantar-pemulangan", by=keeper)
        for stay in stays
    ]
    f.PartnerFactory(name="Rumah Aman Mawar", closes_destination=True)
    said = {"kind": f.exit_kind("keluarga"), "relation": "bibi", "address": "Jl. Dangko 4"}
    for stay, receiver in zip(stays[:2], ["Rumah Aman Mawar", "Panti Melati"], strict=True):
        end_stay(Exit(stay=stay, receiver=receiver, **said), left_at=None, by=keeper)
    assert sealed(letters) == [True, False, False]
    partner = f.PartnerFactory(name="Panti Melati")
    partner.closes_destination = True
    change_partner(partner, by=keeper)
    assert sealed(letters) == [True, True, False]
    decided = {"state": "approved", "decided_by": f.UserFactory(), "decided_at": TEN}
    exit = f.ExitFactory(stay=stays[2], receiver="Rumah Aman Mawar", **decided)
    finish(exit, exit.stay, left_at=TEN, by=keeper)
    assert sealed(letters) == [True, True, True]


def closed_partner(name="Rumah Aman Mawar"):
    f.PartnerFactory(name=name, closes_destination=True)


NAMES_IT = {
    "place": lambda row: Homecoming.objects.filter(pk=row.pk).update(place="rumah aman mawar"),
    "who": lambda row: f.HomecomingPieceFactory(
        homecoming=row, code="meets", who="Ibu Rina, Rumah Aman Mawar", phone="0812"
    ),
    "stop": lambda row: f.HomecomingPieceFactory(
        homecoming=row, code="transit", who="", words="Menginap di Rumah Aman Mawar."
    ),
}


@pytest.mark.parametrize("name", NAMES_IT)
def test_a_homecoming_that_names_a_closed_partner_is_told_to_those_of_the_case(
    client, login, name
):
    """Before there is an exit, and after it."""
    closed_partner()
    keeper, writer = [f.UserFactory(roles=[Role.SOCIAL_WORKER]) for _ in range(2)]
    stay = f.StayFactory(days_ago=5, social_worker=keeper)
    row = f.HomecomingFactory(stay=stay, recorded_by=writer)
    NAMES_IT[name](row)
    history = reverse("reports:record_history", args=["homecoming", row.pk])
    letter = write_letter(row, "pengantar-pemulangan", by=keeper)
    assert letter.is_sealed
    for leaves in (False, True):
        if leaves:
            went(stay, TEN - 3 * days.ONE_DAY)
        for user in (keeper, writer, f.UserFactory(roles=[Role.HEAD])):
            client.force_login(user)
            assert client.get(of("detail", row)).status_code == 200
            assert client.get(history).status_code == 200
        stranger = login(Role.SOCIAL_WORKER)
        for url in (of("detail", row), history, of("letter", row, "pengantar-pemulangan")):
            assert client.get(url).status_code == 404
        assert client.get(reverse("letters:letter_withdraw", args=[letter.pk])).status_code == 404
        shows = [LIST, f"{LIST}?show=road", reverse("cases:stay_detail", args=[stay.pk])]
        for url in shows:
            assertNotContains(client.get(url), of("detail", row))
        assert waiting(stranger) == 0


def test_what_stood_there_stays_closed_when_another_place_is_written(client, login):
    closed_partner()
    keeper = login(Role.SOCIAL_WORKER)
    row = f.HomecomingFactory(stay__days_ago=5, stay__social_worker=keeper)
    before = write_letter(row, "pengantar-pemulangan", by=keeper)
    assert not before.is_sealed
    other = login(Role.SOCIAL_WORKER)
    there = whither(place="Rumah Aman Mawar") | {"shown_version": 1}
    assertRedirects(client.post(of("edit", row), there), LIST)
    assert sealed([before]) == [True]
    client.force_login(keeper)
    client.post(of("edit", row), whither(place="Tolo") | {"shown_version": 2})
    client.force_login(other)
    assert client.get(of("detail", row)).status_code == 200
    for url in (
        reverse("reports:record_history", args=["homecoming", row.pk]),
        of("letter", row, "pengantar-pemulangan"),
    ):
        assert client.get(url).status_code == 404


def test_who_met_them_at_a_closed_partner_stays_closed_in_the_history(client, login):
    closed_partner()
    row = f.HomecomingFactory()
    NAMES_IT["who"](row)
    piece = row.pieces.get()
    HomecomingPiece.objects.filter(pk=piece.pk).update(who="Sanneng")
    url = reverse("reports:record_history", args=["homecoming-piece", piece.pk])
    login(Role.SOCIAL_WORKER)
    assert client.get(of("detail", row)).status_code == 200
    assert client.get(url).status_code == 404
    login(Role.HEAD)
    assert client.get(url).status_code == 200


def test_letters_are_closed_with_a_partner_that_the_list_names(client, login):
    keeper = login(Role.SOCIAL_WORKER)
    letters = [
        write_letter(f.HomecomingFactory(place=place), "pengantar-pemulangan", by=keeper)
        for place in ("Panti Melati", "Tolo")
    ]
    partner = f.PartnerFactory(name="Panti Melati", closes_destination=True)
    change_partner(partner, by=keeper)
    assert sealed(letters) == [True, False]


def page_of(exit, name="detail"):
    return reverse(f"cases:exit_{name}", args=[exit.pk])


def test_an_exit_to_another_place_than_the_homecoming_is_said_on_both_and_to_who_decides(
    client, login, count_queries
):
    worker = login(Role.SOCIAL_WORKER)
    stay = f.StayFactory(days_ago=5, social_worker=worker)
    row = f.HomecomingFactory(stay=stay, place="Tolo, Kelara")
    exit = f.ExitFactory(stay=stay, address="Jl. Landak 3, Makassar", receiver="Ma'ruf")
    said = "Periksa tujuannya."
    page = client.get(page_of(exit))
    assertContains(page, said)
    assertContains(page, "Ma&#x27;ruf, Jl. Landak 3, Makassar; pemulangan menyebut Tolo, Kelara")
    assertContains(page, of("detail", row))
    assertContains(page, "kurang 7 dari 7: ktp atau surat polsek")
    # One more than a page may ask: whether it is written who may not fetch them.
    assert count_queries(page_of(exit)) - len(ASK_NOTHING) <= 26
    page = client.get(of("detail", row))
    assertContains(page, said)
    assertContains(page, f'<a href="{page_of(exit)}">Buka terminasi</a>')
    login(Role.HEAD)
    assertContains(client.get(page_of(exit, "decide")), said)
    login(worker)
    for address in ("Kel. Tolo, Kab. Jeneponto", "Tolo", "JENEPONTO", ""):
        Exit.objects.filter(pk=exit.pk).update(address=address)
        assertNotContains(client.get(page_of(exit)), said)
        assertNotContains(client.get(of("detail", row)), said)


def test_an_exit_that_leads_nowhere_home_differs_whatever_its_address(client, worker):
    stay = f.StayFactory(days_ago=5, social_worker=worker)
    row = f.HomecomingFactory(stay=stay)
    exit = f.ExitFactory(stay=stay, kind=f.exit_kind("penegak-hukum"), address="Jeneponto")
    assertContains(client.get(page_of(exit)), "Periksa tujuannya.")
    Homecoming.objects.filter(pk=row.pk).update(
        ended_at=days.now(), end_reason="Tidak jadi.", ended_by=worker
    )
    assertNotContains(client.get(page_of(exit)), "Periksa tujuannya.")
