"""Meetings with partners (R54): planned, moved, held with who came, cancelled; their letters; and
what was decided, by whom and in time or not."""

import datetime
import uuid

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import DatabaseError, transaction
from django.urls import reverse
from pytest_django.asserts import assertContains, assertNotContains, assertRedirects

from partners.meetings import actions
from partners.meetings.agenda import KANTER
from partners.meetings.figures import Met, held_of_agreed
from partners.meetings.models import Meeting, MeetingDecision, MeetingPartner, MeetingScan
from rptc import days
from rptc.accounts.permissions import Role
from rptc.audit.models import Entry
from rptc.letters.models import Letter
from rptc.waiting import count_for
from tests import factories as f
from tests import pictures
from tests.database_roles import as_owner

pytestmark = pytest.mark.django_db
DAY = days.ONE_DAY
SAME = uuid.uuid4()


def url(name, *args):
    return reverse(f"partners:meeting_{name}", args=[getattr(arg, "pk", arg) for arg in args])


def clock(moment):
    return moment.astimezone(days.WITA).strftime("%Y-%m-%dT%H:%M")


def typed(*partners, **more):
    return {
        "kind": "coordination",
        "subject": "Evaluasi PKS anak Ma'rang",
        "at": clock(days.now() + 3 * DAY),
        "place": "Ruang rapat RPTC",
        "partners": [partner.pk for partner in partners],
        "send_key": uuid.uuid4(),
    } | more


def held(meeting, *invited, **more):
    """What the form of a meeting that was held says."""
    meeting.refresh_from_db()
    said = {
        "held_at": clock(days.now() - days.ONE_HOUR),
        "our_leader_present": "True",
        "ours": "Kepala UPT",
        "minutes": "Kedua pihak sepakat.",
        "shown_version": meeting.version,
    }
    for each in invited:
        said |= {f"leader_{each.pk}": "True", f"came_{each.pk}": "Ibu Contoh"}
    return said | more


def refused(constraint, *ways):
    for way in ways:
        with pytest.raises(DatabaseError) as error, transaction.atomic():
            way()
        assert error.value.__cause__.diag.constraint_name == constraint


def is_refused(*ways):
    for way in ways:
        with pytest.raises(DatabaseError), transaction.atomic():
            way()


# Planned


def test_it_is_planned_once_with_the_partners_that_are_invited(client, login):
    office = login(Role.OFFICE)
    partners = f.PartnerFactory.create_batch(2)
    data = typed(*partners, send_key=SAME)
    for _ in range(2):
        page = client.post(url("add"), data, follow=True)
    row = Meeting.objects.get()
    assertContains(page, "Evaluasi PKS anak Ma&#x27;rang")
    assert (row.recorded_by, row.state, row.first_at) == (office, "planned", row.at)
    assert [each.partner for each in row.invited.order_by("partner__pk")] == partners
    assert client.post(url("add"), data | {"subject": "Lain"}).status_code == 409
    assert Entry.objects.filter(object_id=row.pk, verb="registered").count() == 1


def test_from_the_page_of_a_partner_that_partner_is_chosen(client, login):
    login(Role.HEAD)
    partner = f.PartnerFactory()
    page = client.get(reverse("partners:partner_detail", args=[partner.pk]))
    assertContains(page, url("add") + f"?partner={partner.pk}")
    form = client.get(url("add") + f"?partner={partner.pk}").context["form"]
    assert form["partners"].value() == [partner.pk]
    assert client.get(url("add") + "?partner=x").status_code == 200


@pytest.mark.parametrize(
    ("more", "field"),
    [
        ({"kind": ""}, "kind"),
        ({"subject": ""}, "subject"),
        ({"at": ""}, "at"),
        ({"place": ""}, "place"),
        ({"partners": []}, "partners"),
    ],
)
def test_what_is_missing_is_said_at_its_place(client, login, more, field):
    login(Role.OFFICE)
    page = client.post(url("add"), typed(f.PartnerFactory(), **more))
    assert list(page.context["form"].errors) == [field]
    assert not Meeting.objects.exists()


def test_moved_it_says_for_when_it_was_planned_at_first(client, login):
    login(Role.OFFICE)
    invited = f.MeetingPartnerFactory()
    row, other = invited.meeting, f.PartnerFactory()
    actions.write_invitation(invited, by=f.UserFactory())
    at = days.now() + 9 * DAY
    data = typed(other, at=clock(at), shown_version=row.version)
    assertRedirects(client.post(url("edit", row), data), url("detail", row))
    first = row.at
    row.refresh_from_db()
    assert (clock(row.at), row.first_at) == (clock(at), first)
    page = client.get(url("detail", row))
    assertContains(page, "semula")
    # Who is invited no more stays on the page, with the letter; it says that it is of before.
    assertContains(page, "Tidak diundang lagi")
    assertContains(page, "dibuat sebelum koreksi")
    assert [each.partner for each in row.invited.invited()] == [other]
    # Invited once more, it is the same row.
    data = typed(invited.partner, at=clock(at), shown_version=row.version)
    client.post(url("edit", row), data)
    assert row.invited.invited().get() == invited


def test_two_who_change_one_see_both(client, login):
    login(Role.OFFICE)
    row = f.MeetingPartnerFactory().meeting
    data = typed(f.PartnerFactory(), shown_version=row.version)
    client.post(url("edit", row), data)
    assertContains(client.post(url("edit", row), data | {"subject": "Lain"}), "diubah orang lain")


def test_cancelled_it_says_why_and_can_be_planned_again(client, login):
    login(Role.OFFICE)
    row = f.MeetingPartnerFactory().meeting
    assertContains(client.post(url("cancel", row), {"reason": ""}), "Tulis alasannya.")
    client.post(url("cancel", row), {"reason": "Mitra berhalangan."})
    assertContains(client.get(url("detail", row)), "Mitra berhalangan.")
    assertContains(client.get(url("list") + "?show=cancelled"), row.subject)
    late = client.post(url("cancel", row), {"reason": "Lagi."})
    assertContains(late, "sudah dibatalkan")
    page = client.post(url("edit", row), typed(f.PartnerFactory(), shown_version=2))
    assertContains(page, "Rencanakan lagi dahulu")
    client.post(url("again", row))
    row.refresh_from_db()
    assert (row.state, row.end_reason) == ("planned", "")


# Held


def test_held_it_says_who_came_and_what_was_said(client, login):
    login(Role.OFFICE)
    one = f.MeetingPartnerFactory()
    two = f.MeetingPartnerFactory(meeting=one.meeting)
    row = one.meeting
    data = held(row, one, two)
    data |= {f"leader_{two.pk}": "False", f"came_{two.pk}": ""}
    assertRedirects(client.post(url("hold", row), data), url("detail", row))
    row.refresh_from_db()
    one.refresh_from_db()
    two.refresh_from_db()
    assert (row.state, row.our_leader_present, row.minutes) == (
        "held",
        True,
        "Kedua pihak sepakat.",
    )
    assert (one.leader_present, one.came, two.leader_present) == (True, "Ibu Contoh", False)
    page = client.get(url("detail", row))
    for said in ("Pimpinan hadir", "Tidak hadir", "Ibu Contoh", "Kedua pihak sepakat."):
        assertContains(page, said)


@pytest.mark.parametrize(
    ("more", "field"),
    [
        ({"our_leader_present": ""}, "our_leader_present"),
        ({"held_at": ""}, "held_at"),
        ({"held_at": clock(days.now() + 9 * DAY)}, "held_at"),
    ],
)
def test_who_came_must_be_said(client, login, more, field):
    login(Role.OFFICE)
    invited = f.MeetingPartnerFactory()
    data = held(invited.meeting, invited, **more)
    assert list(client.post(url("hold", invited.meeting), data).context["form"].errors) == [field]
    data = held(invited.meeting, invited, **{f"came_{invited.pk}": ""})
    page = client.post(url("hold", invited.meeting), data)
    assert list(page.context["form"].errors) == [f"came_{invited.pk}"]
    invited.meeting.refresh_from_db()
    assert invited.meeting.is_planned


def test_the_minutes_may_follow_and_a_slip_is_put_right(client, login):
    login(Role.OFFICE)
    invited = f.MeetingPartnerFactory()
    row = invited.meeting
    client.post(url("hold", row), held(row, invited, minutes=""))
    assertContains(client.get(url("detail", row)), "Tulis notula")
    client.post(url("hold", row), held(row, invited, minutes="Sepakat."))
    actions.write_minutes(row, by=f.UserFactory())
    letter = Letter.objects.get()
    client.post(url("hold", row), held(row, invited, minutes="Sepakat, kecuali biaya."))
    letter.refresh_from_db()
    assert letter.corrected_at is not None
    client.post(url("minutes_write", row))
    assert Letter.objects.count() == 2
    # Nothing else was said: the letter stands.
    row.refresh_from_db()
    same = held(row, invited, held_at=clock(row.held_at), minutes=row.minutes)
    client.post(url("hold", row), same)
    assert Letter.objects.filter(corrected_at=None).count() == 1


def test_the_yearly_meeting_has_five_points_and_headings_alone_are_no_minutes(
    client, login, read_pdf
):
    login(Role.OFFICE)
    invited = f.MeetingPartnerFactory(meeting__kind="yearly")
    row, other = invited.meeting, f.MeetingPartnerFactory()
    page = client.get(url("detail", row))
    for name, asks in KANTER:
        assertContains(page, name)
        assertContains(page, asks)
    assertNotContains(client.get(url("detail", other.meeting)), KANTER[0][1])
    begun = client.get(url("hold", row)).context["form"]["minutes"].value()
    assert [line[:2] for line in begun.split("\n\n")] == ["1.", "2.", "3.", "4.", "5."]
    assert not client.get(url("hold", other.meeting)).context["form"]["minutes"].value()
    client.post(url("invitation_write", invited))
    said = "".join(read_pdf(client.get(url("invitation_letter", invited))).split())
    assert ["".join(name.split()) in said for name, _ in KANTER] == [True] * 5

    client.post(url("hold", row), held(row, invited, minutes=begun.replace("\n", "\r\n")))
    row.refresh_from_db()
    assert (row.state, row.minutes) == ("held", "")
    client.post(url("hold", row), held(row, invited, minutes=f"{begun}\r\nJelas."))
    row.refresh_from_db()
    assert row.minutes.endswith("Jelas.")


def test_written_as_held_by_mistake_it_is_planned_again_while_it_is_empty(client, login):
    login(Role.OFFICE)
    invited = f.MeetingPartnerFactory()
    row = invited.meeting
    client.post(url("hold", row), held(row, invited, minutes=""))
    client.post(url("again", row))
    row.refresh_from_db()
    invited.refresh_from_db()
    assert (row.state, row.held_at, invited.leader_present) == ("planned", None, None)
    client.post(url("hold", row), held(row, invited))
    assertContains(client.post(url("again", row), follow=True), "sudah punya notula")
    empty = f.MeetingFactory(held=True, minutes="")
    f.MeetingDecisionFactory(meeting=empty)
    assertContains(client.post(url("again", empty), follow=True), "sudah punya notula")
    refused(
        "meeting_with_decisions_was_held",
        lambda: Meeting.objects.filter(pk=empty.pk).update(
            state="planned", held_at=None, our_leader_present=None
        ),
    )


def test_a_partner_that_came_uninvited_is_added_to_one_that_was_held(client, login):
    login(Role.OFFICE)
    invited = f.MeetingPartnerFactory(
        meeting=f.MeetingFactory(held=True), leader_present=True, came="Ibu Contoh"
    )
    row, other = invited.meeting, f.PartnerFactory()
    assert "at" not in client.get(url("edit", row)).context["form"].fields
    data = typed(invited.partner, other, shown_version=row.version)
    client.post(url("edit", row), data)
    added = row.invited.get(partner=other)
    assert added.leader_present is False
    client.post(url("hold", row), held(row, invited, added))
    added.refresh_from_db()
    assert added.leader_present is True


# Letters


def test_each_partner_has_an_invitation_with_a_number(client, login, read_pdf):
    login(Role.OFFICE)
    one = f.MeetingPartnerFactory(partner__address="Jalan Contoh 1")
    two = f.MeetingPartnerFactory(meeting=one.meeting)
    for each in (one, two):
        client.post(url("invitation_write", each))
        client.post(url("invitation_write", each))
    assert Letter.objects.count() == 2
    said = read_pdf(client.get(url("invitation_letter", one)))
    for words in (str(one.partner), "Jalan Contoh 1", one.meeting.subject, str(two.partner)):
        assert "".join(words.split()) in "".join(said.split())
    assertContains(client.get(reverse("letters:letter_list")), "Undangan rapat")
    actions.cancel_meeting(one.meeting, reason="Lain hari.", by=f.UserFactory())
    assertContains(client.post(url("invitation_write", one), follow=True), "selama rapat")


def test_the_minutes_are_a_letter_with_decisions(client, login, read_pdf):
    login(Role.OFFICE)
    decision = f.MeetingDecisionFactory()
    row = decision.meeting
    f.MeetingPartnerFactory(meeting=row, leader_present=False, came="Pak Contoh")
    client.post(url("minutes_write", row))
    said = "".join(read_pdf(client.get(url("minutes_letter", row))).split())
    for words in (row.minutes, decision.what, decision.whose, "Pak Contoh"):
        assert "".join(words.split()) in said
    data = {"what": "Menyusun adendum", "owner_name": "Dinas Sosial", "send_key": uuid.uuid4()}
    client.post(url("decision_add", row), data | {"due_on": days.today().isoformat()})
    assert Letter.objects.get().corrected_at is not None


def test_without_minutes_there_is_no_letter_of_them(client, login):
    login(Role.OFFICE)
    row = f.MeetingFactory(held=True, minutes="")
    assertContains(client.post(url("minutes_write", row), follow=True), "Tulis notulanya dahulu.")
    assert not Letter.objects.exists()


def test_the_signed_paper_is_kept_and_the_last_one_opened(client, login):
    login(Role.OFFICE)
    row = f.MeetingFactory(held=True)
    assert client.get(url("scan", row)).status_code == 404
    for seed in (1, 2):
        paper = SimpleUploadedFile("n.jpg", pictures.jpeg(seed=seed), "image/jpeg")
        client.post(url("scan_add", row), {"paper": paper, "send_key": uuid.uuid4()})
    kept = MeetingScan.objects.order_by("-pk").first()
    answer = client.get(url("scan", row))
    assert (answer.content, answer["Cache-Control"]) == (kept.scan, "no-store")
    assert Entry.objects.filter(verb="opened", object_id=kept.pk).exists()
    planned = f.MeetingFactory()
    paper = SimpleUploadedFile("n.jpg", pictures.jpeg(seed=1), "image/jpeg")
    page = client.post(url("scan_add", planned), {"paper": paper, "send_key": uuid.uuid4()})
    assertContains(page, "sesudah rapat dilaksanakan")


# Decisions


def decided(**more):
    return {
        "what": "Mengirim daftar kebutuhan",
        "owner_name": "Dinas Sosial",
        "due_on": (days.today() + 5 * DAY).isoformat(),
        "send_key": uuid.uuid4(),
    } | more


def test_a_decision_has_one_owner_and_a_day(client, login):
    login(Role.OFFICE)
    invited = f.MeetingPartnerFactory(meeting=f.MeetingFactory(held=True))
    row, worker = invited.meeting, f.UserFactory(roles=[Role.SOCIAL_WORKER])
    for owner in (
        {"owner_name": "Dinas Sosial"},
        {"owner_name": "", "partner": invited.partner_id},
        {"owner_name": "", "owner": worker.pk},
    ):
        client.post(url("decision_add", row), decided(**owner))
    whose = {each.whose for each in row.decisions.all()}
    assert whose == {"Dinas Sosial", str(invited.partner), str(worker)}
    for owner in ({"owner_name": ""}, {"owner": worker.pk}, {"partner": invited.partner_id}):
        page = client.post(url("decision_add", row), decided(**owner))
        assert list(page.context["form"].errors) == ["owner_name"]
    early = decided(due_on=(row.on - DAY).isoformat())
    page = client.post(url("decision_add", row), early)
    assert list(page.context["form"].errors) == ["due_on"]
    other = decided(owner_name="", partner=f.PartnerFactory().pk)
    assert "partner" in client.post(url("decision_add", row), other).context["form"].errors


def test_nothing_is_decided_before_it_was_held(client, login):
    login(Role.OFFICE)
    row = f.MeetingFactory()
    late = (row.on + DAY).isoformat()
    page = client.post(url("decision_add", row), decided(due_on=late))
    assertContains(page, "sesudah rapat dilaksanakan")
    refused(
        "meeting_decision_is_of_one_held",
        lambda: f.MeetingDecisionFactory(meeting=f.MeetingFactory()),
    )


def test_done_in_time_or_not_and_a_slip_is_put_right(client, login, today):
    login(Role.OFFICE)
    row = f.MeetingDecisionFactory(meeting__at=days.now() - 9 * DAY, late=True)
    assert row.status[0] == "Terlambat"
    early = {"state": "done", "ended_on": (row.meeting.on - DAY).isoformat(), "note": ""}
    assertContains(client.post(url("decision_end", row), early), "Ini sebelum rapatnya.")
    client.post(url("decision_end", row), early | {"ended_on": today.isoformat()})
    row.refresh_from_db()
    assert (row.state, row.in_time, row.status[0]) == ("done", False, "Selesai, terlambat")
    page = client.post(
        url("decision_edit", row), decided(shown_version=row.version, what="Yang lain")
    )
    assertContains(page, "sudah selesai")
    client.post(url("decision_resume", row))
    client.post(url("decision_end", row), early | {"ended_on": row.due_on.isoformat()})
    row.refresh_from_db()
    assert row.in_time is True
    client.post(url("decision_resume", row))
    no = {"state": "undone", "ended_on": today.isoformat(), "note": ""}
    page = client.post(url("decision_end", row), no)
    assert list(page.context["form"].errors) == ["note"]
    client.post(url("decision_end", row), no | {"note": "Anggaran tidak ada."})
    row.refresh_from_db()
    assert (row.state, row.in_time) == ("undone", False)
    assertContains(client.get(url("detail", row.meeting)), "Anggaran tidak ada.")
    again = client.post(url("decision_end", row), no | {"note": "Lagi."})
    assertContains(again, "sudah selesai")


def test_one_that_runs_is_mended(client, login):
    login(Role.OFFICE)
    row = f.MeetingDecisionFactory(owner=None, owner_name="Dinas")
    data = decided(shown_version=row.version, what="Mengirim daftar")
    assertRedirects(client.post(url("decision_edit", row), data), url("detail", row.meeting))
    row.refresh_from_db()
    assert (row.what, row.owner_name, row.version) == ("Mengirim daftar", "Dinas Sosial", 2)


def test_a_social_worker_says_that_theirs_is_done_and_touches_no_other(client, login):
    worker = login(Role.SOCIAL_WORKER)
    own, other = f.MeetingDecisionFactory(owner=worker), f.MeetingDecisionFactory()
    listed = client.get(url("decision_list") + "?show=own").context["page_obj"]
    assert list(listed) == [own]
    assertContains(client.get(url("detail", own.meeting)), url("decision_end", own))
    assertNotContains(client.get(url("detail", other.meeting)), url("decision_end", other))
    data = {"state": "done", "ended_on": days.today().isoformat()}
    client.post(url("decision_end", own), data)
    own.refresh_from_db()
    assert own.ended_by == worker
    assert client.post(url("decision_end", other), data).status_code == 404
    assert client.post(url("decision_resume", other)).status_code == 404


# The database


def test_rows_that_no_page_writes_are_refused():
    row, invited, decision = f.MeetingFactory(), f.MeetingPartnerFactory(), None
    decision = f.MeetingDecisionFactory()
    rows = Meeting.objects.filter(pk=row.pk)
    refused(
        "meeting_state_fits_its_columns",
        lambda: rows.update(minutes="Sebelum rapat."),
        lambda: rows.update(state="held"),
        lambda: rows.update(state="held", held_at=days.now()),
        lambda: rows.update(state="cancelled"),
        lambda: f.MeetingFactory(cancelled=True, end_reason=""),
    )
    refused("meeting_says_what_about", lambda: rows.update(subject=""))
    refused("meeting_says_where", lambda: rows.update(place=""))
    refused(
        "partner_is_invited_once",
        lambda: f.MeetingPartnerFactory(meeting=invited.meeting, partner=invited.partner),
    )
    refused(
        "meeting_decision_is_somebodys",
        lambda: f.MeetingDecisionFactory(owner=None),
        lambda: f.MeetingDecisionFactory(owner_name="TU"),
    )
    refused("meeting_decision_says_what", lambda: f.MeetingDecisionFactory(what=""))
    decisions = MeetingDecision.objects.filter(pk=decision.pk)
    refused(
        "meeting_decision_state_fits_its_end",
        lambda: decisions.update(state="done"),
        lambda: decisions.update(
            state="undone", ended_on=days.today(), ended_by=decision.recorded_by
        ),
    )
    refused(
        "meeting_decision_ended_stays_as_it_is", lambda: decisions.update(meeting=invited.meeting)
    )
    decisions.update(state="done", ended_on=days.today(), ended_by=decision.recorded_by)
    refused("meeting_decision_ended_stays_as_it_is", lambda: decisions.update(what="Lain"))
    refused("meeting_scan_has_its_hash", lambda: f.MeetingScanFactory(sha256=""))
    scan = MeetingScan.objects.filter(pk=f.MeetingScanFactory().pk)
    with as_owner():
        is_refused(
            lambda: rows.update(first_at=days.now()),
            lambda: decisions.update(state="undone", end_note="Lain"),
            lambda: MeetingPartner.objects.filter(pk=invited.pk).update(
                partner=f.PartnerFactory()
            ),
            lambda: scan.update(sha256="0" * 64),
            rows.delete,
            decisions.delete,
            scan.delete,
            MeetingPartner.objects.filter(pk=invited.pk).delete,
        )


# Told of


def numbers(user):
    return {waits.key: number for waits, number in count_for(user)}


@pytest.mark.parametrize("role", [Role.OFFICE, Role.HEAD])
def test_what_waits_is_counted_and_its_page_lists_the_same(client, login, role):
    user = login(role)
    f.MeetingFactory(at=days.now() + 8 * DAY)
    f.MeetingFactory(cancelled=True)
    f.MeetingFactory(held=True)
    f.MeetingDecisionFactory()
    waiting = {
        "meetings-soon": (f.MeetingFactory(), "list", "soon"),
        "meetings-past": (f.MeetingFactory(at=days.now() - DAY), "list", "past"),
        "meetings-without-minutes": (
            f.MeetingFactory(held=True, minutes="", at=days.now() - 3 * DAY),
            "list",
            "minutes",
        ),
        "meeting-decisions-late": (f.MeetingDecisionFactory(late=True), "decision_list", "late"),
    }
    f.MeetingFactory(held=True, minutes="", at=days.now() - 2 * DAY)
    counted = numbers(user)
    for key, (row, page, show) in waiting.items():
        listed = client.get(url(page) + f"?show={show}").context["page_obj"]
        assert list(listed) == [row], key
        assert counted[key] == 1, key
    worker = f.UserFactory(roles=[Role.SOCIAL_WORKER])
    assert not numbers(worker).keys() & waiting.keys()
    f.MeetingDecisionFactory(owner=worker)
    assert numbers(worker)["meeting-decisions-own"] == 1


# 23.30 WITA of 31 December, and half past midnight.
EVENING = datetime.datetime(2026, 12, 31, 15, 30, tzinfo=datetime.UTC)


def test_the_last_evening_belongs_to_its_year(client, login):
    login(Role.OFFICE)
    before = f.MeetingFactory(held=True, at=EVENING)
    after = f.MeetingFactory(held=True, at=EVENING + days.ONE_HOUR)
    for year, row in ((2026, before), (2027, after)):
        page = client.get(url("list") + f"?show=held&year={year}")
        assert list(page.context["page_obj"]) == [row]
        assert list(Meeting.objects.of_year(year)) == [row]


# Held of agreed


def met(partner, **more):
    f.MeetingPartnerFactory(partner=partner, leader_present=True, came="Ibu", **more)


def test_held_of_agreed_counts_what_was_held_and_what_the_agreement_names(today):
    year = today.year
    partner = f.PartnerFactory()
    at = days.at(datetime.date(year, 1, 1), datetime.time(9))
    row = f.AgreementFactory(
        partner=partner,
        meetings_a_year=2,
        starts_on=datetime.date(year - 1, 1, 1),
        valid_until=datetime.date(year, 12, 31),
    )
    met(partner, meeting=f.MeetingFactory(held=True, at=at))
    met(partner, meeting=f.MeetingFactory(held=True, at=at, our_leader_present=False))
    met(partner, meeting=f.MeetingFactory(held=True, at=at - DAY))
    met(partner, meeting=f.MeetingFactory(held=True, at=at), is_invited=False)
    f.MeetingPartnerFactory(partner=partner)
    assert held_of_agreed(year) == {partner.pk: Met(2, 2, 1, 2)}
    assert held_of_agreed(year - 1) == {partner.pk: Met(1, 1, 1, 2)}
    assert held_of_agreed(year + 1) == {}
    # An addendum says another number; one that changes the last day alone does not.
    own = {"addendum_to": row, "partner": partner, "starts_on": datetime.date(year, 1, 1)}
    f.AgreementFactory(meetings_a_year=4, **own)
    f.AgreementFactory(**own)
    f.AgreementFactory(meetings_a_year=9, draft=True, **own)
    assert held_of_agreed(year)[partner.pk].agreed == 4
    assert held_of_agreed(year - 1)[partner.pk].agreed == 2
    other = f.PartnerFactory()
    met(other, meeting=f.MeetingFactory(held=True, at=at))
    assert held_of_agreed(year)[other.pk] == Met(1, 1, 1, None)


def test_the_page_of_a_partner_says_how_often_of_how_often(client, login):
    login(Role.SOCIAL_WORKER)
    partner = f.AgreementFactory(meetings_a_year=6).partner
    invited = f.MeetingPartnerFactory(
        partner=partner, meeting=f.MeetingFactory(held=True, at=days.now()), leader_present=False
    )
    page = client.get(reverse("partners:partner_detail", args=[partner.pk]))
    assertContains(page, "1 dari 6 rapat yang disepakati")
    assertContains(page, url("detail", invited.meeting))
    assertContains(client.get(url("list")), "1 dari 6")


def test_the_agreement_names_how_often_both_sides_meet(client, login):
    login(Role.OFFICE)
    row = f.AgreementFactory(draft=True)
    page = reverse("partners:agreement_edit", args=[row.pk])
    data = {
        "kind": "pks",
        "subject": row.subject,
        "our_number": row.our_number,
        "starts_on": row.starts_on.isoformat(),
        "valid_until": row.valid_until.isoformat(),
        "shown_version": row.version,
    }
    assertContains(client.post(page, data | {"meetings_a_year": 0}), "1 sampai 52")
    client.post(page, data | {"meetings_a_year": 4})
    assertContains(client.get(reverse("partners:agreement_detail", args=[row.pk])), "4 kali")


# Pages


def test_queries_do_not_grow_with_rows(client, login, django_assert_max_num_queries):
    login(Role.HEAD)
    for _ in range(6):
        meeting = f.MeetingFactory(held=True)
        for _ in range(3):
            invited = f.MeetingPartnerFactory(meeting=meeting, leader_present=True)
            f.AgreementFactory(partner=invited.partner, meetings_a_year=2)
        f.MeetingDecisionFactory.create_batch(3, meeting=meeting)
    for page in (
        url("list") + "?show=held",
        url("decision_list") + "?show=open",
        url("detail", meeting),
    ):
        client.get(page)
        with django_assert_max_num_queries(25):
            client.get(page)


@pytest.mark.parametrize("role", [Role.SOCIAL_WORKER])
def test_who_only_reads_has_no_button(client, login, role):
    login(role)
    row = f.MeetingPartnerFactory().meeting
    page = client.get(url("detail", row))
    assertContains(page, row.subject)
    for name in ("hold", "edit", "cancel"):
        assertNotContains(page, url(name, row))
