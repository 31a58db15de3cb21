"""Agreements with partners (R53): written by the office, confirmed by the head, frozen from then
on, and told of before they end."""

import datetime
import uuid

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import DatabaseError, transaction
from django.urls import reverse
from pytest_django.asserts import assertContains, assertNotContains, assertRedirects

from partners.agreements.models import Agreement, AgreementScan
from partners.directory.models import Partner
from rptc import days
from rptc.accounts.permissions import Role
from rptc.audit.models import Entry
from rptc.waiting import count_for, firsts_for
from tests import factories as f
from tests import pictures
from tests.database_roles import as_owner

pytestmark = pytest.mark.django_db
DAY = days.ONE_DAY


def url(name, *args):
    return reverse(f"partners:agreement_{name}", args=[getattr(arg, "pk", arg) for arg in args])


def typed(**more):
    today = days.today()
    return {
        "kind": "pks",
        "our_number": "460/07/PKS/2026",
        "their_number": "",
        "subject": "Asrama anak Ma'rang",
        "scope": "Asrama dan sekolah.",
        "starts_on": today.isoformat(),
        "valid_until": (today + 364 * DAY).isoformat(),
        "send_key": uuid.uuid4(),
    } | more


def ends_in(number, **more):
    """One of which, today counted as the first, so many days are left."""
    return f.AgreementFactory(valid_until=days.today() + (number - 1) * DAY, **more)


def refused(constraint, *ways):
    for way in ways:
        with pytest.raises(DatabaseError) as error, transaction.atomic():
            way()
        assert error.value.__cause__.diag.constraint_name == constraint


def is_refused(*ways):
    for way in ways:
        with pytest.raises(DatabaseError), transaction.atomic():
            way()


# Written, confirmed


def test_the_office_writes_it_and_the_head_confirms_it(client, login):
    office, partner = login(Role.OFFICE), f.PartnerFactory()
    for _ in range(2):
        page = client.post(url("add", partner), data := typed(send_key=SAME), follow=True)
    row = Agreement.objects.get()
    assertContains(page, "Asrama anak Ma&#x27;rang")
    assert (row.partner, row.recorded_by, row.state) == (partner, office, "draft")
    assert not Agreement.objects.in_force(days.today()).exists()
    assert client.post(url("add", partner), data | {"subject": "Lain"}).status_code == 409
    assertContains(client.post(url("propose", row), follow=True), "diajukan kepada Kepala UPT")
    assert client.get(url("edit", row)).status_code == 404
    login(Role.HEAD)
    assertContains(client.get(reverse("reports:approvals")), url("decide", row))
    row.refresh_from_db()
    answer = {"decision": "approve", "seen": row.seen}
    assertRedirects(client.post(url("decide", row), answer), reverse("reports:approvals"))
    assert list(Agreement.objects.in_force(days.today())) == [row]
    assert [e.verb for e in Entry.objects.filter(object_id=row.pk).order_by("pk")][:2] == [
        "wrote",
        "proposed",
    ]


SAME = uuid.uuid4()


def test_nobody_confirms_what_they_had_a_hand_in(client, login):
    both = f.UserFactory(roles=[Role.OFFICE, Role.HEAD])
    for row in (
        f.AgreementFactory(proposed=True, recorded_by=both),
        f.AgreementFactory(proposed=True, last_by=both),
    ):
        login(both)
        assert client.get(url("decide", row)).status_code == 404
        decided = {"state": "confirmed", "decided_by": both, "decided_at": days.now()}
        with pytest.raises(DatabaseError), transaction.atomic():
            Agreement.objects.filter(pk=row.pk).update(**decided)


def test_sent_back_it_is_a_draft_with_the_reason_and_is_laid_before_the_head_again(client, login):
    row = f.AgreementFactory(proposed=True)
    login(Role.HEAD)
    back = {"decision": "refuse", "seen": row.seen}
    assertContains(client.post(url("decide", row), back), "Tulis alasannya.")
    client.post(url("decide", row), back | {"note": "Pasal biaya belum ada."})
    login(Role.OFFICE)
    assertContains(client.get(url("detail", row)), "Pasal biaya belum ada.")
    row.refresh_from_db()
    data = typed(shown_version=row.version, our_number=row.our_number, funding="APBD")
    assertRedirects(client.post(url("edit", row), data), url("detail", row))
    client.post(url("propose", row))
    row.refresh_from_db()
    assert (row.state, row.funding, row.decided_by) == ("proposed", "APBD", None)


def test_a_draft_without_a_number_waits_for_one(client, login):
    login(Role.OFFICE)
    row = f.AgreementFactory(draft=True, our_number="", their_number="")
    assertContains(client.post(url("propose", row), follow=True), "Tulis nomornya")
    assertContains(client.get(url("detail", row)), "tentang Pengasuhan")
    row.refresh_from_db()
    assert row.is_draft


def test_two_who_edit_one_draft_see_both(client, login):
    login(Role.OFFICE)
    row = f.AgreementFactory(draft=True)
    data = typed(shown_version=row.version, our_number="")
    client.post(url("edit", row), data)
    late = client.post(url("edit", row), data | {"subject": "Yang lain"})
    assertContains(late, "diubah orang lain")


@pytest.mark.parametrize(
    ("more", "said"),
    [
        ({"valid_until": "2020-01-01"}, "sebelum berlaku mulai"),
        ({"valid_until": ""}, "Tulis sampai kapan"),
        ({"subject": ""}, "Tulis tentang apa."),
        ({"kind": ""}, "Pilih jenisnya."),
        ({"our_number": "460/001"}, "sudah dipakai perjanjian lain"),
    ],
)
def test_what_is_wrong_is_said_in_words(client, login, more, said):
    f.AgreementFactory(our_number="460/001")
    login(Role.OFFICE)
    assertContains(client.post(url("add", f.PartnerFactory()), typed(**more)), said)
    assert Agreement.objects.count() == 1


def test_a_decree_goes_on_without_a_last_day(client, login):
    login(Role.OFFICE)
    partner = f.PartnerFactory(kind=Partner.Kind.AGENCY)
    client.post(url("add", partner), typed(kind="decree", valid_until=""))
    row = Agreement.objects.get()
    assert (row.days_left, row.span.endswith("tanpa batas waktu")) == (None, True)


@pytest.mark.parametrize(
    ("kind", "shape"), [("foundation", "community"), ("centre", "synergy"), ("company", "")]
)
def test_the_form_of_working_together_is_proposed_by_the_kind_of_partner(
    client, login, kind, shape
):
    login(Role.OFFICE)
    form = client.get(url("add", f.PartnerFactory(kind=kind))).context["form"]
    assert form["shape"].value() == shape
    assert not form.fields["shape"].required


# Frozen


def test_what_is_confirmed_stays_as_it_was_written_but_for_its_end():
    row, other = f.AgreementFactory(), f.PartnerFactory()
    rows = Agreement.objects.filter(pk=row.pk)
    refused(
        "agreement_is_written_as_a_draft",
        lambda: rows.update(subject="Lain"),
        lambda: rows.update(valid_until=days.today() + 900 * DAY),
        lambda: rows.update(our_number="1"),
        lambda: rows.update(decided_by=f.UserFactory()),
        lambda: rows.update(partner=other),
    )
    is_refused(lambda: rows.update(state="draft"), lambda: rows.update(state="dropped"))
    rows.update(ended_on=days.today(), ended_by=f.UserFactory(), end_reason="Mundur.")
    with as_owner():
        is_refused(lambda: rows.update(subject="Lain"), rows.delete)


def test_what_is_before_the_head_is_not_rewritten():
    rows = Agreement.objects.filter(pk=f.AgreementFactory(proposed=True).pk)
    refused("agreement_is_written_as_a_draft", lambda: rows.update(scope="Lain"))


def test_rows_that_no_page_writes_are_refused():
    first, other = f.AgreementFactory(), f.AgreementFactory()
    draft = f.AgreementFactory(draft=True)
    own = {"partner": first.partner}
    refused(
        "agreement_follows_one_of_its_partner",
        lambda: f.AgreementFactory(draft=True, addendum_to=first),
        lambda: f.AgreementFactory(draft=True, renews=first),
        lambda: f.AgreementFactory(draft=True, renews=draft, partner=draft.partner),
        lambda: f.AgreementFactory(
            draft=True, addendum_to=f.AgreementFactory(addendum_to=first, **own), **own
        ),
    )
    f.AgreementFactory(draft=True, renews=first, **own)
    refused(
        "agreement_is_renewed_once", lambda: f.AgreementFactory(draft=True, renews=first, **own)
    )
    refused(
        "agreement_is_addendum_or_renewal",
        lambda: f.AgreementFactory(draft=True, renews=first, addendum_to=first, **own),
    )
    rows = Agreement.objects.filter(pk=other.pk)
    refused(
        "agreement_end_says_by_whom_and_why",
        lambda: rows.update(ended_on=days.today()),
        lambda: rows.update(end_reason="Mundur."),
        lambda: rows.update(ended_on=days.today(), ended_by=other.recorded_by, end_reason=""),
    )
    refused(
        "agreement_is_not_ended_before_it_starts",
        lambda: rows.update(
            ended_on=other.starts_on - DAY, ended_by=other.recorded_by, end_reason="Mundur."
        ),
    )
    refused("agreement_says_what_about", lambda: f.AgreementFactory(draft=True, subject=""))
    refused(
        "agreement_before_the_head_has_a_number",
        lambda: f.AgreementFactory(our_number="", their_number=""),
    )
    refused("agreement_state_fits_its_decision", lambda: f.AgreementFactory(decided_at=None))
    refused(
        "agreement_has_its_own_number",
        lambda: f.AgreementFactory(our_number=other.our_number),
    )
    refused("agreement_says_until_when", lambda: f.AgreementFactory(valid_until=None))


# In force


def test_it_holds_from_its_first_day_to_its_last(today):
    row = f.AgreementFactory(starts_on=today, valid_until=today + 9 * DAY)
    holds = [on for on in range(-1, 12) if Agreement.objects.in_force(today + on * DAY).exists()]
    assert holds == list(range(10))
    Agreement.objects.filter(pk=row.pk).update(
        ended_on=today + 3 * DAY, ended_by=row.recorded_by, end_reason="Mundur."
    )
    holds = [on for on in range(-1, 12) if Agreement.objects.in_force(today + on * DAY).exists()]
    assert holds == list(range(4))


def test_the_last_evening_of_the_year_is_one_of_its_days(time_machine_at):
    row = f.AgreementFactory(
        starts_on=datetime.date(2026, 1, 1), valid_until=datetime.date(2026, 12, 31)
    )
    # 23.30 WITA of 31 December, and half past midnight.
    time_machine_at(datetime.datetime(2026, 12, 31, 15, 30, tzinfo=datetime.UTC))
    assert Agreement.objects.in_force(days.today()).get() == row
    assert row.days_left == 1
    time_machine_at(datetime.datetime(2026, 12, 31, 16, 30, tzinfo=datetime.UTC))
    assert not Agreement.objects.in_force(days.today()).exists()
    assert row.is_over


def test_an_addendum_moves_the_last_day_and_leaves_the_rest_as_it_was(client, login, today):
    office = login(Role.OFFICE)
    row = ends_in(10)
    form = client.get(url("addendum", row)).context["form"]
    assert form["kind"].value() == "pks"
    until = today + 500 * DAY
    data = typed(valid_until=until.isoformat(), subject="Jangka waktu")
    client.post(url("addendum", row), data)
    addendum = row.addenda.get()
    assert addendum.recorded_by == office
    assert Agreement.objects.in_force(today + 20 * DAY).count() == 0
    client.post(url("propose", addendum))
    addendum.refresh_from_db()
    login(Role.HEAD)
    client.post(url("decide", addendum), {"decision": "approve", "seen": addendum.seen})
    assert Agreement.objects.in_force(today + 20 * DAY).get() == row
    assertContains(client.get(url("detail", row)), "Menurut adendum sampai")
    assertNotContains(client.get(url("list")), url("detail", addendum) + '"')


# Ended


def test_ended_early_it_says_why_and_a_slip_is_put_right(client, login, today):
    login(Role.OFFICE)
    row = f.AgreementFactory()
    late = {"ended_on": (row.valid_until + DAY).isoformat(), "reason": "Mitra mundur."}
    assertContains(client.post(url("end", row), late), "sesudah hari terakhirnya")
    early = late | {"ended_on": (row.starts_on - DAY).isoformat()}
    assertContains(client.post(url("end", row), early), "sebelum perjanjian berlaku")
    client.post(url("end", row), late | {"ended_on": (today - DAY).isoformat()})
    assert not Agreement.objects.in_force(today).exists()
    assertContains(client.get(url("detail", row)), "Mitra mundur.")
    assert client.get(url("end", row)).context["form"]["reason"].value() == "Mitra mundur."
    client.post(url("resume", row))
    assert Agreement.objects.in_force(today).get() == row


def test_a_draft_that_comes_to_nothing_stays_in_the_list_with_its_reason(client, login):
    login(Role.OFFICE)
    row = f.AgreementFactory(draft=True)
    assertContains(client.post(url("drop", row), {"reason": ""}), "Tulis alasannya.")
    client.post(url("drop", row), {"reason": "Mitra memilih MoU."})
    assertContains(client.get(url("list") + "?show=dropped"), row.our_number)
    assertContains(client.get(url("detail", row)), "Mitra memilih MoU.")
    confirmed = f.AgreementFactory()
    client.post(url("drop", confirmed), {"reason": "Keliru."})
    confirmed.refresh_from_db()
    assert confirmed.is_confirmed


# Warned, renewed


def shown(client, name):
    return [row.pk for row in client.get(url("list") + f"?show={name}").context["page_obj"]]


@pytest.mark.parametrize(
    ("left", "told"),
    [
        (1, "30"),
        (30, "30"),
        (31, "60"),
        (60, "60"),
        (61, "90"),
        (90, "90"),
        (91, None),
        (0, "lapsed"),
        (-89, "lapsed"),
        (-90, None),
    ],
)
def test_it_is_told_of_once_as_its_end_comes_nearer(client, login, left, told):
    row = ends_in(left, starts_on=days.today() - 800 * DAY)
    keys = {name: f"agreement-ends-{name}" for name in ("30", "60", "90")}
    keys["lapsed"] = "agreement-lapsed"
    for role in (Role.OFFICE, Role.HEAD):
        user = login(role)
        numbers = {waits.key: number for waits, number in count_for(user)}
        for name, key in keys.items():
            listed = shown(client, name)
            assert listed == ([row.pk] if name == told else [])
            assert numbers[key] == len(listed)
    worker = f.UserFactory(roles=[Role.SOCIAL_WORKER])
    assert not {waits.key for waits, _ in count_for(worker)} & set(keys.values())


def test_what_needs_no_renewal_is_not_told_of(client, login):
    login(Role.OFFICE)
    ended = ends_in(20)
    Agreement.objects.filter(pk=ended.pk).update(
        ended_on=days.today(), ended_by=ended.recorded_by, end_reason="Mundur."
    )
    ends_in(20, partner__is_active=False)
    renewed = ends_in(20)
    f.AgreementFactory(renews=renewed, partner=renewed.partner, starts_on=days.today() + 20 * DAY)
    moved = ends_in(20)
    f.AgreementFactory(addendum_to=moved, partner=moved.partner)
    assert shown(client, "30") == []
    being_renewed = ends_in(20)
    f.AgreementFactory(draft=True, renews=being_renewed, partner=being_renewed.partner)
    assert shown(client, "30") == [being_renewed.pk]


def test_the_renewal_is_one_tap_from_hari_ini_and_filled_in_beforehand(client, login, today):
    office = login(Role.OFFICE)
    row = ends_in(10, scope="Asrama.", funding="APBD", starts_on=today - 355 * DAY)
    [told] = firsts_for(office)["agreement-ends-30"]
    assert told.url == url("renew", row)
    assertContains(client.get(reverse("reports:today")), told.url)
    form = client.get(told.url).context["form"]
    first = today + 10 * DAY
    assert form["starts_on"].value() == first
    assert form["valid_until"].value() == first + 364 * DAY
    assert (form["scope"].value(), form["our_number"].value()) == ("Asrama.", "")
    client.post(told.url, typed(our_number=""))
    renewal = row.renewals.get()
    assertRedirects(client.get(told.url), url("detail", renewal))
    assertContains(client.post(told.url, typed(our_number="")), "sudah disiapkan")
    [told] = firsts_for(office)["agreement-ends-30"]
    assert (told.url, told.verb) == (url("detail", renewal), "Buka draf")
    head = f.UserFactory(roles=[Role.HEAD])
    assert firsts_for(head)["agreement-ends-30"] == []
    assert dict((w.key, number) for w, number in count_for(head))["agreement-ends-30"] == 1


def test_one_that_did_not_come_to_be_can_be_renewed_once_more(client, login):
    login(Role.OFFICE)
    row = ends_in(10)
    client.post(url("renew", row), typed(our_number=""))
    client.post(url("drop", row.renewals.get()), {"reason": "Keliru."})
    client.post(url("renew", row), typed(our_number=""))
    assert sorted(row.renewals.values_list("state", flat=True)) == ["draft", "dropped"]


# Pages


@pytest.mark.parametrize("role", [Role.SOCIAL_WORKER, Role.HEAD])
def test_who_only_reads_has_no_button(client, login, role):
    login(role)
    row = f.AgreementFactory()
    page = client.get(url("detail", row))
    assertContains(page, row.their_number)
    assertNotContains(page, "Akhiri lebih awal")
    assert client.post(url("end", row)).status_code == 403


def test_a_partner_reads_none(client):
    member = f.MemberFactory()
    row = f.AgreementFactory(partner=member.partner)
    client.force_login(member.user)
    assert client.get(url("detail", row)).status_code == 403


def test_the_partners_page_shows_what_is_in_force_and_what_is_written(client, login):
    login(Role.SOCIAL_WORKER)
    partner = f.PartnerFactory()
    page = reverse("partners:partner_detail", args=[partner.pk])
    assertContains(client.get(page), "Hari ini tidak ada yang berlaku.")
    row, draft = f.AgreementFactory(partner=partner), f.AgreementFactory(draft=True)
    over = ends_in(-5, partner=partner, starts_on=days.today() - 90 * DAY)
    shown = client.get(page)
    assertContains(shown, url("detail", row))
    assertNotContains(shown, "tidak ada yang berlaku")
    assertContains(shown, "1 sudah berakhir")
    assertNotContains(shown, url("detail", over))
    assertNotContains(shown, url("detail", draft))


def test_a_longer_list_asks_no_more(client, login, count_queries):
    login(Role.OFFICE)
    for show in ("force", "30", "drafts"):
        ends_in(10)
        f.AgreementFactory(draft=True)
        few = count_queries(url("list") + f"?show={show}")
        for _ in range(4):
            ends_in(10)
            f.AgreementFactory(draft=True)
        assert count_queries(url("list") + f"?show={show}") == few <= 25
    row = ends_in(10)
    few = count_queries(url("detail", row))
    for _ in range(3):
        f.AgreementFactory(addendum_to=row, partner=row.partner, valid_until=None)
    assert count_queries(url("detail", row)) == few


# The paper


def upload(seed=1):
    return SimpleUploadedFile("pks.jpg", pictures.jpeg(seed=seed), "image/jpeg")


def test_the_last_scan_is_the_one_that_opens(client, login):
    login(Role.OFFICE)
    row, key = f.AgreementFactory(), uuid.uuid4()
    assert client.get(url("scan", row)).status_code == 404
    for _ in range(2):
        client.post(url("scan_add", row), {"send_key": key, "paper": upload()})
    client.post(url("scan_add", row), {"send_key": uuid.uuid4(), "paper": upload(2)})
    assert AgreementScan.objects.count() == 2
    answer = client.get(url("scan", row))
    assert answer.content == AgreementScan.objects.latest("pk").scan
    scan = AgreementScan.objects.first()
    with as_owner():
        is_refused(scan.delete, lambda: AgreementScan.objects.update(sha256="0" * 64))
    login(Role.SOCIAL_WORKER)
    assert client.get(url("scan", row)).status_code == 200
    assert Entry.objects.filter(verb="opened").exists()
