"""Rujukan dari buku agenda surat: lines of years before the application, typed or pasted."""

import uuid
from datetime import date, time

import pytest
from django.db import DatabaseError, IntegrityError, transaction
from django.urls import reverse
from pytest_django.asserts import assertContains, assertNotContains, assertRedirects

from partners.earlier.models import EarlierReferral
from rptc import days
from rptc.accounts.permissions import Role
from rptc.audit.models import Entry
from tests import factories as f

pytestmark = pytest.mark.django_db
LIST = reverse("partners:earlier_referral_list")
ADD = reverse("partners:earlier_referral_add")
PASTE = reverse("partners:earlier_referral_paste")


@pytest.fixture(autouse=True)
def now(time_machine_at):
    time_machine_at(days.at(date(2026, 11, 20), time(9)))


@pytest.fixture
def partner():
    return f.PartnerFactory(name="Panti Ma'rifah", short_name="Ma'rifah")


def typed(to, **more):
    said = {"number": "460/7/RPTC/2024", "dated_on": "2024-12-31", "nth": "1"}
    return {"send_key": uuid.uuid4(), "partner": to.pk} | said | more


def page(name, row):
    return reverse(f"partners:earlier_referral_{name}", args=[row.pk])


# --- One line ------------------------------------------------------------------------------


@pytest.mark.parametrize("role", [Role.OFFICE, Role.SOCIAL_WORKER])
def test_a_line_is_written_and_what_the_book_does_not_say_stays_unknown(
    client, login, partner, role
):
    user = login(role)
    sent = typed(partner, number="460/7/O'Brien", basis="yes", sex="L", age_years="11")
    answer = client.post(ADD, sent)
    row = EarlierReferral.objects.get()
    assertRedirects(answer, page("detail", row))
    assert (row.recorded_by, row.dated_on, row.basis) == (user, date(2024, 12, 31), "yes")
    assert (row.answer, row.arrived, row.word, row.word_on, row.stayed) == ("", "", "", None, "")
    shown = client.get(page("detail", row))
    assertContains(shown, "460/7/O&#x27;Brien")
    assertContains(shown, "tidak dicatat</dd>", count=4)
    assertContains(client.get(LIST), "Panti Ma&#x27;rifah")
    assert Entry.objects.filter(verb="registered", object_id=row.pk, actor=user).count() == 1


def test_the_same_form_twice_is_one_line(client, login, partner):
    login(Role.OFFICE)
    sent = typed(partner)
    assert client.post(ADD, sent).url == client.post(ADD, sent).url
    assert EarlierReferral.objects.count() == 1


def test_the_same_line_typed_again_is_refused_and_another_person_of_it_is_not(
    client, login, partner
):
    login(Role.OFFICE)
    client.post(ADD, typed(partner))
    assertContains(client.post(ADD, typed(partner)), "Surat ini sudah dicatat")
    assertContains(client.post(ADD, typed(partner, number="460/7/rptc/2024")), "sudah dicatat")
    client.post(ADD, typed(partner, nth="2"))
    client.post(ADD, typed(partner, dated_on="2023-12-31"))
    client.post(ADD, typed(f.PartnerFactory()))
    assert EarlierReferral.objects.count() == 4


@pytest.mark.parametrize(
    ("more", "said"),
    [
        ({"dated_on": "2026-11-21"}, "Tanggal ini belum terjadi."),
        ({"dated_on": "2026-01-01"}, "Di sini surat sampai 31 Desember 2025."),
        ({"dated_on": "1999-12-31"}, "paling awal 2000"),
        ({"number": ""}, "Tulis nomor suratnya."),
        ({"partner": ""}, "Pilih mitranya."),
        ({"nth": "0"}, "Orang ke-1 sampai ke-60."),
        ({"age_years": "131"}, "Tulis umur dalam tahun."),
        ({"word": "yes", "word_on": "2024-12-30"}, "pada atau sesudah tanggal surat"),
        ({"word_on": "2025-01-02"}, "bila ada kabar"),
        ({"answer": "declined", "word": "no"}, "Mitra yang menjawab sudah memberi kabar."),
        ({"answer": "declined", "arrived": "yes"}, "Yang ditolak mitra tidak tiba di sana."),
        ({"arrived": "yes", "stayed": "yes"}, "juga tiba, dan diterima mitra."),
    ],
)
def test_a_mistake_is_shown_and_nothing_is_saved(client, login, partner, more, said):
    login(Role.OFFICE)
    answer = client.post(ADD, typed(partner, **more))
    assertContains(answer, said)
    assert not EarlierReferral.objects.exists()


def test_a_class_of_later_years_is_refused(client, login, partner):
    login(Role.OFFICE)
    later = f.classification("anak-terlantar")
    answer = client.post(ADD, typed(partner, classification=later.pk))
    assertContains(answer, "Klasifikasi ini tidak dipakai tahun 2024.")


def test_from_the_first_referral_here_on_the_application_knows_itself(client, login, partner):
    login(Role.OFFICE)
    f.ReferralFactory(sent=True, sent_at=days.at(date(2024, 12, 31), time(23, 30)))
    assertContains(client.post(ADD, typed(partner)), "Rujukan sejak 2024 dicatat")
    client.post(ADD, typed(partner, dated_on="2023-12-31"))
    assert EarlierReferral.objects.get().dated_on == date(2023, 12, 31)


def test_it_is_put_right_and_struck_out(client, login, partner):
    login(Role.OFFICE)
    row = f.EarlierReferralFactory(partner=partner)
    sent = typed(partner, shown_version=row.version, answer="declined", is_struck="on")
    shown = client.post(page("edit", row), sent)
    assertContains(shown, "Tulis mengapa dicoret.")
    assertNotContains(shown, "False")
    row.refresh_from_db()
    assert not row.is_struck
    sent["strike_reason"] = "Dua kali ditulis."
    assertRedirects(client.post(page("edit", row), sent), page("detail", row))
    row.refresh_from_db()
    assert (row.answer, row.is_struck, row.version) == ("declined", True, 2)
    shown = client.get(page("detail", row))
    assertContains(shown, "Dicoret, tidak dihitung")
    assertContains(shown, "Dua kali ditulis.")
    assert Entry.objects.filter(verb="cancelled", object_id=row.pk).count() == 1
    assert [event.pgh_label for event in row.history.order_by("pgh_id")] == ["insert", "update"]
    # What was struck out may be typed anew.
    client.post(ADD, typed(partner))
    assert EarlierReferral.objects.counted().count() == 1


def test_what_is_not_struck_any_more_has_no_reason(client, login, partner):
    login(Role.OFFICE)
    row = f.EarlierReferralFactory(partner=partner, is_struck=True, strike_reason="Keliru.")
    sent = typed(partner, shown_version=row.version, strike_reason="Keliru.")
    assertRedirects(client.post(page("edit", row), sent), page("detail", row))
    row.refresh_from_db()
    assert (row.is_struck, row.strike_reason) == (False, "")


def test_struck_lines_are_told_apart_from_those_that_count(client, login, partner):
    login(Role.OFFICE)
    f.EarlierReferralFactory.create_batch(2, dated_on=date(2024, 5, 4))
    f.EarlierReferralFactory(
        dated_on=date(2024, 5, 4), is_struck=True, strike_reason="Dua kali ditulis."
    )
    f.EarlierReferralFactory(dated_on=date(2023, 5, 4))
    shown = client.get(LIST, {"year": 2024})
    assertContains(shown, "2 baris, 1 dicoret")
    assertContains(shown, "1 baris dicoret, dan tidak dihitung.")
    assertContains(client.get(LIST, {"year": 2023}), "1 baris</span>")
    assertContains(client.get(LIST), "3 baris, 1 dicoret")


def test_it_keeps_its_partner_and_is_not_deleted(partner):
    row = EarlierReferral.objects.filter(pk=f.EarlierReferralFactory(partner=partner).pk)
    with pytest.raises(DatabaseError), transaction.atomic():
        row.update(partner=f.PartnerFactory())
    row.delete()
    assert row.exists()


@pytest.mark.parametrize(
    "wrong",
    [
        {"number": ""},
        {"nth": 0},
        {"age_years": 131},
        {"word_on": date(2024, 6, 1)},
        {"answer": "accepted", "word": "no"},
        {"answer": "declined", "arrived": "yes"},
        {"stayed": "yes"},
        {"dated_on": date(1999, 12, 31)},
        {"is_struck": True},
        {"strike_reason": "Keliru."},
    ],
)
def test_the_database_refuses_what_cannot_be(wrong):
    with pytest.raises(IntegrityError), transaction.atomic():
        f.EarlierReferralFactory(**wrong)


# --- Who reads it ----------------------------------------------------------------------------


def test_of_a_closed_partner_only_the_head_and_who_wrote_it_read(client, login):
    closed = f.PartnerFactory(name="Yayasan Tertutup", closes_destination=True)
    writer = f.UserFactory(roles=[Role.SOCIAL_WORKER])
    row = f.EarlierReferralFactory(partner=closed, number="460/99/2024", recorded_by=writer)
    for role in (Role.OFFICE, Role.SOCIAL_WORKER):
        login(role)
        shown = client.get(LIST)
        assertNotContains(shown, "460/99/2024")
        assertNotContains(shown, "?year=2024")
        assert client.get(LIST, {"year": 2024}).status_code == 404
        for name in ("detail", "edit"):
            assert client.get(page(name, row)).status_code == 404
        history = reverse("reports:record_history", args=["earlier-referral", row.pk])
        assert client.get(history).status_code in {403, 404}
    login(Role.HEAD)
    assertContains(client.get(page("detail", row)), "Yayasan Tertutup")
    client.force_login(writer)
    assertContains(client.get(LIST, {"year": 2024}), "460/99/2024")


def test_the_office_writes_of_no_closed_partner_and_learns_of_none(client, login):
    closed = f.PartnerFactory(name="Yayasan Tertutup", closes_destination=True)
    f.EarlierReferralFactory(partner=closed, number="460/7/RPTC/2024")
    login(Role.OFFICE)
    assertNotContains(client.get(ADD), "Yayasan Tertutup")
    answer = client.post(ADD, typed(closed))
    assertNotContains(answer, "sudah dicatat")
    assert EarlierReferral.objects.count() == 1
    pasted = client.post(PASTE, {"block": "460/7\t31/12/2024\tYayasan Tertutup"})
    unknown = client.post(PASTE, {"block": "460/7\t31/12/2024\tPanti Entah"})
    said = [answer.context["lines"].forms[0].unread_in for answer in (pasted, unknown)]
    assert said[0]["partner"] == said[1]["partner"].replace("Panti Entah", "Yayasan Tertutup")
    assert said[0].keys() == said[1].keys()
    login(Role.SOCIAL_WORKER)
    client.post(ADD, typed(closed, nth="2"))
    assert EarlierReferral.objects.count() == 2


def test_of_a_partner_that_was_closed_since_the_office_learns_of_no_other_letter(
    client, login, partner
):
    """Whether a number is taken says that the letter went there."""
    user = login(Role.OFFICE)
    own = f.EarlierReferralFactory(partner=partner, number="460/1/RPTC/2024", recorded_by=user)
    f.EarlierReferralFactory(partner=partner, number="460/7/RPTC/2024")
    partner.closes_destination = True
    partner.save()
    free, taken = (
        client.post(page("edit", own), typed(partner, number=number, shown_version=own.version))
        for number in ("460/8/RPTC/2024", "460/7/RPTC/2024")
    )
    assertNotContains(taken, "sudah dicatat")
    for answer in (free, taken):
        assertContains(answer, "sekarang ditutup")
    same = {"number": own.number, "dated_on": own.dated_on, "shown_version": own.version}
    assertRedirects(
        client.post(
            page("edit", own),
            typed(partner, **same, is_struck="on", strike_reason="Bukan surat kami."),
        ),
        page("detail", own),
    )


def test_query_count_does_not_grow(login, count_queries):
    login(Role.HEAD)
    f.EarlierReferralFactory(classification=f.classification("anjal"))
    few = count_queries(LIST)
    f.EarlierReferralFactory.create_batch(10, classification=f.classification("gepeng"))
    assert count_queries(LIST) == few


# --- Out of Excel ------------------------------------------------------------------------------

BLOCK = (
    "No\tNo. Surat\tTanggal\tKepada\tJK\tUmur\tKlasifikasi\tDasar\tJawaban\tTiba\tKabar\t30 hari\n"
    "1\t460/1/2024\t31-12-2024\tma'rifah\tLk\t11 th\tAnjal\tya\tditerima\tya\t04/01/2025\tya\n"
    "2\t460/2/2024\t3 Maret 2024\tPANTI MA'RIFAH\t\t\t\ttidak\t-\t\ttidak\t\n"
)


def rows_sent(response, **changes):
    lines = response.context["lines"]
    sent = {"send_key": str(lines.key)}
    for form in lines.forms:
        sent |= dict(form.unread)
        for name in form.fields:
            value = form[name].value()
            sent[f"{form.prefix}-{name}"] = str(value or "")
    return sent | changes


def test_a_block_fills_rows_that_are_looked_at_and_then_saved(client, login, partner):
    login(Role.OFFICE)
    shown = client.post(PASTE, {"block": BLOCK})
    assert [form.unread for form in shown.context["lines"].forms] == [[], []]
    assert not EarlierReferral.objects.exists()
    sent = rows_sent(shown)
    for _ in range(2):
        assertRedirects(client.post(PASTE, sent), LIST)
    second, first = EarlierReferral.objects.order_by("dated_on")
    assert (first.number, first.dated_on, first.partner) == (
        "460/1/2024",
        date(2024, 12, 31),
        partner,
    )
    assert (first.sex, first.age_years, first.classification.code) == ("L", 11, "anjal")
    assert (first.basis, first.answer, first.arrived, first.stayed) == (
        *("yes", "accepted", "yes", "yes"),
    )
    assert (first.word, first.word_on) == ("yes", date(2025, 1, 4))
    assert (second.basis, second.answer, second.word) == ("no", "", "no")


def test_what_cannot_be_read_is_said_and_the_good_rows_are_saved(client, login, partner):
    login(Role.OFFICE)
    block = f"460/1\t4/5/2024\t{partner}\n460/2\t31/11/2024\tPanti Entah\tL?\ttua\tX\tmungkin\n"
    shown = client.post(PASTE, {"block": block})
    good, bad = shown.context["lines"].forms
    assert (good.unread, len(bad.unread)) == ([], 6)
    assertContains(shown, "Mitra “Panti Entah” tidak terbaca.")
    again = client.post(PASTE, rows_sent(shown))
    assertContains(again, "1 surat tercatat. Yang di bawah belum.")
    assert [form.line for form in again.context["lines"].forms] == [1]
    assert EarlierReferral.objects.get().number == "460/1"
    right = {"1-dated_on": "2024-11-30", "1-partner": partner.pk}
    # What could not be read is neither forgotten nor saved as if nothing had stood there.
    third = client.post(PASTE, rows_sent(again, **right))
    assert [len(form.unread) for form in third.context["lines"].forms] == [4]
    assertContains(third, "Umur “tua” tidak terbaca.")
    assert EarlierReferral.objects.count() == 1
    right |= {"1-sex": "L", "1-age_years": "70", "1-basis": "yes", "1-is_left_empty": "on"}
    assertRedirects(client.post(PASTE, rows_sent(third, **right)), LIST)
    row = EarlierReferral.objects.get(number="460/2")
    assert (row.age_years, row.basis, row.classification) == (70, "yes", None)


def test_the_warning_stays_until_it_is_mended_and_names_its_field(client, login, partner):
    login(Role.OFFICE)
    shown = client.post(PASTE, {"block": f"460/2\t30/11/2024\t{partner}\tL\tabc\n"})
    assertContains(shown, "Umur “abc” tidak terbaca.")
    again = client.post(PASTE, rows_sent(shown))
    assertContains(again, "Umur “abc” tidak terbaca.")
    [form] = again.context["lines"].forms
    assert list(form.errors) == ["age_years"]
    assertContains(again, 'href="#id_0-age_years"')
    assertContains(again, "Isi, atau tandai")
    assert not EarlierReferral.objects.exists()
    assertRedirects(client.post(PASTE, rows_sent(again, **{"0-is_left_empty": "on"})), LIST)
    assert EarlierReferral.objects.get().age_years is None


def test_an_unread_person_of_a_letter_is_not_taken_for_the_first(client, login, partner):
    login(Role.OFFICE)
    cells = ["460/2", "30/11/2024", str(partner), *[""] * 8, "dua"]
    shown = client.post(PASTE, {"block": "\t".join(cells)})
    again = client.post(PASTE, rows_sent(shown, **{"0-is_left_empty": "on"}))
    assert list(again.context["lines"].forms[0].errors) == ["nth"]
    assertRedirects(client.post(PASTE, rows_sent(again, **{"0-nth": "2"})), LIST)
    assert EarlierReferral.objects.get().nth == 2


def test_what_was_read_wrongly_is_no_field_of_the_form(client, login, partner):
    """A warning is of a column that there is; what else is sent beside it is not shown."""
    login(Role.OFFICE)
    shown = client.post(PASTE, {"block": f"460/2\t30/11/2024\t{partner}\n"})
    strange = {"0-unread-none": "x", "0-unread-age_years": "y" * 500}
    again = client.post(PASTE, rows_sent(shown, **strange))
    assertNotContains(again, "y" * 401)
    assert list(again.context["lines"].forms[0].unread_in) == ["age_years"]


def test_a_row_is_dropped_before_it_is_saved(client, login, partner):
    login(Role.OFFICE)
    block = f"460/1\t4/5/2024\t{partner}\n460/2\t31/11/2024\tPanti Entah\n"
    shown = client.post(PASTE, {"block": block})
    assertContains(shown, "Buang baris ini", count=2)
    answer = client.post(PASTE, rows_sent(shown, **{"1-is_dropped": "on"}), follow=True)
    assertRedirects(answer, LIST)
    assertContains(answer, "1 surat tercatat, 1 baris dibuang.")
    assert EarlierReferral.objects.get().number == "460/1"
    shown = client.post(PASTE, {"block": block})
    dropped = {"0-is_dropped": "on", "1-is_dropped": "on"}
    answer = client.post(PASTE, rows_sent(shown, **dropped), follow=True)
    assertContains(answer, "2 baris dibuang.")
    assert EarlierReferral.objects.count() == 1


def test_a_block_pasted_again_saves_nothing_twice(client, login, partner):
    login(Role.OFFICE)
    block = f"460/1\t4/5/2024\t{partner}\n460/1\t4/5/2024\t{partner}\n"
    for _ in range(2):
        answer = client.post(PASTE, rows_sent(client.post(PASTE, {"block": block})))
        assertContains(answer, "Surat ini sudah dicatat")
    assert EarlierReferral.objects.count() == 1


def test_too_many_rows_and_none_at_all_are_said(client, login, partner):
    login(Role.OFFICE)
    line = f"460/1\t4/5/2024\t{partner}\n"
    assertContains(client.post(PASTE, {"block": line * 43}), "3 baris terbawah belum ikut.")
    assertContains(client.post(PASTE, {"block": " \n"}), "Tidak ada baris yang terbaca.")
    assertContains(client.get(PASTE), "Urutan kolom")


def test_as_many_questions_for_forty_rows_as_for_one(
    client, login, partner, django_assert_max_num_queries
):
    login(Role.OFFICE)
    client.get(PASTE)
    with django_assert_max_num_queries(20):
        client.post(PASTE, {"block": f"460/1\t4/5/2024\t{partner}\n" * 40})
