import datetime
import uuid

import pytest
from django.urls import reverse
from pytest_django.asserts import assertContains, assertNotContains, assertRedirects

from cases.aftercare.models import FollowUp, FollowUpRule
from cases.intakes.models import Intake
from rptc import days
from rptc.accounts.permissions import Role
from rptc.audit.models import Entry
from tests import factories as f


@pytest.fixture
def worker(login):
    return login(Role.SOCIAL_WORKER)


@pytest.fixture
def exit(db):
    return f.LeftFactory(days_ago=31)


def url(exit, day=30):
    return reverse("cases:follow_up_record", args=[exit.pk, day])


def data(**more):
    return {
        "send_key": str(uuid.uuid4()),
        "result": "found",
        "done_on": str(days.today()),
        "way": "call",
        "met": "Ibunya",
        "reason": "",
        "next_act": "none",
        "next_text": "",
        "note": "",
    } | more


def test_records_how_it_went(client, worker, exit):
    response = client.post(url(exit), data(next_act="school", note="Sekolah lagi."))
    told = FollowUp.objects.get()
    assertRedirects(response, reverse("cases:follow_up_detail", args=[told.pk]))
    assert (told.exit, told.day, told.result, told.recorded_by) == (exit, 30, "found", worker)
    entry = Entry.objects.get(verb="registered")
    assert entry.person_id == exit.stay.person_id
    assertNotContains(client.get(reverse("reports:today")), "Bimbingan lanjut hari ini")


def test_the_form_knows_the_way_and_the_address(client, worker, exit):
    exit.address = "Jl. Sunu 12"
    exit.save()
    response = client.get(url(exit))
    assert response.context["form"].initial["way"] == "call"
    assertContains(response, "Jl. Sunu 12")
    assert Entry.objects.filter(verb="opened", person_id=exit.stay.person_id).exists()


def test_nothing_is_skipped_silently(client, worker, exit):
    response = client.post(url(exit), data(result="not_done", met=""))
    assertContains(response, "Tulis mengapa tidak dilakukan.")
    assert not FollowUp.objects.exists()
    client.post(url(exit), data(result="not_done", met="", reason="Jalan banjir."))
    assert FollowUp.objects.get().reason == "Jalan banjir."


@pytest.mark.parametrize(
    ("wrong", "words"),
    [
        ({"result": ""}, "Pilih salah satu."),
        ({"met": ""}, "Tulis siapa yang ditemui."),
        ({"next_act": "other"}, "Tulis tindak lanjutnya."),
        ({"done_on": str(days.today() + 2 * days.ONE_DAY)}, "Tanggal itu belum terjadi."),
        ({"done_on": "2020-01-01"}, "Klien baru keluar"),
    ],
)
def test_says_what_is_wrong(client, worker, exit, wrong, words):
    assertContains(client.post(url(exit), data(**wrong)), words)
    assert not FollowUp.objects.exists()


def test_back_on_the_street_offers_an_intake_and_makes_none(client, worker, exit):
    before = Intake.objects.count()
    response = client.post(url(exit), data(result="on_the_street", met=""), follow=True)
    assertContains(response, "Catat terjaring")
    assertContains(response, f"?person={exit.stay.person_id}")
    assert Intake.objects.count() == before


def test_sent_twice_is_one(client, worker, exit):
    sent = data()
    assert client.post(url(exit), sent).url == client.post(url(exit), sent).url
    assert FollowUp.objects.count() == 1


def test_a_second_one_is_refused_and_keeps_what_was_typed(client, worker, exit):
    client.post(url(exit), data())
    response = client.post(url(exit), data(note="Kedua"))
    assertContains(response, "sudah dicatat")
    assertContains(response, "Kedua")
    assert FollowUp.objects.count() == 1


def test_a_recorded_one_is_shown(client, worker, exit):
    told = f.FollowUpFactory(exit=exit)
    assertRedirects(client.get(url(exit)), reverse("cases:follow_up_detail", args=[told.pk]))


def test_too_early_and_too_late(client, worker, db):
    early = f.LeftFactory(days_ago=22)
    assertContains(client.get(url(early)), "Baru dapat dicatat mulai")
    assertContains(client.post(url(early), data()), "Baru dapat dicatat mulai")
    back = f.LeftFactory(days_ago=31)
    f.StayFactory(intake__person=back.stay.person, days_ago=1)
    assertContains(client.post(url(back), data()), "kembali ke RPTC")
    assert not FollowUp.objects.exists()


def test_a_day_that_no_rule_asks_for_is_no_page(client, worker, exit):
    assert client.get(url(exit, 31)).status_code == 404
    assert client.get(url(f.ExitFactory(), 30)).status_code == 404


def test_a_sealed_file_is_out_of_reach_of_others(client, worker, db):
    sealed = f.LeftFactory(days_ago=31, person__is_sealed=True)
    told = f.FollowUpFactory(exit=f.LeftFactory(days_ago=31, person__is_sealed=True))
    assert client.get(url(sealed)).status_code == 404
    assert client.post(url(sealed), data()).status_code == 404
    detail = reverse("cases:follow_up_detail", args=[told.pk])
    assert client.get(detail).status_code == 404


def test_the_file_shows_what_was_done_and_what_comes(client, worker, db):
    exit = f.LeftFactory(days_ago=31, person__child=True)
    f.FollowUpFactory(exit=exit, day=7, done_on=days.today() - datetime.timedelta(days=24))
    response = client.get(reverse("cases:stay_referrals", args=[exit.stay_id]))
    assertContains(response, "Ditemukan")
    assertContains(response, url(exit, 30))
    assertContains(response, "Akan datang")
    assertNotContains(response, url(exit, 90))
    response = client.get(reverse("cases:person_timeline", args=[exit.stay.person_id]))
    assertContains(response, "Bimbingan lanjut hari ke-7")


def test_an_open_stay_and_an_exit_without_contacts(client, worker, db):
    response = client.get(reverse("cases:stay_referrals", args=[f.StayFactory().pk]))
    assertNotContains(response, "bimbingan-lanjut")
    dead = f.LeftFactory(code="meninggal")
    response = client.get(reverse("cases:stay_referrals", args=[dead.stay_id]))
    assertContains(response, "tidak ada bimbingan lanjut")


def test_the_head_reads_the_history(client, login, db):
    login(Role.HEAD)
    told = f.FollowUpFactory()
    assertContains(
        client.get(reverse("cases:follow_up_detail", args=[told.pk])), told.exit.stay.person.name
    )
    history = reverse("reports:record_history", args=["follow-up", told.pk])
    assertContains(client.get(history), "Ditemukan")


def edit_url(told):
    return reverse("cases:follow_up_edit", args=[told.pk])


def test_a_wrong_tap_can_be_mended(client, worker, db):
    """Nobody is dead for ever by mistake: the contacts that follow are due again."""
    exit = f.LeftFactory(days_ago=31, person__child=True)
    told = f.FollowUpFactory(exit=exit, day=7, result="died")
    part = reverse("cases:stay_referrals", args=[exit.stay_id])
    assertContains(client.get(part), "meninggal dunia")
    shown = client.get(edit_url(told)).context["form"]["shown_version"].value()
    response = client.post(edit_url(told), data(shown_version=shown))
    assertRedirects(response, reverse("cases:follow_up_detail", args=[told.pk]))
    told.refresh_from_db()
    assert told.result == "found"
    assertContains(client.get(part), url(exit))
    assert Entry.objects.filter(verb="changed", person_id=exit.stay.person_id).exists()
    history = reverse("reports:record_history", args=["follow-up", told.pk])
    assertContains(client.get(history), "Meninggal dunia")


def test_the_second_who_mends_sees_both(client, worker, db):
    told = f.FollowUpFactory()
    told.version, told.met = 2, "Pamannya"
    told.save()
    response = client.post(edit_url(told), data(shown_version=1))
    assertContains(response, "diubah orang lain")
    assertContains(response, "Pamannya")
    assertContains(client.post(edit_url(told), data(shown_version=2, met="")), "Tulis siapa")


def test_others_mend_no_sealed_file(client, worker, db):
    told = f.FollowUpFactory(exit=f.LeftFactory(days_ago=31, person__is_sealed=True))
    assert client.get(edit_url(told)).status_code == 404


# --- The rules -----------------------------------------------------------------------------

RULES = reverse("cases:follow_up_rule_list")


def rule_data(**more):
    return {
        "exit_kind": "",
        "classification": "",
        "child": "false",
        "repeater": "unknown",
        "out_of_town": "unknown",
        "days": "90, 7 30,30",
        "way": "visit",
        "valid_from": str(days.today()),
        "seen": "",
    } | more


def test_a_rule_is_forecast_before_it_is_saved(client, login, exit):
    login(Role.HEAD)
    response = client.post(RULES, rule_data())
    assertContains(response, "Belum disimpan.")
    assertContains(response, "Simpan aturan")
    assert not FollowUpRule.objects.filter(child=False).exists()
    seen = response.context["form"]["seen"].value()
    changed = client.post(RULES, rule_data(seen=seen, days="14"))
    assertContains(changed, "Belum disimpan.")
    assertRedirects(client.post(RULES, rule_data(seen=seen)), RULES)
    assert FollowUpRule.objects.get(child=False).days == [7, 30, 90]
    assert Entry.objects.filter(verb="added").exists()


@pytest.mark.parametrize(
    ("wrong", "words"),
    [
        ({"days": "tujuh"}, "Tulis angka hari"),
        ({"days": "0"}, "1 sampai 730"),
        ({"valid_from": "2020-01-01"}, "Aturan tidak dapat mulai mundur."),
        ({"way": ""}, "Pilih salah satu."),
    ],
)
def test_a_rule_says_what_is_wrong(client, login, wrong, words):
    login(Role.HEAD)
    assertContains(client.post(RULES, rule_data(**wrong)), words)


def test_the_same_rule_does_not_start_twice(client, login, db):
    login(Role.HEAD)
    FollowUpRule.objects.create(days=[7], child=False, valid_from=days.today())
    assertContains(client.post(RULES, rule_data()), "Sudah ada aturan untuk orang yang sama")


def test_no_days_is_a_rule_too(client, login, db):
    login(Role.HEAD)
    seen = client.post(RULES, rule_data(days="")).context["form"]["seen"].value()
    client.post(RULES, rule_data(days="", seen=seen))
    assert FollowUpRule.objects.get(child=False).days == []


def test_a_rule_is_ended_in_two_steps(client, login, exit):
    login(Role.HEAD)
    rule = FollowUpRule.objects.get(child=True, exit_kind=None)
    edit = reverse("cases:follow_up_rule_edit", args=[rule.pk])
    day = str(days.today() + days.ONE_DAY)
    response = client.post(edit, {"valid_until": day, "seen": ""})
    assertContains(response, "Belum disimpan.")
    rule.refresh_from_db()
    assert rule.valid_until is None
    seen = response.context["form"]["seen"].value()
    assertRedirects(client.post(edit, {"valid_until": day, "seen": seen}), RULES)
    rule.refresh_from_db()
    assert str(rule.valid_until) == day


def test_a_rule_is_not_ended_in_the_past(client, login, db):
    login(Role.HEAD)
    edit = reverse("cases:follow_up_rule_edit", args=[FollowUpRule.objects.first().pk])
    for wrong, words in [("2020-01-01", "mundur"), ("", "Isi tanggalnya.")]:
        assertContains(client.post(edit, {"valid_until": wrong}), words)


def test_the_most_specific_stands_on_top(client, login, db):
    login(Role.HEAD)
    rows = client.get(RULES).context["rows"]
    assert (rows[0].exit_kind.code, rows[0].child) == ("melarikan-diri", True)
    assert rows[-1].weight == 0


# Whether RPTC helped


def test_who_was_met_is_asked_whether_it_helped_and_it_says_who_said_so(client, worker, exit):
    asked = data(asks_helped="yes")
    assertContains(client.post(url(exit), asked), "Pilih terbantu, tidak, atau tidak ditanya.")
    page = client.post(url(exit), asked | {"helped": "yes"})
    assertContains(page, "Pilih menurut siapa.")
    said = {"helped": "yes", "helped_says": "family"}
    page = client.post(url(exit), asked | said, follow=True)
    assertContains(page, "Terbantu, menurut keluarga")
    assert FollowUp.objects.get().helped == "yes"


def test_nobody_says_it_who_was_not_asked(client, worker, exit):
    said = {"helped": "not_asked", "helped_says": "klien"}
    page = client.post(url(exit), data(asks_helped="yes") | said)
    assertContains(page, "Kosongkan, atau pilih terbantu atau tidak.")


def test_a_form_from_before_it_was_asked_is_taken_as_it_is(client, worker, exit):
    page = client.post(url(exit), data(), follow=True)
    assertContains(page, "Tidak dicatat")
    told = FollowUp.objects.get()
    assert (told.helped, told.helped_says) == ("", "")
    edited = data(asks_helped="yes", met="Pamannya", shown_version=1)
    client.post(reverse("cases:follow_up_edit", args=[told.pk]), edited)
    told.refresh_from_db()
    assert (told.met, told.helped) == ("Pamannya", "")
