"""The month of all klien on one page: a tap a row, half of it kept."""

import uuid
from datetime import UTC, datetime

import pytest
import time_machine
from django.urls import reverse
from pytest_django.asserts import assertContains, assertNotContains, assertRedirects

from partners.months.models import MonthReport
from partners.referrals.actions import answer_referral
from partners.referrals.models import ReferralState as S
from rptc import keys
from tests.at_once import at_once
from tests.factories import MemberFactory, MonthReportFactory, PartnerFactory
from tests.partners.months.scene import IN_TIME, LATE, OCTOBER, photo, same, there, typed, url

pytestmark = pytest.mark.django_db
MONTHS = reverse("partners:portal_month")


@pytest.fixture(autouse=True)
def november():
    with time_machine.travel(IN_TIME, tick=True):
        yield


@pytest.fixture
def member(login):
    member = MemberFactory()
    login(member.user)
    return member


# In the portal


def test_half_of_it_is_kept_and_the_rest_is_asked_about_still(client, member):
    first, second, third = (there(member.partner) for _ in range(3))
    there(PartnerFactory())
    page = client.get(MONTHS)
    assert [line.referral for line in page.context["lines"]] == [first, second, third]
    assertNotContains(page, "checked")
    assert len(page.content) < 60_000
    page = client.post(MONTHS, same(first, second), follow=True)
    assertRedirects(page, MONTHS)
    assertContains(page, "2 laporan terkirim. 1 lagi nanti.")
    assert [line.referral for line in page.context["lines"]] == [third]
    assert set(MonthReport.objects.values_list("referral", "answer", "month", "channel")) == {
        (first.pk, "same", OCTOBER, "portal"),
        (second.pk, "same", OCTOBER, "portal"),
    }
    page = client.post(MONTHS, same(third), follow=True)
    assertRedirects(page, reverse("partners:portal"))
    assertNotContains(page, "Isi laporan bulanan")


def test_what_has_changed_lies_under_the_key_with_a_picture_of_our_own_making(client, member):
    referral = there(member.partner)
    said = {"answer": "changed", "school": "Pindah ke kelas 5", "picture": photo()}
    client.post(MONTHS, typed({referral: said}))
    report = MonthReport.objects.get()
    assert keys.opened(report.sealed_school) == "Pindah ke kelas 5"
    assert (report.sealed_health, report.sealed_home) == ("", "")
    assert report.is_whole
    assert report.scan[:2] == b"\xff\xd8"


def test_the_same_form_twice_writes_once(client, member):
    first, second = there(member.partner), there(member.partner)
    data = same(first) | typed({second: {"answer": "changed", "home": "Ibunya datang"}})
    for _ in range(2):
        page = client.post(MONTHS, data, follow=True)
        assertContains(page, "2 laporan terkirim.")
    assert MonthReport.objects.count() == 2


def test_two_colleagues_at_once_tell_of_it_once(transactional_db):
    member = MemberFactory()
    referral = there(member.partner)
    other = MemberFactory(partner=member.partner)
    answers = at_once((member.user, MONTHS, same(referral)), (other.user, MONTHS, same(referral)))
    assert sorted(answer.status_code for answer in answers) == [200, 302]
    assert MonthReport.objects.count() == 1
    late = next(answer for answer in answers if answer.status_code == 200)
    assertContains(late, "Laporan bulan itu sudah ada.")


def test_a_mistake_loses_nothing_and_keeps_the_other_rows(client, member):
    first, second, third = (there(member.partner) for _ in range(3))
    data = same(first) | typed(
        {
            second: {"answer": "changed", "picture": photo()},
            third: {"health": "Sering sakit kepala"},
        }
    )
    page = client.post(MONTHS, data)
    assertContains(page, "1 laporan terkirim.")
    assertContains(page, "Tulis apa yang berubah, paling sedikit satu baris.")
    assertContains(page, "Pilih lagi fotonya.")
    assertContains(page, 'value="Sering sakit kepala"')
    assertContains(page, "Pilih “Ada perubahan” bila ada yang ditulis.")
    assert MonthReport.objects.get().referral == first
    lines = {line.referral: line.form for line in page.context["lines"]}
    assert set(lines) == {second, third}


def test_nothing_that_was_written_is_dropped_in_silence(client, member):
    referral = there(member.partner)
    page = client.post(MONTHS, typed({referral: {"answer": "same", "home": "Ibunya datang"}}))
    assertContains(page, "Ada yang ditulis.")
    assertContains(page, 'value="Ibunya datang"')
    assert not MonthReport.objects.exists()


def test_a_picture_that_is_none_is_said_at_its_row(client, member):
    referral = there(member.partner)
    broken = photo(b"GIF89a")
    said = {"answer": "changed", "school": "Kelas 5", "picture": broken}
    page = client.post(MONTHS, typed({referral: said}))
    assertContains(page, "Gambar GIF tidak diterima.")
    assertContains(page, 'value="Kelas 5"')
    assert not MonthReport.objects.exists()


def test_without_any_answer_nothing_is_sent(client, member):
    there(member.partner)
    assertContains(client.post(MONTHS, typed({})), "Belum ada yang dipilih.")
    assert not MonthReport.objects.exists()


def test_what_was_shown_in_one_month_is_not_told_of_another(client, member):
    referral = there(member.partner)
    said = typed({referral: {"answer": "changed", "home": "Ibunya datang"}}, month="2026-09-01")
    page = client.post(MONTHS, said)
    assertContains(page, "Sekarang bulan lain yang ditanyakan.")
    assertContains(page, 'value="Ibunya datang"')
    assert not MonthReport.objects.exists()


def test_of_whose_referral_has_ended_meanwhile_the_page_says_that_nothing_was_taken(
    client, member
):
    first, second, gone = (there(member.partner) for _ in range(3))
    said = {"answer": "changed", "home": "Ibunya datang"}
    data = same(first) | typed({gone: said})
    answer_referral(gone, S.RETURNED, by=member.user, reason="Kembali ke RPTC.")
    page = client.post(MONTHS, data, follow=True)
    assertContains(page, "1 laporan terkirim. 1 lagi nanti.")
    assertContains(page, "Satu laporan tidak diterima: rujukannya sudah berakhir.")
    assert MonthReport.objects.get().referral == first
    # Nor alone, nor where another month is asked about by now.
    for more in ({}, {"month": "2026-09-01"}):
        page = client.post(MONTHS, typed({gone: said}, **more))
        assertContains(page, "Satu laporan tidak diterima")
        assertNotContains(page, "Belum ada yang dipilih.")
    # A row that nobody touched was not sent.
    page = client.post(MONTHS, same(second) | typed({gone: {"home": ""}}), follow=True)
    assertNotContains(page, "tidak diterima")


def test_what_was_taken_before_the_end_and_is_sent_again_was_taken(client, member):
    gone = there(member.partner)
    there(member.partner)
    data = same(gone)
    client.post(MONTHS, data)
    answer_referral(gone, S.RETURNED, by=member.user, reason="Kembali ke RPTC.")
    assertNotContains(client.post(MONTHS, data, follow=True), "tidak diterima")


def test_a_picture_alone_of_several_is_not_dropped_in_silence_either(client, member):
    gone = [there(member.partner) for _ in range(2)]
    data = typed({gone[0]: {"picture": photo()}}) | same(gone[1])
    for referral in gone:
        answer_referral(referral, S.RETURNED, by=member.user, reason="Kembali ke RPTC.")
    page = client.post(MONTHS, data)
    assertContains(page, "2 laporan tidak diterima: rujukannya sudah berakhir.")


def test_anothers_klien_is_never_told_of(client, member):
    there(member.partner)
    other = there(PartnerFactory())
    client.post(MONTHS, same(other))
    assert not MonthReport.objects.exists()


def test_it_is_mended_beside_the_old_one_until_the_month_after_is_over(client, member):
    report = MonthReportFactory(
        referral=there(member.partner), changed=True, recorded_by=member.user
    )
    page = client.get(url("portal_month_correct", report))
    assertContains(page, "Pindah kelas")
    said = {"answer": "changed", "school": "Pindah sekolah", "send_key": uuid.uuid4()}
    for _ in range(2):
        page = client.post(url("portal_month_correct", report), said, follow=True)
        assertRedirects(page, MONTHS)
    newer = MonthReport.objects.get(corrects=report)
    assert keys.opened(newer.sealed_school) == "Pindah sekolah"
    assertContains(page, "Pindah sekolah")
    assertNotContains(page, "Pindah kelas")
    page = client.post(url("portal_month_correct", report), said | {"send_key": uuid.uuid4()})
    assertContains(page, "Laporan ini sudah diperbaiki.")
    with time_machine.travel(datetime(2026, 12, 1, 2, 0, tzinfo=UTC), tick=True):
        client.force_login(member.user)
        said |= {"school": "Kelas 6", "send_key": uuid.uuid4()}
        page = client.post(url("portal_month_correct", newer), said)
        assertContains(page, "tidak ditanyakan lagi")


def test_after_the_end_and_of_another_partner_it_is_out_of_reach(client, member):
    own = MonthReportFactory(referral=there(member.partner))
    other = MonthReportFactory(referral=there(PartnerFactory()))
    answer_referral(own.referral, S.FINISHED, by=member.user, reason="Bekerja.")
    for report in (own, other):
        assert client.get(url("portal_month_correct", report)).status_code == 404
    assert client.get(MONTHS).context["told"] == []


def test_that_it_is_due_and_then_late_stands_on_the_first_page(client, member):
    there(member.partner)
    assertContains(client.get(reverse("partners:portal")), "1 klien belum dilaporkan")
    with time_machine.travel(LATE, tick=True):
        client.force_login(member.user)
        assertContains(client.get(reverse("partners:portal")), "Terlambat")


def test_the_page_does_not_ask_more_for_more_rows(member, count_queries):
    there(member.partner)
    few = count_queries(MONTHS)
    for _ in range(4):
        MonthReportFactory(referral=there(member.partner))
        there(member.partner)
    assert count_queries(MONTHS) <= few + 1


def test_many_are_asked_about_in_parts_and_the_page_stays_small(client, member):
    referrals = [there(member.partner) for _ in range(17)]
    page = client.get(MONTHS)
    shown = [line.referral for line in page.context["lines"]]
    assert (len(shown), page.context["more"]) == (15, 2)
    assert len(page.content) < 60_000
    page = client.post(MONTHS, same(*shown), follow=True)
    assert [line.referral for line in page.context["lines"]] == [
        each for each in referrals if each not in shown
    ]
