"""What waits of meetings: one that comes, one of which nobody wrote whether it was held, minutes
that are missing, decisions that are late."""

from partners.meetings.models import Meeting, MeetingDecision
from rptc import days
from rptc.waiting import Urgency, Waits, register

WRITE = "partners.hold_meeting"

register(
    Waits(
        key="meeting-decisions-late",
        label="Keputusan rapat terlambat",
        urgency=Urgency.LATE,
        order=1530,
        permission=WRITE,
        rows=lambda user: MeetingDecision.objects.visible_to(user).late(days.today()),
        page="partners:meeting_decision_list?show=late",
    ),
    Waits(
        key="meetings-past",
        label="Rapat sudah lewat, belum dicatat",
        urgency=Urgency.DUE,
        order=1531,
        permission=WRITE,
        rows=lambda user: Meeting.objects.visible_to(user).past(days.now()),
        page="partners:meeting_list?show=past",
        verb="Catat",
    ),
    Waits(
        key="meetings-without-minutes",
        label="Notula rapat belum ditulis",
        urgency=Urgency.DUE,
        order=1532,
        permission=WRITE,
        rows=lambda user: Meeting.objects.visible_to(user).without_minutes(days.today()),
        page="partners:meeting_list?show=minutes",
        verb="Tulis notula",
    ),
    Waits(
        key="meetings-soon",
        label="Rapat dalam 7 hari",
        urgency=Urgency.WAIT,
        order=1533,
        permission=WRITE,
        rows=lambda user: Meeting.objects.visible_to(user).soon(days.now()),
        page="partners:meeting_list?show=soon",
    ),
    Waits(
        key="meeting-decisions-own",
        label="Keputusan rapat bagian saya",
        urgency=Urgency.WAIT,
        order=1534,
        permission="partners.end_meeting_decision",
        rows=lambda user: MeetingDecision.objects.visible_to(user).of_user(user),
        page="partners:meeting_decision_list?show=own",
    ),
)
