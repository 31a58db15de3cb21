from rptc.lists import Column, Listed

# Each with the addresses of its table and of where it is written down as sent.
REPORTS_DUE = Listed(
    "kalender-laporan",
    "Kalender laporan",
    asks=["show"],
    columns=[
        Column("Laporan", lambda told, user: str(told[0])),
        Column("Kepada", lambda told, user: told[0].report.recipient),
        Column("Jatuh tempo", lambda told, user: told[0].due_on),
        Column("Keadaan", lambda told, user: told[0].status[0]),
    ],
)
