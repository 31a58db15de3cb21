"""Complaints: who writes one down, who reads it, its clock, and its answer."""

import datetime
import uuid

import pytest
from django.core.exceptions import ValidationError
from django.db import DatabaseError, IntegrityError, connection, transaction
from django.urls import reverse
from pytest_django.asserts import assertContains, assertNotContains, assertRedirects

from cases.voice.complaints import actions
from cases.voice.complaints.models import Complaint, ComplaintChannel
from cases.voice.complaints.words import read_out
from rptc import days
from rptc.accounts.permissions import Role
from rptc.audit.models import Entry
from rptc.audit.record import record
from rptc.waiting import count_for
from tests import factories as f

pytestmark = pytest.mark.django_db

WORDS = "Makanan malam selalu dingin, kata Ibu Sa'diah."


def url(name, *args):
    return reverse(f"cases:complaint_{name}", args=[getattr(arg, "pk", arg) for arg in args])


def channel(code="counter"):
    return ComplaintChannel.objects.get(code=code)


def typed(**more):
    return {
        "channel": channel().pk,
        "channel_number": "",
        "received_at": days.now().astimezone(days.WITA).strftime("%Y-%m-%dT%H:%M"),
        "about": "food",
        "about_user": "",
        "words": WORDS,
        "name": "Sa'diah",
        "phone": "0411 555 100",
        "send_key": uuid.uuid4(),
    } | more


@pytest.fixture
def head(db):
    return f.UserFactory(roles=[Role.HEAD])


@pytest.fixture
def caretaker(login):
    return login(Role.CARETAKER)


# Writing one down


def test_it_is_written_down_once_with_a_number_and_its_words_under_the_key(client, caretaker):
    data = typed()
    for _ in range(2):
        page = client.post(url("register"), data, follow=True)
    complaint = Complaint.objects.get()
    assertRedirects(page, url("detail", complaint))
    assert complaint.number == f"P-{days.today().year}-0001"
    assertContains(page, "Makanan malam selalu dingin")
    assert "dingin" not in complaint.sealed_words
    assert "Sa'diah" not in complaint.sealed_name
    assert read_out(complaint).name == "Sa'diah"
    assert Entry.objects.filter(verb="registered", object_id=complaint.pk).count() == 1


def test_numbers_go_on_past_those_that_the_writer_does_not_read(client, caretaker, login):
    client.post(url("register"), typed())
    login(Role.OFFICE)
    client.post(url("register"), typed())
    assert sorted(Complaint.objects.values_list("sequence", flat=True)) == [1, 2]


def test_a_name_or_none_and_never_both(client, caretaker):
    page = client.post(url("register"), typed(name="", phone=""))
    assertContains(page, "Tulis namanya, atau centang tanpa nama.")
    page = client.post(url("register"), typed(no_name="on"))
    assertContains(page, "Kosongkan nama dan telepon")
    client.post(url("register"), typed(no_name="on", name="", phone=""))
    assert Complaint.objects.get().is_anonymous


def test_nobody_writes_down_a_complaint_about_themselves(client, caretaker):
    page = client.post(url("register"), typed(about_user=caretaker.pk))
    assertContains(page, "dicatat petugas lain")
    with pytest.raises(IntegrityError), transaction.atomic():
        f.ComplaintFactory(recorded_by=caretaker, about_user=caretaker)


def test_a_late_evening_of_the_old_year_keeps_its_year(client, login, time_machine_at):
    time_machine_at(days.at(datetime.date(2027, 1, 1), datetime.time(8)))
    login(Role.CARETAKER)
    client.post(url("register"), typed(received_at="2026-12-31T23:30"))
    assert Complaint.objects.get().number == "P-2026-0001"


# The clock


def test_the_clock_of_its_channel_runs_in_working_days(client, login, time_machine_at):
    # Thursday; Friday 25 December is free, as are Saturday and Sunday.
    time_machine_at(days.at(datetime.date(2026, 12, 24), datetime.time(10)))
    login(Role.CARETAKER)
    ComplaintChannel.objects.filter(code="lapor").update(take_days=1, answer_days=2)
    client.post(url("register"), typed(channel=channel("lapor").pk))
    complaint = Complaint.objects.get()
    assert complaint.take_by == datetime.date(2026, 12, 28)
    assert complaint.answer_by == datetime.date(2026, 12, 29)


def test_late_is_past_the_clock_and_what_is_answered_never_is():
    today = days.today()
    late = f.ComplaintFactory(late=True)
    f.ComplaintFactory()
    f.ComplaintFactory(late=True, answered=True)
    untaken = f.ComplaintFactory(take_by=today - days.ONE_DAY)
    f.ComplaintFactory(in_hand=True, take_by=today - days.ONE_DAY)
    assert set(Complaint.objects.late(today)) == {late, untaken}
    # On its last day it is in time.
    f.ComplaintFactory(answer_by=today, take_by=today)
    assert Complaint.objects.late(today).count() == 2


def test_a_channel_that_is_taken_after_it_is_answered_is_refused(client, login):
    login(Role.HEAD)
    page = client.post(
        reverse("cases:complaint_channel_list"),
        {"name": "Kotak saran", "take_days": 9, "answer_days": 5, "is_active": "on"},
    )
    assertContains(page, "Ditangani tidak boleh sesudah dijawab.")


# Who reads it


def test_who_wrote_it_down_and_who_looks_into_it_read_it_and_no_other(client, login):
    by, owner = f.UserFactory(roles=[Role.OFFICE]), f.UserFactory(roles=[Role.CARETAKER])
    complaint = f.ComplaintFactory(in_hand=True, recorded_by=by, owner=owner)
    for user, status in [(by, 200), (owner, 200), (f.UserFactory(roles=[Role.OFFICE]), 404)]:
        login(user)
        assert client.get(url("detail", complaint)).status_code == status
    login(Role.FIELD)
    assert client.get(url("detail", complaint)).status_code == 403


def test_whom_it_is_about_reads_nothing_of_it_whatever_they_are(client, login, head):
    user = f.UserFactory(roles=[Role.SOCIAL_WORKER, Role.OFFICE])
    complaint = f.ComplaintFactory(about_user=user)
    login(user)
    assert client.get(url("detail", complaint)).status_code == 404
    assertNotContains(client.get(url("list")), complaint.number)
    login(head)
    assertContains(client.get(url("detail", complaint)), str(user))


def test_what_is_about_a_head_is_answered_by_the_dinas_alone(client, login, head):
    complaint = f.ComplaintFactory(about_user=head)
    other = f.UserFactory(roles=[Role.HEAD])
    for user in (head, other):
        login(user)
        assert client.get(url("detail", complaint)).status_code == 404
        assert client.get(url("answer", complaint)).status_code == 404
    login(Role.AGENCY)
    assertContains(client.get(url("list")), complaint.number)
    client.post(url("answer", complaint), {"answer": "Diperiksa.", "told": "letter"})
    complaint.refresh_from_db()
    assert complaint.state == "answered"
    assert client.get(url("detail", f.ComplaintFactory())).status_code == 404


def test_who_stands_in_for_the_head_answers_what_waits_and_not_what_is_about_them(client, login):
    stands_in = f.UserFactory(roles=[Role.SOCIAL_WORKER])
    f.DelegationFactory(delegate=stands_in, approvals=["complaint"])
    waits, about, over = (
        f.ComplaintFactory(),
        f.ComplaintFactory(about_user=stands_in),
        f.ComplaintFactory(answered=True),
    )
    login(stands_in)
    assert client.get(url("answer", waits)).status_code == 200
    for row in (about, over):
        assert client.get(url("detail", row)).status_code == 404
    client.post(url("answer", waits), {"answer": "Sudah.", "told": "letter"})
    assert client.get(url("detail", waits)).status_code == 200


def test_the_database_shows_no_row_to_whom_it_is_about(head):
    from tests.test_policies import count, reading

    user = f.UserFactory(roles=[Role.OFFICE])
    f.ComplaintFactory(about_user=user)
    f.ComplaintFactory()
    with reading(user):
        assert count("cases_complaint") == 1
        assert count("cases_complaintevent") == 1
    with reading(head):
        assert count("cases_complaint") == 2
    with reading(f.UserFactory(roles=[Role.PARTNER])):
        assert count("cases_complaint") == 0


def lines_of(client, complaint):
    """How many lines of this complaint, and of this one alone, the log shows."""
    page, text = client.get(reverse("audit:access_log")), f"pengaduan nomor {complaint.pk}"
    return sum(line.act.endswith(text) for line in page.context["lines"])


def test_the_log_tells_whom_it_is_about_nothing_of_it(client, login, head):
    office = f.UserFactory(roles=[Role.OFFICE])
    about, other = f.ComplaintFactory(about_user=head), f.ComplaintFactory()
    for row in (about, other):
        record(office, "registered", row)
    record(office, "opened", page="daftar pengaduan")
    login(head)
    assert [lines_of(client, row) for row in (about, other)] == [0, 1]
    assertContains(client.get(reverse("audit:access_log")), "daftar pengaduan")


def test_who_reads_the_log_and_no_complaint_reads_all_lines_but_of_those_about_them(client, login):
    privacy = f.UserFactory(roles=[Role.PRIVACY])
    office = f.UserFactory(roles=[Role.OFFICE])
    about, other = f.ComplaintFactory(about_user=privacy), f.ComplaintFactory()
    for row in (about, other):
        record(office, "registered", row)
    login(privacy)
    assert [lines_of(client, row) for row in (about, other)] == [0, 1]


# On its way


def test_it_is_given_to_somebody_who_writes_what_they_found_and_the_head_answers(client, login):
    head = login(Role.HEAD)
    owner = f.UserFactory(roles=[Role.CARETAKER], full_name="Nurhayati")
    complaint = f.ComplaintFactory()
    page = client.post(url("take", complaint), {"owner": owner.pk}, follow=True)
    assertContains(page, "Nurhayati")
    login(owner)
    assert dict((w.key, n) for w, n in count_for(owner))["complaints-mine"] == 1
    client.post(url("find", complaint), {"finding": "Kompor rusak sejak Senin."})
    assertContains(client.get(url("list") + "?show=mine"), "Tidak ada")
    assert client.get(url("answer", complaint)).status_code == 403
    login(head)
    assert dict((w.key, n) for w, n in count_for(head))["complaints-ready"] == 1
    assertContains(client.get(url("answer", complaint)), "Kompor rusak")
    client.post(url("answer", complaint), {"answer": "Kompor diganti.", "told": "telephone"})
    complaint.refresh_from_db()
    assert (complaint.state, complaint.closed_by) == ("answered", head)
    verbs = Entry.objects.filter(object_id=complaint.pk).exclude(verb="opened")
    assert set(verbs.values_list("verb", flat=True)) == {
        "took_complaint",
        "wrote_finding",
        "answered",
    }


def test_whom_it_is_about_is_never_given_it(client, login):
    login(Role.HEAD)
    user = f.UserFactory(roles=[Role.CARETAKER])
    complaint = f.ComplaintFactory(about_user=user)
    page = client.post(url("take", complaint), {"owner": user.pk})
    assert page.status_code == 200
    assert Complaint.objects.get().owner is None
    with pytest.raises(IntegrityError), transaction.atomic():
        f.ComplaintFactory(in_hand=True, owner=user, about_user=user)


def test_sent_a_second_time_it_says_that_it_was_answered(client, login):
    login(Role.HEAD)
    complaint = f.ComplaintFactory()
    said = {"answer": "Maaf.", "told": "letter"}
    client.post(url("answer", complaint), said)
    page = client.post(url("answer", complaint), said)
    assertContains(page, "Pengaduan ini sudah dijawab.")


def test_what_was_answered_stays_and_the_next_answer_stands_below(client, login):
    login(Role.HEAD)
    complaint = f.ComplaintFactory(answered=True)
    client.post(url("reopen", complaint), {"reason": "Alamatnya salah."})
    client.post(url("answer", complaint), {"answer": "Yang benar ini.", "told": "letter"})
    complaint.refresh_from_db()
    answer = read_out(complaint).answer
    assert answer.index("Kami mohon maaf.") < answer.index("Yang benar ini.")


def test_a_rejection_says_why(client, login):
    login(Role.HEAD)
    complaint = f.ComplaintFactory()
    page = client.post(url("reject", complaint), {"answer": "", "told": "letter"})
    assertContains(page, "Tulis mengapa tidak dapat diterima.")
    client.post(url("reject", complaint), {"answer": "Bukan rumah ini.", "told": "letter"})
    assert Complaint.objects.get().state == "rejected"


def test_what_was_typed_wrongly_is_mended_and_the_words_only_grow(client, login):
    by = login(Role.OFFICE)
    complaint = f.ComplaintFactory(recorded_by=by)
    data = typed(about="safety", more="Juga tadi malam.", shown_version=1)
    page = client.post(url("edit", complaint), data, follow=True)
    assertContains(page, "Juga tadi malam.")
    assertContains(page, "Airnya mati sejak pagi.")
    complaint.refresh_from_db()
    assert complaint.about == "safety"
    actions.take_complaint(complaint, owner=f.UserFactory(), by=f.UserFactory())
    assert client.get(url("edit", complaint)).status_code == 404
    complaint.refresh_from_db()
    late = typed(more="Lagi.", shown_version=complaint.version)
    assertContains(client.post(url("edit", complaint), late), "sudah ditangani")


def test_said_to_be_about_the_head_it_leaves_the_heads_pages(client, login):
    head = login(Role.HEAD)
    complaint = f.ComplaintFactory(recorded_by=None)
    page = client.post(
        url("edit", complaint), typed(about_user=head.pk, shown_version=1), follow=True
    )
    assertContains(page, "dijawab Dinas")
    assert client.get(url("detail", complaint)).status_code == 404


def test_a_new_code_is_made_by_who_answers_and_by_who_wrote_it_down_while_it_is_open(
    client, login, head
):
    by, owner = f.UserFactory(roles=[Role.OFFICE]), f.UserFactory(roles=[Role.CARETAKER])
    complaint = f.ComplaintFactory(in_hand=True, recorded_by=by, owner=owner)
    for user, status in [(by, 200), (owner, 404), (head, 200)]:
        login(user)
        page = client.get(url("detail", complaint))
        assert ("Buat kode" in page.content.decode()) == (status == 200)
        assert client.post(url("code", complaint)).status_code == status
    actions.answer_complaint(complaint, answer="Sudah.", told="code", by=head)
    for user, status in [(by, 404), (head, 200)]:
        login(user)
        assert client.post(url("code", complaint)).status_code == status


# What the database holds


@pytest.mark.parametrize(
    "columns",
    [
        {"state": "answered"},
        {"sealed_words": ""},
        {"state": "in_hand"},
        {"is_anonymous": False},
        {"sequence": 9},
        {"recorded_by_id": None},
    ],
)
def test_the_database_refuses(columns):
    complaint = f.ComplaintFactory()
    with pytest.raises(DatabaseError), transaction.atomic():
        Complaint.objects.filter(pk=complaint.pk).update(**columns)


def test_one_that_was_answered_stays_as_it_is():
    complaint = f.ComplaintFactory(answered=True)
    for columns in ({"told": "letter"}, {"about": "food"}, {"sealed_answer": "x"}):
        with pytest.raises(DatabaseError), transaction.atomic():
            Complaint.objects.filter(pk=complaint.pk).update(**columns)
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("DELETE FROM cases_complaint")
    assert Complaint.objects.filter(pk=complaint.pk).exists()


def test_the_history_keeps_no_word(client, login):
    login(Role.HEAD)
    complaint = f.ComplaintFactory()
    columns = {field.name for field in complaint.history.model._meta.get_fields()}
    assert not {name for name in columns if name.startswith("sealed_")} | columns & {"code_hash"}
    page = client.get(reverse("reports:record_history", args=["complaint", complaint.pk]))
    assert page.status_code == 200


def test_the_list_asks_as_often_for_many(client, login, count_queries):
    login(Role.HEAD)
    f.ComplaintFactory(in_hand=True)
    few = count_queries(url("list"))
    f.ComplaintFactory.create_batch(5, in_hand=True)
    assert count_queries(url("list")) == few <= 25


def test_the_poster_says_the_address(client, login, read_pdf, settings):
    login(Role.OFFICE)
    text = read_pdf(client.get(url("poster_print")))
    assert "/keluhan/" in text


def test_a_closed_one_is_not_in_hand(head):
    with pytest.raises(ValidationError, match="sudah dijawab"):
        actions.take_complaint(f.ComplaintFactory(answered=True), owner=head, by=head)
