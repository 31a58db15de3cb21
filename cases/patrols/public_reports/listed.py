from rptc.lists import Column, Listed
from rptc.words import lama

# Who reported stands on the report's own page, and in no file.
PUBLIC_REPORTS = Listed(
    "laporan-masyarakat",
    "Laporan masyarakat",
    asks=["show"],
    columns=[
        Column("Nomor", lambda report, user: report.number),
        Column("Diterima", lambda report, user: report.received_at),
        Column("Lewat", lambda report, user: report.get_channel_display()),
        Column("Tempat", lambda report, user: report.where, names=True),
        Column("Sampai patroli", lambda report, user: lama(report.time_to_patrol)),
        Column("Keadaan", lambda report, user: report.state[0]),
    ],
)
