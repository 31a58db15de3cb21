from partners.meetings.forms import MeetingFilter
from rptc.lists import Column, Listed


def partners_of(row):
    return ", ".join(str(each) for each in row.of_partners)


MEETINGS = Listed(
    "rapat",
    "Rapat dengan mitra",
    asks=["show", *MeetingFilter.base_filters],
    columns=[
        Column("Waktu", lambda row, user: row.held_at or row.at),
        Column("Jenis", lambda row, user: row.get_kind_display()),
        Column("Tentang", lambda row, user: row.subject, names=True),
        Column("Mitra", lambda row, user: partners_of(row)),
        Column("Keadaan", lambda row, user: row.status[0]),
    ],
)
MEETING_DECISIONS = Listed(
    "keputusan-rapat",
    "Keputusan rapat",
    asks=["show"],
    columns=[
        Column("Rapat pada", lambda row, user: row.meeting.held_at or row.meeting.at),
        Column("Keputusan", lambda row, user: row.what, names=True),
        Column("Milik", lambda row, user: row.whose),
        Column("Paling lambat", lambda row, user: row.due_on),
        Column("Selesai", lambda row, user: row.ended_on),
        Column("Keadaan", lambda row, user: row.status[0]),
    ],
)
