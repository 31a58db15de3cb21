from cases.voice.complaints.forms import ComplaintFilter
from rptc.lists import Column, Listed, part_of


def state_of(row):
    return part_of("cases/voice/_complaint_status.html", row=row, is_late=row.is_late_today)


# Whose it is, what was said and what was found stand on the page of one.
COMPLAINTS = Listed(
    "pengaduan",
    "Pengaduan",
    asks=[*ComplaintFilter.base_filters],
    columns=[
        Column("Nomor", lambda row, user: row.number),
        Column("Tentang", lambda row, user: row.get_about_display()),
        Column("Lewat", lambda row, user: str(row.channel)),
        Column("Diterima", lambda row, user: row.received_at),
        Column("Dijawab paling lambat", lambda row, user: row.answer_by),
        Column("Selesai", lambda row, user: row.closed_at),
        Column("Ditangani", lambda row, user: str(row.owner or "")),
        Column("Keadaan", lambda row, user: state_of(row)),
    ],
)
