"""The seven indicators (R55, R93): n of m, the rows behind, and what each side says. Random years
are counted again in tests/reports/oracle."""

import uuid
from datetime import date, time, timedelta

import pytest
from django.db import DatabaseError, transaction
from django.urls import reverse
from pytest_django.asserts import assertContains, assertNotContains, assertRedirects

from partners.referrals.models import PARTNER_MOVES, ReferralStep
from partners.referrals.models import ReferralState as S
from reports.figures.models import Indicator, IndicatorDefinition, PartnershipWord
from reports.figures.partnership.counted import partners_counted, year_of
from reports.figures.partnership.measures import BY_KEY, MEASURES, Side
from rptc import days
from rptc.accounts.permissions import Role
from tests import factories as f
from tests.at_once import at_once

pytestmark = pytest.mark.django_db
PAGE = "reports:partnership"
YEAR = 2026
NOW = days.at(date(2026, 11, 20), time(9))
DAY = timedelta(days=1)


@pytest.fixture
def now(time_machine_at):
    time_machine_at(NOW)


def referral(sent_at, *steps, partner=None, **more):
    """One that was sent, and these steps after it: (state, days later)."""
    more = {"partner": partner or f.PartnerFactory()} | more
    state = steps[-1][0] if steps else S.SENT
    ended = {"ended_at": sent_at + steps[-1][1] * DAY} if steps and state in ENDS else {}
    row = f.ReferralFactory(sent=True, state=state, sent_at=sent_at, **ended, **more)
    told = [(S.PROPOSED, S.SENT, sent_at)]
    for to_state, later in steps:
        told.append((told[-1][1], to_state, sent_at + later * DAY))
    by = row.recorded_by
    ReferralStep.objects.bulk_create(
        ReferralStep(
            referral=row,
            from_state=old,
            to_state=new,
            at=at,
            by=by,
            reason="x",
            channel="portal" if new in PARTNER_MOVES else "",
        )
        for old, new, at in told
    )
    return row


ENDS = {S.DECLINED, S.RETURNED, S.FINISHED, S.REVOKED, S.EXPIRED}


def numbers(key, partner=None):
    rows = BY_KEY[key].rows(year_of(YEAR)[0])
    if partner:
        rows = rows.filter(**{BY_KEY[key].partner: partner})
    return rows.filter(counts=True).count(), rows.count()


def at(month, day, hour=9):
    return days.at(date(YEAR, month, day), time(hour))


# --- What counts ---------------------------------------------------------------------------


def test_a_year_is_of_makassar_and_not_of_greenwich(now):
    referral(days.at(date(2025, 12, 31), time(23, 30)), partner=f.PartnerFactory())
    first = referral(days.at(date(2026, 1, 1), time(0, 10)))
    rows = BY_KEY["dasar"].rows(year_of(YEAR)[0])
    assert set(rows) == {first}


def test_with_basis(now):
    partner = f.PartnerFactory()
    agreement = f.AgreementFactory(partner=partner, starts_on=date(2026, 1, 1))
    referral(at(3, 1), partner=partner, basis=agreement)
    referral(at(3, 2))
    assert numbers("dasar") == (1, 2)


def test_kept_counts_from_the_day_they_came(now):
    came = (S.ACCEPTED, 1), (S.ARRIVED, 5)
    referral(at(3, 1), *came)
    referral(at(3, 1), *came, (S.IN_SERVICE, 6), (S.FINISHED, 20))
    # Returned 25 days after they came, though 30 after the yes.
    referral(at(3, 1), *came, (S.IN_SERVICE, 6), (S.RETURNED, 30))
    # 40 days after: they were served for 30.
    referral(at(3, 1), *came, (S.IN_SERVICE, 6), (S.RETURNED, 45))
    # Said yes, and they never came.
    referral(at(3, 1), (S.ACCEPTED, 1))
    # Not yet 30 days.
    referral(at(10, 25), *came)
    # Never taken.
    referral(at(3, 1), (S.DECLINED, 2))
    assert numbers("bertahan") == (3, 5)


def test_answered_within_thirty_days(now):
    referral(at(3, 1), (S.ACCEPTED, 2))
    referral(at(3, 1), (S.DECLINED, 31))
    referral(at(3, 1))
    # Lately: not counted before there is a word, or 30 days.
    referral(at(11, 1))
    referral(at(11, 1), (S.DECLINED, 3))
    # What the house itself ended is no word of the partner.
    referral(at(3, 1), (S.EXPIRED, 14))
    assert numbers("kabar") == (2, 5)
    assert BY_KEY["diam"].rows(year_of(YEAR)[0]).count() == 2


def test_placed_elsewhere_within_seven_days(now):
    stay = f.StayFactory()
    declined = referral(at(3, 1), (S.DECLINED, 2), stay=stay)
    referral(at(3, 5), (S.ACCEPTED, 1), stay=stay)
    late = f.StayFactory()
    referral(at(3, 1), (S.DECLINED, 2), stay=late)
    referral(at(3, 10), (S.ACCEPTED, 5), stay=late)
    referral(at(11, 16), (S.DECLINED, 2))
    rows = BY_KEY["tempat-lain"].rows(year_of(YEAR)[0])
    assert numbers("tempat-lain") == (1, 2)
    assert set(rows.filter(counts=True)) == {declined}


def test_who_is_taken_although_they_did_not_suit(now):
    stay = f.StayFactory()
    unfit, fit, unknown = f.PartnerFactory.create_batch(3)
    for partner, was_fit in ((unfit, False), (fit, True), (unknown, None)):
        f.AskedPartnerFactory(question__stay=stay, partner=partner, was_fit=was_fit)
        referral(at(3, 1), (S.ACCEPTED, 1), partner=partner, stay=stay)
    taken = BY_KEY["meski"].rows(year_of(YEAR)[0])
    assert [row.partner for row in taken] == [unfit]


def test_what_they_asked_is_answered_within_a_day(now):
    for replied in (timedelta(hours=3), timedelta(hours=30), None):
        row = referral(at(3, 1))
        f.ReminderFactory(referral=row, says="asked", then="reply", recorded_at=at(3, 2))
        if replied:
            told = at(3, 2) + replied
            f.ReminderFactory(referral=row, says="replied", then="call", recorded_at=told)
    assert numbers("dijawab") == (1, 3)


def test_a_definition_holds_from_its_year_on():
    first = IndicatorDefinition.objects.get(number=5)
    later = IndicatorDefinition.objects.create(
        number=5, valid_from=date(2028, 1, 1), measure="m", how="h", days=60
    )
    of_year = IndicatorDefinition.objects.of_year
    assert [of_year(year)[5] for year in (2025, 2026, 2027, 2028)] == [first] * 3 + [later]
    assert year_of(2028)[0].looks[5] == 60 * DAY
    with pytest.raises(DatabaseError), transaction.atomic():
        IndicatorDefinition.objects.filter(pk=first.pk).update(days=1)


# --- The page ------------------------------------------------------------------------------


def test_each_number_opens_exactly_its_rows(client, login, now):
    login(Role.HEAD)
    partner = f.PartnerFactory()
    referral(at(3, 1), (S.ACCEPTED, 1), (S.ARRIVED, 5), partner=partner)
    referral(at(3, 1), (S.DECLINED, 2))
    f.AgreementFactory(draft=True)
    row = referral(at(4, 1))
    f.ReminderFactory(referral=row, says="asked", then="reply", recorded_at=at(4, 2))
    f.HospitalBillFactory(on=date(YEAR, 3, 3))
    page = client.get(reverse(PAGE))
    for measure in MEASURES:
        # Of the register of letters: test_partnership_earlier.py.
        if measure.tally or measure.side == Side.BOOK:
            continue
        n, m = seven_numbers(page, measure.key)
        address = reverse("reports:partnership_rows") + f"?year={YEAR}&measure={measure.key}"
        if m:
            assertContains(page, address.replace("&", "&amp;"))
        behind = client.get(address)
        assert behind.context["number"] == m
        assert behind.context["closed"] == 0
        if measure.is_share:
            assert client.get(f"{address}&which=yes").context["number"] == n
            assert client.get(f"{address}&which=no").context["number"] == m - n
    one = client.get(reverse(PAGE), {"partner": partner.pk})
    assert seven_numbers(one, "dasar") == (0, 1)


def seven_numbers(page, key):
    for each in page.context["told"]:
        for figure in [each.headline, *each.theirs, *each.also, *each.ours]:
            if figure and figure.measure.key == key:
                return figure.n, figure.m
    raise AssertionError(key)


def test_of_a_closed_partner_nobody_but_the_head_reads_this_year(client, login, now):
    """Its number would grow on the day on which somebody was sent there."""
    closed = f.PartnerFactory(name="Yayasan Tertutup", closes_destination=True)
    referral(at(3, 1), (S.ACCEPTED, 1), (S.ARRIVED, 2), partner=closed)
    referral(at(3, 2))
    for role in (Role.OFFICE, Role.AGENCY):
        login(role)
        page = client.get(reverse(PAGE))
        assertNotContains(page, "Yayasan Tertutup")
        assert seven_numbers(page, "dasar") == (0, 1)
        assert seven_numbers(page, "hari-orang")[0] == 0
        assert client.get(reverse(PAGE), {"partner": closed.pk}).status_code == 404
        assert client.get(reverse("reports:partnership_print")).status_code == 200
    login(Role.HEAD)
    page = client.get(reverse(PAGE))
    assertContains(page, "Yayasan Tertutup")
    assert seven_numbers(page, "dasar") == (0, 2)


def test_of_a_year_that_is_over_closed_partners_are_counted_together(client, login, now):
    two = [f.PartnerFactory(name=f"Tertutup {n}", closes_destination=True) for n in "AB"]
    for number in range(5):
        referral(days.at(date(2025, 3, 1), time(9)) + number * DAY, partner=two[number % 2])
    login(Role.OFFICE)
    page = client.get(reverse(PAGE), {"year": 2025})
    assertContains(page, "Lainnya")
    assertNotContains(page, "Tertutup A")
    assert seven_numbers(page, "dasar") == (0, 5)


def test_meetings_and_what_was_decided_there(now):
    held = f.MeetingFactory(at=at(3, 1), state="held", held_at=at(3, 1), our_leader_present=True)
    f.MeetingFactory(at=at(5, 1), state="cancelled", end_reason="Sakit")
    f.MeetingFactory(at=at(12, 20))
    f.MeetingPartnerFactory(meeting=held, leader_present=True)
    f.MeetingPartnerFactory(meeting=held, leader_present=False)
    ours = {"meeting": held, "owner": f.UserFactory(), "partner": None}
    done = {"state": "done", "ended_by": f.UserFactory()}
    f.MeetingDecisionFactory(**ours, **done, due_on=date(2026, 4, 1), ended_on=date(2026, 4, 1))
    f.MeetingDecisionFactory(**ours, **done, due_on=date(2026, 4, 1), ended_on=date(2026, 4, 2))
    f.MeetingDecisionFactory(**ours, due_on=date(2026, 4, 1))
    f.MeetingDecisionFactory(**ours, due_on=date(2026, 12, 1))
    assert numbers("rapat") == (1, 2)
    assert numbers("pimpinan-mitra") == (1, 2)
    assert numbers("pimpinan-kami") == (1, 1)
    assert numbers("keputusan-kami") == (1, 3)
    assert numbers("keputusan-mitra") == (0, 0)


def test_the_list_of_a_meeting_has_as_many_rows_as_the_number_of_its_reader(client, login, now):
    held = f.MeetingFactory(at=at(3, 1), held=True, held_at=at(3, 1))
    closed = f.PartnerFactory(name="Tertutup A", closes_destination=True)
    for partner in (f.PartnerFactory(), closed):
        f.MeetingPartnerFactory(meeting=held, partner=partner, leader_present=True)
        f.MeetingDecisionFactory(
            meeting=held, owner=None, partner=partner, due_on=date(2026, 4, 1)
        )
    for role, number in ((Role.HEAD, 2), (Role.OFFICE, 1)):
        user = login(role)
        for key in ("pimpinan-mitra", "keputusan-mitra"):
            partners = partners_counted(user, BY_KEY[key], 2026)
            assert len(partners) == number
            page = client.get(reverse("reports:partnership_rows"), {"measure": key, "year": 2026})
            assert (page.context["number"], page.context["closed"]) == (number, 0)


def test_who_left_and_was_asked_and_whether_they_were_helped(now):
    left = [f.LeftFactory(left_at=at(3, day)) for day in (1, 2, 3)]
    f.FollowUpFactory(exit=left[0], helped="yes", helped_says="klien", done_on=date(2026, 4, 1))
    f.FollowUpFactory(exit=left[1], helped="no", helped_says="family", done_on=date(2026, 4, 1))
    f.FollowUpFactory(exit=left[2], helped="not_asked", done_on=date(2026, 4, 1))
    assert numbers("ditanya") == (2, 3)
    assert numbers("terbantu") == (1, 2)
    assert numbers("kunjungan") == (3, 3)


def test_days_are_carried_by_partners_and_by_the_house(client, login, now):
    partner = f.PartnerFactory()
    referral(at(3, 1), (S.ACCEPTED, 1), (S.ARRIVED, 2), (S.RETURNED, 11), partner=partner)
    login(Role.HEAD)
    page = client.get(reverse(PAGE))
    n, m = seven_numbers(page, "hari-orang")
    assert n == 10
    assert m > n
    [told] = [each for each in page.context["told"] if each.definition.number == 3]
    assert [(line.name, line.n, line.m) for line in told.lines] == [
        (partner.name, 10, None),
    ]


def test_who_may_not_read_referrals_opens_no_list_of_them(client, login, now):
    login(Role.OFFICE)
    referral(at(3, 2))
    page = client.get(reverse(PAGE))
    assertNotContains(page, "measure=dasar")
    rows = reverse("reports:partnership_rows")
    for wrong in ("measure=dasar", "measure=none", "", "measure=meja&which=yes"):
        assert client.get(f"{rows}?{wrong}").status_code == 404


def test_under_ten_nothing_is_drawn(client, login, now):
    login(Role.HEAD)
    partner = f.PartnerFactory()
    for day in range(1, 10):
        referral(at(3, day), (S.DECLINED, 1), partner=partner)
    assertNotContains(client.get(reverse(PAGE)), "rp-bar")
    referral(at(3, 20), (S.DECLINED, 1), partner=partner)
    assertContains(client.get(reverse(PAGE)), "rp-bar")


def test_a_year_without_anything_says_that_nothing_was_recorded(client, login, now):
    login(Role.AGENCY)
    page = client.get(reverse(PAGE))
    assertContains(page, "belum ada")
    assertContains(page, "Tahun dasar")
    for wrong in ("1999", "2031", "x", "20 26"):
        assert client.get(reverse(PAGE), {"year": wrong}).status_code == 404


def test_as_many_questions_for_forty_as_for_one(client, login, now, django_assert_max_num_queries):
    login(Role.HEAD)
    client.get(reverse(PAGE))
    for day in range(1, 20):
        referral(at(3, day), (S.ACCEPTED, 1), (S.ARRIVED, 2))
    with django_assert_max_num_queries(25):
        client.get(reverse(PAGE))


# --- What each side says -------------------------------------------------------------------


def words(**said):
    return {"send_key": uuid.uuid4()} | said


def test_our_sentence_is_read_once_the_head_has_signed_it(client, login, now):
    login(Role.OFFICE)
    page = reverse("reports:partnership_words") + f"?year={YEAR}"
    sent = words(text_1="Rapat Juli batal karena kami.", score_1="2", text_6="Kabar datang.")
    for _ in range(2):
        assertRedirects(client.post(page, sent), reverse(PAGE) + f"?year={YEAR}")
    assert PartnershipWord.objects.count() == 2
    assertNotContains(client.get(reverse(PAGE)), "Rapat Juli batal")
    login(Role.HEAD)
    assertContains(client.get(reverse(PAGE)), "Setujui 2 kalimat")
    approve = reverse("reports:partnership_approve")
    rows = client.get(approve).context["rows"]
    assert [word.number for word in rows] == [1, 6]
    # Not what stood on the page.
    client.post(approve, {"seen": [rows[0].pk]})
    assert PartnershipWord.objects.filter(approved_at=None).count() == 2
    client.post(approve, {"seen": [word.pk for word in rows]})
    assertContains(client.get(reverse(PAGE)), "Rapat Juli batal")
    assertContains(client.get(reverse(PAGE)), "Nilai 2 dari 4")


def test_a_partner_counts_its_own_as_the_head_does(client, login, now):
    """Of what the house ended it reads no step, and counts the same."""
    member = f.MemberFactory()
    came = (S.ACCEPTED, 1), (S.ARRIVED, 5)
    referral(at(3, 1), *came, (S.REVOKED, 9), partner=member.partner)
    referral(at(3, 1), *came, (S.REVOKED, 60), partner=member.partner)
    referral(at(3, 1), *came, partner=member.partner)
    client.force_login(member.user)
    own = client.get(reverse("reports:partnership_own"))
    assert seven_numbers(own, "bertahan") == numbers("bertahan") == (2, 3)


def test_a_score_without_a_sentence_is_refused_and_what_was_typed_stays(client, login, now):
    login(Role.OFFICE)
    sent = words(text_1="O'Brien bilang baik", score_2="3")
    page = client.post(reverse("reports:partnership_words"), sent)
    assertContains(page, "Tulis satu kalimat di samping nilainya.")
    assertContains(page, "O&#x27;Brien bilang baik")
    assert not PartnershipWord.objects.exists()


def test_a_sentence_is_not_emptied_in_silence(client, login, now):
    login(Role.OFFICE)
    page = reverse("reports:partnership_words")
    client.post(page, words(text_1="Satu."))
    assertContains(client.post(page, words(text_1="")), "diganti, tidak dihapus")
    assert PartnershipWord.objects.get().text == "Satu."


@pytest.mark.gate
@pytest.mark.django_db(transaction=True)
def test_the_same_words_twice_at_once_are_written_once():
    office = f.UserFactory(roles=[Role.OFFICE])
    sent = (office, reverse("reports:partnership_words"), words(text_1="Satu.", text_2="Dua."))
    answers = at_once(sent, sent, sent)
    assert {answer.status_code for answer in answers} == {302}
    assert PartnershipWord.objects.count() == 2


def test_who_went_to_a_closed_partner_is_counted_with_those_who_went_to_none(client, login, now):
    stay = f.StayFactory(began_at=at(3, 1), ended_at=at(3, 9))
    f.LeftFactory(stay=stay, left_at=at(3, 9))
    closed = f.PartnerFactory(closes_destination=True)
    referral(at(3, 2), (S.ACCEPTED, 1), (S.ARRIVED, 2), stay=stay, partner=closed)
    seen = {}
    for role in (Role.HEAD, Role.OFFICE):
        login(role)
        page = client.get(reverse(PAGE))
        assert seven_numbers(page, "ditanya") == (0, 1)
        [told] = [each for each in page.context["told"] if each.definition.number == 2]
        seen[role] = [line.name for line in told.lines]
    assert seen[Role.HEAD] == [closed.name]
    assert seen[Role.OFFICE] == ["Tanpa mitra, atau tidak disebut"]


def test_a_partner_reads_its_own_part_and_answers(client, login, now):
    member, other = f.MemberFactory(), f.MemberFactory()
    referral(at(3, 1), (S.ACCEPTED, 1), partner=member.partner)
    referral(at(3, 2), partner=other.partner)
    client.force_login(member.user)
    own = reverse("reports:partnership_own")
    page = client.get(own)
    assertContains(page, "1 dari 1")
    assertNotContains(page, other.partner.name)
    client.post(own, words(text_5="Bilang saja terus terang."))
    assertContains(client.get(own), "Bilang saja terus terang.")
    [word] = PartnershipWord.objects.all()
    assert (word.partner, word.approved_at) == (member.partner, None)
    client.force_login(other.user)
    assertNotContains(client.get(own), "Bilang saja terus terang.")
    login(Role.HEAD)
    assertContains(client.get(reverse(PAGE)), "Bilang saja terus terang.")


def test_a_word_stays_as_it_was_written(now):
    word = PartnershipWord.objects.create(
        year=YEAR, number=Indicator.USERS, text="Satu.", recorded_by=f.UserFactory()
    )
    with pytest.raises(DatabaseError), transaction.atomic():
        PartnershipWord.objects.filter(pk=word.pk).update(text="Dua.")


def test_the_paper_has_the_same_numbers(client, login, now):
    login(Role.AGENCY)
    referral(at(3, 2))
    answer = client.get(reverse("reports:partnership_print"), {"year": YEAR})
    assert answer["Content-Type"] == "application/pdf"
    assert "kemitraan-2026.pdf" in answer["Content-Disposition"]
