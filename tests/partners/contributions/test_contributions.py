"""What partners give and promise (R54, R94): written by the office, confirmed by the head, with a
paper or not; and the page of a year."""

import datetime
import uuid

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import DatabaseError, transaction
from django.urls import reverse
from pytest_django.asserts import assertContains, assertRedirects

from partners.contributions import actions
from partners.contributions.costs import Pocket, costs_of, per_day
from partners.contributions.days import Had, PersonDays, person_days
from partners.contributions.models import Contribution, ContributionScan, Pledge
from reports.figures.returns import outcomes
from rptc import days
from rptc.accounts.permissions import Role
from rptc.letters.models import Letter
from rptc.waiting import count_for
from tests import factories as f
from tests import pictures
from tests.database_roles import as_owner

pytestmark = pytest.mark.django_db
DAY = days.ONE_DAY
SAME = uuid.uuid4()


def url(name, *args):
    return reverse(f"partners:{name}", args=[getattr(arg, "pk", arg) for arg in args])


def typed(**more):
    return {
        "giver_name": "Toko Ma'rang",
        "source": "private",
        "kind": "money",
        "what": "Biaya sekolah",
        "amount": "2.500.000",
        "on": days.today().isoformat(),
        "send_key": uuid.uuid4(),
    } | more


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


def test_the_office_writes_it_once_and_the_head_confirms_it(client, login):
    office = login(Role.OFFICE)
    data = typed(send_key=SAME)
    for _ in range(2):
        page = client.post(url("contribution_add"), data, follow=True)
    row = Contribution.objects.get()
    assertContains(page, "Toko Ma&#x27;rang")
    assert (row.recorded_by, row.state, row.amount) == (office, "proposed", 2_500_000)
    assert client.post(url("contribution_add"), data | {"what": "Lain"}).status_code == 409
    login(Role.HEAD)
    assertContains(client.get(reverse("reports:approvals")), url("contribution_decide", row))
    answer = {"decision": "approve", "seen": row.seen}
    client.post(url("contribution_decide", row), answer)
    row.refresh_from_db()
    assert (row.state, list(Contribution.objects.of_year(days.today().year))) == (
        "confirmed",
        [row],
    )


def test_sent_back_it_waits_for_the_office_and_is_laid_before_the_head_again(client, login):
    row = f.ContributionFactory(proposed=True)
    login(Role.HEAD)
    back = {"decision": "refuse", "seen": row.seen, "note": "Tanpa surat."}
    client.post(url("contribution_decide", row), back)
    office = login(Role.OFFICE)
    counted = {waits.key: number for waits, number in count_for(office)}
    assert counted["contributions-sent-back"] == 1
    listed = client.get(url("contribution_list") + "?show=drafts").context["page_obj"]
    assert list(listed) == [row]
    assertContains(client.get(url("contribution_detail", row)), "Tanpa surat.")
    row.refresh_from_db()
    data = typed(shown_version=row.version, paper_number="12/TM")
    assertRedirects(
        client.post(url("contribution_edit", row), data), url("contribution_detail", row)
    )
    row.refresh_from_db()
    assert (row.state, row.paper_number, row.decided_by) == ("proposed", "12/TM", None)


def test_nobody_confirms_what_they_had_a_hand_in(client, login):
    both = f.UserFactory(roles=[Role.OFFICE, Role.HEAD])
    login(both)
    for more in ({"recorded_by": both}, {"last_by": both}):
        row = f.ContributionFactory(proposed=True, **more)
        assert client.get(url("contribution_decide", row)).status_code == 404
        decided = {"state": "confirmed", "decided_by": both, "decided_at": days.now()}
        is_refused(lambda row=row, decided=decided: _rows(row).update(**decided))


def _rows(row):
    return type(row).objects.filter(pk=row.pk)


@pytest.mark.parametrize(
    ("more", "fields"),
    [
        ({"giver_name": ""}, ["giver_name"]),
        ({"source": ""}, ["source"]),
        ({"kind": ""}, ["kind"]),
        ({"what": ""}, ["what"]),
        ({"amount": ""}, ["amount"]),
        ({"amount": "0"}, ["amount"]),
        ({"quantity": "3"}, ["quantity"]),
        ({"kind": "goods", "amount": ""}, ["quantity", "unit"]),
        ({"on": (days.today() + 2 * DAY).isoformat()}, ["on"]),
    ],
)
def test_what_is_wrong_is_said_at_its_place(client, login, more, fields):
    login(Role.OFFICE)
    page = client.post(url("contribution_add"), typed(**more))
    assert sorted(page.context["form"].errors) == fields
    assert not Contribution.objects.exists()


def test_goods_are_counted_in_their_unit_with_or_without_a_value(client, login):
    login(Role.OFFICE)
    goods = typed(kind="goods", what="Kasur", quantity="10", unit="buah", amount="")
    client.post(url("contribution_add"), goods)
    client.post(url("contribution_add"), goods | {"amount": "900000", "send_key": uuid.uuid4()})
    first, second = Contribution.objects.order_by("pk")
    assert (first.measure, first.is_worth_something) == ("10 buah", False)
    assert "senilai Rp 900.000" in second.detail


def test_confirmed_by_mistake_it_is_withdrawn_by_the_head_and_counts_no_more(client, login):
    row = f.ContributionFactory(paper_number="1")
    login(Role.OFFICE)
    assert client.get(url("contribution_edit", row)).status_code == 404
    assertContains(client.post(url("contribution_drop", row), {"reason": "Keliru."}), "sudah")
    assert client.post(url("contribution_withdraw", row), {"reason": "Keliru."}).status_code == 403
    login(Role.HEAD)
    page = client.post(url("contribution_withdraw", row), {"reason": ""})
    assertContains(page, "Tulis alasannya.")
    client.post(url("contribution_withdraw", row), {"reason": "Dicatat dua kali."})
    assertContains(client.get(url("contribution_detail", row)), "Dicatat dua kali.")
    assert not costs_of(days.today().year).lines
    assertContains(client.get(url("contribution_list") + "?show=nothing"), row.what)


# Papers


def test_confirmed_without_a_paper_it_waits_for_one(client, login):
    office = login(Role.OFFICE)
    row = f.ContributionFactory()
    f.ContributionFactory(paper_number="12")
    f.ContributionScanFactory()
    f.ContributionFactory(proposed=True)
    counted = {waits.key: number for waits, number in count_for(office)}
    listed = client.get(url("contribution_list") + "?show=paper").context["page_obj"]
    assert (list(listed), counted["contributions-without-paper"]) == ([row], 1)
    for _ in range(2):
        client.post(url("contribution_receipt_write", row))
    assert Letter.objects.count() == 1
    assert not Contribution.objects.without_paper().exists()


def test_the_receipt_says_who_gave_what(client, login, read_pdf):
    login(Role.OFFICE)
    row = f.ContributionFactory(goods=True, amount=900_000)
    client.post(url("contribution_receipt_write", row))
    said = "".join(read_pdf(client.get(url("contribution_receipt", row))).split())
    for words in (str(row.partner), "10 buah", "900.000"):
        assert "".join(words.split()) in said
    assertContains(client.get(reverse("letters:letter_list")), "Tanda terima sumbangan")
    waiting = f.ContributionFactory(proposed=True)
    page = client.post(url("contribution_receipt_write", waiting), follow=True)
    assertContains(page, "sesudah sumbangan disahkan")


def test_the_scan_is_kept(client, login):
    login(Role.OFFICE)
    row = f.ContributionFactory()
    paper = SimpleUploadedFile("n.jpg", pictures.jpeg(seed=1), "image/jpeg")
    data = {"paper": paper, "send_key": uuid.uuid4()}
    client.post(url("contribution_scan_add", row), data)
    kept = ContributionScan.objects.get()
    assert client.get(url("contribution_scan", row)).content == kept.scan
    with as_owner():
        is_refused(_rows(kept).delete, lambda: _rows(kept).update(sha256="0" * 64))


# Promised


def promised(**more):
    return {
        "year": days.today().year,
        "kind": "money",
        "what": "Biaya sekolah",
        "amount": "10.000.000",
        "send_key": uuid.uuid4(),
    } | more


def test_a_pledge_is_written_with_its_agreement_and_read_by_who_confirms_it(client, login):
    login(Role.OFFICE)
    agreement = f.AgreementFactory(draft=True)
    client.post(url("pledge_add", agreement), promised())
    row = Pledge.objects.get()
    edit = promised(shown_version=row.version, amount="12.000.000")
    client.post(url("pledge_edit", row), edit)
    client.post(url("agreement_propose", agreement))
    page = client.post(url("pledge_edit", row), edit | {"shown_version": 2})
    assertContains(page, "selama perjanjiannya masih draf")
    assertContains(client.post(url("pledge_add", agreement), promised()), "masih draf")
    login(Role.HEAD)
    page = client.get(url("agreement_decide", agreement))
    assertContains(page, "Rp 12.000.000")
    refused("pledge_is_written_with_its_agreement", lambda: _rows(row).update(amount=1))


def test_what_was_given_for_a_pledge_makes_the_gap_smaller(client, login, today):
    login(Role.OFFICE)
    pledge = f.PledgeFactory(standing=True)
    goods = f.PledgeFactory(
        standing=True, kind="goods", amount=None, quantity=20, unit="buah", what="Kasur"
    )
    partner = pledge.agreement.partner
    own = typed(giver_name="", partner=partner.pk, source="partner", pledge=pledge.pk)
    client.post(url("contribution_add"), own)
    wrong = typed(pledge=pledge.pk)
    page = client.post(url("contribution_add"), wrong)
    assert list(page.context["form"].errors) == ["pledge"]
    given = {"partner": goods.agreement.partner, "pledge": goods, "goods": True, "unit": "buah"}
    f.ContributionFactory(**given)
    f.ContributionFactory(proposed=True, **given)
    rows = {each.pk: each for each in Pledge.objects.of_year(today.year).with_received()}
    # The money waits for the head.
    assert (rows[pledge.pk].gap, rows[goods.pk].gap) == (10_000_000, 10)
    row = Contribution.objects.get(pledge=pledge)
    head = f.UserFactory(roles=[Role.HEAD])
    actions.decide_contribution(row, approve=True, by=head, seen=row.seen)
    page = client.get(url("contribution_figures"))
    assertContains(page, "Kurang Rp 7.500.000")
    assertContains(page, "Kurang 10 buah")
    assertContains(client.get(url("agreement_detail", pledge.agreement)), "Kurang Rp 7.500.000")


def test_only_what_stands_is_promised(today):
    f.PledgeFactory()
    f.PledgeFactory(standing=True, is_dropped=True)
    last_year = f.PledgeFactory(standing=True, year=today.year - 1)
    over = f.PledgeFactory(standing=True, year=today.year + 1)
    rows = type(over.agreement).objects.filter(pk=over.agreement.pk)
    rows.update(ended_on=today, ended_by=f.UserFactory(), end_reason="Mundur.")
    assert not Pledge.objects.of_year(today.year).exists()
    assert Pledge.objects.of_year(today.year - 1).get() == last_year
    assert not Pledge.objects.of_year(today.year + 1).exists()


# The database


def test_rows_that_no_page_writes_are_refused():
    row, pledge = f.ContributionFactory(), f.PledgeFactory(standing=True)
    refused(
        "contribution_confirmed_stays_as_written",
        lambda: _rows(row).update(amount=1),
        lambda: _rows(row).update(what="Lain"),
        lambda: _rows(row).update(on=days.today() - DAY),
    )
    refused(
        "contribution_has_one_giver",
        lambda: f.ContributionFactory(partner=None),
        lambda: f.ContributionFactory(giver_name="Toko"),
    )
    refused(
        "contribution_is_measured",
        lambda: f.ContributionFactory(amount=None),
        lambda: f.ContributionFactory(goods=True, unit=""),
        lambda: f.ContributionFactory(quantity=3),
    )
    refused("contribution_is_of_something", lambda: f.ContributionFactory(amount=0))
    refused("contribution_says_what", lambda: f.ContributionFactory(what=""))
    refused(
        "contribution_state_fits_its_decision",
        lambda: f.ContributionFactory(decided_by=None, decided_at=None),
    )
    refused("contribution_end_says_by_whom_and_why", lambda: _rows(row).update(state="withdrawn"))
    own = {"partner": pledge.agreement.partner, "pledge": pledge}
    refused(
        "contribution_is_of_its_pledge",
        lambda: f.ContributionFactory(pledge=pledge),
        lambda: f.ContributionFactory(goods=True, **own),
        lambda: f.ContributionFactory(
            pledge=(draft := f.PledgeFactory()), partner=draft.agreement.partner
        ),
    )
    f.ContributionFactory(**own)
    refused("pledge_says_what", lambda: f.PledgeFactory(what=""))
    refused("pledge_is_of_a_year", lambda: f.PledgeFactory(year=26))
    refused(
        "pledge_is_measured",
        lambda: f.PledgeFactory(amount=None),
        lambda: f.PledgeFactory(kind="goods", quantity=1, unit="dus"),
    )
    refused("pledge_is_of_something", lambda: f.PledgeFactory(amount=0))
    refused(
        "pledge_is_written_with_its_agreement",
        lambda: f.PledgeFactory(agreement=f.AgreementFactory()),
    )
    with as_owner():
        is_refused(_rows(row).delete, _rows(pledge).delete)


# The year


def test_costs_stand_where_they_were_written_and_go_by_whose_pocket(today):
    year = today.year
    bill = f.HospitalBillFactory(amount=300, payer="dinsos")
    paid = {"paid_on": today, "receipt": "K-1", "paid_by": bill.recorded_by}
    _rows(bill).update(on=today, **paid)
    other = f.HospitalBillFactory(amount=700, payer="bpjs")
    _rows(other).update(on=today, **paid)
    f.HospitalBillFactory(amount=9_000)
    help = f.HelpFactory(paid=True, paid_on=today, amount=50)
    _rows(help).update(letter=f.LetterFactory(numbered=True))
    f.HelpFactory(paid=True, paid_on=today, amount=8_000)
    f.ContributionFactory(amount=20, paper_number="1")
    f.ContributionFactory(amount=7, source="private", partner=None, giver_name="Toko",
                          paper_number="1")  # fmt: skip
    f.ContributionFactory(goods=True, paper_number="1")
    f.ContributionFactory(amount=6_000)
    f.ContributionFactory(amount=5_000, paper_number="1", on=datetime.date(year - 1, 12, 31))
    costs = costs_of(year)
    sums = {pocket: sum for pocket, _, sum in costs.by_pocket}
    assert sums == {
        Pocket.CITY: 350,
        Pocket.PARTNER: 20,
        Pocket.PRIVATE: 7,
        Pocket.OUTSIDE: 700,
    }
    assert (costs.total, costs.of_house) == (377, 350)
    assert [line.number for line in costs.lines if line.what == "Sumbangan barang"] == [1]
    found = PersonDays(today, today, Had(7, 1), {})
    assert per_day(costs, found) == 50
    assert per_day(costs, PersonDays(today, today, Had(), {})) is None


@pytest.mark.parametrize("role", [Role.SOCIAL_WORKER, Role.OFFICE, Role.HEAD])
def test_the_page_of_a_year_and_its_paper(client, login, read_pdf, role):
    login(role)
    f.StayFactory(days_ago=3)
    f.ContributionFactory(paper_number="1")
    f.PledgeFactory(standing=True)
    page = client.get(url("contribution_figures"))
    house = person_days(days.today().year).house.days
    assertContains(page, f"{house} hari-orang")
    assertContains(page, "Cara menghitung")
    said = read_pdf(client.get(url("contribution_figures_print")))
    assert "SEMENTARA" in said
    assert "2.500.000" in said
    for year in (days.today().year - 1, 2000):
        assert client.get(url("contribution_figures") + f"?year={year}").status_code == 200
    for year in ("x", days.today().year + 1, 1999):
        assert client.get(url("contribution_figures") + f"?year={year}").status_code == 404


def test_a_list_opens_only_for_who_may_open_it(client, login):
    bill = f.HospitalBillFactory()
    paid = {"paid_on": days.today(), "receipt": "K-1", "paid_by": bill.recorded_by}
    _rows(bill).update(on=days.today(), **paid)
    login(Role.OFFICE)
    assertContains(client.get(url("contribution_figures")), reverse("cases:hospital_bills"))


def test_a_list_behind_a_figure_has_as_many_rows(client, login):
    login(Role.HEAD)
    f.ContributionFactory.create_batch(2, paper_number="1")
    f.ContributionFactory(source="private", paper_number="1")
    for line in costs_of(days.today().year).lines:
        assert client.get(line.url).context["page_obj"].paginator.count == line.number


def test_queries_do_not_grow_with_rows(client, login, django_assert_max_num_queries):
    login(Role.HEAD)
    for _ in range(6):
        f.ContributionFactory(paper_number="1")
        f.PledgeFactory(standing=True)
    for page in (url("contribution_figures"), url("contribution_list")):
        client.get(page)
        with django_assert_max_num_queries(25):
            client.get(page)


# Lasting outcomes


def test_an_outcome_has_a_cost_from_ten_on_and_for_a_whole_year(client, login, today):
    head = login(Role.HEAD)
    assert outcomes.outcomes_of(head, today.year) is None
    assertContains(client.get(url("contribution_figures")), "belum dapat dinilai seluruhnya")
    year = today.year - 3
    days_ago = (today - datetime.date(year, 3, 1)).days
    f.ContributionFactory(
        source="city", amount=1_000, paper_number="1", on=datetime.date(year, 3, 1)
    )
    f.LeftFactory.create_batch(9, days_ago=days_ago)
    page = url("contribution_figures") + f"?year={year}"
    assertContains(client.get(page), "mulai 10 hasil")
    f.LeftFactory(days_ago=days_ago)
    assert outcomes.outcomes_of(head, year) == 10
    assertContains(client.get(page), "Rp 100 per hasil yang bertahan")
