"""The digest of a morning and alerts: to whom, how often, what they say, and what happens where no
server takes them."""

import datetime
import io
import re
import threading
from dataclasses import replace

import psycopg2
import pytest
from django.conf import settings
from django.core import mail
from django.core.management import CommandError, call_command
from django.db import DatabaseError, connection, transaction
from post_office.models import STATUS, Email, Log

from rptc import days, waiting
from rptc.accounts.permissions import Role
from rptc.mail import checks, queue
from rptc.mail.models import Alert, Digest
from rptc.mail.nightly import forget_mail
from rptc.mail.pressing import number_for, urgent_for
from tests import factories as f
from tests.database_roles import EVERYBODY, as_owner, read_as
from tests.partners.referrals.way import read_by_partner, referral_at
from tests.template_database import address

pytestmark = pytest.mark.django_db
DAY = datetime.date(2026, 11, 24)


@pytest.fixture(autouse=True)
def morning(time_machine_at, settings):
    settings.EMAIL_HOST = "mail.rptc.example"
    settings.PUBLIC_ADDRESS = "https://rptc.example"
    time_machine_at(days.at(DAY, datetime.time(6, 5)))


@pytest.fixture
def evening(time_machine_at, morning):
    time_machine_at(days.at(DAY, datetime.time(20)))


def send():
    """As the timer does, and what it says."""
    said = io.StringIO()
    try:
        with as_owner():
            call_command("send_mail", stdout=said)
    finally:
        # In life it ends with the transaction of each user.
        read_as(EVERYBODY)
    return said.getvalue().strip()


def reader(*roles, **columns):
    return f.MailChoiceFactory(user=f.UserFactory(roles=list(roles)), **columns)


def subjects(choice):
    return [each.subject for each in mail.outbox if each.to == [choice.address]]


def emails():
    with as_owner():
        return list(Email.objects.order_by("pk"))


# The morning


def test_the_digest_says_how_much_waits_and_where(client):
    head = reader(Role.HEAD)
    f.PlanFactory.create_batch(2, submitted=True)
    with as_owner():
        number = number_for(head.user).number
    assert number >= 2
    send()
    [digest] = mail.outbox
    assert digest.to == [head.address]
    assert digest.subject == f"RPTC: {number} hal menunggu Anda"
    assert digest.body.startswith(
        f"{number} hal menunggu Anda hari ini.\n\nBuka: https://rptc.example/"
    )
    client.force_login(head.user)
    [link] = re.findall(r"https://rptc.example(\S+)", digest.body)
    assert client.get(link).status_code == 200


def test_it_comes_once_a_day(time_machine_at):
    reader(Role.HEAD)
    f.PlanFactory(submitted=True)
    for _ in range(3):
        send()
    assert len(mail.outbox) == 1
    time_machine_at(days.at(DAY + days.ONE_DAY, datetime.time(11, 59)))
    send()
    assert len(mail.outbox) == 2


@pytest.mark.parametrize("clock", [datetime.time(5, 59), datetime.time(12)])
def test_it_comes_in_the_morning_alone(time_machine_at, clock):
    time_machine_at(days.at(DAY, clock))
    reader(Role.HEAD)
    f.PlanFactory(submitted=True)
    send()
    assert mail.outbox == []


def test_where_nothing_waits_nothing_comes():
    reader(Role.FIELD)
    send()
    send()
    assert mail.outbox == []
    with as_owner():
        assert Digest.objects.count() == 1


def test_where_counting_stops_it_says_more(monkeypatch):
    head = reader(Role.HEAD)
    f.PlanFactory.create_batch(3, submitted=True)
    few = [replace(kind, most=1) for kind in waiting.registered()]
    monkeypatch.setattr(waiting, "_registered", {kind.key: kind for kind in few})
    with as_owner():
        waits = number_for(head.user)
    assert waits.is_more


def test_switched_off_or_closed_nothing_comes():
    f.AbsenceFactory()
    reader(Role.HEAD, morning_digest=False, urgent_alerts=False)
    reader(Role.HEAD, address="")
    closed = reader(Role.HEAD)
    closed.user.is_active = False
    closed.user.save()
    f.UserFactory(roles=[Role.HEAD])
    send()
    assert emails() == []
    with as_owner():
        assert not Digest.objects.exists()
        assert not Alert.objects.exists()


@pytest.mark.parametrize(
    ("off", "left"), [("morning_digest", "hal mendesak"), ("urgent_alerts", "hal menunggu")]
)
def test_one_is_switched_off_and_the_other_comes(off, left):
    f.AbsenceFactory()
    reader(Role.HEAD, **{off: False})
    send()
    [one] = mail.outbox
    assert left in one.subject


def test_switched_off_while_the_command_runs_nothing_is_written():
    choice = reader(Role.HEAD)
    f.AbsenceFactory()
    user = choice.user
    with as_owner():
        type(choice).objects.update(morning_digest=False, urgent_alerts=False)
        assert not queue.write_digest(choice.pk, user)
        assert not queue.write_alert(choice.pk, user)
    assert emails() == []


# What is urgent


def test_a_missing_klien_is_told_to_social_worker_house_and_head_at_any_hour(evening):
    told = [reader(role) for role in (Role.SOCIAL_WORKER, Role.CARETAKER, Role.HEAD)]
    others = [reader(role) for role in (Role.FIELD, Role.OFFICE, Role.AGENCY, Role.ADMIN)]
    absence = f.AbsenceFactory(stay__social_worker=told[0].user)
    send()
    for choice in told:
        assert subjects(choice) == ["RPTC: 1 hal mendesak menunggu Anda"]
    assert not any(subjects(choice) for choice in others)
    with as_owner():
        assert set(Alert.objects.values_list("what", "number")) == {("cases.absence", absence.pk)}


def test_what_happened_at_a_partner_is_told_to_those_of_the_case_the_house_and_the_head(evening):
    worker, house, head = (
        reader(role) for role in (Role.SOCIAL_WORKER, Role.CARETAKER, Role.HEAD)
    )
    strange = reader(Role.SOCIAL_WORKER)
    stay = f.StayFactory(social_worker=worker.user)
    referral = f.ReferralFactory(there=True, stay=stay, recorded_by=worker.user)
    f.PartnerIncidentFactory(referral=referral, kind="came")
    send()
    for choice in (worker, house, head):
        assert subjects(choice) == ["RPTC: 1 hal mendesak menunggu Anda"], choice.user.roles_today
    assert subjects(strange) == []


def test_an_alert_comes_once_and_the_next_one_by_itself(evening):
    head = reader(Role.HEAD)
    f.AbsenceFactory()
    for _ in range(3):
        send()
    assert len(subjects(head)) == 1
    f.AbsenceFactory.create_batch(2)
    send()
    assert subjects(head)[1:] == ["RPTC: 2 hal mendesak menunggu Anda"]


def test_what_is_over_and_begins_again_is_told_again(evening):
    head = reader(Role.HEAD)
    incident = f.PartnerIncidentFactory()
    send()
    reply = f.IncidentReplyFactory(incident=incident)
    send()
    with as_owner():
        assert not Alert.objects.exists()
    assert len(subjects(head)) == 1
    later = reply.recorded_at + datetime.timedelta(seconds=1)
    f.IncidentNoteFactory(incident=incident, recorded_at=later)
    send()
    assert len(subjects(head)) == 2


def test_switched_on_again_all_is_told_that_is_urgent_then(evening):
    head = reader(Role.HEAD)
    f.AbsenceFactory()
    send()
    for is_on in (False, True):
        with as_owner():
            type(head).objects.update(urgent_alerts=is_on)
        send()
    assert len(subjects(head)) == 2


def test_own_familys_is_told_to_nobody_of_it(evening):
    head = reader(Role.HEAD)
    absence = f.AbsenceFactory()
    f.ConflictFactory(user=head.user, person=absence.stay.person)
    send()
    assert subjects(head) == []


def test_each_urgent_kind_has_rows_with_a_key():
    """SQL of a room's own names none, and could not be told once."""
    kinds = [kind for kind in waiting.registered() if kind.is_urgent]
    assert {"absences-open", "partner-incidents-open", "pickups-to-decide"} <= {
        kind.key for kind in kinds
    }
    everybody = f.UserFactory(roles=set(Role) - {Role.PARTNER})
    with as_owner():
        assert urgent_for(everybody) == set()


# The partner


@pytest.fixture
def partner():
    member = f.MemberFactory()
    return member, f.MailChoiceFactory(user=member.user)


def test_a_partner_is_told_that_a_referral_waits_and_no_other_partner(partner, evening):
    member, choice = partner
    other = f.MailChoiceFactory(user=f.MemberFactory().user)
    referral_at("sent", partner=member.partner)
    send()
    assert subjects(choice) == ["RPTC: 1 hal mendesak menunggu Anda"]
    assert subjects(other) == []


def test_a_partner_is_told_of_what_it_must_know_until_it_has_read_it(partner, evening):
    member, choice = partner
    referral = referral_at("accepted", partner=member.partner)
    read_by_partner(referral)
    send()
    assert subjects(choice) == []
    f.FlagFactory(person=referral.person)
    send()
    send()
    assert len(subjects(choice)) == 1
    read_by_partner(referral)
    send()
    f.FlagFactory(person=referral.person)
    send()
    assert len(subjects(choice)) == 2


def test_a_partner_is_told_of_our_answer_to_an_incident(partner, evening):
    member, choice = partner
    referral = f.ReferralFactory(there=True, partner=member.partner)
    read_by_partner(referral)
    incident = f.PartnerIncidentFactory(referral=referral)
    send()
    assert subjects(choice) == []
    f.IncidentReplyFactory(incident=incident)
    send()
    assert len(subjects(choice)) == 1


def test_in_the_morning_a_partner_reads_the_number_of_its_portal(partner):
    member, choice = partner
    referral_at("sent", partner=member.partner)
    f.AskedPartnerFactory(partner=member.partner, sent=True)
    send()
    assert "RPTC: 2 hal menunggu Anda" in subjects(choice)


# Servers


def test_without_a_server_it_stays_in_the_queue_and_goes_while_it_is_of_that_morning(
    settings, time_machine_at
):
    settings.EMAIL_HOST = ""
    reader(Role.HEAD, urgent_alerts=False)
    f.PlanFactory(submitted=True)
    assert "RPTC_MAIL tidak diatur" in send()
    assert mail.outbox == []
    assert [email.status for email in emails()] == [STATUS.queued]
    settings.EMAIL_HOST = "mail.rptc.example"
    settings.DEFAULT_FROM_EMAIL = "RPTC <rptc@rptc.example>"
    assert send().endswith("1 terkirim, 0 gagal.")
    [digest] = mail.outbox
    assert digest.from_email == "RPTC <rptc@rptc.example>"


def test_what_is_too_old_never_goes(settings, time_machine_at):
    settings.EMAIL_HOST = ""
    reader(Role.HEAD)
    f.AbsenceFactory()
    send()
    assert len(emails()) == 2
    settings.EMAIL_HOST = "mail.rptc.example"
    time_machine_at(days.at(DAY + days.ONE_DAY, datetime.time(20)))
    send()
    assert mail.outbox == []


@pytest.mark.parametrize("then", ["closed", "without an address"])
def test_what_was_written_for_an_account_that_was_closed_since_never_goes(settings, then):
    settings.EMAIL_HOST = ""
    gone, stays = reader(Role.HEAD), reader(Role.HEAD)
    f.AbsenceFactory()
    send()
    assert {email.to[0] for email in emails()} == {gone.address, stays.address}
    if then == "closed":
        gone.user.is_active = False
        gone.user.save()
    else:
        with as_owner():
            type(gone).objects.filter(pk=gone.pk).update(address="")
    settings.EMAIL_HOST = "mail.rptc.example"
    send()
    assert {to for each in mail.outbox for to in each.to} == {stays.address}
    assert {email.to[0] for email in emails()} == {stays.address}


def test_who_gives_another_address_before_it_went_is_told_there(settings, evening):
    """A typing mistake put right must not cost the alert."""
    settings.EMAIL_HOST = ""
    head = reader(Role.HEAD)
    f.AbsenceFactory()
    send()
    with as_owner():
        type(head).objects.filter(pk=head.pk).update(address="benar@rptc.example")
    settings.EMAIL_HOST = "mail.rptc.example"
    send()
    assert mail.outbox == []
    send()
    assert [each.to for each in mail.outbox] == [["benar@rptc.example"]]
    send()
    assert len(mail.outbox) == 1


@pytest.mark.parametrize("server", ["RefusesAll", "IsNotThere"])
def test_a_server_that_takes_nothing_is_asked_again_later(
    settings, time_machine_at, server, caplog
):
    taking = settings.POST_OFFICE
    settings.POST_OFFICE = taking | {"BACKENDS": {"default": f"tests.mail.servers.{server}"}}
    head = reader(Role.HEAD, urgent_alerts=False)
    f.PlanFactory(submitted=True)
    assert send().endswith("0 terkirim, 1 gagal.")
    assert send().endswith("0 terkirim, 0 gagal.")
    [email] = emails()
    assert email.status == STATUS.requeued
    assert head.address not in caplog.text or server == "RefusesAll"
    settings.POST_OFFICE = taking
    time_machine_at(days.at(DAY, datetime.time(6, 25)))
    assert send().endswith("1 terkirim, 0 gagal.")
    assert len(subjects(head)) == 1


def test_it_gives_up_after_two_hours(settings, time_machine_at):
    refuses = {"BACKENDS": {"default": "tests.mail.servers.RefusesAll"}}
    settings.POST_OFFICE = settings.POST_OFFICE | refuses
    reader(Role.HEAD, urgent_alerts=False)
    f.PlanFactory(submitted=True)
    for quarter in range(12):
        minutes = datetime.timedelta(minutes=16 * quarter)
        time_machine_at(days.at(DAY, datetime.time(6, 5)) + minutes)
        send()
    [email] = emails()
    assert (email.status, email.number_of_retries) == (STATUS.failed, 8)


def test_no_page_writes_or_reads_the_queue():
    """The web process has no right at all: not even by a mistake."""
    for model in (Email, Log, Alert, Digest):
        for act in (model.objects.count, lambda model=model: model.objects.all().delete()):
            with pytest.raises(DatabaseError, match="permission denied"), transaction.atomic():
                act()


# Two at once


def test_it_runs_once_at_a_time():
    ours = address(settings.OWNER_DATABASE, connection.settings_dict["NAME"])
    other = psycopg2.connect(ours)
    other.cursor().execute("SELECT pg_advisory_lock(%s)", [queue.LOCK])
    reader(Role.HEAD)
    f.PlanFactory(submitted=True)
    assert send() == "Pengiriman pos-el masih berjalan."
    other.close()
    assert emails() == []


def test_what_fails_for_one_keeps_no_other_from_being_told(monkeypatch, caplog):
    broken, head = reader(Role.HEAD), reader(Role.HEAD)
    f.AbsenceFactory()

    def fails_for_one(user):
        if user == broken.user:
            raise ValueError(user.full_name)
        return urgent_for(user)

    monkeypatch.setattr(queue, "urgent_for", fails_for_one)
    with pytest.raises(CommandError, match="1 pengguna"):
        send()
    assert "RPTC: 1 hal mendesak menunggu Anda" in subjects(head)
    assert "ValueError" in caplog.text


@pytest.mark.gate
@pytest.mark.django_db(transaction=True)
def test_ten_at_once_tell_everything_once():
    """Without the lock of the whole run, too."""
    choices = [reader(Role.HEAD) for _ in range(3)]
    f.AbsenceFactory.create_batch(2)
    start = threading.Barrier(10)
    failed = []

    def write():
        start.wait()
        try:
            with as_owner():
                queue.write_all()
        except Exception as error:
            failed.append(error)
        finally:
            connection.close()

    threads = [threading.Thread(target=write) for _ in range(10)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert failed == []
    send()
    for choice in choices:
        assert len(subjects(choice)) == 2
    send()
    assert len(mail.outbox) == 6


# What is said of nobody

SAYS = re.compile(
    r"RPTC: (Lebih dari )?[\d.]+ hal (mendesak )?menunggu Anda\n"
    r"(Lebih dari )?[\d.]+ hal (mendesak )?menunggu Anda( hari ini)?\.\n\n"
    r"Buka: https://rptc\.example/[a-z/]*\n\n"
    r"Pos-el ini sengaja tidak memuat nama atau isi apa pun\."
    r" Anda dapat mematikannya di aplikasi: Akun, Pos-el\.\n"
)


@pytest.mark.gate
def test_no_mail_says_anything_of_anybody():
    """Canaries in the names of klien, partners, users and places; and beside them a mail is these
    words alone, whatever waits."""
    choices = [
        f.MailChoiceFactory(user=f.UserFactory(roles=[role], full_name="Kenari Petugas"))
        for role in set(Role) - {Role.PARTNER}
    ]
    worker = next(each.user for each in choices if each.user.has_role(Role.SOCIAL_WORKER))
    named = {"person__name": "Kenari Klien", "person__alias": "Kenari Alias"}
    partner = f.PartnerFactory(name="Kenari Mitra")
    member = f.MemberFactory(partner=partner, user__full_name="Kenari Pengguna")
    choices.append(f.MailChoiceFactory(user=member.user))
    f.AbsenceFactory(stay=f.StayFactory(days_ago=1, social_worker=worker, **named))
    for state in ("sent", "accepted"):
        stay = f.StayFactory(social_worker=worker, **named)
        referral_at(state, partner=partner, stay=stay, by=worker)
    stay = f.StayFactory(social_worker=worker, **named)
    there = f.ReferralFactory(there=True, partner=partner, stay=stay, recorded_by=worker)
    f.FlagFactory(person=there.person, reason="Kenari Alasan")
    f.PartnerIncidentFactory(referral=there, kind="came")
    f.PlanFactory(submitted=True, stay=stay)
    send()
    assert {each.to[0] for each in mail.outbox} >= {
        each.address
        for each in choices
        if each.user.has_role(Role.SOCIAL_WORKER, Role.CARETAKER, Role.HEAD, Role.PARTNER)
    }
    for each in mail.outbox:
        assert SAYS.fullmatch(f"{each.subject}\n{each.body}"), each.body
        assert "Kenari" not in each.message().as_string()
        assert each.from_email == settings.DEFAULT_FROM_EMAIL
        assert each.cc == each.bcc == each.attachments == []
    for email in emails():
        assert (email.headers, email.context, email.html_message) == (None, None, "")


# Forgotten


def test_texts_are_emptied_after_a_week_and_rows_go_after_a_season(settings, time_machine_at):
    refuses = {"BACKENDS": {"default": "tests.mail.servers.RefusesAll"}}
    settings.POST_OFFICE = settings.POST_OFFICE | refuses
    head = reader(Role.HEAD, urgent_alerts=False)
    f.PlanFactory(submitted=True)
    send()
    with as_owner():
        assert Log.objects.get().message.count(head.address) == 1
        assert forget_mail() == (
            "0 terkirim, 0 gagal sejak kemarin; isi 0 pos-el lama dikosongkan."
        )
    assert emails()[0].message
    time_machine_at(days.at(DAY + 8 * days.ONE_DAY, datetime.time(4)))
    with as_owner():
        assert "isi 1 pos-el lama" in forget_mail()
        assert "isi 0 pos-el lama" in forget_mail()
        assert Log.objects.get().message == ""
    [email] = emails()
    assert (email.subject, email.message) == ("", "")
    time_machine_at(days.at(DAY + 91 * days.ONE_DAY, datetime.time(4)))
    with as_owner():
        forget_mail()
        assert not Log.objects.exists()
        assert not Digest.objects.exists()
    assert emails() == []


def test_check_says_when_mail_is_not_sent(settings, time_machine_at):
    reader(Role.HEAD, urgent_alerts=False)
    f.PlanFactory(submitted=True)
    with as_owner():
        queue.write_all()
        assert checks.mail_leaves(None) == []
        time_machine_at(days.at(DAY, datetime.time(7)))
        assert [each.id for each in checks.mail_leaves(None)] == ["rptc.W011"]
        settings.EMAIL_HOST = ""
        assert checks.mail_leaves(None) == []
