from cases.templatetags.house import leave_status
from rptc.lists import Column, Listed, words_of

# Where somebody is, and with whom, was typed: it stands in no file.
LEAVES = Listed(
    "izin-keluar",
    "Izin keluar",
    asks=["show"],
    columns=[
        Column("Klien", lambda leave, user: str(leave.stay.person), names=True),
        Column("Alasan", lambda leave, user: leave.get_reason_display(), about=True),
        Column("Keluar", lambda leave, user: leave.left_at),
        Column("Harus kembali", lambda leave, user: leave.expected_at),
        Column("Kembali", lambda leave, user: leave.returned_at),
        Column("Keadaan", lambda leave, user: words_of(leave_status(leave))),
    ],
)
