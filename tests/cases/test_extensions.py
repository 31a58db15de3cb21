"""Perpanjangan: another last day, with a reason and a decision; the earlier one stays readable."""

import datetime
import uuid
from io import BytesIO

import pytest
from django.core.exceptions import ValidationError
from django.db import DatabaseError, IntegrityError, connection, transaction
from django.urls import reverse
from pypdf import PdfReader
from pytest_django.asserts import assertContains, assertNotContains, assertRedirects

from cases.stays.exits.actions import end_stay
from cases.stays.extensions import actions
from cases.stays.extensions.models import Extension
from cases.stays.models import Exit, Stay, StayRule
from rptc import days
from rptc.accounts.permissions import Role
from rptc.audit.models import Entry
from rptc.words import tanggal_panjang
from tests.at_once import at_once
from tests.factories import (
    DelegationFactory,
    ExtensionFactory,
    LetterFactory,
    PersonFactory,
    StayFactory,
    UserFactory,
    exit_kind,
)

pytestmark = pytest.mark.django_db
LIST = reverse("cases:extension_list")
SEVERAL = reverse("cases:extension_propose_several")
DECIDE_SEVERAL = reverse("cases:extension_decide_several")


def url(stay):
    return reverse("cases:extension_propose", args=[stay.pk])


def decide(extension):
    return reverse("cases:extension_decide", args=[extension.pk])


def later(number):
    return days.today() + datetime.timedelta(days=number)


def posted(**changes):
    return {
        "send_key": str(uuid.uuid4()),
        "new_last_on": later(5).isoformat(),
        "reason": "Menunggu hasil penelusuran keluarga.",
        **changes,
    }


def approve(extension, by=None):
    return actions.decide_extension(extension, approve=True, note="", by=by or UserFactory())


# -- Asked --------------------------------------------------------------------------------------


def test_a_social_worker_asks_and_nothing_moves_yet(client, login):
    worker = login(Role.SOCIAL_WORKER)
    stay = StayFactory(days_ago=8)
    response = client.post(url(stay), posted(), follow=True)
    assertContains(response, "Menunggu keputusan Kepala UPT.")
    extension = Extension.objects.get()
    assert extension.recorded_by == worker
    assert (extension.from_last_on, extension.new_last_on) == (stay.last_on, later(5))
    stay.refresh_from_db()
    assert stay.last_on == extension.from_last_on
    assertContains(client.get(reverse("cases:stay_list")), "Lewat 2 hari")
    assertContains(client.get(reverse("cases:stay_list")), "perpanjangan diajukan")


def test_the_form_shows_the_rule_and_suggests_its_shortest_span(client, login):
    login(Role.SOCIAL_WORKER)
    page = client.get(url(StayFactory(days_ago=6)))
    assertContains(page, "3 sampai 7 hari")
    assertContains(page, "dasar hukum belum diisi")
    assertContains(page, f'value="{later(3).isoformat()}"')


def test_mistakes_are_said_beside_their_fields(client, login):
    login(Role.SOCIAL_WORKER)
    over, running = StayFactory(days_ago=8), StayFactory(days_ago=1)
    assertContains(client.post(url(over), posted(reason="")), "Tulis alasannya.")
    assertContains(client.post(url(over), posted(new_last_on="")), "Pilih sampai kapan.")
    assertContains(
        client.post(url(over), posted(new_last_on=later(-1).isoformat())), "Hari itu sudah lewat."
    )
    same = posted(new_last_on=running.last_on.isoformat())
    assertContains(client.post(url(running), same), "Pilih hari sesudahnya.")
    assert not Extension.objects.exists()


def test_one_question_at_a_time(client, login):
    login(Role.SOCIAL_WORKER)
    stay = ExtensionFactory().stay
    again = posted(new_last_on=later(20).isoformat())
    assertContains(client.post(url(stay), again), "sudah diajukan")
    assertNotContains(client.get(reverse("cases:stay_detail", args=[stay.pk])), url(stay))


def test_the_same_form_twice_is_one_extension(client, login):
    login(Role.SOCIAL_WORKER)
    stay, form = StayFactory(), posted(new_last_on=later(9).isoformat())
    for _ in range(2):
        assert client.post(url(stay), form).status_code == 302
    assert Extension.objects.count() == 1


def test_a_stay_that_ended_does_not_last_longer(client, login):
    login(Role.SOCIAL_WORKER)
    stay = StayFactory(ended=True, days_ago=3)
    assertContains(client.post(url(stay), posted()), "sudah berakhir")


def test_a_sealed_file_is_out_of_reach(client, login):
    login(Role.SOCIAL_WORKER)
    stay = StayFactory(intake__person=PersonFactory(is_sealed=True), days_ago=8)
    extension = ExtensionFactory(stay=stay)
    assert client.get(url(stay)).status_code == 404
    cancel = reverse("cases:extension_cancel", args=[extension.pk])
    assert client.get(cancel).status_code == 404
    assertNotContains(client.get(f"{LIST}?show=all"), stay.person.name)


# -- Several at once ----------------------------------------------------------------------------


def test_several_in_one_form_each_with_a_row_of_its_own(client, login):
    login(Role.SOCIAL_WORKER)
    one, two, three = StayFactory(days_ago=9), StayFactory(days_ago=8), StayFactory(days_ago=6)
    far = StayFactory(days_ago=1)
    page = client.get(SEVERAL)
    assertContains(page, one.person.name)
    assertNotContains(page, far.person.name)
    form = posted(
        **{
            f"{one.pk}-chosen": "on",
            f"{two.pk}-chosen": "on",
            f"{two.pk}-new_last_on": later(2).isoformat(),
            f"{two.pk}-reason": "Dijemput lusa.",
        }
    )
    assertRedirects(client.post(SEVERAL, form), LIST)
    first, second = Extension.objects.order_by("pk")
    assert (first.stay, first.new_last_on) == (one, later(5))
    assert (second.stay, second.new_last_on, second.reason) == (two, later(2), "Dijemput lusa.")
    assertContains(client.post(SEVERAL, form, follow=True), "sudah diajukan")
    assert Extension.objects.count() == 2
    rows = client.get(SEVERAL).context["rows"]
    assert [row.stay for row in rows] == [three]


def test_one_refused_row_holds_nobody_back(client, login):
    login(Role.SOCIAL_WORKER)
    good, bad = StayFactory(days_ago=9), StayFactory(days_ago=8)
    page = client.post(
        SEVERAL,
        posted(
            **{
                f"{good.pk}-chosen": "on",
                f"{bad.pk}-chosen": "on",
                f"{bad.pk}-new_last_on": later(-1).isoformat(),
            }
        ),
    )
    assertContains(page, "Hari itu sudah lewat.")
    assert [row.stay for row in page.context["rows"]] == [bad]
    assert Extension.objects.get().stay == good


def test_nobody_ticked_is_said(client, login):
    login(Role.SOCIAL_WORKER)
    StayFactory(days_ago=9)
    assertContains(client.post(SEVERAL, posted()), "Centang siapa yang diperpanjang.")
    assertContains(client.post(SEVERAL, posted(reason="")), "Tulis alasannya.")


def test_the_limit_of_the_board_narrows_the_rows(client, login):
    login(Role.SOCIAL_WORKER)
    over, today = StayFactory(days_ago=9), StayFactory(days_ago=6)
    for query, stays in [("over", [over]), ("today", [today]), ("x", [over, today])]:
        rows = client.get(SEVERAL, {"limit": query}).context["rows"]
        assert [row.stay for row in rows] == stays


# -- Decided ------------------------------------------------------------------------------------


def test_the_head_approves_and_the_clock_follows(client, login):
    stay = StayFactory(days_ago=8)
    first = stay.last_on
    extension = ExtensionFactory(stay=stay, new_last_on=later(4))
    login(Role.HEAD)
    page = client.get(decide(extension))
    assertContains(page, "6 hari lebih lama. Seluruhnya menjadi 13 hari.")
    assertContains(page, "Lebih lama dari aturan")
    assertRedirects(
        client.post(decide(extension), {"decision": "approve"}), reverse("reports:approvals")
    )
    stay.refresh_from_db()
    assert (stay.last_on, stay.days_over, stay.length) == (later(4), 0, 13)
    board = client.get(reverse("cases:stay_list"))
    assertContains(board, "diperpanjang")
    assertNotContains(board, "Lewat 2 hari")
    detail = client.get(reverse("cases:stay_detail", args=[stay.pk]))
    assertContains(detail, "Semula sampai")
    assertContains(detail, f"{first:%Y}")
    assert Entry.objects.filter(verb="approved", person_id=stay.person_id).exists()


def test_the_letter_says_from_when_until_when_and_why(client, login, read_pdf):
    stay = StayFactory(days_ago=8, intake__person=PersonFactory(name="Hamzah Daeng Ngalle"))
    extension = approve(ExtensionFactory(stay=stay, new_last_on=later(4)))
    assert extension.letter.number.startswith("460/1/PMP/RPTC/")
    assert extension.letter.person_id == stay.person_id
    login(Role.CARETAKER)
    address = reverse("cases:extension_letter", args=[extension.pk])
    assertContains(client.get(reverse("cases:stay_detail", args=[stay.pk])), address)
    text = read_pdf(client.get(address))
    for words in [
        "PERPANJANGAN MASA PEMBINAAN",
        extension.letter.number,
        "Hamzah Daeng Ngalle",
        tanggal_panjang(extension.from_last_on),
        tanggal_panjang(later(4)),
        "13 hari, 6 hari lebih lama",
        extension.reason,
        "disetujui untuk diperpanjang",
    ]:
        assert words in text
    assert "Berdasarkan" not in text
    assert "dasar hukum" not in text
    Stay.objects.update(ended_at=days.now())
    assert client.get(address).status_code == 404


def test_each_of_several_gets_a_number_of_its_own(db):
    StayRule.objects.update(legal_basis="Perwali 1 Tahun 2026")
    letters = [approve(ExtensionFactory(new_last_on=later(9))).letter for _ in range(3)]
    assert [letter.sequence for letter in letters] == [1, 2, 3]
    content = bytes(letters[0].files.get().content)
    assert (
        "Berdasarkan Perwali 1 Tahun 2026" in PdfReader(BytesIO(content)).pages[0].extract_text()
    )


def test_no_letter_before_the_approval(client, login):
    extension = ExtensionFactory(refused=True)
    login(Role.HEAD)
    address = reverse("cases:extension_letter", args=[extension.pk])
    assert client.get(address).status_code == 404
    with pytest.raises(IntegrityError), transaction.atomic():
        Extension.objects.update(letter=LetterFactory())


def test_the_file_tells_both_last_days(client, login):
    stay = StayFactory(days_ago=8)
    extension = approve(ExtensionFactory(stay=stay, new_last_on=later(4)))
    login(Role.HEAD)
    page = client.get(reverse("cases:person_detail", args=[stay.person_id]))
    assertContains(page, "Masa pembinaan diperpanjang")
    for day in (extension.from_last_on, extension.new_last_on):
        assertContains(page, f"Hari terakhir {day:%d/%m/%Y}.")


def test_longer_again_from_where_it_ended(db):
    stay = StayFactory(days_ago=8)
    approve(ExtensionFactory(stay=stay, new_last_on=later(2)))
    stay.refresh_from_db()
    approve(ExtensionFactory(stay=stay, new_last_on=later(6)))
    days_of = stay.extensions.order_by("pk").values_list("from_last_on", "new_last_on")
    assert list(days_of) == [(later(-2), later(2)), (later(2), later(6))]
    assert Stay.objects.get().last_on == later(6)


def test_a_refusal_says_why_and_waits_for_a_social_worker(client, login):
    extension = ExtensionFactory(stay=StayFactory(days_ago=8))
    login(Role.HEAD)
    assertContains(client.post(decide(extension), {"note": ""}), "Pilih setujui atau tolak.")
    page = client.post(decide(extension), {"decision": "refuse"})
    assertContains(page, "Tulis mengapa ditolak.")
    client.post(decide(extension), {"decision": "refuse", "note": "Keluarga sudah siap."})
    extension.refresh_from_db()
    assert extension.state == "refused"
    assert Stay.objects.get().last_on == extension.from_last_on

    worker = login(Role.SOCIAL_WORKER)
    figures = client.get(reverse("reports:today")).context["figures"]
    refused = next(f for f in figures if f.label.startswith("Perpanjangan ditolak"))
    assert refused.number == client.get(refused.url).context["page_obj"].paginator.count == 1
    actions.propose_extension(
        Extension(stay=extension.stay, new_last_on=later(2), reason="Dijemput lusa."), by=worker
    )
    assert not Extension.objects.to_be_resolved().exists()


def test_a_refusal_is_resolved_when_the_stay_ends(db):
    extension = ExtensionFactory(refused=True)
    assert Extension.objects.to_be_resolved().get() == extension
    Stay.objects.update(ended_at=days.now())
    assert not Extension.objects.to_be_resolved().exists()


def test_who_asked_does_not_decide_even_as_head(client, login):
    both = login(Role.SOCIAL_WORKER, Role.HEAD)
    extension = ExtensionFactory(recorded_by=both)
    assert client.get(decide(extension)).status_code == 404
    with pytest.raises(ValidationError, match="tidak dapat memutuskan"):
        approve(extension, by=both)


def test_what_the_head_asked_the_dinas_decides_without_a_name(client, login):
    head = UserFactory(roles=[Role.HEAD, Role.SOCIAL_WORKER])
    of_head = ExtensionFactory(recorded_by=head)
    of_worker = ExtensionFactory()
    login(Role.AGENCY)
    assert client.get(decide(of_worker)).status_code == 404
    for page in (decide(of_head), DECIDE_SEVERAL, reverse("reports:approvals")):
        assertNotContains(client.get(page), of_head.stay.person.name)
    client.post(decide(of_head), {"decision": "approve"})
    of_head.refresh_from_db()
    assert of_head.state == "approved"


def test_the_delegate_decides_in_the_days_of_the_delegation(client, login):
    extension = ExtensionFactory()
    delegation = DelegationFactory(
        delegate=UserFactory(roles=[Role.OFFICE]), approvals=["extension"]
    )
    login(delegation.delegate)
    assertContains(client.get(reverse("reports:approvals")), decide(extension))
    client.post(decide(extension), {"decision": "approve"})
    extension.refresh_from_db()
    assert extension.decided_by == delegation.delegate


def test_a_day_that_has_passed_meanwhile_is_not_approved(client, login, time_machine_at):
    extension = ExtensionFactory(stay=StayFactory(days_ago=8), new_last_on=later(1))
    time_machine_at(days.now() + datetime.timedelta(days=3))
    login(Role.HEAD)
    assertContains(client.post(decide(extension), {"decision": "approve"}), "sudah lewat")
    client.post(decide(extension), {"decision": "refuse", "note": "Ajukan lagi."})
    extension.refresh_from_db()
    assert extension.state == "refused"


def test_several_are_decided_on_one_page_each_by_itself(client, login):
    login(Role.HEAD)
    one, two, three = (ExtensionFactory() for _ in range(3))
    assertContains(client.get(reverse("reports:approvals")), DECIDE_SEVERAL)
    page = client.post(
        DECIDE_SEVERAL, {f"{one.pk}-decision": "approve", f"{two.pk}-decision": "refuse"}
    )
    assertContains(page, "Tulis mengapa ditolak.")
    assert Extension.objects.waiting().count() == 3
    answer = {
        f"{one.pk}-decision": "approve",
        f"{two.pk}-decision": "refuse",
        f"{two.pk}-note": "Keluarga sudah siap.",
    }
    client.post(DECIDE_SEVERAL, answer)
    states = Extension.objects.order_by("pk").values_list("state", flat=True)
    assert list(states) == ["approved", "refused", "proposed"]
    page = client.post(DECIDE_SEVERAL, {f"{three.pk}-note": ""}, follow=True)
    assertContains(page, "Belum ada yang diputuskan.")
    assert [three] == list(Extension.objects.waiting())


def test_a_row_that_cannot_be_decided_holds_nobody_back(client, login, time_machine_at):
    passed = ExtensionFactory(stay=StayFactory(days_ago=8), new_last_on=later(1))
    good = ExtensionFactory(new_last_on=later(12))
    time_machine_at(days.now() + datetime.timedelta(days=3))
    login(Role.HEAD)
    both = {f"{passed.pk}-decision": "approve", f"{good.pk}-decision": "approve"}
    page = client.post(DECIDE_SEVERAL, both)
    assertContains(page, "sudah lewat")
    assert [row.extension for row in page.context["rows"]] == [passed]
    good.refresh_from_db()
    assert good.state == "approved"


# -- Taken back ---------------------------------------------------------------------------------


def test_cancelled_with_a_reason_and_asked_anew(client, login):
    login(Role.SOCIAL_WORKER)
    extension = ExtensionFactory()
    cancel = reverse("cases:extension_cancel", args=[extension.pk])
    assertContains(client.post(cancel, {"reason": ""}), "Tulis alasannya.")
    client.post(cancel, {"reason": "Keluarga sudah datang."})
    extension.refresh_from_db()
    assert (extension.state, extension.decision_note) == ("cancelled", "Keluarga sudah datang.")
    client.post(url(extension.stay), posted(new_last_on=later(20).isoformat()))
    assert Extension.objects.waiting().count() == 1
    assert client.get(cancel).status_code == 404


def test_what_was_asked_falls_away_when_the_stay_ends(db):
    extension = ExtensionFactory(stay=StayFactory(days_ago=2))
    left = Exit(stay=extension.stay, kind=exit_kind("melarikan-diri"), reason="Tidak ada.")
    end_stay(left, left_at=days.now(), by=UserFactory(roles=[Role.CARETAKER]))
    extension.refresh_from_db()
    assert (extension.state, extension.decision_note) == ("cancelled", "Masa pembinaan berakhir.")
    with pytest.raises(ValidationError, match="sudah dibatalkan"):
        approve(extension)


# -- What the database holds --------------------------------------------------------------------


def refused(act):
    with pytest.raises(DatabaseError) as raised, transaction.atomic():
        act()
    return str(raised.value)


def test_a_last_day_moves_in_no_other_way(db):
    stay = StayFactory()
    asked = ExtensionFactory(stay=stay)
    for day in (later(30), asked.new_last_on, stay.last_on - days.ONE_DAY):
        move = Stay.objects.filter(pk=stay.pk).update
        assert "approved extension" in refused(lambda move=move, day=day: move(last_on=day))
    approve(asked)
    assert "approved extension" in refused(
        lambda: Stay.objects.filter(pk=stay.pk).update(last_on=asked.from_last_on)
    )


def test_a_last_day_of_a_stay_that_ended_never_moves(db):
    stay = StayFactory(ended=True, days_ago=3)
    by = {"decided_by": UserFactory(), "decided_at": days.now()}
    asked = ExtensionFactory(stay=stay, state="approved", **by)
    refused(lambda: Stay.objects.filter(pk=stay.pk).update(last_on=asked.new_last_on))


def test_an_approval_begins_at_the_last_day_of_an_open_stay(db):
    asked = ExtensionFactory(from_last_on=later(2))
    by = {"decided_by": UserFactory(), "decided_at": days.now()}
    ended = ExtensionFactory(stay=StayFactory(ended=True, days_ago=3))
    for extension in (asked, ended):
        rows = Extension.objects.filter(pk=extension.pk)
        assert "open stay" in refused(lambda rows=rows: rows.update(state="approved", **by))


def test_what_was_asked_is_never_rewritten(db):
    rows = Extension.objects.filter(pk=ExtensionFactory().pk)
    for change in (
        {"new_last_on": later(40)},
        {"reason": "Lain."},
        {"from_last_on": later(1)},
        {"stay": StayFactory()},
    ):
        assert "Cannot update" in refused(lambda change=change: rows.update(**change))


def test_the_other_constraints(db):
    by, stay = UserFactory(), StayFactory()
    decided = {"decided_by": UserFactory(), "decided_at": days.now()}
    for wrong in [
        {"new_last_on": stay.last_on},
        {"state": "approved"},
        {"state": "proposed", **decided},
        {"state": "refused", **decided},
        {"state": "approved", "recorded_by": by, "decided_by": by, "decided_at": days.now()},
    ]:
        with pytest.raises(IntegrityError), transaction.atomic():
            ExtensionFactory(stay=stay, **wrong)
    ExtensionFactory(stay=stay)
    with pytest.raises(IntegrityError), transaction.atomic():
        ExtensionFactory(stay=stay)
    ExtensionFactory(stay=stay, state="approved", **decided)
    with pytest.raises(IntegrityError), transaction.atomic():
        ExtensionFactory(stay=stay, state="approved", **decided)


def test_a_stay_keeps_the_rule_of_its_day_of_entry(db):
    stay = StayFactory()
    with connection.cursor() as cursor:
        cursor.execute(
            "INSERT INTO cases_stayrule (min_length, max_length, unit, legal_basis, valid_from)"
            " VALUES (1, 3, 'month', '', '2026-01-01') RETURNING id"
        )
        (rule_id,) = cursor.fetchone()
    rows = Stay.objects.filter(pk=stay.pk)
    assert "Cannot update" in refused(lambda: rows.update(rule=rule_id))


# -- Lists --------------------------------------------------------------------------------------


def test_each_list_has_its_rows(client, login):
    waiting, turned_down = ExtensionFactory(), ExtensionFactory(refused=True)
    login(Role.HEAD)
    for show, rows in [("waiting", [waiting]), ("refused", [turned_down]), ("all", None)]:
        page = client.get(LIST, {"show": show}).context["page_obj"]
        assert list(page) == (rows or [turned_down, waiting])
    assertContains(client.get(LIST), decide(waiting))


@pytest.mark.parametrize("page", [f"{LIST}?show=all", DECIDE_SEVERAL, SEVERAL])
def test_query_count_does_not_grow(login, count_queries, page):
    login(Role.HEAD, Role.SOCIAL_WORKER)
    ExtensionFactory()
    StayFactory(days_ago=8)
    few = count_queries(page)
    for _ in range(4):
        ExtensionFactory()
        StayFactory(days_ago=8)
    assert count_queries(page) == few


# -- At the same moment -------------------------------------------------------------------------


@pytest.mark.gate
@pytest.mark.django_db(transaction=True)
def test_two_ask_for_the_same_stay_at_once():
    workers = [UserFactory(roles=[Role.SOCIAL_WORKER]) for _ in range(2)]
    for _ in range(8):
        stay = StayFactory()
        form = {"new_last_on": later(20).isoformat(), "reason": "Menunggu keluarga."}
        answers = at_once(
            *((w, url(stay), {**form, "send_key": str(uuid.uuid4())}) for w in workers)
        )
        assert sorted(answer.status_code for answer in answers) == [200, 302]
        assert stay.extensions.count() == 1


@pytest.mark.gate
@pytest.mark.django_db(transaction=True)
def test_an_approval_and_an_end_at_once_leave_one_truth():
    """Either the stay was longer when it ended, or the question fell away; never half of it."""
    head, worker = UserFactory(roles=[Role.HEAD]), UserFactory(roles=[Role.CARETAKER])
    for _ in range(8):
        extension = ExtensionFactory(stay=StayFactory(days_ago=2))
        end = {
            "send_key": str(uuid.uuid4()),
            "kind": exit_kind("melarikan-diri").pk,
            "left_at": days.now().astimezone(days.WITA).strftime("%Y-%m-%dT%H:%M"),
            "reason": "Tidak ada di tempat.",
        }
        answers = at_once(
            (head, decide(extension), {"decision": "approve"}),
            (worker, reverse("cases:stay_end", args=[extension.stay_id]), end),
        )
        assert answers[1].status_code == 302
        assert answers[0].status_code in {200, 302, 404}
        extension.refresh_from_db()
        extension.stay.refresh_from_db()
        moved = extension.stay.last_on == extension.new_last_on
        assert (extension.state == "approved") == moved
        assert not extension.stay.is_open
