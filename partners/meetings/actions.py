"""A meeting is planned, moved, held or cancelled; what was decided there is done, or not."""

from django.core.exceptions import ValidationError
from django.db import transaction

from partners.meetings.letters import INVITATION, MINUTES
from partners.meetings.models import (
    HAS_DECISIONS,
    NOT_HELD,
    DecisionState,
    MeetingPartner,
    MeetingState,
)
from rptc.audit.record import enter, keep, record
from rptc.letters.actions import issue_for, mark_letters_of
from rptc.saving import locked, save

# What the invitation says, and what the minutes say.
SAID_BY_INVITATION = ("kind", "subject", "at", "place")
SAID_BY_MINUTES = ("kind", "subject", "place", "held_at", "our_leader_present", "ours", "minutes")


@transaction.atomic
def plan_meeting(row, *, partners, by):
    row.first_at = row.at
    enter(row, "registered", by=by)
    _invite(row, partners, by)
    return row


@transaction.atomic
def change_meeting(row, *, partners, by):
    """`row` is locked by its page and filled by the form. An invitation that says another day was
    written before it, and says so; so are the minutes."""
    before = type(row).objects.get(pk=row.pk)
    if before.state == MeetingState.CANCELLED:
        raise ValidationError("Rapat ini dibatalkan. Rencanakan lagi dahulu.")
    save(row)
    changed = {name for name in SAID_BY_INVITATION if getattr(before, name) != getattr(row, name)}
    invites_others = _invite(row, partners, by)
    if changed and row.is_planned:
        for each in row.invited.order_by("pk"):
            mark_letters_of(each)
    if row.is_held and (changed or invites_others):
        mark_letters_of(row)
    record(by, "changed", row)
    return row


def _invite(row, partners, by):
    """Exactly these; whoever was invited before keeps the row. Whether that is new."""
    wanted = {partner.pk: partner for partner in partners}
    rows = {each.partner_id: each for each in row.invited.select_for_update().order_by("pk")}
    is_new = False
    for key, each in rows.items():
        if each.is_invited != (key in wanted):
            each.is_invited, is_new = key in wanted, True
            if row.is_held:
                each.leader_present = False if each.is_invited else None
            if not each.is_invited:
                each.came = ""
            save(each)
    for key in sorted(wanted.keys() - rows.keys()):
        each = MeetingPartner(meeting=row, partner=wanted[key], recorded_by=by)
        each.leader_present = False if row.is_held else None
        save(each)
        is_new = True
    return is_new


@transaction.atomic
def hold_meeting(row, *, came, by):
    """It was held: who came, and the minutes, which may follow. Once more, where that was a slip.
    `row` is locked by its page; `came` is {key of a MeetingPartner: (its leader came, who)}."""
    before = type(row).objects.get(pk=row.pk)
    if before.state == MeetingState.CANCELLED:
        raise ValidationError("Rapat ini dibatalkan. Rencanakan lagi dahulu.")
    row.state = MeetingState.HELD
    save(row)
    is_other = any(getattr(before, name) != getattr(row, name) for name in SAID_BY_MINUTES)
    for each in row.invited.select_for_update().invited().order_by("pk"):
        said = came[each.pk]
        if (each.leader_present, each.came) != said:
            each.leader_present, each.came = said
            save(each)
            is_other = True
    if is_other:
        mark_letters_of(row)
    record(by, "held", row)
    return row


@transaction.atomic
def cancel_meeting(row, *, reason, by):
    row = locked(row)
    if not row.is_planned:
        raise ValidationError(f"Rapat ini sudah {row.get_state_display().lower()}.")
    row.state, row.end_reason = MeetingState.CANCELLED, reason
    row.version += 1
    return keep(row, "cancelled", by=by)


@transaction.atomic
def plan_again(row, *, by):
    """That it was cancelled, or held, was written down by mistake."""
    row = locked(row)
    if row.is_planned:
        raise ValidationError("Rapat ini sudah direncanakan.")
    if row.minutes or row.decisions.exists():
        raise ValidationError(HAS_DECISIONS)
    row.state, row.end_reason = MeetingState.PLANNED, ""
    row.held_at, row.our_leader_present, row.ours = None, None, ""
    row.version += 1
    save(row)
    for each in row.invited.select_for_update().order_by("pk"):
        each.leader_present, each.came = None, ""
        save(each)
    record(by, "planned_again", row)
    return row


@transaction.atomic
def write_invitation(invited, *, by):
    """The letter of one partner; the one that stands, where there is one."""
    meeting = locked(invited.meeting)
    if not meeting.is_planned:
        raise ValidationError("Undangan dibuat selama rapat direncanakan.")
    invited = locked(invited, "meeting", "partner")
    if not invited.is_invited:
        raise ValidationError("Mitra ini tidak diundang lagi.")
    return issue_for(invited, INVITATION, by=by)


@transaction.atomic
def write_minutes(row, *, by):
    row = locked(row)
    if not (row.is_held and row.minutes):
        raise ValidationError("Tulis notulanya dahulu.")
    return issue_for(row, MINUTES, by=by)


@transaction.atomic
def add_scan(scan, *, paper, by):
    """The signed paper; a better one beside it, and the last counts."""
    if not locked(scan.meeting).is_held:
        raise ValidationError("Pindaian dilampirkan sesudah rapat dilaksanakan.")
    scan.keep(paper)
    return enter(scan, "attached", by=by)


@transaction.atomic
def add_decision(row, *, by):
    meeting = locked(row.meeting)
    _check_day(row, meeting)
    if not meeting.is_held:
        raise ValidationError(NOT_HELD)
    mark_letters_of(meeting)
    return enter(row, "added", by=by)


@transaction.atomic
def change_decision(row, *, by):
    """While it runs. `row` is filled by the form, and its meeting and itself are locked by the
    page."""
    if not row.is_open:
        raise ValidationError("Keputusan ini sudah selesai.")
    _check_day(row, row.meeting)
    save(row)
    mark_letters_of(row.meeting)
    record(by, "changed", row)
    return row


def _check_day(row, meeting):
    if row.due_on < meeting.on:
        raise ValidationError({"due_on": "Ini sebelum rapatnya."})


@transaction.atomic
def end_decision(row, *, state, ended_on, note, by):
    row = locked(row, "meeting")
    if not row.is_open:
        raise ValidationError("Keputusan ini sudah selesai.")
    if ended_on < row.meeting.on:
        raise ValidationError({"ended_on": "Ini sebelum rapatnya."})
    row.state, row.ended_on, row.ended_by, row.end_note = state, ended_on, by, note
    row.version += 1
    return keep(row, "ended", by=by)


@transaction.atomic
def resume_decision(row, *, by):
    """That it was done, or will not be, was written down by mistake."""
    row = locked(row)
    if row.is_open:
        raise ValidationError("Keputusan ini masih berjalan.")
    row.state, row.ended_on, row.ended_by, row.end_note = DecisionState.OPEN, None, None, ""
    row.version += 1
    return keep(row, "took_back_end", by=by)
