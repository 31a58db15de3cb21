from cases.templatetags.stays import extension_status
from rptc.lists import Column, Listed, words_of

# Reasons are free words about a klien.
EXTENSIONS = Listed(
    "perpanjangan",
    "Perpanjangan",
    asks=["show"],
    columns=[
        Column("Klien", lambda row, user: str(row.stay.person), names=True),
        Column("Hari terakhir semula", lambda row, user: row.from_last_on),
        Column("Hari terakhir baru", lambda row, user: row.new_last_on),
        Column("Diajukan oleh", lambda row, user: str(row.recorded_by)),
        Column("Diajukan pada", lambda row, user: row.recorded_at),
        Column("Diputuskan oleh", lambda row, user: str(row.decided_by or "")),
        Column("Diputuskan pada", lambda row, user: row.decided_at),
        Column("Keadaan", lambda row, user: words_of(extension_status(row))),
    ],
)
